//! Text from documents made safe to show: nothing in it moves the cursor, paints the screen or turns the line around.
//!
//! Control characters ([`control`]) of documents become spaces as they are read, names of files and stored results are made
//! [`legible`] as they come in, and all that is printed goes out through [`legible_lines`], [`legible_styled`] or
//! [`legible_json`].

/// The text with a space for every character that does more than stand there.
#[must_use]
pub fn legible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || turns(c) { ' ' } else { c }).collect()
}

/// The same for a text of lines, which stay.
#[must_use]
pub fn legible_lines(text: &str) -> String {
    text.chars().map(|c| if is_shown(c) { c } else { ' ' }).collect()
}

/// The same for a text of ours that may hold colour and weight: sequences that only do that stay, too.
#[must_use]
pub fn legible_styled(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = style(rest);
        if length > 0 {
            shown.push_str(&rest[..length]);
            rest = &rest[length..];
        } else {
            shown.push(if is_shown(c) { c } else { ' ' });
            rest = &rest[c.len_utf8()..];
        }
    }
    shown
}

/// JSON in which every such character of its texts is escaped, as programs read it all the same.
#[must_use]
pub fn legible_json(json: &str) -> String {
    use std::fmt::Write;
    json.chars().fold(String::with_capacity(json.len()), |mut text, c| {
        if is_shown(c) {
            text.push(c);
        } else {
            let _ = write!(text, "\\u{:04x}", u32::from(c));
        }
        text
    })
}

/// The first control character of a text that breaks no line and sets nothing in.
#[must_use]
pub fn control(text: &str) -> Option<char> {
    text.chars().find(|c| is_control(*c))
}

/// Whether a character is a control that breaks no line and sets nothing in.
#[must_use]
pub fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// Whether a character may go out as it is: lines break and are set in.
fn is_shown(c: char) -> bool {
    matches!(c, '\n' | '\t') || !(c.is_control() || turns(c))
}

/// The length of the sequence for colour or weight with which a text begins; 0 where it begins with none.
fn style(text: &str) -> usize {
    let Some(inner) = text.strip_prefix("\u{1b}[") else { return 0 };
    let digits = inner.bytes().take_while(|b| b.is_ascii_digit() || *b == b';').count();
    if inner.as_bytes().get(digits) == Some(&b'm') { 2 + digits + 1 } else { 0 }
}

/// Marks that turn the direction of text, and separators that break lines.
const fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Paths as messages show them: on one line, and without loss only where they are text that can be shown.
pub trait Shown {
    /// The path, legible.
    fn shown(&self) -> String;
}

impl Shown for std::path::Path {
    fn shown(&self) -> String {
        legible(&self.to_string_lossy())
    }
}

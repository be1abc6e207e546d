//! Text from documents made safe to show: nothing in it moves the cursor, paints the screen or turns the line around.

/// The text with a space for every character that does more than stand there.
#[must_use]
pub fn legible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || turns(c) { ' ' } else { c }).collect()
}

/// Marks that turn the direction of text, and separators that break lines.
const fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

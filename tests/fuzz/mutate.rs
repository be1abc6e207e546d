//! Good files made bad: lines, words and numbers changed, so that many still parse, and bytes, so that some do not.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// What numbers become.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1e308",
    "-1e308",
    "1e-308",
    "NaN",
    ".inf",
    "-.inf",
    "18446744073709551616",
    "9223372036854775807",
    "2200",
    "1900",
    "2026..2026",
    "100 %",
    "-5 %",
    "1000001 %",
    "0.1",
    "x1.2",
    "unlimited",
    "99999999",
    "1e400",
    "-0.0",
    "4294967296",
    "65",
];

/// What is put in: words that mean something to a parser or to the model.
const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "- ",
    "&a ",
    "*a",
    "!!str ",
    "? ",
    "|\n  ",
    ">\n  ",
    "---\n",
    "'",
    "\"",
    "#",
    "\n",
    "\t",
    "~",
    "null",
    "true",
    "{}",
    "[]",
    "\u{feff}",
    "\u{202e}",
    "\0",
    "\u{1b}[2J",
    "ä",
    "=cmd",
    ";",
    "..",
    "../..",
    "/dev/zero",
    ".csv",
    "DEU",
    "USA",
    "EU",
    "{DEU, FRA}",
    "all",
    "alone",
    "together",
    "gap",
    "cost",
    "2027",
    "value",
    "low",
    "high",
    "source",
    "<<: *a",
];

/// A stream of numbers that a number alone decides.
pub struct Dice(ChaCha8Rng);

impl Dice {
    pub fn of(number: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(number))
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.0.next_u64() % end as u64) as usize }
    }

    pub fn one<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// The text with one to four changes.
pub fn text(good: &str, other: &str, dice: &mut Dice) -> String {
    let mut text = good.to_owned();
    for _ in 0..=dice.below(4) {
        text = changed(&text, other, dice);
    }
    text
}

fn changed(text: &str, other: &str, dice: &mut Dice) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let others: Vec<&str> = other.lines().collect();
    let place = dice.below(lines.len());
    let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    if changed.is_empty() {
        return dice.one(WORDS).to_owned();
    }
    match dice.below(10) {
        0 => drop(changed.remove(place)),
        1 => changed.insert(place, lines[dice.below(lines.len())].to_owned()),
        2 if !others.is_empty() => changed.insert(place, others[dice.below(others.len())].to_owned()),
        3 => changed.swap(place, dice.below(lines.len())),
        4..=6 => changed[place] = with_number(lines[place], dice),
        7 | 8 => changed[place] = with_word(lines[place], &others, dice),
        _ => return String::from_utf8_lossy(&bytes(text.as_bytes(), dice)).into_owned(),
    }
    changed.join("\n") + "\n"
}

/// The line with another number in place of one of its own.
fn with_number(line: &str, dice: &mut Dice) -> String {
    let starts: Vec<usize> = (line.char_indices().zip(std::iter::once(' ').chain(line.chars())))
        .filter(|((_, c), before)| c.is_ascii_digit() && !(before.is_alphanumeric() || *before == '.'))
        .map(|((place, _), _)| place)
        .collect();
    if starts.is_empty() {
        return with_word(line, &[], dice);
    }
    let start = starts[dice.below(starts.len())];
    let end =
        line[start..].find(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(line.len(), |length| start + length);
    format!("{}{}{}", &line[..start], dice.one(NUMBERS), &line[end..])
}

/// The line with a word in place of one of its own, or put in.
fn with_word(line: &str, others: &[&str], dice: &mut Dice) -> String {
    let words: Vec<&str> = line.split_inclusive([' ', ',', ':', '{', '[', ';', '"']).collect();
    let from_other =
        others.get(dice.below(others.len())).map(|line| line.split([' ', ',', ':', ';', '"']).collect::<Vec<_>>());
    let new = match from_other {
        Some(all) if !all.is_empty() && dice.below(2) == 0 => all[dice.below(all.len())],
        _ => dice.one(WORDS),
    };
    let place = dice.below(words.len());
    let keep = usize::from(dice.below(2) == 0);
    let mut all: Vec<&str> = words.clone();
    if all.is_empty() {
        return new.to_owned();
    }
    // The separator behind a word stays, or goes with it.
    let tail = &all[place][all[place].len() - all[place].chars().last().map_or(0, char::len_utf8)..];
    let both = format!("{new}{}", if keep == 1 { tail } else { "" });
    all[place] = &both;
    all.concat()
}

/// Bytes with some of them changed, cut out, doubled or put in.
pub fn bytes(good: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=dice.below(4) {
        let place = dice.below(bytes.len());
        let length = 1 + dice.below(16).min(bytes.len().saturating_sub(place + 1));
        match dice.below(5) {
            0 if !bytes.is_empty() => bytes[place] ^= 1 << dice.below(8),
            1 if !bytes.is_empty() => drop(bytes.drain(place..(place + length).min(bytes.len()))),
            2 if !bytes.is_empty() => {
                let part = bytes[place..(place + length).min(bytes.len())].to_vec();
                bytes.splice(place..place, part);
            }
            3 => bytes.truncate(place),
            _ => drop(bytes.splice(place..place, [dice.below(256) as u8, 255])),
        }
    }
    bytes
}

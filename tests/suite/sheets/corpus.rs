//! The corpus: small tables in the spellings that people and programs have, each with what it means.

mod cells;
mod numbers;
mod shapes;
mod silent;

/// A table and what should come of it.
pub struct Case {
    /// What it shows.
    pub name: &'static str,
    /// Which table of the model it is.
    pub table: &'static str,
    /// Its bytes.
    pub text: &'static [u8],
    /// What should come of it.
    pub expected: Expected,
}

/// What should come of a table.
pub enum Expected {
    /// It says what these entries say in YAML.
    Read(&'static str),
    /// The same, and a warning that holds a word says how it was read.
    Told(&'static str, &'static str),
    /// One error that holds these words.
    Refused(&'static [&'static str]),
}

/// A table that has one reading.
const fn read(name: &'static str, table: &'static str, text: &'static str, yaml: &'static str) -> Case {
    Case { name, table, text: text.as_bytes(), expected: Expected::Read(yaml) }
}

/// A table that has one reading, which is told.
const fn told(
    name: &'static str,
    table: &'static str,
    text: &'static str,
    yaml: &'static str,
    word: &'static str,
) -> Case {
    Case { name, table, text: text.as_bytes(), expected: Expected::Told(yaml, word) }
}

/// A table that is refused.
const fn refused(name: &'static str, table: &'static str, text: &'static str, words: &'static [&'static str]) -> Case {
    Case { name, table, text: text.as_bytes(), expected: Expected::Refused(words) }
}

/// Every table of the corpus.
pub fn cases() -> Vec<Case> {
    [numbers::cases(), cells::cases(), shapes::cases(), silent::cases()].into_iter().flatten().collect()
}

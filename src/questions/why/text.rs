//! An answer about an order, an offer or a nation, as text for a terminal.

use std::fmt::Write;

use crate::layout::Screen;
use crate::layout::grid::{clean, strong, wrapped};
use crate::legible::legible;
use crate::questions::why::Answer;

/// An answer in sentences.
#[must_use]
pub fn answer_text(answer: &Answer, screen: Screen) -> String {
    let mut text = format!("{}\n", strong(&clean(&answer.about), screen));
    for part in &answer.parts {
        let _ = writeln!(text, "\n{}", legible(&part.heading));
        for says in &part.says {
            let _ = writeln!(text, "  {}", legible(says));
        }
    }
    wrapped(&text, screen)
}

//! What texts for a terminal share: grids, headings, names that are safe to show.

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, Table as Grid};

use crate::layout::Screen;
use crate::legible::legible;

/// Breaks lines of prose between words where the terminal ends; tables fit already.
pub(crate) fn wrapped(text: &str, screen: Screen) -> String {
    let Some(width) = screen.width else { return text.to_owned() };
    let options = |line: &str| {
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        textwrap::Options::new(usize::from(width)).break_words(false).subsequent_indent(if indent.len() > 1 {
            "             "
        } else {
            ""
        })
    };
    let fits = |line: &str| line.chars().count() <= usize::from(width) || line.contains('\u{1b}');
    let lines = text.lines().map(|line| if fits(line) { line.to_owned() } else { textwrap::fill(line, options(line)) });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

pub(crate) fn grid(screen: Screen) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(NOTHING);
    match screen.width {
        Some(width) => grid.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => grid.set_content_arrangement(ContentArrangement::Disabled),
    };
    if screen.color {
        grid.enforce_styling();
    } else {
        grid.force_no_tty();
    }
    grid
}

pub(crate) fn heading(text: &str, screen: Screen) -> Cell {
    let cell = Cell::new(text);
    if screen.color { cell.add_attribute(Attribute::Bold) } else { cell }
}

pub(crate) fn right_heading(text: &str, screen: Screen) -> Cell {
    heading(text, screen).set_alignment(CellAlignment::Right)
}

pub(crate) fn right(text: &str) -> Cell {
    Cell::new(text).set_alignment(CellAlignment::Right)
}

pub(crate) fn strong(text: &str, screen: Screen) -> String {
    if screen.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Lines without the blanks that fill a table up to its width.
pub(crate) fn lines(grid: &Grid) -> String {
    grid.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// A name that is safe to show, and no longer than a line takes.
pub(crate) fn clean(text: &str) -> String {
    legible(text).chars().take(120).collect()
}

/// How many lines of a list are not shown.
pub(crate) fn more(all: usize, shown: usize) -> String {
    if all > shown { format!("\n … and {} more", crate::layout::number::count(all - shown)) } else { String::new() }
}

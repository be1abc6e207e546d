//! What near-optimal plans share, as text for a terminal.

use std::fmt::Write;

use comfy_table::Cell;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::count;
use crate::layout::number::{fine_percent, plain};
use crate::layout::units::in_unit;
use crate::questions::alternatives::{AlternativeLine, Alternatives, Ordered};

/// What plans that are nearly as good share.
#[must_use]
pub fn alternatives_text(alternatives: &Alternatives, seconds: f64, screen: Screen) -> String {
    let within = fine_percent(alternatives.within);
    let head = format!("{} · plans within {within}, {seconds:.1} s", clean(&alternatives.title));
    let mut text = format!("{}\n\n", strong(&head, screen));
    for (goal, unit, value, limit) in &alternatives.goals {
        let _ = writeln!(text, "  {goal}: {}, or {} at worst", in_unit(*value, unit), in_unit(*limit, unit));
    }
    let of = |ordered: Ordered| alternatives.lines.iter().filter(move |line| line.ordered == ordered);
    let mut table = grid(screen);
    let heads = [heading("", screen), heading("offer", screen), heading("capability", screen)];
    let numbers = ["this plan", "least", "most"].map(|head| right_heading(head, screen));
    table.set_header(heads.into_iter().chain(numbers).collect::<Vec<_>>());
    for (ordered, words) in [(Ordered::Must, "every plan orders"), (Ordered::May, "some plans order")] {
        let mut first = words;
        for line in of(ordered) {
            table.add_row(cells(first, line));
            first = "";
        }
    }
    let _ = writeln!(text, "\n{}", lines(&table));
    let never: Vec<String> = of(Ordered::Never).map(|line| clean(&line.name)).collect();
    if !never.is_empty() {
        let _ = writeln!(text, "\nNo plan orders: {}.", never.join(", "));
    }
    let counts = [Ordered::Must, Ordered::May, Ordered::Never].map(|ordered| of(ordered).count());
    let _ = writeln!(
        text,
        "\nOf {} offers, every plan orders {}, some order {}, none orders {}. Each goal may lose {within} of what it gains \
         over ordering nothing. {} plans were worked out.",
        count(alternatives.lines.len()),
        count(counts[0]),
        count(counts[1]),
        count(counts[2]),
        count(alternatives.solves)
    );
    if alternatives.relaxed {
        let _ = writeln!(
            text,
            "Every integer decision, such as which price band is reached, was relaxed. What every plan orders and what \
             none orders is certain all the same; of what some order, a few may be such, too. `--proven` decides each."
        );
    }
    wrapped(&text, screen)
}

fn cells(first: &str, line: &AlternativeLine) -> Vec<Cell> {
    let amount = |value: Option<f64>| right(&value.map_or_else(String::new, plain));
    vec![
        Cell::new(first),
        Cell::new(clean(&line.name)),
        Cell::new(clean(&line.capability)),
        right(&plain(line.here)),
        amount(line.least),
        amount(line.most),
    ]
}

//! The trade-off between goals, as text for a terminal.

use std::fmt::Write;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, lines, right, right_heading, strong, wrapped};
use crate::layout::number::short;
use crate::layout::units::plain_in_unit;
use crate::questions::frontier::{Exactness, Frontier};

/// How many lines of a list are shown.
const SHOWN: usize = 30;

/// A share to the hundredth of a point: neighbours on a frontier are near.
fn exact_percent(value: f64) -> String {
    if value.abs() < 5e-9 { "0.00 %".to_owned() } else { format!("{:.2} %", 100.0 * value) }
}

/// The frontier of two or three goals.
#[must_use]
pub fn frontier_text(frontier: &Frontier, seconds: f64, screen: Screen) -> String {
    let names: Vec<String> = frontier.goals.iter().map(crate::model::Goal::words).collect();
    let traded = names[..names.len().min(3)].join(" against ");
    let head = format!("{} · {traded}, {seconds:.1} s", clean(&frontier.model.title));
    let mut text = format!("{}\n", strong(&head, screen));
    let mut table = grid(screen);
    let mut heads = vec![right_heading("", screen)];
    heads.extend(names.iter().map(|name| right_heading(name, screen)));
    let units: Vec<_> = frontier.goals.iter().map(|goal| frontier.model.in_its_money(goal.unit())).collect();
    let one = if units[0].is_empty() { "one point".to_owned() } else { format!("1 {}", units[0]) };
    if names.len() == 2 {
        heads.push(right_heading(&format!("{one} of the first costs of the second"), screen));
    }
    table.set_header(heads);
    for (place, point) in frontier.points.iter().enumerate().take(10 * SHOWN) {
        let mut cells = vec![right(&(place + 1).to_string())];
        for (value, unit) in point.values.iter().zip(&units) {
            let value = if unit.is_empty() { exact_percent(*value) } else { plain_in_unit(*value, unit) };
            cells.push(right(&value));
        }
        let slope = frontier.points.get(place + 1).map_or_else(String::new, |next| {
            let steps = [next.values[0] - point.values[0], next.values[1] - point.values[1]];
            let worth = (steps[1] / steps[0]).abs();
            let worth = if units[0].is_empty() { worth / 100.0 } else { worth };
            match &*units[1] {
                "" => format!("{} points", short(100.0 * worth)),
                unit => format!("{} {unit}", short(worth)),
            }
        });
        if names.len() == 2 {
            cells.push(right(&slope));
        }
        table.add_row(cells);
    }
    let _ = writeln!(text, "\n{}", lines(&table));
    let says = match frontier.exactness {
        Exactness::Corners => "Every corner of the frontier; between two neighbours every plan lies on the line.",
        Exactness::Plans => "Every efficient plan: no other is better by one goal and not worse by the other.",
        Exactness::Samples => {
            "Plans at even distances, each decided anew and proven like any plan; there may be others between them."
        }
        Exactness::CornersAsDecided => {
            "Every corner of the frontier with each integer decision as in the best plan by all goals."
        }
    };
    let _ = writeln!(text, "\n{says}");
    if frontier.cut {
        let _ = writeln!(
            text,
            "There are more than these {}, which lie where they leave the widest room; ask for more with --points.",
            frontier.points.len()
        );
    }
    wrapped(&text, screen)
}

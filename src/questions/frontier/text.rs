//! The trade-off between two goals, as text for a terminal.

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

/// The frontier of two goals.
#[must_use]
pub fn frontier_text(frontier: &Frontier, seconds: f64, screen: Screen) -> String {
    let names: Vec<String> = frontier.goals.iter().map(crate::model::Goal::words).collect();
    let head = format!("{} · {} against {}, {seconds:.1} s", clean(&frontier.model.title), names[0], names[1]);
    let mut text = format!("{}\n", strong(&head, screen));
    let mut table = grid(screen);
    let mut heads = vec![right_heading("", screen)];
    heads.extend(names.iter().map(|name| right_heading(name, screen)));
    let units: Vec<_> = frontier.goals.iter().map(|goal| frontier.model.in_its_money(goal.unit())).collect();
    let one = if units[0].is_empty() { "one point".to_owned() } else { format!("1 {}", units[0]) };
    heads.push(right_heading(&format!("{one} of the first costs of the second"), screen));
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
        cells.push(right(&slope));
        table.add_row(cells);
    }
    let _ = writeln!(text, "\n{}", lines(&table));
    let says = match frontier.exactness {
        Exactness::Corners => "Every corner of the frontier; between two neighbours every plan lies on the line.",
        Exactness::Plans => "Every efficient plan: no other is better by one goal and not worse by the other.",
        Exactness::Samples => {
            "Efficient plans at even distances; the model has integer decisions, so there may be others between them."
        }
        Exactness::CornersAsDecided => {
            "Every corner of the frontier with the integer decisions as in the best plan by all goals; `--proven` decides anew."
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

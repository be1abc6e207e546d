//! What moves a plan, as text for a terminal.

use std::fmt::Write;

use comfy_table::Cell;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::count;
use crate::layout::number::fine_percent;
use crate::layout::units::{change, in_unit};
use crate::questions::sensitivity::{Sensitivity, StayRange};

/// How many figures of a tornado are shown.
const SHOWN: usize = 40;

/// How wide the bars of a tornado are on either side.
const BAR: usize = 12;

/// What moves a plan, as a tornado.
#[must_use]
pub fn sensitivity_text(sensitivity: &Sensitivity, seconds: f64, screen: Screen) -> String {
    let head = format!("{} · what moves it, {seconds:.1} s", clean(&sensitivity.title));
    let mut text = format!("{}\n", strong(&head, screen));
    let unit = &sensitivity.unit;
    let by = fine_percent(sensitivity.by);
    let _ = writeln!(text, "\nTo {}: {} as it is.", sensitivity.goal, in_unit(sensitivity.value, unit));
    let far = |value: Option<f64>| value.map_or(0.0, |value| (value - sensitivity.value).abs());
    let widest = sensitivity.lines.iter().map(|line| far(line.down).max(far(line.up))).fold(0.0, f64::max);
    let still = |line: &&_| -> bool {
        let line: &crate::questions::sensitivity::SensitivityLine = line;
        let dust = 1e-9 * sensitivity.value.abs().max(1e-3);
        line.down.is_some() && line.up.is_some() && far(line.down).max(far(line.up)) <= dust
    };
    let moving: Vec<_> = sensitivity.lines.iter().filter(|line| !still(line)).collect();
    let ranges = sensitivity.lines.iter().any(|line| line.stays.is_some());
    let mut table = grid(screen);
    let mut heads = vec![heading("", screen)];
    heads.extend([format!("{by} less"), format!("{by} more")].map(|head| right_heading(&head, screen)));
    heads.push(heading("", screen));
    if ranges {
        heads.push(heading("the plan stays from … to", screen));
    }
    table.set_header(heads);
    for line in moving.iter().take(SHOWN) {
        let mut cells = vec![Cell::new(clean(&line.words))];
        let sides = [(line.down, line.down_anew), (line.up, line.up_anew)];
        cells.extend(sides.map(|(value, anew)| {
            let marked = if anew && value.is_some() { " *" } else { "" };
            right(&format!("{}{marked}", signed(value, sensitivity.value, unit)))
        }));
        cells.push(Cell::new(bars(line.down, line.up, sensitivity.value, widest)));
        if ranges {
            cells.push(Cell::new(line.stays.map_or_else(String::new, stays)));
        }
        table.add_row(cells);
    }
    if moving.is_empty() {
        let _ = writeln!(text, "\nNone of these figures moves it.");
    } else {
        let _ = writeln!(text, "\n{}", lines(&table));
    }
    if moving.len() > SHOWN {
        let _ = writeln!(text, "\n{} more figures move it less.", count(moving.len() - SHOWN));
    }
    let calm = sensitivity.lines.len() - moving.len();
    if calm > 0 && !moving.is_empty() {
        let _ = writeln!(text, "\n{} of {} figures do not move it.", count(calm), count(sensitivity.lines.len()));
    }
    if let Some(note) = note_on_prices(sensitivity) {
        let _ = writeln!(text, "{note}");
    }
    if sensitivity.decided {
        let _ = writeln!(text, "Integer decisions, such as which price band is reached, stand as in the plan.");
        if sensitivity.lines.iter().any(|line| line.down_anew || line.up_anew) {
            let _ = writeln!(text, "* Decided anew, since these decisions leave no plan there.");
        }
    }
    wrapped(&text, screen)
}

/// What a price is that is varied; nothing where none is.
#[must_use]
pub fn note_on_prices(sensitivity: &Sensitivity) -> Option<&'static str> {
    let is_price = |line: &crate::questions::sensitivity::SensitivityLine| line.figure.starts_with("price.");
    sensitivity.lines.iter().any(is_price).then_some(
        "A price here is what is paid; the reference price, at which domestic volume is valued, stays. `--set` of a price moves both where \
         no reference price is stated.",
    )
}

fn signed(value: Option<f64>, from: f64, unit: &str) -> String {
    let Some(value) = value else { return "no plan".to_owned() };
    let moved = value - from;
    if moved.abs() <= 1e-9 * from.abs().max(1e-3) {
        return "±0".to_owned();
    }
    format!("{}{}", if moved > 0.0 { "+" } else { "−" }, change(moved, unit))
}

/// Bars to either side of where the goal stands.
fn bars(down: Option<f64>, up: Option<f64>, from: f64, widest: f64) -> String {
    let moves = [down, up].map(|value| value.map_or(0.0, |value| value - from));
    let least = moves.iter().copied().fold(0.0, f64::min);
    let most = moves.iter().copied().fold(0.0, f64::max);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a bar's length"
    )]
    let length = |size: f64| if widest > 0.0 { (BAR as f64 * size.abs() / widest).round() as usize } else { 0 };
    let (left, right) = (length(least), length(most));
    format!("{:>BAR$}│{:<BAR$}", "█".repeat(left), "█".repeat(right))
}

fn stays(range: StayRange) -> String {
    let from = if range.from <= 0.0 { "0 %".to_owned() } else { fine_percent(range.from) };
    match range.to {
        Some(to) if (to - range.from).abs() < 1e-9 => "only as it is".to_owned(),
        Some(to) => format!("{from} … {}", fine_percent(to)),
        None => format!("{from} … 200 % and more"),
    }
}

//! One plan for several futures, as text for a terminal.

use std::fmt::Write;

use comfy_table::Cell;
use indexmap::IndexMap;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::{count, percent, plain};
use crate::layout::units::plain_in_unit;
use crate::questions::hedge::{DecisionLine, HedgeData, HedgeGoalData, HedgeWorth};

/// How many lines of a list are shown.
const SHOWN: usize = 30;

/// What is less than this is nothing to a reader.
const DUST: f64 = 0.005;

/// How many futures stand beside each other.
const BESIDE: usize = 6;

/// How many buyers of an order are named.
const NAMED: usize = 6;

/// A plan for several futures: what is decided now, what later, and what knowing and planning are worth.
#[must_use]
pub fn hedge_text(data: &HedgeData, seconds: f64, screen: Screen) -> String {
    let futures = data.futures.len();
    let head = format!("{} · one plan for {futures} futures, {seconds:.1} s", clean(&data.study));
    let mut text = format!("{}\n{}, {}\n", strong(&head, screen), clean(&data.title), clean(&data.proposal));
    now(&mut text, data, screen);
    later(&mut text, data, screen);
    outcomes(&mut text, data, screen);
    for (place, goal) in data.goals.iter().enumerate() {
        values(&mut text, data, goal, place == 0, screen);
    }
    if data.decisions_from_base {
        let _ = writeln!(
            text,
            "\nInteger decisions are taken from the plan of the model as it is (`decisions: from_base`)."
        );
    }
    wrapped(&text, screen)
}

/// What a line of orders, enlargements and programmes is called.
fn thing(line: &DecisionLine) -> String {
    match &*line.what {
        "enlargement" => format!("more of {}", line.of),
        "programme" => format!("start of {}", line.of),
        _ => line.of.clone(),
    }
}

fn now(text: &mut String, data: &HedgeData, screen: Screen) {
    if data.now.is_empty() {
        let _ =
            writeln!(text, "\nNothing is ordered up to {}: all waits until it is known what comes.", data.decide_until);
    } else {
        let _ = writeln!(text, "\nDecided now, up to {}, whatever comes:", data.decide_until);
        let mut things: IndexMap<(String, i32), (f64, Vec<String>)> = IndexMap::new();
        for line in &data.now {
            let (sum, buyers) = things.entry((thing(line), line.year)).or_default();
            *sum += line.quantity;
            buyers.extend(line.nation.as_ref().map(|nation| format!("{nation} {}", plain(line.quantity))));
        }
        let mut table = grid(screen);
        table.set_header([
            heading("What", screen),
            heading("Year", screen),
            right_heading("Units", screen),
            heading("For", screen),
        ]);
        for ((thing, year), (sum, buyers)) in things.iter().take(SHOWN) {
            let more = buyers.len().saturating_sub(NAMED);
            let named = buyers.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            let named = if more > 0 { format!("{named} and {more} more") } else { named };
            table.add_row([Cell::new(clean(thing)), Cell::new(year), right(&plain(*sum)), Cell::new(clean(&named))]);
        }
        let _ = writeln!(text, "{}", lines(&table));
        cut(text, things.len());
    }
    if let Some((name, future)) = data.ruled_out.first() {
        let rest = match data.ruled_out.len() - 1 {
            0 => String::new(),
            more => format!(", nor {} more", count(more)),
        };
        let _ = writeln!(
            text,
            "Not decided now, since nobody knows that the future which rules it out will not come: {} ({}){rest}.",
            clean(name),
            clean(future)
        );
    }
}

fn later(text: &mut String, data: &HedgeData, screen: Screen) {
    let shown = data.futures.len().min(BESIDE);
    let mut things: IndexMap<(String, i32), Vec<f64>> = IndexMap::new();
    for (place, future) in data.futures.iter().enumerate() {
        for line in future.later.iter().filter(|line| line.quantity >= DUST) {
            let units = things.entry((thing(line), line.year)).or_insert_with(|| vec![0.0; data.futures.len()]);
            units[place] += line.quantity;
        }
    }
    if things.is_empty() {
        let _ = writeln!(text, "\nNothing is left to decide once it is known which future comes.");
        return;
    }
    things.sort_by(|one, _, other, _| (one.1, &one.0).cmp(&(other.1, &other.0)));
    let _ = writeln!(text, "\nDecided later, once it is known which future comes:");
    let mut table = grid(screen);
    let mut heads = vec![heading("What", screen), heading("Year", screen)];
    heads.extend(data.futures.iter().take(shown).map(|future| right_heading(&clean(&future.future), screen)));
    table.set_header(heads);
    for ((thing, year), units) in things.iter().take(SHOWN) {
        let mut cells = vec![Cell::new(clean(thing)), Cell::new(year)];
        cells.extend(units.iter().take(shown).map(|units| right(&plain(*units))));
        table.add_row(cells);
    }
    let _ = writeln!(text, "{}", lines(&table));
    cut(text, things.len());
    if data.futures.len() > shown {
        let _ = writeln!(text, "{} further futures; `--out` writes them all.", data.futures.len() - shown);
    }
}

fn cut(text: &mut String, all: usize) {
    if all > SHOWN {
        let _ = writeln!(text, "{} further lines; `--out` writes them all.", count(all - SHOWN));
    }
}

/// What becomes of the first goal in each future.
fn outcomes(text: &mut String, data: &HedgeData, screen: Screen) {
    let Some(goal) = data.goals.first() else { return };
    let _ = writeln!(text, "\nTo {}, in each future:", clean(&goal.goal));
    let mut table = grid(screen);
    table.set_header([
        heading("Future", screen),
        right_heading("Weight", screen),
        right_heading("With this plan", screen),
        right_heading("Had it been known", screen),
    ]);
    for future in data.futures.iter().take(SHOWN) {
        let value = |list: &[f64]| list.first().map_or_else(String::new, |value| in_unit(*value, &goal.unit));
        table.add_row([
            Cell::new(clean(&future.future)),
            right(&percent(future.share)),
            right(&value(&future.goals)),
            right(&value(&future.if_known)),
        ]);
    }
    let _ = writeln!(text, "{}", lines(&table));
    cut(text, data.futures.len());
}

/// The values of one goal; of the first one also what they mean.
fn values(text: &mut String, data: &HedgeData, goal: &HedgeGoalData, is_first: bool, screen: Screen) {
    let _ = writeln!(text, "\nTo {}, on average over the futures:", clean(&goal.goal));
    let mut table = grid(screen);
    let rows = [
        ("one plan for all futures", "recourse problem", Some(goal.recourse)),
        ("if it were known which future comes", "wait and see", Some(goal.wait_and_see)),
        ("what the plan for the mean future comes to", "expected result of the mean plan", goal.mean_held),
        ("what that plan promises, if the mean came", "mean value", goal.mean),
    ];
    for (what, name, value) in rows {
        if let Some((value, _)) = value {
            table.add_row([Cell::new(format!("  {what}")), right(&in_unit(value, &goal.unit)), Cell::new(name)]);
        }
    }
    let _ = writeln!(text, "{}", lines(&table));
    if !is_first {
        return;
    }
    let size = goal.recourse.0;
    let knowing = worth(goal.of_knowing, size, &goal.unit);
    let _ = writeln!(text, "\nKnowing today which future comes would be worth {knowing} (EVPI).");
    let verb = if goal.less_is_better { "saves" } else { "gains" };
    match (&goal.of_planning, &data.no_mean) {
        (Some(planning), _) => {
            let planning = worth(*planning, size, &goal.unit);
            let _ = writeln!(text, "Planning for all futures instead of for their mean {verb} {planning} (VSS).");
        }
        (None, Some(why)) => {
            let _ = writeln!(
                text,
                "What planning for all futures {verb} against their mean cannot be said: {}.",
                clean(why)
            );
        }
        (None, None) => {}
    }
}

/// What something is worth; where integer decisions leave it open, also between what it lies.
fn worth(worth: HedgeWorth, size: f64, unit: &str) -> String {
    let dust = 1e-6 * size.abs();
    let amount = |value: f64| {
        let value = if value.abs() <= dust { 0.0 } else { value };
        match unit {
            "" => format!("{} points", plain(100.0 * value)),
            unit => format!("{} {unit}", plain(value)),
        }
    };
    let found = amount(worth.value);
    if worth.most - worth.least <= dust {
        return found;
    }
    let least = amount(worth.least.max(0.0));
    format!("{found}, and for certain between {least} and {}", amount(worth.most))
}

fn in_unit(value: f64, unit: &str) -> String {
    // The last digits of a solver are no part of an answer.
    let value = (value * 1e6).round() / 1e6;
    plain_in_unit(value, unit)
}

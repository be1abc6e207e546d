//! What a study shows, as text for a terminal.

use std::fmt::Write;

use comfy_table::Cell;

use crate::batch::{CommonOrder, ProposalResult, Results};
use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::{count, fine_percent, money, plain, plus_minus};
use crate::layout::units::is_money;

/// How many lines of one kind are shown.
const SHOWN: usize = 30;

fn in_unit(value: f64, unit: &str) -> String {
    match unit {
        "share" => fine_percent(value),
        unit if is_money(unit) => format!("{} {}", money(value), &unit[1..]),
        unit => format!("{} {unit}", plain(value)),
    }
}

/// A difference of values: of shares in points.
fn difference(value: f64, unit: &str) -> String {
    match unit {
        "share" => format!("{} points", plain(100.0 * value)),
        unit => in_unit(value, unit),
    }
}

/// A regret with what the proofs leave open of it.
fn known(regret: f64, line: &ProposalResult) -> String {
    let open = match line.unit.as_str() {
        "share" => plus_minus(100.0 * regret, 100.0 * line.plus_minus, plain),
        "MEUR" => plus_minus(regret, line.plus_minus, money),
        _ => plus_minus(regret, line.plus_minus, plain),
    };
    format!("{}{open}", difference(regret, &line.unit))
}

/// What a study shows.
#[must_use]
pub fn results_text(results: &Results, screen: Screen) -> String {
    let mut text = format!("{}\n", strong(&clean(&results.study), screen));
    let ended: Vec<String> =
        results.ended.iter().map(|(how, many)| format!("{} {}", count(*many), how.replace('_', " "))).collect();
    let unfinished = if results.runs < results.of { format!(" of {}", count(results.of)) } else { String::new() };
    let _ = writeln!(
        text,
        "{} scenarios, {}{unfinished} runs: {}",
        count(results.scenarios),
        count(results.runs),
        ended.join(", ")
    );
    if results.from_base > 0 {
        let _ = writeln!(
            text,
            "In {} runs integer decisions are taken from the plan of the model as it is, but for what less money cannot reach.",
            count(results.from_base)
        );
    }
    if results.proven_within.is_some_and(|gap| !gap.is_finite()) {
        let _ = writeln!(text, "Not every goal has a proven bound: time ran out before.");
    }
    if let Some(gap) = results.proven_within.filter(|gap| *gap > 5e-5 && gap.is_finite()) {
        let _ = writeln!(text, "Goals are proven within {}: smaller differences say nothing.", fine_percent(gap));
    }
    percentiles(&mut text, results, screen);
    regret(&mut text, results, screen);
    orders(&mut text, results, screen);
    wrapped(&text, screen)
}

fn percentiles(text: &mut String, results: &Results, screen: Screen) {
    let mut table = grid(screen);
    let mut head = vec![heading("Measure", screen), heading("of", screen), right_heading("n", screen)];
    head.extend(["5 %", "25 %", "median", "75 %", "95 %"].map(|name| right_heading(name, screen)));
    table.set_header(head);
    let mut before = "";
    for line in results.percentiles.iter().take(SHOWN) {
        let measure = if line.measure == before { "" } else { line.measure.as_str() };
        before = &line.measure;
        let mut row = vec![Cell::new(clean(measure)), Cell::new(clean(&line.of)), right(&count(line.runs))];
        let shown: Vec<String> = match line.at {
            Some(at) => at[1..6].iter().map(|value| in_unit(*value, &line.unit)).collect(),
            None => vec!["–".to_owned(); 5],
        };
        row.extend(shown.iter().map(|value| right(value)));
        table.add_row(row);
        if line.without > 0 {
            let none = format!("  no plan in {} of {}", count(line.without), count(line.finished));
            table.add_row(vec![Cell::new(""), Cell::new(none)]);
        }
    }
    let _ = writeln!(text, "\n{}", lines(&table));
    more(text, results.percentiles.len());
    if results.percentiles.iter().any(|line| line.runs + line.without < line.finished) {
        let _ = writeln!(text, "n: scenarios in which every proposal has a plan; over others they cannot be compared.");
    }
}

fn regret(text: &mut String, results: &Results, screen: Screen) {
    if results.proposals.is_empty() {
        return;
    }
    let mut table = grid(screen);
    let mut head = vec![heading("Regret", screen), heading("of", screen)];
    head.extend(["wins", "mean", "largest"].map(|name| right_heading(name, screen)));
    head.push(heading("in", screen));
    head.push(heading("", screen));
    table.set_header(head);
    let mut before = "";
    for line in results.proposals.iter().take(SHOWN) {
        let measure = if line.measure == before { "" } else { line.measure.as_str() };
        before = &line.measure;
        let told = match (line.least_mean, line.least_largest, line.without_plan) {
            (true, true, _) => "least regret".to_owned(),
            (true, false, _) => "least mean".to_owned(),
            (false, true, _) => "least largest".to_owned(),
            (false, false, 0) => String::new(),
            (false, false, none) => format!("no plan in {}", count(none)),
        };
        let worst = if line.largest_regret > 0.0 { clean(&line.worst_in) } else { String::new() };
        table.add_row(vec![
            Cell::new(clean(measure)),
            Cell::new(clean(&line.proposal)),
            right(&format!("{:.0} %", 100.0 * line.wins)),
            right(&known(line.mean_regret, line)),
            right(&known(line.largest_regret, line)),
            Cell::new(worst),
            Cell::new(told),
        ]);
    }
    let _ = writeln!(text, "\n{}", lines(&table));
    more(text, results.proposals.len());
}

fn orders(text: &mut String, results: &Results, screen: Screen) {
    if results.orders.is_empty() {
        return;
    }
    let near = if results.near > 0.0 {
        format!("within {} of the best of their scenario", fine_percent(results.near))
    } else {
        "the best of their scenario".to_owned()
    };
    let _ = writeln!(
        text,
        "\n{} plans are {near} by {}. Every one of them orders:",
        count(results.good_plans),
        clean(&results.good_by)
    );
    let always: Vec<&CommonOrder> = results.orders.iter().filter(|order| order.share >= 1.0).collect();
    if always.is_empty() {
        let _ = writeln!(text, "  nothing in common");
        return;
    }
    let mut table = grid(screen);
    let mut head = vec![heading("  Offer", screen)];
    head.extend(["at least", "on average", "at most"].map(|name| right_heading(name, screen)));
    head.push(heading("", screen));
    table.set_header(head);
    for order in always.iter().take(SHOWN) {
        let mut row = vec![Cell::new(format!("  {}", clean(&order.offer)))];
        row.extend([order.least, order.mean, order.most].map(|units| right(&plain(units))));
        row.push(Cell::new(clean(&order.unit)));
        table.add_row(row);
    }
    let _ = writeln!(text, "{}", lines(&table));
    more(text, always.len());
    let sometimes = results.orders.len() - always.len();
    if sometimes > 0 {
        let are = if sometimes == 1 { "offer is" } else { "offers are" };
        let _ = writeln!(text, "{} further {are} ordered by some of them only.", count(sometimes));
    }
}

fn more(text: &mut String, all: usize) {
    if all > SHOWN {
        let _ = writeln!(text, "… and {} more; --out writes all", count(all - SHOWN));
    }
}

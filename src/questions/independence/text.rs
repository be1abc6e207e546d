//! What independence costs, as text for a terminal.

use std::fmt::Write;

use comfy_table::Cell;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::{fine_percent, money, percent, signed_money, signed_points};
use crate::legible::legible;
use crate::questions::independence::{Independence, IndependencePoint};
use crate::questions::timeline::first_year;

/// What independence costs.
#[must_use]
pub fn independence_text(told: &Independence, seconds: f64, screen: Screen) -> String {
    let head = format!("{} · {} · what independence costs, {seconds:.1} s", clean(&told.title), told.money);
    let mut text = format!("{}\n", strong(&head, screen));
    let names: Vec<String> = told.denials.iter().map(|name| clean(name)).collect();
    let _ = writeln!(text, "Insured against: {}.", names.join("; "));
    let _ = writeln!(
        text,
        "Gaps are means of the years; when denied, the largest of any denial. Plans may replace what a denial would take.\n\
         Insured 100 %: all but 2 % of what insurance can gain over ordering nothing; other goals may give up so much of it, or only one plan \
         would be left to them.\n"
    );
    let _ = writeln!(
        text,
        "{}",
        lines(&points(&told.points, "insured", &|point| percent(point.insured), told.below, screen))
    );
    for (place, (plain, insured)) in premiums(&told.points).into_iter().enumerate() {
        if let (Some(gap), Some(denied), Some(cost), Some(volume)) = (
            change(plain.gap, insured.gap),
            change(plain.gap_when_denied, insured.gap_when_denied),
            change(plain.cost, insured.cost),
            plain.domestic_by_itself.zip(insured.domestic_by_itself).map(|(a, b)| b[2] - a[2]),
        ) {
            let _ = writeln!(
                text,
                "{}Insured but for 2 %, {}: gap when denied {}, gap in normal times {}, orders by value added inside {}, \
                 paid {}.",
                if place == 0 { "\n" } else { "" },
                clean(&plain.name),
                signed_points(denied),
                signed_points(gap),
                signed_money(volume),
                signed_money(cost)
            );
        }
    }
    if !told.by_budget.is_empty() {
        let table = points(&told.by_budget, "budgets", &|point| percent(point.budgets), told.below, screen);
        let _ = writeln!(text, "\nInsured but for 2 %, by budgets\n{}", lines(&table));
    }
    for point in told.points.iter().chain(&told.by_budget) {
        if let Some(failed) = &point.failed {
            let (insured, budgets) = (percent(point.insured), percent(point.budgets));
            let name = clean(&point.name);
            let _ = writeln!(text, "{name}, insured {insured}, budgets {budgets}: {}", legible(failed));
        }
    }
    wrapped(&text, screen)
}

fn change(before: Option<f64>, after: Option<f64>) -> Option<f64> {
    Some(after? - before?)
}

/// The first and the last point of every proposal.
fn premiums(points: &[IndependencePoint]) -> Vec<(&IndependencePoint, &IndependencePoint)> {
    let first = points.iter().filter(|point| point.insured <= 0.0);
    first
        .filter_map(|plain| {
            let last = points.iter().find(|point| point.proposal == plain.proposal && point.insured >= 1.0)?;
            Some((plain, last))
        })
        .collect()
}

fn points(
    list: &[IndependencePoint],
    what: &str,
    shown: &dyn Fn(&IndependencePoint) -> String,
    below: f64,
    screen: Screen,
) -> comfy_table::Table {
    let mut table = grid(screen);
    let mut heads = vec![heading("", screen)];
    heads.extend(
        [
            what,
            "gap",
            "gap when denied",
            "lost in last year",
            &format!("below {} from", percent(below)),
            "orders",
            "value added",
            "without US",
            "paid",
            "proven within",
        ]
        .map(|head| right_heading(head, screen)),
    );
    table.set_header(heads);
    let share = |value: Option<f64>| right(&value.map_or_else(String::new, fine_percent));
    let paid = |value: Option<f64>| right(&value.map_or_else(String::new, money));
    for point in list {
        let year = if point.failed.is_some() { String::new() } else { first_year(point.independent_from) };
        table.add_row([
            Cell::new(clean(&point.name)),
            right(&shown(point)),
            share(point.gap),
            share(point.gap_when_denied),
            share(point.lost_in_last_year),
            right(&year),
            paid(point.orders),
            paid(point.domestic_by_itself.map(|domestic| domestic[2])),
            paid(point.domestic_by_itself.map(|domestic| domestic[4])),
            paid(point.cost),
            share(point.proven_within),
        ]);
    }
    table
}

//! How two runs differ, as text for a terminal.

use std::fmt::Write;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::count as number_of;
use crate::layout::number::{fine_percent, money, plain, short, signed_money, signed_points};
use crate::layout::units::is_money;
use crate::questions::diff::Difference;
use crate::questions::diff::answer::{ALIKE, SAME_MONEY, SAME_SHORTFALL, SAME_YEAR};
use crate::questions::sure::in_unit;

/// How many lines of a list are shown.
const SHOWN: usize = 20;

/// Said below the goals.
const OPEN: &str = "±: what the proofs of both, and what goals may give up, leave open; “same” is nearer than can be told. All else is of the \
                    two plans that were found; others may reach the same.";

/// How two runs differ, by what each is called.
#[must_use]
pub fn difference_text(difference: &Difference, first: &str, second: &str, screen: Screen) -> String {
    let mut text = format!("{}\n", strong(&format!("{} against {}", clean(second), clean(first)), screen));
    for what in &difference.unlike {
        let _ = writeln!(text, "\n{}", clean(what));
    }
    if difference.is_none() {
        return text + "\nNothing differs.\n";
    }
    if !difference.goals.is_empty() {
        let mut table = grid(screen);
        table.set_header([
            heading("Goals that both have", screen),
            right_heading(&clean(first), screen),
            right_heading(&clean(second), screen),
            right_heading("difference", screen),
        ]);
        for goal in &difference.goals {
            let shown = |value: f64| match &*goal.unit {
                "" => fine_percent(value),
                unit if is_money(unit) => money(value),
                unit => format!("{} {unit}", short(value)),
            };
            let by = in_unit(goal.by(), &goal.unit);
            table.add_row([
                clean(&goal.goal).into(),
                right(&shown(goal.before)),
                right(&shown(goal.after)),
                right(&by),
            ]);
        }
        let _ = writeln!(text, "\n{}\n{OPEN}", lines(&table));
    }
    if difference.orders.is_empty() {
        let _ = writeln!(text, "\nThe same is ordered by the same nations in the same years.");
    } else {
        let _ = writeln!(text, "\n{}", orders(difference, screen));
        let _ = writeln!(
            text,
            "\nOrders cost {}: {} by other prices of what both order, {} by other quantities.",
            signed_money(difference.value),
            signed_money(difference.by_price),
            signed_money(difference.by_quantity)
        );
    }
    if !difference.nations.is_empty() {
        let _ = writeln!(text, "\n{}", nations(difference, screen));
    }
    let _ = writeln!(
        text,
        "\nNot listed: orders that differ by no more than {} % in units and {} years on average, and nations whose payments and work \
         differ by no more than {} and whose shortfall by no more than {} points.",
        100.0 * ALIKE,
        SAME_YEAR,
        money(SAME_MONEY),
        1e2 * SAME_SHORTFALL
    );
    let _ = writeln!(text, "\n{}", figures(difference));
    wrapped(&text, screen)
}

fn orders(difference: &Difference, screen: Screen) -> String {
    let count = |change: &str| difference.orders.iter().filter(|order| order.change == change).count();
    let mut table = grid(screen);
    let mut heads = vec![heading("Orders", screen), heading("", screen), heading("of", screen)];
    heads.extend(["units", "year", "value"].map(|text| right_heading(text, screen)));
    table.set_header(heads);
    for order in difference.orders.iter().take(SHOWN) {
        let year = |year: Option<f64>| year.map_or_else(|| "–".to_owned(), |year| format!("{year:.1}"));
        table.add_row([
            order.change.as_ref().into(),
            clean(&order.nation).into(),
            clean(&order.offer).into(),
            right(&format!("{} → {}", plain(order.before), plain(order.after))),
            right(&format!("{} → {}", year(order.year_before), year(order.year_after))),
            right(&signed_money(order.value)),
        ]);
    }
    let more = difference.orders.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!("\n … and {} more", number_of(more)) } else { String::new() };
    format!(
        "{}{more}\n {} added, {} dropped, {} moved, {} grown, {} shrunk",
        lines(&table),
        count("added"),
        count("dropped"),
        count("moved"),
        count("more"),
        count("less")
    )
}

fn nations(difference: &Difference, screen: Screen) -> String {
    let mut table = grid(screen);
    let mut heads = vec![heading("Nations, most work for their money first", screen)];
    heads.extend(["pays", "work", "shortfall"].map(|text| right_heading(text, screen)));
    table.set_header(heads);
    for nation in difference.nations.iter().take(SHOWN) {
        table.add_row([
            clean(&nation.nation).into(),
            right(&signed_money(nation.paid)),
            right(&signed_money(nation.work)),
            right(&signed_points(nation.shortfall)),
        ]);
    }
    let hidden = difference.nations.len().saturating_sub(SHOWN);
    let hidden = if hidden > 0 { format!("\n … and {} more", number_of(hidden)) } else { String::new() };
    lines(&table) + &hidden
}

fn figures(difference: &Difference) -> String {
    if difference.figures.is_empty() && !difference.unlike.is_empty() {
        return "The figures that both state are the same.".to_owned();
    }
    if difference.figures.is_empty() {
        return "Both rest on the same figures; what differs is the proposal, its rules, or the goals.".to_owned();
    }
    let mut text = "Figures that differ:".to_owned();
    for (path, before, after) in difference.figures.iter().take(SHOWN) {
        let _ = write!(text, "\n  {}: {} → {}", clean(path), clean(before), clean(after));
    }
    if difference.figures.len() > SHOWN {
        let _ = write!(text, "\n  … and {} more", number_of(difference.figures.len() - SHOWN));
    }
    let by_price = difference.by_price.abs() > difference.by_quantity.abs();
    let most = if by_price { "other prices" } else { "other quantities" };
    let _ = write!(text, "\nMost of the change of {} comes from {most}.", money(difference.value.abs()));
    text
}

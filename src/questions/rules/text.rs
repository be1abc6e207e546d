//! The price list of what a model demands, as text for a terminal.

use std::fmt::Write;

use comfy_table::Cell;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::{fine_percent, money};
use crate::layout::units::plain_in_unit;
use crate::questions::rules::{Outcome, PriceList};

/// The price list of what a model demands.
#[must_use]
pub fn rules_text(list: &PriceList, seconds: f64, screen: Screen) -> String {
    let head = format!("{} · what its demands cost, {} plans, {seconds:.1} s", clean(&list.title), list.solves);
    let mut text = format!("{}\n", strong(&head, screen));
    let values = |outcome: &Outcome| -> Vec<String> {
        if let Some(failed) = &outcome.failed {
            return std::iter::once(clean(failed)).chain(list.goals.iter().skip(1).map(|_| String::new())).collect();
        }
        outcome.goals.iter().zip(&list.goals).map(|(value, (_, unit))| plain_in_unit(*value, unit)).collect()
    };
    let mut table = grid(screen);
    let mut heads = vec![heading("", screen)];
    heads.extend(list.goals.iter().map(|(words, _)| right_heading(words, screen)));
    let every: Vec<&Outcome> = [&list.all, &list.none]
        .into_iter()
        .chain(list.lines.iter().flat_map(|line| [&line.dropped, &line.alone, &line.in_turn]))
        .collect();
    let gaps = every.iter().any(|outcome| outcome.gap.is_some());
    let domestic = every.iter().any(|outcome| outcome.domestic.is_some_and(|value| value > 0.005));
    let shown = [(gaps, "gap"), (domestic, "value added inside"), (true, "paid")];
    heads.extend(shown.iter().filter(|(shown, _)| *shown).map(|(_, head)| right_heading(head, screen)));
    table.set_header(heads);
    let mut add = |words: String, outcome: &Outcome| {
        let mut cells = vec![Cell::new(if outcome.anew { format!("{words}, decided anew") } else { words })];
        cells.extend(values(outcome).iter().map(|value| right(value)));
        if gaps {
            cells.push(right(&outcome.gap.map_or_else(String::new, fine_percent)));
        }
        if domestic {
            cells.push(right(&outcome.domestic.map_or_else(String::new, money)));
        }
        cells.push(right(&outcome.cost.map_or_else(String::new, money)));
        table.add_row(cells);
    };
    add("with none of its demands".to_owned(), &list.none);
    for line in &list.lines {
        add(format!("then also: {}", clean(&line.demand)), &line.in_turn);
    }
    if list.lines.is_empty() {
        let _ = writeln!(text, "\nIt demands nothing that it could do without.");
        return wrapped(&text, screen);
    }
    for line in &list.lines {
        add(format!("all but: {}", clean(&line.demand)), &line.dropped);
    }
    for line in &list.lines {
        add(format!("none but: {}", clean(&line.demand)), &line.alone);
    }
    for pair in &list.pairs {
        add(format!("all but both: {}; {}", clean(&pair.one), clean(&pair.other)), &pair.dropped);
        add(format!("none but both: {}; {}", clean(&pair.one), clean(&pair.other)), &pair.alone);
    }
    let _ = writeln!(text, "\n{}\n", lines(&table));
    for line in &list.lines {
        let _ = writeln!(text, "{}", clean(&sentence(list, &list.all, &line.dropped, &line.demand)));
    }
    for pair in &list.pairs {
        let both = format!("{} and {} bite together", clean(&pair.one), clean(&pair.other));
        for (found, words) in [
            (pair.by_dropping, "without both, {goal} gains {more} more than without each"),
            (pair.by_adding, "both alone cost {goal} {more} more than each alone"),
        ] {
            let Some((goal, beyond)) = found else { continue };
            let (goal, unit) = &list.goals[goal];
            let measure = goal.split_once(' ').map_or(goal.as_str(), |(_, measure)| measure);
            let _ = writeln!(
                text,
                "{both}: {}.",
                words.replace("{goal}", measure).replace("{more}", &plain_in_unit(beyond, unit))
            );
        }
    }
    if list.all.failed.is_some() {
        let _ = writeln!(text, "`entente infeasible` names the demands that cannot hold together.");
    }
    if list.screened {
        let _ = writeln!(
            text,
            "Integer decisions, such as which price band is reached, stand as in the plan with all demands unless a line says \
             otherwise; `--proven` decides them anew."
        );
    }
    wrapped(&text, screen)
}

/// What dropping one demand brings.
fn sentence(list: &PriceList, all: &Outcome, dropped: &Outcome, demand: &str) -> String {
    match (&all.failed, &dropped.failed) {
        (Some(_), Some(_)) => return format!("Without {demand} there is no plan either."),
        (Some(_), None) => return format!("Without {demand} there is a plan."),
        (None, Some(_)) => return format!("Without {demand} there is no plan."),
        _ => {}
    }
    for ((before, after), (words, unit)) in all.goals.iter().zip(&dropped.goals).zip(&list.goals) {
        if (before - after).abs() > 1e-4 * before.abs().max(after.abs()).max(1e-3) {
            let change = plain_in_unit((after - before).abs(), unit);
            let way = if after > before { "raises" } else { "lowers" };
            let verb = words.split_once(' ').map_or(words.as_str(), |(_, measure)| measure);
            return format!("Dropping {demand} {way} {verb} by {change}.");
        }
    }
    format!("Dropping {demand} changes no goal: it costs nothing.")
}

//! What limits cost, as text for a terminal: the price list of rules, why there is no plan, the frontier.

use std::fmt::Write;

use comfy_table::Cell;

use crate::report::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::report::number::{fine_percent, money, plain, short};
use crate::report::text::Screen;
use crate::study::{Conflict, Exactness, Frontier, Outcome, PriceList};

/// How many lines of a list are shown.
const SHOWN: usize = 30;

/// A value in the unit of its goal.
fn in_unit(value: f64, unit: &str) -> String {
    match unit {
        "" => fine_percent(value),
        unit => format!("{} {unit}", plain(value)),
    }
}

/// The price list of what a model demands.
#[must_use]
pub fn price_list_text(list: &PriceList, seconds: f64, screen: Screen) -> String {
    let head = format!("{} · what its demands cost, {} plans, {seconds:.1} s", clean(&list.title), list.solves);
    let mut text = format!("{}\n", strong(&head, screen));
    let values = |outcome: &Outcome| -> Vec<String> {
        if let Some(failed) = &outcome.failed {
            return std::iter::once(clean(failed)).chain(list.goals.iter().skip(1).map(|_| String::new())).collect();
        }
        outcome.goals.iter().zip(&list.goals).map(|(value, (_, unit))| in_unit(*value, unit)).collect()
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
        let mut cells = vec![Cell::new(words)];
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
    }
    let _ = writeln!(text, "\n{}\n", lines(&table));
    for line in &list.lines {
        let _ = writeln!(text, "{}", clean(&sentence(list, &list.all, &line.dropped, &line.demand)));
    }
    for pair in &list.pairs {
        let _ = writeln!(
            text,
            "{} and {} bite together: without both, {} gains {} more than without each.",
            clean(&pair.one),
            clean(&pair.other),
            list.goals[pair.goal].0,
            in_unit(pair.beyond, list.goals[pair.goal].1)
        );
    }
    wrapped(&text, screen)
}

/// What dropping one demand brings.
fn sentence(list: &PriceList, all: &Outcome, dropped: &Outcome, demand: &str) -> String {
    match (&all.failed, &dropped.failed) {
        (Some(_), Some(_)) => return format!("Without {demand} there is no plan either."),
        (Some(_), None) => return format!("Without {demand} there is a plan."),
        _ => {}
    }
    for ((before, after), (words, unit)) in all.goals.iter().zip(&dropped.goals).zip(&list.goals) {
        if (before - after).abs() > 1e-4 * before.abs().max(after.abs()).max(1e-3) {
            let change = in_unit((after - before).abs(), unit);
            let way = if after > before { "raises" } else { "lowers" };
            let verb = words.split_once(' ').map_or(words.as_str(), |(_, measure)| measure);
            return format!("Dropping {demand} {way} {verb} by {change}.");
        }
    }
    format!("Dropping {demand} changes no goal: it costs nothing.")
}

/// Why there is no plan.
#[must_use]
pub fn conflict_text(conflict: &Conflict, screen: Screen) -> String {
    let mut text = format!("{}\n", strong(&clean(&conflict.title), screen));
    if conflict.has_plan {
        return text + "\nThere is a plan that keeps every limit. `entente solve` finds the best one.\n";
    }
    if conflict.parties.is_empty() {
        return text + "\nThere is no plan, and no limit that anybody set is to blame: the model contradicts itself.\n";
    }
    let _ = writeln!(
        text,
        "\nThere is no plan. These demands cannot hold together; without any one of them the others can:\n"
    );
    let amount = |value: f64, unit: &str| match unit {
        "MEUR" => money(value),
        "" => fine_percent(value),
        _ => plain(value),
    };
    for party in &conflict.parties {
        let way = match (party.enough_is, party.enough) {
            (Some(value), _) if party.demand.starts_with("rule ") => {
                format!("enough would be to let {} {} be missing", plain(value), party.unit)
            }
            (Some(value), _) => format!("enough would be {}", amount(value, party.unit)),
            (_, Some(share)) => format!("enough would be to let them give way by {}", fine_percent(share)),
            _ => "no change of it alone is enough".to_owned(),
        };
        let _ = writeln!(text, "  {}: {way}", strong(&clean(&party.demand), screen));
        let places: Vec<String> = (party.places.iter().take(SHOWN))
            .map(|place| {
                let unit = if matches!(party.unit, "MEUR" | "") { "" } else { party.unit };
                format!("{}: {} {unit}", clean(&place.limit), amount(place.stands_at, party.unit)).trim_end().to_owned()
            })
            .collect();
        let more = party.places.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        if places.is_empty() {
            let _ = writeln!(text, "    all of them together");
        } else {
            let _ = writeln!(text, "    {}{more}", places.join("; "));
        }
    }
    let lone = conflict.parties.iter().any(|party| party.enough_is.is_none() && party.enough.is_none());
    if lone {
        let _ = writeln!(text, "\nWhere no change of one alone is enough, there is another conflict beside this one.");
    }
    let _ = writeln!(text, "\nEach change is the smallest that lets there be a plan, all else being as it is.");
    if conflict.relaxed {
        let _ = writeln!(
            text,
            "Found with every yes or no taken for anything between: the demands cannot hold together, and at least so much would \
             be needed."
        );
    }
    wrapped(&text, screen)
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
    let one = if frontier.goals[0].unit().is_empty() { "one point" } else { "1 MEUR" };
    heads.push(right_heading(&format!("{one} of the first costs of the second"), screen));
    table.set_header(heads);
    for (place, point) in frontier.points.iter().enumerate().take(10 * SHOWN) {
        let mut cells = vec![right(&(place + 1).to_string())];
        for (value, goal) in point.values.iter().zip(&frontier.goals) {
            cells.push(right(&in_unit(*value, goal.unit())));
        }
        let slope = frontier.points.get(place + 1).map_or_else(String::new, |next| {
            let steps = [next.values[0] - point.values[0], next.values[1] - point.values[1]];
            let worth = (steps[1] / steps[0]).abs();
            let worth = if frontier.goals[0].unit().is_empty() { worth / 100.0 } else { worth };
            match frontier.goals[1].unit() {
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
            "Efficient plans at even distances; with yes or no to be decided, there may be others between them."
        }
        Exactness::CornersAsDecided => {
            "Every corner of the frontier with each yes or no as in the best plan by all goals; `--proven` decides anew."
        }
    };
    let _ = writeln!(text, "\n{says}");
    if frontier.cut {
        let _ = writeln!(text, "There are more than {}; ask for more with --points.", frontier.points.len());
    }
    wrapped(&text, screen)
}

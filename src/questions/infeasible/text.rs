//! Why there is no plan, as text for a terminal.

use std::fmt::Write;

use crate::layout::Screen;
use crate::layout::grid::{clean, strong, wrapped};
use crate::layout::number::{fine_percent, money, plain};
use crate::layout::units::is_money;
use crate::questions::infeasible::{Conflict, ConflictParty, ConflictPlace, WayOut};

/// How many places of one demand are shown.
const SHOWN: usize = 12;

/// Why there is no plan.
#[must_use]
pub fn infeasible_text(conflict: &Conflict, screen: Screen) -> String {
    let mut text = format!("{}\n", strong(&clean(&conflict.title), screen));
    if conflict.has_plan {
        return text + "\nThere is a plan that keeps every limit. `entente solve` finds the best one.\n";
    }
    if conflict.parties.is_empty() {
        return text + "\nThere is no plan, and no limit that anybody set is to blame: the model contradicts itself.\n";
    }
    if let Some(rule) = &conflict.alone_for {
        let rule = clean(rule);
        let _ = writeln!(text, "\nThe rule {rule} compares nations with standalone procurement, and that has no plan.");
    }
    let _ = match &conflict.parties[..] {
        [_] => writeln!(text, "\nThere is no plan. This demand cannot be met, whatever else is let go:"),
        parties => writeln!(
            text,
            "\nThere is no plan. These {} demands cannot hold together; without any one of them the others can:",
            parties.len()
        ),
    };
    for party in &conflict.parties {
        let _ = writeln!(text, "\n  {}", strong(&clean(&party.demand), screen));
        // What is missing to a rule is nothing until it gives way.
        let is_rule = party.demand.starts_with("rule ");
        for place in party.places.iter().take(SHOWN).filter(|_| !is_rule) {
            let _ = writeln!(text, "    {}", place_line(place, party));
        }
        if party.places.len() > SHOWN {
            let _ = writeln!(text, "    and {} more", party.places.len() - SHOWN);
        }
        for way in ways_out(party) {
            let _ = writeln!(text, "    {way}");
        }
    }
    if conflict.parties.len() == 1 {
        let _ = writeln!(
            text,
            "\nWhat stands in its way is nothing that could be let go, such as lead times or the years of the horizon."
        );
    }
    let has_no_place = |party: &ConflictParty| party.places.iter().all(|place| place.enough_is.is_none());
    let is_lone = |party: &ConflictParty| {
        party.enough_is.is_none() && party.enough.is_none() && party.way_out.is_none() && has_no_place(party)
    };
    let lone = conflict.parties.iter().any(is_lone);
    if lone {
        let _ = writeln!(text, "\nWhere no change of one alone is enough, there is another conflict beside this one.");
    }
    let _ = writeln!(text, "\nEach change is the smallest that lets there be a plan, all else being as it is.");
    if conflict.heaviest {
        let _ = writeln!(text, "Of very many limits that meet, those are named that weigh most.");
    }
    if conflict.relaxed {
        let _ = writeln!(
            text,
            "Found with every integer decision relaxed: the demands cannot hold together, and at least so much \
             would be needed."
        );
    }
    wrapped(&text, screen)
}

fn amount(value: f64, unit: &str) -> String {
    match unit {
        unit if is_money(unit) => money(value),
        "" => fine_percent(value),
        "nations" | "producers" | "suppliers" | "types" | "programmes" => format!("{value:.0} {unit}"),
        unit => format!("{} {unit}", plain(value)),
    }
}

/// By how much a limit would have to move: `212 m more`.
fn moved(from: f64, to: f64, unit: &str) -> String {
    let way = if to > from { "more" } else { "less" };
    match unit {
        "" => format!("{:.1} points {way}", 100.0 * (to - from).abs()),
        unit if is_money(unit) => format!("{} {way}", money((to - from).abs())),
        _ => format!("{} {way}", plain((to - from).abs())),
    }
}

fn place_line(place: &ConflictPlace, party: &ConflictParty) -> String {
    let stands = format!("{}: {}", clean(&place.limit), amount(place.stands_at, &party.unit));
    let enough = place.enough_is.or(party.enough_is).map(|enough| {
        let moved = moved(place.stands_at, enough, &party.unit);
        format!("; enough would be {}, {moved}", amount(enough, &party.unit))
    });
    stands + &enough.unwrap_or_default()
}

fn ways_out(party: &ConflictParty) -> Vec<String> {
    let mut ways = Vec::new();
    if let Some(way) = &party.way_out {
        ways.push(match way {
            WayOut::Share { is, enough } => {
                format!("enough would be {} instead of {}", fine_percent(*enough), fine_percent(*is))
            }
            WayOut::Count { is, enough } => format!("enough would be {enough} instead of {is}"),
            WayOut::AnyQuantity => "enough would be orders in any quantity".to_owned(),
            WayOut::Later { years: 1 } => "enough would be every target a year later".to_owned(),
            WayOut::Later { years } => format!("enough would be every target {years} years later"),
        });
    }
    match (party.enough_is, party.enough) {
        (Some(missing), _) if party.demand.starts_with("rule ") => {
            let words = format!("enough would be to let {} be missing to it", amount(missing, &party.unit));
            ways.push(words);
        }
        (None, Some(share)) => {
            let way = if party.is_most { "more" } else { "less" };
            let first = party.places.first().map_or(0.0, |place| place.stands_at);
            let alike = first > 0.0 && party.places.iter().all(|place| (place.stands_at - first).abs() < 1e-9);
            let to = if party.is_most { first * (1.0 + share) } else { first * (1.0 - share) };
            ways.push(if alike && party.places.len() > 1 {
                format!("enough would be {} each", amount(to, &party.unit))
            } else {
                format!("enough would be {} {way} of each", fine_percent(share))
            });
        }
        (None, None) if ways.is_empty() && party.places.iter().all(|place| place.enough_is.is_none()) => {
            ways.push("no change of it alone is enough".to_owned());
        }
        _ => {}
    }
    for way in ways.iter_mut().skip(1) {
        *way = format!("or {}", way.trim_start_matches("enough would be "));
    }
    ways
}

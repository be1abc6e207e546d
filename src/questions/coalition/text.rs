//! What members of a proposal gain together, as text for a terminal.

use std::fmt::Write;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, more, right, right_heading, strong, wrapped};
use crate::layout::number::{percent, short};
use crate::questions::coalition::data::{CoalitionData, MemberLine, PropertyLine, SharesData};
use crate::questions::coalition::words::{amount, coalition, signed, within};
use crate::questions::coalition::{Gain, ShareRule};

/// How many lines of a list are shown.
const SHOWN: usize = 16;

/// The text.
#[must_use]
pub fn coalition_text(data: &CoalitionData, seconds: f64, screen: Screen) -> String {
    let unit = data.unit.as_str();
    let head = format!("{} · coalitions of {}, {seconds:.1} s", clean(&data.title), clean(&data.proposal));
    let mut text = format!("{}\n\n", strong(&head, screen));
    let what = match data.gain {
        Gain::Money => "save, at the capability that standalone procurement reaches",
        Gain::Gap => "gain on the first goal, with the same budgets",
        Gain::Volume => "gain in domestic volume, at the capability that standalone procurement reaches",
    };
    let _ = writeln!(text, "All {} players together {what}: {}.", data.players.len(), within(data.total, unit));
    let _ = writeln!(text, "{}\n", proof(data));
    let _ = writeln!(text, "{}", members(data, screen));
    let _ = writeln!(text, "\n{}", coalitions(data, screen));
    let _ = writeln!(text, "\n{}", properties(data));
    if let Some(shares) = &data.shares {
        let _ = writeln!(text, "\n{}", shares_text(shares, unit, screen));
        let _ = writeln!(text, "\n{}", core(shares, unit));
    }
    wrapped(&text, screen)
}

/// How far the values are proven, beside what all gain.
fn proof(data: &CoalitionData) -> String {
    let unit = data.unit.as_str();
    if data.total.value <= 0.0 {
        return format!("Values are proven to within {}.", amount(data.widest, unit));
    }
    let share = data.widest / data.total.value;
    let enough = if share <= 0.02 { "" } else { ", more than the 2 % that shares can be trusted to" };
    format!("Values are proven to within {}: {} of that{enough}.", amount(data.widest, unit), percent(share))
}

fn members(data: &CoalitionData, screen: Screen) -> String {
    let unit = data.unit.as_str();
    let mut table = grid(screen);
    table.set_header(vec![
        heading("", screen),
        right_heading("the others gain without it", screen),
        right_heading("it adds", screen),
    ]);
    let mut add = |line: &MemberLine, does: &str| {
        let cells = [within(line.without, unit), within(line.adds, unit)].map(|text| right(&text));
        let mut row = vec![comfy_table::Cell::new(format!("{} {does}", clean(&line.player)))];
        row.extend(cells);
        table.add_row(row);
    };
    data.members.iter().for_each(|line| add(line, "leaves"));
    data.joins.iter().for_each(|line| add(line, "joins"));
    lines(&table)
}

fn coalitions(data: &CoalitionData, screen: Screen) -> String {
    let unit = data.unit.as_str();
    let mut table = grid(screen);
    table.set_header(vec![heading("coalition", screen), right_heading("gains", screen)]);
    let mut listed: Vec<_> = data.values.iter().filter(|line| line.coalition.len() > 1).collect();
    listed.sort_by(|one, other| other.gains.value.total_cmp(&one.gains.value));
    for line in listed.iter().take(SHOWN) {
        let unused = if line.unused { " (pool unused)" } else { "" };
        let gains = format!("{}{unused}", within(line.gains, unit));
        table.add_row(vec![comfy_table::Cell::new(clean(&coalition(&line.coalition))), right(&gains)]);
    }
    lines(&table) + &more(listed.len(), SHOWN)
}

fn properties(data: &CoalitionData) -> String {
    let unit = data.unit.as_str();
    let mut said = Vec::new();
    if let Some(smallest) = &data.smallest
        && data.total.low > 0.0
    {
        let part = percent(data.reach);
        said.push(format!("The smallest coalition that surely gains {part} of all: {}.", coalition(smallest)));
        let pivotal = match data.pivotal.as_slice() {
            [] => format!("No member is needed by every coalition that gains {part} of all."),
            [one] => format!("Without {one}, no coalition gains {part} of all."),
            list => format!("No coalition gains {part} of all unless each of these is in it: {}.", list.join(", ")),
        };
        said.push(pivotal);
    }
    said.push(property(
        &data.superadditive,
        "Two coalitions are never worth more apart than together.",
        |one, other, by| {
            format!("Superadditivity is broken: {one} and {other} are worth {by} more apart than together, since they compete for the same lines or rules.")
        },
        "Whether two coalitions are worth more apart than together cannot be told with these proofs.",
        unit,
    ));
    said.push(property(
        &data.convex,
        "Members add the more, the more others there are (the game is convex), so that the Shapley value is in the core.",
        |one, other, by| format!("Members do not always add more to larger coalitions: {one} and {other} gain {by} less by uniting than their common part allows for (the game is not convex)."),
        "Whether members always add more to larger coalitions cannot be told with these proofs.",
        unit,
    ));
    let excess = data.least_excess;
    let room = 1e-6 * data.total.high.abs().max(1e-9);
    said.push(if excess.low > room {
        format!("The core is empty: however all is shared out, some coalition lacks {} at least.", amount(excess.low, unit))
    } else if excess.high <= room {
        "The core is not empty: all can be shared out so that no coalition has more by itself.".to_owned()
    } else {
        format!("Whether the core is empty cannot be told with these proofs: the most dissatisfied coalition lacks between {} and {}.", signed(excess.low, unit), signed(excess.high, unit))
    });
    for paradox in data.paradoxes.iter().take(3) {
        said.push(format!(
            "Equal-price paradox: {} has {} of the volume and loses {} by the joining of {} where all pay one price.",
            paradox.member,
            percent(paradox.share_of_volume),
            within(paradox.loses, unit),
            paradox.newcomer
        ));
    }
    if !data.outsiders.is_empty() {
        let count = data.outsiders.len();
        said.push(format!(
            "Outsiders pay another amount than alone in {count} cases; the table `coalition_outsiders` lists them."
        ));
    }
    said.join("\n")
}

fn property(
    line: &PropertyLine,
    holds: &str,
    broken: impl Fn(&str, &str, &str) -> String,
    open: &str,
    unit: &str,
) -> String {
    match line.told.as_str() {
        "holds" => holds.to_owned(),
        "broken" => broken(&set(&line.one), &set(&line.other), &amount(line.by, unit)),
        _ => open.to_owned(),
    }
}

fn set(players: &[String]) -> String {
    format!("{{{}}}", coalition(players))
}

fn shares_text(shares: &SharesData, unit: &str, screen: Screen) -> String {
    let mut table = grid(screen);
    let has_money = shares.lines.iter().any(|line| line.plan_gives.is_some());
    let mut heads = vec![heading(rule_words(shares.rule), screen), right_heading("share", screen)];
    if has_money {
        heads.push(right_heading("saves in the plan", screen));
        heads.push(right_heading("receives on top", screen));
    }
    table.set_header(heads);
    for line in &shares.lines {
        let mut row = vec![comfy_table::Cell::new(clean(&line.player)), right(&within(line.share, unit))];
        for sum in [line.plan_gives, line.receives].into_iter().flatten() {
            row.push(right(&signed(sum, unit)));
        }
        table.add_row(row);
    }
    lines(&table)
}

const fn rule_words(rule: ShareRule) -> &'static str {
    match rule {
        ShareRule::Shapley => "Shapley value",
        ShareRule::Nucleolus => "nucleolus",
        ShareRule::Proportional => "in proportion to payments alone",
        ShareRule::EqualPrice => "one price for all",
        ShareRule::LeastCore => "a division of the least core",
        ShareRule::Tau => "tau value",
    }
}

/// Who would leave, with whom, and what keeps them.
fn core(shares: &SharesData, unit: &str) -> String {
    let core = &shares.core;
    match (core.standing.as_str(), core.leave.first(), core.in_doubt.first()) {
        ("outside", Some(first), _) => {
            let others = core.leave.len() - 1;
            let others =
                if others > 0 { format!(" So would {others} other coalitions, at least.") } else { String::new() };
            format!(
                "Outside the core: {} would leave together. {} more keeps them.{others}",
                coalition(&first.coalition),
                amount(first.at_least, unit)
            )
        }
        ("cannot_be_told", _, Some(first)) => {
            let tighter = core.times_tighter.map_or_else(
                || "No tighter proof alone would show it to be inside the core.".to_owned(),
                |times| format!("Proofs {} times as tight would tell, if values are what plans reach.", short(times)),
            );
            format!(
                "Whether this is in the core cannot be told at this gap: {} may have up to {} more by itself. {tighter}",
                coalition(&first.coalition),
                amount(first.at_most, unit)
            )
        }
        _ => "Inside the core: no coalition has more by itself.".to_owned(),
    }
}

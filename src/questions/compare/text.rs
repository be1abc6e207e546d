//! A comparison as text for a terminal.

use std::fmt::Write;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::{fine_percent, money, percent, plain, proof, signed_money, signed_percent, signed_points};
use crate::questions::compare::nations::{ALIKE, SAME_MONEY};
use crate::questions::compare::{ComparisonSummary, OfferLine, ProposalLine, by_other_orders};
use crate::questions::sure::{in_money_or_open, in_points, rest_in_money};

/// Narrower terminals show fewer columns, and codes in place of names.
const WIDE: u16 = 150;

/// Places of the rungs that are shown where there is room for few.
const FEW: [usize; 2] = [2, 4];

/// How many offers are shown.
const OFFERS: usize = 10;

/// The first screen of a comparison.
#[must_use]
pub fn comparison_text(summary: &ComparisonSummary, seconds: f64, screen: Screen) -> String {
    let mut text = String::new();
    let title = format!(
        "{} · {}–{} · {} · proposals compared with standalone procurement",
        clean(&summary.title),
        summary.first_year,
        summary.last_year,
        summary.money
    );
    let _ = writeln!(text, "{}, {seconds:.1} s", strong(&title, screen));
    let _ = writeln!(text, "\n{}", reached(summary, screen));
    if screen.width.is_some_and(|width| width < WIDE) {
        let left = "domestic seat, owned, free and without US (value added is shown), and breaches of rules";
        let _ = writeln!(text, "Left out on a screen this narrow: {left}; names are codes. `--out` writes all.");
    }
    let _ = writeln!(text, "\n{}", saved(summary, screen));
    let _ = writeln!(text, "\n{}", less(summary, screen));
    if let Some(denied) = denied(summary, screen) {
        let _ = writeln!(text, "\n{denied}");
    }
    let _ = writeln!(text, "\n{}", prices(summary, screen));
    let _ = writeln!(text, "\n{}", nations(summary));
    for line in summary.proposals.iter().filter(|line| line.failed.is_some()) {
        let why = line.failed.as_deref().unwrap_or_default();
        let _ = writeln!(text, "\n{} has no result: {}", clean(&line.name), clean(why));
    }
    wrapped(&text, screen)
}

/// Lines of those that have a result, alone first.
fn good(summary: &ComparisonSummary) -> impl Iterator<Item = (bool, &ProposalLine)> {
    summary
        .proposals
        .iter()
        .enumerate()
        .filter(|(_, line)| line.failed.is_none())
        .map(|(place, line)| (place == 0, line))
}

fn reached(summary: &ComparisonSummary, screen: Screen) -> String {
    let narrow = screen.width.is_some_and(|width| width < WIDE);
    let mut table = grid(screen);
    let mut heads = vec![heading("What it reaches", screen)];
    heads.extend(["mean gap", "gap in last year", "orders"].map(|text| right_heading(text, screen)));
    let rungs = ["domestic seat", "owned inside", "value added", "free to change", "without US"];
    let shown = |place: &usize| !narrow || FEW.contains(place);
    heads.extend((0..rungs.len()).filter(shown).map(|place| right_heading(rungs[place], screen)));
    heads.push(right_heading("types", screen));
    if !narrow {
        heads.push(right_heading("breaches of rules", screen));
    }
    heads.push(right_heading("proven within", screen));
    table.set_header(heads);
    for (first, line) in good(summary) {
        let types: usize = summary.types.iter().filter(|t| t.proposal == line.proposal).map(|t| t.types).sum();
        let against = summary.gap_against_alone(line).filter(|_| !first);
        let name = if narrow { &line.proposal } else { &line.name };
        let mut cells =
            vec![
                clean(name).into(),
                right(&against.map_or_else(
                    || fine_percent(line.gap),
                    |by| format!("{}, {}", fine_percent(line.gap), in_points(by)),
                )),
                right(&fine_percent(line.last_gap)),
                right(&money(line.orders)),
            ];
        cells.extend(
            (0..line.domestic.len())
                .filter(shown)
                .map(|place| right(&line.domestic[place].alone.map_or_else(|| "–".to_owned(), money))),
        );
        cells.push(right(&types.to_string()));
        if !narrow {
            cells.push(right(&line.broken_rules.to_string()));
        }
        cells.push(right(&proof(line.proven_within)));
        table.add_row(cells);
    }
    lines(&table)
        + "\n±: what the proofs of both sides, and what goals may give up, leave open; less than a thousandth is left out, and “same” is \
           nearer than can be told.\nOrders are at the prices paid, and what of them is domestic, on each count by itself."
}

/// The gap under each denial of the model, where it has any.
fn denied(summary: &ComparisonSummary, screen: Screen) -> Option<String> {
    let first = &summary.proposals.first()?.denied;
    if first.is_empty() {
        return None;
    }
    let narrow = screen.width.is_some_and(|width| width < WIDE);
    let mut table = grid(screen);
    let mut heads = vec![heading(&format!("Gap in {} if support were denied", summary.last_year), screen)];
    heads.extend(good(summary).map(|(_, line)| right_heading(&clean(&line.proposal), screen)));
    table.set_header(heads);
    let mut add = |words: &str, of: &dyn Fn(&ProposalLine) -> Option<f64>| {
        let mut cells = vec![clean(words).into()];
        cells.extend(good(summary).map(|(_, line)| right(&of(line).map_or_else(|| "–".to_owned(), fine_percent))));
        table.add_row(cells);
    };
    add("in normal times", &|line| Some(line.last_gap));
    for denial in first {
        // Denials of several models meet by their codes.
        let of = |line: &ProposalLine| line.denied.iter().find(|own| own.denial == denial.denial).map(|own| own.gap);
        add(if narrow { &denial.denial } else { &denial.name }, &of);
    }
    Some(lines(&table))
}

/// What the orders of the standalone plan cost under each proposal.
fn saved(summary: &ComparisonSummary, screen: Screen) -> String {
    let narrow = screen.width.is_some_and(|width| width < WIDE);
    let mut table = grid(screen);
    let mut heads = vec![heading("What it saves", screen)];
    for text in ["all that is paid", "orders of alone", "saved", "", "by prices", "by set-ups", "lost to pools"] {
        heads.push(right_heading(text, screen));
    }
    table.set_header(heads);
    for (first, line) in good(summary) {
        let name = if narrow { &line.proposal } else { &line.name };
        let mut cells = vec![clean(name).into(), right(&money(line.cost))];
        cells.push(right(&line.same_orders.map_or_else(|| "–".to_owned(), |same| money(same.cost))));
        match (line.same_orders, first) {
            (Some(same), false) => {
                let part = same.part().filter(|part| signed_percent(*part) != signed_percent(0.0));
                cells.push(right(&signed_money(same.saved)));
                cells.push(right(&part.map_or_else(String::new, signed_percent)));
                cells.extend([same.price, same.fixed, -same.pools].map(|part| right(&signed_money(part))));
            }
            (None, false) => cells.extend(std::iter::repeat_n(right("–"), 5)),
            (_, true) => cells.extend(std::iter::repeat_n(right(""), 5)),
        }
        table.add_row(cells);
    }
    let cannot = good(summary).any(|(_, line)| line.same_orders.is_none());
    let cannot = if cannot { "\n–: some of these orders cannot be placed there." } else { "" };
    lines(&table)
        + cannot
        + "\nSaved: on the standalone orders, the same goods from the same sellers for the same nations, bought as the proposal buys. It is \
           computed, not searched for, so that no proof leaves it open; rules, funds, delays and limits of the proposal are not applied to it."
}

/// What the capability of the standalone plan costs under each proposal at the least.
fn less(summary: &ComparisonSummary, screen: Screen) -> String {
    let narrow = screen.width.is_some_and(|width| width < WIDE);
    let mut table = grid(screen);
    let mut heads = vec![heading("The same level", screen)];
    let at = summary.saving_at.map_or_else(
        || "least cost".to_owned(),
        |value| match summary.saving_unit.as_ref() {
            "" => format!("least cost at {}", fine_percent(value)),
            _ => format!("least cost at {}", money(value)),
        },
    );
    heads.push(right_heading(&at, screen));
    for text in ["less than alone", "", "by prices", "by set-ups", "lost to pools", "by other orders", "proven within"]
    {
        heads.push(right_heading(text, screen));
    }
    table.set_header(heads);
    for (first, line) in good(summary) {
        let name = if narrow { &line.proposal } else { &line.name };
        let mut cells = vec![clean(name).into()];
        cells.push(right(&line.least_cost.map_or_else(|| "–".to_owned(), money)));
        match (line.saving.as_ref().zip(summary.saved(line)), first) {
            (Some((saving, by)), false) => {
                let whole = line.least_cost.unwrap_or(line.cost) + saving.total;
                let part =
                    if whole > 0.0 && by.is_sure() { signed_percent(saving.total / whole) } else { String::new() };
                cells.push(right(&in_money_or_open(by, whole)));
                cells.push(right(&part));
                for part in [saving.price, saving.fixed, -saving.pools] {
                    cells.push(right(&signed_money(part)));
                }
                cells.push(right(&rest_in_money(by_other_orders(saving, by), by.value)));
            }
            (None, false) => cells.extend(std::iter::repeat_n(right("–"), 6)),
            (_, true) => cells.extend(std::iter::repeat_n(right(""), 6)),
        }
        cells.push(right(&line.least_cost_within.map_or_else(String::new, proof)));
        table.add_row(cells);
    }
    let cannot =
        good(summary).any(|(first, line)| !first && line.least_cost.is_none()) && summary.saving_goal.is_some();
    let cannot = if cannot { "\n–: it cannot reach the standalone level, or not in the time there is." } else { "" };
    let note = match &summary.saving_goal {
        Some(goal) => format!(
            "\nLess than alone: the least cost of the standalone level of the first goal ({goal}), against the same alone. By \
             prices: what both order of an offer, at what each pays for it; by set-ups: of these offers, and all that nations pay once for \
             fielding types; lost to pools: overhead and harmonisation; by other orders: the rest, since other prices and rules make other \
             orders better, with all that the proofs leave open."
        ),
        None => String::new(),
    };
    let trades = summary.trades().map_or_else(String::new, |trades| format!("\n{trades}"));
    lines(&table) + cannot + &note + &trades
}

fn prices(summary: &ComparisonSummary, screen: Screen) -> String {
    let codes: Vec<&ProposalLine> = good(summary).map(|(_, line)| line).collect();
    let mut offers: Vec<&OfferLine> = Vec::new();
    for line in &summary.offers {
        if !offers.iter().any(|there| there.offer == line.offer) {
            offers.push(line);
        }
    }
    let value = |offer: &str| -> f64 {
        summary.offers.iter().filter(|line| line.offer == offer).map(|line| line.value).fold(0.0, f64::max)
    };
    offers.sort_by(|a, b| value(&b.offer).total_cmp(&value(&a.offer)));
    let mut table = grid(screen);
    let mut heads = vec![heading("Price of a unit, m", screen)];
    heads.extend(codes.iter().map(|line| right_heading(&clean(&line.proposal), screen)));
    table.set_header(heads);
    for offer in offers.iter().take(OFFERS) {
        let mut cells = vec![clean(&offer.name).into()];
        for line in &codes {
            let found = summary.offers.iter().find(|o| o.proposal == line.proposal && o.offer == offer.offer);
            let text = found.and_then(|o| o.unit_price.map(|price| format!("{} × {}", plain(price), plain(o.units))));
            cells.push(right(&text.unwrap_or_else(|| "–".to_owned())));
        }
        table.add_row(cells);
    }
    lines(&table)
}

fn nations(summary: &ComparisonSummary) -> String {
    let mut text = "Nations, against alone".to_owned();
    if summary.without_own_needs {
        text += "\n  Alone, one nation may buy for others here, so that what pooling saves cannot be told: state national targets, the \
                 gross domestic\n  product of every buyer, or a rule own_share.";
    }
    if !summary.wants {
        let _ = write!(text, "\n  Who is worse off cannot be told: {}.", summary.why_unjudged());
    }
    for (first, line) in good(summary) {
        if first {
            continue;
        }
        let own: Vec<_> = summary.nations.iter().filter(|nation| nation.proposal == line.proposal).collect();
        let worse: Vec<String> = (own.iter())
            .filter_map(|nation| {
                let more = nation.paid - nation.paid_alone.unwrap_or(nation.paid);
                Some(match nation.worse_off.as_deref()? {
                    "pays more" => format!("{} pays {} more", nation.nation, money(more)),
                    _ => {
                        let points = nation.shortfall - nation.shortfall_alone.unwrap_or(nation.shortfall);
                        format!("{} {}", nation.nation, signed_points(points))
                    }
                })
            })
            .collect();
        let mut work: Vec<(&str, f64)> = (own.iter())
            .map(|nation| (nation.nation.as_str(), nation.work - nation.work_alone.unwrap_or(nation.work)))
            .filter(|(_, change)| change.abs() > 0.5)
            .collect();
        work.sort_by(|a, b| b.1.total_cmp(&a.1));
        let show = |list: &[(&str, f64)]| {
            list.iter()
                .map(|(nation, change)| format!("{nation} {}", signed_money(*change)))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let winners: Vec<(&str, f64)> = work.iter().copied().filter(|(_, c)| *c > 0.0).take(4).collect();
        let losers: Vec<(&str, f64)> = work.iter().rev().copied().filter(|(_, c)| *c < 0.0).take(4).collect();
        if !summary.wants && work.is_empty() {
            let _ = write!(text, "\n  {}: no work is moved", clean(&line.name));
            continue;
        }
        let _ = write!(text, "\n  {}: ", clean(&line.name));
        let _ = match worse.len() {
            _ if !summary.wants => Ok(()),
            0 => write!(text, "nobody is worse off"),
            n => write!(text, "{n} worse off ({}{})", worse[..n.min(6)].join(", "), if n > 6 { ", …" } else { "" }),
        };
        if !winners.is_empty() {
            let _ = write!(text, "{}most work gained {}", if summary.wants { "; " } else { "" }, show(&winners));
        }
        if !losers.is_empty() {
            let first = !summary.wants && winners.is_empty();
            let _ = write!(text, "{} {}", if first { "work lost" } else { "; work lost" }, show(&losers));
        }
    }
    if !summary.wants {
        return text;
    }
    let open = if summary.shared_out { format!("\n  {}", shared_out_means()) } else { String::new() };
    text + &format!("\n  {}\n  What a nation wants: {}.{open}", worse_off_means(), percent_note(summary))
}

/// What a comparison leaves open nation by nation.
#[must_use]
pub fn shared_out_means() -> &'static str {
    "No nation has targets of its own, and members of a pool pay one price: the plans settle sums, not which member orders how much, and \
     nations are compared as orders are shared out among them."
}

/// When a nation is said to be worse off, with what is taken for the same.
#[must_use]
pub fn worse_off_means() -> String {
    format!(
        "Worse off: of what a nation wants, more is missing by over {} points, or it pays over {} plus {} % more for no less.",
        100.0 * ALIKE,
        money(SAME_MONEY),
        100.0 * ALIKE
    )
}

fn percent_note(summary: &ComparisonSummary) -> String {
    let shortfalls: Vec<f64> = summary.nations.iter().map(|nation| nation.shortfall).collect();
    #[expect(clippy::cast_precision_loss, reason = "nations are few")]
    let mean = shortfalls.iter().sum::<f64>() / shortfalls.len().max(1) as f64;
    format!("targets, or its share of the baselines by gross domestic product; {} on average", percent(mean))
}

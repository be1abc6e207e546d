//! The answer in five sentences that stand by themselves when they are quoted.

use crate::layout::number::{count, fine_percent, money, percent};
use crate::questions::compare::{ComparisonSummary, ProposalLine, worse_off_means};
use crate::report::page::told::{Told, name};

/// The answer.
pub(super) fn answer(told: &Told<'_>) -> Vec<String> {
    match told.comparison.filter(|_| told.compares()) {
        Some(comparison) => vec![
            best_proposal(told, comparison),
            saved(told, comparison),
            kept_inside(told),
            nations(comparison),
            how_sure(told),
        ],
        None => vec![closed(told), spent(told), made_inside(told), if_denied(told), how_sure(told)],
    }
}

fn last(list: &[f64]) -> f64 {
    list.last().copied().unwrap_or_default()
}

fn buyers(told: &Told<'_>) -> String {
    match told.model().nations.len() {
        1 => "One nation".to_owned(),
        n => format!("{n} nations"),
    }
}

fn closed(told: &Told<'_>) -> String {
    let summary = told.lead().summary;
    let ordered: f64 = summary.nations.iter().map(|nation| nation.value).sum();
    let one = told.model().nations.len() == 1;
    let under = match summary.proposal.as_str() {
        _ if one => String::new(),
        "together" => ", buying as one,".to_owned(),
        _ => format!(", under “{}”,", name(&summary.proposal_name)),
    };
    let places = if one { "places" } else { "place" };
    let orders = match ordered {
        sum if sum > 0.0 => format!("{places} orders of {} {} in", money(sum), told.coin()),
        _ if summary.offers.is_empty() => format!("{places} no orders in"),
        // What has no price of its own may cost in other ways.
        _ => format!("{places} orders in"),
    };
    let what = format!("{}{under} {orders} {}", buyers(told), told.span());
    if summary.capabilities.is_empty() {
        return format!("{what}.");
    }
    format!(
        "{what}, which brings the capability gap to the United States from {} today to {} in {}; without new orders it would \
         be {}.",
        fine_percent(summary.gap.nothing_ordered.first().copied().unwrap_or_default()),
        fine_percent(last(&summary.gap.plan)),
        summary.last_year,
        fine_percent(last(&summary.gap.nothing_ordered))
    )
}

fn spent(told: &Told<'_>) -> String {
    let summary = told.lead().summary;
    let spending = &summary.spending;
    let paid = told.lead().run.known.spending.paid().sum();
    let coin = told.coin();
    if spending.budget <= 0.0 {
        return format!("All of it costs {} {coin}; no budget limits it.", money(paid));
    }
    let support = if spending.support > 0.0 {
        format!(", {} to support what was delivered,", money(spending.support))
    } else {
        String::new()
    };
    let leave = if spending.committed > 0.0 {
        format!("Signed contracts leave {} {coin} of the budgets", money(spending.budget - spending.committed))
    } else {
        format!("Budgets come to {} {coin}", money(spending.budget))
    };
    let left =
        if spending.left < 0.005 { "nothing is left".to_owned() } else { format!("{} are left", money(spending.left)) };
    let lapsed =
        if spending.lapsed < 0.005 { String::new() } else { format!(", {} lapse unspent", money(spending.lapsed)) };
    format!("{leave}: {} of them are spent{support}{lapsed} and {left}.", money(paid))
}

fn made_inside(told: &Told<'_>) -> String {
    let summary = told.lead().summary;
    let Some((seat, rest)) = summary.ladder.split_first() else { return String::new() };
    if seat.value <= 0.0 && summary.producers.is_empty() {
        return if summary.offers.is_empty() {
            "Nothing is ordered.".to_owned()
        } else {
            "What is ordered has no price of its own, so that none of it counts as money for producers.".to_owned()
        };
    }
    let first = summary.producers.first();
    let most =
        first.map_or_else(String::new, |first| format!("; most goes to {}, {}", name(&first.name), money(first.value)));
    format!(
        "Producers seated in domestic countries get {} of the money for orders; {} of it is domestic by value added, and {} \
         buys what still works without the United States{most}.",
        percent(seat.share),
        percent(rest.get(1).map_or(0.0, |rung| rung.share)),
        percent(rest.last().map_or(0.0, |rung| rung.share))
    )
}

fn if_denied(told: &Told<'_>) -> String {
    let summary = told.lead().summary;
    if let Some(worst) = summary.denials.iter().max_by(|a, b| a.gap.total_cmp(&b.gap)) {
        // A denial without a name is called by its id, which is no sentence.
        let denied = if worst.name == worst.denial {
            format!("Under the denial “{}”", name(&worst.name))
        } else {
            format!("If {}", name(&worst.name))
        };
        return format!(
            "{denied}, the gap in {} would be {} instead of {}, and {} of what is usable would be lost.",
            summary.last_year,
            fine_percent(worst.gap),
            fine_percent(last(&summary.gap.plan)),
            percent(worst.lost)
        );
    }
    let mut missing: Vec<_> = summary.capabilities.iter().filter(|line| line.plan >= 0.005).collect();
    missing.sort_by(|a, b| b.plan.total_cmp(&a.plan));
    if summary.capabilities.is_empty() {
        return "No capability has a US baseline to be held against.".to_owned();
    }
    if missing.is_empty() {
        return format!("In {} nothing is missing to any US baseline.", summary.last_year);
    }
    let list: Vec<String> =
        missing.iter().take(3).map(|line| format!("{} ({})", name(&line.name), percent(line.plan))).collect();
    format!("What is still missing in {} to US baselines: {}.", summary.last_year, list.join(", "))
}

/// How near to its bound a plan is; what is nearer than the solver can tell is not told apart.
fn within(share: f64) -> String {
    match share * 100.0 {
        percent if percent < 1e-4 => "0.0001 %".to_owned(),
        percent => format!("{} %", crate::layout::number::short(percent)),
    }
}

/// How surely the plan is the best, and what it rests on.
fn how_sure(told: &Told<'_>) -> String {
    let worst =
        (told.sides().iter()).flat_map(|side| &side.summary.goals).map(|goal| goal.proven_within).fold(0.0, f64::max);
    let limits: usize = told.sides().iter().map(|side| side.summary.audited_limits).sum();
    let plans = if told.compares() { "Every plan" } else { "The plan" };
    let proof = if told.sides().iter().all(|side| side.summary.goals.is_empty()) {
        format!("{plans} was brought, not computed, and keeps")
    } else if !worst.is_finite() {
        format!("{plans} is the best that was found, without a proof for every goal, and keeps")
    } else {
        format!("{plans} is proven to be within {} of the best possible and keeps", within(worst))
    };
    let lead = told.lead().summary;
    let kept = match lead.broken_limits {
        0 => format!("all {} limits", count(limits)),
        broken => format!("all but {broken} of {} limits", count(limits)),
    };
    format!(
        "{proof} {kept} that were checked, but {} of the money for orders rests on prices that no source vouches for, and {} \
         of all figures are estimates.",
        percent(lead.unverified_order_share),
        percent(lead.unverified_figure_share)
    )
}

/// Those with a result beside everyone alone.
fn others(comparison: &ComparisonSummary) -> Vec<&ProposalLine> {
    comparison.proposals.iter().skip(1).filter(|line| line.failed.is_none()).collect()
}

fn best_proposal(told: &Told<'_>, comparison: &ComparisonSummary) -> String {
    let list = others(comparison);
    let alone = &comparison.proposals[0];
    let Some(best) = list.iter().min_by(|a, b| a.gap.total_cmp(&b.gap)) else { return String::new() };
    let ways = match list.len() {
        1 => "One way of buying together is held".to_owned(),
        n => format!("{n} ways of buying together are held"),
    };
    // What is nearer than plans are proven says nothing.
    let sure = 5e-5 + alone.gap * alone.proven_within.max(best.proven_within);
    let gap = if best.gap > alone.gap - sure {
        format!(
            "none of them surely leaves a smaller gap to the United States, on average {} over {}; nearest comes “{}” with {}",
            fine_percent(alone.gap),
            told.span(),
            name(&best.name),
            fine_percent(best.gap)
        )
    } else {
        format!(
            "“{}” leaves the smallest gap to the United States, on average {} over {}, against {} alone",
            name(&best.name),
            fine_percent(best.gap),
            told.span(),
            fine_percent(alone.gap)
        )
    };
    format!("{ways} against {} buying alone: {gap}.", buyers(told).to_lowercase())
}

fn saved(told: &Told<'_>, comparison: &ComparisonSummary) -> String {
    let list = others(comparison);
    let total = |line: &ProposalLine| line.saving.map(|saving| saving.total);
    let best = list
        .iter()
        .filter(|line| total(line).is_some())
        .max_by(|a, b| total(a).unwrap_or_default().total_cmp(&total(b).unwrap_or_default()));
    let Some((best, saving)) = best.and_then(|best| Some((best, best.saving?))) else {
        return "Costs cannot be held against each other at one level.".to_owned();
    };
    if saving.total <= 0.005 {
        return "None of them reaches for less money what everyone alone reaches.".to_owned();
    }
    let whole = best.least_cost.unwrap_or(best.cost) + saving.total;
    let proven = |line: &ProposalLine| line.least_cost_within.unwrap_or_default();
    if saving.total <= whole * proven(best).max(proven(&comparison.proposals[0])) {
        return format!(
            "None of them surely reaches for less money what everyone alone reaches: “{}” spares {} {}, which is within what plans \
             are proven to.",
            name(&best.name),
            money(saving.total),
            told.coin()
        );
    }
    format!(
        "What everyone alone reaches costs {} {} less under “{}” ({}): {} by lower prices and {} by other orders and set-ups, less \
         {} that pools cost.",
        money(saving.total),
        told.coin(),
        name(&best.name),
        fine_percent(saving.total / whole.max(1e-9)),
        money(saving.price),
        money(saving.reallocation + saving.fixed),
        money(saving.pools)
    )
}

fn kept_inside(told: &Told<'_>) -> String {
    let mut shares: Vec<(f64, String)> =
        (told.sides().iter()).filter_map(|side| Some((side.summary.ladder.last()?.share, name(&side.name)))).collect();
    shares.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (Some(least), Some(most)) = (shares.first(), shares.last()) else { return String::new() };
    if most.0 - least.0 < 5e-3 {
        return format!(
            "Dependence hardly differs: under all of them about {} of the money for orders buys what still works without the United \
             States.",
            percent(most.0)
        );
    }
    format!(
        "What still works without the United States is {} of orders under “{}” and {} under “{}”.",
        percent(most.0),
        most.1,
        percent(least.0),
        least.1
    )
}

fn nations(comparison: &ComparisonSummary) -> String {
    if !comparison.wants {
        return format!("Which nations are worse off cannot be told: {}.", comparison.why_unjudged());
    }
    let list = others(comparison);
    let losers = |line: &ProposalLine| line.worse_off.len();
    let fewest = list.iter().min_by_key(|line| losers(line));
    let most = list.iter().max_by_key(|line| losers(line));
    let (Some(fewest), Some(most)) = (fewest, most) else { return String::new() };
    let nations = |n: usize| match n {
        0 => "no nation is".to_owned(),
        1 => "1 nation is".to_owned(),
        n => format!("{n} nations are"),
    };
    let means = worse_off_means();
    if losers(fewest) == losers(most) {
        return format!("Under each of them {} worse off than alone. {means}", nations(losers(most)));
    }
    format!(
        "Not all gain: under “{}” {} worse off than alone, under “{}” it is {}. {means}",
        name(&most.name),
        nations(losers(most)),
        name(&fewest.name),
        losers(fewest)
    )
}

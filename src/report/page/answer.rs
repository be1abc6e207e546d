//! The answer in five sentences that stand by themselves when they are quoted.

use crate::layout::number::{count, fine_percent, money, percent, plus_minus, plus_minus_points, signed_money};
use crate::measures::{ProvenDifference, ranked};
use crate::questions::compare::{ComparisonSummary, ProposalLine, by_other_orders, shared_out_means, worse_off_means};
use crate::report::page::told::{Told, ends, most, name, quoted};

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
    let gap = &summary.gap;
    let mean = if gap.years.len() < 2 {
        String::new()
    } else {
        let (plan, nothing) = (fine_percent(gap.mean_plan), fine_percent(gap.mean_nothing_ordered));
        format!("; on average over the years it is {plan} instead of {nothing}")
    };
    format!(
        "{what}, which brings the capability gap to the United States from {} today to {} in {}; without new orders it would \
         be {}{mean}.",
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
        format!(" ({} of it to support what was delivered)", money(spending.support))
    } else {
        String::new()
    };
    // What funds and buyers without a limit pay is out of no budget.
    let others: Vec<String> = [(spending.funded, "by funds"), (spending.without_limit, "by buyers without a limit")]
        .iter()
        .filter(|(amount, _)| *amount >= 0.005)
        .map(|(amount, by)| format!("{} of it {by}", money(*amount)))
        .collect();
    let (support, in_all) = if others.is_empty() {
        (support, String::new())
    } else {
        (String::new(), format!("; {}{support} are paid in all, {}", money(paid), others.join(" and ")))
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
    format!("{leave}: {} of them are spent{support}{lapsed} and {left}{in_all}.", money(spending.of_budgets()))
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
    let first = most(summary.producers.iter().map(|producer| (producer.name.as_str(), producer.value)), money);
    let most = first.map_or_else(String::new, |first| format!("; most goes to {}, {}", first.names, first.amount));
    format!(
        "Producers seated in domestic countries get {} of the money for orders; {} of all of it is value added inside, and {} \
         buys what still works without the United States{most}.",
        percent(seat.alone),
        percent(rest.get(1).map_or(0.0, |rung| rung.alone)),
        percent(rest.last().map_or(0.0, |rung| rung.alone))
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
            "{denied}, the gap in {} would be {} instead of {}, and {} of what is usable and needed would be lost.",
            summary.last_year,
            fine_percent(worst.gap),
            fine_percent(last(&summary.gap.plan)),
            percent(worst.lost)
        );
    }
    let mut missing: Vec<_> = summary.capabilities.iter().filter(|line| line.plan >= 0.005).collect();
    missing.sort_by(|a, b| b.plan.total_cmp(&a.plan));
    if summary.capabilities.is_empty() {
        return "No capability has a US baseline to be compared with.".to_owned();
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
        broken => format!("all but {} of {} limits", count(broken), count(limits)),
    };
    format!(
        "{proof} {kept} that were checked, but {} of the money for orders rests on prices that no source vouches for, and {} \
         of all figures are estimates.",
        percent(lead.unverified_order_share),
        percent(lead.unverified_figure_share)
    )
}

/// The names of a group.
fn names(group: &[&ProposalLine]) -> String {
    quoted(&group.iter().map(|line| line.name.as_str()).collect::<Vec<_>>())
}

/// `leaves` or `leave`.
fn verb(group: &[&ProposalLine], one: &'static str, several: &'static str) -> &'static str {
    if group.len() == 1 { one } else { several }
}

fn best_proposal(told: &Told<'_>, comparison: &ComparisonSummary) -> String {
    let list = comparison.others();
    let alone = &comparison.proposals[0];
    let ways = match list.len() {
        1 => "One way of buying together is compared".to_owned(),
        n => format!("{n} ways of buying together are compared"),
    };
    let against = |line: &ProposalLine| comparison.gap_against_alone(line);
    let groups = ranked(list, |line| Some(line.proven_gap()));
    let Some(first) = groups.first() else { return String::new() };
    let surely: Vec<&ProposalLine> =
        first.iter().copied().filter(|line| against(line).is_some_and(|by| by.is_surely_less())).collect();
    let open = |line: &ProposalLine| {
        let by = against(line).map_or(f64::INFINITY, |by| by.plus_minus);
        plus_minus_points(line.gap, by)
    };
    let gap = match surely.first() {
        None if first.iter().all(|line| against(line).is_none_or(|by| !by.plus_minus.is_finite())) => format!(
            "how they differ in the gap to the United States is not proven; on average over {} it is {} alone, and {}",
            told.span(),
            fine_percent(alone.gap),
            first
                .iter()
                .map(|line| format!("{} under “{}”", fine_percent(line.gap), name(&line.name)))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        None => format!(
            "none of them surely leaves a smaller gap to the United States than standalone procurement, on average {}{} over {}",
            fine_percent(alone.gap),
            open(first[0]),
            told.span()
        ),
        Some(best) => format!(
            "{} {} {}, on average {}{} over {}, against {} alone",
            names(&surely),
            verb(&surely, "leaves", "leave"),
            if surely.len() == 1 {
                "the smallest gap to the United States"
            } else {
                "the same smallest gap to the United States"
            },
            fine_percent(best.gap),
            open(best),
            told.span(),
            fine_percent(alone.gap)
        ),
    };
    format!("{ways} with {} buying alone: {gap}.", buyers(told).to_lowercase())
}

fn saved(told: &Told<'_>, comparison: &ComparisonSummary) -> String {
    format!("{} {}", on_the_same_orders(told, comparison), at_the_same_level(told, comparison))
}

/// What is saved on the standalone orders by the proposal that saves most.
fn on_the_same_orders(told: &Told<'_>, comparison: &ComparisonSummary) -> String {
    let others = comparison.others().into_iter().filter_map(|line| Some((line, line.same_orders?)));
    // Of those that save alike the first is named.
    let best = others.reduce(|best, next| {
        let near = 1e-6 * (next.1.cost + next.1.saved).abs();
        if next.1.saved > best.1.saved + near { next } else { best }
    });
    let Some((line, same)) = best else {
        return "What the standalone orders would cost otherwise cannot be told.".to_owned();
    };
    if same.saved <= 1e-6 * (same.cost + same.saved).abs() {
        return "The standalone orders would cost less under none of them.".to_owned();
    }
    let parts =
        [(same.price, "by lower prices"), (same.fixed, "by set-ups spared"), (-same.pools, "by what pools cost")];
    let parts = parts.map(|(part, words)| format!("{} {words}", signed_money(part))).join(", ");
    format!(
        "The standalone orders would cost {} {} less under “{}” ({}): {parts}.",
        money(same.saved),
        told.coin(),
        name(&line.name),
        fine_percent(same.part().unwrap_or_default())
    )
}

/// Who reaches the standalone level for less money, as far as that is sure.
fn at_the_same_level(told: &Told<'_>, comparison: &ComparisonSummary) -> String {
    let list: Vec<&ProposalLine> =
        comparison.others().into_iter().filter(|line| comparison.saved(line).is_some()).collect();
    let groups = ranked(list, |line| line.proven_cost());
    let Some(first) = groups.first() else {
        return "Costs cannot be compared at one level.".to_owned();
    };
    let by = |line: &ProposalLine| comparison.saved(line);
    let best: Vec<(&ProposalLine, ProvenDifference)> = (first.iter())
        .filter_map(|line| Some((*line, by(line).filter(|by| by.is_sure() && by.value > 0.0)?)))
        .collect();
    if best.is_empty() {
        let open = first.first().and_then(|line| by(line)).map_or(f64::INFINITY, |by| by.plus_minus);
        let known = match open {
            open if !open.is_finite() => "; how much they differ is not proven".to_owned(),
            open => match plus_minus(0.0, open, money) {
                known if known.is_empty() => String::new(),
                known => format!("; costs are known to{known} {}", told.coin()),
            },
        };
        return format!("None of them surely reaches the standalone level for less money{known}.");
    }
    let amounts: Vec<String> = (best.iter())
        .map(|(line, by)| {
            let open = plus_minus(by.value, by.plus_minus, money);
            let others = line.saving.map(|less| by_other_orders(&less, *by)).filter(ProvenDifference::is_sure);
            let others =
                others.map_or_else(String::new, |by| format!(", {} of it by other orders", signed_money(by.value)));
            format!("{}{open} {} under “{}”{others}", money(by.value), told.coin(), name(&line.name))
        })
        .collect();
    let which = if best.len() > 1 { "; under which of these least cannot be told" } else { "" };
    let trades = comparison.trades().map_or_else(String::new, |trades| format!(" {trades}"));
    format!("The standalone level costs less together ({}){which}.{trades}", amounts.join("; "))
}

fn kept_inside(told: &Told<'_>) -> String {
    let shares: Vec<(String, f64)> =
        (told.sides().iter()).filter_map(|side| Some((side.name.clone(), side.summary.ladder.last()?.alone))).collect();
    let Some(ends) = ends(&shares, percent) else { return String::new() };
    if ends.are_one {
        return format!(
            "Dependence hardly differs: under all of them about {} of the money for orders buys what still works without the United \
             States.",
            ends.most.0
        );
    }
    format!(
        "{} of the money for orders buys what still works without the United States under {}, and {} under {}.",
        ends.most.0, ends.most.1, ends.least.0, ends.least.1
    )
}

fn nations(comparison: &ComparisonSummary) -> String {
    if !comparison.wants {
        return format!("Which nations are worse off cannot be told: {}.", comparison.why_unjudged());
    }
    let are_worse = |n: f64| match n {
        n if n < 0.5 => "no nation is".to_owned(),
        n if n < 1.5 => "1 nation is".to_owned(),
        n => format!("{n:.0} nations are"),
    };
    let mut means = worse_off_means();
    if comparison.shared_out {
        means = format!("{means} {}", shared_out_means());
    }
    #[expect(clippy::cast_precision_loss, reason = "nations are few")]
    let losers: Vec<(String, f64)> =
        comparison.others().iter().map(|line| (line.name.clone(), line.worse_off.len() as f64)).collect();
    let Some(ends) = ends(&losers, are_worse) else { return String::new() };
    if ends.are_one {
        return format!("Under each of them {} worse off than alone. {means}", ends.most.0);
    }
    format!(
        "Not all gain: under {} {} worse off than alone, under {} {}. {means}",
        ends.most.1, ends.most.0, ends.least.1, ends.least.0
    )
}

//! What lines can make, and what it takes to enlarge them.

use crate::audit::{Recomputed, Verdict};
use crate::id::Id;
use crate::model::{Funding, Model};
use crate::plan::Plan;

/// Extra capacity of a line by year, from what the plan bought.
fn extra(model: &Model, plan: &Plan, line: crate::id::LineId) -> Vec<f64> {
    let years = model.horizon.len();
    let mut extra = vec![0.0; years];
    if let Some(expansion) = &model.lines[line].expansion {
        for bought in plan.enlargements.iter().filter(|bought| bought.line == line) {
            for amount in extra.iter_mut().skip(bought.step.index() + expansion.lead) {
                *amount += bought.amount;
            }
        }
    }
    extra
}

/// No line delivers more than it can make.
pub(super) fn lines(model: &Model, plan: &Plan, known: &Recomputed, verdict: &mut Verdict) {
    for (line, entry) in model.lines.iter() {
        let extra = extra(model, plan, line);
        let slow = entry.makes_lots || entry.free.iter().any(|&free| 0.0 < free && free < 1.0);
        let (mut made, mut could) = (0.0, 0.0);
        for step in model.horizon.steps() {
            let t = step.index();
            let mut load = 0.0;
            for (offer, sold) in model.offers.iter() {
                for (_, amount) in sold.lines.iter().filter(|(used, _)| *used == line) {
                    load += amount * known.arrivals.units.slice(ndarray::s![.., offer.index(), t]).sum();
                }
            }
            let able = entry.free[t] + extra[t];
            // A line that makes less than one a year is judged by all that it made so far.
            (made, could) = if slow { (made + load, could + able) } else { (load, able) };
            verdict.at_most(|| format!("line of {}, {}", entry.name, model.horizon.year(step)), made, could, "units");
        }
    }
}

/// Enlargements stay within their limits, ramps and funding.
pub(super) fn enlargements(model: &Model, plan: &Plan, verdict: &mut Verdict) {
    let amounts = plan.enlargements.iter().map(|bought| (bought.line, bought.amount, "units a year"));
    let paid = plan.contributions.iter().map(|paid| (paid.line, paid.amount, "MEUR"));
    for (line, amount, unit) in amounts.chain(paid) {
        verdict.at_most(
            || format!("line of {}: enlarged by less than nothing", model.lines[line].name),
            -amount,
            0.0,
            unit,
        );
    }
    for (line, entry) in model.lines.iter() {
        let bought: f64 =
            plan.enlargements.iter().filter(|bought| bought.line == line).map(|bought| bought.amount).sum();
        let most = entry.expansion.as_ref().map_or(0.0, |expansion| expansion.at_most);
        if bought == 0.0 && entry.expansion.is_none() {
            continue;
        }
        verdict.at_most(|| format!("growth of the line of {}", entry.name), bought, most, "units a year");
        let extra = extra(model, plan, line);
        if let Some(ramp) = entry.ramp {
            for step in model.horizon.steps() {
                let t = step.index();
                let before = if t == 0 { (entry.capacity[0], 0.0) } else { (entry.capacity[t - 1], extra[t - 1]) };
                let allowed = ramp.0 * (before.0 + before.1);
                verdict.at_most(
                    || format!("ramp of the line of {}, {}", entry.name, model.horizon.year(step)),
                    extra[t] - before.1,
                    allowed,
                    "units a year",
                );
            }
        }
        let Some(expansion) = &entry.expansion else { continue };
        let Funding::Free(payers) = &expansion.funding else { continue };
        for step in model.horizon.steps() {
            let cost: f64 = plan
                .enlargements
                .iter()
                .filter(|b| b.line == line && b.step == step)
                .map(|b| expansion.cost.0 * b.amount)
                .sum();
            let mut paid = 0.0;
            for contribution in plan.contributions.iter().filter(|c| c.line == line && c.step == step) {
                let stranger = if payers.contains(&contribution.nation) { 0.0 } else { contribution.amount };
                verdict.at_most(
                    || {
                        format!(
                            "{} is no payer for the line of {}",
                            model.nations.code(contribution.nation),
                            entry.name
                        )
                    },
                    stranger,
                    0.0,
                    "MEUR",
                );
                paid += contribution.amount;
            }
            let year = model.horizon.year(step);
            verdict.at_most(
                || format!("cost of enlarging the line of {}, {year}: unpaid", entry.name),
                cost - paid,
                0.0,
                "MEUR",
            );
        }
    }
}

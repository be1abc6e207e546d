//! What lines can make, and what it takes to enlarge them.

use crate::audit::{Checks, Recomputed};
use crate::id::Id;
use crate::model::{Funding, MARGIN, Model, Offer};
use crate::plan::Plan;
use crate::units::MONEY;

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

/// No line delivers more than it can make: in a year, and where it makes whole lots over runs of years, of which all but those from
/// the first order on may be rounded up to whole lots.
pub(super) fn lines(model: &Model, plan: &Plan, known: &Recomputed, checks: &mut Checks) {
    let years = model.horizon.len();
    for (line, entry) in model.lines.iter() {
        let one = checks.scale.line(line);
        let extra = extra(model, plan, line);
        let uses = |offer: &Offer| -> f64 {
            offer.lines.iter().filter(|(used, _)| *used == line).map(|(_, amount)| *amount).sum()
        };
        let load = |counts: &dyn Fn(&Offer) -> bool| -> Vec<f64> {
            let mut load = vec![0.0; years];
            for (offer, sold) in model.offers.iter().filter(|(_, sold)| counts(sold)) {
                for (t, load) in load.iter_mut().enumerate() {
                    *load += uses(sold) * known.arrivals.units.slice(ndarray::s![.., offer.index(), t]).sum();
                }
            }
            load
        };
        let plain = load(&|offer| offer.lots_of <= 0.0);
        let able: Vec<f64> = entry.free.iter().zip(&extra).map(|(free, extra)| free + extra).collect();
        for step in model.horizon.steps() {
            let t = step.index();
            let words = || format!("line of {}, {}", entry.name, model.horizon.year(step));
            checks.within(words, plain[t], able[t], one, "units");
        }
        let lots: Vec<&Offer> =
            model.offers.iter().map(|(_, offer)| offer).filter(|o| o.lots_of > 0.0 && uses(o) > 0.0).collect();
        // The first year in which an order of an offer can be placed and still be delivered, its programme being over.
        let begins = |offer: &Offer| {
            let programmes = offer.needs.iter().filter_map(|needs| model.programmes.find(needs));
            let over = programmes.map(|id| model.programmes[id].open.0.index() + model.programmes[id].duration).max();
            let over = over.unwrap_or(0);
            let last = offer.open.1.index().min(years - 1);
            (offer.open.0.index().max(over)..=last).find(|t| t + offer.lead_time.rounded_up() < years)
        };
        let Some(first) = lots.iter().filter_map(|offer| begins(offer)).min() else { continue };
        let largest = lots.iter().map(|offer| uses(offer) * offer.lots_of).fold(0.0, f64::max);
        let all = load(&|_| true);
        for from in first..years {
            let begun =
                load(&|offer| from == first || (offer.lots_of > 0.0 && begins(offer).is_none_or(|t| t >= from)));
            let (mut made, mut own, mut could) = (0.0, 0.0, 0.0);
            for to in from..years {
                made += all[to];
                own += begun[to];
                could += able[to];
                let (Some(a), Some(b)) = (model.horizon.at(from), model.horizon.at(to)) else { continue };
                let (a, b) = (model.horizon.year(a), model.horizon.year(b));
                let words = |what| format!("line of {}, {a} to {b}{what}", entry.name);
                let rounded = could + MARGIN * largest;
                checks.within(|| words(", rounded up to whole lots"), made, rounded, one, "units");
                checks.within(|| words(", from the first order on"), own, could, one, "units");
            }
        }
    }
}

/// Enlargements stay within their limits, ramps and funding.
pub(super) fn enlargements(model: &Model, plan: &Plan, checks: &mut Checks) {
    let amounts = plan.enlargements.iter().map(|bought| (bought.line, bought.amount, "units a year"));
    let paid = plan.contributions.iter().map(|paid| (paid.line, paid.amount, MONEY));
    for (line, amount, unit) in amounts.chain(paid) {
        let one = if unit == MONEY { 0.0 } else { checks.scale.line(line) };
        checks.within(
            || format!("line of {}: enlarged by less than nothing", model.lines[line].name),
            -amount,
            0.0,
            one,
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
        let one = checks.scale.line(line);
        checks.within(|| format!("growth of the line of {}", entry.name), bought, most, one, "units a year");
        let extra = extra(model, plan, line);
        if let Some(ramp) = entry.ramp {
            for step in model.horizon.steps() {
                let t = step.index();
                let before = if t == 0 { (entry.capacity[0], 0.0) } else { (entry.capacity[t - 1], extra[t - 1]) };
                let allowed = ramp.0 * (before.0 + before.1);
                checks.within(
                    || format!("ramp of the line of {}, {}", entry.name, model.horizon.year(step)),
                    extra[t] - before.1,
                    allowed,
                    one,
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
                checks.at_most(
                    || {
                        format!(
                            "{} is no payer for the line of {}",
                            model.nations.code(contribution.nation),
                            entry.name
                        )
                    },
                    stranger,
                    0.0,
                    MONEY,
                );
                paid += contribution.amount;
            }
            let year = model.horizon.year(step);
            checks.paid(|| format!("cost of enlarging the line of {}, {year}: unpaid", entry.name), cost, paid);
        }
    }
}

//! What of money, lines and need a plan uses up, as far as it stands in the way of an order.

use crate::id::{CapabilityId, Id, NationId, OfferId};
use crate::layout::number::years;
use crate::measures::need_runs;
use crate::model::Step;
use crate::planning::Run;
use crate::questions::why::answer::{NOTHING, number};

/// What of money, lines and need is used up.
pub(super) fn scarce(run: &Run, buyer: Option<(NationId, Step)>, offer: OfferId) -> Vec<String> {
    let model = &run.model;
    let money = model.money_unit();
    let entry = &model.offers[offer];
    let mut says = Vec::new();
    if let Some((nation, step)) = buyer {
        let spending = &run.known.spending;
        let place = [nation.index(), step.index()];
        let left = spending.left[place];
        if left.is_finite() {
            let (who, year) = (&model.nations[nation].name, model.horizon.year(step));
            let idle = spending.unspent()[place] - left;
            let carried = if idle > NOTHING {
                format!("; {} {money} more are carried into later years and spent in none", number(idle))
            } else {
                String::new()
            };
            says.push(format!("{who} has {} {money} left in {year}{carried}", number(left.max(0.0))));
        }
    }
    for (line, _) in &entry.lines {
        let full: Vec<i32> = (model.horizon.steps())
            .filter(|step| {
                let t = step.index();
                let load: f64 = (model.offers.iter())
                    .flat_map(|(other, sold)| sold.lines.iter().map(move |used| (other, used)))
                    .filter(|(_, (used, _))| used == line)
                    .map(|(other, (_, amount))| {
                        amount * run.known.arrivals.units.slice(ndarray::s![.., other.index(), t]).sum()
                    })
                    .sum();
                let expansion = model.lines[*line].expansion.as_ref();
                let extra: f64 = (run.plan.enlargements.iter())
                    .filter(|bought| bought.line == *line && bought.step.index() + expansion.map_or(0, |e| e.lead) <= t)
                    .map(|bought| bought.amount)
                    .sum();
                let able = model.lines[*line].free[t] + extra;
                able > 0.0 && load >= able * (1.0 - 1e-6)
            })
            .map(|step| model.horizon.year(step).0)
            .collect();
        if !full.is_empty() {
            says.push(format!("the line of {} is full in {}", model.lines[*line].name, years(&full)));
        }
    }
    says.extend(needed(run, buyer.map(|(nation, _)| nation), entry.main()));
    says
}

/// The years of delivery in which all that is needed is ordered: by a nation for itself, or by all.
fn needed(run: &Run, buyer: Option<NationId>, capability: CapabilityId) -> Vec<String> {
    let model = &run.model;
    let own = buyer.filter(|nation| model.own_need(*nation, capability).is_some());
    let name = &model.capabilities[capability].name;
    let whose = own.map_or_else(String::new, |nation| format!(" by {}", model.nations[nation].name));
    let full = need_runs(model, &run.plan.orders, capability, &model.need_table(own, capability), &|order| {
        own.is_none_or(|nation| order.nation == nation)
    });
    let full = full.into_iter().filter(|all| all.found - all.beyond >= all.room * (1.0 - 1e-6));
    // The longest run says most.
    let longest = full.max_by_key(|all| (all.to.index() - all.from.index(), std::cmp::Reverse(all.from)));
    let said = longest.map(|all| {
        let (from, to) = (model.horizon.year(all.from), model.horizon.year(all.to));
        format!("all that is needed of {name}{whose} is ordered, as far as it is delivered from {from} to {to}")
    });
    said.into_iter().collect()
}

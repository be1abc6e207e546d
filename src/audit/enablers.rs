//! What is said to be usable is there and works, and its enablers serve it: in normal times and under denials.

use crate::audit::{Checks, Recomputed};
use crate::id::Id;
use crate::measures::{Lasting, is_over, pieces};
use crate::model::{Denial, Model, Step};
use crate::plan::{Plan, Usable};

pub(super) fn enablers(model: &Model, plan: &Plan, known: &Recomputed, checks: &mut Checks) {
    if let Some(usable) = &plan.usable {
        for step in model.horizon.steps() {
            in_year(model, plan, known, None, usable, step, checks);
        }
    }
    for (denial, usable) in &plan.usable_under {
        let denial = &model.denials[*denial];
        for step in model.horizon.steps().filter(|step| *step >= denial.from) {
            in_year(model, plan, known, Some(denial), usable, step, checks);
        }
    }
}

fn in_year(
    model: &Model,
    plan: &Plan,
    known: &Recomputed,
    denial: Option<&Denial>,
    usable: &Usable,
    step: Step,
    checks: &mut Checks,
) {
    let year = model.horizon.year(step);
    let when = denial.map_or_else(|| year.to_string(), |denial| format!("{year}, {}", denial.name));
    let under = denial.and_then(|denial| denial.since(step).map(|since| Lasting { denial, from: denial.from, since }));
    for (capability, entry) in model.capabilities.iter().filter(|(k, _)| model.touches_enablers(*k)) {
        let place = [capability.index(), step.index()];
        let one = checks.scale.capability(capability);
        let mut there: Vec<(f64, f64)> = (pieces(model, &known.arrivals, under, capability, step).iter())
            .map(|piece| (piece.quality, piece.units))
            .collect();
        let all: f64 = there.iter().map(|(_, units)| units).sum();
        let used = usable.units[place];
        checks.within(|| format!("{} in use, {when}", entry.name), used, all, one, &entry.unit);
        // The best are used first.
        there.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut rest = used;
        let mut best = 0.0;
        for (quality, units) in there {
            let part = units.min(rest);
            best += quality * part;
            rest -= part;
        }
        checks.within(|| format!("usable {}, {when}", entry.name), usable.equivalents[place], best, one, &entry.unit);
        if let (Some(_), Some(normal)) = (denial, &plan.usable) {
            let most = normal.equivalents[place];
            let words = || format!("usable {}, {when}, beside normal times", entry.name);
            checks.within(words, usable.equivalents[place], most, one, &entry.unit);
        }
        let asked: f64 = model
            .capabilities
            .iter()
            .flat_map(|(user, other)| {
                other.needs.iter().filter(|need| need.enabler == capability).map(move |need| (user, need))
            })
            .map(|(user, need)| need.amount * usable.units[[user.index(), step.index()]])
            .sum();
        let provided = denial.map_or(model.provided[place], |denial| model.provided_under(denial, capability, step));
        let switch = denial.and_then(|denial| model.switch_under(denial, capability));
        let stands_in = switch.is_none_or(|switch| is_over(model, plan, switch, step));
        let serves = provided + if stands_in { used } else { 0.0 };
        checks.within(|| format!("{} as an enabler, {when}", entry.name), asked, serves, one, &entry.unit);
    }
}

//! Money that is neither spent nor carried, year by year, and how much of it could still have bought something that arrives in time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::formulation::refusals;
use crate::id::{CapabilityId, Id, NationId};
use crate::measures::{CapabilityGap, gaps};
use crate::model::Step;
use crate::planning::Run;

/// Money that is not spent in one year.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct UnspentYear {
    /// The year.
    pub year: i32,
    /// MEUR that are neither spent nor carried: they lapse, or are left in the last year.
    pub left: f64,
    /// MEUR of it whose owner could still have ordered something that arrives within the horizon and of which something is then
    /// missing to a baseline or to its own target.
    pub in_time: f64,
}

/// Less than this is no money, MEUR, and no gap.
const NOTHING: f64 = 1e-6;

/// Money that is not spent, by year, of those with a budget.
#[must_use]
pub fn unspent(run: &Run) -> Vec<UnspentYear> {
    let (model, left) = (&run.model, &run.known.spending.left);
    let missing = gaps(model, &run.known.stocks).capabilities;
    (model.horizon.steps())
        .map(|step| {
            let mut year = UnspentYear { year: model.horizon.year(step).0, left: 0.0, in_time: 0.0 };
            for nation in model.nations.ids() {
                let sum = left[[nation.index(), step.index()]];
                if !sum.is_finite() || sum <= NOTHING {
                    continue;
                }
                year.left += sum;
                if could_order(run, &missing, nation, step) {
                    year.in_time += sum;
                }
            }
            year
        })
        .collect()
}

/// Whether nothing stands against some order of a nation in a year that would still close a gap.
fn could_order(run: &Run, missing: &[CapabilityGap], nation: NationId, step: Step) -> bool {
    let model = &run.model;
    let groups = || model.groups.ids().filter(|group| model.groups[*group].members.contains(&nation));
    let is_missing = |capability: CapabilityId, from: usize| {
        let gap = missing.iter().find(|gap| gap.capability == capability);
        let own = |year: usize| {
            let place = [nation.index(), capability.index(), year];
            model.targets[place] - run.known.stocks.equivalents[place] > NOTHING
        };
        // Shares that stand in for targets ask for nothing: only a rule judges by them.
        let wants = model.has_targets(capability);
        (from..model.horizon.len()).any(|year| gap.is_some_and(|gap| gap.share[year] > NOTHING) || wants && own(year))
    };
    model.offers.iter().any(|(offer, entry)| {
        let arrives = step.index() + entry.lead_time.rounded_up();
        entry.gives.iter().any(|(capability, _)| is_missing(*capability, arrives))
            && groups().any(|group| refusals(model, nation, group, offer, step).is_empty())
    })
}

//! How nations fare under proposals, and how far that is settled.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::measures::work_shares;
use crate::planning::Run;
use crate::questions::compare::{Comparison, Side};

/// One nation under one proposal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct NationLine {
    /// The proposal's code.
    pub proposal: String,
    /// Code.
    pub nation: String,
    /// Name.
    pub name: String,
    /// What it pays over the horizon, MEUR; funds included.
    pub paid: f64,
    /// Of it, what funds take over, MEUR.
    pub funded: f64,
    /// Value of its own orders, MEUR.
    pub orders: f64,
    /// Work that all orders place in it, MEUR.
    pub work: f64,
    /// Work that it has for each MEUR of its own orders.
    pub work_for_money: Option<f64>,
    /// Its mean weighted shortfall, 0 to 1.
    pub shortfall: f64,
    /// What it pays alone, MEUR.
    pub paid_alone: Option<f64>,
    /// Its shortfall alone.
    pub shortfall_alone: Option<f64>,
    /// Work that it has alone, MEUR.
    pub work_alone: Option<f64>,
    /// `more missing`, `pays more`, or nothing.
    pub worse_off: Option<Cow<'static, str>>,
}

/// Shortfalls nearer than this are alike, and so are payments nearer than this part of them.
pub(super) const ALIKE: f64 = 1e-4;

/// So are payments that are nearer than this, MEUR.
pub(super) const SAME_MONEY: f64 = 0.1;

/// Whether members of some pool could order for one another, as far as anything that they want is concerned.
pub(super) fn is_shared_out(comparison: &Comparison) -> bool {
    comparison.sides.iter().filter_map(|side| side.run.as_ref().ok()).any(|run| {
        let model = &run.model;
        let pools = model.groups.iter().any(|(_, group)| group.is_pool && group.members.len() > 1);
        pools && !model.capabilities.iter().any(|(capability, _)| model.has_targets(capability))
    })
}

/// The lines of one proposal.
pub(super) fn nations(side: &Side, alone: &Side) -> Vec<NationLine> {
    let (Ok(run), Some(outcomes)) = (&side.run, &side.outcomes) else { return Vec::new() };
    let model = &run.model;
    let base = alone.run.as_ref().ok().zip(alone.outcomes.as_ref());
    let work = |run: &Run, code: &str| -> (f64, f64) {
        work_shares(&run.model, &run.plan, &run.known.terms)
            .iter()
            .find(|share| run.model.countries.code(share.country) == code)
            .map_or((0.0, 0.0), |share| (share.work.0, share.orders.0))
    };
    let wants = model.wanted().iter().any(|wanted| *wanted > 0.0);
    model
        .nations
        .iter()
        .map(|(nation, entry)| {
            let n = nation.index();
            let code = model.nations.code(nation);
            let (placed, orders) = work(run, code);
            let there = base.and_then(|(run, outcomes)| {
                let place = run.model.nations.find(code)?.index();
                Some((outcomes.paid[place], outcomes.shortfall[place], work(run, code).0))
            });
            let (paid, shortfall) = (outcomes.paid[n], outcomes.shortfall[n]);
            let worse_off = there.filter(|_| wants).and_then(|(paid_alone, shortfall_alone, _)| {
                if shortfall > shortfall_alone + ALIKE {
                    Some("more missing")
                } else if shortfall > shortfall_alone - ALIKE && paid > paid_alone * (1.0 + ALIKE) + SAME_MONEY {
                    Some("pays more")
                } else {
                    None
                }
            });
            NationLine {
                proposal: side.code.clone(),
                nation: code.to_owned(),
                name: entry.name.clone(),
                paid,
                funded: run.known.spending.funded.row(n).sum(),
                orders,
                work: placed,
                work_for_money: (orders > 0.0).then(|| placed / orders),
                shortfall,
                paid_alone: there.map(|(paid, ..)| paid),
                shortfall_alone: there.map(|(_, shortfall, _)| shortfall),
                work_alone: there.map(|(.., work)| work),
                worse_off: worse_off.map(Cow::Borrowed),
            }
        })
        .collect()
}

//! Dependence by year: what would be lost in the end if support were denied from that year on, and the first year from
//! which on it costs less than a share of capability.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::CapabilityId;
use crate::id::DenialId;
use crate::measures::{lost, lost_of, stocks_in_the_end};
use crate::model::{Denial, Model};
use crate::planning::Run;
use crate::questions::ladder::ladder_of_stock;
use crate::questions::uncounted::uncounted;
use crate::results::ResultDocument;

/// Dependence by year.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Timeline {
    /// Title of the model.
    pub title: String,
    /// Who denies.
    pub by: Vec<String>,
    /// What is denied, in words.
    pub what: String,
    /// Share of capability below which a denial is borne.
    pub below: f64,
    /// By year.
    pub years: Vec<TimelineYear>,
    /// The first year from which on a denial costs less than that share, in all years that follow; nothing where there is
    /// none in the horizon.
    pub independent_from: Option<i32>,
    /// The same for each capability, with what is lost by year.
    pub capabilities: Vec<TimelineCapability>,
    /// Names of capabilities that shares over all capabilities leave out, since they have no baseline in the last year.
    #[serde(default)]
    pub uncounted: Vec<String>,
}

impl ResultDocument for Timeline {
    const NAME: &'static str = "timeline";
}

/// One year.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
pub struct TimelineYear {
    /// The year.
    pub year: i32,
    /// What would be lost in the end of what is usable and needed, counted in baselines: 0 to 1; nothing in a year in which no capability has one.
    pub lost: Option<f64>,
    /// Domestic shares by rung of what stands ready, each counting only what the one before left: 0 to 1; nothing where none of it is
    /// counted in baselines.
    pub rungs: Option<[f64; 5]>,
}

/// One capability by year.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TimelineCapability {
    /// Its code.
    pub capability: String,
    /// Its name.
    pub name: String,
    /// What would be lost in the end, by year: 0 to 1.
    pub lost: Vec<f64>,
    /// The first year from which on it is less than the share.
    pub independent_from: Option<i32>,
}

/// The timeline of a run: a denial by the same parties, of the same, beginning in each year.
#[must_use]
pub fn timeline(run: &Run, denial: &Denial, below: f64) -> Timeline {
    let model = &run.model;
    let normal = &run.known.stocks;
    let left = stocks_in_the_end(model, &run.plan, &run.known.arrivals, normal, denial);
    let all = lost(model, normal, &left);
    let years = (model.horizon.steps().zip(&all))
        .map(|(step, &lost)| TimelineYear { year: model.horizon.year(step).0, lost, rungs: ladder_of_stock(run, step) })
        .collect();
    let of = |capability: CapabilityId| -> Vec<f64> {
        // One alone is counted in its own units.
        model.horizon.steps().map(|step| lost_of(model, normal, &left, [capability], step)).collect()
    };
    let capabilities = (model.capabilities.iter())
        .map(|(capability, entry)| {
            let lost = of(capability);
            TimelineCapability {
                capability: model.capabilities.code(capability).to_owned(),
                name: entry.name.clone(),
                independent_from: independent_from(model, &lost.iter().copied().map(Some).collect::<Vec<_>>(), below),
                lost,
            }
        })
        .collect();
    Timeline {
        title: model.title.clone(),
        by: denial.by.iter().map(|party| model.party_name(*party).to_owned()).collect(),
        what: denial.what_words(),
        below,
        years,
        independent_from: independent_from(model, &all, below),
        capabilities,
        uncounted: uncounted(run, model.horizon.last_step()),
    }
}

/// The first year from which on no year is known to lose as much as a share; nothing where from then on nothing can be counted.
fn independent_from(model: &Model, lost: &[Option<f64>], below: f64) -> Option<i32> {
    let after = lost.iter().rposition(|lost| lost.is_some_and(|lost| lost >= below)).map_or(0, |place| place + 1);
    lost.get(after..)?
        .iter()
        .any(Option::is_some)
        .then(|| model.horizon.at(after))?
        .map(|step| model.horizon.year(step).0)
}

/// The same for several denials. When one begins is what a timeline runs through: those that differ in nothing else are one.
#[must_use]
pub fn timelines(run: &Run, denials: &[DenialId], below: f64) -> Vec<Timeline> {
    let mut list: Vec<Timeline> = Vec::new();
    for denial in denials {
        let line = timeline(run, &run.model.denials[*denial], below);
        if !list.iter().any(|there| there.by == line.by && there.what == line.what) {
            list.push(line);
        }
    }
    list
}

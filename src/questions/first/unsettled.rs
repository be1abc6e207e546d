//! Gaps that the goals leave open: plans that keep to what goals may give up have less of them, or more.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::formulation::{ColumnKey, Expression, Formulation, LARGE};
use crate::id::{CapabilityId, Id};
use crate::measures::gaps;
use crate::model::Sense;
use crate::planning::{FixedModel, Run};
use crate::questions::Unanswered;

/// A gap of the last year that is not settled.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct UnsettledGap {
    /// Id of the capability.
    pub capability: String,
    /// Its name.
    pub name: String,
    /// The smallest gap in the last year of plans that keep to every goal, as far as it may give way: 0 to 1.
    pub least: f64,
    /// The largest such gap.
    pub most: f64,
}

/// What is shown as the same percentage is settled.
const SAME: f64 = 5e-3;

/// Gaps of the last year that other plans have otherwise, which keep to the goals as well and decide each yes or no as this one
/// does. Nothing where the model is so large that asking would take longer than solving it.
///
/// # Errors
/// The solver could not be trusted, or the budget was spent.
pub fn unsettled_gaps(run: &Run, budget: Budget<'_>) -> Result<Option<Vec<UnsettledGap>>, Unanswered> {
    let model = &run.model;
    // What was solved is no larger than the formulation of the whole model.
    if run.size.non_zeros > LARGE {
        return Ok(None);
    }
    let formulation = Formulation::of(model, run.known.alone.as_ref());
    if formulation.is_large() || run.kept.len() != model.goals.len() {
        return Ok(None);
    }
    let step = model.horizon.last_step();
    let columns: Vec<(CapabilityId, usize, f64)> = (model.capabilities.ids())
        .filter_map(|capability| {
            let usable = ColumnKey::Usable { denial: None, capability, step };
            let stock = ColumnKey::Stock { capability, step };
            let held = run.nothing.stocks.usable[[capability.index(), step.index()]];
            let found = formulation.columns.find(usable).map(|column| (column, 0.0));
            let (column, held) = found.or_else(|| Some((formulation.columns.find(stock)?, held)))?;
            Some((capability, column, held))
        })
        .collect();
    let decided = run.decisions.iter().copied().collect();
    let mut fixed = FixedModel::over(model, run.known.alone.as_ref(), formulation, Some(&decided), budget.silent())?;
    for (place, kept) in run.kept.iter().enumerate() {
        fixed.keep(place, Some(*kept));
    }
    let mut list = Vec::new();
    for gap in gaps(model, &run.known.stocks).capabilities {
        let baseline = gap.baseline[step.index()];
        let Some((_, column, held)) = columns.iter().find(|(capability, ..)| *capability == gap.capability) else {
            continue;
        };
        if baseline <= 0.0 {
            continue;
        }
        let asked = Expression { terms: vec![(*column, 1.0)] };
        let mut end = |sense| -> Result<f64, Unanswered> {
            let there = fixed.explorer.optimise(&asked, sense)?.value + held;
            Ok((baseline - there).max(0.0) / baseline)
        };
        let (least, most) = (end(Sense::Maximise)?, end(Sense::Minimise)?);
        if most - least > SAME {
            let entry = &model.capabilities[gap.capability];
            let capability = model.capabilities.code(gap.capability).to_owned();
            list.push(UnsettledGap { capability, name: entry.name.clone(), least, most });
        }
    }
    Ok(Some(list))
}

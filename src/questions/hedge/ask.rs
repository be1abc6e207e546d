//! One plan for the futures that a study weighs, under a proposal by its name.

use crate::planning::{Approach, plan};
use crate::questions::hedge::{HedgeData, HedgeProblem, futures_of, hedge};
use crate::scenario::{DecisionSource, Models, Study};
use crate::units::Year;

/// Makes one plan for the weighted futures of a study. Nothing for the proposal: the first of the study.
///
/// # Errors
/// The study weighs no futures, its model has no such proposal, or there is no plan, or none that can be trusted.
pub fn hedge_study(
    study: &Study,
    models: &Models<'_>,
    proposal: Option<&str>,
    approach: Approach<'_>,
) -> Result<HedgeData, HedgeProblem> {
    let Some(asked) = &study.two_stage else {
        let example = "two_stage: { decide_until: 2027, futures: { base: 2, crisis: 1 } }";
        let what = format!("the study weighs no futures; add `{example}` with scenarios of its own");
        return Err(HedgeProblem::Futures(what));
    };
    let base = models.base();
    let known: Vec<&str> = base.proposals.codes().collect();
    let proposal = match proposal {
        Some(name) if known.contains(&name) => name,
        Some(name) => {
            let known = known.join(", ");
            return Err(HedgeProblem::Asked(format!("the model has no proposal `{name}`; it has {known}")));
        }
        None => match study.proposals.first() {
            Some(first) => first,
            None => {
                return Err(HedgeProblem::Asked("the study names no proposal; name one with --proposal".to_owned()));
            }
        },
    };
    let futures = futures_of(study, models, proposal)?;
    let from_base = study.decisions == DecisionSource::FromBase;
    let decided = match base.proposals.find(proposal).filter(|_| from_base) {
        Some(id) => {
            let of_base = |problem| HedgeProblem::Alone("base".to_owned(), problem);
            Some(plan(&base.under(id), approach).map_err(of_base)?.decisions)
        }
        None => None,
    };
    let found = hedge(&futures, Year(asked.decide_until), approach, decided.as_deref())?;
    Ok(HedgeData::of(&study.name, proposal, from_base, &found))
}

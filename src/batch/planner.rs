//! From a model to a plan: the one place where a batch solves. Each worker has a planner of its own, and what a planner
//! finds hangs on the model alone.

use std::sync::OnceLock;

use crate::budget::Budget;
use crate::model::Model;
use crate::planning::Base;
use crate::planning::DecidedBy;
use crate::planning::{Approach, Problem, Run, plan};
use crate::scenario::DecisionSource;
use crate::solve::Failure;

/// What the plan of the model as it is decides, or why there is none.
type BaseResult = Result<Base, Problem>;

/// What the planners of a batch share.
pub struct SharedBases {
    decisions: DecisionSource,
    /// The model as it is under each proposal, and what its plan decides, once it has been asked for.
    bases: Vec<(String, Model, OnceLock<BaseResult>)>,
}

impl SharedBases {
    /// For runs of a model under these proposals.
    #[must_use]
    pub fn of(model: &Model, proposals: &[String], decisions: DecisionSource) -> Self {
        let under = |code: &String| Some((code.clone(), model.under(model.proposals.find(code)?), OnceLock::new()));
        Self { decisions, bases: proposals.iter().filter_map(under).collect() }
    }

    fn decided(&self, proposal: &str) -> Option<&BaseResult> {
        let (_, model, decided) = self.bases.iter().find(|(code, ..)| code == proposal)?;
        Some(decided.get_or_init(|| Base::of(model, Budget::default())))
    }
}

/// A plan, and how it came about.
pub struct Planned {
    /// The plan with everything that is known about it.
    pub run: Run,
    /// Where every integer decision comes from.
    pub decided: DecidedBy,
}

impl Planned {
    /// How the first goal was solved.
    pub(super) fn method(&self) -> String {
        self.run.stages.first().map_or_else(|| "from base".to_owned(), |stage| stage.method.to_owned())
    }
}

/// Plans one model after the other.
pub struct Planner<'a> {
    shared: &'a SharedBases,
}

impl<'a> Planner<'a> {
    /// A planner of a batch.
    #[must_use]
    pub const fn of(shared: &'a SharedBases) -> Self {
        Self { shared }
    }

    /// The plan of a model that is under a proposal.
    ///
    /// # Errors
    /// There is no plan, or none that can be trusted.
    pub fn plan(&mut self, model: &Model) -> Result<Planned, Problem> {
        if self.shared.decisions == DecisionSource::FromBase
            && let Some(decided) = self.shared.decided(model.proposal_code())
        {
            let decided = decided.as_ref().map_err(Clone::clone)?;
            if decided.decides() {
                match decided.plan(model, Budget::default()) {
                    // Less money may not reach what was committed to, nor bands below: then the run decides by itself, and says so.
                    Err(Problem::Unsolved(Failure::Infeasible)) => {}
                    other => return other.map(|(run, decided)| Planned { run, decided }),
                }
            }
        }
        Ok(Planned { run: plan(model, Approach::default())?, decided: DecidedBy::Own })
    }
}

//! Many runs of one study: every scenario under every proposal, each from the same start, on as many workers as are asked
//! for. What comes of a run hangs on the run alone, never on what a worker did before.

use std::time::Instant;

use crate::batch::facts;
use crate::batch::finished::{Finished, ScenarioChange, Status};
use crate::batch::planner::{Planner, SharedBases};
use crate::planning::Problem;
use crate::scenario::Models;
use crate::scenario::{Scenario, Study, apply, run_digest};

/// A study with the model that it varies.
pub struct Batch<'a> {
    /// What is varied.
    pub study: &'a Study,
    /// The model, as it is and with values laid over it.
    pub models: Models<'a>,
    /// The digest of the files that the model was read from.
    pub read_from: String,
    /// What runs share.
    pub shared: SharedBases,
}

impl Batch<'_> {
    /// One run, by its number.
    pub fn run(&self, planner: &mut Planner<'_>, number: usize) -> Option<Finished> {
        let began = Instant::now();
        let (scenario, proposal) = self.study.run(number)?;
        let mut finished = Finished {
            run: number,
            digest: run_digest(&self.read_from, self.study, &scenario, proposal),
            proposal: proposal.to_owned(),
            varied: varied(&scenario),
            scenario: scenario.name.clone(),
            ..Finished::default()
        };
        match self.outcome(planner, &scenario, proposal, &mut finished) {
            Ok(()) => finished.status = Status::Solved,
            Err((status, reason)) => (finished.status, finished.reason) = (status, Some(reason)),
        }
        finished.seconds = began.elapsed().as_secs_f64();
        Some(finished)
    }

    /// The digest of a run, by its number.
    #[must_use]
    pub fn digest_of(&self, number: usize) -> Option<String> {
        let (scenario, proposal) = self.study.run(number)?;
        Some(run_digest(&self.read_from, self.study, &scenario, proposal))
    }

    fn outcome(
        &self,
        planner: &mut Planner<'_>,
        scenario: &Scenario,
        proposal: &str,
        finished: &mut Finished,
    ) -> Result<(), (Status, String)> {
        let bad = |what: String| (Status::BadModel, what);
        let known = self.models.with(&scenario.settings()).map_err(bad)?;
        let applied =
            apply(&known.model, &known.figures, &scenario.changes).map_err(|refusal| bad(refusal.to_string()))?;
        let id = applied.model.proposals.find(proposal);
        let id = id.ok_or_else(|| bad(format!("the model of this scenario has no proposal `{proposal}`")))?;
        let model = applied.model.under(id);
        let planned = planner.plan(&model).map_err(|problem| (status(&problem), problem.to_string()))?;
        finished.decided = planned.decided;
        finished.method = planned.method();
        finished.goals = facts::goals(&planned.run);
        finished.facts = facts::facts(&planned.run, &applied.denied, self.study);
        Ok(())
    }
}

fn varied(scenario: &Scenario) -> Vec<ScenarioChange> {
    let one = |change: &crate::scenario::ModelChange| {
        let (what, to) = change.told();
        ScenarioChange { what, to, number: change.number() }
    };
    scenario.changes.iter().map(one).collect()
}

const fn status(problem: &Problem) -> Status {
    use crate::solve::Failure;
    match problem {
        Problem::Unsolved(Failure::Infeasible | Failure::PerhapsInfeasible) => Status::Infeasible,
        Problem::Unsolved(Failure::Unbounded(_)) => Status::Unbounded,
        Problem::Unsolved(
            Failure::TimeLimit { .. } | Failure::Cancelled | Failure::Numerical { .. } | Failure::FalseBound { .. },
        ) => Status::Numerical,
        Problem::Refused(_) => Status::BadModel,
        Problem::FailedAudit(_) => Status::FailedAudit,
    }
}

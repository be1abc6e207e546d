//! Goals where all that is decided by yes or no is which price bands commitments reach: plans by rounding, a bound by a
//! sharpened relaxation, and a search only where the two do not meet.

use crate::formulation::ColumnKey;
use crate::solve::Failure;
use crate::solve::attempt::teller;
use crate::solve::carried::{Candidate, Proof};
use crate::solve::certificate::check;
use crate::solve::engine::{Ending, Point};
use crate::solve::rounding::{Relaxation, Watch, is_near, value};
use crate::solve::stages::{Run, Stage, Task};

/// The best plan so far.
struct Best {
    stage: Stage,
    cost: f64,
    /// With every band decided.
    point: Point,
}

impl Run<'_> {
    /// Decides for a goal which bands are reached, and proves what is left as a linear programme.
    pub(super) fn decide_bands(&mut self, task: &Task<'_>, relaxation: &mut Relaxation<'_>) -> Result<Stage, Failure> {
        let earlier = self.fixed.clone();
        self.warm = false;
        relaxation.wants_corners = task.place + 1 == self.formulation.goals.len();
        let gap = self.proof_gap;
        let mut best: Option<Best> = None;
        let mut failure = None;
        let (limit, started, progress) = (self.options.time_limit, self.started, self.options.progress);
        let left = move || limit.map(|limit| (limit - started.elapsed().as_secs_f64()).max(0.0));
        let tell = teller(progress, task.place);
        let watch = Watch { left: &left, told: progress.is_some().then_some(&tell) };
        let mut bound = relaxation.rounds(task.costs, gap, None, watch, &mut |candidate, bound| match self
            .attempt(task, candidate, bound)
        {
            Ok(found) => {
                let found = found?;
                let told = (found.cost, found.point.columns.clone());
                if best.as_ref().is_none_or(|best| found.cost < best.cost) {
                    best = Some(found);
                }
                Some(told)
            }
            Err(other) => {
                failure = Some(other);
                None
            }
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        // What held for the last goal still does.
        if let (None, Some(earlier)) = (&best, &earlier) {
            best = self.attempt(task, &Candidate { fixed: earlier.clone(), proof: None }, bound)?;
        }
        if !best.as_ref().is_some_and(|best| is_near(best.cost, bound, gap)) {
            let from = best.as_ref().map(|best| best.point.columns.clone());
            let (ending, proven, at) = relaxation.search(gap, from.as_deref(), watch);
            bound = bound.max(proven);
            if let Some(at) = at
                && let Some(found) = self.attempt(task, &Candidate { fixed: at, proof: None }, bound)?
                && best.as_ref().is_none_or(|best| found.cost < best.cost)
            {
                best = Some(found);
            }
            if best.is_none() {
                self.judge(task.place, task.words, if earlier.is_none() { ending } else { Ending::TimeLimit })?;
            }
        }
        let Some(Best { mut stage, point, .. }) = best else {
            let what = "the search ended without a plan".to_owned();
            return Err(Failure::Numerical { goal: task.words.to_owned(), what });
        };
        self.fix(&point.columns);
        self.point = Some(point);
        Self::bounded(&mut stage, task, bound);
        self.warm = false;
        Ok(stage)
    }

    /// What a goal comes to with certain bands; nothing where no plan reaches them. What the relaxation says of it is checked here like
    /// what any solve says; where it does not hold, the bands are decided in the formulation, which is then solved.
    fn attempt(&mut self, task: &Task<'_>, candidate: &Candidate, bound: f64) -> Result<Option<Best>, Failure> {
        if let Some(Proof { point, method, iterations }) =
            candidate.proof.as_ref().filter(|_| self.options.settings.dual_lifting)
        {
            let (formulation, kept) = (self.formulation, &self.kept);
            let decided = |place: usize, key: ColumnKey| key.is_integer().then(|| candidate.fixed[place].round());
            let (certificate, proven) = check(formulation, kept, task.costs, point, decided, None);
            tracing::debug!(?certificate, "carried over");
            if certificate.holds() {
                let mut stage = self.proven(task, (certificate, proven), point, (*method, *iterations));
                Self::bounded(&mut stage, task, bound);
                return Ok(Some(Best { stage, cost: value(task.costs, &point.columns), point: point.clone() }));
            }
        }
        self.fix(&candidate.fixed);
        let proven = self.prove(task, Some(bound));
        self.warm = proven.is_ok();
        match proven {
            Ok(stage) => {
                let point = self.point.clone().unwrap_or_default();
                Ok(Some(Best { stage, cost: value(task.costs, &point.columns), point }))
            }
            Err(Failure::Infeasible | Failure::Numerical { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

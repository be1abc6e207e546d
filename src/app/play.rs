//! The stages of an answer: a first plan with decisions that are known, what it is against standalone procurement, the plan decided anew
//! and proven, and the comparison of proven plans.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::app::answer::{answer_of, no_plan};
use crate::app::desk::{Desk, DeskBase, DeskSearch};
use crate::app::headline::in_goal_unit;
use crate::app::planned::{ComparedPlans, KnownState, PlanStatus, StateReading, SurePlan};
use crate::app::server::AppShared;
use crate::app::ways_out::tell_conflict;
use crate::budget::{Budget, Progress};
use crate::model::{ALONE, Goal, Model};
use crate::planning::{Approach, Base, Problem, Run, plan};
use crate::questions::compare::{ComparisonSummary, PlanRequest, compare_by, contenders};
use crate::solve::Failure;

/// Seconds in which a small model is planned as it is, before a plan that is proven less nearly is looked for.
const AT_ONCE: f64 = 2.0;

/// How near to its bound a first plan must be.
const ROUGHLY: f64 = 0.25;

/// Time between two messages of how far a search is.
const BETWEEN: Duration = Duration::from_millis(200);

/// A stage of the search for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SearchStage {
    /// A first plan.
    First,
    /// What it is against standalone procurement.
    Compare,
    /// The plan decided anew, and proven.
    Prove,
    /// The comparison of proven plans.
    CompareProven,
}

impl SearchStage {
    /// Whether it may take as long as a proof.
    pub const fn is_slow(self) -> bool {
        matches!(self, Self::Prove | Self::CompareProven)
    }
}

/// One stage at work.
struct Playing<'a> {
    app: &'a Arc<AppShared>,
    desk: &'a Arc<Desk>,
    search: &'a DeskSearch,
    reading: Arc<StateReading>,
    began: Instant,
    told: Mutex<Instant>,
}

/// Does a stage of a search; the next one, if there is one.
pub(super) fn play(
    app: &Arc<AppShared>,
    desk: &Arc<Desk>,
    search: &DeskSearch,
    stage: SearchStage,
) -> Option<SearchStage> {
    let reading = {
        let state = desk.state();
        if state.revision != search.revision {
            return None;
        }
        state.reading.clone()
    };
    let began = Instant::now();
    let playing = Playing { app, desk, search, reading, began, told: Mutex::new(began) };
    let next = match stage {
        SearchStage::First => playing.first(),
        SearchStage::Compare => playing.compare(false),
        SearchStage::Prove => playing.prove(),
        SearchStage::CompareProven => playing.compare(true),
    };
    if search.is_ended() {
        playing.stopped();
        return None;
    }
    if next.is_none() {
        desk.news.tell("progress", &json!({ "revision": search.revision, "done": true }));
    }
    next
}

/// How sure a plan is that took its own decisions.
pub(super) fn status_of(run: &Run) -> PlanStatus {
    let proven = run.stages.iter().all(|stage| !stage.is_cut_short && stage.proof_gap.is_finite());
    if proven && !run.stages.is_empty() { PlanStatus::Proven } else { PlanStatus::Decided }
}

/// The same model whose plan must be proven less nearly.
fn roughly(model: &Model) -> Model {
    let goals: Vec<Goal> = model.goals.iter().map(|goal| Goal { proof_gap: Some(ROUGHLY), ..goal.clone() }).collect();
    model.with_goals(goals).unwrap_or_else(|_| model.clone())
}

/// A first plan of a model with no decisions to start from.
fn first_plan(model: &Model, approach: Approach<'_>) -> Result<SurePlan, Problem> {
    let at_once = approach.budget.within(Some(AT_ONCE));
    match plan(model, Approach { budget: at_once, ..approach }) {
        Ok(run) => Ok(SurePlan { status: status_of(&run), run: Arc::new(run) }),
        Err(Problem::Unsolved(Failure::TimeLimit { .. })) => {
            let run = plan(&roughly(model), approach)?;
            // Its goals are those of the model, whatever they were proven to.
            Ok(SurePlan { status: PlanStatus::Decided, run: Arc::new(Run { model: model.clone(), ..run }) })
        }
        Err(other) => Err(other),
    }
}

impl Playing<'_> {
    /// Works within the limits, until the search ends.
    fn within<T>(&self, telling: bool, work: impl FnOnce(Budget<'_>) -> T) -> T {
        let tell = |progress: Progress<'_>| self.tell(progress);
        let budget = Budget::of(Some(self.app.limits.seconds)).cancelled_by(&self.search.cancel);
        work(if telling { budget.telling(&tell) } else { budget })
    }

    fn tell(&self, progress: Progress<'_>) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(solver) = progress.solver.filter(|_| told.elapsed() >= BETWEEN) else { return };
        *told = Instant::now();
        let model = &self.reading.model;
        let goal = model.goals.get(solver.goal);
        let bound = solver.bound.filter(|bound| bound.is_finite());
        let gap = match solver.gap {
            Some(gap) if gap.is_finite() => format!("best plan within {:.2} % of its bound", 100.0 * gap),
            Some(_) => "no plan yet".to_owned(),
            None => String::new(),
        };
        let progress = json!({
            "revision": self.search.revision,
            "goal": (solver.goal + 1).min(model.goals.len()), "of": model.goals.len(),
            "goal_label": goal.map_or_else(|| "break ties".to_owned(), Goal::words),
            "bound_text": goal.zip(bound).map(|(goal, bound)| format!("bound {}", in_goal_unit(model, goal, bound))).unwrap_or_default(),
            "gap_text": gap, "seconds": self.began.elapsed().as_secs_f64(),
        });
        drop(told);
        self.desk.news.tell("progress", &progress);
    }

    /// Tells what is known of the state, if it is still the one that is shown.
    fn publish(&self, known: KnownState) {
        self.app.memory.keep_state(&known);
        let answer = Arc::new(answer_of(&self.desk.loaded, &known, self.search.revision));
        let mut state = self.desk.state();
        if state.revision == self.search.revision {
            state.known = Some(known);
            state.answer = Some(answer.clone());
            drop(state);
            self.desk.news.tell("answer", &answer);
        }
    }

    /// What is known of this state.
    fn known(&self) -> Option<KnownState> {
        let own = self.desk.state().known.clone().filter(|known| known.reading.digest == self.reading.digest);
        own.or_else(|| self.app.memory.state(&self.reading.digest))
    }

    fn base_key(&self, proposal: &str) -> String {
        format!("{}/{proposal}", self.desk.loaded.digest)
    }

    /// Decisions to start from: those of the desk's last plan under the proposal, else of any plan under it.
    fn base(&self, proposal: &str) -> Option<Arc<Base>> {
        let own = self.desk.state().base.clone().filter(|base| base.proposal == proposal);
        own.map(|base| base.base).or_else(|| self.app.memory.base(&self.base_key(proposal)))
    }

    /// Keeps the decisions of a plan for the next one.
    fn keep_base(&self, run: &Run) {
        let proposal = self.reading.proposal.clone();
        let base = Arc::new(self.within(false, |budget| Base::of_run(run, budget)));
        if self.search.is_ended() {
            return;
        }
        let key = self.base_key(&proposal);
        if self.app.memory.base(&key).is_none() {
            self.app.memory.keep_base(key, base.clone());
        }
        self.desk.state().base = Some(DeskBase { proposal, base });
    }

    fn first(&self) -> Option<SearchStage> {
        if let Some(known) = self.app.memory.state(&self.reading.digest) {
            let next = Self::after(&known);
            let decided = (known.plan.status != PlanStatus::Kept).then(|| known.plan.run.clone());
            // Readings of one digest are the same; the plan goes with the one that it was made for.
            self.publish(known);
            if let Some(run) = decided.filter(|_| self.base(&self.reading.proposal).is_none()) {
                self.keep_base(&run);
            }
            return next;
        }
        let model = &self.reading.model;
        let base = self.base(&self.reading.proposal).filter(|base| base.decides());
        let found = match &base {
            Some(base) => match self.within(true, |budget| base.plan(model, budget)) {
                Ok((run, _)) => Ok(SurePlan { run: Arc::new(run), status: PlanStatus::Kept }),
                Err(_) if self.search.is_ended() => return None,
                // Whether there is a plan at all shows when everything is decided anew.
                Err(_) => return Some(SearchStage::Prove),
            },
            None => self.within(true, |budget| first_plan(model, Approach::within(budget))),
        };
        match found {
            Ok(plan) => {
                let decided = plan.status != PlanStatus::Kept;
                let run = plan.run.clone();
                let known = KnownState {
                    reading: self.reading.clone(),
                    plan,
                    compared: None,
                    seconds: self.began.elapsed().as_secs_f64(),
                };
                let next = Self::after(&known);
                self.publish(known);
                if decided {
                    self.keep_base(&run);
                }
                next
            }
            Err(problem) => self.without_plan(&problem),
        }
    }

    /// What is left to be found out of a state.
    fn after(known: &KnownState) -> Option<SearchStage> {
        if known.is_settled() {
            None
        } else if known.compared.is_none() && !known.reading.is_alone() {
            Some(SearchStage::Compare)
        } else if known.plan.status != PlanStatus::Proven {
            Some(SearchStage::Prove)
        } else {
            Some(SearchStage::CompareProven)
        }
    }

    fn prove(&self) -> Option<SearchStage> {
        let model = &self.reading.model;
        let before = self.known();
        let alone = before.as_ref().and_then(|known| known.plan.run.known.alone.clone());
        let found =
            self.within(true, |budget| plan(model, Approach { alone: alone.as_ref(), ..Approach::within(budget) }));
        let run = match found {
            Ok(run) => Arc::new(run),
            Err(problem) => return self.without_plan(&problem),
        };
        let mut status = status_of(&run);
        if self.search.is_ended() {
            if !self.search.stopped.load(std::sync::atomic::Ordering::Relaxed) {
                return None;
            }
            status = if status == PlanStatus::Proven { status } else { PlanStatus::Stopped };
        }
        let compared = before.and_then(|known| known.compared);
        let plan = SurePlan { run: run.clone(), status };
        self.publish(KnownState {
            reading: self.reading.clone(),
            plan,
            compared,
            seconds: self.began.elapsed().as_secs_f64(),
        });
        if self.search.is_ended() {
            return None;
        }
        self.keep_base(&run);
        (!self.reading.is_alone()).then_some(SearchStage::CompareProven)
    }

    /// Tells that there is no plan, and looks for what stands in its way.
    fn without_plan(&self, problem: &Problem) -> Option<SearchStage> {
        if self.search.is_ended() {
            return None;
        }
        let before = self.known();
        match problem {
            Problem::Unsolved(Failure::TimeLimit { .. }) if before.is_some() => {}
            Problem::Unsolved(Failure::Infeasible | Failure::PerhapsInfeasible) => {
                self.tell_no_plan(no_plan(self.search.revision, "no_plan", problem));
                let conflict = self.within(true, |budget| {
                    tell_conflict(&self.desk.loaded, &self.reading, problem, self.search.revision, budget)
                });
                if !self.search.is_ended() {
                    self.tell_no_plan(conflict);
                }
            }
            _ => self.tell_no_plan(no_plan(self.search.revision, "refused", problem)),
        }
        None
    }

    fn tell_no_plan(&self, answer: serde_json::Value) {
        let mut state = self.desk.state();
        if state.revision == self.search.revision {
            let answer = Arc::new(answer);
            state.answer = Some(answer.clone());
            state.known = None;
            drop(state);
            self.desk.news.tell("answer", &answer);
        }
    }

    /// Tells what is known, marked as stopped, where the user wants no more of the search.
    fn stopped(&self) {
        if !self.search.stopped.load(std::sync::atomic::Ordering::Relaxed) {
            return;
        }
        if let Some(mut known) = self.known()
            && known.plan.status != PlanStatus::Stopped
        {
            if known.plan.status != PlanStatus::Proven {
                known.plan.status = PlanStatus::Stopped;
            }
            self.publish(known);
        } else if self.desk.state().known.is_none() {
            self.tell_no_plan(no_plan(self.search.revision, "stopped", &Problem::Unsolved(Failure::Cancelled)));
        }
        self.desk.news.tell("progress", &json!({ "revision": self.search.revision, "done": true }));
    }

    /// A plan that a comparison needs, from what is remembered or anew.
    fn obtained(
        &self,
        key: &str,
        asked: &PlanRequest<'_>,
        base: Option<&Base>,
        sure: bool,
    ) -> Result<SurePlan, Problem> {
        if let Some(known) = self.app.memory.plan(key)
            && (!sure || known.status == PlanStatus::Proven)
        {
            return Ok(known);
        }
        let approach = asked.approach;
        let found = if sure {
            plan(asked.model, approach).map(|run| SurePlan { status: status_of(&run), run: Arc::new(run) })?
        } else {
            let kept = base.filter(|base| base.decides()).and_then(|base| base.plan(asked.model, approach.budget).ok());
            match kept {
                Some((run, _)) => SurePlan { run: Arc::new(run), status: PlanStatus::Kept },
                None => first_plan(asked.model, approach)?,
            }
        };
        if !self.search.is_ended() {
            self.app.memory.keep_plan(key.to_owned(), found.clone());
        }
        Ok(found)
    }

    fn compare(&self, sure: bool) -> Option<SearchStage> {
        let known = self.known()?;
        let reading = &self.reading;
        let Ok(list) = contenders(&reading.whole, std::slice::from_ref(&reading.proposal), None) else { return None };
        let (own, alone) = (self.base(&reading.proposal), self.base(ALONE));
        let worst = Mutex::new(known.plan.status);
        let planner = |asked: &PlanRequest<'_>| -> Result<Run, Problem> {
            let of_alone = asked.place == 0;
            let kind = if asked.is_cheapest { "least" } else { "plan" };
            let digest = if of_alone { &reading.alone_digest } else { &reading.digest };
            if !of_alone && !asked.is_cheapest {
                return Ok((*known.plan.run).clone());
            }
            let base = if of_alone { &alone } else { &own };
            let found = self.obtained(&format!("{digest}/{kind}"), asked, base.as_deref(), sure)?;
            if of_alone && !asked.is_cheapest && alone.is_none() && found.status != PlanStatus::Kept {
                let base = Arc::new(Base::of_run(&found.run, asked.approach.budget));
                if !self.search.is_ended() {
                    self.app.memory.keep_base(self.base_key(ALONE), base);
                }
            }
            let mut worst = worst.lock().unwrap_or_else(PoisonError::into_inner);
            *worst = (*worst).min(found.status);
            Ok((*found.run).clone())
        };
        let comparison = self.within(true, |budget| compare_by(&list, Approach::within(budget), 1, &planner));
        if self.search.is_ended() {
            return None;
        }
        let proven = worst.into_inner().unwrap_or(PlanStatus::Kept) == PlanStatus::Proven;
        if let Some(summary) = ComparisonSummary::of(&comparison, &reading.model.title) {
            let compared = Some(Arc::new(ComparedPlans { comparison, summary, proven }));
            self.publish(KnownState { compared, ..known.clone() });
        }
        match (known.plan.status, proven) {
            (PlanStatus::Proven, true) => None,
            (PlanStatus::Proven, false) => (!sure).then_some(SearchStage::CompareProven),
            _ if sure => None,
            _ => Some(SearchStage::Prove),
        }
    }
}

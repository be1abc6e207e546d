//! The stages of an answer: a first plan with decisions that are known, what it is against standalone procurement, the plan decided anew
//! and proven, and the comparison of proven plans.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::app::answer::{answer_of, no_plan};
use crate::app::desk::{Desk, DeskBase, DeskSearch};
use crate::app::first_plan::{first_plan, status_of};
use crate::app::headline::in_goal_unit;
use crate::app::planned::{KnownState, PlanStatus, StateReading, SurePlan};
use crate::app::server::AppShared;
use crate::app::ways_out::tell_conflict;
use crate::budget::{Budget, Progress};
use crate::model::Goal;
use crate::planning::{Approach, Base, Problem, Run, plan};
use crate::solve::Failure;

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

/// One stage at work.
pub(super) struct Playing<'a> {
    pub app: &'a Arc<AppShared>,
    pub desk: &'a Arc<Desk>,
    pub search: &'a DeskSearch,
    pub reading: Arc<StateReading>,
    began: Instant,
    told: Mutex<Instant>,
    /// Whether the stage looks for a plan that is proven.
    is_sure: bool,
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
    let is_sure = matches!(stage, SearchStage::Prove | SearchStage::CompareProven);
    let playing = Playing { app, desk, search, reading, began, told: Mutex::new(began), is_sure };
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
    if next.is_none() && (is_sure || !search.proving.load(Ordering::Relaxed)) {
        desk.news.tell("progress", &json!({ "revision": search.revision, "done": true }));
    }
    next
}

impl Playing<'_> {
    /// Works within the limits, until the search ends, or for a stage whose plan is not sure until a surer one is there.
    pub fn within<T>(&self, telling: bool, work: impl FnOnce(Budget<'_>) -> T) -> T {
        let tell = |progress: Progress<'_>| self.tell(progress);
        let flag = if self.is_sure { &self.search.cancel } else { &self.search.outrun };
        let budget = Budget::of(Some(self.app.limits.seconds)).cancelled_by(flag);
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

    /// Whether nobody waits for this stage any more.
    pub fn is_over(&self) -> bool {
        self.search.is_ended() || (!self.is_sure && self.search.outrun.load(Ordering::Relaxed))
    }

    /// Tells what is known of the state, if it is still the one that is shown and nothing surer is known of it.
    pub fn publish(&self, mut known: KnownState) {
        if let Some(there) = self.known().filter(|there| there.plan.status > known.plan.status) {
            known = KnownState { compared: known.compared.or(there.compared), ..there };
        }
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
    pub fn known(&self) -> Option<KnownState> {
        let own = self.desk.state().known.clone().filter(|known| known.reading.digest == self.reading.digest);
        own.or_else(|| self.app.memory.state(&self.reading.digest))
    }

    pub fn base_key(&self, proposal: &str) -> String {
        format!("{}/{proposal}", self.desk.loaded.digest)
    }

    /// Decisions to start from: those of the desk's last plan under the proposal, else of any plan under it.
    pub fn base(&self, proposal: &str) -> Option<Arc<Base>> {
        let own = self.desk.state().base.clone().filter(|base| base.proposal == proposal);
        own.map(|base| base.base).or_else(|| self.app.memory.base(&self.base_key(proposal)))
    }

    /// Keeps the decisions of a plan for the next one, at once, and then with where its goals ended, which takes some solves.
    fn keep_base(&self, run: &Run, status: PlanStatus) {
        let keep = |base: Arc<Base>| {
            let proposal = self.reading.proposal.clone();
            let key = self.base_key(&proposal);
            if status == PlanStatus::Proven || self.app.memory.base(&key).is_none() {
                self.app.memory.keep_base(key, base.clone());
            }
            self.desk.state().base = Some(DeskBase { proposal, base });
        };
        let base = Base::decisions_of(run);
        let decides = base.decides();
        keep(Arc::new(base));
        if decides {
            let base = self.within(false, |budget| Base::of_run(run, budget));
            if !self.is_over() {
                keep(Arc::new(base));
            }
        }
    }

    fn first(&self) -> Option<SearchStage> {
        if let Some(known) = self.app.memory.state(&self.reading.digest) {
            let next = self.after(&known);
            let decided = (known.plan.status != PlanStatus::Kept).then(|| known.plan.clone());
            // Readings of one digest are the same; the plan goes with the one that it was made for.
            self.publish(known);
            if let Some(plan) = decided.filter(|_| self.base(&self.reading.proposal).is_none()) {
                self.keep_base(&plan.run, plan.status);
            }
            return next;
        }
        let model = &self.reading.model;
        let base = self.base(&self.reading.proposal).filter(|base| base.decides());
        let found = match &base {
            Some(base) => match self.within(true, |budget| base.plan(model, budget)) {
                Ok((run, _)) => Ok(SurePlan { run: Arc::new(run), status: PlanStatus::Kept }),
                Err(_) if self.is_over() || self.search.proving.load(Ordering::Relaxed) => return None,
                // Whether there is a plan at all shows when everything is decided anew.
                Err(_) => return Some(SearchStage::Prove),
            },
            None => self.within(true, |budget| first_plan(model, Approach::within(budget))),
        };
        match found {
            Ok(plan) => {
                let own = plan.clone();
                let known = KnownState {
                    reading: self.reading.clone(),
                    plan,
                    compared: None,
                    seconds: self.began.elapsed().as_secs_f64(),
                };
                let next = self.after(&known);
                self.publish(known);
                if own.status != PlanStatus::Kept {
                    self.keep_base(&own.run, own.status);
                }
                next
            }
            Err(problem) => self.without_plan(&problem),
        }
    }

    /// What is left to be found out of a state, once a first plan is there.
    fn after(&self, known: &KnownState) -> Option<SearchStage> {
        if known.is_settled() {
            return None;
        }
        let uncompared = known.compared.is_none() && !known.reading.is_alone();
        if self.search.proving.load(Ordering::Relaxed) {
            return uncompared.then_some(SearchStage::Compare);
        }
        let alone = self.app.memory.plan(&format!("{}/plan", known.reading.alone_digest));
        match known.plan.status {
            PlanStatus::Proven => Some(SearchStage::CompareProven),
            _ if uncompared && alone.is_some() => Some(SearchStage::Compare),
            _ => Some(SearchStage::Prove),
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
            if !self.search.stopped.load(Ordering::Relaxed) {
                return None;
            }
            status = if status == PlanStatus::Proven { status } else { PlanStatus::Stopped };
        }
        // What was known before, or was found meanwhile by the stage beside this one.
        self.search.outrun();
        let compared = self.known().and_then(|known| known.compared);
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
        self.keep_base(&run, status);
        (!self.reading.is_alone()).then_some(SearchStage::CompareProven)
    }

    /// Tells that there is no plan, and looks for what stands in its way.
    fn without_plan(&self, problem: &Problem) -> Option<SearchStage> {
        if self.is_over() {
            return None;
        }
        self.search.outrun();
        let before = self.known();
        match problem {
            Problem::Unsolved(Failure::TimeLimit { .. }) if before.is_some() => {}
            Problem::Unsolved(Failure::Infeasible | Failure::PerhapsInfeasible) => {
                self.tell_no_plan(no_plan(self.search.revision, "no_plan", problem));
                let values = self.desk.state().values().clone();
                let conflict = self.within(true, |budget| {
                    tell_conflict(&values, &self.reading, problem, self.search.revision, budget)
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
        if !self.search.stopped.load(Ordering::Relaxed) {
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
}

impl AppShared {
    /// Whether the plan of a desk's state is decided anew beside a first one with decisions kept.
    pub fn decides_beside(&self, desk: &Desk) -> bool {
        let state = desk.state();
        let proposal = &state.reading.proposal;
        let own = state.base.as_ref().filter(|base| base.proposal == *proposal).map(|base| base.base.clone());
        let base = own.or_else(|| self.memory.base(&format!("{}/{proposal}", desk.loaded.digest)));
        base.is_some_and(|base| base.decides()) && self.memory.state(&state.reading.digest).is_none()
    }
}

//! The stage that compares a plan with standalone procurement, by plans that are remembered, kept decisions, or proven plans.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::first_plan::{first_plan, status_of};
use crate::app::planned::{ComparedPlans, KnownState, PlanStatus, SurePlan};
use crate::app::play::{Playing, SearchStage};
use crate::model::ALONE;
use crate::planning::{Approach, Base, Problem, Run, plan};
use crate::questions::compare::{ComparisonSummary, PlanRequest, compare_by, contenders};

impl Playing<'_> {
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
        if !self.is_over() {
            self.app.memory.keep_plan(key.to_owned(), found.clone());
        }
        Ok(found)
    }

    pub fn compare(&self, sure: bool) -> Option<SearchStage> {
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
            let proven = found.status == PlanStatus::Proven;
            if of_alone && !asked.is_cheapest && !self.is_over() && (proven || alone.is_none()) {
                self.app.memory.keep_base(self.base_key(ALONE), Arc::new(Base::decisions_of(&found.run)));
            }
            let mut worst = worst.lock().unwrap_or_else(PoisonError::into_inner);
            *worst = (*worst).min(found.status);
            Ok((*found.run).clone())
        };
        let comparison = self.within(true, |budget| compare_by(&list, Approach::within(budget), 1, &planner));
        if self.is_over() {
            return None;
        }
        let proven = worst.into_inner().unwrap_or(PlanStatus::Kept) == PlanStatus::Proven;
        if let Some(summary) = ComparisonSummary::of(&comparison, &reading.model.title) {
            let compared = Some(Arc::new(ComparedPlans { comparison, summary, proven }));
            // A surer plan that came meanwhile is shown with it.
            let newest = self.known().unwrap_or_else(|| known.clone());
            self.publish(KnownState { compared, ..newest });
        }
        match (known.plan.status, proven) {
            _ if !sure && self.search.proving.load(Ordering::Relaxed) => None,
            (PlanStatus::Proven, true) => None,
            (PlanStatus::Proven, false) => (!sure).then_some(SearchStage::CompareProven),
            _ if sure => None,
            _ => Some(SearchStage::Prove),
        }
    }
}

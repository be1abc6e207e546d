//! What independence costs: plans between the one that looks at no denial and the one that is insured but for 2 % of what can be gained,
//! proposal by proposal; and the year of independence by budget.

use std::cell::Cell;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::id::{CapabilityId, DenialId, Id};
use crate::measures::{goal_value, plain_measure_value, volume};
use crate::model::{Goal, Measure, Model, Refusal, Required, Rung, Sense};
use crate::planning::{Approach, Problem, Run, plan};
use crate::questions::compare::Contender;
use crate::questions::cut_short;
use crate::questions::timeline::timeline;
use crate::results::ResultDocument;
use crate::solve::Failure;
use crate::units::Share;

/// What later goals may give up of what insurance gains over ordering nothing.
const ROOM: Share = Share(0.02);

/// Gaps that differ by less are the same.
const TIED: f64 = 1e-6;

/// What is to be worked out.
#[derive(Clone, Copy)]
pub struct Insuring<'a> {
    /// Denials against which plans are insured: the largest gap under any of them counts.
    pub denials: &'a [DenialId],
    /// Plans for each proposal, at least 2: the first looks at no denial, the last is insured but for 2 % of what can be gained.
    pub points: usize,
    /// Factors on all budgets for which the year of independence is worked out.
    pub budgets: &'a [f64],
    /// Share of capability below which a denial is borne.
    pub below: f64,
}

/// One plan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct IndependencePoint {
    /// Code of the proposal.
    pub proposal: String,
    /// Its name.
    pub name: String,
    /// Factor on all budgets.
    pub budgets: f64,
    /// How it is insured: 0 not at all, 1 but for 2 % of what can be gained.
    pub insured: f64,
    /// Capability gap in normal times, mean of the years: 0 to 1.
    pub gap: Option<f64>,
    /// The largest gap under any of the denials.
    pub gap_when_denied: Option<f64>,
    /// What would be lost in the end if support were denied in the last year.
    pub lost_in_last_year: Option<f64>,
    /// The first year from which on a denial costs less than the share that is borne.
    pub independent_from: Option<i32>,
    /// Orders, MEUR at the price paid.
    pub orders: Option<f64>,
    /// Domestic value of them on every count up to each rung, MEUR.
    pub domestic: Option<[f64; 5]>,
    /// Domestic value of them on each count by itself, MEUR.
    #[serde(default)]
    pub domestic_by_itself: Option<[f64; 5]>,
    /// All that is paid, MEUR.
    pub cost: Option<f64>,
    /// The largest distance of a goal from its bound, relative.
    pub proven_within: Option<f64>,
    /// Why there is no plan.
    pub failed: Option<String>,
    /// The same for whoever ends the program by it.
    #[serde(skip)]
    pub problem: Option<Problem>,
}

/// What independence costs.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Independence {
    /// Title of the model.
    pub title: String,
    /// Money of all amounts: `MEUR 2025`.
    #[serde(default)]
    pub money: String,
    /// Names of the denials.
    pub denials: Vec<String>,
    /// Share of capability below which a denial is borne.
    pub below: f64,
    /// Plans, proposal by proposal, the uninsured first.
    pub points: Vec<IndependencePoint>,
    /// Insured plans by budgets, proposal by proposal.
    pub by_budget: Vec<IndependencePoint>,
}

impl ResultDocument for Independence {
    const NAME: &'static str = "independence";
}

impl Independence {
    /// Why there is no plan at all; nothing where there is one.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        let mut all = self.points.iter().chain(&self.by_budget).map(|point| point.problem.as_ref());
        let first = all.next().flatten();
        first.filter(|_| all.all(|problem| problem.is_some()))
    }

    /// What time did not suffice for, in a sentence; nothing where all was done.
    #[must_use]
    pub fn unfinished(&self) -> Option<String> {
        let all = self.points.len() + self.by_budget.len();
        let late: Vec<&Failure> = (self.points.iter().chain(&self.by_budget))
            .filter_map(|point| match &point.problem {
                Some(Problem::Unsolved(failure @ (Failure::TimeLimit { .. } | Failure::Cancelled))) => Some(failure),
                _ => None,
            })
            .collect();
        cut_short((*late.first()?).clone(), all - late.len(), all, "plans").ok()
    }
}

/// Works out what independence costs under each of some proposals. Plans that the budget does not suffice for say so.
#[must_use]
pub fn independence(contenders: &[Contender], asked: Insuring<'_>, budget: Budget<'_>) -> Independence {
    let of = contenders.len() * (asked.points.max(2) + asked.budgets.len());
    let number = Cell::new(0);
    let mut points = Vec::new();
    let mut by_budget = Vec::new();
    for contender in contenders {
        let ask = InsuredPlans { contender, asked, budget, number: &number, of };
        points.extend(ask.points());
        for &budgets in asked.budgets {
            let whole = points.iter().rev().find(|point| point.proposal == contender.code && point.insured >= 1.0);
            by_budget.push(match whole {
                Some(point) if (budgets - 1.0).abs() < 1e-12 => point.clone(),
                _ => {
                    let model = ask.insured().and_then(|model| model.with_budgets_times(budgets));
                    ask.point(model, 1.0, budgets).0
                }
            });
        }
    }
    let model = contenders.first().map(|contender| &contender.model);
    Independence {
        title: model.map_or_else(String::new, |model| model.title.clone()),
        money: model.map_or_else(String::new, |model| model.money.clone()),
        denials: model.map_or_else(Vec::new, |model| {
            asked.denials.iter().map(|denial| model.denials[*denial].name.clone()).collect()
        }),
        below: asked.below,
        points,
        by_budget,
    }
}

struct InsuredPlans<'a> {
    contender: &'a Contender,
    asked: Insuring<'a>,
    budget: Budget<'a>,
    /// How many plans were begun so far, and how many there are.
    number: &'a Cell<usize>,
    of: usize,
}

impl InsuredPlans<'_> {
    /// Capabilities with a baseline.
    fn based(&self) -> Vec<CapabilityId> {
        let model = &self.contender.model;
        let based = |k: &CapabilityId| model.baselines.row(k.index()).iter().any(|&baseline| baseline > 0.0);
        model.capabilities.ids().filter(based).collect()
    }

    /// The goal to be as safe as can be.
    fn safety(&self) -> Goal {
        let measure = Measure::WorstGapUnderDenial(self.based(), self.asked.denials.to_vec());
        Goal::of(Sense::Minimise, measure)
    }

    fn insured(&self) -> Result<Model, Refusal> {
        let model = &self.contender.model;
        // Later goals need some room, or only one plan is left to them.
        let first = Goal { within: ROOM, ..self.safety() };
        model.with_goals(std::iter::once(first).chain(model.goals.iter().cloned()).collect())
    }

    fn points(&self) -> Vec<IndependencePoint> {
        let (first, plain) = self.point(Ok(self.contender.model.clone()), 0.0, 1.0);
        let (mut last, mut insured) = self.point(self.insured(), 1.0, 1.0);
        if let (Some(plain), Some(found)) = (plain, insured)
            && found > plain + TIED
        {
            // A plan that looks at no denial may be safer than later goals leave an insured one: insurance never takes safety away.
            let as_safe =
                self.insured().and_then(|model| model.with_required(Required { goal: self.safety(), value: plain }));
            self.number.set(self.number.get().saturating_sub(1));
            let again = self.point(as_safe, 1.0, 1.0);
            if again.1.is_some() {
                (last, insured) = again;
            }
        }
        let mut list = vec![first];
        if let (Some(plain), Some(insured)) = (plain, insured) {
            let steps = self.asked.points.max(2) - 1;
            for place in 1..steps {
                #[expect(clippy::cast_precision_loss, reason = "points are few")]
                let part = place as f64 / steps as f64;
                let value = (1.0 - part) * plain + part * insured;
                let model = self.contender.model.with_required(Required { goal: self.safety(), value });
                list.push(self.point(model, part, 1.0).0);
            }
        }
        list.push(last);
        list
    }

    /// Solves a model; with what it comes to by the goal to be safe.
    fn point(&self, model: Result<Model, Refusal>, insured: f64, budgets: f64) -> (IndependencePoint, Option<f64>) {
        let code = &self.contender.code;
        let words = format!("{code}, insured {:.0} %, budgets {:.0} %", 100.0 * insured, 100.0 * budgets);
        self.number.set(self.number.get() + 1);
        let budget = self.budget.job(self.number.get(), Some(self.of), &words);
        let empty = IndependencePoint {
            proposal: self.contender.code.clone(),
            name: self.contender.name.clone(),
            budgets,
            insured,
            gap: None,
            gap_when_denied: None,
            lost_in_last_year: None,
            independent_from: None,
            orders: None,
            domestic: None,
            domestic_by_itself: None,
            cost: None,
            proven_within: None,
            failed: None,
            problem: None,
        };
        match model.map_err(Problem::from).and_then(|model| plan(&model, Approach::within(budget))) {
            Ok(run) => {
                let safe = self.value(&run);
                (self.told(&run, empty), Some(safe))
            }
            Err(problem) => {
                (IndependencePoint { failed: Some(problem.to_string()), problem: Some(problem), ..empty }, None)
            }
        }
    }

    fn value(&self, run: &Run) -> f64 {
        goal_value(&run.model, &run.plan, run.known.known(), &self.safety())
    }

    fn told(&self, run: &Run, empty: IndependencePoint) -> IndependencePoint {
        let model = &run.model;
        let bought = volume(model, &run.plan, &run.known.terms);
        // Independence is from all deniers at once that are looked at, whatever they deny.
        let timelines: Vec<_> =
            self.asked.denials.iter().map(|id| timeline(run, &model.denials[*id], self.asked.below)).collect();
        let lost = timelines.iter().filter_map(|line| line.years.last()?.lost).reduce(f64::max);
        let years: Vec<Option<i32>> = timelines.iter().map(|line| line.independent_from).collect();
        let independent_from =
            years.iter().copied().collect::<Option<Vec<i32>>>().and_then(|all| all.into_iter().max());
        // Beside the gap in normal times, which knows no bands of goals.
        let denied = plain_measure_value(model, &run.plan, run.known.known(), &self.safety().terms[0].measure);
        IndependencePoint {
            gap: Some(crate::measures::gaps(model, &run.known.stocks).mean),
            gap_when_denied: Some(denied),
            lost_in_last_year: lost,
            independent_from,
            orders: Some(bought.value.0),
            domestic: Some(Rung::ALL.map(|rung| bought.on(rung).0)),
            domestic_by_itself: Some(bought.alone.map(|value| value.0)),
            cost: Some(run.known.spending.paid().sum()),
            proven_within: Some(run.stages.iter().map(|stage| stage.proof_gap).fold(0.0, f64::max)),
            ..empty
        }
    }
}

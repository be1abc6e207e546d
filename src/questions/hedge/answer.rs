//! One plan for several futures: what is decided now is the same in all of them, what comes later fits the future that came. And
//! what it is worth to know which comes, and to plan for all of them instead of for their mean.

use crate::audit::{Claim, Recomputed, audit, recompute};
use crate::formulation::{ColumnKey, Formulation, Future, TwoStage, mean_of};
use crate::measures::goal_value;
use crate::model::{Goal, Model, Outcomes, Sense, Step};
use crate::plan::Plan;
use crate::planning::{Approach, Problem, Size, plan, standalone};
use crate::scenario::Models;
use crate::scenario::{Study, WeightedScenario, apply, same_shape};
use crate::solve::{Failure, Options, Solution, solve};
use crate::units::Year;

/// A future of a model that is under a proposal.
#[derive(Debug, Clone)]
pub struct HedgeFuture {
    /// Its name.
    pub name: String,
    /// How much it counts, above 0, relative to the others.
    pub weight: f64,
    /// The model as it then is.
    pub model: Model,
}

/// A value and the proven bound on it, in the unit of a goal; they are the same but for what searches over integer decisions leave open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proven {
    /// What was found.
    pub value: f64,
    /// Nothing better than this can be found.
    pub bound: f64,
}

/// A difference of two values: what was found, and between what it lies for certain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// What was found.
    pub value: f64,
    /// It is no less than this.
    pub least: f64,
    /// It is no more than this.
    pub most: f64,
}

/// What one goal comes to.
#[derive(Debug, Clone)]
pub struct HedgeGoal {
    /// The goal.
    pub goal: Goal,
    /// With one plan for all futures, on average over them: the recourse problem.
    pub recourse: Proven,
    /// If it were known today which future comes, on average over them: wait and see.
    pub wait_and_see: Proven,
    /// What the plan for the mean future promises, if the mean came.
    pub mean: Option<Proven>,
    /// What the plan for the mean future comes to, on average over the futures that do come.
    pub mean_held: Option<Proven>,
}

impl HedgeGoal {
    /// What it would be worth to know which future comes: the expected value of perfect information.
    #[must_use]
    pub fn of_knowing(&self) -> Worth {
        self.by_how_much(self.recourse, self.wait_and_see)
    }

    /// What planning for all futures saves against planning for their mean: the value of the stochastic solution.
    #[must_use]
    pub fn of_planning(&self) -> Option<Worth> {
        self.mean_held.map(|held| self.by_how_much(held, self.recourse))
    }

    /// By how much the second is better than the first.
    fn by_how_much(&self, worse: Proven, better: Proven) -> Worth {
        let sign = if self.goal.sense == Sense::Minimise { 1.0 } else { -1.0 };
        Worth {
            value: sign * (worse.value - better.value),
            least: sign * (worse.bound - better.value),
            most: sign * (worse.value - better.bound),
        }
    }
}

/// What becomes of one future.
#[derive(Debug, Clone)]
pub struct HedgedFuture {
    /// Its name.
    pub name: String,
    /// How likely it is, from 0 to 1.
    pub share: f64,
    /// The model as it then is.
    pub model: Model,
    /// What was decided now, and what is decided if this future comes.
    pub plan: Plan,
    /// What that comes to.
    pub known: Recomputed,
    /// The goals in this future, each in its own unit.
    pub values: Vec<f64>,
    /// What each goal would come to if it had been known that this future comes.
    pub if_known: Vec<Proven>,
}

/// Why nothing is said of planning for the mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoMean {
    /// The futures differ in more than figures, so that there is no mean.
    Different,
    /// The mean future has no plan.
    NoPlan,
    /// What the plan for the mean decides now leaves no plan in these futures.
    Breaks(Vec<String>),
}

/// One plan for several futures.
#[derive(Debug, Clone)]
pub struct Hedge {
    /// The last year whose decisions are taken now.
    pub until: Year,
    /// What becomes of each future.
    pub futures: Vec<HedgedFuture>,
    /// What each goal comes to, the most important first.
    pub goals: Vec<HedgeGoal>,
    /// Why nothing is said of the mean, where nothing is.
    pub no_mean: Option<NoMean>,
    /// What could be decided now in some futures and is ruled out by another, with the name of the future that does.
    pub ruled_out: Vec<(ColumnKey, String)>,
    /// How large the model of all futures is.
    pub size: Size,
}

/// Why there is no plan for several futures.
#[derive(Debug, Clone, thiserror::Error)]
pub enum HedgeProblem {
    /// It cannot be asked of this study.
    #[error("{0}")]
    Asked(String),
    /// The futures cannot be weighed against each other.
    #[error("{0}")]
    Futures(String),
    /// One of the futures has no plan of its own.
    #[error("the future `{0}` by itself: {1}")]
    Alone(String, Problem),
    /// There is no plan for all of them.
    #[error("for all futures together: {0}")]
    Together(Problem),
}

/// The futures that a study weighs against each other, under a proposal.
///
/// # Errors
/// The study weighs none, or one of them makes no model under this proposal.
pub fn futures_of(study: &Study, models: &Models<'_>, proposal: &str) -> Result<Vec<HedgeFuture>, HedgeProblem> {
    let Some(asked) = &study.two_stage else {
        return Err(HedgeProblem::Futures("the study has no `two_stage`, so it weighs no futures".to_owned()));
    };
    let of = |future: &WeightedScenario| {
        let name = future.scenario.name.clone();
        let known = models.with(&future.scenario.settings())?;
        let then =
            apply(&known.model, &known.figures, &future.scenario.changes).map_err(|refusal| refusal.to_string())?.model;
        let id = then.proposals.find(proposal).ok_or_else(|| format!("it has no proposal `{proposal}`"))?;
        Ok(HedgeFuture { name, weight: future.weight, model: then.under(id) })
    };
    let told = |future: &WeightedScenario, what: String| {
        HedgeProblem::Futures(format!("the future `{}` makes no model: {what}", future.scenario.name))
    };
    asked.futures.iter().map(|future| of(future).map_err(|what| told(future, what))).collect()
}

/// Makes one plan for several futures of a model, and works out what knowing and planning are worth. Integer decisions are made for
/// these futures, or stands in all of them, and wherever one is planned by itself, as it was decided elsewhere.
///
/// # Errors
/// The futures do not fit together, one of them has no plan, or no plan that can be trusted fits all.
pub fn hedge(
    futures: &[HedgeFuture],
    until: Year,
    approach: Approach<'_>,
    decided: Option<&[(ColumnKey, f64)]>,
) -> Result<Hedge, HedgeProblem> {
    let shares = shares(futures)?;
    let first = &futures[0].model;
    let step = first.horizon.step_of(until).ok_or_else(|| {
        let (first, last) = (first.horizon.first, first.horizon.last);
        HedgeProblem::Futures(format!("nothing can be decided until {until}: the horizon is {first}..{last}"))
    })?;
    let mut alone = Vec::new();
    let mut formulations = Vec::new();
    // Each future by itself, then all of them, their mean, and what the mean decides held in all of them.
    let jobs = futures.len() + 3;
    for (place, future) in futures.iter().enumerate() {
        let words = format!("the future {} by itself", future.name);
        let approach = Approach { budget: approach.budget.job(place + 1, Some(jobs), &words), ..approach };
        let (known, formulation) = by_itself(future, approach, decided)
            .map_err(|problem| HedgeProblem::Alone(future.name.clone(), problem))?;
        alone.push(known);
        formulations.push(formulation);
    }
    let weighted: Vec<Future<'_>> = shares.iter().copied().zip(&formulations).collect();
    let two_stage = TwoStage::of(&weighted, step);
    let nothing = mean_of_goals(&alone, &shares, |known, goal| known.nothing[goal]);
    let mut solving = Solving { approach, nothing: &nothing, proof_gap: first.proof_gap };
    let together = |failure: Failure| HedgeProblem::Together(failure.into());
    solving.approach.budget = approach.budget.job(futures.len() + 1, Some(jobs), "all futures together");
    let solution = solving.solve(&two_stage.joined).map_err(together)?;
    solving.approach.budget = approach.budget.job(futures.len() + 2, Some(jobs), "the mean future");
    let (held, no_mean) = solving.for_the_mean(futures, &weighted, &two_stage, step).map_err(together)?;
    let waited_value = mean_of_goals(&alone, &shares, |known, goal| known.values[goal].value);
    let waited_bound = mean_of_goals(&alone, &shares, |known, goal| known.values[goal].bound);
    let goals = (first.goals.iter().enumerate())
        .map(|(goal, what)| HedgeGoal {
            goal: what.clone(),
            recourse: proven(&solution, goal),
            wait_and_see: Proven { value: waited_value[goal], bound: waited_bound[goal] },
            mean: held.as_ref().map(|(mean, _)| proven(mean, goal)),
            mean_held: held.as_ref().and_then(|(_, held)| held.as_ref()).map(|held| proven(held, goal)),
        })
        .collect();
    let ruled_out = two_stage.ruled_out.iter().map(|(key, future)| (*key, futures[*future].name.clone())).collect();
    let size = Size::of(&two_stage.joined);
    let hedged = (alone.into_iter().enumerate())
        .map(|(place, alone)| {
            let values = two_stage.values_in(place, &solution.values);
            read_back(&futures[place].name, shares[place], alone, &formulations[place], values)
        })
        .collect::<Result<_, _>>()
        .map_err(HedgeProblem::Together)?;
    Ok(Hedge { until, futures: hedged, goals, no_mean, ruled_out, size })
}

/// How likely each future is.
fn shares(futures: &[HedgeFuture]) -> Result<Vec<f64>, HedgeProblem> {
    let Some(first) = futures.first() else { return Err(HedgeProblem::Futures("there are no futures".to_owned())) };
    for future in futures {
        if !(future.weight.is_finite() && future.weight > 0.0) {
            let what = format!("the weight of `{}` is {}, not above 0", future.name, future.weight);
            return Err(HedgeProblem::Futures(what));
        }
        same_shape(&first.model, &future.model).map_err(|what| {
            let what = format!("`{}` is another model, not another future of `{}`: {what}", future.name, first.name);
            HedgeProblem::Futures(what)
        })?;
    }
    let all: f64 = futures.iter().map(|future| future.weight).sum();
    Ok(futures.iter().map(|future| future.weight / all).collect())
}

/// A future by itself.
struct Alone {
    /// The model as it then is.
    model: Model,
    /// What its nations come to if everyone buys alone.
    outcomes: Option<Outcomes>,
    /// What each goal comes to if it is known that this future comes.
    values: Vec<Proven>,
    /// What each goal is worth when nothing is ordered.
    nothing: Vec<f64>,
}

/// Plans a future by itself; with every integer decision as it was made elsewhere, if it was.
fn by_itself(
    future: &HedgeFuture,
    approach: Approach<'_>,
    decided: Option<&[(ColumnKey, f64)]>,
) -> Result<(Alone, Formulation), Problem> {
    let model = future.model.clone();
    let outcomes = standalone(&model, approach.budget)?;
    let empty = recompute(&model, &Plan::default(), outcomes.as_ref());
    let nothing: Vec<f64> =
        model.goals.iter().map(|goal| goal_value(&model, &Plan::default(), empty.known(), goal)).collect();
    let mut formulation = Formulation::of(&model, outcomes.as_ref());
    let values = match decided {
        Some(decided) => {
            formulation.decide(decided);
            let solving = Solving { approach, nothing: &nothing, proof_gap: model.proof_gap };
            let solution = solving.solve(&formulation)?;
            (0..model.goals.len()).map(|goal| proven(&solution, goal)).collect()
        }
        None => {
            let run = plan(&model, Approach { alone: outcomes.as_ref(), ..approach })?;
            run.stages.iter().map(|stage| Proven { value: stage.value, bound: stage.bound }).collect()
        }
    };
    Ok((Alone { model, outcomes, values, nothing }, formulation))
}

/// Something of each goal, on average over the futures.
fn mean_of_goals(alone: &[Alone], shares: &[f64], of: impl Fn(&Alone, usize) -> f64) -> Vec<f64> {
    let goals = alone.first().map_or(0, |known| known.model.goals.len());
    let mean = |goal| alone.iter().zip(shares).map(|(known, share)| share * of(known, goal)).sum();
    (0..goals).map(mean).collect()
}

fn proven(solution: &Solution, goal: usize) -> Proven {
    let stage = &solution.stages[goal];
    Proven { value: stage.value, bound: stage.bound }
}

/// How formulations of futures are solved.
struct Solving<'a> {
    approach: Approach<'a>,
    nothing: &'a [f64],
    proof_gap: Option<f64>,
}

impl Solving<'_> {
    fn solve(&self, formulation: &Formulation) -> Result<Solution, Failure> {
        let options = Options {
            budget: self.approach.budget,
            solver: self.approach.solver,
            method: self.approach.method,
            do_nothing: self.nothing.to_vec(),
            proof_gap: self.proof_gap,
            settings: self.approach.settings,
            ..Options::default()
        };
        solve(formulation, &options)
    }

    /// The plan for the mean future, and the best that can be made of what it decides now in all futures.
    #[expect(clippy::type_complexity, reason = "a plan, perhaps with what becomes of it, or why there is none")]
    fn for_the_mean(
        &self,
        futures: &[HedgeFuture],
        weighted: &[Future<'_>],
        two_stage: &TwoStage,
        until: Step,
    ) -> Result<(Option<(Solution, Option<Solution>)>, Option<NoMean>), Failure> {
        let Some(mean) = mean_of(weighted) else { return Ok((None, Some(NoMean::Different))) };
        let promised = match self.solve(&mean) {
            Ok(solution) => solution,
            Err(Failure::Infeasible) => return Ok((None, Some(NoMean::NoPlan))),
            Err(other) => return Err(other),
        };
        let decided = TwoStage::decided(&mean, &promised.values, until);
        match self.solve(&two_stage.held_at(&decided)) {
            Ok(held) => Ok((Some((promised, Some(held))), None)),
            Err(Failure::Infeasible) => {
                let mut breaks = Vec::new();
                for (future, (_, formulation)) in futures.iter().zip(weighted) {
                    let by_itself = TwoStage::of(&[(1.0, *formulation)], until);
                    if self.solve(&by_itself.held_at(&decided)).is_err_and(|failure| failure == Failure::Infeasible) {
                        breaks.push(future.name.clone());
                    }
                }
                Ok((Some((promised, None)), Some(NoMean::Breaks(breaks))))
            }
            Err(other) => Err(other),
        }
    }
}

/// What the solution means in one future; audited against that future's model.
fn read_back(
    name: &str,
    share: f64,
    alone: Alone,
    formulation: &Formulation,
    values: Vec<f64>,
) -> Result<HedgedFuture, Problem> {
    let Alone { model, outcomes, values: if_known, .. } = alone;
    let told: Vec<f64> = formulation.goals.iter().map(|(_, goal)| goal.value(&values)).collect();
    let solution = Solution::at(values);
    let plan = Plan::of(&model, formulation, &solution);
    let known = recompute(&model, &plan, outcomes.as_ref());
    let claims: Vec<Claim<'_>> =
        model.goals.iter().zip(&told).map(|(goal, kept_to)| Claim { goal, kept_to: *kept_to }).collect();
    let verdict = audit(&model, &plan, &known, &claims);
    if !verdict.passed() {
        return Err(Problem::FailedAudit(verdict));
    }
    let values = model.goals.iter().map(|goal| goal_value(&model, &plan, known.known(), goal)).collect();
    Ok(HedgedFuture { name: name.to_owned(), share, model, plan, known, values, if_known })
}

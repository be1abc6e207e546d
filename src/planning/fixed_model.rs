//! A plan as a linear programme that can be asked: every integer decision stands as the plan decides it, and each goal is a row by
//! which later goals keep what it reached.

use std::collections::HashMap;

use crate::audit::recompute;
use crate::budget::Budget;
use crate::formulation::{ColumnKey, Expression, Formulation, Row, RowKey};
use crate::measures::goal_value;
use crate::model::{Goal, Model, Outcomes, Sense};
use crate::plan::Plan;
use crate::planning::Run;
use crate::solve::{Basis, Explorer, Failure, Found, Lexicographic, Solution, in_order, keeping};

/// The integer decisions, by key.
pub type Decisions = HashMap<ColumnKey, f64>;

/// A formulation with goals that can be kept.
pub(crate) struct FixedModel<'b> {
    pub explorer: Explorer<'b>,
    pub goals: Vec<FixedGoal>,
}

/// Goals reached one after the other.
pub(crate) struct Chain {
    /// What each reached in its turn.
    pub values: Vec<f64>,
    /// The last point.
    pub last: Option<Found>,
    /// Where each ended.
    pub ended: Vec<Basis>,
}

/// One of its goals.
pub(crate) struct FixedGoal {
    pub goal: Goal,
    expression: Expression,
    /// The row that keeps it.
    row: usize,
    /// What nothing ordered comes to.
    nothing: f64,
}

impl FixedGoal {
    /// 1 where less is better, else −1.
    pub fn sign(&self) -> f64 {
        if self.goal.sense == Sense::Minimise { 1.0 } else { -1.0 }
    }

    /// A value worse by a share of what is gained over ordering nothing, or by an amount, whichever is more.
    pub fn worse(&self, value: f64, share: f64, amount: f64) -> f64 {
        value + self.sign() * (share * (self.nothing - value).abs()).max(amount)
    }

    /// What later goals may take a value to.
    pub fn kept_to(&self, value: f64) -> f64 {
        self.worse(value, self.goal.within.0, self.goal.within_amount)
    }
}

impl<'b> FixedModel<'b> {
    /// A model, with what is known to be decided; what is not known stays open, and is searched within a proof gap.
    pub fn of(
        model: &Model,
        alone: Option<&Outcomes>,
        decided: Option<&Decisions>,
        budget: Budget<'b>,
    ) -> Result<Self, Failure> {
        Self::over(model, alone, Formulation::of(model, alone), decided, budget)
    }

    /// The same with a formulation of the model, or of one that asks for no more.
    pub fn over(
        model: &Model,
        alone: Option<&Outcomes>,
        formulation: Formulation,
        decided: Option<&Decisions>,
        budget: Budget<'b>,
    ) -> Result<Self, Failure> {
        let mut explorer = Explorer::of(formulation)?.within(budget.silent());
        explorer.free(model.proof_gap.unwrap_or(0.0));
        if let Some(decided) = decided {
            explorer.decide(|_, key| decided.get(&key).copied());
        }
        let goals = Self::goals_of(model, alone, &mut explorer);
        Ok(Self { explorer, goals })
    }

    fn goals_of(model: &Model, alone: Option<&Outcomes>, explorer: &mut Explorer<'_>) -> Vec<FixedGoal> {
        let nothing = recompute(model, &Plan::default(), alone);
        let list = explorer.formulation().goals.clone();
        (list.into_iter())
            .zip(0..)
            .map(|((goal, expression), place)| {
                let key = RowKey::Kept { goal: place };
                // It has its terms from the start: the solver takes a new limit much faster than new coefficients.
                let terms = keeping(&expression, &explorer.formulation().columns, goal.sense);
                let free = Row { key, lower: f64::NEG_INFINITY, upper: f64::INFINITY, terms, unit: 1.0 };
                let row = explorer.add(free);
                let nothing = goal_value(model, &Plan::default(), nothing.known(), &goal);
                FixedGoal { goal, expression, row, nothing }
            })
            .collect()
    }

    /// Goes over to another model of the same kind; nothing where it has other rows or columns.
    pub fn take(&mut self, model: &Model, alone: Option<&Outcomes>) -> bool {
        if !self.explorer.take(Formulation::of(model, alone)) {
            return false;
        }
        let nothing = recompute(model, &Plan::default(), alone);
        for (goal, (_, expression)) in self.goals.iter_mut().zip(&self.explorer.formulation().goals) {
            goal.expression = expression.clone();
            goal.nothing = goal_value(model, &Plan::default(), nothing.known(), &goal.goal);
        }
        true
    }

    /// Keeps a goal at a value, or lets it go.
    pub fn keep(&mut self, goal: usize, at: Option<f64>) {
        let FixedGoal { goal, expression, row, .. } = &self.goals[goal];
        self.explorer.keep(*row, expression, goal.sense, at);
    }

    /// The best of one goal, with those that are kept.
    pub fn best(&mut self, goal: usize) -> Result<Found, Failure> {
        let FixedGoal { goal, expression, .. } = &self.goals[goal];
        self.explorer.optimise(expression, goal.sense)
    }

    /// The goals in their order, each kept by those after it: what each reached in its turn, and the last point.
    pub fn chain(&mut self, count: usize) -> Result<(Vec<f64>, Option<Found>), Failure> {
        let chain = self.chain_from(count, None)?;
        Ok((chain.values, chain.last))
    }

    /// The same, each goal from the basis where it ended in a formulation that is nearly the same, where that is known.
    pub fn chain_from(&mut self, count: usize, ended: Option<&[Basis]>) -> Result<Chain, Failure> {
        for goal in 0..self.goals.len() {
            self.keep(goal, None);
        }
        let count = count.min(self.goals.len());
        let mut levels = Levels { model: self, from: ended.unwrap_or_default(), ended: Vec::new() };
        let mut found = in_order(&mut levels, 0..count)?;
        let ended = levels.ended;
        let values = found.iter().map(|found| found.value).collect();
        Ok(Chain { values, last: found.pop(), ended })
    }

    /// Leaves only the plans that the last goal values as much as the one that was found for it, if it gives nothing away.
    pub fn settle_last(&mut self, found: &Found) {
        if let Some(FixedGoal { goal, expression, .. }) = self.goals.last()
            && !goal.gives_way()
        {
            self.explorer.settle(expression, goal.sense, found);
        }
    }

    /// A point as a plan.
    pub fn plan(&self, model: &Model, at: &[f64]) -> Plan {
        let solution = Solution::at(at.to_vec());
        Plan::of(model, self.explorer.formulation(), &solution)
    }
}

/// The goals of a fixed model, each from a basis where one is known.
struct Levels<'m, 'b> {
    model: &'m mut FixedModel<'b>,
    from: &'m [Basis],
    ended: Vec<Basis>,
}

impl Lexicographic for Levels<'_, '_> {
    type Reached = Found;

    fn reach(&mut self, place: usize) -> Result<Found, Failure> {
        let found = match self.from.get(place) {
            None => self.model.best(place)?,
            Some(basis) => {
                let FixedGoal { goal, expression, .. } = &self.model.goals[place];
                self.model.explorer.optimise_from(expression, goal.sense, basis)?
            }
        };
        self.ended.push(self.model.explorer.basis());
        Ok(found)
    }

    fn keep(&mut self, place: usize, found: &Found) {
        let kept_to = self.model.goals[place].kept_to(found.value);
        self.model.keep(place, Some(kept_to));
    }
}

impl Run {
    /// The integer decisions of the plan; what is not listed is 0.
    ///
    /// # Errors
    /// The run does not say, although its model has something to decide.
    pub fn decided(&self, formulation: &Formulation) -> Result<Decisions, String> {
        let integers = formulation.columns.iter().map(|(key, _)| key).filter(ColumnKey::is_integer);
        let mut all: Decisions = integers.map(|key| (key, 0.0)).collect();
        if all.is_empty() {
            return Ok(all);
        }
        if self.decisions.is_empty() && self.kept.is_empty() {
            return Err("the run does not say its integer decisions; solve its model again".to_owned());
        }
        all.extend(self.decisions.iter().copied());
        Ok(all)
    }

    /// The run with what it decided, by the names of columns.
    ///
    /// # Errors
    /// A name is none of the model's.
    pub fn with_decisions(mut self, named: &[(String, f64)], kept: Vec<f64>) -> Result<Self, String> {
        let formulation = Formulation::of(&self.model, self.known.alone.as_ref());
        let keys: HashMap<String, ColumnKey> = (formulation.columns.iter())
            .filter(|(key, _)| key.is_integer())
            .map(|(key, _)| (key.name(&self.model), key))
            .collect();
        let find = |(name, value): &(String, f64)| {
            let key = keys.get(name).ok_or_else(|| format!("`{name}` is no integer decision of this model"))?;
            Ok((*key, *value))
        };
        self.decisions = named.iter().map(find).collect::<Result<_, String>>()?;
        self.kept = kept;
        Ok(self)
    }
}

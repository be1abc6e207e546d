//! What a coalition gains: money at equal capability, or capability or domestic volume with the same budgets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::NationId;
use crate::measures::goal_value;
use crate::model::{Goal, Measure, Model, Required, Rung, Sense};
use crate::planning::Run;
use crate::questions::Unanswered;
use crate::solve::GOAL_TOLERANCE;

/// What a coalition gains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Gain {
    /// What its members save, MEUR, at equal capability.
    Money,
    /// By how much the first goal is better with the same budgets, in its unit.
    Gap,
    /// By how much domestic volume is larger with the same budgets, MEUR, at equal capability.
    Volume,
}

/// The standalone level of the first goal; nothing where that is money.
pub(super) type Reached = Option<(Goal, f64)>;

fn is_of(goal: &Goal, wanted: impl Fn(&Measure) -> bool) -> bool {
    goal.terms.iter().any(|term| wanted(&term.measure))
}

const fn is_ranked(measure: &Measure) -> bool {
    matches!(measure, Measure::Missing(_))
}

/// The goals for rules that may give way, which come before all others.
fn ranked(model: &Model) -> impl Iterator<Item = Goal> + '_ {
    model.goals.iter().filter(|goal| is_of(goal, is_ranked)).cloned()
}

/// The first goal that is no ranked rule.
pub(super) fn first(model: &Model) -> Option<&Goal> {
    model.goals.iter().find(|goal| !is_of(goal, is_ranked))
}

/// A model's first goal and what a plan reaches of it, if that is no money.
pub(super) fn reached(run: &Run) -> Reached {
    let goal = first(&run.model).filter(|goal| !is_of(goal, |measure| matches!(measure, Measure::Cost)))?;
    Some((goal.clone(), goal_value(&run.model, &run.plan, run.known.known(), goal)))
}

/// A limit that a goal keeps, with the room of goal constraints.
pub(super) fn no_worse(goal: Goal, value: f64) -> Required {
    let room = GOAL_TOLERANCE * value.abs().max(1e-3);
    let value = if goal.sense == Sense::Minimise { value + room } else { value - room };
    Required { goal, value }
}

impl Gain {
    /// The word that options use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Gap => "gap",
            Self::Volume => "volume",
        }
    }

    /// Checks that a model can be asked for it.
    pub(super) fn check(self, model: &Model) -> Result<(), Unanswered> {
        let Some(first) = first(model) else { return Err(Unanswered::Asked("the model has no goal".to_owned())) };
        if first.terms.len() > 1 {
            let what = "the first goal weighs several things; give the model one with one, so that equal capability means something";
            return Err(Unanswered::Asked(what.to_owned()));
        }
        let is_money = is_of(first, |measure| matches!(measure, Measure::Cost));
        if is_money && self == Self::Gap {
            let what = "the first goal is money, so that no gap is closed with the same money; ask for `--gain money`";
            return Err(Unanswered::Asked(what.to_owned()));
        }
        Ok(())
    }

    /// What is best for a coalition; for standalone procurement, the coalition of all.
    pub(super) fn objective(self, model: &Model, members: &[NationId]) -> Option<Goal> {
        match self {
            Self::Money => Some(Goal::of(Sense::Minimise, Measure::CostOf(members.to_vec()))),
            Self::Gap => first(model).cloned(),
            Self::Volume => Some(Goal::of(Sense::Maximise, Measure::DomesticVolume(Rung::Content))),
        }
    }

    /// The goals of a plan: ranked rules, what is best for the coalition, and the least cost of that.
    pub(super) fn goals(model: &Model, objective: &Goal) -> Vec<Goal> {
        ranked(model).chain([objective.clone(), Goal::of(Sense::Minimise, Measure::Cost)]).collect()
    }

    /// The place of the objective among these goals.
    pub(super) fn place(model: &Model) -> usize {
        ranked(model).count()
    }

    /// The unit of what is gained.
    pub(super) fn unit(self, model: &Model) -> String {
        match self {
            Self::Money | Self::Volume => model.in_its_money(crate::units::MONEY).into_owned(),
            Self::Gap => first(model).map_or_else(String::new, |goal| model.in_its_money(goal.unit()).into_owned()),
        }
    }
}

//! The audit: a plan, ours or anyone's, recomputed from the model and held against every limit. It shares no code with
//! the formulation; what fails it is never reported as a result.

mod enablers;
mod limits;
mod lines;
mod proposal;
mod purchase;
mod rules;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::measures::{
    Arrivals, Judgement, MeasuredPlan, Spending, Stocks, Terms, arrivals, goal_size, goal_value, judgements, spending,
    stocks, terms,
};
use crate::model::{Goal, Model, ModelScale, Outcomes, Sense};
use crate::plan::Plan;
use crate::units::MONEY;

/// One limit that a plan breaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Breach {
    /// What is broken, in words: `budget of DEU, 2029`.
    pub limit: String,
    /// What the limit allows or asks for.
    #[serde(deserialize_with = "or_undefined")]
    #[schemars(with = "Option<f64>")]
    pub allowed: f64,
    /// What the plan has.
    #[serde(deserialize_with = "or_undefined")]
    #[schemars(with = "Option<f64>")]
    pub found: f64,
    /// Unit of both.
    pub unit: String,
}

/// What is no number is nothing in JSON.
fn or_undefined<'de, D: serde::Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::<f64>::deserialize(from)?.unwrap_or(f64::NAN))
}

/// What the audit found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// How many limits were checked.
    pub checked: usize,
    /// Those that are broken.
    pub breaches: Vec<Breach>,
}

impl Verdict {
    /// Whether the plan keeps every limit.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.breaches.is_empty()
    }
}

/// An audit under way: what it found, and what counts as one of the model's amounts, by which rounding is measured.
struct Checks {
    verdict: Verdict,
    scale: ModelScale,
}

impl Checks {
    /// Checks that a sum of money, a count or a share is at most a limit, but for rounding relative to what is involved.
    fn at_most(&mut self, limit: impl FnOnce() -> String, found: f64, allowed: f64, unit: &str) {
        self.within(limit, found, allowed, 0.0, unit);
    }

    /// The same for a sum whose terms are of some size together, or for what is counted in something of that size.
    fn within(&mut self, limit: impl FnOnce() -> String, found: f64, allowed: f64, size: f64, unit: &str) {
        self.verdict.checked += 1;
        let one = match unit {
            MONEY => self.scale.money,
            _ if size > 0.0 => 0.0,
            _ => 1.0,
        };
        let room = 1e-6 * found.abs().max(allowed.abs()).max(size).max(one);
        if !found.is_finite() || (allowed.is_finite() && found > allowed + room) {
            self.verdict.breaches.push(Breach { limit: limit(), allowed, found, unit: unit.to_owned() });
        }
    }

    /// Checks that nothing is missing to an amount of money.
    fn paid(&mut self, limit: impl FnOnce() -> String, owed: f64, paid: f64) {
        self.within(limit, owed - paid, 0.0, owed, MONEY);
    }
}

/// What is known of a plan once it has been recomputed.
#[derive(Debug, Clone)]
pub struct Recomputed {
    /// What arrives when.
    pub arrivals: Arrivals,
    /// What orders cost.
    pub terms: Terms,
    /// What stands ready.
    pub stocks: Stocks,
    /// What is paid.
    pub spending: Spending,
    /// What rules make of it.
    pub judgements: Vec<Judgement>,
    /// What nations come to if everyone buys alone, where it has been worked out for a rule that asks for it.
    pub alone: Option<Outcomes>,
}

impl Recomputed {
    /// As far as goals need it.
    #[must_use]
    pub fn known(&self) -> MeasuredPlan<'_> {
        MeasuredPlan {
            arrivals: &self.arrivals,
            terms: &self.terms,
            stocks: &self.stocks,
            spending: &self.spending,
            alone: self.alone.as_ref(),
        }
    }
}

/// Works a plan out from the model, and from what nations come to if everyone buys alone, where that is known. Where it is not, a
/// rule that asks for it cannot be judged, which the audit says.
#[must_use]
pub fn recompute(model: &Model, plan: &Plan, alone: Option<&Outcomes>) -> Recomputed {
    let arrivals = arrivals(model, plan);
    let stocks = stocks(model, plan, &arrivals);
    let terms = terms(model, plan, &arrivals);
    let spending = spending(model, plan, &arrivals, &terms);
    let known = MeasuredPlan { arrivals: &arrivals, terms: &terms, stocks: &stocks, spending: &spending, alone };
    let judgements = judgements(model, plan, known);
    Recomputed { arrivals, terms, stocks, spending, judgements, alone: alone.cloned() }
}

/// What a plan is said to reach of a goal: the value that it must not fall short of.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// The goal.
    pub goal: &'a Goal,
    /// At most this where the goal is minimised, at least this where it is maximised.
    pub kept_to: f64,
}

/// Holds a plan against every limit of the model, and against what it is said to reach.
#[tracing::instrument(skip_all, name = "audit")]
#[must_use]
pub fn audit(model: &Model, plan: &Plan, known: &Recomputed, claims: &[Claim<'_>]) -> Verdict {
    let mut checks = Checks { verdict: Verdict::default(), scale: ModelScale::of(model) };
    limits::orders(model, plan, known, &mut checks);
    limits::budgets(model, known, &mut checks);
    purchase::minimum_orders(model, known, &mut checks);
    purchase::payments(model, plan, known, &mut checks);
    purchase::fieldings(model, plan, known, &mut checks);
    purchase::relations(model, known, &mut checks);
    lines::lines(model, plan, known, &mut checks);
    lines::enlargements(model, plan, &mut checks);
    limits::supply(model, known, &mut checks);
    limits::required_targets(model, known, &mut checks);
    limits::needs(model, plan, known, &mut checks);
    limits::stocks(model, known, &mut checks);
    enablers::enablers(model, plan, known, &mut checks);
    proposal::groups(model, plan, &mut checks);
    proposal::lots(model, plan, &mut checks);
    proposal::programmes(model, plan, &mut checks);
    proposal::funds(model, plan, known, &mut checks);
    rules::rules(model, plan, known, &mut checks);
    for required in &model.required {
        let value = goal_value(model, plan, known.known(), &required.goal);
        let sign = if required.goal.sense == Sense::Minimise { 1.0 } else { -1.0 };
        let words = || format!("what is required of: {}", required.goal.words());
        let size = goal_size(model, plan, known.known(), &required.goal);
        checks.within(words, sign * value, sign * required.value, size, required.goal.unit());
    }
    for claim in claims {
        let value = goal_value(model, plan, known.known(), claim.goal);
        let sign = if claim.goal.sense == Sense::Minimise { 1.0 } else { -1.0 };
        let size = goal_size(model, plan, known.known(), claim.goal);
        let words = || format!("what was reached of: {}", claim.goal.words());
        // What a plan is said to reach is no limit of the model: an imported plan is compared with as many limits.
        let limits = checks.verdict.checked;
        checks.within(words, sign * value, sign * claim.kept_to, size, claim.goal.unit());
        checks.verdict.checked = limits;
    }
    let mut verdict = checks.verdict;
    for breach in &mut verdict.breaches {
        if breach.unit == MONEY {
            model.money_unit().clone_into(&mut breach.unit);
        }
    }
    verdict
}

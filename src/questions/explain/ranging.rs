//! What moving some limits together changes a goal by, in one direction: the exact rate at which it begins, and how far that
//! rate holds. The best value of a linear programme is made of straight pieces; tangents find the first of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::formulation::Formulation;
use crate::model::{Lever, Model};
use crate::planning::{Approach, Decisions, FixedModel, Problem, Run, plan, standalone};
use crate::solve::{Failure, Found};

/// How what is said of a changed limit was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RateBasis {
    /// Every integer decision stands as in the plan, and what the goals before reached is kept.
    #[default]
    Plan,
    /// Everything is decided anew, as a solve of the changed model does.
    Anew,
}

/// One direction.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OneSide {
    /// What one unit changes the goal by; nothing where there is no plan on this side.
    pub change: Option<f64>,
    /// How many units that holds for; nothing where there is no plan.
    pub until: Option<f64>,
    /// Whether the rate changes there, or there is no plan beyond; else nothing further was looked at.
    pub ends: bool,
    /// What it was found by. Where the decisions of the plan leave none, a change of `until` units is decided anew; no plan by the plan's
    /// decisions says nothing of others.
    #[serde(default)]
    pub by: RateBasis,
}

impl OneSide {
    /// There is no plan on this side.
    const fn none(by: RateBasis) -> Self {
        Self { change: None, until: None, ends: true, by }
    }
}

/// How a limit moves as its amount grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// The most that is allowed rises.
    Upper,
    /// The least that is asked rises.
    Lower,
    /// What may be missing rises: the least that is asked falls.
    LowerEased,
}

impl Move {
    /// The limits of a row after so many units.
    pub(super) fn limits(self, lower: f64, upper: f64, units: f64) -> (f64, f64) {
        match self {
            // What must be met exactly moves on both sides.
            Self::Upper if lower == upper => (lower + units, upper + units),
            Self::Upper => (lower, upper + units),
            Self::Lower => (lower + units, upper),
            Self::LowerEased => (lower - units, upper),
        }
    }
}

/// A row that moves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    pub row: usize,
    pub way: Move,
    /// Its limits in the model as it is.
    pub limits: (f64, f64),
}

/// What moves.
#[derive(Debug, Clone, Copy)]
pub(super) enum Moving<'c> {
    /// Limits of rows, all else standing.
    Rows(&'c [Shift]),
    /// Figures of the model, with all that hangs on them.
    Model(&'c [Lever]),
}

/// Questions along directions from one best value.
pub(super) struct Along<'a, 'b> {
    run: &'a Run,
    decided: &'a Decisions,
    settled: &'a mut FixedModel<'b>,
    budget: Budget<'b>,
    goal: usize,
    /// Less is better.
    start: f64,
    prices: Vec<f64>,
    sign: f64,
    pub solves: usize,
}

/// A value and the rate at which it changes, at some distance.
#[derive(Clone, Copy)]
struct Tangent {
    at: f64,
    value: f64,
    rate: f64,
}

/// How often a first piece is looked for.
const TRIES: usize = 60;

/// At which part of a way before its end a second value tells the rate there.
const BEFORE: f64 = 1e-3;

impl<'a, 'b> Along<'a, 'b> {
    pub fn new(
        run: &'a Run,
        decided: &'a Decisions,
        settled: &'a mut FixedModel<'b>,
        budget: Budget<'b>,
        goal: usize,
        found: &Found,
    ) -> Self {
        let sign = settled.goals[goal].sign();
        let (start, prices) = (sign * found.value, found.prices.clone());
        Self { run, decided, settled, budget, goal, start, prices, sign, solves: 1 }
    }

    /// As far as `far` in one direction, 1 or −1.
    pub fn toward(&mut self, moving: Moving<'_>, direction: f64, far: f64) -> Result<OneSide, Failure> {
        let mut found = self.side(moving, direction, far);
        // What holds only within the tolerance of the solver is no rate.
        let is_jump = |side: &OneSide| side.until.is_some_and(|until| until < 1e-5 * far);
        if matches!(moving, Moving::Model(_)) && found.as_ref().is_ok_and(is_jump) {
            found = Ok(OneSide::none(RateBasis::Plan));
        }
        if let Moving::Rows(rows) = moving {
            for shift in rows {
                self.settled.explorer.set_limits(shift.row, shift.limits.0, shift.limits.1);
            }
        }
        found
    }

    /// The same with all that follows decided anew, for one step: what a solve of the changed model finds.
    pub fn anew(&mut self, levers: &[Lever], direction: f64, step: f64) -> Result<OneSide, Failure> {
        let Ok(model) = self.run.model.with_moved(levers, direction * step) else {
            return Ok(OneSide::none(RateBasis::Anew));
        };
        self.solves += 1;
        match plan(&model, Approach::within(self.budget)) {
            Ok(run) => {
                let value = run.stages[self.goal].value;
                let change = (value - self.sign * self.start) / step;
                Ok(OneSide { change: Some(change), until: Some(step), ends: true, by: RateBasis::Anew })
            }
            Err(Problem::Unsolved(Failure::Infeasible)) => Ok(OneSide::none(RateBasis::Anew)),
            Err(Problem::Unsolved(failure)) => Err(failure),
            Err(other) => Err(Failure::Numerical { goal: "decide anew".to_owned(), what: other.to_string() }),
        }
    }

    /// The price of several rows that move together.
    fn rate(&self, rows: &[Shift], prices: &[f64], direction: f64) -> f64 {
        let each = rows.iter().map(|shift| {
            let up = if shift.way == Move::LowerEased { -1.0 } else { 1.0 };
            up * direction * self.sign * prices[shift.row]
        });
        each.sum()
    }

    /// The best there, less being better, and the prices of the rows that move; nothing where there is no plan.
    fn best(&mut self, moving: Moving<'_>, by: f64) -> Result<Option<Found>, Failure> {
        self.solves += 1;
        let found = match moving {
            Moving::Rows(rows) => {
                for shift in rows {
                    let (lower, upper) = shift.way.limits(shift.limits.0, shift.limits.1, by);
                    self.settled.explorer.set_limits(shift.row, lower, upper);
                }
                self.settled.best(self.goal)
            }
            Moving::Model(levers) => match self.run.model.with_moved(levers, by) {
                Ok(model) => {
                    let mut fresh = changed(&model, self.decided, self.budget)?;
                    for (goal, kept) in self.run.kept.iter().enumerate().take(self.goal) {
                        fresh.keep(goal, Some(*kept));
                    }
                    fresh.best(self.goal)
                }
                Err(_) => Err(Failure::Infeasible),
            },
        };
        match found {
            Ok(found) => Ok(Some(found)),
            Err(Failure::Infeasible) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The tangent at a distance; nothing where there is no plan.
    fn tangent(&mut self, moving: Moving<'_>, direction: f64, at: f64) -> Result<Option<Tangent>, Failure> {
        let Some(found) = self.best(moving, direction * at)? else { return Ok(None) };
        let value = self.sign * found.value;
        let rate = match moving {
            Moving::Rows(rows) => self.rate(rows, &found.prices, direction),
            // What hangs on a figure of the model moves coefficients, too, so that prices of rows do not say the rate.
            Moving::Model(_) => {
                let Some(before) = self.best(moving, direction * at * (1.0 - BEFORE))? else { return Ok(None) };
                (value - self.sign * before.value) / (at * BEFORE)
            }
        };
        Ok(Some(Tangent { at, value, rate }))
    }

    fn side(&mut self, moving: Moving<'_>, direction: f64, far: f64) -> Result<OneSide, Failure> {
        let least = match moving {
            Moving::Rows(rows) => self.rate(rows, &self.prices.clone(), direction),
            Moving::Model(_) => f64::NAN,
        };
        let mut beyond: Option<Tangent> = None;
        let mut nearest_without: Option<f64> = None;
        let mut first: Option<Tangent> = None;
        let mut at = far;
        for _ in 0..TRIES {
            let Some(tangent) = self.tangent(moving, direction, at)? else {
                nearest_without = Some(at);
                let from = first.map_or(0.0, |first| first.at);
                at = f64::midpoint(from, at);
                if at - from < 1e-4 * far {
                    break;
                }
                continue;
            };
            // The rate of the whole way is steadier than that of a price where the way is straight.
            let room = 1e-7 * self.start.abs() + 1e-5 * (tangent.value - self.start).abs() + 1e-12;
            // By decisions that open on the way a change of the model may do less at first than later: no straight way either.
            let off = self.start - (tangent.value - tangent.rate * tangent.at);
            if off <= room && (off >= -room || matches!(moving, Moving::Rows(_))) {
                let rate = (tangent.value - self.start) / tangent.at;
                let tangent = Tangent { rate, ..tangent };
                first = Some(tangent);
                match (beyond, nearest_without) {
                    (Some(next), _) if (next.rate - rate).abs() > 1e-9 * next.rate.abs().max(rate.abs()) => {
                        let meet = (next.value - next.rate * next.at - self.start) / (rate - next.rate);
                        if meet <= at * (1.0 + 1e-6) || meet >= next.at * (1.0 - 1e-9) {
                            return Ok(self.told(tangent, meet.clamp(at, next.at), true));
                        }
                        at = meet;
                    }
                    (Some(next), _) => return Ok(self.told(tangent, next.at, true)),
                    (None, Some(without)) => {
                        if without - at < 1e-4 * far {
                            break;
                        }
                        at = f64::midpoint(at, without);
                    }
                    (None, None) => return Ok(self.told(tangent, at, false)),
                }
            } else {
                beyond = Some(tangent);
                nearest_without = None;
                let meet = (tangent.value - tangent.rate * tangent.at - self.start) / (least - tangent.rate);
                let from = first.map_or(0.0, |first| first.at);
                at = if meet.is_finite() && meet > from && meet < at * 0.999 { meet } else { f64::midpoint(from, at) };
            }
        }
        Ok(match (first, beyond) {
            (Some(first), _) => self.told(first, first.at, true),
            (None, Some(next)) if matches!(moving, Moving::Rows(_)) => {
                self.told(Tangent { rate: (next.value - self.start) / next.at, ..next }, next.at, true)
            }
            // There is no rate where the goal jumps at once.
            (None, _) => OneSide::none(RateBasis::Plan),
        })
    }

    const fn told(&self, tangent: Tangent, until: f64, ends: bool) -> OneSide {
        // As the goal reads.
        OneSide { change: Some(self.sign * tangent.rate), until: Some(until), ends, by: RateBasis::Plan }
    }
}

/// A changed model with the decisions of the plan; what the plan could not decide, such as a band that was out of reach, is open.
pub(super) fn changed<'b>(model: &Model, decided: &Decisions, budget: Budget<'b>) -> Result<FixedModel<'b>, Failure> {
    let alone = match standalone(model, budget) {
        Ok(alone) => alone,
        Err(Problem::Unsolved(failure)) => return Err(failure),
        Err(other) => return Err(Failure::Numerical { goal: "buy alone".to_owned(), what: other.to_string() }),
    };
    let formulation = Formulation::of(model, alone.as_ref());
    FixedModel::over(model, alone.as_ref(), formulation, Some(decided), budget)
}

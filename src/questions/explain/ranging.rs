//! What moving some limits together changes a goal by, in one direction: the exact rate at which it begins, and how far that
//! rate holds. The best value of a linear programme is made of straight pieces; tangents find the first of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::planning::FixedModel;
use crate::solve::{Failure, Found};

/// One direction.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OneSide {
    /// What one unit changes the goal by; nothing where there is no plan on this side.
    pub change: Option<f64>,
    /// How many units that holds for; nothing where there is no plan.
    pub until: Option<f64>,
    /// Whether the rate changes there, or there is no plan beyond; else nothing further was looked at.
    pub ends: bool,
}

/// How a limit moves as its amount grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::questions) enum Move {
    /// The most that is allowed rises.
    Upper,
    /// The least that is asked rises.
    Lower,
    /// What may be missing rises: the least that is asked falls.
    LowerEased,
}

impl Move {
    /// The limits of a row after so many units.
    pub fn limits(self, lower: f64, upper: f64, units: f64) -> (f64, f64) {
        match self {
            // What must be met exactly moves on both sides.
            Self::Upper if lower == upper => (lower + units, upper + units),
            Self::Upper => (lower, upper + units),
            Self::Lower => (lower + units, upper),
            Self::LowerEased => (lower - units, upper),
        }
    }
}

/// The lower and the upper limit of a row.
type Limits = (f64, f64);

/// Questions along directions from one best value.
pub(in crate::questions) struct Along<'a, 'b> {
    settled: &'a mut FixedModel<'b>,
    goal: usize,
    /// Less is better.
    start: f64,
    prices: Vec<f64>,
    sign: f64,
    reach: f64,
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

impl<'a, 'b> Along<'a, 'b> {
    pub fn new(settled: &'a mut FixedModel<'b>, goal: usize, found: &Found, reach: f64) -> Self {
        let sign = settled.goals[goal].sign();
        Self { settled, goal, start: sign * found.value, prices: found.prices.clone(), sign, reach, solves: 1 }
    }

    /// More of some limits, or less.
    pub fn toward(&mut self, rows: &[(usize, Move)], amount: f64, more: bool) -> Result<OneSide, Failure> {
        let known: Vec<(f64, f64)> = rows.iter().map(|(row, _)| self.settled.explorer.limits(*row)).collect();
        let far = self.reach * if amount > 1e-9 { amount } else { self.activity(rows) };
        let found = if more {
            self.side(rows, &known, 1.0, far)
        } else {
            // Of what is nothing there cannot be less.
            let stands = |(_, way): &(usize, Move), limits: &(f64, f64)| *way != Move::Upper || limits.1 > 1e-9;
            let (less, there): (Vec<(usize, Move)>, Vec<Limits>) =
                rows.iter().zip(&known).filter(|(row, limits)| stands(row, limits)).unzip();
            let least = less.iter().zip(&there).filter(|((_, way), _)| *way == Move::Upper);
            let least = least.map(|(_, limits)| self.reach * limits.1).fold(far, f64::min);
            if less.is_empty() {
                Ok(OneSide { change: Some(0.0), until: Some(0.0), ends: true })
            } else {
                self.side(&less, &there, -1.0, least)
            }
        };
        for ((row, _), limits) in rows.iter().zip(&known) {
            self.settled.explorer.set_limits(*row, limits.0, limits.1);
        }
        found
    }

    /// How large a row of limit 0 is: what its terms could come to by one unit of each.
    fn activity(&self, rows: &[(usize, Move)]) -> f64 {
        let sizes = rows.iter().map(|(row, _)| {
            self.settled.explorer.terms(*row).iter().map(|(_, coefficient)| coefficient.abs()).fold(0.0, f64::max)
        });
        sizes.fold(0.0, f64::max).max(1.0)
    }

    fn rate(&self, rows: &[(usize, Move)], prices: &[f64], direction: f64) -> f64 {
        let each = rows.iter().map(|(row, way)| {
            let up = if *way == Move::LowerEased { -1.0 } else { 1.0 };
            up * direction * self.sign * prices[*row]
        });
        each.sum()
    }

    /// The tangent at a distance; nothing where there is no plan.
    fn tangent(
        &mut self,
        rows: &[(usize, Move)],
        known: &[(f64, f64)],
        direction: f64,
        at: f64,
    ) -> Result<Option<Tangent>, Failure> {
        for ((row, way), &(lower, upper)) in rows.iter().zip(known) {
            let (lower, upper) = way.limits(lower, upper, direction * at);
            self.settled.explorer.set_limits(*row, lower, upper);
        }
        self.solves += 1;
        match self.settled.best(self.goal) {
            Ok(found) => {
                let rate = self.rate(rows, &found.prices, direction);
                Ok(Some(Tangent { at, value: self.sign * found.value, rate }))
            }
            Err(Failure::Infeasible) => Ok(None),
            Err(other) => Err(other),
        }
    }

    fn side(
        &mut self,
        rows: &[(usize, Move)],
        known: &[(f64, f64)],
        direction: f64,
        far: f64,
    ) -> Result<OneSide, Failure> {
        let least = self.rate(rows, &self.prices.clone(), direction);
        let mut beyond: Option<Tangent> = None;
        let mut nearest_without: Option<f64> = None;
        let mut first: Option<Tangent> = None;
        let mut at = far;
        for _ in 0..TRIES {
            let Some(tangent) = self.tangent(rows, known, direction, at)? else {
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
            if self.start - (tangent.value - tangent.rate * tangent.at) <= room {
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
        Ok(first.map_or(OneSide { change: None, until: None, ends: true }, |first| self.told(first, first.at, true)))
    }

    const fn told(&self, tangent: Tangent, until: f64, ends: bool) -> OneSide {
        // As the goal reads.
        OneSide { change: Some(self.sign * tangent.rate), until: Some(until), ends }
    }
}

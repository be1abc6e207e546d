//! The years of a model.

use crate::units::Year;

/// A place in the horizon, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step(u32);

impl Step {
    /// Its place, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// First and last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// First year.
    pub first: Year,
    /// Last year, not before the first.
    pub last: Year,
}

impl Horizon {
    /// How many years there are; at least one.
    #[must_use]
    #[expect(clippy::cast_sign_loss, reason = "the last year is not before the first")]
    pub const fn len(self) -> usize {
        (self.last.0 - self.first.0 + 1) as usize
    }

    /// Never: a horizon has at least one year.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        false
    }

    /// Every step, in order.
    pub fn steps(self) -> impl DoubleEndedIterator<Item = Step> + Clone {
        (0..self.len()).map(Self::step)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a horizon has at most 200 years")]
    const fn step(index: usize) -> Step {
        Step(index as u32)
    }

    /// The step at a place, if the horizon reaches it.
    #[must_use]
    pub fn at(self, index: usize) -> Option<Step> {
        (index < self.len()).then(|| Self::step(index))
    }

    /// The step after so many years, if the horizon reaches it.
    #[must_use]
    pub fn after(self, step: Step, years: usize) -> Option<Step> {
        self.at(step.index() + years)
    }

    /// The step so many years before, if the horizon reaches it.
    #[must_use]
    pub fn before(self, step: Step, years: usize) -> Option<Step> {
        step.index().checked_sub(years).map(Self::step)
    }

    /// The first step.
    #[must_use]
    pub fn first_step(self) -> Step {
        Self::step(0)
    }

    /// The last step.
    #[must_use]
    pub fn last_step(self) -> Step {
        Self::step(self.len() - 1)
    }

    /// The calendar year of a step.
    #[must_use]
    pub fn year(self, step: Step) -> Year {
        Year(self.first.0 + i32::try_from(step.0).unwrap_or(i32::MAX))
    }

    /// The step of a calendar year.
    #[must_use]
    pub fn step_of(self, year: Year) -> Option<Step> {
        usize::try_from(year.0 - self.first.0).ok().and_then(|index| self.at(index))
    }
}

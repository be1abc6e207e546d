//! What is said to be enough of limits of money and industry, asked of a model in which they are so. Other limits follow them, such as what may be carried over,
//! and some come to bind, such as needs beyond the reach of today's money: so what lets rows give way may be too little, or more than it takes.

use crate::budget::Budget;
use crate::model::{Lever, Model};
use crate::questions::infeasible::way_out::{COARSE, FINE, HAIRS, LARGEST, has_plan};
use crate::solve::Failure;

/// How models are asked, and how often they were.
pub(super) struct AskedAnew<'a> {
    pub relaxed: bool,
    pub solves: &'a mut usize,
    pub budget: Budget<'a>,
}

/// Figures of a model, with the units by which each moves at 100 %.
pub(super) struct MovedFigures(pub Vec<(Lever, f64)>);

impl MovedFigures {
    /// The least share by which the figures must move for there to be a plan; nothing where there is none. `guess` is what lets the rows of
    /// the model hold. Where integer decisions are relaxed, it is at least so much, and only whether less would do is asked.
    pub fn enough(&self, model: &Model, guess: f64, asking: &mut AskedAnew<'_>) -> Result<Option<f64>, Failure> {
        let fine = if asking.relaxed { COARSE } else { FINE };
        let (mut hard, mut easy) = (guess, guess);
        if asking.relaxed || self.is_enough(model, guess, asking)? {
            let less = guess * (1.0 - 10.0 * fine);
            if guess <= 0.0 || !self.is_enough(model, less, asking)? {
                return Ok(Some(guess));
            }
            (hard, easy) = (0.0, less);
        } else {
            // The gap to a need that comes to bind is mostly small.
            let mut step = 10.0 * fine * guess.max(fine);
            while hard == easy || !self.is_enough(model, easy, asking)? {
                hard = easy;
                easy += step;
                step *= 4.0;
                if easy > LARGEST * guess.max(1.0) {
                    return Ok(None);
                }
            }
        }
        while easy - hard > fine * easy {
            let middle = f64::midpoint(hard, easy);
            if self.is_enough(model, middle, asking)? {
                easy = middle;
            } else {
                hard = middle;
            }
        }
        Ok(Some(easy))
    }

    /// Whether there is a plan with the figures moved by a share, or by a hair more.
    fn is_enough(&self, model: &Model, share: f64, asking: &mut AskedAnew<'_>) -> Result<bool, Failure> {
        for &hair in if asking.relaxed { &HAIRS[..1] } else { &HAIRS[..] } {
            let share = share * (1.0 + hair);
            let moved = model.with_each_moved(self.0.iter().map(|(lever, units)| (*lever, units * share)));
            // No document may state what a model refuses.
            let Ok(moved) = moved else { return Ok(false) };
            if has_plan(&moved, asking.relaxed, asking.solves, asking.budget)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

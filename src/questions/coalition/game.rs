//! The game of a proposal: what each coalition gains, from its plan and the proven bound.

use std::collections::BTreeMap;

use coalition_game::{Game, Interval, members};

use crate::id::{Id, NationId};
use crate::questions::Unanswered;
use crate::questions::coalition::gain::Gain;
use crate::questions::coalition::plans::{CoalitionPlanner, PlannedCoalition};

/// Solvers leave the last digits of a value open: what is nearer than this, relative, is the same.
const DIGITS: f64 = 2e-6;

/// Plans of coalitions as what they gain.
pub(super) struct CoalitionGame<'a> {
    pub planner: &'a CoalitionPlanner<'a>,
    pub plans: BTreeMap<u64, PlannedCoalition>,
}

impl CoalitionGame<'_> {
    /// The standalone plan.
    pub fn alone(&self) -> &PlannedCoalition {
        &self.plans[&0]
    }

    /// How much better than the plan at hand standalone procurement may be.
    pub fn alone_open(&self) -> f64 {
        self.alone().objective.map_or(0.0, |(value, bound)| (value - bound).abs())
    }

    /// The plan of a coalition; that of standalone procurement where it gains nothing, so that it leaves its pool unused.
    pub fn plan(&self, coalition: u64) -> &PlannedCoalition {
        self.plans.get(&coalition).filter(|_| self.gains(coalition).value > 0.0).unwrap_or_else(|| self.alone())
    }

    /// What nations pay alone.
    pub fn paid_alone(&self, nations: &[NationId]) -> f64 {
        nations.iter().map(|nation| self.alone().paid[nation.index()]).sum()
    }

    /// The value of what nations order alone at reference prices.
    pub fn volume_alone(&self, nations: &[NationId]) -> f64 {
        nations.iter().map(|nation| self.alone().volume[nation.index()]).sum()
    }

    /// What a coalition gains: no less than nothing, since it may leave its pool unused. One nation by itself pools with nobody.
    pub fn gains(&self, coalition: u64) -> Interval {
        let nations = self.planner.nations(coalition);
        let Some((value, bound)) =
            self.plans.get(&coalition).filter(|_| nations.len() > 1).and_then(|plan| plan.objective)
        else {
            return Interval::ZERO;
        };
        let (base, sign) = match (self.planner.asked.gain, self.alone().objective) {
            (Gain::Money, _) => (self.paid_alone(&nations), 1.0),
            (Gain::Gap, Some((alone, _))) => (alone, self.sign_of_first()),
            (Gain::Volume, Some((alone, _))) => (alone, -1.0),
            (_, None) => return Interval::ZERO,
        };
        let seen = |gained: f64| if gained.abs() <= self.rounding() { 0.0 } else { gained };
        let (gained, most) = (seen(sign * (base - value)), seen(sign * (base - bound)));
        let open = seen(self.alone_open());
        let value = gained.max(0.0);
        let near = |limit: f64| if (limit - value).abs() <= self.rounding() { value } else { limit };
        Interval { low: near((gained - open).max(0.0)), value, high: near(most.max(value)) }
    }

    /// What of a gain is a rounding error: solvers leave the last digits of what it is a difference of open.
    fn rounding(&self) -> f64 {
        let base = match self.planner.asked.gain {
            Gain::Money => self.alone().paid.iter().sum(),
            Gain::Gap | Gain::Volume => self.alone().objective.map_or(0.0, |(value, _)| value.abs()),
        };
        DIGITS * f64::max(base, 1e-6)
    }

    fn sign_of_first(&self) -> f64 {
        let first = crate::questions::coalition::gain::first(self.planner.model);
        if first.is_some_and(|goal| goal.sense == crate::model::Sense::Maximise) { -1.0 } else { 1.0 }
    }

    /// The game of the players.
    ///
    /// # Errors
    /// There are too many of them, or a value is no number.
    pub fn game(&self) -> Result<Game, Unanswered> {
        let players = self.planner.asked.players.len();
        let values = (0..1_u64 << players).map(|coalition| self.gains(coalition)).collect();
        let rounding = self.rounding();
        let game = Game::new(players, values).map(|game| game.with_rounding(rounding));
        game.map_err(|error| Unanswered::Asked(error.to_string()))
    }

    /// The codes of a coalition's players.
    pub fn codes(&self, coalition: usize) -> Vec<String> {
        let asked = self.planner.asked;
        let outsiders = asked.outsiders.iter().map(|nation| self.planner.model.nations.code(*nation));
        let codes: Vec<&str> = asked.players.iter().map(|player| player.code.as_str()).chain(outsiders).collect();
        members(coalition).map(|player| codes[player].to_owned()).collect()
    }
}

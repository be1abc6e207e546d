//! Games of which not every coalition is looked at.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss)]

use coalition_game::{
    Game, GameError, Interval, WorstCoalition, least_core, rows_of_least_core, sampled_shapley, shapley,
};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

const PLAYERS: usize = 12;

fn random(random: &mut ChaCha12Rng) -> f64 {
    (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// What a coalition saves by discounts on the volume of its members, by some steps, with noise that no rule of sizes explains.
fn discounts(seed: u64) -> Game {
    let mut numbers = ChaCha12Rng::seed_from_u64(seed);
    let volume: Vec<f64> = (0..PLAYERS).map(|_| 10.0_f64.powf(2.0 * random(&mut numbers))).collect();
    let all: f64 = volume.iter().sum();
    let value = |coalition: usize| {
        if coalition.count_ones() < 2 {
            return 0.0;
        }
        let part = Game::sum(&volume, coalition) / all;
        let step = (part * 5.0).floor() / 5.0;
        part * all * (0.1 * part + 0.1 * step) * (0.9 + 0.1 * random(&mut numbers))
    };
    Game::exact(PLAYERS, &(0..1 << PLAYERS).map(value).collect::<Vec<_>>()).unwrap()
}

#[test]
fn sampled_shares_hold_the_true_ones_for_92_of_100_seeds_at_least() {
    for game in [discounts(1), discounts(2)] {
        let true_shares = shapley(&game).unwrap().points();
        let held = (0..100).filter(|seed| {
            let ask = |coalition: u64| Ok::<_, GameError>(game.value(usize::try_from(coalition).unwrap()));
            let found = sampled_shapley(PLAYERS, 10, *seed, ask).unwrap();
            let near =
                |player: usize| (found.shares[player].value - true_shares[player]).abs() <= found.sampling[player];
            (0..PLAYERS).all(near)
        });
        let held = held.count();
        assert!(held >= 92, "{held} of 100");
        // And they do not hold them by being as wide as all that is divided.
        let ask = |coalition: u64| Ok::<_, GameError>(game.value(usize::try_from(coalition).unwrap()));
        let found = sampled_shapley(PLAYERS, 10, 0, ask).unwrap();
        let widest = found.sampling.iter().fold(0.0_f64, |most, one| most.max(*one));
        assert!(widest < 0.02 * game.value(game.all()).value, "{widest}");
        assert_eq!(found.asked, 10 * 2 * PLAYERS * PLAYERS);
    }
}

#[test]
fn limits_of_values_are_carried_through_a_sample() {
    let game = discounts(3);
    let ask = |coalition: u64| {
        let value = game.value(usize::try_from(coalition).unwrap()).value;
        Ok::<_, GameError>(Interval { low: value - 1.0, value, high: value + 2.0 })
    };
    let found = sampled_shapley(PLAYERS, 2, 7, ask).unwrap();
    assert!(found.shares.iter().all(|share| share.width() > 2.0 && share.width() <= 6.0 + 1e-9), "{found:?}");
    let sum: f64 = found.shares.iter().map(|share| share.value).sum();
    assert!((sum - game.value(game.all()).value).abs() < 1e-6);
}

/// An oracle over a game whose values are all known, which counts what it is asked.
struct Enumerated<'a>(&'a Game);

impl WorstCoalition for Enumerated<'_> {
    fn players(&self) -> usize {
        self.0.players()
    }

    fn value(&mut self, coalition: u64) -> f64 {
        self.0.value(usize::try_from(coalition).unwrap()).value
    }

    fn worst(&mut self, division: &[f64]) -> Vec<u64> {
        let excess = |coalition: usize| self.0.value(coalition).value - Game::sum(division, coalition);
        vec![self.0.proper().max_by(|one, other| excess(*one).total_cmp(&excess(*other))).unwrap() as u64]
    }
}

#[test]
fn a_least_core_needs_few_coalitions() {
    for seed in 0..5 {
        let game = discounts(seed);
        let known = least_core(&game).unwrap().excess.value;
        let found = rows_of_least_core(&mut Enumerated(&game), game.tolerance(), 4096).unwrap();
        assert!((found.excess.1 - known).abs() < 1e-4 && found.excess.0 <= known + 1e-4, "{found:?}, {known}");
        assert!(found.coalitions < 200, "{} of 4096", found.coalitions);
    }
}

/// Savings by a discount on volume that grows with volume, for 27 players: what is worst is found without looking at 134 million coalitions,
/// since for each number of units the cheapest members with so many are the worst.
struct Volume {
    units: Vec<usize>,
}

impl Volume {
    fn saved(units: usize) -> f64 {
        let units = units as f64;
        units * (units / 1000.0).sqrt()
    }
}

impl WorstCoalition for Volume {
    fn players(&self) -> usize {
        self.units.len()
    }

    fn value(&mut self, coalition: u64) -> f64 {
        Self::saved((0..self.units.len()).filter(|i| coalition >> i & 1 == 1).map(|i| self.units[i]).sum())
    }

    fn worst(&mut self, division: &[f64]) -> Vec<u64> {
        // For each number of units, the members who are given least in all.
        let all: usize = self.units.iter().sum();
        let mut least = vec![(f64::INFINITY, 0_u64); all + 1];
        least[0] = (0.0, 0);
        for (player, units) in self.units.iter().enumerate() {
            for sum in (*units..=all).rev() {
                let (given, coalition) = least[sum - units];
                if given + division[player] < least[sum].0 {
                    least[sum] = (given + division[player], coalition | 1 << player);
                }
            }
        }
        let excess = |sum: usize| Self::saved(sum) - least[sum].0;
        let mut sums: Vec<usize> = (1..all).filter(|sum| least[*sum].0.is_finite()).collect();
        sums.sort_by(|one, other| excess(*other).total_cmp(&excess(*one)));
        sums.into_iter().take(10).map(|sum| least[sum].1).collect()
    }
}

#[test]
fn twenty_seven_players_need_hundreds_of_coalitions_and_not_millions() {
    let units = (1..=27).map(|player| 3 + player * player % 50).collect();
    let found = rows_of_least_core(&mut Volume { units }, 1e-6, 5000).unwrap();
    assert!(found.excess.1 - found.excess.0 <= 1e-5, "{found:?}");
    // A discount that grows with volume makes the game convex, so that there is a core.
    assert!(found.excess.1 < 0.0 && found.coalitions < 2000, "{found:?}");
}

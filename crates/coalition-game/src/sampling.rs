//! The Shapley value of a game with too many coalitions to know them all: a sample of the orders in which players may come.
//!
//! A block of the sample is one random order, all orders that begin later in it and go round, and the reverse of each. So every player comes
//! once at every place in a block (strata by the size of the coalition that it finds), and what is high in one order is low in its reverse
//! (antithetic pairs). Blocks are independent and alike, so that their means tell how far the mean of all may be off.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::{GameError, Interval};

/// A sampled Shapley value.
#[derive(Debug, Clone, PartialEq)]
pub struct SampledShapley {
    /// The mean share of each player over the sample, with the limits that follow from those of the values, the sample being what it is.
    pub shares: Vec<Interval>,
    /// With 95 % probability, the shares that all orders would give are all no further than this from those of the sample.
    pub sampling: Vec<f64>,
    /// How many values of coalitions were asked for; some more than once.
    pub asked: usize,
}

/// Samples the Shapley value in so many blocks, two at least. The sample depends on the seed alone. One of n players asks for 2 n² values a
/// block.
///
/// # Errors
/// There are fewer than two players or more than 63, fewer than two blocks, or a value cannot be had.
pub fn sampled_shapley<E: From<GameError>>(
    players: usize,
    blocks: usize,
    seed: u64,
    mut value: impl FnMut(u64) -> Result<Interval, E>,
) -> Result<SampledShapley, E> {
    if !(2..=63).contains(&players) || blocks < 2 {
        return Err(GameError::Numerical("a sample needs 2 to 63 players and two blocks at least").into());
    }
    let mut means: Vec<Vec<Interval>> = Vec::new();
    let mut asked = 0;
    for block in 0..blocks {
        let order = shuffled(players, seed, block as u64);
        let mut sums = vec![Interval::ZERO; players];
        for turn in 0..players {
            let turned: Vec<usize> = (0..players).map(|place| order[(place + turn) % players]).collect();
            let reverse: Vec<usize> = turned.iter().rev().copied().collect();
            for order in [turned, reverse] {
                let (mut coalition, mut before) = (0_u64, Interval::ZERO);
                for player in order {
                    coalition |= 1 << player;
                    let after = value(coalition)?;
                    asked += 1;
                    sums[player] = sums[player] + (after - before);
                    before = after;
                }
            }
        }
        means.push(sums.into_iter().map(|sum| sum.times(1.0 / (2.0 * number(players)))).collect());
    }
    // Shares of all players are told at once, so that each must be surer by itself.
    let risk = 0.05 / number(players);
    let quantile =
        StudentsT::new(0.0, 1.0, number(blocks - 1)).map_or(f64::INFINITY, |t| t.inverse_cdf(1.0 - risk / 2.0));
    let (mut shares, mut sampling) = (Vec::new(), Vec::new());
    for player in 0..players {
        let mean = means.iter().map(|block| block[player]).sum::<Interval>().times(1.0 / number(blocks));
        let squares: f64 = means.iter().map(|block| (block[player].value - mean.value).powi(2)).sum();
        let error = (squares / number(blocks - 1) / number(blocks)).sqrt();
        shares.push(mean);
        sampling.push(quantile * error);
    }
    Ok(SampledShapley { shares, sampling, asked })
}

/// A random order, by seed and number alone.
fn shuffled(players: usize, seed: u64, block: u64) -> Vec<usize> {
    let mut random = ChaCha12Rng::seed_from_u64(seed);
    random.set_stream(block);
    let mut order: Vec<usize> = (0..players).collect();
    for place in (1..players).rev() {
        let other = below(&mut random, place as u64 + 1);
        order.swap(place, other);
    }
    order
}

/// A random number below a limit, each as likely.
fn below(random: &mut ChaCha12Rng, limit: u64) -> usize {
    let fair = u64::MAX - u64::MAX % limit;
    loop {
        let drawn = random.next_u64();
        if drawn < fair {
            return usize::try_from(drawn % limit).unwrap_or(0);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "players and blocks are few")]
const fn number(count: usize) -> f64 {
    count as f64
}

//! Points drawn at random, each from its number alone, so that any machine can draw any of them.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use serde::Serialize;

use crate::scenario::Distribution;
use crate::scenario::distribution::{normal, part_below};

/// How points are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Drawing {
    /// Each by itself.
    Random,
    /// One in each of n equal parts of every distribution.
    LatinHypercube,
    /// A scrambled Sobol sequence.
    Sobol,
}

/// Dimensions of one Sobol sequence; further ones come from sequences of their own.
const DIMENSIONS: u32 = 256;

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variable {
    /// The figure, or the pattern of figures, that is multiplied by the draw.
    pub name: String,
    /// How the factor is distributed.
    pub distribution: Distribution,
}

/// Points drawn at random.
#[derive(Debug, Clone)]
pub struct Sample {
    n: usize,
    seed: u32,
    drawing: Drawing,
    variables: Vec<Variable>,
    /// The lower triangle whose product with itself is the correlation; empty: none.
    triangle: Vec<Vec<f64>>,
    /// For Latin hypercubes: in which part of each variable's distribution each point lies.
    parts: Vec<Vec<u32>>,
}

impl Sample {
    /// Largest number of points that a Sobol sequence has.
    pub const MOST_OF_SOBOL: usize = 1 << 16;

    /// Largest number of points times variables that a Latin hypercube has: 80 MB.
    pub const MOST_OF_HYPERCUBE: usize = 20_000_000;

    /// Points of some variables with correlations, of which those of a variable with itself are 1.
    ///
    /// # Errors
    /// No numbers have such correlations.
    pub fn of(
        n: usize,
        seed: u32,
        drawing: Drawing,
        variables: Vec<Variable>,
        correlations: &[(usize, usize, f64)],
    ) -> Result<Self, String> {
        let triangle = if correlations.iter().all(|(.., r)| *r == 0.0) {
            Vec::new()
        } else {
            triangle(variables.len(), correlations)?
        };
        let mut sample = Self { n, seed, drawing, variables, triangle, parts: Vec::new() };
        if drawing == Drawing::LatinHypercube {
            sample.parts = (0..sample.variables.len()).map(|variable| sample.shuffled(variable)).collect();
        }
        Ok(sample)
    }

    /// How many points.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.n
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// What is drawn.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// Everything that the points hang on, as text.
    #[must_use]
    pub fn told(&self) -> String {
        format!("{} {} {:?} {:?} {:?}", self.n, self.seed, self.drawing, self.variables, self.triangle)
    }

    /// A point: the factor of every variable.
    #[must_use]
    pub fn point(&self, number: usize) -> Vec<f64> {
        let parts: Vec<f64> = (0..self.variables.len()).map(|variable| self.part(number, variable)).collect();
        let parts = if self.triangle.is_empty() { parts } else { self.correlated(&parts) };
        self.variables.iter().zip(parts).map(|(variable, part)| variable.distribution.quantile(part)).collect()
    }

    /// Where in the distribution of a variable a point lies, without correlations: strictly between 0 and 1.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "points are fewer than 2^32")]
    fn part(&self, number: usize, variable: usize) -> f64 {
        match self.drawing {
            Drawing::Random => self.uniform(number, variable, 0),
            Drawing::LatinHypercube => {
                (f64::from(self.parts[variable][number]) + self.uniform(number, variable, 0)) / self.n as f64
            }
            Drawing::Sobol => {
                let variable = variable as u32;
                // The crate's single precision has 24 bits; half of the last one keeps clear of 0.
                let seed = self.seed.wrapping_add((variable / DIMENSIONS).wrapping_mul(0x9E37_79B9));
                f64::from(sobol_burley::sample(number as u32, variable % DIMENSIONS, seed)) + 0.5f64.powi(25)
            }
        }
    }

    /// The number at a place of one of the streams of the seed, strictly between 0 and 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn uniform(&self, number: usize, variable: usize, purpose: u64) -> f64 {
        let mut stream = self.stream(variable, purpose);
        stream.set_word_pos(2 * number as u128);
        ((stream.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn stream(&self, variable: usize, purpose: u64) -> ChaCha8Rng {
        let mut stream = ChaCha8Rng::seed_from_u64(u64::from(self.seed));
        stream.set_stream(2 * variable as u64 + purpose);
        stream
    }

    /// The numbers below n in an order of the seed: sorted by draws of their own.
    fn shuffled(&self, variable: usize) -> Vec<u32> {
        let mut stream = self.stream(variable, 1);
        let mut keyed: Vec<(u64, u32)> =
            (0..u32::try_from(self.n).unwrap_or(u32::MAX)).map(|number| (stream.next_u64(), number)).collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, number)| number).collect()
    }

    /// The parts of variables that are correlated as normal numbers.
    fn correlated(&self, parts: &[f64]) -> Vec<f64> {
        let numbers: Vec<f64> = parts.iter().map(|part| normal(*part)).collect();
        (self.triangle.iter().zip(parts))
            .enumerate()
            .map(|(place, (row, part))| {
                if row[..place].iter().all(|weight| *weight == 0.0) {
                    // What hangs on nothing before it stays exactly where it is.
                    return *part;
                }
                let number: f64 = row.iter().zip(&numbers).map(|(weight, number)| weight * number).sum();
                part_below(number).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0)
            })
            .collect()
    }
}

/// The lower triangle whose product with itself is a correlation matrix (Cholesky).
fn triangle(size: usize, correlations: &[(usize, usize, f64)]) -> Result<Vec<Vec<f64>>, String> {
    let mut matrix = vec![vec![0.0; size]; size];
    for (place, row) in matrix.iter_mut().enumerate() {
        row[place] = 1.0;
    }
    for &(one, other, correlation) in correlations {
        matrix[one][other] = correlation;
        matrix[other][one] = correlation;
    }
    let mut lower = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let done: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let rest: f64 = matrix[row][column] - done;
            if row == column {
                if rest < -1e-9 {
                    return Err("no numbers have these correlations with each other".to_owned());
                }
                lower[row][row] = rest.max(0.0).sqrt();
            } else if lower[column][column] > 1e-9 {
                lower[row][column] = rest / lower[column][column];
            } else if rest.abs() > 1e-9 {
                return Err("no numbers have these correlations with each other".to_owned());
            }
        }
    }
    Ok(lower)
}

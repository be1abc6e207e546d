//! How a factor is distributed: from a number between 0 and 1 to the factor below which such a part of all draws lies.

use serde::Serialize;
use statrs::function::erf::{erf_inv, erfc};

/// How a factor is distributed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Evenly between two.
    Uniform {
        /// Lowest.
        low: f64,
        /// Highest.
        high: f64,
    },
    /// Normally; a draw below 0 counts as 0.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        deviation: f64,
    },
    /// Log-normally.
    LogNormal {
        /// Median.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// As a triangle.
    Triangular {
        /// Lowest.
        low: f64,
        /// Likeliest.
        mode: f64,
        /// Highest.
        high: f64,
    },
    /// One of some, with probabilities that sum to 1.
    Discrete(Vec<(f64, f64)>),
}

impl Distribution {
    /// The factor below which a part of all draws lies.
    #[must_use]
    pub fn quantile(&self, part: f64) -> f64 {
        match self {
            Self::Uniform { low, high } => low + part * (high - low),
            Self::Normal { mean, deviation } => (mean + deviation * normal(part)).max(0.0),
            Self::LogNormal { median, sigma } => median * (sigma * normal(part)).exp(),
            Self::Triangular { low, mode, high } => {
                let whole = high - low;
                if whole <= 0.0 {
                    return *low;
                }
                let before = (mode - low) / whole;
                if part < before {
                    low + (part * whole * (mode - low)).sqrt()
                } else {
                    high - ((1.0 - part) * whole * (high - mode)).sqrt()
                }
            }
            Self::Discrete(factors) => {
                let mut sum = 0.0;
                for (factor, probability) in factors {
                    sum += probability;
                    if part < sum {
                        return *factor;
                    }
                }
                factors.last().map_or(1.0, |(factor, _)| *factor)
            }
        }
    }
}

/// The standard normal number below which a part of all lies.
pub(super) fn normal(part: f64) -> f64 {
    std::f64::consts::SQRT_2 * erf_inv(2.0 * part - 1.0)
}

/// The part of all standard normal numbers that lie below one.
#[must_use]
pub fn part_below(number: f64) -> f64 {
    0.5 * erfc(-number / std::f64::consts::SQRT_2)
}

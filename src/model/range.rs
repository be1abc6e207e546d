//! The values that numbers of a model may have, and what is said of others: once for documents and for every change of a model.

use std::fmt;

/// What a number may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// 0 or more.
    NotNegative,
    /// More than 0.
    Positive,
    /// 0 to 1.
    Part,
}

/// Why a model cannot be as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}; {remedy}")]
pub struct Refusal {
    /// What is wrong, with the path that a document has for it.
    pub what: String,
    /// What would be right.
    pub remedy: String,
}

impl Refusal {
    /// A refusal in words.
    #[must_use]
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }
}

/// No amount of a model is larger.
const LARGEST: f64 = 1e12;

/// No amount of a model is smaller, but for 0: its inverse, by which gaps are counted, would be beyond what doubles carry beside others.
const SMALLEST: f64 = 1e-30;

/// No time from an order to its delivery is longer, in years.
pub const LONGEST: f64 = 100.0;

impl Range {
    /// Returns `Ok` if a number may stand at a path.
    ///
    /// # Errors
    /// The number is not finite, beyond 10¹², nearer to 0 than 10⁻³⁰, or outside the range.
    pub fn check(self, path: impl fmt::Display, value: f64) -> Result<(), Refusal> {
        let (good, remedy) = match self {
            Self::NotNegative => (value >= 0.0, "write 0 or more"),
            Self::Positive => (value > 0.0, "write more than 0"),
            Self::Part => ((0.0..=1.0).contains(&value), "write a share from 0 % to 100 %, as `65 %` or `0.65`"),
        };
        if !value.is_finite() {
            Err(Refusal::new(format!("`{path}` is not a finite number"), "write a number"))
        } else if value.abs() > LARGEST {
            let what = format!("`{path}` is {value:e}, beyond anything that this model counts");
            Err(Refusal::new(what, "check the unit"))
        } else if value != 0.0 && value.abs() < SMALLEST {
            let what =
                format!("`{path}` is {value:e}, and nothing that this model counts is smaller than {SMALLEST:e}");
            Err(Refusal::new(what, "write 0, or check the unit"))
        } else if good {
            Ok(())
        } else {
            let shown = if self == Self::Part { percent(value) } else { value.to_string() };
            Err(Refusal::new(format!("`{path}` is {shown}"), remedy))
        }
    }
}

/// A share as documents write it: `65 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = (share * 1e6).round() / 1e4;
    format!("{percent} %")
}

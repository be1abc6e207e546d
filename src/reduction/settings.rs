//! The tuned constants of symmetry aggregation.

/// When nations count as interchangeable. What cannot be shared out among nations costs time, not truth: they are kept separate then, and the model
/// is solved again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SymmetrySettings {
    /// Nations that buy by themselves are kept separate if more than this share of their money falls into other years; counted twice, where
    /// it is missing and where it is more.
    pub other_years: f64,
    /// Nations are kept separate by which of these shares of their own money they may draw on a fund. Nations that may draw much and nations that may
    /// draw little could draw together what one of them cannot use.
    pub drawn: [f64; 3],
}

impl SymmetrySettings {
    /// What every command uses. The shares were chosen among six variants of the European model under SAFE: plans were shared out in all of
    /// them; with finer and coarser shares in one to five.
    pub const DEFAULT: Self = Self { other_years: 0.05, drawn: [0.25, 0.6, 1.1] };
}

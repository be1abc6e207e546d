//! Heuristics that find plans near the LP relaxation; each asks the relaxation for points and leaves it as it found it.

pub(super) mod diving;
pub(super) mod on_off;
pub(super) mod on_off_dive;
pub(super) mod on_off_local_search;
pub(super) mod rounding;

#[cfg(test)]
mod on_off_tests;
#[cfg(test)]
mod tests;

//! Values that are known to within a proof, and what two of them differ by.

/// Solvers leave the last digits of a value open: what is nearer than this, relative, is the same.
const DIGITS: f64 = 1e-6;

/// What a plan reaches, and how far from it the best possible may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProvenValue {
    /// What the plan reaches.
    pub value: f64,
    /// Distance from it within which the best possible is proven to lie, in the same unit; infinite where nothing is proven.
    pub within: f64,
}

/// What two proven values differ by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProvenDifference {
    /// The first less the second.
    pub value: f64,
    /// The difference of the best possible values lies no further from it than this; infinite where nothing is proven.
    pub plus_minus: f64,
}

impl ProvenValue {
    /// A value whose best possible is proven to lie no further away than a bound.
    #[must_use]
    pub fn by_bound(value: f64, bound: f64) -> Self {
        let within = (value - bound).abs();
        Self { value, within: if within.is_nan() { f64::INFINITY } else { within } }
    }

    /// A value that is proven within a share of itself.
    #[must_use]
    pub fn by_share(value: f64, share: f64) -> Self {
        // Where nothing is proven, a share of zero would prove all.
        Self { value, within: if share.is_finite() { share * value.abs() } else { f64::INFINITY } }
    }

    /// What it has over another one. Each best possible lies on one side of its value, the good one, so that the two errors
    /// work against each other: the larger of them bounds the error of the difference.
    #[must_use]
    pub fn less(self, other: Self) -> ProvenDifference {
        let digits = DIGITS * self.value.abs().max(other.value.abs());
        ProvenDifference { value: self.value - other.value, plus_minus: self.within.max(other.within).max(digits) }
    }
}

impl ProvenDifference {
    /// Whether the first is surely larger or surely smaller than the second.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.value.abs() > self.plus_minus
    }

    /// Whether the first is surely smaller.
    #[must_use]
    pub fn is_surely_less(&self) -> bool {
        self.value < 0.0 && self.is_sure()
    }
}

/// Puts the smallest first. Those that are not surely larger than the first of what is left are the same as it: they stay in
/// the order in which they came, and stand in one group. What has no value stands in a last group.
#[must_use]
pub fn ranked<T>(list: Vec<T>, of: impl Fn(&T) -> Option<ProvenValue>) -> Vec<Vec<T>> {
    let (mut left, without): (Vec<T>, Vec<T>) =
        list.into_iter().partition(|entry| of(entry).is_some_and(|proven| !proven.value.is_nan()));
    let mut groups = Vec::new();
    loop {
        let values = left.iter().filter_map(&of);
        let Some(least) = values.min_by(|a, b| a.value.total_cmp(&b.value)) else { break };
        let (same, larger): (Vec<T>, Vec<T>) =
            left.into_iter().partition(|entry| of(entry).is_none_or(|proven| !least.less(proven).is_surely_less()));
        groups.push(same);
        left = larger;
    }
    if !without.is_empty() {
        groups.push(without);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::{ProvenDifference, ProvenValue, ranked};

    #[test]
    fn a_difference_is_as_sure_as_the_worse_of_two_proofs() {
        let found = ProvenValue::by_share(80.0, 0.01).less(ProvenValue::by_bound(70.0, 69.9));
        assert!((found.value - 10.0).abs() < 1e-12 && (found.plus_minus - 0.8).abs() < 1e-12, "{found:?}");
        assert!(found.is_sure() && !found.is_surely_less());
        assert!(!ProvenValue::by_share(80.0, 0.01).less(ProvenValue::by_share(80.5, 0.0)).is_sure());
        assert!(!ProvenValue::by_share(0.0, f64::INFINITY).less(ProvenValue::by_share(9.0, 0.0)).is_sure());
        assert!(!ProvenValue::by_bound(1.0, f64::NAN).less(ProvenValue::by_share(9.0, 0.0)).is_sure());
    }

    #[test]
    fn the_last_digits_tell_nothing() {
        let exact = |value: f64| ProvenValue::by_share(value, 0.0);
        assert!(!exact(0.25).less(exact(0.25 - 1e-14)).is_sure());
        assert!(!exact(0.0).less(exact(0.0)).is_sure());
        assert!(exact(1.0).less(exact(2.0)).is_surely_less());
        assert!(ProvenDifference { value: -1.0, plus_minus: 0.5 }.is_surely_less());
    }

    #[test]
    fn equals_keep_their_order_and_stand_together() {
        let list = vec![("a", 3.0), ("b", 1.0 + 1e-12), ("c", 1.0), ("d", f64::NAN), ("e", 1.04)];
        let groups = ranked(list, |(_, value)| Some(ProvenValue::by_share(*value, 0.02)));
        let names: Vec<Vec<&str>> = groups.iter().map(|group| group.iter().map(|(name, _)| *name).collect()).collect();
        assert_eq!(names, [vec!["b", "c"], vec!["e"], vec!["a"], vec!["d"]]);
    }
}

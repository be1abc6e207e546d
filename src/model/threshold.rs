//! The number that a rule hangs on, and rules with another one.

use crate::model::Demand;

/// The number that a rule hangs on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Threshold {
    /// A share.
    Share {
        /// What it is.
        is: f64,
        /// Whether it is the most that is allowed; else the least.
        is_most: bool,
    },
    /// A count.
    Count {
        /// What it is.
        is: usize,
        /// Whether it is the most that is allowed; else the least.
        is_most: bool,
    },
}

impl Threshold {
    /// The number itself.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    pub const fn number(self) -> f64 {
        match self {
            Self::Share { is, .. } => is,
            Self::Count { is, .. } => is as f64,
        }
    }
}

impl Demand {
    /// The number that the rule hangs on, where it hangs on one.
    #[must_use]
    pub const fn threshold(&self) -> Option<Threshold> {
        match self {
            Self::EuropeanContent { at_least, .. }
            | Self::JusteRetour { at_least }
            | Self::SecondSource { at_least }
            | Self::HomePreference { at_least }
            | Self::ThroughPool { at_least } => Some(Threshold::Share { is: at_least.0, is_most: false }),
            Self::LargestShare { at_most } | Self::OwnShare { at_most } | Self::LostWhenDenied { at_most, .. } => {
                Some(Threshold::Share { is: at_most.0, is_most: true })
            }
            Self::AtLeastNations { nations, .. } => Some(Threshold::Count { is: *nations, is_most: false }),
            Self::AtLeastSuppliers { suppliers, .. } => Some(Threshold::Count { is: *suppliers, is_most: false }),
            Self::MostTypes { types: most } | Self::MostProgrammes { programmes: most } => {
                Some(Threshold::Count { is: *most, is_most: true })
            }
            Self::DesignAuthority | Self::ExcludedProducers | Self::NobodyWorseOff => None,
        }
    }

    /// Puts the number that the rule hangs on to another one of its kind.
    pub(super) const fn put_threshold(&mut self, threshold: Threshold) {
        match threshold {
            Threshold::Share { is, .. } => self.put_share(is),
            Threshold::Count { is, .. } => self.put_count(is),
        }
    }

    const fn put_share(&mut self, share: f64) {
        match self {
            Self::EuropeanContent { at_least: own, .. }
            | Self::JusteRetour { at_least: own }
            | Self::SecondSource { at_least: own }
            | Self::HomePreference { at_least: own }
            | Self::ThroughPool { at_least: own }
            | Self::LargestShare { at_most: own }
            | Self::OwnShare { at_most: own }
            | Self::LostWhenDenied { at_most: own, .. } => own.0 = share,
            _ => {}
        }
    }

    const fn put_count(&mut self, count: usize) {
        match self {
            Self::AtLeastNations { nations: own, .. }
            | Self::AtLeastSuppliers { suppliers: own, .. }
            | Self::MostTypes { types: own }
            | Self::MostProgrammes { programmes: own } => *own = count,
            _ => {}
        }
    }
}

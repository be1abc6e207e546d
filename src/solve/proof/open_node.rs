//! Nodes of a tree that may hold a better point, in the order in which they are taken.

use std::cmp::Ordering;
use std::rc::Rc;

use crate::engine::BasisStatus;

/// The basis at which a relaxation ended.
pub(super) type NodeBasis = Rc<(Vec<BasisStatus>, Vec<BasisStatus>)>;

/// A node that may hold a better point.
pub(super) struct Open {
    pub place: usize,
    /// The bound of its relaxation, or of the node above it.
    pub bound: f64,
    /// Lower and upper limit of each integer column.
    pub limits: Vec<(f64, f64)>,
    pub basis: Option<NodeBasis>,
    /// What the branch was, for the estimate of the next ones: column, whether up, by how much, from which bound.
    pub branch: Option<(usize, bool, f64, f64)>,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    /// The least bound comes first, and of equals the younger, which is deeper.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(self.place.cmp(&other.place))
    }
}

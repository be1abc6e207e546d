//! Goals in their order (lexicographic goal programming; J. P. Ignizio, *Goal Programming and Extensions*, 1976): the one loop for
//! whatever reaches one goal after the other.

use crate::solve::Failure;

/// Reaches goals one after the other.
pub trait Lexicographic {
    /// What is known of a goal once it is reached.
    type Reached;

    /// The best of a goal, by its place in the list, with what earlier ones keep.
    ///
    /// # Errors
    /// There is none, or none that can be trusted.
    fn reach(&mut self, place: usize) -> Result<Self::Reached, Failure>;

    /// From now on no goal may take a goal further than this from what it reached.
    fn keep(&mut self, place: usize, reached: &Self::Reached);
}

/// Reaches goals in an order, each of which later ones keep; what each reached.
///
/// # Errors
/// One of them cannot be reached, or none of it can be trusted.
pub fn in_order<L: Lexicographic>(
    goals: &mut L,
    order: impl IntoIterator<Item = usize>,
) -> Result<Vec<L::Reached>, Failure> {
    let mut list = Vec::new();
    for place in order {
        let reached = goals.reach(place)?;
        goals.keep(place, &reached);
        list.push(reached);
    }
    Ok(list)
}

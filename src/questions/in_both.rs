//! Offers that two runs both order: the smaller quantity of the two, at the prices that each of them pays.

use crate::id::OfferId;
use crate::measures::{cost_of_part, units_of};
use crate::planning::Run;

/// An offer that two runs both order.
pub(in crate::questions) struct InBoth {
    /// The offer in the first run's model.
    pub first: OfferId,
    /// The same in the second's.
    pub second: OfferId,
    /// What the smaller quantity of the two costs in the first, MEUR.
    pub cost_first: f64,
    /// What it costs in the second, MEUR.
    pub cost_second: f64,
}

/// Offers that both order; they meet by their codes. Exchanging the runs exchanges the costs.
pub(in crate::questions) fn in_both(first: &Run, second: &Run) -> Vec<InBoth> {
    let cost = |run: &Run, offer, part| cost_of_part(&run.model, &run.known.terms, offer, part);
    let meet = |offer: OfferId| {
        let again = second.model.offers.find(first.model.offers.code(offer))?;
        let (units, units_again) = (units_of(&first.known.terms, offer), units_of(&second.known.terms, again));
        let both = f64::min(units, units_again);
        (both > 0.0).then(|| InBoth {
            first: offer,
            second: again,
            cost_first: cost(first, offer, both / units),
            cost_second: cost(second, again, both / units_again),
        })
    };
    first.model.offers.ids().filter_map(meet).collect()
}

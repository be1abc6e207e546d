//! A plan without digits that only rounding left, so that what is written and read back is the same plan.

use crate::plan::{Payment, Plan};
use crate::units::neat_all;

impl Plan {
    /// Takes out what rounding left: 491.9999999999999 units are 492, and what is nothing beside the rest of its kind is nothing.
    pub fn neat(&mut self) {
        neat_all(self.orders.iter_mut().map(|order| &mut order.quantity));
        neat_all(self.orders.iter_mut().map(|order| &mut order.beyond));
        neat_all(self.enlargements.iter_mut().map(|bought| &mut bought.amount));
        neat_all(self.contributions.iter_mut().map(|paid| &mut paid.amount));
        let amount = |payment| {
            let payment: &mut Payment = payment;
            &mut payment.amount
        };
        // They stand in one table.
        let payments = [&mut self.payments, &mut self.set_ups, &mut self.fieldings];
        neat_all(payments.into_iter().flatten().flatten().map(amount));
        neat_all(self.programme_shares.iter_mut().map(|share| &mut share.amount));
        neat_all(self.funded.iter_mut().map(|share| &mut share.amount));
        neat_all(self.penalties.iter_mut().flatten().map(|share| &mut share.amount));
        neat_all(self.carried.iter_mut().flatten());
        for of in [true, false] {
            let all = self.usable.iter_mut().chain(self.usable_under.iter_mut().map(|(_, usable)| usable));
            neat_all(all.flat_map(|usable| if of { &mut usable.equivalents } else { &mut usable.units }));
        }
    }
}

//! Discounts on the total business of a pool with a producer.

use super::Resolver;
use crate::id::ProducerId;
use crate::model::{Discount, Offer};
use crate::schema::{DocumentTable, Located, PoolDocument, ShareText};
use crate::units::{Money, Share};

impl Resolver<'_> {
    /// The discounts of a pool by producer, rising from nothing for nothing.
    pub(super) fn discounts(&mut self, path: &str, pool: &PoolDocument) -> Vec<(ProducerId, Vec<Discount>)> {
        let mut all = Vec::new();
        for (name, steps) in &pool.discounts {
            let Some(producer) = self.find("producer", "producers", name, name.at, |model| &model.producers) else {
                continue;
            };
            let by_quantity = |offer: &Offer| offer.by == producer && offer.bands.len() > 1;
            let banded = self.model.offers.iter().find(|(_, offer)| by_quantity(offer)).map(|(offer, _)| offer);
            if let Some(offer) = banded {
                let code = self.model.offers.code(offer).to_owned();
                let what = format!(
                    "`{path}.discounts` has a discount with {name}, and its offer `{code}` has prices by quantity"
                );
                self.findings.error(name.at, what, "state the one or the other");
            }
            all.push((producer, self.steps_of_discount(&format!("{path}.discounts.{name}"), steps)));
        }
        all
    }

    fn steps_of_discount(&mut self, path: &str, steps: &DocumentTable<Located<ShareText>>) -> Vec<Discount> {
        let mut list = vec![Discount { from: Money(0.0), off: Share::NONE }];
        for (from, off) in steps {
            let before = list[list.len() - 1];
            let share = self.share(path, off);
            let Some(amount) = from.value.trim().parse::<f64>().ok().filter(|it| it.is_finite() && *it > before.from.0)
            else {
                let what = format!("`{path}`: `{}` is no next total of orders", from.value);
                let money = self.money_unit();
                let remedy = format!("write rising amounts in {money}, such as `{{ 500: 3 %, 1000: 5 % }}`");
                self.findings.error(from.at, what, remedy);
                continue;
            };
            if share.0 <= before.off.0 {
                let what = format!("`{path}`: what is off from {} on is no more than before", from.value);
                self.findings.error(off.at, what, "let the discount rise with the total");
            }
            list.push(Discount { from: Money(amount), off: share });
        }
        list
    }
}

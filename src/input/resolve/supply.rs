//! Supply relations: what it costs to bring goods from a producer to a nation, and how much can be brought.

use super::Resolver;
use super::figures::{Entry, Range};
use crate::id::{Id, NationId, ProducerId, Registry, RelationId};
use crate::model::SupplyRelation;
use crate::schema::{Located, PairAmounts};
use crate::units::Price;

impl Resolver<'_> {
    /// Relations for every pair that an entry speaks of.
    pub(super) fn supply(&mut self) {
        let document = self.document;
        let mut relations: Registry<RelationId, SupplyRelation> = Registry::default();
        for (code, supply) in &document.supply {
            self.check_id("supply", code);
            let path = format!("supply.{code}");
            let entry = Entry { path: &path, source: None, confidence: None };
            let from = self.producers_of(&supply.from);
            let to: Vec<NationId> = match self.set(supply.to.as_ref()) {
                None => self.model.nations.ids().collect(),
                Some(codes) => {
                    let at = supply.to.as_ref().map(|text| text.at).unwrap_or_default();
                    codes.iter().filter_map(|name| self.nation(name, at)).collect()
                }
            };
            let mut weights = Vec::new();
            for (offer, figure) in &supply.weight {
                let weight = self.number(entry, &format!("weight.{offer}"), figure, "load a unit", Range::NotNegative);
                weights.extend(
                    self.find("offer", "offers", offer, offer.at, |model| &model.offers).map(|id| (id, weight)),
                );
            }
            for amounts in [&supply.cost, &supply.at_most].into_iter().flatten() {
                self.check_pairs(&path, amounts);
            }
            for &producer in &from {
                for &nation in &to {
                    let amount = |amounts: &Option<Located<PairAmounts>>| {
                        amounts.as_ref().and_then(|a| self.pair(&a.value, producer, nation))
                    };
                    let (cost, at_most) = (amount(&supply.cost), amount(&supply.at_most));
                    if cost.is_none() && at_most.is_none() {
                        continue;
                    }
                    let name =
                        format!("{code}.{}.{}", self.model.producers.code(producer), self.model.nations.code(nation));
                    relations.add(
                        name,
                        SupplyRelation {
                            from: producer,
                            to: nation,
                            cost: Price(cost.unwrap_or(0.0)),
                            at_most: at_most.unwrap_or(f64::INFINITY),
                            weights: weights.clone(),
                        },
                    );
                }
            }
        }
        self.model.relations = relations;
    }

    fn pair(&self, amounts: &PairAmounts, producer: ProducerId, nation: NationId) -> Option<f64> {
        match amounts {
            PairAmounts::Same(amount) => Some(*amount),
            PairAmounts::Pairs(pairs) => {
                pairs.get(self.model.producers.code(producer))?.get(self.model.nations.code(nation)).copied()
            }
        }
    }

    fn check_pairs(&mut self, path: &str, amounts: &Located<PairAmounts>) {
        match &amounts.value {
            PairAmounts::Same(amount) => self.in_range(path, *amount, amounts.at, Range::NotNegative),
            PairAmounts::Pairs(pairs) => {
                for (producer, by_nation) in pairs {
                    self.find("producer", "producers", producer, amounts.at, |model| &model.producers);
                    for (nation, amount) in by_nation {
                        let known = self.nation(nation, amounts.at);
                        debug_assert!(known.is_none_or(|n| n.index() < self.model.nations.len()));
                        self.in_range(&format!("{path}.{producer}.{nation}"), *amount, amounts.at, Range::NotNegative);
                    }
                }
            }
        }
    }
}

//! Supply relations: what it costs to bring goods from a producer to a nation, and how much can be brought.

use super::Resolver;
use super::figures::{Entry, Unit};
use crate::id::{NationId, ProducerId, Registry, RelationId};
use crate::model::{Counts, Range, RelationCount, SupplyRelation};
use crate::schema::{Located, PairAmounts, SupplyDocument};
use crate::units::{Money, Price};

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
                let weight = self.number(
                    entry,
                    &format!("weight.{offer}"),
                    figure,
                    Unit::Amount("load a unit"),
                    Range::NotNegative,
                );
                weights.extend(
                    self.find("offer", "offers", offer, offer.at, |model| &model.offers).map(|id| (id, weight)),
                );
            }
            for amounts in [&supply.cost, &supply.at_most, &supply.at_least, &supply.fixed_cost].into_iter().flatten() {
                self.check_pairs(&path, amounts);
            }
            let pairs: Vec<(ProducerId, NationId)> =
                from.iter().flat_map(|&i| to.iter().map(move |&n| (i, n))).collect();
            let amount = |amounts: &Option<Located<PairAmounts>>, (producer, nation)| {
                amounts.as_ref().and_then(|a| self.pair(&a.value, producer, nation))
            };
            let counted = supply.customers_at_most.is_some() || supply.suppliers_at_most.is_some();
            let mut added: Vec<(ProducerId, NationId, RelationId)> = Vec::new();
            for pair in pairs {
                let (cost, at_most) = (amount(&supply.cost, pair), amount(&supply.at_most, pair));
                let (at_least, fixed_cost) = (amount(&supply.at_least, pair), amount(&supply.fixed_cost, pair));
                if !counted && [cost, at_most, at_least, fixed_cost].iter().all(Option::is_none) {
                    continue;
                }
                let (producer, nation) = pair;
                let name =
                    format!("{code}.{}.{}", self.model.producers.code(producer), self.model.nations.code(nation));
                let relation = relations.add(
                    name,
                    SupplyRelation {
                        from: producer,
                        to: nation,
                        cost: Price(cost.unwrap_or(0.0)),
                        at_most: at_most.unwrap_or(f64::INFINITY),
                        at_least: at_least.unwrap_or(0.0),
                        fixed_cost: Money(fixed_cost.unwrap_or(0.0)),
                        weights: weights.clone(),
                    },
                );
                added.push((producer, nation, relation));
            }
            for (.., relation) in &added {
                if self.warn_of_too_large_load(&path, supply, &relations[*relation]) {
                    break;
                }
            }
            self.count_relations(supply, &added);
        }
        self.model.parts().relations = relations;
    }

    /// Limits on how many relations of an entry are used: by producer, and by nation.
    fn count_relations(&mut self, supply: &SupplyDocument, added: &[(ProducerId, NationId, RelationId)]) {
        if let Some(most) = &supply.customers_at_most {
            let mut producers: Vec<ProducerId> = added.iter().map(|(producer, ..)| *producer).collect();
            producers.dedup();
            for producer in producers {
                let relations = added.iter().filter(|(i, ..)| *i == producer).map(|(.., relation)| *relation).collect();
                let words = format!("customers of {}", self.model.producers[producer].name);
                self.model.parts().relation_counts.push(RelationCount {
                    of: Counts::Customers,
                    words,
                    relations,
                    at_most: most.value,
                });
            }
        }
        if let Some(most) = &supply.suppliers_at_most {
            let mut nations: Vec<NationId> = added.iter().map(|(_, nation, _)| *nation).collect();
            nations.sort_unstable();
            nations.dedup();
            for nation in nations {
                let relations = added.iter().filter(|(_, n, _)| *n == nation).map(|(.., relation)| *relation).collect();
                let words = format!("suppliers of {}", self.model.nations[nation].name);
                self.model.parts().relation_counts.push(RelationCount {
                    of: Counts::Suppliers,
                    words,
                    relations,
                    at_most: most.value,
                });
            }
        }
    }

    /// A least load that the largest loads of all years do not reach; whether it was told of.
    fn warn_of_too_large_load(&mut self, path: &str, supply: &SupplyDocument, relation: &SupplyRelation) -> bool {
        let Some(stated) = &supply.at_least else { return false };
        let least = relation.at_least;
        #[expect(clippy::cast_precision_loss, reason = "years are few")]
        let all = relation.at_most * self.model.horizon.len() as f64;
        let beyond = least > all * (1.0 + 1e-9);
        if beyond && !self.findings.said_at(stated.at) {
            let (from, to) = (self.model.producers.code(relation.from), self.model.nations.code(relation.to));
            let what = format!(
                "`{path}.at_least` is {least} from {from} to {to}, and `at_most` allows {all} over the horizon: nothing \
                 can be supplied"
            );
            self.findings.warning(stated.at, what, "lower `at_least`, or raise `at_most`");
        }
        beyond
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
                        self.nation(nation, amounts.at);
                        self.in_range(&format!("{path}.{producer}.{nation}"), *amount, amounts.at, Range::NotNegative);
                    }
                }
            }
        }
    }
}

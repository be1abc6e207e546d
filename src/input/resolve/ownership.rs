//! Who owns a producer in the end: owners that are producers themselves are followed to the countries behind them.

use std::collections::HashMap;

use super::Resolver;
use super::figures::{Entry, Unit};
use crate::id::{CountryId, ProducerId};
use crate::input::countries::is_iso;
use crate::model::{Producer, Range, percent};
use crate::schema::{Located, ProducerDocument};
use crate::units::Share;

/// The countries that own a producer in the end, and the producers on the way.
type Owners = (Vec<(CountryId, Share)>, Vec<(ProducerId, Share)>);

/// An owner as written: a country, or another producer.
enum Owner {
    Country(CountryId),
    Producer(String),
}

impl Resolver<'_> {
    /// Producers with seat and owners.
    pub(super) fn producers(&mut self) {
        let document = self.document;
        let mut direct: HashMap<String, Vec<(Owner, f64)>> = HashMap::new();
        for (code, producer) in &document.producers {
            self.check_id("producers", code);
            self.refuse_id_of_country(code);
            let Some(seat) = self.country(&producer.seat, producer.seat.at) else { continue };
            let owners = self.direct_owners(code, producer, seat);
            direct.insert(code.value.clone(), owners);
            let name = producer.name.clone().unwrap_or_else(|| code.value.clone());
            let producer = Producer { name, seat, owners: Vec::new(), parents: Vec::new(), partners: Vec::new() };
            self.model.parts().producers.add(code.value.clone(), producer);
        }
        for id in self.model.producers.ids() {
            let (owners, parents) = self.final_owners(id, &direct);
            self.model.parts().producers[id].owners = owners;
            self.model.parts().producers[id].parents = parents;
        }
        for (code, producer) in &document.producers {
            let partners = producer.partners.iter().filter_map(|name| self.party(name)).collect();
            if let Some(id) = self.model.producers.find(code) {
                self.model.parts().producers[id].partners = partners;
            }
        }
        self.exclusions();
    }

    /// Owners, partners and deniers are countries or producers: one id must not be both.
    fn refuse_id_of_country(&mut self, code: &Located<String>) {
        let document = self.document;
        let table = if document.nations.contains_key(code) {
            "nations"
        } else if document.countries.contains_key(code) {
            "countries"
        } else if is_iso(code) {
            let what =
                format!("`producers.{code}` has the code of a country: where `{code}` is named, the producer is meant");
            self.findings.warning(code.at, what, "give the producer an id of its own");
            return;
        } else {
            return;
        };
        let what = format!("`{code}` stands in `producers` and in `{table}`");
        self.findings.error(code.at, what, "give the producer an id of its own");
    }

    fn direct_owners(
        &mut self,
        code: &Located<String>,
        producer: &ProducerDocument,
        seat: CountryId,
    ) -> Vec<(Owner, f64)> {
        if producer.owners.is_empty() {
            return vec![(Owner::Country(seat), 1.0)];
        }
        let path = format!("producers.{code}");
        let entry = Entry { path: &path, source: producer.source.as_ref(), confidence: producer.confidence.as_ref() };
        let mut owners = Vec::new();
        for (owner, figure) in &producer.owners {
            let share = self.number(entry, &format!("owners.{owner}"), figure, Unit::Ratio("share"), Range::Part);
            if self.document.producers.contains_key(owner) || self.declared.has("producers", owner) {
                owners.push((Owner::Producer(owner.value.clone()), share));
            } else if let Some(country) = self.country(owner, owner.at) {
                owners.push((Owner::Country(country), share));
            }
        }
        let sum: f64 = owners.iter().map(|(_, share)| share).sum();
        if sum > 1.0 + 1e-9 {
            self.findings.error(
                code.at,
                format!("the owners of `{code}` hold {}", percent(sum)),
                "owner shares sum to 100 % at most",
            );
        }
        owners
    }

    /// The countries behind a producer, and the producers between. An ownership circle is a finding.
    fn final_owners(&mut self, id: ProducerId, direct: &HashMap<String, Vec<(Owner, f64)>>) -> Owners {
        let code = self.model.producers.code(id).to_owned();
        let mut found: Vec<(CountryId, Share)> = Vec::new();
        let mut between: Vec<(ProducerId, Share)> = Vec::new();
        let mut open: Vec<(Vec<&str>, f64)> = vec![(vec![code.as_str()], 1.0)];
        while let Some((trail, share)) = open.pop() {
            let Some(owners) = trail.last().and_then(|last| direct.get(*last)) else { continue };
            for (owner, part) in owners {
                match owner {
                    Owner::Country(country) => add(&mut found, *country, share * part),
                    Owner::Producer(name) if trail.contains(&name.as_str()) => {
                        // Each circle is met from every producer in it, and reported from the first by name.
                        if trail[0] == name && trail.iter().all(|member| *member >= name.as_str()) {
                            let at = self
                                .document
                                .producers
                                .get_key_value(name.as_str())
                                .map(|(key, _)| key.at)
                                .unwrap_or_default();
                            let circle = [&trail[..], &[name.as_str()]].concat().join(" → ");
                            self.findings.error(
                                at,
                                format!("`{name}` owns itself: {circle}"),
                                "break the circle of owners",
                            );
                        }
                    }
                    Owner::Producer(name) => {
                        if let Some(parent) = self.model.producers.find(name) {
                            add(&mut between, parent, share * part);
                        }
                        open.push(([&trail[..], &[name.as_str()]].concat(), share * part));
                    }
                }
            }
        }
        found.sort_by_key(|(country, _)| *country);
        between.sort_by_key(|(producer, _)| *producer);
        (found, between)
    }
}

/// Adds a share to what somebody holds already.
fn add<T: PartialEq>(list: &mut Vec<(T, Share)>, owner: T, share: f64) {
    match list.iter_mut().find(|(there, _)| *there == owner) {
        Some((_, sum)) => sum.0 += share,
        None => list.push((owner, Share(share))),
    }
}

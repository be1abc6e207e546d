//! What nations do not buy, and what it takes them to field what they do.

use super::Resolver;
use super::figures::{Entry, Unit};
use crate::id::{CapabilityId, Id, NationId, OfferId};
use crate::input::words::nearest;
use crate::model::{Fielding, Step};
use crate::schema::{FieldingDocument, Located, NationDocument, OfferDocument};
use crate::units::Money;

impl Resolver<'_> {
    /// Fills in what each nation does not buy and what fielding takes, once capabilities and offers are known.
    pub(super) fn purchases(&mut self) {
        let document = self.document;
        let nations: Vec<NationId> = self.model.nations.ids().collect();
        for nation in nations {
            let code = self.model.nations.code(nation).to_owned();
            let Some(entry) = document.nations.get(code.as_str()) else { continue };
            self.not_bought(nation, entry);
            for offer in entry.fielding.keys() {
                self.find("offer", "offers", offer, offer.at, |model| &model.offers);
            }
        }
        for (code, offer) in &document.offers {
            let Some(id) = self.model.offers.find(code) else { continue };
            self.fielding(id, &code.value, offer);
        }
    }

    fn not_bought(&mut self, nation: NationId, entry: &NationDocument) {
        for name in &entry.does_not_buy {
            let is_offer = self.model.offers.find(name).is_some();
            let is_capability = self.is_capability(name);
            if is_offer && is_capability {
                let what = format!("`{name}` is an offer and a capability");
                self.findings.error(name.at, what, "rename one of the two, so that it is clear what is not bought");
            } else if is_offer {
                let offer = self.model.offers.find(name);
                self.model.parts().nations[nation].declines.extend(offer);
            } else if is_capability {
                for capability in self.capabilities_of(std::slice::from_ref(name)) {
                    self.forgo(nation, capability, name);
                }
            } else {
                let mut known: Vec<String> = self.model.offers.codes().map(str::to_owned).collect();
                known.extend(self.model.capabilities.codes().map(str::to_owned));
                known.extend(self.document.capability_groups.keys().map(|key| key.value.clone()));
                if !self.declared.has("capabilities", name) && !self.declared.has("offers", name) {
                    let code = self.model.nations.code(nation);
                    let what = format!("`nations.{code}.does_not_buy`: `{name}` is neither an offer nor a capability");
                    let remedy = nearest(name, known.iter().map(String::as_str)).map_or_else(
                        || "name one of them, or a group of capabilities".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.findings.error(name.at, what, remedy);
                }
            }
        }
    }

    /// Whether a name is a capability, or a group of them.
    fn is_capability(&self, name: &str) -> bool {
        self.model.capabilities.find(name).is_some() || self.document.capability_groups.contains_key(name)
    }

    fn forgo(&mut self, nation: NationId, capability: CapabilityId, name: &Located<String>) {
        let targets = self.model.targets.slice(ndarray::s![nation.index(), capability.index(), ..]);
        if targets.iter().any(|target| *target > 0.0) {
            let (who, what) = (self.model.nations.code(nation), self.model.capabilities.code(capability));
            let said = format!("{who} does not buy `{what}`, and has a target for it that only what it holds can meet");
            self.findings.warning(name.at, said, "take out one of the two");
        }
        if !self.model.nations[nation].forgoes.contains(&capability) {
            self.model.parts().nations[nation].forgoes.push(capability);
        }
    }

    /// What it takes every nation to field an offer: what the nation says of it, else what the offer says.
    fn fielding(&mut self, offer: OfferId, code: &str, sold: &OfferDocument) {
        let document = self.document;
        let path = format!("offers.{code}.fielding");
        let entry = Entry { path: &path, source: sold.source.as_ref(), confidence: sold.confidence.as_ref() };
        let all = sold.fielding.as_ref().map(|fielding| self.fielding_at(entry, fielding));
        let nations: Vec<NationId> = self.model.nations.ids().collect();
        for nation in nations {
            let who = self.model.nations.code(nation).to_owned();
            let path = format!("nations.{who}.fielding.{code}");
            let own = document.nations.get(who.as_str()).and_then(|buyer| {
                let entry = Entry { path: &path, source: buyer.source.as_ref(), confidence: buyer.confidence.as_ref() };
                Some(self.fielding_at(entry, buyer.fielding.get(code)?))
            });
            let pick = |at: usize| own.and_then(|own| own[at]).or_else(|| all.and_then(|all| all[at])).unwrap_or(0.0);
            let paid = self.fielding_paid(code, &who, sold);
            let fielding = Fielding { at_least: pick(0), cost: Money(pick(1)), yearly: Money(pick(2)), paid };
            if fielding.at_least > 0.0 || fielding.cost.0 > 0.0 || fielding.yearly.0 > 0.0 {
                self.model.parts().offers[offer].fielding.push((nation, fielding));
            }
        }
    }

    /// The years in which a nation pays for an offer whenever it orders: its own, else those of the offer.
    fn fielding_paid(&mut self, code: &str, who: &str, sold: &OfferDocument) -> Option<(Step, Step)> {
        let own = self.document.nations.get(who).and_then(|buyer| buyer.fielding.get(code)?.paid.as_ref());
        match own {
            Some(own) => self.years_within(&format!("nations.{who}.fielding.{code}.paid"), own),
            None => {
                let of_all = sold.fielding.as_ref()?.paid.as_ref()?;
                self.years_within(&format!("offers.{code}.fielding.paid"), of_all)
            }
        }
    }

    /// Least useful quantity, cost once and cost a year, as far as they are stated.
    fn fielding_at(&mut self, entry: Entry<'_>, fielding: &FieldingDocument) -> [Option<f64>; 3] {
        let mut stated = |field: &str, figure: Option<&crate::schema::FigureDocument>, unit| {
            figure.map(|figure| self.amount(entry, field, Some(figure), unit))
        };
        [
            stated("at_least", fielding.at_least.as_ref(), Unit::Amount("units")),
            stated("cost", fielding.cost.as_ref(), Unit::Money("MEUR")),
            stated("yearly", fielding.yearly.as_ref(), Unit::Money("MEUR a year")),
        ]
    }
}

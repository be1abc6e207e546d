//! What is used up of stocks, and the most that may stand ready.

use super::Resolver;
use super::figures::{Entry, Unit};
use crate::id::{CapabilityId, Id};
use crate::model::{Offer, Range};
use crate::schema::{CapabilityDocument, CapabilityKind};

impl Resolver<'_> {
    /// What is used up by nation and year, added up, and the most that may stand ready.
    pub(super) fn use_and_ceiling(
        &mut self,
        id: CapabilityId,
        entry: Entry<'_>,
        capability: &CapabilityDocument,
        unit: &str,
    ) {
        if let Some(series) = &capability.ceiling {
            let values = self.by_year(entry, "ceiling", series, Unit::Amount(unit), Range::NotNegative);
            self.model.parts().ceilings.row_mut(id.index()).assign(&ndarray::Array1::from(values));
        }
        for (nation, values) in self.by_nation(entry, "used", &capability.used, unit) {
            let mut all = 0.0;
            for (year, value) in values.into_iter().enumerate() {
                all += value;
                let place = [nation, id.index(), year];
                self.model.parts().used[place] = all;
                self.model.parts().held[place] -= all;
                self.model.parts().held_equivalents[place] -= all;
            }
        }
        if let Some((first, _)) = capability.used.first()
            && capability.kind == CapabilityKind::Flow
        {
            let what = format!("`{}.used` is of a flow, which is used up in its year anyhow", entry.path);
            self.findings.error(first.at, what, "take it out, or let the capability be of kind `stock`");
        }
    }

    /// Use up of a stock by the year is for capabilities that nothing else takes apart: not with enablers, not where a unit ends its
    /// service inside the horizon, not where goals or rules look at denials.
    pub(super) fn refuse_use_beside_others(&mut self) {
        let document = self.document;
        let denials = self.model.looks_at_denials();
        for (code, capability) in &document.capabilities {
            let (Some((first, _)), Some(id)) = (capability.used.first(), self.model.capabilities.find(code)) else {
                continue;
            };
            let at = first.at;
            let years = self.model.horizon.len();
            let retires = |offer: &Offer| {
                offer.gives.iter().any(|(given, _)| *given == id) && offer.service_life.is_some_and(|life| life < years)
            };
            let why = if self.model.touches_enablers(id) {
                "enablers touch the capability"
            } else if let Some((offer, _)) = self.model.offers.iter().find(|(_, offer)| retires(offer)) {
                let offer = self.model.offers.code(offer);
                let what = format!(
                    "`{offer}` retires inside the horizon, and `capabilities.{code}.used` could take it before"
                );
                self.findings.error(at, what, "take out `used`, or the offer's `service_life`");
                continue;
            } else if denials {
                "goals or rules look at denials"
            } else {
                continue;
            };
            let what = format!("`capabilities.{code}.used` cannot stand where {why}");
            self.findings.error(at, what, "take it out; let what is held fall by year instead");
        }
    }
}

//! Denials of support, what things depend on, and what others provide.

use super::Resolver;
use super::figures::{Entry, Unit};
use crate::id::CountryId;
use crate::model::{Bill, Deniable, Denial, Loss, Party, Path, Provision, Range, Remainder, percent};
use crate::schema::{
    self, CapabilityDocument, DenialDocument, DocumentTable, FigureDocument, Located, LossDocument, Series, ShareText,
    SharesSince, WhenDeniedDocument,
};
use crate::units::Share;

/// What an offer or a holding says of what it depends on.
pub(super) struct BillParts<'a> {
    pub without_us: Option<&'a FigureDocument>,
    pub licensed_from: &'a [Located<String>],
    pub software: &'a DocumentTable<Located<ShareText>>,
    pub sustained_by: &'a DocumentTable<Located<ShareText>>,
    pub when_denied: &'a WhenDeniedDocument,
}

impl Resolver<'_> {
    /// A country, or a producer.
    pub(super) fn party(&mut self, name: &Located<String>) -> Option<Party> {
        if let Some(producer) = self.model.producers.find(name) {
            return Some(Party::Producer(producer));
        }
        if self.declared.has("producers", name) {
            return None;
        }
        self.country(name, name.at).map(Party::Country)
    }

    /// What others provide as enablers.
    pub(super) fn provisions(&mut self) {
        let document = self.document;
        for (code, capability) in &document.capabilities {
            let Some(id) = self.model.capabilities.find(code) else { continue };
            let path = format!("capabilities.{code}");
            let entry =
                Entry { path: &path, source: capability.source.as_ref(), confidence: capability.confidence.as_ref() };
            let unit = self.model.capabilities[id].unit.clone();
            if let Some(series) = &capability.us_provides {
                let quantity = self.by_year(entry, "us_provides", series, Unit::Amount(&unit), Range::NotNegative);
                if let Some(states) = self.country("USA", series.figure.at) {
                    self.model.parts().provisions.push(Provision {
                        capability: id,
                        by: Party::Country(states),
                        quantity,
                    });
                }
            }
            self.warn_of_useless_provisions(code, capability);
            for (who, series) in &capability.provided_by {
                let quantity =
                    self.by_year(entry, &format!("provided_by.{who}"), series, Unit::Amount(&unit), Range::NotNegative);
                if let Some(by) = self.party(who) {
                    self.model.parts().provisions.push(Provision { capability: id, by, quantity });
                }
            }
            if let Some(switch) = &capability.switch {
                self.model.parts().capabilities[id].switch = Some(switch.value.clone());
                let provided = self.model.provisions.iter().any(|provision| provision.capability == id);
                if !provided {
                    let what = format!("nobody outside provides `{code}`, so there is nothing to switch from");
                    self.findings.error(switch.at, what, "add `us_provides` or `provided_by`, or take `switch` out");
                }
            }
        }
        let parts = self.model.parts();
        for provision in &parts.provisions {
            use crate::id::Id;
            for (there, more) in
                parts.provided.row_mut(provision.capability.index()).iter_mut().zip(&provision.quantity)
            {
                *there += more;
            }
        }
    }

    /// What others provide counts as an enabler only: where nothing needs it, it counts for nothing.
    fn warn_of_useless_provisions(&mut self, code: &Located<String>, capability: &CapabilityDocument) {
        let provided = (capability.us_provides.as_ref().map(|series| ("us_provides", series.figure.at)))
            .or_else(|| capability.provided_by.first().map(|(who, _)| ("provided_by", who.at)));
        let document = self.document;
        // Looked for where it matters alone: each search goes through all capabilities.
        let needed = || document.capabilities.values().any(|other| other.needs.contains_key(code));
        if let Some((key, at)) = provided.filter(|_| !needed()) {
            let what = format!("`capabilities.{code}.{key}` counts for nothing: no capability `needs` `{code}`");
            self.findings.warning(
                at,
                what,
                format!("add `needs: {{ {code}: … }}` to a capability, or take `{key}` out"),
            );
        }
    }

    /// How what is lost in the end is spread over kinds and years.
    pub(super) fn decay(&mut self) {
        let kinds = self.document.decay.as_ref().map(|decay| {
            [
                (Deniable::Maintenance, decay.maintenance.as_ref()),
                (Deniable::Updates, decay.updates.as_ref()),
                (Deniable::Munitions, decay.munitions.as_ref()),
            ]
        });
        let Some(kinds) = kinds else {
            let gone = Path::level(1.0);
            self.model.parts().decay = vec![Loss { kind: Deniable::Maintenance, share: Share::ALL, gone }];
            return;
        };
        // Where a kind or its share is wrong, which has been told, the others need not sum to anything.
        let there = kinds.iter().filter(|(_, loss)| loss.is_some()).count();
        let mut whole = self.declared.tables.get("decay").is_none_or(|declared| declared.len() == there);
        let mut sum = 0.0;
        let mut last = None;
        for (kind, loss) in kinds {
            let Some(loss) = loss else { continue };
            let path = format!("decay.{}", kind.word());
            let share = self.share(&format!("{path}.share"), &loss.share);
            whole &= !self.findings.said_at(loss.share.at);
            sum += share.0;
            last = Some(loss.share.at);
            let gone = self.gone(&path, loss);
            self.model.parts().decay.push(Loss { kind, share, gone });
        }
        match last {
            Some(at) if whole => self.must_sum_to_one("decay", sum, at),
            Some(_) => {}
            None => {
                self.model.parts().decay.push(Loss {
                    kind: Deniable::Maintenance,
                    share: Share::ALL,
                    gone: Path::level(1.0),
                });
            }
        }
    }

    fn gone(&mut self, path: &str, loss: &LossDocument) -> Path {
        let Some(SharesSince(series)) = &loss.gone else { return Path::level(1.0) };
        let entry = Entry { path, source: loss.source.as_ref(), confidence: loss.confidence.as_ref() };
        let gone = self.by_years_since(entry, "gone", series);
        let falls = gone.by_year.windows(2).any(|pair| pair[1] < pair[0] - 1e-9);
        let remedy = "write rising shares that end at 100 %";
        if self.findings.said_at(series.figure.at) {
            return gone;
        }
        if (gone.finally - 1.0).abs() > 1e-9 {
            let what = format!("`{path}.gone` does not rise to 100 %, but ends at {}", percent(gone.finally));
            self.findings.error(series.figure.at, what, remedy);
        } else if falls {
            let what = format!("`{path}.gone` falls, and what is gone does not come back");
            self.findings.error(series.figure.at, what, remedy);
        }
        gone
    }

    /// Who might deny support.
    pub(super) fn denials(&mut self) {
        let document = self.document;
        for (code, denial) in &document.denials {
            self.check_id("denials", code);
            if let Some(denial) = self.denial(code, denial) {
                // Plans state what is usable under a denial, and tell denials apart by what they say.
                if let Some((twin, _)) = self.model.denials.iter().find(|(_, there)| **there == denial) {
                    let twin = self.model.denials.code(twin);
                    let what = format!("`denials.{code}` says what `denials.{twin}` says, under the same name");
                    self.findings.error(code.at, what, "give it another name, or take one of the two out");
                }
                self.model.parts().denials.add(code.value.clone(), denial);
            }
        }
    }

    fn denial(&mut self, code: &Located<String>, denial: &DenialDocument) -> Option<Denial> {
        let path = format!("denials.{code}");
        if denial.by.is_empty() {
            self.findings.error(code.at, format!("`{path}` does not say who denies"), "add `by: [USA]`");
        }
        let mut by = Vec::new();
        for name in &denial.by {
            let party = self.party(name)?;
            if let Party::Country(country) = party
                && self.model.domestic.contains(country)
            {
                let what = format!("`{path}`: {name} is domestic here, and so its denial is no dependence on others");
                self.findings.warning(name.at, what, "name a country outside, or leave it as a thought");
            } else if let Party::Country(country) = party
                && self.model.nations.iter().any(|(_, nation)| nation.country == country)
            {
                let what = format!(
                    "`{path}`: {name} buys in this model, and what it has is counted as losing its own support"
                );
                self.findings.warning(
                    name.at,
                    what,
                    "take it out of the buyers, or read its own losses with that in mind",
                );
            }
            by.push(party);
        }
        let from = self.model.horizon.step_of(crate::units::Year(denial.from.value));
        if from.is_none() {
            let (first, last) = (self.model.horizon.first, self.model.horizon.last);
            let what = format!("`{path}.from` is {}, outside the horizon {first}..{last}", denial.from.value);
            self.findings.error(denial.from.at, what, "write a year of the horizon");
        }
        let what: Vec<Deniable> = denial.what.iter().map(|what| deniable(what.value)).collect();
        let entry = Entry { path: &path, source: None, confidence: None };
        let weight = (denial.weight.as_ref())
            .map_or(1.0, |figure| self.number(entry, "weight", figure, Unit::Ratio(""), Range::Positive));
        let name = denial.name.clone().unwrap_or_else(|| code.replace('_', " "));
        Some(self.model.denial(name, &by, from?, &what, weight))
    }

    /// What a thing depends on: its bill, the share that still works without the United States, and the countries of its
    /// licensors.
    pub(super) fn bill(&mut self, entry: Entry<'_>, parts: &BillParts<'_>) -> (Bill, Share, Vec<CountryId>) {
        let mut bill = Bill::default();
        let kinds = [
            (Deniable::Maintenance, &parts.when_denied.maintenance, Some(("sustained_by", parts.sustained_by))),
            (Deniable::Updates, &parts.when_denied.updates, Some(("software", parts.software))),
            (Deniable::Munitions, &parts.when_denied.munitions, None),
        ];
        for (kind, stated, shares) in kinds {
            for (who, SharesSince(series)) in stated {
                let left = self.by_years_since(entry, &format!("when_denied.{}.{who}", kind.word()), series);
                if let Some(source) = self.party(who) {
                    bill.remainders.push(Remainder { kind, source, left });
                }
            }
            let Some((field, shares)) = shares else { continue };
            let mut sum = 0.0;
            for (who, share) in shares {
                let value = self.share(&format!("{}.{field}.{who}", entry.path), share);
                sum += value.0;
                if let Some(source) = self.party(who)
                    && !stated.contains_key(who)
                {
                    bill.remainders.push(Remainder { kind, source, left: self.model.without(kind, value) });
                }
            }
            if let Some((who, _)) = shares.last()
                && sum > 1.0 + 1e-9
            {
                let what = format!("the shares of `{}.{field}` sum to {}", entry.path, percent(sum));
                self.findings.error(who.at, what, "let them sum to 100 % at most; what is not listed is domestic");
            }
        }
        let mut countries = Vec::new();
        for name in parts.licensed_from {
            let Some(party) = self.party(name) else { continue };
            bill.licensors.push(party);
            countries.push(match party {
                Party::Country(country) => country,
                Party::Producer(producer) => self.model.producers[producer].seat,
            });
        }
        let without_us = self.without_us(entry, parts.without_us, &bill);
        (bill, without_us, countries)
    }

    /// What is stated of the United States as one share, or as what its kinds of support leave in the end.
    fn without_us(&mut self, entry: Entry<'_>, stated: Option<&FigureDocument>, bill: &Bill) -> Share {
        let states = self.model.countries.find("USA").map(Party::Country);
        let mut left = 1.0;
        let mut listed = false;
        for remainder in &bill.remainders {
            if states.is_some_and(|states| self.model.is_under(remainder.source, states)) {
                listed = true;
                left *= remainder.left.finally;
            }
        }
        if let Some(figure) = stated {
            let value = self.number(entry, "without_us", figure, Unit::Ratio("share"), Range::Part);
            if listed && (value - left).abs() > 1e-6 {
                let what = format!(
                    "`{}.without_us` is {}, and what is stated of the support of the United States leaves {}",
                    entry.path,
                    percent(value),
                    percent(left)
                );
                self.findings.error(figure.at, what, "take `without_us` out: the details say it all");
            }
            left = value;
        }
        Share(left)
    }

    /// Shares by years since a denial, with straight lines between and level ends.
    fn by_years_since(&mut self, entry: Entry<'_>, field: &str, series: &Series) -> Path {
        let path = format!("{}.{field}", entry.path);
        for (years, value) in &series.points {
            self.in_range(&path, *value, series.figure.at, Range::Part);
            if let Some(years) = years
                && !(0..=100).contains(years)
            {
                let what = format!("`{path}` speaks of {years} years since the denial");
                self.findings.error(series.figure.at, what, "write whole years since, from 0: `{ 0: 100 %, 3: 60 % }`");
            }
        }
        self.years_since(entry, path, series)
    }
}

/// The kind that a word names.
pub(super) const fn deniable(word: schema::DeniableName) -> Deniable {
    match word {
        schema::DeniableName::Maintenance => Deniable::Maintenance,
        schema::DeniableName::Updates => Deniable::Updates,
        schema::DeniableName::Munitions => Deniable::Munitions,
        schema::DeniableName::Enablers => Deniable::Enablers,
        schema::DeniableName::Deliveries => Deniable::Deliveries,
    }
}

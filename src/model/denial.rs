//! Who can deny support, what then stops working, and how soon.

use crate::id::{CapabilityId, CountryId, DenialId, ProducerId};
use crate::model::{Demand, Holding, Measure, Model, Offer, Step};
use crate::units::Share;

/// A country or a producer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// A country.
    Country(CountryId),
    /// A producer.
    Producer(ProducerId),
}

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Deniable {
    /// Spare parts, repair and overhaul.
    Maintenance,
    /// Software, data and keys.
    Updates,
    /// What is fired or dropped.
    Munitions,
    /// What the denier provides as enablers.
    Enablers,
    /// Deliveries of what the denier makes, or must agree to.
    Deliveries,
}

impl Deniable {
    /// Everything that can be denied.
    pub const ALL: [Self; 5] = [Self::Maintenance, Self::Updates, Self::Munitions, Self::Enablers, Self::Deliveries];

    /// What keeps things working once they are there.
    pub const SUPPORT: [Self; 3] = [Self::Maintenance, Self::Updates, Self::Munitions];

    /// The word that documents and tables use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Maintenance => "maintenance",
            Self::Updates => "updates",
            Self::Munitions => "munitions",
            Self::Enablers => "enablers",
            Self::Deliveries => "deliveries",
        }
    }
}

/// Somebody denies support from a year on.
#[derive(Debug, Clone, PartialEq)]
pub struct Denial {
    /// Its name in reports.
    pub name: String,
    /// Who denies; none of them is under another one.
    pub by: Vec<Party>,
    /// The first step without support.
    pub from: Step,
    /// What is denied.
    pub what: Vec<Deniable>,
    /// What it counts beside others.
    pub weight: f64,
}

impl Denial {
    /// Whether something is denied.
    #[must_use]
    pub fn takes(&self, what: Deniable) -> bool {
        self.what.contains(&what)
    }

    /// What is denied in words: `maintenance, updates`; `everything` where nothing is left.
    #[must_use]
    pub fn what_words(&self) -> String {
        if Deniable::ALL.iter().all(|what| self.takes(*what)) {
            return "everything".to_owned();
        }
        self.what.iter().map(|what| what.word()).collect::<Vec<_>>().join(", ")
    }

    /// Whole years since the denial in a step; nothing before it.
    #[must_use]
    pub const fn since(&self, step: Step) -> Option<Since> {
        match step.index().checked_sub(self.from.index()) {
            Some(years) => Some(Since::Years(years)),
            None => None,
        }
    }
}

/// How long a denial has lasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// So many whole years.
    Years(usize),
    /// So long that nothing more is lost.
    Finally,
}

/// A share by years since a denial.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// By whole years since, from 0.
    pub by_year: Vec<f64>,
    /// In the end.
    pub finally: f64,
}

impl Path {
    /// The same share at once and for good.
    #[must_use]
    pub const fn level(share: f64) -> Self {
        Self { by_year: Vec::new(), finally: share }
    }

    /// The share after some time.
    #[must_use]
    pub fn at(&self, since: Since) -> f64 {
        match since {
            Since::Years(years) => self.by_year.get(years).copied().unwrap_or(self.finally),
            Since::Finally => self.finally,
        }
    }
}

/// What is left of a thing when one party denies one kind of support.
#[derive(Debug, Clone, PartialEq)]
pub struct Remainder {
    /// The kind of support.
    pub kind: Deniable,
    /// Who gives it.
    pub source: Party,
    /// What still works.
    pub left: Path,
}

/// What a thing depends on once it is there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bill {
    /// What is left when support is denied, by kind and source.
    pub remainders: Vec<Remainder>,
    /// Licensors, beside the design authority.
    pub licensors: Vec<Party>,
}

/// The part of what is lost in the end that hangs on one kind of support, and how much of it is gone after some years.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    /// The kind of support.
    pub kind: Deniable,
    /// Its part.
    pub share: Share,
    /// How much of it is gone.
    pub gone: Path,
}

/// A part of what is provided as an enabler.
#[derive(Debug, Clone, PartialEq)]
pub struct Provision {
    /// Of what.
    pub capability: CapabilityId,
    /// By whom.
    pub by: Party,
    /// Units by step.
    pub quantity: Vec<f64>,
}

/// What a denial can hit: an offer or a holding, as far as it depends on others.
struct Thing<'a> {
    bill: &'a Bill,
    by: Option<ProducerId>,
    value_added: &'a [(CountryId, Share)],
    without_us: Share,
}

impl Model {
    /// A denial: what is named twice, or under another one, counts once; nothing named means everything.
    #[must_use]
    pub fn denial(&self, name: String, parties: &[Party], from: Step, what: &[Deniable], weight: f64) -> Denial {
        let mut by: Vec<Party> = Vec::new();
        for (place, &party) in parties.iter().enumerate() {
            let elsewhere = |(other, denier): (usize, &Party)| {
                other != place && self.is_under(party, *denier) && (*denier != party || other < place)
            };
            if !parties.iter().enumerate().any(elsewhere) {
                by.push(party);
            }
        }
        let what = Deniable::ALL.into_iter().filter(|kind| what.is_empty() || what.contains(kind)).collect();
        Denial { name, by, from, what, weight }
    }

    /// What is left without a share of one kind of support, as soon as losses of that kind come.
    #[must_use]
    pub fn without(&self, kind: Deniable, share: Share) -> Path {
        let gone = self.decay.iter().find(|loss| loss.kind == kind).map(|loss| &loss.gone);
        let by_year = gone.map_or_else(Vec::new, |gone| gone.by_year.iter().map(|part| 1.0 - share.0 * part).collect());
        Path { by_year, finally: 1.0 - share.0 }
    }

    /// Whether one party is another, or under its control: a producer seated in a country, owned by more than half, or under
    /// a producer that is.
    #[must_use]
    pub fn is_under(&self, party: Party, denier: Party) -> bool {
        let Party::Producer(producer) = party else { return party == denier };
        let most = |share: &Share| share.0 > 0.5;
        let is_controlled = |producer: ProducerId| match denier {
            Party::Producer(denier) => producer == denier,
            Party::Country(country) => {
                let entry = &self.producers[producer];
                entry.seat == country || entry.owners.iter().any(|(owner, share)| *owner == country && most(share))
            }
        };
        // Each is asked once: denials are read while a circle of owners may still stand in the document.
        let mut above = vec![producer];
        let mut next = 0;
        while let Some(&one) = above.get(next) {
            if is_controlled(one) {
                return true;
            }
            for (parent, share) in &self.producers[one].parents {
                if most(share) && !above.contains(parent) {
                    above.push(*parent);
                }
            }
            next += 1;
        }
        false
    }

    /// What a party is called.
    #[must_use]
    pub fn party_name(&self, party: Party) -> &str {
        match party {
            Party::Country(country) => &self.countries[country].name,
            Party::Producer(producer) => &self.producers[producer].name,
        }
    }

    /// The code of a party.
    #[must_use]
    pub fn party_code(&self, party: Party) -> &str {
        match party {
            Party::Country(country) => self.countries.code(country),
            Party::Producer(producer) => self.producers.code(producer),
        }
    }

    /// The share of an offer that still works some time after a denial, enablers apart: 0 to 1.
    #[must_use]
    pub fn offer_left(&self, offer: &Offer, denial: &Denial, since: Since) -> f64 {
        let (bill, value_added) = (&offer.bill, &offer.value_added[..]);
        self.left(&Thing { bill, by: Some(offer.by), value_added, without_us: offer.without_us }, denial, since)
    }

    /// The same of a holding.
    #[must_use]
    pub fn holding_left(&self, holding: &Holding, denial: &Denial, since: Since) -> f64 {
        let (bill, value_added) = (&holding.bill, &holding.value_added[..]);
        self.left(&Thing { bill, by: holding.by, value_added, without_us: holding.without_us }, denial, since)
    }

    fn left(&self, thing: &Thing<'_>, denial: &Denial, since: Since) -> f64 {
        denial.by.iter().map(|&denier| self.left_by_one(thing, denial, denier, since)).product()
    }

    /// What is stated of the denier; else what is stated of the United States, if it is them; else, where nothing is
    /// stated at all, that what the denier adds in value is lost. Whoever is under the United States takes no more than they.
    fn left_by_one(&self, thing: &Thing<'_>, denial: &Denial, denier: Party, since: Since) -> f64 {
        let stated = || thing.bill.remainders.iter().filter(|entry| self.is_under(entry.source, denier));
        if stated().next().is_some() {
            return stated().filter(|entry| denial.takes(entry.kind)).map(|entry| entry.left.at(since)).product();
        }
        let states = self.countries.find("USA").map(Party::Country);
        let added = if thing.bill.remainders.is_empty() { self.added_by(thing, denier) } else { 0.0 };
        let lost = match states {
            Some(states) if denier == states => 1.0 - thing.without_us.0,
            Some(states) if self.is_under(denier, states) => added.min(1.0 - thing.without_us.0),
            _ => added,
        };
        let gone: f64 = (self.decay.iter())
            .filter(|loss| denial.takes(loss.kind))
            .map(|loss| loss.share.0 * loss.gone.at(since))
            .sum();
        1.0 - lost * gone
    }

    /// Whether a party is the United States.
    #[must_use]
    pub fn is_united_states(&self, party: Party) -> bool {
        matches!(party, Party::Country(country) if self.countries.code(country) == "USA")
    }

    /// The share of a thing's value that a denier adds: what is added at the seat of its maker, if that is under the denier,
    /// and what is added in the denier itself, if it is a country.
    fn added_by(&self, thing: &Thing<'_>, denier: Party) -> f64 {
        let seat = (thing.by)
            .filter(|producer| self.is_under(Party::Producer(*producer), denier))
            .map(|producer| self.producers[producer].seat);
        let adds = |country: CountryId| Some(country) == seat || Party::Country(country) == denier;
        thing.value_added.iter().filter(|(country, _)| adds(*country)).map(|(_, share)| share.0).sum()
    }

    /// Whether what is left of an offer under a denial is an estimate from value added, because nothing is stated.
    #[must_use]
    pub fn is_estimated(&self, bill: &Bill, denial: &Denial) -> bool {
        bill.remainders.is_empty() && denial.by.iter().any(|denier| !self.is_united_states(*denier))
    }

    /// Whether a denial stops deliveries of an offer: its maker is under the denier, or the denier must agree to its
    /// export.
    #[must_use]
    pub fn stops(&self, offer: &Offer, denial: &Denial) -> bool {
        let authority = offer.authority.iter().map(|country| Party::Country(*country));
        let involved =
            || authority.clone().chain(offer.bill.licensors.iter().copied()).chain([Party::Producer(offer.by)]);
        denial.takes(Deniable::Deliveries)
            && denial.by.iter().any(|denier| involved().any(|party| self.is_under(party, *denier)))
    }

    /// Units of an enabler that others still provide in a step under a denial.
    #[must_use]
    pub fn provided_under(&self, denial: &Denial, capability: CapabilityId, step: Step) -> f64 {
        let gone = denial.takes(Deniable::Enablers) && denial.from <= step;
        (self.provisions.iter())
            .filter(|provision| provision.capability == capability)
            .filter(|provision| !gone || !denial.by.iter().any(|denier| self.is_under(provision.by, *denier)))
            .map(|provision| provision.quantity[step.index()])
            // The sum of nothing is −0, which would be printed.
            .fold(0.0, |sum, units| sum + units)
    }

    /// The programme that must be over before what the nations have of an enabler stands in for what a denial takes; nothing
    /// where it can at once.
    #[must_use]
    pub fn switch_under(&self, denial: &Denial, capability: CapabilityId) -> Option<&str> {
        let taken = |provision: &Provision| {
            provision.capability == capability && denial.by.iter().any(|denier| self.is_under(provision.by, *denier))
        };
        let leaves = denial.takes(Deniable::Enablers) && self.provisions.iter().any(taken);
        self.capabilities[capability].switch.as_deref().filter(|_| leaves)
    }

    /// The denials at which goals, what is required or rules look.
    #[must_use]
    pub fn denials_in_use(&self) -> Vec<DenialId> {
        let mut list = Vec::new();
        let goals = self.goals.iter().chain(self.required.iter().map(|required| &required.goal));
        for term in goals.flat_map(|goal| &goal.terms) {
            if let Measure::GapUnderDenial(_, denials) | Measure::WorstGapUnderDenial(_, denials) = &term.measure {
                list.extend(denials);
            }
        }
        for (_, rule) in self.rules.iter() {
            if let Demand::LostWhenDenied { denial, .. } = rule.demand {
                list.push(denial);
            }
        }
        list.sort_unstable();
        list.dedup();
        list
    }
}

//! Rules: what each kind needs, and what it concerns.

use super::Resolver;
use super::figures::{Entry, Unit};
use crate::id::{CapabilityId, DenialId};
use crate::model::{CountrySet, Demand, Each, Hold, Range, Rule, Rung, Step};
use crate::schema::{DocumentTable, Located, Of, RuleDocument, RuleName, RungName, ShareText};
use crate::units::{Share, Year};

/// Whether a rule is written, and not demanded.
pub(super) fn is_left_out(document: &RuleDocument) -> bool {
    document.applies.as_ref().is_some_and(|applies| !applies.value)
}

impl Resolver<'_> {
    /// The rules of a table, with their codes.
    pub(super) fn rules(
        &mut self,
        path: &str,
        table: &DocumentTable<RuleDocument>,
        pools: &[String],
    ) -> Vec<(String, Rule)> {
        let mut list = Vec::new();
        for (code, document) in table {
            self.check_id("rules", code);
            let path = format!("{path}.{code}");
            if is_left_out(document) {
                continue;
            }
            if let Some(rule) = self.rule(&path, code, document, pools) {
                list.push((code.value.clone(), rule));
            }
        }
        list
    }

    fn rule(&mut self, path: &str, code: &Located<String>, document: &RuleDocument, pools: &[String]) -> Option<Rule> {
        self.refuse_idle_keys(path, document);
        let demand = self.demand(path, document);
        let each = self.each(path, document);
        let (demand, each) = (demand?, each?);
        let nations = self.nations_of(document.nations.as_ref());
        let capabilities = self.capabilities_of(&document.capabilities);
        if capabilities.is_empty() && !document.capabilities.is_empty() {
            // Its groups are empty, or misnamed, which has been told: it concerns nothing, and not everything.
            return None;
        }
        if let Some(set) = document.nations.as_ref().filter(|_| nations.is_empty()) {
            if self.sources.preset(set.at).is_none() && !self.findings.said_at(set.at) {
                let what = format!("`{path}` concerns nobody: no nation of `{}` buys in this model", set.value);
                self.findings.error(set.at, what, "name nations that buy, or take the rule out");
            }
            return None;
        }
        let mut producers = Vec::new();
        for name in &document.producers {
            producers.extend(self.find("producer", "producers", name, name.at, |model| &model.producers));
        }
        if demand == Demand::ExcludedProducers && document.producers.is_empty() {
            let what = format!("`{path}` names no producers to exclude");
            self.findings.error(document.rule.at, what, "add `producers: [ … ]`");
        }
        if matches!(demand, Demand::LostWhenDenied { .. }) {
            let concerned = |k: &CapabilityId| capabilities.is_empty() || capabilities.contains(k);
            if !self.model.capabilities.ids().filter(concerned).any(|k| self.model.has_baseline(k)) {
                let what =
                    format!("`{path}` counts losses in US baselines, and nothing that it concerns has a `us_baseline`");
                let remedy = "give a capability of the rule a `us_baseline`, or take the rule out";
                self.findings.error(document.rule.at, what, remedy);
            }
        }
        if demand == Demand::NobodyWorseOff {
            self.needs_gdp(path, document, &nations);
        }
        self.known_pools(&document.pools, pools);
        for name in &document.programmes {
            self.known_programme("counts", path, name);
        }
        let inside = match self.set(document.inside.as_ref()) {
            None => self.model.domestic.clone(),
            Some(codes) => {
                let at = document.inside.as_ref().map(|text| text.at).unwrap_or_default();
                CountrySet::of(codes.iter().filter_map(|code| self.country(code, at)).collect::<Vec<_>>())
            }
        };
        let entry = Entry { path, source: document.source.as_ref(), confidence: None };
        let hold = match (&document.or_pay, &document.rank) {
            (Some(figure), None) => Hold::Priced(self.number(
                entry,
                "or_pay",
                figure,
                Unit::Money("MEUR for each missing"),
                Range::NotNegative,
            )),
            (None, Some(rank)) => Hold::Ranked(rank.value),
            (None, None) => Hold::Hard,
            (Some(figure), Some(_)) => {
                let what = format!("`{path}` has `or_pay` and `rank`, and gives way in one manner only");
                self.findings.error(figure.at, what, "keep the price or the rank");
                Hold::Hard
            }
        };
        Some(Rule {
            name: document.name.clone().unwrap_or_else(|| code.value.replace('_', " ")),
            demand,
            each,
            nations,
            capabilities,
            producers,
            programmes: document.programmes.iter().map(|name| name.value.clone()).collect(),
            pools: document.pools.iter().map(|pool| pool.value.clone()).collect(),
            inside,
            hold,
        })
    }

    fn demand(&mut self, path: &str, document: &RuleDocument) -> Option<Demand> {
        let least = |this: &mut Self| this.limit(path, document, true);
        Some(match document.rule.value {
            RuleName::EuropeanContent => {
                let at_least = Share(least(self)?);
                let rung = document.rung.map_or(Rung::Content, rung);
                Demand::EuropeanContent { at_least, rung }
            }
            RuleName::DesignAuthority => {
                self.no_limit(path, document);
                Demand::DesignAuthority
            }
            RuleName::AtLeastNations => {
                let nations = self.count(path, document, "at_least", "nations")?;
                Demand::AtLeastNations { nations, units: self.part_of_each(path, document) }
            }
            RuleName::AtLeastSuppliers => {
                let suppliers = self.count(path, document, "at_least", "suppliers")?;
                Demand::AtLeastSuppliers { suppliers, units: self.part_of_each(path, document) }
            }
            RuleName::JusteRetour => Demand::JusteRetour { at_least: Share(least(self)?) },
            RuleName::LargestShare => Demand::LargestShare { at_most: Share(self.limit(path, document, false)?) },
            RuleName::SecondSource => Demand::SecondSource { at_least: Share(least(self)?) },
            RuleName::MostTypes => Demand::MostTypes { types: self.count(path, document, "at_most", "types")? },
            RuleName::MostProgrammes => {
                Demand::MostProgrammes { programmes: self.count(path, document, "at_most", "programmes")? }
            }
            RuleName::ExcludedProducers => {
                self.no_limit(path, document);
                Demand::ExcludedProducers
            }
            RuleName::HomePreference => Demand::HomePreference { at_least: Share(least(self)?) },
            RuleName::ThroughPool => Demand::ThroughPool { at_least: Share(least(self)?) },
            RuleName::OwnShare => {
                if self.model.budgets.iter().any(|budget| !budget.is_finite()) {
                    let what = format!("`{path}` shares by free budgets, and some nation has no budget");
                    self.findings.error(document.rule.at, what, "give every nation its `budget`");
                }
                let factor = self.only_limit(path, document, false, "how much", "150 %")?;
                self.in_range(&format!("{path}.at_most"), factor.value.0, factor.at, Range::NotNegative);
                Demand::OwnShare { at_most: Share(factor.value.0) }
            }
            RuleName::NobodyWorseOff => {
                self.no_limit(path, document);
                Demand::NobodyWorseOff
            }
            RuleName::LostWhenDenied => {
                let at_most = Share(self.limit(path, document, false)?);
                let Some(under) = &document.under else {
                    let what = format!("`{path}` does not say which denial");
                    let remedy = "add `under:` with one of the `denials` of the model";
                    self.findings.error(document.rule.at, what, remedy);
                    return None;
                };
                let denial = self.find("denial", "denials", under, under.at, |model| &model.denials)?;
                Demand::LostWhenDenied { at_most, denial, from: self.first_step_of(path, document, denial)? }
            }
        })
    }

    /// The first step in which a rule about a denial holds: as stated, or the first of the denial.
    fn first_step_of(&mut self, path: &str, document: &RuleDocument, denial: DenialId) -> Option<Step> {
        let denied = self.model.denials[denial].from;
        let Some(year) = &document.from else { return Some(denied) };
        let found = self.model.horizon.step_of(Year(year.value)).filter(|step| *step >= denied);
        if found.is_none() {
            let (first, last) = (self.model.horizon.year(denied), self.model.horizon.last);
            let what = format!("`{path}.from` is {}, outside the years {first}..{last} of the denial", year.value);
            self.findings.error(year.at, what, "write one of these years, or leave it out");
        }
        found
    }

    /// The share that a rule limits by, and no other limit beside it.
    fn limit(&mut self, path: &str, document: &RuleDocument, least: bool) -> Option<f64> {
        let share = self.only_limit(path, document, least, "how much", "65 %")?;
        let word = if least { "at_least" } else { "at_most" };
        Some(self.share(&format!("{path}.{word}"), share).0)
    }

    /// The units that whoever takes part has at least.
    fn part_of_each(&mut self, path: &str, document: &RuleDocument) -> f64 {
        let units = document.each.as_ref().map_or(1.0, |each| each.value);
        if units.is_nan() || units <= 0.0 {
            let at = document.each.as_ref().map(|each| each.at).unwrap_or_default();
            let what = format!("`{path}.each` is {units}, and whoever has nothing takes no part");
            self.findings.error(at, what, "write more than 0");
        }
        units
    }

    /// The whole number that a rule limits by.
    fn count(&mut self, path: &str, document: &RuleDocument, word: &str, of: &str) -> Option<usize> {
        let number = self.only_limit(path, document, word == "at_least", "how many", "2")?;
        let ShareText(whole, percent) = number.value;
        if percent || whole.fract() != 0.0 || !(1.0..=1000.0).contains(&whole) {
            let shown = if percent { crate::model::percent(whole) } else { whole.to_string() };
            let what = format!("`{path}.{word}` is {shown}, which is not a number of {of}");
            self.findings.error(number.at, what, "write a whole number from 1 on");
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and from 1 to 1000")]
        Some(whole as usize)
    }

    /// The limit that a rule takes, and no other beside it.
    fn only_limit<'d>(
        &mut self,
        path: &str,
        document: &'d RuleDocument,
        least: bool,
        question: &str,
        example: &str,
    ) -> Option<&'d Located<ShareText>> {
        let (wanted, other) =
            if least { (&document.at_least, &document.at_most) } else { (&document.at_most, &document.at_least) };
        let (word, wrong) = if least { ("at_least", "at_most") } else { ("at_most", "at_least") };
        if let Some(other) = other {
            let what = format!("`{path}` has `{wrong}`, and `{}` takes `{word}`", kind_of(document));
            let remedy =
                if wanted.is_some() { format!("take `{wrong}` out") } else { format!("write `{word}: {example}`") };
            self.findings.error(other.at, what, remedy);
        } else if wanted.is_none() {
            let what = format!("`{path}` does not say {question}");
            self.findings.error(document.rule.at, what, format!("add `{word}: {example}`"));
        }
        wanted.as_ref()
    }

    /// Keys that a rule of its kind does not look at.
    fn refuse_idle_keys(&mut self, path: &str, document: &RuleDocument) {
        let kind = document.rule.value;
        let content = kind == RuleName::EuropeanContent;
        let denied = kind == RuleName::LostWhenDenied;
        let programmes = kind == RuleName::MostProgrammes;
        let takes_part = matches!(kind, RuleName::AtLeastNations | RuleName::AtLeastSuppliers);
        let at = document.rule.at;
        let idle = [
            ("rung", document.rung.map(|_| at).filter(|_| !content), "`european_content`"),
            (
                "inside",
                document.inside.as_ref().map(|set| set.at).filter(|_| !content && kind != RuleName::DesignAuthority),
                "`european_content` and `design_authority`",
            ),
            (
                "each",
                document.each.as_ref().map(|each| each.at).filter(|_| !takes_part),
                "`at_least_nations` and `at_least_suppliers`",
            ),
            (
                "programmes",
                document.programmes.first().map(|name| name.at).filter(|_| !programmes),
                "`most_programmes`",
            ),
            (
                "capabilities",
                document.capabilities.first().map(|name| name.at).filter(|_| programmes),
                "rules that judge what is ordered",
            ),
            ("under", document.under.as_ref().map(|denial| denial.at).filter(|_| !denied), "`lost_when_denied`"),
            ("from", document.from.as_ref().map(|year| year.at).filter(|_| !denied), "`lost_when_denied`"),
            (
                "producers",
                document.producers.first().map(|name| name.at).filter(|_| denied || programmes),
                "rules that judge what is ordered",
            ),
            (
                "pools",
                (document.pools.first().map(|pool| pool.at))
                    .filter(|_| kind == RuleName::HomePreference || denied || programmes),
                "rules that judge what is bought through pools",
            ),
        ];
        for (key, at, kinds) in idle {
            if let Some(at) = at {
                let what = format!("`{path}` has `{key}`, which `{}` does not look at", kind_of(document));
                self.findings.error(at, what, format!("take it out; `{key}` is for {kinds}"));
            }
        }
    }

    fn no_limit(&mut self, path: &str, document: &RuleDocument) {
        if let Some(limit) = document.at_least.as_ref().or(document.at_most.as_ref()) {
            let what = format!("`{path}` takes no limit: an order meets it or does not");
            self.findings.error(limit.at, what, "take the limit out");
        }
    }

    /// What a rule judges at a time; only some fit each kind.
    fn each(&mut self, path: &str, document: &RuleDocument) -> Option<Each> {
        let (fits, usual): (&[Of], Of) = match document.rule.value {
            RuleName::EuropeanContent => {
                (&[Of::EachOffer, Of::EachNation, Of::EachCapability, Of::Basket], Of::EachOffer)
            }
            RuleName::LostWhenDenied => (&[Of::EachCapability, Of::Basket], Of::Basket),
            RuleName::LargestShare | RuleName::SecondSource => (&[Of::EachCapability, Of::Basket], Of::EachCapability),
            RuleName::AtLeastSuppliers => (&[Of::EachCapability], Of::EachCapability),
            RuleName::MostProgrammes => (&[Of::Basket], Of::Basket),
            RuleName::MostTypes => (&[Of::EachCapability, Of::EachNation], Of::EachCapability),
            RuleName::AtLeastNations | RuleName::DesignAuthority | RuleName::ExcludedProducers => {
                (&[Of::EachOffer], Of::EachOffer)
            }
            RuleName::JusteRetour
            | RuleName::HomePreference
            | RuleName::ThroughPool
            | RuleName::OwnShare
            | RuleName::NobodyWorseOff => (&[Of::EachNation], Of::EachNation),
        };
        let of = document.of.as_ref().map_or(usual, |of| of.value);
        if !fits.contains(&of) {
            let words: Vec<&str> = fits.iter().map(|of| word(*of)).collect();
            let at = document.of.as_ref().map(|of| of.at).unwrap_or_default();
            let what = format!("`{path}` is judged of `{}`, and `{}` cannot be", word(of), kind_of(document));
            self.findings.error(at, what, format!("write `of: {}`, or leave it out", words.join("`, `of: ")));
            return None;
        }
        Some(match of {
            Of::EachOffer => Each::Offer,
            Of::EachNation => Each::Nation,
            Of::EachCapability => Each::Capability,
            Of::Basket => Each::Basket,
        })
    }

    /// Where no nation has targets, shares of the baseline by gross domestic product stand in.
    fn needs_gdp(&mut self, path: &str, document: &RuleDocument, nations: &[crate::id::NationId]) {
        if self.model.targets.iter().any(|target| *target > 0.0) {
            return;
        }
        let without: Vec<&str> = (nations.iter())
            .filter(|nation| self.model.nations[**nation].gdp.is_none())
            .map(|nation| self.model.nations.code(*nation))
            .collect();
        if !without.is_empty() {
            let what = format!("`{path}` cannot be judged for want of a gdp: {} has none", without.join(", "));
            let paths: Vec<String> = without.iter().map(|code| format!("`nations.{code}.gdp`")).collect();
            let remedy = format!("state {}, or national targets", paths.join(", "));
            self.findings.error(document.rule.at, what, remedy);
        }
    }
}

const fn word(of: Of) -> &'static str {
    match of {
        Of::EachOffer => "each_offer",
        Of::EachNation => "each_nation",
        Of::EachCapability => "each_capability",
        Of::Basket => "basket",
    }
}

/// The word of a rule's kind.
const fn kind_of(document: &RuleDocument) -> &'static str {
    match document.rule.value {
        RuleName::EuropeanContent => "european_content",
        RuleName::DesignAuthority => "design_authority",
        RuleName::AtLeastNations => "at_least_nations",
        RuleName::JusteRetour => "juste_retour",
        RuleName::OwnShare => "own_share",
        RuleName::LargestShare => "largest_share",
        RuleName::SecondSource => "second_source",
        RuleName::AtLeastSuppliers => "at_least_suppliers",
        RuleName::MostTypes => "most_types",
        RuleName::MostProgrammes => "most_programmes",
        RuleName::ExcludedProducers => "excluded_producers",
        RuleName::HomePreference => "home_preference",
        RuleName::ThroughPool => "through_pool",
        RuleName::NobodyWorseOff => "nobody_worse_off",
        RuleName::LostWhenDenied => "lost_when_denied",
    }
}

/// The rung that a word names.
pub(super) const fn rung(name: RungName) -> Rung {
    match name {
        RungName::Headline => Rung::Headline,
        RungName::Ownership => Rung::Ownership,
        RungName::Content => Rung::Content,
        RungName::Authority => Rung::Authority,
        RungName::Assured => Rung::Assured,
    }
}

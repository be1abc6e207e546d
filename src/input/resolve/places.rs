//! Countries, groups, and who buys with what money.

use ndarray::Array2;

use super::Resolver;
use super::country_codes::meant;
use super::figures::{Entry, Unit};
use crate::id::CountryId;
use crate::input::countries::{common_name, is_iso};
use crate::input::sets::Groups;
use crate::input::words::nearest;
use crate::model::{Country, CountrySet, Nation, Range};
use crate::schema::{Document, Located, NationDocument, Position};
use crate::units::{Money, Share};

/// The codes of the nations of the table.
fn nations_of(document: &Document) -> Vec<&str> {
    document.nations.keys().map(|code| code.value.as_str()).collect()
}

/// The name of a country that states none: what people call the country of its code, or the code.
fn called(code: &Located<String>) -> String {
    common_name(&code.value).map_or_else(|| code.value.clone(), str::to_owned)
}

impl Resolver<'_> {
    /// Countries, groups, buyers, budgets, and what counts as domestic.
    pub(super) fn places(&mut self) {
        let document = self.document;
        for (code, country) in &document.countries {
            self.check_id("countries", code);
            let name = country.name.clone().unwrap_or_else(|| called(code));
            self.model.parts().countries.add(code.value.clone(), Country { name });
        }
        // Nations that are there, but wrong, have been told of.
        let told = self.declared.has_key("nations") && self.findings.has_errors();
        if document.nations.is_empty() && !told {
            let at = Position { file: self.own_file, line: 1, column: 1, length: 1 };
            self.findings.error(at, "the model has no nations", "add `nations: { DEU: { budget: 900 } }`");
        }
        let buyers = self.set(document.buyers.as_ref());
        let buys = |code: &str| buyers.as_ref().is_none_or(|set| set.iter().any(|member| member == code));
        if let (Some(text), Some(members)) = (&document.buyers, &buyers) {
            if members.is_empty() && !self.findings.said_at(text.at) {
                self.findings.error(text.at, format!("`{}` leaves no buyer", text.value), "name at least one nation");
            }
            let missing: Vec<&String> =
                members.iter().filter(|member| !document.nations.contains_key(member.as_str())).collect();
            if missing.len() > 1 && !told {
                let listed: Vec<String> = missing.iter().map(|code| format!("`{code}`")).collect();
                let what = format!("{} buy, and are no nations of the table `nations`", listed.join(", "));
                let remedy = "add them to `nations`, or take them out, as `EU27 - {HUN}`";
                self.findings.error(text.at, what, remedy);
            }
            for member in members.iter().filter(|_| missing.len() == 1 || told) {
                if !document.nations.contains_key(member.as_str()) {
                    let known: Vec<String> = document.nations.keys().map(|key| key.value.clone()).collect();
                    self.unknown("nation", "nations", member, text.at, known.iter().map(String::as_str));
                }
            }
        }
        let mut budgets = Vec::new();
        let mut committed = Vec::new();
        let mut buyers_there = Vec::new();
        for (code, nation) in &document.nations {
            self.check_id("nations", code);
            let name = nation.name.clone().unwrap_or_else(|| called(code));
            if self.model.countries.find(code).is_some() {
                self.findings.error(
                    code.at,
                    format!("`{code}` stands in `nations` and in `countries`"),
                    "keep it in one of them",
                );
                continue;
            }
            let country = self.model.parts().countries.add(code.value.clone(), Country { name: name.clone() });
            if buys(code) {
                buyers_there.push((code, nation));
                self.buyer(code, country, name, nation, &mut budgets, &mut committed);
            }
        }
        self.refuse_missing_budgets(&buyers_there);
        self.warn_of_invented(&buyers_there);
        let years = self.model.horizon.len();
        let rows = self.model.nations.len();
        self.model.parts().budgets = Array2::from_shape_vec((rows, years), budgets.concat()).unwrap_or_default();
        self.model.parts().committed = Array2::from_shape_vec((rows, years), committed.concat()).unwrap_or_default();
        self.check_groups();
        self.domestic();
    }

    fn buyer(
        &mut self,
        code: &Located<String>,
        country: CountryId,
        name: String,
        nation: &NationDocument,
        budgets: &mut Vec<Vec<f64>>,
        committed: &mut Vec<Vec<f64>>,
    ) {
        let path = format!("nations.{code}");
        let entry = Entry { path: &path, source: nation.source.as_ref(), confidence: nation.confidence.as_ref() };
        let years = self.model.horizon.len();
        let gdp = self.gdp(entry, nation.gdp.as_ref());
        let budget = self.budget(entry, nation.budget.as_ref(), gdp);
        let taken = nation.committed.as_ref().map_or_else(
            || vec![0.0; years],
            |series| self.by_year(entry, "committed", series, Unit::Money("MEUR a year"), Range::NotNegative),
        );
        if let Some(series) = &nation.committed
            && !nation.budget.as_ref().is_some_and(|budget| self.findings.said_at(budget.figure.at))
            && !self.findings.said_at(series.figure.at)
            && let Some(step) = self.model.horizon.steps().find(|t| taken[t.index()] > budget[t.index()] + 1e-9)
        {
            let year = self.model.horizon.year(step);
            let (taken, budget) = (taken[step.index()], budget[step.index()]);
            let money = self.money_unit();
            self.findings.error(
                series.figure.at,
                format!(
                    "signed contracts of {code} take {taken:.1} {money} in {year}, more than its budget of {budget:.1}"
                ),
                "raise the budget, or lower `committed`",
            );
        }
        budgets.push(budget);
        committed.push(taken);
        let carry_over =
            nation.carry_over.as_ref().map_or(Share::NONE, |share| self.share(&format!("{path}.carry_over"), share));
        // Producers, capabilities and offers are not known yet; what it does not buy is filled in with them.
        self.model.parts().nations.add(
            code.value.clone(),
            Nation {
                country,
                name,
                carry_over,
                gdp: gdp.map(Money),
                stands_for: 1,
                excludes: Vec::new(),
                forgoes: Vec::new(),
                declines: Vec::new(),
            },
        );
    }

    /// The members of a set of countries.
    pub(super) fn set(&mut self, text: Option<&Located<String>>) -> Option<Vec<String>> {
        let text = text?;
        let document = self.document;
        let known =
            |code: &str| is_iso(code) || document.nations.contains_key(code) || document.countries.contains_key(code);
        Some(Groups::new(&document.groups, &known, nations_of(document)).members(text, text.at, self.findings))
    }

    fn check_groups(&mut self) {
        let document = self.document;
        let known =
            |code: &str| is_iso(code) || document.nations.contains_key(code) || document.countries.contains_key(code);
        Groups::new(&document.groups, &known, nations_of(document)).check_all(self.findings);
    }

    fn domestic(&mut self) {
        let document = self.document;
        let members: Vec<CountryId> = match self.set(document.domestic.as_ref()) {
            Some(codes) => codes.iter().map(|code| self.country_of(code)).collect(),
            None => self.model.nations.iter().map(|(_, nation)| nation.country).collect(),
        };
        self.model.parts().domestic = CountrySet::of(members);
    }

    /// The country of a code that is known to be one.
    fn country_of(&mut self, code: &str) -> CountryId {
        let name = common_name(code).unwrap_or(code);
        let there = self.model.countries.find(code);
        there.unwrap_or_else(|| self.model.parts().countries.add(code, Country { name: name.to_owned() }))
    }

    /// The country of a code, or a finding.
    pub(super) fn country(&mut self, code: &str, at: Position) -> Option<CountryId> {
        if self.model.countries.find(code).is_some() || is_iso(code) {
            return Some(self.country_of(code));
        }
        let all = if self.findings.are_many() { 0 } else { usize::MAX };
        let known: Vec<String> = self.model.countries.codes().take(all).map(str::to_owned).collect();
        let add = "write an ISO 3166 code, or add it to `countries`";
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let near = nearest(code, known.iter().copied()).or_else(|| meant(code, &known));
        let remedy = near.map_or_else(|| add.to_owned(), |near| format!("did you mean `{near}`? Else {add}"));
        if !self.declared.has("nations", code) && !self.declared.has("countries", code) {
            self.findings.error(at, format!("unknown country `{code}`"), remedy);
        }
        None
    }

    /// Fills in which producers each nation shuns, once producers are known.
    pub(super) fn exclusions(&mut self) {
        let document = self.document;
        for id in self.model.nations.ids() {
            let code = self.model.nations.code(id).to_owned();
            let Some(nation) = document.nations.get(code.as_str()) else { continue };
            let mut excludes = Vec::new();
            for name in &nation.excludes {
                excludes.extend(self.find("producer", "producers", name, name.at, |model| &model.producers));
            }
            self.model.parts().nations[id].excludes = excludes;
        }
    }
}

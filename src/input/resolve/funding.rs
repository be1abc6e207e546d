//! Who pays for what is paid together, and when.

use super::Resolver;
use super::figures::{Entry, Unit};
use crate::id::NationId;
use crate::model::{Expansion, Funding, Range, Step};
use crate::schema::{ContributionKey, Contributions, ExpansionDocument, HorizonText, Located};
use crate::units::{Price, Share};

impl Resolver<'_> {
    pub(super) fn expansion(&mut self, entry: Entry<'_>, document: &ExpansionDocument) -> Option<Expansion> {
        let cost = self.number(
            entry,
            "expansion.cost",
            &document.cost,
            Unit::Money("MEUR for one more a year"),
            Range::NotNegative,
        );
        let at_most = self.number(
            entry,
            "expansion.at_most",
            &document.at_most,
            Unit::Amount("units a year"),
            Range::NotNegative,
        );
        let lead = document
            .lead_time
            .as_ref()
            .map_or(1, |text| self.whole_years(&format!("{}.expansion.lead_time", entry.path), text));
        let payers = self.payers(document.paid_by.as_ref());
        let path = format!("{}.expansion", entry.path);
        let funding = self.funding(Entry { path: &path, ..entry }, payers, document.key.as_ref())?;
        Some(Expansion { cost: Price(cost), lead, at_most, funding })
    }

    /// The buyers among a named set; all of them where no set is named.
    fn payers(&mut self, text: Option<&Located<String>>) -> Vec<NationId> {
        match self.set(text) {
            None => self.model.nations.ids().collect(),
            Some(codes) => codes.iter().filter_map(|code| self.model.nations.find(code)).collect(),
        }
    }

    /// How payers share a cost.
    pub(super) fn funding(
        &mut self,
        entry: Entry<'_>,
        payers: Vec<NationId>,
        key: Option<&Located<ContributionKey>>,
    ) -> Option<Funding> {
        let Some(key) = key else { return Some(Funding::Free(payers)) };
        let weights: Vec<(NationId, f64)> = match &key.value {
            ContributionKey::Named(Contributions::Free) => return Some(Funding::Free(payers)),
            ContributionKey::Named(Contributions::Budget) => {
                payers.iter().map(|&n| (n, self.model.budgets.row(crate::id::Id::index(n)).sum())).collect()
            }
            ContributionKey::Named(Contributions::Gdp) => {
                let missing = payers.iter().find(|&&n| self.model.nations[n].gdp.is_none());
                if let Some(&nation) = missing {
                    let code = self.model.nations.code(nation).to_owned();
                    self.findings.error(
                        key.at,
                        format!("`{}` shares a cost by gdp, and {code} has none", entry.path),
                        "give every payer its `gdp`",
                    );
                    return None;
                }
                payers.iter().map(|&n| (n, self.model.nations[n].gdp.map_or(0.0, |gdp| gdp.0))).collect()
            }
            ContributionKey::Shares(shares) => {
                let sum: f64 = shares.values().map(|share| share.0).sum();
                self.must_sum_to_one(&format!("{}.key", entry.path), sum, key.at);
                let mut list = Vec::new();
                for (code, share) in shares {
                    list.extend(self.nation(code, key.at).map(|nation| (nation, share.0)));
                }
                list
            }
        };
        let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
        if (weights.is_empty() || !sum.is_finite()) && self.findings.has_errors() {
            // That nobody buys, or that a budget is missing, has been told already.
            return None;
        }
        if !sum.is_finite() || sum <= 0.0 {
            self.findings.error(
                key.at,
                format!("`{}`: nobody can pay by this key", entry.path),
                "name payers with budgets, or use `free`",
            );
            return None;
        }
        let shares = weights.into_iter().map(|(nation, weight)| (nation, Share(weight / sum))).collect();
        Some(match &key.value {
            ContributionKey::Named(Contributions::Budget) => Funding::ByBudget(shares),
            _ => Funding::Shares(shares),
        })
    }

    /// First and last step of a span of years; the whole horizon where none is given.
    pub(super) fn steps_of(&mut self, path: &str, text: Option<&Located<HorizonText>>) -> Option<(Step, Step)> {
        let horizon = self.model.horizon;
        let Some(text) = text else { return Some((horizon.first_step(), horizon.last_step())) };
        self.years_within(&format!("{path}.open"), text)
    }

    /// The steps of stated years, as far as they lie in the horizon.
    pub(super) fn years_within(&mut self, path: &str, text: &Located<HorizonText>) -> Option<(Step, Step)> {
        let horizon = self.model.horizon;
        match super::parse_years(&text.value.0) {
            Err(what) => {
                self.findings.error(text.at, format!("`{path}`: {what}"), "write it as `2028..2035`");
                None
            }
            Ok(open) if open.last < horizon.first || open.first > horizon.last => {
                self.findings.error(
                    text.at,
                    format!("`{path}` is {}, outside the horizon {}..{}", text.value.0, horizon.first, horizon.last),
                    "name years of the horizon",
                );
                None
            }
            Ok(open) => {
                let first = horizon.step_of(open.first).or_else(|| horizon.at(0))?;
                Some((first, horizon.step_of(open.last).unwrap_or_else(|| horizon.last_step())))
            }
        }
    }
}

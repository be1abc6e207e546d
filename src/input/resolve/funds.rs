//! Funds: who may draw how much, when, and what an order must meet for it.

use super::Resolver;
use super::figures::{Entry, Unit};
use crate::id::{Id, ProposalId};
use crate::model::{Demand, Fund, Range, Rule};
use crate::schema::{DocumentTable, FundDocument, FundKind, Located, RuleDocument};
use crate::units::{Money, Share};

/// Most funds of one proposal: every set of them has its limits.
const MOST: usize = 6;

impl Resolver<'_> {
    /// The funds of a proposal, with their codes.
    pub(super) fn funds(
        &mut self,
        path: &str,
        table: &DocumentTable<FundDocument>,
        pools: &[String],
    ) -> Vec<(String, Fund)> {
        if let Some((name, _)) = table.get_index(MOST) {
            let what = format!("`{path}` has {} funds, and a proposal can have {MOST} at most", table.len());
            self.findings.error(name.at, what, "join funds of the same terms into one, or leave the smallest out");
        }
        let mut list = Vec::new();
        for (name, document) in table {
            self.check_id("funds", name);
            if let Some(fund) = self.fund(&format!("{path}.{name}"), name, document, pools) {
                list.push((name.value.clone(), fund));
            }
        }
        list
    }

    fn fund(&mut self, path: &str, name: &Located<String>, fund: &FundDocument, pools: &[String]) -> Option<Fund> {
        let entry = Entry { path, source: fund.source.as_ref(), confidence: None };
        let mut allocations =
            vec![if fund.allocations.is_empty() { f64::INFINITY } else { 0.0 }; self.model.nations.len()];
        let mut listed = Vec::new();
        for (nation, figure) in &fund.allocations {
            let amount =
                self.number(entry, &format!("allocations.{nation}"), figure, Unit::Money("MEUR"), Range::NotNegative);
            listed.push(amount);
            // A fund such as SAFE has allocations for more nations than those that buy in a model.
            if let Some(id) = self.model.nations.find(nation) {
                allocations[id.index()] = amount;
            } else if !self.document.nations.contains_key(nation) {
                self.country(nation, nation.at);
            }
        }
        self.refuse_other_money(path, fund);
        let envelope = match &fund.envelope {
            Some(figure) => self.number(entry, "envelope", figure, Unit::Money("MEUR"), Range::NotNegative),
            None => allocations.iter().sum(),
        };
        if let Some(figure) = &fund.envelope {
            let sum: f64 = listed.iter().sum();
            // Presets cap each nation alone, and published allocations are rounded, each by itself.
            let own = fund.allocations.values().any(|amount| self.sources.preset(amount.at).is_none());
            if own && sum > envelope * 1.001 && !self.findings.said_at(figure.at) {
                let what = format!("the allocations of `{path}` sum to {sum}, more than its envelope of {envelope}");
                self.findings.warning(figure.at, what, "raise the envelope to the sum, or lower the allocations");
            }
        }
        if !envelope.is_finite() {
            if fund.envelope.is_none() {
                let what = format!("the fund `{name}` has neither an envelope nor allocations");
                self.findings.error(name.at, what, "add `envelope: 1500`, or `allocations`");
            }
            return None;
        }
        let rate = fund.rate.as_ref().map_or(Share::ALL, |share| self.share(&format!("{path}.rate"), share));
        self.known_pools(&fund.pools, pools);
        let asks = self.asks(&format!("{path}.asks"), &fund.asks, pools);
        let open = match &fund.open {
            Some(text) if self.is_over(text) => {
                let horizon = self.model.horizon;
                let (first, last) = (horizon.first, horizon.last);
                let what =
                    format!("`{path}` pays in {}, outside the horizon {first}..{last}: here it pays nothing", text.0);
                let remedy = "take the preset out of `use`, or give the fund other years with `open`";
                self.findings.warning(text.at, what, remedy);
                return None;
            }
            open => self.steps_of(path, open.as_ref())?,
        };
        if allocations.iter().all(|amount| *amount <= 0.0) && !self.model.nations.is_empty() {
            let what = format!("no nation that buys in this model may draw on the fund `{name}`");
            self.findings.warning(name.at, what, "give one of them an allocation, or leave the fund out");
        }
        Some(Fund {
            name: fund.name.clone().unwrap_or_else(|| name.value.clone()),
            is_loan: fund.kind == FundKind::Loan,
            envelope: Money(envelope),
            rate,
            allocations,
            open,
            pools: fund.pools.iter().map(|pool| pool.value.clone()).collect(),
            asks,
        })
    }

    /// Whether a preset opened a fund in years that the model does not reach: no slip of whoever uses the preset.
    fn is_over(&self, open: &Located<crate::schema::HorizonText>) -> bool {
        let horizon = self.model.horizon;
        self.sources.preset(open.at).is_some()
            && super::parse_years(&open.0).is_ok_and(|years| years.last < horizon.first || years.first > horizon.last)
    }

    /// Presets count in euros.
    fn refuse_other_money(&mut self, path: &str, fund: &FundDocument) {
        let mut figures = fund.envelope.iter().chain(fund.allocations.values());
        if !self.money.starts_with("EUR")
            && let Some(at) = figures.find(|figure| self.sources.preset(figure.at).is_some()).map(|figure| figure.at)
        {
            let what = format!("`{path}` is in EUR, for it comes from a preset, and the model is in {}", self.money);
            self.findings.error(at, what, "write `envelope` and `allocations` of the fund in the model's money");
        }
    }

    /// What an order must meet: each rule judges single orders, and holds wherever the fund pays.
    fn asks(&mut self, path: &str, table: &DocumentTable<RuleDocument>, pools: &[String]) -> Vec<Rule> {
        let rules = self.rules(path, table, pools);
        let mut asks = Vec::new();
        for (code, rule) in rules {
            let Some(document) = table.get(code.as_str()) else { continue };
            let nations = matches!(rule.demand, Demand::AtLeastNations { .. });
            if !nations && !rule.judges_offers() {
                let kind = rule.demand.word();
                let what = if kind == "european_content" {
                    format!("`{path}.{code}` judges many orders together, and a fund asks of each order by itself")
                } else {
                    format!("`{path}.{code}` is `{kind}`, and a fund asks of each order by itself")
                };
                let remedy = "ask for `european_content` of `each_offer`, `design_authority`, `at_least_nations` or \
                              `excluded_producers`; what holds for all orders stands under `rules`";
                let at =
                    document.of.as_ref().filter(|_| kind == "european_content").map_or(document.rule.at, |of| of.at);
                self.findings.error(at, what, remedy);
                continue;
            }
            let soft = document.or_pay.as_ref().map(|price| (price.at, "or_pay"));
            let soft = soft.or_else(|| document.rank.as_ref().map(|rank| (rank.at, "rank")));
            if let Some((at, word)) = soft {
                let what = format!("`{path}.{code}` has `{word}`, and what a fund asks always holds where it pays");
                self.findings.error(at, what, format!("take `{word}` out"));
            }
            if let Some(set) = document.nations.as_ref().filter(|_| !nations) {
                let what = format!("`{path}.{code}` names nations, and an offer is the same whoever orders it");
                self.findings.error(set.at, what, "say who may draw on the fund with `allocations`");
            }
            if let Some(each) = &document.each {
                let what = format!("`{path}.{code}.each` is not looked at: a fund asks how many are in the pool");
                self.findings.error(each.at, what, "take `each` out, or write the rule under `rules`");
            }
            asks.push(rule);
        }
        asks
    }

    /// Funds that can pay for nothing are probably not what was meant.
    pub(super) fn warn_of_idle_funds(&mut self, proposal: ProposalId) {
        let document = self.document;
        let Some(entry) = document.proposals.get(self.model.proposals.code(proposal)) else { return };
        if entry.funds.is_empty() || self.model.offers.is_empty() {
            return;
        }
        let model = self.model.under(proposal);
        for (id, fund) in model.funds.iter() {
            let nobody = fund.allocations.iter().all(|amount| *amount <= 0.0);
            let Some((name, _)) = entry.funds.get_key_value(model.funds.code(id)).filter(|_| !nobody) else { continue };
            let mut least: Option<Vec<String>> = None;
            for (group, pool) in model.groups.iter() {
                for (offer, _) in model.offers.iter().filter(|(_, offer)| pool.buys(offer.main())) {
                    let against = model.refusals(fund, group, offer);
                    if least.as_ref().is_none_or(|least| against.len() < least.len()) {
                        least = Some(against);
                    }
                }
            }
            if let Some(against) = least.filter(|against| !against.is_empty()) {
                let what = format!("nothing that can be ordered meets what the fund `{name}` asks");
                let remedy = format!("nearest comes an order against which stands: {}", against.join("; "));
                self.findings.warning(name.at, what, remedy);
            }
        }
    }
}

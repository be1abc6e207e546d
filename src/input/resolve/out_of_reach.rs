//! Rules that nobody can meet: no offer, no pool, or nobody who could order at all while they hold.

use std::collections::BTreeMap;

use super::Resolver;
use crate::id::{CapabilityId, ProducerId};
use crate::model::{Demand, Each, Proposal, Rule};
use crate::schema::{DocumentTable, Located, RuleDocument};

/// What is nothing, as a share.
const NOTHING: f64 = 1e-12;

impl Resolver<'_> {
    /// Rules of a proposal that cannot be met, by what is offered or by its pools.
    pub(super) fn refuse_what_nobody_can_meet(
        &mut self,
        path: &str,
        table: &DocumentTable<RuleDocument>,
        proposal: &Proposal,
    ) {
        let own: Vec<(String, Rule)> =
            proposal.rules.iter().filter(|(code, _)| table.contains_key(code.as_str())).cloned().collect();
        self.refuse_what_no_offer_meets(&format!("{path}.rules"), table, &own);
        if self.findings.has_errors() {
            // A pool may be missing because of what has been told of it.
            return;
        }
        for (name, document, rule) in hard(table, &own) {
            match rule.demand {
                Demand::AtLeastNations { nations, .. } => {
                    self.refuse_small_pools(name, document, rule, nations, proposal);
                }
                Demand::ThroughPool { at_least } if at_least.0 > 0.0 => {
                    self.warn_of_nations_without_pool(name, document, rule, proposal);
                }
                _ => {}
            }
        }
    }

    /// Hard rules that no offer meets, or that leave a capability without orders.
    pub(super) fn refuse_what_no_offer_meets(
        &mut self,
        path: &str,
        table: &DocumentTable<RuleDocument>,
        rules: &[(String, Rule)],
    ) {
        for (name, document, rule) in hard(table, rules) {
            let concerned: Vec<_> = self.model.offers.iter().filter(|(_, offer)| rule.concerns(offer)).collect();
            if concerned.is_empty() {
                continue;
            }
            if rule.judges_offers() && concerned.iter().all(|(id, _)| rule.missing_share(&self.model, *id) > NOTHING) {
                let what = format!("no offer meets the rule `{name}` of `{path}`");
                let remedy = "ask for less, narrow what it concerns, or let it be broken at a price with `or_pay`";
                self.findings.error(document.rule.at, what, remedy);
                continue;
            }
            let most = match rule.demand {
                Demand::LargestShare { at_most } => at_most.0,
                Demand::SecondSource { at_least } => 1.0 - at_least.0,
                _ => continue,
            };
            if concerned.iter().any(|(_, offer)| !rule.holds(offer.by)) {
                // Whoever is not named may have the rest.
                continue;
            }
            let mut producers: BTreeMap<Option<CapabilityId>, Vec<ProducerId>> = BTreeMap::new();
            for (_, offer) in concerned {
                let of = (rule.each == Each::Capability).then_some(offer.main());
                let list = producers.entry(of).or_default();
                if !list.contains(&offer.by) {
                    list.push(offer.by);
                }
            }
            for (of, list) in producers {
                #[expect(clippy::cast_precision_loss, reason = "producers are few")]
                let there = list.len() as f64;
                if most * there < 1.0 - 1e-9 {
                    let subject =
                        of.map_or("at all".to_owned(), |k| format!("of `{}`", self.model.capabilities.code(k)));
                    let makers =
                        if list.len() == 1 { "one producer alone makes it" } else { "too few producers make it" };
                    let what = format!("while the rule `{name}` holds, nothing can be ordered {subject}: {makers}");
                    let remedy = "narrow it with `capabilities`, or let it be broken at a price with `or_pay`";
                    self.findings.warning(document.rule.at, what, remedy);
                }
            }
        }
    }

    fn refuse_small_pools(
        &mut self,
        name: &Located<String>,
        document: &RuleDocument,
        rule: &Rule,
        nations: usize,
        proposal: &Proposal,
    ) {
        let sizes = (proposal.pools.iter())
            .filter(|(code, _)| rule.pools.is_empty() || rule.pools.contains(code))
            .map(|(_, pool)| pool.members.iter().filter(|n| rule.nations.contains(n)).count());
        match sizes.max() {
            None => {
                let what = format!("the rule `{name}` asks how many buy together, and this proposal has no pool");
                self.findings.error(document.rule.at, what, "add a pool, or take the rule out");
            }
            Some(most) if most < nations => {
                let what =
                    format!("the rule `{name}` asks for {nations} nations, and the largest pool has {most} of them");
                self.findings.error(document.rule.at, what, "lower `at_least`, or widen a pool");
            }
            Some(_) => {}
        }
    }

    fn warn_of_nations_without_pool(
        &mut self,
        name: &Located<String>,
        document: &RuleDocument,
        rule: &Rule,
        proposal: &Proposal,
    ) {
        let reached = |(code, _): &&(String, _)| rule.pools.is_empty() || rule.pools.contains(code);
        let outside: Vec<&str> = (rule.nations.iter())
            .filter(|nation| !proposal.pools.iter().filter(reached).any(|(_, pool)| pool.members.contains(nation)))
            .map(|nation| self.model.nations.code(*nation))
            .collect();
        if !outside.is_empty() {
            let who = outside.join(", ");
            let what =
                format!("while the rule `{name}` holds, these nations order nothing, for they are in no pool: {who}");
            self.findings.warning(
                document.rule.at,
                what,
                "name the members of the pools with `nations`, or widen a pool",
            );
        }
    }
}

/// The rules that hold whatever it costs, with what was written of them.
fn hard<'d>(
    table: &'d DocumentTable<RuleDocument>,
    rules: &'d [(String, Rule)],
) -> impl Iterator<Item = (&'d Located<String>, &'d RuleDocument, &'d Rule)> {
    rules
        .iter()
        .filter(|(_, rule)| rule.is_hard())
        .filter_map(|(code, rule)| table.get_key_value(code.as_str()).map(|(name, document)| (name, document, rule)))
}

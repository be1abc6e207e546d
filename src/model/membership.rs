//! A proposal with other members: who takes part in its pools, under its rules and with its money.

use crate::id::{NationId, ProposalId};
use crate::model::{ALONE, BuyingGroup, Funding, Model, Programme, Proposal};

impl Model {
    /// The nations in the pools of a proposal, in the order of the model.
    #[must_use]
    pub fn members_of(&self, proposal: ProposalId) -> Vec<NationId> {
        let pools = &self.proposals[proposal].pools;
        self.nations.ids().filter(|nation| pools.iter().any(|(_, pool)| pool.members.contains(nation))).collect()
    }

    /// The model with a proposal that only these nations take part in; everybody else buys alone.
    ///
    /// * A pool keeps those of them that it had. Whoever was in no pool joins each that buys nothing which an earlier one buys for it.
    ///   A pool of fewer than two nations is none.
    /// * Rules that the proposal adds bind members only. Rules of the model bind everybody, as they do alone.
    /// * Allocations of funds leave with their nations, and an envelope is no larger than the allocations that are left. Newcomers have
    ///   none, unless everybody may draw on the whole fund.
    /// * A programme that the proposal adds is there if all who pay by a fixed share are members.
    #[must_use]
    pub fn with_members(&self, proposal: ProposalId, members: &[NationId]) -> Self {
        let was = self.members_of(proposal);
        let newcomers: Vec<NationId> = members.iter().copied().filter(|nation| !was.contains(nation)).collect();
        let own = &self.proposals[proposal];
        let mut changed = own.clone();
        let mut joined: Vec<BuyingGroup> = Vec::new();
        for (_, pool) in &mut changed.pools {
            pool.members.retain(|nation| members.contains(nation));
            if !joined.iter().any(|earlier| overlap(earlier, pool)) {
                pool.members.extend(&newcomers);
                pool.members.sort_unstable();
                joined.push(pool.clone());
            }
        }
        changed.pools.retain(|(_, pool)| pool.members.len() > 1);
        self.narrow_rules(&mut changed, &was, members);
        narrow_funds(&mut changed, members, &newcomers);
        changed.programmes = (own.programmes.iter())
            .filter_map(|(code, programme)| Some((code.clone(), self.narrowed(code, programme, members)?)))
            .collect();
        let mut model = self.clone();
        model.parts.proposals[proposal] = changed;
        model.under(proposal)
    }

    /// Leaves rules of the model as they are, and lets those of the proposal bind its members.
    fn narrow_rules(&self, changed: &mut Proposal, was: &[NationId], members: &[NationId]) {
        let alone = self.proposals.find(ALONE).map(|alone| &self.proposals[alone].rules);
        let of_model = |code: &str| alone.is_some_and(|rules| rules.iter().any(|(own, _)| own == code));
        let pools: Vec<&String> = changed.pools.iter().map(|(code, _)| code).collect();
        for (_, rule) in changed.rules.iter_mut().filter(|(code, _)| !of_model(code)) {
            let binds_all = was.iter().all(|nation| rule.nations.contains(nation));
            if binds_all {
                rule.nations = members.to_vec();
            } else {
                rule.nations.retain(|nation| members.contains(nation));
            }
            if !rule.pools.is_empty() {
                rule.pools.retain(|code| pools.contains(&code));
                if rule.pools.is_empty() {
                    rule.nations.clear();
                }
            }
        }
        changed.rules.retain(|(_, rule)| !rule.nations.is_empty());
    }

    /// A programme with those of its payers who are members; `None` where it cannot be paid without others.
    fn narrowed(&self, code: &str, programme: &Programme, members: &[NationId]) -> Option<Programme> {
        let mut programme = programme.clone();
        let alone = self.proposals.find(ALONE).map(|alone| &self.proposals[alone].programmes);
        if alone.is_some_and(|own| own.iter().any(|(own, _)| own == code)) {
            return Some(programme);
        }
        let stays = match &mut programme.funding {
            Funding::Free(payers) => {
                payers.retain(|payer| members.contains(payer));
                !payers.is_empty()
            }
            Funding::Shares(shares) | Funding::ByBudget(shares) => {
                shares.iter().all(|(payer, _)| members.contains(payer))
            }
        };
        stays.then_some(programme)
    }
}

fn overlap(one: &BuyingGroup, other: &BuyingGroup) -> bool {
    one.covers.is_empty()
        || other.covers.is_empty()
        || one.covers.iter().any(|capability| other.covers.contains(capability))
}

fn narrow_funds(changed: &mut Proposal, members: &[NationId], newcomers: &[NationId]) {
    let pools: Vec<&String> = changed.pools.iter().map(|(code, _)| code).collect();
    changed.funds.retain_mut(|(_, fund)| {
        for (place, allocation) in fund.allocations.iter_mut().enumerate() {
            use crate::id::Id;
            let nation = NationId::from_index(place);
            if !members.contains(&nation) || newcomers.contains(&nation) && allocation.is_finite() {
                *allocation = 0.0;
            }
        }
        let tied = !fund.pools.is_empty();
        fund.pools.retain(|code| pools.contains(&code));
        let most = fund.most();
        fund.envelope = crate::units::Money(most);
        most > 0.0 && !(tied && fund.pools.is_empty())
    });
}

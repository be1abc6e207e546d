//! What is needed of a capability, by whom and in which year: the facts on which the limits of orders rest.

use crate::id::{CapabilityId, DenialId, Id, NationId, OfferId};
use crate::model::{Capability, Demand, Kind, Model, Nation, Rule, Step};

/// The part of the margin of a whole lot or a minimum order that may go beyond a need: all of it but a sliver.
pub const MARGIN: f64 = 1.0 - 1e-5;

/// What limits the orders of one nation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OwnNeed {
    /// Its own targets.
    Targets,
    /// Its share of what all need, by gross domestic product.
    Share(f64),
}

/// What is needed of a capability by year: in normal times, and under each denial at which goals or rules look. Nothing is below zero.
#[derive(Debug, Clone)]
pub struct NeedTable {
    /// In normal times.
    pub normal: Vec<f64>,
    /// Under each denial in use, in their order.
    pub denied: Vec<(DenialId, Vec<f64>)>,
}

impl NeedTable {
    /// The same times a factor.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        let scaled = |needs: &Vec<f64>| needs.iter().map(|need| factor * need).collect();
        Self {
            normal: scaled(&self.normal),
            denied: self.denied.iter().map(|(denial, needs)| (*denial, scaled(needs))).collect(),
        }
    }
}

impl Model {
    /// What is needed of a capability by year, by all nations together or by one for itself.
    #[must_use]
    pub fn need_table(&self, nation: Option<NationId>, capability: CapabilityId) -> NeedTable {
        let by_year = |denial| -> Vec<f64> {
            self.horizon.steps().map(|step| self.need(nation, capability, denial, step).max(0.0)).collect()
        };
        NeedTable {
            normal: by_year(None),
            denied: self.denials_in_use().into_iter().map(|denial| (denial, by_year(Some(denial)))).collect(),
        }
    }

    /// US-equivalents that a year asks of a capability: its baseline, its national targets together, or what the
    /// requirements of the capabilities that need it ask of it, whichever is most.
    #[must_use]
    pub fn requirement(&self, capability: CapabilityId, step: Step) -> f64 {
        let place = [capability.index(), step.index()];
        let targets: f64 = if self.targets_stand_in {
            0.0
        } else {
            self.nations.ids().map(|nation| self.target(nation, capability, step)).sum()
        };
        let asked = |(user, entry): (CapabilityId, &Capability)| -> f64 {
            let needs = entry.needs.iter().filter(|need| need.enabler == capability);
            let amount: f64 = needs.map(|need| need.amount).sum();
            if amount > 0.0 { amount * self.requirement(user, step) } else { 0.0 }
        };
        targets.max(self.baselines[place]).max(self.capabilities.iter().map(asked).sum())
    }

    /// The largest requirement of any year; for a flow, the sum over the years.
    #[must_use]
    pub fn largest_requirement(&self, capability: CapabilityId) -> f64 {
        let yearly = self.horizon.steps().map(|step| self.requirement(capability, step));
        match self.capabilities[capability].kind {
            Kind::Stock => yearly.fold(0.0, f64::max),
            Kind::Flow => yearly.sum(),
        }
    }

    /// What limits the orders of a nation for a capability by itself: its own targets; where no nation has any, its share by gross
    /// domestic product, if every nation states one. `None` where a rule `own_share` speaks of both, or neither is stated.
    #[must_use]
    pub fn own_need(&self, nation: NationId, capability: CapabilityId) -> Option<OwnNeed> {
        if self.has_own_share(nation, capability) {
            return None;
        }
        if self.has_targets(capability) {
            let own = self.horizon.steps().any(|step| self.target(nation, capability, step) > 0.0);
            return own.then_some(OwnNeed::Targets);
        }
        self.gdp_share(nation, capability).map(OwnNeed::Share)
    }

    /// Returns true if a rule `own_share` speaks of a nation and a capability.
    fn has_own_share(&self, nation: NationId, capability: CapabilityId) -> bool {
        let speaks = |rule: &Rule| {
            matches!(rule.demand, Demand::OwnShare { .. })
                && rule.nations.contains(&nation)
                && (rule.capabilities.is_empty() || rule.capabilities.contains(&capability))
        };
        self.rules.iter().any(|(_, rule)| speaks(rule))
    }

    /// Whether some nation has a target for a capability in some year; shares that stand in for targets do not count.
    #[must_use]
    pub fn has_targets(&self, capability: CapabilityId) -> bool {
        let all = self.targets.slice(ndarray::s![.., capability.index(), ..]);
        !self.targets_stand_in && all.iter().any(|target| *target > 0.0)
    }

    /// The share of a nation in the gross domestic product of all that buy a capability; `None` where some nation states none.
    #[must_use]
    pub fn gdp_share(&self, nation: NationId, capability: CapabilityId) -> Option<f64> {
        let counted = |entry: &Nation| {
            let gdp = entry.gdp?.0;
            Some(if entry.forgoes.contains(&capability) { 0.0 } else { gdp })
        };
        let all: Option<f64> = self.nations.iter().map(|(_, entry)| counted(entry)).sum();
        let own = counted(&self.nations[nation])?;
        all.filter(|all| *all > 0.0).map(|all| own / all)
    }

    /// US-equivalents that are needed of a capability in a year beyond what is held of it and, under a denial, still works:
    /// of all nations together, or of one for itself. Below zero where more is held than needed; infinite where nothing
    /// limits the nation.
    #[must_use]
    pub fn need(
        &self,
        nation: Option<NationId>,
        capability: CapabilityId,
        denial: Option<DenialId>,
        step: Step,
    ) -> f64 {
        match nation.map(|nation| (nation, self.own_need(nation, capability))) {
            None => self.need_of_all(capability, denial, step),
            Some((nation, Some(OwnNeed::Targets))) => self.need_by_target(nation, capability, denial, step),
            Some((nation, Some(OwnNeed::Share(share)))) => {
                if self.used.is_empty() {
                    return share * self.need_of_all(capability, denial, step).max(0.0);
                }
                // What a nation must make up for is its own; the rest is shared.
                let lacking = |n| self.lacking(n, capability, step);
                let all: f64 = self.nations.ids().map(lacking).sum();
                lacking(nation) + share * (self.need_of_all(capability, denial, step) - all).max(0.0)
            }
            Some((_, None)) => f64::INFINITY,
        }
    }

    fn need_of_all(&self, capability: CapabilityId, denial: Option<DenialId>, step: Step) -> f64 {
        let most = self.capabilities[capability].overshoot.0 * self.requirement(capability, step);
        let together = most - self.held_left(None, capability, denial, step);
        if !self.has_targets(capability) && !self.is_used_up(capability) {
            return together;
        }
        // One nation's surplus fills no other nation's target, and makes up for nothing that another uses up.
        let apart: f64 = if self.has_targets(capability) {
            self.nations.ids().map(|n| self.need_by_target(n, capability, denial, step).max(0.0)).sum()
        } else {
            self.nations.ids().map(|n| self.lacking(n, capability, step)).sum()
        };
        together.max(apart)
    }

    fn need_by_target(&self, nation: NationId, capability: CapabilityId, denial: Option<DenialId>, step: Step) -> f64 {
        let most = self.capabilities[capability].overshoot.0 * self.target(nation, capability, step);
        most - self.held_left(Some(nation), capability, denial, step)
    }

    /// Whether a nation uses up a capability.
    #[must_use]
    pub fn is_used_up(&self, capability: CapabilityId) -> bool {
        !self.used.is_empty() && self.used.slice(ndarray::s![.., capability.index(), ..]).iter().any(|used| *used > 0.0)
    }

    /// US-equivalents that a nation has used up by a step beyond what it holds.
    fn lacking(&self, nation: NationId, capability: CapabilityId, step: Step) -> f64 {
        (-self.held_equivalents[[nation.index(), capability.index(), step.index()]]).max(0.0)
    }

    fn target(&self, nation: NationId, capability: CapabilityId, step: Step) -> f64 {
        let target = self.targets[[nation.index(), capability.index(), step.index()]];
        if target.is_finite() { target } else { 0.0 }
    }

    /// US-equivalents of a capability that one nation, or all, hold in a step and that, under a denial, still work; enablers
    /// apart.
    #[must_use]
    pub fn held_left(
        &self,
        nation: Option<NationId>,
        capability: CapabilityId,
        denial: Option<DenialId>,
        step: Step,
    ) -> f64 {
        let (k, t) = (capability.index(), step.index());
        let held = match nation {
            Some(nation) => self.held_equivalents[[nation.index(), k, t]],
            None => self.held_equivalents.slice(ndarray::s![.., k, t]).sum(),
        };
        let Some((denial, since)) =
            denial.map(|id| &self.denials[id]).and_then(|denial| Some((denial, denial.since(step)?)))
        else {
            return held;
        };
        let lost: f64 = (self.holdings.iter())
            .filter(|(_, holding)| holding.gives == capability && nation.is_none_or(|n| holding.nation == n))
            .map(|(_, holding)| {
                holding.quantity[t].0 * holding.quality * (1.0 - self.holding_left(holding, denial, since))
            })
            .sum();
        (held - lost).max(0.0)
    }

    /// Units of an offer by which an order may go beyond a need, since it comes in whole lots or is at its minimum: less than a lot
    /// or the minimum. Zero where any quantity can be ordered.
    #[must_use]
    pub fn lump(&self, offer: OfferId) -> f64 {
        self.lot(offer).max(MARGIN * self.offers[offer].minimum_order)
    }

    /// The same of its whole lots alone: an order above its minimum has no other margin.
    #[must_use]
    pub fn lot(&self, offer: OfferId) -> f64 {
        MARGIN * self.offers[offer].lots_of
    }

    /// Whether for some nation no target, gross domestic product or rule says how much it needs of a capability that is offered.
    #[must_use]
    pub fn is_without_own_needs(&self) -> bool {
        let offered = |k: CapabilityId| self.offers.iter().any(|(_, offer)| offer.main() == k);
        self.nations.len() > 1
            && self.capabilities.ids().filter(|k| offered(*k)).any(|k| {
                self.nations.ids().any(|nation| !self.has_own_share(nation, k) && self.own_need(nation, k).is_none())
            })
    }
}

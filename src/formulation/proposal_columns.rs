//! Columns that proposals bring: whole lots, programmes, funds, and what rules hang on.

use std::collections::BTreeSet;

use crate::formulation::columns::has_target;
use crate::formulation::reach::most_units;
use crate::formulation::rules::{judged_capabilities, judged_nations, judged_producers, subjects};
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns};
use crate::id::Id;
use crate::model::{Demand, Each, Funding, Model};

impl Columns {
    pub(super) fn proposals(&mut self, model: &Model) {
        self.lots(model);
        self.beyond(model);
        self.programmes(model);
        self.funds(model);
        self.rules(model);
        self.excess(model);
    }

    fn excess(&mut self, model: &Model) {
        let mut ordering = BTreeSet::new();
        for (key, _) in self.iter() {
            if let ColumnKey::Order { nation, offer, .. } = key {
                ordering.insert((nation, model.offers[offer].main()));
            }
        }
        for &(nation, capability) in &ordering {
            // Where one nation alone can order a capability there is nothing to share out; where everyone has a target of its
            // own, what each wants stands in the model.
            let others = ordering.iter().any(|(other, of)| *of == capability && *other != nation);
            let wished = ordering.iter().filter(|(_, of)| *of == capability);
            let wishes = wished.clone().all(|(nation, _)| has_target(model, *nation, capability));
            if others && !wishes {
                self.add(ColumnKey::Excess { nation, capability }, f64::INFINITY);
            }
        }
    }

    fn lots(&mut self, model: &Model) {
        for (group, pool) in model.groups.iter() {
            for (offer, entry) in model.offers.iter().filter(|(_, entry)| entry.lots_of > 0.0) {
                let most = (most_units(model, group, offer) / entry.lots_of + 1e-9).floor();
                for step in order_steps(model, entry) {
                    for &nation in &pool.members {
                        if self.find(ColumnKey::Order { nation, group, offer, step }).is_some() {
                            self.add(ColumnKey::Lots { nation, group, offer, step }, most);
                        }
                    }
                }
            }
        }
    }

    /// What of orders in whole lots and of minimum orders may go beyond a need.
    fn beyond(&mut self, model: &Model) {
        let orders: Vec<ColumnKey> = self.iter().map(|(key, _)| key).collect();
        for key in orders {
            if let ColumnKey::Order { nation, group, offer, step } = key
                && model.lump(offer) > 0.0
            {
                self.add(ColumnKey::Beyond { nation, group, offer, step }, model.lump(offer));
                let above_minimum = ColumnKey::AboveMinimum { group, offer };
                if model.lump(offer) > model.lot(offer) && self.find(above_minimum).is_none() {
                    self.add(above_minimum, 1.0);
                }
            }
        }
    }

    fn programmes(&mut self, model: &Model) {
        for (programme, entry) in model.programmes.iter() {
            let code = model.programmes.code(programme);
            let needed = model.offers.iter().any(|(_, offer)| offer.needs.iter().any(|needed| needed == code));
            let switches = || {
                let under = model.denials_in_use();
                let of = |k| under.iter().any(|d| model.switch_under(&model.denials[*d], k) == Some(code));
                model.capabilities.ids().any(of)
            };
            if !needed && !switches() {
                continue;
            }
            for step in model.horizon.steps() {
                let open = entry.open.0 <= step && step <= entry.open.1;
                if open && model.horizon.after(step, entry.duration).is_some() {
                    self.add(ColumnKey::Start { programme, step }, 1.0);
                }
            }
            for step in model.horizon.steps() {
                if let Funding::Free(payers) = &entry.funding {
                    for &nation in payers {
                        self.add(ColumnKey::ProgrammeShare { nation, programme, step }, f64::INFINITY);
                    }
                }
            }
        }
    }

    fn funds(&mut self, model: &Model) {
        for (fund, entry) in model.funds.iter() {
            for nation in model.nations.ids().filter(|nation| entry.allocations[nation.index()] > 0.0) {
                for step in model.horizon.steps().filter(|step| entry.open.0 <= *step && *step <= entry.open.1) {
                    self.add(ColumnKey::Funded { nation, fund, step }, f64::INFINITY);
                }
            }
        }
    }

    fn rules(&mut self, model: &Model) {
        for (rule, entry) in model.rules.iter() {
            match &entry.demand {
                Demand::AtLeastNations { .. } => {
                    for (group, pool) in model.groups.iter().filter(|(_, pool)| pool.is_pool) {
                        for offer in model.offers.ids() {
                            for &nation in pool.members.iter().filter(|n| entry.covers(model, **n, group, offer)) {
                                if self.has_orders(model, nation, group, offer) {
                                    self.add(ColumnKey::TakesPart { rule, nation, group, offer }, 1.0);
                                }
                            }
                        }
                    }
                }
                Demand::AtLeastSuppliers { .. } => {
                    for capability in judged_capabilities(model, entry) {
                        for producer in judged_producers(model, entry, Some(capability)) {
                            let mut sold =
                                model.offers.iter().filter(|(_, o)| o.by == producer && o.main() == capability);
                            let any = sold.any(|(offer, _)| {
                                let mut buyers = entry.nations.iter();
                                buyers.any(|&n| {
                                    model.groups.ids().any(|group| {
                                        entry.covers(model, n, group, offer) && self.has_orders(model, n, group, offer)
                                    })
                                })
                            });
                            if any {
                                self.add(ColumnKey::Supplier { rule, capability, producer }, 1.0);
                            }
                        }
                    }
                }
                Demand::MostTypes { .. } => {
                    for (offer, _) in model.offers.iter().filter(|(_, sold)| entry.concerns(sold)) {
                        if entry.each == Each::Nation {
                            for &nation in &entry.nations {
                                if model.groups.ids().any(|group| self.has_orders(model, nation, group, offer)) {
                                    self.add(ColumnKey::InUse { rule, offer, nation: Some(nation) }, 1.0);
                                }
                            }
                        } else if entry
                            .nations
                            .iter()
                            .any(|&nation| model.groups.ids().any(|group| self.has_orders(model, nation, group, offer)))
                        {
                            self.add(ColumnKey::InUse { rule, offer, nation: None }, 1.0);
                        }
                    }
                }
                Demand::JusteRetour { .. } => {
                    for group in model.groups.ids() {
                        for offer in model.offers.ids() {
                            let mut buyers = entry.nations.iter().filter(|n| entry.covers(model, **n, group, offer));
                            if buyers.any(|&nation| self.has_orders(model, nation, group, offer)) {
                                self.add(ColumnKey::Spent { rule, group, offer }, f64::INFINITY);
                            }
                        }
                    }
                }
                _ => {}
            }
            if entry.is_hard() {
                continue;
            }
            for subject in subjects(model, entry) {
                self.add(ColumnKey::Short { rule, subject }, f64::INFINITY);
            }
            if entry.price().is_some_and(|price| price > 0.0) {
                for nation in judged_nations(entry) {
                    for step in model.horizon.steps() {
                        self.add(ColumnKey::Penalty { rule, nation, step }, f64::INFINITY);
                    }
                }
            }
        }
    }

    /// Whether a nation can order an offer through a group in some year.
    fn has_orders(
        &self,
        model: &Model,
        nation: crate::id::NationId,
        group: crate::id::GroupId,
        offer: crate::id::OfferId,
    ) -> bool {
        order_steps(model, &model.offers[offer])
            .any(|step| self.find(ColumnKey::Order { nation, group, offer, step }).is_some())
    }
}

//! Shocks: what happens, as changes of the model.

use super::StudyResolver;
use crate::model::Deniable;
use crate::scenario::{ModelChange, Shock};
use crate::schema::{self, Located, ShockDocument};

impl StudyResolver<'_> {
    /// What a shock changes.
    pub(super) fn shock(&mut self, name: &Located<String>, shock: &ShockDocument) -> Vec<ModelChange> {
        let mut list = Vec::new();
        let from = self.year(shock.from.as_ref());
        let model = self.model;
        if !shock.leave_pools.is_empty() {
            list.push(Shock::LeavePools(self.codes("nation", "nations", &shock.leave_pools, model.nations.codes())));
        }
        if !shock.leave.is_empty() {
            let nations = self.codes("nation", "nations", &shock.leave, model.nations.codes());
            list.push(Shock::Leave { nations, from });
        }
        if !shock.deny.is_empty() {
            list.push(self.denial(name, shock, from));
        }
        if let Some(growth) = &shock.prices_grow
            && self.within(growth.value.0, growth.at, -1.0, 1.0, "`3 %` a year")
        {
            list.push(Shock::PricesGrow { offers: self.offers_of(&shock.prices_of), by: growth.value.0 });
        }
        if !shock.late.is_empty() {
            let lines = self.codes("line", "lines", &shock.late, model.lines.codes());
            list.push(Shock::Late { lines, years: shock.late_by.as_ref().map_or(1, |years| years.value) });
        }
        let nations = |resolver: &mut Self| -> Vec<String> {
            if shock.budgets_of.is_empty() {
                model.nations.codes().map(str::to_owned).collect()
            } else {
                resolver.codes("nation", "nations", &shock.budgets_of, model.nations.codes())
            }
        };
        if let Some(years) = &shock.budgets_slip {
            list.push(Shock::BudgetsSlip { nations: nations(self), years: years.value });
        }
        if let Some(cut) = &shock.budgets_cut
            && self.within(cut.value.0, cut.at, 0.0, 1.0, "`10 %`")
        {
            list.push(Shock::BudgetsCut { nations: nations(self), by: cut.value.0, from });
        }
        if list.is_empty() && shock.set.is_empty() && !self.findings.has_errors() {
            let remedy = "give one of `leave`, `leave_pools`, `deny`, `prices_grow`, `late`, `budgets_slip`, `budgets_cut`, `set`";
            self.findings.error(name.at, format!("in `{name}` nothing happens"), remedy);
        }
        let mut changes: Vec<ModelChange> = list.into_iter().map(ModelChange::Shock).collect();
        if !self.findings.has_errors() {
            self.can_happen(&changes, name.at);
        }
        changes.extend(self.changes(&shock.set));
        changes
    }

    fn denial(&mut self, name: &Located<String>, shock: &ShockDocument, from: i32) -> Shock {
        let model = self.model;
        let known = model.countries.codes().chain(model.producers.codes()).collect::<Vec<_>>();
        let by = self.codes("country and no producer", "countries", &shock.deny, known.iter().copied());
        let mut code = format!("shock_{}", name.value.replace(['-', '.'], "_"));
        while model.denials.find(&code).is_some() {
            code.push('_');
        }
        let what = shock.what.iter().map(|what| word(what.value).to_owned()).collect();
        Shock::Deny { code, by, from, what }
    }

    /// Codes of the offers of offers, producers or capabilities that are named; all where none is.
    fn offers_of(&mut self, named: &[Located<String>]) -> Vec<String> {
        let model = self.model;
        let known: Vec<&str> =
            model.offers.codes().chain(model.producers.codes()).chain(model.capabilities.codes()).collect();
        let named = self.codes("offer, producer or capability", "offers", named, known.iter().copied());
        let is_meant = |offer: crate::id::OfferId| {
            let entry = &model.offers[offer];
            named.is_empty()
                || named.iter().any(|code| {
                    code == model.offers.code(offer)
                        || code == model.producers.code(entry.by)
                        || code == model.capabilities.code(entry.main())
                })
        };
        model.offers.ids().filter(|offer| is_meant(*offer)).map(|offer| model.offers.code(offer).to_owned()).collect()
    }
}

const fn word(what: schema::DeniableName) -> &'static str {
    match what {
        schema::DeniableName::Maintenance => Deniable::Maintenance.word(),
        schema::DeniableName::Updates => Deniable::Updates.word(),
        schema::DeniableName::Munitions => Deniable::Munitions.word(),
        schema::DeniableName::Enablers => Deniable::Enablers.word(),
        schema::DeniableName::Deliveries => Deniable::Deliveries.word(),
    }
}

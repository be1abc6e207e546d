//! A scenario laid on a model: the model as it would then be.

use indexmap::IndexMap;

use crate::id::{DenialId, Id, NationId, OfferId};
use crate::model::{Deniable, Measure, Model, Party, Step};
use crate::scenario::{Figure, ModelChange, Shock, is_like};
use crate::units::{Price, Year, Years};

/// A model as a scenario would have it, under no proposal yet.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The model.
    pub model: Model,
    /// Denials that happen in the scenario: its gap is the gap under them.
    pub denied: Vec<DenialId>,
}

/// Lays changes on a model whose figures are known; values by path are laid on already.
///
/// # Errors
/// A change names what the model does not have; in words.
pub fn apply(model: &Model, figures: &IndexMap<String, Figure>, changes: &[ModelChange]) -> Result<Applied, String> {
    let mut applied = Applied { model: model.clone(), denied: Vec::new() };
    for change in changes {
        match change {
            ModelChange::Figure { name, amount } => {
                let mut found = false;
                if name.contains('*') {
                    for (_, figure) in figures.iter().filter(|(there, _)| is_like(there, name)) {
                        figure.change(&mut applied.model, *amount);
                        found = true;
                    }
                } else if let Some(figure) = figures.get(name) {
                    figure.change(&mut applied.model, *amount);
                    found = true;
                }
                if !found {
                    return Err(format!("the model of this scenario has no figure `{name}`"));
                }
            }
            ModelChange::Set { .. } => {}
            ModelChange::Shock(shock) => applied.befall(shock)?,
        }
    }
    // Signed contracts are paid as far as there is money at all.
    let budgets = applied.model.budgets.clone();
    applied.model.committed.zip_mut_with(&budgets, |taken, budget| *taken = taken.min(*budget));
    Ok(applied)
}

impl Applied {
    fn befall(&mut self, shock: &Shock) -> Result<(), String> {
        match shock {
            Shock::LeavePools(codes) => {
                let leavers = self.nations(codes)?;
                for proposal in self.model.proposals.ids() {
                    let pools = &mut self.model.proposals[proposal].pools;
                    for (_, pool) in pools.iter_mut() {
                        pool.members.retain(|member| !leavers.contains(member));
                    }
                    pools.retain(|(_, pool)| !pool.members.is_empty());
                }
            }
            Shock::Leave { nations, from } => {
                let from = self.step(*from)?;
                for nation in self.nations(nations)? {
                    for t in from.index()..self.model.horizon.len() {
                        let place = [nation.index(), t];
                        self.model.budgets[place] = self.model.committed[place];
                    }
                }
            }
            Shock::Deny { code, by, from, what } => self.deny(code, by, *from, what)?,
            Shock::PricesGrow { offers, by } => {
                for code in offers {
                    let offer = self.model.offers.find(code).ok_or_else(|| missing("offer", code))?;
                    self.grow(offer, *by);
                }
            }
            Shock::Late { lines, years } => {
                let late: Vec<_> = (lines.iter())
                    .map(|code| self.model.lines.find(code).ok_or_else(|| missing("line", code)))
                    .collect::<Result<_, _>>()?;
                #[expect(clippy::cast_precision_loss, reason = "years are few")]
                let years = *years as f64;
                for offer in self.model.offers.ids() {
                    let entry = &mut self.model.offers[offer];
                    if entry.lines.iter().any(|(line, _)| late.contains(line)) {
                        entry.lead_time = Years(entry.lead_time.0 + years);
                    }
                }
            }
            Shock::BudgetsSlip { nations, years } => {
                for nation in self.nations(nations)? {
                    let before = self.model.budgets.row(nation.index()).to_vec();
                    for (t, budget) in self.model.budgets.row_mut(nation.index()).iter_mut().enumerate() {
                        *budget = before[t.saturating_sub(*years)];
                    }
                }
            }
            Shock::BudgetsCut { nations, by, from } => {
                let from = self.step(*from)?;
                for nation in self.nations(nations)? {
                    for t in from.index()..self.model.horizon.len() {
                        self.model.budgets[[nation.index(), t]] *= 1.0 - by;
                    }
                }
            }
        }
        Ok(())
    }

    fn nations(&self, codes: &[String]) -> Result<Vec<NationId>, String> {
        codes.iter().map(|code| self.model.nations.find(code).ok_or_else(|| missing("nation", code))).collect()
    }

    fn step(&self, year: i32) -> Result<Step, String> {
        self.model.horizon.step_of(Year(year)).ok_or_else(|| format!("the model of this scenario has no year {year}"))
    }

    /// Lays the mean growth over the years in which an offer can be ordered on its prices.
    fn grow(&mut self, offer: OfferId, by: f64) {
        let entry = &mut self.model.offers[offer];
        let (first, last) = (entry.open.0.index(), entry.open.1.index());
        let years: Vec<f64> = (first..=last).map(|t| (1.0 + by).powi(i32::try_from(t).unwrap_or(i32::MAX))).collect();
        #[expect(clippy::cast_precision_loss, reason = "years are few")]
        let factor = years.iter().sum::<f64>() / years.len().max(1) as f64;
        for band in &mut entry.bands {
            band.price = Price(band.price.0 * factor);
        }
    }

    /// Adds a denial, and makes goals that look at the gap look at the gap under it.
    fn deny(&mut self, code: &str, by: &[String], from: i32, what: &[String]) -> Result<(), String> {
        let from = self.step(from)?;
        let model = &mut self.model;
        let party = |code: &String| {
            let producer = model.producers.find(code).map(Party::Producer);
            producer.or_else(|| model.countries.find(code).map(Party::Country))
        };
        // Of whom nothing of the model hangs, nothing is lost.
        let parties: Vec<Party> = by.iter().filter_map(party).collect();
        let kinds: Vec<Deniable> =
            Deniable::ALL.into_iter().filter(|kind| what.iter().any(|word| word == kind.word())).collect();
        let mut denial = model.denial(String::new(), &parties, from, &kinds, 1.0);
        denial.name =
            format!("{} denied by {} from {} on", denial.what_words(), by.join(" and "), model.horizon.year(from));
        let id = match model.denials.find(code) {
            Some(there) if model.denials[there] == denial => there,
            Some(_) => return Err(format!("the model of this scenario has a denial `{code}` already")),
            None => model.denials.add(code, denial),
        };
        self.denied.push(id);
        let denied = self.denied.clone();
        let goals = model.goals.iter_mut().chain(model.required.iter_mut().map(|required| &mut required.goal));
        for term in goals.flat_map(|goal| &mut goal.terms) {
            term.measure = match std::mem::replace(&mut term.measure, Measure::Cost) {
                Measure::Gap(capabilities) => Measure::GapUnderDenial(capabilities, denied.clone()),
                Measure::WorstGap(capabilities) => Measure::WorstGapUnderDenial(capabilities, denied.clone()),
                other => other,
            };
        }
        Ok(())
    }
}

fn missing(what: &str, code: &str) -> String {
    format!("the model of this scenario has no {what} `{code}`")
}

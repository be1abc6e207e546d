//! A scenario laid on a model: the model as it would then be.

use indexmap::IndexMap;

use crate::id::{DenialId, Id, NationId, OfferId};
use crate::model::{Deniable, Measure, Model, ModelDraft, Party, Range, Refusal, Step};
use crate::scenario::{Figure, ModelChange, Shock, is_like};
use crate::units::{Price, Year, Years};

/// A model as a scenario would have it, under the proposal that it was under.
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
/// A change names what the model does not have, or leads to a model that `input` would refuse if a document stated it: for the same
/// reason, in the same words.
pub fn apply(model: &Model, figures: &IndexMap<String, Figure>, changes: &[ModelChange]) -> Result<Applied, Refusal> {
    let mut applied = Applying { draft: ModelDraft::of(model), denied: Vec::new() };
    // How long growth lasts hangs on when orders can still be placed, so that what comes later is laid on first.
    let is_late = |change: &&ModelChange| matches!(change, ModelChange::Shock(Shock::Late { .. }));
    let (late, others): (Vec<&ModelChange>, Vec<&ModelChange>) = changes.iter().partition(is_late);
    for change in late.into_iter().chain(others) {
        match change {
            ModelChange::Figure { name, amount } => {
                let is_meant = |there: &str| if name.contains('*') { is_like(there, name) } else { there == name };
                let mut meant = figures.iter().filter(|(there, _)| is_meant(there)).peekable();
                if meant.peek().is_none() {
                    return Err(missing("figure", name));
                }
                meant.for_each(|(_, figure)| figure.change(applied.draft.parts(), *amount));
            }
            ModelChange::Set { .. } => {}
            ModelChange::Shock(shock) => applied.befall(shock)?,
        }
    }
    let parts = applied.draft.parts();
    parts.settle_contracts();
    parts.settle_gaps();
    let model = applied.draft.finish()?;
    // Its groups, funds and rules are those of the proposal as it now is.
    let model = model.proposal.map_or_else(|| model.clone(), |proposal| model.under(proposal));
    Ok(Applied { model, denied: applied.denied })
}

/// A model that changes are being laid on, with the denials that happen.
struct Applying {
    draft: ModelDraft,
    denied: Vec<DenialId>,
}

impl Applying {
    fn befall(&mut self, shock: &Shock) -> Result<(), Refusal> {
        match shock {
            Shock::LeavePools(codes) => {
                let leavers = self.nations(codes)?;
                let parts = self.draft.parts();
                for proposal in parts.proposals.ids() {
                    let pools = &mut parts.proposals[proposal].pools;
                    for (_, pool) in pools.iter_mut() {
                        pool.members.retain(|member| !leavers.contains(member));
                    }
                    pools.retain(|(_, pool)| !pool.members.is_empty());
                }
            }
            Shock::Leave { nations, from } => {
                let from = self.step(*from)?;
                for nation in self.nations(nations)? {
                    let parts = self.draft.parts();
                    for t in from.index()..parts.horizon.len() {
                        let place = [nation.index(), t];
                        parts.budgets[place] = parts.committed[place];
                    }
                }
            }
            Shock::Deny { code, by, from, what } => self.deny(code, by, *from, what)?,
            Shock::PricesGrow { offers, by } => {
                for code in offers {
                    let offer = self.draft.offers.find(code).ok_or_else(|| missing("offer", code))?;
                    self.grow(offer, *by);
                }
            }
            Shock::Late { lines, years } => {
                let late: Vec<_> = (lines.iter())
                    .map(|code| self.draft.lines.find(code).ok_or_else(|| missing("line", code)))
                    .collect::<Result<_, _>>()?;
                #[expect(clippy::cast_precision_loss, reason = "years are few")]
                let years = *years as f64;
                let parts = self.draft.parts();
                for offer in parts.offers.ids() {
                    let entry = &mut parts.offers[offer];
                    if entry.lines.iter().any(|(line, _)| late.contains(line)) {
                        entry.lead_time = Years(entry.lead_time.0 + years);
                    }
                }
            }
            Shock::BudgetsSlip { nations, years } => {
                for nation in self.nations(nations)? {
                    let before = self.draft.budgets.row(nation.index()).to_vec();
                    for (t, budget) in self.draft.parts().budgets.row_mut(nation.index()).iter_mut().enumerate() {
                        *budget = before[t.saturating_sub(*years)];
                    }
                }
            }
            Shock::BudgetsCut { nations, by, from } => {
                Range::Part.check("budgets_cut", *by)?;
                let from = self.step(*from)?;
                for nation in self.nations(nations)? {
                    let parts = self.draft.parts();
                    for t in from.index()..parts.horizon.len() {
                        let budget = &mut parts.budgets[[nation.index(), t]];
                        // Of money without limit nothing is left only where all of it is cut.
                        *budget = if *by < 1.0 { *budget * (1.0 - by) } else { 0.0 };
                    }
                }
            }
        }
        Ok(())
    }

    fn nations(&self, codes: &[String]) -> Result<Vec<NationId>, Refusal> {
        codes.iter().map(|code| self.draft.nations.find(code).ok_or_else(|| missing("nation", code))).collect()
    }

    fn step(&self, year: i32) -> Result<Step, Refusal> {
        self.draft.horizon.step_of(Year(year)).ok_or_else(|| missing("year", &year.to_string()))
    }

    /// Lays the mean growth over the years in which an offer can be ordered on its prices.
    fn grow(&mut self, offer: OfferId, by: f64) {
        let horizon = self.draft.horizon;
        let entry = &mut self.draft.parts().offers[offer];
        let growth = |step: Step| (1.0 + by).powi(i32::try_from(step.index()).unwrap_or(i32::MAX));
        let years: Vec<f64> = entry.order_steps(horizon).map(growth).collect();
        if years.is_empty() {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "years are few")]
        let factor = years.iter().sum::<f64>() / years.len() as f64;
        for band in &mut entry.bands {
            band.price = Price(band.price.0 * factor);
        }
    }

    /// Adds a denial, and makes goals that look at the gap look at the gap under it.
    fn deny(&mut self, code: &str, by: &[String], from: i32, what: &[String]) -> Result<(), Refusal> {
        let from = self.step(from)?;
        let model = &self.draft;
        let party = |code: &String| {
            let producer = model.producers.find(code).map(Party::Producer);
            producer.or_else(|| model.countries.find(code).map(Party::Country))
        };
        // Of whom nothing of the model hangs, nothing is lost.
        let parties: Vec<Party> = by.iter().filter_map(party).collect();
        let kind = |word: &String| {
            let kind = Deniable::ALL.into_iter().find(|kind| kind.word() == word);
            kind.ok_or_else(|| Refusal::new(format!("`{word}` cannot be denied"), DENIABLE))
        };
        let kinds: Vec<Deniable> = what.iter().map(kind).collect::<Result<_, _>>()?;
        let mut denial = model.denial(String::new(), &parties, from, &kinds, 1.0);
        denial.name =
            format!("{} denied by {} from {} on", denial.what_words(), by.join(" and "), model.horizon.year(from));
        let id = match model.denials.find(code) {
            Some(there) if model.denials[there] == denial => there,
            Some(_) => {
                let what = format!("the model of this scenario has a denial `{code}` already");
                return Err(Refusal::new(what, "give the shock another name"));
            }
            None => self.draft.parts().denials.add(code, denial),
        };
        self.denied.push(id);
        let (parts, denied) = (self.draft.parts(), &self.denied);
        let goals = parts.goals.iter_mut().chain(parts.required.iter_mut().map(|required| &mut required.goal));
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

const DENIABLE: &str = "write `maintenance`, `updates`, `munitions`, `enablers` or `deliveries`";

fn missing(what: &str, code: &str) -> Refusal {
    Refusal::new(format!("the model of this scenario has no {what} `{code}`"), "name one that it has")
}

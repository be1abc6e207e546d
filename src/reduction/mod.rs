//! A smaller formulation that asks for no more: nations that a model cannot tell apart are put together.
//!
//! Nations that buy through the same pools, or alone at list prices, and meet the same rules differ only in their money.
//! Put together they can do all that they can do apart, so that a bound proven for the smaller formulation holds for
//! the full one. A large model is planned by way of the smaller one, whose plan is shared out and audited in full; elsewhere
//! only the search over integer decisions works on it.

mod alike;
mod lumped;
mod rows;
mod settings;

use std::collections::{BTreeMap, BTreeSet};

use crate::formulation::{ColumnKey, Formulation, Row, tier_cuts};
use crate::id::{GroupId, NationId, OfferId};
use crate::model::{Model, Outcomes};
pub use rows::Lifting;
pub use settings::SymmetrySettings;

/// The smaller formulation, and who is who in it.
#[derive(Debug, Clone)]
pub struct Reduction {
    /// The smaller model. Its results are never reported as they are.
    pub model: Model,
    /// What its nations come to if everyone buys alone, where that is known.
    pub alone: Option<Outcomes>,
    /// The smaller formulation, without what only shares out a plan.
    pub formulation: Formulation,
    /// The nations that each nation of the smaller model stands for, in its order.
    pub classes: Vec<Vec<NationId>>,
    /// Who became who.
    pub names: AggregatedIds,
    /// What is decided by choosing one of several bands, where there are no other integer decisions; else nothing.
    pub choices: Option<Vec<Choice>>,
    /// Cuts for such choices: rows that every plan satisfies and that the LP relaxation may violate.
    pub cuts: Vec<Row>,
    /// Rows that only share out a plan.
    pub fair: Vec<Row>,
}

/// One of several price bands, by how much is ordered.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Columns that tell which band is reached, with where each starts, from the first.
    pub bands: Vec<(usize, f64)>,
    /// Columns whose sum is what is ordered.
    pub ordered: Vec<usize>,
    /// What is bought at the price of each band, order by order: the columns of a buyer in a year stand at the same place.
    pub bought: Vec<Vec<usize>>,
}

impl Choice {
    /// How much a point orders.
    #[must_use]
    pub fn ordered_at(&self, at: &[f64]) -> f64 {
        self.ordered.iter().map(|column| at[*column]).sum()
    }

    /// The place of the highest band that so much reaches.
    #[must_use]
    pub fn reached(&self, ordered: f64) -> usize {
        self.bands.iter().rposition(|(_, from)| *from <= ordered * (1.0 + 1e-9)).unwrap_or(0)
    }

    /// What the orders of a point would cost more at the prices of the band that they reach.
    #[must_use]
    pub fn rounding_loss(&self, costs: &[f64], at: &[f64]) -> f64 {
        let reached = &self.bought[self.reached(self.ordered_at(at))];
        let more = |bought: &Vec<usize>| -> f64 {
            let pairs = bought.iter().zip(reached);
            pairs.map(|(column, reached)| at[*column] * (costs[*reached] - costs[*column])).sum()
        };
        self.bought.iter().map(more).sum()
    }
}

/// Who became who.
#[derive(Debug, Clone)]
pub struct AggregatedIds {
    /// For each nation of the model, the one of the smaller model that stands for it.
    pub nations: Vec<NationId>,
    /// The same for groups.
    pub groups: Vec<GroupId>,
}

impl Reduction {
    /// The reduction of a model; nothing where all nations can be told apart and nothing is decided by price bands alone.
    #[must_use]
    pub fn of(model: &Model, alone: Option<&Outcomes>) -> Option<Self> {
        Self::with_apart(model, alone, &[])
    }

    /// The same where some nations stay by themselves.
    #[tracing::instrument(skip_all, name = "reduce")]
    #[must_use]
    pub fn with_apart(model: &Model, alone: Option<&Outcomes>, apart: &[NationId]) -> Option<Self> {
        let classes = alike::classes(model, apart);
        let banded = model.offers.iter().any(|(_, offer)| offer.bands.len() > 1);
        if classes.len() == model.nations.len() && !banded {
            return None;
        }
        let (smaller, names) = lumped::lumped(model, &classes)
            .inspect_err(|refusal| tracing::warn!(%refusal, "the smaller model is not sound, and not used"))
            .ok()?;
        let alone = alone.map(|alone| lumped::outcomes_of(alone, &classes));
        let mut formulation = Formulation::of(&smaller, alone.as_ref());
        // What only shares out a plan bounds nothing.
        let fair = formulation.take_fair_rows();
        let choices = choices(&smaller, &formulation);
        // Where nobody was put together, only the choices are of use.
        if choices.is_none() && classes.len() == model.nations.len() {
            return None;
        }
        let cuts = if choices.is_some() { tier_cuts(&smaller, &formulation.columns) } else { Vec::new() };
        Some(Self { model: smaller, alone, formulation, classes, names, choices, cuts, fair })
    }

    /// The band that each choice has in decisions of the full model, such as those of a plan of a reduction that tells other nations apart;
    /// the first one where they say nothing of it.
    #[must_use]
    pub fn bands_in(&self, decisions: &[(ColumnKey, f64)]) -> Vec<usize> {
        let place = |key: &ColumnKey| self.formulation.columns.find(self.names.rename(*key));
        let taken: BTreeSet<usize> =
            decisions.iter().filter(|(_, value)| *value > 0.5).filter_map(|(key, _)| place(key)).collect();
        let band = |choice: &Choice| choice.bands.iter().position(|(column, _)| taken.contains(column));
        self.choices.iter().flatten().map(|choice| band(choice).unwrap_or(0)).collect()
    }

    /// For each column of the full formulation, its column in the smaller one; nothing where an integer decision of the full one has
    /// none.
    #[must_use]
    pub fn places(&self, full: &Formulation) -> Option<Vec<Option<usize>>> {
        let place = |(key, _): (ColumnKey, f64)| match self.formulation.columns.find(self.names.rename(key)) {
            None if key.is_integer() => None,
            place => Some(place),
        };
        full.columns.iter().map(place).collect()
    }

    /// A point of the full formulation as one of the smaller: what was put together is added up.
    #[must_use]
    pub fn point(&self, full: &Formulation, places: &[Option<usize>], at: &[f64]) -> Vec<f64> {
        let mut point = vec![0.0; self.formulation.columns.len()];
        for ((place, value), (key, _)) in places.iter().zip(at).zip(full.columns.iter()) {
            if let Some(place) = place {
                // What several order together is one column where they are one.
                let twice = matches!(key, ColumnKey::Pooled { .. })
                    && !matches!(self.formulation.columns.key(*place), ColumnKey::Pooled { .. });
                if key.is_integer() {
                    point[*place] = *value;
                } else if !twice {
                    point[*place] += value;
                }
            }
        }
        point
    }
}

/// Every choice of a band, if there are no other integer decisions.
fn choices(model: &Model, formulation: &Formulation) -> Option<Vec<Choice>> {
    let mut by: BTreeMap<(GroupId, OfferId), Choice> = BTreeMap::new();
    for (place, (key, _)) in formulation.columns.iter().enumerate() {
        if let ColumnKey::Band { group, offer, band } = key {
            let entry = &model.offers[offer];
            if entry.minimum_order > 0.0 || entry.bands.len() < 2 {
                return None;
            }
            let choice = by.entry((group, offer)).or_default();
            choice.bands.push((place, entry.bands[band as usize].from));
            choice.bought.push(Vec::new());
        } else if key.is_integer() {
            return None;
        }
    }
    for (place, (key, _)) in formulation.columns.iter().enumerate() {
        // The bands in reach begin with the first.
        if let ColumnKey::Banded { group, offer, band, .. } = key
            && let Some(choice) = by.get_mut(&(group, offer))
            && let Some(bought) = choice.bought.get_mut(band as usize)
        {
            bought.push(place);
        }
        let (group, offer) = match key {
            ColumnKey::Pooled { group, offer, .. } => (group, offer),
            ColumnKey::Order { group, offer, .. } if model.groups[group].members.len() == 1 => (group, offer),
            _ => continue,
        };
        if let Some(choice) = by.get_mut(&(group, offer)) {
            choice.ordered.push(place);
        }
    }
    Some(by.into_values().collect())
}

impl AggregatedIds {
    /// The key of a column in the smaller formulation.
    fn rename(&self, key: ColumnKey) -> ColumnKey {
        use crate::id::Id;
        use ColumnKey as K;
        let n = |nation: NationId| self.nations[nation.index()];
        let g = |group: GroupId| self.groups[group.index()];
        match key {
            K::Order { nation, group, offer, step } => K::Order { nation: n(nation), group: g(group), offer, step },
            K::Pooled { group, offer, step } => K::Pooled { group: g(group), offer, step },
            K::Banded { nation, group, offer, step, band } => {
                K::Banded { nation: n(nation), group: g(group), offer, step, band }
            }
            K::Discounted { nation, group, offer, step, band } => {
                K::Discounted { nation: n(nation), group: g(group), offer, step, band }
            }
            K::Business { group, producer, band } => K::Business { group: g(group), producer, band },
            K::Band { group, offer, band } => K::Band { group: g(group), offer, band },
            K::AboveMinimum { group, offer } => K::AboveMinimum { group: g(group), offer },
            K::Fill { group, offer, step, band } => K::Fill { group: g(group), offer, step, band },
            K::Full { group, offer, step, band } => K::Full { group: g(group), offer, step, band },
            K::Paid { nation, group, offer, step } => K::Paid { nation: n(nation), group: g(group), offer, step },
            K::Started { group, offer, step } => K::Started { group: g(group), offer, step },
            K::SetUp { nation, group, offer, step } => K::SetUp { nation: n(nation), group: g(group), offer, step },
            K::Beyond { nation, group, offer, step } => K::Beyond { nation: n(nation), group: g(group), offer, step },
            K::Lots { nation, group, offer, step } => K::Lots { nation: n(nation), group: g(group), offer, step },
            K::Fielded { nation, offer, step } => K::Fielded { nation: n(nation), offer, step },
            K::Serves { nation, offer, step } => K::Serves { nation: n(nation), offer, step },
            K::ProgrammeShare { nation, programme, step } => K::ProgrammeShare { nation: n(nation), programme, step },
            K::Funded { nation, fund, step } => K::Funded { nation: n(nation), fund, step },
            K::TakesPart { rule, nation, group, offer } => {
                K::TakesPart { rule, nation: n(nation), group: g(group), offer }
            }
            K::InUse { rule, offer, nation } => K::InUse { rule, offer, nation: nation.map(n) },
            K::Spent { rule, group, offer } => K::Spent { rule, group: g(group), offer },
            K::Penalty { rule, nation, step } => K::Penalty { rule, nation: n(nation), step },
            K::Contribution { nation, line, step } => K::Contribution { nation: n(nation), line, step },
            K::Part { nation, basket } => K::Part { nation: n(nation), basket },
            K::Pot { nation, step } => K::Pot { nation: n(nation), step },
            K::Uneven { nation, basket } => K::Uneven { nation: n(nation), basket },
            K::Carried { nation, step } => K::Carried { nation: n(nation), step },
            K::Support { nation, step } => K::Support { nation: n(nation), step },
            K::NationalStock { nation, capability, step } => K::NationalStock { nation: n(nation), capability, step },
            K::NationalMissing { nation, capability, step, band } => {
                K::NationalMissing { nation: n(nation), capability, step, band }
            }
            K::NationalSurplus { nation, capability, step } => {
                K::NationalSurplus { nation: n(nation), capability, step }
            }
            K::Excess { nation, capability } => K::Excess { nation: n(nation), capability },
            K::Start { .. }
            | K::Short { .. }
            | K::Supplier { .. }
            | K::Supplies { .. }
            | K::Extra { .. }
            | K::Built { .. }
            | K::Stock { .. }
            | K::InService { .. }
            | K::Serving { .. }
            | K::Usable { .. }
            | K::Missing { .. }
            | K::WorstGap { .. }
            | K::WorstDenial { .. }
            | K::GivesWay { .. }
            | K::InFuture { .. } => key,
        }
    }
}

//! A smaller formulation that asks for no more: nations that a model cannot tell apart are put together.
//!
//! Nations that buy through the same pools, or alone at list prices, and meet the same rules differ only in their money.
//! Put together they can do all that they can do apart, so that a bound proven for the smaller formulation holds for
//! the full one. The search for yes or no works on the smaller one; what it decides is fixed in the full one, which
//! gives the plan, its prices and its audit.

mod alike;
mod lumped;

use std::collections::BTreeMap;

use crate::formulation::{ColumnKey, Formulation, RowKey};
use crate::id::{GroupId, NationId, OfferId};
use crate::model::Model;

/// The smaller formulation, and where each column of the full one is in it.
#[derive(Debug, Clone)]
pub struct Reduction {
    /// The smaller formulation.
    pub formulation: Formulation,
    /// For each column of the full formulation, its column in the smaller one.
    pub places: Vec<Option<usize>>,
    /// How many nations were put together, into how many.
    pub nations: (usize, usize),
    /// What is decided by choosing one of several bands, where nothing else is decided by yes or no; else nothing.
    pub choices: Option<Vec<Choice>>,
}

/// One of several price bands, by how much is ordered.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Columns that tell which band is reached, with where each starts, from the first.
    pub bands: Vec<(usize, f64)>,
    /// Columns whose sum is what is ordered.
    pub ordered: Vec<usize>,
}

/// Who became who.
struct Names {
    nations: Vec<NationId>,
    groups: Vec<GroupId>,
}

impl Reduction {
    /// The reduction of a model; nothing where all nations can be told apart, or something decided by yes or no hangs on a
    /// single one.
    #[tracing::instrument(skip_all, name = "reduce")]
    #[must_use]
    pub fn of(model: &Model, full: &Formulation) -> Option<Self> {
        if !full.has_integers() {
            return None;
        }
        let classes = alike::classes(model);
        let (smaller, names) = lumped::lumped(model, &classes);
        let mut formulation = Formulation::of(&smaller);
        // What only shares out a plan bounds nothing.
        formulation.rows.retain(|row| !matches!(row.key, RowKey::FairShare { .. }));
        let places: Vec<Option<usize>> =
            full.columns.iter().map(|(key, _)| formulation.columns.find(names.rename(key))).collect();
        let lost = |((key, _), place): ((ColumnKey, f64), &Option<usize>)| key.is_integer() && place.is_none();
        if full.columns.iter().zip(&places).any(lost) {
            return None;
        }
        let choices = choices(&smaller, &formulation);
        // Where nobody was put together, only the choices are of use.
        if choices.is_none() && classes.len() == model.nations.len() {
            return None;
        }
        Some(Self { formulation, places, nations: (model.nations.len(), classes.len()), choices })
    }

    /// A point of the full formulation as one of the smaller: what was put together is added up.
    #[must_use]
    pub fn point(&self, full: &Formulation, at: &[f64]) -> Vec<f64> {
        let mut point = vec![0.0; self.formulation.columns.len()];
        for ((place, value), (key, _)) in self.places.iter().zip(at).zip(full.columns.iter()) {
            if let Some(place) = place {
                if key.is_integer() {
                    point[*place] = *value;
                } else {
                    point[*place] += value;
                }
            }
        }
        point
    }
}

/// Every choice of a band, if nothing else is decided by yes or no.
fn choices(model: &Model, formulation: &Formulation) -> Option<Vec<Choice>> {
    let mut by: BTreeMap<(GroupId, OfferId), Choice> = BTreeMap::new();
    for (place, (key, _)) in formulation.columns.iter().enumerate() {
        if let ColumnKey::Band { group, offer, band } = key {
            let entry = &model.offers[offer];
            if entry.minimum_order > 0.0 || entry.bands.len() < 2 {
                return None;
            }
            let choice = by.entry((group, offer)).or_insert_with(|| Choice { bands: Vec::new(), ordered: Vec::new() });
            choice.bands.push((place, entry.bands[band as usize].from));
        } else if key.is_integer() {
            return None;
        }
    }
    for (place, (key, _)) in formulation.columns.iter().enumerate() {
        if let ColumnKey::Pooled { group, offer, .. } = key
            && let Some(choice) = by.get_mut(&(group, offer))
        {
            choice.ordered.push(place);
        }
    }
    Some(by.into_values().collect())
}

impl Names {
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
            K::Band { group, offer, band } => K::Band { group: g(group), offer, band },
            K::Fill { group, offer, step, band } => K::Fill { group: g(group), offer, step, band },
            K::Full { group, offer, step, band } => K::Full { group: g(group), offer, step, band },
            K::Paid { nation, group, offer, step } => K::Paid { nation: n(nation), group: g(group), offer, step },
            K::Started { group, offer, step } => K::Started { group: g(group), offer, step },
            K::SetUp { nation, group, offer, step } => K::SetUp { nation: n(nation), group: g(group), offer, step },
            K::Lots { nation, group, offer, step } => K::Lots { nation: n(nation), group: g(group), offer, step },
            K::ProgrammeShare { nation, programme, step } => K::ProgrammeShare { nation: n(nation), programme, step },
            K::Funded { nation, fund, step } => K::Funded { nation: n(nation), fund, step },
            K::TakesPart { rule, nation, group, offer } => {
                K::TakesPart { rule, nation: n(nation), group: g(group), offer }
            }
            K::InUse { rule, offer, nation } => K::InUse { rule, offer, nation: nation.map(n) },
            K::Spent { rule, group, offer } => K::Spent { rule, group: g(group), offer },
            K::Penalty { rule, nation, step } => K::Penalty { rule, nation: n(nation), step },
            K::Contribution { nation, line, step } => K::Contribution { nation: n(nation), line, step },
            K::Carried { nation, step } => K::Carried { nation: n(nation), step },
            K::Support { nation, step } => K::Support { nation: n(nation), step },
            K::NationalStock { nation, capability, step } => K::NationalStock { nation: n(nation), capability, step },
            K::NationalMissing { nation, capability, step, band } => {
                K::NationalMissing { nation: n(nation), capability, step, band }
            }
            K::Excess { nation, capability } => K::Excess { nation: n(nation), capability },
            K::Start { .. }
            | K::Short { .. }
            | K::Supplies { .. }
            | K::Extra { .. }
            | K::Built { .. }
            | K::Unused { .. }
            | K::Stock { .. }
            | K::InService { .. }
            | K::Serving { .. }
            | K::Usable { .. }
            | K::Missing { .. }
            | K::WorstGap { .. }
            | K::WorstDenial { .. }
            | K::GivesWay { .. } => key,
        }
    }
}

//! What stands ready in each year, and what of it is usable.

use ndarray::{Array2, Array3};

use crate::id::Id;
use crate::measures::Arrivals;
use crate::model::{Kind, Model};
use crate::plan::Plan;

/// Stocks by capability and year.
#[derive(Debug, Clone)]
pub struct Stocks {
    /// Units, nation × capability × year.
    pub units: Array3<f64>,
    /// US-equivalents, nation × capability × year.
    pub equivalents: Array3<f64>,
    /// US-equivalents that are to be used up by a year and are not there, nation × capability × year.
    pub overdrawn: Array3<f64>,
    /// US-equivalents usable with the enablers there are, capability × year.
    pub usable: Array2<f64>,
}

impl Stocks {
    /// Units of all nations, capability × year.
    #[must_use]
    pub fn all_units(&self) -> Array2<f64> {
        self.units.sum_axis(ndarray::Axis(0))
    }

    /// US-equivalents of all nations, capability × year.
    #[must_use]
    pub fn all_equivalents(&self) -> Array2<f64> {
        self.equivalents.sum_axis(ndarray::Axis(0))
    }
}

/// What is held, plus what was delivered and still serves.
#[must_use]
pub fn stocks(model: &Model, plan: &Plan, arrivals: &Arrivals) -> Stocks {
    let mut units = model.held.clone();
    let mut equivalents = model.held_equivalents.clone();
    let years = model.horizon.len();
    for ((nation, offer, year), &delivered) in arrivals.units.indexed_iter() {
        if delivered == 0.0 {
            continue;
        }
        let entry = &model.offers[crate::id::OfferId::from_index(offer)];
        for &(capability, amount) in &entry.gives {
            let serves = match (model.capabilities[capability].kind, entry.service_life) {
                (Kind::Flow, _) => 1,
                (Kind::Stock, life) => life.unwrap_or(years),
            };
            for later in year..(year + serves).min(years) {
                units[[nation, capability.index(), later]] += amount * delivered;
                equivalents[[nation, capability.index(), later]] += amount * entry.quality * delivered;
            }
        }
    }
    let overdrawn = equivalents.mapv(|there| (-there).max(0.0));
    units.mapv_inplace(|there| there.max(0.0));
    equivalents.mapv_inplace(|there| there.max(0.0));
    let usable = match &plan.usable {
        Some(stated) => stated.equivalents.clone(),
        None => served_alike(model, &units.sum_axis(ndarray::Axis(0)), &equivalents.sum_axis(ndarray::Axis(0))),
    };
    let mut all = Stocks { units, equivalents, overdrawn, usable };
    // What needs nothing else is usable where it stands ready, whatever a plan states.
    for (capability, _) in model.capabilities.iter().filter(|(_, entry)| entry.needs.is_empty()) {
        let ready = all.all_equivalents();
        all.usable.row_mut(capability.index()).assign(&ready.row(capability.index()));
    }
    all
}

/// Usable US-equivalents where nothing says who is given a scarce enabler: all that need it are served alike.
fn served_alike(model: &Model, units: &Array2<f64>, equivalents: &Array2<f64>) -> Array2<f64> {
    let mut usable = equivalents.clone();
    for year in 0..model.horizon.len() {
        let all: Vec<Enabling> = (0..model.capabilities.len())
            .map(|k| Enabling { units: units[[k, year]], provided: model.provided[[k, year]], stands_in: true })
            .collect();
        for (k, share) in served(model, &all).iter().enumerate() {
            usable[[k, year]] *= share;
        }
    }
    usable
}

/// What there is of one capability to serve and be served.
pub(super) struct Enabling {
    /// Units of the nations.
    pub units: f64,
    /// Units that others provide.
    pub provided: f64,
    /// Whether what the nations have serves others.
    pub stands_in: bool,
}

/// The share of each capability that its enablers serve: all that need a scarce one are served alike.
pub(super) fn served(model: &Model, all: &[Enabling]) -> Vec<f64> {
    let mut part = vec![1.0; all.len()];
    // Needs have no circle, so that as many rounds as there are capabilities reach every enabler of an enabler.
    for _ in 0..all.len() {
        let mut next = vec![1.0_f64; all.len()];
        for (enabler, _) in model.capabilities.iter() {
            let j = enabler.index();
            let asked: f64 = model
                .capabilities
                .iter()
                .flat_map(|(k, entry)| entry.needs.iter().map(move |need| (k, need)))
                .filter(|(_, need)| need.enabler == enabler)
                .map(|(k, need)| need.amount * all[k.index()].units)
                .sum();
            let own = if all[j].stands_in { all[j].units * part[j] } else { 0.0 };
            let there = own + all[j].provided;
            if asked > there {
                for (k, entry) in model.capabilities.iter() {
                    if entry.needs.iter().any(|need| need.enabler == enabler) {
                        next[k.index()] = next[k.index()].min(there / asked);
                    }
                }
            }
        }
        if next == part {
            break;
        }
        part = next;
    }
    part
}

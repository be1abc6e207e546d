//! ```text
//! serving[d,k,c,t]: s[d,k,c,t] − left(d,c,t) N[d,k,c,t] ≤ left(d,c,t) held(c,t)
//! usable[d,k,t]: E[d,k,t] − Σ_c quality(c) s[d,k,c,t] ≤ 0
//! enabler[d,j,t]: Σ_k need(j,k) Σ_c s[d,k,c,t] − Σ_c s[d,j,c,t] ≤ provided[d,j,t]
//! switched[d,j,t]: Σ_k need(j,k) Σ_c s[d,k,c,t] − most(j,t) Σ_{τ ≤ t − duration} start[switch(j),τ] ≤ provided[d,j,t]
//! not_more[d,k,t]: E[d,k,t] − E[k,t] ≤ 0
//! ```
//!
//! Ten squadrons without tankers are not ten squadrons. Enablers serve units, whatever their quality, so that units are told
//! apart by quality, and by what they lose under a denial d (in normal times d is nothing and `left` is 1). Where an
//! enabler is hard to leave, what the nations have of it stands in for what is denied only once the switch is over. What no
//! enabler serves in normal times is not served under a denial either.

use crate::formulation::stock_class::{StockClass, classes};
use crate::formulation::{ColumnKey, Columns, Row, RowKey};
use crate::id::{CapabilityId, DenialId, Id};
use crate::model::{Model, Step};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for denial in std::iter::once(None).chain(model.denials_in_use().into_iter().map(Some)) {
        let first = denial.map_or(model.horizon.first_step(), |denial| model.denials[denial].from);
        for capability in model.capabilities.ids() {
            let all = classes(model, denial.map(|id| &model.denials[id]), capability);
            for step in model.horizon.steps().filter(|step| *step >= first) {
                let Some(usable) = columns.find(ColumnKey::Usable { denial, capability, step }) else { continue };
                let of = Operational { denial, capability, step };
                if model.touches_enablers(capability) {
                    serving(columns, of, &all, usable, &mut rows);
                    serves(model, columns, of, &mut rows);
                    if let (Some(_), Some(normal)) =
                        (denial, columns.find(ColumnKey::Usable { denial: None, capability, step }))
                    {
                        let terms = vec![(usable, 1.0), (normal, -1.0)];
                        rows.push(Row::at_most(RowKey::NotMore { denial, capability, step }, 0.0, terms));
                    }
                } else {
                    rows.push(standing(columns, of, &all, usable));
                }
            }
        }
    }
    rows
}

/// What is operational of a capability in a year, during a denial or in normal times.
#[derive(Clone, Copy)]
struct Operational {
    denial: Option<DenialId>,
    capability: CapabilityId,
    step: Step,
}

/// What a capability without enablers has left under a denial.
fn standing(columns: &Columns, of: Operational, classes: &[StockClass], usable: usize) -> Row {
    let Operational { denial, capability, step } = of;
    let mut terms = vec![(usable, 1.0)];
    let mut held = 0.0;
    for (class, entry) in (0..).zip(classes) {
        let worth = entry.quality * entry.left[step.index()];
        columns.push(&mut terms, ColumnKey::InService { denial, capability, class, step }, -worth);
        held += worth * entry.held[step.index()];
    }
    Row::at_most(RowKey::Usable { denial, capability, step }, held, terms)
}

fn serving(columns: &Columns, of: Operational, classes: &[StockClass], usable: usize, rows: &mut Vec<Row>) {
    let Operational { denial, capability, step } = of;
    let mut worth = vec![(usable, 1.0)];
    for (class, entry) in (0..).zip(classes) {
        let Some(serves) = columns.find(ColumnKey::Serving { denial, capability, class, step }) else { continue };
        worth.push((serves, -entry.quality));
        let left = entry.left[step.index()];
        let mut terms = vec![(serves, 1.0)];
        columns.push(&mut terms, ColumnKey::InService { denial, capability, class, step }, -left);
        rows.push(Row::at_most(
            RowKey::Serving { denial, capability, class, step },
            left * entry.held[step.index()],
            terms,
        ));
    }
    rows.push(Row::at_most(RowKey::Usable { denial, capability, step }, 0.0, worth));
}

/// What an enabler must serve, and what it can.
fn serves(model: &Model, columns: &Columns, of: Operational, rows: &mut Vec<Row>) {
    let Operational { denial, capability: enabler, step } = of;
    let mut asked = Vec::new();
    let mut most = 0.0;
    for (capability, entry) in model.capabilities.iter() {
        for need in entry.needs.iter().filter(|need| need.enabler == enabler) {
            push_serving(model, columns, Operational { denial, capability, step }, need.amount, &mut asked);
            most += need.amount * most_units(model, capability, step);
        }
    }
    if asked.is_empty() {
        return;
    }
    let provided = denial.map_or(model.provided[[enabler.index(), step.index()]], |denial| {
        model.provided_under(&model.denials[denial], enabler, step)
    });
    if let Some(switch) = denial.and_then(|denial| model.switch_under(&model.denials[denial], enabler)) {
        let mut terms = asked.clone();
        if let Some(programme) = model.programmes.find(switch)
            && let Some(latest) = model.horizon.before(step, model.programmes[programme].duration)
        {
            for start in model.horizon.steps().filter(|start| *start <= latest) {
                columns.push(&mut terms, ColumnKey::Start { programme, step: start }, -most);
            }
        }
        rows.push(Row::at_most(RowKey::Switched { denial, capability: enabler, step }, provided, terms));
    }
    push_serving(model, columns, of, -1.0, &mut asked);
    rows.push(Row::at_most(RowKey::Enabler { denial, capability: enabler, step }, provided, asked));
}

fn push_serving(model: &Model, columns: &Columns, of: Operational, factor: f64, terms: &mut Vec<(usize, f64)>) {
    let Operational { denial, capability, step } = of;
    let count = classes(model, denial.map(|id| &model.denials[id]), capability).len();
    for class in (0..).take(count) {
        columns.push(terms, ColumnKey::Serving { denial, capability, class, step }, factor);
    }
}

/// The most units of a capability that can stand ready in a step.
fn most_units(model: &Model, capability: CapabilityId, step: Step) -> f64 {
    let held = model.held.slice(ndarray::s![.., capability.index(), step.index()]).sum();
    let made = |(id, offer): (crate::id::OfferId, &crate::model::Offer)| -> f64 {
        let given = offer.gives.iter().find(|(given, _)| *given == capability);
        given.map_or(0.0, |(_, amount)| amount * crate::formulation::reach::most_made(model, id))
    };
    held + model.offers.iter().map(made).sum::<f64>()
}

/// What the nations hold of a capability in a year, in US-equivalents.
pub(super) fn held(model: &Model, capability: CapabilityId, step: Step) -> f64 {
    model.held_equivalents.slice(ndarray::s![.., capability.index(), step.index()]).sum()
}

//! What is paid, by whom, when, and what is left.

use ndarray::Array2;

use crate::id::{Id, NationId, OfferId};
use crate::measures::{Arrivals, Terms};
use crate::model::{Fielding, Kind, Model, ModelScale};
use crate::plan::{Plan, Start};

/// Deliveries smaller than this are not counted, in what counts as one unit.
const NOTHING: f64 = 1e-6;

/// Money, nation × year, MEUR.
#[derive(Debug, Clone)]
pub struct Spending {
    /// Instalments of orders.
    pub orders: Array2<f64>,
    /// What buying through pools costs on top.
    pub overhead: Array2<f64>,
    /// Set-ups, agreeing on one requirement, fielding, and fixed costs of supply relations.
    pub fixed: Array2<f64>,
    /// Contributions to development programmes.
    pub programmes: Array2<f64>,
    /// Payments for rules that are broken.
    pub penalties: Array2<f64>,
    /// Bringing goods.
    pub delivery: Array2<f64>,
    /// Support of what was delivered and serves, unit by unit and type by type.
    pub support: Array2<f64>,
    /// Contributions to larger lines.
    pub contributions: Array2<f64>,
    /// Of all these, what funds take over.
    pub funded: Array2<f64>,
    /// Carried into the next year.
    pub carried: Array2<f64>,
    /// Budget less what signed contracts take, plus what came from the year before, less all of the above, plus what funds
    /// take over. Infinite
    /// where money is no limit; below zero where it does not suffice.
    pub left: Array2<f64>,
}

impl Spending {
    /// All payments, nation × year.
    #[must_use]
    pub fn paid(&self) -> Array2<f64> {
        &self.orders
            + &self.overhead
            + &self.fixed
            + &self.delivery
            + &self.support
            + &self.contributions
            + &self.programmes
            + &self.penalties
    }

    /// Money that could still have been spent in a year, nation × year, MEUR: what is left in it, and what is carried into later years
    /// and spent in none of them. Carrying money that nobody needs costs nothing, so that a plan may carry it or not.
    #[must_use]
    pub fn unspent(&self) -> Array2<f64> {
        let mut unspent = self.left.clone();
        let (nations, years) = unspent.dim();
        for n in 0..nations {
            for year in (0..years.saturating_sub(1)).rev() {
                unspent[[n, year]] += self.carried[[n, year]].min(unspent[[n, year + 1]].max(0.0));
            }
        }
        unspent
    }
}

/// What a plan costs.
#[must_use]
pub fn spending(model: &Model, plan: &Plan, arrivals: &Arrivals, terms: &Terms) -> Spending {
    let shape = (model.nations.len(), model.horizon.len());
    let years = shape.1;
    let mut all = Spending {
        orders: Array2::zeros(shape),
        overhead: Array2::zeros(shape),
        programmes: Array2::zeros(shape),
        penalties: Array2::zeros(shape),
        funded: Array2::zeros(shape),
        fixed: Array2::zeros(shape),
        delivery: Array2::zeros(shape),
        support: Array2::zeros(shape),
        contributions: Array2::zeros(shape),
        carried: Array2::zeros(shape),
        left: Array2::zeros(shape),
    };
    for payment in &terms.payments {
        for (later, share) in model.offers[payment.offer].payment.iter().enumerate() {
            // What falls due after the horizon is paid in its last year.
            let year = (payment.step.index() + later).min(years - 1);
            let place = [payment.nation.index(), year];
            all.orders[place] += share.0 * payment.amount;
            all.overhead[place] += share.0 * payment.amount * model.groups[payment.group].overhead.0;
        }
    }
    for payment in terms.set_ups.iter().chain(&terms.fieldings) {
        all.fixed[[payment.nation.index(), payment.step.index()]] += payment.amount;
    }
    for (nation, cost) in terms.relation_costs.iter().enumerate() {
        all.fixed[[nation, 0]] += cost;
    }
    for ((n, p, year), &delivered) in arrivals.units.indexed_iter() {
        if delivered > 0.0 {
            let (nation, offer) = (NationId::from_index(n), OfferId::from_index(p));
            all.delivery[[n, year]] += cost_of_bringing(model, nation, offer) * delivered;
            // What is used up in its year needs no support in later ones.
            let serves = match model.capabilities[model.offers[offer].main()].kind {
                Kind::Flow => 1,
                Kind::Stock => model.offers[offer].service_life.unwrap_or(years),
            };
            for later in year..(year + serves).min(years) {
                all.support[[n, later]] += model.offers[offer].support.0 * delivered;
            }
        }
    }
    let scale = ModelScale::of(model);
    for (offer, entry) in model.offers.iter() {
        let while_it_serves =
            |(_, fielding): &&(NationId, Fielding)| fielding.yearly.0 > 0.0 && fielding.paid.is_none();
        for (nation, fielding) in entry.fielding.iter().filter(while_it_serves) {
            for year in 0..years {
                if serves_in(model, arrivals, *nation, offer, year, scale.offer(offer)) {
                    all.support[[nation.index(), year]] += fielding.yearly.0;
                }
            }
        }
    }
    for contribution in &plan.contributions {
        all.contributions[[contribution.nation.index(), contribution.step.index()]] += contribution.amount;
    }
    for enlargement in &plan.enlargements {
        let Some(expansion) = &model.lines[enlargement.line].expansion else { continue };
        if let Some(shares) = expansion.funding.shares() {
            for (nation, share) in shares {
                all.contributions[[nation.index(), enlargement.step.index()]] +=
                    share.0 * expansion.cost.0 * enlargement.amount;
            }
        }
    }
    programmes(model, plan, &mut all);
    for part in &plan.funded {
        all.funded[[part.nation.index(), part.step.index()]] += part.amount;
    }
    for part in plan.penalties.iter().flatten() {
        all.penalties[[part.nation.index(), part.step.index()]] += part.amount;
    }
    settle(model, plan, &mut all);
    all
}

/// Whether a unit of an offer serves with a nation in a year.
fn serves_in(model: &Model, arrivals: &Arrivals, nation: NationId, offer: OfferId, year: usize, one: f64) -> bool {
    let life = match model.capabilities[model.offers[offer].main()].kind {
        Kind::Flow => 1,
        Kind::Stock => model.offers[offer].service_life.unwrap_or(model.horizon.len()),
    };
    let delivered = arrivals.units.slice(ndarray::s![nation.index(), offer.index(), ..=year]);
    delivered.iter().rev().take(life).sum::<f64>() > NOTHING * one
}

/// What programmes cost, by the payers' own shares or by their key.
fn programmes(model: &Model, plan: &Plan, all: &mut Spending) {
    for part in &plan.programme_shares {
        all.programmes[[part.nation.index(), part.step.index()]] += part.amount;
    }
    for start in &plan.starts {
        let entry = &model.programmes[start.programme];
        let Some(shares) = entry.funding.shares() else { continue };
        for (year, due) in programme_dues(model, *start) {
            for (nation, share) in shares {
                all.programmes[[nation.index(), year]] += share.0 * due;
            }
        }
    }
}

/// What falls due of a programme by year; what falls due after the horizon is paid in its last year.
pub(crate) fn programme_dues(model: &Model, start: Start) -> Vec<(usize, f64)> {
    let entry = &model.programmes[start.programme];
    let last = model.horizon.len() - 1;
    let due = |(later, share): (usize, &crate::units::Share)| {
        ((start.step.index() + later).min(last), share.0 * entry.cost.0)
    };
    entry.payment.iter().enumerate().map(due).collect()
}

/// What is carried and what is left. Where the plan does not say what is carried, as much as may be is.
fn settle(model: &Model, plan: &Plan, all: &mut Spending) {
    let paid = all.paid();
    let (nations, years) = paid.dim();
    for n in 0..nations {
        let most = model.nations[NationId::from_index(n)].carry_over.0;
        let mut before = 0.0;
        for year in 0..years {
            let left = model.budgets[[n, year]] - model.committed[[n, year]] + before - paid[[n, year]]
                + all.funded[[n, year]];
            let carried = match &plan.carried {
                Some(stated) => stated[[n, year]],
                None if year + 1 == years || !left.is_finite() => 0.0,
                None => left.clamp(0.0, (most * (model.budgets[[n, year]] + before)).max(0.0)),
            };
            all.carried[[n, year]] = carried;
            all.left[[n, year]] = left - carried;
            before = carried;
        }
    }
}

/// Cost of bringing one unit of an offer to a nation: its own, and that of every supply relation between the two.
fn cost_of_bringing(model: &Model, nation: NationId, offer: OfferId) -> f64 {
    let entry = &model.offers[offer];
    let mut cost = 0.0;
    for (to, price) in &entry.delivery_cost {
        if *to == nation {
            cost += price.0;
        }
    }
    for (_, relation) in model.relations.iter() {
        if relation.from == entry.by && relation.to == nation {
            cost += relation.cost.0 * relation.weight(offer);
        }
    }
    cost
}

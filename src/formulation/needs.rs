//! Over which runs of years deliveries are limited by what is needed, and to how much: what the families `need` and
//! `own_share` and the big bounds have in common.
//!
//! What is delivered in the years t…s and still serves in s is at most the largest need of the years from t to the last in
//! which any of it still serves. So a unit that leaves service makes room for its successor, and stock can be built ahead of a
//! need. Where goals or rules look at a denial, what then still works of an order is limited by what is then needed.

use std::collections::BTreeMap;

use crate::formulation::schedule::{deliveries, order_steps};
use crate::id::{CapabilityId, DenialId, GroupId, NationId, OfferId};
use crate::model::{Demand, Kind, Model, NeedTable, OwnNeed, Since, Step};

/// Two figures that differ relatively by less than this are the same.
const SAME: f64 = 1e-12;

/// A run of years over which deliveries are limited.
#[derive(Debug, Clone)]
pub(super) struct Window {
    /// The denial under which it is so; `None`: in normal times.
    pub denial: Option<DenialId>,
    /// First year of delivery.
    pub from: Step,
    /// Last year of delivery, in which what counts still serves.
    pub to: Step,
    /// US-equivalents that are needed at most.
    pub room: f64,
    /// What counts of a unit, by offer and year of the order: US-equivalents that, under a denial, still work.
    pub counts: BTreeMap<(OfferId, Step), f64>,
    /// The same whatever works.
    pub delivered: BTreeMap<(OfferId, Step), f64>,
}

/// What one unit ordered in a year delivers in one.
struct UnitDelivery {
    order: (OfferId, Step),
    year: usize,
    /// The last year of the horizon in which it serves.
    last: usize,
    worth: f64,
    /// For each denial at which the model looks: the least share that works in a year in which it serves and the denial lasts;
    /// `None` where nothing works or it does not come.
    left: Vec<Option<f64>>,
}

/// The runs of years over which the orders of one capability are limited to what is needed, without those that others imply; all of
/// them where something comes in whole lots or not below a minimum order, since each run has a margin of its own. `orders` are the offers that mainly give it, with the years in which they can be ordered.
pub(super) fn windows(
    model: &Model,
    capability: CapabilityId,
    needs: &NeedTable,
    orders: impl Iterator<Item = (OfferId, Step)>,
) -> Vec<Window> {
    let lumpy = model.offers.iter().any(|(offer, entry)| entry.main() == capability && model.lump(offer) > 0.0);
    let denials: Vec<DenialId> = needs.denied.iter().map(|(denial, _)| *denial).collect();
    let deliveries: Vec<UnitDelivery> =
        orders.flat_map(|(offer, ordered)| delivered(model, capability, offer, ordered, &denials)).collect();
    let years = model.horizon.len();
    let mut list = Vec::new();
    let mut before: Vec<Vec<Window>> = vec![Vec::new(); years];
    for from in 0..years {
        let last_to = if model.capabilities[capability].kind == Kind::Flow { from } else { years - 1 };
        let mut after: Vec<Window> = Vec::new();
        let mut made: Vec<Vec<Window>> = vec![Vec::new(); years];
        for to in (from..=last_to).rev() {
            let here = windows_of(model, needs, &deliveries, from, to);
            let implied = |window: &Window| before[to].iter().chain(&after).any(|other| other.implies(window));
            list.extend(here.iter().filter(|window| lumpy || !implied(window)).cloned());
            after.clone_from(&here);
            made[to] = here;
        }
        before = made;
    }
    list
}

impl Window {
    /// Whether a plan that keeps this one keeps another one.
    fn implies(&self, other: &Self) -> bool {
        let there = |(order, count): (&(OfferId, Step), &f64)| {
            self.counts.get(order).is_some_and(|own| *own >= count * (1.0 - SAME))
        };
        self.room <= other.room * (1.0 + SAME) && other.counts.iter().all(there)
    }
}

fn most(needs: &[f64], from: usize, last: usize) -> f64 {
    needs[from..=last].iter().copied().fold(0.0, f64::max)
}

/// The limits of one run of years: one of normal times for what has no more room under any denial, and one for each denial.
fn windows_of(model: &Model, needs: &NeedTable, deliveries: &[UnitDelivery], from: usize, to: usize) -> Vec<Window> {
    let inside = |one: &&UnitDelivery| from <= one.year && one.year <= to && to <= one.last;
    let Some(last) = deliveries.iter().filter(inside).map(|one| one.last).max() else { return Vec::new() };
    let (Some(first_step), Some(last_step)) = (model.horizon.at(from), model.horizon.at(to)) else {
        return Vec::new();
    };
    let empty = |denial, room| Window {
        denial,
        from: first_step,
        to: last_step,
        room,
        counts: BTreeMap::new(),
        delivered: BTreeMap::new(),
    };
    let mut normal = empty(None, most(&needs.normal, from, last));
    let mut denied: Vec<Window> =
        needs.denied.iter().map(|(denial, needs)| empty(Some(*denial), most(needs, from, last))).collect();
    for one in deliveries.iter().filter(inside) {
        let rooms: Vec<Option<f64>> =
            denied.iter().zip(&one.left).map(|(window, left)| left.map(|left| window.room / left)).collect();
        let best = rooms.iter().flatten().copied().fold(0.0, f64::max);
        if best <= normal.room * (1.0 + SAME) {
            add(&mut normal, one, 1.0);
        }
        for ((window, room), left) in denied.iter_mut().zip(rooms).zip(&one.left) {
            // Where one denial leaves room for more of it, that one counts.
            if let (Some(room), Some(left)) = (room, left)
                && room >= best * (1.0 - SAME)
            {
                add(window, one, *left);
            }
        }
    }
    // A denial that asks for no more than normal times says the same as they do.
    let is_same = |window: &Window| window.counts == normal.counts && window.room >= normal.room;
    denied.retain(|window| !window.counts.is_empty() && !is_same(window));
    let normal = if normal.counts.is_empty() { None } else { Some(normal) };
    normal.into_iter().chain(denied).collect()
}

fn add(window: &mut Window, one: &UnitDelivery, left: f64) {
    *window.counts.entry(one.order).or_default() += left * one.worth;
    *window.delivered.entry(one.order).or_default() += one.worth;
}

/// What one unit of an offer ordered in a year delivers of its main capability.
fn delivered(
    model: &Model,
    capability: CapabilityId,
    offer: OfferId,
    ordered: Step,
    denials: &[DenialId],
) -> Vec<UnitDelivery> {
    let entry = &model.offers[offer];
    let last = |year: usize| (year + serves(model, capability, offer) - 1).min(model.horizon.len() - 1);
    let left = |denial: &DenialId, year: usize| {
        let denial = &model.denials[*denial];
        let from = denial.from.index();
        if model.stops(entry, denial) && year >= from {
            return None;
        }
        let works = (year.max(from)..=last(year))
            .map(|t| model.offer_left(entry, denial, Since::Years(t - from)))
            .filter(|left| *left > 0.0);
        works.min_by(f64::total_cmp)
    };
    deliveries(model, entry, ordered)
        .map(|(step, part)| UnitDelivery {
            order: (offer, ordered),
            year: step.index(),
            last: last(step.index()),
            worth: entry.gives[0].1 * entry.quality * part,
            left: denials.iter().map(|denial| left(denial, step.index())).collect(),
        })
        .filter(|one| one.worth > 0.0)
        .collect()
}

/// For how many years a delivered unit serves, this one among them.
fn serves(model: &Model, capability: CapabilityId, offer: OfferId) -> usize {
    match (model.capabilities[capability].kind, model.offers[offer].service_life) {
        (Kind::Flow, _) => 1,
        (Kind::Stock, Some(life)) => life.max(1),
        (Kind::Stock, None) => model.horizon.len(),
    }
}

/// Whether anything is needed from the years on in which an order is delivered, by the nation that orders or, where it is not limited
/// by itself, by all; as long as any unit delivered then serves.
pub(super) fn has_room(model: &Model, nation: NationId, offer: OfferId, ordered: Step) -> bool {
    let entry = &model.offers[offer];
    let capability = entry.main();
    let longest = longest(model, capability);
    let denials = model.denials_in_use();
    let own = model.own_need(nation, capability).map(|_| nation);
    let needed = |year: usize, denial: Option<DenialId>| {
        let mut years = model.horizon.steps().filter(|t| (year..year + longest).contains(&t.index()));
        years.any(|t| model.need(own, capability, denial, t) > 0.0)
    };
    // A denial asks for more only of what it leaves working.
    let has_some = |one: &UnitDelivery| {
        let works = denials.iter().zip(&one.left).filter(|(_, left)| left.is_some());
        needed(one.year, None) || works.map(|(denial, _)| *denial).any(|denial| needed(one.year, Some(denial)))
    };
    let all = delivered(model, capability, offer, ordered, &denials);
    all.iter().all(has_some)
}

/// For how many years the unit of a capability serves that serves longest.
fn longest(model: &Model, capability: CapabilityId) -> usize {
    let sold = model.offers.iter().filter(|(_, other)| other.main() == capability);
    sold.map(|(other, _)| serves(model, capability, other)).max().unwrap_or(1)
}

/// The most units of an offer that are needed over the horizon, ordered by a group or by all: run by run of as many years as a
/// unit serves.
pub(super) fn most_needed(model: &Model, group: Option<GroupId>, offer: OfferId) -> f64 {
    let members: Vec<NationId> =
        group.map_or_else(|| model.nations.ids().collect(), |group| model.groups[group].members.clone());
    most_needed_of(model, &members, group, offer)
}

/// The same of what certain nations order through a group, or through any.
pub(super) fn most_needed_of(model: &Model, nations: &[NationId], group: Option<GroupId>, offer: OfferId) -> f64 {
    let capability = model.offers[offer].main();
    let all = Needed::of(model, offer, &model.need_table(None, capability));
    let limited = |nation: &NationId| -> f64 {
        let mut most = match model.own_need(*nation, capability) {
            None => f64::INFINITY,
            Some(OwnNeed::Share(share)) if !model.is_used_up(capability) => all.times(share),
            Some(OwnNeed::Share(_) | OwnNeed::Targets) => {
                Needed::of(model, offer, &model.need_table(Some(*nation), capability)).times(1.0)
            }
        };
        for (_, rule) in model.rules.iter().filter(|(_, rule)| rule.is_hard()) {
            let Demand::OwnShare { at_most } = rule.demand else { continue };
            let covers = |group| rule.covers(model, *nation, group, offer);
            if group.map_or_else(|| model.groups_of(*nation).all(covers), covers) {
                most = most.min(all.times(at_most.0 * model.free_budget_share(*nation)));
            }
        }
        most
    };
    let own: f64 = nations.iter().map(limited).sum();
    // Where every nation is limited by its own need, and may go beyond it by a lot of its own, nothing limits all together.
    let each = model.nations.ids().all(|nation| model.own_need(nation, capability).is_some());
    if each { own } else { own.min(all.times(1.0)) }
}

/// Units of an offer that are needed over the horizon, and by how much they may be exceeded.
struct Needed {
    units: f64,
    beyond: f64,
}

impl Needed {
    fn times(&self, factor: f64) -> f64 {
        if factor > 0.0 { factor * self.units + self.beyond } else { 0.0 }
    }

    fn of(model: &Model, offer: OfferId, needs: &NeedTable) -> Self {
        let entry = &model.offers[offer];
        let capability = entry.main();
        let denials: Vec<DenialId> = needs.denied.iter().map(|(denial, _)| *denial).collect();
        let orders = order_steps(model, entry);
        let all: Vec<UnitDelivery> =
            orders.flat_map(|ordered| delivered(model, capability, offer, ordered, &denials)).collect();
        let unit = entry.gives[0].1 * entry.quality;
        if unit <= 0.0 {
            return Self { units: f64::INFINITY, beyond: 0.0 };
        }
        let mut needed = Self { units: 0.0, beyond: 0.0 };
        let (longest, years) = (longest(model, capability), model.horizon.len());
        let mut from = all.iter().map(|one| one.year).min().unwrap_or(years);
        while from < years {
            let to = (from + serves(model, capability, offer) - 1).min(years - 1);
            let last = (to + longest - 1).min(years - 1);
            // Deliveries of normal times and those that count under a denial have rooms of their own.
            let normal = most(&needs.normal, from, last);
            let inside = || all.iter().filter(|one| from <= one.year && one.year <= to);
            let mut room = if inside().any(|one| one.left.iter().all(Option::is_none)) { normal } else { 0.0 };
            for (place, (_, needs)) in needs.denied.iter().enumerate() {
                let denied = most(needs, from, last);
                let least = inside().filter_map(|one| one.left[place]).fold(f64::INFINITY, f64::min);
                room += if least.is_finite() { denied / least } else { 0.0 };
            }
            if room > 0.0 {
                needed.units += room / unit;
                needed.beyond += model.lump(offer);
            }
            from = to + 1;
        }
        needed
    }
}

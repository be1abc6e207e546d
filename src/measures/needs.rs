//! How much of what is ordered is needed, run of years by run of years: worked out from orders alone.

use crate::id::{CapabilityId, DenialId, NationId, OfferId};
use crate::model::{Kind, Model, NeedTable, Since, Step};
use crate::plan::{Order, Plan};

/// What is delivered in a run of years and still serves at its end, against what is needed.
#[derive(Debug, Clone)]
pub struct NeedRun {
    /// The denial under which it counts; `None`: in normal times.
    pub denial: Option<DenialId>,
    /// First year of delivery.
    pub from: Step,
    /// Last year of delivery.
    pub to: Step,
    /// US-equivalents that count.
    pub found: f64,
    /// Of them, what orders say goes beyond the need.
    pub beyond: f64,
    /// US-equivalents that are needed.
    pub room: f64,
    /// The largest margin of a whole lot or a minimum order of what could be delivered in the run, US-equivalents.
    pub lump: f64,
    /// US-equivalents of all that is delivered in the run and goes beyond the need, whatever a denial leaves of it.
    pub lumps: f64,
    /// The same in units, by offer.
    pub units_beyond: Vec<(OfferId, f64)>,
}

/// One delivery of an order.
struct Delivery<'a> {
    order: &'a Order,
    year: usize,
    last: usize,
    part: f64,
}

/// The years in which an offer delivers an order of one year, with the part of each.
fn deliveries(model: &Model, offer: OfferId, ordered: usize) -> Vec<(usize, f64)> {
    let at = f64::from(u32::try_from(ordered).unwrap_or(u32::MAX)) + model.offers[offer].lead_time.0;
    (0..model.horizon.len())
        .filter_map(|year| {
            let part = 1.0 - (at - f64::from(u32::try_from(year).unwrap_or(u32::MAX))).abs();
            (part > 1e-9).then_some((year, part.min(1.0)))
        })
        .collect()
}

/// The last year of the horizon in which a unit delivered in a year serves.
fn last_of(model: &Model, offer: OfferId, year: usize) -> usize {
    let end = model.horizon.len() - 1;
    let entry = &model.offers[offer];
    match (model.capabilities[entry.main()].kind, entry.service_life) {
        (Kind::Flow, _) => year,
        (Kind::Stock, Some(life)) => (year + life.max(1) - 1).min(end),
        (Kind::Stock, None) => end,
    }
}

/// Offers of which a unit could be delivered in a run of years and serve at its end, each with the last year in which it serves.
fn could_serve(model: &Model, capability: CapabilityId, from: usize, to: usize) -> Vec<(OfferId, usize)> {
    let lead_and_open = |entry: &crate::model::Offer, year: usize| {
        let whole = entry.lead_time.split().0;
        let ordered = |whole: usize| {
            year.checked_sub(whole).is_some_and(|t| entry.open.0.index() <= t && t <= entry.open.1.index())
        };
        ordered(whole) || ordered(entry.lead_time.rounded_up())
    };
    (model.offers.iter())
        .filter(|(_, entry)| entry.main() == capability)
        .flat_map(|(offer, entry)| {
            let years = (from..=to).filter(move |year| lead_and_open(entry, *year));
            years.map(move |year| (offer, last_of(model, offer, year)))
        })
        .filter(|(_, last)| *last >= to)
        .collect()
}

/// All runs of years of a capability in which some of the orders count. `needs` says what is needed in which year; `counts` says
/// whose orders count.
pub(crate) fn need_runs(
    model: &Model,
    orders: &[Order],
    capability: CapabilityId,
    needs: &NeedTable,
    counts: &dyn Fn(&Order) -> bool,
) -> Vec<NeedRun> {
    let years = model.horizon.len();
    let counted = orders.iter().filter(|order| model.offers[order.offer].main() == capability && counts(order));
    let all: Vec<Delivery<'_>> = counted
        .flat_map(|order| {
            deliveries(model, order.offer, order.step.index()).into_iter().map(move |(year, part)| Delivery {
                order,
                year,
                last: last_of(model, order.offer, year),
                part,
            })
        })
        .collect();
    let mut list = Vec::new();
    for from in 0..years {
        for to in from..years {
            let inside: Vec<&Delivery<'_>> =
                all.iter().filter(|one| from <= one.year && one.year <= to && to <= one.last).collect();
            if !inside.is_empty() {
                let could = could_serve(model, capability, from, to);
                let until = could.iter().map(|(_, last)| *last).max().unwrap_or(to);
                let worth = |offer: &OfferId| model.offers[*offer].gives[0].1 * model.offers[*offer].quality;
                let lump = could.iter().map(|(offer, _)| worth(offer) * model.lump(*offer)).fold(0.0, f64::max);
                list.extend(runs_of(model, &inside, from, to, until, needs, lump));
            }
        }
    }
    list
}

/// The runs of the same years: of normal times and of each denial at which the model looks. What counts in them serves until `until`
/// at the latest.
fn runs_of(
    model: &Model,
    inside: &[&Delivery<'_>],
    from: usize,
    to: usize,
    until: usize,
    needs: &NeedTable,
    lump: f64,
) -> Vec<NeedRun> {
    let (Some(first), Some(last)) = (model.horizon.at(from), model.horizon.at(to)) else { return Vec::new() };
    let worth = |one: &Delivery<'_>| {
        let offer = &model.offers[one.order.offer];
        offer.gives[0].1 * offer.quality * one.part
    };
    let units_beyond: Vec<(OfferId, f64)> =
        inside.iter().map(|one| (one.order.offer, one.part * one.order.beyond)).collect();
    let lumps = inside.iter().map(|one| worth(one) * one.order.beyond).sum();
    let run = |denial: Option<DenialId>, needs: &[f64]| NeedRun {
        denial,
        from: first,
        to: last,
        found: 0.0,
        beyond: 0.0,
        room: needs[from..=until].iter().copied().fold(0.0, f64::max),
        lump,
        lumps,
        units_beyond: units_beyond.clone(),
    };
    let denials: Vec<DenialId> = needs.denied.iter().map(|(denial, _)| *denial).collect();
    let mut runs = vec![run(None, &needs.normal)];
    runs.extend(needs.denied.iter().map(|(denial, needs)| run(Some(*denial), needs)));
    for one in inside {
        let worth = worth(one);
        let left: Vec<Option<f64>> = denials.iter().map(|denial| works(model, one, *denial)).collect();
        let rooms: Vec<f64> =
            runs[1..].iter().zip(&left).map(|(run, left)| left.map_or(0.0, |left| run.room / left)).collect();
        let best = rooms.iter().copied().fold(0.0, f64::max);
        let add = |run: &mut NeedRun, left: f64| {
            run.found += worth * left * one.order.quantity;
            run.beyond += worth * left * one.order.beyond;
        };
        if best <= runs[0].room * (1.0 + 1e-12) {
            add(&mut runs[0], 1.0);
        }
        for ((run, room), left) in runs[1..].iter_mut().zip(rooms).zip(left) {
            if let Some(left) = left.filter(|_| room >= best * (1.0 - 1e-12)) {
                add(run, left);
            }
        }
    }
    runs.retain(|run| run.found > 0.0);
    runs
}

/// The least share of a delivery that works under a denial in a year in which it serves; `None` where nothing does, or it does not
/// come.
fn works(model: &Model, one: &Delivery<'_>, denial: DenialId) -> Option<f64> {
    let (offer, denial) = (&model.offers[one.order.offer], &model.denials[denial]);
    let from = denial.from.index();
    if one.year >= from && model.stops(offer, denial) {
        return None;
    }
    let mut least: Option<f64> = None;
    for year in one.year.max(from)..=one.last {
        let left = model.offer_left(offer, denial, Since::Years(year - from));
        if left > 0.0 {
            least = Some(least.map_or(left, |least| least.min(left)));
        }
    }
    least
}

/// By how many units more of each offer goes beyond the need in a run of years than its own lot or minimum order allows.
pub(crate) fn over_margin(model: &Model, run: &NeedRun) -> Vec<(OfferId, f64)> {
    let mut by: Vec<(OfferId, f64)> = Vec::new();
    for (offer, units) in &run.units_beyond {
        match by.iter_mut().find(|(there, _)| there == offer) {
            Some((_, sum)) => *sum += units,
            None => by.push((*offer, *units)),
        }
    }
    by.into_iter().map(|(offer, units)| (offer, units - model.lump(offer))).collect()
}

/// Lowers what orders say goes beyond the need to what does: as little as the runs of years ask for, earlier orders first.
pub(crate) fn settle_beyond(model: &Model, plan: &mut Plan) {
    for place in 0..plan.orders.len() {
        if plan.orders[place].beyond <= 0.0 {
            continue;
        }
        let order = plan.orders[place];
        plan.orders[place].beyond = 0.0;
        let capability = model.offers[order.offer].main();
        let mut needed = 0.0_f64;
        for nation in limits_of(model, capability, order.nation) {
            let needs = model.need_table(nation, capability);
            let own = |other: &Order| nation.is_none_or(|nation| other.nation == nation);
            let alone = Order { quantity: 1.0, beyond: 0.0, ..order };
            let one = need_runs(model, &[alone], capability, &needs, &|_| true);
            for run in need_runs(model, &plan.orders, capability, &needs, &own) {
                let same = |other: &&NeedRun| (other.denial, other.from, other.to) == (run.denial, run.from, run.to);
                if let Some(counts) = one.iter().find(same).map(|one| one.found) {
                    needed = needed.max((run.found - run.beyond - run.room) / counts);
                }
            }
        }
        let tiny = 1e-9 * order.quantity;
        let needed = if needed <= tiny { 0.0 } else { needed };
        plan.orders[place].beyond = needed.clamp(0.0, order.beyond);
    }
}

/// Whose needs limit the orders of a nation: its own, and those of all where some nation has none of its own.
pub(crate) fn limits_of(model: &Model, capability: CapabilityId, nation: NationId) -> Vec<Option<NationId>> {
    let own = model.own_need(nation, capability).map(|_| Some(nation));
    let all = model.nations.ids().any(|nation| model.own_need(nation, capability).is_none()).then_some(None);
    own.into_iter().chain(all).collect()
}

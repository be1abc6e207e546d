//! Why is it so? What stands against an order, or speaks for it; how an offer fares; what holds a nation back.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::formulation::{bands_in_reach, refusals};
use crate::id::{GroupId, Id, NationId, OfferId};
use crate::layout::number::years;
use crate::model::{Demand, Model, Step};
use crate::planning::Run;
use crate::questions::why::scarce::scarce;
use crate::results::ResultDocument;
use crate::units::MONEY;

/// Money below this is printed as nothing, MEUR.
pub(super) const NOTHING: f64 = 0.005;

/// Orders below this are none, in units.
const DUST: f64 = 1e-6;

/// An answer in sentences.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// What it is about.
    pub about: String,
    /// Parts, each with a heading and sentences.
    pub parts: Vec<Part>,
}

impl ResultDocument for Answer {
    const NAME: &'static str = "why";
}

/// Sentences under a heading.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Heading.
    pub heading: String,
    /// Sentences.
    pub says: Vec<String>,
}

impl Answer {
    fn part(&mut self, heading: &str, says: Vec<String>) {
        if !says.is_empty() {
            self.parts.push(Part { heading: heading.to_owned(), says });
        }
    }
}

/// Why a nation orders so much of an offer in a year, or nothing.
#[must_use]
pub fn why_order(run: &Run, nation: NationId, offer: OfferId, step: Step) -> Answer {
    let model = &run.model;
    let entry = &model.offers[offer];
    let year = model.horizon.year(step);
    let mut answer = Answer {
        about: format!("{} ordered by {} in {year}", entry.name, model.nations[nation].name),
        parts: Vec::new(),
    };
    let placed: Vec<String> = (run.plan.orders.iter())
        .filter(|order| order.nation == nation && order.offer == offer && order.step == step)
        .filter(|order| order.quantity > DUST)
        .map(|order| format!("{} units through {}", number(order.quantity), model.groups[order.group].name))
        .collect();
    answer.part("In the plan", if placed.is_empty() { vec!["no such order".to_owned()] } else { placed.clone() });
    let mut eligible = Vec::new();
    for (group, pool) in model.groups.iter().filter(|(_, pool)| pool.members.contains(&nation)) {
        let against = refusals(model, nation, group, offer, step);
        if against.is_empty() {
            eligible.push(format!("through {}: nothing stands against it", pool.name));
            eligible.extend(funds(model, group, offer, Some((nation, step))));
        } else {
            eligible.extend(against.iter().map(|what| format!("through {}: {what}", pool.name)));
        }
    }
    answer.part("Eligible", eligible);
    answer.part("Price", prices(run, offer));
    answer.part("Scarce", scarce(run, Some((nation, step)), offer));
    if placed.is_empty() {
        answer.part("Ordered instead", instead(run, offer));
    }
    answer
}

/// How an offer fares: who orders it, at what price, what stands against it.
#[must_use]
pub fn why_offer(run: &Run, offer: OfferId) -> Answer {
    let model = &run.model;
    let entry = &model.offers[offer];
    let mut answer = Answer {
        about: format!(
            "{} by {} for {}",
            entry.name,
            model.producers[entry.by].name,
            model.capabilities[entry.main()].name
        ),
        parts: Vec::new(),
    };
    let mut ordered = Vec::new();
    for nation in model.nations.ids() {
        // Whoever orders through two groups in one year orders in that year once.
        let mut by_year: BTreeMap<i32, f64> = BTreeMap::new();
        for order in run.plan.orders.iter().filter(|order| order.offer == offer && order.nation == nation) {
            *by_year.entry(model.horizon.year(order.step).0).or_default() += order.quantity;
        }
        by_year.retain(|_, units| *units > DUST);
        if !by_year.is_empty() {
            let units: f64 = by_year.values().sum();
            let list: Vec<i32> = by_year.into_keys().collect();
            ordered.push(format!("{} {} in {}", model.nations.code(nation), number(units), years(&list)));
        }
    }
    answer.part("Ordered", if ordered.is_empty() { vec!["by nobody".to_owned()] } else { ordered.clone() });
    answer.part("Price", prices(run, offer));
    let mut against: Vec<(String, Vec<String>)> = Vec::new();
    let mut open = 0;
    for (group, pool) in model.groups.iter() {
        for &nation in &pool.members {
            let steps: Vec<Vec<String>> =
                model.horizon.steps().map(|step| refusals(model, nation, group, offer, step)).collect();
            if steps.iter().any(Vec::is_empty) {
                open += 1;
                continue;
            }
            // What stands against it in every year is the reason; a year in which it is merely closed is none.
            let always = steps[0].iter().filter(|what| steps.iter().all(|year| year.contains(what)));
            let mut always: Vec<String> = always.cloned().collect();
            if always.is_empty() {
                always = steps.iter().min_by_key(|year| year.len()).cloned().unwrap_or_default();
            }
            for what in always {
                let who = format!("{} through {}", model.nations.code(nation), pool.name);
                match against.iter_mut().find(|(there, _)| *there == what) {
                    Some((_, list)) => list.push(who),
                    None => against.push((what, vec![who])),
                }
            }
        }
    }
    let mut eligible = vec![format!("it can be ordered in {open} ways, by a nation through a group")];
    eligible.extend(against.iter().map(|(what, who)| {
        let more = if who.len() > 4 { format!(" and {} more", who.len() - 4) } else { String::new() };
        format!("not by {}{more}: {what}", who[..who.len().min(4)].join(", "))
    }));
    answer.part("Eligible", eligible);
    let mut paid_by = Vec::new();
    for (group, _) in model.groups.iter().filter(|(_, pool)| pool.is_pool || model.groups.len() == 1) {
        paid_by.extend(funds(model, group, offer, None));
    }
    answer.part("Funds", paid_by);
    answer.part("Scarce", scarce(run, None, offer));
    answer.part("Beside it", instead(run, offer));
    answer
}

/// What a nation does and what holds it back.
#[must_use]
pub fn why_nation(run: &Run, nation: NationId) -> Answer {
    let model = &run.model;
    let money = model.money_unit();
    let n = nation.index();
    let spending = &run.known.spending;
    let mut answer = Answer { about: model.nations[nation].name.clone(), parts: Vec::new() };
    let items = [
        ("orders", &spending.orders),
        ("what pools cost on top", &spending.overhead),
        ("set-ups and fixed costs", &spending.fixed),
        ("bringing goods", &spending.delivery),
        ("support", &spending.support),
        ("larger lines", &spending.contributions),
        ("programmes", &spending.programmes),
        ("rules that are broken", &spending.penalties),
    ];
    let mut pays: Vec<String> = (items.iter())
        .map(|(what, table)| (what, table.row(n).sum()))
        .filter(|(_, sum)| *sum > NOTHING)
        .map(|(what, sum)| format!("{} {money} for {what}", number(sum)))
        .collect();
    let funded = spending.funded.row(n).sum();
    if funded > NOTHING {
        pays.push(format!("{} {money} of it are taken over by funds", number(funded)));
    }
    answer.part("Pays", pays);
    let unspent = spending.unspent();
    let empty: Vec<i32> = (model.horizon.steps())
        .filter(|step| {
            let unspent = unspent[[n, step.index()]];
            unspent.is_finite() && unspent <= NOTHING
        })
        .map(|step| model.horizon.year(step).0)
        .collect();
    let mut holds = Vec::new();
    if !empty.is_empty() {
        holds.push(format!("all its money of {} is spent, in that year or a later one", years(&empty)));
    }
    for judgement in run.known.judgements.iter().filter(|judgement| judgement.nation == Some(nation)) {
        let rule = &model.rules[judgement.rule];
        let unit = model.in_its_money(rule.demand.unit());
        if judgement.missing > NOTHING || (rule.demand.unit() != MONEY && judgement.missing > 1e-6) {
            let missing = number(judgement.missing);
            holds.push(format!("rule {}: {missing} {unit} are missing for {}", rule.name, judgement.subject));
        } else if tight(&rule.demand, judgement.limit, judgement.found) {
            holds.push(format!("rule {} is met exactly: {}", rule.name, judgement.subject));
        }
    }
    answer.part("Holds it back", holds);
    let mut orders: Vec<(OfferId, f64, f64)> = Vec::new();
    let own = |order: &crate::plan::Order| order.nation == nation;
    for (order, value) in run.plan.orders.iter().zip(&run.known.terms.values).filter(|(order, _)| own(order)) {
        match orders.iter_mut().find(|(offer, ..)| *offer == order.offer) {
            Some((_, units, sum)) => {
                *units += order.quantity;
                *sum += value;
            }
            None => orders.push((order.offer, order.quantity, *value)),
        }
    }
    orders.sort_by(|a, b| b.2.total_cmp(&a.2));
    let says = orders.iter().take(12).map(|(offer, units, value)| {
        format!("{} {} for {} {money}", number(*units), model.offers[*offer].name, number(*value))
    });
    answer.part("Orders", says.collect());
    answer
}

/// Whether a share or number is met with nothing to spare.
fn tight(demand: &Demand, limit: f64, found: f64) -> bool {
    !matches!(demand, Demand::DesignAuthority | Demand::ExcludedProducers)
        && limit > 0.0
        && (found - limit).abs() <= 1e-4 * limit.abs()
}

/// What each group pays, and how far the next price is.
fn prices(run: &Run, offer: OfferId) -> Vec<String> {
    let model = &run.model;
    let money = model.money_unit();
    let entry = &model.offers[offer];
    let mut says = Vec::new();
    if entry.bands.len() == 1 {
        return vec![format!("{} {money} for every unit", number(entry.list_price().0))];
    }
    for (&(group, of), &committed) in run.known.terms.commitments.iter().filter(|((_, of), _)| *of == offer) {
        let value: f64 = (run.plan.orders.iter().zip(&run.known.terms.values))
            .filter(|(order, _)| order.group == group && order.offer == of)
            .map(|(_, value)| value)
            .sum();
        if committed <= 1e-6 {
            continue;
        }
        let reached = bands_in_reach(model, group, of).len();
        let next = entry.bands[..reached].iter().find(|band| band.from > committed * (1.0 + 1e-6));
        let further = next.map_or_else(
            || "; no better price is in its reach".to_owned(),
            |band| {
                format!(
                    "; the next price, {} {money}, starts at {}, {} more",
                    number(band.price.0),
                    number(band.from),
                    number(band.from - committed)
                )
            },
        );
        says.push(format!(
            "{} commits to {} units and pays {} {money} for one on average{further}",
            model.groups[group].name,
            number(committed),
            number(value / committed)
        ));
    }
    if says.is_empty() {
        let bands: Vec<String> =
            entry.bands.iter().map(|band| format!("{} from {}", number(band.price.0), number(band.from))).collect();
        says.push(format!("{money} for one: {}", bands.join(", ")));
    }
    says
}

/// Whether funds pay for it, and if not, why not.
fn funds(model: &Model, group: GroupId, offer: OfferId, buyer: Option<(NationId, Step)>) -> Vec<String> {
    let mut says = Vec::new();
    for (_, fund) in model.funds.iter() {
        let mut against = model.refusals(fund, group, offer);
        if let Some((nation, ordered)) = buyer {
            if fund.allocations[nation.index()] <= 0.0 && against.is_empty() {
                against.push(format!("{} may draw nothing on it", model.nations[nation].name));
            }
            let last = model.horizon.last_step();
            let due = (0..model.offers[offer].payment.len())
                .map(|later| model.horizon.after(ordered, later).unwrap_or(last))
                .any(|due| fund.open.0 <= due && due <= fund.open.1);
            if !due {
                let (from, to) = (model.horizon.year(fund.open.0), model.horizon.year(fund.open.1));
                against.push(format!("it pays from {from} to {to} only"));
            }
        }
        let through = &model.groups[group].name;
        if against.is_empty() {
            let met: Vec<&str> = fund.asks.iter().map(|rule| rule.name.as_str()).collect();
            let met = if met.is_empty() { String::new() } else { format!("; it meets {}", met.join(", ")) };
            says.push(format!("{} may pay for it through {through}{met}", fund.name));
        } else {
            says.extend(
                against.iter().map(|what| format!("{} does not pay for it through {through}: {what}", fund.name)),
            );
        }
    }
    says
}

/// What is ordered of the same capability, dearest first, with what a US-equivalent costs.
fn instead(run: &Run, offer: OfferId) -> Vec<String> {
    let model = &run.model;
    let money = model.money_unit();
    let capability = model.offers[offer].main();
    let mut list: Vec<(f64, String)> = Vec::new();
    let own = &model.offers[offer];
    let worth = |offer: &crate::model::Offer| (offer.gives[0].1 * offer.quality).max(1e-12);
    let reached = model.groups.ids().map(|group| bands_in_reach(model, group, offer).len()).max().unwrap_or(1);
    let best = own.bands[..reached].iter().map(|band| band.price.0).fold(f64::INFINITY, f64::min) / worth(own);
    list.push((best, format!("{}: {} {money} for a US-equivalent at the best price in reach", own.name, number(best))));
    for (other, entry) in model.offers.iter().filter(|(id, entry)| *id != offer && entry.main() == capability) {
        let (mut units, mut value) = (0.0, 0.0);
        for (order, paid) in run.plan.orders.iter().zip(&run.known.terms.values).filter(|(o, _)| o.offer == other) {
            units += order.quantity;
            value += paid;
        }
        if units > 1e-6 {
            let price = value / units / worth(entry);
            list.push((
                price,
                format!("{}: {} {money} for a US-equivalent, {} ordered", entry.name, number(price), number(units)),
            ));
        }
    }
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    list.into_iter().map(|(_, says)| says).collect()
}

/// A number with four digits that count.
pub(super) fn number(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return "0".to_owned();
    }
    #[expect(clippy::cast_possible_truncation, reason = "the logarithm of a number is small")]
    let places = (3 - x.abs().log10().floor() as i32).clamp(0, 6);
    let factor = 10_f64.powi(places);
    let rounded = (x * factor).round() / factor;
    format!("{rounded}")
}

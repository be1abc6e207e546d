//! What is left when support is denied: of what is held, of what was delivered, and of what enablers serve.

use ndarray::Array3;

use crate::id::{CapabilityId, Id, NationId, OfferId};
use crate::measures::stock::{Enabling, served};
use crate::measures::{Arrivals, Stocks};
use crate::model::{Denial, Kind, Model, Since, Step};
use crate::plan::{Plan, Usable};

/// Units of one quality that one nation has and that work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Whose.
    pub nation: NationId,
    /// US-equivalents in one unit.
    pub quality: f64,
    /// Units.
    pub units: f64,
}

/// A denial, and how long it has lasted in the year that is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Lasting<'a> {
    /// The denial.
    pub denial: &'a Denial,
    /// Its first step, which need not be its own.
    pub from: Step,
    /// How long it has lasted.
    pub since: Since,
}

/// What stands ready of a capability in a year and works, enablers apart.
#[must_use]
pub fn pieces(
    model: &Model,
    arrivals: &Arrivals,
    under: Option<Lasting<'_>>,
    capability: CapabilityId,
    year: Step,
) -> Vec<Piece> {
    let (k, t) = (capability.index(), year.index());
    let mut list = Vec::new();
    let mut unlisted: Vec<f64> = model.nations.ids().map(|n| model.held[[n.index(), k, t]]).collect();
    for (_, holding) in model.holdings.iter().filter(|(_, holding)| holding.gives == capability) {
        let left = under.map_or(1.0, |u| model.holding_left(holding, u.denial, u.since));
        let units = holding.quantity[t].0;
        unlisted[holding.nation.index()] -= units;
        list.push(Piece { nation: holding.nation, quality: holding.quality, units: left * units });
    }
    for (nation, &units) in model.nations.ids().zip(&unlisted) {
        if units > 1e-9 {
            list.push(Piece { nation, quality: 1.0, units });
        }
    }
    for (offer, entry) in model.offers.iter() {
        let Some((_, amount)) = entry.gives.iter().find(|(given, _)| *given == capability) else { continue };
        let left = under.map_or(1.0, |u| model.offer_left(entry, u.denial, u.since));
        let end = match under {
            Some(u) if model.stops(entry, u.denial) => u.from.index().min(t + 1),
            _ => t + 1,
        };
        let oldest = match (model.capabilities[capability].kind, entry.service_life) {
            (Kind::Flow, _) => t,
            (Kind::Stock, Some(life)) => (t + 1).saturating_sub(life),
            (Kind::Stock, None) => 0,
        };
        for nation in model.nations.ids() {
            let delivered: f64 = (oldest..end).map(|y| arrivals.units[[nation.index(), offer.index(), y]]).sum();
            if delivered > 0.0 {
                list.push(Piece { nation, quality: entry.quality, units: left * amount * delivered });
            }
        }
    }
    // What was used up beyond what is held without further words: it is taken from what works.
    for (nation, &units) in model.nations.ids().zip(&unlisted).filter(|(_, units)| **units < -1e-9) {
        let own = list.iter().filter(|piece| piece.nation == nation);
        let there: f64 = own.map(|piece| piece.units * piece.quality).sum();
        list.push(Piece { nation, quality: 1.0, units: -there.min(-units) });
    }
    list
}

/// Units by offer, of all nations, that serve what the offer mainly gives in a year in normal times and that a denial takes.
#[must_use]
pub fn lost_by_offer(model: &Model, arrivals: &Arrivals, denial: &Denial, year: Step) -> Vec<(OfferId, f64)> {
    let Some(since) = denial.since(year) else { return Vec::new() };
    let mut list = Vec::new();
    for (offer, entry) in model.offers.iter() {
        let left = model.offer_left(entry, denial, since);
        let end = if model.stops(entry, denial) { denial.from.index() } else { year.index() + 1 };
        let oldest = match (model.capabilities[entry.main()].kind, entry.service_life) {
            (Kind::Flow, _) => year.index(),
            (Kind::Stock, Some(life)) => (year.index() + 1).saturating_sub(life),
            (Kind::Stock, None) => 0,
        };
        let sum = |from: usize, to: usize| -> f64 {
            (from..to).map(|y| arrivals.units.slice(ndarray::s![.., offer.index(), y]).sum()).sum()
        };
        let all = sum(oldest, year.index() + 1);
        let lost = all - left * sum(oldest, end.max(oldest));
        if lost > 1e-9 {
            list.push((offer, lost));
        }
    }
    list
}

/// Stocks while a denial lasts; before it, those of normal times.
#[must_use]
pub fn stocks_under(model: &Model, plan: &Plan, arrivals: &Arrivals, normal: &Stocks, denial: &Denial) -> Stocks {
    let lasting = |step| denial.since(step).map(|since| Lasting { denial, from: denial.from, since });
    let stated = plan.usable_under.iter().find(|(id, _)| model.denials[*id] == *denial).map(|(_, usable)| usable);
    under(model, plan, arrivals, normal, &lasting, stated)
}

/// Stocks of each year if a denial began in it and had lasted so long that nothing more is lost.
#[must_use]
pub fn stocks_in_the_end(model: &Model, plan: &Plan, arrivals: &Arrivals, normal: &Stocks, denial: &Denial) -> Stocks {
    let lasting = |step| Some(Lasting { denial, from: step, since: Since::Finally });
    under(model, plan, arrivals, normal, &lasting, None)
}

fn under<'a>(
    model: &Model,
    plan: &Plan,
    arrivals: &Arrivals,
    normal: &Stocks,
    lasting: &dyn Fn(Step) -> Option<Lasting<'a>>,
    stated: Option<&Usable>,
) -> Stocks {
    let dim = (model.nations.len(), model.capabilities.len(), model.horizon.len());
    let mut left = Stocks {
        units: Array3::zeros(dim),
        equivalents: Array3::zeros(dim),
        overdrawn: Array3::zeros(dim),
        usable: normal.usable.clone(),
    };
    for step in model.horizon.steps() {
        let t = step.index();
        let Some(lasting) = lasting(step) else {
            left.units.slice_mut(ndarray::s![.., .., t]).assign(&normal.units.slice(ndarray::s![.., .., t]));
            left.equivalents.slice_mut(ndarray::s![.., .., t]).assign(&normal.equivalents.slice(ndarray::s![
                ..,
                ..,
                t
            ]));
            continue;
        };
        let all: Vec<Vec<Piece>> =
            model.capabilities.ids().map(|k| pieces(model, arrivals, Some(lasting), k, step)).collect();
        for (k, pieces) in all.iter().enumerate() {
            for piece in pieces {
                let place = [piece.nation.index(), k, t];
                left.units[place] += piece.units;
                left.equivalents[place] += piece.units * piece.quality;
            }
        }
        for (k, usable) in usable_in(model, plan, normal, &all, lasting, step).into_iter().enumerate() {
            left.usable[[k, t]] = usable;
        }
        if let Some(stated) = stated {
            for (capability, _) in model.capabilities.iter().filter(|(_, entry)| !entry.needs.is_empty()) {
                left.usable[[capability.index(), t]] = stated.equivalents[[capability.index(), t]];
            }
        }
    }
    left
}

/// What enablers serve of what is left in a year: those that need a scarce one are served alike, and what none served in
/// normal times none serves now. Where the plan says how many units are in use, the best of those that are left are.
fn usable_in(
    model: &Model,
    plan: &Plan,
    normal: &Stocks,
    left: &[Vec<Piece>],
    lasting: Lasting<'_>,
    step: Step,
) -> Vec<f64> {
    let t = step.index();
    let units = |k: usize| -> f64 { left[k].iter().map(|piece| piece.units).sum() };
    // Of what needs nothing all is used, so that only the others are said to be in use.
    let in_use = |k: CapabilityId| {
        let stated = plan.usable.as_ref().filter(|_| !model.capabilities[k].needs.is_empty());
        stated.map(|usable| usable.units[[k.index(), t]])
    };
    let share = |k: usize| -> f64 {
        let ready: f64 = normal.equivalents.slice(ndarray::s![.., k, t]).sum();
        if ready > 0.0 { (normal.usable[[k, t]] / ready).min(1.0) } else { 1.0 }
    };
    let at = Denial { from: lasting.from, ..lasting.denial.clone() };
    let all: Vec<Enabling> = (model.capabilities.ids())
        .map(|k| Enabling {
            units: in_use(k).map_or_else(|| units(k.index()) * share(k.index()), |used| used.min(units(k.index()))),
            provided: model.provided_under(&at, k, step),
            stands_in: model.switch_under(&at, k).is_none_or(|switch| is_over(model, plan, switch, step)),
        })
        .collect();
    let part = served(model, &all);
    let worth = |k: CapabilityId| -> f64 {
        let pieces = &left[k.index()];
        if in_use(k).is_none() {
            let equivalents: f64 = pieces.iter().map(|piece| piece.units * piece.quality).sum();
            return equivalents * share(k.index()) * part[k.index()];
        }
        best_of(pieces, all[k.index()].units * part[k.index()]).min(normal.usable[[k.index(), t]])
    };
    model.capabilities.ids().map(worth).collect()
}

/// US-equivalents in so many units, the best first.
fn best_of(pieces: &[Piece], mut units: f64) -> f64 {
    let mut best_first = pieces.to_vec();
    best_first.sort_by(|a, b| b.quality.total_cmp(&a.quality));
    let mut sum = 0.0;
    for piece in best_first {
        let part = piece.units.min(units);
        sum += part * piece.quality;
        units -= part;
    }
    sum
}

/// Whether a programme of a plan is over by a step.
#[must_use]
pub(crate) fn is_over(model: &Model, plan: &Plan, programme: &str, step: Step) -> bool {
    model.programmes.find(programme).is_some_and(|programme| {
        let duration = model.programmes[programme].duration;
        plan.starts.iter().any(|start| start.programme == programme && start.step.index() + duration <= step.index())
    })
}

/// What a denial takes of what is usable and needed, counted in baselines and weighted, by year: 0 to 1; nothing in years in which no
/// capability has a baseline, so that nothing can be counted. What is beyond a baseline is no loss.
#[must_use]
pub fn lost(model: &Model, normal: &Stocks, left: &Stocks) -> Vec<Option<f64>> {
    (model.horizon.steps()).map(|step| lost_of_all(model, normal, left, step)).collect()
}

/// The same in one year.
#[must_use]
pub fn lost_of_all(model: &Model, normal: &Stocks, left: &Stocks, step: Step) -> Option<f64> {
    let is_counted =
        model.capabilities.ids().any(|capability| model.baselines[[capability.index(), step.index()]] > 0.0);
    is_counted.then(|| lost_of(model, normal, left, model.capabilities.ids(), step))
}

/// The same of some capabilities in one year, of which those without a baseline count nothing; of one alone, in its own units.
#[must_use]
pub fn lost_of(
    model: &Model,
    normal: &Stocks,
    left: &Stocks,
    capabilities: impl IntoIterator<Item = CapabilityId>,
    step: Step,
) -> f64 {
    let (there, kept) = counted(model, normal, left, capabilities, step, Counting::Needed);
    if there > 0.0 { ((there - kept) / there).clamp(0.0, 1.0) } else { 0.0 }
}

/// How much of what is usable counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counting {
    /// All of it, as a rule about what may be lost counts it.
    All,
    /// No more than the baseline, where there is one.
    Needed,
}

/// What is usable in normal times and what is left of it, counted in baselines; weighted where there are several.
pub(crate) fn counted(
    model: &Model,
    normal: &Stocks,
    left: &Stocks,
    capabilities: impl IntoIterator<Item = CapabilityId>,
    step: Step,
    counting: Counting,
) -> (f64, f64) {
    let list: Vec<CapabilityId> = capabilities.into_iter().collect();
    let (mut there, mut kept) = (0.0, 0.0);
    for &capability in &list {
        let place = [capability.index(), step.index()];
        let baseline = model.baselines[place];
        let worth = match (baseline > 0.0, list.len()) {
            (true, 1) => 1.0 / baseline,
            (true, _) => model.capabilities[capability].weight / baseline,
            (false, 1) => 1.0,
            (false, _) => 0.0,
        };
        let most = if counting == Counting::Needed && baseline > 0.0 { baseline } else { f64::INFINITY };
        there += worth * normal.usable[place].min(most);
        kept += worth * left.usable[place].min(most);
    }
    (there, kept)
}

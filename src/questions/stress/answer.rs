//! What a plan would lose if support were denied: by year, capability, kind of support, nation and thing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{CapabilityId, DenialId, Id};
use crate::measures::{Stocks, gaps, lost, lost_by_offer, lost_of, lost_of_all, stocks_under};
use crate::model::{Deniable, Denial, Model, Since, Step};
use crate::planning::Run;
use crate::questions::ladder::worth;
use crate::questions::uncounted::uncounted;
use crate::results::ResultDocument;

/// A plan under one denial.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Stress {
    /// Title of the model.
    pub title: String,
    /// Id of the denial.
    pub denial: String,
    /// Its name.
    pub name: String,
    /// Who denies.
    pub by: Vec<String>,
    /// The first year without support.
    pub from: i32,
    /// What is denied, in words.
    pub what: String,
    /// By year.
    pub years: Vec<StressYear>,
    /// By capability, in the last year; the largest loss first.
    pub capabilities: Vec<StressCapability>,
    /// Each kind of support denied alone, in the last year.
    pub kinds: Vec<StressKind>,
    /// By nation, in the last year, enablers apart; the largest loss first.
    pub nations: Vec<StressNation>,
    /// What is held and what is ordered that loses most in the last year.
    pub things: Vec<StressThing>,
    /// Share of what things lose, enablers apart, that is an estimate from value added because nothing is stated.
    pub estimated: f64,
    /// Share of what stands ready in the last year, counted in baselines, that is held without a word about who made or supports it:
    /// it counts as depending on nobody.
    #[serde(default)]
    pub of_unknown_origin: f64,
    /// Names of capabilities that shares over all capabilities leave out, since they have no baseline in the last year.
    #[serde(default)]
    pub uncounted: Vec<String>,
    /// Switches that the plan does not bring to an end in time.
    pub open_switches: Vec<String>,
    /// Whether enablers that are too few are shared alike by what needs them, because the plan does not say how else.
    pub shared_alike: bool,
}

impl ResultDocument for Stress {
    const NAME: &'static str = "stress";
}

/// One year under a denial. Shares, 0 to 1.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
pub struct StressYear {
    /// The year.
    pub year: i32,
    /// Gap to the US baselines in normal times, weighted; nothing in a year in which no capability has a baseline.
    pub gap: Option<f64>,
    /// The same while the denial lasts.
    pub gap_when_denied: Option<f64>,
    /// What is lost of what is usable and needed, counted in baselines.
    pub lost: Option<f64>,
}

/// One capability under a denial, in the last year.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct StressCapability {
    /// Its code.
    pub capability: String,
    /// Its name.
    pub name: String,
    /// What one unit is.
    pub unit: String,
    /// US-equivalents usable in normal times.
    pub usable: f64,
    /// US-equivalents usable while the denial lasts.
    pub left: f64,
    /// Share of what is usable and needed that is lost; of one without a baseline, of what is usable.
    pub lost: f64,
    /// Of the share that is lost, what is lost because enablers are missing.
    pub lost_by_enablers: f64,
    /// Gap in normal times; nothing where it has no baseline.
    pub gap: Option<f64>,
    /// Gap while the denial lasts.
    pub gap_when_denied: Option<f64>,
}

/// One kind of support denied alone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct StressKind {
    /// The kind.
    pub kind: Cow<'static, str>,
    /// Share of what is usable and needed that is lost; nothing where no capability has a baseline.
    pub lost: Option<f64>,
}

/// One nation under a denial.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct StressNation {
    /// Its code.
    pub nation: String,
    /// Its name.
    pub name: String,
    /// Share of what it has, counted in baselines, that is lost; nothing where it has only what has no baseline.
    pub lost: Option<f64>,
    /// By capability, those of which it has something; the largest loss first.
    pub capabilities: Vec<StressOwn>,
}

/// What one nation has of one capability under a denial, in the last year, enablers apart.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct StressOwn {
    /// Code of the capability.
    pub capability: String,
    /// Its name.
    pub name: String,
    /// US-equivalents in normal times.
    pub there: f64,
    /// US-equivalents that work while the denial lasts.
    pub left: f64,
    /// Share that is lost.
    pub lost: f64,
}

/// Something held or ordered that loses under a denial.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct StressThing {
    /// `held` or `ordered`.
    pub of: Cow<'static, str>,
    /// Its name; what several nations hold under one name is one.
    pub name: String,
    /// The capability that it gives.
    pub capability: String,
    /// US-equivalents that are lost.
    pub equivalents: f64,
    /// What is lost, counted in baselines, as a share of what all things lose; nothing where its capability has no baseline.
    pub share: Option<f64>,
}

/// Puts a run under a denial.
#[must_use]
pub fn stress(run: &Run, denial: DenialId) -> Stress {
    let model = &run.model;
    let code = model.denials.code(denial).to_owned();
    let denial = &model.denials[denial];
    let left = under(run, denial);
    let normal = &run.known.stocks;
    let (before, after) = (gaps(model, normal), gaps(model, &left));
    let last = model.horizon.last_step();
    let years = (model.horizon.steps().zip(lost(model, normal, &left)))
        .map(|(step, lost)| StressYear {
            year: model.horizon.year(step).0,
            gap: lost.map(|_| before.weighted[step.index()]),
            gap_when_denied: lost.map(|_| after.weighted[step.index()]),
            lost,
        })
        .collect();
    let all = lost_of_all(model, normal, &left, last);
    let kinds = (denial.what.iter())
        .map(|&kind| {
            let alone = Denial { what: vec![kind], ..denial.clone() };
            let lost = lost_of_all(model, normal, &under(run, &alone), last);
            // How the plan uses enablers when all is denied would do here, too, where sharing them alike does worse.
            StressKind { kind: kind.word().into(), lost: lost.zip(all).map(|(lost, all)| lost.min(all)) }
        })
        .collect();
    let capabilities = capabilities(model, normal, &left, last);
    let is_stated = run.plan.usable_under.iter().any(|(there, _)| model.denials[*there] == *denial);
    let shared_alike = !is_stated && capabilities.iter().any(|line| line.lost_by_enablers > 5e-5);
    let (things, estimated) = things(run, denial, last);
    Stress {
        title: model.title.clone(),
        denial: code,
        name: denial.name.clone(),
        by: denial.by.iter().map(|party| model.party_name(*party).to_owned()).collect(),
        from: model.horizon.year(denial.from).0,
        what: denial.what_words(),
        years,
        capabilities,
        kinds,
        nations: nations(model, normal, &left, last),
        things,
        estimated,
        of_unknown_origin: of_unknown_origin(run, last),
        uncounted: uncounted(run, last),
        open_switches: open_switches(run, denial, last),
        shared_alike,
    }
}

fn under(run: &Run, denial: &Denial) -> Stocks {
    stocks_under(&run.model, &run.plan, &run.known.arrivals, &run.known.stocks, denial)
}

fn capabilities(model: &Model, normal: &Stocks, left: &Stocks, last: Step) -> Vec<StressCapability> {
    let t = last.index();
    let mut list = Vec::new();
    for (capability, entry) in model.capabilities.iter() {
        let place = [capability.index(), t];
        let (usable, kept) = (normal.usable[place], left.usable[place]);
        if usable <= 0.0 {
            continue;
        }
        let ready = |stocks: &Stocks| stocks.equivalents.slice(ndarray::s![.., capability.index(), t]).sum();
        let works = if ready(normal) > 0.0 { ready(left) / ready(normal) } else { 1.0 };
        let baseline = model.baselines[place];
        let gap = |usable: f64| (baseline > 0.0).then(|| (baseline - usable).max(0.0) / baseline);
        let lost = lost_of(model, normal, left, [capability], last);
        list.push(StressCapability {
            capability: model.capabilities.code(capability).to_owned(),
            name: entry.name.clone(),
            unit: entry.unit.clone(),
            usable,
            left: kept,
            lost,
            lost_by_enablers: (lost - (1.0 - works)).max(0.0),
            gap: gap(usable),
            gap_when_denied: gap(kept),
        });
    }
    list.sort_by(|a, b| b.lost.total_cmp(&a.lost));
    list
}

fn nations(model: &Model, normal: &Stocks, left: &Stocks, last: Step) -> Vec<StressNation> {
    let mut list = Vec::new();
    for (nation, entry) in model.nations.iter() {
        let (mut all, mut kept) = (0.0, 0.0);
        let mut capabilities = Vec::new();
        for (capability, thing) in model.capabilities.iter() {
            let place = [nation.index(), capability.index(), last.index()];
            let (there, left) = (normal.equivalents[place], left.equivalents[place]);
            all += worth(model, capability, last) * there;
            kept += worth(model, capability, last) * left;
            if there > 1e-9 {
                capabilities.push(StressOwn {
                    capability: model.capabilities.code(capability).to_owned(),
                    name: thing.name.clone(),
                    there,
                    left,
                    lost: (there - left) / there,
                });
            }
        }
        capabilities.sort_by(|a, b| b.lost.total_cmp(&a.lost));
        if !capabilities.is_empty() {
            let (nation, name) = (model.nations.code(nation).to_owned(), entry.name.clone());
            let lost = (all > 0.0).then(|| (all - kept) / all);
            list.push(StressNation { nation, name, lost, capabilities });
        }
    }
    list.sort_by(|a, b| largest_first(a.lost, b.lost));
    list
}

/// What loses most, enablers apart, and the share of all losses that is estimated.
fn things(run: &Run, denial: &Denial, last: Step) -> (Vec<StressThing>, f64) {
    let model = &run.model;
    let since = denial.since(last).unwrap_or(Since::Finally);
    let mut by: BTreeMap<(&'static str, String, CapabilityId), (f64, f64)> = BTreeMap::new();
    let (mut all, mut estimated) = (0.0, 0.0);
    let mut add = |of, name: &str, capability, equivalents: f64, estimate: f64| {
        let counted = worth(model, capability, last) * equivalents;
        all += counted;
        estimated += worth(model, capability, last) * estimate;
        let entry = by.entry((of, name.to_owned(), capability)).or_default();
        entry.0 += equivalents;
        entry.1 += counted;
    };
    // What is lost without those of whom value added has to stand for what is not stated: only of the United States a share is.
    let states = denial.by.iter().copied().filter(|party| model.is_united_states(*party)).collect();
    let stated = Denial { by: states, ..denial.clone() };
    for (_, holding) in model.holdings.iter() {
        let left = model.holding_left(holding, denial, since);
        let there = holding.quantity[last.index()].0 * holding.quality;
        if there * (1.0 - left) > 1e-9 {
            let is_estimated = model.is_estimated(&holding.bill, denial);
            let estimate = if is_estimated { model.holding_left(holding, &stated, since) - left } else { 0.0 };
            add("held", &holding.name, holding.gives, there * (1.0 - left), there * estimate);
        }
    }
    // What is not delivered is no estimate.
    let deliveries = denial.what.iter().copied().filter(|what| *what == Deniable::Deliveries).collect();
    let stopped = lost_by_offer(model, &run.known.arrivals, &Denial { what: deliveries, ..denial.clone() }, last);
    for (offer, units) in lost_by_offer(model, &run.known.arrivals, denial, last) {
        let entry = &model.offers[offer];
        let left = model.offer_left(entry, denial, since);
        let not_delivered = stopped.iter().find(|(there, _)| *there == offer).map_or(0.0, |(_, units)| *units);
        let estimate = if left < 1.0 && model.is_estimated(&entry.bill, denial) {
            (units - not_delivered) * (model.offer_left(entry, &stated, since) - left) / (1.0 - left)
        } else {
            0.0
        };
        for &(capability, amount) in &entry.gives {
            let equivalents = amount * entry.quality;
            add("ordered", &entry.name, capability, units * equivalents, estimate * equivalents);
        }
    }
    let share = |part: f64| if all > 0.0 { part / all } else { 0.0 };
    let mut list: Vec<StressThing> = (by.into_iter())
        .map(|((of, name, capability), (equivalents, counted))| StressThing {
            of: of.into(),
            name,
            capability: model.capabilities[capability].name.clone(),
            equivalents,
            share: (worth(model, capability, last) > 0.0).then(|| share(counted)),
        })
        .collect();
    list.sort_by(|a, b| largest_first(a.share, b.share).then_with(|| a.name.cmp(&b.name)));
    (list, share(estimated))
}

/// Shares by size, those that cannot be counted last.
fn largest_first(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    b.unwrap_or(-1.0).total_cmp(&a.unwrap_or(-1.0))
}

/// The share of what stands ready, counted in baselines, that is held and of which nothing says who made or supports it.
fn of_unknown_origin(run: &Run, last: Step) -> f64 {
    let model = &run.model;
    let t = last.index();
    let mut unknown = model.held.index_axis(ndarray::Axis(2), t).to_owned();
    for (_, holding) in model.holdings.iter() {
        let (units, place) = (holding.quantity[t].0, [holding.nation.index(), holding.gives.index()]);
        // What is listed counts by its own quality, where it says nothing either, and not at all where it does.
        unknown[place] += units * (if holding.depends_on_nobody() { holding.quality } else { 0.0 } - 1.0);
    }
    let counted = |table: &ndarray::ArrayView2<'_, f64>| -> f64 {
        let all = table.indexed_iter().filter(|(_, there)| **there > 1e-9);
        all.map(|((_, k), there)| worth(model, CapabilityId::from_index(k), last) * there).sum()
    };
    let all = counted(&run.known.stocks.equivalents.index_axis(ndarray::Axis(2), t));
    if all > 0.0 { (counted(&unknown.view()) / all).min(1.0) } else { 0.0 }
}

fn open_switches(run: &Run, denial: &Denial, last: Step) -> Vec<String> {
    let model = &run.model;
    let mut list = Vec::new();
    for (capability, entry) in model.capabilities.iter() {
        let Some(switch) = model.switch_under(denial, capability) else { continue };
        if !crate::measures::is_over(model, &run.plan, switch, last) {
            let name = model.programmes.find(switch).map_or(switch, |id| &model.programmes[id].name);
            list.push(format!(
                "{name} is not over by {}: until then, what the nations have of {} does not stand in for what is denied",
                model.horizon.last,
                entry.name.to_lowercase()
            ));
        }
    }
    list
}

//! The dependence ladder of what is ordered, held and will stand: by capability, nation and producer, and the offers that
//! fall most between two rungs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{CapabilityId, CountryId, Id, NationId, OfferId, ProducerId};
use crate::model::{CountrySet, Kind, Ladder, Model, Rung, Step};
use crate::planning::Run;
use crate::questions::uncounted::uncounted;
use crate::results::ResultDocument;
use crate::units::Share;

/// Value and what of it is domestic, rung by rung.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LadderLine {
    /// `orders`, `held today`, `held` or `stock`, the last two in the last year.
    pub of: Cow<'static, str>,
    /// `all`, `capability`, `nation`, `producer` or `offer`.
    pub by: Cow<'static, str>,
    /// Code of the capability, nation, producer or offer.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Orders in MEUR at the price paid; what is held in US baselines, weighted.
    pub value: f64,
    /// Domestic shares by rung, each counting only what the one before left: 0 to 1.
    pub rungs: [f64; 5],
    /// Domestic shares by rung, each by itself: 0 to 1.
    pub alone: [f64; 5],
}

/// An offer that loses much of its domestic value from one rung to the next.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Fall {
    /// Id of the offer.
    pub offer: String,
    /// Its name.
    pub name: String,
    /// The rung on which the value is lost.
    pub rung: Cow<'static, str>,
    /// Domestic value that it loses there, MEUR.
    pub lost: f64,
    /// Orders, MEUR.
    pub value: f64,
    /// Why, in words.
    pub why: String,
}

/// The ladder of a plan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Ladders {
    /// Title of the model.
    pub title: String,
    /// Money of all amounts: `MEUR 2025`.
    #[serde(default)]
    pub money: String,
    /// First and last year.
    pub years: (i32, i32),
    /// Lines, those over all first.
    pub lines: Vec<LadderLine>,
    /// The offers that fall most, the largest loss first.
    pub falls: Vec<Fall>,
    /// Names of capabilities that sums of what is held and stands ready leave out, since they have no baseline in the last year.
    #[serde(default)]
    pub uncounted: Vec<String>,
}

impl ResultDocument for Ladders {
    const NAME: &'static str = "ladder";
}

#[derive(Default, Clone)]
struct Sum {
    value: f64,
    rungs: [f64; 5],
    alone: [f64; 5],
}

impl Sum {
    fn add(&mut self, value: f64, ladder: &Ladder) {
        self.value += value;
        for rung in Rung::ALL {
            self.rungs[rung as usize] += value * ladder.cumulated(rung).0;
            self.alone[rung as usize] += value * ladder.factor(rung).0;
        }
    }

    fn line(&self, of: &'static str, by: &'static str, code: &str, name: &str) -> LadderLine {
        let share = |sums: [f64; 5]| sums.map(|sum| if self.value > 0.0 { sum / self.value } else { 0.0 });
        let (code, name) = (code.to_owned(), name.to_owned());
        LadderLine {
            of: of.into(),
            by: by.into(),
            code,
            name,
            value: self.value,
            rungs: share(self.rungs),
            alone: share(self.alone),
        }
    }
}

/// Sums of one kind of value, over all and by what it belongs to.
#[derive(Default)]
struct Sums {
    all: Sum,
    by: BTreeMap<(&'static str, usize), Sum>,
}

impl Sums {
    fn add(&mut self, value: f64, ladder: &Ladder, places: [(&'static str, Option<usize>); 4]) {
        if value <= 0.0 {
            return;
        }
        self.all.add(value, ladder);
        for (by, place) in places {
            if let Some(place) = place {
                self.by.entry((by, place)).or_default().add(value, ladder);
            }
        }
    }

    fn lines(&self, model: &Model, of: &'static str, list: &mut Vec<LadderLine>) {
        list.push(self.all.line(of, "all", "", "all"));
        for ((by, place), sum) in &self.by {
            let (code, name) = match *by {
                "capability" => {
                    let id = CapabilityId::from_index(*place);
                    (model.capabilities.code(id), &model.capabilities[id].name)
                }
                "nation" => {
                    let id = NationId::from_index(*place);
                    (model.nations.code(id), &model.nations[id].name)
                }
                "producer" => {
                    let id = ProducerId::from_index(*place);
                    (model.producers.code(id), &model.producers[id].name)
                }
                _ => {
                    let id = OfferId::from_index(*place);
                    (model.offers.code(id), &model.offers[id].name)
                }
            };
            list.push(sum.line(of, by, code, name));
        }
    }
}

/// The ladder of a run.
#[must_use]
pub fn ladders(run: &Run) -> Ladders {
    let model = &run.model;
    let mut orders = Sums::default();
    for (order, &value) in run.plan.orders.iter().zip(&run.known.terms.values) {
        let entry = &model.offers[order.offer];
        let places = [
            ("capability", Some(entry.main().index())),
            ("nation", Some(order.nation.index())),
            ("producer", Some(entry.by.index())),
            ("offer", Some(order.offer.index())),
        ];
        orders.add(value, &model.offer_ladder(entry), places);
    }
    let mut lines = Vec::new();
    orders.lines(model, "orders", &mut lines);
    let (first, last) = (model.horizon.first_step(), model.horizon.last_step());
    held(model, first).lines(model, "held today", &mut lines);
    let mut stock = held(model, last);
    stock.lines(model, "held", &mut lines);
    delivered(run, last, &mut stock);
    stock.lines(model, "stock", &mut lines);
    Ladders {
        title: model.title.clone(),
        money: model.money.clone(),
        years: (model.horizon.first.0, model.horizon.last.0),
        lines,
        falls: falls(model, &orders),
        uncounted: uncounted(run, last),
    }
}

/// What one US-equivalent of a capability counts in a year: its weight in baselines; without a baseline nothing.
pub(in crate::questions) fn worth(model: &Model, capability: CapabilityId, step: Step) -> f64 {
    let baseline = model.baselines[[capability.index(), step.index()]];
    if baseline > 0.0 { model.capabilities[capability].weight / baseline } else { 0.0 }
}

fn held(model: &Model, step: Step) -> Sums {
    let mut sums = Sums::default();
    let mut unlisted = model.held.index_axis(ndarray::Axis(2), step.index()).to_owned();
    for (_, holding) in model.holdings.iter() {
        let value = worth(model, holding.gives, step) * holding.quantity[step.index()].0 * holding.quality;
        let places = [
            ("capability", Some(holding.gives.index())),
            ("nation", Some(holding.nation.index())),
            ("producer", holding.by.map(Id::index)),
            ("offer", None),
        ];
        sums.add(value, &model.holding_ladder(holding), places);
        unlisted[[holding.nation.index(), holding.gives.index()]] -= holding.quantity[step.index()].0;
    }
    // What is held without further words is the nation's own, as good as the reference.
    for ((n, k), &units) in unlisted.indexed_iter() {
        let (nation, capability) = (NationId::from_index(n), CapabilityId::from_index(k));
        let home = model.domestic.contains(model.nations[nation].country);
        let ladder =
            Ladder::of([if home { Share::ALL } else { Share::NONE }, Share::ALL, Share::ALL, Share::ALL, Share::ALL]);
        let places = [("capability", Some(k)), ("nation", Some(n)), ("producer", None), ("offer", None)];
        if units > 1e-9 {
            sums.add(worth(model, capability, step) * units, &ladder, places);
        }
    }
    sums
}

/// Adds what a plan has delivered and still serves in a year.
fn delivered(run: &Run, step: Step, sums: &mut Sums) {
    let model = &run.model;
    for (offer, entry) in model.offers.iter() {
        for nation in model.nations.ids() {
            for &(capability, amount) in &entry.gives {
                let oldest = match (model.capabilities[capability].kind, entry.service_life) {
                    (Kind::Flow, _) => step.index(),
                    (Kind::Stock, Some(life)) => (step.index() + 1).saturating_sub(life),
                    (Kind::Stock, None) => 0,
                };
                let delivered = run.known.arrivals.units.slice(ndarray::s![nation.index(), offer.index(), ..]);
                let units = delivered.slice(ndarray::s![oldest..=step.index()]).sum();
                let value = worth(model, capability, step) * units * amount * entry.quality;
                let places = [
                    ("capability", Some(capability.index())),
                    ("nation", Some(nation.index())),
                    ("producer", Some(entry.by.index())),
                    ("offer", None),
                ];
                sums.add(value, &model.offer_ladder(entry), places);
            }
        }
    }
}

/// Domestic shares by rung of all that stands ready in a year, counted in baselines; nothing where none of it has a baseline.
pub(in crate::questions) fn ladder_of_stock(run: &Run, step: Step) -> Option<[f64; 5]> {
    let mut sums = held(&run.model, step);
    delivered(run, step, &mut sums);
    (sums.all.value > 0.0).then(|| sums.all.line("stock", "all", "", "all").rungs)
}

/// The largest losses of domestic value between two rungs, offer by offer.
fn falls(model: &Model, orders: &Sums) -> Vec<Fall> {
    let mut list = Vec::new();
    for ((_, place), sum) in orders.by.iter().filter(|((by, _), _)| *by == "offer") {
        let id = OfferId::from_index(*place);
        let ladder = model.offer_ladder(&model.offers[id]);
        let mut before = sum.value;
        let mut largest: Option<(Rung, f64)> = None;
        for rung in Rung::ALL {
            let now = sum.value * ladder.cumulated(rung).0;
            if largest.is_none_or(|(_, most)| before - now > most) {
                largest = Some((rung, before - now));
            }
            before = now;
        }
        if let Some((rung, lost)) = largest.filter(|(_, lost)| *lost > 1e-6) {
            list.push(Fall {
                offer: model.offers.code(id).to_owned(),
                name: model.offers[id].name.clone(),
                rung: rung.word().into(),
                lost,
                value: sum.value,
                why: why(model, id, rung),
            });
        }
    }
    list.sort_by(|a, b| b.lost.total_cmp(&a.lost).then_with(|| a.offer.cmp(&b.offer)));
    list
}

/// Why an offer loses value on a rung.
fn why(model: &Model, offer: OfferId, rung: Rung) -> String {
    let entry = &model.offers[offer];
    let producer = &model.producers[entry.by];
    let outside = |domestic: &CountrySet, shares: &[(CountryId, Share)]| -> String {
        let mut list: Vec<_> = shares.iter().filter(|(country, _)| !domestic.contains(*country)).collect();
        list.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
        let known: f64 = shares.iter().map(|(_, share)| share.0).sum();
        let mut words: Vec<String> = list
            .iter()
            .map(|(country, share)| format!("{} {:.0} %", model.countries[*country].name, 100.0 * share.0))
            .collect();
        if known < 1.0 - 1e-6 {
            words.push(format!("unknown {:.0} %", 100.0 * (1.0 - known)));
        }
        words.join(", ")
    };
    match rung {
        Rung::Headline => format!("{} has its seat in {}", producer.name, model.countries[producer.seat].name),
        Rung::Ownership => format!("{} is owned by {}", producer.name, outside(&model.domestic, &producer.owners)),
        Rung::Content => format!("value is added in {}", outside(&model.domestic, &entry.value_added)),
        Rung::Authority => {
            let who = entry.authority.iter().filter(|country| !model.domestic.contains(**country));
            let names: Vec<&str> = who.map(|country| model.countries[*country].name.as_str()).collect();
            format!("{} must agree to changes and exports", names.join(", "))
        }
        Rung::Assured => format!("{:.0} % still work without the United States", 100.0 * entry.without_us.0),
    }
}

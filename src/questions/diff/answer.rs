//! Two runs side by side: orders added, dropped, moved, grown and shrunk; nations; and what the difference comes from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::measures::{ProvenDifference, ProvenValue, goal_value, outcome_of, work_shares};
use crate::model::{Goal, Model};
use crate::planning::Run;
use crate::questions::in_both::in_both;
use crate::results::ResultDocument;

/// Changes smaller than this share of a quantity are none.
pub(super) const ALIKE: f64 = 1e-3;

/// Mean years of orders nearer than this are the same.
pub(super) const SAME_YEAR: f64 = 0.05;

/// Payments and work nearer than this are the same, MEUR.
pub(super) const SAME_MONEY: f64 = 0.05;

/// Shortfalls nearer than this are the same.
pub(super) const SAME_SHORTFALL: f64 = 1e-5;

/// How two runs differ.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// What makes the two hard to hold against each other, in sentences: another horizon, other money, other documents.
    #[serde(default)]
    pub unlike: Vec<String>,
    /// Goals that both have.
    pub goals: Vec<GoalChange>,
    /// Orders that differ, by nation and offer, the largest change of value first.
    pub orders: Vec<OrderChange>,
    /// Nations that differ.
    pub nations: Vec<NationChange>,
    /// What is paid for orders in the second, less that in the first, MEUR.
    pub value: f64,
    /// Of it, what other prices come to of the units that both order, offer by offer, MEUR.
    pub by_price: f64,
    /// Of it, what other quantities come to, MEUR.
    pub by_quantity: f64,
    /// Figures of the documents that differ: path, in the first, in the second.
    pub figures: Vec<(String, String, String)>,
}

impl ResultDocument for Difference {
    const NAME: &'static str = "diff";
}

impl Difference {
    /// Whether the two runs are alike.
    #[must_use]
    pub fn is_none(&self) -> bool {
        let alike = |goal: &GoalChange| (goal.before - goal.after).abs() <= 1e-9 * goal.before.abs().max(1.0);
        self.unlike.is_empty()
            && self.orders.is_empty()
            && self.nations.is_empty()
            && self.figures.is_empty()
            && self.goals.iter().all(alike)
    }
}

/// One goal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GoalChange {
    /// In words.
    pub goal: String,
    /// Its unit; nothing for a share.
    pub unit: Cow<'static, str>,
    /// Its value in the first.
    pub before: f64,
    /// Its value in the second.
    pub after: f64,
    /// How far off the difference may be, by the proofs of both and what goals may give up; nothing where it is not proven.
    #[serde(default)]
    pub plus_minus: Option<f64>,
}

impl GoalChange {
    /// What the second has over the first, as far as it is proven.
    #[must_use]
    pub fn by(&self) -> ProvenDifference {
        ProvenDifference { value: self.after - self.before, plus_minus: self.plus_minus.unwrap_or(f64::INFINITY) }
    }
}

/// One nation's orders of one offer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OrderChange {
    /// `added`, `dropped`, `moved`, `more` or `less`.
    pub change: Cow<'static, str>,
    /// Code of the nation.
    pub nation: String,
    /// Name of the offer.
    pub offer: String,
    /// Name of its capability.
    pub capability: String,
    /// Units in the first.
    pub before: f64,
    /// Units in the second.
    pub after: f64,
    /// Mean year of the orders in the first.
    pub year_before: Option<f64>,
    /// Mean year of the orders in the second.
    pub year_after: Option<f64>,
    /// Change of value, MEUR.
    pub value: f64,
}

/// One nation.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct NationChange {
    /// Code.
    pub nation: String,
    /// Change of what it pays, MEUR.
    pub paid: f64,
    /// Change of the work placed in it, MEUR.
    pub work: f64,
    /// Change of its shortfall, 0 to 1.
    pub shortfall: f64,
}

/// Orders by nation and offer: units, units × year, value.
type Book = BTreeMap<(String, String), (f64, f64, f64)>;

fn book(run: &Run) -> Book {
    let mut book = Book::new();
    for (order, value) in run.plan.orders.iter().zip(&run.known.terms.values) {
        let key = (run.model.nations.code(order.nation).to_owned(), run.model.offers.code(order.offer).to_owned());
        let entry = book.entry(key).or_default();
        entry.0 += order.quantity;
        entry.1 += order.quantity * f64::from(run.model.horizon.year(order.step).0);
        entry.2 += value;
    }
    book
}

/// How the second run differs from the first. Nations, offers and figures meet by their codes and paths.
#[must_use]
pub fn difference(first: &Run, second: &Run) -> Difference {
    let (before, after) = (book(first), book(second));
    let mut orders = Vec::new();
    let mut value = 0.0;
    let mut keys: Vec<&(String, String)> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        let none = (0.0, 0.0, 0.0);
        let (a, b) = (before.get(key).unwrap_or(&none), after.get(key).unwrap_or(&none));
        value += b.2 - a.2;
        let (units_a, units_b) = (a.0, b.0);
        let year = |entry: &(f64, f64, f64)| (entry.0 > 0.0).then(|| entry.1 / entry.0);
        let same = (units_a - units_b).abs() <= ALIKE * units_a.max(units_b);
        let moved = match (year(a), year(b)) {
            (Some(a), Some(b)) => (a - b).abs() > SAME_YEAR,
            _ => false,
        };
        let change = match (units_a > 0.0, units_b > 0.0) {
            (false, true) => "added",
            (true, false) => "dropped",
            _ if same && moved => "moved",
            _ if same => continue,
            _ if units_b > units_a => "more",
            _ => "less",
        };
        let model = if b.0 > 0.0 { &second.model } else { &first.model };
        let (offer, capability) = model.offers.find(&key.1).map_or_else(Default::default, |id| {
            let entry = &model.offers[id];
            (entry.name.clone(), model.capabilities[entry.main()].name.clone())
        });
        orders.push(OrderChange {
            change: change.into(),
            nation: key.0.clone(),
            offer,
            capability,
            before: units_a,
            after: units_b,
            year_before: year(a),
            year_after: year(b),
            value: b.2 - a.2,
        });
    }
    orders.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    // Where further units are cheaper, more of them are no other price.
    let by_price: f64 = in_both(first, second).iter().map(|offer| offer.cost_second - offer.cost_first).sum();
    Difference {
        unlike: unlike(first, second),
        goals: goals(first, second),
        orders,
        nations: nations(first, second),
        value,
        by_price,
        by_quantity: value - by_price,
        figures: figures(first, second),
    }
}

/// What is said before all else, since it bears on every figure.
fn unlike(first: &Run, second: &Run) -> Vec<String> {
    let (a, b) = (&first.model, &second.model);
    let mut list = Vec::new();
    let years = |model: &Model| (model.horizon.first.0, model.horizon.last.0);
    if years(a) != years(b) {
        let ((from, to), (other_from, other_to)) = (years(a), years(b));
        list.push(format!(
            "The horizons differ: {from}–{to} and {other_from}–{other_to}. Sums and means over the years are of different years."
        ));
    }
    if a.money != b.money {
        list.push(format!("The money differs: {} and {}. Amounts are not converted.", a.money, b.money));
    }
    if a.title != b.title {
        list.push(format!("The models differ: {} and {}.", a.title, b.title));
    }
    let only = |one: Vec<&str>, other: &[&str]| -> Vec<String> {
        one.into_iter().filter(|code| !other.contains(code)).map(str::to_owned).collect()
    };
    let mut compare = |what: &str, one: Vec<&str>, other: Vec<&str>| {
        let (first, second) = (only(one.clone(), &other), only(other, &one));
        if !first.is_empty() || !second.is_empty() {
            let told = |list: &[String]| if list.is_empty() { "none".to_owned() } else { list.join(", ") };
            list.push(format!("{what} only in the first: {}; only in the second: {}.", told(&first), told(&second)));
        }
    };
    compare("Nations", a.nations.codes().collect(), b.nations.codes().collect());
    compare("Capabilities", a.capabilities.codes().collect(), b.capabilities.codes().collect());
    compare("Offers", a.offers.codes().collect(), b.offers.codes().collect());
    list
}

fn goals(first: &Run, second: &Run) -> Vec<GoalChange> {
    let worth = |run: &Run, goal| goal_value(&run.model, &run.plan, run.known.known(), goal);
    let proven = |run: &Run, place: usize, value| {
        ProvenValue::by_bound(value, run.bounds.get(place).copied().unwrap_or(f64::INFINITY))
    };
    (first.model.goals.iter().enumerate())
        .filter_map(|(place, goal)| {
            // A goal that looks at the same things is the same, whatever else a model has to be looked at.
            let own = goal.in_terms_of(&first.model, &second.model);
            let is_own =
                |other: &Goal| own.as_ref().is_some_and(|own| own.sense == other.sense && own.terms == other.terms);
            let list = &second.model.goals;
            let by_words = || list.iter().position(|other| other.words() == goal.words());
            let there = list.iter().position(is_own).or_else(by_words)?;
            let (before, after) = (worth(first, goal), worth(second, &list[there]));
            let by = proven(second, there, after).less(proven(first, place, before));
            let plus_minus = Some(by.plus_minus).filter(|by| by.is_finite());
            let unit = first.model.in_its_money(goal.unit());
            Some(GoalChange { goal: goal.words(), unit, before, after, plus_minus })
        })
        .collect()
}

fn nations(first: &Run, second: &Run) -> Vec<NationChange> {
    let outcomes = |run: &Run| outcome_of(&run.model, &run.known.stocks, &run.known.spending);
    let work = |run: &Run, code: &str| -> f64 {
        work_shares(&run.model, &run.plan, &run.known.terms)
            .iter()
            .find(|share| run.model.countries.code(share.country) == code)
            .map_or(0.0, |share| share.work.0)
    };
    let (before, after) = (outcomes(first), outcomes(second));
    let mut list: Vec<NationChange> = (first.model.nations.ids())
        .filter_map(|nation| {
            let code = first.model.nations.code(nation);
            let other = second.model.nations.find(code)?;
            let (a, b) = (nation.index(), other.index());
            Some(NationChange {
                nation: code.to_owned(),
                paid: after.paid[b] - before.paid[a],
                work: work(second, code) - work(first, code),
                shortfall: after.shortfall[b] - before.shortfall[a],
            })
        })
        .filter(|change| {
            change.paid.abs() > SAME_MONEY || change.work.abs() > SAME_MONEY || change.shortfall.abs() > SAME_SHORTFALL
        })
        .collect();
    list.sort_by(|a, b| (b.work - b.paid).total_cmp(&(a.work - a.paid)));
    list
}

fn figures(first: &Run, second: &Run) -> Vec<(String, String, String)> {
    let written = |run: &Run| -> BTreeMap<String, String> {
        run.model.figures.iter().map(|figure| (figure.figure.clone(), figure.written.clone())).collect()
    };
    let (before, after) = (written(first), written(second));
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    let said =
        |table: &BTreeMap<String, String>, key: &String| table.get(key).cloned().unwrap_or_else(|| "–".to_owned());
    keys.into_iter()
        .filter(|key| before.get(*key) != after.get(*key))
        .map(|key| (key.clone(), said(&before, key), said(&after, key)))
        .collect()
}

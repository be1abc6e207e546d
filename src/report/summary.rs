//! The first screen as data. Nothing in it depends on the machine or the clock: same input, same bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::measures::{evidence, gaps, goal_value, volume, work_shares};
use crate::model::{Measure, Model, ModelScale, Rung};
use crate::plan::Limit;
use crate::planning::Run;
use crate::questions::first::{GoalOrders, UnsettledGap, UnspentYear, is_cheapest, unspent};
use crate::report::gap_lines::{CapabilityLine, DenialLine, GapLine, capability_lines, denial_lines, gap_line};
use crate::report::money_lines::{MoneyLine, money_line, unlimited};
use crate::report::target_lines::{TargetLine, target_lines};
use crate::report::who_orders::Division;
use crate::results::ResultDocument;
use crate::units::MONEY;

/// The result of one solve, or of the audit of a plan that was brought.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// The model's title.
    pub title: String,
    /// Code of the proposal that the model is under.
    pub proposal: String,
    /// Its name.
    pub proposal_name: String,
    /// Money of all amounts.
    pub money: String,
    /// First year.
    pub first_year: i32,
    /// Last year.
    pub last_year: i32,
    /// Goals in order.
    pub goals: Vec<GoalLine>,
    /// Weighted gap over all capabilities with a baseline.
    pub gap: GapLine,
    /// Gap by capability.
    pub capabilities: Vec<CapabilityLine>,
    /// The last year under each denial of the model.
    pub denials: Vec<DenialLine>,
    /// Money over the horizon.
    pub spending: MoneyLine,
    /// Whether no buyer has a budget, so that money is no limit.
    #[serde(default)]
    pub money_is_no_limit: bool,
    /// Buyers whose budget is unlimited while others have one, by name.
    #[serde(default)]
    pub unlimited: Vec<String>,
    /// Money that is not spent, by year.
    #[serde(default)]
    pub unspent: Vec<UnspentYear>,
    /// What each goal adds to the orders; nothing where that was not worked out.
    #[serde(default)]
    pub orders_by_goal: Vec<GoalOrders>,
    /// Whether no goal asks for the least cost, so that orders may be more than the goals need.
    #[serde(default)]
    pub may_order_more: bool,
    /// Gaps of the last year that goals leave open; nothing where that was not worked out.
    #[serde(default)]
    pub unsettled: Option<Vec<UnsettledGap>>,
    /// What is missing to national targets in the last year, where no capability has a baseline.
    #[serde(default)]
    pub targets: Vec<TargetLine>,
    /// Orders, MEUR, of which the plan does not settle which members of a pool place them.
    #[serde(default)]
    pub unsettled_orders: f64,
    /// The dependence ladder of orders.
    pub ladder: Vec<RungLine>,
    /// How many rules hold or were judged.
    pub rules: usize,
    /// Those that are broken, at a price or because they gave way.
    pub broken_rules: Vec<BrokenRule>,
    /// Programmes that are started, by name, with the year.
    pub programmes: Vec<(String, i32)>,
    /// Orders by offer, largest first.
    pub offers: Vec<Tallies>,
    /// Orders by producer, largest first.
    pub producers: Vec<Tallies>,
    /// Orders by nation, largest first.
    pub nations: Vec<Tallies>,
    /// Value added by country, largest first.
    pub work: Vec<Tallies>,
    /// What binds the first goal, most worth first.
    pub binding: Vec<BindingLimit>,
    /// Share of order value whose price is an estimate that no source vouches for.
    pub unverified_order_share: f64,
    /// Share of all figures that are such estimates.
    pub unverified_figure_share: f64,
    /// Whether other plans that all goals value alike were not held against the tie-break.
    #[serde(default)]
    pub ties_open: bool,
    /// Limits that the audit checked.
    pub audited_limits: usize,
    /// Limits that the plan breaks; only a plan that was brought can break any.
    pub broken_limits: usize,
}

impl ResultDocument for Summary {
    const NAME: &'static str = "summary";
}

/// A goal and how surely it was reached.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GoalLine {
    /// In words.
    pub goal: String,
    /// Value.
    pub value: f64,
    /// Unit; nothing for a share.
    pub unit: Cow<'static, str>,
    /// Proven bound.
    #[serde(deserialize_with = "crate::layout::json::or_infinite")]
    #[schemars(with = "Option<f64>")]
    pub bound: f64,
    /// Relative distance of the two.
    #[serde(deserialize_with = "crate::layout::json::or_infinite")]
    #[schemars(with = "Option<f64>")]
    pub proven_within: f64,
    /// What later goals could take it to.
    pub kept_to: f64,
    /// What the plan comes to, after later goals.
    pub plan: f64,
}

/// A rule that is broken.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BrokenRule {
    /// Its name.
    pub rule: String,
    /// What breaks it.
    pub subject: String,
    /// What is missing, in the unit of the rule.
    pub missing: f64,
    /// The unit.
    pub unit: Cow<'static, str>,
    /// MEUR owed for it, where it has a price.
    pub penalty: Option<f64>,
}

/// A rung of the ladder.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RungLine {
    /// Which.
    pub rung: Cow<'static, str>,
    /// Domestic share of order value, cumulated over the rungs so far.
    pub share: f64,
    /// The share of this rung's factor on its own.
    pub alone: f64,
    /// Domestic value, cumulated, MEUR.
    pub value: f64,
}

/// Something ordered.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Tallies {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Units, for offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<f64>,
    /// MEUR.
    pub value: f64,
}

/// A limit that binds the first goal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BindingLimit {
    /// In words, without years.
    pub limit: String,
    /// Years in which it binds.
    pub years: Vec<i32>,
    /// What one percent more of it in all these years would change the goal by, in the goal's unit, at the margin.
    pub one_percent_more: f64,
}

impl Summary {
    /// The summary of a run.
    #[must_use]
    pub fn of(model: &Model, run: &Run) -> Self {
        let volume = volume(model, &run.plan, &run.known.terms);
        let evidence = evidence(model, &run.plan, &run.known.terms);
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        #[expect(clippy::cast_precision_loss, reason = "counts of figures are far below 2^52")]
        let unverified_figure_share = share(evidence.unverified_figures as f64, evidence.figures as f64);
        let plain =
            |id: &str, name: &str, value: f64| Tallies { id: id.to_owned(), name: name.to_owned(), units: None, value };
        Self {
            title: model.title.clone(),
            proposal: model.proposal_code().to_owned(),
            proposal_name: model.proposal.map_or_else(String::new, |id| model.proposals[id].name.clone()),
            money: model.money.clone(),
            first_year: model.horizon.first.0,
            last_year: model.horizon.last.0,
            goals: goal_lines(model, run),
            gap: gap_line(model, run),
            capabilities: capability_lines(model, run),
            denials: denial_lines(model, run),
            spending: money_line(model, run),
            unspent: unspent(run),
            orders_by_goal: Vec::new(),
            may_order_more: !run.stages.is_empty() && !is_cheapest(run),
            unsettled: None,
            targets: target_lines(model, run),
            unsettled_orders: unsettled_orders(run),
            money_is_no_limit: model.budgets.iter().all(|budget| !budget.is_finite()),
            unlimited: unlimited(model),
            ladder: Rung::ALL
                .into_iter()
                .map(|rung| RungLine {
                    rung: rung.word().into(),
                    share: share(volume.on(rung).0, volume.value.0),
                    alone: share(volume.alone[rung as usize].0, volume.value.0),
                    value: volume.on(rung).0,
                })
                .collect(),
            rules: model.rules.len(),
            broken_rules: broken_rules(model, run),
            programmes: (run.plan.starts.iter())
                .map(|start| (model.programmes[start.programme].name.clone(), model.horizon.year(start.step).0))
                .collect(),
            offers: ranked(volume.by_offer.iter().map(|(id, tally)| Tallies {
                units: Some(tally.units),
                ..plain(model.offers.code(*id), &model.offers[*id].name, tally.value.0)
            })),
            producers: ranked(
                volume
                    .by_producer
                    .iter()
                    .map(|(id, value)| plain(model.producers.code(*id), &model.producers[*id].name, value.0)),
            ),
            nations: ranked(
                volume
                    .by_nation
                    .iter()
                    .map(|(id, value)| plain(model.nations.code(*id), &model.nations[*id].name, value.0)),
            ),
            work: ranked(
                work_shares(model, &run.plan, &run.known.terms)
                    .iter()
                    .map(|w| plain(model.countries.code(w.country), &model.countries[w.country].name, w.work.0)),
            ),
            binding: binding(model, run),
            unverified_order_share: share(evidence.unverified.0, evidence.value.0),
            unverified_figure_share,
            ties_open: run.ties_open,
            audited_limits: run.verdict.checked,
            broken_limits: run.verdict.breaches.len(),
        }
    }
}

/// Orders that the plan does not settle nation by nation, MEUR.
fn unsettled_orders(run: &Run) -> f64 {
    let division = Division::of(run);
    let orders = run.plan.orders.iter().zip(&run.known.terms.values);
    orders.filter(|(order, _)| !division.is_settled(order)).map(|(_, value)| value).sum()
}

/// Rules that are broken by more than rounding.
fn broken_rules(model: &Model, run: &Run) -> Vec<BrokenRule> {
    let value: f64 = run.known.terms.values.iter().sum();
    let scale = ModelScale::of(model);
    (run.known.judgements.iter())
        .filter(|judgement| {
            let rule = &model.rules[judgement.rule];
            let one = scale.rule(rule);
            judgement.missing > 1e-6 * if rule.demand.unit() == MONEY { value.max(one) } else { one }
        })
        .map(|judgement| {
            let rule = &model.rules[judgement.rule];
            BrokenRule {
                rule: rule.name.clone(),
                subject: judgement.subject.clone(),
                missing: judgement.missing,
                unit: model.in_its_money(rule.demand.unit()),
                penalty: rule.price().map(|price| price * judgement.missing),
            }
        })
        .collect()
}

/// Entries with value or units, largest first; equals in the order of the document.
fn ranked(entries: impl Iterator<Item = Tallies>) -> Vec<Tallies> {
    let mut list: Vec<Tallies> =
        entries.filter(|entry| entry.value > 0.0 || entry.units.is_some_and(|units| units > 0.0)).collect();
    list.sort_by(|a, b| b.value.total_cmp(&a.value));
    list
}

fn goal_lines(model: &Model, run: &Run) -> Vec<GoalLine> {
    run.stages
        .iter()
        .zip(&model.goals)
        .map(|(stage, goal)| GoalLine {
            goal: stage.goal.clone(),
            value: stage.value,
            unit: model.in_its_money(goal.unit()),
            bound: stage.bound,
            proven_within: stage.proof_gap,
            kept_to: stage.kept_to,
            plan: goal_value(model, &run.plan, run.known.known(), goal),
        })
        .collect()
}

/// Limits of the first goal that more money or capacity would move, years of one subject together.
fn binding(model: &Model, run: &Run) -> Vec<BindingLimit> {
    let mut subjects: BTreeMap<String, (Vec<i32>, f64)> = BTreeMap::new();
    let gaps = gaps(model, &run.known.stocks);
    // Where nothing is missing, more room for orders closes no gap, whatever price a tie gives it.
    let is_idle = |limit: Limit| {
        let gap = |measure: &Measure| matches!(measure, Measure::Gap(_) | Measure::WorstGap(_));
        let wants_gap = model.goals.first().is_some_and(|goal| goal.terms.iter().all(|term| gap(&term.measure)));
        let missing = |capability, from: usize| {
            let own = gaps.capabilities.iter().find(|gap| gap.capability == capability);
            own.is_some_and(|gap| gap.share.iter().skip(from).any(|share| *share > 1e-6))
        };
        wants_gap && limit.need().is_some_and(|(capability, from)| !missing(capability, from.index()))
    };
    for price in run
        .prices
        .iter()
        .filter(|price| !is_idle(price.limit))
        .filter(|price| price.goal == 0 && price.helps && price.amount.is_finite())
    {
        let counts =
            matches!(price.limit.0.family(), "budget" | "line" | "ramp" | "supply" | "enabler" | "need" | "ceiling");
        if !counts || !price.limit.is_somebodys() {
            continue;
        }
        let (years, worth) = subjects.entry(price.limit.subject(model)).or_default();
        years.extend(price.limit.years(model));
        *worth += price.change * price.amount / 100.0;
    }
    let mut list: Vec<BindingLimit> = subjects
        .into_iter()
        .map(|(limit, (mut years, one_percent_more))| {
            years.sort_unstable();
            years.dedup();
            BindingLimit { limit, years, one_percent_more }
        })
        .filter(|limit| limit.one_percent_more.abs() > 1e-9)
        .collect();
    list.sort_by(|a, b| b.one_percent_more.abs().total_cmp(&a.one_percent_more.abs()));
    list
}

//! One plan for several futures, as data and as tables.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::layout::table::ColumnKind::{Number, Text, Whole};
use crate::layout::table::ColumnUnit::{InColumn, OfGoal, Plain, Share, Stated, Year};
use crate::layout::table::{Cell, Column, Table, TableShape};
use crate::model::{Model, Step};
use crate::plan::Plan;
use crate::questions::hedge::{Hedge, HedgeGoal, NoMean, Proven, Worth};
use crate::results::ResultDocument;

/// The table `hedge`.
const HEDGE: TableShape = TableShape {
    name: "hedge",
    a_row_is: "one value of one goal, on average over the futures",
    columns: &[
        Column::new("goal", Text, Plain, "the goal in words"),
        Column::new("unit", Text, Plain, "unit of the goal; nothing: a share"),
        Column::new(
            "measure",
            Text,
            Plain,
            "`recourse`: one plan for all; `wait_and_see`: if it were known which comes; `mean`: the plan for the mean, if the \
                 mean came; `mean_held`: the same in the futures that do come; `of_knowing` and `of_planning`: what knowing, and \
                 planning for all, is worth",
        ),
        Column::new("value", Number, InColumn, "what was found"),
        Column::new("least", Number, InColumn, "it is no less than this for certain"),
        Column::new("most", Number, InColumn, "it is no more than this for certain"),
    ],
};

/// The table `hedge_futures`.
const HEDGE_FUTURES: TableShape = TableShape {
    name: "hedge_futures",
    a_row_is: "one goal in one future",
    columns: &[
        Column::new("future", Text, Plain, "the scenario"),
        Column::new("share", Number, Share, "how likely it is, from 0 to 1"),
        Column::new("goal", Text, Plain, "the goal in words"),
        Column::new("value", Number, OfGoal, "what it comes to with the plan for all futures, in its unit"),
        Column::new("if_known", Number, OfGoal, "what it would come to if it had been known that this future comes"),
    ],
};

/// The table `hedge_decisions`.
const HEDGE_DECISIONS: TableShape = TableShape {
    name: "hedge_decisions",
    a_row_is: "one thing that is decided, now or in one future",
    columns: &[
        Column::new("future", Text, Plain, "the scenario in which it is decided; nothing: now, whatever comes"),
        Column::new("what", Text, Plain, "`order`, `enlargement` or `programme`"),
        Column::new("of", Text, Plain, "id of the offer, line or programme"),
        Column::new("nation", Text, Plain, "who orders"),
        Column::new("group", Text, Plain, "group through which it orders"),
        Column::new("year", Whole, Year, "when"),
        Column::new("quantity", Number, Stated, "units; of an enlargement units a year; of a programme 1"),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] = &[&HEDGE, &HEDGE_FUTURES, &HEDGE_DECISIONS];

/// One plan for several futures, as data.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct HedgeData {
    /// Name of the study.
    pub study: String,
    /// Title of the model.
    pub title: String,
    /// The proposal that it is under.
    pub proposal: String,
    /// The last year whose decisions are taken now.
    pub decide_until: i32,
    /// Whether every integer decision is that of the plan of the model as it is, so that values are only as good as those.
    pub decisions_from_base: bool,
    /// What each goal comes to, the most important first.
    pub goals: Vec<HedgeGoalData>,
    /// Why nothing is said of planning for the mean, where nothing is.
    pub no_mean: Option<String>,
    /// What is decided now, whatever comes.
    pub now: Vec<DecisionLine>,
    /// What could be decided now in some futures and is ruled out by another: its name, and the future that does.
    pub ruled_out: Vec<(String, String)>,
    /// What becomes of each future.
    pub futures: Vec<HedgeFutureData>,
}

impl ResultDocument for HedgeData {
    const NAME: &'static str = "hedge";
}

/// What a goal comes to, in its unit, on average over the futures; beside each value the proven bound on it, or nothing where none
/// is known.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct HedgeGoalData {
    /// The goal in words.
    pub goal: String,
    /// Its unit; empty: a share.
    pub unit: Cow<'static, str>,
    /// Whether less of it is better.
    pub less_is_better: bool,
    /// With one plan for all futures (recourse problem).
    pub recourse: (f64, Option<f64>),
    /// If it were known which future comes (wait and see).
    pub wait_and_see: (f64, Option<f64>),
    /// What the plan for the mean future promises.
    pub mean: Option<(f64, Option<f64>)>,
    /// What the plan for the mean future comes to in the futures that do come.
    pub mean_held: Option<(f64, Option<f64>)>,
    /// What knowing which future comes would be worth (EVPI).
    pub of_knowing: HedgeWorth,
    /// What planning for all futures saves against planning for their mean (VSS).
    pub of_planning: Option<HedgeWorth>,
}

/// What something is worth, and between what it lies for certain.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
pub struct HedgeWorth {
    /// What was found.
    pub value: f64,
    /// At least.
    #[serde(deserialize_with = "crate::layout::json::or_minus_infinite")]
    #[schemars(with = "Option<f64>")]
    pub least: f64,
    /// At most.
    #[serde(deserialize_with = "crate::layout::json::or_infinite")]
    #[schemars(with = "Option<f64>")]
    pub most: f64,
}

impl From<Worth> for HedgeWorth {
    fn from(Worth { value, least, most }: Worth) -> Self {
        Self { value, least, most }
    }
}

/// What becomes of a future.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct HedgeFutureData {
    /// Its name.
    pub future: String,
    /// How likely it is, from 0 to 1.
    pub share: f64,
    /// What each goal comes to.
    pub goals: Vec<f64>,
    /// What each goal would come to if it had been known that this future comes.
    pub if_known: Vec<f64>,
    /// What is decided once it is known that this future comes.
    pub later: Vec<DecisionLine>,
}

/// Something that is decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionLine {
    /// `order`, `enlargement` or `programme`.
    pub what: Cow<'static, str>,
    /// Id of the offer, line or programme.
    pub of: String,
    /// Who orders; nothing for what is no order.
    pub nation: Option<String>,
    /// Through which group.
    pub group: Option<String>,
    /// When.
    pub year: i32,
    /// Units; of an enlargement units a year; of a programme 1.
    pub quantity: f64,
}

impl HedgeData {
    /// Of a plan for several futures.
    #[must_use]
    pub fn of(study: &str, proposal: &str, decisions_from_base: bool, hedge: &Hedge) -> Self {
        let first = hedge.futures.first();
        let until = |model: &Model| model.horizon.step_of(hedge.until);
        let now = |step: Step, model: &Model| until(model).is_some_and(|until| step <= until);
        let lines =
            |model: &Model, plan: &Plan, wanted: bool| decisions(model, plan, |step| now(step, model) == wanted);
        Self {
            study: study.to_owned(),
            title: first.map_or_else(String::new, |future| future.model.title.clone()),
            proposal: proposal.to_owned(),
            decide_until: hedge.until.0,
            decisions_from_base,
            goals: (hedge.futures.first().into_iter())
                .flat_map(|future| hedge.goals.iter().map(|of| goal(&future.model, of)))
                .collect(),
            no_mean: hedge.no_mean.as_ref().map(no_mean),
            now: first.map_or_else(Vec::new, |future| lines(&future.model, &future.plan, true)),
            ruled_out: (hedge.ruled_out.iter())
                .filter_map(|(key, future)| Some((key.name(&first?.model), future.clone())))
                .collect(),
            futures: (hedge.futures.iter())
                .map(|future| HedgeFutureData {
                    future: future.name.clone(),
                    share: future.share,
                    goals: future.values.clone(),
                    if_known: future.if_known.iter().map(|known| known.value).collect(),
                    later: lines(&future.model, &future.plan, false),
                })
                .collect(),
        }
    }
}

fn goal(model: &Model, goal: &HedgeGoal) -> HedgeGoalData {
    let both = |proven: Proven| (proven.value, Some(proven.bound).filter(|bound| bound.is_finite()));
    HedgeGoalData {
        goal: goal.goal.words(),
        unit: model.in_its_money(goal.goal.unit()),
        less_is_better: goal.goal.sense == crate::model::Sense::Minimise,
        recourse: both(goal.recourse),
        wait_and_see: both(goal.wait_and_see),
        mean: goal.mean.map(both),
        mean_held: goal.mean_held.map(both),
        of_knowing: goal.of_knowing().into(),
        of_planning: goal.of_planning().map(HedgeWorth::from),
    }
}

fn no_mean(why: &NoMean) -> String {
    match why {
        NoMean::Different => {
            "the futures differ in what can be ordered, not in figures alone, so there is no mean of them"
        }
        NoMean::NoPlan => "the mean of the futures has no plan",
        NoMean::Breaks(names) if names.is_empty() => {
            "what the plan for the mean decides now leaves no plan that fits all futures"
        }
        NoMean::Breaks(names) => {
            let names = names.join(", ");
            return format!("what the plan for the mean decides now cannot be kept in: {names}");
        }
    }
    .to_owned()
}

fn decisions(model: &Model, plan: &Plan, wanted: impl Fn(Step) -> bool) -> Vec<DecisionLine> {
    let year = |step: Step| model.horizon.year(step).0;
    let orders = plan.orders.iter().filter(|order| wanted(order.step)).map(|order| DecisionLine {
        what: "order".into(),
        of: model.offers.code(order.offer).to_owned(),
        nation: Some(model.nations.code(order.nation).to_owned()),
        group: Some(model.groups.code(order.group).to_owned()),
        year: year(order.step),
        quantity: order.quantity,
    });
    let other = |what, of: &str, step, quantity| {
        let of = of.to_owned();
        DecisionLine { what, of, nation: None, group: None, year: year(step), quantity }
    };
    let enlarged = (plan.enlargements.iter().filter(|more| wanted(more.step)))
        .map(|more| other("enlargement".into(), model.lines.code(more.line), more.step, more.amount));
    let started = (plan.starts.iter().filter(|start| wanted(start.step)))
        .map(|start| other("programme".into(), model.programmes.code(start.programme), start.step, 1.0));
    orders.chain(enlarged).chain(started).collect()
}

/// The tables of a plan for several futures.
#[must_use]
pub fn hedge_tables(data: &HedgeData) -> Vec<Table> {
    vec![values(data), of_futures(data), decided(data)]
}

fn values(data: &HedgeData) -> Table {
    let mut table = Table::of(&HEDGE);
    for goal in &data.goals {
        let unknown = if goal.less_is_better { f64::NEG_INFINITY } else { f64::INFINITY };
        let proven = |(value, bound): (f64, Option<f64>)| {
            let bound = bound.unwrap_or(unknown);
            HedgeWorth { value, least: value.min(bound), most: value.max(bound) }
        };
        let measures = [
            ("recourse", Some(proven(goal.recourse))),
            ("wait_and_see", Some(proven(goal.wait_and_see))),
            ("mean", goal.mean.map(proven)),
            ("mean_held", goal.mean_held.map(proven)),
            ("of_knowing", Some(goal.of_knowing)),
            ("of_planning", goal.of_planning),
        ];
        for (measure, worth) in measures {
            let Some(HedgeWorth { value, least, most }) = worth else { continue };
            table.rows.push(vec![
                goal.goal.as_str().into(),
                text(&goal.unit),
                measure.into(),
                value.into(),
                least.into(),
                most.into(),
            ]);
        }
    }
    table
}

fn of_futures(data: &HedgeData) -> Table {
    let mut table = Table::of(&HEDGE_FUTURES);
    for future in &data.futures {
        for (goal, (value, known)) in data.goals.iter().zip(future.goals.iter().zip(&future.if_known)) {
            let name = future.future.as_str().into();
            table.rows.push(vec![
                name,
                future.share.into(),
                goal.goal.as_str().into(),
                (*value).into(),
                (*known).into(),
            ]);
        }
    }
    table
}

fn decided(data: &HedgeData) -> Table {
    let mut table = Table::of(&HEDGE_DECISIONS);
    let now = data.now.iter().map(|line| ("", line));
    let later = data.futures.iter().flat_map(|f| f.later.iter().map(|line| (f.future.as_str(), line)));
    for (future, line) in now.chain(later) {
        table.rows.push(vec![
            text(future),
            (&line.what).into(),
            line.of.as_str().into(),
            text(line.nation.as_deref().unwrap_or_default()),
            text(line.group.as_deref().unwrap_or_default()),
            line.year.into(),
            line.quantity.into(),
        ]);
    }
    table
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Nothing } else { text.into() }
}

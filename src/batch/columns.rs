//! The tables of a study: one long table of facts and what belongs to it. A part of each holds the same runs.

use std::fmt::Write;

use crate::batch::Finished;
use crate::layout::table::{Cell, Kind, Table};

/// The tables, each a folder of parts.
pub const STUDY_TABLES: [&str; 5] = ["results", "runs", "goals", "parameters", "times"];

type Columns = &'static [(&'static str, Kind, &'static str)];

const RUN: (&str, Kind, &str) = ("run", Kind::Whole, "number of the run in its study, from 0; the same in every table");
const STUDY: (&str, Kind, &str) = ("study", Kind::Text, "name of the study");
const SCENARIO: (&str, Kind, &str) = ("scenario", Kind::Text, "name of the scenario; `base` is the model as it is");
const PROPOSAL: (&str, Kind, &str) = ("proposal", Kind::Text, "code of the proposal");

const RESULTS: Columns = &[
    RUN,
    STUDY,
    SCENARIO,
    PROPOSAL,
    ("nation", Kind::Text, "code of the nation; empty where a figure is not one nation's"),
    ("capability", Kind::Text, "code of the capability; empty where a figure is not one capability's"),
    ("measure", Kind::Text, "what is measured; what stands after a colon says of which rung, denial or offer"),
    ("unit", Kind::Text, "unit of the value: share, MEUR, or that of the capability"),
    ("year", Kind::Whole, "calendar year; empty for the whole horizon"),
    ("value", Kind::Number, "the figure"),
];

const RUNS: Columns = &[
    RUN,
    STUDY,
    SCENARIO,
    PROPOSAL,
    ("digest", Kind::Text, "digest of all that the run hangs on: the same digest, the same result"),
    (
        "status",
        Kind::Text,
        "solved, infeasible, unbounded, numerical, failed_audit, or bad_model where the scenario makes no model",
    ),
    ("reason", Kind::Text, "why there is no plan; empty where there is one"),
    (
        "decisions",
        Kind::Text,
        "own: every yes or no was decided for this run; from_base: as in the plan of the model as it is; lowered: so, but for \
         commitments that fall to price bands that less money still reaches",
    ),
    ("method", Kind::Text, "how the first goal was solved"),
];

const GOALS: Columns = &[
    RUN,
    STUDY,
    SCENARIO,
    PROPOSAL,
    ("place", Kind::Whole, "place of the goal, 1 for the most important"),
    ("goal", Kind::Text, "the goal in words"),
    ("unit", Kind::Text, "unit of value and bound"),
    ("value", Kind::Number, "what the plan has of the goal"),
    ("bound", Kind::Number, "what no plan can better, proven when the goal was solved; empty where that was not asked"),
    ("proven_within", Kind::Number, "relative distance of what was reached and its bound when the goal was solved"),
];

const PARAMETERS: Columns = &[
    RUN,
    STUDY,
    SCENARIO,
    PROPOSAL,
    ("parameter", Kind::Text, "what the scenario changes: a figure, a path of the document, or a shock"),
    ("to", Kind::Text, "what becomes of it, as it is written"),
    ("number", Kind::Number, "the factor or amount, where it is one number"),
];

const TIMES: Columns = &[
    RUN,
    STUDY,
    SCENARIO,
    PROPOSAL,
    ("seconds", Kind::Number, "how long the run took; the only table that differs from one time to the next"),
];

/// An empty table of the study.
pub(super) fn empty(name: &str) -> Table {
    match name {
        "results" => Table::new("results", "a figure of a run", RESULTS),
        "runs" => Table::new("runs", "a run: a scenario under a proposal", RUNS),
        "goals" => Table::new("goals", "what a goal came to in a run", GOALS),
        "parameters" => Table::new("parameters", "something that the scenario of a run changes", PARAMETERS),
        _ => Table::new("times", "how long a run took", TIMES),
    }
}

/// The tables of finished runs, in the order of [`STUDY_TABLES`].
pub(super) fn tables(study: &str, finished: &[Finished]) -> Vec<Table> {
    let mut tables: Vec<Table> = STUDY_TABLES.iter().map(|name| empty(name)).collect();
    for one in finished {
        let head = || -> Vec<Cell> {
            let run = Cell::Whole(i64::try_from(one.run).unwrap_or(i64::MAX));
            vec![run, study.into(), one.scenario.as_str().into(), one.proposal.as_str().into()]
        };
        let row = |cells: Vec<Cell>| -> Vec<Cell> { head().into_iter().chain(cells).collect() };
        let text = |text: &Option<String>| text.as_deref().map_or(Cell::Nothing, Cell::from);
        for fact in &one.facts {
            tables[0].rows.push(row(vec![
                text(&fact.nation),
                text(&fact.capability),
                fact.measure.as_str().into(),
                fact.unit.as_str().into(),
                fact.year.map_or(Cell::Nothing, Cell::from),
                fact.value.into(),
            ]));
        }
        let decisions = one.decided.word();
        tables[1].rows.push(row(vec![
            one.digest.as_str().into(),
            one.status.word().into(),
            text(&one.reason),
            decisions.into(),
            one.method.as_str().into(),
        ]));
        for (place, goal) in (1..).zip(&one.goals) {
            tables[2].rows.push(row(vec![
                Cell::Whole(place),
                goal.goal.as_str().into(),
                goal.unit.as_str().into(),
                goal.value.into(),
                goal.bound.into(),
                goal.proven_within.into(),
            ]));
        }
        for varied in &one.varied {
            tables[3].rows.push(row(vec![
                varied.what.as_str().into(),
                varied.to.as_str().into(),
                varied.number.into(),
            ]));
        }
        tables[4].rows.push(row(vec![one.seconds.into()]));
    }
    tables
}

/// Every table with every column and its meaning, as Markdown.
#[must_use]
pub fn study_page() -> String {
    let mut page = String::new();
    for name in STUDY_TABLES {
        let table = empty(name);
        let _ = writeln!(page, "### {name}\n\nA row is {}.\n", table.a_row_is);
        page.push_str("| column | holds | meaning |\n| --- | --- | --- |\n");
        for column in &table.columns {
            let kind = match column.kind {
                Kind::Text => "text",
                Kind::Whole => "whole number",
                Kind::Number => "number",
            };
            let _ = writeln!(page, "| `{}` | {kind} | {} |", column.name, column.means);
        }
        page.push('\n');
    }
    page
}

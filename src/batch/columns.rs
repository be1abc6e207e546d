//! The tables of a study: one long table of facts and what belongs to it. A part of each holds the same runs.

use std::fmt::Write;

use crate::batch::Finished;
use crate::layout::table::ColumnKind::{Number, Text, Whole};
use crate::layout::table::ColumnUnit::{Count, InColumn, Plain, Seconds, Share, Stated, Year};
use crate::layout::table::{Cell, Column, Table, TableShape};

/// The tables, each a folder of parts.
pub const STUDY_TABLES: [&str; 5] = ["results", "runs", "goals", "parameters", "times"];

/// The same with their columns.
pub const TABLES: [&TableShape; 5] = [&RESULTS, &RUNS, &GOALS, &PARAMETERS, &TIMES];

const RUN: Column = Column::new("run", Whole, Count, "number of the run in its study, from 0; the same in every table");
const STUDY: Column = Column::new("study", Text, Plain, "name of the study");
const SCENARIO: Column = Column::new("scenario", Text, Plain, "name of the scenario; `base` is the model as it is");
const PROPOSAL: Column = Column::new("proposal", Text, Plain, "code of the proposal");

const RESULTS: TableShape = TableShape {
    name: "results",
    a_row_is: "a figure of a run",
    columns: &[
        RUN,
        STUDY,
        SCENARIO,
        PROPOSAL,
        Column::new("nation", Text, Plain, "code of the nation; empty where a figure is not one nation's"),
        Column::new("capability", Text, Plain, "code of the capability; empty where a figure is not one capability's"),
        Column::new(
            "measure",
            Text,
            Plain,
            "what is measured; what stands after a colon says of which rung, denial or offer",
        ),
        Column::new(
            "unit",
            Text,
            Plain,
            "unit of the value: `share`, the model's money such as `MEUR`, or that of the capability",
        ),
        Column::new("year", Whole, Year, "calendar year; empty for the whole horizon"),
        Column::new("value", Number, InColumn, "the figure"),
    ],
};

const RUNS: TableShape = TableShape {
    name: "runs",
    a_row_is: "a run: a scenario under a proposal",
    columns: &[
        RUN,
        STUDY,
        SCENARIO,
        PROPOSAL,
        Column::new("digest", Text, Plain, "digest of all that the run hangs on: the same digest, the same result"),
        Column::new(
            "status",
            Text,
            Plain,
            "solved, infeasible, unbounded, numerical, failed_audit, or bad_model where the scenario makes no model",
        ),
        Column::new("reason", Text, Plain, "why there is no plan; empty where there is one"),
        Column::new(
            "decisions",
            Text,
            Plain,
            "own: integer decisions were made for this run; from_base: as in the plan of the model as it is; lowered: so, but for \
         commitments that fall to price bands that less money still reaches",
        ),
        Column::new("method", Text, Plain, "how the first goal was solved"),
    ],
};

const GOALS: TableShape = TableShape {
    name: "goals",
    a_row_is: "what a goal came to in a run",
    columns: &[
        RUN,
        STUDY,
        SCENARIO,
        PROPOSAL,
        Column::new("place", Whole, Count, "place of the goal, 1 for the most important"),
        Column::new("goal", Text, Plain, "the goal in words"),
        Column::new("unit", Text, Plain, "unit of value and bound"),
        Column::new("value", Number, InColumn, "what the plan has of the goal"),
        Column::new(
            "bound",
            Number,
            InColumn,
            "what no plan can better, proven when the goal was solved; empty where that was not asked",
        ),
        Column::new(
            "proven_within",
            Number,
            Share,
            "relative distance of what was reached and its bound when the goal was solved",
        ),
    ],
};

const PARAMETERS: TableShape = TableShape {
    name: "parameters",
    a_row_is: "something that the scenario of a run changes",
    columns: &[
        RUN,
        STUDY,
        SCENARIO,
        PROPOSAL,
        Column::new(
            "parameter",
            Text,
            Plain,
            "what the scenario changes: a figure, a path of the document, or a shock",
        ),
        Column::new("to", Text, Plain, "what becomes of it, as it is written"),
        Column::new("number", Number, Stated, "the factor or amount, where it is one number"),
    ],
};

const TIMES: TableShape = TableShape {
    name: "times",
    a_row_is: "how long a run took",
    columns: &[
        RUN,
        STUDY,
        SCENARIO,
        PROPOSAL,
        Column::new(
            "seconds",
            Number,
            Seconds,
            "how long the run took; the only table that differs from one time to the next",
        ),
    ],
};

/// An empty table of the study.
pub(super) fn empty(name: &str) -> Table {
    let shape = TABLES.iter().find(|shape| shape.name == name).unwrap_or(&&TIMES);
    Table::of(shape)
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
        for column in table.columns {
            let kind = column.kind.words();
            let _ = writeln!(page, "| `{}` | {kind} | {} |", column.name, column.means);
        }
        page.push('\n');
    }
    page
}

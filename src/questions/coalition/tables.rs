//! The tables of `coalition` and `join`.

use crate::layout::table::ColumnKind::{Number, Text, Whole};
use crate::layout::table::ColumnUnit::{Count, Money, Plain, Stated};
use crate::layout::table::{Cell, Column, Table, TableShape};
use crate::questions::coalition::data::{CoalitionData, Limits};
use crate::questions::coalition::join::JoinData;

/// The table `coalition_values`.
const VALUES: TableShape = TableShape {
    name: "coalition_values",
    a_row_is: "one coalition of players",
    columns: &[
        Column::new("coalition", Text, Plain, "codes of its players, with + between them"),
        Column::new("players", Whole, Count, "how many players it has"),
        Column::new(
            "gains",
            Number,
            Stated,
            "what it gains compared with standalone procurement, in the unit that coalition.json states",
        ),
        Column::new("at_least", Number, Stated, "the exact value is no less"),
        Column::new("at_most", Number, Stated, "the exact value is no more"),
        Column::new("unused", Text, Plain, "`yes` where it gains nothing by its pool, which stays unused"),
        Column::new("paid", Number, Money, "what its members pay"),
    ],
};

/// The table `coalition_outsiders`.
const OUTSIDERS: TableShape = TableShape {
    name: "coalition_outsiders",
    a_row_is: "one nation outside one coalition that pays another amount than alone",
    columns: &[
        Column::new("coalition", Text, Plain, "codes of the players of the coalition, with + between them"),
        Column::new("nation", Text, Plain, "code of the nation outside"),
        Column::new("saves", Number, Money, "what it pays less than alone; below zero: more"),
    ],
};

/// The table `coalition_members`.
const MEMBERS: TableShape = TableShape {
    name: "coalition_members",
    a_row_is: "one member that leaves, or one outsider that joins",
    columns: &[
        Column::new("player", Text, Plain, "code of the nation, or name of the bloc"),
        Column::new("does", Text, Plain, "`leaves` or `joins`"),
        Column::new(
            "without",
            Number,
            Stated,
            "what the others gain without it, in the unit that coalition.json states",
        ),
        Column::new("without_at_least", Number, Stated, "the exact value is no less"),
        Column::new("without_at_most", Number, Stated, "the exact value is no more"),
        Column::new("adds", Number, Stated, "what all gain beyond that with it"),
        Column::new("adds_at_least", Number, Stated, "the exact value is no less"),
        Column::new("adds_at_most", Number, Stated, "the exact value is no more"),
    ],
};

/// The table `coalition_shares`.
const SHARES: TableShape = TableShape {
    name: "coalition_shares",
    a_row_is: "one player's share by the rule that is asked for",
    columns: &[
        Column::new("rule", Text, Plain, "the rule"),
        Column::new("player", Text, Plain, "code of the nation, or name of the bloc"),
        Column::new("share", Number, Stated, "its share of what all gain, in the unit that coalition.json states"),
        Column::new("at_least", Number, Stated, "the rule gives it no less of the exact values"),
        Column::new("at_most", Number, Stated, "the rule gives it no more of the exact values"),
        Column::new("plan_gives", Number, Money, "what it pays less than alone in the plan of all"),
        Column::new(
            "receives",
            Number,
            Money,
            "what it receives from the others on top; below zero: what it pays them",
        ),
    ],
};

/// The table `coalition_dissent`.
const DISSENT: TableShape = TableShape {
    name: "coalition_dissent",
    a_row_is: "one coalition that has more by itself than the rule gives it, or may have",
    columns: &[
        Column::new("coalition", Text, Plain, "codes of its players, with + between them"),
        Column::new("leaves", Text, Plain, "`yes` where it surely has more, `perhaps` where that cannot be told"),
        Column::new("at_least", Number, Stated, "what it has more at least, in the unit that coalition.json states"),
        Column::new("at_most", Number, Stated, "what it has more at most"),
    ],
};

/// The tables of `coalition`.
pub const TABLES: &[&TableShape] = &[&VALUES, &OUTSIDERS, &MEMBERS, &SHARES, &DISSENT];

/// The table `join`.
const JOIN: TableShape = TableShape {
    name: "join",
    a_row_is: "the nation that joins, or one member",
    columns: &[
        Column::new("player", Text, Plain, "code of the nation, or name of the bloc"),
        Column::new("before", Number, Money, "what it saves compared with standalone procurement before"),
        Column::new("after", Number, Money, "what it saves afterwards at one price, without any fee"),
        Column::new("gains", Number, Money, "what it gains by the joining, without any fee"),
        Column::new("gains_at_least", Number, Money, "the exact value is no less"),
        Column::new("gains_at_most", Number, Money, "the exact value is no more"),
        Column::new("with_fee", Number, Money, "the same with the fee that is asked about; nothing where none is"),
    ],
};

/// The table `join_fees`.
const FEES: TableShape = TableShape {
    name: "join_fees",
    a_row_is: "one end of the fees with which nobody loses",
    columns: &[
        Column::new("fee", Text, Plain, "`least`: with less, members lose; `largest`: with more, the nation loses"),
        Column::new("amount", Number, Money, "the fee, from what plans reach"),
        Column::new("at_least", Number, Money, "the exact value is no less"),
        Column::new("at_most", Number, Money, "the exact value is no more"),
    ],
};

/// The tables of `join`.
pub const JOIN_TABLES: &[&TableShape] = &[&JOIN, &FEES];

fn set(players: &[String]) -> Cell {
    players.join("+").into()
}

fn three(limits: Limits) -> [Cell; 3] {
    [limits.value.into(), limits.low.into(), limits.high.into()]
}

/// The tables of what a coalition gains.
#[must_use]
pub fn coalition_tables(data: &CoalitionData) -> Vec<Table> {
    let mut values = Table::of(&VALUES);
    for line in &data.values {
        let size = i64::try_from(line.coalition.len()).unwrap_or(i64::MAX);
        let mut row = vec![set(&line.coalition), Cell::Whole(size)];
        row.extend(three(line.gains));
        row.extend([if line.unused { "yes" } else { "no" }.into(), line.paid.into()]);
        values.rows.push(row);
    }
    let mut outsiders = Table::of(&OUTSIDERS);
    for line in &data.outsiders {
        outsiders.rows.push(vec![set(&line.coalition), line.nation.as_str().into(), line.saves.into()]);
    }
    let mut members = Table::of(&MEMBERS);
    let lines = data.members.iter().map(|line| (line, "leaves")).chain(data.joins.iter().map(|line| (line, "joins")));
    for (line, does) in lines {
        let mut row = vec![line.player.as_str().into(), does.into()];
        row.extend(three(line.without));
        row.extend(three(line.adds));
        members.rows.push(row);
    }
    let (mut shares, mut dissent) = (Table::of(&SHARES), Table::of(&DISSENT));
    if let Some(told) = &data.shares {
        for line in &told.lines {
            let mut row = vec![told.rule.word().into(), line.player.as_str().into()];
            row.extend(three(line.share));
            row.extend([line.plan_gives.into(), line.receives.into()]);
            shares.rows.push(row);
        }
        let sure = told.core.leave.iter().map(|line| (line, "yes"));
        for (line, leaves) in sure.chain(told.core.in_doubt.iter().map(|line| (line, "perhaps"))) {
            dissent.rows.push(vec![set(&line.coalition), leaves.into(), line.at_least.into(), line.at_most.into()]);
        }
    }
    vec![values, outsiders, members, shares, dissent]
}

/// The tables of what a nation's joining is worth.
#[must_use]
pub fn join_tables(data: &JoinData) -> Vec<Table> {
    let mut joins = Table::of(&JOIN);
    for line in &data.lines {
        let mut row = vec![line.player.as_str().into(), line.before.value.into(), line.after.value.into()];
        row.extend(three(line.gains));
        row.push(line.with_fee.map(|limits| limits.value).into());
        joins.rows.push(row);
    }
    let mut fees = Table::of(&FEES);
    for (name, limits) in [("least", data.least_fee), ("largest", data.largest_fee)] {
        let mut row = vec![name.into()];
        row.extend(three(limits));
        fees.rows.push(row);
    }
    vec![joins, fees]
}

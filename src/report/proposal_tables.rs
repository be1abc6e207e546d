//! The tables of what a proposal brings: groups, programmes, funds, penalties, and how its rules fare.

use crate::layout::table::Kind::{Number, Text, Whole};
use crate::layout::table::{Cell, Table};
use crate::model::{Hold, Model};
use crate::planning::Run;

pub(super) fn programmes(model: &Model, run: &Run) -> Table {
    let mut table = Table::new(
        "programmes",
        "the start of one development programme; or, with a nation, what it pays towards it in one year",
        &[
            ("programme", Text, "id of the programme"),
            ("year", Whole, "year of the start, or of the payment"),
            ("nation", Text, "code of the payer, where payers share freely"),
            ("cost", Number, "MEUR that the programme costs in all"),
            ("contribution", Number, "MEUR that the nation pays in the year"),
        ],
    );
    for start in &run.plan.starts {
        table.rows.push(vec![
            model.programmes.code(start.programme).into(),
            model.horizon.year(start.step).0.into(),
            Cell::Nothing,
            model.programmes[start.programme].cost.0.into(),
            Cell::Nothing,
        ]);
    }
    for part in &run.plan.programme_shares {
        table.rows.push(vec![
            model.programmes.code(part.of).into(),
            model.horizon.year(part.step).0.into(),
            model.nations.code(part.nation).into(),
            Cell::Nothing,
            part.amount.into(),
        ]);
    }
    table
}

pub(super) fn funding(model: &Model, run: &Run) -> Table {
    let mut table = Table::new(
        "funding",
        "what one fund pays of the orders of one nation in one year",
        &[
            ("fund", Text, "id of the fund"),
            ("nation", Text, "code of the nation"),
            ("year", Whole, "year"),
            ("amount", Number, "MEUR"),
            ("kind", Text, "`loan` or `grant`"),
        ],
    );
    for part in &run.plan.funded {
        table.rows.push(vec![
            model.funds.code(part.of).into(),
            model.nations.code(part.nation).into(),
            model.horizon.year(part.step).0.into(),
            part.amount.into(),
            if model.funds[part.of].is_loan { "loan" } else { "grant" }.into(),
        ]);
    }
    table
}

pub(super) fn penalties(model: &Model, run: &Run) -> Table {
    let mut table = Table::new(
        "penalties",
        "what one nation pays in one year because a rule is broken",
        &[
            ("rule", Text, "id of the rule"),
            ("nation", Text, "code of the nation that pays"),
            ("year", Whole, "year"),
            ("amount", Number, "MEUR"),
        ],
    );
    for part in run.plan.penalties.iter().flatten() {
        table.rows.push(vec![
            model.rules.code(part.of).into(),
            model.nations.code(part.nation).into(),
            model.horizon.year(part.step).0.into(),
            part.amount.into(),
        ]);
    }
    table
}

pub(super) fn rules(model: &Model, run: &Run) -> Table {
    let mut table = Table::new(
        "rules",
        "how one rule fares with one thing that it judges",
        &[
            ("rule", Text, "id of the rule"),
            ("demand", Text, "what it demands"),
            ("holds", Text, "`hard`, `priced` or `ranked`"),
            ("subject", Text, "what is judged"),
            ("nation", Text, "code of the nation that it is about, if it is about one"),
            ("limit", Number, "share or number that is asked for"),
            (
                "found",
                Number,
                "share or number that the plan has; of rules that judge offer by offer, the share of orders that meet it",
            ),
            ("missing", Number, "what is missing, in the unit of the rule"),
            ("unit", Text, "unit of what is missing"),
            ("penalty", Number, "MEUR owed for what is missing, where the rule has a price"),
        ],
    );
    for judgement in &run.known.judgements {
        let rule = &model.rules[judgement.rule];
        let holds = match rule.hold {
            Hold::Hard => "hard",
            Hold::Priced(_) => "priced",
            Hold::Ranked(_) => "ranked",
        };
        table.rows.push(vec![
            model.rules.code(judgement.rule).into(),
            rule.demand.word().into(),
            holds.into(),
            judgement.subject.clone().into(),
            judgement.nation.map_or(Cell::Nothing, |nation| model.nations.code(nation).into()),
            judgement.limit.into(),
            judgement.found.into(),
            judgement.missing.into(),
            rule.demand.unit().into(),
            rule.price().map(|price| price * judgement.missing).into(),
        ]);
    }
    table
}

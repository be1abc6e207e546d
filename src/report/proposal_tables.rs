//! The tables of what a proposal brings: groups, programmes, funds, penalties, and how its rules fare.

use crate::layout::table::{Cell, Table};
use crate::model::{Hold, Model};
use crate::planning::Run;
use crate::report::shapes;

pub(super) fn programmes(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::PROGRAMMES);
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
    let mut table = Table::of(&shapes::FUNDING);
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
    let mut table = Table::of(&shapes::PENALTIES);
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
    let mut table = Table::of(&shapes::RULES);
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
            (&model.in_its_money(rule.demand.unit())).into(),
            rule.price().map(|price| price * judgement.missing).into(),
        ]);
    }
    table
}

//! The report: one page that holds everything it needs, for people who will never open a terminal.

mod answer;
mod axes;
mod chart;
mod dependence;
mod evidence;
mod frame;
mod frontier;
mod gap;
mod industry;
mod money;
mod rules;
mod saving;
mod sensitivity;
mod told;

pub(crate) use chart::Picture;
pub use frame::report_page;
pub(crate) use frame::{CHARTS, EUROPE};
pub(crate) use told::capital;
pub use told::{ReportSide, Told};

use crate::layout::sheet::Sheet;
use crate::layout::table::{Cell, Table};
use crate::questions::compare::comparison_tables;
use crate::report::tables;
use crate::report::who_orders::orders_as_settled;

/// Tables that have a place of their own in a report, that only a run that was just solved has, or that only programs read.
const ELSEWHERE: &[&str] = &["figures", "prices", "decisions"];

/// The sentences, for whoever writes them elsewhere.
pub(crate) fn answer(told: &Told<'_>) -> Vec<String> {
    answer::answer(told)
}

/// Every picture that the data give, in the order of reading.
pub(crate) fn pictures(told: &Told<'_>) -> Vec<Picture> {
    let coin = told.coin();
    let mut list: Vec<Picture> = [
        saving::glance(told),
        gap::over_years(told),
        gap::by_capability(told),
        saving::waterfall(told),
        money::through_pools(told),
        money::on_the_map(told),
        industry::volume(told),
        industry::prices(told),
        dependence::ladder(told),
        dependence::decoupling(told),
    ]
    .into_iter()
    .flatten()
    .collect();
    list.extend(told.given.frontiers.iter().filter_map(|given| frontier::frontier(given, &coin)));
    list.extend(told.given.price_lists.iter().filter_map(|given| rules::price_list(given, &coin)));
    list.extend(told.given.sensitivities.iter().filter_map(|given| sensitivity::tornado(given, &coin)));
    list
}

/// What the result rests on: goals, what binds, rules, prices that nobody vouches for. Only what has rows.
pub(super) fn basis(told: &Told<'_>) -> Vec<Sheet> {
    let list = [
        evidence::goals(told),
        evidence::binding(told),
        evidence::rules(told),
        evidence::largest_unverified(told),
        evidence::unverified_prices(told),
    ];
    list.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect()
}

/// Sources and figures; all of them, or only those that no source vouches for.
pub(super) fn sources(told: &Told<'_>, all: bool) -> Vec<Sheet> {
    vec![evidence::sources(told), evidence::figures(told, !all)]
}

/// The tables as they are written into files: of a comparison its own, and where `all` are wanted those of every run, with
/// the proposal before each row.
pub(super) fn written(told: &Told<'_>, all: bool) -> Vec<Sheet> {
    let own = |side: &ReportSide<'_>| -> Vec<Table> {
        let wanted = |table: &Table| !ELSEWHERE.contains(&table.name);
        let settled = |table: Table| match table.name {
            "orders" => orders_as_settled(side.run, &table),
            _ => table,
        };
        tables(&side.run.model, side.run).into_iter().filter(wanted).map(settled).collect()
    };
    let Some(comparison) = told.comparison.filter(|_| told.compares()) else {
        let list = own(told.lead());
        return list.iter().filter(|table| !table.rows.is_empty()).map(Sheet::of).collect();
    };
    let mut list: Vec<Sheet> = comparison_tables(comparison).iter().map(Sheet::of).collect();
    if all {
        let sides: Vec<(&ReportSide<'_>, Vec<Table>)> = told.sides().iter().map(|side| (side, own(side))).collect();
        for place in 0..sides[0].1.len() {
            let mut sheet = Sheet::of(&sides[0].1[place]);
            sheet.rows.clear();
            sheet.fields.insert(
                0,
                crate::layout::sheet::Field { head: "proposal".to_owned(), holds: crate::layout::sheet::Holds::Text },
            );
            for (side, tables) in &sides {
                for row in &tables[place].rows {
                    sheet
                        .rows
                        .push(std::iter::once(Cell::from(side.code.as_str())).chain(row.iter().cloned()).collect());
                }
            }
            list.push(sheet);
        }
    }
    list.retain(|sheet| !sheet.rows.is_empty());
    list
}

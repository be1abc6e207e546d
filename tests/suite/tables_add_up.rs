//! Tables add up: every payment stands in a row of spending, and what tables say of the same is the same.

use std::collections::BTreeMap;

use entente::layout::{Cell, Table};
use entente::planning::Run;
use entente::report::tables;

use crate::models::{for_every_answer, near};

/// The rows of a table, each by its headings.
fn rows<'t>(tables: &'t [Table], name: &str) -> impl Iterator<Item = BTreeMap<&'static str, &'t Cell>> {
    let table = tables.iter().find(|table| table.name == name).unwrap_or_else(|| panic!("no table {name}"));
    let headings = || table.columns.iter().map(|column| column.name);
    table.rows.iter().map(move |row| headings().zip(row).collect())
}

/// A number, where there is one.
fn amount(row: &BTreeMap<&'static str, &Cell>, heading: &str) -> Option<f64> {
    match row[heading] {
        Cell::Number(number) => Some(*number),
        _ => None,
    }
}

fn text(row: &BTreeMap<&'static str, &Cell>, heading: &str) -> String {
    match row[heading] {
        Cell::Text(text) => text.clone(),
        _ => String::new(),
    }
}

const PAYMENTS: [&str; 8] =
    ["orders", "overhead", "fixed", "delivery", "support", "contributions", "programmes", "penalties"];

/// Sums of one column by the cells of another.
fn sums(tables: &[Table], table: &str, by: &str, of: &str) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for row in rows(tables, table) {
        *sums.entry(text(&row, by)).or_insert(0.0) += amount(&row, of).unwrap_or_default();
    }
    sums
}

fn same(what: &str, one: &BTreeMap<String, f64>, other: &BTreeMap<String, f64>, faults: &mut Vec<String>) {
    for (key, value) in one.iter().filter(|(key, _)| !key.is_empty()) {
        let there = other.get(key).copied().unwrap_or_default();
        if !near(there, *value) {
            faults.push(format!("{what} of {key}: {value} and {there}"));
        }
    }
}

#[test]
fn every_row_of_spending_adds_up() {
    let payments = std::cell::RefCell::new(BTreeMap::new());
    for_every_answer(|model, run: &Run, _, faults| {
        let all: Vec<Table> = tables(model, run).iter().map(Table::neat).collect();
        let mut carried: BTreeMap<String, f64> = BTreeMap::new();
        for row in rows(&all, "spending") {
            let of = |heading: &str| amount(&row, heading).unwrap_or_default();
            for heading in PAYMENTS {
                *payments.borrow_mut().entry(heading).or_insert(0.0) += of(heading);
            }
            let nation = text(&row, "nation");
            if !near(of("brought"), carried.insert(nation.clone(), of("carried")).unwrap_or_default()) {
                faults.push(format!("{nation}: what is brought is not what was carried"));
            }
            let (Some(budget), Some(left)) = (amount(&row, "budget"), amount(&row, "left")) else { continue };
            let paid: f64 = PAYMENTS.iter().map(|heading| of(heading)).sum();
            let has = budget - of("committed") + of("brought") + of("funded");
            if !near(has, paid + of("carried") + left) {
                faults.push(format!("{nation}: {has} to spend, {paid} paid, {} carried, {left} left", of("carried")));
            }
        }
        let penalties = sums(&all, "penalties", "nation", "amount");
        same("penalties", &penalties, &sums(&all, "spending", "nation", "penalties"), faults);
        same("funds", &sums(&all, "funding", "nation", "amount"), &sums(&all, "spending", "nation", "funded"), faults);
        same("orders", &sums(&all, "orders", "offer", "value"), &sums(&all, "offers", "offer", "value"), faults);
        same("units", &sums(&all, "offers", "offer", "quantity"), &sums(&all, "orders", "offer", "quantity"), faults);
        same("orders", &sums(&all, "orders", "nation", "value"), &sums(&all, "work", "country", "orders"), faults);
    });
    // Each kind of payment occurs in some model: else nothing is shown of it.
    let unseen: Vec<&str> =
        payments.into_inner().into_iter().filter(|(_, sum)| *sum == 0.0).map(|(what, _)| what).collect();
    assert_eq!(unseen, Vec::<&str>::new());
}

#[test]
fn no_table_holds_digits_that_only_rounding_left() {
    for_every_answer(|model, run: &Run, _, faults| {
        for table in tables(model, run).iter().map(Table::neat) {
            for row in &table.rows {
                for (cell, column) in row.iter().zip(table.columns) {
                    let Cell::Number(number) = cell else { continue };
                    let shown = number.to_string();
                    let digits: String =
                        shown.chars().filter(char::is_ascii_digit).skip_while(|digit| *digit == '0').collect();
                    if shown == "-0" || digits.trim_end_matches('0').len() > 11 {
                        faults.push(format!("{}.{}: {shown}", table.name, column.name));
                    }
                }
            }
        }
    });
}

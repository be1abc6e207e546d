//! A plan that somebody brings: a table of orders, saved from a spreadsheet.
//!
//! Columns `nation`, `offer`, `year`, `quantity` and, if the orders do not go the usual way, `group`, in any order; `beyond_need`
//! says how many of whole lots and minimum orders are not needed, which is worked out where it is not there; others are passed
//! over. The tables that a solve writes can be read back.

use crate::model::{Model, ModelScale};
use crate::plan::brought_money::{
    carried_from_csv, expansions_from_csv, funding_from_csv, payments_from_csv, penalties_from_csv,
    programmes_from_csv, usable_from_csv,
};
use crate::plan::{LEAST_ORDER, Order, Plan};
use crate::units::Year;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line of the table, from 1.
    pub line: u64,
    /// What is wrong, and what would be right.
    pub what: String,
}

/// Reads orders from CSV text. Money carried and enablers are left to be worked out, unless a table beside it states them.
///
/// # Errors
/// All faults of the table together, each with its line.
pub fn orders_from_csv(model: &Model, text: &str) -> Result<Plan, Vec<Fault>> {
    let mut reader = reader(text);
    let headings = reader.headers().map_err(|error| vec![Fault { line: 1, what: error.to_string() }])?.clone();
    let place = |name: &str| headings.iter().position(|heading| heading.eq_ignore_ascii_case(name));
    let (Some(nation), Some(offer), Some(year), Some(quantity)) =
        (place("nation"), place("offer"), place("year"), place("quantity"))
    else {
        return Err(vec![Fault {
            line: 1,
            what: "the table needs columns headed nation, offer, year and quantity".to_owned(),
        }]);
    };
    let (group, beyond) = (place("group"), place("beyond_need"));
    let mut plan = Plan::default();
    let mut faults = Vec::new();
    let scale = ModelScale::of(model);
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = line_of(text, record.position());
                let cell = |place: usize| record.get(place).unwrap_or_default();
                let through = group.map(cell);
                let read = order(model, cell(nation), through, cell(offer), cell(year), cell(quantity));
                match read.and_then(|order| not_needed(model, order, beyond.map(cell))) {
                    Ok(order) if order.quantity < LEAST_ORDER * scale.offer(order.offer) => {}
                    Ok(order) => plan.orders.push(order),
                    Err(what) => faults.push(Fault { line, what }),
                }
            }
            Err(error) => {
                let line = line_of(text, error.position());
                faults.push(Fault { line, what: "this row has another number of cells than the heading".to_owned() });
            }
        }
    }
    if faults.is_empty() {
        plan.sort();
        Ok(plan)
    } else {
        Err(faults)
    }
}

/// The columns of a table of orders that are not read, as they are headed.
#[must_use]
pub fn columns_not_read(text: &str) -> Vec<String> {
    const READ: [&str; 6] = ["nation", "offer", "year", "quantity", "group", "beyond_need"];
    let headings = reader(text).headers().cloned().unwrap_or_default();
    let other = |heading: &&str| !READ.iter().any(|read| read.eq_ignore_ascii_case(heading));
    headings.iter().filter(other).map(str::to_owned).collect()
}

/// A reader of a table that a spreadsheet saved, with commas or semicolons.
pub(super) fn reader(text: &str) -> csv::Reader<&[u8]> {
    let headings = text.lines().next().unwrap_or_default();
    let delimiter = if headings.contains(';') && !headings.contains(',') { b';' } else { b',' };
    csv::ReaderBuilder::new().trim(csv::Trim::All).delimiter(delimiter).from_reader(text.as_bytes())
}

/// The line, from 1, on which a record begins, past the line breaks that the reader skips.
pub(super) fn line_of(text: &str, place: Option<&csv::Position>) -> u64 {
    let Some(start) = place.and_then(|place| usize::try_from(place.byte()).ok()) else { return 0 };
    let skipped = text.as_bytes().iter().skip(start).take_while(|b| matches!(b, b'\r' | b'\n')).count();
    1 + text.as_bytes().iter().take(start + skipped).filter(|b| **b == b'\n').count() as u64
}

fn order(
    model: &Model,
    nation: &str,
    group: Option<&str>,
    offer: &str,
    year: &str,
    quantity: &str,
) -> Result<Order, String> {
    let nation = model.nations.find(nation).ok_or_else(|| format!("`{nation}` is no buying nation of the model"))?;
    let offer = model.offers.find(offer).ok_or_else(|| format!("`{offer}` is no offer of the model"))?;
    let step =
        year.parse().ok().and_then(|year| model.horizon.step_of(Year(year))).ok_or_else(|| {
            format!("`{year}` is no year of the horizon {}..{}", model.horizon.first, model.horizon.last)
        })?;
    let quantity = quantity
        .parse::<f64>()
        .ok()
        .filter(|quantity| quantity.is_finite() && *quantity >= 0.0)
        .ok_or_else(|| format!("`{quantity}` is no quantity; write 0 or more"))?;
    let group = match group.filter(|code| !code.is_empty()) {
        Some(code) => model.groups.find(code).ok_or_else(|| {
            let known: Vec<&str> = model.groups.codes().collect();
            format!("`{code}` is no buying group of the proposal; it has {}", known.join(", "))
        })?,
        None => model
            .group_for(nation, model.offers[offer].main(), step)
            .ok_or_else(|| "this nation cannot buy this in this year, through a pool or alone".to_owned())?,
    };
    Ok(Order { nation, group, offer, step, quantity, beyond: 0.0 })
}

/// An order with what of it is not needed, where it comes in whole lots or not below a minimum order: as the table says, else all of
/// it, of which a run keeps no more than goes beyond the need.
fn not_needed(model: &Model, order: Order, cell: Option<&str>) -> Result<Order, String> {
    let Some(text) = cell.filter(|text| !text.is_empty()) else {
        let beyond = if model.lump(order.offer) > 0.0 { order.quantity } else { 0.0 };
        return Ok(Order { beyond, ..order });
    };
    let beyond = text.parse::<f64>().ok().filter(|units| (0.0..=order.quantity * (1.0 + 1e-9)).contains(units));
    let beyond =
        beyond.ok_or_else(|| format!("`{text}` is not a part of the quantity; write 0 to {}", order.quantity))?;
    Ok(Order { beyond, ..order })
}

/// Lays onto a plan whatever a table that a solve writes says.
pub type Adds = fn(&Model, &str, &mut Plan) -> Result<(), Vec<Fault>>;

/// The tables beside that of orders from which a plan can be read back, each with what reads it.
pub const BESIDE_ORDERS: &[(&str, Adds)] = &[
    ("line_expansion", expansions_from_csv),
    ("payments", payments_from_csv),
    ("programmes", programmes_from_csv),
    ("funding", funding_from_csv),
    ("penalties", penalties_from_csv),
    ("usable", usable_from_csv),
    ("spending", carried_from_csv),
];

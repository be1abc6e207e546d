//! A plan that somebody brings: a table of orders, saved from a spreadsheet.
//!
//! Columns `nation`, `offer`, `year`, `quantity`, in any order; others are passed over. The tables that a solve writes
//! can be read back.

use crate::id::Id;
use crate::model::Model;
use crate::plan::{Contribution, Enlargement, Order, Payment, Plan};
use crate::units::Year;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line of the table, from 1.
    pub line: u64,
    /// What is wrong, and what would be right.
    pub what: String,
}

/// Reads orders from CSV text. Money carried and enablers are left to be worked out.
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
    let mut plan = Plan::default();
    let mut faults = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = line_of(text, record.position());
                let cell = |place: usize| record.get(place).unwrap_or_default();
                match order(model, cell(nation), cell(offer), cell(year), cell(quantity)) {
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

/// A reader of a table that a spreadsheet saved, with commas or semicolons.
fn reader(text: &str) -> csv::Reader<&[u8]> {
    let headings = text.lines().next().unwrap_or_default();
    let delimiter = if headings.contains(';') && !headings.contains(',') { b';' } else { b',' };
    csv::ReaderBuilder::new().trim(csv::Trim::All).delimiter(delimiter).from_reader(text.as_bytes())
}

/// The line, from 1, on which a record begins, past the line breaks that the reader skips.
fn line_of(text: &str, place: Option<&csv::Position>) -> u64 {
    let Some(start) = place.and_then(|place| usize::try_from(place.byte()).ok()) else { return 0 };
    let skipped = text.as_bytes().iter().skip(start).take_while(|b| matches!(b, b'\r' | b'\n')).count();
    1 + text.as_bytes().iter().take(start + skipped).filter(|b| **b == b'\n').count() as u64
}

fn order(model: &Model, nation: &str, offer: &str, year: &str, quantity: &str) -> Result<Order, String> {
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
    let group = model
        .groups
        .iter()
        .find(|(_, group)| group.members.contains(&nation))
        .map_or_else(|| crate::id::GroupId::from_index(0), |(group, _)| group);
    Ok(Order { nation, group, offer, step, quantity })
}

/// Reads enlargements of lines, and who pays for them, from the table that a solve writes.
///
/// # Errors
/// All faults of the table together, each with its line.
pub fn expansions_from_csv(model: &Model, text: &str, plan: &mut Plan) -> Result<(), Vec<Fault>> {
    let mut reader = reader(text);
    let mut faults = Vec::new();
    for record in reader.records() {
        let Ok(record) = record else {
            faults.push(Fault { line: 0, what: "a row has another number of cells than the heading".to_owned() });
            continue;
        };
        let at = line_of(text, record.position());
        let cell = |place: usize| record.get(place).unwrap_or_default();
        let line = model.lines.find(cell(0));
        let step = cell(1).parse().ok().and_then(|year| model.horizon.step_of(Year(year)));
        let (Some(line), Some(step)) = (line, step) else {
            faults.push(Fault {
                line: at,
                what: format!("`{}` in `{}` is no line and year of the model", cell(0), cell(1)),
            });
            continue;
        };
        match (model.nations.find(cell(2)), cell(3).parse::<f64>(), cell(5).parse::<f64>()) {
            (None, Ok(amount), _) if amount.is_finite() && amount >= 0.0 => {
                plan.enlargements.push(Enlargement { line, step, amount });
            }
            (Some(nation), _, Ok(amount)) if amount.is_finite() && amount >= 0.0 => {
                plan.contributions.push(Contribution { nation, line, step, amount });
            }
            _ => {
                faults.push(Fault {
                    line: at,
                    what: "a row states neither a capacity nor a nation's payment of 0 or more".to_owned(),
                });
            }
        }
    }
    plan.sort();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Reads who pays for orders whose further units have their own price, and for set-ups, from the table that a solve
/// writes.
///
/// # Errors
/// All faults of the table together, each with its line.
pub fn payments_from_csv(model: &Model, text: &str, plan: &mut Plan) -> Result<(), Vec<Fault>> {
    let mut reader = reader(text);
    let mut faults = Vec::new();
    let (mut payments, mut set_ups) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let Ok(record) = record else {
            faults.push(Fault { line: 0, what: "a row has another number of cells than the heading".to_owned() });
            continue;
        };
        let line = line_of(text, record.position());
        let cell = |place: usize| record.get(place).unwrap_or_default();
        let step = cell(3).parse().ok().and_then(|year| model.horizon.step_of(Year(year)));
        let amount = cell(5).parse::<f64>().ok().filter(|amount| amount.is_finite() && *amount >= 0.0);
        let ids = (model.nations.find(cell(0)), model.groups.find(cell(1)), model.offers.find(cell(2)));
        let ((Some(nation), Some(group), Some(offer)), Some(step), Some(amount)) = (ids, step, amount) else {
            faults.push(Fault {
                line,
                what: "this is no payment of the model: nation, group, offer, year, what, amount".to_owned(),
            });
            continue;
        };
        let payment = Payment { nation, group, offer, step, amount };
        if cell(4) == "set_up" {
            set_ups.push(payment);
        } else if model.offers[offer].incremental && model.offers[offer].bands.len() > 1 {
            payments.push(payment);
        }
    }
    plan.payments = Some(payments);
    plan.set_ups = Some(set_ups);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

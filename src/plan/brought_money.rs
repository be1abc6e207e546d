//! The money of a plan that somebody brings: who pays for what, from the tables that a solve writes.

use std::collections::BTreeMap;

use ndarray::Array2;

use crate::id::{DenialId, Id};
use crate::model::{Model, Step};
use crate::plan::brought::{Fault, line_of, reader};
use crate::plan::{Contribution, Enlargement, PaidShare, Payment, Plan, Start, Usable};
use crate::units::Year;

/// Columns of one row, by place.
struct Cells<'r> {
    record: &'r csv::StringRecord,
}

impl Cells<'_> {
    fn text(&self, place: usize) -> &str {
        self.record.get(place).unwrap_or_default()
    }

    fn amount(&self, place: usize) -> Option<f64> {
        self.text(place).parse::<f64>().ok().filter(|amount| amount.is_finite() && *amount >= 0.0)
    }

    fn step(&self, model: &Model, place: usize) -> Option<Step> {
        self.text(place).parse().ok().and_then(|year| model.horizon.step_of(Year(year)))
    }
}

/// Reads every row of a table, and tells what is wrong with those of which `take` can make no sense.
fn told_rows(text: &str, mut take: impl FnMut(&Cells<'_>) -> Result<(), String>) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    for record in reader(text).records() {
        let Ok(record) = record else {
            faults.push(Fault { line: 0, what: "a row has another number of cells than the heading".to_owned() });
            continue;
        };
        if let Err(what) = take(&Cells { record: &record }) {
            faults.push(Fault { line: line_of(text, record.position()), what });
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Reads every row of a table; a row of which `take` can make no sense is a fault.
fn rows(text: &str, what: &str, mut take: impl FnMut(&Cells<'_>) -> Option<()>) -> Result<(), Vec<Fault>> {
    told_rows(text, |cells| take(cells).ok_or_else(|| what.to_owned()))
}

/// Reads enlargements of lines, and who pays for them, from the table that a solve writes.
///
/// # Errors
/// All faults of the table together, each with its line.
pub fn expansions_from_csv(model: &Model, text: &str, plan: &mut Plan) -> Result<(), Vec<Fault>> {
    told_rows(text, |cells| {
        let line = model.lines.find(cells.text(0));
        let (Some(line), Some(step)) = (line, cells.step(model, 1)) else {
            return Err(format!("`{}` in `{}` is no line and year of the model", cells.text(0), cells.text(1)));
        };
        match (model.nations.find(cells.text(2)), cells.amount(3), cells.amount(5)) {
            (None, Some(amount), _) => plan.enlargements.push(Enlargement { line, step, amount }),
            (Some(nation), _, Some(amount)) => plan.contributions.push(Contribution { nation, line, step, amount }),
            _ => return Err("a row states neither a capacity nor a nation's payment of 0 or more".to_owned()),
        }
        Ok(())
    })?;
    plan.sort();
    Ok(())
}

/// Reads programmes that are started, and who pays for them.
///
/// # Errors
/// All faults of the table together, each with its line.
pub fn programmes_from_csv(model: &Model, text: &str, plan: &mut Plan) -> Result<(), Vec<Fault>> {
    rows(text, "this is no start or payment of a programme of the model", |cells| {
        let programme = model.programmes.find(cells.text(0))?;
        let step = cells.step(model, 1)?;
        match model.nations.find(cells.text(2)) {
            Some(nation) => {
                plan.programme_shares.push(PaidShare { nation, of: programme, step, amount: cells.amount(4)? });
            }
            None => plan.starts.push(Start { programme, step }),
        }
        Some(())
    })
}

/// Reads what funds pay.
///
/// # Errors
/// All faults of the table together, each with its line.
pub fn funding_from_csv(model: &Model, text: &str, plan: &mut Plan) -> Result<(), Vec<Fault>> {
    rows(text, "this is no payment of a fund of the proposal: fund, nation, year, amount", |cells| {
        let of = model.funds.find(cells.text(0))?;
        let nation = model.nations.find(cells.text(1))?;
        let (step, amount) = (cells.step(model, 2)?, cells.amount(3)?);
        plan.funded.push(PaidShare { nation, of, step, amount });
        Some(())
    })
}

/// Reads who pays for rules that are broken.
///
/// # Errors
/// All faults of the table together, each with its line.
pub fn penalties_from_csv(model: &Model, text: &str, plan: &mut Plan) -> Result<(), Vec<Fault>> {
    let mut list = Vec::new();
    rows(text, "this is no payment for a rule of the proposal: rule, nation, year, amount", |cells| {
        let of = model.rules.find(cells.text(0))?;
        let nation = model.nations.find(cells.text(1))?;
        let (step, amount) = (cells.step(model, 2)?, cells.amount(3)?);
        list.push(PaidShare { nation, of, step, amount });
        Some(())
    })?;
    plan.penalties = Some(list);
    Ok(())
}

/// Reads who pays for orders whose further units have their own price, for set-ups, and when for fielding.
///
/// # Errors
/// All faults of the table together, each with its line.
pub fn payments_from_csv(model: &Model, text: &str, plan: &mut Plan) -> Result<(), Vec<Fault>> {
    let (mut payments, mut set_ups, mut fieldings) = (Vec::new(), Vec::new(), Vec::new());
    rows(text, "this is no payment of the model: nation, group, offer, year, what, amount", |cells| {
        let nation = model.nations.find(cells.text(0))?;
        let group = model.groups.find(cells.text(1))?;
        let offer = model.offers.find(cells.text(2))?;
        let payment = Payment { nation, group, offer, step: cells.step(model, 3)?, amount: cells.amount(5)? };
        if cells.text(4) == "set_up" {
            set_ups.push(payment);
        } else if cells.text(4) == "fielding" {
            fieldings.push(payment);
        } else if model.offers[offer].incremental && model.offers[offer].bands.len() > 1 {
            payments.push(payment);
        }
        Some(())
    })?;
    plan.payments = Some(payments);
    plan.set_ups = Some(set_ups);
    plan.fieldings = Some(fieldings);
    Ok(())
}

/// Reads what nations carry into the next year, from the table of spending; tables without that column say nothing of it.
///
/// # Errors
/// All faults of the table together, each with its line.
pub fn carried_from_csv(model: &Model, text: &str, plan: &mut Plan) -> Result<(), Vec<Fault>> {
    let headings = reader(text).headers().map_err(|error| vec![Fault { line: 1, what: error.to_string() }])?.clone();
    let place = |name: &str| headings.iter().position(|heading| heading.eq_ignore_ascii_case(name));
    let (Some(nation), Some(year), Some(amount)) = (place("nation"), place("year"), place("carried")) else {
        return Ok(());
    };
    let mut carried = Array2::zeros((model.nations.len(), model.horizon.len()));
    rows(text, "this is no money of a nation in a year of the model: nation, year, carried", |cells| {
        let nation = model.nations.find(cells.text(nation))?;
        carried[[nation.index(), cells.step(model, year)?.index()]] = cells.amount(amount)?;
        Some(())
    })?;
    plan.carried = Some(carried);
    Ok(())
}

/// Reads what enablers are given to whom.
///
/// # Errors
/// All faults of the table together, each with its line.
pub fn usable_from_csv(model: &Model, text: &str, plan: &mut Plan) -> Result<(), Vec<Fault>> {
    let mut in_use: BTreeMap<Option<DenialId>, Usable> = BTreeMap::new();
    rows(text, "this is no usable capability of the model: denial, capability, year, equivalents, units", |cells| {
        let denial = match cells.text(0) {
            "" => None,
            code => Some(model.denials.find(code)?),
        };
        let place = [model.capabilities.find(cells.text(1))?.index(), cells.step(model, 2)?.index()];
        let usable = in_use.entry(denial).or_insert_with(|| Usable::none(model));
        usable.equivalents[place] = cells.amount(3)?;
        usable.units[place] = cells.amount(4)?;
        Some(())
    })?;
    plan.usable = in_use.remove(&None);
    plan.usable_under = in_use.into_iter().filter_map(|(denial, usable)| Some((denial?, usable))).collect();
    Ok(())
}

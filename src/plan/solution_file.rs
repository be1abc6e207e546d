//! A solution that another solver wrote for a file of `entente formulate`: the value of every column, by its name.
//!
//! Read are the files of HiGHS (`.sol`, raw style), Gurobi (`.sol`), SCIP and CBC. A column that the file does not name is 0, as SCIP and
//! CBC leave those out.

use std::collections::HashMap;

use crate::formulation::Formulation;
use crate::legible::legible;
use crate::model::Model;
use crate::plan::Fault;

/// Words with which the lines of a heading begin, in the four formats: how the solve ended, the objective, bound and gap.
const HEADINGS: [&str; 15] = [
    "model status",
    "objective",
    "feasible",
    "solution",
    "optimal",
    "stopped",
    "none",
    "primal",
    "unknown",
    "mip_",
    "time",
    "iteration",
    "interrupted",
    "terminated",
    "memory",
];

/// Words by which a solver says that it found nothing.
const NOTHING: [&str; 3] = ["infeasible", "unbounded", "no solution"];

/// Faults that are listed; a file of another model has as many as lines.
const MOST: usize = 5;

/// Reads the value of every column from the solution of a file that `formulate` wrote for the same model.
///
/// # Errors
/// The file says that there is no solution, or lines of it that are no values of columns, each with its line from 1.
pub fn values_from_solution(model: &Model, formulation: &Formulation, text: &str) -> Result<Vec<f64>, Vec<Fault>> {
    let names: HashMap<String, usize> =
        formulation.columns.iter().enumerate().map(|(place, (key, _))| (key.name(model), place)).collect();
    let mut values: Vec<Option<f64>> = vec![None; formulation.columns.len()];
    let mut faults = Vec::new();
    let mut known = 0_usize;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        let lower = line.to_ascii_lowercase();
        // What HiGHS writes behind the columns are rows, dual values and the basis.
        if lower.starts_with("# rows") || lower.starts_with("# dual") || lower.starts_with("# basis") {
            break;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match column(line, &names) {
            Ok(Some((place, value))) => {
                known += 1;
                if values[place].replace(value).is_some() {
                    faults.push(Fault { line: number, what: "this column was there before; leave one".to_owned() });
                }
            }
            Ok(None) if known == 0 && NOTHING.iter().any(|word| lower.contains(word)) => {
                let what = format!("the solver found no solution; it says `{line}`");
                return Err(vec![Fault { line: number, what }]);
            }
            Ok(None) if known == 0 && HEADINGS.iter().any(|word| lower.starts_with(word)) => {}
            Ok(None) => {
                let what = format!(
                    "`{}` is no column of the model with a value; the file must be the solution of one that `entente formulate` \
                     writes for the same model, proposal and settings",
                    legible(line.split_whitespace().next().unwrap_or_default())
                );
                faults.push(Fault { line: number, what });
            }
            Err(what) => faults.push(Fault { line: number, what }),
        }
        if faults.len() == MOST {
            break;
        }
    }
    if known == 0 && faults.is_empty() && !formulation.columns.is_empty() {
        faults.push(Fault { line: 1, what: "the file names no column of the model".to_owned() });
    }
    if faults.is_empty() { Ok(values.into_iter().map(Option::unwrap_or_default).collect()) } else { Err(faults) }
}

/// The column and value of a line, if it has them: `NAME VALUE` and perhaps more, behind a number, and marks where a value is off, as CBC
/// writes it.
fn column(line: &str, names: &HashMap<String, usize>) -> Result<Option<(usize, f64)>, String> {
    let mut words = line.split_whitespace().skip_while(|word| *word == "**").peekable();
    let first = words.next().unwrap_or_default();
    let (name, place) = match names.get(first) {
        Some(place) => (first, place),
        None => match words.next_if(|word| first.parse::<usize>().is_ok() && names.contains_key(*word)) {
            Some(name) => (name, &names[name]),
            None => return Ok(None),
        },
    };
    let value = words.next().ok_or_else(|| format!("the value of {name} is missing"))?;
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some((*place, number))),
        _ => Err(format!("the value of {name} is not a number; write one such as `2.5`")),
    }
}

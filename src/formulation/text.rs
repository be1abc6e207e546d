//! The formulation as text: LP format that people and solvers read alike, and MPS.

use std::fmt::Write;

use crate::formulation::{FAMILIES, Formulation, Row, RowKey};
use crate::legible::legible;
use crate::model::{Model, Sense};

/// The formulation in LP format with names, a heading for each family, and one of the goals as objective.
///
/// Later goals hang on what earlier ones reach, so a file can hold only one; the others are named in comments.
#[must_use]
pub fn lp_text(model: &Model, formulation: &Formulation, goal: usize) -> String {
    let mut text = String::new();
    let names: Vec<String> = formulation.columns.iter().map(|(key, _)| key.name(model)).collect();
    let _ = writeln!(text, "\\ {}", legible(&model.title));
    for (place, (entry, _)) in formulation.goals.iter().enumerate() {
        let mark = if place == goal { " (the objective below)" } else { "" };
        let _ = writeln!(text, "\\ goal {}: {}{mark}", place + 1, entry.words());
    }
    let (sense, terms) = match formulation.goals.get(goal) {
        Some((entry, expression)) => (entry.sense, expression.terms.as_slice()),
        None => (Sense::Minimise, &[][..]),
    };
    let _ = writeln!(text, "{}", if sense == Sense::Minimise { "Minimize" } else { "Maximize" });
    let _ = writeln!(text, " goal:{}", sum(terms, &names));
    let _ = writeln!(text, "Subject To");
    for family in FAMILIES {
        let mut rows = formulation.rows.iter().filter(|row| row.key.family() == family.name).peekable();
        if rows.peek().is_some() {
            let _ = writeln!(text, "\\ {}: {}", family.name, family.says);
        }
        for row in rows {
            let (sign, side) = side(row.lower, row.upper);
            let _ = writeln!(text, " {}:{} {sign} {side}", row.key.name(model), sum(&row.terms, &names));
        }
    }
    let kept = |row: &&Row| matches!(row.key, RowKey::Kept { .. });
    for (place, row) in formulation.rows.iter().filter(kept).enumerate() {
        if place == 0 {
            let _ = writeln!(text, "\\ kept: what the goals before reached");
        }
        let (sign, side) = side(row.lower, row.upper);
        let _ = writeln!(text, " {}:{} {sign} {side}", row.key.name(model), sum(&row.terms, &names));
    }
    let _ = writeln!(text, "Bounds");
    for ((_, upper), name) in formulation.columns.iter().zip(&names) {
        if upper.is_finite() {
            let _ = writeln!(text, " {name} <= {upper}");
        }
    }
    for (heading, whole) in [("Binaries", false), ("Generals", true)] {
        let decided = formulation.columns.iter().zip(&names).filter(|((key, _), _)| key.is_integer());
        for (place, (_, name)) in decided.filter(|((key, _), _)| key.is_whole() == whole).enumerate() {
            let _ = writeln!(text, "{}{name}", if place == 0 { format!("{heading}\n ") } else { " ".to_owned() });
        }
    }
    let _ = writeln!(text, "End");
    text
}

/// The formulation in free MPS format, with one of the goals as objective. A goal that is maximised has a section `OBJSENSE` that says so.
#[must_use]
pub fn mps_text(model: &Model, formulation: &Formulation, goal: usize) -> String {
    let is_maximised = formulation.goals.get(goal).is_some_and(|(entry, _)| entry.sense == Sense::Maximise);
    let terms = formulation.goals.get(goal).map_or(&[][..], |(_, expression)| &expression.terms);
    mps(model, formulation, is_maximised, &[("goal", terms)])
}

/// The same with every goal as an objective, by these names; whoever reads only one objective has the first. Which of them are maximised
/// is not said.
#[must_use]
pub fn mps_text_of_goals(model: &Model, formulation: &Formulation, names: &[String]) -> String {
    let goals = formulation.goals.iter().zip(names);
    let objectives: Vec<_> = goals.map(|((_, expression), name)| (name.as_str(), &expression.terms[..])).collect();
    mps(model, formulation, false, &objectives)
}

fn mps(model: &Model, formulation: &Formulation, is_maximised: bool, objectives: &[(&str, &[(usize, f64)])]) -> String {
    let mut text = String::new();
    let names: Vec<String> = formulation.columns.iter().map(|(key, _)| key.name(model)).collect();
    let rows: Vec<String> = formulation.rows.iter().map(|row| row.key.name(model)).collect();
    let _ = writeln!(text, "NAME entente");
    if is_maximised {
        let _ = writeln!(text, "OBJSENSE\n MAX");
    }
    let _ = writeln!(text, "ROWS");
    for (name, _) in objectives {
        let _ = writeln!(text, " N {name}");
    }
    for (row, name) in formulation.rows.iter().zip(&rows) {
        let kind = match side(row.lower, row.upper).0 {
            "<=" => 'L',
            ">=" => 'G',
            _ => 'E',
        };
        let _ = writeln!(text, " {kind} {name}");
    }
    let mut entries: Vec<Vec<(&str, f64)>> = vec![Vec::new(); names.len()];
    for &(name, terms) in objectives {
        for &(column, coefficient) in terms {
            entries[column].push((name, coefficient));
        }
    }
    for (row, name) in formulation.rows.iter().zip(&rows) {
        for &(column, coefficient) in &row.terms {
            entries[column].push((name, coefficient));
        }
    }
    let _ = writeln!(text, "COLUMNS");
    let mut decides = false;
    for (((key, _), name), entries) in formulation.columns.iter().zip(&names).zip(&entries) {
        if key.is_integer() != decides {
            decides = key.is_integer();
            let _ = writeln!(text, " MARKER 'MARKER' '{}'", if decides { "INTORG" } else { "INTEND" });
        }
        for (row, coefficient) in entries {
            let _ = writeln!(text, " {name} {row} {coefficient}");
        }
        // A column that stands nowhere is there all the same.
        if let (true, Some((goal, _))) = (entries.is_empty(), objectives.first()) {
            let _ = writeln!(text, " {name} {goal} 0");
        }
    }
    if decides {
        let _ = writeln!(text, " MARKER 'MARKER' 'INTEND'");
    }
    let _ = writeln!(text, "RHS");
    for (row, name) in formulation.rows.iter().zip(&rows) {
        let side = side(row.lower, row.upper).1;
        if side != 0.0 {
            let _ = writeln!(text, " RHS {name} {side}");
        }
    }
    let _ = writeln!(text, "BOUNDS");
    for ((_, upper), name) in formulation.columns.iter().zip(&names) {
        if upper.is_finite() {
            let _ = writeln!(text, " UP BND {name} {upper}");
        }
    }
    let _ = writeln!(text, "ENDATA");
    text
}

/// The sign of a row and its right side. A row has one limit, or two that are equal.
fn side(lower: f64, upper: f64) -> (&'static str, f64) {
    if lower == upper {
        ("=", upper)
    } else if upper.is_finite() {
        ("<=", upper)
    } else {
        (">=", lower)
    }
}

/// `+ 2 a - b`, broken into lines that a reader can follow.
fn sum(terms: &[(usize, f64)], names: &[String]) -> String {
    let mut text = String::new();
    let mut width = 0;
    for &(column, coefficient) in terms {
        let sign = if coefficient < 0.0 { '-' } else { '+' };
        let size = coefficient.abs();
        let term = if size == 1.0 {
            format!(" {sign} {}", names[column])
        } else {
            format!(" {sign} {size} {}", names[column])
        };
        if width + term.len() > 200 {
            text.push_str("\n  ");
            width = 0;
        }
        width += term.len();
        text.push_str(&term);
    }
    if text.is_empty() { " 0".to_owned() } else { text }
}

//! `entente data --update`: what a table of new figures would change in a model, with the sources of both sides.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::cli::screen::{Terminal, print_or_fail, tell_styled};
use crate::cli::{Exit, ModelArgs};
use crate::input::{Reading, read_updated, table_of_file};
use crate::layout::grid::{grid, heading, lines};
use crate::layout::number::{count, short};
use crate::legible::{Shown, legible};
use crate::model::{FigureRecord, Model};

/// A file of new figures, and the table that it holds.
#[derive(Debug, Clone)]
pub(super) struct TableUpdate {
    table: String,
    file: PathBuf,
}

/// Reads `FILE`, which is named as its table is, or `TABLE=FILE`.
pub(super) fn parse(text: &str) -> Result<TableUpdate, String> {
    let named = text.split_once('=').filter(|(table, _)| table_of_file(table).is_some_and(|of| of == *table));
    match named {
        Some((table, file)) => Ok(TableUpdate { table: table.to_owned(), file: PathBuf::from(file) }),
        None => table_of_file(text).map(|table| TableUpdate { table, file: PathBuf::from(text) }).ok_or_else(|| {
            "the file is not named as a table of a model is; name the table, as `nations=FILE`".to_owned()
        }),
    }
}

impl TableUpdate {
    /// Tells what the file would change; writes nothing.
    pub(super) fn run(&self, args: &ModelArgs, screen: &Terminal) -> Exit {
        let fence = screen.fence(&args.model);
        let (now, then) = read_updated(&args.model, &args.settings, &fence, &self.table, &self.file);
        let told = |reading: &Reading| {
            for finding in reading.render_findings(screen.err_color) {
                tell_styled(&format!("{finding}\n"));
            }
        };
        match (&now.model, &then.model) {
            (Some(now), Some(new)) => print_or_fail(&self.text(now, new, screen)),
            (None, _) => {
                told(&now);
                Exit::BadModel
            }
            (Some(_), None) => {
                told(&then);
                Exit::BadModel
            }
        }
    }

    fn text(&self, now: &Model, new: &Model, screen: &Terminal) -> String {
        let there: HashMap<&str, &FigureRecord> =
            now.figures.iter().map(|figure| (figure.figure.as_str(), figure)).collect();
        let old = |figure: &FigureRecord| there.get(figure.figure.as_str()).copied();
        let changed: Vec<&FigureRecord> =
            new.figures.iter().filter(|figure| old(figure).is_none_or(|old| differs(old, figure))).collect();
        let shown = self.file.shown();
        if changed.is_empty() {
            return format!("{shown} changes no figure of the model.\n");
        }
        let mut rows = grid(screen.out);
        let heads = ["figure", "unit", "now", "source now", "new", "new source", "change"];
        rows.set_header(heads.map(|head| heading(head, screen.out)));
        for figure in &changed {
            let known = old(figure);
            let before = |part: &dyn Fn(&FigureRecord) -> String| known.map_or_else(|| "–".to_owned(), part);
            rows.add_row([
                legible(&figure.figure),
                figure.unit.clone(),
                before(&|old| legible(&old.written)),
                before(&source),
                legible(&figure.written),
                source(figure),
                change(known, figure),
            ]);
        }
        let of_table = new.figures.iter().filter(|figure| figure.figure.starts_with(&format!("{}.", self.table)));
        let stay = of_table.filter(|figure| old(figure).is_some_and(|old| !differs(old, figure))).count();
        let table = &self.table;
        format!(
            "{}\n\n{} change, {} of `{table}` stay. Nothing is written: to take them over, name the file in the model, as `{table}: {shown}`, or edit its table.\n",
            lines(&rows),
            count(changed.len()),
            count(stay)
        )
    }
}

/// Whether two records of a figure say something else.
fn differs(one: &FigureRecord, other: &FigureRecord) -> bool {
    one.written != other.written
        || (one.low, one.high) != (other.low, other.high)
        || (&one.source, one.confidence) != (&other.source, other.confidence)
}

/// Where a figure comes from, and how far it can be trusted.
fn source(figure: &FigureRecord) -> String {
    let word = figure.confidence.replace('_', " ");
    if figure.source.is_empty() { word } else { format!("{} ({word})", legible(&figure.source)) }
}

/// How much more or less, where both sides are numbers.
fn change(old: Option<&FigureRecord>, new: &FigureRecord) -> String {
    match old {
        None => "new".to_owned(),
        Some(old) if old.value == new.value && old.written == new.written => "source".to_owned(),
        Some(old) if old.value.is_finite() && new.value.is_finite() && old.value != 0.0 && old.value != new.value => {
            let percent = 100.0 * (new.value / old.value - 1.0);
            format!("{}{} %", if percent > 0.0 { "+" } else { "" }, short(percent))
        }
        Some(_) => String::new(),
    }
}

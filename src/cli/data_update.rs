//! `entente data --update`: what a table of new figures would change in a model, with the sources of both sides.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use crate::cli::screen::{Terminal, print_or_fail, tell_styled};
use crate::cli::{Exit, ModelArgs};
use crate::input::{Reading, UpdatedReading, read_updated, table_of_file};
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
        let UpdatedReading { now, then, changed } =
            read_updated(&args.model, &args.settings, &fence, &self.table, &self.file);
        let told = |reading: &Reading| {
            for finding in reading.render_findings(screen.err_color) {
                tell_styled(&format!("{finding}\n"));
            }
        };
        match (&now.model, &then.model) {
            (Some(now), Some(new)) => {
                told(&then);
                print_or_fail(&self.text(now, new, &changed, screen))
            }
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

    fn text(&self, now: &Model, new: &Model, values: &[(String, Option<String>, String)], screen: &Terminal) -> String {
        let there: HashMap<&str, &FigureRecord> =
            now.figures.iter().map(|figure| (figure.figure.as_str(), figure)).collect();
        let old = |figure: &FigureRecord| there.get(figure.figure.as_str()).copied();
        let changed: Vec<&FigureRecord> =
            new.figures.iter().filter(|figure| old(figure).is_none_or(|old| differs(old, figure))).collect();
        let shown = self.file.shown();
        // What is no figure, such as a share that is carried over, changes too.
        let is_of = |path: &str, figure: &str| {
            path.strip_prefix(figure).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let figures: HashSet<&str> = new.figures.iter().map(|figure| figure.figure.as_str()).collect();
        let of_figure = |path: &str| {
            let ends = path.match_indices('.').map(|(place, _)| place).chain(std::iter::once(path.len()));
            ends.into_iter().any(|end| figures.contains(&path[..end]))
        };
        let others: Vec<_> = values
            .iter()
            .filter(|(path, ..)| {
                is_of(path, &self.table) && !of_figure(path) && !SAID_ELSEWHERE.iter().any(|end| path.ends_with(end))
            })
            .collect();
        if changed.is_empty() && others.is_empty() {
            return format!("{shown} changes no figure of the model.\n");
        }
        let mut rows = grid(screen.out);
        let heads = ["figure", "unit", "now", "source now", "new", "new source", "change", "stands in"];
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
                before(&|old| legible(&old.stands_in)),
            ]);
        }
        for (path, old, value) in &others {
            let now = old.as_ref().map_or_else(|| "–".to_owned(), |old| legible(old));
            let change = if old.is_some() { String::new() } else { "new".to_owned() };
            let none = String::new;
            rows.add_row([legible(path), none(), now, none(), legible(value), none(), change, none()]);
        }
        let of_table = new.figures.iter().filter(|figure| figure.figure.starts_with(&format!("{}.", self.table)));
        let stay = of_table.filter(|figure| old(figure).is_some_and(|old| !differs(old, figure))).count();
        let table = &self.table;
        format!(
            "{}\n\n{} change, {} of `{table}` stay. Nothing is written. To take them over, write them where `{table}` stands: {}.\n",
            lines(&rows),
            count(changed.len() + others.len()),
            count(stay),
            self.stands_in(now)
        )
    }
}

impl TableUpdate {
    /// The files in which the table stands.
    fn stands_in(&self, now: &Model) -> String {
        let start = format!("{}.", self.table);
        let of_table = now.figures.iter().filter(|figure| figure.figure.starts_with(&start));
        let file = |figure: &FigureRecord| {
            let (file, _) = figure.stands_in.rsplit_once([':', '!']).unwrap_or((figure.stands_in.as_str(), ""));
            format!("`{}`", legible(file))
        };
        let files: BTreeSet<String> = of_table.map(file).collect();
        if files.is_empty() {
            return "in the model".to_owned();
        }
        files.into_iter().collect::<Vec<_>>().join(", ")
    }
}

/// Keys that say of figures what the columns beside them show.
const SAID_ELSEWHERE: [&str; 2] = [".source", ".confidence"];

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

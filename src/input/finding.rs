//! What is wrong with a document: where, what, and what would be right.

use std::collections::HashMap;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::input::sources::Sources;
use crate::legible::legible;
use crate::schema::Position;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The model cannot be used.
    Error,
    /// The model can be used, but is probably not what was meant.
    Warning,
}

/// One thing wrong with a document.
#[derive(Debug, Clone)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub at: Position,
    /// What is wrong, in one line.
    pub what: String,
    /// What would be right.
    pub remedy: String,
}

/// Findings beyond these are told without a guess at what was meant.
const MANY: usize = 200;

/// Rows of a table that are told one by one when the same is wrong with them.
const ROWS_ALIKE: usize = 5;

/// Most characters of what is said of a place: a cell may hold megabytes.
const LONGEST: usize = 1000;

fn shortened(what: String) -> String {
    match what.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &what[..end]),
        None => what,
    }
}

/// What is said of a row without its names and numbers.
fn without_names(what: &str) -> String {
    let outside = what.split('`').step_by(2);
    outside
        .map(|part| part.replace(|c: char| c.is_ascii_digit() || c == '-' || c == '.', ""))
        .collect::<Vec<_>>()
        .join("`")
}

/// Findings as they are made; all of them are shown together.
#[derive(Debug, Default, Clone)]
pub struct Findings {
    list: Vec<Finding>,
    muted: std::collections::HashSet<Position>,
    /// Whether something is wrong that makes the rest look wrong.
    stopped: bool,
    /// Places of the list.
    told: std::collections::HashSet<Position>,
}

impl Findings {
    /// Notes an error.
    pub fn error(&mut self, at: Position, what: impl Into<String>, remedy: impl Into<String>) {
        self.note(Severity::Error, at, what.into(), remedy.into());
    }

    /// Notes an error after which nothing more is looked at than what is being read: the rest would only follow from it.
    pub fn stop(&mut self, at: Position, what: impl Into<String>, remedy: impl Into<String>) {
        self.error(at, what, remedy);
        self.stopped = true;
    }

    /// Whether something is wrong that makes the rest look wrong.
    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Notes a warning.
    pub fn warning(&mut self, at: Position, what: impl Into<String>, remedy: impl Into<String>) {
        self.note(Severity::Warning, at, what.into(), remedy.into());
    }

    /// Says nothing more of a place: what is wrong there has been said, and the rest would only follow from it.
    pub fn mute(&mut self, at: Position) {
        self.muted.insert(at);
    }

    fn note(&mut self, severity: Severity, at: Position, what: String, remedy: String) {
        if !self.muted.contains(&at) {
            self.told.insert(at);
            let what = shortened(what);
            self.list.push(Finding { severity, at, what, remedy });
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.list.len()
    }

    /// Moves findings to where their cause is written.
    pub fn place(&mut self, place: impl Fn(&Finding) -> Position) {
        for finding in &mut self.list {
            finding.at = place(finding);
        }
        self.told = self.list.iter().map(|finding| finding.at).collect();
    }

    /// Whether something has been said of a place.
    #[must_use]
    pub fn said_at(&self, at: Position) -> bool {
        self.muted.contains(&at) || self.told.contains(&at)
    }

    /// Whether there are so many that nobody waits for the name that was meant in one more: looking for it takes longer the more names
    /// there are.
    #[must_use]
    pub fn are_many(&self) -> bool {
        self.list.len() > MANY
    }

    /// Whether any of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// All of them as people read them: what is wrong in the same way with many rows of a table is told of the first.
    #[must_use]
    pub fn told(&self, sources: &Sources) -> Vec<Finding> {
        let of = |finding: &Finding| (finding.at.file, without_names(&finding.what));
        let mut counts: HashMap<(u32, String), (usize, usize)> = HashMap::new();
        let sorted = self.sorted();
        for finding in sorted.iter().filter(|finding| sources.is_table(finding.at.file)) {
            counts.entry(of(finding)).or_default().0 += 1;
        }
        let mut all = Vec::new();
        for finding in sorted {
            match counts.get_mut(&of(finding)).filter(|(count, _)| *count > ROWS_ALIKE) {
                Some((count, told)) if *told == 0 => {
                    *told = 1;
                    let what = format!("{} (and {} more rows of this table are like it)", finding.what, *count - 1);
                    all.push(Finding { what, ..finding.clone() });
                }
                Some(_) => {}
                None => all.push(finding.clone()),
            }
        }
        all
    }

    /// All of them, by file and line; doubles are dropped.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Finding> {
        let mut sorted: Vec<&Finding> = self.list.iter().collect();
        sorted.sort_by_key(|finding| (finding.at.file, finding.at.line, finding.at.column));
        sorted.dedup_by(|a, b| a.at == b.at && a.what == b.what);
        sorted
    }
}

impl Finding {
    /// The finding as people read it: message, file and line, the text with the place underlined, the remedy.
    #[must_use]
    pub fn render(&self, sources: &Sources, color: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        // The cell of a sheet has a name of its own.
        let cell = sources.cell(self.at).map_or_else(String::new, |cell| format!("cell {cell}: "));
        let title = level.primary_title(legible(&(cell + &self.what)));
        let remedy = legible(&self.remedy);
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let Some((name, _)) = sources.get(self.at.file) else {
            // What stands in no file has nothing to show.
            let group = Group::with_title(title);
            return format!("{}\n  help: {remedy}", renderer.render(&[group]));
        };
        let (shown, span) =
            window(sources.line(self.at.file, self.at.line), self.at.column as usize, self.at.length as usize);
        let snippet = Snippet::source(shown)
            .line_start(self.at.line as usize)
            .path(name)
            .annotation(AnnotationKind::Primary.span(span).label(remedy));
        renderer.render(&[title.element(snippet)])
    }
}

/// The part of a line around a column (from 1) that fits a screen, and the byte range to underline in it.
fn window(line: &str, column: usize, length: usize) -> (String, std::ops::Range<usize>) {
    const BEFORE: usize = 60;
    const WIDTH: usize = 110;
    let all = line.chars().count();
    let place = column.saturating_sub(1).min(all);
    let start = if all <= WIDTH { 0 } else { place.saturating_sub(BEFORE) };
    // Of a line of a megabyte a hundred characters are kept.
    let part: String = line.chars().skip(start).take(WIDTH).collect();
    let chars: Vec<char> = legible(&part).chars().collect();
    let mut shown: String = chars.iter().collect();
    let bytes_before = |n: usize| -> usize { chars[..n.min(chars.len())].iter().map(|c| c.len_utf8()).sum() };
    let from = bytes_before(place - start);
    let to = bytes_before(place - start + length.max(1)).max(from);
    if shown.is_empty() {
        shown.push(' ');
    }
    let last = shown.len();
    (shown, from.min(last)..to.min(last).max(from.min(last)))
}

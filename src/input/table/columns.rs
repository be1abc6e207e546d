//! The headings of a table: what each column holds, and what is wrong with those that hold nothing known.

use std::collections::HashSet;

use super::grid::{GridCell, GridRow};
use super::heading::{HeadingTarget, Lost, only_year, series_of, year_of};
use super::{TableKind, folded};
use crate::input::countries;
use crate::input::finding::Findings;
use crate::schema::{Place, Position};

/// What a column holds.
#[derive(Debug, Clone)]
pub(super) enum ColumnHolds {
    /// Nothing that is read.
    Nothing,
    /// The ids of entries.
    Id,
    /// The year of which a row speaks.
    Year,
    /// Flags and footnotes, for readers.
    Flag,
    /// Values of entries.
    Value(ValueColumn),
}

/// A column of values.
#[derive(Debug, Clone)]
pub(super) struct ValueColumn {
    /// Where they go.
    pub target: HeadingTarget,
    /// Whether they go to the year of their row.
    pub by_year: bool,
    /// What its cells are.
    pub takes: ColumnTakes,
    /// Whether its cells may have a percent sign.
    pub shares: bool,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnTakes {
    /// Numbers, whatever else they may be.
    Numbers,
    /// Texts and nothing else.
    Texts,
    /// Anything else.
    Others,
}

impl ValueColumn {
    /// Whether its cells are whole entries of a table of lists.
    pub fn is_entry(&self) -> bool {
        self.target.steps.is_empty() && self.target.place.as_ref().is_some_and(is_list)
    }

    fn of(target: HeadingTarget, by_year: bool) -> Self {
        let place = target.place.as_ref();
        let only_texts = |place: &Place| place.takes_text() && !place.takes_parts() && !place.takes_boolean();
        let takes = if place.is_none_or(Place::takes_number) {
            ColumnTakes::Numbers
        } else if place.is_some_and(only_texts) {
            ColumnTakes::Texts
        } else {
            ColumnTakes::Others
        };
        let shares = place.is_none_or(Place::takes_percent);
        Self { target, by_year, takes, shares }
    }
}

/// Headings of the one column of a table whose entries are lists or sets.
const LISTS: [&str; 5] = ["members", "set", "countries", "capabilities", "value"];

/// Whether entries are lists of names, or sets of countries.
pub(super) fn is_list(entry: &Place) -> bool {
    entry.item().is_some() && entry.keys().is_empty() && !entry.takes_number()
}

/// The columns of a table.
#[derive(Debug)]
pub(super) struct TableColumns {
    /// What each holds, from the left.
    pub list: Vec<ColumnHolds>,
    /// Whether there is a row for each year of an entry.
    pub by_year: bool,
    /// Whether something is wrong with the headings, so that rows may look wrong that are not.
    pub broken: bool,
}

/// Headings of columns whose cells are flags.
const FLAGS: [&str; 6] = ["flag", "flags", "obs_flag", "footnote", "footnotes", "footnote(s)"];

/// Headings of columns whose cells are years.
const YEARS: [&str; 2] = ["year", "time_period"];

/// Headings that say so in other words.
const OTHER_YEARS: [&str; 12] =
    ["time", "date", "jahr", "annee", "periode", "period", "rok", "ano", "anno", "jaar", "fiscalyear", "calendaryear"];

/// The column of years under another heading than those that are known, in a table that may have one.
fn other_year(headings: &GridRow, rows: &[GridRow], entry: Option<&Place>) -> Option<usize> {
    entry.filter(|entry| entry.number_keys().is_some() || !series_of(entry).is_empty())?;
    let all_years = |place: usize| {
        let mut cells = rows[1..].iter().filter_map(|row| row.get(place)).peekable();
        cells.peek().is_some() && cells.all(|cell| year_of(&cell.text).is_some())
    };
    let is_headed = |cell: &GridCell| OTHER_YEARS.contains(&folded(&cell.text).as_str());
    (0..headings.len()).find(|place| {
        is_headed(&headings[*place]) && HeadingTarget::of(entry, &headings[*place].text).is_err() && all_years(*place)
    })
}

/// The column of the nations of a table whose first column holds something else, as public tables have it.
fn other_ids(headings: &GridRow, rows: &[GridRow], id: usize) -> Option<usize> {
    let all_countries = |place: usize| {
        let mut cells =
            rows[1..].iter().filter_map(|row| row.get(place)).filter(|cell| !cell.text.is_empty()).peekable();
        cells.peek().is_some() && cells.all(|cell| countries::named(&cell.text).is_some())
    };
    let is_own = headings[id].text.eq_ignore_ascii_case("id")
        || rows[1..].iter().filter_map(|row| row.get(id)).any(|cell| countries::named(&cell.text).is_some());
    let is_text = |place: &usize| !headings[*place].text.eq_ignore_ascii_case("name");
    if is_own { None } else { (0..headings.len()).filter(is_text).find(|place| all_countries(*place)) }
}

/// What the headings of a table say; `None` where it has none.
pub(super) fn of(rows: &[GridRow], kind: &TableKind, findings: &mut Findings) -> Option<TableColumns> {
    let (headings, entry, keys) = (rows.first()?, kind.entry.as_ref(), kind.keys);
    let heading = |cell: &GridCell| cell.text.to_lowercase();
    let id = headings.iter().position(|cell| heading(cell) == "id").unwrap_or(0);
    if let (true, Some(entry)) = (heading(&headings[id]) != "id", entry)
        && entry.keys().contains(&headings[id].text.as_str())
    {
        let what = format!("the first column holds the ids of rows, and here it is headed `{}`", headings[id].text);
        findings.stop(headings[id].at, what, "put a column `id` before it, with a code for each row");
        return None;
    }
    let filled: Vec<bool> = (0..headings.len())
        .map(|place| rows[1..].iter().any(|row| row.get(place).is_some_and(|cell| !cell.text.is_empty())))
        .collect();
    // A figure has a `year`, the one that it speaks of; rows of entries that repeat are rows of years.
    let is_series = entry.is_some_and(|entry| entry.number_keys().is_some());
    let repeated = || {
        let mut seen = HashSet::new();
        rows[1..].iter().filter_map(|row| row.get(id)).any(|cell| !cell.text.is_empty() && !seen.insert(&cell.text))
    };
    let year = headings.iter().position(|cell| YEARS.contains(&heading(cell).as_str()));
    let year = year.filter(|_| entry.is_some_and(|entry| entry.step("year").is_none() || (is_series && repeated())));
    if kind.nations
        && let Some(at) = other_ids(headings, rows, id)
    {
        let what = format!(
            "the cells below `{}` are countries, and the first column holds the ids of rows",
            headings[at].text
        );
        findings.stop(headings[at].at, what, "head it `id`, and delete the columns that the table does not have");
        return None;
    }
    if year.is_none()
        && let Some(at) = other_year(headings, rows, entry)
    {
        let what = format!("the cells below `{}` are years", headings[at].text);
        findings.stop(headings[at].at, what, "head it `year`: the table then has a row for each year of an entry");
        return None;
    }
    let before = findings.count();
    let mut list = Vec::new();
    for (place, cell) in headings.iter().enumerate() {
        let holds = if place == id {
            ColumnHolds::Id
        } else if Some(place) == year {
            ColumnHolds::Year
        } else if cell.text.is_empty() {
            if filled[place] {
                let row = rows[1..].iter().find(|row| row.get(place).is_some_and(|cell| !cell.text.is_empty()));
                let at = row.and_then(|row| row.get(place)).map_or(cell.at, |cell| cell.at);
                findings.stop(at, "this column is filled and has no heading", "write a heading above it, or empty it");
            }
            ColumnHolds::Nothing
        } else if FLAGS.contains(&heading(cell).as_str()) && entry.is_some_and(|entry| entry.step("note").is_some()) {
            ColumnHolds::Flag
        } else {
            ColumnHolds::Nothing
        };
        list.push(holds);
    }
    values(headings, &mut list, entry, year.is_some(), keys, findings);
    Some(TableColumns { list, by_year: year.is_some(), broken: findings.count() > before })
}

/// Finds what the columns of values are about.
fn values(
    headings: &GridRow,
    list: &mut [ColumnHolds],
    entry: Option<&Place>,
    by_year: bool,
    keys: bool,
    findings: &mut Findings,
) {
    let series = entry.map(series_of).unwrap_or_default();
    let named = |key: &str| headings.iter().any(|cell| cell.text.split('.').next() == Some(key));
    let open: Vec<&str> = series.iter().copied().filter(|key| !named(key)).collect();
    let mut seen: HashSet<String> = HashSet::new();
    let mut lost: Vec<(Position, String, Box<Lost>)> = Vec::new();
    for (cell, holds) in
        headings.iter().zip(list).filter(|(cell, holds)| matches!(holds, ColumnHolds::Nothing) && !cell.text.is_empty())
    {
        let value_of_year = by_year && cell.text == "value" && entry.is_some_and(|entry| entry.number_keys().is_some());
        let found = if value_of_year || entry.is_some_and(|entry| is_list(entry) && LISTS.contains(&cell.text.as_str()))
        {
            Ok(HeadingTarget { steps: Vec::new(), place: entry.cloned() })
        } else {
            HeadingTarget::of(entry, &cell.text)
        };
        // Two headings of one place, however they are written: the later one would win.
        let mut is_new = |target: &HeadingTarget| {
            let same = target.same_as();
            let is_new = seen.insert(same.clone());
            if !is_new {
                let what = if keys {
                    format!("the key `{same}` stands twice")
                } else {
                    format!("two columns are headed `{same}`")
                };
                findings.stop(cell.at, what, "keep one of the two");
            }
            is_new
        };
        match (found, year_of(&cell.text), open.as_slice()) {
            (Ok(target), ..) if !is_new(&target) => {}
            (Ok(target), ..) => {
                let by_year = by_year && target.takes_year();
                *holds = ColumnHolds::Value(ValueColumn::of(target, by_year));
            }
            // Where an entry has one thing that goes by year, a heading that is a year is of it.
            (Err(_), Some(year), [only]) => {
                if let Ok(target) = HeadingTarget::of(entry, &format!("{only}.{year}"))
                    && is_new(&target)
                {
                    *holds = ColumnHolds::Value(ValueColumn::of(target, false));
                }
            }
            (Err(missed), ..) => lost.push((cell.at, cell.text.clone(), missed)),
        }
    }
    tell(&lost, &series, findings);
}

/// Tells of headings that lead nowhere: of years once, and of others one by one.
fn tell(lost: &[(Position, String, Box<Lost>)], series: &[&str], findings: &mut Findings) {
    let (twos, lost): (Vec<_>, Vec<_>) = lost.iter().partition(|(.., missed)| missed.two.is_some());
    for (at, heading, missed) in twos {
        let Some(two) = &missed.two else { continue };
        let [one, other] = &two.headings;
        findings.stop(*at, format!("{} in the heading `{heading}`", two.what), format!("head it `{one}` or `{other}`"));
    }
    let of_year =
        |(_, heading, missed): &&&(Position, String, Box<Lost>)| missed.near.is_none() && only_year(heading).is_some();
    let (years, others): (Vec<_>, Vec<_>) = lost.iter().copied().partition(|told| of_year(&told));
    if let Some((at, heading, missed)) = years.first() {
        let what = format!("the heading `{heading}` does not say what the numbers of that year are");
        let year = only_year(heading).unwrap_or_default();
        let remedy = match series {
            [] => format!("known here: {}", known(missed)),
            all => {
                let all: Vec<String> = all.iter().map(|key| format!("`{key}.{year}`")).collect();
                format!("head it {}", all.join(" or "))
            }
        };
        findings.stop(*at, what, remedy);
    }
    // Those that are like nothing known are told together: most of them come from a file that was made for something else.
    let (near, far): (Vec<_>, Vec<_>) = others.into_iter().partition(|(.., missed)| missed.near.is_some());
    for (at, heading, missed) in near {
        let unit =
            if missed.scaled { " Convert its numbers to millions (MEUR), or the money of the model" } else { "" };
        let remedy = missed.near.as_ref().map_or_else(String::new, |near| format!("did you mean `{near}`?{unit}"));
        findings.stop(*at, format!("unknown heading `{heading}`"), remedy);
    }
    if let Some((at, heading, missed)) = far.first() {
        let others: Vec<String> = far[1..].iter().map(|(_, heading, _)| format!("`{heading}`")).collect();
        let more = if others.is_empty() { String::new() } else { format!(", and so are {}", others.join(", ")) };
        let remedy = format!("delete the column, or head it with what it holds; known here: {}", known(missed));
        findings.stop(*at, format!("unknown heading `{heading}`{more}"), remedy);
    }
}

/// What is known in place of a heading.
fn known(missed: &Lost) -> String {
    if missed.known.is_empty() && missed.of_lists {
        LISTS[0].to_owned()
    } else if missed.known.is_empty() {
        "`id`, and years or quantities as the file format says".to_owned()
    } else {
        missed.known.join(", ")
    }
}

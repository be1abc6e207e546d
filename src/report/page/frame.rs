//! The page around the pictures: headings, sentences, tables, and the data from which the page draws.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Map, Value};

use crate::layout::number::count;
use crate::layout::sheet::Sheet;
use crate::legible::legible;
use crate::report::page::chart::Picture;
use crate::report::page::told::{Told, capital, name, quoted};
use crate::report::page::{answer, basis, pictures, sources, written};

/// The drawing library.
pub(crate) const CHARTS: &str = include_str!("assets/echarts.min.js");
/// Outlines of the countries of Europe.
pub(crate) const EUROPE: &str = include_str!("assets/europe.json");
const SCRIPT: &str = include_str!("assets/page.js");
const STYLE: &str = include_str!("assets/page.css");

/// Tables of what the answer rests on stand open, and so are printed, where they have no more rows than this.
const OPEN: usize = 30;

/// Rows of a table that the page shows: a browser bears more, but no reader does, and pages are sent by mail.
const ROWS: usize = 3000;

/// Charts that are no wider than this, in pixels, stand in pairs on paper.
const PAIR: u32 = 326;

/// The height of a page of paper that pictures can have, in pixels.
const PAGE: usize = 860;

/// What the page may do: run what stands in it, and fetch nothing.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/// The report as one page of HTML that asks nothing of any network.
#[must_use]
pub fn report_page(told: &Told<'_>) -> String {
    let list = pictures(told);
    let title = told.title();
    let sentences = answer(told);
    let tables = written(told, false);
    let mut options = Map::new();
    for picture in &list {
        for (place, panel) in picture.panels.iter().enumerate() {
            options.insert(format!("{}-{place}", picture.id), panel.option.clone());
        }
    }
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content=(format!("entente {}", env!("CARGO_PKG_VERSION")));
                title { (title) " · " (told.span()) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#answer" { "Skip to the answer" }
                header {
                    div.top {
                        p.kind { @if told.compares() { "Proposals compared" } @else { "Plan of joint orders" } }
                        div.buttons {
                            button type="button" id="theme" aria-pressed="false" hidden { "Dark" }
                            button type="button" id="patterns" aria-pressed="false" hidden { "Patterns" }
                            button type="button" id="print" hidden { "Print" }
                        }
                    }
                    h1 { (title) }
                    p.about {
                        (told.span()) " · money in " (name(&told.lead().summary.money))
                        @if !told.compares() { " · " (under(told)) }
                        @else { " · " (told.sides().len()) " ways of buying" }
                    }
                }
                main {
                    section #answer aria-labelledby="answer-title" {
                        h2 id="answer-title" { "The answer" }
                        ol.answer { @for sentence in &sentences { li { (unbroken(sentence)) } } }
                        @for line in failed(told) { p.note { (line) } }
                        @if let Some(line) = equals(told) { p.note { (line) } }
                    }
                    nav aria-label="Contents" {
                        h2 { "Contents" }
                        ul {
                            @for picture in &list { li { a href=(format!("#{}", picture.id)) { (picture.title) } } }
                            li { a href="#tables" { "Tables" } }
                            li { a href="#basis" { "What the answer rests on" } }
                            li { a href="#origin" { "How it came about" } }
                        }
                    }
                    noscript { p.note { "Pictures need JavaScript; every number stands in the tables below." } }
                    @for picture in &list { (drawn(picture, told)) }
                    section #tables aria-labelledby="tables-title" {
                        h2 id="tables-title" { "Tables" }
                        p { "The same tables that the results hold as files, with ids as the model writes them." }
                        @for (place, sheet) in tables.iter().enumerate() { (folded(sheet, &told.millions(), &format!("table-{place}"), false)) }
                    }
                    (rests_on(told))
                    (origin(told))
                }
                footer { p { "Made by entente " (env!("CARGO_PKG_VERSION")) ". Pictures drawn by Apache ECharts; outlines of countries from Natural Earth." } }
                script type="application/json" id="options" { (PreEscaped(embedded(&Value::Object(options)))) }
                script type="application/json" id="europe" { (PreEscaped(EUROPE)) }
                script { (PreEscaped(CHARTS)) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// JSON that no text in it can end: `<` never stands in it.
fn embedded(value: &Value) -> String {
    let text = value.to_string();
    text.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// Text in which no line ends between a number and its unit.
fn unbroken(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let binds = |place: usize| {
        let before = place > 0 && letters[place - 1].is_ascii_digit();
        let after = letters.get(place + 1).is_some_and(|next| next.is_ascii_digit() || *next == '%');
        let unit = letters
            .get(place + 1..place + 3)
            .is_some_and(|next| matches!(next, ['b', 'n'] | ['m', ' ' | ',' | ';' | '.' | ')']));
        letters[place] == ' ' && before && (after || unit)
    };
    (0..letters.len()).map(|place| if binds(place) { '\u{a0}' } else { letters[place] }).collect()
}

fn under(told: &Told<'_>) -> String {
    let side = told.lead();
    if side.name.is_empty() { "all buyers together".to_owned() } else { name(&side.name) }
}

/// Proposals without a result, with the reason.
fn failed(told: &Told<'_>) -> Vec<String> {
    let lines = told.comparison.into_iter().flat_map(|comparison| &comparison.proposals);
    lines
        .filter_map(|line| Some(format!("“{}” has no result: {}", name(&line.name), name(line.failed.as_ref()?))))
        .collect()
}

/// Which proposal sentences below speak of, where others come to the same.
fn equals(told: &Told<'_>) -> Option<String> {
    let comparison = told.comparison.filter(|_| told.compares())?;
    let lead = told.lead();
    let same: Vec<&str> =
        (comparison.best().iter()).filter(|line| line.proposal != lead.code).map(|line| line.name.as_str()).collect();
    (!same.is_empty()).then(|| {
        format!(
            "By all that was proven, {} and “{}” come to the same. Sentences that speak of one proposal speak of “{}” because it is \
             named first, not because it is better.",
            quoted(&same),
            name(&lead.name),
            name(&lead.name)
        )
    })
}

fn drawn(picture: &Picture, told: &Told<'_>) -> Markup {
    let title = format!("{}-title", picture.id);
    let many = picture.panels.len() > 1;
    // On paper small charts stand in pairs, and what fits on one page is not torn apart.
    let pair = many && picture.least <= PAIR;
    let height: usize = picture.panels.iter().map(|panel| panel.height + 40).sum::<usize>() / if pair { 2 } else { 1 };
    html! {
        section.picture.whole[height < PAGE] id=(picture.id) aria-labelledby=(title) {
            h2 id=(title) { (picture.title) }
            p.says { (unbroken(&capital(&picture.says))) }
            div.panels.pair[pair] style=(format!("--least: {}px", picture.least)) {
                @for (place, panel) in picture.panels.iter().enumerate() {
                    figure {
                        @if many && !panel.name.is_empty() { figcaption { (panel.name) } }
                        div.chart role="img" data-chart=(format!("{}-{place}", picture.id)) style=(format!("height: {}px", panel.height))
                            aria-label=(format!("{}{}. {}", picture.title, if many { format!(", {}", panel.name) } else { String::new() }, picture.says)) {}
                    }
                }
            }
            @if let Some(reading) = &picture.reading { p.reading { (unbroken(reading)) } }
            (folded(&picture.sheet, &told.millions(), &format!("{}-numbers", picture.id), false))
        }
    }
}

/// A table that opens at a click.
fn folded(sheet: &Sheet, millions: &str, id: &str, open: bool) -> Markup {
    let rows = sheet.rows.len();
    html! {
        details id=(id) open[open] {
            summary { "Table: " (sheet.name) " " span.count { "(" (count(rows)) @if rows == 1 { " row" } @else { " rows" } ")" } }
            @if rows > ROWS { p.note { "The first " (count(ROWS)) " of " (count(rows)) " rows; the files of the result and the workbook hold all of them." } }
            div.scroll tabindex="0" role="region" aria-label=(format!("Table: {}", sheet.name)) {
                table {
                    caption { (sheet.about) }
                    thead { tr { @for field in &sheet.fields { th scope="col" class=[field.is_number().then_some("number")] { (field.heading(millions)) } } } }
                    tbody {
                        @for row in sheet.rows.iter().take(ROWS) {
                            tr {
                                @for (cell, field) in row.iter().zip(&sheet.fields) {
                                    td class=[field.is_number().then_some("number")] { (field.show(cell)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn rests_on(told: &Told<'_>) -> Markup {
    let summary = told.lead().summary;
    let model = told.model();
    let unverified = model.figures.iter().filter(|figure| figure.is_unverified()).count();
    html! {
        section #basis aria-labelledby="basis-title" {
            h2 id="basis-title" { "What the answer rests on" }
            p.says {
                (crate::layout::number::percent(summary.unverified_order_share)) " of the money for orders rests on prices that no source vouches for; "
                (count(unverified)) " of " (count(model.figures.len())) " figures of the model (" (crate::layout::number::percent(summary.unverified_figure_share))
                ") are estimates or assumptions. They are listed here with what is known of each."
            }
            @for (place, sheet) in basis(told).iter().enumerate() { (folded(sheet, &told.millions(), &format!("basis-{place}"), sheet.rows.len() <= OPEN)) }
            @for (place, sheet) in sources(told, false).iter().enumerate() { (folded(sheet, &told.millions(), &format!("sources-{place}"), false)) }
        }
    }
}

/// How the result came about. Of files only the names are shown: folders are nobody else's business.
fn origin(told: &Told<'_>) -> Markup {
    let origin = &told.lead().origin;
    let commit = origin.commit.as_ref().map_or_else(String::new, |commit| format!(", commit {}", legible(commit)));
    let file = |name: &str| legible(name.rsplit(['/', '\\']).next().unwrap_or(name));
    html! {
        section #origin aria-labelledby="origin-title" {
            h2 id="origin-title" { "How it came about" }
            p { "Computed by entente " (legible(&origin.version)) (commit) " with the solver " (legible(&origin.solver)) " " (legible(&origin.solver_version)) "." }
            @if !origin.options.is_empty() { p { "Options: " @for option in &origin.options { code { (legible(option)) } " " } } }
            details {
                summary { "Files that were read, with their digests " span.count { "(" (origin.inputs.len()) ")" } }
                div.scroll tabindex="0" role="region" aria-label="Files that were read" {
                    table {
                        caption { "a row is one file" }
                        thead { tr { th scope="col" { "file" } th scope="col" { "SHA-256" } } }
                        tbody { @for input in &origin.inputs { tr { td { (file(&input.name)) } td { code { (legible(&input.sha256)) } } } } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ROWS, folded};
    use crate::layout::sheet::{Holds, Sheet};

    #[test]
    fn a_table_grows_with_its_rows_up_to_what_a_page_bears() {
        let page = |rows: usize| {
            let mut sheet = Sheet::new("Long", "a row is a row", &[("who", Holds::Text), ("money", Holds::Money)]);
            sheet.rows = vec![vec!["somebody".into(), 1234.5.into()]; rows];
            folded(&sheet, "MEUR", "long", false).into_string()
        };
        let (short, long, longer) = (page(100), page(ROWS), page(3 * ROWS));
        assert!(long.len() < 500 + 30 * short.len(), "{} and {}", short.len(), long.len());
        assert_eq!(longer.matches("<tr>").count(), 1 + ROWS);
        assert!(longer.len() < long.len() + 200, "rows that nobody sees take room");
        assert!(
            longer.contains("(9 000 rows)") && longer.contains("The first 3 000 of 9 000 rows"),
            "what is left out is not said"
        );
        assert!(!long.contains("The first"), "something is said to be left out");
    }
}

//! Dependence by year, as text for a terminal.

use std::fmt::Write;

use comfy_table::Cell;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::{fine_percent, percent};
use crate::model::Rung;
use crate::questions::ladder::RUNGS;
use crate::questions::timeline::Timeline;
use crate::questions::uncounted::uncounted_words;

/// Dependence by year, denial by denial, and what of all that stands ready is domestic.
#[must_use]
pub fn timeline_text(list: &[Timeline], screen: Screen) -> String {
    let mut parts: Vec<String> = list.iter().map(|timeline| one_timeline(timeline, screen)).collect();
    if let Some(timeline) = list.first() {
        let mut table = grid(screen);
        let mut heads = vec![heading("What stands ready, domestic on every count up to", screen)];
        heads.extend(timeline.years.iter().map(|year| right_heading(&year.year.to_string(), screen)));
        table.set_header(heads);
        for rung in Rung::ALL {
            let mut cells = vec![Cell::new(RUNGS[rung as usize])];
            cells.extend(
                timeline
                    .years
                    .iter()
                    .map(|year| right(&year.rungs.map_or_else(none, |rungs| percent(rungs[rung as usize])))),
            );
            table.add_row(cells);
        }
        parts.push(lines(&table) + "\n");
    }
    parts.join("\n")
}

fn one_timeline(timeline: &Timeline, screen: Screen) -> String {
    let by: Vec<String> = timeline.by.iter().map(|name| clean(name)).collect();
    let head = format!("{} · dependence on {}", clean(&timeline.title), by.join(" and "));
    let mut text = format!("{}\n", strong(&head, screen));
    let _ = writeln!(
        text,
        "What would be lost in the end of what is usable and needed, if this were denied from that year on: {}.\n",
        timeline.what
    );
    let is_counted = timeline.years.iter().any(|year| year.lost.is_some());
    let mut table = grid(screen);
    let mut heads = vec![heading("", screen)];
    heads.extend(timeline.years.iter().map(|year| right_heading(&year.year.to_string(), screen)));
    heads.push(right_heading(&format!("below {} from", percent(timeline.below)), screen));
    table.set_header(heads);
    let lost = |lost: f64| right(&beside(lost, timeline.below));
    let mut cells = vec![Cell::new("all, counted in US baselines")];
    cells.extend(timeline.years.iter().map(|year| year.lost.map_or_else(|| right(&none()), lost)));
    cells.push(right(&if is_counted { first_year(timeline.independent_from) } else { none() }));
    table.add_row(cells);
    for line in timeline.capabilities.iter().filter(|line| line.lost.iter().any(|lost| *lost > 5e-3)) {
        let mut cells = vec![Cell::new(format!("  {}", clean(&line.name)))];
        cells.extend(line.lost.iter().map(|share| lost(*share)));
        cells.push(right(&first_year(line.independent_from)));
        table.add_row(cells);
    }
    let _ = writeln!(text, "{}", lines(&table));
    let below = percent(timeline.below);
    let last = timeline.years.last().map_or(0, |year| year.year);
    let _ = match timeline.independent_from {
        _ if !is_counted => writeln!(
            text,
            "\nWhat a denial takes over all capabilities cannot be counted, since none has a US baseline in any year."
        ),
        Some(year) => writeln!(text, "\nFrom {year} on, a denial costs less than {below} of capability."),
        None => writeln!(text, "\nFrom no year of the horizon on does a denial cost less than {below} of capability."),
    };
    if is_counted && let Some(words) = uncounted_words(&timeline.uncounted, last, "shares over all capabilities") {
        let _ = writeln!(text, "{words}");
    }
    wrapped(&text, screen)
}

/// What stands where nothing can be counted.
fn none() -> String {
    "–".to_owned()
}

/// A share beside a limit, with one more digit where it would else look like the limit.
fn beside(share: f64, limit: f64) -> String {
    if percent(share) == percent(limit) { fine_percent(share) } else { percent(share) }
}

pub(in crate::questions) fn first_year(year: Option<i32>) -> String {
    year.map_or_else(|| "no year".to_owned(), |year| year.to_string())
}

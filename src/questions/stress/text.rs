//! A plan under denials, as text for a terminal.

use std::fmt::Write;

use comfy_table::Cell;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, more, right, right_heading, strong, wrapped};
use crate::layout::number::{fine_percent, percent, plain};
use crate::legible::legible;
use crate::questions::stress::{Stress, StressNation};
use crate::questions::uncounted::uncounted_words;

/// How many lines of a list are shown.
const SHOWN: usize = 10;

/// A plan under one denial; what some nations have of it, too.
#[must_use]
pub fn stress_text(stress: &Stress, nations: &[String], screen: Screen) -> String {
    let head = format!("{} · {}", clean(&stress.title), clean(&stress.name));
    let mut text = format!("{}\n", strong(&head, screen));
    text += &opening(stress);
    let mut table = grid(screen);
    let mut heads = vec![heading("By year", screen)];
    heads.extend(stress.years.iter().map(|year| right_heading(&year.year.to_string(), screen)));
    table.set_header(heads);
    let mut add = |name: &str, value: &dyn Fn(&crate::questions::stress::StressYear) -> Option<f64>| {
        let mut cells = vec![Cell::new(name)];
        cells.extend(stress.years.iter().map(|year| right(&share(value(year), fine_percent))));
        table.add_row(cells);
    };
    add("gap in normal times", &|year| year.gap);
    add("gap when denied", &|year| year.gap_when_denied);
    add("lost of what is usable and needed", &|year| year.lost);
    let _ = writeln!(text, "\n{}", lines(&table));
    let last = stress.years.last().map_or(0, |year| year.year);
    let hit: Vec<_> = stress.capabilities.iter().filter(|line| line.lost > 5e-5).collect();
    if !hit.is_empty() {
        let enablers = hit.iter().any(|line| line.lost_by_enablers > 5e-5);
        let mut table = grid(screen);
        let mut heads = vec![heading(&format!("Capabilities in {last}, largest loss first"), screen)];
        heads.extend(["usable", "left", "lost"].map(|head| right_heading(head, screen)));
        heads.extend(enablers.then(|| right_heading("for want of enablers", screen)));
        heads.extend(["gap", "gap when denied"].map(|head| right_heading(head, screen)));
        table.set_header(heads);
        for line in hit.iter().take(2 * SHOWN) {
            let mut cells = vec![Cell::new(clean(&line.name)), right(&plain(line.usable)), right(&plain(line.left))];
            cells.push(right(&percent(line.lost)));
            cells.extend(enablers.then(|| right(&percent(line.lost_by_enablers))));
            cells.extend([line.gap, line.gap_when_denied].map(|gap| right(&share(gap, percent))));
            table.add_row(cells);
        }
        let _ = writeln!(text, "\n{}{}", lines(&table), more(hit.len(), 2 * SHOWN));
    }
    let list: Vec<String> = (stress.kinds.iter())
        .filter_map(|line| Some((line, line.lost.filter(|lost| *lost > 5e-5)?)))
        .map(|(line, lost)| format!("{} {}", line.kind, fine_percent(lost)))
        .collect();
    if list.len() > 1 {
        let _ = writeln!(text, "\nEach denied alone would take in {last}: {}.", list.join(", "));
    }
    if !stress.things.is_empty() {
        let mut table = grid(screen);
        table.set_header([
            heading("What loses most, enablers apart", screen),
            heading("", screen),
            heading("gives", screen),
            right_heading("US-equivalents lost", screen),
            right_heading("of all losses", screen),
        ]);
        for thing in stress.things.iter().take(SHOWN) {
            table.add_row([
                Cell::new(clean(&thing.name)),
                Cell::new(&thing.of),
                Cell::new(clean(&thing.capability)),
                right(&plain(thing.equivalents)),
                right(&share(thing.share, percent)),
            ]);
        }
        let _ = writeln!(text, "\n{}{}", lines(&table), more(stress.things.len(), SHOWN));
    }
    let most: Vec<String> = (stress.nations.iter().take(6))
        .filter_map(|line| Some((line, line.lost.filter(|lost| *lost > 5e-5)?)))
        .map(|(line, lost)| format!("{} {}", clean(&line.name), percent(lost)))
        .collect();
    if !most.is_empty() {
        let _ = writeln!(text, "\nNations that lose most of their own, enablers apart: {}.", most.join(", "));
    }
    for nation in stress.nations.iter().filter(|line| nations.contains(&line.nation)) {
        let _ = writeln!(text, "\n{}", own(nation, last, screen));
    }
    if stress.shared_alike {
        let _ =
            writeln!(text, "\nToo few enablers are shared alike by what needs them: the plan does not say how else.");
    }
    for switch in &stress.open_switches {
        let _ = writeln!(text, "\n{}.", legible(switch));
    }
    if stress.estimated > 5e-5 {
        let _ = writeln!(
            text,
            "\nOf what is lost, enablers apart, {} is an estimate: what the denier adds in value, because nothing else is stated.",
            percent(stress.estimated)
        );
    }
    if stress.of_unknown_origin > 5e-5 {
        let _ = writeln!(
            text,
            "\nOf what stands ready in {last}, enablers apart, {} is held and nothing says who made or supports it: no denial takes it.",
            percent(stress.of_unknown_origin)
        );
    }
    wrapped(&text, screen)
}

/// Who denies what, and what that takes in the last year.
fn opening(stress: &Stress) -> String {
    let mut text = String::new();
    let by: Vec<String> = stress.by.iter().map(|name| clean(name)).collect();
    let _ = writeln!(text, "Denied by {}: {}, from {} on.", by.join(" and "), stress.what, stress.from);
    if let Some(last) = stress.years.last() {
        let _ = match (last.lost, last.gap_when_denied, last.gap) {
            (Some(lost), Some(when_denied), Some(gap)) => writeln!(
                text,
                "In {} that takes {} of what is usable and needed; the gap to the US baselines is {} instead of {}.",
                last.year,
                fine_percent(lost),
                fine_percent(when_denied),
                fine_percent(gap)
            ),
            _ => writeln!(
                text,
                "What that takes over all capabilities cannot be counted, since none has a US baseline in {}.",
                last.year
            ),
        };
        if last.lost.is_some()
            && let Some(words) = uncounted_words(&stress.uncounted, last.year, "shares over all capabilities")
        {
            let _ = writeln!(text, "{words}");
        }
    }
    text
}

/// A share, or a dash where it cannot be counted.
fn share(share: Option<f64>, words: fn(f64) -> String) -> String {
    share.map_or_else(|| "–".to_owned(), words)
}

/// What a nation has, capability by capability.
fn own(nation: &StressNation, last: i32, screen: Screen) -> String {
    let mut table = grid(screen);
    let mut heads = vec![heading(&format!("What {} has in {last}, enablers apart", clean(&nation.name)), screen)];
    heads.extend(["US-equivalents", "left", "lost"].map(|head| right_heading(head, screen)));
    table.set_header(heads);
    for line in &nation.capabilities {
        table.add_row([
            Cell::new(clean(&line.name)),
            right(&plain(line.there)),
            right(&plain(line.left)),
            right(&percent(line.lost)),
        ]);
    }
    let mut cells = vec![Cell::new("all, counted in US baselines"), Cell::new(""), Cell::new("")];
    cells.push(right(&share(nation.lost, fine_percent)));
    table.add_row(cells);
    lines(&table)
}

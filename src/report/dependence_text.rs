//! Dependence as text for a terminal: the ladder, denials, the timeline.

use std::fmt::Write;

use comfy_table::Cell;

use crate::legible::legible;
use crate::model::Rung;
use crate::report::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::report::number::{fine_percent, money, percent, plain};
use crate::report::text::Screen;
use crate::study::{LadderLine, Ladders, Stress, StressNation, Timeline};

/// How many lines of a list are shown.
const SHOWN: usize = 10;

/// What the rungs are called in headings.
const RUNGS: [&str; 5] = ["domestic seat", "owned inside", "value added", "free to change", "without US"];

/// The ladder: one line over all, then by capability, nation and producer.
#[must_use]
pub fn ladder_text(ladders: &Ladders, by: &[String], screen: Screen) -> String {
    let (first, last) = ladders.years;
    let title = format!("{} · {first}–{last} · the dependence ladder", clean(&ladders.title));
    let mut text = format!("{}\n", strong(&title, screen));
    let mut table = grid(screen);
    let mut heads =
        vec![heading("Each step counts only what the one before left", screen), right_heading("value", screen)];
    heads.extend(RUNGS.map(|rung| right_heading(rung, screen)));
    table.set_header(heads);
    for line in ladders.lines.iter().filter(|line| line.by == "all" && line.value > 0.0) {
        let (name, value) = match line.of {
            "orders" => ("what is ordered".to_owned(), money(line.value)),
            "held today" => (format!("what is held in {first}"), String::new()),
            "held" => (format!("of it what is still held in {last}"), String::new()),
            _ => (format!("all that stands ready in {last}"), String::new()),
        };
        table.add_row(row(&name, &value, line));
    }
    let _ = writeln!(text, "\n{}", lines(&table));
    if let Some(orders) = ladders.lines.iter().find(|line| line.of == "orders" && line.value > 0.0) {
        let [seat, owned, added, free, works] = orders.rungs.map(percent);
        let _ = writeln!(
            text,
            "\nOf what is ordered, {seat} has a domestic seat, {owned} is owned inside as well, {added} is value added inside \
             as well, {free} is free to change and export as well, and {works} still works without the United States as well."
        );
        let alone = Rung::ALL.map(|rung| format!("{} {}", RUNGS[rung as usize], percent(orders.alone[rung as usize])));
        let _ = writeln!(text, "Each by itself, of what is ordered: {}.", alone.join(", "));
    }
    for by in by {
        let of = |of: &str, least: f64| -> Vec<&LadderLine> {
            ladders.lines.iter().filter(|line| line.by == by.as_str() && line.of == of && line.value > least).collect()
        };
        // Money that would be shown as nothing is left out.
        let (mut list, held) = (of("orders", 5e-3), of("held today", 0.0));
        list.sort_by(|a, b| b.value.total_cmp(&a.value));
        if list.is_empty() && held.is_empty() {
            continue;
        }
        let mut table = grid(screen);
        let mut heads = vec![heading(&format!("What is ordered, by {by}"), screen), right_heading("value", screen)];
        heads.extend(RUNGS.map(|rung| right_heading(rung, screen)));
        if !held.is_empty() {
            heads.push(right_heading(&format!("held in {first}: without US"), screen));
        }
        table.set_header(heads);
        for line in list.iter().take(2 * SHOWN) {
            let mut cells = row(&clean(&line.name), &money(line.value), line);
            if let Some(there) = held.iter().find(|held| held.code == line.code) {
                cells.push(right(&percent(there.rungs[4])));
            }
            table.add_row(cells);
        }
        let _ = writeln!(text, "\n{}{}", lines(&table), more(list.len(), 2 * SHOWN));
    }
    if !ladders.falls.is_empty() {
        let mut table = grid(screen);
        table.set_header([
            heading("What falls most", screen),
            heading("on the step", screen),
            right_heading("loses", screen),
            right_heading("of", screen),
            heading("because", screen),
        ]);
        for fall in ladders.falls.iter().take(SHOWN) {
            table.add_row([
                Cell::new(clean(&fall.name)),
                Cell::new(
                    Rung::ALL.iter().find(|rung| rung.word() == fall.rung).map_or("", |rung| RUNGS[*rung as usize]),
                ),
                right(&money(fall.lost)),
                right(&money(fall.value)),
                Cell::new(clean(&fall.why)),
            ]);
        }
        let _ = writeln!(text, "\n{}{}", lines(&table), more(ladders.falls.len(), SHOWN));
    }
    let _ = writeln!(
        text,
        "\nWhat is ordered is counted in money; what is held and stands ready, in US baselines by the weight of each \
         capability."
    );
    wrapped(&text, screen)
}

fn row(name: &str, value: &str, line: &LadderLine) -> Vec<Cell> {
    let mut cells = vec![Cell::new(name), right(value)];
    cells.extend(line.rungs.iter().map(|share| right(&percent(*share))));
    cells
}

fn more(all: usize, shown: usize) -> String {
    if all > shown { format!("\n … and {} more", all - shown) } else { String::new() }
}

/// A plan under one denial; what some nations have of it, too.
#[must_use]
pub fn stress_text(stress: &Stress, nations: &[String], screen: Screen) -> String {
    let head = format!("{} · {}", clean(&stress.title), clean(&stress.name));
    let mut text = format!("{}\n", strong(&head, screen));
    let by: Vec<String> = stress.by.iter().map(|name| clean(name)).collect();
    let _ = writeln!(text, "Denied by {}: {}, from {} on.", by.join(" and "), stress.what, stress.from);
    if let Some(last) = stress.years.last() {
        let _ = writeln!(
            text,
            "In {} that takes {} of what is usable; the gap to the US baselines is {} instead of {}.",
            last.year,
            fine_percent(last.lost),
            fine_percent(last.gap_when_denied),
            fine_percent(last.gap)
        );
    }
    let mut table = grid(screen);
    let mut heads = vec![heading("By year", screen)];
    heads.extend(stress.years.iter().map(|year| right_heading(&year.year.to_string(), screen)));
    table.set_header(heads);
    let mut add = |name: &str, value: &dyn Fn(&crate::study::StressYear) -> f64| {
        let mut cells = vec![Cell::new(name)];
        cells.extend(stress.years.iter().map(|year| right(&fine_percent(value(year)))));
        table.add_row(cells);
    };
    add("gap in normal times", &|year| year.gap);
    add("gap when denied", &|year| year.gap_when_denied);
    add("lost of what is usable", &|year| year.lost);
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
            cells.extend([right(&percent(line.gap)), right(&percent(line.gap_when_denied))]);
            table.add_row(cells);
        }
        let _ = writeln!(text, "\n{}{}", lines(&table), more(hit.len(), 2 * SHOWN));
    }
    let hit = stress.kinds.iter().filter(|line| line.lost > 5e-5);
    let list: Vec<String> = hit.map(|line| format!("{} {}", line.kind, fine_percent(line.lost))).collect();
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
                Cell::new(thing.of),
                Cell::new(clean(&thing.capability)),
                right(&plain(thing.equivalents)),
                right(&percent(thing.share)),
            ]);
        }
        let _ = writeln!(text, "\n{}{}", lines(&table), more(stress.things.len(), SHOWN));
    }
    let most: Vec<String> = (stress.nations.iter().take(6))
        .filter(|line| line.lost > 5e-5)
        .map(|line| format!("{} {}", clean(&line.name), percent(line.lost)))
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
    wrapped(&text, screen)
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
    cells.push(right(&fine_percent(nation.lost)));
    table.add_row(cells);
    lines(&table)
}

/// Dependence by year, denial by denial, and what of all that stands ready is domestic.
#[must_use]
pub fn timeline_text(list: &[Timeline], screen: Screen) -> String {
    let mut parts: Vec<String> = list.iter().map(|timeline| one_timeline(timeline, screen)).collect();
    if let Some(timeline) = list.first() {
        let mut table = grid(screen);
        let mut heads = vec![heading("What stands ready, each step counting only what the one before left", screen)];
        heads.extend(timeline.years.iter().map(|year| right_heading(&year.year.to_string(), screen)));
        table.set_header(heads);
        for rung in Rung::ALL {
            let mut cells = vec![Cell::new(RUNGS[rung as usize])];
            cells.extend(timeline.years.iter().map(|year| right(&percent(year.rungs[rung as usize]))));
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
        "What would be lost in the end of what is usable, if this were denied from that year on: {}.\n",
        timeline.what
    );
    let mut table = grid(screen);
    let mut heads = vec![heading("", screen)];
    heads.extend(timeline.years.iter().map(|year| right_heading(&year.year.to_string(), screen)));
    heads.push(right_heading(&format!("below {} from", percent(timeline.below)), screen));
    table.set_header(heads);
    let lost = |lost: f64| right(&beside(lost, timeline.below));
    let mut cells = vec![Cell::new("all, counted in US baselines")];
    cells.extend(timeline.years.iter().map(|year| lost(year.lost)));
    cells.push(right(&first_year(timeline.independent_from)));
    table.add_row(cells);
    for line in timeline.capabilities.iter().filter(|line| line.lost.iter().any(|lost| *lost > 5e-3)) {
        let mut cells = vec![Cell::new(format!("  {}", clean(&line.name)))];
        cells.extend(line.lost.iter().map(|share| lost(*share)));
        cells.push(right(&first_year(line.independent_from)));
        table.add_row(cells);
    }
    let _ = writeln!(text, "{}", lines(&table));
    let below = percent(timeline.below);
    let _ = match timeline.independent_from {
        Some(year) => writeln!(text, "\nFrom {year} on, a denial costs less than {below} of capability."),
        None => writeln!(text, "\nFrom no year of the horizon on does a denial cost less than {below} of capability."),
    };
    wrapped(&text, screen)
}

/// A share beside a limit, with one more digit where it would else look like the limit.
fn beside(share: f64, limit: f64) -> String {
    if percent(share) == percent(limit) { fine_percent(share) } else { percent(share) }
}

pub(super) fn first_year(year: Option<i32>) -> String {
    year.map_or_else(|| "no year".to_owned(), |year| year.to_string())
}

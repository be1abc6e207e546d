//! The ladder of dependence, as text for a terminal.

use std::fmt::Write;

use comfy_table::Cell;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, more, right, right_heading, strong, wrapped};
use crate::layout::number::{money, percent};
use crate::model::Rung;
use crate::questions::ladder::{LadderLine, Ladders};
use crate::questions::uncounted::uncounted_words;

/// How many lines of a list are shown.
const SHOWN: usize = 10;

/// What the rungs are called in headings.
pub const RUNGS: [&str; 5] = ["domestic seat", "owned inside", "value added", "free to change", "without US"];

/// The ladder: one line over all, then by capability, nation and producer.
#[must_use]
pub fn ladder_text(ladders: &Ladders, by: &[String], screen: Screen) -> String {
    let (first, last) = ladders.years;
    let title = format!("{} · {first}–{last} · {} · the dependence ladder", clean(&ladders.title), ladders.money);
    let mut text = format!("{}\n", strong(&title, screen));
    let mut table = grid(screen);
    let mut heads = vec![heading("Domestic on every count up to", screen), right_heading("value", screen)];
    heads.extend(RUNGS.map(|rung| right_heading(rung, screen)));
    table.set_header(heads);
    for line in ladders.lines.iter().filter(|line| line.by == "all" && line.value > 0.0) {
        let (name, value) = match &*line.of {
            "orders" => ("what is ordered".to_owned(), money(line.value)),
            "held today" => (format!("what is held in {first}"), String::new()),
            "held" => (format!("of it what is still held in {last}"), String::new()),
            _ => (format!("all that stands ready in {last}"), String::new()),
        };
        table.add_row(row(&name, &value, line));
    }
    let _ = writeln!(text, "\n{}", lines(&table));
    if let Some(orders) = ladders.lines.iter().find(|line| line.of == "orders" && line.value > 0.0) {
        let alone = Rung::ALL.map(|rung| format!("{} {}", RUNGS[rung as usize], percent(orders.alone[rung as usize])));
        let _ = writeln!(text, "\nEach by itself, of what is ordered: {}.", alone.join(", "));
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
        let mut heads = vec![
            heading(&format!("What is ordered, by {by}, domestic on every count up to"), screen),
            right_heading("value", screen),
        ];
        heads.extend(RUNGS.map(|rung| right_heading(rung, screen)));
        if !held.is_empty() {
            heads.push(right_heading(&format!("held in {first}: all of these"), screen));
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
    if let Some(words) = uncounted_words(&ladders.uncounted, last, "what is held and stands ready") {
        let _ = writeln!(text, "{words}");
    }
    wrapped(&text, screen)
}

fn row(name: &str, value: &str, line: &LadderLine) -> Vec<Cell> {
    let mut cells = vec![Cell::new(name), right(value)];
    cells.extend(line.rungs.iter().map(|share| right(&percent(*share))));
    cells
}

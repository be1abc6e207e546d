//! What a nation's joining is worth, as text for a terminal.

use std::fmt::Write;

use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::money;
use crate::questions::coalition::join::JoinData;
use crate::questions::coalition::words::within;

/// The text.
#[must_use]
pub fn join_text(data: &JoinData, seconds: f64, screen: Screen) -> String {
    let unit = data.unit.as_str();
    let nation = clean(&data.nation);
    let head = format!("{} · {nation} joins {}, {seconds:.1} s", clean(&data.title), clean(&data.proposal));
    let mut text = format!("{}\n\n", strong(&head, screen));
    let _ = writeln!(
        text,
        "At equal capability, members save {} without {nation}. With it, all together save {}: it adds {}.\n",
        within(data.without, unit),
        within(data.with, unit),
        within(data.adds, unit)
    );
    let mut table = grid(screen);
    let mut heads = vec![
        heading("", screen),
        right_heading("saves before", screen),
        right_heading("saves after", screen),
        right_heading("gains without a fee", screen),
    ];
    if let Some(fee) = data.fee {
        heads.push(right_heading(&format!("gains with a fee of {}", money(fee)), screen));
    }
    table.set_header(heads);
    for line in &data.lines {
        let mut row = vec![comfy_table::Cell::new(clean(&line.player))];
        let cells = [Some(line.before), Some(line.after), Some(line.gains), line.with_fee];
        row.extend(cells.into_iter().flatten().map(|limits| right(&within(limits, unit))));
        table.add_row(row);
    }
    let _ = writeln!(text, "{}\n", lines(&table));
    let (least, largest) = (within(data.least_fee, unit), within(data.largest_fee, unit));
    let _ = writeln!(text, "Members lose with a fee below {least}. {nation} loses with a fee above {largest}.");
    let room = 1e-6 * data.least_fee.low.abs().max(1.0);
    if data.largest_fee.high < data.least_fee.low - room {
        let _ = writeln!(text, "So there is no fee with which nobody loses.");
    }
    if let (Some(fee), Some(told)) = (data.fee, data.told.as_deref()) {
        let what = match told {
            "nobody_loses" => "nobody loses".to_owned(),
            "the_nation_loses" => format!("{nation} loses"),
            "members_lose" => "members lose".to_owned(),
            "both_lose" => format!("{nation} and members lose"),
            _ => "who loses cannot be told with these proofs".to_owned(),
        };
        let _ = writeln!(text, "With a fee of {}, {what}.", money(fee));
    }
    let _ = writeln!(
        text,
        "All pay one price, by the volume that each orders alone, and a fee is divided among members by the same volume."
    );
    wrapped(&text, screen)
}

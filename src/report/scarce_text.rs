//! What is scarce, what nearly as good plans share and what moves a plan, as text for a terminal.

use std::fmt::Write;

use comfy_table::Cell;

use crate::report::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::report::number::{fine_percent, money, plain, short, years};
use crate::report::text::Screen;
use crate::study::{AlternativeLine, Alternatives, OneSide, Ordered, ScarceLimit, Scarcity, Sensitivity, StayRange};

/// How many figures of a tornado are shown.
const SHOWN: usize = 40;

/// How wide the bars of a tornado are on either side.
const BAR: usize = 12;

/// A value in the unit of a goal.
fn in_unit(value: f64, unit: &str) -> String {
    match unit {
        "" => fine_percent(value),
        "MEUR" => money(value),
        unit => format!("{} {unit}", plain(value)),
    }
}

/// A change in the unit of a goal, without its sign.
fn change(value: f64, unit: &str) -> String {
    match unit {
        "" => format!("{} points", precise(100.0 * value.abs())),
        unit => format!("{} {unit}", precise(value.abs())),
    }
}

/// Three digits that count: rates are compared.
fn precise(x: f64) -> String {
    if x >= 100.0 || x <= 0.0 {
        return plain(x);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the logarithm of a small number")]
    let places = (2.0 - x.log10().floor()).clamp(0.0, 7.0) as usize;
    format!("{x:.places$}")
}

/// What is scarce to one goal, in sentences.
#[must_use]
pub fn scarcity_text(scarcity: &Scarcity, seconds: f64, screen: Screen) -> String {
    let head = format!("{} · what is scarce, {seconds:.1} s", clean(&scarcity.title));
    let mut text = format!("{}\n", strong(&head, screen));
    let value = in_unit(scarcity.value, scarcity.unit);
    let _ = writeln!(text, "\nTo {}: {value} at best.", scarcity.goal);
    if scarcity.limits.is_empty() {
        let _ = writeln!(text, "Nothing that somebody set is scarce: no limit would change it.");
        return wrapped(&text, screen);
    }
    let verb = scarcity.goal.split_once(' ').map_or(scarcity.goal.as_str(), |(_, measure)| measure);
    for (number, limit) in (1..).zip(&scarcity.limits) {
        let _ = writeln!(text, "\n{number:>3}. {}", strong(&clean(&title(limit)), screen));
        for (side, way) in [(&limit.more, "more"), (&limit.less, "less")] {
            let _ = writeln!(text, "     {}", clean(&sentence(limit, side, way, verb, scarcity.unit)));
        }
        if limit.one_percent.abs() > 0.0 {
            let worth = change(limit.one_percent, scarcity.unit);
            let way = if limit.one_percent > 0.0 { "raise" } else { "lower" };
            let step = if limit.eased_by_more { "more" } else { "less" };
            let _ = writeln!(text, "     At that rate 1 % {step} would {way} {verb} by {worth}.");
        }
        if let Some(off) = limit.checked {
            let _ = writeln!(text, "     Worked out anew from the start: within {}.", fine_percent(off));
        }
    }
    let more = scarcity.binding.saturating_sub(scarcity.limits.len());
    let _ = writeln!(
        text,
        "\n{} limits bind{}; ranked by {}.",
        scarcity.binding,
        if more > 0 { format!(", of which {} are shown", scarcity.limits.len()) } else { String::new() },
        if scarcity.by_percent {
            "what one percent more is worth"
        } else {
            "what one more unit is worth, or one percent with `--by percent`"
        }
    );
    let _ = writeln!(
        text,
        "Rates are exact at the margin on either side, and looked for up to {} of a limit.",
        fine_percent(scarcity.reach)
    );
    if scarcity.looked_at < scarcity.binding {
        let _ = writeln!(
            text,
            "Ranked among the {} limits with the highest prices; `--most` looks at more.",
            scarcity.looked_at
        );
    }
    if scarcity.decided {
        let _ = writeln!(text, "Every yes or no, such as which price band is reached, stands as the plan decides it.");
    }
    wrapped(&text, screen)
}

fn title(limit: &ScarceLimit) -> String {
    let when = if limit.years.is_empty() { String::new() } else { format!(", {}", years(&limit.years)) };
    // The limit of a rule is what may be missing to it: nothing.
    if limit.stands_at == 0.0 {
        return format!("{}{when}", limit.limit);
    }
    let amount = match limit.unit.as_str() {
        "MEUR" => money(limit.stands_at),
        "" => fine_percent(limit.stands_at),
        "units a year" if limit.years.len() > 1 => format!("{} units", plain(limit.stands_at)),
        unit => format!("{} {unit}", plain(limit.stands_at)),
    };
    let all = if limit.years.len() > 1 { " in all" } else { "" };
    format!("{}{when}: {amount}{all}", limit.limit)
}

/// One direction as a sentence.
fn sentence(limit: &ScarceLimit, side: &OneSide, way: &str, measure: &str, unit: &str) -> String {
    // Of a goal that is required, a hundredth is what people think in.
    let (step, one) = match limit.unit.as_str() {
        "" => (0.01, "One point".to_owned()),
        "MEUR" => (1.0, "One MEUR".to_owned()),
        "units a year" => (1.0, "One unit a year".to_owned()),
        "units" => (1.0, "One unit".to_owned()),
        unit => (1.0, format!("One ({unit})")),
    };
    let each = if limit.years.len() > 1 { " in each of these years" } else { "" };
    let (Some(rate), Some(until)) = (side.change, side.until) else {
        return format!("{one} {way}{each}: no plan.");
    };
    let reach = match limit.unit.as_str() {
        "" => format!("{} points", short(100.0 * until)),
        unit => format!("{} {}", short(until), if unit == "units a year" { "units a year" } else { unit }),
    };
    let holds = match side.ends {
        true if until < 1e-9 => "at this point only".to_owned(),
        true => format!("for the first {reach}"),
        false => format!("for {reach} at least"),
    };
    if rate.abs() * step < 1e-13 {
        return format!("{one} {way}{each} changes nothing, {holds}.");
    }
    let verb = if rate > 0.0 { "raises" } else { "lowers" };
    format!("{one} {way}{each} {verb} {measure} by {}, {holds}.", change(rate * step, unit))
}

/// What plans that are nearly as good share.
#[must_use]
pub fn alternatives_text(alternatives: &Alternatives, seconds: f64, screen: Screen) -> String {
    let within = fine_percent(alternatives.within);
    let head = format!("{} · plans within {within}, {seconds:.1} s", clean(&alternatives.title));
    let mut text = format!("{}\n\n", strong(&head, screen));
    for (goal, unit, value, limit) in &alternatives.goals {
        let _ = writeln!(text, "  {goal}: {}, or {} at worst", in_unit(*value, unit), in_unit(*limit, unit));
    }
    let of = |ordered: Ordered| alternatives.lines.iter().filter(move |line| line.ordered == ordered);
    let mut table = grid(screen);
    let heads = [heading("", screen), heading("offer", screen), heading("capability", screen)];
    let numbers = ["this plan", "least", "most"].map(|head| right_heading(head, screen));
    table.set_header(heads.into_iter().chain(numbers).collect::<Vec<_>>());
    for (ordered, words) in [(Ordered::Must, "every plan orders"), (Ordered::May, "some plans order")] {
        let mut first = words;
        for line in of(ordered) {
            table.add_row(cells(first, line));
            first = "";
        }
    }
    let _ = writeln!(text, "\n{}", lines(&table));
    let never: Vec<String> = of(Ordered::Never).map(|line| clean(&line.name)).collect();
    if !never.is_empty() {
        let _ = writeln!(text, "\nNo plan orders: {}.", never.join(", "));
    }
    let counts = [Ordered::Must, Ordered::May, Ordered::Never].map(|ordered| of(ordered).count());
    let _ = writeln!(
        text,
        "\nOf {} offers, every plan orders {}, some order {}, none orders {}. Each goal may lose {within} of what it gains \
         over ordering nothing. {} plans were worked out.",
        alternatives.lines.len(),
        counts[0],
        counts[1],
        counts[2],
        alternatives.solves
    );
    if alternatives.relaxed {
        let _ = writeln!(
            text,
            "Every yes or no, such as which price band is reached, was taken for anything between. What every plan orders and what \
             none orders is certain all the same; of what some order, a few may be such, too. `--proven` decides each."
        );
    }
    wrapped(&text, screen)
}

fn cells(first: &str, line: &AlternativeLine) -> Vec<Cell> {
    let amount = |value: Option<f64>| right(&value.map_or_else(String::new, plain));
    vec![
        Cell::new(first),
        Cell::new(clean(&line.name)),
        Cell::new(clean(&line.capability)),
        right(&plain(line.here)),
        amount(line.least),
        amount(line.most),
    ]
}

/// What moves a plan, as a tornado.
#[must_use]
pub fn sensitivity_text(sensitivity: &Sensitivity, seconds: f64, screen: Screen) -> String {
    let head = format!("{} · what moves it, {seconds:.1} s", clean(&sensitivity.title));
    let mut text = format!("{}\n", strong(&head, screen));
    let unit = sensitivity.unit;
    let by = fine_percent(sensitivity.by);
    let _ = writeln!(text, "\nTo {}: {} as it is.", sensitivity.goal, in_unit(sensitivity.value, unit));
    let far = |value: Option<f64>| value.map_or(0.0, |value| (value - sensitivity.value).abs());
    let widest = sensitivity.lines.iter().map(|line| far(line.down).max(far(line.up))).fold(0.0, f64::max);
    let still = |line: &&_| -> bool {
        let line: &crate::study::SensitivityLine = line;
        let dust = 1e-9 * sensitivity.value.abs().max(1e-3);
        line.down.is_some() && line.up.is_some() && far(line.down).max(far(line.up)) <= dust
    };
    let moving: Vec<_> = sensitivity.lines.iter().filter(|line| !still(line)).collect();
    let ranges = sensitivity.lines.iter().any(|line| line.stays.is_some());
    let mut table = grid(screen);
    let mut heads = vec![heading("", screen)];
    heads.extend([format!("{by} less"), format!("{by} more")].map(|head| right_heading(&head, screen)));
    heads.push(heading("", screen));
    if ranges {
        heads.push(heading("the plan stays from … to", screen));
    }
    table.set_header(heads);
    for line in moving.iter().take(SHOWN) {
        let mut cells = vec![Cell::new(clean(&line.words))];
        cells.extend([line.down, line.up].map(|value| right(&signed(value, sensitivity.value, unit))));
        cells.push(Cell::new(bars(line.down, line.up, sensitivity.value, widest)));
        if ranges {
            cells.push(Cell::new(line.stays.map_or_else(String::new, stays)));
        }
        table.add_row(cells);
    }
    if moving.is_empty() {
        let _ = writeln!(text, "\nNone of these figures moves it.");
    } else {
        let _ = writeln!(text, "\n{}", lines(&table));
    }
    if moving.len() > SHOWN {
        let _ = writeln!(text, "\n{} more figures move it less.", moving.len() - SHOWN);
    }
    let calm = sensitivity.lines.len() - moving.len();
    if calm > 0 && !moving.is_empty() {
        let _ = writeln!(text, "\n{calm} of {} figures do not move it.", sensitivity.lines.len());
    }
    if sensitivity.decided {
        let _ = writeln!(text, "Every yes or no, such as which price band is reached, stands as the plan decides it.");
    }
    wrapped(&text, screen)
}

fn signed(value: Option<f64>, from: f64, unit: &str) -> String {
    let Some(value) = value else { return "no plan".to_owned() };
    let moved = value - from;
    if moved.abs() <= 1e-9 * from.abs().max(1e-3) {
        return "±0".to_owned();
    }
    format!("{}{}", if moved > 0.0 { "+" } else { "−" }, change(moved, unit))
}

/// Bars to either side of where the goal stands.
fn bars(down: Option<f64>, up: Option<f64>, from: f64, widest: f64) -> String {
    let moves = [down, up].map(|value| value.map_or(0.0, |value| value - from));
    let least = moves.iter().copied().fold(0.0, f64::min);
    let most = moves.iter().copied().fold(0.0, f64::max);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a bar's length"
    )]
    let length = |size: f64| if widest > 0.0 { (BAR as f64 * size.abs() / widest).round() as usize } else { 0 };
    let (left, right) = (length(least), length(most));
    format!("{:>BAR$}│{:<BAR$}", "█".repeat(left), "█".repeat(right))
}

fn stays(range: StayRange) -> String {
    let from = if range.from <= 0.0 { "0 %".to_owned() } else { fine_percent(range.from) };
    match range.to {
        Some(to) if (to - range.from).abs() < 1e-9 => "only as it is".to_owned(),
        Some(to) => format!("{from} … {}", fine_percent(to)),
        None => format!("{from} … 200 % and more"),
    }
}

//! What is scarce, in sentences for a terminal.

use std::fmt::Write;

use crate::layout::Screen;
use crate::layout::grid::{clean, strong, wrapped};
use crate::layout::number::count;
use crate::layout::number::{fine_percent, money, plain, short, years};
use crate::layout::units::is_money;
use crate::layout::units::{change, in_unit};
use crate::questions::explain::{OneSide, RateBasis, ScarceLimit, Scarcity};

/// What is scarce to one goal, in sentences.
#[must_use]
pub fn explain_text(scarcity: &Scarcity, seconds: f64, screen: Screen) -> String {
    let head = format!("{} · what is scarce, {seconds:.1} s", clean(&scarcity.title));
    let mut text = format!("{}\n", strong(&head, screen));
    let value = in_unit(scarcity.value, &scarcity.unit);
    let kept = if scarcity.decided { ", with the integer decisions of the plan" } else { "" };
    let _ = writeln!(text, "\nTo {}: {value} at best{kept}.", scarcity.goal);
    if scarcity.limits.is_empty() {
        let _ = writeln!(text, "Nothing that somebody set is scarce: no limit would change it.");
        return wrapped(&text, screen);
    }
    let verb = scarcity.goal.split_once(' ').map_or(scarcity.goal.as_str(), |(_, measure)| measure);
    for (number, limit) in (1..).zip(&scarcity.limits) {
        let _ = writeln!(text, "\n{number:>3}. {}", strong(&clean(&title(limit)), screen));
        for (side, way) in [(&limit.more, "more"), (&limit.less, "less")] {
            let _ = writeln!(text, "     {}", clean(&sentence(limit, side, way, verb, scarcity)));
        }
        if limit.one_percent.abs() > 0.0 {
            let worth = change(limit.one_percent, &scarcity.unit);
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
        "\n{} {}{}; ranked by {}.",
        count(scarcity.binding),
        if scarcity.binding == 1 { "limit binds" } else { "limits bind" },
        if more > 0 { format!(", of which {} are shown", count(scarcity.limits.len())) } else { String::new() },
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
            count(scarcity.looked_at)
        );
    }
    if scarcity.decided {
        let _ = writeln!(
            text,
            "Integer decisions, such as which price band is reached, stand as in the plan unless a line says that everything was decided anew."
        );
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
        unit if is_money(unit) => money(limit.stands_at),
        "" => fine_percent(limit.stands_at),
        "units a year" if limit.years.len() > 1 => format!("{} units", plain(limit.stands_at)),
        unit => format!("{} {unit}", plain(limit.stands_at)),
    };
    let all = if limit.years.len() > 1 { " in all" } else { "" };
    format!("{}{when}: {amount}{all}", limit.limit)
}

/// One direction as a sentence.
fn sentence(limit: &ScarceLimit, side: &OneSide, way: &str, measure: &str, scarcity: &Scarcity) -> String {
    let unit = &scarcity.unit;
    // Of a goal that is required, a hundredth is what people think in.
    let (step, one) = match limit.unit.as_str() {
        "" => (0.01, "One point".to_owned()),
        unit if is_money(unit) => (1.0, format!("One {unit}")),
        "units a year" => (1.0, "One unit a year".to_owned()),
        "units" => (1.0, "One unit".to_owned()),
        unit => (1.0, format!("One ({unit})")),
    };
    let each = if limit.years.len() > 1 { " in each of these years" } else { "" };
    let (Some(rate), Some(until)) = (side.change, side.until) else {
        let kept = if side.by == RateBasis::Plan { " with the integer decisions of this plan" } else { "" };
        return format!("{one} {way}{each}: no plan{kept}.");
    };
    if side.by == RateBasis::Anew {
        let one = if (until - step).abs() < 1e-9 * step { one } else { amount_of(until, &limit.unit) };
        let (moved, to) = (rate * until, in_unit(scarcity.value + rate * until, unit));
        return if moved.abs() < 1e-9 * scarcity.value.abs().max(1e-3) {
            format!("{one} {way}{each}, with everything decided anew, changes nothing.")
        } else {
            let verb = if moved > 0.0 { "raises" } else { "lowers" };
            format!(
                "{one} {way}{each}, with everything decided anew, {verb} {measure} by {} to {to}.",
                change(moved, unit)
            )
        };
    }
    let reach = amount_of(until, &limit.unit);
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

/// So much of a limit.
fn amount_of(amount: f64, unit: &str) -> String {
    match unit {
        "" => format!("{} points", short(100.0 * amount)),
        unit => format!("{} {unit}", short(amount)),
    }
}

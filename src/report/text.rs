//! The summary as text for a terminal, plain where colour is not wanted.

use std::fmt::Write;

use comfy_table::{Cell, ColumnConstraint, Table as Grid};

use crate::audit::Verdict;
use crate::layout::Screen;
use crate::layout::grid::{clean, grid, heading, lines, right, right_heading, strong, wrapped};
use crate::layout::number::{count, fine_percent, money, percent, plain, short, years};
use crate::layout::table::{self, Table};
use crate::layout::units::is_money;
use crate::model::TOGETHER;
use crate::report::orders_text::orders_section;
use crate::report::summary::{GoalLine, Summary};

/// Width of what is set right where there is no terminal.
const PIPED: u16 = 112;

/// Narrower terminals get no bars.
const WIDE: u16 = 100;

/// Places of the columns of the gap table that are not always shown.
const UNIT: usize = 2;
const IDLE: usize = 8;
const BARS: usize = 9;

/// How many gaps that are not settled are shown.
const OPEN: usize = 8;

/// How many national targets are shown.
const TARGETS: usize = 20;

/// The first screen: what an analyst wants to read first.
#[must_use]
pub fn summary_text(summary: &Summary, seconds: Option<f64>, screen: Screen) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", head(summary, seconds, screen));
    if !summary.capabilities.is_empty() {
        let _ = writeln!(text, "\n{}", gap_section(summary, screen));
    }
    if !summary.denials.is_empty() && !summary.capabilities.is_empty() {
        let _ = writeln!(text, "\n{}", denials_section(summary));
    }
    if !summary.targets.is_empty() {
        let _ = writeln!(text, "\n{}", targets_section(summary, screen));
    }
    let _ = writeln!(text, "\n{}", orders_section(summary, screen));
    if !summary.goals.is_empty() {
        let _ = writeln!(text, "\n{}", goals_section(summary, screen));
    }
    if summary.rules > 0 || !summary.programmes.is_empty() {
        let _ = writeln!(text, "\n{}", rules_section(summary));
    }
    if !summary.binding.is_empty() {
        let _ = writeln!(text, "\n{}", binding_section(summary, screen));
    }
    let _ = writeln!(text, "\n{}", foot(summary));
    if summary.ties_open {
        let _ =
            writeln!(text, "Of the plans that all goals value alike this is the solver's own: no tie-break chose it.");
    }
    wrapped(&text, screen)
}

/// Every figure of a model, and how many of them are estimates.
#[must_use]
pub fn figures_text(figures: &Table, screen: Screen) -> String {
    let wanted = "figure written unit year basis currency price_year confidence source stands_in".split(' ');
    // What sources state of prices has columns only where any is stated.
    let is_told = |place: &usize| {
        !matches!(figures.columns[*place].name, "basis" | "currency" | "price_year")
            || figures.rows.iter().any(|row| !matches!(row[*place], table::Cell::Nothing))
    };
    let place = |name| figures.columns.iter().position(|column| column.name == name);
    let places: Vec<usize> = wanted.filter_map(place).filter(is_told).collect();
    let mut grid = grid(screen);
    grid.set_header(places.iter().map(|&place| heading(&figures.columns[place].name.replace('_', " "), screen)));
    for row in &figures.rows {
        grid.add_row(places.iter().map(|&place| match &row[place] {
            table::Cell::Text(text) => clean(text),
            table::Cell::Whole(x) => x.to_string(),
            table::Cell::Number(x) => x.to_string(),
            table::Cell::Nothing => String::new(),
        }));
    }
    lines(&grid)
}

/// What an audit found.
#[must_use]
pub fn verdict_text(verdict: &Verdict, screen: Screen) -> String {
    if verdict.passed() {
        return format!("The plan keeps all {} limits that were checked.", count(verdict.checked));
    }
    let mut grid = grid(screen);
    grid.set_header(["broken limit", "allowed", "found", "beyond", ""].map(|text| heading(text, screen)));
    for breach in &verdict.breaches {
        grid.add_row([
            Cell::new(clean(&breach.limit)),
            right(&short(breach.allowed)),
            right(&short(breach.found)),
            right(&short(breach.found - breach.allowed)),
            Cell::new(clean(&breach.unit)),
        ]);
    }
    let (broken, all) = (count(verdict.breaches.len()), count(verdict.checked));
    let title = format!("The plan breaks {broken} of {all} limits that were checked.");
    format!("{}\n\n{}", strong(&title, screen), lines(&grid))
}

fn head(summary: &Summary, seconds: Option<f64>, screen: Screen) -> String {
    let span: Vec<i32> = if summary.first_year == summary.last_year {
        vec![summary.last_year]
    } else {
        vec![summary.first_year, summary.last_year]
    };
    let span = span.iter().map(i32::to_string).collect::<Vec<_>>().join("–");
    let under =
        if summary.proposal == TOGETHER { String::new() } else { format!(" · {}", clean(&summary.proposal_name)) };
    let title = format!("{} · {span}{under} · {}", clean(&summary.title), summary.money);
    let worst = summary.goals.iter().map(|goal| goal.proven_within).fold(0.0, f64::max);
    let mut proof = if summary.goals.is_empty() {
        format!("audited on {} limits", count(summary.audited_limits))
    } else if !worst.is_finite() {
        "time ran out before every goal was proven".to_owned()
    } else if worst < 1e-6 {
        "every goal proven within 0.0001 %".to_owned()
    } else {
        format!("every goal proven within {}", fine_percent(worst))
    };
    if let Some(seconds) = seconds {
        let _ = write!(proof, ", {seconds:.1} s");
    }
    let room = usize::from(screen.width.unwrap_or(PIPED)).saturating_sub(title.chars().count() + proof.chars().count());
    if room >= 2 {
        format!("{}{}{proof}", strong(&title, screen), " ".repeat(room))
    } else {
        format!("{}\n{proof}", strong(&title, screen))
    }
}

fn gap_section(summary: &Summary, screen: Screen) -> String {
    let (first, last) = (summary.first_year, summary.last_year);
    let mut grid = grid(screen);
    grid.set_header([
        heading("Gap to the US baseline", screen),
        right_heading("baseline", screen),
        heading("of", screen),
        right_heading(&format!("today, {first}"), screen),
        right_heading(&format!("{last}, no orders"), screen),
        right_heading(&format!("{last}, plan"), screen),
        right_heading("too few", screen),
        right_heading("not as good", screen),
        right_heading("no enabler", screen),
        heading("", screen),
    ]);
    for line in &summary.capabilities {
        grid.add_row([
            Cell::new(clean(&line.name)),
            right(&plain(line.baseline)),
            Cell::new(clean(&line.unit)),
            right(&percent(line.today)),
            right(&percent(line.nothing_ordered)),
            right(&percent(line.plan)),
            right(&percent(line.quantity)),
            right(&percent(line.technology)),
            right(&percent(line.idle)),
            Cell::new(bar(line.plan)),
        ]);
    }
    let at = |list: &[f64], place: usize| list.get(place).copied().unwrap_or_default();
    let end = summary.gap.plan.len().saturating_sub(1);
    grid.add_row([
        heading("all capabilities, weighted", screen),
        Cell::new(""),
        Cell::new(""),
        right(&fine_percent(at(&summary.gap.nothing_ordered, 0))),
        right(&fine_percent(at(&summary.gap.nothing_ordered, end))),
        right(&fine_percent(at(&summary.gap.plan, end))),
        Cell::new(""),
        Cell::new(""),
        Cell::new(""),
        Cell::new(bar(at(&summary.gap.plan, end))),
    ]);
    if summary.gap.years.len() > 1 {
        let span = years(&summary.gap.years);
        grid.add_row([
            heading(&format!("  mean of {span}{}", as_goal(summary)), screen),
            Cell::new(""),
            Cell::new(""),
            Cell::new(""),
            right(&fine_percent(summary.gap.mean_nothing_ordered)),
            right(&fine_percent(summary.gap.mean_plan)),
            Cell::new(""),
            Cell::new(""),
            Cell::new(""),
            Cell::new(""),
        ]);
    }
    grid.discover_columns();
    let hide = |grid: &mut Grid, place: usize| {
        if let Some(column) = grid.column_mut(place) {
            column.set_constraint(ColumnConstraint::Hidden);
        }
    };
    if summary.capabilities.iter().all(|line| line.idle < 5e-4) {
        hide(&mut grid, IDLE);
    }
    if screen.width.is_some_and(|width| width < WIDE) {
        hide(&mut grid, UNIT);
        hide(&mut grid, BARS);
    }
    let mut text = lines(&grid);
    if let Some(open) = summary.unsettled.as_ref().filter(|open| !open.is_empty()) {
        let list: Vec<String> = open
            .iter()
            .take(OPEN)
            .map(|gap| format!("{} {} to {}", clean(&gap.name), percent(gap.least), percent(gap.most)))
            .collect();
        let more = if open.len() > OPEN { format!(" and {} more", count(open.len() - OPEN)) } else { String::new() };
        let _ = write!(text, "\n Not settled by what goals may give up, in {last}: {}{more}", list.join(" · "));
    }
    text
}

/// Which goal the mean of the years is, in brackets.
fn as_goal(summary: &Summary) -> String {
    let place = summary.goals.iter().position(|goal| goal.goal == "minimise capability gap");
    place.map_or_else(String::new, |place| format!(", goal {}", place + 1))
}

/// National targets, where no capability has a baseline.
fn targets_section(summary: &Summary, screen: Screen) -> String {
    let mut grid = grid(screen);
    grid.set_header([
        heading("Gap to national targets", screen),
        heading("of", screen),
        right_heading("target", screen),
        right_heading("in", screen),
        right_heading("first year", screen),
        right_heading("no orders", screen),
        right_heading("plan", screen),
    ]);
    let mut list: Vec<_> = summary.targets.iter().collect();
    if list.len() > TARGETS {
        list.sort_by(|a, b| b.plan.total_cmp(&a.plan));
    }
    for line in list.iter().take(TARGETS) {
        grid.add_row([
            Cell::new(clean(&line.name)),
            Cell::new(clean(&line.capability)),
            right(&plain(line.target)),
            right(&line.year.to_string()),
            right(&percent(line.first)),
            right(&percent(line.nothing_ordered)),
            right(&percent(line.plan)),
        ]);
    }
    let more = match list.len().saturating_sub(TARGETS) {
        0 => String::new(),
        more => format!("\n … and {} with smaller gaps (table national_targets)", count(more)),
    };
    lines(&grid) + &more
}

fn denials_section(summary: &Summary) -> String {
    let mut text = format!("If support were denied, gap in {} (entente stress)", summary.last_year);
    for line in &summary.denials {
        let _ = write!(
            text,
            "\n  {}: {}; {} of what is usable and needed is lost",
            clean(&line.name),
            fine_percent(line.gap),
            fine_percent(line.lost)
        );
    }
    text
}

fn goals_section(summary: &Summary, screen: Screen) -> String {
    let mut grid = grid(screen);
    grid.set_header([
        heading("Goals, in order", screen),
        right_heading("best possible", screen),
        right_heading("proven bound", screen),
        right_heading("kept to", screen),
        right_heading("this plan", screen),
    ]);
    for (place, goal) in summary.goals.iter().enumerate() {
        grid.add_row([
            Cell::new(format!("{} {}", place + 1, goal.goal)),
            right(&goal_amount(goal, goal.value)),
            right(&if goal.bound.is_finite() { goal_amount(goal, goal.bound) } else { "none".to_owned() }),
            right(&goal_amount(goal, goal.kept_to)),
            right(&goal_amount(goal, goal.plan)),
        ]);
    }
    let at_reference =
        |goal: &&GoalLine| goal.goal.contains("domestic volume") || goal.goal.contains("dependence on the");
    let mut text = lines(&grid);
    if summary.goals.iter().any(|goal| at_reference(&goal)) {
        text += "\n Domestic volume and dependence are counted at reference prices; orders, above, at the prices paid.";
    }
    text
}

fn goal_amount(goal: &GoalLine, amount: f64) -> String {
    if goal.unit.is_empty() { fine_percent(amount) } else { format!("{} {}", plain(amount), goal.unit) }
}

fn binding_section(summary: &Summary, screen: Screen) -> String {
    let Some(goal) = summary.goals.first() else { return String::new() };
    let mut grid = grid(screen);
    grid.set_header([
        heading("What binds", screen),
        heading("in", screen),
        right_heading(&format!("1 % more of it, to {}", goal.goal), screen),
    ]);
    for limit in summary.binding.iter().take(10) {
        let worth = if goal.unit.is_empty() {
            format!("{} points", short(limit.one_percent_more * 100.0))
        } else {
            format!("{} {}", short(limit.one_percent_more), goal.unit)
        };
        grid.add_row([Cell::new(clean(&limit.limit)), Cell::new(years(&limit.years)), right(&worth)]);
    }
    lines(&grid)
}

fn foot(summary: &Summary) -> String {
    format!(
        "Audited: {} limits, none broken. Rests on unverified prices: {} of order value; {} of all figures are estimates (entente data).",
        count(summary.audited_limits),
        percent(summary.unverified_order_share),
        percent(summary.unverified_figure_share)
    )
    .replace("none broken", &if summary.broken_limits == 0 { "none broken".to_owned() } else { format!("{} broken", count(summary.broken_limits)) })
}

fn bar(share: f64) -> String {
    const WIDTH: usize = 12;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of twelve"
    )]
    let full = (share.clamp(0.0, 1.0) * WIDTH as f64).round() as usize;
    format!("{}{}", "█".repeat(full), "░".repeat(WIDTH - full))
}

/// Rules that are broken, and programmes that are started.
fn rules_section(summary: &Summary) -> String {
    /// How many broken rules are shown.
    const SHOWN: usize = 8;
    let mut text = String::new();
    let started: Vec<String> =
        summary.programmes.iter().map(|(name, year)| format!("{} in {year}", clean(name))).collect();
    if !started.is_empty() {
        let _ = write!(text, "Programmes started: {}", started.join(", "));
    }
    if summary.rules == 0 {
        return text;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    if summary.broken_rules.is_empty() {
        let _ = write!(text, "Rules: {}, all hold (table rules)", count(summary.rules));
        return text;
    }
    let _ = write!(text, "Rules: {}; broken:", count(summary.rules));
    for broken in summary.broken_rules.iter().take(SHOWN) {
        let owed = match broken.penalty {
            Some(penalty) => format!(", paid for with {}", money(penalty)),
            None => ", for it gave way".to_owned(),
        };
        let missing = match broken.unit.as_ref() {
            unit if is_money(unit) => format!("{} missing", money(broken.missing)),
            "shortfall" => format!("{} of shortfall more", fine_percent(broken.missing)),
            unit => format!("{} {unit} missing", short(broken.missing)),
        };
        let _ = write!(text, "\n  {}, {}: {missing}{owed}", clean(&broken.rule), clean(&broken.subject));
    }
    if summary.broken_rules.len() > SHOWN {
        let _ = write!(text, "\n  … and {} more (table rules)", count(summary.broken_rules.len() - SHOWN));
    }
    text
}

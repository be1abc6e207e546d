//! The part of the first screen that tells of orders and money.

use std::fmt::Write;

use crate::layout::Screen;
use crate::layout::grid::{clean, strong};
use crate::layout::number::{fine_percent, money, percent};
use crate::questions::ladder::RUNGS;
use crate::report::summary::{RungLine, Summary, Tallies};
use crate::units::money_unit;

/// Less than this is not told of, MEUR.
const NOTHING: f64 = 0.005;

/// What is ordered and paid, what is left, how much of it is domestic, and who has most of it.
pub(super) fn orders_section(summary: &Summary, screen: Screen) -> String {
    let spent = &summary.spending;
    let ordered: f64 = summary.nations.iter().map(|nation| nation.value).sum();
    let coin = money_unit(&summary.money).trim_start_matches('M');
    let mut text = format!("{}\n  {} {coin} at the prices paid", strong("Orders", screen), money(ordered));
    if spent.budget > 0.0 {
        let _ = write!(
            text,
            "; of budgets of {}, {}{} are paid, {}{} are left",
            money(spent.budget),
            if spent.committed > 0.0 {
                format!("signed contracts take {}, ", money(spent.committed))
            } else {
                String::new()
            },
            money(spent.of_budgets()),
            if spent.lapsed > 0.005 { format!("{} lapse, ", money(spent.lapsed)) } else { String::new() },
            money(spent.left)
        );
    }
    if summary.money_is_no_limit {
        text.push_str("\n  No buyer has a budget: money is no limit.");
    } else if !summary.unlimited.is_empty() {
        let names: Vec<String> = summary.unlimited.iter().map(|name| clean(name)).collect();
        let _ = write!(text, "\n  Money is no limit for {}, by `budget: unlimited`.", names.join(", "));
    }
    text += &where_money_goes(summary);
    text += &unspent(summary);
    text += &by_goal(summary);
    if ordered > 0.0 {
        let shares = |of: fn(&RungLine) -> f64| -> Vec<String> {
            let named = summary.ladder.iter().zip(RUNGS);
            named
                .map(|(rung, word)| format!("{} {}", word.trim_start_matches("domestic "), percent(of(rung))))
                .collect()
        };
        let _ = write!(
            text,
            "\n  domestic, by itself   {}\n  on every count up to  {}",
            shares(|rung| rung.alone).join(" · "),
            shares(|rung| rung.share).join(" → ")
        );
        for (words, list) in [
            ("most to  ", &summary.producers),
            ("most by  ", &summary.nations),
            ("most work", &summary.work),
            ("most of  ", &summary.offers),
        ] {
            let _ = write!(text, "\n  {words}  {}", top(list));
        }
        if summary.unsettled_orders > 0.0 {
            let _ = write!(
                text,
                "\n  {} are ordered through pools: sums, prices and work are settled, but not who orders how much, so no shopping list",
                money(summary.unsettled_orders)
            );
        }
    }
    text
}

/// What is paid that is no order.
fn where_money_goes(summary: &Summary) -> String {
    let spent = &summary.spending;
    let others: Vec<String> = [
        (spent.support, "support what was delivered"),
        (spent.contributions, "enlarge lines"),
        (spent.delivery, "bring goods"),
        (spent.fixed, "set-ups and other fixed costs"),
        (spent.overhead, "what pools cost on top"),
        (spent.programmes, "development programmes"),
        (spent.penalties, "rules that are broken"),
    ]
    .iter()
    .filter(|(amount, _)| *amount > NOTHING)
    .map(|(amount, words)| format!("{words} {}", money(*amount)))
    .collect();
    let mut text = String::new();
    if !others.is_empty() {
        let _ = write!(
            text,
            "\n  paid      orders {} · {}",
            money(spent.orders - spent.fixed - spent.delivery),
            others.join(" · ")
        );
    }
    let other: Vec<String> = [("funds take over", spent.funded), ("buyers without a limit pay", spent.without_limit)]
        .iter()
        .filter(|(words, amount)| *amount > NOTHING && (spent.budget > 0.0 || *words != "buyers without a limit pay"))
        .map(|(words, amount)| format!("{words} {}", money(*amount)))
        .collect();
    if !other.is_empty() {
        let _ = write!(text, "\n  paid in all {}: {} of it", money(spent.paid()), other.join(", "));
    }
    text
}

/// Money that is not spent, year by year.
fn unspent(summary: &Summary) -> String {
    let years: Vec<String> = (summary.unspent.iter())
        .filter(|year| year.left > NOTHING)
        .map(|year| format!("{} {}", year.year, money(year.left)))
        .collect();
    if years.is_empty() {
        return String::new();
    }
    let in_time: f64 = summary.unspent.iter().map(|year| year.in_time).sum();
    let late = if in_time > NOTHING {
        format!(
            "with {} of it something missing could still be ordered and come by {}, if lines have room",
            money(in_time),
            summary.last_year
        )
    } else {
        format!("nothing missing could still be ordered with it and come by {}", summary.last_year)
    };
    format!("\n  not spent {}; {late}", years.join(" · "))
}

/// What each goal adds to the orders.
fn by_goal(summary: &Summary) -> String {
    let whole = summary.orders_by_goal.last().map_or(0.0, |goal| goal.orders);
    if whole > NOTHING {
        let list: Vec<String> = (summary.orders_by_goal.iter().enumerate())
            .map(|(place, goal)| {
                let more = match place {
                    0 => "",
                    _ if goal.added < 0.0 => " less",
                    _ => " more",
                };
                let share = fine_percent((goal.added / whole).abs());
                format!("goal {} {}{more} ({share})", place + 1, money(goal.added.abs()))
            })
            .collect();
        return format!("\n  asked for by {}, each at least cost", list.join(" · "));
    }
    if summary.may_order_more && !summary.offers.is_empty() {
        return "\n  No goal asks for the least cost: orders may be more than the goals need.".to_owned();
    }
    String::new()
}

fn top(list: &[Tallies]) -> String {
    let shown: Vec<String> =
        list.iter().take(6).map(|entry| format!("{} {}", clean(&entry.name), money(entry.value))).collect();
    shown.join(" · ")
}

//! The audit shares no code with the formulation: whatever limit a plan was made without, the audit finds it broken.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use entente::audit::{Breach, audit, recompute};
use entente::formulation::{ColumnKey, FAMILIES, Formulation, Row, RowKey};
use entente::layout::{Cell, csv_text};
use entente::model::{Model, Outcomes};
use entente::plan::{Contribution, Plan, orders_from_csv};
use entente::planning::{Run, judge};
use entente::report::tables;
use entente::solve::{Failure, Options, solve};
use expect_test::expect_file;

use crate::golden::golden_model;
use crate::models::for_every_answer;
use crate::setting::{model, root, solved};

/// Families whose rows are limits of the model or of a rule. Those of the others say what a column is, so that leaving them out breaks
/// nothing that a plan can be held to.
const LIMITS: [&str; 31] = [
    "at_least_nations",
    "at_least_suppliers",
    "budget",
    "ceiling",
    "design_authority",
    "enabler",
    "european_content",
    "excluded_producers",
    "expansion",
    "fielding",
    "fund",
    "funding",
    "home_preference",
    "incremental_band",
    "juste_retour",
    "largest_share",
    "line",
    "lost_when_denied",
    "lots",
    "minimum_order",
    "most_programmes",
    "most_types",
    "need",
    "nobody_worse_off",
    "own_share",
    "programme",
    "ramp",
    "relation",
    "second_source",
    "supply",
    "through_pool",
];

/// Whether a row is a limit. Rows that say what is used and what is usable only count.
fn is_limit(row: &Row) -> bool {
    let only_counts = matches!(
        row.key,
        RowKey::Serving { .. } | RowKey::Usable { .. } | RowKey::Switched { .. } | RowKey::NotMore { .. }
    );
    LIMITS.contains(&row.key.family()) && !only_counts
}

/// Whether a column is what a plan decides; the others follow from these or only help to say a limit.
fn is_decided(key: ColumnKey) -> bool {
    matches!(
        key,
        ColumnKey::Order { .. }
            | ColumnKey::Beyond { .. }
            | ColumnKey::Extra { .. }
            | ColumnKey::Contribution { .. }
            | ColumnKey::Paid { .. }
            | ColumnKey::SetUp { .. }
            | ColumnKey::Fielded { .. }
            | ColumnKey::Start { .. }
            | ColumnKey::ProgrammeShare { .. }
            | ColumnKey::Funded { .. }
            | ColumnKey::Penalty { .. }
            | ColumnKey::Carried { .. }
            | ColumnKey::Serving { .. }
            | ColumnKey::Usable { .. }
    )
}

/// Whether what a point decides keeps every row of a formulation, whatever the other columns are; nothing where the solver does not know.
fn keeps(full: &Formulation, point: &[f64]) -> Option<bool> {
    let mut held = full.clone();
    for place in (0..full.columns.len()).filter(|place| is_decided(full.columns.key(*place))) {
        let key = RowKey::Held { column: u32::try_from(place).unwrap() };
        held.rows.push(Row { unit: full.columns.unit(place), ..Row::equal(key, point[place], vec![(place, 1.0)]) });
    }
    held.goals.truncate(1);
    match solve(&held, &Options::default()) {
        Ok(_) => Some(true),
        Err(Failure::Infeasible) => Some(false),
        Err(_) => None,
    }
}

/// Solves a model without one family of limits after the other: the audit passes what keeps the family by itself, and fails what breaks
/// it. Counts the broken ones by family, of which some are enough.
fn without_each(
    name: &str,
    model: &Model,
    alone: Option<&Outcomes>,
    seen: &mut BTreeMap<&'static str, usize>,
    told: &mut String,
    faults: &mut Vec<String>,
) {
    let mut full = Formulation::of(model, alone);
    let _ = full.take_fair_rows();
    let limits = full.rows.iter().filter(|row| is_limit(row));
    let families: BTreeSet<&str> = limits.map(|row| row.key.family()).collect();
    for family in families {
        if seen.get(family).is_some_and(|often| *often >= 6) {
            continue;
        }
        let mut less = full.clone();
        less.rows.retain(|row| row.key.family() != family || !is_limit(row));
        let Ok(solution) = solve(&less, &Options::default()) else { continue };
        let Some(kept) = keeps(&full, &solution.values) else { continue };
        let plan = Plan::of(model, &less, &solution);
        let verdict = audit(model, &plan, &recompute(model, &plan, alone), &[]);
        if !kept {
            *seen.entry(family).or_default() += 1;
            writeln!(told, "{name} without {family}: {} limits", verdict.checked).unwrap();
            for Breach { limit, allowed, found, unit } in &verdict.breaches {
                writeln!(told, "  {limit}: {} {unit}, at most {}", steady(*found), steady(*allowed)).unwrap();
            }
        }
        if verdict.passed() != kept {
            let breaches = &verdict.breaches;
            faults.push(format!("{name} without {family}, kept: {kept}: {breaches:?} in {:?}", plan.orders));
        }
    }
}

/// Fewer are made than must be ordered.
const MINIMUM: &str = "
model: Below the minimum
horizon: 2026
nations: { DEU: { budget: 30 } }
capabilities: { guns: { us_baseline: 12 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: 5, capacity: 4 a year, minimum_order: 6 } }
goals: [{ minimise: gap }]
";

/// A number with as many digits as no solver's tolerance changes.
fn steady(number: f64) -> f64 {
    if number.abs() < 1e-6 { 0.0 } else { format!("{number:.4e}").parse().unwrap() }
}

/// What each audit says is in `tests/golden/audits.txt`: each limit in its words, with what is found and what is allowed.
#[test]
fn a_plan_made_without_a_limit_fails_its_audit() {
    let (mut seen, mut told, mut faults) = (BTreeMap::new(), String::new(), Vec::new());
    without_each("minimum", &model(MINIMUM), None, &mut seen, &mut told, &mut faults);
    for family in FAMILIES {
        let (model, alone) = golden_model(family.name);
        without_each(family.name, &model, alone.as_ref(), &mut seen, &mut told, &mut faults);
    }
    for_every_answer(|model, run, answer, _| {
        without_each(&answer.name(), model, run.known.alone.as_ref(), &mut seen, &mut told, &mut faults);
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let unseen: Vec<&&str> = LIMITS.iter().filter(|family| !seen.contains_key(**family)).collect();
    assert!(unseen.is_empty(), "no plan breaks {unseen:?}, so that nothing is shown of them");
    expect_file![root().join("tests/golden/audits.txt")].assert_eq(&told);
}

/// Half a unit is no rounding error: orders that nobody may place are found, each by the limit that it breaks.
#[test]
fn half_a_unit_that_may_not_be_ordered_fails_its_audit() {
    let model = model(
        "
model: May not be ordered
horizon: 2026..2028
nations:
  DEU: { budget: 100 }
  EST: { budget: 100, excludes: [shunned] }
capabilities: { guns: { us_baseline: 100 } }
producers: { works: { seat: DEU }, shunned: { seat: USA } }
offers:
  gun: { by: works, gives: guns, price: 1 }
  late: { by: works, gives: guns, price: 1, lead_time: 1 year }
  closed: { by: works, gives: guns, price: 1, open: 2027..2028 }
  other: { by: shunned, gives: guns, price: 1 }
proposals: { p: { pools: { own: { members: '{DEU}' } } } }
",
    );
    let broken = |order: &str| -> Vec<String> {
        let text = format!("nation,offer,year,quantity\n{order},0.5\n");
        let run = judge(&model, orders_from_csv(&model, &text).unwrap(), None);
        run.verdict.breaches.iter().map(|breach| breach.limit.clone()).collect()
    };
    assert_eq!(broken("EST,gun,2026"), Vec::<String>::new());
    assert_eq!(broken("EST,late,2028"), ["order of late by EST, 2028: delivered after the horizon"]);
    assert_eq!(broken("EST,closed,2026"), ["order of closed by EST, 2026: the offer is not open in that year"]);
    assert_eq!(broken("EST,other,2026"), ["order of other by EST, 2026: the nation buys nothing from shunned"]);
    let model = model.under(model.proposals.find("p").unwrap());
    let mut plan = orders_from_csv(&model, "nation,offer,year,quantity\nDEU,gun,2026,0.5\n").unwrap();
    plan.orders[0].group = model.groups.find("own").unwrap();
    assert!(judge(&model, plan.clone(), None).verdict.passed());
    plan.orders[0].nation = model.nations.find("EST").unwrap();
    let limits: Vec<String> =
        judge(&model, plan, None).verdict.breaches.iter().map(|breach| breach.limit.clone()).collect();
    let stranger =
        ["order of gun by EST, 2026: the nation is not in the group own", "payment of EST for gun: by no member"];
    assert_eq!(limits, stranger);
}

/// Half a million is none either: whoever may not pay for more of a line, or pays less than nothing.
#[test]
fn half_a_million_that_may_not_be_paid_fails_its_audit() {
    let (model, _) = golden_model("funding");
    let plan = solved(&model).plan;
    let breaches = |plan: &Plan| -> Vec<String> {
        let verdict = audit(&model, plan, &recompute(&model, plan, None), &[]);
        verdict.breaches.iter().map(|breach| breach.limit.clone()).collect()
    };
    assert_eq!(breaches(&plan), Vec::<String>::new());
    for paid in &plan.contributions {
        for nation in model.nations.ids() {
            let mut altered = plan.clone();
            altered.contributions.push(Contribution { nation, amount: 0.5, ..*paid });
            let strange = breaches(&altered).iter().any(|limit| limit.contains("is no payer for the line of"));
            assert_eq!(strange, !plan.contributions.iter().any(|one| one.nation == nation && one.line == paid.line));
            altered.contributions.last_mut().unwrap().amount = -0.5;
            assert_ne!(breaches(&altered), Vec::<String>::new());
        }
    }
}

/// What an audit found, and the tables of what was worked out.
fn tell(name: &str, run: &Run, told: &mut String) {
    writeln!(told, "# {name}: {} of {} limits broken", run.verdict.breaches.len(), run.verdict.checked).unwrap();
    for Breach { limit, allowed, found, unit } in &run.verdict.breaches {
        writeln!(told, "  {limit}: {} {unit}, at most {}", steady(*found), steady(*allowed)).unwrap();
    }
    for mut table in tables(&run.model, run).into_iter().filter(|table| !table.rows.is_empty()) {
        if ["spending", "payments", "rules", "penalties", "usable"].contains(&table.name) {
            for cell in table.rows.iter_mut().flatten() {
                if let Cell::Number(number) = cell {
                    *number = steady(*number);
                }
            }
            writeln!(told, "{}\n{}", table.name, csv_text(&table).unwrap().trim_end()).unwrap();
        }
    }
}

/// Plans that say nothing but their orders, and plans of nothing: who pays what and when, what is carried and who is served is worked
/// out, and audited.
#[test]
fn what_a_plan_does_not_say_is_worked_out() {
    let mut told = String::new();
    for family in FAMILIES {
        let (model, alone) = golden_model(family.name);
        for (what, orders) in [("orders", solved(&model).plan.orders), ("nothing", Vec::new())] {
            let run = judge(&model, Plan { orders, ..Plan::default() }, alone.as_ref());
            tell(&format!("{}: {what}", family.name), &run, &mut told);
        }
    }
    expect_file![root().join("tests/golden/brought.txt")].assert_eq(&told);
}

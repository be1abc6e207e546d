//! Proposals against everyone alone: what is saved, and where it comes from, against answers worked out by hand.

use entente::input::{Setting, read_file};
use entente::layout::Screen;
use entente::model::{ALONE, Model};
use entente::planning::Approach;
use entente::questions::compare::ComparisonSummary;
use entente::questions::compare::compare;
use entente::questions::compare::{Comparison, Contender, SameOrders, Saving, comparison_text};

use crate::models::model_path;
use crate::setting::{assert_close, model, model_file, small_models};

/// Everyone alone and the proposals that are named.
fn compared(model: &Model, proposals: &[&str]) -> Comparison {
    let contenders = [ALONE].iter().chain(proposals).map(|code| {
        let id = model.proposals.find(code).unwrap_or_else(|| panic!("no proposal `{code}`"));
        Contender { code: (*code).to_owned(), name: model.proposals[id].name.clone(), model: model.under(id) }
    });
    compare(&contenders.collect::<Vec<_>>(), Approach::default())
}

fn with(file: &str, settings: &[(&str, &str)]) -> Model {
    let settings: Vec<Setting> =
        settings.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    read_file(&model_path(file), &settings).model.unwrap()
}

/// The least cost and the saving of a proposal.
fn saved(comparison: &Comparison, code: &str) -> Option<(f64, Saving)> {
    let side = comparison.sides.iter().find(|side| side.code == code).unwrap();
    let run = side.cheapest.as_ref()?.as_ref().ok()?;
    Some((run.known.spending.paid().sum(), side.saving?))
}

#[track_caller]
fn assert_saved(comparison: &Comparison, code: &str, cost: f64, expected: Saving) {
    let (found_cost, found) = saved(comparison, code).unwrap_or_else(|| panic!("{code} saves nothing that is known"));
    assert_close(found_cost, cost, 1e-6);
    let parts = |saving: Saving| [saving.total, saving.price, saving.fixed, saving.pools, saving.reallocation];
    for (name, (found, expected)) in
        ["total", "price", "fixed", "pools", "reallocation"].iter().zip(parts(found).into_iter().zip(parts(expected)))
    {
        let room = 1e-5 * expected.abs().max(1.0);
        assert!((found - expected).abs() <= room, "{code}, {name}: found {found}, expected {expected}");
    }
}

/// Each nation alone buys 15 guns for 30 and pays 10 to set up: 80 for the 30 of 40 that are the gap of 25 %.
#[test]
fn one_set_up_instead_of_two_is_what_pooling_saves() {
    let model = model_file(&model_path("proposals.yaml"));
    let comparison = compared(&model, &["together", "dear", "dear_but_free_to_leave", "talks", "late"]);
    let (goal, value) = comparison.reached_alone.as_ref().unwrap();
    assert_eq!(goal.words(), "minimise capability gap");
    assert_close(*value, 0.25, 1e-6);
    assert_saved(&comparison, "alone", 80.0, Saving::default());
    // The same 30 guns, and one set-up: 60 + 10.
    assert_saved(&comparison, "together", 70.0, Saving { total: 10.0, fixed: 10.0, ..Saving::default() });
    // Nobody goes through the pool that all may leave, so that nothing is saved by it or lost to it.
    assert_saved(&comparison, "dear_but_free_to_leave", 80.0, Saving::default());
    // 30 guns cost 60 × 1.25 + 15 = 90 of 80; and the others reach 25 and 20.
    for code in ["dear", "talks", "late"] {
        assert!(saved(&comparison, code).is_none(), "{code} cannot reach what everyone alone reaches");
    }
}

/// With 30 MEUR a year each, everyone alone closes the gap: 20 guns each, 40 × 2 + 2 × 10 = 100.
#[test]
fn a_pool_may_cost_more_than_it_saves() {
    let model = with("proposals.yaml", &[("nations.DEU.budget", "30"), ("nations.POL.budget", "30")]);
    let comparison = compared(&model, &["together", "dear", "dear_but_free_to_leave", "talks", "late"]);
    assert_saved(&comparison, "alone", 100.0, Saving::default());
    assert_saved(&comparison, "together", 90.0, Saving { total: 10.0, fixed: 10.0, ..Saving::default() });
    // 80 × 1.25 + 10 + 5 = 115: one set-up is spared, 25 % of 80 and 5 come on top.
    let dear = Saving { total: -15.0, fixed: 10.0, pools: 25.0, ..Saving::default() };
    assert_saved(&comparison, "dear", 115.0, dear);
    assert_saved(&comparison, "dear_but_free_to_leave", 100.0, Saving::default());
    // In 2026 nobody can buy more than (30 - 10) / 2 = 10 alone, and the pool of 2027 no more than (60 - 10) / 2 = 25. So
    // 40 take both nations alone in 2026 and the pool in 2027: three set-ups, 80 + 30 = 110.
    assert_saved(&comparison, "late", 110.0, Saving { total: -10.0, fixed: -10.0, ..Saving::default() });
    // What is left for 2027 buys 30.
    assert!(saved(&comparison, "talks").is_none());
}

/// Alone Germany buys 21 launchers for 6 and Estonia 7.875 for 8: 189. The pool reaches the price of 6 for all 28.875; the
/// 4.5 from 40 on would be 180.
#[test]
fn one_price_for_all_is_what_pooling_saves() {
    let comparison = compared(&model_file(&model_path("learning-curve.yaml")), &["together"]);
    assert_close(comparison.reached_alone.as_ref().unwrap().1, 0.4225, 1e-6);
    assert_saved(&comparison, "alone", 189.0, Saving::default());
    let price = 7.875 * 2.0;
    assert_saved(&comparison, "together", 189.0 - price, Saving { total: price, price, ..Saving::default() });
}

/// Old vehicles for 4 against new ones for 2 once 30 are spent on developing them: nobody alone, all together. The 30 old
/// ones that everyone alone buys cost the same in the pool, so all that is saved is saved by other orders.
#[test]
fn what_is_ordered_otherwise_is_the_remainder() {
    let comparison = compared(&model_file(&model_path("development.yaml")), &["together"]);
    let (alone, _) = saved(&comparison, "alone").unwrap();
    let (cost, saving) = saved(&comparison, "together").unwrap();
    assert_close(alone, 120.0, 1e-6);
    // Thirty new ones would be 60 + 30; of them 2026 can have none.
    assert_close(saving.total, alone - cost, 1e-9);
    assert_saved(
        &comparison,
        "together",
        cost,
        Saving { total: alone - cost, reallocation: alone - cost, ..Saving::default() },
    );
    assert!(saving.total > 0.0, "{saving:?}");
}

/// Where the first goal is money, the plans themselves are held against each other; where it weighs money against other
/// things, nothing is reached alike, so that nothing is saved.
#[test]
fn where_the_first_goal_is_money_its_plans_are_compared() {
    let comparison = compared(&model_file(&model_path("transport.yaml")), &["together"]);
    assert!(comparison.reached_alone.is_none());
    assert!(comparison.sides.iter().all(|side| side.cheapest.is_none()));
    let paid = |place: usize| comparison.sides[place].run.as_ref().unwrap().known.spending.paid().sum();
    assert_close(paid(0), 153.675, 1e-6);
    assert_close(comparison.sides[1].saving.unwrap().total, paid(0) - paid(1), 1e-9);

    let weighed = compared(&model_file(&model_path("priced-gap.yaml")), &["together"]);
    assert!(weighed.sides.iter().all(|side| side.cheapest.is_none() && side.saving.is_none()));
}

/// Whatever the model: the parts make the whole, the cheapest plan reaches what everyone alone reaches, and no proposal
/// that holds everyone alone in it costs more.
#[test]
fn savings_add_up_in_every_model() {
    let mut told = 0;
    for path in small_models() {
        let model = model_file(&path);
        let codes: Vec<String> = model.proposals.codes().filter(|code| *code != ALONE).map(str::to_owned).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let comparison = compared(&model, &codes);
        let Some(alone) = saved(&comparison, ALONE) else { continue };
        let reached = comparison.reached_alone.as_ref().unwrap().1;
        for side in &comparison.sides {
            let Some((cost, saving)) = saved(&comparison, &side.code) else { continue };
            let name = format!("{} under {}", path.file_name().unwrap().to_string_lossy(), side.code);
            let whole = saving.price + saving.fixed - saving.pools + saving.reallocation;
            assert!((whole - saving.total).abs() <= 1e-6 * cost.max(1.0), "{name}: {saving:?}");
            assert!((alone.0 - cost - saving.total).abs() <= 1e-6 * cost.max(1.0), "{name}: {saving:?}");
            let run = side.cheapest.as_ref().unwrap().as_ref().unwrap();
            let required = run.model.required.last().unwrap();
            let value = entente::measures::goal_value(&run.model, &run.plan, run.known.known(), &required.goal);
            assert!((value - reached).abs() <= 1e-6 * reached.abs().max(1.0) || value < reached, "{name}: {value}");
            // What a solve that was not told to save pays is no less.
            let plan = side.run.as_ref().unwrap();
            let own = entente::measures::goal_value(&plan.model, &plan.plan, plan.known.known(), &required.goal);
            if own <= reached * (1.0 + 1e-9) {
                let paid = plan.known.spending.paid().sum();
                assert!(cost <= paid * (1.0 + 1e-6) + 1e-6, "{name}: least cost {cost}, its plan pays {paid}");
            }
            told += 1;
        }
    }
    assert!(told > 30, "only {told} savings were looked at");
}

/// A nation is worse off when more is missing of what it wants, or when it pays more for no less.
#[test]
fn who_is_worse_off_is_told() {
    let model = model_file(&model_path("nobody-worse-off.yaml"));
    let comparison = compared(&model, &["together", "fair"]);
    let summary = ComparisonSummary::of(&comparison, &model.title).unwrap();
    let line = |code: &str| summary.proposals.iter().find(|line| line.proposal == code).unwrap();
    // Together Germany gets 5.5 of the 10 that it wants, and alone 6; Estonia gets 4.5 of 5, and alone 3.
    assert_eq!(line("together").worse_off, ["DEU"]);
    assert!(line("fair").worse_off.is_empty());
    let nation = |code: &str, nation: &str| {
        summary.nations.iter().find(|line| line.proposal == code && line.nation == nation).unwrap()
    };
    let germany = nation("together", "DEU");
    assert_close(germany.shortfall, 0.45, 1e-6);
    assert_close(germany.shortfall_alone.unwrap(), 0.4, 1e-6);
    assert_eq!(germany.worse_off.as_deref(), Some("more missing"));
    // The rule leaves room for rounding.
    assert_close(nation("fair", "EST").shortfall, 0.2, 1e-5);
    // All of the work is done in Germany: 27 alone, 20 together.
    assert_close(germany.work, 20.0, 1e-6);
    assert_close(germany.work_alone.unwrap(), 27.0, 1e-6);
}

/// Capabilities of two models meet by their codes: the gap that the first model's goal speaks of is that of tanks in the
/// second as well, and nothing can be saved at it where there are none.
#[test]
fn goals_of_another_model_speak_of_its_own_capabilities() {
    let text = |capabilities: &str, offers: &str, of: &str| {
        format!(
            "
model: Two
horizon: 2026
nations: {{ DEU: {{ budget: 30 }}, FRA: {{ budget: 30 }} }}
capabilities: {{ {capabilities} }}
producers: {{ works: {{ seat: DEU }} }}
offers: {{ {offers} }}
goals: [{{ minimise: gap, of: [{of}] }}]
"
        )
    };
    let (guns, tanks) = ("guns: { us_baseline: 10 }", "tanks: { us_baseline: 12 }");
    let both = "gun: { by: works, gives: guns, price: 2 }, tank: { by: works, gives: tanks, price: 10 }";
    let first = model(&text(&format!("{guns}, {tanks}"), both, "tanks"));
    let second = model(&text(&format!("{tanks}, {guns}"), both, "tanks"));
    let third = model(&text(guns, "gun: { by: works, gives: guns, price: 2 }", "guns"));
    let contender = |code: &str, model: &Model, under: &str| Contender {
        code: code.to_owned(),
        name: code.to_owned(),
        model: model.under(model.proposals.find(under).unwrap()),
    };
    let list = vec![
        contender("alone", &first, "alone"),
        contender("second", &second, "together"),
        contender("third", &third, "together"),
    ];
    let comparison = compare(&list, Approach::default());
    // Six of twelve tanks, 60 MEUR, in both.
    let saving = comparison.sides[1].saving.unwrap();
    assert_close(saving.total, 0.0, 1e-6);
    assert!(comparison.sides[2].cheapest.is_none() && comparison.sides[2].saving.is_none());
}

#[test]
fn a_narrow_screen_says_which_columns_it_leaves_out() {
    let told = |width| {
        let model = model_file(&model_path("guns-for-three.yaml"));
        let contender = |code: &str| Contender {
            code: code.to_owned(),
            name: code.to_owned(),
            model: crate::models::put_under(&model, code),
        };
        let summary =
            ComparisonSummary::of(&compare(&[contender(ALONE)], Approach::default()), "guns-for-three.yaml").unwrap();
        comparison_text(&summary, 0.0, Screen { width, color: false })
    };
    assert!(told(Some(80)).contains("Left out on a screen this narrow: domestic seat"), "{}", told(Some(80)));
    assert!(!told(None).contains("Left out"));
}

/// A steep frontier. Ten guns for 1 and ten ships for 20 are needed, half of them by each nation, and whoever orders guns pays 4 to set up.
const STEEP: &str = "
model: The last part is dear
horizon: 2026
nations:
  DEU: { budget: 125, gdp: 1 }
  POL: { budget: 5, gdp: 1 }
capabilities: { guns: { us_baseline: 10 }, ships: { us_baseline: 10 } }
producers: { works: { seat: DEU } }
offers:
  gun: { by: works, gives: guns, price: 1, set_up: 4 }
  ship: { by: works, gives: ships, price: 20 }
goals: [{ minimise: gap }, { minimise: cost }]
";

/// Alone Germany buys 5 guns and 5 ships (5 + 4 + 100), Poland 1 gun (1 + 4): 114 for a gap of (0.4 + 0.5) / 2. Together the same orders
/// spare one set-up of 4. The same gap costs 10 + 4 + 20 at the least, with all guns and one ship: 80 less, but four ships fewer.
#[test]
fn a_level_that_is_reached_with_other_forces_is_no_saving() {
    let model = model(STEEP);
    let comparison = compared(&model, &["together"]);
    assert_close(comparison.reached_alone.as_ref().unwrap().1, 0.45, 1e-6);
    assert_saved(
        &comparison,
        "together",
        34.0,
        Saving { total: 80.0, fixed: 4.0, reallocation: 76.0, ..Saving::default() },
    );
    assert_same_orders(
        &comparison,
        "together",
        SameOrders { cost: 110.0, saved: 4.0, fixed: 4.0, ..SameOrders::default() },
    );
    assert_same_orders(&comparison, "alone", SameOrders { cost: 114.0, ..SameOrders::default() });
    let summary = ComparisonSummary::of(&comparison, &model.title).unwrap();
    let line = |code: &str| summary.proposals.iter().find(|line| line.proposal == code).unwrap();
    let [ships] = line("together").traded.as_slice() else { panic!("{:?}", line("together").traded) };
    assert_eq!(ships.capability, "ships");
    assert_close(ships.more_missing, 0.4, 1e-6);
    assert!(line("alone").traded.is_empty());
    let text = comparison_text(&summary, 0.0, Screen { width: None, color: false });
    assert!(
        text.contains("Of these more is missing than alone, and of others less: all together: ships (+40.0 points)."),
        "{text}"
    );
    let row = text.lines().skip_while(|line| !line.contains("What it saves")).nth(2).unwrap();
    assert!(row.contains("110 m") && row.contains("+4.00 m") && !row.contains("80"), "{row}");
}

/// Where one capability is wanted, the same level is the same forces, whoever sells them.
#[test]
fn nothing_is_traded_where_one_capability_is_wanted() {
    let model = model_file(&model_path("guns-for-three.yaml"));
    let summary = ComparisonSummary::of(&compared(&model, &["three"]), &model.title).unwrap();
    assert!(summary.trades().is_none() && summary.proposals.iter().all(|line| line.traded.is_empty()));
}

/// Twenty guns for 2, and a nation that orders any pays 10 for fielding them. Alone each nation buys ten for all of its 30. The pool pays
/// half, so that Germany can buy all twenty, and one fielding is spared. The same orders still have both.
#[test]
fn fielding_a_type_once_is_saved_by_set_ups() {
    let model = model(
        "
model: Fielded once
horizon: 2026
nations: { DEU: { budget: 30 }, POL: { budget: 30 } }
capabilities: { guns: { us_baseline: 20 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: 2, fielding: { cost: 10 } } }
proposals: { pool: { pools: { office: { members: '{DEU, POL}', exclusive: true, discounts: { works: { 1: 50 % } } } } } }
goals: [{ minimise: gap }, { minimise: cost }]
",
    );
    let comparison = compared(&model, &["pool"]);
    assert_saved(&comparison, "pool", 30.0, Saving { total: 30.0, price: 20.0, fixed: 10.0, ..Saving::default() });
    assert_same_orders(
        &comparison,
        "pool",
        SameOrders { cost: 40.0, saved: 20.0, price: 20.0, ..SameOrders::default() },
    );
}

/// The same orders through pools that cost something, that may be left, that open later, and in another model.
#[test]
fn the_same_orders_are_bought_as_the_proposal_buys() {
    let model = model_file(&model_path("proposals.yaml"));
    let comparison = compared(&model, &["together", "dear", "dear_but_free_to_leave", "talks", "late"]);
    // Thirty guns for 60, and two set-ups: 80. One set-up is spared together.
    assert_same_orders(
        &comparison,
        "together",
        SameOrders { cost: 70.0, saved: 10.0, fixed: 10.0, ..SameOrders::default() },
    );
    // 25 % of 60 and 5 for agreeing come on top, unless members may leave.
    let dear = SameOrders { cost: 90.0, saved: -10.0, fixed: 10.0, pools: 20.0, ..SameOrders::default() };
    assert_same_orders(&comparison, "dear", dear);
    assert_same_orders(&comparison, "dear_but_free_to_leave", SameOrders { cost: 80.0, ..SameOrders::default() });
    // What is ordered before the pool can order waits for it.
    let talks = SameOrders { cost: 75.0, saved: 5.0, fixed: 10.0, pools: 5.0, ..SameOrders::default() };
    assert_same_orders(&comparison, "talks", talks);
    let late = comparison.sides.iter().find(|side| side.code == "late").unwrap().same_orders.unwrap();
    assert!(late.saved <= 10.0 + 1e-6 && late.price.abs() < 1e-6 && late.pools.abs() < 1e-6, "{late:?}");
}

/// Whatever the model: the parts make the whole, and alone saves nothing.
#[test]
fn savings_on_the_same_orders_add_up_in_every_model() {
    let mut told = 0;
    for path in small_models() {
        let model = model_file(&path);
        let codes: Vec<String> = model.proposals.codes().filter(|code| *code != ALONE).map(str::to_owned).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let comparison = compared(&model, &codes);
        for side in &comparison.sides {
            let Some(same) = side.same_orders else { continue };
            let name = format!("{} under {}: {same:?}", path.file_name().unwrap().to_string_lossy(), side.code);
            let near = 1e-9 * (same.cost + same.saved).abs().max(1.0);
            assert!((same.price + same.fixed - same.pools - same.saved).abs() <= near, "{name}");
            assert!(side.code != ALONE || same.saved.abs() <= near, "{name}");
            told += usize::from(same.cost > 0.0);
        }
    }
    assert!(told > 60, "only {told} were looked at");
}

#[track_caller]
fn assert_same_orders(comparison: &Comparison, code: &str, expected: SameOrders) {
    let side = comparison.sides.iter().find(|side| side.code == code).unwrap();
    let found = side.same_orders.unwrap_or_else(|| panic!("{code} cannot place the orders of alone"));
    let parts = |same: SameOrders| [same.cost, same.saved, same.price, same.fixed, same.pools];
    for (name, (found, expected)) in
        ["cost", "saved", "price", "fixed", "pools"].iter().zip(parts(found).into_iter().zip(parts(expected)))
    {
        assert!(
            (found - expected).abs() <= 1e-5 * expected.abs().max(1.0),
            "{code}, {name}: found {found}, expected {expected}"
        );
    }
}

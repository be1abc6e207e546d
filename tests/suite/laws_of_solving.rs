//! Laws of how questions are answered, tried on random models: short ways end where long ones do.

use entente::formulation::{ColumnKey, Expression, Formulation, Row, RowKey};
use entente::id::Id;
use entente::model::Sense;
use entente::solve::{Explorer, Failure, Found, Options, keeping, solve};
use entente::units::Share;
use proptest::prelude::*;

use crate::laws::{GAP, VOLUME, question};
use crate::setting::{assert_close, law, model};

fn asked(formulation: &Formulation) -> (Expression, Sense) {
    let (goal, expression) = &formulation.goals[0];
    (expression.clone(), goal.sense)
}

/// The best of a goal, and then the least of what breaks ties: among the plans that are left once the goal is settled, and
/// among all that keep to what it reached.
fn settled_and_kept(text: &str) -> (Found, Found, Found) {
    let formulation = Formulation::of(&model(text), None);
    let (goal, sense) = asked(&formulation);
    let ties = formulation.tie_break.clone();
    let mut explorer = Explorer::of(formulation.clone()).unwrap();
    let best = explorer.optimise(&goal, sense).unwrap();
    explorer.settle(&goal, sense, &best);
    let settled = explorer.optimise(&ties, Sense::Minimise).unwrap();
    explorer.unsettle();
    let terms = keeping(&goal, &formulation.columns, sense);
    let at: f64 = terms.iter().map(|(column, coefficient)| coefficient * best.columns[*column]).sum();
    explorer.add(Row::at_most(RowKey::Kept { goal: 0 }, at + 1e-9 * at.abs().max(1.0), terms));
    let kept = explorer.optimise(&ties, Sense::Minimise).unwrap();
    (best, settled, kept)
}

/// Two goals, the first of which is kept to more than it reached, by a share of it, so that no plan satisfies its goal constraint exactly.
fn kept_to_more(share: f64) -> (Formulation, f64) {
    let mut formulation = Formulation::of(&model(SMALL), None);
    let reached = 16.0;
    let goal = &mut formulation.goals[0].0;
    (goal.within, goal.within_amount) = (Share(-1.0), -share * reached);
    (formulation, reached)
}

/// The plan of one goal is an incumbent of the next, whatever rounding makes of the goal constraint between them.
#[test]
fn a_later_goal_has_a_plan_where_an_earlier_one_had_one() {
    for (share, proven) in [(4e-7, true), (9e-7, false)] {
        let (formulation, reached) = kept_to_more(share);
        // With a negative share of this large gain to give up, the negative amount is the larger of the two.
        let options = Options { do_nothing: vec![1e9, 0.0], ..Options::default() };
        let solution = solve(&formulation, &options).unwrap();
        assert_eq!(solution.stages.len(), 2);
        assert_close(solution.stages[0].value, reached, 1e-9);
        assert_close(solution.stages[1].value, reached, 1e-5);
        // Without a dual bound nothing is reported as proven.
        assert_eq!(solution.stages[1].proof_gap.is_finite(), proven, "{:?}", solution.stages[1]);
        assert_eq!(solution.stages[1].bound.is_finite(), proven);
    }
    let (formulation, _) = kept_to_more(1e-3);
    let options = Options { do_nothing: vec![1e9, 0.0], ..Options::default() };
    let ended = solve(&formulation, &options);
    assert!(matches!(ended, Err(Failure::Numerical { .. })), "{ended:?}");
}

/// Eight guns are needed, at 2 MEUR each.
const SMALL: &str = "
model: Volume, then cost
horizon: 2026..2027
nations: { DEU: { budget: 100 } }
capabilities: { guns: { us_baseline: 8 } }
producers: { north: { seat: DEU } }
offers: { gun: { by: north, gives: guns, price: 2 } }
goals: [{ maximise: domestic_volume }, { minimise: cost }]
";

proptest! {
    #![proptest_config(law(48, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/laws_of_solving.txt")))]

    /// What stands still because it has a price leaves plans that the goal values as much, none of which beats all such plans. They
    /// may be beaten by plans that use the hair which rows leave: where a goal feels an order by 7e-9 of a unit, 7e-10 of that goal
    /// is a tenth of an order.
    #[test]
    fn ties_are_broken_among_plans_as_good(question in question(), volume in any::<bool>()) {
        let goal = if volume { VOLUME } else { GAP };
        let (best, settled, kept) = settled_and_kept(&question.text(goal));
        let formulation = Formulation::of(&model(&question.text(goal)), None);
        let (expression, _) = asked(&formulation);
        assert_close(expression.value(&settled.columns), best.value, 1e-7);
        let size = kept.value.abs().max(1.0);
        prop_assert!(settled.value >= kept.value - 1e-6 * size, "{} {}", settled.value, kept.value);
    }

    /// A question that starts from where another model's ended comes to what it comes to from nothing.
    #[test]
    fn another_start_ends_at_the_same(question in question(), by in 0.9_f64..1.1, volume in any::<bool>()) {
        let text = question.text(if volume { VOLUME } else { GAP });
        let near = model(&text);
        let other = near.with_budgets_times(by).unwrap();
        let formulation = Formulation::of(&near, None);
        let (goal, sense) = asked(&formulation);
        let mut explorer = Explorer::of(formulation).unwrap();
        explorer.optimise(&goal, sense).unwrap();
        let basis = explorer.basis();
        let formulation = Formulation::of(&other, None);
        let (goal, sense) = asked(&formulation);
        let from_nothing = Explorer::of(formulation.clone()).unwrap().optimise(&goal, sense).unwrap();
        let from_there = Explorer::of(formulation).unwrap().optimise_from(&goal, sense, &basis).unwrap();
        assert_close(from_there.value, from_nothing.value, 1e-7);
    }

    /// What decisions leave of a formulation comes to what the whole comes to with these decisions, and its point keeps every row of the
    /// whole.
    #[test]
    fn what_a_no_leaves_comes_to_the_same(
        question in question(),
        from in 1.0_f64..30.0,
        reached in prop::collection::vec(0_u32..3, 7),
        (volume, incremental) in any::<(bool, bool)>(),
    ) {
        let bands = if incremental { "incremental" } else { "all_units" };
        let goal = if volume { VOLUME } else { GAP };
        let text = with_two_prices(&question.text(goal), |price| format!("price: {{ 0: {price}, {from}: {} }}, bands_are: {bands}", 0.8 * price));
        let formulation = Formulation::of(&model(&text), None);
        prop_assume!(formulation.has_integers());
        let stands = |key: ColumnKey| match key {
            ColumnKey::Band { group, band, .. } => reached[group.index() % reached.len()] == band + 1,
            _ => reached[0] == 2,
        };
        let known = |_: usize, key: ColumnKey| Some(f64::from(u8::from(stands(key))));
        let (goal, sense) = asked(&formulation);
        let mut whole = Explorer::of(formulation.clone()).unwrap();
        whole.decide(known);
        let whole = whole.optimise(&goal, sense);
        let (left, allowed) = formulation.allowed(|key| !stands(key));
        let (goal_left, _) = asked(&left);
        let mut left = Explorer::of(left).unwrap();
        left.decide(known);
        match (whole, left.optimise(&goal_left, sense)) {
            (Ok(whole), Ok(left)) => {
                assert_close(left.value, whole.value, 1e-7);
                let point = allowed.point(&left.columns);
                assert_close(goal.value(&point), whole.value, 1e-7);
                for row in &formulation.rows {
                    let terms = || row.terms.iter().map(|(column, coefficient)| coefficient * point[*column]);
                    let (at, hair) = (terms().sum::<f64>(), 1e-6 * terms().map(f64::abs).fold(1.0, f64::max));
                    prop_assert!(at >= row.lower - hair && at <= row.upper + hair, "{:?} {at}", row.key);
                }
            }
            (Err(Failure::Infeasible), Err(Failure::Infeasible)) => {}
            (whole, left) => prop_assert!(false, "{whole:?} {left:?}"),
        }
    }

    /// Whatever is decided, every goal, the tie-break and every row come to the same at a point of what is left and at that point in the whole.
    #[test]
    fn what_a_no_leaves_says_the_same_of_every_point(question in question(), (second, drawn) in (any::<bool>(), prop::collection::vec(0.0_f64..9.0, 31))) {
        let text = with_two_prices(&question.text(GAP), |price| {
            format!("price: {{ 0: {price}, 9: {} }}, minimum_order: 2, set_up: {price}", 0.8 * price)
        });
        let whole = Formulation::of(&model(&format!("{text}  - minimise: cost\n")), None);
        let is_no = |key: ColumnKey| matches!(key, ColumnKey::Band { band, .. } if second != (band == 1));
        let (left, allowed) = whole.allowed(is_no);
        prop_assert_eq!(left.columns.len() < whole.columns.len(), whole.columns.iter().any(|(key, _)| is_no(key)));
        let at_left: Vec<f64> = drawn.iter().copied().cycle().take(left.columns.len()).collect();
        let at = allowed.point(&at_left);
        for ((_, left), (_, whole)) in left.goals.iter().zip(&whole.goals) {
            assert_close(left.value(&at_left), whole.value(&at), 1e-9);
        }
        assert_close(left.tie_break.value(&at_left), whole.tie_break.value(&at), 1e-9);
        for (left, whole) in allowed.rows(&whole.rows).into_iter().zip(&whole.rows) {
            let (left, whole) = (Expression { terms: left.terms }, Expression { terms: whole.terms.clone() });
            let (left, whole) = (left.value(&at_left), whole.value(&at));
            prop_assert!((left - whole).abs() <= 1e-9 * whole.abs().max(1e4), "{left} {whole}");
        }
    }
}

/// A question whose first offer has what is written for its price.
fn with_two_prices(text: &str, priced: impl Fn(f64) -> String) -> String {
    let (before, price) = text.split_once("price: ").unwrap();
    let (price, after) = price.split_once(',').unwrap();
    format!("{before}{},{after}", priced(price.parse().unwrap()))
}

//! Laws of denied support, tried on random models: on plans, and on the first goal within the proof gap.

use entente::formulation::Formulation;
use entente::measures::{Stocks, goal_value, measure_value, stocks_in_the_end, stocks_under};
use entente::model::{Measure, Model, Rung};
use entente::planning::{Approach, Problem, Reduce, Run, plan};
use entente::reduction::Reduction;
use entente::solve::{Failure, Options, solve};
use ndarray::Array2;
use proptest::prelude::*;

use crate::laws::{GAP, VOLUME};
use crate::models::put_under;
use crate::setting::{assert_close, law, model, solved};

mod threatened;

use threatened::{World, world};

/// The gap under all denials, and under the worst of them.
const DENIED: &str = "minimise: gap_under_denial";
const WORST: &str = "minimise: worst_gap_under_denial";

/// How near to each other two values of one goal with integer decisions are proven.
const PROVEN: f64 = 2e-4;

/// The model of a text, under the proposal of its world.
fn plain(world: &World, text: &str) -> Model {
    put_under(&model(text), world.proposal)
}

fn value(world: &World, text: &str) -> f64 {
    solved(&plain(world, text)).stages[0].value
}

/// Offers of one capability without enablers, whose deliveries are not split over two years: else what a denial gives room for in one capability or year
/// brings more of the other, too.
fn plain_offers(world: &mut World) {
    for offer in &mut world.offers {
        offer.lead = offer.lead.floor();
        offer.beside = 0.0;
    }
    for capability in &mut world.capabilities {
        capability.needs = [0.0; 2];
    }
}

/// What is reached of the first of some goals.
fn reached(world: &World, goals: &str) -> f64 {
    value(world, &world.text(goals, ""))
}

/// Not better than a bound, but for the proof gap.
fn no_better(value: f64, bound: f64) -> bool {
    value >= bound - PROVEN * bound.abs() - 1e-6
}

/// Nothing that is left is more than what there was.
fn assert_no_more(left: &Array2<f64>, there: &Array2<f64>) {
    for (place, left) in left.indexed_iter() {
        assert!(
            *left <= there[place] + 1e-6 * there[place].max(1.0),
            "{left} of {} are left at {place:?}",
            there[place]
        );
    }
}

/// What a plan comes to under each denial.
fn under_each(run: &Run) -> impl Iterator<Item = Stocks> {
    let Run { model, plan, known, .. } = run;
    let each = |id| {
        let denial = &model.denials[id];
        [
            stocks_under(model, plan, &known.arrivals, &known.stocks, denial),
            stocks_in_the_end(model, plan, &known.arrivals, &known.stocks, denial),
        ]
    };
    model.denials.ids().flat_map(each)
}

proptest! {
    #![proptest_config(law(40, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/laws_of_denial.txt")))]

    /// Whatever is denied, nothing works that did not work before.
    #[test]
    fn denial_never_raises_capability(world in world()) {
        for goals in [GAP, DENIED, "minimise: worst_gap_under_denial\n  - minimise: gap"] {
            let run = solved(&plain(&world, &world.text(goals, "")));
            for left in under_each(&run) {
                assert_no_more(&left.usable, &run.known.stocks.usable);
                assert_no_more(&left.all_units(), &run.known.stocks.all_units());
            }
        }
    }

    /// Whoever denies more, or earlier, or with others, leaves no more.
    #[test]
    fn more_denied_leaves_no_more(mut world in world()) {
        plain_offers(&mut world);
        let both = world.denials[0].and(&world.denials[1]);
        world.denials.push(both);
        let all = world.denials.len() - 1;
        let run = solved(&plain(&world, &world.text(GAP, "")));
        let Run { model, plan, known, .. } = &run;
        let left = |denial: &str| {
            let denial = &model.denials[model.denials.find(denial).unwrap()];
            stocks_under(model, plan, &known.arrivals, &known.stocks, denial)
        };
        let (less, more) = (left("d0"), left(&format!("d{all}")));
        assert_no_more(&more.all_units(), &less.all_units());
        assert_no_more(&more.all_equivalents(), &less.all_equivalents());
        let under = |d: usize| reached(&world, &format!("{DENIED}\n    under: [d{d}]"));
        prop_assert!(no_better(under(all), under(0)), "one {}, both {}", under(0), under(all));
    }

    /// No rung of the ladder is higher than the one before, and more content inside lowers none.
    #[test]
    fn more_content_never_lowers_a_rung(mut world in world(), more in 0.0..1.0) {
        let before = plain(&world, &world.text(VOLUME, ""));
        for offer in &mut world.offers {
            offer.home += more * (1.0 - offer.home);
        }
        let after = plain(&world, &world.text(VOLUME, ""));
        for ((_, one), (_, other)) in before.offers.iter().zip(after.offers.iter()) {
            let (one, other) = (before.offer_ladder(one), after.offer_ladder(other));
            for pair in Rung::ALL.windows(2) {
                prop_assert!(one.cumulated(pair[1]).0 <= one.cumulated(pair[0]).0);
            }
            for rung in Rung::ALL {
                prop_assert!(other.cumulated(rung).0 >= one.cumulated(rung).0 - 1e-12);
            }
        }
        let (before, after) = (solved(&before), solved(&after));
        let ladder = entente::measures::volume(&before.model, &before.plan, &before.known.terms).ladder;
        prop_assert!(ladder.windows(2).all(|pair| pair[1].0 <= pair[0].0 + 1e-9), "{ladder:?}");
        prop_assert!(no_better(-before.stages[0].value, -after.stages[0].value));
    }

    /// An enabler that nobody needs changes nothing.
    #[test]
    fn an_enabler_that_nobody_needs_changes_nothing(world in world()) {
        for goal in [GAP, WORST] {
            let text = world.text(goal, "");
            let more = text
                .replacen("capabilities:\n", "capabilities:\n  spare: { us_provides: 5, held: { NA: 3 } }\n", 1)
                .replacen("offers:\n", "offers:\n  more: { by: star, gives: spare, price: 1 }\n", 1);
            assert_close(value(&world, &more), value(&world, &text), PROVEN);
        }
    }

    /// Denials that nothing looks at change nothing, not even the plan.
    #[test]
    fn a_denial_that_nobody_looks_at_changes_nothing(world in world()) {
        let text = world.text("minimise: gap\n  - maximise: domestic_volume\n  - minimise: cost", "");
        let without = text.replacen(&world.denials_text(), "", 1);
        prop_assert_ne!(&text, &without);
        prop_assert_eq!(solved(&plain(&world, &text)).plan, solved(&plain(&world, &without)).plan);
    }

    /// Standing a denial costs in normal times, and not thinking of it costs under the denial.
    #[test]
    fn robust_plans_pay_in_normal_times(mut world in world(), worst in any::<bool>()) {
        plain_offers(&mut world);
        let robust_goal = if worst { WORST } else { DENIED };
        // A goal that looks at denials makes room for what they would take, which would serve normal times, too: rules that allow
        // every loss make the same room.
        let rule = |d: usize| format!("  d{d}: {{ rule: lost_when_denied, under: d{d}, at_most: 1 }}\n");
        let room = (0..world.denials.len()).map(rule).collect::<Vec<_>>().concat();
        let unaware = solved(&plain(&world, &world.text(GAP, &format!("rules:\n{room}"))));
        let robust = solved(&plain(&world, &world.text(&format!("{robust_goal}\n  - {GAP}"), "")));
        let of = |run: &Run, measure: &Measure| measure_value(&run.model, &run.plan, run.known.known(), measure);
        let (normal, denied) = (&unaware.model.goals[0].terms[0].measure, &robust.model.goals[0].terms[0].measure);
        let (plain_normal, robust_normal) = (of(&unaware, normal), of(&robust, normal));
        let (plain_denied, robust_denied) = (of(&unaware, denied), of(&robust, denied));
        prop_assert!(no_better(robust_normal, plain_normal), "normal: robust {robust_normal}, plain {plain_normal}");
        prop_assert!(no_better(plain_denied, robust_denied), "denied: robust {robust_denied}, plain {plain_denied}");
    }

    /// The less a denial may take, the worse for everything else.
    #[test]
    fn a_smaller_loss_allowed_never_helps(mut world in world(), of in 0_usize..2, most in 0.1..1.0, part in 0.0..1.0) {
        plain_offers(&mut world);
        let of = ["basket", "each_capability"][of];
        let rule = |most: f64, more: &str| {
            let more = format!("rules: {{ most: {{ rule: lost_when_denied, under: d0, at_most: {most}, of: {of}{more} }} }}\n");
            match plan(&plain(&world, &world.text(GAP, &more)), Approach::default()) {
                Ok(run) => run.stages[0].value,
                Err(Problem::Unsolved(Failure::Infeasible)) => f64::INFINITY,
                Err(other) => panic!("{other}: {other:?}"),
            }
        };
        // A rule that looks at a denial makes room for what it would take: it is compared with one that allows every loss.
        let (free, loose, strict) = (rule(1.0, ""), rule(most, ""), rule(most * part, ""));
        let priced = rule(most * part, ", or_pay: 3");
        prop_assert!(loose == f64::INFINITY || no_better(loose, free), "free {free}, loose {loose}");
        prop_assert!(strict == f64::INFINITY || no_better(strict, loose), "loose {loose}, strict {strict}");
        prop_assert!(strict == f64::INFINITY || no_better(strict, priced), "priced {priced}, strict {strict}");
        prop_assert!(no_better(priced, free), "free {free}, priced {priced}");
    }

    /// A switch that takes time and money lies between one that takes neither and one that never ends.
    #[test]
    fn a_switch_lies_between_none_and_never(mut world in world(), cost in 0.01..0.3, years in 0_u32..3) {
        world.switch = Some((cost, years));
        let switched = solved(&plain(&world, &world.text(WORST, "")));
        world.switch = Some((cost, 50));
        let never = reached(&world, WORST);
        world.switch = None;
        let none = reached(&world, WORST);
        let stage = &switched.stages[0];
        prop_assert!(no_better(stage.value, none), "none {none}, switched {}", stage.value);
        prop_assert!(no_better(never, stage.value), "switched {}, never {never}", stage.value);
        prop_assert!(stage.bound <= stage.value + 1e-9 && no_better(stage.value, stage.bound));
        prop_assert!(no_better(stage.bound, none), "none {none}, bound {}", stage.bound);
    }

    /// Whoever is named twice denies once.
    #[test]
    fn the_same_denial_twice_is_one(mut world in world()) {
        let once = reached(&world, &format!("{DENIED}\n    under: [d0]"));
        let alike = world.denials[0].clone();
        world.denials.push(alike);
        let last = world.denials.len() - 1;
        assert_close(reached(&world, &format!("{DENIED}\n    under: [d{last}]")), once, PROVEN);
        assert_close(reached(&world, &format!("{WORST}\n    under: [d0, d{last}]")), once, PROVEN);
    }

    /// Names and the order of nations, capabilities and offers carry no meaning.
    #[test]
    fn the_order_of_names_changes_nothing(mut world in world()) {
        for goal in [GAP, DENIED, WORST] {
            world.renamed = false;
            let before = reached(&world, goal);
            world.renamed = true;
            assert_close(reached(&world, goal), before, PROVEN);
        }
    }

    /// Twice the money, twice the need, twice what is provided.
    #[test]
    fn doubling_everything_doubles_nothing_but_money(mut world in world()) {
        let mut of = |scale, goal: &str| {
            world.scale = scale;
            reached(&world, goal)
        };
        for goal in [DENIED, WORST] {
            assert_close(of(2.0, goal), of(1.0, goal), PROVEN);
        }
        let cost = |gap: f64| format!("require: worst_gap_under_denial\n    at_most: {gap}\n  - minimise: cost");
        let least = cost(of(1.0, WORST) * 1.2 + 0.01);
        assert_close(of(2.0, &least), 2.0 * of(1.0, &least), PROVEN);
    }

    /// What a plan comes to under denials, worked out from the plan alone, is what the solver said.
    #[test]
    fn plans_are_worth_under_denial_what_the_solver_said(world in world()) {
        for goal in [DENIED, WORST, "minimise: { gap: 1, gap_under_denial: 2, worst_gap_under_denial: 3 }"] {
            let model = plain(&world, &world.text(goal, ""));
            let run = solved(&model);
            let found = goal_value(&model, &run.plan, run.known.known(), &model.goals[0]);
            assert_close(found, run.stages[0].value, 1e-6);
        }
    }

    /// Nations put together bound what they can do apart, and lead to plans as good.
    #[test]
    fn nations_put_together_stand_a_denial_as_well(mut world in world(), from in 5.0..60.0, part in 0.5..0.95) {
        world.falls = Some((from, part));
        for goal in [DENIED, WORST] {
            let model = plain(&world, &world.text(goal, ""));
            let full = Formulation::of(&model, None);
            let reduction = Reduction::of(&model, None);
            let plain = solve(&full, &Options::default()).unwrap();
            let short = solve(&full, &Options { reduction: reduction.as_ref(), ..Options::default() }).unwrap();
            assert_close(short.stages[0].value, plain.stages[0].value, 3e-4);
            prop_assert!(short.stages[0].bound <= plain.stages[0].value * (1.0 + 1e-9));
            let shared = plan(&model, Approach { reduce: Reduce::Always, ..Approach::default() }).unwrap();
            assert_close(shared.stages[0].value, plain.stages[0].value, 3e-4);
            let Some(reduction) = reduction else { continue };
            let Some(places) = reduction.places(&full) else { continue };
            let point = reduction.point(&full, &places, &plain.values);
            for row in &reduction.formulation.rows {
                let sum: f64 = row.terms.iter().map(|&(column, coefficient)| coefficient * point[column]).sum();
                let room = 1e-6 * sum.abs().max(1.0);
                prop_assert!(sum <= row.upper + room && sum >= row.lower - room, "{:?} has {sum}", row.key);
            }
        }
    }
}

//! What is scarce, what nearly as good plans share and what moves a plan: against published prices, answers by hand, and laws
//! on random models.

use entente::budget::Budget;
use entente::model::{Model, Parameter};
use entente::questions::alternatives::{Alternatives, Near, Ordered, alternatives};
use entente::questions::explain::{Explaining, RankedBy, ScarceLimit, Scarcity, explain};
use entente::questions::goals::goal_place;
use entente::questions::rules::{Pricing, rules};
use entente::questions::sensitivity::{Sensitivity, Varying, sensitivity};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::laws::question;
use crate::setting::{assert_close, model, model_file, root, solved};

/// Random models of the linear core, the same in every run.
fn random(count: usize) -> Vec<Model> {
    let mut runner = TestRunner::deterministic();
    let text = |_| question().new_tree(&mut runner).unwrap().current().text("minimise: gap");
    (0..count).map(text).map(|text| model(&text)).collect()
}

fn explained(model: &Model, goal: usize, by_year: bool) -> Scarcity {
    let asked = Explaining { goal, most: 50, by: RankedBy::Unit, by_year, check: true };
    explain(&solved(model), asked, Budget::default()).unwrap()
}

fn limit<'a>(found: &'a Scarcity, words: &str) -> &'a ScarceLimit {
    found.limits.iter().find(|limit| limit.limit.starts_with(words)).unwrap_or_else(|| panic!("{words}: {found:?}"))
}

#[test]
fn the_transport_problem_has_its_published_prices_and_ranges_by_hand() {
    // Dantzig: 0.225, 0.153 and 0.126 for one more unit wanted; supply is worth nothing. By hand: 950 can be made and 900 are
    // wanted, so each holds for 50 more, after which there is no plan; and for all that is wanted, downwards.
    let found = explained(&model_file(&root().join("models/transport.yaml")), 0, false);
    assert_close(found.value, 153.675, 1e-9);
    assert_eq!(found.limits.len(), 3, "supply is not scarce: {found:?}");
    for (words, price, wanted) in
        [("target of New York", 0.225, 325.0), ("target of Chicago", 0.153, 300.0), ("target of Topeka", 0.126, 275.0)]
    {
        let limit = limit(&found, words);
        assert!(!limit.eased_by_more);
        assert_close(limit.more.change.unwrap(), price, 1e-7);
        assert_close(limit.more.until.unwrap(), 50.0, 1e-3);
        assert!(limit.more.ends);
        assert_close(limit.less.change.unwrap(), -price, 1e-7);
        assert_close(limit.less.until.unwrap(), wanted, 1e-6);
        assert!(limit.checked.unwrap() < 1e-6);
    }
}

#[test]
fn a_limit_at_a_corner_has_another_price_on_either_side() {
    // Degenerate, by hand: 10 MEUR buy exactly the 10 cheap guns that can be made. One MEUR more buys half a dear gun, 1/40 of the
    // 20 wanted; one less loses a cheap one, 1/20. The cheap line: one more saves a dear gun nobody pays for, so nothing; a line
    // one shorter leaves 1 MEUR, which buys half a dear gun: 1/40 lost.
    let text = "
model: Guns
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 10 } }
capabilities: { guns: { us_baseline: 20 } }
producers: { works: { seat: DEU } }
offers:
  cheap: { by: works, gives: guns, price: 1, capacity: 10 a year }
  dear: { by: works, gives: guns, price: 2 }
goals: [{ minimise: gap }]
";
    let found = explained(&model(text), 0, false);
    let budget = limit(&found, "free budget of Germany");
    assert_close(budget.more.change.unwrap(), -0.025, 1e-9);
    assert_close(budget.less.change.unwrap(), 0.05, 1e-9);
    assert_close(budget.less.until.unwrap(), 10.0, 1e-6);
    assert!(budget.checked.unwrap() < 1e-6);
    // More of the line is worth nothing, whatever the price at hand says; so it is not scarce.
    assert!(found.limits.iter().all(|limit| !limit.limit.starts_with("line of cheap")), "{found:?}");
}

#[test]
fn a_rate_ends_where_it_changes() {
    // By hand: cheap guns at 1 up to 6 a year, dear ones at 2 after that. 4 MEUR: the next 2 buy one gun each, and after that
    // half a gun each. The first look is at twice the budget, beyond the corner.
    let text = "
model: Guns
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 4 } }
capabilities: { guns: { us_baseline: 20 } }
producers: { works: { seat: DEU } }
offers:
  cheap: { by: works, gives: guns, price: 1, capacity: 6 a year }
  dear: { by: works, gives: guns, price: 2 }
goals: [{ minimise: gap }]
";
    let found = explained(&model(text), 0, true);
    let budget = limit(&found, "free budget of Germany");
    assert_close(budget.more.change.unwrap(), -0.05, 1e-9);
    assert_close(budget.more.until.unwrap(), 2.0, 1e-6);
    assert!(budget.more.ends);
    assert_close(budget.stands_at, 4.0, 1e-12);
    assert_eq!(budget.years, [2026]);
}

#[test]
fn a_rule_is_priced_by_what_may_be_missing_to_it() {
    // By hand: 40 MEUR, half of which must be inside: near guns cost 4, far ones 2. 20 / 4 + 20 / 2 = 15 guns. If one MEUR may be
    // missing, half a MEUR moves from near to far: 1/4 gun more for each MEUR moved, and 1 MEUR missing moves 1: for content
    // 20 − 1 = 19 near, 21 far: 4.75 + 10.5 = 15.25.
    let text = "
model: Guns
money: MEUR 2025
horizon: 2026
domestic: \"{DEU}\"
nations: { DEU: { budget: 40 } }
capabilities: { guns: { us_baseline: 20 } }
producers: { near: { seat: DEU }, far: { seat: USA } }
offers:
  near_gun: { by: near, gives: guns, price: 4 }
  far_gun: { by: far, gives: guns, price: 2 }
rules: { inside: { name: half inside, rule: european_content, of: basket, at_least: 50 % } }
goals: [{ minimise: gap }]
";
    let found = explained(&model(text), 0, false);
    let rule = found.limits.iter().find(|limit| limit.unit == "MEUR" && limit.family == "european_content").unwrap();
    assert_close(rule.more.change.unwrap(), -0.25 / 20.0, 1e-9);
    assert!(rule.checked.unwrap() < 1e-6);
}

#[test]
fn rates_of_random_models_are_those_of_plans_worked_out_anew() {
    let mut checked = 0;
    for (seed, model) in random(25).iter().enumerate() {
        let found = explained(model, 0, seed % 2 == 0);
        for limit in &found.limits {
            assert!(limit.checked.unwrap() < 1e-3, "seed {seed}: {limit:?}");
            // More never hurts where it eases, less never helps; and each further unit is worth no more than the one before.
            let sign = if found.goal.starts_with("minimise") { 1.0 } else { -1.0 };
            let (eased, tightened) =
                if limit.eased_by_more { (limit.more, limit.less) } else { (limit.less, limit.more) };
            let gain = -sign * eased.change.unwrap();
            assert!(gain >= -1e-9, "seed {seed}: {limit:?}");
            if let Some(loss) = tightened.change {
                assert!(sign * loss >= gain - 1e-6 * gain.abs(), "seed {seed}: {limit:?}");
            }
            checked += 1;
        }
    }
    assert!(checked >= 40, "{checked}");
}

#[test]
fn a_goal_is_found_by_number_and_by_word() {
    let model = model_file(&root().join("models/european-pillar.yaml"));
    assert_eq!(goal_place(&model, "1"), Some(0));
    assert_eq!(goal_place(&model, "cost"), Some(2));
    assert_eq!(goal_place(&model, "domestic_volume"), Some(1));
    assert_eq!(goal_place(&model, "4"), None);
    assert_eq!(goal_place(&model, "beauty"), None);
}

const THREE_KINDS: &str = "
model: Guns
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 12 } }
capabilities: { guns: { us_baseline: 10 } }
producers: { works: { seat: DEU } }
offers:
  first: { by: works, gives: guns, price: 1, capacity: 4 a year }
  second: { by: works, gives: guns, price: 1, capacity: 4 a year }
  third: { by: works, gives: guns, price: 1, capacity: 4 a year }
  better: { by: works, gives: guns, price: 1, quality: 2, capacity: 1 a year }
  gold: { by: works, gives: guns, price: 20 }
goals: [{ minimise: gap }, { minimise: cost }]
";

#[test]
fn alternatives_tell_what_every_plan_orders_what_some_and_what_none() {
    // By hand: 10 guns for 9 MEUR, the better one counting twice. Within 1 % of gap (0.01 of 1: 0.1 gun) and cost (0.09 MEUR), the better
    // one is in every plan: without it 10 others cost 10. Of three alike, 8 are needed and two make 8: none of them must. Gold
    // would cost 20 for one: 0.09 / 19 at most is the room, so some plan buys a crumb of it.
    let found =
        alternatives(&solved(&model(THREE_KINDS)), Near { within: 0.01, proven: false }, Budget::default()).unwrap();
    let line = |offer: &str| found.lines.iter().find(|line| line.offer == offer).unwrap();
    assert_eq!(line("better").ordered, Ordered::Must);
    // With w of the better one, 2 w + x ≥ 9.9 and w + x ≤ 9.09: w ≥ 0.81.
    assert_close(line("better").least.unwrap(), 0.81, 1e-6);
    assert_close(line("better").most.unwrap(), 1.0, 1e-6);
    for offer in ["first", "second", "third"] {
        assert_eq!(line(offer).ordered, Ordered::May, "{offer}");
        assert_close(line(offer).most.unwrap(), 4.0, 1e-6);
        assert_close(line(offer).least.unwrap(), 0.0, 1e-6);
    }
    // 2 w + x + g ≥ 9.9, w + x + 20 g ≤ 9.09, w ≤ 1: g ≤ 0.19 / 19.
    assert_close(line("gold").most.unwrap(), 0.01, 1e-6);

    // Nothing may be lost: gold is in none.
    let found =
        alternatives(&solved(&model(THREE_KINDS)), Near { within: 1e-9, proven: false }, Budget::default()).unwrap();
    assert_eq!(found.lines.iter().find(|line| line.offer == "gold").unwrap().ordered, Ordered::Never);
}

#[test]
fn what_every_plan_orders_is_in_the_plan_at_hand_and_more_room_asks_for_less() {
    for (seed, model) in random(15).iter().enumerate() {
        let run = solved(model);
        let near =
            |within| -> Alternatives { alternatives(&run, Near { within, proven: false }, Budget::default()).unwrap() };
        let (narrow, wide) = (near(0.01), near(0.1));
        for (narrow, wide) in narrow.lines.iter().zip(&wide.lines) {
            assert!(narrow.ordered != Ordered::Must || narrow.here > 0.0, "seed {seed}: {narrow:?}");
            assert!(narrow.ordered != Ordered::Never || narrow.here < 1e-6, "seed {seed}: {narrow:?}");
            assert!(
                wide.ordered != Ordered::Must || narrow.ordered == Ordered::Must,
                "seed {seed}: {narrow:?} {wide:?}"
            );
            assert!(wide.ordered != Ordered::Never || narrow.ordered == Ordered::Never, "seed {seed}");
            assert!(narrow.least.unwrap() >= wide.least.unwrap() - 1e-4, "seed {seed}: {narrow:?} {wide:?}");
            assert!(narrow.most.unwrap() <= wide.most.unwrap() + 1e-4, "seed {seed}: {narrow:?} {wide:?}");
        }
    }
}

fn varied(model: &Model, by: f64) -> Sensitivity {
    let over = Parameter::of(model);
    sensitivity(&solved(model), Varying { over: &over, by, goal: 0, ranges: None }, Budget::default()).unwrap()
}

#[test]
fn sensitivity_has_ranges_by_hand() {
    // By hand: 10 MEUR buy 5 guns of 20 at 2 each, a gap of 75 %; the other gun costs 2.5, and the line makes 8.
    let text = "
model: Guns
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 10 } }
capabilities: { guns: { us_baseline: 20 } }
producers: { works: { seat: DEU } }
offers:
  gun: { by: works, gives: guns, price: 2, capacity: 8 a year }
  other: { by: works, gives: guns, price: 2.5 }
goals: [{ minimise: gap }]
";
    let found = varied(&model(text), 0.1);
    let line = |figure: &str| found.lines.iter().find(|line| line.figure == figure).unwrap();
    // A tenth of the budget is half a gun.
    assert_close(line("budget.DEU").down.unwrap(), 0.775, 1e-9);
    assert_close(line("budget.DEU").up.unwrap(), 0.725, 1e-9);
    let stays = line("budget.DEU").stays.unwrap();
    assert!((stays.from - 1.0).abs() < 1e-9 && stays.to.is_some_and(|to| (to - 1.0).abs() < 1e-9), "{stays:?}");
    // The line may shrink to 5 of 8 before it binds.
    assert_close(line("capacity.gun").down.unwrap(), 0.75, 1e-9);
    let stays = line("capacity.gun").stays.unwrap();
    assert_close(stays.from, 0.625, 1e-3);
    assert_eq!(stays.to, None);
    // The other gun must fall to 2 of 2.5 before it is as good.
    let stays = line("price.other").stays.unwrap();
    assert_close(stays.from, 0.8, 1e-3);
    assert_eq!(stays.to, None);
    // 1.8 and 2.2 a gun: 10 / 1.8 / 20 and 10 / 2.2 / 20.
    assert_close(line("price.gun").down.unwrap(), 1.0 - 10.0 / 1.8 / 20.0, 1e-9);
    assert_close(line("price.gun").up.unwrap(), 1.0 - 10.0 / 2.2 / 20.0, 1e-9);
    // What moves most comes first: of 18 wanted 5 are there.
    assert_eq!(found.lines[0].figure, "baseline.guns");
    assert_close(found.lines[0].down.unwrap(), 1.0 - 5.0 / 18.0, 1e-9);
}

#[test]
fn sensitivity_of_random_models_is_that_of_models_solved_anew() {
    for model in random(10) {
        let found = varied(&model, 0.2);
        for line in found.lines.iter().take(6) {
            let parameter = *Parameter::of(&model).iter().find(|one| one.name(&model) == line.figure).unwrap();
            for (factor, value) in [(0.8, line.down), (1.2, line.up)] {
                let other = solved(&parameter.scaled(&model, factor).unwrap()).stages[0].value;
                assert_close(value.unwrap(), other, 1e-5);
            }
        }
    }
}

#[test]
fn two_rules_that_only_bite_together_are_found() {
    // By hand: 20 MEUR buy 10 guns at 2 from either of two producers alike, each excluded by a rule of its own, or 5 at 4 from the
    // third. One rule alone costs nothing, both leave half; dropping one gives all back, and dropping both no more.
    let text = "
model: Guns
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 20 } }
capabilities: { guns: { us_baseline: 10 } }
producers: { one: { seat: DEU }, two: { seat: FRA }, three: { seat: ITA } }
offers:
  gun_one: { by: one, gives: guns, price: 2 }
  gun_two: { by: two, gives: guns, price: 2 }
  gun_three: { by: three, gives: guns, price: 4 }
rules:
  not_one: { rule: excluded_producers, producers: [one] }
  not_two: { rule: excluded_producers, producers: [two] }
goals: [{ minimise: gap }]
";
    let list = rules(&model(text), Pricing { pairs: true, ..Pricing::default() }, Budget::default()).unwrap();
    assert_close(list.all.goals[0], 0.5, 1e-9);
    // Alone neither costs anything; with the other it costs half.
    for line in &list.lines {
        assert_close(line.alone.goals[0], 0.0, 1e-9);
        assert_close(line.dropped.goals[0], 0.0, 1e-9);
    }
    assert_eq!(list.pairs.len(), 1, "{list:?}");
    let (goal, beyond) = list.pairs[0].by_adding.unwrap();
    assert_eq!(goal, 0);
    assert_close(beyond, 0.5, 1e-9);
    assert!(list.pairs[0].by_dropping.is_none(), "dropping both gains no more than dropping one");
}

//! Laws of scale, tried on random models: the same model in other money, or of larger quantities, is the same question, and a false plan is
//! found out in each.

use entente::id::Id;
use entente::model::{Model, ModelScale};
use entente::plan::{LEAST_ORDER, Plan, orders_from_csv};
use entente::planning::{Problem, Run, judge, plan};
use entente::solve::Failure;
use proptest::prelude::*;

use crate::laws::{GAP, Question, VOLUME, question};
use crate::laws_of_proposals::{proposed, proposing};
use crate::setting::{assert_close, law, model, root, solved};

/// Money in these powers of ten, from thousandths of a euro to millions of millions.
const MONEY: std::ops::RangeInclusive<i32> = -9..=9;
/// Quantities in these.
const QUANTITIES: std::ops::RangeInclusive<i32> = -3..=6;

fn same(found: f64, expected: f64, relative: f64) -> bool {
    (found - expected).abs() <= relative * found.abs().max(expected.abs()).max(1e-3)
}

/// What the first goal comes to under a proposal; nothing where there is no plan.
fn reached(model: &Model, proposal: &str) -> Option<f64> {
    let model = model.under(model.proposals.find(proposal).unwrap());
    match plan(&model, entente::planning::Approach::default()) {
        Ok(run) => Some(run.stages[0].value),
        Err(Problem::Unsolved(Failure::Infeasible)) => None,
        Err(other) => panic!("{other}: {other:?}"),
    }
}

proptest! {
    #![proptest_config(law(24, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/laws_of_scale.txt")))]

    /// The same model in another money has the same gap, and costs as much of it.
    #[test]
    fn money_has_no_size(mut question in question(), power in MONEY) {
        let goals = format!("{GAP}\n  - minimise: cost");
        let run = solved(&model(&question.text(&goals)));
        question.money = 10.0_f64.powi(power);
        let other = solved(&model(&question.text(&goals)));
        prop_assert!(same(other.stages[0].value, run.stages[0].value, 1e-9), "{power}: {} {}", other.stages[0].value, run.stages[0].value);
        prop_assert!(
            same(other.stages[1].value / question.money, run.stages[1].value, 1e-5),
            "{power}: {} {}", other.stages[1].value / question.money, run.stages[1].value
        );
        prop_assert!(other.verdict.passed());
        let volume = |question: &Question| solved(&model(&question.text(VOLUME))).stages[0].value / question.money;
        let found = volume(&question);
        question.money = 1.0;
        let one = volume(&question);
        prop_assert!(same(found, one, 1e-9), "{power}: {found} {one}");
    }

    /// The same model of so many times as much has the same gap.
    #[test]
    fn quantities_have_no_size(mut question in question(), power in QUANTITIES) {
        let run = solved(&model(&question.text(GAP)));
        question.scale = 10.0_f64.powi(power);
        let other = solved(&model(&question.text(GAP)));
        prop_assert!(same(other.stages[0].value, run.stages[0].value, 1e-9), "{power}: {} {}", other.stages[0].value, run.stages[0].value);
        prop_assert!(other.verdict.passed());
    }

    /// With prices by quantity, set-ups, pools, funds and rules it has a plan where the other has one, which is as good within what is proven.
    #[test]
    fn decisions_have_no_size(mut question in question(), proposed in proposed(), money in MONEY, quantities in QUANTITIES) {
        let text = |question: &Question| proposing(&proposed.question(question, GAP), &[&proposed.pool(question, false)]);
        let one = reached(&model(&text(&question)), "tried");
        (question.money, question.scale) = (10.0_f64.powi(money), 10.0_f64.powi(quantities));
        // No amount is larger than a model may state.
        if question.money * question.scale <= 1e9 {
            let other = reached(&model(&text(&question)), "tried");
            prop_assert_eq!(one.is_some(), other.is_some());
            if let (Some(one), Some(other)) = (one, other) {
                prop_assert!(same(other, one, 2.1e-4), "{money} {quantities}: {other} {one}");
            }
        }
    }

    /// Beyond the usual range it is the same programme to the last digit, and so is what is ordered.
    #[test]
    fn beyond_the_usual_range_it_is_the_same_programme(mut question in question(), proposed in proposed(), power in 1..20) {
        let text = |question: &Question| proposed.question(question, GAP);
        let run = |question: &Question| -> Run { solved(&model(&text(question))) };
        question.money = 2.0_f64.powi(-30);
        let one = run(&question);
        prop_assert!(ModelScale::of(&one.model).money < 1.0);
        question.money = 2.0_f64.powi(-30 - power);
        let other = run(&question);
        prop_assert_eq!(one.stages[0].value, other.stages[0].value);
        prop_assert_eq!(&one.plan.orders, &other.plan.orders);
    }
}

/// A model with one limit of each kind that a plan can just keep: what is ordered, the snippet with its limit, and what is said where it is
/// a ten-thousandth less, or more.
struct Tight {
    /// `{}` stands for the limit.
    snippet: &'static str,
    /// Replaced by the snippet.
    place: &'static str,
    limit: f64,
    /// The same, broken by a ten-thousandth.
    broken: f64,
    is_money: bool,
    said: &'static str,
}

const BASE: &str = "
model: Just enough
horizon: 2026..2027
nations: { DEU: { budget: {100}, carry_over: 100 % }, POL: { budget: {50} } }
capabilities: { guns: { us_baseline: [100], targets: { DEU: [40] } } }
producers: { north: { seat: DEU }, west: { seat: USA } }
offers: { gun: { by: north, gives: guns, price: <2>, quality: 1 } }
goals: [{ minimise: gap }]
";

const fn tight(place: &'static str, snippet: &'static str, limit: f64, broken: f64, said: &'static str) -> Tight {
    Tight { snippet, place, limit, broken, is_money: false, said }
}

const fn of_money(place: &'static str, snippet: &'static str, limit: f64, broken: f64, said: &'static str) -> Tight {
    Tight { is_money: true, ..tight(place, snippet, limit, broken, said) }
}

/// Germany orders 30 guns at 2 in the first year.
const KINDS: &[Tight] = &[
    of_money("DEU: { budget: {100}, carry_over: 100 % }", "DEU: { budget: {} }", 60.0, 59.994, "budget of DEU, 2026"),
    tight("quality: 1", "capacity: {}", 30.0, 29.997, "line of gun, 2026"),
    tight("quality: 1", "minimum_order: {}", 30.0, 30.003, "minimum order of gun"),
    tight("quality: 1", "lots_of: {}", 10.0, 9.999, "no whole lots"),
    tight("us_baseline: [100]", "us_baseline: [100], ceiling: {}", 30.0, 29.997, "ceiling of guns, 2026"),
    tight("us_baseline: [100], targets: { DEU: [40] }", "us_baseline: {}", 30.0, 29.997, "most that is needed of guns"),
    tight(
        "targets: { DEU: [40] }",
        "targets: { DEU: {} }, targets_are: required",
        30.0,
        30.003,
        "target of DEU for guns, 2026",
    ),
    tight("quality: 1", "fielding: { at_least: {} }", 30.0, 30.003, "least useful quantity of gun"),
    tight("goals:", "supply: { all: { at_most: {} } }\ngoals:", 30.0, 29.997, "supply from north to DEU, 2026"),
    tight("goals:", "supply: { all: { at_least: {} } }\ngoals:", 30.0, 30.003, "least load from north to DEU"),
];

fn text(kind: &Tight, limit: f64, money: f64, units: f64) -> String {
    let limit = limit * if kind.is_money { money * units } else { units };
    let mut text = BASE.replace(kind.place, &kind.snippet.replace("{}", &limit.to_string()));
    assert!(text.contains(&limit.to_string()), "{} is not in the model", kind.place);
    for amount in [50.0, 100.0] {
        text = text.replace(&format!("{{{amount}}}"), &(amount * money * units).to_string());
    }
    for amount in [40.0, 100.0] {
        text = text.replace(&format!("[{amount}]"), &(amount * units).to_string());
    }
    text.replace("<2>", &(2.0 * money).to_string())
}

fn brought(model: &Model, units: f64) -> Plan {
    orders_from_csv(model, &format!("nation,offer,year,quantity\nDEU,gun,2026,{}\n", 30.0 * units)).unwrap()
}

/// What breaks a limit by a ten-thousandth is found out at every scale, and what just keeps it is not.
#[test]
fn a_false_plan_is_found_out_at_every_scale() {
    for money in [1e-9, 1e-6, 1e-3, 1.0, 1e3, 1e6, 1e9] {
        for units in [1e-3, 1.0, 1e3, 1e6] {
            if money * units > 1e9 {
                continue;
            }
            for kind in KINDS {
                let judged = |limit: f64| {
                    let model = model(&text(kind, limit, money, units));
                    judge(&model, brought(&model, units), None).verdict
                };
                let kept = judged(kind.limit);
                assert!(kept.passed(), "{} at {money} {units}: {:?}", kind.said, kept.breaches);
                let broken = judged(kind.broken);
                let said = broken.breaches.iter().any(|breach| breach.limit.contains(kind.said));
                assert!(said, "{} at {money} {units}: {:?}", kind.said, broken.breaches);
            }
        }
    }
}

/// A plan that pays less than what is owed together, or claims more of a goal than it reaches.
#[test]
fn unpaid_bills_are_found_out_at_every_scale() {
    for money in [1e-9, 1e-4, 1.0, 1e5, 1e9] {
        let text = format!(
            "
model: Paid together
horizon: 2026
nations: {{ DEU: {{ budget: {} }} }}
capabilities: {{ guns: {{ us_baseline: 100 }} }}
producers: {{ north: {{ seat: DEU }} }}
offers: {{ gun: {{ by: north, gives: guns, price: {{ 0: {}, 10: {} }}, bands_are: incremental, set_up: {} }} }}
goals: [{{ minimise: cost }}]
",
            200.0 * money,
            2.0 * money,
            money,
            10.0 * money
        );
        let text = text.replace("minimise: cost }", "minimise: gap }, { minimise: cost }");
        let run = solved(&model(&text));
        let spoilt = |spoil: &dyn Fn(&mut Plan)| {
            let mut plan = run.plan.clone();
            spoil(&mut plan);
            judge(&run.model, plan, None).verdict.breaches
        };
        assert_eq!(spoilt(&|_| ()), []);
        let less = 1.0 - 1e-4;
        let payments = spoilt(&|plan| plan.payments.iter_mut().flatten().for_each(|paid| paid.amount *= less));
        assert!(payments.iter().any(|breach| breach.limit.contains("unpaid")), "{money}: {payments:?}");
        let set_ups = spoilt(&|plan| plan.set_ups.iter_mut().flatten().for_each(|paid| paid.amount *= less));
        assert!(set_ups.iter().any(|breach| breach.limit.contains("set-up")), "{money}: {set_ups:?}");
    }
}

/// In euros where the model counts millions the gap is that of the same model in millions.
#[test]
fn in_euros_it_is_the_plan_in_millions() {
    let read = |name: &str| std::fs::read_to_string(root().join(format!("tests/cases/{name}.yaml"))).unwrap();
    let run = |name: &str| solved(&model(&read(name)));
    let (euros, millions) = (run("in-euros"), run("in-millions"));
    assert_close(millions.stages[0].value, 0.734_562, 1e-5);
    assert_close(euros.stages[0].value, millions.stages[0].value, 1e-9);
}

/// Rounds by the hundred thousand take the path that the same rounds divided by ten thousand do: as many iterations, nearly.
#[test]
fn many_rounds_take_no_longer_path() {
    let text = std::fs::read_to_string(root().join("tests/cases/never-ends.yaml")).unwrap();
    let few = ["289500", "534100", "678400", "320100", "575900", "136300", "93699.99999999999", "51900.00000000001"];
    let few = few
        .iter()
        .fold(text.clone(), |text, number| text.replace(number, &(number.parse::<f64>().unwrap() / 1e4).to_string()));
    let iterations = |text: &str| -> (i64, f64) {
        let run = solved(&model(text).alone());
        (run.stages.iter().map(|stage| stage.iterations).sum(), run.stages[0].value)
    };
    let ((many, large), (one, small)) = (iterations(&text), iterations(&few));
    assert_close(large, small, 1e-6);
    assert!(many <= 3 * one + 10, "{many} {one}");
}

/// What counts as one is one in every model that the program comes with, so that solvers see them as they are written.
#[test]
fn models_of_usual_size_are_counted_as_they_are() {
    for path in crate::setting::files("models", "yaml") {
        let Some(model) = entente::input::read_file(&path, &[]).model else { continue };
        let scale = ModelScale::of(&model);
        let units: Vec<f64> = model.offers.ids().map(|offer| scale.offer(offer)).collect();
        assert!(scale.is_usual() && units.iter().all(|unit| *unit == 1.0), "{}: {scale:?}", path.display());
        assert!(model.offers.ids().all(|offer| offer.index() < units.len()) && LEAST_ORDER < 1e-3);
    }
}

//! Rules where they are easily got wrong: bills that are shared freely, plans that somebody brings, prices out of reach.

use entente::budget::Budget;
use entente::plan::orders_from_csv;
use entente::planning::{Run, judge, standalone};

use crate::setting::{assert_close, entente, model, solved, stderr, stdout};

/// The text's first own proposal, solved.
fn own(text: &str) -> Run {
    let model = model(text);
    let code = model.proposals.codes().nth(2).unwrap().to_owned();
    solved(&model.under(model.proposals.find(&code).unwrap()))
}

/// A pool with further units at their own price shares its bill freely. Germany's work is then counted on what Germany
/// pays, and not on what it orders.
#[test]
fn work_in_return_follows_the_bill_where_it_is_shared_freely() {
    let run = own("
model: Shared bill
horizon: 2026
nations: { DEU: { budget: 60 }, EST: { budget: 10 } }
capabilities: { guns: { targets: { EST: 18 } } }
producers: { works: { seat: DEU } }
offers:
  gun: { by: works, gives: guns, price: { 0: 4, 5: 3 }, bands_are: incremental, value_added: { DEU: 75 %, EST: 25 % } }
proposals:
  p:
    pools: { both: { members: '{DEU, EST}', exclusive: true } }
    rules: { work: { rule: juste_retour, at_least: 50 %, nations: '{DEU}' } }
goals: [{ minimise: national_gap }]
");
    // 18 guns cost 20 + 39 = 59; Germany has 75 % of the work that it pays for, wherever the guns go.
    assert_close(run.stages[0].value, 0.0, 1e-9);
    assert!(run.known.judgements.iter().all(|judgement| judgement.missing < 1e-6));
}

/// `pools` of a rule by which a share goes through pools says which pools count, and leaves no order out.
#[test]
fn a_share_through_one_pool_counts_all_orders() {
    let text = |pools: &str| {
        format!(
            "
model: Through one pool
horizon: 2026
nations: {{ DEU: {{ budget: 30 }} }}
capabilities: {{ guns: {{ us_baseline: 30 }} }}
producers: {{ works: {{ seat: DEU }} }}
offers: {{ gun: {{ by: works, gives: guns, price: 1 }} }}
proposals:
  p:
    pools: {{ dear: {{ members: '{{DEU}}', overhead: 50 % }} }}
    rules: {{ pooled: {{ rule: through_pool, at_least: 100 %{pools} }} }}
goals: [{{ minimise: gap }}]
"
        )
    };
    // Everything goes through the pool, where a gun costs 1.5: 20 of 30.
    for pools in ["", ", pools: [dear]"] {
        assert_close(own(&text(pools)).stages[0].value, 1.0 / 3.0, 1e-9);
    }
}

/// Where a group reaches the first price alone, the minimum order still holds.
#[test]
fn a_minimum_order_holds_where_better_prices_are_out_of_reach() {
    let run = own("
model: Out of reach
horizon: 2026
nations: { DEU: { budget: 30 } }
capabilities: { guns: { us_baseline: 12 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: { 0: 5, 12: 3.75 }, capacity: 4 a year, minimum_order: 6 } }
proposals: { p: { pools: { x: { members: '{DEU}', exclusive: true } } } }
goals: [{ minimise: gap }]
");
    // Four are made, and six would have to be ordered.
    assert_close(run.stages[0].value, 1.0, 1e-9);
    assert!(run.plan.orders.is_empty());
}

const FAIR: &str = "
model: Ranked and fair
horizon: 2026
nations: { DEU: { budget: 18 }, EST: { budget: 9 } }
capabilities: { guns: { targets: { DEU: 10, EST: 5 } } }
producers: { works: { seat: DEU }, us: { seat: USA } }
offers:
  gun: { by: works, gives: guns, price: 3 }
  cheap: { by: us, gives: guns, price: 2, capacity: 10 a year }
proposals:
  fair:
    pools: { both: { members: '{DEU, EST}', exclusive: true } }
    rules:
      fair: { rule: nobody_worse_off }
      own: { rule: excluded_producers, producers: [us], rank: 1 }
goals: [{ minimise: national_gap }]
";

/// A plan that somebody brings is held against what everyone comes to alone.
#[test]
fn a_plan_that_leaves_somebody_worse_off_fails_its_audit() {
    let model = model(FAIR);
    let model = model.under(model.proposals.find("fair").unwrap());
    let plan = || orders_from_csv(&model, "nation,offer,year,quantity\nDEU,gun,2026,6\nEST,gun,2026,1\n").unwrap();
    let told = |verdict: &entente::audit::Verdict| -> String {
        verdict.breaches.iter().map(|breach| breach.limit.clone()).collect::<Vec<_>>().join("; ")
    };
    assert!(told(&judge(&model, plan(), None).verdict).contains("is not known"));
    let alone = standalone(&model, Budget::default()).unwrap();
    let verdict = judge(&model, plan(), alone.as_ref()).verdict;
    assert_eq!(told(&verdict), "rule fair, Germany: missing; rule fair, Estonia: missing");
}

/// Who breaks a rule that has a price needs the money for it, whether the plan says who pays or not.
#[test]
fn a_brought_plan_without_money_for_its_penalty_fails_its_audit() {
    let model = model(
        "
model: No money for the penalty
horizon: 2026
nations: { DEU: { budget: 60 }, EST: { budget: 20 } }
capabilities: { guns: { us_baseline: 20 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: 4 } }
rules: { work: { rule: juste_retour, at_least: 50 %, or_pay: 0.5 } }
",
    );
    let audit = |orders: &str| {
        let text = format!("nation,offer,year,quantity\n{orders}");
        judge(&model, orders_from_csv(&model, &text).unwrap(), None)
    };
    // Estonia pays 20 and has no work; it owes half of the 10 that are missing, and has nothing left.
    let spent = audit("DEU,gun,2026,15\nEST,gun,2026,5\n");
    assert_eq!(spent.verdict.breaches.len(), 1);
    assert_eq!(spent.verdict.breaches[0].limit, "budget of EST, 2026");
    // With four guns it pays 16, owes half of 8, and has just that left.
    let enough = audit("DEU,gun,2026,15\nEST,gun,2026,4\n");
    assert!(enough.verdict.passed(), "{:?}", enough.verdict.breaches);
    assert_close(enough.known.spending.penalties.sum(), 4.0, 1e-6);
}

/// Whoever formulates a model knows what a rule asks for: a formulation without it would be another question.
#[test]
fn formulations_and_frontiers_know_what_everyone_comes_to_alone() {
    let about = ["models/nobody-worse-off.yaml", "--proposal", "fair"];
    let output = entente([&["formulate"], &about[..]].concat());
    assert!(output.status.success() && stdout(&output).contains("\\ nobody_worse_off: "), "{}", stderr(&output));
    let output = entente([&["frontier"], &about[..], &["--goals", "national_gap,cost"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
}

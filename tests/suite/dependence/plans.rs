//! What plans lose when support is denied: by year and in the end, of what enablers serve, and by rules.

use entente::id::Id;
use entente::measures::{gaps, lost, lost_by_offer, stocks_in_the_end, stocks_under};
use entente::model::Denial;
use entente::plan::orders_from_csv;
use entente::planning::{Run, judge};

use super::shipped;
use crate::models::put_under;
use crate::setting::{assert_close, model, solved};

/// What a denial takes of a run by year, and what it would take in the end if it began in each of them.
fn taken(run: &Run, denial: &Denial) -> (Vec<f64>, Vec<f64>) {
    let (model, plan, known) = (&run.model, &run.plan, &run.known);
    let left = stocks_under(model, plan, &known.arrivals, &known.stocks, denial);
    let finally = stocks_in_the_end(model, plan, &known.arrivals, &known.stocks, denial);
    let counted = |left| lost(model, &known.stocks, left).into_iter().map(Option::unwrap).collect();
    (counted(&left), counted(&finally))
}

#[track_caller]
fn assert_all_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert_close(*found, *expected, 1e-6);
    }
}

#[test]
fn what_is_lost_by_year_and_in_the_end_is_as_it_was_worked_out() {
    let run = solved(&shipped("spare-parts.yaml"));
    let us = run.model.denials.iter().next().unwrap().1;
    let (by_year, finally) = taken(&run, us);
    // Of 20, then of 20 + 5/3, one more, one more: 4, 7 + 0.3 x 5/3, 10 + 0.6 x 5/3 are lost; as many as are beyond the 20 that are
    // needed are nobody's loss.
    let lost = |taken: f64, own: f64| (taken - 5.0 / 3.0 - own) / 20.0;
    assert_all_close(&by_year, &[0.0, lost(4.0, 0.0), lost(7.5, 1.0), lost(11.0, 2.0)]);
    // In the end 10 of the old ones and 60 % of the 5/3 are lost, in whichever year it begins.
    assert_all_close(&finally, &[0.5, lost(11.0, 0.0), lost(11.0, 1.0), lost(11.0, 2.0)]);
}

#[test]
fn an_enabler_that_is_switched_in_time_saves_what_needs_it() {
    let run = solved(&shipped("leaving-a-cloud.yaml"));
    let us = run.model.denials.iter().next().unwrap().1;
    let (by_year, finally) = taken(&run, us);
    assert_all_close(&by_year, &[0.0, 0.0, 0.0, 0.25, 0.0]);
    // Before the switch is over, own regions stand in for nothing; then for as many as there are. Years in which both run side
    // by side buy no region, so 6 of 8 are there in the end of 2029, and however many of them before.
    assert_all_close(&[finally[0], finally[1], finally[3], finally[4]], &[1.0, 1.0, 0.25, 0.0]);
}

/// A development that only both can pay for closes a gap of quality; numbers were never short.
#[test]
fn a_gap_of_quality_is_no_gap_of_numbers() {
    let model = shipped("better-not-more.yaml");
    for (proposal, gap) in [("alone", 0.1), ("together", 0.1), ("pool", 0.05), ("one_for_itself", 0.1)] {
        let model = put_under(&model, proposal);
        let run = solved(&model);
        assert_eq!(run.plan.starts.is_empty(), proposal != "pool", "{proposal}");
        let found = &gaps(&model, &run.known.stocks).capabilities[0];
        assert_close(found.share[1], gap, 1e-6);
        assert_close(found.quantity_share[1], 0.0, 1e-6);
    }
}

const TWO_QUALITIES: &str = "
model: Two qualities
horizon: 2026..2027
nations: { DEU: { budget: 0 } }
capabilities:
  jets: { us_baseline: 10, needs: { tankers: 0.5 } }
  tankers: { held: { DEU: 2.5 } }
holdings:
  good: { nation: DEU, gives: jets, quantity: 5 }
  bad: { nation: DEU, gives: jets, quantity: 5, quality: 0.5, by: tur }
producers: { works: { seat: DEU }, tur: { seat: TUR } }
offers: { round: { by: works, gives: tankers, price: 1000 } }
denials: { us: { by: [USA], from: 2027 }, turkey: { by: [TUR], from: 2027 } }
goals: [minimise: gap]
";

/// Tankers for five of ten jets fly the five good ones. A denial that takes nothing, and one that takes the five that stay at
/// home, lose nothing.
#[test]
fn a_denial_that_takes_nothing_in_use_loses_nothing() {
    let run = solved(&model(TWO_QUALITIES));
    assert_close(run.stages[0].value, 0.5, 1e-9);
    let us = &run.model.denials[run.model.denials.find("us").unwrap()];
    let (by_year, finally) = taken(&run, us);
    assert_all_close(&by_year, &[0.0, 0.0]);
    assert_all_close(&finally, &[0.0, 0.0]);
    let turkey = &run.model.denials[run.model.denials.find("turkey").unwrap()];
    let (by_year, finally) = taken(&run, turkey);
    assert_all_close(&by_year, &[0.0, 0.0]);
    assert_all_close(&finally, &[0.0, 0.0]);
}

/// A flow is used up in its year, so that a denial takes nothing of what was delivered before it.
#[test]
fn of_a_flow_only_what_is_delivered_while_the_denial_lasts_is_lost() {
    let model = model(
        "
model: Used up
horizon: 2026..2028
nations: { DEU: { budget: 10 } }
capabilities: { drones: { kind: flow, us_baseline: 20 } }
producers: { works: { seat: DEU } }
offers: { drone: { by: works, gives: drones, price: 1, sustained_by: { USA: 40 % } } }
denials: { us: { by: [USA], from: 2028 } }
goals: [minimise: gap]
",
    );
    let run = solved(&model);
    let us = model.denials.iter().next().unwrap().1;
    let (by_year, finally) = taken(&run, us);
    assert_all_close(&by_year, &[0.0, 0.0, 0.4]);
    assert_all_close(&finally, &[0.4, 0.4, 0.4]);
    let by_offer = lost_by_offer(&model, &run.known.arrivals, us, model.horizon.last_step());
    assert_eq!(by_offer.len(), 1);
    assert_close(by_offer[0].1, 4.0, 1e-6);
}

/// What counts nothing beside others is judged by itself like any other capability, and not at all among all together.
#[test]
fn a_rule_judges_a_capability_that_counts_nothing_beside_others() {
    let model = model(
        "
model: Counts nothing
horizon: 2026..2027
nations: { DEU: { budget: { 2026: 72, 2027: 0 } } }
capabilities:
  guns: { us_baseline: 20, weight: 0, targets: { DEU: 20 } }
  radars: { us_baseline: 5 }
producers: { overseas: { seat: USA }, works: { seat: DEU } }
offers:
  american: { by: overseas, gives: guns, price: 3, without_us: 0 % }
  own: { by: works, gives: guns, price: 5 }
denials: { us: { by: [USA], from: 2027 } }
proposals:
  each: { rules: { hedge: { rule: lost_when_denied, under: us, at_most: 25 %, of: each_capability } } }
  all: { rules: { hedge: { rule: lost_when_denied, under: us, at_most: 25 % } } }
goals: [minimise: national_gap]
",
    );
    for (proposal, gap, broken) in [("each", 0.2, true), ("all", 0.0, false)] {
        let model = put_under(&model, proposal);
        assert_close(solved(&model).stages[0].value, gap, 1e-6);
        let cheap = orders_from_csv(&model, "nation,offer,year,quantity\nDEU,american,2026,20\n").unwrap();
        assert_eq!(!judge(&model, cheap, None).verdict.passed(), broken, "{proposal}");
    }
}

/// What the plan leaves idle in normal times is not usable under a denial.
#[test]
fn a_plan_in_which_a_denial_makes_more_usable_fails_its_audit() {
    let run = solved(&shipped("three-on-one-link.yaml"));
    let mut plan = run.plan.clone();
    let guns = run.model.capabilities.find("guns").unwrap().index();
    let normal = plan.usable.as_mut().unwrap();
    normal.equivalents[[guns, 1]] /= 2.0;
    normal.units[[guns, 1]] /= 2.0;
    let verdict = judge(&run.model, plan, run.known.alone.as_ref()).verdict;
    assert!(verdict.breaches.iter().any(|breach| breach.limit.contains("beside normal times")), "{verdict:?}");
}

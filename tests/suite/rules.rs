//! Every rule in a shipped model in which it binds: with it and without it.

use entente::model::{Model, Named, Sense};
use entente::planning::judge;
use entente::schema::json_schema;

use crate::models::{CLOSE, model_path, near, put_under};
use crate::setting::{assert_close, model_file, solved};

/// A model and a proposal of it in which one rule binds.
struct Bound {
    kind: &'static str,
    file: &'static str,
    proposal: &'static str,
    rule: &'static str,
}

const fn bound(kind: &'static str, file: &'static str, proposal: &'static str, rule: &'static str) -> Bound {
    Bound { kind, file, proposal, rule }
}

const BOUND: &[Bound] = &[
    bound("european_content", "rules-of-origin.yaml", "each_offer", "content"),
    bound("european_content", "rules-of-origin.yaml", "basket", "content"),
    bound("design_authority", "rules-of-origin.yaml", "authority", "own_say"),
    bound("excluded_producers", "rules-of-origin.yaml", "excluded", "trusted"),
    bound("at_least_nations", "at-least-three.yaml", "three", "common"),
    bound("at_least_nations", "at-least-three.yaml", "priced", "common"),
    bound("juste_retour", "work-back.yaml", "work_back", "work"),
    bound("juste_retour", "work-back.yaml", "priced", "work"),
    bound("largest_share", "second-source.yaml", "largest_share", "no_giant"),
    bound("second_source", "second-source.yaml", "second_source", "others"),
    bound("at_least_suppliers", "at-least-suppliers.yaml", "two", "second"),
    bound("most_programmes", "opening-lines.yaml", "one", "one_line"),
    bound("most_programmes", "opening-lines.yaml", "two_of_three", "either"),
    bound("most_types", "few-types.yaml", "two", "types"),
    bound("most_types", "few-types.yaml", "one_each", "types"),
    bound("home_preference", "buying-at-home.yaml", "at_home", "home"),
    bound("home_preference", "buying-at-home.yaml", "way_round", "home"),
    bound("through_pool", "buying-at-home.yaml", "pooled", "jointly"),
    bound("own_share", "own-needs.yaml", "own", "needs"),
    bound("own_share", "own-needs.yaml", "half_more", "needs"),
    bound("nobody_worse_off", "nobody-worse-off.yaml", "fair", "fair"),
    bound("lost_when_denied", "not-all-at-once.yaml", "quarter", "hedge"),
    bound("lost_when_denied", "not-all-at-once.yaml", "priced", "hedge"),
];

/// The same model without one rule.
fn without(model: &Model, rule: &str) -> Model {
    let free = model.without_demands(&model.rules.find(rule).map(Named::Rule).into_iter().collect::<Vec<_>>());
    assert_eq!(free.rules.len() + 1, model.rules.len(), "no rule `{rule}`");
    free
}

#[test]
fn every_rule_binds_in_a_shipped_model_and_changes_its_plan() {
    let schema = json_schema().to_value();
    let words = schema["$defs"]["RuleName"]["oneOf"].as_array().unwrap();
    let mut words: Vec<&str> = words.iter().map(|word| word["const"].as_str().unwrap()).collect();
    let mut shown: Vec<&str> = BOUND.iter().map(|bound| bound.kind).collect();
    words.sort_unstable();
    shown.sort_unstable();
    shown.dedup();
    assert_eq!(shown, words, "kinds of rules that are shown, and those that there are");

    for Bound { kind, file, proposal, rule } in BOUND {
        let name = format!("{file} --proposal {proposal}, rule {rule}");
        let model = put_under(&model_file(&model_path(file)), proposal);
        let id = model.rules.find(rule).unwrap_or_else(|| panic!("{name}: no such rule"));
        assert_eq!(model.rules[id].demand.word(), *kind, "{name}");
        let (with, free) = (solved(&model), solved(&without(&model, rule)));

        let goals = model.goals.iter().zip(with.stages.iter().zip(&free.stages));
        let differs = goals.clone().find(|(_, (held, freed))| !near(held.value, freed.value));
        let (goal, (held, freed)) = differs.unwrap_or_else(|| panic!("{name} changes no goal"));
        let worse = if goal.sense == Sense::Minimise { held.value - freed.value } else { freed.value - held.value };
        assert!(worse > 0.0, "{name}: {} is {} with the rule and {} without", held.goal, held.value, freed.value);
        assert_ne!(with.plan.orders, free.plan.orders, "{name}");

        let judged = || with.known.judgements.iter().filter(|judgement| judgement.rule == id);
        assert!(judged().count() > 0, "{name} is not judged");
        let missing: f64 = judged().map(|judgement| judgement.missing).sum();
        let price = model.rules[id].price().unwrap_or_default();
        let paid: f64 = with.plan.penalties.iter().flatten().filter(|part| part.of == id).map(|part| part.amount).sum();
        if price > 0.0 {
            assert!(missing > 0.1, "{name}: it is to be broken");
        } else {
            assert!(missing < 1e-5, "{name}: {missing} missing");
        }
        assert_close(paid, price * missing, 1e-5);
        // Without the rule the plan would have broken it.
        let broken = judge(&with.model, free.plan, with.known.alone.as_ref());
        let missing: f64 = broken.known.judgements.iter().filter(|j| j.rule == id).map(|j| j.missing).sum();
        assert!(missing > 1e-3, "{name}: the plan without it misses {missing}");
    }
}

#[test]
fn a_rule_that_is_broken_at_a_price_says_by_how_much_and_is_paid_for() {
    let model = put_under(&model_file(&model_path("work-back.yaml")), "priced");
    let run = solved(&model);
    let estonia = model.nations.find("EST").unwrap();
    let judged: Vec<_> = run.known.judgements.iter().filter(|judgement| judgement.missing > 1e-6).collect();
    assert_eq!(judged.len(), 1, "{judged:?}");
    assert_eq!(judged[0].nation, Some(estonia));
    assert_close(judged[0].limit, 0.5, CLOSE);
    assert_close(judged[0].found, 0.0, CLOSE);
    assert_close(judged[0].missing, 8.0, CLOSE);
    let penalties = run.plan.penalties.as_ref().unwrap();
    assert_eq!(penalties.len(), 1, "{penalties:?}");
    assert_eq!((penalties[0].nation, penalties[0].of), (estonia, model.rules.find("work").unwrap()));
    assert_close(penalties[0].amount, 4.0, CLOSE);
    assert_close(run.known.spending.penalties.sum(), 4.0, CLOSE);
    assert_close(run.known.spending.paid().sum(), 80.0, CLOSE);

    // Whoever does not pay is found out.
    let mut plan = run.plan.clone();
    plan.penalties = Some(Vec::new());
    assert!(!judge(&run.model, plan, run.known.alone.as_ref()).verdict.passed());
}

//! Nations that are alike are put together to bound a plan: all that they can do apart they can do together, and the plan
//! that comes of it is as good as the one without.

use entente::formulation::{ColumnKey, Formulation, RowKey};
use entente::model::Model;
use entente::planning::{Approach, Reduce, Run, plan};
use entente::reduction::Reduction;
use entente::solve::{Options, PriceTiers, SearchSettings, Solution, solve};

use serde_json::json;

use crate::setting::{assert_close, model};

/// Six nations, four of them in a pool; prices by quantity, a fund with conditions, a rule by which nations arm for
/// themselves.
const SIX: &str = "
model: Six nations
horizon: 2026..2028
nations:
  DEU: { budget: 60, gdp: 60, carry_over: 10 % }
  POL: { budget: { 2026: 20, 2028: 40 }, gdp: 20, carry_over: 10 % }
  EST: { budget: 9, gdp: 2, carry_over: 10 % }
  LVA: { budget: 7, gdp: 2, carry_over: 10 % }
  GBR: { budget: 12, gdp: 50 }
  NOR: { budget: 11, gdp: 10 }
capabilities:
  guns: { us_baseline: 60, held: { POL: 5 } }
  radars: { us_baseline: 12, weight: 2 }
producers:
  works: { seat: DEU }
  wires: { seat: POL }
  star: { seat: USA }
offers:
  gun: { by: works, gives: guns, price: { 0: 4, 20: 3.5, 40: 3 }, capacity: 25 a year, lead_time: 1 year, payment: [40 %, 60 %] }
  radar: { by: wires, gives: radars, price: { 0: 9, 6: 8 }, lead_time: 1 year }
  us_gun: { by: star, gives: guns, price: 3.2, quality: 1.1 }
rules:
  own: { rule: own_share, at_most: 180 % }
proposals:
  four:
    pools:
      east: { members: \"{DEU, POL, EST, LVA}\", exclusive: true, overhead: 1 % }
    funds:
      loan:
        kind: loan
        allocations: { DEU: 10, POL: 60, EST: 5, LVA: 14 }
        asks:
          content: { rule: european_content, at_least: 65 % }
          partners: { rule: at_least_nations, at_least: 3 }
";

fn cases() -> Vec<(String, Model)> {
    let model = model(SIX);
    (model.proposals.codes().map(str::to_owned).collect::<Vec<_>>().into_iter())
        .map(|code| {
            let id = model.proposals.find(&code).unwrap();
            (code, model.under(id))
        })
        .collect()
}

#[test]
fn some_nations_are_put_together() {
    let sizes: Vec<(String, (usize, usize))> = (cases().into_iter())
        .filter_map(|(code, model)| Some((code, (model.nations.len(), Reduction::of(&model, None)?.classes.len()))))
        .collect();
    // GBR and NOR differ from the others by what they may carry over. Alone, DEU and POL reach a better price; what DEU and EST
    // may draw on the fund is less than a quarter of what they have, and more than three fifths for POL and LVA.
    let found: Vec<(&str, usize)> = sizes.iter().map(|(code, (_, into))| (code.as_str(), *into)).collect();
    assert_eq!(found, [("alone", 4), ("together", 2), ("four", 3)]);
}

#[test]
fn what_nations_do_apart_they_can_do_together() {
    for (code, model) in cases() {
        let full = Formulation::of(&model, None);
        let reduction = Reduction::of(&model, None).unwrap();
        let places = reduction.places(&full).unwrap();
        let solution = solve(&full, &Options::default()).unwrap();
        let point = reduction.point(&full, &places, &solution.values);
        for row in reduction.formulation.rows.iter().chain(&reduction.cuts) {
            let sum: f64 = row.terms.iter().map(|&(column, coefficient)| coefficient * point[column]).sum();
            let room = 1e-6 * sum.abs().max(1.0);
            assert!(sum <= row.upper + room && sum >= row.lower - room, "{code}: {:?} has {sum}", row.key);
        }
        for ((_, whole), (_, part)) in full.goals.iter().zip(&reduction.formulation.goals) {
            assert_close(part.value(&point), whole.value(&solution.values), 1e-9);
        }
    }
}

#[test]
fn plans_found_by_way_of_the_reduction_are_as_good() {
    for (code, model) in cases() {
        let full = Formulation::of(&model, None);
        let reduction = Reduction::of(&model, None);
        let plain = solve(&full, &Options::default()).unwrap();
        let short = solve(&full, &Options { reduction: reduction.as_ref(), ..Options::default() }).unwrap();
        let (plain, short) = (&plain.stages[0], &short.stages[0]);
        assert!((plain.value - short.value).abs() <= 3e-4 * plain.value, "{code}: {} and {}", plain.value, short.value);
        assert!(short.bound <= plain.value * (1.0 + 1e-9), "{code}: {} bounds {}", short.bound, plain.value);
    }
}

#[test]
fn plans_shared_out_are_as_good() {
    for (code, model) in cases() {
        as_good(&code, &model, 1e-7);
    }
}

#[test]
fn prices_of_the_smaller_model_are_told_of_limits_of_the_model_itself() {
    let without_rule = SIX.replace("rules:\n  own: { rule: own_share, at_most: 180 % }\n", "");
    assert_ne!(without_rule, SIX);
    let mut told = std::collections::BTreeSet::new();
    for text in [SIX, &without_rule] {
        let whole = model(text);
        for id in whole.proposals.ids() {
            let model = whole.under(id);
            let run = plan(&model, Approach { reduce: Reduce::Always, ..Approach::default() }).unwrap();
            let formulation = Formulation::of(&model, None);
            let limits: std::collections::HashMap<RowKey, f64> = formulation
                .rows
                .iter()
                .map(|row| (row.key, if row.upper.is_finite() { row.upper } else { row.lower }))
                .collect();
            for price in &run.prices {
                let key = price.limit.0;
                let amount = limits.get(&key).unwrap_or_else(|| panic!("no row {}", key.name(&model)));
                if matches!(key, RowKey::Need { .. } | RowKey::Budget { .. } | RowKey::Line { .. }) {
                    assert_close(price.amount, *amount, 1e-6);
                    told.insert(key.family());
                }
            }
        }
    }
    assert!(["budget", "need"].iter().all(|family| told.contains(family)), "{told:?}");
}

/// The bands of another plan are a first try: whichever they are, what is found and what bounds it is as good.
#[test]
fn bands_of_another_plan_take_nothing_away() {
    let goals = "goals: [{ minimise: gap, within: 2 % }, { minimise: cost }]\n";
    let model = model(&format!("{SIX}{goals}"));
    let model = model.under(model.proposals.find("four").unwrap());
    let reduction = Reduction::of(&model, None).unwrap();
    let choices = reduction.choices.as_deref().unwrap();
    let solved = |mip_start| -> Solution {
        let tiers = PriceTiers { choices, cuts: &reduction.cuts, mip_start };
        // With nothing ordered all but 5 of 60 guns are missing, and all radars.
        let do_nothing = vec![1.0, 0.0];
        solve(&reduction.formulation, &Options { tiers: Some(tiers), do_nothing, ..Options::default() }).unwrap()
    };
    let plain = solved(None);
    let band = |choice: &entente::reduction::Choice| {
        choice.bands.iter().position(|(column, _)| plain.values[*column] > 0.5).unwrap()
    };
    let own: Vec<usize> = choices.iter().map(band).collect();
    let first = vec![0; choices.len()];
    let last: Vec<usize> = choices.iter().map(|choice| choice.bands.len() - 1).collect();
    assert!(own != first && own != last, "{own:?}");
    for mip_start in [&own, &first, &last] {
        for (plain, other) in plain.stages.iter().zip(&solved(Some(mip_start)).stages) {
            assert_close(plain.value, other.value, 3e-4);
            assert!(other.bound <= plain.value * (1.0 + 1e-9), "{mip_start:?}: {} bounds {}", other.bound, plain.value);
        }
    }
}

/// POL and LVA may draw alike parts of a fund and are one. Told apart they still order through the same pool, whose bands are known.
#[test]
fn what_was_decided_is_known_where_other_nations_are_told_apart() {
    let (_, model) = cases().pop().unwrap();
    let run = plan(&model, Approach { reduce: Reduce::Always, ..Approach::default() }).unwrap();
    let pol = model.nations.find("POL").unwrap();
    let reduction = Reduction::with_apart(&model, None, &[pol]).unwrap();
    assert!(reduction.classes.len() > Reduction::of(&model, None).unwrap().classes.len());
    let choices = reduction.choices.as_deref().unwrap();
    let bands = reduction.bands_in(&run.decisions);
    assert_eq!(bands.len(), choices.len());
    let east = model.groups.ids().find(|group| model.groups[*group].is_pool).unwrap();
    let mut known = 0;
    for (choice, band) in choices.iter().zip(bands) {
        let ColumnKey::Band { group, offer, .. } = reduction.formulation.columns.key(choice.bands[0].0) else {
            panic!()
        };
        if group == reduction.names.groups[entente::id::Id::index(east)] {
            let number = u32::try_from(band).unwrap();
            assert!(run.decisions.contains(&(ColumnKey::Band { group: east, offer, band: number }, 1.0)));
            known += band;
        }
    }
    assert!(known > 0, "no band but the first is reached");
    assert!(reduction.bands_in(&[]).iter().all(|band| *band == 0));
}

/// A strategy saves time and no more: whichever is left out, values and bounds agree within the permitted gap.
#[test]
fn every_strategy_can_be_left_out() {
    let defaults = serde_json::to_value(SearchSettings::DEFAULT).unwrap();
    let goals = "goals: [{ minimise: gap, within: 2 % }, { minimise: cost }]\n";
    let model = model(&format!("{SIX}{goals}"));
    let model = model.under(model.proposals.find("four").unwrap());
    let plan = |settings: &SearchSettings| {
        plan(&model, Approach { reduce: Reduce::Always, settings, ..Approach::default() }).unwrap().stages
    };
    let usual = plan(&SearchSettings::DEFAULT);
    let mut left_out = 0;
    for (name, value) in defaults.as_object().unwrap() {
        let off = if value.is_boolean() { json!(false) } else { json!(0) };
        let mut other = defaults.clone();
        other[name] = off;
        // Lists and what is no switch cannot be nothing; one in so many is one at least.
        let Ok(settings) = serde_json::from_value::<SearchSettings>(other) else { continue };
        if name.starts_with("dive_") || name.starts_with("gap") {
            continue;
        }
        left_out += 1;
        for (usual, other) in usual.iter().zip(plan(&settings)) {
            assert_close(usual.value, other.value, 3e-4);
            assert!(other.proof_gap <= 1e-4, "{name}: proven within {}", other.proof_gap);
            assert!(other.bound <= usual.value * (1.0 + 1e-9), "{name}: {} bounds {}", other.bound, usual.value);
        }
    }
    assert!(left_out > 10, "{left_out}");
}

/// Prices stand in the last goal, so that rounding its relaxation costs more, and it goes on from that of the goal before.
#[test]
fn cheap_plans_shared_out_are_as_good() {
    for within in ["2 %", "30 %"] {
        let goals = format!("goals:\n  - {{ minimise: gap, within: {within} }}\n  - minimise: cost\n");
        let model = model(&format!("{SIX}{goals}"));
        for code in model.proposals.codes() {
            // Either first goal may be a ten-thousandth off, and so lets or denies the second that much.
            as_good(code, &model.under(model.proposals.find(code).unwrap()), 1e-3);
        }
    }
}

fn as_good(code: &str, model: &Model, room: f64) {
    let how = |reduce| Approach { reduce, ..Approach::default() };
    let whole = plan(model, how(Reduce::Never)).unwrap();
    let shared = plan(model, how(Reduce::Always)).unwrap();
    assert!(shared.nations.is_some(), "{code}: what is shared out is no plan");
    // What is kept of one goal leaves later ones a hair more or less.
    for (whole, shared) in whole.stages.iter().zip(&shared.stages) {
        let far = (whole.value - shared.value).abs();
        assert!(far <= 3e-4_f64.max(room) * whole.value.abs(), "{code}: {} and {}", whole.value, shared.value);
        assert!(shared.bound <= whole.value * (1.0 + room), "{code}: {} bounds {}", shared.bound, whole.value);
    }
    // Prices of the budgets of nations that were put together are those of their budget together.
    let budgets = |run: &Run| run.prices.iter().filter(|price| matches!(price.limit.0, RowKey::Budget { .. })).count();
    assert!(budgets(&shared) >= shared.nations.unwrap().1.min(budgets(&whole)), "{code}");
}

/// What the search by way of the reduction finds of a text's first own proposal.
fn gap(text: &str) -> f64 {
    let model = model(text);
    let own = model.proposals.codes().nth(2).unwrap().to_owned();
    let model = model.under(model.proposals.find(&own).unwrap());
    crate::setting::solved(&model).stages[0].value
}

/// Three nations that are alike buy 9 each at the first price, 27 together; that price ends at 15 for each of them only.
#[test]
fn nations_put_together_are_not_held_to_where_the_first_price_of_one_ends() {
    let text = "
model: Three alike
horizon: 2026
nations: { DEU: { budget: 27 }, FRA: { budget: 27 }, ITA: { budget: 27 } }
capabilities: { guns: { us_baseline: 60 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: { 0: 3, 15: 2 }, bands_are: incremental } }
proposals: { p: { pools: { x: { members: '{DEU, FRA, ITA}', harmonisation: { cost: 20 } } } } }
goals: [{ minimise: gap }]
";
    assert_close(gap(text), 1.0 - 27.0 / 60.0, 1e-6);
}

/// AUT and BEL are alike and come first; what DEU and EST come to alone is still theirs when those two are one.
#[test]
fn what_nations_come_to_alone_stays_theirs() {
    let text = "
model: Four
horizon: 2026
nations: { AUT: { budget: 9 }, BEL: { budget: 9 }, DEU: { budget: 18 }, EST: { budget: 9 } }
capabilities: { guns: { targets: { DEU: 10, EST: 5 }, us_baseline: 15 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: { 0: 3, 10: 2 }, capacity: 10 a year } }
proposals:
  fair:
    pools: { both: { members: '{AUT, BEL, DEU, EST}', exclusive: true } }
    rules: { fair: { rule: nobody_worse_off, nations: '{DEU, EST}' } }
goals: [{ minimise: national_gap }]
";
    // Alone DEU buys 6 of 10 and EST 3 of 5. Together ten are made, at 2: EST gets its 4.5 or more, DEU the rest of ten.
    assert_close(gap(text), 0.3, 1e-6);
}

//! A model under a scenario is the model that `input` would have read, or is refused where `input` would have refused it.

use std::fmt::Write;

use entente::id::Id;
use entente::input::{Setting, read_text};
use entente::model::{Model, Parameter};
use entente::scenario::{Amount, ModelChange, Shock, apply, figures};
use proptest::prelude::*;

use crate::setting::law;

use crate::laws::{GAP, Question, question};

/// One change, by places that are taken round the entries of whichever model comes.
#[derive(Debug, Clone)]
enum Wanted {
    Figure(usize, Amount),
    Fund(Amount),
    LeavePools(usize),
    Leave(usize, i32),
    Deny(i32, bool),
    PricesGrow(usize, f64),
    Late(usize, usize),
    BudgetsSlip(usize, usize),
    BudgetsCut(usize, f64, i32),
}

/// Numbers as people write them, and as nobody should.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => 0.0..3.0,
        1 => Just(0.0),
        1 => -2.0..0.0,
        1 => 1e11..1e14,
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(1e300)],
    ]
}

fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![number().prop_map(Amount::Times), number().prop_map(|to| Amount::To(100.0 * to))]
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let year = 2024_i32..2034;
    prop_oneof![
        6 => (any::<prop::sample::Index>(), amount()).prop_map(|(place, amount)| Wanted::Figure(place.index(1 << 20), amount)),
        1 => amount().prop_map(Wanted::Fund),
        1 => (0_usize..9).prop_map(Wanted::LeavePools),
        1 => (0_usize..9, year.clone()).prop_map(|(who, from)| Wanted::Leave(who, from)),
        1 => (year.clone(), any::<bool>()).prop_map(|(from, all)| Wanted::Deny(from, all)),
        1 => (0_usize..9, -1.5..1.0).prop_map(|(offer, by)| Wanted::PricesGrow(offer, by)),
        1 => (0_usize..9, 0_usize..120).prop_map(|(line, years)| Wanted::Late(line, years)),
        1 => (0_usize..9, 0_usize..4).prop_map(|(who, years)| Wanted::BudgetsSlip(who, years)),
        1 => (0_usize..9, 0.0..1.5, year).prop_map(|(who, by, from)| Wanted::BudgetsCut(who, by, from)),
    ]
}

/// A random model with a pool and a fund, prices by quantity and lines of which earlier orders take a part, or more than there is; what a
/// line's enlargement and a programme cost is shared by budgets.
fn document(question: &Question, bands: bool, backlog: f64) -> (String, Vec<Setting>) {
    let mut text = question.text(GAP);
    let names = question.nation_names();
    writeln!(
        text,
        "proposals: {{ pooled: {{ pools: {{ all: {{ members: \"{{{}}}\" }} }}, funds: {{ common: {{ kind: grant, envelope: 60, allocations: {{ {}: 30, {}: 50 }} }} }}, \
         programmes: {{ shared: {{ cost: 10, duration: 1, key: budget }} }} }} }}\nlines: {{ common: {{ capacity: 5, expansion: {{ cost: 2, \
         at_most: 3, key: budget }} }} }}",
        names.join(", "),
        names[0],
        names[1]
    )
    .unwrap();
    let mut settings = Vec::new();
    for (place, offer) in question.offers.iter().enumerate() {
        if bands {
            let price = format!("{{ 0: {}, 30: {} }}", offer.price, offer.price * 0.8);
            settings.push((format!("offers.p{place}.price"), price));
        }
        settings.push((format!("offers.p{place}.backlog"), (offer.capacity * backlog).to_string()));
    }
    (text, settings)
}

/// A number as YAML writes it.
fn yaml(number: f64) -> String {
    match number {
        x if x.is_nan() => ".nan".to_owned(),
        x if x.is_infinite() => ".inf".to_owned(),
        x => x.to_string(),
    }
}

fn by_year(model: &Model, value: impl Fn(usize) -> f64) -> String {
    let years =
        model.horizon.steps().map(|step| format!("{}: {}", model.horizon.year(step), yaml(value(step.index()))));
    format!("{{ {} }}", years.collect::<Vec<_>>().join(", "))
}

/// The settings by which a document gives a nation other budgets; signed contracts take no more than there is.
fn budgets(model: &Model, nation: usize, new: impl Fn(usize) -> f64) -> Vec<Setting> {
    let code = model.nations.code(Id::from_index(nation));
    let taken = |t: usize| model.committed[[nation, t]].min(new(t));
    let is_unlimited = model.horizon.steps().all(|step| new(step.index()) == f64::INFINITY);
    let budget = if is_unlimited { "unlimited".to_owned() } else { by_year(model, &new) };
    vec![(format!("nations.{code}.committed"), by_year(model, taken)), (format!("nations.{code}.budget"), budget)]
}

/// The settings by which a document gives an offer other prices; what it is valued at stays.
fn prices(model: &Model, offer: usize, factor: impl Fn(f64) -> f64) -> Vec<Setting> {
    let entry = &model.offers[Id::from_index(offer)];
    let code = model.offers.code(Id::from_index(offer));
    let bands = entry.bands.iter().map(|band| format!("{}: {}", band.from, yaml(factor(band.price.0))));
    vec![
        (format!("offers.{code}.reference_price"), yaml(entry.reference_price.0)),
        (format!("offers.{code}.price"), format!("{{ {} }}", bands.collect::<Vec<_>>().join(", "))),
    ]
}

/// The settings by which a document changes what the fund of `document` can pay. It allots 30 and 50 and can pay 60: what each may draw
/// moves with what the fund can pay.
fn fund(nations: &[String; 2], amount: Amount) -> Vec<Setting> {
    let (factor, envelope) = match amount {
        Amount::Times(factor) => (factor, 60.0 * factor),
        Amount::To(value) => (value / 60.0, value),
    };
    let own = |amount: f64| yaml(if factor > 0.0 { amount * factor } else { amount });
    let allocations = format!("{{ {}: {}, {}: {} }}", nations[0], own(30.0), nations[1], own(50.0));
    vec![
        ("proposals.pooled.funds.common.envelope".to_owned(), yaml(envelope)),
        ("proposals.pooled.funds.common.allocations".to_owned(), allocations),
    ]
}

/// A figure of the model by its place.
fn figure_at(model: &Model, place: usize) -> Parameter {
    // Scenarios change targets by their paths.
    let is_figure = |parameter: &Parameter| !matches!(parameter, Parameter::Target(..));
    let all: Vec<Parameter> = Parameter::of(model).into_iter().filter(is_figure).collect();
    all[place % all.len()]
}

/// A figure changed, as settings of a document.
fn of_figure(model: &Model, parameter: Parameter, amount: Amount) -> Vec<Setting> {
    let changed = |amount: Amount, old: f64| match amount {
        Amount::Times(factor) => old * factor,
        Amount::To(value) => value,
    };
    match parameter {
        Parameter::Budget(id) => budgets(model, id.index(), |t| changed(amount, model.budgets[[id.index(), t]])),
        Parameter::Committed(id) => vec![(
            format!("nations.{}.committed", model.nations.code(id)),
            by_year(model, |t| {
                let place = [id.index(), t];
                changed(amount, model.committed[place]).min(model.budgets[place])
            }),
        )],
        Parameter::Capacity(id) => {
            let new = changed(amount, model.lines[id].capacity[0]);
            let code = model.lines.code(id);
            let table = if model.offers.find(code).is_some() { "offers" } else { "lines" };
            vec![(format!("{table}.{code}.capacity"), format!("{} a year", yaml(new)))]
        }
        Parameter::Price(id) => {
            let list = model.offers[id].list_price().0;
            prices(model, id.index(), |old| match amount {
                Amount::Times(factor) => old * factor,
                Amount::To(value) => old * value / list,
            })
        }
        Parameter::Baseline(id) => vec![(
            format!("capabilities.{}.us_baseline", model.capabilities.code(id)),
            by_year(model, |t| changed(amount, model.baselines[[id.index(), t]])),
        )],
        Parameter::Fund(_) | Parameter::Target(..) => {
            unreachable!("the model is under no proposal with a fund, and targets are left out")
        }
    }
}

/// A change, and the settings by which the document itself would say it, worked out without the code that applies it.
fn said(model: &Model, wanted: &Wanted) -> (ModelChange, Vec<Setting>) {
    let (nations, offers) = (model.nations.len(), model.offers.len());
    let nation = |place: usize| model.nations.code(Id::from_index(place % nations)).to_owned();
    let offer = |place: usize| model.offers.code(Id::from_index(place % offers)).to_owned();
    let first = model.horizon.first.0;
    let since = |from: i32, t: usize| first + i32::try_from(t).unwrap() >= from;
    let outside = |from: i32| !(first..=model.horizon.last.0).contains(&from);
    // A document can only say such a year where it says something of that year.
    let refused = |mut settings: Vec<Setting>, from: i32| {
        if outside(from) {
            settings.push(("nations.NA.committed".to_owned(), format!("{{ {from}: 0 }}")));
        }
        settings
    };
    match *wanted {
        Wanted::Figure(place, amount) => {
            let parameter = figure_at(model, place);
            let settings = of_figure(model, parameter, amount);
            (ModelChange::Figure { name: parameter.name(model), amount }, settings)
        }
        Wanted::Fund(amount) => {
            let name = "fund.common".to_owned();
            (ModelChange::Figure { name, amount }, fund(&[nation(0), nation(1)], amount))
        }
        Wanted::LeavePools(who) => {
            let stays: Vec<String> = (0..nations).filter(|n| n % nations != who % nations).map(nation).collect();
            let members = format!("\"{{{}}}\"", stays.join(", "));
            let change = ModelChange::Shock(Shock::LeavePools(vec![nation(who)]));
            (change, vec![("proposals.pooled.pools.all.members".to_owned(), members)])
        }
        Wanted::Leave(who, from) => {
            let n = who % nations;
            let table = |t: usize| if since(from, t) { model.committed[[n, t]] } else { model.budgets[[n, t]] };
            let change = Shock::Leave { nations: vec![nation(who)], from };
            (ModelChange::Shock(change), refused(budgets(model, n, table), from))
        }
        Wanted::BudgetsSlip(who, years) => {
            let n = who % nations;
            let change = Shock::BudgetsSlip { nations: vec![nation(who)], years };
            (ModelChange::Shock(change), budgets(model, n, |t| model.budgets[[n, t.saturating_sub(years)]]))
        }
        Wanted::BudgetsCut(who, by, from) => {
            let n = who % nations;
            let cut = |t: usize| model.budgets[[n, t]] * if since(from, t) { 1.0 - by } else { 1.0 };
            let change = Shock::BudgetsCut { nations: vec![nation(who)], by, from };
            (ModelChange::Shock(change), refused(budgets(model, n, cut), from))
        }
        Wanted::PricesGrow(place, by) => {
            // An order can be placed as long as it is delivered inside the horizon.
            let years = i32::try_from(model.horizon.len()).unwrap();
            #[expect(clippy::cast_possible_truncation, reason = "a lead time is a few years")]
            let lead = model.offers[Id::from_index(place % offers)].lead_time.0.ceil() as i32;
            let ordered = (years - lead).max(0);
            let factor = match ordered {
                0 => 1.0,
                _ => (0..ordered).map(|t| (1.0 + by).powi(t)).sum::<f64>() / f64::from(ordered),
            };
            let change = ModelChange::Shock(Shock::PricesGrow { offers: vec![offer(place)], by });
            (change, prices(model, place % offers, |old| old * factor))
        }
        Wanted::Late(place, years) => {
            let lead =
                model.offers[Id::from_index(place % offers)].lead_time.0 + f64::from(u32::try_from(years).unwrap());
            let change = ModelChange::Shock(Shock::Late { lines: vec![offer(place)], years });
            (change, vec![(format!("offers.{}.lead_time", offer(place)), format!("{lead} years"))])
        }
        Wanted::Deny(from, all) => {
            let what = if all { Vec::new() } else { vec!["maintenance".to_owned()] };
            let words = if all { "everything" } else { "maintenance" };
            let denial = format!(
                "{{ happens: {{ name: {words} denied by USA from {from} on, by: [USA], from: {from}, what: [{}] }} }}",
                what.join(", ")
            );
            let change = Shock::Deny { code: "happens".to_owned(), by: vec!["USA".to_owned()], from, what };
            let goals = "[{ minimise: gap_under_denial }]".to_owned();
            (ModelChange::Shock(change), vec![("denials".to_owned(), denial), ("goals".to_owned(), goals)])
        }
    }
}

/// Everything that a model is, but for where its figures stood.
fn words(model: &Model) -> String {
    let text = format!("{model:#?}");
    let end = text.find("\n        figures: [").expect("the figures come last");
    text[..end].to_owned()
}

/// The first line in which two texts differ by more than the last digits of a number.
fn difference(one: &str, other: &str) -> Option<(String, String)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ".-+_".contains(c);
    let alike = |one: &str, other: &str| match (one.parse::<f64>(), other.parse::<f64>()) {
        (Ok(one), Ok(other)) if one.is_finite() => (one - other).abs() <= 1e-12 * one.abs().max(other.abs()),
        _ => one == other,
    };
    let tokens = |line: &'_ str| line.split(|c| !is_part(c)).map(str::to_owned).collect::<Vec<_>>();
    let mut lines = one.lines().zip(other.lines());
    let differ = lines.find(|(one, other)| {
        let (one, other) = (tokens(one), tokens(other));
        one.len() != other.len() || !one.iter().zip(&other).all(|(one, other)| alike(one, other))
    });
    let longer = (one.lines().count() != other.lines().count()).then(|| ("as many lines".to_owned(), "not".to_owned()));
    differ.map(|(one, other)| (one.to_owned(), other.to_owned())).or(longer)
}

fn read(text: &str, settings: &[Setting]) -> Result<Model, String> {
    let reading = read_text("model.yaml", text, settings);
    let findings = reading.render_findings(false).join("\n");
    reading.model.ok_or(findings)
}

proptest! {
    #![proptest_config(law(192, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/laws_of_scenarios.txt")))]

    /// What `apply` accepts, written as a document and read by `input`, is accepted and the same; what it refuses, `input` refuses.
    #[test]
    fn a_model_under_a_scenario_is_one_that_input_would_read(
        question in question(),
        wanted in wanted(),
        bands in any::<bool>(),
        backlog in 0.0..1.6,
    ) {
        let (text, own) = document(&question, bands, backlog);
        let model = read(&text, &own).unwrap();
        let (change, settings) = said(&model, &wanted);
        let settings: Vec<Setting> = own.into_iter().chain(settings).collect();
        let applied = apply(&model, &figures(&model), std::slice::from_ref(&change));
        match (applied, read(&text, &settings)) {
            // Whoever leaves pools leaves that of `together` as well, which no document states.
            (Ok(applied), Ok(read)) if matches!(wanted, Wanted::LeavePools(_)) => {
                let pooled = |model: &Model| {
                    let id = model.proposals.find("pooled").unwrap();
                    format!("{:?}", model.proposals[id])
                };
                prop_assert_eq!(pooled(&applied.model), pooled(&read), "{:?}", change);
            }
            (Ok(applied), Ok(read)) => {
                let differ = difference(&words(&applied.model), &words(&read));
                prop_assert!(differ.is_none(), "{change:?}: {differ:?}");
            }
            (Err(_), Err(_)) => {}
            (Ok(_), Err(findings)) => prop_assert!(false, "{change:?} is accepted, and input says:\n{findings}"),
            (Err(refusal), Ok(_)) => prop_assert!(false, "{change:?} is refused, and input accepts it: {refusal}"),
        }
    }
}

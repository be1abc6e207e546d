//! Presets of regulations: for each of their rules an order that it refuses and a nearly equal one that it accepts.

use std::collections::BTreeSet;
use std::fs;

use entente::audit::recompute;
use entente::input::{self, Reading};
use entente::model::{Hold, Measure, Model};
use entente::plan::orders_from_csv;
use expect_test::expect;

use crate::libraries::yaml;
use crate::setting::{findings, model, root};

/// Orders that differ in one thing each: content, control, design authority, who takes part.
const TEXT: &str = "\
model: Presets
horizon: 2024..2027
nations: { POL: {}, CZE: {}, FRA: {}, GBR: {} }
capabilities: { guns: { us_baseline: 100 }, radars: { us_baseline: 100 } }
capability_groups: { safe_category_2: [radars] }
producers:
  inside: { seat: POL }
  half: { seat: POL, owners: { POL: 50 %, USA: 50 % } }
  minority: { seat: POL, owners: { POL: 49 %, USA: 51 % } }
offers:
  most: { by: inside, gives: guns, price: 1, value_added: { POL: 65 %, USA: 35 % } }
  less: { by: inside, gives: guns, price: 1, value_added: { POL: 64 %, USA: 36 % } }
  british: { by: inside, gives: guns, price: 1, value_added: { POL: 64 %, GBR: 36 % } }
  ukrainian: { by: inside, gives: guns, price: 1, value_added: { POL: 30 %, UKR: 70 % } }
  own: { by: half, gives: guns, price: 1 }
  controlled: { by: minority, gives: guns, price: 1 }
  free_radar: { by: inside, gives: radars, price: 1 }
  bound_radar: { by: inside, gives: radars, price: 1, authority: [POL, USA] }
  bound_gun: { by: inside, gives: guns, price: 1, authority: [POL, USA] }
proposals:
  p:
    use: safe
    pools:
      pair: { members: \"{POL, CZE}\" }
      three: { members: \"{POL, CZE, FRA}\" }
      across: { members: \"{POL, GBR}\" }
      three_across: { members: \"{POL, CZE, GBR}\" }
goals: [{ minimise: gap }]
";

/// Two orders, by group and offer, of which a rule of a preset's fund refuses the first and accepts the second.
struct Flip {
    preset: &'static str,
    rule: &'static str,
    refused: (&'static str, &'static str),
    accepted: (&'static str, &'static str),
}

const fn flip(
    preset: &'static str,
    rule: &'static str,
    refused: (&'static str, &'static str),
    accepted: (&'static str, &'static str),
) -> Flip {
    Flip { preset, rule, refused, accepted }
}

const FLIPS: &[Flip] = &[
    flip("safe", "SAFE content", ("pair", "less"), ("pair", "most")),
    flip("safe", "SAFE content", ("pair", "british"), ("pair", "ukrainian")),
    flip("safe", "SAFE control", ("pair", "controlled"), ("pair", "own")),
    flip("safe", "SAFE design authority", ("pair", "bound_radar"), ("pair", "free_radar")),
    flip("safe", "SAFE design authority", ("pair", "bound_radar"), ("pair", "bound_gun")),
    flip("safe", "SAFE participants", ("POL", "most"), ("pair", "most")),
    flip("safe", "SAFE participants", ("across", "most"), ("pair", "most")),
    flip("edip", "EDIP content", ("three", "less"), ("three", "most")),
    flip("edip", "EDIP content", ("three", "ukrainian"), ("three", "most")),
    flip("edip", "EDIP design authority", ("three", "bound_gun"), ("three", "most")),
    flip("edip", "EDIP participants", ("pair", "most"), ("three", "most")),
    flip("edip", "EDIP participants", ("three_across", "most"), ("three", "most")),
    flip("edirpa", "EDIRPA content", ("three", "less"), ("three", "most")),
    flip("edirpa", "EDIRPA participants", ("pair", "most"), ("three", "most")),
    flip("edirpa", "EDIRPA participants", ("three_across", "bound_radar"), ("three", "bound_radar")),
];

/// The model under its proposal, which uses something else than the text says.
fn under(uses: &str) -> Model {
    of_text(&TEXT.replace("use: safe", uses))
}

fn of_text(text: &str) -> Model {
    in_proposal(&model(text))
}

fn in_proposal(model: &Model) -> Model {
    model.under(model.proposals.find("p").unwrap())
}

fn set(text: &str, settings: &[(&str, &str)]) -> Reading {
    let settings: Vec<_> = settings.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    input::read_text("model.yaml", text, &settings)
}

fn refusals(model: &Model, fund: &str, (group, offer): (&str, &str)) -> Vec<String> {
    let fund = &model.funds[model.funds.find(fund).unwrap()];
    model.refusals(fund, model.groups.find(group).unwrap(), model.offers.find(offer).unwrap())
}

#[test]
fn every_rule_of_every_fund_flips_between_two_orders() {
    for preset in ["safe", "edip", "edirpa"] {
        let model = under(&format!("use: {preset}"));
        let own = || FLIPS.iter().filter(|flip| flip.preset == preset);
        for Flip { rule, refused, accepted, .. } in own() {
            let against = refusals(&model, preset, *refused);
            assert_eq!(against.len(), 1, "{preset} {refused:?}: {against:?}");
            assert!(against[0].starts_with(&format!("{rule}: ")), "{preset} {refused:?}: {against:?}");
            assert_eq!(refusals(&model, preset, *accepted), [""; 0], "{preset} {accepted:?}");
        }
        let asks = model.funds.iter().flat_map(|(_, fund)| fund.asks.iter().map(|rule| rule.name.as_str()));
        assert_eq!(asks.collect::<BTreeSet<_>>(), own().map(|flip| flip.rule).collect::<BTreeSet<_>>(), "{preset}");
        assert!(model.rules.is_empty(), "{preset}");
    }
}

#[test]
fn funds_have_the_money_of_their_regulations() {
    let shown = |uses: &str| {
        let model = under(uses);
        let fund = &model.funds[model.funds.ids().next().unwrap()];
        let years = (model.horizon.year(fund.open.0).0, model.horizon.year(fund.open.1).0);
        (fund.is_loan, fund.envelope.0, fund.rate.0, fund.allocations.clone(), years)
    };
    // Poland, Czechia, France, the United Kingdom; a nation that is not in the list draws nothing.
    let safe = vec![43_734.0, 2_060.0, 16_217.0, 0.0];
    assert_eq!(shown("use: safe"), (true, 150_000.0, 1.0, safe, (2025, 2027)));
    assert_eq!(shown("use: edip"), (false, 1500.0, 0.15, vec![1200.0, 1200.0, 1200.0, 0.0], (2025, 2027)));
    assert_eq!(shown("use: edirpa"), (false, 300.0, 0.15, vec![300.0, 300.0, 300.0, 0.0], (2024, 2025)));
    let text = fs::read_to_string(root().join("src/input/presets/safe_2025_1106.yaml")).unwrap();
    let allocations = &yaml(&text)["funds"]["safe"]["allocations"];
    let allocations: Vec<f64> = allocations.as_object().unwrap().values().map(|one| one.as_f64().unwrap()).collect();
    assert_eq!(allocations.len(), 19);
    assert!((allocations.iter().sum::<f64>() - 150_000.0).abs() < 10.0, "{}", allocations.iter().sum::<f64>());
}

/// France pays for everything that is ordered, and so much of the work is done in France.
fn balance(work: &str) -> Vec<(String, bool)> {
    let text = TEXT
        .replace("use: safe", "use: occar")
        .replace("british: { by: inside, gives: guns, price: 1, value_added: { POL: 64 %, GBR: 36 % } }", work);
    let model = of_text(&text);
    let plan = orders_from_csv(&model, "nation,offer,year,quantity\nFRA,french,2026,10\nPOL,most,2026,10\n").unwrap();
    let judged = recompute(&model, &plan, None).judgements;
    judged.into_iter().map(|judgement| (judgement.subject, judgement.missing > 1e-9)).collect()
}

#[test]
fn the_global_balance_flips_between_two_shares_of_work() {
    let french = |here: u32| {
        let there = 100 - here;
        format!("french: {{ by: inside, gives: guns, price: 1, value_added: {{ FRA: {here} %, CZE: {there} % }} }}")
    };
    // Of the six, France and the United Kingdom are in the model; Poland has no share in the balance.
    let expected = |short: bool| vec![("France".to_owned(), short), ("United Kingdom".to_owned(), false)];
    assert_eq!(balance(&french(65)), expected(true));
    assert_eq!(balance(&french(66)), expected(false));
    let model = under("use: occar");
    let rule = &model.rules[model.rules.find("global_balance").unwrap()];
    assert_eq!(rule.hold, Hold::Ranked(1));
    assert_eq!(model.goals[0].terms[0].measure, Measure::Missing(1));
}

#[test]
fn a_short_name_is_the_latest_version() {
    for (alias, version) in [("safe", "safe_2025_1106"), ("edip", "edip_2025_2643"), ("edirpa", "edirpa_2023_2418")] {
        let shown = |name: &str| {
            let model = under(&format!("use: {name}"));
            let funds: Vec<String> = model.funds.iter().map(|(_, fund)| format!("{fund:?}")).collect();
            assert_eq!(funds.len(), 1);
            funds
        };
        assert_eq!(shown(alias), shown(version));
    }
    let rules = |name: &str| format!("{:?}", under(&format!("use: {name}")).proposals.iter().nth(2).unwrap().1.rules);
    assert_eq!(rules("occar"), rules("occar_global_balance"));
    let several = under("use: [safe, edip, occar]");
    assert_eq!(several.funds.codes().collect::<Vec<_>>(), ["safe", "edip"]);
    assert_eq!(several.rules.codes().collect::<Vec<_>>(), ["global_balance"]);
}

#[test]
fn what_a_proposal_says_itself_wins_field_by_field() {
    let model = under(
        "\
use: [safe, occar]
    funds:
      safe: { rate: 50 %, allocations: { GBR: 7 }, asks: { content: { at_least: 80 % } } }
",
    );
    let fund = &model.funds[model.funds.find("safe").unwrap()];
    assert_eq!((fund.rate.0, fund.envelope.0, fund.asks.len()), (0.5, 150_000.0, 4));
    assert_eq!(fund.allocations, [43_734.0, 2_060.0, 16_217.0, 7.0]);
    let against = refusals(&model, "safe", ("pair", "most"));
    assert_eq!(against, ["SAFE content: 65.0 % by content are inside, and 80.0 % are asked for"]);
    // What is set to nothing is taken out, and a rule gives way in the manner that the proposal chooses.
    let model = under(
        "\
use: [safe, occar]
    funds: { safe: { asks: { participants: ~ } } }
    rules: { global_balance: { or_pay: 0.2 } }
",
    );
    assert_eq!(refusals(&model, "safe", ("POL", "most")), [""; 0]);
    assert_eq!(model.rules[model.rules.find("global_balance").unwrap()].hold, Hold::Priced(0.2));
}

#[test]
fn settings_win_over_presets() {
    let settings =
        [("proposals.p.funds.safe.envelope", "10"), ("proposals.p.funds.safe.asks.participants.at_least", "3")];
    let model = in_proposal(&set(TEXT, &settings).model.unwrap());
    assert_eq!(model.funds[model.funds.find("safe").unwrap()].envelope.0, 10.0);
    assert_eq!(refusals(&model, "safe", ("pair", "most")).len(), 1);
    assert_eq!(refusals(&model, "safe", ("three", "most")), [""; 0]);
    // A setting can choose the preset, and later ones speak of what it brings.
    let settings = [("proposals.p.funds.edip.rate", "20 %"), ("proposals.p.use", "edip")];
    let told = set(TEXT, &settings).render_findings(false).join("\n");
    assert!(told.contains("`funds` has no `edip`"), "{told}");
    let model = in_proposal(&set(TEXT, &[settings[1], settings[0]]).model.unwrap());
    assert_eq!(model.funds.codes().collect::<Vec<_>>(), ["edip"]);
    assert_eq!(model.funds[model.funds.find("edip").unwrap()].rate.0, 0.2);
    let told = set(TEXT, &[("proposals.p.funds.saef.rate", "20 %")]).render_findings(false).join("\n");
    assert!(told.contains("did you mean `safe`?"), "{told}");
}

#[test]
#[expect(clippy::needless_raw_string_hashes, reason = "so does the tool write what it renews")]
fn what_is_wrong_with_the_use_of_a_preset_is_told() {
    let told = |old: &str, new: &str| {
        assert_eq!(TEXT.matches(old).count(), 1, "{old}");
        findings(&TEXT.replace(old, new))
    };
    expect![[r#"
        error: unknown preset `saef`
          --> model.yaml:22:10
           |
        22 |     use: saef
           |          ^^^^ did you mean `safe`? the presets are `safe`, `edip`, `edirpa`, `occar`"#]]
    .assert_eq(&told("use: safe", "use: saef"));
    expect![[r#"
        error: unknown preset `pesco`
          --> model.yaml:22:17
           |
        22 |     use: [safe, pesco]
           |                 ^^^^^ the presets are `safe`, `edip`, `edirpa`, `occar`"#]]
    .assert_eq(&told("use: safe", "use: [safe, pesco]"));
    expect![[r#"
        error: the preset `safe_2025_1106` speaks of the capabilities `safe_category_2`, and the model does not list them
          --> preset safe_2025_1106:69:24
           |
        69 |         capabilities: [safe_category_2]
           |                        ^^^^^^^^^^^^^^^ add `capability_groups: { safe_category_2: [ … ] }` to the model; the list may be empty"#]]
    .assert_eq(&told("capability_groups: { safe_category_2: [radars] }\n", ""));
    expect![[r#"
        error: `proposals.p.funds.edip.rate` is 115 %
          --> model.yaml:23:28
           |
        23 |     funds: { edip: { rate: 115 % } }
           |                            ^^^^^ write a share from 0 % to 100 %, as `65 %` or `0.65`"#]]
    .assert_eq(&told("use: safe", "use: edip\n    funds: { edip: { rate: 115 % } }"));
    expect![[r#"
        error: `proposals.p.funds.safe` is in EUR, for it comes from a preset, and the model is in USD 2025
          --> preset safe_2025_1106:19:7
           |
        19 |       value: 150000
           |       ^ write `envelope` and `allocations` of the fund in the model's money"#]]
    .assert_eq(&told("horizon: 2024..2027", "money: MUSD 2025\nhorizon: 2024..2027"));
    // Not an error: whoever uses a preset has not chosen its years.
    let over = TEXT.replace("use: safe", "use: edirpa").replace("2024..2027", "2026..2027");
    expect![[r#"
        warning: `proposals.p.funds.edirpa` pays in 2023..2025, outside the horizon 2026..2027: here it pays nothing
          --> preset edirpa_2023_2418:19:11
           |
        19 |     open: 2023..2025
           |           ^^^^^^^^^^ take the preset out of `use`, or give the fund other years with `open`"#]]
    .assert_eq(&findings(&over));
    assert!(of_text(&over).funds.is_empty());
}

#[test]
fn a_group_without_capabilities_asks_nothing() {
    let model = of_text(&TEXT.replace("safe_category_2: [radars]", "safe_category_2: []"));
    assert_eq!(refusals(&model, "safe", ("pair", "bound_radar")), [""; 0]);
}

#[test]
fn figures_of_a_preset_say_where_they_stand_and_come_from() {
    let model = model(TEXT);
    let of = |name: &str| model.figures.iter().find(|record| record.figure == format!("proposals.p.funds.safe.{name}"));
    let (envelope, poland) = (of("envelope").unwrap(), of("allocations.POL").unwrap());
    for record in [envelope, poland] {
        assert!(record.stands_in.starts_with("preset safe_2025_1106:"), "{}", record.stands_in);
        assert_eq!(record.confidence, "cited");
    }
    assert!(envelope.source.contains("Article 6"), "{}", envelope.source);
    assert!(poland.source.contains("Commission"), "{}", poland.source);
    let names: Vec<String> = set(TEXT, &[]).sources.iter().map(|source| source.name.clone()).collect();
    assert_eq!(names, ["model.yaml", "preset safe_2025_1106"]);
}

#[test]
fn the_european_data_know_the_categories_of_safe() {
    let text = "\
model: Europe
money: MEUR 2025
horizon: 2026..2035
data: data/europe-2025
buyers: EU27 + {GBR, NOR}
proposals:
  p:
    use: [safe, edip, edirpa, occar]
    pools: { all: { members: EU27 } }
";
    let reading = input::read_text("model.yaml", text, &[]);
    let told: Vec<&str> = reading.findings.sorted().iter().map(|finding| finding.what.as_str()).collect();
    assert_eq!(
        told,
        ["`proposals.p.funds.edirpa` pays in 2023..2025, outside the horizon 2026..2035: here it pays nothing"]
    );
    let whole = reading.model.unwrap();
    let model = in_proposal(&whole);
    let fund = &model.funds[model.funds.find("safe").unwrap()];
    let authority = fund.asks.iter().find(|rule| rule.name == "SAFE design authority").unwrap();
    assert_eq!(authority.capabilities.len(), 17);
    let groups = yaml(&fs::read_to_string(root().join("data/europe-2025/capability_groups.yaml")).unwrap());
    let members = |name: &str| groups[name].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned());
    let sorted: BTreeSet<String> = members("safe_category_1").chain(members("safe_category_2")).collect();
    let known: BTreeSet<String> = model.capabilities.codes().map(str::to_owned).collect();
    assert_eq!(sorted, known);
    assert_eq!(members("safe_category_1").count() + members("safe_category_2").count(), known.len());
    let six: Vec<&str> =
        model.rules.iter().flat_map(|(_, rule)| &rule.nations).map(|n| model.nations.code(*n)).collect();
    assert_eq!(six, ["BEL", "DEU", "ESP", "FRA", "GBR", "ITA"]);
}

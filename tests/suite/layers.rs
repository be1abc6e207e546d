//! What is laid over what: a series is one figure, and a point of it is set by its own path.

use std::fs;

use entente::input::{self, Reading, read_study};
use entente::model::Model;

use crate::setting::findings;

const MODEL: &str = "\
model: Layers
money: MEUR 2025
horizon: 2026..2030
nations:
  DEU: { budget: { 2026: 100, 2030: 500, source: the budget law, confidence: cited } }
  POL: { budget: 900, committed: 20 }
capabilities:
  guns: { us_baseline: 100, targets: { DEU: { 2026: 60, 2030: 90 }, POL: 40 }, gap_bands: { 10 %: 1, 100 %: 2 } }
producers: { works: { seat: DEU } }
offers:
  gun: { by: works, gives: guns, price: { 0: 5, 50: 4, 90: 3 } }
  big_gun: { by: works, gives: guns, price: { value: 9, source: a contract, confidence: cited } }
goals: [{ minimise: gap }]
";

fn read(settings: &[(&str, &str)]) -> Reading {
    let settings: Vec<_> = settings.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    input::read_text("model.yaml", MODEL, &settings)
}

fn set(path: &str, value: &str) -> Model {
    let reading = read(&[(path, value)]);
    let said = reading.render_findings(false).join("\n");
    reading.model.unwrap_or_else(|| panic!("{path}={value}: {said}"))
}

fn bands(model: &Model) -> Vec<(f64, f64)> {
    let gun = model.offers.find("gun").unwrap();
    model.offers[gun].bands.iter().map(|band| (band.from, band.price.0)).collect()
}

#[test]
fn a_setting_replaces_a_series_whole() {
    let model = set("nations.DEU.budget", "{ 2028: 70 }");
    assert_eq!(model.budgets.row(0).to_vec(), [70.0; 5]);
    assert_eq!(bands(&set("offers.gun.price", "{ 0: 6, 20: 2 }")), [(0.0, 6.0), (20.0, 2.0)]);
    let model = set("capabilities.guns.targets.DEU", "{ 2027: 30 }");
    assert_eq!(model.targets[[0, 0, 4]], 30.0);
    let model = set("capabilities.guns.gap_bands", "{ 40 %: 1, 100 %: 3 }");
    let guns = model.capabilities.find("guns").unwrap();
    assert_eq!(model.capabilities[guns].gap_bands.len(), 2);
}

#[test]
fn a_table_of_series_is_still_joined_nation_by_nation() {
    let model = set("capabilities.guns.targets", "{ POL: 70 }");
    assert_eq!((model.targets[[0, 0, 0]], model.targets[[1, 0, 0]]), (60.0, 70.0));
}

#[test]
fn a_single_point_is_set_by_its_own_path() {
    let model = set("nations.DEU.budget.2030", "300");
    assert_eq!(model.budgets.row(0).to_vec(), [100.0, 150.0, 200.0, 250.0, 300.0]);
    // What was known of the old numbers is not said of the new one.
    let figure = model.figures.iter().find(|figure| figure.figure == "nations.DEU.budget").unwrap();
    assert_eq!((figure.source.as_str(), figure.confidence), ("", "assumption"));
    // A year that is not stated yet is one more point.
    assert_eq!(set("nations.DEU.budget.2028", "0").budgets.row(0).to_vec(), [100.0, 50.0, 0.0, 250.0, 500.0]);
    assert_eq!(bands(&set("offers.gun.price.50", "4.5")), [(0.0, 5.0), (50.0, 4.5), (90.0, 3.0)]);
    assert_eq!(set("capabilities.guns.targets.DEU.2030", "70").targets[[0, 0, 4]], 70.0);
}

#[test]
fn a_point_of_what_is_no_series_is_refused() {
    for (path, told) in [
        ("nations.POL.budget.2028", "`nations.POL.budget` is one value"),
        ("offers.big_gun.price.50", "`offers.big_gun.price` is one value"),
        ("nations.DEU.committed.2028", "`nations.DEU` has no `committed`"),
    ] {
        let said = read(&[(path, "5")]).render_findings(false).join("\n");
        assert!(said.contains(told), "{path}: {said}");
    }
    let said = read(&[("nations.DEU.budget.2040", "5")]).render_findings(false).join("\n");
    assert!(said.contains("speaks of 2040, a year outside the horizon"), "{said}");
}

#[test]
fn a_layer_replaces_a_series_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.yaml");
    fs::create_dir(folder.path().join("figures")).unwrap();
    fs::write(folder.path().join("figures/nations.csv"), "id,budget.2026,budget.2030\nDEU,100,500\nPOL,80,90\n")
        .unwrap();
    let model = "model: Layers\nhorizon: 2026..2030\ndata: figures\nnations: { DEU: { budget: { 2028: 7 } } }\n";
    fs::write(&path, model).unwrap();
    let model = input::read_file(&path, &[]).model.unwrap();
    assert_eq!((model.budgets[[0, 0]], model.budgets[[0, 4]], model.budgets[[1, 4]]), (7.0, 7.0, 90.0));
}

#[test]
fn ids_that_look_like_numbers_are_no_points() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.yaml");
    let data = "nations: { 1: { name: One, budget: 5 }, 2: { name: Two, budget: 5 } }\n\
                capabilities: { guns: { targets: { 1: 5, 2: 6 } } }\n";
    fs::write(folder.path().join("data.yaml"), data).unwrap();
    let text = "model: Numbers\nhorizon: 2026\ndata: data.yaml\ncapabilities: { guns: { targets: { 2: 9 } } }\n";
    fs::write(&path, text).unwrap();
    let reading = input::read_file(&path, &[]);
    let said = reading.render_findings(false).join("\n");
    let model = reading.model.unwrap_or_else(|| panic!("{said}"));
    assert_eq!((model.targets[[0, 0, 0]], model.targets[[1, 0, 0]]), (5.0, 9.0));
}

/// What is said of a study of the model, with the places of the findings.
fn said_of(study: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.yaml"), MODEL).unwrap();
    fs::write(folder.path().join("study.yaml"), format!("study: One\nmodel: model.yaml\n{study}")).unwrap();
    let shown = read_study(&folder.path().join("study.yaml")).render_findings(false).join("\n\n");
    shown.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn a_finding_that_a_study_causes_has_its_file_and_line() {
    assert_eq!(findings(MODEL), "");
    for (study, told, place) in [
        ("set: { nations.DEU.budget: plenty }\n", "is not a budget", "study.yaml:3:28"),
        ("set: { nations.DEV.budget: 5 }\n", "`nations` has no `DEV`", "study.yaml:3:28"),
        // What contradicts the model is told where the new value stands, not where the old one does.
        ("set: { nations.POL.budget: 5 }\n", "signed contracts of POL", "study.yaml:3:28"),
        ("set: { nations.POL.budget: 5e9 }\n", "warning: `nations.POL.budget` is 5 000 000 000", "study.yaml:3:28"),
        ("scenarios: { poor: { nations.POL.budget: 5 } }\n", "signed contracts of POL", "study.yaml:3:42"),
        ("scenarios: { poor: { nations.POL.budget: 5e9 } }\n", "warning: with this value", "study.yaml:3:42"),
        ("scenarios: { poor: { nations.DEU.budget: { 2040: 5 } } }\n", "speaks of 2040", "study.yaml:3:42"),
    ] {
        let said = said_of(study);
        assert!(said.contains(told), "{study}{said}");
        assert!(said.contains(place), "{study}{said}");
        assert_eq!(said.matches("\n  --> ").count() + said.matches("\n --> ").count(), 1, "{study}{said}");
    }
}

#[test]
fn values_of_one_scenario_are_checked_together() {
    // Each by itself would be wrong or right for want of the other.
    assert_eq!(said_of("scenarios: { less: { nations.POL.budget: 10, nations.POL.committed: 5 } }\n"), "");
    let said = said_of("scenarios:\n  less:\n    nations.POL.budget: 30\n    nations.POL.committed: 40\n");
    assert!(said.contains("signed contracts of POL"), "{said}");
    assert_eq!(said_of("scenarios: { less: { nations.DEU.budget.2030: 5 } }\n"), "");
}

/// A model that builds on another model has its data, its selection and everything else that it does not say itself.
#[test]
fn models_build_on_models() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("data")).unwrap();
    fs::write(path("data/nations.csv"), "id,budget\nDEU,100\nPOL,60\n").unwrap();
    let base = "model: Base\ndata: data\nhorizon: 2026\ncapabilities: { guns: { us_baseline: 10 } }\nproducers: { works: { seat: DEU } }\n\
                offers: { gun: { by: works, gives: guns, price: 2 } }\nrules: { home: { rule: home_preference, at_least: 50 % } }\n\
                proposals: { pair: { pools: { two: { members: \"{DEU, POL}\" } } } }\n";
    fs::write(path("base.yaml"), base).unwrap();
    let layer =
        "data: base.yaml\nproposal: pair\nnations: { POL: { budget: 7 } }\nrules: { home: { applies: false } }\n";
    fs::write(path("layer.yaml"), layer).unwrap();
    let of = |name: &str| input::read_file(&path(name), &[]).model.unwrap();
    let (base, layer) = (of("base.yaml"), of("layer.yaml"));
    assert_eq!((base.proposal_code(), base.rules.len()), ("together", 1));
    assert_eq!((layer.proposal_code(), layer.rules.len(), layer.title.as_str()), ("pair", 0, "Base"));
    assert_eq!(layer.budgets.iter().copied().collect::<Vec<_>>(), [100.0, 7.0]);
    // A circle of models is told, and ends.
    fs::write(path("one.yaml"), "data: two.yaml\n").unwrap();
    fs::write(path("two.yaml"), "data: one.yaml\n").unwrap();
    let told = input::read_file(&path("one.yaml"), &[]).render_findings(false).join("\n");
    assert!(told.contains("models build on models without an end"), "{told}");
    fs::write(path("wrong.yaml"), "data: base.yaml\nproposal: pear\n").unwrap();
    let told = input::read_file(&path("wrong.yaml"), &[]).render_findings(false).join("\n");
    assert!(told.contains("unknown proposal `pear`") && told.contains("did you mean `pair`?"), "{told}");
}

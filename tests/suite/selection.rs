//! A list in place of the table of capabilities: what of the data stays, and what goes with the rest.

use std::fs;
use std::path::Path;

use entente::input::{self, Setting};
use entente::model::Model;

use crate::setting::{root, solved};

const DATA: &[(&str, &str)] = &[
    (
        "nations.yaml",
        "DEU: { budget: 50, does_not_buy: [drone, tanks] }\nPOL: { budget: 40, fielding: { drone: { cost: 3 } } }\n",
    ),
    (
        "capabilities.yaml",
        "tanks: { us_baseline: 20 }\njets: { us_baseline: 10, needs: { tankers: 0.2 } }\ntankers: { us_provides: 1 }\n\
         drones: { us_baseline: 9, held: { DEU: 2 } }\n",
    ),
    ("capability_groups.yaml", "air: [jets, drones]\nland: [tanks]\n"),
    (
        "holdings.yaml",
        "old_tanks: { nation: DEU, gives: tanks, quantity: 4 }\nold_jets: { nation: POL, gives: jets, quantity: 2 }\n",
    ),
    ("producers.yaml", "works: { seat: DEU }\n"),
    (
        "offers.yaml",
        "tank: { by: works, gives: tanks, price: 2 }\njet: { by: works, gives: { jets: 1, tanks: 0.1 }, price: 4 }\n\
         tanker: { by: works, gives: tankers, price: 6 }\ndrone: { by: works, gives: drones, price: 1 }\n",
    ),
    (
        "rules.yaml",
        "of_land: { rule: most_types, at_most: 1, capabilities: [land] }\n\
         of_both: { rule: most_types, at_most: 2, capabilities: [jets, tanks] }\nof_all: { rule: most_types, at_most: 3 }\n",
    ),
];

const MODEL: &str = "model: Selected\nhorizon: 2026..2027\ndata: figures\n";

fn reading(list: &str, settings: &[Setting]) -> input::Reading {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("figures")).unwrap();
    for (name, text) in DATA {
        fs::write(folder.path().join("figures").join(name), text).unwrap();
    }
    let path = folder.path().join("model.yaml");
    fs::write(&path, format!("{MODEL}{list}")).unwrap();
    input::read_file(&path, settings)
}

fn selected(list: &str) -> Model {
    let reading = reading(&format!("capabilities: {list}\n"), &[]);
    let said = reading.render_findings(false).join("\n");
    assert!(said.is_empty(), "{list}: {said}");
    reading.model.unwrap()
}

fn codes(model: &Model) -> (Vec<&str>, Vec<&str>, Vec<&str>, Vec<&str>) {
    (
        model.capabilities.codes().collect(),
        model.offers.codes().collect(),
        model.holdings.codes().collect(),
        model.rules.codes().collect(),
    )
}

#[test]
fn a_list_keeps_capabilities_what_they_need_and_what_speaks_of_them() {
    let model = selected("[jets]");
    let kept = (vec!["jets", "tankers"], vec!["jet", "tanker"], vec!["old_jets"], vec!["of_both", "of_all"]);
    assert_eq!(codes(&model), kept);
    let jet = model.offers.find("jet").unwrap();
    assert_eq!(model.offers[jet].gives.len(), 1, "a jet gives nothing of what is not selected");
    let both = model.rules.find("of_both").unwrap();
    assert_eq!(model.rules[both].capabilities.len(), 1);
}

#[test]
fn a_group_stands_for_its_capabilities_and_a_setting_for_the_list() {
    let by_group = selected("[land, drones]");
    let kept =
        (vec!["tanks", "drones"], vec!["tank", "drone"], vec!["old_tanks"], vec!["of_land", "of_both", "of_all"]);
    assert_eq!(codes(&by_group), kept);
    let setting = ("capabilities".to_owned(), "[tanks, drones]".to_owned());
    let by_setting = reading("", &[setting]).model.unwrap();
    assert_eq!(codes(&by_setting), codes(&by_group));
    assert_eq!(by_setting.baselines, by_group.baselines);
}

#[test]
fn a_selected_model_is_the_model_without_the_rest() {
    let whole = reading("", &[]).model.unwrap();
    let part = selected("[tanks]");
    assert_eq!(whole.capabilities.len(), 4);
    let tanks = whole.capabilities.find("tanks").unwrap();
    assert_eq!(whole.baselines.row(entente::id::Id::index(tanks)), part.baselines.row(0));
}

#[test]
fn a_wrong_name_is_told_where_it_stands() {
    let said = reading("capabilities: [jest]\n", &[]).render_findings(false).join("\n");
    assert!(said.contains("unknown capability `jest`") && said.contains("did you mean `jets`?"), "{said}");
    assert!(said.contains("model.yaml:4:16"), "{said}");
}

#[test]
fn a_list_without_data_selects_from_nothing() {
    let said = crate::setting::findings("model: Bare\nhorizon: 2026\nnations: { DEU: {} }\ncapabilities: [jets]\n");
    assert!(said.contains("selects from those of the data, and there are none"), "{said}");
}

#[test]
fn a_question_of_ones_own_on_the_european_data_ends_without_a_proof_gap() {
    let text = format!(
        "model: Air defence\ndata: {}\nmoney: MEUR 2025\nhorizon: 2026..2035\nbuyers: EU27 + {{GBR, NOR}}\n\
         capabilities: [long_range_air_defence, medium_range_air_defence]\n",
        Path::new("data/europe-2025").display()
    );
    let folder = tempfile::tempdir_in(root()).unwrap();
    let path = folder.path().join("question.yaml");
    fs::write(&path, text.replace("data/", "../data/")).unwrap();
    let model = input::read_file(&path, &[]).model.unwrap();
    let run = solved(&model);
    // Proofs cost no more than searching: what they leave open of the cost is told.
    let [gap, volume, cost] = &run.stages[..] else { panic!("{} goals", run.stages.len()) };
    assert!(gap.proof_gap <= 5e-3 && volume.proof_gap <= 5e-3 && cost.proof_gap <= 5e-2, "{}", cost.proof_gap);
}

//! The set of 2026: published claims with a verdict each, targets that sum to the need, ranges of what is in doubt, and the
//! review of the set before it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use entente::input;
use entente::model::Model;

use crate::setting::{root, skipped, stderr, stdout};

/// Landlocked nations of the set.
const LANDLOCKED: [&str; 5] = ["AUT", "CZE", "HUN", "LUX", "SVK"];
/// What floats, or is launched from what floats.
const SHIPS: [&str; 5] = ["frigate", "submarine", "mine_warfare", "naval_strike_missile", "strategic_sealift"];
/// Where a plan shows a figure: tables of a run, a comparison, or a variant of the model.
const SEEN_IN: [&str; 6] =
    ["spending.csv of", "orders.csv of", "offers.csv of", "work.csv of", "comparison: ", "a variant"];

fn set() -> PathBuf {
    root().join("data/europe-2026")
}

/// The rows of a table that people edit, by column.
fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(set().join("tables").join(name)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// The model of Europe 2026.
fn model() -> Model {
    let reading = input::read_file(&root().join("models/europe-2026.yaml"), &[]);
    assert!(reading.model.is_some(), "{}", reading.render_findings(false).join("\n"));
    reading.model.unwrap()
}

#[test]
fn every_published_claim_has_a_verdict_and_says_where_it_is_seen() {
    let rows = table("checks.csv");
    assert_eq!(rows.len(), 49);
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        let fact = &row["fact"];
        for column in ["value", "year", "because", "source", "confidence"] {
            assert!(!row[column].trim().is_empty(), "{fact}: {column}");
        }
        let (ours, plan) = (!row["ours"].is_empty(), SEEN_IN.iter().any(|words| row["measure"].contains(words)));
        match row["verdict"].as_str() {
            // The build compares these with the claim, and refuses what misses.
            "reproduced" => assert!(ours && !row["against"].is_empty() && !row["tolerance"].is_empty(), "{fact}"),
            "differs" => assert!(ours || plan, "{fact}: neither a formula nor a cell of the results"),
            "outside" => assert!(!ours, "{fact}"),
            other => panic!("{fact}: {other}"),
        }
        *counted.entry(row["verdict"].as_str()).or_default() += 1;
    }
    assert!(counted.len() == 3 && counted["reproduced"] > 10, "{counted:?}");
}

/// A table exchanged: its name, the text of a row, what stands there instead, and what the build says.
const SLIPS: &[(&str, &str, &str, &str)] = &[
    ("checks.csv", ",1400,1 %,tanks,reproduced", ",1500,1 %,tanks,reproduced", "the set says 13"),
    ("checks.csv", ",1400,1 %,tanks,reproduced", ",1400,,tanks,reproduced", "`tolerance` must be stated"),
    ("checks.csv", ",1400,1 %,tanks,reproduced", ",,1 %,tanks,reproduced", "as many numbers in `against`"),
    ("checks.csv", ",1400,1 %,tanks,reproduced", ",1400,1 %,,reproduced", "`unit_ours` is empty"),
    ("checks.csv", ",1400,1 %,tanks,reproduced", ",1400,1 %,tanks,agreed", "`verdict` is `agreed`"),
    ("checks.csv", ",1400,1 %,tanks,reproduced", ",1400,1 %,tanks,", "`verdict` is empty"),
    ("checks.csv", "need(main_battle_tank) - decided", "need(main_battle_tnak) - decided", "there is no capability"),
    ("checks.csv", "need(main_battle_tank) - decided", "__import__(main_battle_tank) - decided", "is none of backlog"),
    (
        "requirements.csv",
        "main_battle_tank,beside,1400,",
        "main_battle_tank,beside,1300,",
        "checks.csv:2: the set says 1300",
    ),
    ("figures.csv", "2027: 1500", "2027: 1400", "the set says 1.4e+06, the claim 1.5e+06"),
    ("joint_fleets.csv", "iris2,iris2,2031,290,", "iris2,iris2,2031,200,", "checks.csv:43: the set says 200"),
    ("review.csv", "{price(f127)}", "{price(f128)}", "there is no offer `f128`"),
    ("review.csv", "figures,5,", "figures,4,", "figures 4 stands in line"),
    (
        "programmes.csv",
        "in the model,3000,1000,8000",
        "in the model,3000,,",
        "`leave_foreign_clouds.cost` is not verified",
    ),
    (
        "capabilities.csv",
        "value: 60, low: 40, high: 150",
        "value: 60",
        "`tanker_transport_aircraft.us_provides` is not",
    ),
    ("ranges.csv", "held,85 %,115 %", "hold,85 %,115 %", "held"),
    (
        "introduction.csv",
        "aircraft,12 %,8 %,22 %",
        "aircraft,12 %,13 %,22 %",
        "`cost` is not between its low and its high",
    ),
    ("introduction.csv", "mission_aircraft,", "misson_aircraft,", "introduction.csv has no class `mission_aircraft`"),
    (
        "roles.csv",
        "frigate,\"[BEL, BGR, DEU, ",
        "frigate,\"[BEL, BGR, ",
        "DEU plans frigate, and roles.csv does not say",
    ),
    // Of prices: currency, tax, price year, a purchase twice, an approval, contents, upkeep, whose words, unlike things, rates told twice.
    ("contracts.csv", "44,34250,CZK,2025,yes", "44,1600,USD,2025,yes", "`currency` is USD"),
    ("contracts.csv", "19,595,EUR,2024,yes,", "19,595,EUR,2024,not said,", "`vat_source` must say"),
    ("contracts.csv", "12,210,EUR,2026,no", "12,210,EUR,2025,no", "`price_year` is not the year of signature"),
    ("contracts.csv", "e_7,GBR,GBR three,2019", "e_7,GBR,,2019", "GBR stands in line"),
    (
        "contracts.csv",
        "missiles for delivery in 2028-30,plan,,",
        "missiles for delivery in 2028-30,contract,the page,",
        "told of what is not signed yet",
    ),
    (
        "contracts.csv",
        "package with missiles,with active protection",
        "package,with active protection",
        "names missiles, and `basis` takes no missiles out",
    ),
    (
        "contracts.csv",
        "package with upkeep,\"simulator, upkeep",
        "package,\"simulator, upkeep",
        "years of upkeep stand in `holds` and not in `basis`",
    ),
    (
        "contracts.csv",
        "rbtfl.xyz/ar/n/poland-a26-submarine-contract-jun29.md,2026-11-30,yes,partly_cited",
        "rbtfl.xyz/ar/n/poland-a26-submarine-contract-jun29.md,2026-11-30,yes,cited",
        "is a digest, and cannot be cited",
    ),
    (
        "contracts.csv",
        "lithuania-france-caesar-howitzer/,2026-11-30,yes",
        "lithuania-france-caesar-howitzer/,2026-11-30,no",
        "`press_copy` is `no`, and should be `yes`",
    ),
    (
        "contracts.csv",
        "together; with what it takes to run them\",quote,,range",
        "together; with what it takes to run them\",quote,,",
        "`holds` says `together`",
    ),
    ("money.csv", "prices_2026,1.019", "prices_2026,1.02", "`prices_2026` is 1.02, and 1.019 in deflators.csv"),
    ("money.csv", "nato_usd_2026,1.1792", "usd_2026,1.1792", "`usd_2026` is 1.1792, and 1.157 in rates.csv"),
    ("deflators.csv", "2026,1.9 %", "2026,2.2 %", "`to_2025` does not follow"),
    ("vat.csv", "CZE,2013", "CZE,2033", "vat.csv has no rate of `CZE`"),
    ("package.json", "\"vat_source\":", "\"vat_by\":", "describes columns that tables/contracts.csv has not"),
    ("confidence.csv", "after,a26,,1", "after,a62,,1", "offers.csv has no offer `a62`"),
    ("../results/about.md", "\nPOOLING\n", "\n", "each of POOLING must stand once"),
    (
        "../results/same_orders.csv",
        "eu27,learning rate,low,",
        "eu27,learning rat,low,",
        "no row of eu27, learning rate, low",
    ),
];

#[test]
fn a_slip_in_claims_ranges_roles_contracts_and_results_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["", "tables", "results"] {
        fs::create_dir_all(folder.path().join(part)).unwrap();
        for entry in fs::read_dir(set().join(part)).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_file() {
                fs::copy(&entry, folder.path().join(part).join(entry.file_name().unwrap())).unwrap();
            }
        }
    }
    for (name, old, new, told) in SLIPS {
        let path = folder.path().join("tables").join(name);
        let good = fs::read_to_string(&path).unwrap();
        assert!(good.contains(old), "{name} has no `{old}`");
        fs::write(&path, good.replacen(old, new, 1)).unwrap();
        let mut command = Command::new("python3");
        match command.arg(root().join("tools/data/build")).arg(folder.path()).arg("--check").output() {
            Ok(output) => {
                let said = stderr(&output);
                assert_eq!(output.status.code(), Some(2), "{new}: {said}{}", stdout(&output));
                assert!(said.contains(told) && said.lines().count() == 1, "{new}: {said}");
            }
            Err(error) => return skipped(&format!("python3 cannot be run ({error}), so that no slip is looked for")),
        }
        fs::write(&path, good).unwrap();
    }
}

#[test]
fn national_targets_sum_to_the_need_and_landlocked_nations_need_no_ships() {
    let model = model();
    let mut compared = 0;
    for (capability, id) in model.capabilities.codes().enumerate() {
        for year in 0..10 {
            let targets: Vec<f64> =
                (0..model.nations.len()).map(|nation| model.targets[[nation, capability, year]]).collect();
            let sum: f64 = targets.iter().filter(|target| !target.is_nan()).sum();
            let need = model.baselines[[capability, year]];
            assert!((sum - need).abs() <= 1e-6 * need.max(1.0), "{id}, year {year}: {sum} of {need}");
            compared += usize::from(need > 0.0);
        }
    }
    assert!(compared > 300, "{compared}");
    for (nation, id) in model.nations.codes().enumerate() {
        for (capability, ships) in model.capabilities.codes().enumerate() {
            if LANDLOCKED.contains(&id) && SHIPS.contains(&ships) {
                let target = model.targets[[nation, capability, 9]];
                assert!(target.is_nan() || target == 0.0, "{id} needs {target} of {ships}");
            }
        }
    }
}

#[test]
fn every_figure_that_no_source_vouches_for_has_a_range() {
    // Weights are preferences, shares of owners sum to a whole, and how support fades is a shape.
    let free =
        |figure: &str| figure.ends_with(".weight") || figure.contains(".owners.") || figure.starts_with("decay.");
    let mut seen = 0;
    for figure in model().figures.iter().filter(|figure| figure.is_unverified() && !free(&figure.figure)) {
        assert!(figure.low.is_some() && figure.high.is_some(), "{} has no range", figure.figure);
        seen += 1;
    }
    assert!(seen > 2000, "{seen}");
}

#[test]
fn the_review_lists_thirty_figures_and_every_finding_with_a_verdict() {
    let rows = table("review.csv");
    let of = |part: &str| rows.iter().filter(|row| row["part"] == part).count();
    assert_eq!((of("figures"), of("model"), of("results"), of("lacks")), (30, 14, 7, 13));
    let page = fs::read_to_string(set().join("review.md")).unwrap();
    for row in &rows {
        assert!(page.contains(&row["item"]), "{}", row["item"]);
        let why = matches!(row["verdict"].as_str(), "mended" | "restated" | "partly" | "not mended");
        assert!(why && !row["how"].is_empty(), "{}", row["item"]);
    }
    assert!(!page.contains('{'), "a formula was left as it stands");
}

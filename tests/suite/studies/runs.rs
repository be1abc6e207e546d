//! However many workers, shards and restarts there are, the tables are the same to the last byte.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use entente::batch::{Asking, Header, results};
use entente::batch::{Batch, Finished, Planner, SharedBases, Status};
use entente::input::{Fence, read_study_fenced};
use entente::measures::goal_value;
use entente::model::Model;
use entente::planning::{Approach, DecidedBy, plan};
use entente::scenario::Models;
use entente::scenario::{DecisionSource, Study};
use serde_json::Value;

use super::{SHELLS, assert_same, batch, done};
use crate::setting::{assert_close, entente, root, stderr, stdout};

#[test]
fn workers_shards_and_restarts_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    done(SHELLS, &at("one"), &["--jobs", "1"]);
    done(SHELLS, &at("two"), &["--jobs", "2"]);
    assert_same(&at("one"), &at("two"));
    let shards: Vec<String> = (0..4).map(|shard| at(&format!("shard{shard}")).display().to_string()).collect();
    for (shard, out) in shards.iter().enumerate().rev() {
        done(SHELLS, Path::new(out), &["--jobs", "2", "--shard", &format!("{shard}/4")]);
    }
    let gathered = at("gathered").display().to_string();
    let gather = |shards: &[String], to: &str| {
        entente(["gather", "--out", to].into_iter().chain(shards.iter().map(String::as_str)))
    };
    let output = gather(&shards, &gathered);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_same(&at("one"), Path::new(&gathered));
    // The order in which shards are named does not matter; what is missing or doubled is told.
    let backwards: Vec<String> = shards.iter().rev().cloned().collect();
    let again = at("again").display().to_string();
    assert!(gather(&backwards, &again).status.success());
    assert_same(&at("one"), Path::new(&again));
    let told = stderr(&gather(&shards[..3], &at("hole").display().to_string()));
    assert!(told.contains("missing: shard 3/4"), "{told}");
    let doubled = [&shards[..], &shards[1..2]].concat();
    let told = stderr(&gather(&doubled, &at("double").display().to_string()));
    assert!(told.contains("shard 1/4 is there twice"), "{told}");
    // A shard that is not done is a hole, too.
    let part = Path::new(&shards[2]).join("journal.jsonl");
    let journal = fs::read_to_string(&part).unwrap();
    fs::write(&part, journal.lines().next().unwrap().to_owned() + "\n").unwrap();
    let told = stderr(&gather(&shards, &at("unfinished").display().to_string()));
    assert!(told.contains("run it again with --shard 2/4 --resume"), "{told}");
    // The gathered study answers as the whole one does.
    let answer = |folder: &Path| format!("{:?}", results(folder, &Asking::default()).unwrap());
    assert_eq!(answer(&at("one")), answer(Path::new(&gathered)));
}

/// Kills the program twenty times in one study, each time a little later; nothing that was finished is made again.
#[test]
fn killed_twenty_times_it_is_as_if_nothing_had_happened() {
    let folder = tempfile::tempdir().unwrap();
    let (straight, killed) = (folder.path().join("straight"), folder.path().join("killed"));
    done(SHELLS, &straight, &["--jobs", "2"]);
    let mut finished = 0;
    for time in 0..20 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
            .args(["batch", SHELLS, "--resume", "--jobs", "2", "--part", "7", "--progress", "json", "--out"])
            .arg(&killed)
            .current_dir(root())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        for (line, text) in lines.take(1 + time % 9).enumerate() {
            let text = text.unwrap();
            let told: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            let now = usize::try_from(told["done"].as_u64().unwrap()).unwrap();
            // What was told to be finished is finished still.
            assert!(line > 0 || now > finished, "{finished} runs were finished, and now {now}");
            finished = finished.max(now);
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let told = stderr(&batch(SHELLS, &killed, &[]));
    assert!(told.contains("add --resume to go on with it"), "{told}");
    // What was being written in that moment is swept up.
    fs::write(killed.join("results/.part-000001.parquet.1.part"), "half").unwrap();
    done(SHELLS, &killed, &["--resume"]);
    assert_same(&straight, &killed);
    // There is nothing left to do, and going on does no harm.
    done(SHELLS, &killed, &["--resume"]);
    assert_same(&straight, &killed);
}

#[test]
fn a_folder_of_another_study_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let study = folder.path().join("study.yaml");
    let text = |n: usize| {
        let model = root().join("models/four-tanks.yaml");
        format!(
            "study: S\nmodel: {}\nsample: {{ n: {n}, figures: {{ budget.*: {{ uniform: [0.5, 1] }} }} }}\n",
            model.display()
        )
    };
    fs::write(&study, text(9)).unwrap();
    let path = study.to_str().unwrap();
    done(path, &out, &[]);
    fs::write(&study, text(10)).unwrap();
    let told = stderr(&batch(path, &out, &["--resume"]));
    assert!(told.contains("another study (`S`), or its study file or model has changed since"), "{told}");
    let told = stderr(&batch(path, folder.path(), &[]));
    assert!(told.contains("holds something that is no study; name a new folder"), "{told}");
}

/// A study of a text over a model of this project.
pub fn study(text: &str) -> (Study, Model, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.yaml");
    fs::write(&path, text.replace("MODELS", root().join("models").to_str().unwrap())).unwrap();
    let reading = read_study_fenced(&path, Fence::around(&path).opened(true));
    let findings = reading.render_findings(false).join("\n");
    reading.study.unwrap_or_else(|| panic!("{findings}"))
}

/// Every run of a study that lays no values over its model.
pub fn all_runs(study: &Study, model: &Model) -> Vec<Finished> {
    let read = |_: &[(String, String)]| Err("not read here".to_owned());
    let batch = Batch {
        study,
        shared: SharedBases::of(model, &study.proposals, study.decisions),
        models: Models::of(model.clone(), &read),
        read_from: String::new(),
    };
    let mut planner = Planner::of(&batch.shared);
    (0..study.runs()).filter_map(|number| batch.run(&mut planner, number)).collect()
}

pub fn value(finished: &Finished, measure: &str) -> f64 {
    let total = |fact: &&entente::batch::Fact| {
        fact.measure == measure && fact.nation.is_none() && fact.capability.is_none() && fact.year.is_none()
    };
    finished.facts.iter().find(total).unwrap_or_else(|| panic!("no {measure}: {:?}", finished.reason)).value
}

/// What has no plan is a row with its reason, and the study ends well.
#[test]
fn what_has_no_plan_is_data() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("study.yaml");
    let model = root().join("models/transport.yaml");
    let text = format!("study: S\nmodel: {}\ngrid: {{ capacity.*: [x0.5, x1, x2] }}\n", model.display());
    fs::write(&file, text).unwrap();
    let out = folder.path().join("out");
    let output = entente(["batch", file.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("1 has no plan, and says why in the table `runs`"), "{}", stdout(&output));
    let found = results(&out, &Asking::default()).unwrap();
    assert_eq!(found.ended.get("infeasible"), Some(&1));
    assert_eq!(Header::read(&out).unwrap().runs(), 4);
    // What has no plan is a row, and n stands beside percentiles.
    let cost = found.percentiles.iter().find(|line| line.measure == "cost").unwrap();
    assert_eq!((cost.runs, cost.finished, cost.without), (3, 4, 1));
    let said = stdout(&entente(["results", out.to_str().unwrap()]));
    assert!(said.contains("no plan in 1 of 4"), "{said}");
}

/// One proposal has no plan where the other has: they are compared over the scenarios in which both have one.
#[test]
fn percentiles_are_over_scenarios_that_every_proposal_solved() {
    let folder = tempfile::tempdir().unwrap();
    let model = "
model: Two
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 50 }, FRA: { budget: 100 } }
capabilities: { guns: { targets: { DEU: 10, FRA: 10 }, targets_are: required } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: { 0: 5, 20: 4 } } }
goals: [{ minimise: cost }]
";
    fs::write(folder.path().join("model.yaml"), model).unwrap();
    let study = "study: S\nmodel: model.yaml\nproposals: [alone, together]\ngrid: { budget.DEU: [x0.85, x1, x2] }\n";
    let file = folder.path().join("study.yaml");
    fs::write(&file, study).unwrap();
    let out = folder.path().join("out");
    let output = entente(["batch", file.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    let found = results(&out, &Asking::default()).unwrap();
    for of in ["alone", "together"] {
        let cost = found.percentiles.iter().find(|line| line.measure == "cost" && line.of == of).unwrap();
        // With 42.5 MEUR alone buys 8.5 guns, and together 10 at 4: there the two cannot be compared.
        assert_eq!((cost.runs, cost.without), (3, usize::from(of == "alone")), "{of}: {cost:?}");
    }
}

/// Taken from the plan as it is, every integer decision gives that plan again where nothing is changed, and never a better one where
/// something is.
#[test]
fn decisions_of_the_base_plan_are_kept_and_flagged() {
    let text = "study: S\nmodel: MODELS/proposals.yaml\nproposals: [alone, together, dear]\ngrid: { budget.*: [x0.8, x1.3] }\n";
    let (each, model, _) = study(text);
    let (from_base, ..) = study(&format!("{text}decisions: from_base\n"));
    assert_eq!(from_base.decisions, DecisionSource::FromBase);
    let (each, from_base) = (all_runs(&each, &model), all_runs(&from_base, &model));
    assert_eq!(each.len(), 9);
    for (own, taken) in each.iter().zip(&from_base) {
        assert_ne!(taken.decided, DecidedBy::Own);
        assert_eq!(own.decided, DecidedBy::Own);
        assert_eq!((own.status, taken.status), (Status::Solved, Status::Solved));
        let (own_gap, taken_gap) = (value(own, "gap"), value(taken, "gap"));
        assert!(
            taken_gap >= own_gap - 1e-6,
            "{}: {taken_gap} with decisions of the base, {own_gap} without",
            own.scenario
        );
        if own.scenario == "base" {
            assert_close(taken_gap, own_gap, 1e-6);
        }
    }
}

/// All runs of a study of a model that is written out.
fn runs_of(model: &str, asked: &str) -> Vec<Finished> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.yaml");
    fs::write(&path, model).unwrap();
    let (study, model, _) = study(&format!("study: S\nmodel: {}\n{asked}", path.display()));
    all_runs(&study, &model)
}

/// 200 MEUR buy 50 guns and 50 radars, both at 2, the price from 40 on. Of 100 MEUR either 40 can be reached, but not both, so no
/// plan keeps both commitments, and one of them falls to the first price; the best is 50 of the other, and half is missing.
#[test]
fn where_decisions_cannot_be_kept_commitments_fall_to_what_they_reach() {
    let model = "
model: Two discounts
horizon: 2026
nations: { DEU: { budget: 200 } }
capabilities: { guns: { us_baseline: 50 }, radars: { us_baseline: 50 } }
producers: { works: { seat: DEU } }
offers:
  gun: { by: works, gives: guns, price: { 0: 3, 40: 2 } }
  radar: { by: works, gives: radars, price: { 0: 3, 40: 2 } }
goals: [ { minimise: gap } ]
";
    let runs = runs_of(model, "decisions: from_base\nscenarios: { poor: { budget.*: x0.5 } }\n");
    assert_eq!((runs[0].decided, runs[1].decided), (DecidedBy::FromBase, DecidedBy::Lowered));
    assert_eq!(runs[1].status, Status::Solved);
    assert_close(value(&runs[0], "gap"), 0.0, 1e-6);
    assert_close(value(&runs[1], "gap"), 0.5, 1e-6);
}

/// Of 90 MEUR no more than 45 guns can be bought, so that they have one price, and nothing says that they are ordered at it. Of 108 a second
/// price is in reach: 20 radars take 40, and the first price still buys 68 / 3 of 100 guns.
#[test]
fn an_offer_with_one_price_keeps_it_where_more_come_into_reach() {
    let model = "
model: A price more
horizon: 2026
nations: { DEU: { budget: 90 } }
capabilities: { guns: { us_baseline: 100 }, radars: { us_baseline: 20 } }
producers: { works: { seat: DEU } }
offers:
  gun: { by: works, gives: guns, price: { 0: 3, 50: 2 } }
  radar: { by: works, gives: radars, price: { 0: 3, 10: 2 } }
goals: [ { minimise: gap } ]
";
    let runs = runs_of(model, "decisions: from_base\nscenarios: { rich: { budget.*: x1.2 } }\n");
    assert_eq!((runs[0].decided, runs[1].decided), (DecidedBy::FromBase, DecidedBy::FromBase));
    assert_close(value(&runs[0], "gap"), (1.0 - 50.0 / 300.0) / 2.0, 1e-6);
    assert_close(value(&runs[1], "gap"), (1.0 - 68.0 / 300.0) / 2.0, 1e-6);
}

/// Germany has no money in the base. With 10 MEUR it could order guns, 3 at least, but nobody decided to: it buys 10 / 3 radars at 3,
/// beside the 20 that France buys at 2.
#[test]
fn nobody_is_made_to_order_what_the_base_could_not_buy() {
    let model = "
model: A minimum more
horizon: 2026
nations: { DEU: { budget: 10, committed: 10 }, FRA: { budget: 40 } }
capabilities: { guns: { us_baseline: 1000 }, radars: { us_baseline: 40 } }
producers: { works: { seat: FRA } }
offers:
  gun: { by: works, gives: guns, price: 3, minimum_order: 3 }
  radar: { by: works, gives: radars, price: { 0: 3, 10: 2 } }
goals: [ { minimise: gap } ]
";
    let runs = runs_of(model, "decisions: from_base\nproposals: [alone]\nscenarios: { freed: { budget.DEU: x2 } }\n");
    assert_eq!(runs[1].decided, DecidedBy::FromBase);
    assert_close(value(&runs[1], "gap"), (2.0 - 70.0 / 120.0) / 2.0, 1e-6);
}

/// The base scenario is what `entente solve` finds.
#[test]
fn the_base_scenario_is_the_model_as_it_is() {
    let (study, model, _) =
        study("study: S\nmodel: MODELS/shells-for-three.yaml\nscenarios: { same: { budget.*: x1 } }\n");
    let runs = all_runs(&study, &model);
    let together = model.under(model.proposals.find("together").unwrap());
    let alone = plan(&together, Approach::default()).unwrap();
    for finished in &runs {
        for (reached, goal) in finished.goals.iter().zip(&model.goals) {
            assert_close(reached.value, goal_value(&together, &alone.plan, alone.known.known(), goal), 1e-9);
            assert_eq!(reached.goal, goal.words());
        }
    }
    assert_eq!(runs[0].facts, runs[1].facts);
}

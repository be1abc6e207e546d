//! Results that an earlier release wrote are read by this one. `tests/stored/README.md` says how they were made.

use std::fs;
use std::path::{Path, PathBuf};

use entente::contract::{documents, tables};
use entente::report::{holds_comparison, read_comparison, read_run};
use serde_json::Value;

use crate::setting::{entente, root, stderr, stdout};

/// The folders of earlier releases.
fn releases() -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = fs::read_dir(root().join("tests/stored"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    list.sort();
    assert!(!list.is_empty(), "no release is stored");
    list
}

/// Every file below a folder with an ending, copies of inputs aside.
fn below(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("inputs") {
            below(&path, ending, found);
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
}

/// The first place at which a value does not hold what another holds. Keys may have been added; numbers may differ by rounding.
fn lacks(now: &Value, then: &Value, place: &str) -> Option<String> {
    match (now, then) {
        (Value::Object(now), Value::Object(then)) => {
            // What is lost counted what nobody needs, too, once.
            let is_kept = |key: &str| {
                key != "format"
                    && !(["lost", "lost_by_enablers", "independent_from"].contains(&key) && now.contains_key(key))
            };
            then.iter().filter(|(key, _)| is_kept(key)).find_map(|(key, then)| {
                let place = format!("{place}/{key}");
                now.get(key).map_or_else(|| Some(place.clone()), |now| lacks(now, then, &place))
            })
        }
        (Value::Array(now), Value::Array(then)) if now.len() == then.len() => {
            now.iter().zip(then).enumerate().find_map(|(at, (now, then))| lacks(now, then, &format!("{place}/{at}")))
        }
        (Value::Number(now), Value::Number(then)) => {
            let (now, then) = (now.as_f64().unwrap(), then.as_f64().unwrap());
            ((now - then).abs() > 1e-9 * now.abs().max(1.0)).then(|| format!("{place}: {now}, once {then}"))
        }
        _ => (now != then).then(|| format!("{place}: {now}, once {then}")),
    }
}

/// What has no baseline once had a gap of 0, and has none now.
fn without_gaps_of_nothing(now: &Value, then: &mut Value) {
    let lines = |list: &Value| list[0]["capabilities"].as_array().unwrap().clone();
    for (place, line) in lines(now).iter().enumerate().filter(|(_, line)| line["gap"].is_null()) {
        for gap in ["gap", "gap_when_denied"] {
            let once = &mut then[0]["capabilities"][place];
            assert!(once["capability"] == line["capability"] && once[gap] == 0.0, "{once}");
            once[gap] = Value::Null;
        }
    }
}

#[test]
fn documents_of_earlier_releases_are_read() {
    let known = documents();
    for release in releases() {
        let mut files = Vec::new();
        below(&release, "json", &mut files);
        let mut seen: Vec<String> = Vec::new();
        for path in files {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let document = known.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("{}", path.display()));
            let text = fs::read_to_string(&path).unwrap();
            let then: Value = serde_json::from_str(&text).unwrap();
            let now = (document.again)(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            // Where a later version means something else by a key, its test says what.
            if document.version == 1 {
                assert_eq!(lacks(&now, &then, ""), None, "{}", path.display());
            }
            seen.push(name);
        }
        seen.sort();
        seen.dedup();
        assert!(seen.len() >= 20, "{} holds {seen:?}", release.display());
    }
}

#[test]
fn tables_of_earlier_releases_have_columns_that_are_still_there() {
    let known = tables();
    for release in releases() {
        let mut files = Vec::new();
        below(&release, "csv", &mut files);
        assert!(files.len() > 40, "{} holds {} tables", release.display(), files.len());
        for path in files {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let table = known.iter().find(|table| table.shape.name == name);
            let shape = table.unwrap_or_else(|| panic!("{} is no table any more", path.display())).shape;
            let text = fs::read_to_string(&path).unwrap();
            for heading in text.lines().next().unwrap().split(',') {
                let is_there = shape.columns.iter().any(|column| column.name == heading);
                assert!(is_there, "{}: the column `{heading}` is gone", path.display());
            }
        }
    }
}

#[test]
fn runs_of_earlier_releases_are_asked_and_reported() {
    let to = tempfile::tempdir().unwrap();
    for release in releases() {
        let run = release.join("run");
        let stored = read_run(&run).unwrap_or_else(|what| panic!("{what}"));
        assert!(stored.run.verdict.passed(), "{}: {:?}", run.display(), stored.run.verdict);
        assert!(!stored.run.decisions.is_empty(), "{}: what was decided is lost", run.display());
        assert_eq!(stored.run.model.nations.len(), 2);
        let folder = |name: &str| release.join(name).display().to_string();
        let asked = |words: &[&str]| {
            let output = entente(words);
            assert!(output.status.success(), "{words:?}: {}", stderr(&output));
            stdout(&output)
        };
        // These are measured from the plan alone, so that they are the same from one release to the next.
        for question in ["ladder", "stress", "timeline"] {
            let then = fs::read_to_string(release.join(format!("{question}/{question}.json"))).unwrap();
            // Countries have the names that people give them since.
            let then = then.replace("United States of America", "United States");
            let then = then.replace("\"name\": \"DEU\"", "\"name\": \"Germany\"");
            let then = then.replace("\"name\": \"POL\"", "\"name\": \"Poland\"");
            let now = asked(&[question, &folder("run"), "--format", "json"]);
            let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            let (now, mut then) = (value(&now), value(&then));
            if question == "stress" {
                without_gaps_of_nothing(&now, &mut then);
            }
            assert_eq!(lacks(&now, &then, question), None);
        }
        asked(&["why", &folder("run"), "nation", "POL"]);
        asked(&["explain", &folder("run")]);
        asked(&["diff", &folder("run"), &folder("all/joint")]);
        assert!(holds_comparison(&release.join("all")));
        let comparison = read_comparison(&release.join("all")).unwrap_or_else(|what| panic!("{what}"));
        assert_eq!(comparison.runs.len(), comparison.summary.proposals.len());
        let page = to.path().join("report.html").display().to_string();
        let [rules, frontier, sensitivity] = ["rules", "frontier", "sensitivity"].map(folder);
        let with = ["--with", &rules, "--with", &frontier, "--with", &sensitivity];
        for of in ["run", "all"] {
            asked(&[&["report", &folder(of), "--to", &page][..], &with].concat());
        }
    }
}

//! What hostile or huge documents may take: studies are counted before anything is made of them, and reading is linear.

use std::fmt::Write;
use std::fs;

use entente::input::{read_study, read_text};
use entente::scenario::Study;

const MODEL: &str = "model: m\nmoney: MEUR 2025\nhorizon: 2026..2028\nnations: { DEU: { budget: 100 }, POL: { budget: 60 }, FRA: { budget: 60 } }\ncapabilities: { guns: { us_baseline: 40 } }\nproducers: { north: { seat: DEU } }\noffers: { gun: { by: north, gives: guns, price: 8, capacity: 10 a year } }\ngoals: [ { minimise: gap }, { minimise: cost } ]\n";

/// What is said of a study.
fn told(body: &str) -> Result<Study, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.yaml"), MODEL).unwrap();
    let path = folder.path().join("study.yaml");
    fs::write(&path, format!("study: s\nmodel: model.yaml\n{body}")).unwrap();
    let reading = read_study(&path);
    let findings = reading.render_findings(false).join("\n");
    reading.study.map(|(study, ..)| study).ok_or(findings)
}

/// A grid whose figures each take so many values.
fn grid(values: usize, figures: &[&str]) -> String {
    figures.iter().fold("grid:\n".to_owned(), |mut text, figure| {
        let list: Vec<String> = (0..values).map(|value| format!("x{}.{:03}", 1 + value / 1000, value % 1000)).collect();
        let _ = writeln!(text, "  {figure}: [{}]", list.join(", "));
        text
    })
}

#[test]
fn a_study_that_nobody_finishes_is_refused_with_its_size() {
    let four = ["budget.DEU", "budget.POL", "budget.FRA", "price.gun"];
    for (body, size) in [
        // 10^12, and the model as it is.
        (grid(1000, &four), "1 000 000 000 001 runs"),
        (grid(1000, &four) + "proposals: [alone, together]\n", "2 000 000 000 002 runs"),
        // 2^64 is no number of runs, and neither is what is left of more where numbers end.
        (
            grid(256, &[&four[..], &["capacity.gun", "baseline.guns", "budget.*", "price.*"]].concat())
                + "base: false\n",
            "18 446 744 073 709 551 616 runs",
        ),
        (
            grid(
                3000,
                &[
                    &four[..],
                    &[
                        "capacity.gun",
                        "baseline.guns",
                        "budget.*",
                        "price.*",
                        "budget.D*",
                        "budget.P*",
                        "budget.F*",
                        "price.g*",
                    ],
                ]
                .concat(),
            ),
            "more than 10^38 runs",
        ),
    ] {
        let Err(said) = told(&body) else { panic!("{size} are accepted") };
        assert!(said.contains(size) && said.contains("no study has more than 1 000 000 000"), "{said}");
    }
    let most = told(&(grid(1000, &four[..3]) + "base: false\n")).unwrap();
    assert_eq!(most.counted(), Some(Study::MOST_RUNS));
}

/// Scenarios are found by name without walking through a product, and by number without keeping a subset.
#[test]
fn scenarios_of_a_large_study_are_found_by_name() {
    let study = told(
        &(grid(900, &["budget.DEU", "budget.POL", "budget.FRA"])
            + "scenarios: { dear: { price.gun: x2 } }\n"
            + "subsets: { leave: [DEU, POL, FRA] }\ncross: [grid, scenarios, subsets]\n"),
    );
    assert!(study.unwrap_err().contains("runs"));
    let study = told(
        &(grid(300, &["budget.DEU", "budget.POL"])
            + "scenarios: { dear: { price.gun: x2 } }\n"
            + "subsets: { leave: [DEU, POL, FRA] }\ncross: [grid, scenarios, subsets]\n"),
    )
    .unwrap();
    assert_eq!(study.counted(), Some(1 + 300 * 300 * 2 * 8));
    for number in (0..study.scenarios()).step_by(997) {
        let scenario = study.scenario(number).unwrap();
        assert_eq!(study.named(&scenario.name), Some(scenario));
    }
    assert_eq!(study.named("dear+nobody"), None);
    assert_eq!(study.named("base").map(|scenario| scenario.changes.len()), Some(0));
}

#[test]
fn what_a_sample_keeps_is_bounded() {
    let sample = |n: usize, method: &str| {
        told(&format!("sample: {{ n: {n}, method: {method}, figures: {{ budget.DEU: {{ uniform: [0.9, 1.1] }} }} }}\n"))
    };
    assert!(sample(20_000_001, "latin_hypercube").unwrap_err().contains("keeps more than 20000000 numbers"));
    assert_eq!(sample(99_000_000, "random").unwrap().counted(), Some(99_000_001));
    assert!(sample(1_000, "latin_hypercube").is_ok());
}

/// What a text is when it is read as YAML: as much as a model may be, and no more than its size allows. Memory follows from the number
/// of nodes; it was measured when the limits were set.
#[test]
fn a_tree_is_no_larger_than_its_text_allows() {
    let said = |text: &str| read_text("model.yaml", text, &[]).render_findings(false).join("\n");
    let larger = "larger or deeper than any model";
    for part in ["1,", "[],", "a,", "{},", "*a,", "*b,", "- a\n", "? \n"] {
        let text = format!("x: &a [1, 2]\ny: &b abc\nnote: [{}1]\n", part.repeat(200_000));
        assert!(said(&text).contains(larger) || part.contains('\n'), "{part}: {}", said(&text));
    }
    // Numbers of four digits, one a line or in a row, are no more than models hold.
    assert!(!said(&format!("note: [{}1]\n", "1234,".repeat(200_000))).contains(larger));
    assert!(!said(&format!("note:\n{}", "- 123\n".repeat(100_000))).contains(larger));
}

/// Lines of findings and of rows are counted once, not from the start for each: so many would take minutes.
#[test]
fn a_hundred_thousand_rows_with_the_same_fault_are_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let rows = 100_000;
    let table = (0..rows).fold("id,by,gives,price\n".to_owned(), |text, row| text + &format!("o{row},nobody,guns,8\n"));
    fs::write(folder.path().join("offers.csv"), table).unwrap();
    let model = MODEL.lines().map(|line| if line.starts_with("offers:") { "offers: offers.csv" } else { line });
    fs::write(folder.path().join("model.yaml"), model.collect::<Vec<_>>().join("\n")).unwrap();
    let reading = entente::input::read_file(&folder.path().join("model.yaml"), &[]);
    let shown = reading.render_findings(false);
    let told: Vec<&String> = shown.iter().filter(|shown| shown.contains("unknown producer `nobody`")).collect();
    assert_eq!(told.len(), 1, "{}", told.len());
    assert!(told[0].contains("(and 99999 more rows of this table are like it)"), "{}", told[0]);
    assert!(told[0].contains("offers.csv:2:"), "{}", told[0]);
}

/// A stored header whose numbers cannot be is told, and nothing is divided by zero or counted beyond all numbers.
#[test]
fn headers_of_stored_studies_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    for (scenarios, proposals, shard, of, part) in [
        ("9223372036854775807", "[\"a\", \"b\", \"c\"]", 0, 1, 100),
        ("1000000001", "[\"a\"]", 0, 1, 100),
        ("1", "[\"a\"]", 0, 0, 100),
        ("1", "[\"a\"]", 1, 1, 100),
        ("1", "[\"a\"]", 0, 1, 0),
    ] {
        let header = format!(
            "{{\"study\": \"\", \"about\": \"\", \"digest\": \"\", \"version\": \"\", \"solver\": \"\", \"scenarios\": {scenarios}, \"proposals\": {proposals}, \"shard\": {shard}, \"of\": {of}, \"part\": {part}}}"
        );
        // Whoever writes such a header on purpose knows how to seal it.
        let parsed: entente::batch::Header = serde_json::from_str(&header).unwrap();
        let seal = entente::disk::digest(serde_json::to_string(&parsed).unwrap().as_bytes());
        let sealed = header.replacen('{', &format!("{{\"sha256\": \"{seal}\", "), 1);
        fs::write(folder.path().join("study.json"), sealed).unwrap();
        let told = entente::batch::Header::read(folder.path()).unwrap_err();
        assert!(told.contains("numbers of runs, shards or parts that cannot be"), "{told}");
    }
}

//! New figures for a model: each change is shown with both sources, and nothing is changed.

use std::fs;
use std::process::Command;

use super::host;

#[test]
fn changes_are_shown_with_their_sources_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let nations = "{ DEU: { budget: { value: 100, source: old act, confidence: cited }, gdp: 4000 }, FRA: { budget: 90, gdp: 3000 }, POL: { budget: 80, gdp: 900 } }";
    fs::write(folder.path().join("model.yaml"), host("nations", nations)).unwrap();
    fs::write(
        folder.path().join("nations.csv"),
        "id;budget;budget.source\nDEU;110,5;new act\nFRA;90;\nEST;5;estimate\n",
    )
    .unwrap();
    fs::copy(folder.path().join("nations.csv"), folder.path().join("new.csv")).unwrap();
    fs::write(folder.path().join("same.csv"), "id,gdp\nFRA,3000\n").unwrap();
    fs::write(folder.path().join("bad.csv"), "id;budget\nDEU;1.200\n").unwrap();
    let listed = || {
        let mut all: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        all.sort();
        all.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect::<Vec<_>>()
    };
    let before = listed();
    let run = |words: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_entente")).args(words).current_dir(folder.path()).output().unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
        )
    };
    for file in ["nations.csv", "nations=new.csv"] {
        let (code, said) = run(&["data", "model.yaml", "--update", file]);
        assert_eq!(code, Some(0), "{said}");
        for word in [
            "nations.DEU.budget",
            "100",
            "old act (cited)",
            "110.5",
            "new act (cited)",
            "+10.5 %",
            "nations.EST.budget",
            "new",
            "2 change",
            "Nothing is written",
        ] {
            assert!(said.contains(word), "{word}: {said}");
        }
        assert!(!said.contains("nations.FRA"), "{said}");
    }
    let (code, said) = run(&["data", "model.yaml", "--update", "nations=same.csv"]);
    assert!(code == Some(0) && said.contains("changes no figure"), "{said}");
    let (code, said) = run(&["data", "model.yaml", "--update", "nations=bad.csv"]);
    assert!(code == Some(3) && said.contains("1200 or 1.2"), "{said}");
    let (code, said) = run(&["data", "model.yaml", "--update", "new.csv"]);
    assert!(code == Some(2) && said.contains("as `nations=FILE`"), "{said}");
    assert_eq!(listed(), before);
}

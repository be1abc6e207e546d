//! A whole model as one workbook: nothing is lost on the way there and back, and a spreadsheet program can change it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use entente::input::{self, Fence, ModelBook, ModelCell};
use entente::model::Model;
use entente::report::model_workbook;

use super::said;
use crate::setting::{LARGE, files, root, skipped};

fn book(path: &Path) -> ModelBook {
    // As from the project's folder: data lie beside the models.
    let fence = Fence::around(path).opened(true);
    let (book, reading) = ModelBook::of(path, &[], &fence);
    book.unwrap_or_else(|| panic!("{}: {:?}", path.display(), reading.render_findings(false)))
}

/// What a model says, with sources; of large models without their formulation.
fn facts(model: &Model, large: bool) -> Vec<String> {
    let text = if large {
        let of = |figure: &entente::model::FigureRecord| {
            format!(
                "{} = {} {:?} {:?} {} {}",
                figure.figure, figure.written, figure.low, figure.high, figure.confidence, figure.source
            )
        };
        model.figures.iter().map(of).collect::<Vec<_>>().join("\n")
    } else {
        said(model)
    };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The first lines that only one of two has.
fn differing(one: &[String], other: &[String]) -> String {
    let only =
        |a: &[String], b: &[String]| a.iter().filter(|line| !b.contains(line)).take(5).cloned().collect::<Vec<_>>();
    format!("{:#?}\n{:#?}", only(one, other), only(other, one))
}

#[test]
fn every_model_goes_to_a_workbook_and_back_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    for path in files("models", "yaml") {
        let large = LARGE.iter().any(|name| path.ends_with(name));
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let book = book(&path);
        let bytes = model_workbook(&book.sheets()).unwrap();
        book.check_workbook(&bytes).unwrap_or_else(|what| panic!("{name}: {what}"));
        let text = book.yaml();
        book.check_yaml(&text).unwrap_or_else(|what| panic!("{name}: {what}\n{text}"));
        let (sheet, yaml) = (folder.path().join(format!("{name}.xlsx")), folder.path().join(format!("{name}.yaml")));
        fs::write(&sheet, &bytes).unwrap();
        fs::write(&yaml, &text).unwrap();
        // The document of the workbook is the document of the model, to the letter.
        let again = self::book(&sheet).yaml();
        assert!(again == text, "{name}: {:?}", text.lines().zip(again.lines()).find(|(one, other)| one != other));
        let there = input::read_fenced(&path, &[], &Fence::around(&path).opened(true)).model.unwrap();
        let there = facts(&there, large);
        for back in [sheet, yaml] {
            let reading = input::read_file(&back, &[]);
            let found = reading.render_findings(false).join("\n");
            let back = facts(&reading.model.unwrap_or_else(|| panic!("{name}: {found}")), large);
            assert!(there == back, "{name}: {}", differing(&there, &back));
        }
    }
}

#[test]
fn texts_that_look_like_something_else_stay_texts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.yaml");
    let text = "model: '5'\nabout: \"two\\nlines\"\nhorizon: 2026\nrates: { USD 2024: { value: 0.93, source: 'n/a' } }\n\
        groups: { A: [DEU], B: '{DEU, POL} - {POL}' }\n\
        nations:\n  DEU: { name: 'true', budget: '1.125 % of gdp', gdp: 5, note: ' a blank' }\n  POL: { name: '[x]', budget: { value: 5, confidence: cited }, note: '\"quoted\"' }\n\
        capabilities: { guns: { us_baseline: { 2026: 5, low: 4 }, unit: '1.200', held: {} } }\n\
        producers: { north: { seat: DEU, owners: { DEU: 60 %, POL: 40% } } }\n\
        offers: { gun: { by: north, gives: guns, price: { 0: 4, 2.5: 3 }, lead_time: 0 years, source: '#N/A', note: '~' } }\n";
    fs::write(&path, text).unwrap();
    let book = book(&path);
    let bytes = model_workbook(&book.sheets()).unwrap();
    book.check_workbook(&bytes).unwrap();
    book.check_yaml(&book.yaml()).unwrap();
    // A value that is no figure of its own, and a heading that is a quantity.
    let sheets = book.sheets();
    let offers = sheets.iter().find(|sheet| sheet.name == "offers").unwrap();
    let headings: Vec<&str> = offers.columns.iter().map(|column| column.heading.as_str()).collect();
    assert!(headings.contains(&"price.0") && headings.contains(&"price.2.5"), "{headings:?}");
    // What a workbook would say otherwise is found before it is written.
    let other = model_workbook(&sheets[1..]).unwrap();
    assert!(book.check_workbook(&other).is_err());
}

/// The small model as a workbook in a folder, with one cell of a sheet set.
fn with_cell(folder: &Path, sheet: &str, heading: &str, cell: ModelCell) -> PathBuf {
    let mut sheets = book(&root().join("models/guns-for-three.yaml")).sheets();
    let of = sheets.iter_mut().find(|of| of.name == sheet).unwrap();
    let column = of.columns.iter().position(|column| column.heading == heading).unwrap();
    of.rows[0][column] = cell;
    let path = folder.join("model.xlsx");
    fs::write(&path, model_workbook(&sheets).unwrap()).unwrap();
    path
}

fn run(folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_entente")).args(words).current_dir(folder).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said)
}

#[test]
fn findings_of_a_workbook_name_sheet_and_cell() {
    let folder = tempfile::tempdir().unwrap();
    for (sheet, heading, cell, words) in [
        (
            "nations",
            "budget",
            ModelCell::Number(-5.0),
            vec!["model.xlsx#nations", "cell B2: `nations.DEU.budget` is -5"],
        ),
        ("offers", "by", ModelCell::Text("nobody".to_owned()), vec!["model.xlsx#offers", "unknown producer `nobody`"]),
        ("offers", "price", ModelCell::Text("n/a".to_owned()), vec!["`n/a` is no value", "cell "]),
    ] {
        let sheets = book(&root().join("models/guns-for-three.yaml")).sheets();
        let of = sheets.iter().find(|of| of.name == sheet).unwrap();
        // Models state prices in one way or another.
        let heading = of
            .columns
            .iter()
            .map(|column| column.heading.as_str())
            .find(|known| known.split('.').next() == Some(heading))
            .unwrap();
        with_cell(folder.path(), sheet, heading, cell);
        let (code, said) = run(folder.path(), &["check", "model.xlsx"]);
        assert_eq!(code, Some(3), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
    }
}

#[test]
fn a_run_of_a_workbook_can_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let model = root().join("models/guns-for-three.yaml");
    let (code, said) =
        run(folder.path(), &["workbook", model.to_str().unwrap(), "--allow-outside", "--to", "model.xlsx"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(folder.path(), &["solve", "model.xlsx", "--out", "run"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(folder.path(), &["report", "run", "--to", "run.html"]);
    assert_eq!(code, Some(0), "{said}");
    // Nobody's file is written over, and a workbook becomes a document.
    let before = fs::read(folder.path().join("model.xlsx")).unwrap();
    for words in
        [vec!["workbook", "model.xlsx", "--to", "model.xlsx"], vec!["report", "model.xlsx", "--to", "model.xlsx"]]
    {
        let (code, said) = run(folder.path(), &words);
        assert_ne!(code, Some(0), "{said}");
        assert_eq!(fs::read(folder.path().join("model.xlsx")).unwrap(), before);
    }
    let (code, said) = run(folder.path(), &["workbook", "model.xlsx", "--to", "model.yaml"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(folder.path(), &["check", "model.yaml"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(folder.path(), &["workbook", "model.xlsx", "--to", "model.txt"]);
    assert_eq!(code, Some(2), "{said}");
}

#[test]
fn a_sheet_that_is_no_table_is_told_with_the_table_that_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    let mut sheets = book(&root().join("models/guns-for-three.yaml")).sheets();
    sheets.iter_mut().find(|sheet| sheet.name == "nations").unwrap().name = "nation".to_owned();
    fs::write(folder.path().join("model.xlsx"), model_workbook(&sheets).unwrap()).unwrap();
    let (code, said) = run(folder.path(), &["check", "model.xlsx"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(
        said.contains("the sheet `nation` is no table of a model") && said.contains("did you mean `nations`?"),
        "{said}"
    );
}

/// Has `LibreOffice` save a file in another format; false where there is none.
fn converted(folder: &Path, from: &str, to: &str) -> bool {
    let program =
        ["soffice", "libreoffice"].into_iter().find(|program| Command::new(program).arg("--version").output().is_ok());
    let Some(program) = program else {
        skipped("LibreOffice is not here: no workbook of a model is changed by it");
        return false;
    };
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let output = Command::new(program)
        .args([&profile, "--headless", "--convert-to", to, "--outdir"])
        .arg(folder.join("out"))
        .arg(folder.join(from))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}

#[test]
fn a_spreadsheet_program_changes_a_cell_and_the_model_changes() {
    let folder = tempfile::tempdir().unwrap();
    with_cell(folder.path(), "nations", "budget", ModelCell::Number(98_765.5));
    if !converted(folder.path(), "model.xlsx", "fods") {
        return;
    }
    // The flat form is one XML text, in which a cell can be changed as a person would in the window.
    let flat = fs::read_to_string(folder.path().join("out/model.fods")).unwrap();
    assert!(flat.contains("office:value=\"98765.5\""), "the cell is not where it should be");
    let changed = flat
        .replace("office:value=\"98765.5\"", "office:value=\"87654.25\"")
        .replace("<text:p>98765.5</text:p>", "<text:p>87654.25</text:p>");
    fs::write(folder.path().join("changed.fods"), changed).unwrap();
    assert!(converted(folder.path(), "changed.fods", "xlsx"));
    let (code, said) = run(folder.path(), &["check", "out/changed.xlsx"]);
    assert_eq!(code, Some(0), "{said}");
    let (_, said) = run(folder.path(), &["data", "out/changed.xlsx", "--only", "budget"]);
    assert!(said.contains("87654.25"), "{said}");
    let (code, said) = run(folder.path(), &["solve", "out/changed.xlsx"]);
    assert_eq!(code, Some(0), "{said}");
    // Nothing but that cell has changed.
    let there = input::read_file(
        &folder.path().join("model.xlsx"),
        &[("nations.DEU.budget".to_owned(), "87654.25".to_owned())],
    );
    let back = input::read_file(&folder.path().join("out/changed.xlsx"), &[]);
    let (there, back) = (facts(&there.model.unwrap(), false), facts(&back.model.unwrap(), false));
    assert!(there == back, "{}", differing(&there, &back));
}

//! What `--out` and reports may replace, and what never: every way in which a result could destroy what is not its own.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::attempt::{MODEL, Ran, Try};
use crate::setting::stderr;

/// Nothing is solved, printed or changed, and the reason is told.
#[track_caller]
fn refused(it: &Try, args: &[&str], what: &str) {
    let before = it.files(".");
    it.run(args).ends(1).prints_nothing().tells(what);
    assert!(it.files(".") == before, "{args:?} changed files");
    no_leftovers(it);
}

/// Nothing of the making is left over.
#[track_caller]
fn no_leftovers(it: &Try) {
    let left: Vec<String> =
        it.files(".").into_keys().filter(|name| name.split('/').any(|s| s.starts_with('.'))).collect();
    assert!(left.is_empty(), "{left:?}");
    let hidden = fs::read_dir(it.path("."))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(hidden.count(), 0);
}

fn solved(it: &Try, out: &str) -> Ran {
    it.run(&["solve", "model.yaml", "--out", out]).succeeds()
}

#[test]
fn a_folder_that_holds_other_results_is_kept() {
    let it = Try::new();
    solved(&it, "results/a");
    solved(&it, "results/b");
    refused(&it, &["solve", "model.yaml", "--out", "results"], "no result of entente");
    // Nor one that became a result later.
    solved(&it, "run");
    solved(&it, "run/inner");
    refused(&it, &["solve", "model.yaml", "--out", "run"], "inner/capabilities.csv, which is not part of it");
}

#[test]
fn another_kind_of_answer_and_another_model_are_kept() {
    let it = Try::new().file("other.yaml", &MODEL.replace("Guns for two", "Other guns"));
    solved(&it, "run");
    refused(&it, &["frontier", "model.yaml", "--out", "run"], "it holds what `solve` wrote, and this is `frontier`");
    refused(&it, &["ladder", "model.yaml", "--out", "run"], "it holds what `solve` wrote, and this is `ladder`");
    refused(&it, &["solve", "other.yaml", "--out", "run"], "made from ../model.yaml");
    it.run(&["compare", "model.yaml", "--out", "all"]).succeeds();
    refused(&it, &["solve", "model.yaml", "--out", "all"], "it holds what `compare` wrote");
    refused(&it, &["solve", "model.yaml", "--out", "all/together"], "all/together is part of the result in");
    // The same model may be solved again after it was edited, and with other values.
    fs::write(it.path("model.yaml"), MODEL.replace("Guns for two", "More guns")).unwrap();
    solved(&it, "run");
    it.run(&["solve", "model.yaml", "--set", "nations.DEU.budget=90", "--out", "run"]).succeeds();
}

/// A folder whose files have the names that results have, too.
#[test]
fn the_data_of_the_model_and_files_of_users_are_kept() {
    let it = Try::new();
    fs::create_dir_all(it.path("data")).unwrap();
    fs::write(it.path("data/offers.csv"), "id,by,gives,price\nnorth_gun,north,guns,8\neast_gun,east,guns,7\n").unwrap();
    let start = MODEL.find("offers:").unwrap();
    let end = MODEL.find("goals:").unwrap();
    let text = format!("{}offers: data/offers.csv\n{}", &MODEL[..start], &MODEL[end..]);
    fs::write(it.path("model.yaml"), text).unwrap();
    refused(&it, &["solve", "model.yaml", "--out", "data"], "no result of entente (offers.csv)");
    // `--force` does not remove what is read.
    let before = it.files(".");
    it.run(&["solve", "model.yaml", "--out", "data", "--force"]).ends(1).prints_nothing().tells("which is read");
    assert!(it.files(".") == before);
    for name in ["inputs/2024-accounts.xlsx", "summary.json", "orders.csv", "inputs/01-notes.txt"] {
        let place = it.path("mine").join(name);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, "mine").unwrap();
        refused(&it, &["solve", "model.yaml", "--out", "mine"], name);
        fs::remove_dir_all(it.path("mine")).unwrap();
    }
    // Beside a result, in a folder of it, or in the place of one of its files.
    for name in ["notes.txt", "inputs/2024-accounts.xlsx", "orders.csv"] {
        solved(&it, "run");
        fs::write(it.path("run").join(name), "mine").unwrap();
        refused(&it, &["solve", "model.yaml", "--out", "run"], name);
        fs::remove_dir_all(it.path("run")).unwrap();
    }
}

#[test]
fn force_says_what_it_removes_and_removes_it() {
    let it = Try::new();
    fs::create_dir(it.path("work")).unwrap();
    for name in ["a.txt", "b.txt", "c.txt", "d.txt"] {
        fs::write(it.path("work").join(name), "mine").unwrap();
    }
    it.run(&["solve", "model.yaml", "--force"]).ends(2);
    it.run(&["solve", "model.yaml", "--out", "work"])
        .ends(1)
        .tells("--force, which removes a.txt, b.txt, c.txt and 1 more");
    // A solve that fails removes nothing.
    it.run(&["solve", "model.yaml", "--out", "work", "--force", "--time-limit", "0"]).ends(6);
    assert_eq!(it.files("work").len(), 4);
    it.run(&["solve", "model.yaml", "--out", "work", "--force"])
        .succeeds()
        .tells("removed from work: a.txt, b.txt, c.txt and 1 more files");
    assert!(it.path("work/orders.csv").exists() && !it.path("work/a.txt").exists());
    no_leftovers(&it);
}

#[test]
fn a_failed_solve_leaves_the_old_result_and_says_so() {
    let it = Try::new();
    solved(&it, "run");
    let before = it.files("run");
    let told = it.run(&["solve", "model.yaml", "--out", "run", "--time-limit", "0"]).ends(6);
    told.tells("run still holds the earlier result");
    it.run(&["solve", "model.yaml", "--out", "run", "--set", "nations.DEU.budgets=1"]).ends(3).tells("earlier result");
    assert!(it.files("run") == before);
    assert!(!stderr(&solved(&it, "run").output).contains("earlier result"));
}

#[test]
fn odd_places_work_or_are_refused_before_solving() {
    let it = Try::new().file("file", "mine");
    fs::create_dir(it.path("here")).unwrap();
    let long = "n".repeat(300);
    let deep = format!("{}x", "a-folder-with-a-name/".repeat(250));
    refused(&it, &["solve", "model.yaml", "--out", &long], "cannot write results into");
    refused(&it, &["solve", "model.yaml", "--out", &deep], "cannot write results into");
    refused(&it, &["solve", "model.yaml", "--out", "file"], "it is a file; name a folder");
    refused(&it, &["solve", "model.yaml", "--out", "file/run"], "is a file");
    refused(&it, &["solve", "model.yaml", "--out", "missing/../run"], "does not exist");
    refused(&it, &["solve", "model.yaml", "--out", "/"], "root of all folders");
    refused(&it, &["solve", "model.yaml", "--report", &format!("{long}.html")], "cannot write into");
    refused(&it, &["solve", "model.yaml", "--report", "file/page.html"], "cannot write into");
    assert!(!it.path("missing").exists() && !it.path("a-folder-with-a-name").exists());
    // A result that somebody stands in.
    solved(&it, "run");
    let mut inside = it.command(&["solve", "../model.yaml", "--out", "."]);
    let output = inside.current_dir(it.path("run")).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("you are in this folder"), "{}", stderr(&output));
    // A new folder in new folders, and a blank in the name.
    solved(&it, "a/b c/run");
    no_leftovers(&it);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_stays_a_link() {
    let it = Try::new();
    fs::create_dir(it.path("disk")).unwrap();
    std::os::unix::fs::symlink("disk", it.path("run")).unwrap();
    std::os::unix::fs::symlink("nowhere", it.path("dangling")).unwrap();
    solved(&it, "run");
    solved(&it, "run");
    assert!(fs::symlink_metadata(it.path("run")).unwrap().is_symlink());
    assert!(it.path("disk/orders.csv").exists());
    it.run(&["solve", "model.yaml", "--out", "dangling"]).ends(1).prints_nothing().tells("a link that leads nowhere");
    // A report, too.
    fs::write(it.path("page.html"), "").unwrap();
    std::os::unix::fs::symlink("page.html", it.path("link.html")).unwrap();
    it.run(&["report", "run", "--to", "link.html"]).succeeds();
    assert!(fs::symlink_metadata(it.path("link.html")).unwrap().is_symlink());
    assert!(it.text("page.html").contains("<html"));
}

#[test]
fn a_file_that_is_read_is_never_written() {
    let it = Try::new().file("model.html", MODEL);
    refused(&it, &["formulate", "model.yaml", "--out", "model.yaml"], "is a file that is read");
    refused(&it, &["solve", "model.html", "--report", "model.html"], "is a file that is read");
    refused(&it, &["report", "model.html", "--to", "model.html"], "is a file that is read");
    refused(&it, &["compare", "model.html", "--report", "model.html"], "is a file that is read");
}

/// What the device of a full disk says, and what is printed all the same.
#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_told() {
    let it = Try::new();
    solved(&it, "run");
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    let commands: [&[&str]; 9] = [
        &["solve", "model.yaml"],
        &["solve", "model.yaml", "--format", "json"],
        &["compare", "model.yaml"],
        &["ladder", "run"],
        &["why", "run", "nation", "DEU"],
        &["audit", "model.yaml", "run"],
        &["check", "model.yaml"],
        &["data", "model.yaml"],
        &["formulate", "model.yaml"],
    ];
    for command in commands {
        let output = it.command(command).stdout(Stdio::from(full())).output().unwrap();
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {told}");
        assert!(told.contains("No space left on device"), "{command:?}: {told}");
    }
    it.run(&["formulate", "model.yaml", "--out", "/dev/full"]).ends(1).tells("No space left on device");
    std::os::unix::fs::symlink("/dev/full", it.path("page.html")).unwrap();
    it.run(&["solve", "model.yaml", "--report", "page.html"]).ends(1).prints("Orders").tells("No space left on device");
    assert!(Path::new("/dev/full").exists());
    assert!(!fs::metadata("/dev/full").unwrap().is_file());
}

/// No file may be larger than 1 kB, as on a disk that fills up while results are written.
#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_printed() {
    let it = Try::new();
    solved(&it, "run");
    it.run(&["ladder", "model.yaml", "--out", "ladder"]).succeeds();
    it.run(&["compare", "model.yaml", "--out", "all"]).succeeds();
    let before = it.files(".");
    for command in ["solve model.yaml --out run", "compare model.yaml --out all", "ladder model.yaml --out ladder"] {
        let whole = it.run(&command.split(' ').collect::<Vec<_>>()).output;
        let limited = format!("trap '' XFSZ; ulimit -f 1; exec {} {command}", env!("CARGO_BIN_EXE_entente"));
        let output = Command::new("bash").args(["-c", &limited]).current_dir(it.path(".")).output().unwrap();
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{command}: {told}");
        assert!(
            told.contains("File too large") && told.contains("still holds the earlier result"),
            "{command}: {told}"
        );
        let first =
            |output: &std::process::Output| String::from_utf8_lossy(&output.stdout).lines().nth(3).map(str::to_owned);
        assert_eq!(first(&output), first(&whole), "{command}");
        assert!(first(&output).is_some());
    }
    let limited = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} solve model.yaml --report page.html",
        env!("CARGO_BIN_EXE_entente")
    );
    let output = Command::new("bash").args(["-c", &limited]).current_dir(it.path(".")).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("page.html: File too large"), "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Orders"));
    assert_eq!(it.files(".").keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    no_leftovers(&it);
}

/// Whatever byte of a result is changed, nobody believes it, and nothing panics.
#[test]
fn an_edited_result_is_not_believed() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--set", "nations.DEU.budget=90", "--out", "run"]).succeeds();
    let read =
        ["provenance.json", "summary.json", "orders.csv", "payments.csv", "decisions.csv", "inputs/01-model.yaml"];
    for name in read {
        let before = fs::read(it.path("run").join(name)).unwrap();
        let digit = before.iter().rposition(u8::is_ascii_digit);
        let half = before.len() / 2;
        let mut edits = vec![Vec::new(), before[..half].to_vec(), b"{}".to_vec(), b"[1e400".to_vec()];
        if let Some(place) = digit {
            let mut other = before.clone();
            other[place] = if other[place] == b'9' { b'1' } else { other[place] + 1 };
            edits.push(other);
        }
        for edit in edits.iter().filter(|edit| **edit != before) {
            fs::write(it.path("run").join(name), edit).unwrap();
            for command in [&["report", "run"][..], &["ladder", "run"], &["explain", "run"], &["diff", "run", "run"]] {
                it.run(command).ends(1).prints_nothing().tells(&format!("run/{name}"));
            }
            // Nor does anybody panic who believes the list.
            it.list_anew("run");
            for command in [["report", "run"], ["ladder", "run"]] {
                let ran = it.run(&command);
                assert!(!stderr(&ran.output).contains("panicked"), "{name}: {}", stderr(&ran.output));
            }
        }
        fs::write(it.path("run").join(name), before).unwrap();
        it.list_anew("run");
    }
    it.run(&["ladder", "run"]).succeeds();
    for name in ["payments.csv", "provenance.json"] {
        fs::remove_file(it.path("run").join(name)).unwrap();
        it.run(&["ladder", "run"]).ends(1).tells(&format!("cannot read run/{name}"));
    }
    fs::write(it.path("run/contents.json"), "{").unwrap();
    it.run(&["ladder", "run"]).ends(1).tells("run/contents.json:1");
}

/// A value with all that words of a command line stumble over is read back as what it was.
#[test]
fn settings_are_read_back_as_data() {
    let it = Try::new();
    for title in ["a=b", "--set nations.DEU.budget=1", "two words  and = more"] {
        it.run(&["solve", "model.yaml", "--set", &format!("model={title}"), "--out", "run"]).succeeds();
        let json = it.run(&["ladder", "run", "--format", "json"]).succeeds();
        drop(json);
        it.run(&["report", "run", "--to", "page.html"]).succeeds();
        assert!(it.text("page.html").contains(title), "{title}");
    }
    // The words are for people: nobody reads them back.
    let text = it.text("run/provenance.json");
    assert!(text.contains("--set model=two words"));
    fs::write(it.path("run/provenance.json"), text.replace("--set model=two words", "--set nations.DEU.budget=1"))
        .unwrap();
    it.list_anew("run");
    it.run(&["report", "run", "--to", "page.html"]).succeeds();
    assert!(it.text("page.html").contains("two words  and = more"));
}

#[test]
fn the_provenance_of_a_run_names_its_certificate() {
    let it = Try::new();
    it.run(&["solve", "model.yaml", "--out", "run", "--prove"]).succeeds();
    let provenance: serde_json::Value = serde_json::from_str(&it.text("run/provenance.json")).unwrap();
    for (of, file) in [("certificate", "certificate.json"), ("program", "program.mps"), ("plan", "plan.sol")] {
        let digest = entente::disk::digest(it.text(&format!("run/proof/{file}")).as_bytes());
        assert_eq!(provenance["proof"][of], digest, "{file}");
    }
    // Asked later, the same is proven.
    it.run(&["prove", "run", "--out", "later"]).succeeds();
    assert_eq!(it.text("later/certificate.json"), it.text("run/proof/certificate.json"));
    it.run(&["solve", "model.yaml", "--out", "without"]).succeeds();
    let without: serde_json::Value = serde_json::from_str(&it.text("without/provenance.json")).unwrap();
    assert!(without["proof"].is_null());
    it.run(&["solve", "model.yaml", "--prove"]).ends(2).tells("--out");
}

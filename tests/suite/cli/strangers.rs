//! Models, runs and studies of strangers: what they name is read only where it lies inside their own folder or the current
//! one, and nothing outside is shown or copied.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::attempt::{MODEL, Ran, Try};
use crate::setting::{files, root, stderr, stdout};

/// What nobody but its owner is to see.
const SECRET: &str = "aVerySecretKey";

/// A folder `outside` with secrets, beside a folder `work` in which commands run, with the model in `work/mailed`.
fn beside_a_secret() -> Try {
    let it = Try::new();
    for folder in ["outside/tables", "work/mailed"] {
        fs::create_dir_all(it.path(folder)).unwrap();
    }
    fs::write(it.path("outside/key"), format!("{SECRET}\n")).unwrap();
    fs::write(it.path("outside/key.yaml"), format!("{SECRET}: [\n")).unwrap();
    fs::write(it.path("outside/key.csv"), format!("id,{SECRET}\nDEU,{SECRET}\n")).unwrap();
    fs::write(it.path("outside/tables/nations.csv"), format!("id,name\nDEU,{SECRET}\n")).unwrap();
    fs::write(it.path("outside/model.yaml"), MODEL.replace("Guns for two", SECRET)).unwrap();
    it
}

fn in_work(it: &Try, args: &[&str]) -> Ran {
    let output = it.command(args).current_dir(it.path("work")).output().unwrap();
    Ran { command: format!("entente {}", args.join(" ")), output }
}

fn write(it: &Try, name: &str, text: &str) {
    fs::write(it.path(name), text).unwrap();
}

/// The command is refused, names the switch, and says nothing of what is outside.
#[track_caller]
fn refused(ran: Ran, code: i32) {
    let all = stdout(&ran.output) + &stderr(&ran.output);
    assert!(!all.contains(SECRET), "{} shows what is outside:\n{all}", ran.command);
    ran.ends(code).prints_nothing();
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|there| there == ending)
}

/// Every way in which a model names files, in place of a line of the model or beside it.
fn names(path: &str) -> Vec<String> {
    let csv = has_ending(path, "csv");
    let mut all = vec![format!("data: {path}\n{MODEL}"), format!("data: [{path}]\n{MODEL}")];
    if csv {
        for line in ["nations", "capabilities", "producers", "offers", "proposals", "denials", "holdings", "groups"] {
            all.push(format!("{line}: {path}\n{}", without(line)));
        }
        all.push(MODEL.replace("targets: { DEU: 30, POL: 10 }", &format!("targets: {path}")));
        all.push(MODEL.replace("price: 8", &format!("price: {path}")));
    }
    all
}

/// The model without one of its tables.
fn without(table: &str) -> String {
    let mut skipping = false;
    let kept = MODEL.lines().filter(|line| {
        if !line.starts_with(' ') {
            skipping = line.starts_with(&format!("{table}:"));
        }
        !skipping
    });
    kept.fold(String::new(), |text, line| text + line + "\n")
}

#[test]
fn a_model_reads_nothing_outside_its_folder_and_the_current_one() {
    let it = beside_a_secret();
    let outside = it.path("outside").canonicalize().unwrap();
    symlink(&outside, it.path("work/mailed/link")).unwrap();
    symlink(outside.join("key.csv"), it.path("work/mailed/link.csv")).unwrap();
    symlink(outside.join("key"), it.path("work/mailed/link.yaml")).unwrap();
    fs::create_dir_all(it.path("work/mailed/folder")).unwrap();
    symlink(outside.join("key.csv"), it.path("work/mailed/folder/nations.csv")).unwrap();
    let mut paths: Vec<String> = ["key", "key.yaml", "key.csv", "tables", "tables/nations.csv", "model.yaml"]
        .iter()
        .flat_map(|name| {
            [format!("../../outside/{name}"), format!("link/{name}"), outside.join(name).display().to_string()]
        })
        .collect();
    paths.extend(["link.csv", "link.yaml", "folder", "link"].map(str::to_owned));
    for path in &paths {
        for model in names(path) {
            write(&it, "work/mailed/model.yaml", &model);
            refused(in_work(&it, &["check", "mailed/model.yaml"]), 3);
        }
    }
    write(&it, "work/mailed/model.yaml", &names("../../outside/key")[0]);
    in_work(&it, &["solve", "mailed/model.yaml", "--out", "result"])
        .ends(3)
        .tells("--allow-outside")
        .tells("outside/key");
    assert!(!it.path("work/result").exists());
    // The model itself may be a link.
    fs::remove_file(it.path("work/mailed/model.yaml")).unwrap();
    symlink(outside.join("key.yaml"), it.path("work/mailed/model.yaml")).unwrap();
    refused(in_work(&it, &["check", "mailed/model.yaml"]), 3);
}

#[test]
fn a_study_reads_nothing_outside_either() {
    let it = beside_a_secret();
    let inner = |model: &str| format!("study: s\nmodel: {model}\nscenarios: {{ dear: {{ price.north_gun: x2 }} }}\n");
    for model in ["../../outside/model.yaml", "../../outside/key", "inside.yaml"] {
        write(&it, "work/mailed/study.yaml", &inner(model));
        write(&it, "work/mailed/inside.yaml", &names("../../outside/key.csv")[0]);
        for command in ["batch", "hedge"] {
            refused(in_work(&it, &[command, "mailed/study.yaml"]), 3);
        }
    }
    // Inside, and with the gate open, it runs.
    write(&it, "work/mailed/study.yaml", &inner("inside.yaml"));
    write(&it, "work/mailed/inside.yaml", MODEL);
    in_work(&it, &["batch", "mailed/study.yaml", "--dry-run"]).succeeds();
    write(&it, "work/mailed/study.yaml", &inner("../../outside/model.yaml"));
    in_work(&it, &["batch", "mailed/study.yaml", "--dry-run", "--allow-outside"]).succeeds();
}

#[test]
fn what_lies_inside_is_read_and_the_gate_can_be_opened() {
    let it = beside_a_secret();
    fs::create_dir_all(it.path("work/data")).unwrap();
    fs::create_dir_all(it.path("work/mailed/own")).unwrap();
    for folder in ["work/data", "work/mailed/own", "outside/tables"] {
        write(&it, &format!("{folder}/nations.csv"), "id,budget\nDEU,100\nPOL,60\n");
    }
    let own = without("nations");
    for (path, code) in [("own", 0), ("../data", 0), ("../../outside/tables", 3)] {
        write(&it, "work/mailed/model.yaml", &format!("data: {path}\n{own}"));
        in_work(&it, &["check", "mailed/model.yaml"]).ends(code);
        in_work(&it, &["check", "mailed/model.yaml", "--allow-outside"]).succeeds();
    }
    // Even then no line of what is outside is shown.
    write(&it, "work/mailed/model.yaml", &format!("data: ../../outside/key.yaml\n{MODEL}"));
    let ran = in_work(&it, &["check", "mailed/model.yaml", "--allow-outside"]).ends(3).tells("outside/key.yaml:");
    assert!(!stderr(&ran.output).contains(SECRET), "{}", stderr(&ran.output));
}

#[test]
fn data_that_is_no_mapping_is_refused() {
    let it = beside_a_secret();
    for text in ["a line of text\n", "- a\n- b\n", "42\n"] {
        write(&it, "work/mailed/data.yaml", text);
        write(&it, "work/mailed/model.yaml", &format!("data: data.yaml\n{MODEL}"));
        in_work(&it, &["check", "mailed/model.yaml"]).ends(3).tells("data.yaml holds no tables");
    }
    fs::create_dir_all(it.path("work/mailed/folder")).unwrap();
    write(&it, "work/mailed/folder/nations.yaml", "only a text\n");
    write(&it, "work/mailed/model.yaml", &format!("data: folder\n{MODEL}"));
    in_work(&it, &["check", "mailed/model.yaml"]).ends(3).tells("nations.yaml holds no table");
    write(&it, "work/mailed/model.yaml", MODEL);
    in_work(&it, &["check", "mailed/model.yaml", "--set", "data=../../outside/key"])
        .ends(3)
        .tells("`data` names files");
    write(&it, "work/mailed/model.yaml", &(without("nations") + "nations: {}\n"));
    in_work(&it, &["check", "mailed/model.yaml"]).ends(3).tells("the model has no nations");
}

/// Devices, pipes and sockets are waited for by nobody.
#[test]
fn special_files_are_refused_wherever_a_file_is_read() {
    let it = beside_a_secret();
    let pipe = |name: &str| assert!(Command::new("mkfifo").arg(it.path(name)).status().unwrap().success());
    for name in ["work/mailed/pipe", "work/mailed/pipe.csv", "work/mailed/pipe.yaml"] {
        pipe(name);
    }
    let socket = std::os::unix::net::UnixListener::bind(it.path("work/mailed/socket.csv")).unwrap();
    fs::create_dir_all(it.path("work/mailed/folder")).unwrap();
    pipe("work/mailed/folder/nations.yaml");
    symlink("/dev/zero", it.path("work/mailed/zero.csv")).unwrap();
    for path in ["pipe", "pipe.csv", "pipe.yaml", "socket.csv", "zero.csv", "/dev/zero", "folder"] {
        for model in names(path) {
            write(&it, "work/mailed/model.yaml", &model);
            for args in [&["check", "mailed/model.yaml"][..], &["check", "mailed/model.yaml", "--allow-outside"]] {
                in_work(&it, args).ends(3).tells("cannot read");
            }
        }
    }
    in_work(&it, &["check", "mailed/pipe"]).ends(3).tells("it is no file");
    in_work(&it, &["batch", "mailed/pipe"]).ends(3).tells("it is no file");
    write(&it, "work/mailed/model.yaml", MODEL);
    in_work(&it, &["audit", "mailed/model.yaml", "mailed/pipe.csv"]).ends(1).tells("it is no file");
    drop(socket);
}

/// Every file of a run, made a link to a secret, or named outside in its provenance.
#[test]
fn a_mailed_run_reads_nothing_but_itself() {
    let it = beside_a_secret();
    write(&it, "work/mailed/model.yaml", MODEL);
    in_work(&it, &["solve", "mailed/model.yaml", "--out", "run"]).succeeds();
    let outside = it.path("outside").canonicalize().unwrap();
    let questions: [&[&str]; 5] = [
        &["ladder", "run"],
        &["why", "run", "offer", "north_gun"],
        &["report", "run"],
        &["diff", "run", "run"],
        &["audit", "mailed/model.yaml", "run"],
    ];
    for args in questions {
        in_work(&it, args).succeeds();
    }
    let mut opened = 0;
    for (name, bytes) in it.files("work/run") {
        let path = it.path("work/run").join(&name);
        fs::remove_file(&path).unwrap();
        // The same bytes, but outside: whoever follows the link finds nothing wrong.
        fs::write(outside.join("same"), &bytes).unwrap();
        symlink(outside.join("same"), &path).unwrap();
        for args in questions {
            let ran = in_work(&it, args);
            let told = stderr(&ran.output);
            if !ran.output.status.success() {
                assert!(told.contains("leads out of"), "{name}: {told}");
                opened += 1;
            }
        }
        fs::remove_file(&path).unwrap();
        fs::write(&path, bytes).unwrap();
    }
    assert!(opened >= 15, "only {opened} questions met a link");
    let provenance = it.text("work/run/provenance.json");
    let mut value: Value = serde_json::from_str(&provenance).unwrap();
    for copy in ["../../outside/key", &outside.join("key").display().to_string(), "inputs/../../../outside/key"] {
        value["inputs"][0]["copy"] = copy.into();
        fs::write(it.path("work/run/provenance.json"), value.to_string()).unwrap();
        refused(in_work(&it, &["ladder", "run"]), 1);
    }
    fs::write(it.path("work/run/provenance.json"), provenance).unwrap();
    // The model in the run names files outside: there is no copy of them.
    let copy = it.text("work/run/inputs/01-model.yaml");
    fs::write(it.path("work/run/inputs/01-model.yaml"), format!("data: {}/key\n{copy}", outside.display())).unwrap();
    refused(in_work(&it, &["ladder", "run", "--allow-outside"]), 1);
}

#[test]
fn a_mailed_study_reads_nothing_but_itself() {
    let it = beside_a_secret();
    write(&it, "work/mailed/model.yaml", MODEL);
    write(&it, "work/mailed/study.yaml", "study: s\nmodel: model.yaml\nscenarios: { dear: { price.north_gun: x2 } }\n");
    in_work(&it, &["batch", "mailed/study.yaml", "--out", "s", "--progress", "none"]).succeeds();
    in_work(&it, &["results", "s"]).succeeds();
    let outside = it.path("outside").canonicalize().unwrap();
    for (name, bytes) in it.files("work/s") {
        let path = it.path("work/s").join(&name);
        fs::remove_file(&path).unwrap();
        fs::write(outside.join("same"), &bytes).unwrap();
        symlink(outside.join("same"), &path).unwrap();
        let read = has_ending(&name, "json") || name.starts_with("runs/") || name.starts_with("results/");
        let ran = in_work(&it, &["results", "s"]);
        assert!(!read || stderr(&ran.output).contains("leads out of"), "{name}: {}", stderr(&ran.output));
        if name.starts_with("inputs/") {
            in_work(&it, &["gather", "s", "--out", "whole"]).ends(1).tells("leads out of");
            assert!(!it.path("work/whole").join(&name).exists());
            fs::remove_dir_all(it.path("work/whole")).unwrap();
        }
        fs::remove_file(&path).unwrap();
        fs::write(&path, bytes).unwrap();
    }
}

/// Commands that pages show and other tests stand for find their files, too.
#[test]
fn every_model_of_the_pages_is_read_where_the_readme_stands() {
    let mut pages = fs::read_to_string(root().join("README.md")).unwrap();
    for page in files("docs/tutorials", "md") {
        pages += &fs::read_to_string(page).unwrap();
    }
    let mut checked = 0;
    for line in pages.lines().filter_map(|line| line.strip_prefix("$ ./entente ")) {
        for word in line.split_whitespace().filter(|word| has_ending(word, "yaml") && root().join(word).exists()) {
            let study = word.starts_with("examples/");
            if !study {
                let args = ["check", word];
                let output = crate::setting::entente(args);
                assert!(output.status.success(), "{word}: {}", stderr(&output));
                checked += 1;
            } else if Path::new(word).exists() {
                assert!(entente::input::read_study(&root().join(word)).study.is_some(), "{word}");
                checked += 1;
            }
        }
    }
    assert!(checked > 3, "{checked}");
}

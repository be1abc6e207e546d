//! No text of a document, of a result or of a file's name steers a terminal, forges a line, runs in a shell or is a formula.

pub(super) mod hostile;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::attempt::Try;
use crate::setting::{root, stderr, stdout};
use hostile::{BAD, COMMANDS, FORMULA, FULL, STUDY, cells_are_no_formulas, hostile, is_plain, workbook_has_no_formula};

#[test]
fn hostile_texts_go_through_every_command_and_format_as_text() {
    for bad in [BAD, FORMULA] {
        let hard = FULL.replace("targets: {", "targets_are: required, targets: {");
        let it = Try::new()
            .file("model.yaml", &hostile(FULL, bad))
            .file("hard.yaml", &hostile(&hard, bad))
            .file("study.yaml", &hostile(STUDY, bad));
        for command in COMMANDS {
            let args: Vec<&str> = command.split(' ').collect();
            let ran = it.run(&args);
            let told = stderr(&ran.output);
            is_plain(&ran, false);
            let known = [0, 1, 3, 4, 8].contains(&ran.output.status.code().unwrap_or(-1));
            assert!(known, "{command} ended with {:?}:\n{told}", ran.output.status);
            if command.contains("json") && !command.starts_with("batch") && ran.output.status.success() {
                ran.json();
            }
            let again = match args.iter().position(|word| *word == "--out") {
                Some(place) => [&args[..place], &["--out", "again"], &args[place + 2..]].concat(),
                None => args.clone(),
            };
            let _ = fs::remove_dir_all(it.path("again"));
            is_plain(&it.run(&[&again[..], &["--color", "always", "-v"]].concat()), true);
        }
        let written = it.files(".");
        assert!(!written.contains_key("ran"));
        for (name, bytes) in &written {
            match Path::new(name).extension().and_then(|ending| ending.to_str()) {
                Some("csv") => cells_are_no_formulas(name, &String::from_utf8(bytes.clone()).unwrap()),
                Some("html") => {
                    let page = String::from_utf8(bytes.clone()).unwrap();
                    assert!(!page.contains("<b onclick"), "{name} holds a tag of the model");
                }
                _ => {}
            }
        }
        workbook_has_no_formula(&it.path("book.xlsx"));
    }
}

fn text_keys(value: &Value, found: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                if inner.is_string() || inner.as_array().is_some_and(|list| list.iter().any(Value::is_string)) {
                    found.insert(key.clone());
                }
                text_keys(inner, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| text_keys(inner, found)),
        _ => {}
    }
}
fn spoil_key(value: &mut Value, key: &str, within: bool) {
    match value {
        Value::String(text) if within => *text = format!("{text}{BAD}"),
        Value::Object(map) => map.iter_mut().for_each(|(name, inner)| spoil_key(inner, key, name == key)),
        Value::Array(list) => list.iter_mut().for_each(|inner| spoil_key(inner, key, within)),
        _ => {}
    }
}

/// What a stored result says of itself may be anybody's.
#[test]
fn hostile_results_are_told_as_text() {
    let it = Try::new().file("model.yaml", FULL).file("study.yaml", STUDY);
    let made = [
        "solve model.yaml --out run",
        "compare model.yaml --out comparison",
        "sensitivity model.yaml --over budget.* --out moved",
    ];
    for command in made {
        it.run(&command.split(' ').collect::<Vec<_>>()).succeeds();
    }
    for (folder, name, asked) in [
        ("run", "summary", "report run"),
        ("run", "provenance", "report run"),
        ("comparison", "comparison", "report comparison"),
        ("moved", "sensitivity", "report run --with moved"),
    ] {
        let path = format!("{folder}/{name}.json");
        let good = it.text(&path);
        let value: Value = serde_json::from_str(&good).unwrap();
        let mut found = std::collections::BTreeSet::new();
        text_keys(&value, &mut found);
        for key in found {
            let mut bad = value.clone();
            spoil_key(&mut bad, &key, false);
            fs::write(it.path(&path), bad.to_string()).unwrap();
            is_plain(&it.run(&asked.split(' ').collect::<Vec<_>>()), false);
            if name == "provenance" {
                is_plain(&it.run(&["ladder", "run"]), false);
            }
        }
        fs::write(it.path(&path), good).unwrap();
    }
}

/// A text of any place of a model, also where a code or a number is wanted, is told as text where it is refused.
#[test]
fn findings_are_plain_wherever_the_hostile_text_stands() {
    fn spoilt(value: &Value) -> Vec<Value> {
        let mut all = Vec::new();
        match value {
            Value::Object(map) => {
                for (key, inner) in map {
                    for changed in spoilt(inner) {
                        let mut copy = map.clone();
                        copy[key] = changed;
                        all.push(Value::Object(copy));
                    }
                    let renamed =
                        map.iter().map(|(k, v)| (if k == key { format!("{k}{BAD}") } else { k.clone() }, v.clone()));
                    all.push(Value::Object(renamed.collect()));
                }
            }
            Value::Array(list) => {
                for place in 0..list.len() {
                    for changed in spoilt(&list[place]) {
                        let mut copy = list.clone();
                        copy[place] = changed;
                        all.push(Value::Array(copy));
                    }
                }
            }
            _ => all.push(Value::String(BAD.to_owned())),
        }
        all
    }
    let value: Value = serde_yaml::from_str(FULL).unwrap();
    let all = spoilt(&value);
    assert!(all.len() > 200, "{}", all.len());
    for bad in all {
        let reading = entente::input::read_text("model.yaml", &bad.to_string(), &[]);
        for shown in reading.render_findings(false) {
            assert!(!shown.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'), "{shown:?}");
        }
    }
}

/// Files and folders whose names hold controls, line breaks and quotes, in every place that takes one.
#[test]
fn hostile_names_of_files_are_told_as_text() {
    let name = "n\u{1b}[35;7m\u{1b}[2J\u{9b}1m\nFORGED 'q' \"r\" $(touch ran)";
    // What is typed is no name of a file, and may break a line of the message that repeats it.
    let typed = name.replace('\n', " ");
    let typed = typed.as_str();
    let it = Try::new().file("model.yaml", FULL);
    fs::create_dir_all(it.path(name)).unwrap();
    let model = format!("{name}/{name}.yaml");
    fs::write(it.path(&model), FULL).unwrap();
    fs::write(it.path(&format!("{name}/study.yaml")), STUDY.replace("model.yaml", &format!("{name}.yaml"))).unwrap();
    fs::write(it.path(&format!("{name}/bad.yaml")), FULL.replace("budget", "bugdet")).unwrap();
    fs::write(it.path(&format!("{name}/orders.csv")), "nation,offer,year,quantity\nQQQ,y,z,w\n").unwrap();
    let (run, bad, study, orders) =
        (format!("{name}/run"), format!("{name}/bad.yaml"), format!("{name}/study.yaml"), format!("{name}/orders.csv"));
    let (lp, page, missing) = (format!("{name}/it.lp"), format!("{name}/p.html"), format!("{name}/no"));
    let new = format!("{name}/new");
    for args in [
        &["check", &model][..],
        &["check", &bad],
        &["check", &missing],
        &["check", &model, "--proposal", typed],
        &["check", &model, "--set", typed],
        &["check", &model, "--set", &format!("nations.{typed}=3")],
        &["check", &model, typed],
        &[typed],
        &["solve", &model, "--out", &run],
        &["solve", &model, "--out", name],
        &["solve", &model, "--time-limit", typed],
        &["ladder", &run],
        &["ladder", name],
        &["ladder", &run, "--out", &missing],
        &["stress", &run, "--deny", typed],
        &["why", &run, "offer", typed],
        &["diff", &run, &missing],
        &["diff", &run, name],
        &["data", &model],
        &["audit", &model, &orders],
        &["audit", &model, &missing],
        &["formulate", &model, "--out", &lp],
        &["report", &run, "--to", &page],
        &["report", &run, "--to", typed],
        &["report", &run, "--with", name],
        &["batch", &study, "--dry-run", "--out", &missing],
        &["batch", &study, "--out", &format!("{name}/s")],
        &["batch", &study, "--out", name],
        &["results", &format!("{name}/s")],
        &["results", &missing],
        &["gather", &missing, "--out", name],
        &["hedge", &study],
        &["new", name],
        &["new", &new],
    ] {
        is_plain(&it.run(args), false);
        is_plain(&it.run(&[args, &["--color", "always", "-vv"]].concat()), true);
    }
    assert!(!it.path("ran").exists());
}

/// A script for a cluster is made of words, whatever study and folder are called: it runs nothing else.
#[test]
fn names_of_files_run_nothing_in_a_script() {
    let shell = |script: &str, folder: &Path| {
        let output =
            Command::new("sh").arg("-c").arg(script).current_dir(folder).env("SLURM_ARRAY_TASK_ID", "0").output();
        output.unwrap()
    };
    for name in [
        "plain",
        "a b",
        "it's",
        "a;touch ran",
        "$(touch ran)",
        "`touch ran`",
        "a&touch ran",
        "a|touch ran",
        "-rf",
        "a*",
        "a\ntouch ran\n",
        "a\rtouch ran",
        "100%A",
        "a\"b",
        "a\\b",
        "\u{1b}[2J",
        "'; touch ran; '",
        "#x",
        "ünï",
    ] {
        let it = Try::new().file("model.yaml", FULL);
        fs::create_dir_all(it.path(name)).unwrap();
        let study = format!("./{name}/{name}.yaml");
        fs::write(it.path(&study), STUDY.replace("model.yaml", "../model.yaml")).unwrap();
        for out in ["out", &format!("./{name}/out")] {
            let ran =
                it.run(&["batch", &study, "--on", "slurm", "--out", out, "--dry-run", "--time", "1", "--mem", "1"]);
            is_plain(&ran, false);
            let script = stdout(&ran.output);
            if !ran.output.status.success() {
                assert!(stderr(&ran.output).contains("cannot stand in a script"), "{name:?}: {}", stderr(&ran.output));
                continue;
            }
            let head: Vec<&str> = script.lines().collect();
            let (last, comments) = head.split_last().unwrap();
            assert!(
                comments.iter().all(|line| line.starts_with('#')) && last.starts_with("exec "),
                "{name:?}:\n{script}"
            );
            // The shell takes every path for one word, as it is.
            let words = shell(&last.replacen("exec ", "printf '%s\\n' ", 1), it.folder.path());
            let words = String::from_utf8(words.stdout).unwrap();
            let words: Vec<&str> = words.lines().collect();
            assert_eq!(words[1], "batch", "{name:?}");
            assert!(words[2].ends_with(&format!("{name}.yaml")), "{name:?}: {}", words[2]);
            assert!(words.last().unwrap().ends_with("out/shards/0"), "{name:?}: {words:?}");
            assert!(!it.path("ran").exists(), "{name:?}");
        }
    }
    for option in ["--time", "--mem", "--slurm-option"] {
        let it = Try::new().file("model.yaml", FULL).file("study.yaml", STUDY);
        let time = ["--time", "1", "--mem", "1"];
        let own: Vec<&str> = time.chunks(2).filter(|pair| pair[0] != option).flatten().copied().collect();
        let args = [&["batch", "study.yaml", "--on", "slurm", "--dry-run", option, "1\ntouch ran"], &own[..]].concat();
        it.run(&args).ends(1).tells("cannot stand in a script").prints_nothing();
    }
    // Workflows quote what they put into a shell.
    for path in [root().join("examples/cluster/Snakefile")] {
        for line in fs::read_to_string(&path).unwrap().lines().filter(|line| line.contains("{ENTENTE}")) {
            for field in ["{input", "{params.shards", "{output"] {
                let bare = line.match_indices(field).any(|(place, _)| !line[place + field.len()..].starts_with(":q}"));
                assert!(!bare, "{}: {line}", path.display());
            }
        }
    }
}

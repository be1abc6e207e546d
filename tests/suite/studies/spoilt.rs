//! Whatever happens to the files of a study, nobody believes fewer or other runs, and `--resume` puts it in order.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::{SHELLS, assert_same, batch, bytes, done};
use crate::setting::{entente, root, stderr};

/// A folder that is copied, spoilt and healed again and again.
struct Study {
    folder: tempfile::TempDir,
}

impl Study {
    fn new() -> Self {
        let study = Self { folder: tempfile::tempdir().unwrap() };
        done(SHELLS, &study.at("straight"), &["--jobs", "2"]);
        study
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// A new copy.
    fn copy(&self) -> std::path::PathBuf {
        let copy = self.at("copy");
        let _ = fs::remove_dir_all(&copy);
        copied(&self.at("straight"), &copy);
        copy
    }

    /// Nobody believes what was spoilt; going on tells of it, ends well, and makes everything as it was.
    #[track_caller]
    fn heals(&self, copy: &Path, what: &str) {
        let told = stderr(&entente(["results", copy.to_str().unwrap()]));
        assert!(told.contains("error: ") && told.contains(what) && !told.contains("panicked"), "{what}: {told}");
        let output = batch(SHELLS, copy, &["--resume", "--jobs", "2"]);
        let told = stderr(&output);
        assert!(output.status.success(), "{what}: {told}");
        assert!(told.contains("warning: ") && told.contains(what), "{what}: {told}");
        assert_same(&self.at("straight"), copy);
        let output = entente(["results", copy.to_str().unwrap()]);
        assert!(output.status.success(), "{what}: {}", stderr(&output));
        // All is in order now.
        let told = stderr(&batch(SHELLS, copy, &["--resume"]));
        assert_eq!(told, "", "{what}");
    }
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            copied(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn flipped(path: &Path, place: usize) {
    let mut bytes = fs::read(path).unwrap();
    let place = place % bytes.len();
    bytes[place] ^= 4;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_spoilt_part_is_noticed_told_and_made_again() {
    let study = Study::new();
    for table in ["results", "runs", "goals", "parameters", "times"] {
        let name = |part: usize| format!("{table}/part-{part:06}.parquet");
        for way in ["cut", "empty", "flipped", "removed", "swapped"] {
            let copy = study.copy();
            let path = copy.join(name(3));
            let whole = fs::read(&path).unwrap();
            match way {
                "cut" => fs::write(&path, &whole[..whole.len() / 2]).unwrap(),
                "empty" => fs::write(&path, "").unwrap(),
                "flipped" => flipped(&path, whole.len() / 3),
                "removed" => fs::remove_file(&path).unwrap(),
                _ => {
                    let other = copy.join(name(4));
                    fs::rename(&path, copy.join("aside")).unwrap();
                    fs::rename(&other, &path).unwrap();
                    fs::rename(copy.join("aside"), other).unwrap();
                }
            }
            // `results` reads neither of them, but going on finds what is spoilt.
            if ["times", "parameters"].contains(&table) {
                let output = batch(SHELLS, &copy, &["--resume"]);
                assert!(output.status.success() && stderr(&output).contains(&name(3)), "{}", stderr(&output));
                assert_same(&study.at("straight"), &copy);
            } else {
                study.heals(&copy, &name(3));
            }
        }
    }
}

#[test]
fn a_spoilt_journal_is_noticed_told_and_healed() {
    let study = Study::new();
    let journal = fs::read(study.at("straight").join("journal.jsonl")).unwrap();
    for place in [3, 90, 200, journal.len() / 2, journal.len() - 30] {
        let copy = study.copy();
        flipped(&copy.join("journal.jsonl"), place);
        study.heals(&copy, "journal.jsonl");
    }
    for garbage in ["{}\n", "not a journal\n", "\u{0}\n\n\n"] {
        let copy = study.copy();
        let spoilt = [garbage.as_bytes(), &journal, garbage.as_bytes()].concat();
        fs::write(copy.join("journal.jsonl"), spoilt).unwrap();
        study.heals(&copy, "journal.jsonl");
    }
    // Of a shard: its lines are whole, and of other parts.
    done(SHELLS, &study.at("shard"), &["--shard", "1/3"]);
    let copy = study.copy();
    fs::copy(study.at("shard").join("journal.jsonl"), copy.join("journal.jsonl")).unwrap();
    study.heals(&copy, "journal.jsonl");
    // What was cut off at a line's end is no fault to be seen: it is as if the study had been left there.
    for left in [0, 1, 5] {
        let copy = study.copy();
        let text = String::from_utf8(journal.clone()).unwrap();
        let lines: String = text.split_inclusive('\n').take(left).collect();
        fs::write(copy.join("journal.jsonl"), lines).unwrap();
        done(SHELLS, &copy, &["--resume"]);
        assert_same(&study.at("straight"), &copy);
    }
    // Torn within a line, as by a full disk.
    let copy = study.copy();
    fs::write(copy.join("journal.jsonl"), &journal[..journal.len() - 9]).unwrap();
    done(SHELLS, &copy, &["--resume"]);
    assert_same(&study.at("straight"), &copy);
}

#[test]
fn an_edited_header_is_never_believed() {
    let study = Study::new();
    let text = fs::read_to_string(study.at("straight").join("study.json")).unwrap();
    let edits = [
        text.replace("\"part\": 7", "\"part\": 0"),
        text.replace("\"of\": 1", "\"of\": 0"),
        text.replace("\"scenarios\": ", "\"scenarios\": 9"),
        text.replace("\"together\"", "\"alone\""),
        "{}".to_owned(),
        "[1".to_owned(),
        String::new(),
    ];
    for edit in &edits {
        assert_ne!(*edit, text);
        let copy = study.copy();
        fs::write(copy.join("study.json"), edit).unwrap();
        let output = entente(["gather", copy.to_str().unwrap(), "--out", study.at("gathered").to_str().unwrap()]);
        assert!(!output.status.success() && stderr(&output).contains("study.json"), "{}", stderr(&output));
        study.heals(&copy, "study.json");
    }
    let copy = study.copy();
    fs::remove_file(copy.join("study.json")).unwrap();
    study.heals(&copy, "study.json");
    // Where nothing says whose the rest is, nothing is touched.
    let copy = study.copy();
    fs::write(copy.join("study.json"), "").unwrap();
    fs::write(copy.join("journal.jsonl"), "").unwrap();
    let before = bytes(&copy);
    let told = stderr(&batch(SHELLS, &copy, &["--resume"]));
    assert!(told.contains("holds something that is no study"), "{told}");
    assert!(before == bytes(&copy));
}

/// Gathering that is broken off is begun again; a whole study and another one are kept.
#[test]
fn gathering_is_whole_or_begun_again() {
    let study = Study::new();
    let shards: Vec<String> = (0..2).map(|shard| study.at(&format!("shard{shard}")).display().to_string()).collect();
    for (shard, out) in shards.iter().enumerate() {
        done(SHELLS, Path::new(out), &["--jobs", "2", "--shard", &format!("{shard}/2")]);
    }
    let to = study.at("gathered");
    let gather = || entente(["gather", &shards[0], &shards[1], "--out", to.to_str().unwrap()]);
    assert!(gather().status.success());
    assert_same(&study.at("straight"), &to);
    let told = stderr(&gather());
    assert!(told.contains("holds a gathered study already"), "{told}");
    fs::remove_file(to.join("journal.jsonl")).unwrap();
    fs::remove_dir_all(to.join("goals")).unwrap();
    let told = stderr(&entente(["results", to.to_str().unwrap()]));
    assert!(told.contains("wait for its first part"), "{told}");
    assert!(gather().status.success());
    assert_same(&study.at("straight"), &to);
    // A shard with a spoilt part makes no study.
    flipped(&Path::new(&shards[1]).join("results/part-000002.parquet"), 500);
    fs::remove_dir_all(&to).unwrap();
    let told = stderr(&gather());
    assert!(told.contains("results/part-000002.parquet is not as it was written"), "{told}");
    assert!(!entente(["results", to.to_str().unwrap()]).status.success());
}

/// A batch that has told of some runs.
fn begun(out: &Path, runs: usize) -> (Child, impl Iterator<Item = String> + use<>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["batch", SHELLS, "--resume", "--jobs", "1", "--part", "7", "--progress", "json", "--out"])
        .arg(out)
        .current_dir(root())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let told = lines.by_ref().take(runs).count();
    assert_eq!(told, runs);
    (child, lines)
}

/// Unlike names of files and ways to lose them.
#[test]
fn files_that_vanish_while_it_runs_are_noticed() {
    let study = Study::new();
    let out = study.at("running");
    let losses: [(&str, &dyn Fn()); 6] = [
        ("part-000001.parquet", &|| fs::remove_file(out.join("results/part-000001.parquet")).unwrap()),
        ("part-000000.parquet", &|| flipped(&out.join("goals/part-000000.parquet"), 99)),
        ("part-00000", &|| fs::remove_dir_all(out.join("runs")).unwrap()),
        ("journal.jsonl", &|| fs::remove_file(out.join("journal.jsonl")).unwrap()),
        ("study.json", &|| fs::write(out.join("study.json"), "{}").unwrap()),
        ("lines have vanished", &|| fs::remove_dir_all(out.join("open")).unwrap()),
    ];
    for (what, lose) in losses {
        let _ = fs::remove_dir_all(&out);
        let (mut child, lines) = begun(&out, 17);
        lose();
        let told: Vec<String> = lines.collect();
        let told = told.join("\n");
        assert!(child.wait().unwrap().success(), "{what}: {told}");
        assert!(told.contains("warning: ") && told.contains(what), "{what}: {told}");
        assert_same(&study.at("straight"), &out);
    }
    // The whole folder: nobody goes on as if nothing had happened.
    let _ = fs::remove_dir_all(&out);
    let (mut child, lines) = begun(&out, 17);
    fs::rename(&out, study.at("moved")).unwrap();
    let told = lines.collect::<Vec<_>>().join("\n");
    assert_eq!(child.wait().unwrap().code(), Some(1), "{told}");
    assert!(told.contains("error: cannot write into"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_second_writer_is_refused_though_the_lock_has_vanished() {
    let study = Study::new();
    let out = study.at("running");
    let (mut child, lines) = begun(&out, 9);
    let signal = |name: &str| Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(signal("-STOP").success());
    fs::remove_file(out.join("lock")).unwrap();
    let output = batch(SHELLS, &out, &["--resume"]);
    assert!(signal("-CONT").success());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("another entente writes there"), "{}", stderr(&output));
    let told = lines.collect::<Vec<_>>().join("\n");
    assert!(child.wait().unwrap().success(), "{told}");
    assert!(out.join("lock").exists());
    assert_same(&study.at("straight"), &out);
}

#[test]
fn leftovers_are_swept_and_spoilt_lines_of_open_parts_made_again() {
    let study = Study::new();
    let out = study.at("running");
    let (mut child, lines) = begun(&out, 11);
    child.kill().unwrap();
    child.wait().unwrap();
    drop(lines);
    for place in ["", "open/", "inputs/", "results/"] {
        fs::write(out.join(format!("{place}.name.12.part")), "half").unwrap();
    }
    let open = out.join("open/000001.jsonl");
    let text = fs::read_to_string(&open).unwrap();
    assert!(text.lines().count() >= 2, "nothing to be spoilt");
    // A figure is changed, and all else is as it was.
    let place = text.rfind("\"value\":").unwrap() + 8;
    let mut spoilt = text.into_bytes();
    let digit = place + spoilt[place..].iter().position(u8::is_ascii_digit).unwrap();
    spoilt[digit] = if spoilt[digit] == b'1' { b'2' } else { b'1' };
    fs::write(&open, spoilt).unwrap();
    // A copy of an input that was edited is the input again.
    let input = fs::read_dir(out.join("inputs")).unwrap().map(|entry| entry.unwrap().path()).max().unwrap();
    let before = fs::read(&input).unwrap();
    fs::write(&input, "edited").unwrap();
    let output = batch(SHELLS, &out, &["--resume"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("000001.jsonl: 1 lines are not as they were written"), "{}", stderr(&output));
    assert_same(&study.at("straight"), &out);
    assert_eq!(fs::read(&input).unwrap(), before);
    for place in ["", "open", "inputs", "results"] {
        let hidden = fs::read_dir(out.join(place)).unwrap();
        assert_eq!(hidden.filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with('.')).count(), 0);
    }
}

/// A folder that a user made, though its names are such as a study has.
#[test]
fn a_folder_of_somebody_else_is_not_written_into() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("mine");
    for name in ["inputs/01-shells.yaml", "results/mine.csv", ".hidden"] {
        let _ = fs::remove_dir_all(&out);
        fs::create_dir_all(out.join(name).parent().unwrap()).unwrap();
        fs::write(out.join(name), "mine").unwrap();
        for more in [&[][..], &["--resume"]] {
            let told = stderr(&batch(SHELLS, &out, more));
            assert!(told.contains("holds something that is no study"), "{name}: {told}");
        }
        assert_eq!(fs::read_to_string(out.join(name)).unwrap(), "mine");
        assert!(!out.join("study.json").exists() && !out.join("lock").exists());
    }
}

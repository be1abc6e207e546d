//! A study beyond one machine: an array job on a Slurm of one node that the test starts and stops, and what is shipped for
//! other engines.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use clap::Parser;
use entente::batch::Header;
use entente::cli::Cli;
use serde_json::Value;

use super::{SHELLS, assert_same, done};
use crate::libraries::yaml;
use crate::setting::{entente, root, skipped, stderr, stdout};

fn program(name: &str) -> Option<PathBuf> {
    let places = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    places.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.exists())
}

/// A Slurm of one node, of processes of this test.
struct Slurm {
    folder: tempfile::TempDir,
    running: Vec<Child>,
}

impl Drop for Slurm {
    fn drop(&mut self) {
        for child in self.running.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn shell(command: &str) -> String {
    stdout(&Command::new("sh").args(["-c", command]).output().unwrap()).trim().to_owned()
}

impl Slurm {
    /// Nothing where it is not installed.
    fn start() -> Option<Self> {
        let found = ["munged", "slurmctld", "slurmd", "sbatch", "squeue"].map(program);
        let [Some(munged), Some(slurmctld), Some(slurmd), Some(_), Some(_)] = found else {
            return None;
        };
        // Sockets have short paths.
        let folder = tempfile::Builder::new().prefix("slurm").tempdir_in("/tmp").unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let key: Vec<u8> = (0..64u8).map(|byte| byte.wrapping_mul(37) ^ 0x5a).collect();
        fs::write(at("munge.key"), key).unwrap();
        shell(&format!("chmod 700 {0}; chmod 600 {0}/munge.key; mkdir {0}/state {0}/spool", folder.path().display()));
        let (host, user) = (shell("hostname -s"), shell("id -un"));
        let configuration = format!(
            "ClusterName=test\nSlurmctldHost={host}(127.0.0.1)\nSlurmctldPort={}\nSlurmdPort={}\nAuthType=auth/munge\n\
             AuthInfo=socket={}\nSlurmUser={user}\nSlurmdUser={user}\nStateSaveLocation={}\nSlurmdSpoolDir={}\n\
             SlurmctldPidFile={}\nSlurmdPidFile={}\nSlurmctldLogFile={}\nSlurmdLogFile={}\nProctrackType=proctrack/pgid\n\
             TaskPlugin=task/none\nSwitchType=switch/none\nSelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\n\
             ReturnToService=2\nAccountingStorageType=accounting_storage/none\nJobAcctGatherType=jobacct_gather/none\n\
             MailProg=/bin/true\nNodeName={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN\n\
             PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP\n",
            port(),
            port(),
            at("munge.socket"),
            at("state"),
            at("spool"),
            at("slurmctld.pid"),
            at("slurmd.pid"),
            at("slurmctld.log"),
            at("slurmd.log"),
        );
        fs::write(at("slurm.conf"), configuration).unwrap();
        fs::write(at("cgroup.conf"), "").unwrap();
        let quiet = |program: &Path, args: &[&str]| {
            Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let socket = at("munge.socket");
        let mut slurm = Self { running: Vec::new(), folder };
        let paths = ["key", "pid", "log", "seed"].map(|what| slurm.at(&format!("munge.{what}")));
        let [key, pid, log, seed] = &paths;
        let munge = [
            "--foreground",
            "--force",
            &format!("--key-file={key}"),
            &format!("--socket={socket}"),
            &format!("--pid-file={pid}"),
            &format!("--log-file={log}"),
            &format!("--seed-file={seed}"),
        ];
        slurm.running.push(quiet(&munged, &munge));
        wait("munge", || Path::new(&socket).exists());
        let configuration = slurm.at("slurm.conf");
        slurm.running.push(quiet(&slurmctld, &["-D", "-f", &configuration]));
        slurm.running.push(quiet(&slurmd, &["-D", "-f", &configuration, "-N", &host]));
        wait("the node", || stdout(&slurm.run("sinfo", &["--noheader", "--format=%t"])).trim() == "idle");
        Some(slurm)
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn run(&self, program: &str, args: &[&str]) -> Output {
        Command::new(program).args(args).env("SLURM_CONF", self.at("slurm.conf")).current_dir(root()).output().unwrap()
    }
}

fn wait(what: &str, mut there: impl FnMut() -> bool) {
    let began = Instant::now();
    while !there() {
        assert!(began.elapsed() < Duration::from_mins(1), "{what} does not come up");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Submitted, watched, queued again where a shard fails, and gathered: the tables are those of one machine.
#[test]
fn an_array_job_of_slurm_makes_the_same_tables() {
    let Some(slurm) = Slurm::start() else {
        skipped("Slurm is not installed; tools/readers installs it");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (straight, out) = (folder.path().join("straight"), folder.path().join("on slurm"));
    done(SHELLS, &straight, &[]);
    // As long as somebody else writes into the folder of a shard, its task fails.
    fs::create_dir_all(out.join("shards/1")).unwrap();
    let lock = File::create(out.join("shards/1/lock")).unwrap();
    lock.lock().unwrap();
    let told_by_task = || {
        let entries = fs::read_dir(out.join("slurm")).into_iter().flatten().flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().ends_with("_1.out")).any(|entry| {
            fs::read_to_string(entry.path()).is_ok_and(|text| text.contains("another entente writes there"))
        })
    };
    let output = std::thread::scope(|scope| {
        let shown = out.display().to_string();
        let slurm = &slurm;
        let running = scope.spawn(move || {
            let args = ["batch", SHELLS, "--part", "7", "--on", "slurm", "--nodes", "3", "--out", &shown];
            slurm.run(env!("CARGO_BIN_EXE_entente"), &args)
        });
        let began = Instant::now();
        while !told_by_task() && !running.is_finished() && began.elapsed() < Duration::from_mins(2) {
            std::thread::sleep(Duration::from_millis(100));
        }
        drop(lock);
        running.join().unwrap()
    });
    let log = || fs::read_to_string(slurm.at("slurmctld.log")).unwrap_or_default();
    assert!(output.status.success(), "{}\n{}", stderr(&output), log());
    let told = stderr(&output);
    assert!(told.contains("shards 1 are not finished and are queued again"), "{told}");
    assert!(stdout(&output).contains("168 runs of 3 shards"), "{}", stdout(&output));
    assert_same(&straight, &out);
    // The resources that were asked for come from measured runs.
    let script = fs::read_to_string(out.join("slurm/job.sh")).unwrap();
    assert!(script.contains("#SBATCH --time=0:0") && script.contains("#SBATCH --mem="), "{script}");
}

#[test]
fn what_would_be_submitted_is_shown() {
    let args = ["batch", SHELLS, "--on", "slurm", "--nodes", "5", "--jobs", "8", "--time", "1:30:00", "--mem", "3G"];
    let output = entente(args.iter().copied().chain(["--slurm-option", "--partition=long", "--dry-run", "--out", "o"]));
    assert!(output.status.success(), "{}", stderr(&output));
    let script = stdout(&output);
    for line in [
        "#SBATCH --cpus-per-task=8",
        "#SBATCH --time=1:30:00",
        "#SBATCH --mem=3G",
        "#SBATCH --partition=long",
        "--shard \"$SLURM_ARRAY_TASK_ID/5\"",
    ] {
        assert!(script.contains(line), "no `{line}` in\n{script}");
    }
    assert!(!root().join("o").exists(), "a dry run writes nothing");
    let told = stderr(&entente(["batch", SHELLS, "--nodes", "5"]));
    assert!(told.contains("--on"), "{told}");
}

/// The shard comes from the engine's environment, wherever its numbers begin.
#[test]
fn engines_say_which_shard_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for (name, environment, wanted) in [
        (
            "slurm",
            &[("SLURM_ARRAY_TASK_ID", "6"), ("SLURM_ARRAY_TASK_COUNT", "4"), ("SLURM_ARRAY_TASK_MIN", "5")][..],
            (1, 4),
        ),
        ("kubernetes", &[("JOB_COMPLETION_INDEX", "2"), ("ENTENTE_SHARDS", "40")][..], (2, 40)),
    ] {
        let out = folder.path().join(name);
        let output = Command::new(env!("CARGO_BIN_EXE_entente"))
            .args(["batch", SHELLS, "--out"])
            .arg(&out)
            .envs(environment.iter().copied())
            .current_dir(root())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        let header = Header::read(&out).unwrap();
        assert_eq!((header.shard, header.of), wanted);
    }
    let output = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["batch", SHELLS, "--out", "o"])
        .env("JOB_COMPLETION_INDEX", "2")
        .current_dir(root())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("set ENTENTE_SHARDS to the number of completions"), "{}", stderr(&output));
}

/// A command line of ours that stands in a file for an engine.
fn assert_command(words: &str) {
    let words: Vec<&str> = words.split_whitespace().collect();
    if let Err(error) = Cli::try_parse_from(&words) {
        panic!("{words:?}: {error}");
    }
}

#[test]
fn the_indexed_job_of_kubernetes_keeps_the_contract() {
    let text = fs::read_to_string(root().join("examples/cluster/kubernetes-indexed-job.yaml")).unwrap();
    let job: Value = yaml(&text);
    assert_eq!((job["apiVersion"].as_str(), job["kind"].as_str()), (Some("batch/v1"), Some("Job")));
    let spec = &job["spec"];
    assert_eq!(spec["completionMode"], "Indexed");
    let pod = &spec["template"]["spec"];
    assert_eq!(pod["restartPolicy"], "Never");
    let container = &pod["containers"][0];
    let shards = container["env"].as_array().unwrap().iter().find(|entry| entry["name"] == "ENTENTE_SHARDS").unwrap();
    assert_eq!(shards["value"].as_str().unwrap(), spec["completions"].to_string().trim_end_matches(".0"));
    let command = container["args"][0].as_str().unwrap();
    assert!(command.contains("--resume") && command.contains("$JOB_COMPLETION_INDEX"), "{command}");
    assert_command(&command.trim().strip_prefix("exec ").unwrap().replace('"', ""));
    let volumes = pod["volumes"].as_array().unwrap();
    assert_eq!(container["volumeMounts"][0]["name"], volumes[0]["name"]);
}

/// The workflow is run, where Snakemake is there, and makes the tables of one machine.
#[test]
fn the_workflow_of_snakemake_makes_the_same_tables() {
    let text = fs::read_to_string(root().join("examples/cluster/Snakefile")).unwrap();
    for line in text.lines().filter(|line| line.contains("{ENTENTE} ")) {
        let command = line.split("{ENTENTE} ").nth(1).unwrap().trim_end_matches('"');
        let filled = [
            ("{params.shards:q}", "a b"),
            ("{input:q}", "s.yaml"),
            ("{threads}", "1"),
            ("{wildcards.i}", "0"),
            ("{N}", "8"),
        ]
        .iter()
        .fold(command.to_owned(), |text, (name, value)| text.replace(name, value));
        assert_command(&format!("entente {filled}"));
    }
    let snakemake = root().join("target/readers/bin/snakemake");
    if !snakemake.exists() {
        skipped("Snakemake is not installed; tools/readers installs it");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let straight = folder.path().join("straight");
    let output = entente(["batch", SHELLS, "--out", straight.to_str().unwrap(), "--progress", "none"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let output = Command::new(&snakemake)
        .args(["--cores", "2", "--quiet", "all", "--snakefile"])
        .arg(root().join("examples/cluster/Snakefile"))
        .arg("--config")
        .arg(format!("study={}", root().join(SHELLS).display()))
        .arg("shards=3")
        // The study names a model in the project, and the workflow runs elsewhere.
        .arg(format!("entente={} --allow-outside", env!("CARGO_BIN_EXE_entente")))
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}\n{}", stdout(&output), stderr(&output));
    assert_same(&straight, &folder.path().join("all"));
}

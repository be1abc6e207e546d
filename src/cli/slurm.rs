//! A study on a cluster: an array job of Slurm, one task a shard, watched, queued again where it failed, and gathered.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use clap::Args;

use crate::batch::{Header, gather, journal_of, place_for_gathered};
use crate::cli::Exit;
use crate::cli::batch_forecast::Measured;
use crate::cli::screen::{print_or_fail, tell};
use crate::disk::write_file;
use crate::layout::number::count;
use crate::legible::{Shown, legible};

/// What a cluster is asked for.
#[derive(Debug, Args)]
pub(super) struct JobRequest {
    /// With `--on`: into how many shards the study is cut, each a task with `--jobs` cores (default 1) of one node. Default: 4.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=10_000), requires = "on")]
    nodes: Option<u16>,
    /// With `--on`: time limit of a task, as Slurm writes it. Default: half more than measured runs say.
    #[arg(long, value_name = "TIME", requires = "on")]
    time: Option<String>,
    /// With `--on`: memory of a task, as Slurm writes it. Default: half more than measured runs say.
    #[arg(long, value_name = "MEMORY", requires = "on")]
    mem: Option<String>,
    /// With `--on`: a further line for the head of the script, such as `--partition=long`. Can be repeated.
    #[arg(long, value_name = "OPTION", requires = "on", allow_hyphen_values = true)]
    slurm_option: Vec<String>,
    /// With `--on`: how often shards that failed are queued again.
    #[arg(long, value_name = "N", default_value_t = 2, requires = "on")]
    retries: u8,
}

impl JobRequest {
    /// Into how many shards a study is cut.
    pub fn shards(&self) -> usize {
        usize::from(self.nodes.unwrap_or(4))
    }

    /// Whether time or memory is to come from measured runs.
    pub fn needs_measuring(&self) -> bool {
        self.time.is_none() || self.mem.is_none()
    }
}

/// An array job.
pub(super) struct ArrayJob<'a> {
    pub asked: &'a JobRequest,
    pub study: &'a Path,
    pub folder: PathBuf,
    /// The header of the whole study.
    pub header: Header,
    /// Workers of a task.
    pub jobs: usize,
    pub measured: Option<Measured>,
    pub resume: bool,
    pub dry_run: bool,
    pub allow_outside: bool,
}

/// Seconds between two looks at the queue, at first and in the end.
const LOOKS: (f64, f64) = (1.0, 30.0);

impl ArrayJob<'_> {
    /// Submits, watches, gathers.
    pub fn run(&self) -> Exit {
        match self.try_run() {
            Ok(text) => print_or_fail(&text),
            Err(what) => {
                tell(&format!("error: {what}"));
                Exit::Trouble
            }
        }
    }

    fn try_run(&self) -> Result<String, String> {
        let script = self.script()?;
        if self.dry_run {
            return Ok(script);
        }
        place_for_gathered(&self.folder, &self.header)?;
        let slurm = self.folder.join("slurm");
        if slurm.exists() && !self.resume {
            return Err(format!("{} holds a study already; add --resume to go on with it", self.folder.shown()));
        }
        let write = |error: std::io::Error| format!("cannot write into {}: {error}", slurm.shown());
        fs::create_dir_all(&slurm).map_err(write)?;
        let path = slurm.join("job.sh");
        write_file(&path, |file| file.write_all(script.as_bytes())).map_err(write)?;
        let known = slurm.join("job.id");
        // A job that was submitted before and is still there is watched, not doubled.
        let mut job = fs::read_to_string(&known).ok().filter(|job| is_queued(job).unwrap_or(false));
        for attempt in 0..=u32::from(self.asked.retries) {
            let unfinished = self.unfinished();
            if unfinished.is_empty() {
                break;
            }
            let id = match job.take() {
                Some(id) => id,
                None => {
                    if attempt > 0 {
                        tell(&format!("shards {} are not finished and are queued again", listed(&unfinished)));
                    }
                    submit(&path, &unfinished)?
                }
            };
            write_file(&known, |file| file.write_all(id.as_bytes())).map_err(write)?;
            tell(&format!("job {id}: {} shards", unfinished.len()));
            self.watch(&id)?;
        }
        let unfinished = self.unfinished();
        if !unfinished.is_empty() {
            return Err(format!(
                "shards {} did not finish; what they told is in {}; see to it and go on with --resume",
                listed(&unfinished),
                slurm.shown()
            ));
        }
        let folders: Vec<PathBuf> = (0..self.header.of).map(|shard| self.shard(shard)).collect();
        let found = gather(&folders, &self.folder)?;
        Ok(format!(
            "{} runs of {} shards in {}; {} without a plan\n",
            count(found.runs),
            count(found.shards),
            self.folder.shown(),
            count(found.failed)
        ))
    }

    fn shard(&self, shard: usize) -> PathBuf {
        self.folder.join("shards").join(shard.to_string())
    }

    fn done(&self, shard: usize) -> usize {
        let header = Header { shard, ..self.header.clone() };
        let journal = journal_of(&self.shard(shard), &header);
        journal.map_or(0, |journal| journal.lines.iter().map(|line| line.runs).sum())
    }

    fn unfinished(&self) -> Vec<usize> {
        let runs = |shard| Header { shard, ..self.header.clone() }.runs();
        (0..self.header.of).filter(|shard| self.done(*shard) < runs(*shard)).collect()
    }

    /// Waits until no task of a job is queued or runs.
    fn watch(&self, job: &str) -> Result<(), String> {
        let mut pause = LOOKS.0;
        let mut told = 0;
        let mut silent = 0;
        loop {
            std::thread::sleep(Duration::from_secs_f64(pause));
            pause = (pause * 1.3).min(LOOKS.1);
            let done = (0..self.header.of).map(|shard| self.done(shard)).sum();
            if done > told {
                told = done;
                tell(&format!("{} of {} runs", count(done), count(self.header.all_runs())));
            }
            match is_queued(job) {
                Ok(true) => silent = 0,
                Ok(false) => return Ok(()),
                // A controller that is away for a while is waited for.
                Err(_) if silent < 20 => silent += 1,
                Err(what) => return Err(format!("the queue cannot be asked: {what}; go on with --resume")),
            }
        }
    }

    /// The script of the job.
    fn script(&self) -> Result<String, String> {
        let absolute = |path: &Path| {
            std::path::absolute(path).map_err(|error| format!("{} has no absolute path: {error}", path.shown()))
        };
        let program = std::env::current_exe().map_err(|error| format!("this program cannot find itself: {error}"))?;
        let (study, folder) = (absolute(self.study)?, absolute(&self.folder)?);
        let mut script = String::from("#!/bin/sh\n#SBATCH --job-name=entente\n#SBATCH --ntasks=1\n#SBATCH --requeue\n");
        let mut line = |text: &str| {
            if legible(text) != text {
                return Err(format!(
                    "`{}` cannot stand in a script; use names and options without line breaks and control characters",
                    legible(text)
                ));
            }
            script.push_str(text);
            script.push('\n');
            Ok(())
        };
        line(&format!("#SBATCH --cpus-per-task={}", self.jobs))?;
        line(&format!("#SBATCH --time={}", self.time()))?;
        line(&format!("#SBATCH --mem={}", self.memory()))?;
        // Slurm reads a percent sign as a field, and knows no way to write a quotation mark or a backslash between others.
        let output = word(&folder)?;
        if output.contains(['"', '\\']) {
            return Err(format!(
                "{output} cannot stand in a script; name a folder without quotation marks and backslashes"
            ));
        }
        line(&format!("#SBATCH --output=\"{}/slurm/%A_%a.out\"", output.replace('%', "%%")))?;
        for option in &self.asked.slurm_option {
            line(&format!("#SBATCH {option}"))?;
        }
        line(&format!(
            "exec {} batch {} --jobs {} --part {} --resume --progress lines --shard \"$SLURM_ARRAY_TASK_ID/{}\" --out {}/shards/\"$SLURM_ARRAY_TASK_ID\"{}",
            quoted(&program)?,
            quoted(&study)?,
            self.jobs,
            self.header.part,
            self.header.of,
            quoted(&folder)?,
            if self.allow_outside { " --allow-outside" } else { "" },
        ))?;
        Ok(script)
    }

    /// The time limit of a task: half more than measured, and never less than some minutes.
    fn time(&self) -> String {
        if let Some(time) = &self.asked.time {
            return time.clone();
        }
        let measured = self.measured.map_or(0.0, |measured| {
            #[expect(clippy::cast_precision_loss, reason = "runs are far fewer than 2^52")]
            let runs = self.header.runs() as f64;
            measured.once + measured.seconds * runs / f64::from(u32::try_from(self.jobs).unwrap_or(u32::MAX))
        });
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes of a job")]
        let minutes = (1.5 * measured / 60.0).ceil() as u64 + 5;
        format!("{}:{:02}:00", minutes / 60, minutes % 60)
    }

    /// The memory of a task: half more than measured for every worker.
    fn memory(&self) -> String {
        if let Some(memory) = &self.asked.mem {
            return memory.clone();
        }
        let measured = self.measured.and_then(|measured| measured.memory).unwrap_or(1 << 30);
        format!("{}M", measured * self.jobs as u64 * 3 / 2 / 1_000_000 + 64)
    }
}

/// Submits a job for some shards; its id.
fn submit(script: &Path, shards: &[usize]) -> Result<String, String> {
    let told = asked(Command::new("sbatch").arg("--parsable").arg(format!("--array={}", listed(shards))).arg(script))?;
    // A cluster's name may follow.
    let id = told.trim().split(';').next().unwrap_or_default().to_owned();
    if id.is_empty() { Err("sbatch names no job".to_owned()) } else { Ok(id) }
}

/// Whether a task of a job waits or runs.
fn is_queued(job: &str) -> Result<bool, String> {
    match asked(Command::new("squeue").args(["--noheader", "--jobs", job.trim()])) {
        Ok(told) => Ok(!told.trim().is_empty()),
        Err(what) if what.contains("Invalid job id") => Ok(false),
        Err(what) => Err(what),
    }
}

/// What a command prints.
fn asked(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.output() {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => Err(format!("{name} says: {}", String::from_utf8_lossy(&output.stderr).trim())),
        Err(error) => {
            Err(format!("{name} cannot be run: {error}; Slurm must be installed where the study is submitted"))
        }
    }
}

/// Shards as `--array` takes them: `0-3,7`.
fn listed(shards: &[usize]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = shards;
    while let Some(first) = rest.first() {
        let length = rest.iter().zip(*first..).take_while(|(shard, next)| *shard == next).count();
        let last = first + length - 1;
        parts.push(if length > 1 { format!("{first}-{last}") } else { first.to_string() });
        rest = &rest[length..];
    }
    parts.join(",")
}

/// A path that a shell takes for one word.
fn quoted(path: &Path) -> Result<String, String> {
    Ok(format!("'{}'", word(path)?.replace('\'', r"'\''")))
}

/// A path as text, without loss.
fn word(path: &Path) -> Result<&str, String> {
    path.to_str().ok_or_else(|| format!("{} is no UTF-8 text and cannot stand in a script; rename it", path.shown()))
}

#[cfg(test)]
mod tests {
    use super::{listed, quoted};
    use std::path::Path;

    #[test]
    fn shards_are_listed_as_ranges() {
        assert_eq!(listed(&[0, 1, 2, 3, 7, 9, 10]), "0-3,7,9-10");
        assert_eq!(listed(&[5]), "5");
    }

    #[test]
    fn a_path_is_one_word() {
        assert_eq!(quoted(Path::new("/a b/it's")).as_deref(), Ok(r"'/a b/it'\''s'"));
    }
}

//! `entente batch`: every scenario of a study under every proposal.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::batch::{Batch, SharedBases, conduct};
use crate::batch::{Header, Store};
use crate::cli::Exit;
use crate::cli::batch_forecast::{forecast, measure};
use crate::cli::batch_progress::{ProgressFormat, StudyProgress};
use crate::cli::screen::{Terminal, print_or_fail, tell, tell_styled};
use crate::cli::slurm::{ArrayJob, JobRequest};
use crate::input::{Fence, Severity, Sources, read_fenced, read_study_fenced};
use crate::layout::number::count;
use crate::legible::Shown;
use crate::model::Model;
use crate::scenario::Models;
use crate::scenario::Study;
use crate::solve::SolverKind;

/// Arguments of `batch`.
#[derive(Debug, Args)]
pub(super) struct BatchOf {
    /// The study's YAML file.
    study: PathBuf,
    /// Number of workers, each with its own solver on one core. Default: the number of cores. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Continue an interrupted study.
    #[arg(long)]
    resume: bool,
    /// Make only every N-th run, starting with the I-th: `0/4` to `3/4` are four shards, for `entente gather`. Default: the
    /// shard that an array job of Slurm or Kubernetes assigns, or all runs.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<(usize, usize)>,
    /// Solve only the base case with each proposal, and estimate the number of runs, the time and the memory.
    #[arg(long)]
    dry_run: bool,
    /// Output folder. Default: the name of the study's file, without its extension.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How to report progress. Default: `line` on a terminal, else `lines`.
    #[arg(long, value_enum)]
    progress: Option<ProgressFormat>,
    /// Run the study as an array job of this engine: write, submit and watch it, requeue failed shards, and gather.
    #[arg(long, value_enum, value_name = "ENGINE", conflicts_with = "shard")]
    on: Option<Scheduler>,
    #[command(flatten)]
    asked: JobRequest,
    /// Number of runs in one part file.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..), hide = true)]
    part: u32,
}

/// What runs array jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scheduler {
    /// Slurm.
    Slurm,
}

/// `2/8` as shard 2 of 8.
fn shard(text: &str) -> Result<(usize, usize), String> {
    let number = |part: &str| part.trim().parse::<usize>().ok();
    let parts = text.split_once('/').and_then(|(shard, of)| number(shard).zip(number(of)));
    parts
        .filter(|(shard, of)| shard < of)
        .ok_or_else(|| "write it as I/N with I below N, such as 0/4 for the first of four".to_owned())
}

/// A study that can be run.
pub(super) struct GoodStudy {
    pub study: Study,
    pub model: Model,
    pub read_from: String,
    pub model_path: PathBuf,
    pub sources: Sources,
    pub fence: Fence,
}

impl GoodStudy {
    /// The model with values laid over it, on top of those of the study.
    pub(super) fn with(&self, settings: &[(String, String)]) -> Result<Model, String> {
        let all: Vec<(String, String)> = self.study.settings.iter().chain(settings).cloned().collect();
        let reading = read_fenced(&self.model_path, &all, &self.fence);
        let errors = reading.findings.sorted();
        let first = errors.iter().find(|finding| finding.severity == Severity::Error);
        let what = first.map_or_else(|| "it cannot be read".to_owned(), |finding| finding.what.clone());
        reading.model.ok_or(what)
    }
}

/// Reads a study; tells what is wrong with it.
pub(super) fn read(path: &Path, screen: &Terminal) -> Result<GoodStudy, Exit> {
    let reading = read_study_fenced(path, screen.fence(path));
    let findings = reading.render_findings(screen.err_color);
    for finding in &findings {
        tell_styled(&format!("{finding}\n"));
    }
    match reading.study {
        Some((study, model, read_from)) => {
            let (model_path, sources, fence) = (reading.model_path, reading.sources, reading.fence);
            Ok(GoodStudy { study, model, read_from, model_path, sources, fence })
        }
        None => {
            tell(&match findings.len() {
                1 => "1 finding; nothing was solved".to_owned(),
                n => format!("{n} findings; nothing was solved"),
            });
            Err(Exit::BadModel)
        }
    }
}

impl BatchOf {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let good = match read(&self.study, screen) {
            Ok(good) => good,
            Err(exit) => return exit,
        };
        let told = match self.on {
            Some(Scheduler::Slurm) => Ok(Some((0, self.asked.shards()))),
            None => self.shard.map_or_else(of_engine, |shard| Ok(Some(shard))),
        };
        let (shard, of) = match told {
            Ok(shard) => shard.unwrap_or((0, 1)),
            Err(what) => {
                tell(&format!("error: {what}"));
                return Exit::Usage;
            }
        };
        let header = Header {
            study: good.study.name.clone(),
            about: good.study.about.trim().to_owned(),
            digest: good.study.digest(&good.read_from),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            solver: format!("{} {}", SolverKind::default().name(), SolverKind::default().version()),
            scenarios: good.study.scenarios(),
            proposals: good.study.proposals.clone(),
            shard,
            of,
            part: self.part as usize,
        };
        let reads = |settings: &[(String, String)]| good.with(settings);
        let batch = Batch {
            study: &good.study,
            shared: SharedBases::of(&good.model, &good.study.proposals, good.study.decisions),
            models: Models::of(good.model.clone(), &reads),
            read_from: good.read_from.clone(),
        };
        if self.on == Some(Scheduler::Slurm) {
            let measured = self.asked.needs_measuring().then(|| measure(&batch, &header, &self.folder()));
            let job = ArrayJob {
                asked: &self.asked,
                study: &self.study,
                folder: self.folder(),
                jobs: self.jobs.map_or(1, usize::from),
                resume: self.resume,
                dry_run: self.dry_run,
                allow_outside: screen.allow_outside,
                header,
                measured,
            };
            return job.run();
        }
        let jobs = self.jobs();
        if self.dry_run {
            return print_or_fail(&forecast(&batch, &header, &self.folder(), jobs));
        }
        let store = match Store::open(&self.folder(), header, self.resume, |run| batch.digest_of(run)) {
            Ok(store) => store,
            Err(what) => {
                tell(&format!("error: {what}"));
                return Exit::Trouble;
            }
        };
        if let Err(error) = store.keep_inputs(&good.sources) {
            tell(&format!("error: cannot write into {}: {error}", self.folder().shown()));
            return Exit::Trouble;
        }
        self.conducted(&batch, store, jobs, screen)
    }

    /// Makes the runs that are missing.
    fn conducted(&self, batch: &Batch<'_>, mut store: Store, jobs: usize, screen: &Terminal) -> Exit {
        let began = Instant::now();
        let told = self.progress.unwrap_or(if screen.progress { ProgressFormat::Line } else { ProgressFormat::Lines });
        let mut watch = StudyProgress::new(told, &store, batch.study);
        let folder = self.folder();
        for _ in 0..ROUNDS {
            tell_notes(&mut store);
            let missing = store.missing();
            let kept = conduct(batch, missing, jobs, |finished| {
                store.keep(&finished)?;
                watch.tell(&finished, store.counts());
                Ok::<(), std::io::Error>(())
            });
            if let Err(error) = kept.and_then(|()| store.look_again()) {
                watch.end();
                let remedy = if error.kind() == std::io::ErrorKind::StorageFull { "make room, and go" } else { "go" };
                tell(&format!("error: cannot write into {}: {error}; {remedy} on with --resume", folder.shown()));
                return Exit::Trouble;
            }
            if store.missing().next().is_none() {
                break;
            }
        }
        watch.end();
        tell_notes(&mut store);
        let counts = store.counts();
        let missing = store.missing().count();
        if missing > 0 {
            tell(&format!(
                "error: {missing} of {} runs are missing in {}; find out what else changes its files, and go on with --resume",
                store.runs(),
                folder.shown()
            ));
            return Exit::Trouble;
        }
        let failed = match counts.failed {
            0 => String::new(),
            1 => "; 1 has no plan, and says why in the table `runs`".to_owned(),
            n => format!("; {} have no plan, and say why in the table `runs`", count(n)),
        };
        let text = format!(
            "{} runs in {}{failed}    {:.1} s\n",
            count(counts.done),
            folder.shown(),
            began.elapsed().as_secs_f64()
        );
        print_or_fail(&text)
    }

    fn jobs(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.jobs.map_or_else(cores, usize::from)
    }

    fn folder(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| {
            PathBuf::from(self.study.file_stem().map_or_else(|| "study".into(), std::ffi::OsStr::to_os_string))
        })
    }
}

/// How often runs are made again whose files vanish while a study runs.
const ROUNDS: usize = 3;

/// Tells what was spoilt.
fn tell_notes(store: &mut Store) {
    for note in store.take_notes() {
        tell(&format!("warning: {note}; what is lost is made again"));
    }
}

/// The shard of an array job: what its engine says in the environment.
fn of_engine() -> Result<Option<(usize, usize)>, String> {
    let number = |name: &str| -> Result<Option<usize>, String> {
        let Ok(text) = std::env::var(name) else { return Ok(None) };
        let bad = |_| format!("{name} is `{text}`, which is no number; say --shard I/N");
        text.trim().parse().map(Some).map_err(bad)
    };
    if let Some(task) = number("SLURM_ARRAY_TASK_ID")? {
        let Some(count) = number("SLURM_ARRAY_TASK_COUNT")? else {
            return Err("SLURM_ARRAY_TASK_ID is set, but not SLURM_ARRAY_TASK_COUNT; say --shard I/N".to_owned());
        };
        let first = number("SLURM_ARRAY_TASK_MIN")?.unwrap_or(0);
        return checked(task.wrapping_sub(first), count, "SLURM_ARRAY_TASK_ID");
    }
    if let Some(index) = number("JOB_COMPLETION_INDEX")? {
        let Some(count) = number("ENTENTE_SHARDS")? else {
            return Err(
                "JOB_COMPLETION_INDEX is set; set ENTENTE_SHARDS to the number of completions, too, or say --shard I/N"
                    .to_owned(),
            );
        };
        return checked(index, count, "JOB_COMPLETION_INDEX");
    }
    Ok(None)
}

fn checked(shard: usize, of: usize, name: &str) -> Result<Option<(usize, usize)>, String> {
    if shard < of {
        Ok(Some((shard, of)))
    } else {
        Err(format!("{name} is no shard of {of}; number them one after the other, or say --shard I/N"))
    }
}

#[cfg(test)]
mod tests {
    use super::shard;

    #[test]
    fn shards_are_counted_from_0() {
        assert_eq!(shard("0/4"), Ok((0, 4)));
        assert_eq!(shard("3/4"), Ok((3, 4)));
        for bad in ["4/4", "1", "a/2", "1/0", "-1/2"] {
            assert!(shard(bad).is_err(), "{bad}");
        }
    }
}

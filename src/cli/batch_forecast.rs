//! What a study will take: how many runs, how long, how much memory, from runs that are measured.

use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use crate::batch::{Batch, Planner};
use crate::batch::{Header, journal_of};
use crate::cli::batch_progress::duration;
use crate::cli::screen::tell;
use crate::legible::legible;
use crate::scenario::DecisionSource;

/// What measured runs took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    /// Seconds a run, on one core.
    pub seconds: f64,
    /// Seconds once, before the first run of every worker's share.
    pub once: f64,
    /// From how many runs.
    pub runs: usize,
    /// The most memory that this process has had, bytes; nothing where the system does not say.
    pub memory: Option<u64>,
}

/// What runs of this study take: from its folder, where it holds some, else from the first scenario under every proposal, each of
/// which is told of before it is made.
pub(super) fn measure(batch: &Batch<'_>, header: &Header, folder: &Path) -> Measured {
    let earlier = Header::read(folder).ok().filter(|there| there.digest == header.digest);
    let journal = earlier.and_then(|there| journal_of(folder, &there).ok()).map_or_else(Vec::new, |read| read.lines);
    let runs: usize = journal.iter().map(|line| line.runs).sum();
    let seconds: f64 = journal.iter().map(|line| line.seconds).sum();
    #[expect(clippy::cast_precision_loss, reason = "runs are far fewer than 2^52")]
    let each = |seconds: f64, runs: usize| seconds / runs.max(1) as f64;
    if runs >= header.proposals.len() {
        return Measured { seconds: each(seconds, runs), once: 0.0, runs, memory: memory() };
    }
    let mut planner = Planner::of(&batch.shared);
    let proposals = header.proposals.len();
    let began = Instant::now();
    let mut made = |run: usize, what: &str| {
        let proposal = header.proposals.get(run).map_or("", String::as_str);
        tell(&format!("measuring {what} {} of {proposals}: {proposal}", run + 1));
        batch.run(&mut planner, run).map(|finished| finished.seconds)
    };
    let first: Vec<f64> = (0..proposals).filter_map(|run| made(run, "run")).collect();
    if batch.study.decisions == DecisionSource::Each {
        return Measured { seconds: each(first.iter().sum(), proposals), once: 0.0, runs: proposals, memory: memory() };
    }
    // The first run of each proposal also finds the plan from which the others take their yes and no.
    let once = began.elapsed().as_secs_f64();
    let again: f64 = (0..proposals).filter_map(|run| made(run, "a further run")).sum();
    Measured { seconds: each(again, proposals), once: (once - again).max(0.0), runs: proposals, memory: memory() }
}

/// What a study will take, in words.
pub(super) fn forecast(batch: &Batch<'_>, header: &Header, folder: &Path, jobs: usize) -> String {
    let measured = measure(batch, header, folder);
    let runs = header.runs();
    #[expect(clippy::cast_precision_loss, reason = "runs are far fewer than 2^52")]
    let seconds = measured.once + measured.seconds * runs as f64 / jobs as f64;
    let mut text = String::new();
    let shard = if header.of > 1 {
        format!(", of which shard {}/{} has {runs}", header.shard, header.of)
    } else {
        String::new()
    };
    let _ = writeln!(
        text,
        "{}: {} scenarios under {} proposals are {} runs{shard}",
        legible(&header.study),
        header.scenarios,
        header.proposals.len(),
        header.all_runs(),
    );
    let _ = writeln!(
        text,
        "  time      about {} on {jobs} workers: {:.2} s a run, measured on {} runs",
        duration(seconds),
        measured.seconds,
        measured.runs
    );
    if measured.once > 0.0 {
        let _ = writeln!(
            text,
            "            {:.1} s of it once, for the plans from which every integer decision is taken",
            measured.once
        );
    }
    if let Some(bytes) = measured.memory {
        #[expect(clippy::cast_precision_loss, reason = "bytes are shown in MB")]
        let (one, all) = (bytes as f64 / 1e6, bytes as f64 / 1e6 * jobs as f64);
        let _ = writeln!(
            text,
            "  memory    at most about {all:.0} MB: {one:.0} MB for each worker, however many runs there are"
        );
    }
    text
}

/// The most memory that this process has had.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

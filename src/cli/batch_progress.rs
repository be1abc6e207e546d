//! How far a study is: rate, time left, failures, and the best run so far.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use crate::batch::{BestRun, Finished, RunCounts, RunProgress, Store};
use crate::cli::screen::tell;
use crate::legible::{legible, legible_json};
use crate::results::ResultData;
use crate::scenario::Study;

/// How it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ProgressFormat {
    /// One line that is updated.
    Line,
    /// A new line every ten seconds.
    Lines,
    /// A JSON line for each run.
    Json,
    /// No progress.
    None,
}

/// Seconds between two lines.
const EVERY: f64 = 10.0;

/// Watches a study.
pub(super) struct StudyProgress {
    told: ProgressFormat,
    bar: Option<ProgressBar>,
    of: usize,
    before: usize,
    began: Instant,
    last: f64,
    best: BTreeMap<String, BestRun>,
}

impl StudyProgress {
    pub(super) fn new(told: ProgressFormat, store: &Store, study: &Study) -> Self {
        let of = store.runs();
        let before = store.counts().done;
        let bar = (told == ProgressFormat::Line).then(|| {
            let bar = ProgressBar::new(of as u64);
            let style = ProgressStyle::with_template("{bar:30} {pos} of {len} runs · {msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(Duration::from_millis(500));
            bar.set_position(before as u64);
            bar
        });
        if told == ProgressFormat::Lines {
            let went = if before > 0 { format!(", of which {before} are done") } else { String::new() };
            tell(&format!("{}: {of} runs{went}", legible(&study.name)));
        }
        Self { told, bar, of, before, began: Instant::now(), last: 0.0, best: BTreeMap::new() }
    }

    pub(super) fn tell(&mut self, finished: &Finished, counts: RunCounts) {
        self.note(finished);
        let seconds = self.began.elapsed().as_secs_f64();
        let made = counts.done.saturating_sub(self.before);
        #[expect(clippy::cast_precision_loss, reason = "runs are far fewer than 2^52")]
        let (rate, left) = {
            let rate = made as f64 / seconds.max(1e-9);
            (rate, (made > 0).then(|| (self.of - counts.done) as f64 / rate))
        };
        let best = self.best.get(&finished.proposal);
        match self.told {
            ProgressFormat::Json => {
                let line = RunProgress {
                    done: counts.done,
                    of: self.of,
                    failed: counts.failed,
                    runs_a_second: rate,
                    seconds_left: left,
                    run: finished.run,
                    scenario: finished.scenario.clone(),
                    proposal: finished.proposal.clone(),
                    status: finished.status,
                    best: best.cloned(),
                };
                if let Ok(text) = serde_json::to_string(&line.stamped()) {
                    tell(&legible_json(&text));
                }
            }
            ProgressFormat::Line | ProgressFormat::Lines => {
                let failed =
                    if counts.failed > 0 { format!(" · {} without a plan", counts.failed) } else { String::new() };
                let best = best.map_or_else(String::new, |best| {
                    format!(" · best of {}: {} {:.4} in {}", best.proposal, best.goal, best.value, best.scenario)
                });
                let left = left.map_or_else(String::new, |left| format!(" · {} left", duration(left)));
                let message = format!("{rate:.2} a second{left}{failed}{best}");
                if let Some(bar) = &self.bar {
                    bar.set_position(counts.done as u64);
                    bar.set_message(legible(&message));
                } else if seconds - self.last >= EVERY {
                    self.last = seconds;
                    tell(&format!("{} of {} runs · {message}", counts.done, self.of));
                }
            }
            ProgressFormat::None => {}
        }
    }

    fn note(&mut self, finished: &Finished) {
        let Some(goal) = finished.goals.first() else { return };
        let less = goal.goal.starts_with("minimise");
        let better = |there: &BestRun| if less { goal.value < there.value } else { goal.value > there.value };
        if self.best.get(&finished.proposal).is_none_or(better) {
            let best = BestRun {
                scenario: finished.scenario.clone(),
                proposal: finished.proposal.clone(),
                goal: goal.goal.clone(),
                value: goal.value,
            };
            self.best.insert(finished.proposal.clone(), best);
        }
    }

    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Seconds in words: `40 s`, `12 min`, `3.5 h`, `2.1 days`.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 100.0 => format!("{s:.0} s"),
        s if s < 6000.0 => format!("{:.0} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3600.0),
        s => format!("{:.1} days", s / 86_400.0),
    }
}

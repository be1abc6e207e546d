//! A line that says how far a long solve is; none when nobody watches.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::budget;
use crate::legible::legible;
use crate::model::Model;
use crate::solve::Progress;

/// Solves shorter than this show nothing.
const PATIENCE: f64 = 1.0;

/// The line, if somebody watches.
pub(super) struct Line {
    bar: Option<ProgressBar>,
    goals: Vec<String>,
}

impl Line {
    pub(super) fn new(watched: bool, model: &Model) -> Self {
        let bar = watched.then(spinner);
        Self { bar, goals: model.goals.iter().map(crate::model::Goal::words).collect() }
    }

    /// Whether anything is to be told.
    pub(super) fn is_watched(&self) -> bool {
        self.bar.is_some()
    }

    /// The same of a budget's progress.
    pub(super) fn hear(&self, progress: budget::Progress<'_>) {
        if let Some(solver) = progress.solver {
            self.tell(solver);
        }
    }

    pub(super) fn tell(&self, progress: Progress) {
        if let Some(bar) = &self.bar
            && progress.seconds > PATIENCE
        {
            let goal = self.goals.get(progress.goal).map_or("break ties", String::as_str);
            bar.enable_steady_tick(Duration::from_millis(200));
            let iterations =
                if progress.iterations > 0 { format!(" · {} iterations", progress.iterations) } else { String::new() };
            let gap = match progress.gap {
                Some(gap) if gap.is_finite() => format!(" · best plan within {:.2} % of its bound", gap * 100.0),
                Some(_) => " · no plan yet".to_owned(),
                None => String::new(),
            };
            bar.set_message(legible(&format!(
                "goal {} of {}: {goal} · {:.0} s{iterations}{gap}",
                (progress.goal + 1).min(self.goals.len()),
                self.goals.len(),
                progress.seconds,
            )));
        }
    }

    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The same for a list of solves.
pub(super) struct Steps {
    bar: Option<ProgressBar>,
}

impl Steps {
    pub(super) fn new(watched: bool) -> Self {
        Self { bar: watched.then(spinner) }
    }

    pub(super) fn tell(&self, code: &str, cheapest: bool, progress: Progress) {
        let Some(bar) = &self.bar else { return };
        bar.enable_steady_tick(Duration::from_millis(200));
        let what = if cheapest { "least cost" } else { "plan" };
        let gap = match progress.gap {
            Some(gap) if gap.is_finite() => format!(" · best plan within {:.2} % of its bound", gap * 100.0),
            _ => String::new(),
        };
        let words = format!("{code}: {what}, goal {} · {:.0} s{gap}", progress.goal + 1, progress.seconds);
        bar.set_message(legible(&words));
    }

    /// Says what is solved next.
    pub(super) fn say(&self, words: &str) {
        if let Some(bar) = &self.bar {
            bar.enable_steady_tick(Duration::from_millis(200));
            bar.set_message(legible(words));
        }
    }

    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar
}

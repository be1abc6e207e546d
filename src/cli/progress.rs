//! What a long computation may take, and how far it is: the time limit, Ctrl-C, and a line that says which solve of how many is under
//! way; plain lines now and then where nobody watches a terminal.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::budget::{Budget, Progress};
use crate::cli::screen::{Terminal, tell};
use crate::legible::legible;
use crate::model::Goal;

/// Computations shorter than this show nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// Seconds between two lines where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(30);

/// Set by Ctrl-C.
static CANCELLED: AtomicBool = AtomicBool::new(false);

/// Does what takes long, within a time limit from now on, until Ctrl-C, and says how far it is.
pub(super) fn watched<T>(
    screen: &Terminal,
    time_limit: Option<f64>,
    goals: &[Goal],
    work: impl FnOnce(Budget<'_>) -> T,
) -> T {
    listen();
    let watch = Watcher::new(screen.progress, goals);
    let told = |progress: Progress<'_>| watch.tell(progress);
    let done = work(Budget::of(time_limit).cancelled_by(&CANCELLED).telling(&told));
    watch.end();
    done
}

/// The first Ctrl-C asks for an end with what is known so far; the second one ends the program at once.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let set = ctrlc::set_handler(|| {
            if CANCELLED.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
            tell("stopping with what is known so far; press Ctrl-C once more to stop at once");
        });
        if let Err(error) = set {
            tracing::info!(%error, "Ctrl-C ends the program at once");
        }
    });
}

/// Who is told how far a computation is.
struct Watcher {
    bar: Option<ProgressBar>,
    goals: Vec<String>,
    began: Instant,
    /// When the last line was printed where there is no terminal.
    said: Mutex<Instant>,
}

impl Watcher {
    fn new(terminal: bool, goals: &[Goal]) -> Self {
        let began = Instant::now();
        let bar = terminal.then(spinner);
        Self { bar, goals: goals.iter().map(Goal::words).collect(), began, said: Mutex::new(began) }
    }

    fn tell(&self, progress: Progress<'_>) {
        if self.began.elapsed() < PATIENCE {
            return;
        }
        match &self.bar {
            Some(bar) => {
                bar.enable_steady_tick(Duration::from_millis(200));
                bar.set_message(legible(&self.words(progress)));
            }
            None => {
                let Ok(mut said) = self.said.lock() else { return };
                if said.elapsed() >= BETWEEN_LINES {
                    *said = Instant::now();
                    tell(&format!("{:.0} s: {}", self.began.elapsed().as_secs_f64(), self.words(progress)));
                }
            }
        }
    }

    /// Which of how many, which goal, how long, and how near to the bound.
    fn words(&self, progress: Progress<'_>) -> String {
        let mut parts = Vec::new();
        if let Some(job) = progress.job {
            parts.push(match job.of {
                Some(of) => format!("{} of {of}: {}", job.number, job.words),
                None => format!("{}: {}", job.number, job.words),
            });
        }
        if let Some(solver) = progress.solver {
            let goal = self.goals.get(solver.goal).map_or("break ties", String::as_str);
            let number = (solver.goal + 1).min(self.goals.len());
            parts.push(format!("goal {number} of {}: {goal}", self.goals.len()));
            parts.push(format!("{:.0} s", solver.seconds));
            if solver.iterations > 0 {
                parts.push(format!("{} iterations", solver.iterations));
            }
            if let Some(bound) = solver.bound.filter(|bound| bound.is_finite()) {
                parts.push(format!("bound {bound:.6}"));
            }
            match solver.gap {
                Some(gap) if gap.is_finite() => {
                    parts.push(format!("best plan within {:.2} % of its bound", gap * 100.0));
                }
                Some(_) => parts.push("no plan yet".to_owned()),
                None => {}
            }
        }
        parts.join(" · ")
    }

    fn end(&self) {
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

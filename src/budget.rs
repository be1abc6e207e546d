//! What a computation may take: a deadline, a way to stop it from outside, and whom it tells how far it is.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Passed through everything that takes long, down to the callbacks of the solver. The default has no deadline, cannot be
/// stopped and tells nobody.
#[derive(Clone, Copy, Default)]
pub struct Budget<'a> {
    deadline: Option<Deadline>,
    cancel: Option<&'a AtomicBool>,
    progress: Option<&'a (dyn Fn(Progress<'_>) + Sync)>,
    job: Option<Job<'a>>,
}

#[derive(Debug, Clone, Copy)]
struct Deadline {
    /// Nothing: so late that no clock gets there.
    at: Option<Instant>,
    /// Seconds that were asked for.
    seconds: f64,
}

/// Why a computation has to end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stop {
    /// Its time is over: so many seconds were asked for.
    TimeLimit(f64),
    /// Somebody wants no more of it.
    Cancelled,
}

/// Which of several solves is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// How many there are, as far as that is known.
    pub of: Option<usize>,
    /// What it is about.
    pub words: &'a str,
}

/// How far a computation is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress<'a> {
    /// Which of several solves this is.
    pub job: Option<Job<'a>>,
    /// How far the solver is, if it is at work.
    pub solver: Option<SolverProgress>,
}

/// How far the solver is with one goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolverProgress {
    /// Place of the goal in the ordered list, from 0.
    pub goal: usize,
    /// Seconds since the solver started on it.
    pub seconds: f64,
    /// Iterations so far.
    pub iterations: i64,
    /// In branch and bound: the dual bound, in the unit of the goal.
    pub bound: Option<f64>,
    /// In branch and bound: how far the incumbent is from the bound, relative; infinite before there is one.
    pub gap: Option<f64>,
}

impl<'a> Budget<'a> {
    /// So many seconds from now on; nothing: as long as it takes.
    #[must_use]
    pub fn of(seconds: Option<f64>) -> Self {
        Self::default().within(seconds)
    }

    /// The same with another deadline, so many seconds from now on; nothing: without one.
    #[must_use]
    pub fn within(self, seconds: Option<f64>) -> Self {
        let at =
            |seconds: f64| Duration::try_from_secs_f64(seconds).ok().and_then(|left| Instant::now().checked_add(left));
        Self { deadline: seconds.map(|seconds| Deadline { at: at(seconds), seconds }), ..self }
    }

    /// The same with a deadline so many seconds later, or earlier where they are fewer than none.
    #[must_use]
    pub fn moved(self, by: f64) -> Self {
        let Some(Deadline { at: Some(at), seconds }) = self.deadline else { return self };
        let size = Duration::try_from_secs_f64(by.abs()).unwrap_or(Duration::MAX);
        let moved = if by < 0.0 { at.checked_sub(size).or(Some(at)) } else { at.checked_add(size) };
        Self { deadline: Some(Deadline { at: moved, seconds }), ..self }
    }

    /// The same, stopped as soon as the flag is set.
    #[must_use]
    pub const fn cancelled_by(self, flag: &'a AtomicBool) -> Self {
        Self { cancel: Some(flag), ..self }
    }

    /// The same, telling how far it is.
    #[must_use]
    pub const fn telling(self, progress: &'a (dyn Fn(Progress<'_>) + Sync)) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// The same without anybody who is told.
    #[must_use]
    pub const fn silent(self) -> Self {
        Self { progress: None, ..self }
    }

    /// The same for one of several solves, which is told at once.
    #[must_use]
    pub fn job<'b>(self, number: usize, of: Option<usize>, words: &'b str) -> Budget<'b>
    where
        'a: 'b,
    {
        self.announce(number, of, words);
        Budget { job: Some(Job { number, of, words }), ..self }
    }

    /// Tells of one of several pieces of work that need no budget of their own.
    pub fn announce(self, number: usize, of: Option<usize>, words: &str) {
        Budget { job: Some(Job { number, of, words }), ..self }.tell(None);
    }

    /// Seconds that are left, never below 0; nothing: as many as it takes.
    #[must_use]
    pub fn left(&self) -> Option<f64> {
        let at = self.deadline?.at?;
        Some(at.saturating_duration_since(Instant::now()).as_secs_f64())
    }

    /// Seconds that were asked for.
    #[must_use]
    pub fn seconds(&self) -> Option<f64> {
        self.deadline.map(|deadline| deadline.seconds)
    }

    /// Whether somebody wants no more of it.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    /// Why the computation has to end now, if it has.
    ///
    /// # Errors
    /// It has.
    pub fn check(&self) -> Result<(), Stop> {
        if self.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        match self.left() {
            Some(left) if left <= 0.0 => Err(Stop::TimeLimit(self.seconds().unwrap_or_default())),
            _ => Ok(()),
        }
    }

    /// Whether anybody wants to hear how far it is.
    #[must_use]
    pub const fn is_watched(&self) -> bool {
        self.progress.is_some()
    }

    /// Tells how far it is.
    pub fn tell(&self, solver: Option<SolverProgress>) {
        if let Some(progress) = self.progress {
            progress(Progress { job: self.job, solver });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::AtomicBool;

    use super::{Budget, Stop};

    #[test]
    fn a_budget_ends_by_its_deadline_or_when_it_is_cancelled() {
        assert_eq!(Budget::default().check(), Ok(()));
        assert_eq!(Budget::of(Some(0.0)).check(), Err(Stop::TimeLimit(0.0)));
        assert_eq!(Budget::of(Some(1e300)).check(), Ok(()));
        assert_eq!(Budget::of(Some(1e300)).seconds(), Some(1e300));
        assert!(Budget::of(Some(1_000.0)).left().is_some_and(|left| left > 900.0));
        assert!(Budget::of(Some(1_000.0)).moved(-500.0).left().is_some_and(|left| left > 400.0 && left <= 500.0));
        assert_eq!(Budget::of(Some(0.0)).moved(-1.0).check(), Err(Stop::TimeLimit(0.0)));
        assert_eq!(Budget::of(Some(0.0)).moved(100.0).check(), Ok(()));
        assert_eq!(Budget::default().moved(-1.0).check(), Ok(()));
        let flag = AtomicBool::new(false);
        let budget = Budget::of(Some(0.0)).cancelled_by(&flag);
        assert_eq!(budget.check(), Err(Stop::TimeLimit(0.0)));
        flag.store(true, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(budget.check(), Err(Stop::Cancelled));
    }

    #[test]
    fn a_job_is_told_with_its_number() {
        let heard = Mutex::new(Vec::new());
        let hear = |progress: super::Progress<'_>| {
            let job = progress.job.map(|job| (job.number, job.of, job.words.to_owned()));
            heard.lock().unwrap().push(job);
        };
        let budget = Budget::default().telling(&hear);
        budget.job(2, Some(3), "DEU").tell(None);
        budget.silent().job(3, Some(3), "FRA").tell(None);
        let expected = Some((2, Some(3), "DEU".to_owned()));
        assert_eq!(heard.into_inner().unwrap(), [expected.clone(), expected]);
    }
}

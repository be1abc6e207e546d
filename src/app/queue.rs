//! Work that waits for a solver: first plans before proofs, and always a worker that takes no proof, so that nobody waits for another
//! one's proof to see a first plan.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::app::desk::{Desk, DeskQuestion, DeskSearch};
use crate::app::play::{SearchStage, play};
use crate::app::server::AppShared;

/// What is to be done for a desk.
pub(super) enum WorkTask {
    /// A stage of the search for its plan.
    Search(Arc<DeskSearch>, SearchStage),
    /// A question.
    Question(Arc<DeskQuestion>),
}

/// Work for a desk.
pub(super) struct DeskWork {
    pub desk: Arc<Desk>,
    pub task: WorkTask,
}

impl DeskWork {
    /// Whether it may take as long as a proof.
    fn is_slow(&self) -> bool {
        match &self.task {
            WorkTask::Search(_, stage) => stage.is_slow(),
            WorkTask::Question(_) => true,
        }
    }
}

#[derive(Default)]
struct WaitingWork {
    quick: VecDeque<DeskWork>,
    slow: VecDeque<DeskWork>,
    slow_busy: usize,
    closed: bool,
}

/// The queue of all desks.
#[derive(Default)]
pub(super) struct WorkQueue {
    waiting: Mutex<WaitingWork>,
    news: Condvar,
}

impl WorkQueue {
    fn waiting(&self) -> MutexGuard<'_, WaitingWork> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds work; a search takes the place of the one of the same desk that waits.
    pub fn add(&self, work: DeskWork) {
        let mut waiting = self.waiting();
        if matches!(work.task, WorkTask::Search(..)) {
            let stays = |other: &DeskWork| {
                !(Arc::ptr_eq(&other.desk, &work.desk) && matches!(other.task, WorkTask::Search(..)))
            };
            waiting.quick.retain(stays);
            waiting.slow.retain(stays);
        }
        if work.is_slow() {
            waiting.slow.push_back(work);
        } else {
            waiting.quick.push_back(work);
        }
        self.news.notify_all();
    }

    /// Ends the workers.
    pub fn close(&self) {
        let mut waiting = self.waiting();
        waiting.closed = true;
        waiting.quick.clear();
        waiting.slow.clear();
        self.news.notify_all();
    }

    /// The next work, of which so much may be slow at a time; nothing once the queue is closed.
    fn next(&self, slow_at_once: usize) -> Option<DeskWork> {
        let mut waiting = self.waiting();
        loop {
            if waiting.closed {
                return None;
            }
            if let Some(work) = waiting.quick.pop_front() {
                return Some(work);
            }
            if waiting.slow_busy < slow_at_once
                && let Some(work) = waiting.slow.pop_front()
            {
                waiting.slow_busy += 1;
                return Some(work);
            }
            waiting = self.news.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self, was_slow: bool) {
        if was_slow {
            self.waiting().slow_busy -= 1;
            self.news.notify_all();
        }
    }
}

/// Starts the workers.
pub(super) fn start(app: &Arc<AppShared>) -> io::Result<Vec<JoinHandle<()>>> {
    let count = app.limits.solves.max(2);
    let work = |number: usize| {
        let app = app.clone();
        let name = format!("entente-solve-{number}");
        std::thread::Builder::new().name(name).stack_size(64 * 1024 * 1024).spawn(move || {
            while let Some(work) = app.queue.next(count - 1) {
                let was_slow = work.is_slow();
                match work.task {
                    WorkTask::Search(search, stage) => {
                        if let Some(stage) = play(&app, &work.desk, &search, stage) {
                            app.queue.add(DeskWork { desk: work.desk, task: WorkTask::Search(search, stage) });
                        }
                    }
                    WorkTask::Question(question) => crate::app::ask::answer(&app, &work.desk, &question),
                }
                app.queue.done(was_slow);
            }
        })
    };
    (0..count).map(work).collect()
}

impl AppShared {
    /// Puts the search for the plan of a desk's state into the queue.
    pub fn search(&self, desk: &Arc<Desk>) {
        let search = desk.state().search.clone();
        self.queue.add(DeskWork { desk: desk.clone(), task: WorkTask::Search(search, SearchStage::First) });
    }
}

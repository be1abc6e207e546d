//! Work that waits for a solver: first plans before proofs, and always a worker for first plans, so that nobody waits for another one's
//! proof to see one.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::Ordering;
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
    /// How long others may have to wait for it.
    fn lane(&self) -> WorkLane {
        match &self.task {
            WorkTask::Search(_, SearchStage::First) => WorkLane::First,
            WorkTask::Search(_, SearchStage::Compare) => WorkLane::Soon,
            WorkTask::Search(..) | WorkTask::Question(_) => WorkLane::Long,
        }
    }
}

/// Kinds of work by how long they take.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WorkLane {
    /// First plans.
    First,
    /// What follows a first plan.
    Soon,
    /// Proofs and questions.
    Long,
}

impl WorkLane {
    const ALL: [Self; 3] = [Self::First, Self::Soon, Self::Long];

    /// Of so many workers, how many may be at it: one at least is left for first plans.
    const fn at_once(self, workers: usize) -> usize {
        match self {
            Self::First => workers,
            Self::Soon => 1,
            Self::Long => workers - 2,
        }
    }
}

#[derive(Default)]
struct WaitingWork {
    lanes: [VecDeque<DeskWork>; 3],
    busy: [usize; 3],
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

    /// Adds work; a search takes the place of an older one of the same desk that waits.
    pub fn add(&self, work: DeskWork) {
        let mut waiting = self.waiting();
        if let WorkTask::Search(search, _) = &work.task {
            let stays = |other: &DeskWork| match &other.task {
                WorkTask::Search(older, _) => !Arc::ptr_eq(&other.desk, &work.desk) || Arc::ptr_eq(older, search),
                WorkTask::Question(_) => true,
            };
            for lane in &mut waiting.lanes {
                lane.retain(stays);
            }
        }
        let lane = work.lane() as usize;
        if !waiting.closed {
            waiting.lanes[lane].push_back(work);
        }
        self.news.notify_all();
    }

    /// Ends the workers.
    pub fn close(&self) {
        let mut waiting = self.waiting();
        waiting.closed = true;
        waiting.lanes.iter_mut().for_each(VecDeque::clear);
        self.news.notify_all();
    }

    /// The next work for one of so many workers; nothing once the queue is closed.
    fn next(&self, workers: usize) -> Option<DeskWork> {
        let mut waiting = self.waiting();
        loop {
            if waiting.closed {
                return None;
            }
            for lane in WorkLane::ALL {
                let place = lane as usize;
                if waiting.busy[place] < lane.at_once(workers)
                    && let Some(work) = waiting.lanes[place].pop_front()
                {
                    waiting.busy[place] += 1;
                    return Some(work);
                }
            }
            waiting = self.news.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self, lane: WorkLane) {
        self.waiting().busy[lane as usize] -= 1;
        self.news.notify_all();
    }
}

/// Starts the workers.
pub(super) fn start(app: &Arc<AppShared>) -> io::Result<Vec<JoinHandle<()>>> {
    let count = app.limits.solves.max(3);
    let work = |number: usize| {
        let app = app.clone();
        let name = format!("entente-solve-{number}");
        std::thread::Builder::new().name(name).stack_size(64 * 1024 * 1024).spawn(move || {
            while let Some(work) = app.queue.next(count) {
                let lane = work.lane();
                match work.task {
                    WorkTask::Search(search, stage) => {
                        if let Some(stage) = play(&app, &work.desk, &search, stage) {
                            app.queue.add(DeskWork { desk: work.desk, task: WorkTask::Search(search, stage) });
                        }
                    }
                    WorkTask::Question(question) => crate::app::ask::answer(&app, &work.desk, &question),
                }
                app.queue.done(lane);
            }
        })
    };
    (0..count).map(work).collect()
}

impl AppShared {
    /// Puts the search for the plan of a desk's state into the queue. Where there are decisions to start from, the plan is decided anew
    /// beside the first one: which of the two takes longer is not known before.
    pub fn search(&self, desk: &Arc<Desk>) {
        let search = desk.state().search.clone();
        let both = self.decides_beside(desk);
        search.proving.store(both, Ordering::Relaxed);
        let task = |stage| DeskWork { desk: desk.clone(), task: WorkTask::Search(search.clone(), stage) };
        self.queue.add(task(SearchStage::First));
        if both {
            self.queue.add(task(SearchStage::Prove));
        }
    }
}

//! Workers, each with a planner of its own, that take runs in their order; what they finish comes to one place.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;

use crate::batch::{Batch, Finished, Planner};

/// How many runs may be finished and not yet taken, for each worker.
const WAITING: usize = 4;

/// Works the runs off on some workers; each that is finished is handed over at once, in whatever order they finish. What is
/// handed over may end the work by an error.
///
/// # Errors
/// What the taker said.
pub fn conduct<E>(
    batch: &Batch<'_>,
    runs: impl Iterator<Item = usize> + Send,
    jobs: usize,
    mut take: impl FnMut(Finished) -> Result<(), E>,
) -> Result<(), E> {
    let runs = Mutex::new(runs);
    let over = AtomicBool::new(false);
    let (runs, over) = (&runs, &over);
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<Finished>(WAITING * jobs.max(1));
        for _ in 0..jobs.max(1) {
            let send = send.clone();
            scope.spawn(move || {
                let mut planner = Planner::of(&batch.shared);
                while !over.load(Ordering::Relaxed) {
                    let next = runs.lock().ok().and_then(|mut runs| runs.next());
                    let Some(number) = next else { return };
                    let Some(finished) = batch.run(&mut planner, number) else { return };
                    if send.send(finished).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let taken = receive.iter().try_for_each(&mut take);
        over.store(true, Ordering::Relaxed);
        // Whoever waits to hand something over is let go.
        drop(receive);
        taken
    })
}

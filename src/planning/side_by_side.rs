//! Questions that do not hang on each other, put to several solvers at a time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many workers there are for so many questions.
pub(crate) fn workers(questions: usize) -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(questions).max(1)
}

/// The answers in the order of the questions; which worker answers which does not matter. The first error ends all.
pub(crate) fn side_by_side<W: Send, Q: Sync, A: Send, E: Send>(
    workers: &mut [W],
    questions: &[Q],
    answer: impl Fn(&mut W, &Q) -> Result<A, E> + Sync,
) -> Result<Vec<A>, E> {
    let next = AtomicUsize::new(0);
    let answers: Mutex<Vec<(usize, Result<A, E>)>> = Mutex::new(Vec::new());
    let work = |worker: &mut W| {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(question) = questions.get(place) else { return };
            let found = answer(worker, question);
            if found.is_err() {
                next.store(questions.len(), Ordering::Relaxed);
            }
            if let Ok(mut answers) = answers.lock() {
                answers.push((place, found));
            }
        }
    };
    if let [only] = workers {
        work(only);
    } else {
        let work = &work;
        std::thread::scope(|scope| {
            for worker in workers.iter_mut() {
                scope.spawn(move || work(worker));
            }
        });
    }
    let mut answers = answers.into_inner().unwrap_or_default();
    answers.sort_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use super::side_by_side;

    #[test]
    fn answers_come_in_the_order_of_questions() {
        let questions: Vec<u64> = (0..100).collect();
        let double = |(): &mut (), question: &u64| Ok::<u64, ()>(2 * question);
        let expected: Vec<u64> = questions.iter().map(|question| 2 * question).collect();
        assert_eq!(side_by_side(&mut [(), ()], &questions, double), Ok(expected));
        let fails = |(): &mut (), question: &u64| if *question == 50 { Err(()) } else { Ok(*question) };
        assert_eq!(side_by_side(&mut [(), ()], &questions, fails), Err(()));
    }
}

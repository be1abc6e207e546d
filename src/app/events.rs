//! What a desk tells its listeners. Of each kind the last is kept, so that whoever comes late or reads slowly misses nothing that
//! still holds, and takes no memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::watch;

/// Answers to questions that are kept for whoever comes late.
const ANSWERS: usize = 12;

/// Something told.
#[derive(Debug, Clone)]
pub(super) struct NewsItem {
    /// Name of the event.
    pub event: &'static str,
    /// What is told, as JSON.
    pub text: Arc<str>,
    number: u64,
}

#[derive(Debug, Default)]
struct NewsBoard {
    number: u64,
    last: Vec<NewsItem>,
    answers: VecDeque<NewsItem>,
}

/// What a desk tells.
#[derive(Debug)]
pub(super) struct News {
    board: Mutex<NewsBoard>,
    number: watch::Sender<u64>,
}

impl Default for News {
    fn default() -> Self {
        Self { board: Mutex::default(), number: watch::Sender::new(0) }
    }
}

impl News {
    fn board(&self) -> MutexGuard<'_, NewsBoard> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells something.
    pub fn tell(&self, event: &'static str, value: &Value) {
        let mut board = self.board();
        board.number += 1;
        let item = NewsItem { event, text: value.to_string().into(), number: board.number };
        if event == "asked" {
            board.answers.push_back(item);
            if board.answers.len() > ANSWERS {
                board.answers.pop_front();
            }
        } else {
            board.last.retain(|known| known.event != event);
            board.last.push(item);
        }
        self.number.send_replace(board.number);
    }

    /// Whoever wants to hear.
    pub fn listener(&self) -> watch::Receiver<u64> {
        self.number.subscribe()
    }

    /// What was told since a number, and the number until which that is.
    pub fn since(&self, number: u64) -> NewsSince {
        let board = self.board();
        let mut items: Vec<NewsItem> =
            board.last.iter().chain(&board.answers).filter(|item| item.number > number).cloned().collect();
        items.sort_by_key(|item| item.number);
        NewsSince { items, until: board.number }
    }
}

/// What was told.
pub(super) struct NewsSince {
    /// In the order of telling.
    pub items: Vec<NewsItem>,
    /// Number of the last one.
    pub until: u64,
}

//! A desk: what one tab of a browser plays with. Its states are kept as a list, so that every move can be undone.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::app::events::News;
use crate::app::lever_settings::LeverValues;
use crate::app::library::LoadedModel;
use crate::app::planned::{KnownState, StateReading};
use crate::planning::Base;

/// A search for the plan of one state.
#[derive(Debug)]
pub(super) struct DeskSearch {
    /// Revision that it is for.
    pub revision: u64,
    /// Whether nobody wants it any more, or somebody wants what is known.
    pub cancel: AtomicBool,
    /// Whether it was stopped by the user, who wants what is known.
    pub stopped: AtomicBool,
    /// Whether plans with decisions kept are of no use any more, since a surer one is there.
    pub outrun: AtomicBool,
    /// Whether the plan is decided anew beside the first one.
    pub proving: AtomicBool,
}

impl DeskSearch {
    pub const fn new(revision: u64) -> Self {
        Self {
            revision,
            cancel: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            outrun: AtomicBool::new(false),
            proving: AtomicBool::new(false),
        }
    }

    /// Ends it, since another one takes its place.
    pub fn end(&self) {
        self.cancel.store(true, Ordering::Relaxed);
        self.outrun.store(true, Ordering::Relaxed);
    }

    /// Ends plans with decisions kept, since a surer one is there.
    pub fn outrun(&self) {
        self.outrun.store(true, Ordering::Relaxed);
    }

    /// Ends it with what is known.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        self.end();
    }

    pub fn is_ended(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

/// A state that somebody pinned.
#[derive(Clone)]
pub(super) struct PinnedState {
    pub pin: u64,
    pub name: String,
    pub values: LeverValues,
    pub revision: u64,
    pub reading: Arc<StateReading>,
    pub known: Option<KnownState>,
    /// The opening sentence of its answer.
    pub sentence: String,
}

/// A question that was asked of a desk.
#[derive(Debug)]
pub(super) struct DeskQuestion {
    pub id: u64,
    /// What was asked, as it came.
    pub asked: Value,
    pub cancel: AtomicBool,
}

/// What changes at a desk.
pub(super) struct DeskState {
    /// Every state so far; those behind the place can be redone.
    pub history: Vec<LeverValues>,
    /// Place of the state that is shown.
    pub place: usize,
    /// The lever that made the last state, for moves that join.
    pub moved: Option<String>,
    pub revision: u64,
    pub reading: Arc<StateReading>,
    pub pins: Vec<PinnedState>,
    pub next_pin: u64,
    pub search: Arc<DeskSearch>,
    /// The last answer with a plan.
    pub known: Option<KnownState>,
    /// The last answer as it was told.
    pub answer: Option<Arc<Value>>,
    /// Decisions that the next plan starts from, with the proposal that they are for.
    pub base: Option<DeskBase>,
    pub questions: Vec<Arc<DeskQuestion>>,
    pub next_question: u64,
}

/// Decisions of a plan of a desk.
#[derive(Clone)]
pub(super) struct DeskBase {
    pub proposal: String,
    pub base: Arc<Base>,
}

/// A desk.
pub(super) struct Desk {
    pub id: String,
    pub loaded: Arc<LoadedModel>,
    /// Held by whoever moves a lever: one move at a time.
    pub moving: Mutex<()>,
    state: Mutex<DeskState>,
    pub news: News,
    /// When it was last used, on the clock of the server.
    pub used: AtomicU64,
    pub warnings: Vec<String>,
}

impl Desk {
    /// A desk at a state.
    pub fn new(
        id: String,
        loaded: Arc<LoadedModel>,
        values: LeverValues,
        reading: Arc<StateReading>,
        warnings: Vec<String>,
    ) -> Self {
        let state = DeskState {
            history: vec![values],
            place: 0,
            moved: None,
            revision: 1,
            reading,
            pins: Vec::new(),
            next_pin: 1,
            search: Arc::new(DeskSearch::new(1)),
            known: None,
            answer: None,
            base: None,
            questions: Vec::new(),
            next_question: 1,
        };
        Self {
            id,
            loaded,
            moving: Mutex::new(()),
            state: Mutex::new(state),
            news: News::default(),
            used: AtomicU64::new(0),
            warnings,
        }
    }

    /// What changes.
    pub fn state(&self) -> MutexGuard<'_, DeskState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn to move a lever.
    pub fn turn(&self) -> MutexGuard<'_, ()> {
        self.moving.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends everything that is under way, since nobody listens any more.
    pub fn end(&self) {
        let state = self.state();
        state.search.end();
        for question in &state.questions {
            question.cancel.store(true, Ordering::Relaxed);
        }
    }
}

impl DeskState {
    /// The values of the state that is shown.
    pub fn values(&self) -> &LeverValues {
        &self.history[self.place]
    }

    /// Takes a new state, which can be undone; `joins` says that it is part of the move before.
    pub fn take(&mut self, values: LeverValues, moved: Option<String>, joins: bool) {
        self.history.truncate(self.place + 1);
        if joins && self.place > 0 && moved.is_some() && self.moved == moved {
            self.history[self.place] = values;
        } else {
            self.history.push(values);
            self.place += 1;
        }
        self.moved = moved;
    }
}

//! What the application bears: sizes, counts and times.

use std::time::Duration;

/// What the application bears, each with a reason to be bounded: whoever asks may be a broken page, or a stranger's.
#[derive(Debug, Clone, Copy)]
pub struct AppLimits {
    /// Largest body of a request, in bytes.
    pub body: usize,
    /// Largest body of a request that brings a model, in bytes.
    pub model: usize,
    /// How many models are read from requests at a time.
    pub models_at_once: usize,
    /// Longest time in which a body may arrive.
    pub arrival: Duration,
    /// Largest number of desks; the one that was used least recently goes.
    pub desks: usize,
    /// Largest number of listeners to events, of all desks together.
    pub listeners: usize,
    /// Largest number of open connections.
    pub connections: usize,
    /// Solves at a time.
    pub solves: usize,
    /// Time limit for one solve, in seconds.
    pub seconds: f64,
    /// Plans that are remembered.
    pub plans: usize,
    /// Largest number of pins of a desk.
    pub pins: usize,
    /// Questions of a desk that wait or are under way.
    pub questions: usize,
}

impl Default for AppLimits {
    fn default() -> Self {
        Self {
            body: 256 * 1024,
            model: 16 * 1024 * 1024,
            models_at_once: 2,
            arrival: Duration::from_secs(20),
            desks: 64,
            listeners: 128,
            connections: 256,
            solves: std::thread::available_parallelism().map_or(1, usize::from).clamp(1, 4),
            seconds: 900.0,
            plans: 48,
            pins: 24,
            questions: 4,
        }
    }
}

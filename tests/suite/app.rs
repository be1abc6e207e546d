//! The application, over its socket: who may come in, what a desk answers, and what many at once do to it.

mod client;
mod door;
mod many;
mod play;
mod sharing;

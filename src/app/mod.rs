//! The application: a server on this machine with a page on which a model is tried, compared and explained. It holds what is set and
//! says what is known; plans, answers and pictures are those of the rooms below.

mod address;
mod answer;
mod ask;
mod comparing;
mod connections;
mod desk;
mod door;
mod edit;
mod events;
mod first_plan;
mod first_questions;
mod handlers;
mod headline;
mod lever_list;
mod lever_settings;
mod levers;
mod library;
mod limits;
mod pages;
mod planned;
mod play;
mod play_compare;
mod queue;
mod reasons;
mod refusal;
mod routes;
mod server;
mod state;
mod tables;
mod take;
mod ways_out;

pub use limits::AppLimits;
pub use routes::{ROUTES, RouteEntry};
pub use server::{AppOptions, AppServer, StopSignal};

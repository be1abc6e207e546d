//! `sensitivity`: what moves a plan.

mod answer;
mod ask;
mod tables;
mod text;

pub use answer::{Sensitivity, SensitivityLine, StayRange, Varying, sensitivity};
pub use ask::figures_named;
pub use tables::{TABLES, sensitivity_tables};
pub use text::{note_on_prices, sensitivity_text};

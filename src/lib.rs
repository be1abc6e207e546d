//! Joint defence procurement, computed.
//!
//! YAML capability targets and national budgets go in; an audited plan of pooled orders comes out. The rooms, in the
//! order in which a question passes through them:
//!
//! ```text
//! files ─ input ─► Model ─ formulation ─► rows and columns ─ solve ─► values and prices
//!                    │                                                     │
//!                    │                      Plan ◄──────── plan ───────────┘
//!                    ▼                       │
//!                measures ◄──────────────────┘ ─ audit ─► Verdict
//!                    │
//!                  planning ─ questions ─ report: what people read ─ cli: who asks
//! ```
//!
//! ```
//! let text = "
//! model: Ten tanks
//! horizon: 2026..2027
//! nations: { DEU: { budget: 100 } }
//! capabilities: { tanks: { us_baseline: 10 } }
//! producers: { works: { seat: DEU } }
//! offers: { tank: { by: works, gives: tanks, price: 20 } }
//! ";
//! let model = entente::input::read_text("tanks.yaml", text, &[]).model.ok_or("the model has findings")?;
//! let run = entente::planning::plan(&model, entente::planning::Approach::default())?;
//! // Five tanks in the first year and five in the next: half of the gap stands for one of two years.
//! assert!((run.stages[0].value - 0.25).abs() < 1e-9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod app;
pub mod audit;
pub mod batch;
pub mod budget;
pub mod cli;
pub mod contract;
pub mod disk;
mod engine;
pub mod formulation;
pub mod id;
pub mod input;
pub mod layout;
pub mod legible;
pub mod measures;
pub mod model;
pub mod plan;
pub mod planning;
pub mod questions;
pub mod reduction;
pub mod report;
pub mod results;
pub mod scenario;
pub mod schema;
pub mod solve;
pub mod units;

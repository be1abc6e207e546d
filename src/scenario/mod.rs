//! What a study varies: changes of a model by name, crossed with each other, listed or drawn. Nothing here solves
//! anything.

mod apply;
mod change;
mod digest;
mod distribution;
mod draw;
mod figures;
mod futures;
mod models;
mod study;
mod subsets;

pub use apply::{Applied, apply};
pub use change::{Amount, ModelChange, Shock};
pub use digest::{digest, run_digest};
pub use distribution::{Distribution, part_below};
pub use draw::{Drawing, Sample, Variable};
pub use figures::{Figure, figures, is_like};
pub use futures::{TwoStageSettings, WeightedScenario, same_shape};
pub use models::{ModelWithFigures, Models, ReadModel};
pub use study::{Axis, DecisionSource, MeasureGroup, Scenario, Study};
pub use subsets::Subsets;

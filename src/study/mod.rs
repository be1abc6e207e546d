//! Questions that take one solve or many, from model to audited result.

mod run;

pub use run::{Problem, Run, Size, Timing, judge, run};

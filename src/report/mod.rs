//! What people read, as data first: text, JSON, CSV and Parquet are pure functions of it.

mod audit_answer;
mod figures;
mod files;
mod gap_lines;
mod given;
mod kept;
mod model_book;
mod money_lines;
mod orders_text;
mod page;
mod proposal_tables;
mod provenance;
mod report_file;
mod series;
mod shapes;
mod since;
mod stored;
mod summary;
mod tables;
mod target_lines;
mod text;
mod who_orders;
mod workbook;

pub use audit_answer::AuditAnswer;
pub use figures::{FigureLine, figure_table};
pub use files::{write_answer, write_comparison, write_run};
pub use gap_lines::{CapabilityLine, DenialLine, GapLine};
pub use given::Given;
pub use kept::{KeptComparison, KeptRun, Origin, OriginFile, holds_comparison, read_comparison, read_kept_run};
pub use model_book::model_workbook;
pub use money_lines::MoneyLine;
pub(crate) use page::{CHARTS, EUROPE, Picture, answer as answer_sentences, capital, pictures};
pub use page::{ReportSide, Told, report_page};
pub(crate) use provenance::copy_name;
pub use provenance::{
    CommandOptions, FormulationSize, GoalCertificate, GoalProof, InputFile, Override, PartTime, ProofDigests,
    Provenance,
};
pub use report_file::{ReportForm, write_report};
pub use shapes::TABLES as RUN_SHAPES;
pub use since::{AuditedModel, changed_since};
pub use stored::{Stored, read_run};
pub use summary::{BindingLimit, BrokenRule, GoalLine, RungLine, Summary, Tallies};
pub use tables::tables;
pub use target_lines::TargetLine;
pub use text::{figures_text, summary_text, verdict_text};

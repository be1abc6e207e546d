//! What an audit found, with the summary of the plan that was audited.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::audit::Verdict;
use crate::report::summary::Summary;
use crate::results::ResultDocument;

/// What an audit found.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AuditAnswer {
    /// Limits that were checked, and those that the plan breaks.
    pub verdict: Verdict,
    /// What the plan comes to.
    pub summary: Summary,
}

impl ResultDocument for AuditAnswer {
    const NAME: &'static str = "audit";
}

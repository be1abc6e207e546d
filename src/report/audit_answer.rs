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
    /// What has changed since the plan was written, of it and of what it was made from, in sentences: the audit is of the model as it is.
    #[serde(default)]
    pub changed_since: Vec<String>,
    /// What the plan comes to.
    pub summary: Summary,
}

impl ResultDocument for AuditAnswer {
    const NAME: &'static str = "audit";
}

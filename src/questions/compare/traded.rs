//! Capabilities of which the cheapest plan at the standalone level has less than the standalone plan: the goal lets others make up for them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::layout::grid::clean;
use crate::layout::number::signed_points;
use crate::measures::gaps;
use crate::planning::Run;
use crate::questions::compare::{ComparisonSummary, ProposalLine};

/// A capability of which more is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TradedCapability {
    /// Its code.
    pub capability: String,
    /// Its name.
    pub name: String,
    /// By how much its gap is larger than alone, mean of the years: 0 to 1.
    pub more_missing: f64,
}

/// Gaps that are nearer than this are alike.
const ALIKE: f64 = 0.01;

/// How many are named.
const NAMED: usize = 3;

/// Capabilities of which one plan leaves more missing than another, the largest difference first. They meet by their codes.
pub(super) fn traded(alone: &Run, cheapest: &Run) -> Vec<TradedCapability> {
    let mean = |list: &[f64]| {
        #[expect(clippy::cast_precision_loss, reason = "years are few")]
        let years = list.len().max(1) as f64;
        list.iter().sum::<f64>() / years
    };
    let before = gaps(&alone.model, &alone.known.stocks).capabilities;
    let mut list: Vec<TradedCapability> = (gaps(&cheapest.model, &cheapest.known.stocks).capabilities.iter())
        .filter_map(|after| {
            let code = cheapest.model.capabilities.code(after.capability);
            let same = alone.model.capabilities.find(code)?;
            let before = before.iter().find(|gap| gap.capability == same)?;
            let more_missing = mean(&after.share) - mean(&before.share);
            let name = cheapest.model.capabilities[after.capability].name.clone();
            (more_missing > ALIKE).then(|| TradedCapability { capability: code.to_owned(), name, more_missing })
        })
        .collect();
    list.sort_by(|a, b| b.more_missing.total_cmp(&a.more_missing));
    list
}

impl ComparisonSummary {
    /// Why what is less than alone is no saving on the same forces, proposal by proposal; `None` where no capability makes up for another.
    #[must_use]
    pub fn trades(&self) -> Option<String> {
        let some: Vec<&ProposalLine> = self.others().into_iter().filter(|line| !line.traded.is_empty()).collect();
        let list: Vec<String> = some
            .iter()
            .map(|line| {
                let named = line
                    .traded
                    .iter()
                    .take(NAMED)
                    .map(|one| format!("{} ({})", clean(&one.name), signed_points(one.more_missing)));
                let rest = if line.traded.len() > NAMED {
                    format!(" and {} more", line.traded.len() - NAMED)
                } else {
                    String::new()
                };
                format!("{}: {}{rest}", clean(&line.name), named.collect::<Vec<_>>().join(", "))
            })
            .collect();
        (!list.is_empty()).then(|| format!(
            "Less money is no saving there, since other forces make up the same level. Of these more is missing than alone, and of others less: {}.", list.join("; ")
        ))
    }
}

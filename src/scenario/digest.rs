//! What tells runs and studies apart by content: the same digest, the same result.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::scenario::{Axis, ModelChange, Scenario, Study};

/// A digest of texts, 16 hexadecimal digits.
#[must_use]
pub fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The digest of a run: of what the model was read from, what the scenario changes, the proposal, and how it is solved
/// and measured.
#[must_use]
pub fn run_digest(read_from: &str, study: &Study, scenario: &Scenario, proposal: &str) -> String {
    let how = format!("{:?} {:?} {:?}", study.decisions, study.stress, study.measures);
    digest([read_from, &canonical(&scenario.changes), proposal, &how])
}

/// Changes as text, every number to its last digit.
fn canonical(changes: &[ModelChange]) -> String {
    serde_json::to_string(changes).unwrap_or_else(|_| format!("{changes:?}"))
}

impl Study {
    /// The digest of a study over a model read from files of this digest: of everything that any of its runs hangs on.
    #[must_use]
    pub fn digest(&self, read_from: &str) -> String {
        let mut text = format!(
            "{:?} {:?} {:?} {:?} {:?} {:?}",
            self.name, self.settings, self.proposals, self.stress, self.measures, self.decisions
        );
        for axes in &self.sections {
            text.push('|');
            for axis in axes {
                match axis {
                    Axis::Listed(list) => {
                        for scenario in list {
                            let _ = write!(text, "{:?}{}", scenario.name, canonical(&scenario.changes));
                        }
                    }
                    Axis::Drawn(sample) => text.push_str(&sample.told()),
                    Axis::Subsets(subsets) => text.push_str(&subsets.told()),
                }
                text.push(';');
            }
        }
        digest([read_from, &text])
    }
}

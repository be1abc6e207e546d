//! Results that were written, read back as the data that reports are made of.

use std::path::Path;

use crate::disk::{Contents, own_path};
use crate::legible::Shown;
use crate::planning::Run;
use crate::questions::compare::ComparisonSummary;
use crate::report::provenance::Provenance;
use crate::report::series::other_length;
use crate::report::stored::read_run;
use crate::report::summary::Summary;
use crate::results::{ResultDocument, read_document};

/// How a result came about, as far as readers of a report ask.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Version of the program.
    pub version: String,
    /// Commit that it was built from.
    pub commit: Option<String>,
    /// The solver.
    pub solver: String,
    /// Its version.
    pub solver_version: String,
    /// Options that were set.
    pub options: Vec<String>,
    /// Files that were read.
    pub inputs: Vec<OriginFile>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginFile {
    /// As it was named.
    pub name: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Origin {
    /// What readers of a report ask of a provenance.
    #[must_use]
    pub fn of(provenance: &Provenance) -> Self {
        Self {
            version: provenance.version.clone(),
            commit: provenance.commit.clone(),
            solver: provenance.solver.clone(),
            solver_version: provenance.solver_version.clone(),
            options: provenance.options.clone(),
            inputs: (provenance.inputs.iter())
                .map(|input| OriginFile { name: input.name.clone(), sha256: input.sha256.clone() })
                .collect(),
        }
    }
}

/// A run that was written: recomputed and judged, with what was proven of it.
#[derive(Debug)]
pub struct KeptRun {
    /// The run, without proofs and prices.
    pub run: Run,
    /// Its summary, with both.
    pub summary: Summary,
    /// How it came about.
    pub origin: Origin,
}

/// A comparison that was written.
#[derive(Debug)]
pub struct KeptComparison {
    /// What it came to.
    pub summary: ComparisonSummary,
    /// The runs of the proposals that have one, by code, in the order of the summary.
    pub runs: Vec<(String, KeptRun)>,
}

/// Reads a run with its summary.
///
/// # Errors
/// The folder holds no run, or one that cannot be read back; in words.
pub fn read_kept_run(folder: &Path) -> Result<KeptRun, String> {
    let run = read_run(folder)?.run;
    let summary: Summary = data(folder)?;
    let values = [serde_json::to_value(&summary), serde_json::to_value(Summary::of(&run.model, &run))];
    let [Ok(kept), Ok(anew)] = values else { return Err(format!("{}: cannot be read back", folder.shown())) };
    if let Some(series) = other_length(&kept, &anew) {
        let file = folder.join("summary.json").shown();
        return Err(format!("{file}: `{series}` does not have one value for each year; write the run again"));
    }
    Ok(KeptRun { run, summary, origin: Origin::of(&data(folder)?) })
}

/// Whether a folder holds a comparison.
#[must_use]
pub fn holds_comparison(folder: &Path) -> bool {
    Contents::holds(folder, "comparison.json")
}

/// Reads a comparison with the runs of its proposals.
///
/// # Errors
/// The folder holds no comparison, or one that cannot be read back; in words.
pub fn read_comparison(folder: &Path) -> Result<KeptComparison, String> {
    let summary: ComparisonSummary = data(folder)?;
    let mut runs = Vec::new();
    for line in summary.proposals.iter().filter(|line| line.failed.is_none()) {
        // A code is one step of a path: nothing outside the comparison is read.
        if line.proposal.contains(['/', '\\']) || line.proposal.starts_with('.') {
            return Err(format!("`{}` in {} is no code of a proposal", line.proposal, folder.shown()));
        }
        own_path(folder, &format!("{}/provenance.json", line.proposal))?;
        runs.push((line.proposal.clone(), read_kept_run(&folder.join(&line.proposal))?));
    }
    Ok(KeptComparison { summary, runs })
}

/// One JSON document of a result, if it is as it was written.
pub(super) fn data<T: ResultDocument>(folder: &Path) -> Result<T, String> {
    let name = format!("{}.json", T::NAME);
    let text = Contents::read(folder)?.text(folder, &name)?;
    let path = folder.join(&name);
    read_document(&text).map_err(|error| {
        let line = error.line().map_or_else(String::new, |line| format!(":{line}"));
        format!("{}{line}: cannot be read back: {error}", path.shown())
    })
}

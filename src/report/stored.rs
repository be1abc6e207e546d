//! A run that was written, read back: its model from the copies of its inputs, its plan from its tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::input::{Setting, own_text, read_stored};
use crate::legible::Shown;
use crate::model::Outcomes;
use crate::plan::{BESIDE_ORDERS, orders_from_csv};
use crate::study::{Run, judge};

/// What is needed of the provenance.
#[derive(Deserialize)]
struct Kept {
    proposal: Option<String>,
    alone: Option<Outcomes>,
    options: Vec<String>,
    inputs: Vec<Input>,
}

#[derive(Deserialize)]
struct Input {
    name: String,
    copy: String,
}

/// What is needed of the summary.
#[derive(Deserialize)]
struct Reached {
    goals: Vec<ReachedGoal>,
}

#[derive(Deserialize)]
struct ReachedGoal {
    kept_to: f64,
}

/// A row of the table of decisions.
#[derive(Deserialize)]
struct Decided {
    decision: String,
    value: f64,
}

/// What was decided by yes or no, by name.
fn decisions(text: &str) -> Result<Vec<(String, f64)>, csv::Error> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize();
    rows.map(|row: Result<Decided, csv::Error>| row.map(|row| (row.decision, row.value))).collect()
}

/// A run that was read back.
#[derive(Debug)]
pub struct Stored {
    /// The run, recomputed and judged; without proofs and prices.
    pub run: Run,
    /// The proposal that it was under.
    pub proposal: String,
}

/// Reads a run that a solve or a comparison wrote.
///
/// # Errors
/// The folder holds no run, or one that cannot be read back; in words.
pub fn read_run(folder: &Path) -> Result<Stored, String> {
    // A run may come from strangers: it is read from its own folder alone.
    let text = |name: &str| own_text(folder, name);
    let place = folder.join("provenance.json");
    if !place.exists() {
        return Err(format!(
            "{} holds no run; name a folder that `solve --out` wrote, or one of those inside what `compare --out` wrote",
            folder.shown()
        ));
    }
    let kept: Kept = serde_json::from_str(&text("provenance.json")?)
        .map_err(|error| format!("the provenance in {} cannot be read: {error}", folder.shown()))?;
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    for input in &kept.inputs {
        files.insert(PathBuf::from(&input.name), text(&input.copy)?);
    }
    let Some(first) = kept.inputs.first() else {
        return Err(format!("the run in {} does not say what it was read from", folder.shown()));
    };
    let settings: Vec<Setting> = (kept.options.iter())
        .filter_map(|option| option.strip_prefix("--set ")?.split_once('='))
        .map(|(path, value)| (path.to_owned(), value.to_owned()))
        .collect();
    let reading = read_stored(Path::new(&first.name), files, &settings);
    let findings = reading.render_findings(false);
    let Some(mut model) = reading.model else {
        return Err(format!("the model of the run cannot be read back:\n{}", findings.join("\n")));
    };
    let proposal = kept.proposal.unwrap_or_else(|| crate::model::TOGETHER.to_owned());
    if let Some(id) = model.proposals.find(&proposal) {
        model = model.under(id);
    }
    model.outcomes = kept.alone;
    let told = |name: &str, faults: Vec<crate::plan::Fault>| -> String {
        faults.iter().map(|fault| format!("{name}:{}: {}", fault.line, fault.what)).collect::<Vec<_>>().join("\n")
    };
    let mut plan = orders_from_csv(&model, &text("orders.csv")?).map_err(|faults| told("orders.csv", faults))?;
    for (name, add) in BESIDE_ORDERS {
        let name = format!("{name}.csv");
        if folder.join(&name).exists() {
            add(&model, &text(&name)?, &mut plan).map_err(|faults| told(&name, faults))?;
        }
    }
    let path = folder.join("decisions.csv");
    let mut run = judge(&model, plan);
    if path.exists() {
        let named = decisions(&text("decisions.csv")?).map_err(|what| format!("decisions.csv: {what}"))?;
        let summary: Reached = serde_json::from_str(&text("summary.json")?)
            .map_err(|error| format!("the summary in {} cannot be read back: {error}", folder.shown()))?;
        run = run.with_decisions(&named, summary.goals.iter().map(|goal| goal.kept_to).collect())?;
    }
    Ok(Stored { run, proposal })
}

//! A run that was written, read back: its model from the copies of its inputs, its plan from its tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::disk::{Contents, digest};
use crate::input::{Setting, read_stored};
use crate::layout::{Cell, table_from_csv};
use crate::legible::Shown;
use crate::plan::{BESIDE_ORDERS, orders_from_csv};
use crate::planning::{Run, judge};
use crate::report::kept::data;
use crate::report::provenance::Provenance;
use crate::report::shapes;
use crate::report::summary::Summary;

/// The integer decisions, by name.
fn decisions(text: &str) -> Result<Vec<(String, f64)>, String> {
    let table = table_from_csv(&shapes::DECISIONS, text)?;
    let decided = table.rows.into_iter().filter_map(|row| match <[Cell; 2]>::try_from(row) {
        Ok([Cell::Text(decision), Cell::Number(value)]) => Some((decision, value)),
        _ => None,
    });
    Ok(decided.collect())
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
    if !Contents::holds(folder, "provenance.json") {
        return Err(format!(
            "{} holds no run; name a folder that `solve --out` wrote, or one of those inside what `compare --out` wrote",
            folder.shown()
        ));
    }
    // Orders of one plan beside inputs of another would make sentences that nobody solved: everything is as it was written.
    let contents = Contents::read(folder)?;
    let text = |name: &str| contents.text(folder, name);
    let shown = |name: &str| folder.join(name).shown();
    let kept: Provenance = data(folder)?;
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    for input in &kept.inputs {
        let copy = text(&input.copy)?;
        if digest(copy.as_bytes()) != input.sha256 {
            return Err(format!(
                "{} is not the file that the run was made from, by its digest in provenance.json; write the run again",
                shown(&input.copy)
            ));
        }
        files.insert(PathBuf::from(&input.name), copy);
    }
    let Some(first) = kept.inputs.first() else {
        let file = shown("provenance.json");
        return Err(format!("{file}: `inputs` names no file that the run was made from; write the run again"));
    };
    let settings: Vec<Setting> = kept.settings.iter().map(|set| (set.path.clone(), set.value.clone())).collect();
    let reading = read_stored(Path::new(&first.name), files, &settings);
    let findings = reading.render_findings(false);
    let Some(mut model) = reading.model else {
        return Err(format!("the model of the run cannot be read back:\n{}", findings.join("\n")));
    };
    let proposal = kept.proposal;
    let Some(id) = model.proposals.find(&proposal) else {
        return Err(format!("{}: the model has no proposal `{proposal}`", shown("provenance.json")));
    };
    model = model.under(id);
    if let Some(alone) = &kept.alone {
        alone.fits(&model).map_err(|refusal| format!("{}: {refusal}", shown("provenance.json")))?;
    }
    let told = |name: &str, faults: Vec<crate::plan::Fault>| -> String {
        let place = shown(name);
        faults.iter().map(|fault| format!("{place}:{}: {}", fault.line, fault.what)).collect::<Vec<_>>().join("\n")
    };
    let mut plan = orders_from_csv(&model, &text("orders.csv")?).map_err(|faults| told("orders.csv", faults))?;
    for (name, add) in BESIDE_ORDERS {
        let name = format!("{name}.csv");
        if contents.names(&name) {
            add(&model, &text(&name)?, &mut plan).map_err(|faults| told(&name, faults))?;
        }
    }
    let mut run = judge(&model, plan, kept.alone.as_ref());
    // Goals that were only required have no place among those of the model.
    if kept.goals.len() == model.goals.len() {
        run.bounds = kept.goals.iter().map(|goal| goal.bound.unwrap_or(f64::INFINITY)).collect();
    }
    if contents.names("decisions.csv") {
        let named = decisions(&text("decisions.csv")?).map_err(|what| format!("{}:{what}", shown("decisions.csv")))?;
        let summary: Summary = data(folder)?;
        if summary.goals.len() != model.goals.len() {
            let (file, found, goals) = (shown("summary.json"), summary.goals.len(), model.goals.len());
            return Err(format!("{file}: there are {found} goals, and the model has {goals}; write the run again"));
        }
        run = run.with_decisions(&named, summary.goals.iter().map(|goal| goal.kept_to).collect())?;
    }
    Ok(Stored { run, proposal })
}

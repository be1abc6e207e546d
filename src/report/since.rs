//! What has changed since a run was written, of its tables and of what it was made from: an audit of its plan is of the model as it is.

use std::path::Path;

use crate::disk::{CONTENTS, Contents};
use crate::input::Sources;
use crate::legible::Shown;
use crate::model::Model;
use crate::report::kept::data;
use crate::report::provenance::{InputFile, Override, Provenance};

/// The file that says what a run was made from.
const PROVENANCE: &str = "provenance.json";

/// What a plan is audited against now.
#[derive(Debug, Clone, Copy)]
pub struct AuditedModel<'a> {
    /// The model, under its proposal.
    pub model: &'a Model,
    /// The files that it was read from.
    pub sources: &'a Sources,
    /// Values that override it, by path, in their order.
    pub settings: &'a [(String, String)],
}

/// What has changed since a folder of results was written, in sentences: tables that are read, inputs of the model, values that
/// override it, and the proposal. None where all is as it was.
#[must_use]
pub fn changed_since(folder: &Path, tables: &[String], now: AuditedModel<'_>) -> Vec<String> {
    let mut list = Vec::new();
    let contents = match Contents::read(folder) {
        Ok(contents) => contents,
        Err(what) => return vec![format!("Whether the plan is as it was written cannot be told: {what}.")],
    };
    let changed: Vec<&str> =
        tables.iter().map(String::as_str).filter(|name| !contents.is_as_written(folder, name)).collect();
    if !changed.is_empty() {
        list.push(format!("Not as the run wrote it, by the digests in {CONTENTS}: {}.", changed.join(", ")));
    }
    if !contents.is_as_written(folder, PROVENANCE) {
        list.push(format!(
            "What the run was made from cannot be told: {} is missing or was changed.",
            folder.join(PROVENANCE).shown()
        ));
        return list;
    }
    match data::<Provenance>(folder) {
        Ok(then) => list.extend(of_model(&then, now)),
        Err(what) => list.push(format!("What the run was made from cannot be told: {what}.")),
    }
    list
}

fn of_model(then: &Provenance, now: AuditedModel<'_>) -> Vec<String> {
    let mut list = Vec::new();
    let read: Vec<(String, String)> = now.sources.iter().map(|source| (source.name.clone(), source.digest())).collect();
    let inputs = inputs(&then.inputs, &read);
    if !inputs.is_empty() {
        list.push(format!(
            "The model or its data have changed since the run was written: {}. The plan is held against them as they are now.",
            inputs.join(", ")
        ));
    }
    let words = |list: &[Override]| match list {
        [] => "no value overridden".to_owned(),
        list => list.iter().map(|set| format!("--set {}={}", set.path, set.value)).collect::<Vec<_>>().join(" "),
    };
    let set: Vec<Override> =
        now.settings.iter().map(|(path, value)| Override { path: path.clone(), value: value.clone() }).collect();
    if set != then.settings {
        list.push(format!("The run was made with {}, and is audited with {}.", words(&then.settings), words(&set)));
    }
    let proposal = now.model.proposal_code();
    if then.proposal != proposal {
        list.push(format!("The run was made under the proposal {}, and is audited under {proposal}.", then.proposal));
    }
    list
}

/// Files that are not what they were, each in words. Folders may have moved: files are known by what they say, and those that say
/// something else by their names.
fn inputs(then: &[InputFile], now: &[(String, String)]) -> Vec<String> {
    let file = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let gone: Vec<&InputFile> =
        then.iter().filter(|input| !now.iter().any(|(_, digest)| *digest == input.sha256)).collect();
    let mut new: Vec<&str> = (now.iter().filter(|(_, digest)| !then.iter().any(|input| input.sha256 == *digest)))
        .map(|(name, _)| name.as_str())
        .collect();
    let mut list = Vec::new();
    for input in gone {
        match new.iter().position(|name| file(name) == file(&input.name)) {
            Some(place) => list.push(format!("{} is another", new.remove(place))),
            None => list.push(format!("{} is read no more", input.name)),
        }
    }
    list.extend(new.into_iter().map(|name| format!("{name} was not read then")));
    list
}

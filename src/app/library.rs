//! The models that can be opened, and what is read of each once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::app::lever_list::levers_of;
use crate::app::levers::DeskLever;
use crate::app::planned::sentence;
use crate::input::{Fence, OpenedModel, Reading};
use crate::legible::{Shown, legible};
use crate::model::{ALONE, Measure, Model, TOGETHER};

/// Models that stand first in the list, by the names of their files.
const FIRST: [&str; 2] = ["europe-2026.yaml", "european-pillar.yaml"];

/// A model that was opened.
pub(super) struct LoadedModel {
    /// Its name in the list.
    pub file: String,
    /// Where it stands; nothing for a model that was dropped on the page.
    pub path: Option<PathBuf>,
    pub opened: OpenedModel,
    /// What its document says, with data and presets.
    document: Value,
    /// The model as it is.
    pub base: Model,
    pub digest: String,
    pub warnings: Vec<String>,
    /// Code and name of each proposal.
    pub proposals: Vec<(String, String)>,
    levers: Mutex<BTreeMap<String, Arc<Vec<DeskLever>>>>,
}

impl LoadedModel {
    /// Opens a model that was read; what is wrong with it, else.
    pub fn of(file: String, path: Option<PathBuf>, opened: OpenedModel) -> Result<Self, Vec<String>> {
        let reading: Reading = opened.with(&[]);
        let findings = reading.findings.told(&reading.sources);
        let warnings = findings.iter().map(|finding| sentence(finding, &reading.sources)).collect();
        let told = reading.render_findings(false);
        let Some(base) = reading.model else { return Err(told) };
        let own =
            base.proposals.iter().map(|(id, proposal)| (base.proposals.code(id).to_owned(), proposal.name.clone()));
        // What people wrote stands before the two that every model has.
        let (usual, written): (Vec<_>, Vec<_>) = own.partition(|(code, _)| [ALONE, TOGETHER].contains(&code.as_str()));
        let proposals = written.into_iter().chain(usual.into_iter().rev()).collect();
        Ok(Self {
            file,
            path,
            document: opened.document(),
            digest: opened.digest(),
            opened,
            base,
            warnings,
            proposals,
            levers: Mutex::default(),
        })
    }

    /// What the document says at a path.
    pub fn at(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(&self.document, |value, step| value.get(step))
    }

    /// The model under a proposal of its own.
    pub fn under(&self, proposal: &str) -> Option<Model> {
        self.base.proposals.find(proposal).map(|id| self.base.under(id))
    }

    /// The proposal that applies where none is chosen: that of the document, or the first that it writes.
    pub fn usual_proposal(&self) -> &str {
        let stated =
            self.at("proposal").and_then(Value::as_str).filter(|code| self.base.proposals.find(code).is_some());
        stated.unwrap_or_else(|| self.proposals.first().map_or(TOGETHER, |(code, _)| code))
    }

    /// The goals of the model where its document names none.
    pub fn usual_goals(&self) -> Vec<Value> {
        let words = |measure: &Measure| match measure {
            Measure::DomesticVolume(_) => json!({ "maximise": "domestic_volume" }),
            Measure::NationalGap(_) => json!({ "minimise": "national_gap" }),
            Measure::Gap(_) => json!({ "minimise": "gap" }),
            _ => json!({ "minimise": "cost" }),
        };
        self.base.goals.iter().filter_map(|goal| goal.terms.first()).map(|term| words(&term.measure)).collect()
    }

    /// Its levers under a proposal.
    pub fn levers(&self, proposal: &str) -> Arc<Vec<DeskLever>> {
        let mut known = self.levers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.entry(proposal.to_owned()).or_insert_with(|| Arc::new(levers_of(self, proposal))).clone()
    }

    /// Its title.
    pub fn title(&self) -> String {
        legible(&self.base.title)
    }
}

/// A file of the list.
struct ListedModel {
    name: String,
    path: PathBuf,
    entry: Value,
    loaded: Mutex<Option<Arc<LoadedModel>>>,
}

/// The models that can be opened by name.
pub(super) struct Library {
    list: Vec<ListedModel>,
    allow_outside: bool,
}

impl Library {
    /// The models of these files, or of the folders `models` and `examples` below a folder where none is named.
    pub fn of(files: &[PathBuf], folder: &Path, allow_outside: bool) -> Self {
        let mut paths: Vec<PathBuf> = files.to_vec();
        if paths.is_empty() {
            for place in ["models", "examples", "."] {
                let below = std::fs::read_dir(folder.join(place)).into_iter().flatten().filter_map(Result::ok);
                let mut own: Vec<PathBuf> = below.map(|entry| entry.path()).filter(|path| is_yaml(path)).collect();
                own.sort();
                paths.extend(own);
            }
            paths.sort_by_key(|path| {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len())
            });
        }
        let named = !files.is_empty();
        let mut list: Vec<ListedModel> = Vec::new();
        for path in paths {
            let Some(entry) = glance(&path, named) else { continue };
            let bare = path.file_name().map_or_else(|| path.shown(), |name| legible(&name.to_string_lossy()));
            let taken = list.iter().any(|listed| listed.name == bare);
            let name = if taken { path.shown() } else { bare };
            let mut entry = entry;
            entry["file"] = json!(name);
            list.push(ListedModel { name, path, entry, loaded: Mutex::new(None) });
        }
        Self { list, allow_outside }
    }

    /// The list as the page shows it.
    pub fn entries(&self) -> Vec<Value> {
        self.list.iter().map(|listed| listed.entry.clone()).collect()
    }

    /// Opens a model of the list; what is wrong with it, else. Nothing where it is not listed. Files that changed are read again.
    pub fn open(&self, name: &str) -> Option<Result<Arc<LoadedModel>, Vec<String>>> {
        let listed = self.list.iter().find(|listed| listed.name == name)?;
        let mut loaded = listed.loaded.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let opened = OpenedModel::read(&listed.path, &Fence::around(&listed.path).opened(self.allow_outside));
        if let Some(known) = loaded.as_ref().filter(|known| known.digest == opened.digest()) {
            return Some(Ok(known.clone()));
        }
        Some(LoadedModel::of(listed.name.clone(), Some(listed.path.clone()), opened).map(|fresh| {
            let fresh = Arc::new(fresh);
            *loaded = Some(fresh.clone());
            fresh
        }))
    }
}

fn is_yaml(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// What the file of a model says of itself, without its data. A file that is no model is listed only if it was named.
fn glance(path: &Path, named: bool) -> Option<Value> {
    let told = OpenedModel::glance(path);
    let text = |key: &str| told.get(key).and_then(Value::as_str).map(str::trim).unwrap_or_default().to_owned();
    if !named && (text("model").is_empty() || told.get("study").is_some()) {
        return None;
    }
    let proposals: Vec<Value> = (told.get("proposals").and_then(Value::as_object).into_iter().flatten())
        .map(|(code, proposal)| json!({ "name": code, "title": proposal.get("name").and_then(Value::as_str).unwrap_or(code) }))
        .collect();
    Some(json!({ "title": text("model"), "description": text("about"), "proposals": proposals }))
}

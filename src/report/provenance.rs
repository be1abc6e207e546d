//! How a result came about: everything that may differ between two runs of the same input is here and nowhere else.

use serde::Serialize;

use crate::input::Sources;
use crate::model::Outcomes;
use crate::planning::{Run, Size, Timing};
use crate::solve::{Solver, Stage};

/// A file that the model was read from.
#[derive(Debug, Clone, Serialize)]
pub struct InputFile {
    /// As it was named.
    pub name: String,
    /// Its copy in the results.
    pub copy: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// How a result came about.
#[derive(Debug, Clone, Serialize)]
pub struct Provenance {
    /// Version of the program.
    pub version: &'static str,
    /// Commit that it was built from; nothing where that is not known.
    pub commit: Option<&'static str>,
    /// The solver.
    pub solver: &'static str,
    /// Its version.
    pub solver_version: String,
    /// The proposal that the model was under.
    pub proposal: String,
    /// What was required of goals, whatever else was wanted: in words, with the value.
    pub required: Vec<(String, f64)>,
    /// What nations come to if everyone buys alone, where a rule asks for it.
    pub alone: Option<Outcomes>,
    /// Values that override the model, by path, in their order.
    pub settings: Vec<(String, String)>,
    /// Options that were set, in words.
    pub options: Vec<String>,
    /// Files that were read.
    pub inputs: Vec<InputFile>,
    /// Size of the formulation.
    pub size: Size,
    /// How many nations were planned as how many, since the model does not tell them apart; nothing where it was planned in full.
    pub nations_planned_as: Option<(usize, usize)>,
    /// Whether other plans that all goals value alike were not held against the tie-break.
    pub ties_open: bool,
    /// How each goal was solved and proven.
    pub goals: Vec<Stage>,
    /// How long each part took.
    pub timings: Vec<Timing>,
}

/// Options of a command.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Values that override the model, by path, in their order.
    pub settings: Vec<(String, String)>,
    /// The others, as they are written on a command line.
    pub others: Vec<String>,
}

impl Options {
    /// All of them as they are written on a command line.
    fn words(&self) -> Vec<String> {
        let settings = self.settings.iter().map(|(path, value)| format!("--set {path}={value}"));
        settings.chain(self.others.iter().cloned()).collect()
    }
}

impl Provenance {
    /// The provenance of a run.
    #[must_use]
    pub fn of(run: &Run, sources: &Sources, options: Options, read: f64) -> Self {
        let mut timings = vec![Timing { part: "read", seconds: read }];
        timings.extend(&run.timings);
        let inputs = sources
            .iter()
            .enumerate()
            .map(|(place, source)| InputFile {
                name: source.name.clone(),
                copy: copy_name(place, &source.name),
                sha256: source.digest(),
            })
            .collect();
        Self {
            version: env!("CARGO_PKG_VERSION"),
            commit: option_env!("ENTENTE_COMMIT"),
            solver: Solver::default().name(),
            solver_version: Solver::default().version(),
            proposal: run.model.proposal_code().to_owned(),
            required: (run.model.required.iter()).map(|required| (required.goal.words(), required.value)).collect(),
            alone: run.model.outcomes.clone(),
            options: options.words(),
            settings: options.settings,
            inputs,
            size: run.size,
            nations_planned_as: run.nations,
            ties_open: run.ties_open,
            goals: run.stages.clone(),
            timings,
        }
    }

    /// The same of a run by another solver than the usual one.
    #[must_use]
    pub fn solved_by(self, solver: Solver) -> Self {
        Self { solver: solver.name(), solver_version: solver.version(), ..self }
    }
}

/// The longest name of a file whose copy is named in full, in bytes.
const LONGEST: usize = 90;

/// The name of an input's copy: its place keeps files of one name apart.
pub(crate) fn copy_name(place: usize, name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name).replace(' ', "_");
    // A name that is as long as it can be leaves no room for the number: its end, which says what it is, stays.
    let cut = file.char_indices().map(|(at, _)| at).find(|at| file.len() - at <= LONGEST).unwrap_or(0);
    let file = &file[cut..];
    format!("inputs/{:02}-{file}", place + 1)
}

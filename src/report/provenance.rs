//! How a result came about: everything that may differ between two runs of the same input is here and nowhere else.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::input::Sources;
use crate::model::{Outcomes, TOGETHER};
use crate::planning::Run;
use crate::results::ResultDocument;
use crate::solve::{Certificate, SolverKind, Stage};

/// A file that the model was read from.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InputFile {
    /// As it was named.
    pub name: String,
    /// Its copy in the results.
    pub copy: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// A value that overrides the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Override {
    /// Path of the value: `nations.DEU.budget`.
    pub path: String,
    /// What it is to be, as it was written.
    pub value: String,
}

/// How large a formulation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FormulationSize {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Coefficients of the rows.
    pub non_zeros: usize,
}

/// How long a part took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartTime {
    /// Which part.
    pub part: String,
    /// Seconds.
    pub seconds: f64,
}

/// By how much the proof of a goal misses at most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GoalCertificate {
    /// Largest violation of a row or bound, relative to its limit.
    pub primal: f64,
    /// Largest shadow price of the wrong sign or off balance, relative to the largest coefficient of the goal.
    pub dual: f64,
    /// Difference of the goal and its proven bound, relative to the larger of the goal and its largest coefficient.
    pub gap: f64,
}

/// How a goal was solved and proven.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GoalProof {
    /// The goal in words.
    pub goal: String,
    /// Its value, in its own unit.
    pub value: f64,
    /// The proven bound on it, in its own unit; nothing where none is known.
    pub bound: Option<f64>,
    /// Relative distance of value and bound; nothing where no bound is known.
    pub proof_gap: Option<f64>,
    /// What later goals may lower it to, or raise it to where it is minimised.
    pub kept_to: f64,
    /// Its certificate.
    pub certificate: GoalCertificate,
    /// How it was solved.
    pub method: String,
    /// Iterations.
    pub iterations: i64,
    /// Seconds.
    pub seconds: f64,
}

impl GoalProof {
    fn of(stage: &Stage) -> Self {
        let known = |x: f64| Some(x).filter(|x| x.is_finite());
        let Certificate { primal, dual, gap } = stage.certificate;
        Self {
            goal: stage.goal.clone(),
            value: stage.value,
            bound: known(stage.bound),
            proof_gap: known(stage.proof_gap),
            kept_to: stage.kept_to,
            certificate: GoalCertificate { primal, dual, gap },
            method: stage.method.to_owned(),
            iterations: stage.iterations,
            seconds: stage.seconds,
        }
    }
}

/// SHA-256 in hexadecimal of a certificate and of what it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProofDigests {
    /// Of `proof/certificate.json`.
    pub certificate: String,
    /// Of `proof/program.mps`.
    pub program: String,
    /// Of `proof/plan.sol`.
    pub plan: String,
}

/// How a result came about.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// Commit that it was built from; nothing where that is not known.
    pub commit: Option<String>,
    /// The solver.
    pub solver: String,
    /// Its version.
    pub solver_version: String,
    /// The proposal that the model was under.
    pub proposal: String,
    /// What was required of goals, whatever else was wanted: in words, with the value.
    #[serde(default)]
    pub required: Vec<(String, f64)>,
    /// What nations come to if everyone buys alone, where a rule asks for it.
    pub alone: Option<Outcomes>,
    /// Values that override the model, by path, in their order.
    pub settings: Vec<Override>,
    /// Options that were set, in words.
    pub options: Vec<String>,
    /// Files that were read.
    pub inputs: Vec<InputFile>,
    /// Size of the formulation.
    pub size: FormulationSize,
    /// How many nations were planned as how many, since the model does not tell them apart; nothing where it was planned in full.
    pub nations_planned_as: Option<(usize, usize)>,
    /// Whether other plans that all goals value alike were not held against the tie-break.
    #[serde(default)]
    pub ties_open: bool,
    /// How each goal was solved and proven.
    pub goals: Vec<GoalProof>,
    /// What stands in the folder `proof` of the run; nothing where no certificate was asked for.
    #[serde(default)]
    pub proof: Option<ProofDigests>,
    /// How long each part took.
    pub timings: Vec<PartTime>,
}

impl ResultDocument for Provenance {
    const NAME: &'static str = "provenance";

    /// Settings were pairs of path and value, or words of a command line.
    fn renew(value: &mut Value, from: u32) {
        if from > 0 {
            return;
        }
        if let Some(map) = value.as_object_mut() {
            // Before there were proposals, all buyers formed one pool.
            map.entry("proposal").or_insert_with(|| TOGETHER.into());
        }
        for setting in value.get_mut("settings").and_then(Value::as_array_mut).into_iter().flatten() {
            let pair = match &*setting {
                Value::Array(pair) => pair.iter().map(|part| part.as_str().map(str::to_owned)).collect(),
                Value::String(words) => words
                    .trim_start_matches("--set ")
                    .split_once('=')
                    .map(|(path, value)| vec![path.to_owned(), value.to_owned()]),
                _ => None,
            };
            // What is neither is left as it is, and refused as the document is read.
            if let Some([path, value]) = pair.as_deref() {
                *setting = json!({ "path": path, "value": value });
            }
        }
    }
}

/// Options of a command.
#[derive(Debug, Clone, Default)]
pub struct CommandOptions {
    /// Values that override the model, by path, in their order.
    pub settings: Vec<(String, String)>,
    /// The others, as they are written on a command line.
    pub others: Vec<String>,
}

impl CommandOptions {
    /// All of them as they are written on a command line.
    fn words(&self) -> Vec<String> {
        let settings = self.settings.iter().map(|(path, value)| format!("--set {path}={value}"));
        settings.chain(self.others.iter().cloned()).collect()
    }
}

impl Provenance {
    /// The provenance of a run.
    #[must_use]
    pub fn of(run: &Run, sources: &Sources, options: CommandOptions, read: f64) -> Self {
        let time = |part: &str, seconds| PartTime { part: part.to_owned(), seconds };
        let mut timings = vec![time("read", read)];
        timings.extend(run.timings.iter().map(|timing| time(timing.part, timing.seconds)));
        let size = FormulationSize { rows: run.size.rows, columns: run.size.columns, non_zeros: run.size.non_zeros };
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
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: option_env!("ENTENTE_COMMIT").map(str::to_owned),
            solver: SolverKind::default().name().to_owned(),
            solver_version: SolverKind::default().version(),
            proposal: run.model.proposal_code().to_owned(),
            required: (run.model.required.iter()).map(|required| (required.goal.words(), required.value)).collect(),
            alone: run.known.alone.clone(),
            options: options.words(),
            settings: options.settings.into_iter().map(|(path, value)| Override { path, value }).collect(),
            inputs,
            size,
            nations_planned_as: run.nations,
            ties_open: run.ties_open,
            goals: run.stages.iter().map(GoalProof::of).collect(),
            proof: None,
            timings,
        }
    }

    /// The same of a run by another solver than the usual one.
    #[must_use]
    pub fn solved_by(self, solver: SolverKind) -> Self {
        Self { solver: solver.name().to_owned(), solver_version: solver.version(), ..self }
    }

    /// The same of a run with a certificate.
    #[must_use]
    pub fn proven_by(self, proof: Option<ProofDigests>) -> Self {
        Self { proof, ..self }
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

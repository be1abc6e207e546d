//! What is known of a state of a desk: its reading, its plan, and what comparing it with standalone procurement came to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::app::lever_settings::{LeverValues, applied_proposal, settings_of};
use crate::app::levers::DeskLever;
use crate::app::library::LoadedModel;
use crate::app::refusal::AppRefusal;
use crate::disk::digest;
use crate::input::{Finding, Setting, Severity, Sources};
use crate::legible::legible;
use crate::model::{ALONE, Model};
use crate::planning::{Base, Run};
use crate::questions::compare::{Comparison, ComparisonSummary};

/// A state of a desk as the model that it makes.
pub(super) struct StateReading {
    /// Digest of model, settings and proposal.
    pub digest: String,
    /// The same of what standalone procurement depends on.
    pub alone_digest: String,
    pub proposal: String,
    pub settings: Vec<Setting>,
    pub sources: Sources,
    /// The model under the proposal.
    pub model: Model,
    /// The model with its settings, for questions about other proposals.
    pub whole: Model,
    pub levers: Arc<Vec<DeskLever>>,
    pub warnings: Vec<String>,
}

impl StateReading {
    /// Reads the model with the values of levers; what is wrong with them, else.
    pub fn of(loaded: &LoadedModel, values: &LeverValues) -> Result<Self, AppRefusal> {
        let proposal = applied_proposal(loaded, values);
        let chosen = crate::app::lever_settings::chosen_proposal(loaded, values);
        let levers = loaded.levers(&chosen);
        let mut settings = settings_of(loaded, &levers, values, &[]);
        if values.contains_key("budget:pool") {
            let members =
                read_under(loaded, values, &levers, &settings, &proposal).map(|reading| members_of(&reading.1))?;
            settings = settings_of(loaded, &levers, values, &members);
        }
        let (reading, model) = read_under(loaded, values, &levers, &settings, &proposal)?;
        let whole = reading.whole;
        let rest = |(path, _): &&Setting| !path.starts_with("proposals.");
        let of = |list: Vec<&Setting>, proposal: &str| {
            let lines: Vec<String> = list.iter().map(|(path, value)| format!("{path}={value}\n")).collect();
            let text = lines.concat();
            digest(format!("{}\n{proposal}\n{text}", loaded.digest).as_bytes())
        };
        Ok(Self {
            digest: of(settings.iter().collect(), &proposal),
            alone_digest: of(settings.iter().filter(rest).collect(), ALONE),
            proposal,
            sources: reading.sources,
            model,
            whole,
            warnings: reading.warnings,
            settings,
            levers,
        })
    }

    /// Whether nations buy alone, so that there is nothing to compare with.
    pub fn is_alone(&self) -> bool {
        self.proposal == ALONE
    }
}

/// A model that was read with settings.
struct SetModel {
    whole: Model,
    sources: Sources,
    warnings: Vec<String>,
}

fn read_under(
    loaded: &LoadedModel,
    values: &LeverValues,
    levers: &[DeskLever],
    settings: &[Setting],
    proposal: &str,
) -> Result<(SetModel, Model), AppRefusal> {
    let reading = loaded.opened.with(settings);
    let told = reading.findings.told(&reading.sources);
    let Some(whole) = reading.model else {
        let errors = told.iter().filter(|finding| finding.severity == Severity::Error);
        return Err(AppRefusal::Findings(
            errors
                .map(|finding| (cause(finding, loaded, values, levers), sentence(finding, &reading.sources)))
                .collect(),
        ));
    };
    let Some(id) = whole.proposals.find(proposal) else {
        return Err(AppRefusal::of_lever("proposal", format!("The model has no proposal `{proposal}`.")));
    };
    let model = whole.under(id);
    // What the model is warned of without any setting was told as it was opened.
    let all = told.iter().map(|finding| sentence(finding, &reading.sources));
    let warnings = all.filter(|text| !loaded.warnings.contains(text)).collect();
    Ok((SetModel { whole, sources: reading.sources, warnings }, model))
}

/// The nations of a model's pools.
fn members_of(model: &Model) -> Vec<String> {
    let pools = model.groups.iter().filter(|(_, group)| group.is_pool);
    let mut codes: Vec<String> =
        pools.flat_map(|(_, pool)| &pool.members).map(|nation| model.nations.code(*nation).to_owned()).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// A finding in one sentence, with what would be right, and where it stands if that is in a file.
pub(super) fn sentence(finding: &Finding, sources: &Sources) -> String {
    let of_setting = finding.what.rsplit_once(": ").filter(|(before, _)| before.starts_with("--set "));
    let what = of_setting.map_or(finding.what.as_str(), |(_, what)| what);
    let place = sources.get(finding.at.file).map_or_else(String::new, |(name, _)| {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        format!(" ({file}, line {})", finding.at.line)
    });
    legible(&format!("{what} — {}{place}", finding.remedy))
}

/// The lever that a finding is about: the one whose setting it names, else the only one that was moved.
fn cause(finding: &Finding, loaded: &LoadedModel, values: &LeverValues, levers: &[DeskLever]) -> Option<String> {
    let moved: Vec<&DeskLever> = levers.iter().filter(|lever| values.contains_key(&lever.id)).collect();
    let names = |lever: &&&DeskLever| {
        let settings = settings_of(loaded, std::slice::from_ref(**lever), values, &[]);
        settings.iter().any(|(path, value)| {
            let entry: Vec<&str> = path.split('.').collect();
            let last_two = entry[..entry.len().saturating_sub(1)].join(".");
            finding.what.contains(path.as_str())
                || (entry.len() > 2 && finding.what.contains(&last_two))
                || finding.what.contains(value.as_str())
        })
    };
    let found = moved.iter().find(names).or(if moved.len() == 1 { moved.first() } else { None });
    found.map(|lever| lever.id.clone())
}

/// How sure a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PlanStatus {
    /// The integer decisions of an earlier plan are kept.
    Kept,
    /// Everything was decided, and not proven as nearly as the model asks.
    Decided,
    /// The search was stopped.
    Stopped,
    /// Proven as nearly as the model asks.
    Proven,
}

impl PlanStatus {
    /// The word of the page.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Decided => "decided",
            Self::Stopped => "stopped",
            Self::Proven => "proven",
        }
    }
}

/// A plan and how sure it is.
#[derive(Clone)]
pub(super) struct SurePlan {
    pub run: Arc<Run>,
    pub status: PlanStatus,
}

/// A comparison with standalone procurement.
pub(super) struct ComparedPlans {
    pub comparison: Comparison,
    pub summary: ComparisonSummary,
    /// Whether its plans are all proven.
    pub proven: bool,
}

/// What is known of a state.
#[derive(Clone)]
pub(super) struct KnownState {
    pub reading: Arc<StateReading>,
    pub plan: SurePlan,
    pub compared: Option<Arc<ComparedPlans>>,
    pub seconds: f64,
}

impl KnownState {
    /// Whether nothing more is to be found out.
    pub fn is_settled(&self) -> bool {
        self.plan.status == PlanStatus::Proven
            && (self.reading.is_alone() || self.compared.as_ref().is_some_and(|compared| compared.proven))
    }
}

/// Something remembered, with when it was last asked for.
struct Remembered<T> {
    value: T,
    used: u64,
}

/// Things by digest, of which those go that were not asked for longest.
struct Memory<T> {
    list: HashMap<String, Remembered<T>>,
    clock: u64,
    most: usize,
}

impl<T: Clone> Memory<T> {
    fn new(most: usize) -> Self {
        Self { list: HashMap::new(), clock: 0, most: most.max(1) }
    }

    fn get(&mut self, key: &str) -> Option<T> {
        self.clock += 1;
        let entry = self.list.get_mut(key)?;
        entry.used = self.clock;
        Some(entry.value.clone())
    }

    fn put(&mut self, key: String, value: T) {
        self.clock += 1;
        self.list.insert(key, Remembered { value, used: self.clock });
        while self.list.len() > self.most {
            let oldest = self.list.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| key.clone());
            if let Some(oldest) = oldest {
                self.list.remove(&oldest);
            }
        }
    }
}

/// Plans that are remembered, and plans whose decisions others start from.
pub(super) struct PlanMemory {
    states: Mutex<Memory<KnownState>>,
    plans: Mutex<Memory<SurePlan>>,
    bases: Mutex<Memory<Arc<Base>>>,
}

fn opened<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl PlanMemory {
    /// A memory for so many states.
    pub fn new(most: usize) -> Self {
        Self {
            states: Mutex::new(Memory::new(most)),
            plans: Mutex::new(Memory::new(most)),
            bases: Mutex::new(Memory::new(most.min(16))),
        }
    }

    pub fn state(&self, digest: &str) -> Option<KnownState> {
        opened(&self.states).get(digest)
    }

    /// Remembers a state, where nothing surer is known of it.
    pub fn keep_state(&self, known: &KnownState) {
        let mut states = opened(&self.states);
        let digest = &known.reading.digest;
        let surer = states.get(digest).is_some_and(|there| {
            there.plan.status > known.plan.status
                || (there.compared.is_some() && known.compared.is_none() && there.plan.status == known.plan.status)
        });
        if !surer {
            states.put(digest.clone(), known.clone());
        }
    }

    pub fn plan(&self, key: &str) -> Option<SurePlan> {
        opened(&self.plans).get(key)
    }

    pub fn keep_plan(&self, key: String, plan: SurePlan) {
        opened(&self.plans).put(key, plan);
    }

    pub fn base(&self, key: &str) -> Option<Arc<Base>> {
        opened(&self.bases).get(key)
    }

    pub fn keep_base(&self, key: String, base: Arc<Base>) {
        opened(&self.bases).put(key, base);
    }
}

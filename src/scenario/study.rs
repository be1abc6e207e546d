//! A study: scenarios by number, none of them kept, so that a million take no more room than one.

use crate::scenario::{Amount, ModelChange, Sample, Subsets, TwoStageSettings};

/// Where every integer decision of a run comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionSource {
    /// The run decides by itself.
    Each,
    /// From the plan of the model as it is, under the same proposal.
    FromBase,
}

/// What is measured of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words say it")]
pub enum MeasureGroup {
    Gap,
    WorstGap,
    NationalGap,
    DomesticVolume,
    OrderValue,
    Cost,
    Spending,
    UsDependence,
    GapUnderDenial,
    Shortfall,
    Orders,
}

impl MeasureGroup {
    /// Everything that can be measured.
    pub const ALL: [Self; 11] = [
        Self::Gap,
        Self::WorstGap,
        Self::NationalGap,
        Self::DomesticVolume,
        Self::OrderValue,
        Self::Cost,
        Self::Spending,
        Self::UsDependence,
        Self::GapUnderDenial,
        Self::Shortfall,
        Self::Orders,
    ];
}

/// A variant of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Its name, unique in its study.
    pub name: String,
    /// What it changes, in the order in which it is laid on.
    pub changes: Vec<ModelChange>,
}

impl Scenario {
    /// The values that it lays over the document.
    #[must_use]
    pub fn settings(&self) -> Vec<(String, String)> {
        let set = |change: &ModelChange| match change {
            ModelChange::Set { path, value } => Some((path.clone(), value.clone())),
            _ => None,
        };
        self.changes.iter().filter_map(set).collect()
    }
}

/// One thing that is varied.
#[derive(Debug, Clone)]
pub enum Axis {
    /// Scenarios that are written.
    Listed(Vec<Scenario>),
    /// Scenarios that are drawn.
    Drawn(Sample),
    /// Nations that leave.
    Subsets(Subsets),
}

impl Axis {
    fn len(&self) -> usize {
        match self {
            Self::Listed(list) => list.len(),
            Self::Drawn(sample) => sample.len(),
            Self::Subsets(subsets) => subsets.len(),
        }
    }

    /// The name of a value.
    fn name(&self, place: usize) -> String {
        match self {
            Self::Listed(list) => list[place].name.clone(),
            Self::Subsets(subsets) => subsets.scenario(place).name,
            Self::Drawn(sample) => format!("sample-{:0width$}", place + 1, width = sample.len().to_string().len()),
        }
    }

    fn scenario(&self, place: usize) -> Scenario {
        match self {
            Self::Listed(list) => list[place].clone(),
            Self::Subsets(subsets) => subsets.scenario(place),
            Self::Drawn(sample) => {
                let change = |(variable, factor): (&crate::scenario::Variable, f64)| ModelChange::Figure {
                    name: variable.name.clone(),
                    amount: Amount::Times(factor),
                };
                let changes = sample.variables().iter().zip(sample.point(place)).map(change).collect();
                Scenario { name: self.name(place), changes }
            }
        }
    }
}

/// A study that has passed every check.
#[derive(Debug, Clone)]
pub struct Study {
    /// Its name.
    pub name: String,
    /// What it asks.
    pub about: String,
    /// Values laid over the model before anything else.
    pub settings: Vec<(String, String)>,
    /// Codes of proposals.
    pub proposals: Vec<String>,
    /// Codes of denials under which every plan is measured.
    pub stress: Vec<String>,
    /// What is measured.
    pub measures: Vec<MeasureGroup>,
    /// Where every integer decision comes from.
    pub decisions: DecisionSource,
    /// Sections one after another, each the product of its axes.
    pub sections: Vec<Vec<Axis>>,
    /// Scenarios that are weighed against each other in one plan, if any are.
    pub two_stage: Option<TwoStageSettings>,
}

impl Study {
    /// More runs than these are no study that anybody finishes.
    pub const MOST_RUNS: u128 = 1_000_000_000;

    /// How many runs there are, counted to the last one; nothing where they are more than any number here.
    #[must_use]
    pub fn counted(&self) -> Option<u128> {
        let of = |axes: &Vec<Axis>| axes.iter().try_fold(1_u128, |size, axis| size.checked_mul(axis.len() as u128));
        let scenarios = self.sections.iter().try_fold(0_u128, |sum, axes| sum.checked_add(of(axes)?))?;
        scenarios.checked_mul(self.proposals.len() as u128)
    }

    /// How many scenarios there are.
    #[must_use]
    pub fn scenarios(&self) -> usize {
        self.sections.iter().map(|axes| size(axes)).fold(0, usize::saturating_add)
    }

    /// How many runs: every scenario under every proposal.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.scenarios().saturating_mul(self.proposals.len())
    }

    /// The scenario of a number, from 0.
    #[must_use]
    pub fn scenario(&self, number: usize) -> Option<Scenario> {
        let mut rest = number;
        for axes in &self.sections {
            let here = size(axes);
            if rest >= here {
                rest -= here;
                continue;
            }
            // The last axis runs fastest.
            let mut parts = Vec::new();
            for axis in axes.iter().rev() {
                parts.push(axis.scenario(rest % axis.len()));
                rest /= axis.len();
            }
            parts.reverse();
            let names: Vec<&str> =
                parts.iter().map(|part| part.name.as_str()).filter(|name| !name.is_empty()).collect();
            let name = if names.is_empty() { BASE.to_owned() } else { names.join("+") };
            return Some(Scenario { name, changes: parts.into_iter().flat_map(|part| part.changes).collect() });
        }
        None
    }

    /// The scenario of a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Scenario> {
        let mut before = 0;
        for axes in &self.sections {
            let wanted = if name == BASE { "" } else { name };
            if let Some(number) = place_of(axes, wanted) {
                return self.scenario(before + number);
            }
            before += size(axes);
        }
        None
    }

    /// The scenario and the code of the proposal of a run, from 0: proposals run fastest.
    #[must_use]
    pub fn run(&self, number: usize) -> Option<(Scenario, &str)> {
        let proposals = self.proposals.len().max(1);
        let proposal = self.proposals.get(number % proposals)?;
        Some((self.scenario(number / proposals)?, proposal))
    }
}

/// The name of the scenario that changes nothing.
pub(crate) const BASE: &str = "base";

/// The number of a scenario in a product of axes. A name is that of one value after the other, so that no product is walked
/// through.
fn place_of(axes: &[Axis], name: &str) -> Option<usize> {
    let Some((axis, others)) = axes.split_first() else { return name.is_empty().then_some(0) };
    (0..axis.len()).find_map(|place| {
        let own = axis.name(place);
        let rest = match name.strip_prefix(own.as_str())? {
            rest if own.is_empty() || rest.is_empty() => rest,
            rest => rest.strip_prefix('+')?,
        };
        Some(place * size(others) + place_of(others, rest)?)
    })
}

fn size(axes: &[Axis]) -> usize {
    axes.iter().map(Axis::len).fold(1, usize::saturating_mul)
}

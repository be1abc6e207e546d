//! What the plan should achieve, in order.

use crate::id::{CapabilityId, DenialId, NationId};
use crate::model::Model;
use crate::model::ladder::Rung;
use crate::units::{MONEY, Share};

/// Small or large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// The smaller the better.
    Minimise,
    /// The larger the better.
    Maximise,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// Weighted shortfall to the US baselines of these capabilities, averaged over the years: 0 to 1.
    Gap(Vec<CapabilityId>),
    /// The largest such gap among these capabilities: 0 to 1.
    WorstGap(Vec<CapabilityId>),
    /// Shortfall to national targets, averaged: 0 to 1.
    NationalGap(Vec<CapabilityId>),
    /// What is missing to national targets, at what a missing unit of each is worth, MEUR.
    NationalShortfall(Vec<CapabilityId>),
    /// The gap of these capabilities when support is denied, as a weighted mean over denials: 0 to 1.
    GapUnderDenial(Vec<CapabilityId>, Vec<DenialId>),
    /// The largest gap of these capabilities under any of these denials: 0 to 1.
    WorstGapUnderDenial(Vec<CapabilityId>, Vec<DenialId>),
    /// Orders at reference prices times the cumulated share of a rung, MEUR.
    DomesticVolume(Rung),
    /// Money spent over the horizon, MEUR.
    Cost,
    /// Money that these nations spend over the horizon, MEUR. No document states it: questions about coalitions ask for it.
    CostOf(Vec<NationId>),
    /// What is missing to the ranked rules of a rank, each in its own unit.
    Missing(u32),
    /// Orders at reference prices times what stops working without the United States, MEUR.
    UsDependence,
}

/// What is added to the words of a gap that counts by bands.
pub const BY_BANDS: &str = " by bands";

impl Measure {
    /// Capabilities whose missing share counts by their bands; nothing of measures that are plain.
    #[must_use]
    pub(super) fn valued_capabilities(&self) -> Option<&[CapabilityId]> {
        match self {
            Self::Gap(list) | Self::GapUnderDenial(list, _) | Self::WorstGapUnderDenial(list, _) => Some(list),
            _ => None,
        }
    }

    /// What it is in words, lower case, for headings and messages.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Gap(_) => "capability gap".to_owned(),
            Self::WorstGap(_) => "worst capability gap".to_owned(),
            Self::NationalGap(_) => "national gap".to_owned(),
            Self::NationalShortfall(_) => "national shortfall".to_owned(),
            Self::GapUnderDenial(..) => "gap under denial".to_owned(),
            Self::WorstGapUnderDenial(..) => "worst gap under denial".to_owned(),
            Self::DomesticVolume(rung) => format!("domestic volume by {}", rung.word()),
            Self::Cost => "cost".to_owned(),
            Self::CostOf(nations) => format!("cost of {} nations", nations.len()),
            Self::Missing(rank) => format!("what is missing to rules of rank {rank}"),
            Self::UsDependence => "dependence on the United States".to_owned(),
        }
    }

    /// Its unit: [`MONEY`], or nothing for a share.
    #[must_use]
    pub const fn unit(&self) -> &'static str {
        match self {
            Self::Gap(_)
            | Self::WorstGap(_)
            | Self::NationalGap(_)
            | Self::GapUnderDenial(..)
            | Self::WorstGapUnderDenial(..) => "",
            Self::Missing(_) => "missing",
            Self::NationalShortfall(_)
            | Self::DomesticVolume(_)
            | Self::Cost
            | Self::CostOf(_)
            | Self::UsDependence => MONEY,
        }
    }
}

/// A measure and what it counts in a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What is measured.
    pub measure: Measure,
    /// What one of it counts.
    pub weight: f64,
}

/// One goal of the ordered list.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Small or large.
    pub sense: Sense,
    /// What is measured; more than one in a weighted goal.
    pub terms: Vec<Term>,
    /// How much later goals may give up, as a share of what is gained over doing nothing.
    pub within: Share,
    /// The same as an amount; the larger holds.
    pub within_amount: f64,
    /// How near to its bound a plan with integer decisions must be proven, relative; nothing: as near as the model says for all goals.
    pub proof_gap: Option<f64>,
    /// Whether a missing share counts by the bands of its capability, so that the goal is not the plain gap that tables show. A model
    /// sets it.
    pub in_bands: bool,
    /// Of which capabilities it is, and under which denials, where it does not look at all of them, in words that follow those of what
    /// is measured; of a goal that looks at all, nothing. A model sets it.
    pub scope: String,
}

impl Goal {
    /// One measure, of which later goals may give up nothing.
    #[must_use]
    pub fn of(sense: Sense, measure: Measure) -> Self {
        Self::of_terms(sense, vec![Term { measure, weight: 1.0 }])
    }

    /// The same of a sum.
    #[must_use]
    pub const fn of_terms(sense: Sense, terms: Vec<Term>) -> Self {
        Self {
            sense,
            terms,
            within: Share::NONE,
            within_amount: 0.0,
            proof_gap: None,
            in_bands: false,
            scope: String::new(),
        }
    }

    /// The goal that a word names, as documents write it: of all capabilities that have a baseline or target, and of the rung
    /// after a colon (`domestic_volume:ownership`). Nothing where the model has no such goal.
    #[must_use]
    pub fn named(model: &Model, word: &str) -> Option<Self> {
        use crate::id::Id;
        let (name, rung) = word.split_once(':').map_or((word, None), |(name, rung)| (name, Some(rung)));
        let based: Vec<CapabilityId> = (model.capabilities.ids())
            .filter(|k| model.baselines.row(k.index()).iter().any(|&baseline| baseline > 0.0))
            .collect();
        let wanted: Vec<CapabilityId> = (model.capabilities.ids())
            .filter(|k| !model.capabilities[*k].targets_required)
            .filter(|k| model.targets.slice(ndarray::s![.., k.index(), ..]).iter().any(|&target| target > 0.0))
            .collect();
        let denials: Vec<DenialId> = model.denials.ids().collect();
        let some = |list: Vec<CapabilityId>| (!list.is_empty()).then_some(list);
        let measure = match name {
            "gap" => Measure::Gap(some(based)?),
            "worst_gap" => Measure::WorstGap(some(based)?),
            "national_gap" => Measure::NationalGap(some(wanted)?),
            "national_shortfall" => {
                Measure::NationalShortfall(some(wanted.into_iter().filter(|&k| model.has_missing_worth(k)).collect())?)
            }
            "gap_under_denial" if !denials.is_empty() => Measure::GapUnderDenial(some(based)?, denials),
            "worst_gap_under_denial" if !denials.is_empty() => Measure::WorstGapUnderDenial(some(based)?, denials),
            "domestic_volume" => {
                let rung = rung.map_or(Some(Rung::Content), |word| Rung::ALL.into_iter().find(|r| r.word() == word));
                Measure::DomesticVolume(rung?)
            }
            "cost" => Measure::Cost,
            "us_dependence" => Measure::UsDependence,
            _ => return None,
        };
        let sense = if matches!(measure, Measure::DomesticVolume(_)) { Sense::Maximise } else { Sense::Minimise };
        Some(model.described(Self::of(sense, measure)))
    }

    /// Whether later goals may give up something of what it reached.
    #[must_use]
    pub fn gives_way(&self) -> bool {
        self.within.0 > 0.0 || self.within_amount > 0.0
    }

    /// The same goal in another model, whose capabilities meet by their codes; nothing where one is not there.
    #[must_use]
    pub fn in_terms_of(&self, own: &Model, other: &Model) -> Option<Self> {
        let there = |list: &[CapabilityId]| -> Option<Vec<CapabilityId>> {
            list.iter().map(|id| other.capabilities.find(own.capabilities.code(*id))).collect()
        };
        let mut goal = self.clone();
        for term in &mut goal.terms {
            match &mut term.measure {
                Measure::Gap(list)
                | Measure::WorstGap(list)
                | Measure::NationalGap(list)
                | Measure::NationalShortfall(list) => *list = there(list)?,
                Measure::GapUnderDenial(list, denials) | Measure::WorstGapUnderDenial(list, denials) => {
                    *list = there(list)?;
                    for denial in denials {
                        *denial = other.denials.find(own.denials.code(*denial))?;
                    }
                }
                Measure::CostOf(nations) => {
                    for nation in nations {
                        *nation = other.nations.find(own.nations.code(*nation))?;
                    }
                }
                Measure::DomesticVolume(_) | Measure::Cost | Measure::Missing(_) | Measure::UsDependence => {}
            }
        }
        Some(goal)
    }

    /// Its unit, where all of its terms have it: [`MONEY`], or nothing for a share or a sum of unlike things.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        let mut units = self.terms.iter().map(|term| term.measure.unit());
        let first = units.next().unwrap_or_default();
        if units.all(|unit| unit == first) { first } else { "" }
    }

    /// What it is in words: `minimise capability gap`.
    #[must_use]
    pub fn words(&self) -> String {
        let verb = match self.sense {
            Sense::Minimise => "minimise",
            Sense::Maximise => "maximise",
        };
        let terms: Vec<String> = self
            .terms
            .iter()
            .map(|term| {
                let bands = if self.in_bands && term.measure.valued_capabilities().is_some() { BY_BANDS } else { "" };
                if self.terms.len() == 1 {
                    format!("{}{bands}", term.measure.words())
                } else {
                    format!("{} × {}{bands}", term.weight, term.measure.words())
                }
            })
            .collect();
        format!("{verb} {}{}", terms.join(" + "), self.scope)
    }
}

/// What a goal must reach, whatever else is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Required {
    /// What is measured, and in which direction it is good.
    pub goal: Goal,
    /// At most this where it is minimised, at least this where it is maximised.
    pub value: f64,
}

//! Why there is no plan: the smallest set of demands that cannot hold together, the nations, lines and years where they meet,
//! and the smallest change of each that would let them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::formulation::{ColumnKey, Expression, Formulation, Row, RowKey, Subject};
use crate::id::RuleId;
use crate::model::{Counts, Hold, Model, Sense};
use crate::plan::Limit;
use crate::solve::{Explorer, Failure};

/// How finely a change is found, as a share of a limit.
const FINE: f64 = 1e-4;

/// The largest change that is looked for: a hundred times a limit.
const LARGEST: f64 = 100.0;

/// One place where a demand bites.
#[derive(Debug, Clone, Serialize)]
pub struct ConflictPlace {
    /// The limit in words: `free budget of POL, 2027`.
    pub limit: String,
    /// What it is.
    pub stands_at: f64,
}

/// A demand of the conflict.
#[derive(Debug, Clone, Serialize)]
pub struct ConflictParty {
    /// The demand in words: `budgets`, `most customers of a producer`, `rule own needs`.
    pub demand: String,
    /// Where it bites, in a smallest set of limits that cannot hold together.
    pub places: Vec<ConflictPlace>,
    /// By which share all its limits would have to give way, all else being as it is; nothing where no change of it alone is
    /// enough.
    pub enough: Option<f64>,
    /// What it would have to be, where it is one limit.
    pub enough_is: Option<f64>,
    /// Unit of its limits.
    pub unit: &'static str,
}

/// Why there is no plan.
#[derive(Debug, Clone, Serialize)]
pub struct Conflict {
    /// Title of the model.
    pub title: String,
    /// Whether there is a plan after all.
    pub has_plan: bool,
    /// Demands that cannot hold together; without any one of them the others can.
    pub parties: Vec<ConflictParty>,
    /// Whether the demands cannot even hold together where every yes or no may be anything between; larger models are asked no
    /// more than that, and what would be enough is then at least what is said.
    pub relaxed: bool,
    /// How many questions were put to the solver.
    pub solves: usize,
}

/// Above this many coefficients a search for yes or no for every question takes too long.
const LARGE: usize = 20_000;

/// The conflict of a model that has no plan.
///
/// # Errors
/// The solver could not be trusted.
pub fn conflict(model: &Model) -> Result<Conflict, Failure> {
    let soft = with_soft_rules(model);
    let mut asked = Asked::of(&soft, Formulation::of(&soft))?;
    let all: Vec<usize> = asked.demands.iter().flat_map(|demand| demand.rows.clone()).collect();
    let title = model.title.clone();
    let large = asked.explorer.formulation().non_zeros() > LARGE;
    let mut relaxed = false;
    if large && asked.explorer.formulation().has_integers() {
        asked.explorer.relax();
        relaxed = !asked.holds(&all)?;
        if !relaxed {
            asked.explorer.free(0.0);
        }
    }
    if !relaxed && asked.holds(&all)? {
        return Ok(Conflict { title, has_plan: true, parties: Vec::new(), relaxed, solves: asked.solves });
    }
    let places: Vec<usize> = (0..asked.demands.len()).collect();
    let rows = |asked: &Asked<'_>, list: &[usize]| -> Vec<Vec<usize>> {
        list.iter().map(|demand| asked.demands[*demand].rows.clone()).collect()
    };
    let groups = rows(&asked, &places);
    let members = asked.minimal(&groups)?;
    // Of the demands in conflict, the single limits.
    let single: Vec<Vec<usize>> =
        members.iter().flat_map(|member| asked.demands[*member].rows.iter().map(|row| vec![*row])).collect();
    // Among very many limits single ones say little, and finding them takes as many questions.
    let met: Vec<usize> = match single.len() {
        count if large && count > 60 => Vec::new(),
        _ => asked.minimal(&single)?.into_iter().map(|place| single[place][0]).collect(),
    };
    let mut parties = Vec::new();
    for member in members {
        parties.push(asked.party(member, &met, &all)?);
    }
    Ok(Conflict { title, has_plan: false, parties, relaxed, solves: asked.solves })
}

/// The model with every rule such that what is missing to it can be counted; each is then held by a row of its own.
fn with_soft_rules(model: &Model) -> Model {
    let mut soft = model.clone();
    for rule in model.rules.ids() {
        if soft.rules[rule].is_hard() {
            soft.rules[rule].hold = Hold::Ranked(u32::MAX);
        }
    }
    soft.goals.clear();
    soft
}

/// Rows that stand or fall together.
struct Demanded {
    words: String,
    unit: &'static str,
    rows: Vec<usize>,
}

struct Asked<'a> {
    model: &'a Model,
    explorer: Explorer,
    /// Limits of every row as they are in the model.
    limits: Vec<(f64, f64)>,
    demands: Vec<Demanded>,
    solves: usize,
}

impl<'a> Asked<'a> {
    fn of(model: &'a Model, formulation: Formulation) -> Result<Self, Failure> {
        let mut by: BTreeMap<(usize, String), Demanded> = BTreeMap::new();
        for (place, row) in formulation.rows.iter().enumerate() {
            if let Some((rank, words, unit)) = demand_of(model, row.key) {
                by.entry((rank, words.clone()))
                    .or_insert_with(|| Demanded { words, unit, rows: Vec::new() })
                    .rows
                    .push(place);
            }
        }
        // What is missing to a rule that must hold, as a row that says: nothing.
        let mut missing: BTreeMap<RuleId, Vec<(usize, f64)>> = BTreeMap::new();
        for (place, (key, _)) in formulation.columns.iter().enumerate() {
            if let ColumnKey::Short { rule, .. } = key
                && model.rules[rule].hold == Hold::Ranked(u32::MAX)
            {
                missing.entry(rule).or_default().push((place, 1.0));
            }
        }
        let mut explorer = Explorer::of(formulation)?;
        explorer.free(0.0);
        for (rule, terms) in missing {
            let place = explorer.add(Row::at_most(RowKey::Penalty { rule, subject: Subject::All }, 0.0, terms));
            let words = format!("rule {}", model.rules[rule].name);
            let unit = model.rules[rule].demand.unit();
            by.insert((9, words.clone()), Demanded { words, unit, rows: vec![place] });
        }
        let limits = (0..explorer.rows()).map(|place| explorer.limits(place)).collect();
        Ok(Self { model, explorer, limits, demands: by.into_values().collect(), solves: 0 })
    }

    /// Whether there is a plan with the limits of some rows, all others that somebody set being let go.
    fn holds(&mut self, kept: &[usize]) -> Result<bool, Failure> {
        let changed: Vec<usize> = self.demands.iter().flat_map(|demand| demand.rows.iter().copied()).collect();
        for row in changed {
            let free = (f64::NEG_INFINITY, f64::INFINITY);
            let (lower, upper) = if kept.contains(&row) { self.limits[row] } else { free };
            self.set(row, lower, upper);
        }
        self.has_plan()
    }

    fn set(&mut self, row: usize, lower: f64, upper: f64) {
        if self.explorer.limits(row) != (lower, upper) {
            self.explorer.set_limits(row, lower, upper);
        }
    }

    fn has_plan(&mut self) -> Result<bool, Failure> {
        self.solves += 1;
        match self.explorer.optimise(&Expression::default(), Sense::Minimise) {
            Ok(_) => Ok(true),
            Err(Failure::Infeasible) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// The places of a smallest part of some groups of rows that cannot hold together. Halves are tried first, so that a few
    /// among many are found by few questions.
    fn minimal(&mut self, groups: &[Vec<usize>]) -> Result<Vec<usize>, Failure> {
        let all: Vec<usize> = (0..groups.len()).collect();
        let mut list = self.halved(groups, &[], false, &all)?;
        list.sort_unstable();
        Ok(list)
    }

    fn halved(
        &mut self,
        groups: &[Vec<usize>],
        given: &[usize],
        asked: bool,
        among: &[usize],
    ) -> Result<Vec<usize>, Failure> {
        if asked {
            let rows: Vec<usize> = given.iter().flat_map(|group| groups[*group].clone()).collect();
            if !self.holds(&rows)? {
                return Ok(Vec::new());
            }
        }
        if among.len() <= 1 {
            return Ok(among.to_vec());
        }
        let (left, right) = among.split_at(among.len() / 2);
        let second = self.halved(groups, &[given, left].concat(), true, right)?;
        let first = self.halved(groups, &[given, &second].concat(), !second.is_empty(), left)?;
        Ok([first, second].concat())
    }

    /// A demand of the conflict, where it bites, and what would be enough of it, all else being as it is.
    fn party(&mut self, member: usize, met: &[usize], all: &[usize]) -> Result<ConflictParty, Failure> {
        let rows = self.demands[member].rows.clone();
        let places = (rows.iter().filter(|row| met.contains(row)))
            .map(|&row| ConflictPlace { limit: self.words(row, member), stands_at: at(self.limits[row]) })
            .collect();
        let others: Vec<usize> = all.iter().copied().filter(|row| !rows.contains(row)).collect();
        let mut enough = None;
        let mut enough_is = None;
        if self.holds(&others)? {
            if let [row] = rows[..] {
                enough_is = Some(self.nearest(row)?);
            } else {
                enough = self.least_share(&rows)?;
            }
        }
        let (demand, unit) = (self.demands[member].words.clone(), self.demands[member].unit);
        Ok(ConflictParty { demand, places, enough, enough_is, unit })
    }

    fn words(&self, row: usize, member: usize) -> String {
        match self.explorer.key(row) {
            RowKey::Penalty { .. } => self.demands[member].words.clone(),
            key => Limit(key).words(self.model),
        }
    }

    /// The value nearest to its limit that a row can have, its own limit being let go.
    fn nearest(&mut self, row: usize) -> Result<f64, Failure> {
        self.solves += 1;
        let (lower, upper) = self.limits[row];
        let activity = Expression { terms: self.explorer.terms(row).to_vec() };
        let mut best = |sense| self.explorer.optimise(&activity, sense).map(|found| found.value);
        if upper.is_finite() {
            let least = best(Sense::Minimise)?;
            if least > upper || !lower.is_finite() {
                return Ok(least);
            }
        }
        best(Sense::Maximise)
    }

    /// The least share by which all of some limits must give way; nothing where even the largest is not enough.
    fn least_share(&mut self, rows: &[usize]) -> Result<Option<f64>, Failure> {
        let (mut below, mut enough) = (0.0, 0.0625);
        while !self.holds_with(rows, enough)? {
            below = enough;
            enough *= 2.0;
            if enough > LARGEST {
                return Ok(None);
            }
        }
        while enough - below > FINE * enough {
            let middle = f64::midpoint(below, enough);
            if self.holds_with(rows, middle)? {
                enough = middle;
            } else {
                below = middle;
            }
        }
        Ok(Some(enough))
    }

    /// Whether there is a plan if some limits give way by a share, the others standing as they do.
    fn holds_with(&mut self, rows: &[usize], share: f64) -> Result<bool, Failure> {
        for &row in rows {
            let (lower, upper) = self.limits[row];
            let way = |limit: f64| share * if limit.abs() > 1e-9 { limit.abs() } else { 1.0 };
            let lower = if lower.is_finite() { lower - way(lower) } else { lower };
            let upper = if upper.is_finite() { upper + way(upper) } else { upper };
            self.set(row, lower, upper);
        }
        self.has_plan()
    }
}

fn at((lower, upper): (f64, f64)) -> f64 {
    if upper.is_finite() { upper } else { lower }
}

/// The demand that a row is part of, with its rank in the list and its unit; nothing for rows that only say what things mean.
fn demand_of(model: &Model, key: RowKey) -> Option<(usize, String, &'static str)> {
    let named = |rank, words: &str, unit| Some((rank, words.to_owned(), unit));
    match key {
        RowKey::Budget { .. } => named(0, "budgets", "MEUR"),
        RowKey::FundAllocation { .. } | RowKey::FundEnvelope { .. } => named(1, "funds", "MEUR"),
        RowKey::Line { .. } | RowKey::Ramp { .. } => named(2, "capacity of lines", "units"),
        RowKey::Supply { .. } => named(3, "capacity of supply relations", "units"),
        RowKey::Enabler { .. } => named(4, "what others provide as enablers", "units"),
        RowKey::MinimumOrder { .. } => named(5, "minimum orders", "units"),
        RowKey::LeastLoad { .. } => named(5, "least loads of supply", "units"),
        RowKey::RelationCount { count } => match model.relation_counts[count as usize].of {
            Counts::Customers => named(5, "most customers of a producer", "nations"),
            Counts::Suppliers => named(5, "most suppliers of a nation", "producers"),
        },
        RowKey::Overshoot { .. } => named(6, "most that is needed of capabilities (overshoot)", "US-equivalents"),
        RowKey::NationalTarget { capability, .. } => {
            let entry = &model.capabilities[capability];
            entry.targets_required.then(|| (7, format!("required targets of {}", entry.name), "US-equivalents"))
        }
        RowKey::Required { place } => {
            let goal = &model.required[place as usize].goal;
            Some((8, format!("required: {}", goal.words()), goal.unit()))
        }
        _ => None,
    }
}

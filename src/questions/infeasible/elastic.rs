//! What a model demands, as rows that stand or fall together, of which any can be let go or give way.

use std::collections::{BTreeMap, BTreeSet};

use crate::budget::Budget;
use crate::formulation::{ColumnKey, Expression, Formulation, Row, RowKey, Subject, way};
use crate::id::{NationId, RuleId};
use crate::model::{Hold, Lever, Model, Outcomes, Sense, Step};
use crate::plan::Limit;
use crate::planning::{Problem, standalone};
use crate::questions::infeasible::anew::MovedFigures;
use crate::questions::infeasible::demanded::{Demanded, demand_of};
use crate::questions::levers::levers;
use crate::solve::{Explorer, Failure, Found};

/// A model of which any demand can be let go.
pub(super) struct Demands<'a> {
    model: &'a Model,
    pub budget: Budget<'a>,
    explorer: Explorer<'a>,
    /// Limits of every row as they are in the model.
    limits: Vec<(f64, f64)>,
    /// What is added to the limit of each row to have what somebody wrote.
    offsets: Vec<f64>,
    /// For each demand, the column by which it gives way.
    ways: Vec<usize>,
    pub list: Vec<Demanded>,
    /// Whether there are no integer decisions.
    linear: bool,
    pub solves: usize,
}

/// What nations come to if everyone buys alone, by the goals of the model, where a rule asks for it; [`Failure::Infeasible`] where there is
/// no standalone plan, so that the rule has nothing to compare with.
pub(super) fn alone_of(model: &Model, budget: Budget<'_>) -> Result<Option<Outcomes>, Failure> {
    match standalone(model, budget.silent()) {
        Ok(alone) => Ok(alone),
        Err(Problem::Unsolved(failure)) => Err(failure),
        Err(other) => {
            Err(Failure::Numerical { goal: "plan standalone procurement".to_owned(), what: other.to_string() })
        }
    }
}

/// What demands may give way by in a plan that keeps them, as a share.
const NOTHING: f64 = 1e-7;

impl<'a> Demands<'a> {
    /// The demands of a model whose rules can be counted, of which any can be let go; and what nations come to alone.
    pub fn of(model: &'a Model, alone: Option<&Outcomes>, budget: Budget<'a>) -> Result<Self, Failure> {
        Self::in_formulation(model, Formulation::with_wide_bounds(model, alone), budget)
    }

    /// The same where none is let go: bounds are those of a solve.
    pub fn as_stated(model: &'a Model, alone: Option<&Outcomes>, budget: Budget<'a>) -> Result<Self, Failure> {
        Self::in_formulation(model, Formulation::of(model, alone), budget)
    }

    fn in_formulation(model: &'a Model, mut formulation: Formulation, budget: Budget<'a>) -> Result<Self, Failure> {
        // What is missing to a rule that must hold, as a row that says: nothing.
        let mut missing: BTreeMap<RuleId, Vec<(usize, f64)>> = BTreeMap::new();
        for (place, (key, _)) in formulation.columns.iter().enumerate() {
            if let ColumnKey::Short { rule, .. } = key
                && model.rules[rule].hold == Hold::LAST
            {
                missing.entry(rule).or_default().push((place, 1.0));
            }
        }
        for (rule, terms) in missing {
            formulation.rows.push(Row::at_most(RowKey::Penalty { rule, subject: Subject::All }, 0.0, terms));
        }
        let mut by: BTreeMap<(usize, String), Demanded> = BTreeMap::new();
        for (place, row) in formulation.rows.iter().enumerate() {
            if let Some((rank, words, unit, source)) = demand_of(model, row.key) {
                by.entry((rank, words.clone()))
                    .or_insert_with(|| Demanded { words, unit, source, rows: Vec::new() })
                    .rows
                    .push(place);
            }
        }
        let list: Vec<Demanded> = by.into_values().collect();
        let groups: Vec<Vec<usize>> = list.iter().map(|demand| demand.rows.clone()).collect();
        let (formulation, ways) = formulation.giving_way(&groups, |row| stated(model, row));
        let limits = formulation.rows.iter().map(|row| (row.lower, row.upper)).collect();
        let offsets = formulation.rows.iter().map(|row| stated(model, row) - limit_of(row.lower, row.upper)).collect();
        let linear = !formulation.has_integers();
        let mut explorer = Explorer::of(formulation)?.within(budget.silent());
        explorer.free(0.0);
        Ok(Self { model, budget, explorer, limits, offsets, ways, list, linear, solves: 0 })
    }

    /// Whether a search over integer decisions for every question would take too long.
    pub fn is_large(&self) -> bool {
        self.explorer.formulation().is_large()
    }

    /// Whether there are integer decisions.
    pub fn has_integers(&self) -> bool {
        self.explorer.formulation().has_integers()
    }

    /// Lets every integer decision be relaxed, or decides each again.
    pub fn relax(&mut self, relaxed: bool) {
        if relaxed {
            self.explorer.relax();
        } else {
            self.explorer.free(0.0);
        }
        self.linear = relaxed || !self.has_integers();
    }

    /// Whether there are no integer decisions.
    pub const fn is_linear(&self) -> bool {
        self.linear
    }

    /// Every row of every demand.
    pub fn all(&self) -> Vec<usize> {
        self.list.iter().flat_map(|demand| demand.rows.iter().copied()).collect()
    }

    /// Whether there is a plan with the limits of some rows, all others that somebody set being let go.
    pub fn holds(&mut self, kept: &[usize]) -> Result<bool, Failure> {
        if self.linear {
            // That a linear programme has no plan takes the solver far longer to find than by how little one is missed.
            let some: Vec<usize> = (0..self.list.len()).collect();
            return Ok(self.least_way(&some, kept)?.value <= NOTHING);
        }
        self.keep(kept);
        self.solves += 1;
        match self.explorer.optimise(&Expression::default(), Sense::Minimise) {
            Ok(_) => Ok(true),
            Err(Failure::Infeasible) => Ok(false),
            Err(other) => Err(other),
        }
    }

    fn keep(&mut self, kept: &[usize]) {
        let kept: BTreeSet<usize> = kept.iter().copied().collect();
        for row in self.all() {
            let free = (f64::NEG_INFINITY, f64::INFINITY);
            let (lower, upper) = if kept.contains(&row) { self.limits[row] } else { free };
            if self.explorer.limits(row) != (lower, upper) {
                self.explorer.set_limits(row, lower, upper);
            }
        }
    }

    /// The rows that weigh in the proof that some cannot hold together, with how much; nothing where they can. Only where
    /// There are no integer decisions.
    pub fn weights(&mut self, kept: &[usize]) -> Result<Option<BTreeMap<usize, f64>>, Failure> {
        let some: Vec<usize> = (0..self.list.len()).collect();
        let found = self.least_way(&some, kept)?;
        if found.value <= NOTHING {
            return Ok(None);
        }
        let own = found.prices.iter().zip(&self.limits);
        // Of a limit that is nothing, only that it weighs at all is told: it comes last.
        let weights: Vec<f64> =
            own.map(|(price, &(lower, upper))| price.abs() * limit_of(lower, upper).abs().max(1e-3)).collect();
        let most = weights.iter().copied().fold(0.0, f64::max);
        let weighing = kept.iter().copied().filter(|row| weights[*row] > 1e-7 * most);
        Ok(Some(weighing.map(|row| (row, weights[row])).collect()))
    }

    /// The least by which some demands must give way, put together, some rows being kept.
    fn least_way(&mut self, some: &[usize], kept: &[usize]) -> Result<Found, Failure> {
        self.keep(kept);
        let columns: Vec<usize> = some.iter().map(|demand| self.ways[*demand]).collect();
        for &column in &columns {
            self.explorer.set_upper(column, f64::INFINITY);
        }
        self.solves += 1;
        let terms = columns.iter().map(|column| (*column, 1.0)).collect();
        let found = self.explorer.optimise(&Expression { terms }, Sense::Minimise);
        for &column in &columns {
            self.explorer.set_upper(column, 0.0);
        }
        found
    }

    /// Whether there is a plan without a demand, all others being as they are.
    pub fn holds_without(&mut self, demand: usize) -> Result<bool, Failure> {
        let others: Vec<usize> = self.all().into_iter().filter(|row| !self.list[demand].rows.contains(row)).collect();
        self.holds(&others)
    }

    /// The least share by which a demand must give way for there to be a plan, all others being as they are; nothing where
    /// there is none.
    pub fn enough(&mut self, demand: usize) -> Result<Option<f64>, Failure> {
        if !self.holds_without(demand)? {
            return Ok(None);
        }
        let all = self.all();
        match self.least_way(&[demand], &all) {
            Ok(found) => Ok(Some(found.value)),
            Err(Failure::Infeasible) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The value nearest to its limit that one row can have, all others being kept; nothing where there is none.
    pub fn nearest(&mut self, row: usize) -> Result<Option<f64>, Failure> {
        let others: Vec<usize> = self.all().into_iter().filter(|other| *other != row).collect();
        if !self.holds(&others)? {
            return Ok(None);
        }
        self.keep(&others);
        self.solves += 1;
        let activity = Expression { terms: self.explorer.terms(row).to_vec() };
        let sense = if self.limits[row].1.is_finite() { Sense::Minimise } else { Sense::Maximise };
        match self.explorer.optimise(&activity, sense) {
            Ok(found) => Ok(Some(found.value + self.offsets[row])),
            Err(Failure::Infeasible) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The figures of the model that move the limits of a demand, each by as much at 100 % as somebody wrote; nothing where some limits are
    /// moved by none. How much may be carried over follows budgets, and how fast a line may grow what it makes; a run of years is
    /// the sum of the years, each of which has a row of its own; two rows may have the limit of one figure, which moves once.
    pub fn moving(&self, demand: usize) -> Option<MovedFigures> {
        let rows = &self.list[demand].rows;
        let mut list: Vec<(Lever, f64)> = Vec::new();
        for &row in rows {
            let (key, stands) = (self.explorer.key(row), self.stands_at(row));
            let sign = if self.limits[row].1.is_finite() { 1.0 } else { -1.0 };
            match self.levers_of(row)[..] {
                [lever] if list.iter().any(|(moved, _)| *moved == lever) => {}
                // More of each is nothing more of nothing.
                [lever] => list.push((lever, sign * if rows.len() == 1 { way(stands) } else { stands.abs() })),
                [] if !matches!(key, RowKey::CarryOver { .. } | RowKey::Ramp { .. }) => return None,
                _ => {}
            }
        }
        Some(MovedFigures(list))
    }

    /// The figures of the model that move one row.
    pub fn levers_of(&self, row: usize) -> Vec<Lever> {
        levers(self.model, self.explorer.key(row))
    }

    /// Whose target of which year a row is; nothing of other rows.
    pub fn target_of(&self, row: usize) -> Option<(NationId, Step)> {
        match self.explorer.key(row) {
            RowKey::NationalTarget { nation, step, .. } => Some((nation, step)),
            _ => None,
        }
    }

    /// What a row limits, in words.
    pub fn words(&self, row: usize, demand: usize) -> String {
        match self.explorer.key(row) {
            RowKey::Penalty { .. } => self.list[demand].words.clone(),
            key => Limit(key).words(self.model),
        }
    }

    /// Whether the limits of a demand are the most that is allowed.
    pub fn is_most(&self, demand: usize) -> bool {
        self.list[demand].rows.iter().all(|row| self.limits[*row].1.is_finite())
    }

    /// Where a row stands.
    pub fn stands_at(&self, row: usize) -> f64 {
        let (lower, upper) = self.limits[row];
        limit_of(lower, upper) + self.offsets[row]
    }

    /// Where a row that gives way by a share would stand.
    pub fn given_way(&self, row: usize, share: f64) -> f64 {
        let (lower, upper) = self.limits[row];
        let stated = limit_of(lower, upper) + self.offsets[row];
        let sign = if upper.is_finite() { 1.0 } else { -1.0 };
        stated + sign * share * way(stated)
    }

    /// The places of a smallest part of some groups of rows that cannot hold together. Halves are tried first, so that a few
    /// among many are found by few questions.
    pub fn minimal(&mut self, groups: &[Vec<usize>]) -> Result<Vec<usize>, Failure> {
        let all: Vec<usize> = (0..groups.len()).collect();
        let mut list = if self.linear { self.filtered(groups)? } else { self.halved(groups, &[], false, &all)? };
        list.sort_unstable();
        Ok(list)
    }

    /// One group after another is left out; where the others still cannot hold together, only those that weigh in the proof
    /// stay.
    fn filtered(&mut self, groups: &[Vec<usize>]) -> Result<Vec<usize>, Failure> {
        let rows = |list: &[usize]| -> Vec<usize> { list.iter().flat_map(|group| groups[*group].clone()).collect() };
        let mut list: Vec<usize> = (0..groups.len()).collect();
        let mut needed = 0;
        while needed < list.len() {
            let mut others = list.clone();
            others.remove(needed);
            match self.weights(&rows(&others))? {
                Some(weights) => {
                    let weighing: Vec<usize> = (others.iter().copied())
                        .filter(|group| groups[*group].iter().any(|row| weights.contains_key(row)))
                        .collect();
                    // The proof may lean on weights too small to be told from none.
                    let proven = weighing.len() == others.len() || self.weights(&rows(&weighing))?.is_some();
                    list = if proven { weighing } else { others };
                }
                None => needed += 1,
            }
        }
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
}

/// What somebody wrote of the limit of a row.
fn stated(model: &Model, row: &Row) -> f64 {
    let limit = limit_of(row.lower, row.upper);
    limit + Limit(row.key).left_out(model, limit)
}

/// The one limit of a row that is stated.
fn limit_of(lower: f64, upper: f64) -> f64 {
    if upper.is_finite() { upper } else { lower }
}

//! The tables of a study read back, and what is worked out from them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use indexmap::IndexMap;

use crate::batch::journal::{Header, Journal};
use crate::batch::parts;
use crate::batch::results::{CommonOrder, Percentiles, ProposalResult};
use crate::layout::table::Cell;
use crate::legible::Shown;
use crate::measures::ProvenValue;

/// A run, as far as it counts here.
pub(super) struct CountedRun {
    scenario: usize,
    proposal: usize,
}

/// Values of one measure by run; no number where a run has none.
pub(super) struct Values {
    unit: String,
    by_run: Vec<f64>,
    /// How far from each the best possible may be, by the proof of the goal that the measure is; 0 where it is none.
    within: Vec<f64>,
}

impl Values {
    fn of(&self, run: usize) -> ProvenValue {
        ProvenValue { value: self.by_run[run], within: self.within[run] }
    }
}

/// Whether less of a measure is better; nothing where neither is.
pub(super) fn less_is_better(measure: &str) -> Option<bool> {
    match measure.split(':').next().unwrap_or_default() {
        "gap" | "worst_gap" | "national_gap" | "gap_under_denial" | "cost" | "us_dependence" => Some(true),
        "domestic_volume" => Some(false),
        _ => None,
    }
}

/// The measure that a goal is, by its words.
fn measure_of(goal: &str) -> Option<String> {
    let (_, words) = goal.split_once(' ')?;
    Some(match words {
        "capability gap" => "gap".to_owned(),
        "worst capability gap" => "worst_gap".to_owned(),
        "national gap" => "national_gap".to_owned(),
        "cost" => "cost".to_owned(),
        "dependence on the United States" => "us_dependence".to_owned(),
        words => format!("domestic_volume:{}", words.strip_prefix("domestic volume by ")?),
    })
}

/// Whether a measure is asked for.
fn is_asked(measure: &str, asked: &[String]) -> bool {
    let bare = measure.split(':').next().unwrap_or_default();
    if asked.is_empty() {
        return matches!(bare, "gap" | "gap_under_denial" | "cost" | "us_dependence")
            || measure == "domestic_volume:content";
    }
    asked.iter().any(|word| word == measure || word == bare)
}

pub(super) struct Read<'a> {
    pub header: &'a Header,
    pub folder: &'a Path,
    pub done: Vec<Journal>,
    pub scenarios: Vec<String>,
    /// Runs that are finished, by number.
    pub runs: BTreeMap<usize, CountedRun>,
}

fn text(cell: Option<&Cell>) -> &str {
    if let Some(Cell::Text(text)) = cell { text } else { "" }
}

fn whole(cell: Option<&Cell>) -> usize {
    if let Some(Cell::Whole(x)) = cell { usize::try_from(*x).unwrap_or(usize::MAX) } else { usize::MAX }
}

impl Read<'_> {
    /// Reads how runs ended; says how many in which way, and how many take their yes and no from elsewhere.
    pub fn runs(&mut self) -> Result<(IndexMap<String, usize>, usize), String> {
        let mut ended = IndexMap::new();
        let mut from_base = 0;
        let mut places: IndexMap<String, usize> = IndexMap::new();
        for line in &self.done {
            let mut expected: BTreeSet<usize> = self.header.numbers(line.part).collect();
            for row in parts::read(self.folder, "runs", line)?.rows {
                let number = whole(row.first());
                if !expected.remove(&number) {
                    let path = parts::path_of(self.folder, "runs", line.part);
                    return Err(format!("{} holds run {number}, which is not one of this part", path.shown()));
                }
                let next = places.len();
                let scenario = *places.entry(text(row.get(2)).to_owned()).or_insert(next);
                let proposal = number % self.header.proposals.len().max(1);
                *ended.entry(text(row.get(5)).to_owned()).or_insert(0) += 1;
                from_base += usize::from(text(row.get(7)) != "own");
                self.runs.insert(number, CountedRun { scenario, proposal });
            }
            if let Some(number) = expected.first() {
                let path = parts::path_of(self.folder, "runs", line.part);
                return Err(format!("{} does not hold run {number}", path.shown()));
            }
        }
        self.scenarios = places.into_keys().collect();
        Ok((ended, from_base))
    }

    /// The largest relative distance of a goal and its bound.
    pub fn proven_within(&self) -> Result<Option<f64>, String> {
        let mut largest: Option<f64> = None;
        for part in &self.done {
            for row in parts::read(self.folder, "goals", part)?.rows {
                if let Some(Cell::Number(gap)) = row.get(9) {
                    largest = Some(largest.map_or(*gap, |there| there.max(*gap)));
                }
            }
        }
        Ok(largest)
    }

    /// Measures over the whole horizon and all nations, by run.
    pub fn values(&self, asked: &[String]) -> Result<IndexMap<String, Values>, String> {
        let mut all: IndexMap<String, Values> = IndexMap::new();
        // Of the runs of a large study few may be finished.
        let size = self.runs.keys().last().map_or(0, |last| last.saturating_add(1)).min(self.header.all_runs());
        for part in &self.done {
            for row in parts::read(self.folder, "results", part)?.rows {
                let measure = text(row.get(6));
                let total = [4, 5, 8].iter().all(|place| row.get(*place) == Some(&Cell::Nothing));
                let (true, true, Some(Cell::Number(value))) = (total, is_asked(measure, asked), row.get(9)) else {
                    continue;
                };
                if !all.contains_key(measure) {
                    let unit = text(row.get(7)).to_owned();
                    all.insert(
                        measure.to_owned(),
                        Values { unit, by_run: vec![f64::NAN; size], within: vec![0.0; size] },
                    );
                }
                if let Some(place) = all.get_mut(measure).and_then(|values| values.by_run.get_mut(whole(row.first()))) {
                    *place = *value;
                }
            }
        }
        self.proofs(&mut all)?;
        Ok(all)
    }

    /// Scenarios in which every proposal has a value of a measure: over others proposals cannot be compared.
    fn common_scenarios(&self, values: &Values) -> Vec<bool> {
        let mut with = vec![0; self.scenarios.len()];
        for (number, run) in &self.runs {
            with[run.scenario] += usize::from(values.by_run[*number].is_finite());
        }
        with.into_iter().map(|count| count == self.header.proposals.len()).collect()
    }

    /// Notes how far from each value the best possible may be, where the measure is a goal.
    fn proofs(&self, all: &mut IndexMap<String, Values>) -> Result<(), String> {
        for part in &self.done {
            for row in parts::read(self.folder, "goals", part)?.rows {
                let (Some(Cell::Number(value)), Some(Cell::Number(bound))) = (row.get(7), row.get(8)) else { continue };
                let Some(values) = measure_of(text(row.get(5))).and_then(|measure| all.get_mut(&measure)) else {
                    continue;
                };
                let run = whole(row.first());
                // A goal that counts in another way than the measure of its name proves nothing of it.
                let is_it =
                    values.by_run.get(run).is_some_and(|own| (own - value).abs() <= SAME * value.abs().max(1e-3));
                if let Some(within) = values.within.get_mut(run).filter(|_| is_it) {
                    *within = (value - bound).abs();
                }
            }
        }
        Ok(())
    }

    pub fn percentiles(&self, measure: &str, values: &Values, by_scenario: bool) -> Vec<Percentiles> {
        let common = self.common_scenarios(values);
        let mut groups: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        let mut finished: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (number, run) in &self.runs {
            let value = values.by_run[*number];
            let group = if by_scenario { run.scenario } else { run.proposal };
            let (runs, without) = finished.entry(group).or_default();
            *runs += 1;
            *without += usize::from(!value.is_finite());
            let list = groups.entry(group).or_default();
            if value.is_finite() && (by_scenario || common[run.scenario]) {
                list.push(value);
            }
        }
        let name = |group: usize| {
            if by_scenario { self.scenarios[group].clone() } else { self.header.proposals[group].clone() }
        };
        let one = |(group, mut list): (usize, Vec<f64>)| {
            list.sort_by(f64::total_cmp);
            #[expect(clippy::cast_precision_loss, reason = "runs are far fewer than 2^52")]
            let mean = (!list.is_empty()).then(|| list.iter().sum::<f64>() / list.len() as f64);
            let (of_runs, without) = finished.get(&group).copied().unwrap_or_default();
            let at = mean.map(|_| [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0].map(|part| quantile(&list, part)));
            let percents = mean.map_or(0..0, |_| 0..101);
            let curve = percents.map(|percent| quantile(&list, f64::from(percent) / 100.0)).collect();
            let (measure, unit) = (measure.to_owned(), values.unit.clone());
            Percentiles {
                measure,
                unit,
                of: name(group),
                runs: list.len(),
                finished: of_runs,
                without,
                mean,
                at,
                curve,
            }
        };
        groups.into_iter().map(one).collect()
    }

    /// The best value of each scenario; no number where no proposal has a plan.
    fn best(&self, values: &Values, less: bool) -> Vec<ProvenValue> {
        let mut best = vec![ProvenValue { value: f64::NAN, within: 0.0 }; self.scenarios.len()];
        for (number, run) in &self.runs {
            let (value, there) = (values.by_run[*number], &mut best[run.scenario]);
            let is_better = if less { value < there.value } else { value > there.value };
            if value.is_finite() && (there.value.is_nan() || is_better) {
                *there = values.of(*number);
            }
        }
        best
    }

    pub fn regret(&self, measure: &str, values: &Values, less: bool) -> Vec<ProposalResult> {
        let best = self.best(values, less);
        let mut list: Vec<ProposalResult> = (self.header.proposals.iter())
            .map(|proposal| ProposalResult {
                measure: measure.to_owned(),
                unit: values.unit.clone(),
                less_is_better: less,
                proposal: proposal.clone(),
                scenarios: 0,
                without_plan: 0,
                wins: 0.0,
                mean_regret: 0.0,
                largest_regret: 0.0,
                plus_minus: 0.0,
                worst_in: String::new(),
                least_largest: false,
                least_mean: false,
            })
            .collect();
        for (number, run) in &self.runs {
            let (value, best) = (values.by_run[*number], best[run.scenario]);
            let line = &mut list[run.proposal];
            if best.value.is_nan() {
                continue;
            }
            if !value.is_finite() {
                line.without_plan += 1;
                continue;
            }
            let behind = values.of(*number).less(best);
            let wins = !behind.is_sure() || behind.value.abs() <= SAME * best.value.abs().max(1e-3);
            let regret = if wins { 0.0 } else { behind.value.abs() };
            line.plus_minus = line.plus_minus.max(behind.plus_minus);
            line.scenarios += 1;
            line.mean_regret += regret;
            line.wins += f64::from(u8::from(wins));
            if line.worst_in.is_empty() || regret > line.largest_regret {
                line.largest_regret = regret;
                line.worst_in.clone_from(&self.scenarios[run.scenario]);
            }
        }
        for line in &mut list {
            #[expect(clippy::cast_precision_loss, reason = "scenarios are far fewer than 2^52")]
            let (with, all) = (line.scenarios.max(1) as f64, (line.scenarios + line.without_plan).max(1) as f64);
            line.mean_regret /= with;
            line.wins /= all;
        }
        let everywhere = || list.iter().filter(|line| line.without_plan == 0 && line.scenarios > 0);
        let largest = everywhere().map(|line| line.largest_regret).fold(f64::INFINITY, f64::min);
        let mean = everywhere().map(|line| line.mean_regret).fold(f64::INFINITY, f64::min);
        for line in list.iter_mut().filter(|line| line.without_plan == 0 && line.scenarios > 0) {
            line.least_largest = line.largest_regret <= largest + line.plus_minus;
            line.least_mean = line.mean_regret <= mean + line.plus_minus;
        }
        list
    }

    /// Runs whose plan is nearly as good as the best of their scenario.
    pub fn good(&self, values: &Values, less: bool, near: f64) -> BTreeSet<usize> {
        let best = self.best(values, less);
        let is_good = |(number, run): &(&usize, &CountedRun)| {
            let (value, best) = (values.by_run[**number], best[run.scenario]);
            value.is_finite()
                && (!values.of(**number).less(best).is_sure()
                    || (value - best.value).abs() <= near.max(SAME) * best.value.abs().max(1e-3))
        };
        self.runs.iter().filter(is_good).map(|(number, _)| *number).collect()
    }

    /// What good plans order.
    pub fn common(&self, good: &BTreeSet<usize>) -> Result<Vec<CommonOrder>, String> {
        let mut all: IndexMap<String, (CommonOrder, usize)> = IndexMap::new();
        for part in &self.done {
            for row in parts::read(self.folder, "results", part)?.rows {
                let Some(offer) = text(row.get(6)).strip_prefix("orders:") else { continue };
                let (true, Some(Cell::Number(units))) = (good.contains(&whole(row.first())), row.get(9)) else {
                    continue;
                };
                let (order, plans) = all.entry(offer.to_owned()).or_insert_with(|| {
                    let unit = text(row.get(7)).to_owned();
                    let (least, most) = (f64::INFINITY, 0.0);
                    (CommonOrder { offer: offer.to_owned(), unit, share: 0.0, least, mean: 0.0, most }, 0)
                });
                *plans += 1;
                order.least = order.least.min(*units);
                order.most = order.most.max(*units);
                order.mean += units;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "runs are far fewer than 2^52")]
        let plans_in_all = good.len().max(1) as f64;
        let mut list: Vec<CommonOrder> = (all.into_values())
            .map(|(order, plans)| {
                #[expect(clippy::cast_precision_loss, reason = "runs are far fewer than 2^52")]
                let share = plans as f64 / plans_in_all;
                let least = if plans < good.len() { 0.0 } else { order.least };
                CommonOrder { share, least, mean: order.mean / plans_in_all, ..order }
            })
            .collect();
        list.sort_by(|one, other| other.share.total_cmp(&one.share).then_with(|| one.offer.cmp(&other.offer)));
        Ok(list)
    }
}

/// Values nearer than this are the same, relative: plans are proven no finer.
const SAME: f64 = 1e-6;

/// The value below which a part of a sorted list lies, straight lines between.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list"
    )]
    let (place, below) = {
        let place = part * (sorted.len().max(1) - 1) as f64;
        (place, place.floor() as usize)
    };
    let low = sorted.get(below).copied().unwrap_or(f64::NAN);
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    low + place.fract() * (high - low)
}

//! Several futures of one model as one formulation: what is decided before anybody knows which of them comes is the same in
//! all of them, and everything else is there once for each.

use std::collections::{BTreeMap, HashMap};

use crate::formulation::{ColumnKey, Columns, Expression, Formulation, Row, RowKey};
use crate::model::Step;

/// A future: how likely it is, from 0 to 1, and the formulation of the model as it then is.
pub type Future<'a> = (f64, &'a Formulation);

/// Several futures as one formulation. Its goals are those of the futures, each weighted by how likely its future is.
#[derive(Debug, Clone)]
pub struct TwoStage {
    /// All futures together. What is decided now bears its own key, everything else that of its future.
    pub joined: Formulation,
    /// What could be decided now in some futures, and is ruled out by another: the place of the future that does. It is
    /// ruled out in all, for nobody knows which of them comes.
    pub ruled_out: Vec<(ColumnKey, usize)>,
    /// For each future, where each of its columns stands in the joined formulation.
    places: Vec<Vec<usize>>,
}

impl TwoStage {
    /// Futures of one model, whose ids mean the same in all, put together. What is ordered, started, enlarged and paid for
    /// it up to a year is decided now.
    #[must_use]
    pub fn of(futures: &[Future<'_>], until: Step) -> Self {
        let mut columns = Columns::default();
        let mut ruled_out: Vec<(ColumnKey, usize)> = Vec::new();
        for (_, formulation) in futures {
            for (key, _) in formulation.columns.iter().filter(|(key, _)| key.is_decided_by(until)) {
                if columns.find(key).is_some() {
                    continue;
                }
                let uppers = futures.iter().map(|(_, other)| other.columns.find(key).map(|at| other.columns.upper(at)));
                let least = uppers.clone().map(|upper| upper.unwrap_or(0.0)).fold(f64::INFINITY, f64::min);
                let unit = formulation.columns.find(key).map_or(1.0, |at| formulation.columns.unit(at));
                columns.add_counted(key, least, unit);
                let missing = uppers.enumerate().find(|(_, upper)| upper.is_none());
                ruled_out.extend(missing.map(|(future, _)| (key, future)));
            }
        }
        let mut places = Vec::new();
        for (future, (_, formulation)) in (0..).zip(futures) {
            let mut own = Vec::new();
            for (column, (key, upper)) in (0..).zip(formulation.columns.iter()) {
                own.push(columns.find(key).unwrap_or_else(|| {
                    let (integer, whole) = (key.is_integer(), key.is_whole());
                    let unit = formulation.columns.unit(column as usize);
                    columns.add_counted(ColumnKey::InFuture { future, column, integer, whole }, upper, unit);
                    columns.len() - 1
                }));
            }
            places.push(own);
        }
        let rows = joined_rows(futures, &places, &columns);
        let goals = (futures.first().into_iter().flat_map(|(_, first)| &first.goals).enumerate())
            .map(|(goal, (what, _))| {
                let of = |formulation: &Formulation| formulation.goals.get(goal).map(|(_, e)| e.terms.clone());
                (what.clone(), weighted(futures, &places, |formulation| of(formulation).unwrap_or_default()))
            })
            .collect();
        let tie_break = weighted(futures, &places, |formulation| formulation.tie_break.terms.clone());
        Self { joined: Formulation { columns, rows, goals, tie_break }, ruled_out, places }
    }

    /// The values of the columns of one future, in the order of its own formulation.
    #[must_use]
    pub fn values_in(&self, future: usize, values: &[f64]) -> Vec<f64> {
        self.places[future].iter().map(|&place| values[place]).collect()
    }

    /// What a formulation by itself decides up to a year, by key.
    #[must_use]
    pub fn decided(formulation: &Formulation, values: &[f64], until: Step) -> HashMap<ColumnKey, f64> {
        let columns = formulation.columns.iter().zip(values).filter(|((key, _), _)| key.is_decided_by(until));
        columns.map(|((key, _), value)| (key, *value)).collect()
    }

    /// The joined formulation in which what is decided now stands at some values already; what has no value is not ordered.
    #[must_use]
    pub fn held_at(&self, decided: &HashMap<ColumnKey, f64>) -> Formulation {
        let mut held = self.joined.clone();
        for (place, (key, _)) in self.joined.columns.iter().enumerate() {
            if matches!(key, ColumnKey::InFuture { .. }) {
                continue;
            }
            let at = decided.get(&key).copied().unwrap_or(0.0);
            let at = if key.is_integer() { at.round() } else { at };
            // The tolerance of the solve that the values come from.
            let unit = self.joined.columns.unit(place);
            let room = if key.is_integer() { 0.0 } else { 1e-8 * at.abs().max(unit) };
            let key = RowKey::Held { column: u32::try_from(place).unwrap_or(u32::MAX) };
            held.rows.push(Row { unit, ..Row::at_most(key, at + room, vec![(place, 1.0)]) });
            if at > room {
                held.rows.push(Row { unit, ..Row::at_least(key, at - room, vec![(place, 1.0)]) });
            }
        }
        held
    }
}

/// The rows of all futures; one that speaks only of what is decided now, and says the same in several, is there once.
fn joined_rows(futures: &[Future<'_>], places: &[Vec<usize>], columns: &Columns) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut of_now: HashMap<RowKey, Vec<usize>> = HashMap::new();
    for ((_, formulation), own) in futures.iter().zip(places) {
        for row in &formulation.rows {
            let terms: Vec<(usize, f64)> =
                row.terms.iter().map(|&(column, coefficient)| (own[column], coefficient)).collect();
            let now = terms.iter().all(|(place, _)| !matches!(columns.key(*place), ColumnKey::InFuture { .. }));
            let row = Row { terms, ..row.clone() };
            if now {
                let there = of_now.entry(row.key).or_default();
                let same =
                    |other: &Row| other.terms == row.terms && (other.lower, other.upper) == (row.lower, row.upper);
                if there.iter().any(|place| same(&rows[*place])) {
                    continue;
                }
                there.push(rows.len());
            }
            rows.push(row);
        }
    }
    rows
}

/// A sum over the columns of each future, weighted by how likely it is.
fn weighted(
    futures: &[Future<'_>],
    places: &[Vec<usize>],
    terms: impl Fn(&Formulation) -> Vec<(usize, f64)>,
) -> Expression {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for ((share, formulation), own) in futures.iter().zip(places) {
        for (column, coefficient) in terms(formulation) {
            *sums.entry(own[column]).or_default() += share * coefficient;
        }
    }
    Expression { terms: sums.into_iter().filter(|(_, coefficient)| *coefficient != 0.0).collect() }
}

/// The mean future: every coefficient and every limit is the weighted mean of those of the futures. Nothing where they have
/// different rows or columns, so that there is no mean.
#[must_use]
pub fn mean_of(futures: &[Future<'_>]) -> Option<Formulation> {
    let (_, first) = futures.first()?;
    let mut mean = (*first).clone();
    for (_, other) in futures {
        let same_columns = first.columns.iter().map(|(key, _)| key).eq(other.columns.iter().map(|(key, _)| key));
        let same_rows = first.rows.iter().map(|row| row.key).eq(other.rows.iter().map(|row| row.key));
        if !same_columns || !same_rows || first.goals.len() != other.goals.len() {
            return None;
        }
    }
    for place in 0..mean.columns.len() {
        mean.columns.set_upper(place, mean_limit(futures.iter().map(|(share, f)| (*share, f.columns.upper(place)))));
    }
    for (place, row) in mean.rows.iter_mut().enumerate() {
        row.lower = mean_limit(futures.iter().map(|(share, f)| (*share, f.rows[place].lower)));
        row.upper = mean_limit(futures.iter().map(|(share, f)| (*share, f.rows[place].upper)));
        row.terms = mean_terms(futures.iter().map(|(share, f)| (*share, f.rows[place].terms.as_slice())));
    }
    for (place, (_, expression)) in mean.goals.iter_mut().enumerate() {
        expression.terms = mean_terms(futures.iter().map(|(share, f)| (*share, f.goals[place].1.terms.as_slice())));
    }
    mean.tie_break.terms = mean_terms(futures.iter().map(|(share, f)| (*share, f.tie_break.terms.as_slice())));
    Some(mean)
}

/// Equal limits stay what they are to the last digit, infinite ones among them.
fn mean_limit(limits: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let mut values = limits.clone().map(|(_, value)| value);
    let first = values.next().unwrap_or_default();
    #[expect(clippy::float_cmp, reason = "the same figure in every future")]
    if values.all(|value| value == first) {
        return first;
    }
    limits.map(|(share, value)| share * value).sum()
}

fn mean_terms<'a>(lists: impl Iterator<Item = (f64, &'a [(usize, f64)])> + Clone) -> Vec<(usize, f64)> {
    let mut different = lists.clone().map(|(_, terms)| terms);
    let first = different.next().unwrap_or_default();
    if different.all(|terms| terms == first) {
        return first.to_vec();
    }
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for (share, terms) in lists {
        for (column, coefficient) in terms {
            *sums.entry(*column).or_default() += share * coefficient;
        }
    }
    sums.into_iter().filter(|(_, coefficient)| *coefficient != 0.0).collect()
}

impl Formulation {
    /// Makes every integer decision stand as it was made elsewhere; what is not listed is 0.
    pub fn decide(&mut self, decided: &[(ColumnKey, f64)]) {
        let decided: HashMap<ColumnKey, f64> = decided.iter().copied().collect();
        for (column, (key, _)) in (0..).zip(self.columns.iter()).filter(|(_, (key, _))| key.is_integer()) {
            let at = decided.get(&key).copied().unwrap_or(0.0).round();
            let place = usize::try_from(column).unwrap_or(usize::MAX);
            self.rows.push(Row::equal(RowKey::Held { column }, at, vec![(place, 1.0)]));
        }
    }
}

impl ColumnKey {
    /// Whether it is a decision, or what is paid for one, that is taken by a year: what is ordered, started and enlarged. What
    /// comes of decisions (stocks, gaps, money that is left, rules that are missed) is none.
    #[must_use]
    pub fn is_decided_by(&self, until: Step) -> bool {
        match self {
            Self::Order { step, .. }
            | Self::Pooled { step, .. }
            | Self::Banded { step, .. }
            | Self::Discounted { step, .. }
            | Self::Fill { step, .. }
            | Self::Full { step, .. }
            | Self::Paid { step, .. }
            | Self::Started { step, .. }
            | Self::SetUp { step, .. }
            | Self::Fielded { step, .. }
            | Self::Lots { step, .. }
            | Self::Start { step, .. }
            | Self::ProgrammeShare { step, .. }
            | Self::Funded { step, .. }
            | Self::Extra { step, .. }
            | Self::Contribution { step, .. } => *step <= until,
            _ => false,
        }
    }
}

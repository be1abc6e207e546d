//! On/off decisions by structure, whatever they mean: what each lets be ordered, how much at least, which others exclude it, and which one it
//! depends on. Semi-continuous variables, fixed charges and special ordered sets are all of this kind (L. A. Wolsey, Integer Programming, ch. 9).

use rustc_hash::FxHashMap;

use crate::formulation::Row;

/// A value so near to 0 or 1 is decided.
const DECIDED: f64 = 1e-6;

/// A decision between 0 and 1.
#[derive(Debug, Default)]
struct OnOff {
    column: usize,
    /// What it lets be ordered, as a sum of columns.
    amount: Vec<(usize, f64)>,
    /// How much that is at least where it is on; 0 where anything is.
    least: f64,
    /// The set of which one at most is on.
    set: Option<usize>,
    /// The decision, by its place in the list, about the same amounts or one that is on wherever this one is: it comes first.
    root: Option<usize>,
}

/// All decisions of a program in which every integer column is one.
#[derive(Debug, Default)]
pub(in crate::solve) struct OnOffDecisions {
    all: Vec<OnOff>,
    /// Members of each set, those that ask for least first.
    sets: Vec<Vec<usize>>,
    /// For each decision, those that depend on it.
    hanging: Vec<Vec<usize>>,
}

/// What is known of each decision, by its place in the list.
pub(in crate::solve) type Fixed = Vec<Option<bool>>;

/// A decision that a point leaves open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::solve) struct OpenDecision {
    /// Its place in the list.
    pub place: usize,
    /// The share of the least amount that is ordered; where there is none, the value of the decision itself.
    pub reached: f64,
}

impl OnOffDecisions {
    /// The decisions of columns, each with whether it is integer and its upper bound, and rows; `None` where there are none, or others than
    /// between 0 and 1.
    pub fn of(columns: &[(bool, f64)], rows: &[Row]) -> Option<Self> {
        let integers: Vec<usize> = (0..columns.len()).filter(|column| columns[*column].0).collect();
        if integers.is_empty() || integers.iter().any(|column| columns[*column].1 > 1.0) {
            return None;
        }
        let place: FxHashMap<usize, usize> =
            integers.iter().enumerate().map(|(place, column)| (*column, place)).collect();
        let mut decisions = Self {
            all: integers.into_iter().map(|column| OnOff { column, ..OnOff::default() }).collect(),
            sets: Vec::new(),
            hanging: Vec::new(),
        };
        let mut stays: Vec<Option<usize>> = vec![None; decisions.all.len()];
        let mut gated: Vec<Vec<(usize, f64)>> = vec![Vec::new(); decisions.all.len()];
        for row in rows {
            let mut own = row.terms.iter().filter_map(|(column, by)| Some((*place.get(column)?, *by)));
            let (first, second, more) = (own.next(), own.next(), own.next());
            let others = || row.terms.iter().filter(|(column, _)| !place.contains_key(column));
            match (first, second, more) {
                (Some((one, by)), None, _)
                    if others().next().is_some() && others().all(|(_, by)| *by > 0.0) && by < 0.0 =>
                {
                    if row.lower == 0.0 && row.upper == f64::INFINITY && decisions.all[one].least == 0.0 {
                        decisions.all[one].amount = others().copied().collect();
                        decisions.all[one].least = -by;
                    } else if row.upper == 0.0 {
                        gated[one].extend(others().copied());
                    }
                }
                // One is on wherever the other is.
                (Some((one, by)), Some((other, and)), None)
                    if row.upper == 0.0 && row.lower < 0.0 && by * and < 0.0 && others().next().is_none() =>
                {
                    let (low, high) = if by > 0.0 { (one, other) } else { (other, one) };
                    stays[low] = Some(high);
                }
                (Some(_), Some(_), _) if is_set(row, columns) => {
                    decisions.add_set(row, &place);
                }
                _ => {}
            }
        }
        decisions.link(&stays, gated);
        Some(decisions)
    }

    fn add_set(&mut self, row: &Row, place: &FxHashMap<usize, usize>) {
        let members: Vec<usize> = row.terms.iter().filter_map(|(column, _)| place.get(column).copied()).collect();
        if members.iter().all(|member| self.all[*member].set.is_none()) {
            for member in &members {
                self.all[*member].set = Some(self.sets.len());
            }
            self.sets.push(members);
        }
    }

    /// Says what each decision depends on, and what it is about where nothing is asked for at least.
    fn link(&mut self, stays: &[Option<usize>], gated: Vec<Vec<(usize, f64)>>) {
        let mut owner: FxHashMap<usize, usize> = FxHashMap::default();
        for (place, decision) in self.all.iter().enumerate().filter(|(_, decision)| decision.least > 0.0) {
            for (column, _) in &decision.amount {
                owner.entry(*column).or_insert(place);
            }
        }
        for (place, gated) in gated.into_iter().enumerate() {
            let mut root = place;
            // As many steps as there are decisions: what leads in a circle has no root.
            for _ in 0..self.all.len() {
                let Some(next) = stays[root] else { break };
                root = next;
            }
            let of_amounts = || gated.iter().find_map(|(column, _)| owner.get(column).copied());
            self.all[place].root = if root != place && stays[root].is_none() {
                Some(root)
            } else if self.all[place].least == 0.0 && self.all[place].set.is_none() {
                of_amounts().filter(|owner| *owner != place)
            } else {
                None
            };
            if self.all[place].amount.is_empty() {
                self.all[place].amount = gated;
            }
        }
        self.hanging = vec![Vec::new(); self.all.len()];
        for (place, decision) in self.all.iter().enumerate() {
            if let Some(root) = decision.root {
                self.hanging[root].push(place);
            }
        }
        for set in &mut self.sets {
            set.sort_by(|a, b| self.all[*a].least.total_cmp(&self.all[*b].least));
        }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.all.len()
    }

    /// The column of a decision.
    pub fn column(&self, place: usize) -> usize {
        self.all[place].column
    }

    /// A decision, and those that depend on it.
    pub fn with_root(&self, root: usize) -> impl Iterator<Item = usize> {
        std::iter::once(root).chain(self.hanging[root].iter().copied())
    }

    /// What a decision depends on; itself, if on no other.
    pub fn root(&self, place: usize) -> usize {
        self.all[place].root.unwrap_or(place)
    }

    /// Bounds of all columns, by what is known of their decisions.
    pub fn bounds(&self, fixed: &Fixed) -> Vec<(usize, f64, f64)> {
        let bounds = |(decision, is_on): (&OnOff, &Option<bool>)| {
            let (lower, upper) = is_on.map_or((0.0, 1.0), |is_on| (f64::from(is_on), f64::from(is_on)));
            (decision.column, lower, upper)
        };
        self.all.iter().zip(fixed).map(bounds).collect()
    }

    /// The other decisions of the set of one.
    pub fn others_of_set(&self, place: usize) -> impl Iterator<Item = usize> {
        let set = self.all[place].set.map_or(&[][..], |set| &self.sets[set]);
        set.iter().copied().filter(move |other| *other != place)
    }

    /// Whether it depends on no other decision.
    pub fn is_root(&self, place: usize) -> bool {
        self.all[place].root.is_none()
    }

    fn ordered(&self, place: usize, at: &[f64]) -> f64 {
        self.all[place].amount.iter().map(|(column, by)| by * at[*column]).sum()
    }

    /// The decisions that a point leaves open: those in part, but for those that wait for another. Of a set that asks for most of those that
    /// are in part comes first.
    pub fn open(&self, at: &[f64], fixed: &Fixed) -> Vec<OpenDecision> {
        let in_part = |place: usize| {
            let value = at[self.all[place].column];
            fixed[place].is_none() && value > DECIDED && value < 1.0 - DECIDED
        };
        (0..self.all.len())
            .filter(|place| in_part(*place))
            .filter_map(|place| self.open_one(place, at, fixed, in_part))
            .collect()
    }

    fn open_one(
        &self,
        place: usize,
        at: &[f64],
        fixed: &Fixed,
        in_part: impl Fn(usize) -> bool,
    ) -> Option<OpenDecision> {
        let decision = &self.all[place];
        if let Some(root) = decision.root {
            let is_on = fixed[root].unwrap_or_else(|| at[self.all[root].column] > 1.0 - DECIDED);
            return (!in_part(root) || fixed[root].is_some())
                .then_some(OpenDecision { place, reached: f64::from(is_on) });
        }
        let reached = match decision.set {
            Some(set) => {
                let highest = self.sets[set].iter().rev().copied().find(|member| in_part(*member));
                if highest != Some(place) {
                    return None;
                }
                let ordered: f64 = self.sets[set].iter().map(|member| self.ordered(*member, at)).sum();
                if decision.least > 0.0 { ordered / decision.least } else { 1.0 }
            }
            None if decision.least > 0.0 => self.ordered(place, at) / decision.least,
            None => at[decision.column],
        };
        Some(OpenDecision { place, reached })
    }

    /// A point with every decision rounded.
    pub fn rounded(&self, mut at: Vec<f64>) -> Vec<f64> {
        for decision in &self.all {
            at[decision.column] = if at[decision.column] > DECIDED { 1.0 } else { 0.0 };
        }
        at
    }
}

/// Whether a row says that one at most of some decisions is on.
fn is_set(row: &Row, columns: &[(bool, f64)]) -> bool {
    row.upper == 1.0 && row.terms.iter().all(|(column, by)| columns[*column].0 && *by == 1.0)
}

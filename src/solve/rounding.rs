//! Plans and bounds where all that is decided is which band a commitment reaches: a linear relaxation, sharpened by the rows
//! that its point breaks, and the bands that its point reaches as a plan.

use std::collections::BTreeMap;

use crate::formulation::{ColumnKey, Formulation, Row, RowKey};
use crate::reduction::Choice;
use crate::solve::STEPS;
use crate::solve::engine::{Ending, Engine, Method, Told};

/// How often orders are chosen anew at the prices of the bands that they reach.
const ROUNDS: usize = 4;

/// How often the relaxation is sharpened, at most.
const SHARPENED: usize = 12;

/// By how much a row must be broken, relative to its largest coefficient, to be added.
const BROKEN: f64 = 1e-6;

/// A commitment that comes so near to a band is tried with that band's price: the first that leads to a plan near the bound counts.
const ALMOST: [f64; 3] = [0.9, 0.75, 0.6];

/// The linear relaxation of a formulation.
pub(super) struct Relaxation<'a> {
    engine: Engine,
    choices: &'a [Choice],
    /// For each choice and band, the rows by which the band has a beginning and an end.
    limits: Vec<Vec<[Option<usize>; 2]>>,
    /// Rows that every plan keeps, and that are added where they are broken.
    sharper: Vec<&'a Row>,
}

/// Seconds that are left, and who is told how far it is.
#[derive(Clone, Copy)]
pub(super) struct Watch<'w> {
    pub left: &'w dyn Fn() -> Option<f64>,
    pub told: Option<&'w dyn Fn(Told)>,
}

/// What a plan with certain bands comes to: its cost and its point; nothing where there is none.
pub(super) type Tried = Option<(f64, Vec<f64>)>;

impl<'a> Relaxation<'a> {
    pub fn of(formulation: &Formulation, choices: &'a [Choice], sharper: &'a [Row]) -> Result<Self, String> {
        let mut rows: BTreeMap<usize, [Option<usize>; 2]> = BTreeMap::new();
        for (place, row) in formulation.rows.iter().enumerate() {
            let (end, group, offer, band) = match row.key {
                RowKey::BandFrom { group, offer, band } => (0, group, offer, band),
                RowKey::BandTo { group, offer, band } => (1, group, offer, band),
                _ => continue,
            };
            if let Some(column) = formulation.columns.find(ColumnKey::Band { group, offer, band }) {
                rows.entry(column).or_default()[end] = Some(place);
            }
        }
        let of = |(column, _): &(usize, f64)| rows.get(column).copied().unwrap_or_default();
        let limits = choices.iter().map(|choice| choice.bands.iter().map(of).collect()).collect();
        Ok(Self { engine: Engine::build(formulation)?, choices, limits, sharper: sharper.iter().collect() })
    }

    /// Keeps what a goal reached.
    pub fn keep(&mut self, upper: f64, terms: &[(usize, f64)]) {
        self.engine.add_row(upper, terms);
    }

    /// Searches for plans by rounding, and for a bound: `attempt` says what certain bands come to, given the bound so far. Ends
    /// when a plan is near the bound, or when neither gets better. The bound; minus infinity where even the relaxation has no
    /// plan.
    pub fn rounds(
        &mut self,
        costs: &[f64],
        gap: f64,
        mut best: Option<f64>,
        watch: Watch<'_>,
        attempt: &mut dyn FnMut(&[f64], f64) -> Tried,
    ) -> f64 {
        self.engine.relax_integers();
        self.engine.set_costs(costs);
        if self.engine.run(Method::InteriorPoint, true, true, (watch.left)(), watch.told) != Ending::Optimal {
            return f64::NEG_INFINITY;
        }
        let mut at = self.engine.point().columns;
        let mut bound = value(costs, &at);
        let mut tried: Vec<Vec<usize>> = Vec::new();
        let mut near = self.round(&at, bound, gap, &mut best, &mut tried, attempt);
        let mut sharpened = 0;
        while !near && sharpened < SHARPENED {
            let Some(sharper) = self.sharpen(&at, watch) else { break };
            sharpened += 1;
            at = sharper;
            let reached = value(costs, &at);
            tracing::debug!(bound, reached, best, "sharpened");
            let little = reached - bound < 0.02 * best.map_or(f64::INFINITY, |best| best - bound);
            bound = bound.max(reached);
            near = best.is_some_and(|best| is_near(best, bound, gap));
            if little {
                break;
            }
        }
        if !near && sharpened > 0 {
            for almost in ALMOST {
                self.aspire(costs, (&at, almost), (bound, gap), &mut best, (&mut tried, watch), attempt);
                if best.is_some_and(|best| is_near(best, bound, gap)) {
                    break;
                }
            }
        }
        bound
    }

    /// Looks for plans at the prices of bands that commitments come near to, or reach at such prices: what is bought at a price
    /// that it does not deserve in the end is bought at its own in the next round, so that orders gather where they pay.
    fn aspire(
        &mut self,
        costs: &[f64],
        (at, almost): (&[f64], f64),
        (bound, gap): (f64, f64),
        best: &mut Option<f64>,
        (tried, watch): (&mut Vec<Vec<usize>>, Watch<'_>),
        attempt: &mut dyn FnMut(&[f64], f64) -> Tried,
    ) {
        let (mut prices, _) = self.reached(at, almost);
        for round in 0..2 * ROUNDS {
            self.price(Some(&prices));
            let Some(point) = self.go_on(round > 0, watch) else { break };
            let (reached, fixed) = self.reached(&point, 1.0);
            tracing::debug!(at_these_prices = value(costs, &point), "aspired");
            let steady = reached == prices;
            if !tried.contains(&reached) {
                tried.push(reached.clone());
                if let Some((found, _)) = attempt(&fixed, bound) {
                    tracing::debug!(found, bound, "rounded");
                    if best.is_none_or(|best| found < best) {
                        *best = Some(found);
                    }
                }
            }
            if steady || best.is_some_and(|best| is_near(best, bound, gap)) {
                break;
            }
            prices = reached;
        }
        self.price(None);
    }

    /// Lets every commitment have the price of one band, however much it is; or lets it have that of bands that it reaches.
    fn price(&mut self, chosen: Option<&[usize]>) {
        for (place, (choice, limits)) in self.choices.iter().zip(&self.limits).enumerate() {
            for (band, ((column, _), [from, to])) in choice.bands.iter().zip(limits).enumerate() {
                let is_chosen = chosen.map(|chosen| chosen[place] == band);
                match is_chosen {
                    None => self.engine.set_bounds(*column, 0.0, 1.0),
                    Some(true) => self.engine.set_bounds(*column, 1.0, 1.0),
                    Some(false) => self.engine.set_bounds(*column, 0.0, 0.0),
                }
                let free = is_chosen == Some(true);
                if let Some(row) = from {
                    let least = if free { f64::NEG_INFINITY } else { 0.0 };
                    self.engine.set_row_limits(*row, least, f64::INFINITY);
                }
                if let Some(row) = to {
                    let most = if free { f64::INFINITY } else { 0.0 };
                    self.engine.set_row_limits(*row, f64::NEG_INFINITY, most);
                }
            }
        }
    }

    /// Solves from the basis at hand where that is quick, or else from the start.
    fn go_on(&mut self, warm: bool, watch: Watch<'_>) -> Option<Vec<f64>> {
        let mut ending = Ending::Other(0);
        if warm {
            self.engine.limit_iterations(Some(STEPS));
            ending = self.engine.run(Method::Simplex, false, true, (watch.left)(), watch.told);
            self.engine.limit_iterations(None);
        }
        if ending != Ending::Optimal {
            ending = self.engine.run(Method::InteriorPoint, true, true, (watch.left)(), watch.told);
        }
        (ending == Ending::Optimal).then(|| self.engine.point().columns)
    }

    /// Looks for plans near a point; whether one is near the bound.
    fn round(
        &self,
        at: &[f64],
        bound: f64,
        gap: f64,
        best: &mut Option<f64>,
        tried: &mut Vec<Vec<usize>>,
        attempt: &mut dyn FnMut(&[f64], f64) -> Tried,
    ) -> bool {
        let mut from = at.to_vec();
        for _ in 0..ROUNDS {
            let (reached, fixed) = self.reached(&from, 1.0);
            if best.is_some_and(|best| is_near(best, bound, gap)) || tried.contains(&reached) {
                break;
            }
            tried.push(reached);
            let Some((found, point)) = attempt(&fixed, bound) else { break };
            tracing::debug!(found, bound, "rounded");
            if best.is_some_and(|best| found >= best - 1e-9 * best.abs()) {
                break;
            }
            *best = Some(found);
            from = point;
        }
        best.is_some_and(|best| is_near(best, bound, gap))
    }

    /// The bands of which orders reach a share at least, and a point with every band so decided.
    fn reached(&self, at: &[f64], share: f64) -> (Vec<usize>, Vec<f64>) {
        let mut fixed = at.to_vec();
        let reached = self.choices.iter().map(|choice| {
            let ordered: f64 = choice.ordered.iter().map(|column| at[*column]).sum();
            let reached =
                choice.bands.iter().rposition(|(_, from)| share * from <= ordered * (1.0 + 1e-9)).unwrap_or(0);
            for (place, (column, _)) in choice.bands.iter().enumerate() {
                fixed[*column] = if place == reached { 1.0 } else { 0.0 };
            }
            reached
        });
        (reached.collect(), fixed)
    }

    /// Adds the rows that a point breaks, and solves again; nothing where none is, or where the solver does not end.
    fn sharpen(&mut self, at: &[f64], watch: Watch<'_>) -> Option<Vec<f64>> {
        let is_broken = |row: &&Row| {
            let largest = row.terms.iter().fold(1e-9_f64, |most, (_, coefficient)| most.max(coefficient.abs()));
            let sum: f64 = row.terms.iter().map(|(column, coefficient)| coefficient * at[*column]).sum();
            sum > row.upper + BROKEN * largest
        };
        let (broken, kept): (Vec<&Row>, Vec<&Row>) = self.sharper.iter().copied().partition(is_broken);
        if broken.is_empty() {
            return None;
        }
        self.sharper = kept;
        for row in broken {
            self.engine.add_row(row.upper, &row.terms);
        }
        self.go_on(true, watch)
    }

    /// Decides every yes or no by search, from a plan where there is one: how it ended, the bound, and the point.
    pub fn search(&mut self, gap: f64, from: Option<&[f64]>, watch: Watch<'_>) -> (Ending, f64, Option<Vec<f64>>) {
        self.engine.set_proof_gap(gap);
        self.engine.free_integers();
        if let Some(from) = from {
            self.engine.suggest(from);
        }
        let ending = self.engine.search((watch.left)(), watch.told);
        let has_plan = self.engine.has_plan(ending);
        let bound = self.engine.search_bound();
        (ending, bound, has_plan.then(|| self.engine.point().columns))
    }
}

/// What a point costs.
pub(super) fn value(costs: &[f64], at: &[f64]) -> f64 {
    costs.iter().zip(at).map(|(cost, value)| cost * value).sum()
}

/// Whether a plan is proven near enough.
pub(super) fn is_near(value: f64, bound: f64, gap: f64) -> bool {
    (value - bound).abs() <= gap * value.abs().max(1e-9)
}

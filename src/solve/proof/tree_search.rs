//! Branch and bound of our own, in which every leaf has a bound that is proven exactly. It verifies what another search found, and finds what
//! that search overlooked.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

use exact_bound::{Certificate, Exact, Limits, Multipliers, Node, Tree};

use crate::engine::{Ending, Engine, Method, Watch};
use crate::solve::proof::GoalProgram;
use crate::solve::proof::open_node::{NodeBasis, Open};
use crate::solve::proof::pseudo_costs::{PseudoCosts, WHOLE};

/// How near to the best plan a node is closed, relative: what is nearer, solvers do not tell apart.
const NEAR: f64 = 1e-7;

/// What solving a relaxation costs beside its iterations, in iterations: setting it up, and the exact bound.
const RELAXATION: i64 = 10;

/// Work up to which bounds are proven nearer than is asked for.
const FEW: i64 = 2_000;

/// Columns that are tried at most before one is branched on, and iterations for each side.
const TRIED: usize = 8;
const TRIED_ITERATIONS: i32 = 100;

/// How near to the best plan a bound has to be.
#[derive(Debug, Clone, Copy)]
pub(in crate::solve) struct Nearness {
    /// Relative to its value: what is asked for. What costs little is proven nearer.
    pub relative: f64,
    /// Where the value is as good as 0.
    pub absolute: f64,
}

/// What a tree proves.
pub(in crate::solve) struct TreeBound {
    /// The least bound of all leaves, on what is minimised; `None` where every leaf is proven empty.
    pub bound: Option<Exact>,
    /// Its proof.
    pub certificate: Certificate,
}

/// What a search came to.
pub(in crate::solve) struct Searched {
    /// What is proven; `None` where a leaf has no bound at all, so that nothing is.
    pub proven: Option<TreeBound>,
    /// The best point that was found, if it is better than what was known, and what it costs.
    pub found: Option<(f64, Vec<f64>)>,
    /// Whether the search was cut short, so that a better point may be there.
    pub is_cut_short: bool,
    /// What it cost, in iterations of the simplex.
    pub work: i64,
}

/// A search.
pub(in crate::solve) struct TreeSearch<'s> {
    pub goal: &'s GoalProgram<'s>,
    /// Limits of all columns, with those that are implied.
    pub limits: Limits,
    /// The limits that are implied.
    pub implied: &'s [exact_bound::Implied],
    /// The rows of the program, with costs set.
    pub engine: &'s mut Engine,
    /// What the best point that is known costs; infinity where none is known.
    pub incumbent: f64,
    pub near: Nearness,
    /// What the search may cost, in iterations of the simplex.
    pub most: i64,
    pub watch: Watch<'s>,
}

/// What a relaxation came to.
enum Relaxed {
    /// At a point, with multipliers.
    Point { value: f64, columns: Vec<f64>, multipliers: Multipliers, basis: Option<NodeBasis> },
    /// Multipliers that prove that there is none.
    Empty(Multipliers),
    /// The solver came to nothing that proves anything.
    Nothing,
    /// Time is over.
    Stopped,
}

/// The state of a search.
struct State {
    integers: Vec<usize>,
    nodes: Vec<Node>,
    /// The exact bound of each leaf.
    bounds: Vec<Option<Exact>>,
    open: BinaryHeap<Open>,
    costs: PseudoCosts,
    work: i64,
    found: Option<(f64, Vec<f64>)>,
}

impl TreeSearch<'_> {
    /// Searches until no leaf is better than the best point, or until it has cost as much as it may.
    pub fn run(mut self) -> Searched {
        let integers: Vec<usize> =
            (0..self.goal.program.is_integer.len()).filter(|column| self.goal.program.is_integer[*column]).collect();
        let root = integers.iter().map(|&column| (self.limits.lower[column], self.limits.upper[column])).collect();
        let mut state = State {
            costs: PseudoCosts::of(integers.len()),
            integers,
            nodes: vec![Node::Leaf(Vec::new())],
            bounds: vec![None],
            open: BinaryHeap::new(),
            work: 0,
            found: None,
        };
        state.bounds[0] = self.exact(Vec::new(), &self.limits).1;
        state.open.push(Open { place: 0, bound: f64::NEG_INFINITY, limits: root, basis: None, branch: None });
        let mut is_cut_short = false;
        while let Some(open) = state.open.pop() {
            if open.bound >= self.cutoff() {
                break;
            }
            if state.work >= FEW && open.bound >= self.cutoff_within(self.near.relative) {
                break;
            }
            if state.work >= self.most {
                is_cut_short = true;
                break;
            }
            if !self.visit(&mut state, &open) {
                is_cut_short = true;
                break;
            }
            // Without costs the first point says all.
            if self.goal.costs.is_empty() && state.found.is_some() {
                break;
            }
        }
        self.ended(state, is_cut_short)
    }

    /// The value from which on nothing better is looked for.
    fn cutoff(&self) -> f64 {
        self.cutoff_within(NEAR)
    }

    fn cutoff_within(&self, relative: f64) -> f64 {
        if self.incumbent.is_infinite() {
            return self.incumbent;
        }
        // Half as near as what counts as nothing, so that rounding does not decide.
        self.incumbent - (relative * self.incumbent.abs()).max(0.5 * self.near.absolute)
    }

    /// Solves the relaxation of a node, and closes it or branches; false where time is over.
    fn visit(&mut self, state: &mut State, open: &Open) -> bool {
        let limits = self.limits_of(state, &open.limits);
        if limits.lower.iter().zip(&limits.upper).any(|(lower, upper)| lower > upper) {
            state.nodes[open.place] = Node::Empty(Vec::new());
            state.bounds[open.place] = None;
            return true;
        }
        match self.relax(state, open) {
            Relaxed::Stopped => return false,
            Relaxed::Empty(multipliers) => {
                state.nodes[open.place] = Node::Empty(multipliers);
                state.bounds[open.place] = None;
            }
            // The bound of the node above holds here, too.
            Relaxed::Nothing => {
                let at: Vec<f64> = open.limits.iter().map(|(lower, _)| *lower).collect();
                Self::branch(state, open, open.bound, &at, None);
            }
            Relaxed::Point { value, columns, multipliers, basis } => {
                let (multipliers, exact) = self.exact(multipliers, &limits);
                let better = match (&exact, &state.bounds[open.place]) {
                    (Some(exact), Some(before)) => exact > before,
                    (Some(_), None) => true,
                    (None, _) => false,
                };
                if better {
                    state.nodes[open.place] = Node::Leaf(multipliers);
                    state.bounds[open.place] = exact;
                }
                if let Some((chosen, is_up, distance, before)) = open.branch {
                    state.costs.learn(chosen, is_up, distance, value - before);
                }
                let at: Vec<f64> = state.integers.iter().map(|column| columns[*column]).collect();
                if at.iter().all(|value| (value - value.round()).abs() <= WHOLE) {
                    self.consider(state, open, columns);
                }
                let bound = state.bounds[open.place].as_ref().map_or(f64::NEG_INFINITY, Exact::rounded_down);
                if bound < self.cutoff() {
                    if let Some(basis) = &basis {
                        self.try_branches(state, open, &at, value, basis);
                    }
                    Self::branch(state, open, bound, &at, basis.as_ref());
                }
            }
        }
        true
    }

    /// The limits of all columns at a node.
    fn limits_of(&self, state: &State, own: &[(f64, f64)]) -> Limits {
        let mut limits = self.limits.clone();
        for (column, (lower, upper)) in state.integers.iter().zip(own) {
            (limits.lower[*column], limits.upper[*column]) = (*lower, *upper);
        }
        limits
    }

    /// The exact bound of multipliers, which are repaired where that needs it.
    fn exact(&self, multipliers: Multipliers, limits: &Limits) -> (Multipliers, Option<Exact>) {
        let Some(reduced) = self.goal.program.reduced(&self.goal.costs, &multipliers) else {
            return (multipliers, None);
        };
        match reduced.bound(limits) {
            Some(bound) => (multipliers, Some(bound)),
            None => match self.goal.program.repaired(limits, &self.goal.costs, &multipliers) {
                Some((repaired, reduced)) => (repaired, reduced.bound(limits)),
                None => (multipliers, None),
            },
        }
    }

    /// Solves the relaxation of a node, from the basis of the one above it, and from a cold start where that proves nothing.
    fn relax(&mut self, state: &mut State, open: &Open) -> Relaxed {
        let limits: Vec<_> =
            state.integers.iter().zip(&open.limits).map(|(column, (lower, upper))| (*column, *lower, *upper)).collect();
        self.engine.set_bounds_of(limits);
        for is_cold in [false, true] {
            if let (false, Some(basis)) = (is_cold, &open.basis) {
                self.engine.set_basis(&basis.0, &basis.1);
            }
            // What is relaxed first gives a bound in any case.
            let left = i32::try_from(self.most - state.work).unwrap_or(i32::MAX);
            self.engine.limit_iterations((state.nodes.len() > 1).then_some(left.max(1)));
            let ending = self.engine.run(Method::Simplex, is_cold || open.basis.is_none(), false, self.watch);
            state.work += RELAXATION + self.engine.iterations();
            match ending {
                Ending::TimeLimit | Ending::Cancelled => return Relaxed::Stopped,
                Ending::Optimal => return self.at_point(),
                Ending::Infeasible | Ending::UnboundedOrInfeasible => {
                    if let Some(multipliers) = self.farkas(state, &open.limits) {
                        return Relaxed::Empty(multipliers);
                    }
                }
                Ending::Unbounded | Ending::NodeLimit | Ending::ObjectiveLimit | Ending::Other(_) => {}
            }
        }
        Relaxed::Nothing
    }

    fn at_point(&mut self) -> Relaxed {
        let point = self.engine.point();
        let value = self.value_of(&point.columns);
        let multipliers = self.goal.multipliers(&point.row_duals);
        let basis = self.engine.basis().map(Rc::new);
        Relaxed::Point { value, columns: point.columns, multipliers, basis }
    }

    /// Multipliers that prove exactly that a node is empty, from what the solver says.
    fn farkas(&mut self, state: &State, own: &[(f64, f64)]) -> Option<Multipliers> {
        let ray = self.engine.dual_ray()?;
        let limits = self.limits_of(state, own);
        self.goal.rays(&ray).into_iter().find_map(|multipliers| {
            let (multipliers, reduced) = self.goal.program.repaired(&limits, &[], &multipliers)?;
            reduced.bound(&limits)?.sign().is_gt().then_some(multipliers)
        })
    }

    /// A point whose integers are whole within tolerances: the best one with these integers becomes the best that is known.
    fn consider(&mut self, state: &mut State, open: &Open, columns: Vec<f64>) {
        let fixed: Vec<_> = (state.integers.iter().zip(&open.limits))
            .map(|(&column, &(lower, upper))| (column, columns[column].round().clamp(lower, upper)))
            .collect();
        let is_exact = fixed.iter().all(|(column, at)| columns[*column] == *at);
        let columns = if is_exact {
            columns
        } else {
            self.engine.set_bounds_of(fixed.iter().map(|(column, at)| (*column, *at, *at)));
            let ending = self.engine.run(Method::Simplex, false, false, self.watch);
            state.work += RELAXATION + self.engine.iterations();
            if ending != Ending::Optimal {
                return;
            }
            self.engine.point().columns
        };
        let value = self.value_of(&columns);
        if value < self.incumbent - NEAR * self.incumbent.abs() || (self.incumbent.is_infinite() && value.is_finite()) {
            self.incumbent = value;
            state.found = Some((value, columns));
        }
    }

    /// Learns what branching on columns brings of which nothing is known yet, those that promise most first.
    fn try_branches(&mut self, state: &mut State, open: &Open, at: &[f64], value: f64, basis: &NodeBasis) {
        self.engine.limit_iterations(Some(TRIED_ITERATIONS));
        for chosen in state.costs.unknown(at, &open.limits, TRIED) {
            let (column, (lower, upper)) = (state.integers[chosen], open.limits[chosen]);
            let most = at[chosen].floor();
            for (is_up, lower, upper, distance) in
                [(false, lower, most, at[chosen] - most), (true, most + 1.0, upper, most + 1.0 - at[chosen])]
            {
                if lower > upper || state.work >= self.most {
                    continue;
                }
                self.engine.set_bounds_of([(column, lower, upper)]);
                self.engine.set_basis(&basis.0, &basis.1);
                let ending = self.engine.run(Method::Simplex, false, false, self.watch);
                state.work += RELAXATION + self.engine.iterations();
                let raised = match ending {
                    Ending::Optimal => {
                        let point = self.engine.point();
                        self.value_of(&point.columns) - value
                    }
                    // What is empty is as good as closed.
                    Ending::Infeasible if self.incumbent.is_finite() => self.incumbent - value,
                    _ => continue,
                };
                state.costs.learn(chosen, is_up, distance, raised);
            }
            self.engine.set_bounds_of([(column, lower, upper)]);
        }
    }

    /// What a point costs.
    fn value_of(&self, columns: &[f64]) -> f64 {
        self.goal.costs.iter().map(|(column, cost)| cost * columns[*column]).sum()
    }

    /// Splits a node on the integer column that promises most; where none is open any more, the node stays as it is.
    fn branch(state: &mut State, open: &Open, bound: f64, at: &[f64], basis: Option<&NodeBasis>) {
        let Some(chosen) = state.costs.choose(at, &open.limits) else { return };
        let (lower, upper) = open.limits[chosen];
        let value = at[chosen].clamp(lower, upper);
        // A whole value is split off on the side on which there is room.
        let most = value.floor().min(upper - 1.0).max(lower);
        let column = state.integers[chosen];
        let children = [(false, lower, most, value - most), (true, most + 1.0, upper, most + 1.0 - value)];
        let first = state.nodes.len();
        let own = std::mem::replace(
            &mut state.nodes[open.place],
            Node::Branch { column, at: most, below: first, above: first + 1 },
        );
        let exact = state.bounds[open.place].take();
        for (is_up, lower, upper, distance) in children {
            let mut limits = open.limits.clone();
            limits[chosen] = (lower, upper);
            let place = state.nodes.len();
            // Until it is visited, what is proven above holds.
            state.nodes.push(own.clone());
            state.bounds.push(exact.clone());
            let branch = Some((chosen, is_up, distance.max(0.0), bound));
            state.open.push(Open { place, bound, limits, basis: basis.cloned(), branch });
        }
    }

    /// The tree as a certificate, with the implied limits on which its leaves lean.
    fn ended(&self, state: State, is_cut_short: bool) -> Searched {
        let mut leaning = vec![false; self.limits.upper.len()];
        let mut lean = |costs: &[(usize, f64)], multipliers: &Multipliers| {
            if let Some(reduced) = self.goal.program.reduced(costs, multipliers) {
                reduced.unlimited(&self.goal.program.limits).for_each(|column| leaning[column] = true);
            }
        };
        for node in &state.nodes {
            match node {
                Node::Leaf(multipliers) => lean(&self.goal.costs, multipliers),
                Node::Empty(multipliers) => lean(&[], multipliers),
                Node::Branch { .. } => {}
            }
        }
        let columns = leaning.iter().enumerate().filter(|(_, leans)| **leans).map(|(column, _)| column);
        let implied = self.goal.program.needed(self.implied, columns);
        let leaves = state.nodes.iter().zip(state.bounds).filter(|(node, _)| matches!(node, Node::Leaf(_)));
        // A leaf without a bound leaves nothing proven.
        let bounds: Option<Vec<Exact>> = leaves.map(|(_, leaf)| leaf).collect();
        let certificate = Certificate { implied, cuts: Vec::new(), tree: Tree { nodes: state.nodes } };
        tracing::debug!(leaves = certificate.tree.leaves(), state.work, is_cut_short, "tree of bounds");
        let least = |bounds: Vec<Exact>| bounds.into_iter().min_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
        let proven = bounds.map(|bounds| TreeBound { bound: least(bounds), certificate });
        Searched { proven, found: state.found, is_cut_short, work: state.work }
    }
}

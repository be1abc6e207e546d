//! Trees of bounds: integer columns are branched on, and every leaf has a bound of its own.

use crate::exact::Exact;
use crate::implied::Implied;
use crate::program::{Limits, Multipliers, Program, Row};

/// A node of a tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Multipliers whose bound holds in what the branches leave.
    Leaf(Multipliers),
    /// Multipliers that prove that nothing is left: with no costs at all their bound is above 0 (Farkas).
    Empty(Multipliers),
    /// An integer column is at most `at`, or at least `at` + 1.
    Branch {
        /// The column.
        column: usize,
        /// The most that it is in the first part, a whole number.
        at: f64,
        /// The node of the first part.
        below: usize,
        /// The node of the second part.
        above: usize,
    },
}

/// A tree of bounds, by its nodes; the first is the root.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tree {
    /// Its nodes. Each but the first stands below one other.
    pub nodes: Vec<Node>,
}

/// A row that every point of the program keeps, with a proof: the most that its terms come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// Columns and their coefficients.
    pub terms: Vec<(usize, f64)>,
    /// Their sum is at most this.
    pub upper: f64,
    /// The proof: of the least that the negative of the sum comes to.
    pub proof: Tree,
}

/// What is proven of a program: Σ costs x ≥ bound for each of its points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Certificate {
    /// Limits of columns that have none, each by those before it.
    pub implied: Vec<Implied>,
    /// Rows on top of those of the program, numbered behind them.
    pub cuts: Vec<Cut>,
    /// The proof.
    pub tree: Tree,
}

/// Why a certificate proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// An implied limit does not hold.
    #[error("row {row} does not limit column {column} so")]
    Implied {
        /// The column.
        column: usize,
        /// The row.
        row: usize,
    },
    /// A cut is not proven.
    #[error("cut {0} is not proven")]
    Cut(usize),
    /// A node names what there is not, branches on what is not integer, or is reached twice.
    #[error("node {0} is none")]
    Node(usize),
    /// A leaf proves nothing.
    #[error("leaf {0} has no bound")]
    Leaf(usize),
}

impl Tree {
    /// A tree of one leaf.
    #[must_use]
    pub fn leaf(multipliers: Multipliers) -> Self {
        Self { nodes: vec![Node::Leaf(multipliers)] }
    }

    /// The number of leaves.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.nodes.iter().filter(|node| !matches!(node, Node::Branch { .. })).count()
    }

    /// The least bound of all leaves; `None` where nothing is left in any.
    ///
    /// # Errors
    /// It is no tree, or a leaf proves nothing.
    pub fn bound(
        &self,
        program: &Program<'_>,
        limits: &Limits,
        costs: &[(usize, f64)],
    ) -> Result<Option<Exact>, Refused> {
        let mut seen = vec![false; self.nodes.len()];
        let mut least: Option<Exact> = None;
        let mut open = vec![(0, limits.clone())];
        while let Some((place, limits)) = open.pop() {
            let node = self.nodes.get(place).filter(|_| !std::mem::replace(&mut seen[place], true));
            match node.ok_or(Refused::Node(place))? {
                Node::Branch { column, at, below, above } => {
                    let (column, at) = (*column, *at);
                    let is_whole = at.is_finite() && at.fract() == 0.0 && (at + 1.0) - at == 1.0;
                    if !is_whole || !program.is_integer.get(column).is_some_and(|is_integer| *is_integer) {
                        return Err(Refused::Node(place));
                    }
                    if *below >= self.nodes.len() || *above >= self.nodes.len() {
                        return Err(Refused::Node(place));
                    }
                    let mut part = limits.clone();
                    part.upper[column] = part.upper[column].min(at);
                    open.push((*below, part));
                    let mut part = limits;
                    part.lower[column] = part.lower[column].max(at + 1.0);
                    open.push((*above, part));
                }
                Node::Empty(multipliers) => {
                    let bound = program.reduced(&[], multipliers).and_then(|reduced| reduced.bound(&limits));
                    if !is_empty(&limits) && !bound.is_some_and(|bound| bound.sign().is_gt()) {
                        return Err(Refused::Leaf(place));
                    }
                }
                Node::Leaf(multipliers) => {
                    let bound = program.reduced(costs, multipliers).and_then(|reduced| reduced.bound(&limits));
                    let bound = bound.ok_or(Refused::Leaf(place))?;
                    if least.as_ref().is_none_or(|least| bound < *least) {
                        least = Some(bound);
                    }
                }
            }
        }
        Ok(least)
    }
}

/// Whether a column has no room at all.
fn is_empty(limits: &Limits) -> bool {
    limits.lower.iter().zip(&limits.upper).any(|(lower, upper)| lower > upper)
}

impl Certificate {
    /// The bound that it proves on Σ costs x; `None` where it proves that there is no point.
    ///
    /// # Errors
    /// A step of it does not hold.
    pub fn bound(&self, program: &Program<'_>, costs: &[(usize, f64)]) -> Result<Option<Exact>, Refused> {
        let mut limits = program.limits.clone();
        for implied in &self.implied {
            let Implied { column, row, upper, .. } = *implied;
            if column >= limits.upper.len() || !program.holds(implied, &limits) {
                return Err(Refused::Implied { column, row });
            }
            limits.upper[column] = limits.upper[column].min(upper);
        }
        for (place, cut) in self.cuts.iter().enumerate() {
            let most = cut.proof.bound(program, &limits, &negative(&cut.terms))?;
            let holds = match (most, Exact::of(cut.upper)) {
                (None, _) => true,
                (Some(most), Some(upper)) => most >= upper.negative(),
                (Some(_), None) => false,
            };
            if !holds {
                return Err(Refused::Cut(place));
            }
        }
        let on_top = self.cuts.iter().map(|cut| Row { lower: f64::NEG_INFINITY, upper: cut.upper, terms: &cut.terms });
        let rows = program.rows.iter().copied().chain(on_top).collect();
        let with_cuts = Program { rows, limits: program.limits.clone(), is_integer: program.is_integer.clone() };
        self.tree.bound(&with_cuts, &limits, costs)
    }
}

/// Terms with the other sign.
#[must_use]
pub fn negative(terms: &[(usize, f64)]) -> Vec<(usize, f64)> {
    terms.iter().map(|(column, coefficient)| (*column, -coefficient)).collect()
}

//! The certificate, as it is written: what is claimed of each goal, and all that it takes to check it.

use exact_bound::{Certificate, Cut, Implied, Node, Tree};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::results::ResultDocument;

/// What is proven of a plan. Rows and columns are numbered from 0 in the order of the program in MPS format, rows without the goals, which
/// are its objectives. Numbers are to be read as double precision floating-point numbers, which are exact fractions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CertificateData {
    /// Title of the model.
    pub title: String,
    /// SHA-256 of `program.mps`, in hexadecimal.
    pub program: String,
    /// SHA-256 of `plan.sol`, in hexadecimal.
    pub plan: String,
    /// By how much the plan violates a row, a bound of a column or that an integer column is whole at most, in the unit of the row or column.
    pub violation: f64,
    /// What is claimed of each goal, in their order.
    pub goals: Vec<GoalClaim>,
}

/// That the plan has a value of a goal, and that no point of the program that keeps earlier goals at their limits is beyond a bound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GoalClaim {
    /// The goal in words.
    pub goal: String,
    /// Its objective in the program.
    pub objective: String,
    /// Whether it is maximised.
    pub maximise: bool,
    /// The best value that was found for it before later goals, which nothing in the certificate proves.
    pub reached: f64,
    /// What later goals may take it to.
    pub kept_to: f64,
    /// Its value at the plan, rounded.
    pub value: f64,
    /// The bound; nothing where the program is proven to have no point at all.
    pub bound: Option<f64>,
    /// Sums of integer columns that are columns of their own, numbered behind those of the program, each by the columns of which it is the sum.
    /// That it is their sum is a row, numbered behind those of the program.
    pub sums: Vec<Vec<usize>>,
    /// What is kept of earlier goals. These are rows numbered behind those.
    pub kept: Vec<KeptLimit>,
    /// Limits of rows that the plan of the goal kept only to within rounding, as far as it took them: they count as moved there.
    pub moved: Vec<MovedLimit>,
    /// Upper limits of columns that have none in the program, each from a row and the limits before it.
    pub implied: Vec<ImpliedLimit>,
    /// Rows that every point keeps, with proofs, numbered behind those that keep goals.
    pub cuts: Vec<CutProof>,
    /// The proof of the bound: its nodes, of which the first is the root.
    pub tree: Vec<TreeNode>,
}

/// A row: the objective is at most the limit, or at least, where it is maximised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KeptLimit {
    /// The objective.
    pub objective: String,
    /// The limit.
    pub limit: f64,
}

/// A row has another limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MovedLimit {
    /// The row.
    pub row: usize,
    /// Whether it is the upper limit; else the lower one.
    pub is_upper: bool,
    /// The limit.
    pub limit: f64,
}

/// A column cannot be above a limit, since a row leaves no more with every other column at the limit that leaves it most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImpliedLimit {
    /// The column.
    pub column: usize,
    /// The row.
    pub row: usize,
    /// Whether it is the upper limit of the row; else the lower one.
    pub by_upper: bool,
    /// The limit of the column.
    pub upper: f64,
}

/// Σ terms ≤ upper holds at every point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CutProof {
    /// Columns and coefficients.
    pub terms: Vec<(usize, f64)>,
    /// The right side.
    pub upper: f64,
    /// The proof that −Σ terms ≥ −upper.
    pub tree: Vec<TreeNode>,
}

/// A node of a tree of bounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TreeNode {
    /// Multipliers of rows, whose bound holds in what the branches leave.
    Leaf(Vec<(usize, f64)>),
    /// Multipliers of rows whose bound is above 0 with no costs at all, so that nothing is left.
    Empty(Vec<(usize, f64)>),
    /// An integer column is at most a whole number, or at least one more.
    Branch {
        /// The column.
        column: usize,
        /// The number.
        at: f64,
        /// The node of the first part.
        below: usize,
        /// The node of the second part.
        above: usize,
    },
}

impl ResultDocument for CertificateData {
    const NAME: &'static str = "certificate";
}

impl GoalClaim {
    /// The number of leaves of its tree.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.tree.iter().filter(|node| !matches!(node, TreeNode::Branch { .. })).count()
    }

    /// Takes over the parts of a certificate.
    pub(super) fn with(mut self, certificate: &Certificate) -> Self {
        let limit = |&Implied { column, row, by_upper, upper }: &Implied| ImpliedLimit { column, row, by_upper, upper };
        self.implied = certificate.implied.iter().map(limit).collect();
        let cut = |cut: &Cut| CutProof { terms: cut.terms.clone(), upper: cut.upper, tree: nodes(&cut.proof) };
        self.cuts = certificate.cuts.iter().map(cut).collect();
        self.tree = nodes(&certificate.tree);
        self
    }
}

fn nodes(tree: &Tree) -> Vec<TreeNode> {
    let node = |node: &Node| match node {
        Node::Leaf(multipliers) => TreeNode::Leaf(multipliers.clone()),
        Node::Empty(multipliers) => TreeNode::Empty(multipliers.clone()),
        &Node::Branch { column, at, below, above } => TreeNode::Branch { column, at, below, above },
    };
    tree.nodes.iter().map(node).collect()
}

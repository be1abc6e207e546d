//! What a smaller formulation proves, in the full one: nations that were put together have the multipliers of what they are together.

use exact_bound::{Certificate, Cut, Exact, Node, Program, Tree, negative};

use crate::formulation::Row;
use crate::reduction::Lifting;

/// By how much a cut may be weaker than in the smaller formulation, relative to its right side and largest coefficient.
const WEAKER: f64 = 1e-6;

/// A certificate of a smaller formulation with so many rows, for the full one with the same rows of sums and goals on top; `None` where it branches on what the
/// full one has several of, or where one of its cuts does not hold there. Its bound is another one, which is to be computed.
pub(super) fn lifted(
    lifting: &Lifting<'_>,
    rows: usize,
    program: &Program<'_>,
    on_top: &[Row],
    costs: &[(usize, f64)],
    certificate: &Certificate,
) -> Option<Certificate> {
    let implied = program.implied();
    let limits = program.limits.with(&implied);
    let kept: Vec<&[(usize, f64)]> = on_top.iter().map(|row| &row.terms[..]).collect();
    let mut cuts: Vec<Cut> = Vec::new();
    for cut in &certificate.cuts {
        let terms = lifting.terms(&cut.terms);
        let least = negative(&terms);
        let proof = tree(lifting, rows, &cut.proof, &least, &kept)?;
        let upper = -proof.bound(program, &limits, &least).ok()??.rounded_down();
        let largest = terms.iter().fold(cut.upper.abs(), |most, (_, coefficient)| most.max(coefficient.abs()));
        if upper > cut.upper + WEAKER * largest {
            return None;
        }
        cuts.push(Cut { terms, upper, proof });
    }
    let on_top: Vec<&[(usize, f64)]> = kept.into_iter().chain(cuts.iter().map(|cut| &cut.terms[..])).collect();
    let tree = tree(lifting, rows, &certificate.tree, costs, &on_top)?;
    Some(Certificate { implied, cuts, tree })
}

fn tree(
    lifting: &Lifting<'_>,
    rows: usize,
    tree: &Tree,
    costs: &[(usize, f64)],
    on_top: &[&[(usize, f64)]],
) -> Option<Tree> {
    let node = |node: &Node| {
        Some(match node {
            Node::Leaf(multipliers) => Node::Leaf(lifting.multipliers(costs, on_top, multipliers, rows)),
            Node::Empty(multipliers) => Node::Empty(lifting.multipliers(&[], on_top, multipliers, rows)),
            &Node::Branch { column, at, below, above } => {
                Node::Branch { column: lifting.only(column)?, at, below, above }
            }
        })
    };
    Some(Tree { nodes: tree.nodes.iter().map(node).collect::<Option<_>>()? })
}

/// A certificate with leaves repaired for the limits that columns have, its implied limits reduced to those on which it leans, and its bound;
/// `None` where it proves nothing.
pub(super) fn settled(
    program: &Program<'_>,
    costs: &[(usize, f64)],
    mut certificate: Certificate,
) -> Option<(Option<Exact>, Certificate)> {
    let limits = program.limits.with(&certificate.implied);
    let on_top: Vec<exact_bound::Row<'_>> = (certificate.cuts.iter())
        .map(|cut| exact_bound::Row { lower: f64::NEG_INFINITY, upper: cut.upper, terms: &cut.terms })
        .collect();
    let with_cuts = Program { rows: program.rows.iter().copied().chain(on_top).collect(), ..program.clone() };
    let mut leaning = vec![false; limits.upper.len()];
    for node in &mut certificate.tree.nodes {
        let (costs, multipliers) = match node {
            Node::Leaf(multipliers) => (costs, multipliers),
            Node::Empty(multipliers) => (&[][..], multipliers),
            Node::Branch { .. } => continue,
        };
        let (repaired, reduced) = with_cuts.repaired(&limits, costs, multipliers)?;
        *multipliers = repaired;
        reduced.unlimited(&program.limits).for_each(|column| leaning[column] = true);
    }
    for cut in &certificate.cuts {
        let least = negative(&cut.terms);
        for node in &cut.proof.nodes {
            if let Node::Leaf(multipliers) = node {
                let reduced = program.reduced(&least, multipliers)?;
                reduced.unlimited(&program.limits).for_each(|column| leaning[column] = true);
            }
        }
    }
    drop(with_cuts);
    let columns = leaning.iter().enumerate().filter(|(_, leans)| **leans).map(|(column, _)| column);
    certificate.implied = program.needed(&certificate.implied, columns);
    let bound = certificate.bound(program, costs).ok()?;
    Some((bound, certificate))
}

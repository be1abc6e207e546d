//! No certificate, whatever it says, claims what is not so: random programs whose points are tried one by one, and random certificates.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::{Certificate, Cut, Exact, Implied, Limits, Node, Program, Row, Tree};

/// Columns, each tried from 0 to this.
const MOST: u8 = 6;

/// Coefficients of three columns.
type Factors = Vec<i8>;

/// A row: coefficients, and its limits where it has them.
type AnyRow = (Factors, Option<i8>, Option<i8>);

/// A branch, if any, and the ends: multipliers by row, and whether nothing is said to be left.
type AnyTree = (Option<(usize, i8)>, Vec<(Factors, bool)>);

#[derive(Debug, Clone)]
struct Claim {
    rows: Vec<AnyRow>,
    columns: Vec<(bool, bool, bool)>,
    costs: Factors,
    implied: Vec<(usize, usize, bool, u8)>,
    cut: Option<(Factors, i8, AnyTree)>,
    tree: AnyTree,
}

fn factors(many: usize) -> impl Strategy<Value = Factors> {
    prop::collection::vec(prop_oneof![2 => Just(0_i8), 3 => -2_i8..=2], many)
}

fn tree() -> impl Strategy<Value = AnyTree> {
    (prop::option::of((0_usize..3, 0_i8..3)), prop::collection::vec((factors(4), prop::bool::weighted(0.3)), 2))
}

fn claim() -> impl Strategy<Value = Claim> {
    let limit = || prop::option::weighted(0.6, -4_i8..9);
    let rows = prop::collection::vec((factors(3), limit(), limit()), 3);
    let columns = prop::collection::vec(any::<(bool, bool, bool)>(), 3);
    let implied = prop::collection::vec((0_usize..3, 0_usize..3, any::<bool>(), 0_u8..6), 0..3);
    let cut = prop::option::of((factors(3), -2_i8..6, tree()));
    (rows, columns, factors(3), implied, cut, tree()).prop_map(|(rows, columns, costs, implied, cut, tree)| Claim {
        rows,
        columns,
        costs,
        implied,
        cut,
        tree,
    })
}

fn listed(factors: &[i8]) -> Vec<(usize, f64)> {
    factors
        .iter()
        .enumerate()
        .filter(|(_, factor)| **factor != 0)
        .map(|(place, factor)| (place, f64::from(*factor)))
        .collect()
}

/// The tree of a claim; a cut stands behind the rows.
fn as_tree(tree: &AnyTree, rows: usize) -> Tree {
    let (branch, ends) = tree;
    let end = |(multipliers, is_empty): &(Factors, bool)| {
        let multipliers = listed(&multipliers[..rows]);
        if *is_empty { Node::Empty(multipliers) } else { Node::Leaf(multipliers) }
    };
    match branch {
        Some((column, at)) => {
            let first = Node::Branch { column: *column, at: f64::from(*at), below: 1, above: 2 };
            Tree { nodes: vec![first, end(&ends[0]), end(&ends[1])] }
        }
        None => Tree { nodes: vec![end(&ends[0])] },
    }
}

fn at(factors: &[i8], point: [u8; 3]) -> f64 {
    factors.iter().zip(point).map(|(factor, value)| f64::from(*factor) * f64::from(value)).sum()
}

/// Every point that keeps rows and limits.
fn points(claim: &Claim, limits: &Limits) -> Vec<[u8; 3]> {
    let all = (0..=MOST).flat_map(|a| (0..=MOST).flat_map(move |b| (0..=MOST).map(move |c| [a, b, c])));
    all.filter(|point| {
        let within = (limits.lower.iter().zip(&limits.upper)).zip(point).all(|((lower, upper), value)| {
            let value = f64::from(*value);
            *lower <= value && value <= *upper
        });
        within
            && claim.rows.iter().all(|(factors, lower, upper)| {
                let sum = at(factors, *point);
                lower.is_none_or(|lower| f64::from(lower) <= sum) && upper.is_none_or(|upper| sum <= f64::from(upper))
            })
    })
    .collect()
}

/// What came of claims: how many of each kind were accepted, so that none is accepted never.
#[derive(Default)]
struct Accepted {
    bounds: Cell<usize>,
    empty: Cell<usize>,
    with_implied: Cell<usize>,
    with_cut: Cell<usize>,
    with_branch: Cell<usize>,
}

fn more(count: &Cell<usize>, is_so: bool) {
    count.set(count.get() + usize::from(is_so));
}

#[test]
fn no_certificate_claims_what_a_point_refutes() {
    let accepted = Accepted::default();
    let config = ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() };
    let run = TestRunner::new(config).run(&claim(), |claim| {
        let lists: Vec<_> = claim.rows.iter().map(|(factors, ..)| listed(factors)).collect();
        let rows = claim.rows.iter().zip(&lists).map(|((_, lower, upper), terms)| Row {
            lower: lower.map_or(f64::NEG_INFINITY, f64::from),
            upper: upper.map_or(f64::INFINITY, f64::from),
            terms,
        });
        let limits = Limits {
            lower: claim.columns.iter().map(|(starts_at_one, ..)| f64::from(u8::from(*starts_at_one))).collect(),
            upper: claim.columns.iter().map(|(_, ends, _)| if *ends { 3.0 } else { f64::INFINITY }).collect(),
        };
        let is_integer = claim.columns.iter().map(|(_, _, is_integer)| *is_integer).collect();
        let program = Program { rows: rows.collect(), limits, is_integer };
        let implied = claim.implied.iter().map(|&(column, row, by_upper, upper)| Implied {
            column,
            row,
            by_upper,
            upper: f64::from(upper),
        });
        let cuts = claim.cut.iter().map(|(factors, upper, tree)| Cut {
            terms: listed(factors),
            upper: f64::from(*upper),
            proof: as_tree(tree, claim.rows.len()),
        });
        let rows = claim.rows.len() + usize::from(claim.cut.is_some());
        let certificate =
            Certificate { implied: implied.collect(), cuts: cuts.collect(), tree: as_tree(&claim.tree, rows) };
        let Ok(bound) = certificate.bound(&program, &listed(&claim.costs)) else { return Ok(()) };
        more(if bound.is_some() { &accepted.bounds } else { &accepted.empty }, true);
        more(&accepted.with_implied, !certificate.implied.is_empty());
        more(&accepted.with_cut, claim.cut.is_some());
        more(&accepted.with_branch, claim.tree.0.is_some());
        for point in points(&claim, &program.limits) {
            let cost = at(&claim.costs, point);
            let Some(bound) = &bound else { return Err(TestCaseError::fail(format!("{point:?} is left"))) };
            prop_assert!(*bound <= Exact::of(cost).unwrap(), "{point:?} costs {cost}");
        }
        // What rows imply holds, and excludes no point.
        let implied = program.implied();
        let mut so_far = program.limits.clone();
        for limit in &implied {
            prop_assert!(program.holds(limit, &so_far), "{limit:?}");
            so_far = so_far.with(std::slice::from_ref(limit));
        }
        prop_assert_eq!(points(&claim, &program.limits), points(&claim, &so_far));
        Ok(())
    });
    run.unwrap();
    let counts = [&accepted.bounds, &accepted.empty, &accepted.with_implied, &accepted.with_cut, &accepted.with_branch];
    assert!(counts.iter().all(|count| count.get() >= 50), "{:?}", counts.map(Cell::get));
}

//! Small programs whose bounds are known by hand, and laws on random ones.

use proptest::prelude::{Strategy, any, prop_assert, proptest};

use crate::{Certificate, Cut, Exact, Implied, Limits, Node, Program, Refused, Row, Tree};

fn exact(value: f64) -> Exact {
    Exact::of(value).unwrap()
}

/// Two goods, 2 a + 3 b ≥ 7 and a + b ≤ 4, a whole: at least 5 a + 8 b.
fn program(terms: &[Vec<(usize, f64)>; 2]) -> Program<'_> {
    Program {
        rows: vec![
            Row { lower: 7.0, upper: f64::INFINITY, terms: &terms[0] },
            Row { lower: f64::NEG_INFINITY, upper: 4.0, terms: &terms[1] },
        ],
        limits: Limits { lower: vec![0.0; 2], upper: vec![f64::INFINITY; 2] },
        is_integer: vec![true, false],
    }
}

fn terms() -> [Vec<(usize, f64)>; 2] {
    [vec![(0, 2.0), (1, 3.0)], vec![(0, 1.0), (1, 1.0)]]
}

const COSTS: [(usize, f64); 2] = [(0, 5.0), (1, 8.0)];

#[test]
fn multipliers_earn_their_limits_and_reduced_costs_theirs() {
    let terms = terms();
    let program = program(&terms);
    // At 2.5 nothing of a is left, and ½ of b: the bound is the least cost of the relaxation, 17.5 at a = 3.5.
    let reduced = program.reduced(&COSTS, &[(0, 2.5)]).unwrap();
    assert_eq!(reduced.bound(&program.limits), Some(exact(17.5)));
    // Above it, both lean on upper limits that rows imply: 4 each. 3 · 7 − 1 · 4 − 1 · 4.
    let reduced = program.reduced(&COSTS, &[(0, 3.0)]).unwrap();
    assert_eq!(reduced.bound(&program.limits), None);
    assert_eq!(reduced.unlimited(&program.limits).collect::<std::collections::BTreeSet<_>>(), [0, 1].into());
    let limits = Limits { upper: vec![4.0; 2], ..program.limits.clone() };
    assert_eq!(reduced.bound(&limits), Some(exact(13.0)));
    // A multiplier of the sign that leans on no limit counts as none.
    let reduced = program.reduced(&COSTS, &[(0, -2.5)]).unwrap();
    assert_eq!(reduced.bound(&program.limits), Some(exact(0.0)));
}

#[test]
fn rows_imply_limits() {
    let terms = terms();
    let program = program(&terms);
    let implied = program.implied();
    assert_eq!(implied.len(), 2);
    for found in &implied {
        assert!((found.upper - 4.0).abs() < 1e-6 && found.upper >= 4.0, "{found:?}");
        assert!(program.holds(found, &program.limits));
        let less = Implied { upper: 4.0_f64.next_down(), ..*found };
        assert!(!program.holds(&less, &program.limits));
        assert!(!program.holds(&Implied { by_upper: false, ..*found }, &program.limits));
        assert!(!program.holds(&Implied { row: 0, ..*found }, &program.limits));
    }
}

#[test]
fn what_is_carried_is_limited_year_by_year() {
    // c0 ≤ 5, c1 ≤ c0 + 5, c2 ≤ c1 + 5: 5, 10, 15, in three rounds.
    let terms = [vec![(0, 1.0)], vec![(1, 1.0), (0, -1.0)], vec![(2, 1.0), (1, -1.0)]];
    let rows = terms.iter().map(|terms| Row { lower: f64::NEG_INFINITY, upper: 5.0, terms }).rev().collect();
    let limits = Limits { lower: vec![0.0; 3], upper: vec![f64::INFINITY; 3] };
    let program = Program { rows, limits, is_integer: vec![false; 3] };
    let implied = program.implied();
    let uppers: Vec<f64> = implied.iter().map(|implied| implied.upper.round()).collect();
    assert_eq!(uppers, [5.0, 10.0, 15.0]);
    // The last leans on those before it.
    assert_eq!(program.needed(&implied, [1]), implied[..2]);
    let reduced = program.reduced(&[(2, -1.0)], &[]).unwrap();
    let certificate = Certificate { implied: implied.clone(), cuts: Vec::new(), tree: Tree::leaf(Vec::new()) };
    assert_eq!(reduced.bound(&program.limits), None);
    let bound = certificate.bound(&program, &[(2, -1.0)]).unwrap().unwrap();
    assert!((bound.rounded_down() + 15.0).abs() < 1e-6);
    // Out of order, and with one left out, nothing follows.
    for wrong in [vec![implied[1], implied[0], implied[2]], implied[1..].to_vec()] {
        let wrong = Certificate { implied: wrong, ..certificate.clone() };
        assert!(matches!(wrong.bound(&program, &[(2, -1.0)]), Err(Refused::Implied { .. })));
    }
}

#[test]
fn rounding_errors_on_what_has_no_limit_are_repaired() {
    // The worst of three gaps, each of which is at least a third: W ≥ g, W ≥ h, W ≥ i. With a third and a bit for each, nothing would be left
    // of W; less of one of them is what they may take.
    let terms = [vec![(0, 1.0), (1, -1.0)], vec![(0, 1.0), (2, -1.0)], vec![(0, 1.0), (3, -1.0)]];
    let rows = terms.iter().map(|terms| Row { lower: 0.0, upper: f64::INFINITY, terms }).collect();
    let third = 1.0 / 3.0_f64;
    let limits = Limits { lower: vec![0.0, third, third, third], upper: vec![f64::INFINITY, 1.0, 1.0, 1.0] };
    let program = Program { rows, limits, is_integer: vec![false; 4] };
    let bit = third.next_up();
    let multipliers = vec![(0, bit), (1, bit), (2, bit)];
    assert_eq!(program.reduced(&[(0, 1.0)], &multipliers).unwrap().bound(&program.limits), None);
    let (repaired, reduced) = program.repaired(&program.limits, &[(0, 1.0)], &multipliers).unwrap();
    let bound = reduced.bound(&program.limits).unwrap().rounded_down();
    assert!((bound - third).abs() < 1e-15, "{bound}");
    let changed = repaired.iter().zip(&multipliers).filter(|(new, old)| new != old).count();
    assert_eq!(changed, 1);
    // A column of which no row takes anything has no bound.
    assert!(program.repaired(&program.limits, &[(0, -1.0)], &[]).is_none());
}

/// a ≤ 3: 3 a and ⅓ b cost 15 + 8/3. a ≥ 4: the second row leaves nothing of b, and 4 a cost 20. The least is 17 ⅔.
fn tree() -> Tree {
    let third = 8.0 / 3.0;
    Tree {
        nodes: vec![
            Node::Branch { column: 0, at: 3.0, below: 1, above: 2 },
            Node::Leaf(vec![(0, third)]),
            Node::Leaf(Vec::new()),
        ],
    }
}

#[test]
fn a_tree_has_the_least_bound_of_its_leaves() {
    let terms = terms();
    let program = program(&terms);
    let bound = tree().bound(&program, &program.limits, &COSTS).unwrap().unwrap();
    assert!((bound.rounded_down() - 53.0 / 3.0).abs() < 1e-12);
    assert_eq!(tree().leaves(), 2);
}

#[test]
fn what_is_left_out_or_altered_is_refused() {
    let terms = terms();
    let program = program(&terms);
    let bound = |tree: &Tree| tree.bound(&program, &program.limits, &COSTS);
    let branch = |column, at, below, above| {
        let mut tree = tree();
        tree.nodes[0] = Node::Branch { column, at, below, above };
        tree
    };
    // On what is not whole, at what is not whole, into what there is not, into one leaf twice, and back into itself.
    for wrong in
        [branch(1, 3.0, 1, 2), branch(0, 3.5, 1, 2), branch(0, 3.0, 1, 3), branch(0, 3.0, 2, 2), branch(0, 3.0, 0, 2)]
    {
        assert!(matches!(bound(&wrong), Err(Refused::Node(_))), "{wrong:?}");
    }
    assert!(matches!(bound(&branch(0, 1e17, 1, 2)), Err(Refused::Node(0))));
    assert!(matches!(bound(&Tree::default()), Err(Refused::Node(0))));
    let mut wrong = tree();
    // A leaf is not empty on its word.
    wrong.nodes[2] = Node::Empty(vec![(0, 1.0)]);
    assert_eq!(bound(&wrong), Err(Refused::Leaf(2)));
    wrong.nodes[2] = Node::Leaf(vec![(0, 9.0)]);
    assert_eq!(bound(&wrong), Err(Refused::Leaf(2)));
}

#[test]
fn an_empty_part_is_proven_empty() {
    let terms = terms();
    let mut program = program(&terms);
    program.limits.upper = vec![1.0, 1.0];
    // 2 a + 3 b ≥ 7 has no point with both at most 1: 7 − 5 > 0.
    let empty = Tree { nodes: vec![Node::Empty(vec![(0, 1.0)])] };
    assert_eq!(empty.bound(&program, &program.limits, &COSTS), Ok(None));
    program.limits.upper = vec![2.0, 1.0];
    assert_eq!(empty.bound(&program, &program.limits, &COSTS), Err(Refused::Leaf(0)));
}

#[test]
fn a_cut_counts_as_far_as_it_is_proven() {
    // b ≤ 4 z and b ≤ 1 with z whole: b ≤ z, by z ≤ 0 and z ≥ 1. Then b ≥ ½ needs z ≥ ½ where the rows alone allow ⅛.
    let terms = [vec![(0, 1.0), (1, -4.0)], vec![(0, 1.0)], vec![(0, 1.0)]];
    let rows = vec![
        Row { lower: f64::NEG_INFINITY, upper: 0.0, terms: &terms[0] },
        Row { lower: f64::NEG_INFINITY, upper: 1.0, terms: &terms[1] },
        Row { lower: 0.5, upper: f64::INFINITY, terms: &terms[2] },
    ];
    let limits = Limits { lower: vec![0.0; 2], upper: vec![f64::INFINITY, 1.0] };
    let program = Program { rows, limits, is_integer: vec![false, true] };
    let proof = Tree {
        nodes: vec![
            Node::Branch { column: 1, at: 0.0, below: 1, above: 2 },
            Node::Leaf(vec![(0, -1.0)]),
            Node::Leaf(vec![(1, -1.0)]),
        ],
    };
    let cut = Cut { terms: vec![(0, 1.0), (1, -1.0)], upper: 0.0, proof };
    let certificate = Certificate { implied: Vec::new(), cuts: vec![cut], tree: Tree::leaf(vec![(3, -1.0), (2, 1.0)]) };
    assert_eq!(certificate.bound(&program, &[(1, 1.0)]), Ok(Some(exact(0.5))));
    let mut wrong = certificate.clone();
    wrong.cuts[0].upper = -1e-300;
    assert_eq!(wrong.bound(&program, &[(1, 1.0)]), Err(Refused::Cut(0)));
    let mut wrong = certificate;
    wrong.cuts[0].proof.nodes[2] = Node::Leaf(vec![(0, -1.0)]);
    assert_eq!(wrong.bound(&program, &[(1, 1.0)]), Err(Refused::Cut(0)));
}

#[test]
fn limits_move_as_far_as_a_point_takes_them() {
    // Three lots at a tenth cost more than three tenths, as floating-point numbers: 2⁻⁵⁴ and a bit.
    let terms = vec![(0, 0.1)];
    let rows = vec![Row { lower: f64::NEG_INFINITY, upper: 0.3, terms: &terms }];
    let limits = Limits { lower: vec![0.0], upper: vec![9.0] };
    let mut program = Program { rows, limits, is_integer: vec![true] };
    assert_eq!(program.exceeded(&[2.0]), Some(Vec::new()));
    let moved = program.exceeded(&[3.0]).unwrap();
    assert_eq!(moved.len(), 1);
    let over = moved[0].limit - 0.3;
    assert!(moved[0].is_upper && over > 0.0 && over < 1e-15, "{moved:?}");
    // More than 2 lots are impossible before, and 3 are possible after.
    let more = Tree {
        nodes: vec![
            Node::Branch { column: 0, at: 2.0, below: 1, above: 2 },
            Node::Leaf(Vec::new()),
            Node::Empty(vec![(0, -1.0)]),
        ],
    };
    assert!(more.bound(&program, &program.limits, &[(0, -1.0)]).is_ok());
    program.move_limits(&moved);
    assert_eq!(more.bound(&program, &program.limits, &[(0, -1.0)]), Err(Refused::Leaf(2)));
    assert_eq!(program.exceeded(&[3.0]), Some(Vec::new()));
}

/// Coefficients, the room that the point has, and whether the limit is an upper one.
type AnyRow = (Vec<f64>, f64, bool);

/// Rows over three columns between 0 and 8 that the point keeps, costs and any multipliers.
fn any_program() -> impl Strategy<Value = (Vec<AnyRow>, Vec<f64>, Vec<f64>, Vec<f64>)> {
    let row = (proptest::collection::vec(-4.0..4.0_f64, 3), 0.0..3.0_f64, any::<bool>());
    let point = proptest::collection::vec(0.0..8.0_f64, 3);
    let costs = proptest::collection::vec(-5.0..5.0_f64, 3);
    let multipliers = proptest::collection::vec(-9.0..9.0_f64, 4);
    (proptest::collection::vec(row, 4), point, costs, multipliers)
}

proptest! {
    /// Shares that add up to one, but for rounding, take no more than there is once they are repaired, and lose next to nothing.
    #[test]
    fn shares_that_add_up_to_one_are_repaired(parts in proptest::collection::vec(1e-6..1.0_f64, 2..9)) {
        let all: f64 = parts.iter().sum();
        let terms: Vec<Vec<(usize, f64)>> = (1..=parts.len()).map(|column| vec![(0, 1.0), (column, -1.0)]).collect();
        let rows = terms.iter().map(|terms| Row { lower: 0.0, upper: f64::INFINITY, terms }).collect();
        let columns = parts.len() + 1;
        let mut upper = vec![1.0; columns];
        upper[0] = f64::INFINITY;
        let limits = Limits { lower: vec![0.5; columns], upper };
        let program = Program { rows, limits, is_integer: vec![false; columns] };
        let shares: Vec<_> = parts.iter().enumerate().map(|(row, part)| (row, part / all * (1.0 + 1e-15))).collect();
        let (_, reduced) = program.repaired(&program.limits, &[(0, 1.0)], &shares).unwrap();
        let bound = reduced.bound(&program.limits).unwrap().rounded_down();
        prop_assert!((bound - 0.5).abs() < 1e-12, "{}", bound);
    }

    #[test]
    fn no_point_is_below_the_bound_of_any_multipliers((rows, point, costs, multipliers) in any_program()) {
        let dot = |factors: &[f64]| {
            let mut sum = Exact::ZERO;
            factors.iter().zip(&point).for_each(|(factor, value)| sum += &(&exact(*factor) * &exact(*value)));
            sum
        };
        let lists: Vec<Vec<(usize, f64)>> =
            rows.iter().map(|(factors, ..)| factors.iter().copied().enumerate().collect()).collect();
        let limited = rows.iter().zip(&lists).map(|((factors, room, is_upper), terms)| {
            let at = dot(factors);
            if *is_upper {
                Row { lower: f64::NEG_INFINITY, upper: at.rounded_up() + room, terms }
            } else {
                Row { lower: at.rounded_down() - room, upper: f64::INFINITY, terms }
            }
        });
        let limits = Limits { lower: vec![0.0; 3], upper: vec![8.0; 3] };
        let program = Program { rows: limited.collect(), limits, is_integer: vec![false; 3] };
        let costs_of: Vec<_> = costs.iter().copied().enumerate().collect();
        let multipliers: Vec<_> = multipliers.into_iter().enumerate().collect();
        let bound = program.reduced(&costs_of, &multipliers).unwrap().bound(&program.limits).unwrap();
        prop_assert!(bound <= dot(&costs));
    }
}

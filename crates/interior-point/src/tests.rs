//! Solutions of small programs, by hand and at random: each proves itself by duality, so that no other solver is needed.

use proptest::prelude::*;

use crate::newton::Point;
use crate::standard_form::StandardForm;
use crate::{Failure, InteriorSolution, LinearProgram, Options, WarmStart, solve};

mod starts;

const FREE: f64 = f64::INFINITY;

/// Limits and terms.
type Row = (f64, f64, Vec<(usize, f64)>);

/// Columns with cost and bounds, and rows.
fn program(columns: &[(f64, f64, f64)], rows: &[Row]) -> LinearProgram {
    let mut made = LinearProgram { starts: vec![0], ..LinearProgram::default() };
    for (place, &(cost, lower, upper)) in columns.iter().enumerate() {
        made.costs.push(cost);
        made.lower.push(lower);
        made.upper.push(upper);
        for (row, (_, _, terms)) in rows.iter().enumerate() {
            for (_, value) in terms.iter().filter(|(column, _)| *column == place) {
                made.index.push(u32::try_from(row).unwrap());
                made.value.push(*value);
            }
        }
        made.starts.push(made.index.len());
    }
    made.row_lower = rows.iter().map(|row| row.0).collect();
    made.row_upper = rows.iter().map(|row| row.1).collect();
    made
}

fn goal(program: &LinearProgram, found: &InteriorSolution) -> f64 {
    program.costs.iter().zip(&found.columns).map(|(cost, value)| cost * value).sum()
}

fn activity(program: &LinearProgram, at: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; program.rows()];
    for (column, value) in at.iter().enumerate() {
        for entry in program.entries(column) {
            sums[program.index[entry] as usize] += program.value[entry] * value;
        }
    }
    sums
}

fn find(program: &LinearProgram) -> Option<InteriorSolution> {
    solve(program, Options::default()).ok()
}

/// The optimum, proven: the columns keep bounds and limits, dual values have the signs that their limits allow, what has a dual value
/// stands at its limit, and the dual objective equals the primal one. None of it uses what the solver says of its own accuracy.
fn proven(program: &LinearProgram, found: &InteriorSolution) -> Result<f64, String> {
    const NEAR: f64 = 1e-5;
    let primal = goal(program, found);
    let mut dual = 0.0;
    for (row, sum) in activity(program, &found.columns).into_iter().enumerate() {
        let (lower, upper) = (program.row_lower[row], program.row_upper[row]);
        if sum < lower - NEAR || sum > upper + NEAR {
            return Err(format!("row {row} is {sum}"));
        }
        let limit = if found.duals[row] > 0.0 { lower } else { upper };
        match found.active_limits[row] {
            Some(at) if (sum - at).abs() > NEAR => return Err(format!("row {row} is not at {at}")),
            None if found.duals[row] != 0.0 => return Err(format!("row {row} has a dual value and is at no limit")),
            _ => {}
        }
        if found.duals[row] != 0.0 {
            dual += found.duals[row] * limit;
        }
    }
    for (column, left) in program.reduced_costs(&found.duals).into_iter().enumerate() {
        let (lower, upper, value) = (program.lower[column], program.upper[column], found.columns[column]);
        if value < lower || value > upper {
            return Err(format!("column {column} is {value}"));
        }
        if (left - found.reduced_costs[column]).abs() > NEAR && lower < upper {
            return Err(format!("column {column} has the reduced cost {left}, not {}", found.reduced_costs[column]));
        }
        let left = found.reduced_costs[column];
        if left != 0.0 {
            let bound = if left > 0.0 { lower } else { upper };
            if !bound.is_finite() {
                return Err(format!("column {column} has the reduced cost {left} and no such bound"));
            }
            dual += left * bound;
        }
    }
    if (primal - dual).abs() > NEAR * primal.abs().max(1.0) {
        return Err(format!("primal {primal}, dual {dual}"));
    }
    Ok(primal)
}

#[test]
fn equal_columns_share_what_is_needed() {
    // x and y cost 1, z costs 3; together they are 6 at least. Every split between x and y is optimal; the analytic centre is 3 and 3.
    let made = program(
        &[(1.0, 0.0, FREE), (1.0, 0.0, FREE), (3.0, 0.0, FREE)],
        &[(6.0, FREE, vec![(0, 1.0), (1, 1.0), (2, 1.0)])],
    );
    let found = find(&made).unwrap();
    assert!((found.columns[0] - 3.0).abs() < 1e-3 && (found.columns[1] - 3.0).abs() < 1e-3, "{:?}", found.columns);
    assert_eq!(found.columns[2], 0.0);
    assert_eq!(found.reduced_costs[..2], [0.0, 0.0]);
    assert!((found.duals[0] - 1.0).abs() < 1e-6 && (found.reduced_costs[2] - 2.0).abs() < 1e-6);
    assert_eq!(found.active_limits, [Some(6.0)]);
}

#[test]
fn limits_of_every_kind_are_kept() {
    // max 2a + b, with a + b between 1 and 4, a ≤ 3, b fixed at 1/2 beside c, which only a free row mentions: a = 3, goal −6.5.
    let made = program(
        &[(-2.0, 1.0, 3.0), (-1.0, 0.5, 0.5), (1.0, 0.0, 8.0)],
        &[
            (1.0, 4.0, vec![(0, 1.0), (1, 1.0)]),
            (-FREE, FREE, vec![(0, 1.0), (2, 5.0)]),
            (-FREE, 9.0, vec![(1, 2.0)]),
            (-1.0, FREE, vec![(0, 1.0), (2, -1.0)]),
        ],
    );
    let found = find(&made).unwrap();
    assert_eq!(found.columns, [3.0, 0.5, 0.0]);
    assert_eq!(found.active_limits, [None, None, None, None]);
    assert_eq!(found.duals, [0.0; 4]);
}

#[test]
fn columns_of_a_forcing_row_are_removed_and_the_row_has_a_dual_value() {
    // min −3a − 2b − c: a and b are nothing, since a + 2b ≤ 0; c ≤ 5 beside a ≤ 9. The row is worth 3 a unit: then −3 + 3 = 0 is left of
    // a's cost, and −2 + 6 = 4 of b's.
    let made = program(
        &[(-3.0, 0.0, FREE), (-2.0, 0.0, FREE), (-1.0, 0.0, FREE)],
        &[(-FREE, 0.0, vec![(0, 1.0), (1, 2.0)]), (-FREE, 5.0, vec![(2, 1.0), (0, 4.0)])],
    );
    let found = find(&made).unwrap();
    assert_eq!(found.columns[..2], [0.0, 0.0]);
    assert!((found.columns[2] - 5.0).abs() < 1e-6, "{:?}", found.columns);
    // The second row is worth 1, which takes 4 more off a: 3 − 4 < 0, so that the first row need not be worth anything.
    assert!(
        (found.duals[1] + 1.0).abs() < 1e-6 && found.reduced_costs[0] >= 0.0,
        "{:?} {:?}",
        found.duals,
        found.reduced_costs
    );
    // The first row is still worth what b asks for: 2 for 2 units of it.
    assert!((found.duals[0] + 1.0).abs() < 1e-6 && found.reduced_costs[1].abs() < 1e-9, "{:?}", found.duals);
    assert_eq!(found.active_limits[0], Some(0.0));
    // The other way round: at least nothing of what counts less than nothing.
    let made =
        program(&[(-3.0, 0.0, FREE), (-1.0, 0.0, FREE)], &[(0.0, FREE, vec![(0, -1.5)]), (-FREE, 5.0, vec![(1, 1.0)])]);
    let found = find(&made).unwrap();
    assert_eq!(found.columns[0], 0.0);
    assert!((found.duals[0] - 2.0).abs() < 1e-6 && found.reduced_costs[0].abs() < 1e-9, "{:?}", found.duals);
}

#[test]
fn infeasible_or_unbounded_programs_have_no_solution() {
    // No point: x is 3 at least and 2 at most.
    let none = program(
        &[(1.0, 0.0, FREE), (1.0, 0.0, FREE)],
        &[(3.0, FREE, vec![(0, 1.0), (1, 1.0)]), (-FREE, 2.0, vec![(0, 1.0), (1, 1.0)])],
    );
    assert!(find(&none).is_none());
    // No limit: more of both is always better.
    let endless = program(&[(-1.0, 0.0, FREE), (-1.0, 0.0, FREE)], &[(0.0, 0.0, vec![(0, 1.0), (1, -1.0)])]);
    assert!(find(&endless).is_none());
    // No lower bound: not of the form that is solved.
    let below = program(&[(1.0, -FREE, 2.0), (1.0, 0.0, FREE)], &[(1.0, FREE, vec![(0, 1.0), (1, 1.0)])]);
    assert!(find(&below).is_none());
    // A fixed column alone breaks its row.
    let broken =
        program(&[(1.0, 1.0, 1.0), (1.0, 0.0, 1.0)], &[(2.0, FREE, vec![(0, 1.0)]), (0.5, 1.0, vec![(1, 1.0)])]);
    assert!(find(&broken).is_none());
}

/// A solve that is stopped makes no further iteration, wherever it is.
#[test]
fn a_solve_ends_where_the_caller_stops_it() {
    let made = market();
    for after in 0..4 {
        let done = std::cell::Cell::new(0);
        let count = |iterations| done.set(iterations + 1);
        let should_stop = || done.get() == after;
        let options = Options { should_stop: Some(&should_stop), on_iteration: Some(&count), ..Options::default() };
        assert_eq!(solve(&made, options).err(), Some(Failure::Stopped));
        assert_eq!(done.get(), after);
    }
    let done = std::cell::Cell::new(0);
    let count = |iterations| done.set(iterations + 1);
    let found = solve(&made, Options { on_iteration: Some(&count), ..Options::default() }).unwrap();
    assert_eq!(found.iterations, done.get());
    // So does one from a warm start.
    let options = Options { warm_start: Some(&found.warm_start), should_stop: Some(&|| true), ..Options::default() };
    assert_eq!(solve(&made, options).err(), Some(Failure::Stopped));
}

/// The same without its last row.
fn without_last_row(program: &LinearProgram) -> LinearProgram {
    let last = program.rows() - 1;
    let mut made = LinearProgram { starts: vec![0], index: Vec::new(), value: Vec::new(), ..program.clone() };
    for column in 0..program.columns() {
        for entry in program.entries(column).filter(|entry| (program.index[*entry] as usize) < last) {
            made.index.push(program.index[entry]);
            made.value.push(program.value[entry]);
        }
        made.starts.push(made.index.len());
    }
    made.row_lower.truncate(last);
    made.row_upper.truncate(last);
    made
}

/// Twelve sellers of three each to twelve buyers of two each, at prices that differ; one route may carry nothing but half a unit.
fn market() -> LinearProgram {
    let price = |seller: usize, buyer: usize| f64::from(u8::try_from((seller * 7 + buyer * 5) % 11 + 1).unwrap());
    let place = |seller: usize, buyer: usize| 12 * seller + buyer;
    let columns: Vec<_> = (0..144).map(|at| (price(at / 12, at % 12), 0.0, FREE)).collect();
    let sold = (0..12).map(|seller| (-FREE, 3.0, (0..12).map(|buyer| (place(seller, buyer), 1.0)).collect()));
    let bought = (0..12).map(|buyer| (2.0, FREE, (0..12).map(|seller| (place(seller, buyer), 1.0)).collect()));
    let cheap = (0..144).filter(|at| columns[*at].0 == 1.0).map(|at| (at, 1.0)).collect();
    let rows: Vec<Row> = sold.chain(bought).chain([(-FREE, 0.5, cheap)]).collect();
    program(&columns, &rows)
}

#[test]
fn a_warm_start_solves_a_program_with_another_row_or_a_fixed_column() {
    let made = market();
    let before = find(&without_last_row(&made)).unwrap();
    let warm =
        |made: &LinearProgram, from| solve(made, Options { warm_start: Some(from), ..Options::default() }).unwrap();
    let found = warm(&made, &before.warm_start);
    assert!(proven(&made, &found).unwrap() > goal(&made, &before) + 0.1);
    let mut fixed = made;
    (fixed.lower[5], fixed.upper[5]) = (1.0, 1.0);
    proven(&fixed, &warm(&fixed, &before.warm_start)).unwrap();
    // A warm start that lacks columns is not used.
    let other =
        find(&program(&[(1.0, 0.0, FREE), (2.0, 0.0, FREE)], &[(1.0, FREE, vec![(0, 1.0), (1, 1.0)])])).unwrap();
    proven(&fixed, &warm(&fixed, &other.warm_start)).unwrap();
}

#[test]
fn an_iterate_is_the_same_in_another_form_and_gets_new_rows() {
    let (made, shorter) = (market(), without_last_row(&market()));
    let stored = find(&shorter).unwrap().warm_start;
    let near = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-9 * a.abs().max(1e-9));
    let (short, long) = (StandardForm::of(&shorter).unwrap(), StandardForm::of(&made).unwrap());
    let at = stored.onto(&short).unwrap();
    let met = stored.onto(&long).unwrap();
    for (form, program, at_form) in [(&short, &shorter, &at), (&long, &made, &met)] {
        let again = WarmStart::of(form, program, at_form).onto(&short).unwrap();
        assert!(near(&again.x, &at.x) && near(&again.z, &at.z) && near(&again.y, &at.y));
    }
    // The new row has a positive slack, whose product with its dual value is the mean of the others.
    let mean = |at: &Point| dot(&at.x, &at.z) / at.x.iter().map(|_| 1.0).sum::<f64>();
    assert_eq!((met.x.len(), met.y.len()), (at.x.len() + 1, at.y.len() + 1));
    assert!((mean(&met) - mean(&at)).abs() < 1e-9 * mean(&at), "{} {}", mean(&met), mean(&at));
    // An iterate that lacks columns does not fit.
    let other = program(&[(1.0, 0.0, FREE), (2.0, 0.0, FREE)], &[(1.0, FREE, vec![(0, 1.0), (1, 1.0)])]);
    assert!(find(&other).unwrap().warm_start.onto(&long).is_none());
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Feasible programs with many equal columns; and whether a point is known that is away from every limit that is no equality, so that
/// the feasible set has an interior.
fn drawn() -> impl Strategy<Value = (LinearProgram, bool)> {
    let column = (0_u8..4, 0_u8..3, 0_u8..4);
    let row = (0_u8..4, prop::collection::vec((0_usize..12, 1_i8..4, any::<bool>()), 1..6));
    let drawn = (prop::collection::vec(column, 4..12), prop::collection::vec(row, 1..9), any::<bool>());
    drawn.prop_map(|(columns, rows, inside)| {
        let room = if inside { 0.5 } else { 0.0 };
        let at: Vec<f64> = columns.iter().map(|(_, part, _)| f64::from(*part) + room).collect();
        let columns: Vec<(f64, f64, f64)> = columns
            .iter()
            .map(|&(cost, part, more)| {
                let upper = if more == 3 && cost > 0 { FREE } else { f64::from(part + more) + 2.0 * room };
                (f64::from(cost) - if upper.is_finite() { 2.0 } else { 0.0 }, 0.0, upper)
            })
            .collect();
        let rows = rows.iter().map(|(kind, terms)| {
            let mut sums = vec![0.0; columns.len()];
            for &(column, value, negative) in terms {
                sums[column % columns.len()] += if negative { -f64::from(value) } else { f64::from(value) };
            }
            let terms: Vec<(usize, f64)> = sums.into_iter().enumerate().filter(|(_, value)| *value != 0.0).collect();
            let sum: f64 = terms.iter().map(|(column, value)| value * at[*column]).sum();
            let (lower, upper) = match kind {
                0 => (sum, sum),
                1 => (-FREE, sum + room),
                2 => (sum - 1.0, FREE),
                _ => (sum - 1.0, sum + 2.0),
            };
            (lower, upper, terms)
        });
        let rows: Vec<_> = rows.collect();
        (program(&columns, &rows), inside)
    })
}

/// Returns true if bounds leave something to decide.
fn is_open(program: &LinearProgram) -> bool {
    (0..program.columns()).any(|j| program.lower[j] < program.upper[j] && !program.entries(j).is_empty())
}

/// A warm start whose iterations end near an optimum, but not at one, is followed by a cold start: what keeps its rows to a ten thousandth
/// is no solution.
#[test]
fn a_warm_start_that_ends_early_is_no_solution() {
    let rows: [Row; 7] = [
        (0.0, 0.0, vec![(0, 1.0), (1, -5.0), (2, 2.0), (6, -2.0)]),
        (0.5, 3.5, vec![(3, 1.0)]),
        (2.5, 5.5, vec![(0, -2.0), (1, -1.0), (2, 2.0)]),
        (-13.0, FREE, vec![(1, -2.0), (4, -5.0), (6, 1.0)]),
        (-2.5, 0.5, vec![(1, 3.0), (3, 3.0), (5, -3.0)]),
        (4.5, FREE, vec![(0, 1.0), (2, 2.0)]),
        (5.0, 5.0, vec![(2, 3.0), (3, -1.0), (4, 1.0), (5, -2.0), (6, 1.0)]),
    ];
    let columns = [(-2.0, 4.0), (-1.0, 2.0), (-1.0, 5.0), (-1.0, 4.0), (2.0, FREE), (0.0, 5.0), (0.0, 3.0)]
        .map(|(cost, upper)| (cost, 0.0, upper));
    let made = program(&columns, &rows);
    let before = find(&without_last_row(&made)).unwrap();
    let found = solve(&made, Options { warm_start: Some(&before.warm_start), ..Options::default() }).unwrap();
    proven(&made, &found).unwrap();
}

#[test]
fn limits_that_are_all_zero_do_not_start_at_zero() {
    let columns = [(-1.0, 3.0), (-1.0, 1.0), (-2.0, 1.0), (-1.0, 1.0), (-2.0, 1.0), (-2.0, 3.0)];
    let columns = columns.map(|(cost, upper)| (cost, 0.0, upper));
    let made = program(&columns, &[(-FREE, 0.0, vec![(0, -1.0), (1, -1.0), (5, 1.0)])]);
    assert!((proven(&made, &find(&made).unwrap()).unwrap() + 15.0).abs() < 1e-6);
}

/// Two equalities hold the first column at its bound, so that dual values may be as large as one likes.
#[test]
fn dual_values_without_limit_prove_the_solution() {
    let rows: [Row; 7] = [
        (-1.0, 2.0, vec![(3, -1.0)]),
        (2.0, 2.0, vec![(0, 1.0)]),
        (4.0, 4.0, vec![(0, 2.0)]),
        (-9.0, -6.0, vec![(0, -5.0), (2, 2.0)]),
        (0.0, FREE, vec![(2, 1.0)]),
        (-FREE, 2.0, vec![(0, 1.0), (3, -6.0)]),
        (-7.0, FREE, vec![(2, -6.0), (3, -2.0)]),
    ];
    let made = program(&[(0.0, 0.0, 2.0), (-2.0, 0.0, 0.0), (-2.0, 0.0, 2.0), (-1.0, 0.0, 2.0)], &rows);
    // The fourth column is 1 at most; six of the third and two of it are 7 at most: 2 · 5/6 + 1.
    assert!((proven(&made, &find(&made).unwrap()).unwrap() + 8.0 / 3.0).abs() < 1e-5);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_global_rejects: u32::MAX, failure_persistence: None, ..ProptestConfig::default() })]

    /// From the stored iterate of the program without the last row the optimum is found as from a cold start.
    #[test]
    fn a_warm_start_leads_to_the_optimum((made, inside) in drawn()) {
        prop_assume!(inside && made.rows() > 1 && is_open(&made));
        let before = find(&without_last_row(&made));
        let warm_start = before.as_ref().map(|before| &before.warm_start);
        let found = solve(&made, Options { warm_start, ..Options::default() }).unwrap();
        let proven = proven(&made, &found);
        prop_assert!(proven.is_ok(), "{proven:?}");
    }

    /// A solution proves itself. One is found wherever the feasible set has an interior; elsewhere it may not be.
    #[test]
    fn a_solution_proves_itself((made, inside) in drawn()) {
        prop_assume!(is_open(&made));
        let found = find(&made);
        prop_assert!(found.is_some() || !inside);
        let Some(found) = found else { return Ok(()) };
        let proven = proven(&made, &found);
        prop_assert!(proven.is_ok(), "{proven:?}");
        // The optimal partition: a column inside its bounds has no reduced cost, and the iterate is as good as the solution.
        for (column, (&value, &left)) in found.columns.iter().zip(&found.reduced_costs).enumerate() {
            let (lower, upper) = (made.lower[column], made.upper[column]);
            prop_assert!(lower == upper || left <= 0.0 || value == lower);
            prop_assert!(lower == upper || left >= 0.0 || value == upper);
        }
    }
}

//! The middle of the best points: by hand, and beside the solver on random programmes.

use highs::{RowProblem, Sense};
use proptest::prelude::*;

use super::onward::Way;
use super::standard::Standard;
use super::step::Point;
use super::{Centre, Course, Programme, Rough, Watch, centre};

const FREE: f64 = f64::INFINITY;

/// Limits and terms.
type Row = (f64, f64, Vec<(usize, f64)>);

/// Columns with cost and bounds, and rows.
fn programme(columns: &[(f64, f64, f64)], rows: &[Row]) -> Programme {
    let mut made = Programme { starts: vec![0], ..Programme::default() };
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

fn goal(programme: &Programme, found: &Centre) -> f64 {
    programme.costs.iter().zip(&found.columns).map(|(cost, value)| cost * value).sum()
}

fn activity(programme: &Programme, at: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; programme.rows()];
    for (column, value) in at.iter().enumerate() {
        for entry in programme.entries(column) {
            sums[programme.index[entry] as usize] += programme.value[entry] * value;
        }
    }
    sums
}

fn find(programme: &Programme) -> Option<Centre> {
    centre(programme, Course::default(), Watch::default())
}

#[test]
fn equals_share_what_is_needed() {
    // x and y cost 1, z costs 3; together they are 6 at least. Every split between x and y is best; the middle is 3 and 3.
    let made = programme(
        &[(1.0, 0.0, FREE), (1.0, 0.0, FREE), (3.0, 0.0, FREE)],
        &[(6.0, FREE, vec![(0, 1.0), (1, 1.0), (2, 1.0)])],
    );
    let found = find(&made).unwrap();
    assert!((found.columns[0] - 3.0).abs() < 1e-3 && (found.columns[1] - 3.0).abs() < 1e-3, "{:?}", found.columns);
    assert_eq!(found.columns[2], 0.0);
    assert_eq!(found.reduced[..2], [0.0, 0.0]);
    assert!((found.prices[0] - 1.0).abs() < 1e-6 && (found.reduced[2] - 2.0).abs() < 1e-6);
    assert_eq!(found.at_limit, [Some(6.0)]);
}

#[test]
fn limits_of_every_kind_are_kept() {
    // max 2a + b, with a + b between 1 and 4, a ≤ 3, b fixed at 1/2 beside c, which only a free row mentions: a = 3, goal −6.5.
    let made = programme(
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
    assert_eq!(found.at_limit, [None, None, None, None]);
    assert_eq!(found.prices, [0.0; 4]);
}

#[test]
fn columns_that_a_row_holds_are_left_out_and_the_row_has_a_price() {
    // min −3a − 2b − c: a and b are nothing, since a + 2b ≤ 0; c ≤ 5 beside a ≤ 9. The row is worth 3 a unit: then −3 + 3 = 0 is left of
    // a's cost, and −2 + 6 = 4 of b's.
    let made = programme(
        &[(-3.0, 0.0, FREE), (-2.0, 0.0, FREE), (-1.0, 0.0, FREE)],
        &[(-FREE, 0.0, vec![(0, 1.0), (1, 2.0)]), (-FREE, 5.0, vec![(2, 1.0), (0, 4.0)])],
    );
    let found = find(&made).unwrap();
    assert_eq!(found.columns[..2], [0.0, 0.0]);
    assert!((found.columns[2] - 5.0).abs() < 1e-6, "{:?}", found.columns);
    // The second row is worth 1, which takes 4 more off a: 3 − 4 < 0, so that the first row need not be worth anything.
    assert!((found.prices[1] + 1.0).abs() < 1e-6 && found.reduced[0] >= 0.0, "{:?} {:?}", found.prices, found.reduced);
    // The first row is still worth what b asks for: 2 for 2 units of it.
    assert!((found.prices[0] + 1.0).abs() < 1e-6 && found.reduced[1].abs() < 1e-9, "{:?}", found.prices);
    assert_eq!(found.at_limit[0], Some(0.0));
    // The other way round: at least nothing of what counts less than nothing.
    let made = programme(
        &[(-3.0, 0.0, FREE), (-1.0, 0.0, FREE)],
        &[(0.0, FREE, vec![(0, -1.5)]), (-FREE, 5.0, vec![(1, 1.0)])],
    );
    let found = find(&made).unwrap();
    assert_eq!(found.columns[0], 0.0);
    assert!((found.prices[0] - 2.0).abs() < 1e-6 && found.reduced[0].abs() < 1e-9, "{:?}", found.prices);
}

#[test]
fn prices_that_grow_far_begin_anew_and_are_found() {
    // What is needed of a costs 1, but only through a column that gives a ten thousandth of it: the row is worth 10 000.
    let made = programme(
        &[(1.0, 0.0, FREE), (1.0, 0.0, 4.0), (0.001, 0.0, FREE)],
        &[(1.0, FREE, vec![(0, 1e-4), (1, 0.1)]), (-FREE, 1e5, vec![(0, 1.0), (2, -1.0)])],
    );
    let found = find(&made).unwrap();
    // 0.4 come from the second column, 6 000 of the first give the rest.
    assert!((goal(&made, &found) - 6004.0).abs() < 1e-2, "{:?}", found.columns);
    assert!((found.prices[0] - 1e4).abs() < 1.0, "{:?}", found.prices);
}

#[test]
fn where_there_is_no_best_point_there_is_no_middle() {
    // No point: x is 3 at least and 2 at most.
    let none = programme(
        &[(1.0, 0.0, FREE), (1.0, 0.0, FREE)],
        &[(3.0, FREE, vec![(0, 1.0), (1, 1.0)]), (-FREE, 2.0, vec![(0, 1.0), (1, 1.0)])],
    );
    assert!(find(&none).is_none());
    // No limit: more of both is always better.
    let endless = programme(&[(-1.0, 0.0, FREE), (-1.0, 0.0, FREE)], &[(0.0, 0.0, vec![(0, 1.0), (1, -1.0)])]);
    assert!(find(&endless).is_none());
    // No lower bound: not of the form that is solved.
    let below = programme(&[(1.0, -FREE, 2.0), (1.0, 0.0, FREE)], &[(1.0, FREE, vec![(0, 1.0), (1, 1.0)])]);
    assert!(find(&below).is_none());
    // A fixed column alone breaks its row.
    let broken =
        programme(&[(1.0, 1.0, 1.0), (1.0, 0.0, 1.0)], &[(2.0, FREE, vec![(0, 1.0)]), (0.5, 1.0, vec![(1, 1.0)])]);
    assert!(find(&broken).is_none());
}

#[test]
fn time_that_is_over_ends_the_way() {
    let made = programme(
        &[(1.0, 0.0, FREE), (1.0, 0.0, FREE), (3.0, 0.0, FREE)],
        &[(6.0, FREE, vec![(0, 1.0), (1, 1.0), (2, 1.0)])],
    );
    let told = std::cell::Cell::new(0);
    let tell = |step| told.set(told.get().max(step + 1));
    assert!(centre(&made, Course::default(), Watch { seconds: Some(-1.0), told: Some(&tell) }).is_none());
    assert_eq!(told.get(), 0);
    assert!(centre(&made, Course::default(), Watch { seconds: None, told: Some(&tell) }).is_some());
    assert!(told.get() > 0);
}

/// The same without its last row.
fn without_last_row(programme: &Programme) -> Programme {
    let last = programme.rows() - 1;
    let mut made = Programme { starts: vec![0], index: Vec::new(), value: Vec::new(), ..programme.clone() };
    for column in 0..programme.columns() {
        for entry in programme.entries(column).filter(|entry| (programme.index[*entry] as usize) < last) {
            made.index.push(programme.index[entry]);
            made.value.push(programme.value[entry]);
        }
        made.starts.push(made.index.len());
    }
    made.row_lower.truncate(last);
    made.row_upper.truncate(last);
    made
}

/// Twelve sellers of three each to twelve buyers of two each, at prices that differ; one route may carry nothing but half a unit.
fn market() -> Programme {
    let price = |seller: usize, buyer: usize| f64::from(u8::try_from((seller * 7 + buyer * 5) % 11 + 1).unwrap());
    let place = |seller: usize, buyer: usize| 12 * seller + buyer;
    let columns: Vec<_> = (0..144).map(|at| (price(at / 12, at % 12), 0.0, FREE)).collect();
    let sold = (0..12).map(|seller| (-FREE, 3.0, (0..12).map(|buyer| (place(seller, buyer), 1.0)).collect()));
    let bought = (0..12).map(|buyer| (2.0, FREE, (0..12).map(|seller| (place(seller, buyer), 1.0)).collect()));
    let cheap = (0..144).filter(|at| columns[*at].0 == 1.0).map(|at| (at, 1.0)).collect();
    let rows: Vec<Row> = sold.chain(bought).chain([(-FREE, 0.5, cheap)]).collect();
    programme(&columns, &rows)
}

#[test]
fn the_way_goes_on_where_a_row_is_added_or_a_column_fixed() {
    let made = market();
    let before = find(&without_last_row(&made)).unwrap();
    let onward =
        |made: &Programme, way| centre(made, Course { from: Some(way), rough: None }, Watch::default()).unwrap();
    let found = onward(&made, &before.way);
    assert!((goal(&made, &found) - by_solver(&made)).abs() < 1e-5, "{}", goal(&made, &found));
    assert!(goal(&made, &found) > goal(&made, &before) + 0.1);
    let mut fixed = made;
    (fixed.lower[5], fixed.upper[5]) = (1.0, 1.0);
    let found = onward(&fixed, &before.way);
    assert!((goal(&fixed, &found) - by_solver(&fixed)).abs() < 1e-5, "{}", goal(&fixed, &found));
    // What knows nothing of a column is of no use, and done without.
    let other =
        find(&programme(&[(1.0, 0.0, FREE), (2.0, 0.0, FREE)], &[(1.0, FREE, vec![(0, 1.0), (1, 1.0)])])).unwrap();
    let found = onward(&fixed, &other.way);
    assert!((goal(&fixed, &found) - by_solver(&fixed)).abs() < 1e-5);
}

#[test]
fn a_point_on_the_way_is_the_same_in_another_form_and_meets_new_rows() {
    let (made, shorter) = (market(), without_last_row(&market()));
    let way = find(&shorter).unwrap().way;
    let near = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-9 * a.abs().max(1e-9));
    let (short, long) = (Standard::of(&shorter).unwrap(), Standard::of(&made).unwrap());
    let at = way.onto(&short).unwrap();
    let met = way.onto(&long).unwrap();
    for (form, programme, at_form) in [(&short, &shorter, &at), (&long, &made, &met)] {
        let again = Way::of(form, programme, at_form).onto(&short).unwrap();
        assert!(near(&again.x, &at.x) && near(&again.z, &at.z) && near(&again.y, &at.y));
    }
    // The new row has a slack of its own, inside, whose product with its price is what it is elsewhere.
    let mean = |at: &Point| dot(&at.x, &at.z) / at.x.iter().map(|_| 1.0).sum::<f64>();
    assert_eq!((met.x.len(), met.y.len()), (at.x.len() + 1, at.y.len() + 1));
    assert!((mean(&met) - mean(&at)).abs() < 1e-9 * mean(&at), "{} {}", mean(&met), mean(&at));
    // What knows nothing of a column is no way.
    let other = programme(&[(1.0, 0.0, FREE), (2.0, 0.0, FREE)], &[(1.0, FREE, vec![(0, 1.0), (1, 1.0)])]);
    assert!(find(&other).unwrap().way.onto(&long).is_none());
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn a_rough_middle_is_near_and_only_where_that_is_enough() {
    let made = market();
    let best = by_solver(&made);
    let rough = |enough: bool| {
        let is_enough = move |columns: &[f64]| columns.len() == 144 && enough;
        centre(
            &made,
            Course { from: None, rough: Some(Rough { within: 1e-2, is_enough: &is_enough }) },
            Watch::default(),
        )
        .unwrap()
    };
    let (ended, went_on) = (rough(true), rough(false));
    assert!(ended.is_rough && !went_on.is_rough && ended.steps < went_on.steps);
    // No bound is above the best value, and each is as near to it as goal and bound are to each other.
    for (found, within) in [(&ended, 1e-2), (&went_on, 1e-7)] {
        let apart = (best - found.bound) / best.abs();
        assert!(-1e-9 < apart && apart < within, "{} {best}", found.bound);
    }
    assert!((goal(&made, &ended) - best).abs() < 0.1 * best, "{} {best}", goal(&made, &ended));
    assert!((goal(&made, &went_on) - best).abs() < 1e-5 * best);
}

/// Programmes with a point that keeps every row, many columns alike; and whether that point is away from every limit that is no
/// equality, so that there is an inside.
fn drawn() -> impl Strategy<Value = (Programme, bool)> {
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
        (programme(&columns, &rows), inside)
    })
}

/// The best value by the solver.
fn by_solver(programme: &Programme) -> f64 {
    let mut problem = RowProblem::default();
    let columns: Vec<_> = (0..programme.columns())
        .map(|j| problem.add_column(programme.costs[j], programme.lower[j]..=programme.upper[j]))
        .collect();
    let mut rows: Vec<Vec<(highs::Col, f64)>> = vec![Vec::new(); programme.rows()];
    for (j, column) in columns.iter().enumerate() {
        for entry in programme.entries(j) {
            rows[programme.index[entry] as usize].push((*column, programme.value[entry]));
        }
    }
    for (row, terms) in rows.into_iter().enumerate() {
        problem.add_row(programme.row_lower[row]..=programme.row_upper[row], terms);
    }
    let mut model = problem.optimise(Sense::Minimise);
    model.make_quiet();
    model.solve().objective_value()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    /// From where a programme without the last row was on its way, the best value is found as from nothing.
    #[test]
    fn the_way_goes_on_to_the_best_value((made, inside) in drawn()) {
        prop_assume!(inside && made.rows() > 1);
        let before = find(&without_last_row(&made));
        let way = before.as_ref().map(|before| &before.way);
        let found = centre(&made, Course { from: way, rough: None }, Watch::default());
        prop_assume!((0..made.columns()).any(|j| made.lower[j] < made.upper[j] && !made.entries(j).is_empty()));
        let (found, best) = (goal(&made, &found.unwrap()), by_solver(&made));
        prop_assert!((found - best).abs() <= 1e-5 * best.abs().max(1.0), "{found} {best}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The middle is a best point, and its prices prove it: what has a price stands at its limit. Where there is an inside it is
    /// found; elsewhere it may not be.
    #[test]
    fn the_middle_is_best_and_its_prices_prove_it((made, inside) in drawn()) {
        // Where bounds leave nothing to decide there is nothing to find.
        prop_assume!((0..made.columns()).any(|j| made.lower[j] < made.upper[j] && !made.entries(j).is_empty()));
        let found = find(&made);
        prop_assert!(found.is_some() || !inside);
        let Some(found) = found else { return Ok(()) };
        let best = by_solver(&made);
        prop_assert!((goal(&made, &found) - best).abs() <= 1e-5 * best.abs().max(1.0), "{} {best}", goal(&made, &found));
        let mut bound = 0.0;
        for (row, sum) in activity(&made, &found.columns).into_iter().enumerate() {
            prop_assert!(sum >= made.row_lower[row] - 1e-5 && sum <= made.row_upper[row] + 1e-5);
            match found.at_limit[row] {
                Some(at) => {
                    prop_assert!((sum - at).abs() < 1e-5);
                    bound += found.prices[row] * at;
                }
                None => prop_assert_eq!(found.prices[row], 0.0),
            }
        }
        for (column, (&value, &reduced)) in found.columns.iter().zip(&found.reduced).enumerate() {
            let (lower, upper) = (made.lower[column], made.upper[column]);
            prop_assert!(value >= lower && value <= upper);
            prop_assert!(lower == upper || reduced <= 0.0 || value == lower);
            prop_assert!(lower == upper || reduced >= 0.0 || value == upper);
            bound += reduced * value;
        }
        prop_assert!((bound - best).abs() <= 1e-5 * best.abs().max(1.0), "{bound} {best}");
    }
}

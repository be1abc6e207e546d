//! From the interior of the optimal face to a vertex, by the solver's crossover.

use std::ffi::c_void;

use super::BasisStatus;
use super::edit::{number, stand};
use interior_point::{InteriorSolution, LinearProgram};

/// How columns and rows stand at a vertex of the optimal face, in this order; nothing where the crossover comes to none.
///
/// The solver pushes columns to their limits from the last one on, and what is pushed first is the likelier to stay: those with most come
/// last. (It sees to that itself after its own interior point method. In the order of the formulation the dual simplex took three times as
/// many steps from the vertices that were found.)
pub(super) fn basis_of_vertex(
    programme: &LinearProgram,
    found: &InteriorSolution,
) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)> {
    let mut order: Vec<usize> = (0..programme.columns()).collect();
    order.sort_by(|a, b| found.columns[*a].total_cmp(&found.columns[*b]));
    // The solver asks of a point to start from that limits with a price are met to the last digit, and works out by itself how far
    // rows are from theirs. Where a row is an equality it takes that for nothing.
    let mut held = LinearProgram::default();
    (held.row_lower, held.row_upper) = (programme.row_lower.clone(), programme.row_upper.clone());
    for (row, at) in found.active_limits.iter().enumerate() {
        if let Some(at) = *at {
            (held.row_lower[row], held.row_upper[row]) = (at, at);
        }
    }
    held.starts.push(0);
    for &column in &order {
        let entries = programme.entries(column);
        held.index.extend(&programme.index[entries.clone()]);
        held.value.extend(&programme.value[entries]);
        held.starts.push(held.index.len());
    }
    let pick = |list: &[f64]| order.iter().map(|&column| list[column]).collect();
    (held.costs, held.lower, held.upper) = (pick(&programme.costs), pick(&programme.lower), pick(&programme.upper));
    let (columns, mut rows) = crossed(&held, &pick(&found.columns), &pick(&found.reduced_costs), &found.duals)?;
    let mut stands = vec![BasisStatus::Lower; order.len()];
    order.iter().zip(columns).for_each(|(&column, stand)| stands[column] = stand);
    for (row, at) in found.active_limits.iter().enumerate() {
        if let Some(at) = *at
            && rows[row] != BasisStatus::Basic
            && programme.row_lower[row] < programme.row_upper[row]
        {
            rows[row] = if at == programme.row_upper[row] { BasisStatus::Upper } else { BasisStatus::Lower };
        }
    }
    let basic = stands.iter().chain(&rows).filter(|stand| **stand == BasisStatus::Basic).count();
    tracing::debug!(iterations = found.iterations, is_basis = basic == rows.len(), "crossed over");
    (basic == rows.len()).then_some((stands, rows))
}

/// A model of the solver for a while.
struct Passing(*mut c_void);

impl Passing {
    fn new() -> Self {
        // SAFETY: a model of its own; the names are zero-terminated.
        unsafe {
            let model = highs_sys::Highs_create();
            highs_sys::Highs_setBoolOptionValue(model, c"output_flag".as_ptr(), 0);
            highs_sys::Highs_setIntOptionValue(model, c"threads".as_ptr(), 1);
            highs_sys::Highs_setStringOptionValue(model, c"parallel".as_ptr(), c"off".as_ptr());
            Self(model)
        }
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        // SAFETY: the model is owned and destroyed once.
        unsafe { highs_sys::Highs_destroy(self.0) };
    }
}

/// How columns and rows stand after the solver's crossover from a point with the costs that are left and the prices of rows.
fn crossed(
    programme: &LinearProgram,
    at: &[f64],
    left: &[f64],
    prices: &[f64],
) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)> {
    let starts: Vec<i32> = programme.starts.iter().map(|start| number(*start)).collect();
    let index: Vec<i32> = programme.index.iter().map(|row| number(*row as usize)).collect();
    let (columns, rows) = (number(programme.columns()), number(programme.rows()));
    let (mut column_stands, mut row_stands) = (vec![0_i32; programme.columns()], vec![0_i32; programme.rows()]);
    // The crossover looks for the scheduler of this thread, which only a run sets up, and which goes with any model that is destroyed; so
    // a model of one column runs first, and stays meanwhile.
    let scheduler = Passing::new();
    let model = Passing::new();
    // SAFETY: all vectors have the lengths of columns, rows and coefficients.
    let crossed = unsafe {
        highs_sys::Highs_addVar(scheduler.0, 0.0, 1.0);
        highs_sys::Highs_run(scheduler.0);
        highs_sys::Highs_passLp(
            model.0,
            columns,
            rows,
            number(index.len()),
            highs_sys::kHighsMatrixFormatColwise,
            highs_sys::kHighsObjSenseMinimize,
            0.0,
            programme.costs.as_ptr(),
            programme.lower.as_ptr(),
            programme.upper.as_ptr(),
            programme.row_lower.as_ptr(),
            programme.row_upper.as_ptr(),
            starts.as_ptr(),
            index.as_ptr(),
            programme.value.as_ptr(),
        );
        let crossed = highs_sys::Highs_crossover(model.0, columns, rows, at.as_ptr(), left.as_ptr(), prices.as_ptr());
        // Without a basis there is no vertex either.
        if crossed == highs_sys::kHighsStatusError {
            crossed
        } else {
            highs_sys::Highs_getBasis(model.0, column_stands.as_mut_ptr(), row_stands.as_mut_ptr())
        }
    };
    let read = |list: Vec<i32>| list.into_iter().map(stand).collect();
    (crossed != highs_sys::kHighsStatusError).then(|| (read(column_stands), read(row_stands)))
}

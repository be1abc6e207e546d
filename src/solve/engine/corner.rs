//! From the middle of the best points to a corner: our own interior point method, the solver's crossover, and what is left for the
//! simplex.

use super::{Engine, Stand, Told};
use crate::solve::interior::{Centre, Programme, Watch, centre};

impl Engine {
    /// Solves the linear programme at hand by our own method and leaves the solver at a basis of a best corner, or as near to one as
    /// numbers allow; says whether it came to that.
    pub(super) fn stand_at_corner(&mut self, seconds: Option<f64>, told: Option<&dyn Fn(Told)>) -> bool {
        let Some(programme) = self.programme() else { return false };
        let tell = |steps: usize| {
            if let Some(told) = told {
                told(Told { iterations: i64::try_from(steps).unwrap_or(i64::MAX), gap: None });
            }
        };
        let found = centre(&programme, Watch { seconds, told: told.is_some().then_some(&tell) });
        let Some(found) = found else {
            tracing::debug!("our own interior point method found no middle");
            return false;
        };
        self.steps = i64::try_from(found.steps).unwrap_or(i64::MAX);
        self.cross_over(&programme, &found)
    }

    /// The programme as it stands, with what was added and changed.
    fn programme(&mut self) -> Option<Programme> {
        let highs = self.model.as_mut_ptr();
        let (columns, rows) = (self.columns, self.rows);
        // SAFETY: reads a number of the model.
        let entries = usize::try_from(unsafe { highs_sys::Highs_getNumNz(highs) }).ok()?;
        let mut programme = Programme {
            costs: vec![0.0; columns],
            lower: vec![0.0; columns],
            upper: vec![0.0; columns],
            row_lower: vec![0.0; rows],
            row_upper: vec![0.0; rows],
            value: vec![0.0; entries],
            ..Programme::default()
        };
        let (mut starts, mut index) = (vec![0_i32; columns + 1], vec![0_i32; entries]);
        let (mut count, mut sense, mut offset) = ([0_i32; 3], 0_i32, 0.0);
        // SAFETY: the vectors have the lengths of columns, rows and coefficients; kinds of columns may be left out.
        let status = unsafe {
            highs_sys::Highs_getLp(
                highs,
                highs_sys::kHighsMatrixFormatColwise,
                &raw mut count[0],
                &raw mut count[1],
                &raw mut count[2],
                &raw mut sense,
                &raw mut offset,
                programme.costs.as_mut_ptr(),
                programme.lower.as_mut_ptr(),
                programme.upper.as_mut_ptr(),
                programme.row_lower.as_mut_ptr(),
                programme.row_upper.as_mut_ptr(),
                starts.as_mut_ptr(),
                index.as_mut_ptr(),
                programme.value.as_mut_ptr(),
                std::ptr::null_mut(),
            )
        };
        starts[columns] = i32::try_from(entries).ok()?;
        programme.starts = starts.into_iter().map(|start| usize::try_from(start).unwrap_or_default()).collect();
        programme.index = index.into_iter().map(|row| u32::try_from(row).unwrap_or_default()).collect();
        (status != highs_sys::kHighsStatusError).then_some(programme)
    }

    /// Crosses over from the middle of the best points to a corner; says whether there is a basis of one.
    fn cross_over(&mut self, programme: &Programme, found: &Centre) -> bool {
        // The solver asks of a point to start from that limits with a price are met to the last digit, and works out by itself
        // how far rows are from theirs. Where a row is an equality it takes that for nothing.
        let held = found.at_limit.iter().enumerate();
        let held: Vec<(usize, f64)> = held
            .filter(|(row, _)| programme.row_lower[*row] < programme.row_upper[*row])
            .filter_map(|(row, at)| Some((row, (*at)?)))
            .collect();
        self.set_limits_of(held.iter().map(|&(row, at)| (row, at, at)));
        let (columns, rows) = (i32::try_from(self.columns).unwrap_or(0), i32::try_from(self.rows).unwrap_or(0));
        let highs = self.model.as_mut_ptr();
        // SAFETY: the vectors have the lengths of columns and rows. The crossover looks for the scheduler of this thread, which only a
        // run sets up, and which goes with any model that is destroyed; so a model of one column runs first, and stays meanwhile.
        let crossed = unsafe {
            let scheduler = highs_sys::Highs_create();
            highs_sys::Highs_setBoolOptionValue(scheduler, c"output_flag".as_ptr(), 0);
            highs_sys::Highs_setIntOptionValue(scheduler, c"threads".as_ptr(), 1);
            highs_sys::Highs_addVar(scheduler, 0.0, 1.0);
            highs_sys::Highs_run(scheduler);
            let status = highs_sys::Highs_crossover(
                highs,
                columns,
                rows,
                found.columns.as_ptr(),
                found.reduced.as_ptr(),
                found.prices.as_ptr(),
            );
            highs_sys::Highs_destroy(scheduler);
            status
        };
        let (columns, mut rows) = self.basis();
        let basic = columns.iter().chain(&rows).filter(|stand| **stand == Stand::Basic).count();
        let is_basis = crossed != highs_sys::kHighsStatusError && basic == self.rows;
        self.set_limits_of(held.iter().map(|&(row, _)| (row, programme.row_lower[row], programme.row_upper[row])));
        for &(row, at) in &held {
            if rows[row] != Stand::Basic {
                rows[row] = if at == programme.row_upper[row] { Stand::Upper } else { Stand::Lower };
            }
        }
        if is_basis {
            self.set_basis(&columns, &rows);
        }
        tracing::debug!(steps = found.steps, is_basis, "crossed over");
        is_basis
    }
}

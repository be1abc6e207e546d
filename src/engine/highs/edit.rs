//! Edits of a model in HiGHS, and what is read of it: the basis and the linear program as it stands.

use interior_point::LinearProgram;

use super::Highs;
use crate::engine::BasisStatus;

impl Highs {
    pub(super) fn change_costs(&mut self, costs: &[f64]) {
        let last = number(self.columns) - 1;
        if last >= 0 {
            // SAFETY: `costs` holds one value for each column 0..=last.
            unsafe { highs_sys::Highs_changeColsCostByRange(self.model.as_mut_ptr(), 0, last, costs.as_ptr()) };
        }
    }

    pub(super) fn append_rows(&mut self, rows: &[(f64, &[(usize, f64)])]) {
        let lower = vec![f64::NEG_INFINITY; rows.len()];
        let upper: Vec<f64> = rows.iter().map(|(upper, _)| *upper).collect();
        let (mut starts, mut index, mut value) = (Vec::new(), Vec::new(), Vec::new());
        for (_, terms) in rows {
            starts.push(length(&index));
            for (column, coefficient) in *terms {
                index.push(number(*column));
                value.push(*coefficient);
            }
        }
        // SAFETY: limits and starts hold one value for each row, index and value one for each term; every index is a column of the model.
        unsafe {
            highs_sys::Highs_addRows(
                self.model.as_mut_ptr(),
                length(&upper),
                lower.as_ptr(),
                upper.as_ptr(),
                length(&index),
                starts.as_ptr(),
                index.as_ptr(),
                value.as_ptr(),
            );
        }
        self.rows += rows.len();
    }

    pub(super) fn change_bounds(&mut self, columns: &[(usize, f64, f64)]) {
        let (set, lower, upper) = limits_of(columns);
        // SAFETY: the vectors have one length; the set is ascending, each a column of the model.
        unsafe {
            highs_sys::Highs_changeColsBoundsBySet(
                self.model.as_mut_ptr(),
                length(&set),
                set.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
            );
        }
    }

    pub(super) fn change_limits(&mut self, rows: &[(usize, f64, f64)]) {
        let (set, lower, upper) = limits_of(rows);
        // SAFETY: the vectors have one length; the set is ascending, each a row of the model.
        unsafe {
            highs_sys::Highs_changeRowsBoundsBySet(
                self.model.as_mut_ptr(),
                length(&set),
                set.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
            );
        }
    }

    pub(super) fn change_coefficient(&mut self, row: usize, column: usize, value: f64) {
        // SAFETY: row and column are of the model.
        unsafe { highs_sys::Highs_changeCoeff(self.model.as_mut_ptr(), number(row), number(column), value) };
    }

    pub(super) fn change_kinds(&mut self, columns: &[(usize, bool)]) {
        let set: Vec<i32> = columns.iter().map(|(place, _)| number(*place)).collect();
        let kind = |is_integer: bool| {
            if is_integer { highs_sys::kHighsVarTypeInteger } else { highs_sys::kHighsVarTypeContinuous }
        };
        let kinds: Vec<i32> = columns.iter().map(|(_, is_integer)| kind(*is_integer)).collect();
        // SAFETY: both hold as many entries as are told, in ascending order, each a column of the model.
        unsafe {
            highs_sys::Highs_changeColsIntegralityBySet(
                self.model.as_mut_ptr(),
                length(&set),
                set.as_ptr(),
                kinds.as_ptr(),
            );
        }
    }

    pub(super) fn read_basis(&mut self) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)> {
        let (mut columns, mut rows) = (vec![0; self.columns], vec![0; self.rows]);
        // SAFETY: the vectors have the lengths of columns and rows.
        let status =
            unsafe { highs_sys::Highs_getBasis(self.model.as_mut_ptr(), columns.as_mut_ptr(), rows.as_mut_ptr()) };
        let read = |list: Vec<i32>| list.into_iter().map(stand).collect();
        (status != highs_sys::kHighsStatusError).then(|| (read(columns), read(rows)))
    }

    pub(super) fn pass_basis(&mut self, columns: &[BasisStatus], rows: &[BasisStatus]) {
        let write = |list: &[BasisStatus]| -> Vec<i32> { list.iter().map(|stand| status(*stand)).collect() };
        let (columns, rows) = (write(columns), write(rows));
        // SAFETY: the vectors have the lengths of columns and rows.
        unsafe { highs_sys::Highs_setBasis(self.model.as_mut_ptr(), columns.as_ptr(), rows.as_ptr()) };
    }

    /// The linear program as it stands.
    pub(super) fn read_program(&mut self) -> Option<LinearProgram> {
        let highs = self.model.as_mut_ptr();
        let (columns, rows) = (self.columns, self.rows);
        // SAFETY: reads a number of the model.
        let entries = usize::try_from(unsafe { highs_sys::Highs_getNumNz(highs) }).ok()?;
        let mut program = LinearProgram {
            costs: vec![0.0; columns],
            lower: vec![0.0; columns],
            upper: vec![0.0; columns],
            row_lower: vec![0.0; rows],
            row_upper: vec![0.0; rows],
            value: vec![0.0; entries],
            ..LinearProgram::default()
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
                program.costs.as_mut_ptr(),
                program.lower.as_mut_ptr(),
                program.upper.as_mut_ptr(),
                program.row_lower.as_mut_ptr(),
                program.row_upper.as_mut_ptr(),
                starts.as_mut_ptr(),
                index.as_mut_ptr(),
                program.value.as_mut_ptr(),
                std::ptr::null_mut(),
            )
        };
        starts[columns] = i32::try_from(entries).ok()?;
        program.starts = starts.into_iter().map(|start| usize::try_from(start).unwrap_or_default()).collect();
        program.index = index.into_iter().map(|row| u32::try_from(row).unwrap_or_default()).collect();
        (status != highs_sys::kHighsStatusError).then_some(program)
    }
}

/// A place as the solver numbers it.
pub(super) fn number(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX)
}

/// How many entries a call is told of.
fn length<T>(list: &[T]) -> i32 {
    number(list.len())
}

/// Places and their lower and upper limits, each in a vector of its own.
fn limits_of(list: &[(usize, f64, f64)]) -> (Vec<i32>, Vec<f64>, Vec<f64>) {
    let (mut set, mut lower, mut upper) = (Vec::new(), Vec::new(), Vec::new());
    for (place, least, most) in list {
        set.push(number(*place));
        lower.push(*least);
        upper.push(*most);
    }
    (set, lower, upper)
}

const fn status(stand: BasisStatus) -> i32 {
    match stand {
        BasisStatus::Lower => highs_sys::kHighsBasisStatusLower,
        BasisStatus::Basic => highs_sys::kHighsBasisStatusBasic,
        BasisStatus::Upper => highs_sys::kHighsBasisStatusUpper,
        BasisStatus::Free => highs_sys::kHighsBasisStatusZero,
    }
}

pub(super) const fn stand(status: i32) -> BasisStatus {
    match status {
        highs_sys::kHighsBasisStatusBasic => BasisStatus::Basic,
        highs_sys::kHighsBasisStatusUpper => BasisStatus::Upper,
        highs_sys::kHighsBasisStatusZero => BasisStatus::Free,
        _ => BasisStatus::Lower,
    }
}

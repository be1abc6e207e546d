//! The normal equations A D Aᵀ of a step: where their entries lie, what they are for a diagonal D, and their Cholesky factor.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::LltRegularization;
use faer::prelude::Reborrow;
use faer::sparse::linalg::cholesky::{
    CholeskySymbolicParams, LltRef, SymbolicCholesky, SymmetricOrdering, factorize_symbolic_cholesky,
};
use faer::sparse::linalg::{SupernodalThreshold, SymbolicSupernodalParams, amd};
use faer::sparse::{SparseColMat, SymbolicSparseColMat, SymbolicSparseColMatRef};
use faer::{Conj, MatMut, Par, Side, Spec};

use crate::standard_form::StandardForm;

/// Neighbouring columns of the factor become one block of at most so many columns where at most this share of it is empty.
const BLOCKS: [(usize, f64); 4] = [(4, 1.0), (16, 0.8), (48, 0.1), (usize::MAX, 0.05)];

/// Regularisation: added to the diagonal, which is 1 otherwise, for dependent rows. More where the factorisation fails.
const REGULARISATION: [f64; 4] = [1e-13, 1e-11, 1e-9, 1e-7];

/// The matrix and its factor. Only the lower half is kept.
pub(super) struct NormalEquations {
    matrix: SparseColMat<usize, f64>,
    /// For each pair of entries of each column of A, in order: where their product is added.
    targets: Vec<u32>,
    /// By what each row and column is multiplied.
    scale: Vec<f64>,
    symbolic: SymbolicCholesky<usize>,
    factor: Vec<f64>,
    scratch: MemBuffer,
    solve_scratch: MemBuffer,
}

impl NormalEquations {
    /// For a form whose rows stay where they are; orders them so that little is filled in.
    pub fn of(form: &mut StandardForm) -> Option<Self> {
        let (starts, rows) = lower_half(form);
        let order = least_fill(form.rows, &starts, &rows)?;
        form.reorder(&order);
        let (starts, rows) = lower_half(form);
        let targets = targets(form, &starts, &rows)?;
        let upper = transposed(form.rows, &starts, &rows);
        let upper = SymbolicSparseColMatRef::new_checked(form.rows, form.rows, &upper.0, None, &upper.1);
        let parameters = CholeskySymbolicParams {
            supernodal_flop_ratio_threshold: SupernodalThreshold::FORCE_SUPERNODAL,
            supernodal_params: SymbolicSupernodalParams { relax: Some(&BLOCKS) },
            ..CholeskySymbolicParams::default()
        };
        let symbolic = factorize_symbolic_cholesky(upper, Side::Upper, SymmetricOrdering::Identity, parameters).ok()?;
        let entries = rows.len();
        tracing::debug!(rows = form.rows, entries, filled = symbolic.len_val(), "ordered");
        let lower = SymbolicSparseColMat::new_checked(form.rows, form.rows, starts, None, rows);
        let scratch = symbolic.factorize_numeric_llt_scratch::<f64>(Par::Seq, Spec::default());
        let solve_scratch = symbolic.solve_in_place_scratch::<f64>(1, Par::Seq);
        Some(Self {
            matrix: SparseColMat::new(lower, vec![0.0; entries]),
            targets,
            scale: Vec::new(),
            factor: vec![0.0; symbolic.len_val()],
            scratch: MemBuffer::try_new(scratch).ok()?,
            solve_scratch: MemBuffer::try_new(solve_scratch).ok()?,
            symbolic,
        })
    }

    /// Factorises A D Aᵀ. Returns false if that fails.
    pub fn factorise(&mut self, form: &StandardForm, diagonal: &[f64]) -> bool {
        let values = self.matrix.val_mut();
        values.fill(0.0);
        let mut targets = self.targets.iter();
        for (j, &d) in diagonal.iter().enumerate() {
            let column = &form.value[form.starts[j]..form.starts[j + 1]];
            for (place, &first) in column.iter().enumerate() {
                let first = first * d;
                for (&second, &target) in column[place..].iter().zip(targets.by_ref()) {
                    values[target as usize] += first * second;
                }
            }
        }
        self.equilibrate(form.rows);
        REGULARISATION.iter().any(|regularisation| self.factorise_with(form.rows, *regularisation))
    }

    /// Scales rows and columns such that the diagonal is 1: what is lost to rounding is then the same for all.
    fn equilibrate(&mut self, rows: usize) {
        let (symbolic, values) = self.matrix.parts_mut();
        let (starts, index) = (symbolic.col_ptr(), symbolic.row_idx());
        // The diagonal comes first in every column of the lower half.
        self.scale.clear();
        self.scale.extend(starts[..rows].iter().map(|&at| values[at].max(f64::MIN_POSITIVE).sqrt().recip()));
        for (ends, scale) in starts.windows(2).zip(&self.scale) {
            let column = values[ends[0]..ends[1]].iter_mut().zip(&index[ends[0]..ends[1]]);
            for (value, &row) in column {
                *value *= scale * self.scale[row];
            }
        }
    }

    fn factorise_with(&mut self, rows: usize, regularisation: f64) -> bool {
        let (symbolic, values) = self.matrix.parts_mut();
        for &at in &symbolic.col_ptr()[..rows] {
            values[at] = 1.0 + regularisation;
        }
        let regularization = LltRegularization {
            dynamic_regularization_delta: 1e20,
            dynamic_regularization_epsilon: 0.1 * regularisation,
        };
        let done = self.symbolic.factorize_numeric_llt(
            &mut self.factor,
            self.matrix.rb(),
            Side::Lower,
            regularization,
            Par::Seq,
            MemStack::new(&mut self.scratch),
            Spec::default(),
        );
        done.is_ok()
    }

    /// Solves for a right-hand side, in place.
    pub fn solve(&mut self, side: &mut [f64]) {
        let factor = LltRef::<usize, f64>::new(&self.symbolic, &self.factor);
        side.iter_mut().zip(&self.scale).for_each(|(side, scale)| *side *= scale);
        let rows = side.len();
        let matrix = MatMut::from_column_major_slice_mut(side, rows, 1);
        factor.solve_in_place_with_conj(Conj::No, matrix, Par::Seq, MemStack::new(&mut self.solve_scratch));
        side.iter_mut().zip(&self.scale).for_each(|(side, scale)| *side *= scale);
    }
}

/// Where the lower half of A Aᵀ has entries: by columns, rows ascending.
fn lower_half(form: &StandardForm) -> (Vec<usize>, Vec<usize>) {
    let (row_starts, row_columns) = by_rows(form);
    let mut seen = vec![usize::MAX; form.rows];
    let mut starts = vec![0];
    let mut rows: Vec<usize> = Vec::new();
    for i in 0..form.rows {
        let from = rows.len();
        seen[i] = i;
        rows.push(i);
        for &j in &row_columns[row_starts[i]..row_starts[i + 1]] {
            for &row in &form.index[form.starts[j as usize]..form.starts[j as usize + 1]] {
                let row = row as usize;
                if row > i && seen[row] != i {
                    seen[row] = i;
                    rows.push(row);
                }
            }
        }
        rows[from..].sort_unstable();
        starts.push(rows.len());
    }
    (starts, rows)
}

/// The columns in which each row has an entry.
fn by_rows(form: &StandardForm) -> (Vec<usize>, Vec<u32>) {
    let mut starts = vec![0_usize; form.rows + 1];
    for &row in &form.index {
        starts[row as usize + 1] += 1;
    }
    for row in 0..form.rows {
        starts[row + 1] += starts[row];
    }
    let mut next = starts.clone();
    let mut columns = vec![0_u32; form.index.len()];
    for j in 0..form.columns() {
        for &row in &form.index[form.starts[j]..form.starts[j + 1]] {
            columns[next[row as usize]] = u32::try_from(j).unwrap_or(u32::MAX);
            next[row as usize] += 1;
        }
    }
    (starts, columns)
}

/// An order of rows in which little of the factor is filled in.
fn least_fill(rows: usize, starts: &[usize], lower: &[usize]) -> Option<Vec<usize>> {
    let matrix = SymbolicSparseColMatRef::new_checked(rows, rows, starts, None, lower);
    let scratch = amd::order_maybe_unsorted_scratch::<usize>(rows, lower.len());
    let (mut order, mut place) = (vec![0; rows], vec![0; rows]);
    let mut scratch = MemBuffer::try_new(scratch).ok()?;
    let stack = MemStack::new(&mut scratch);
    amd::order_maybe_unsorted(&mut order, &mut place, matrix, amd::Control::default(), stack).ok()?;
    Some(order)
}

/// The same entries by rows.
fn transposed(size: usize, starts: &[usize], rows: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let mut begins = vec![0_usize; size + 1];
    for &row in rows {
        begins[row + 1] += 1;
    }
    for row in 0..size {
        begins[row + 1] += begins[row];
    }
    let mut next = begins.clone();
    let mut columns = vec![0_usize; rows.len()];
    for column in 0..size {
        for &row in &rows[starts[column]..starts[column + 1]] {
            columns[next[row]] = column;
            next[row] += 1;
        }
    }
    (begins, columns)
}

/// Where the product of each pair of entries of each column goes. Entries of a column are in the order of rows.
fn targets(form: &StandardForm, starts: &[usize], rows: &[usize]) -> Option<Vec<u32>> {
    let (row_starts, row_columns) = by_rows(form);
    let mut firsts = vec![0_usize; form.columns() + 1];
    for j in 0..form.columns() {
        let length = form.starts[j + 1] - form.starts[j];
        firsts[j + 1] = firsts[j] + length * (length + 1) / 2;
    }
    let mut targets = vec![0_u32; firsts[form.columns()]];
    let mut next = firsts;
    let mut place = vec![0_u32; form.rows];
    for i in 0..form.rows {
        for at in starts[i]..starts[i + 1] {
            place[rows[at]] = u32::try_from(at).ok()?;
        }
        for &j in &row_columns[row_starts[i]..row_starts[i + 1]] {
            let j = j as usize;
            let column = &form.index[form.starts[j]..form.starts[j + 1]];
            let from = column.partition_point(|row| (*row as usize) < i);
            for &row in &column[from..] {
                targets[next[j]] = place[row as usize];
                next[j] += 1;
            }
        }
    }
    Some(targets)
}

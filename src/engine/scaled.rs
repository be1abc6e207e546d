//! A solver that is given columns and rows in what counts as one in them, and answers in the model's own units.
//!
//! With column j in units of c and row i in units of r, the solver's programme has coefficients a c / r, bounds / c and limits / r. Its costs are
//! brought back to the size that was asked for. All of it is done by powers of two, so that nothing is rounded: the point, the bound and the
//! proof are those of the programme as it stands in the formulation. A basis is the same in all units.

use interior_point::{InteriorSolution, LinearProgram};

use super::{BasisStatus, Ending, LpEngine, Point, Report, RunOptions, SolverKind, Watch};
use crate::formulation::Row;
use crate::units::nearest_power_of_two;

/// The largest cost that the solver is given, nearly.
const COSTS: f64 = 1000.0;

/// Any solver, in units.
pub(super) struct Scaled {
    solver: Box<dyn LpEngine>,
    columns: Vec<f64>,
    rows: Vec<f64>,
    /// By what its costs are larger than those that were set, beside units.
    costs: f64,
}

impl Scaled {
    /// Loads a model whose columns have these units; rows say theirs.
    pub fn load(kind: SolverKind, columns: &[(bool, f64)], units: &[f64], rows: &[Row]) -> Result<Self, String> {
        let bounds: Vec<_> =
            columns.iter().zip(units).map(|(&(is_whole, upper), unit)| (is_whole, upper / unit)).collect();
        let scaled = |row: &Row| Row {
            key: row.key,
            lower: row.lower / row.unit,
            upper: row.upper / row.unit,
            terms: row.terms.iter().map(|&(column, factor)| (column, factor * (units[column] / row.unit))).collect(),
            unit: 1.0,
        };
        let solver = kind.load(&bounds, &rows.iter().map(scaled).collect::<Vec<_>>())?;
        let rows = rows.iter().map(|row| row.unit).collect();
        Ok(Self { solver, columns: units.to_vec(), rows, costs: 1.0 })
    }
}

impl LpEngine for Scaled {
    fn load(columns: &[(bool, f64)], rows: &[Row]) -> Result<Self, String> {
        Self::load(SolverKind::default(), columns, &vec![1.0; columns.len()], rows)
    }

    fn set_costs(&mut self, costs: &[f64]) {
        let sizes = || costs.iter().zip(&self.columns).map(|(cost, unit)| cost * unit);
        let largest = sizes().fold(0.0_f64, |most, cost| most.max(cost.abs()));
        self.costs = if largest > 0.0 { nearest_power_of_two(COSTS / largest) } else { 1.0 };
        self.solver.set_costs(&sizes().map(|cost| cost * self.costs).collect::<Vec<_>>());
    }

    fn set_bounds(&mut self, columns: &[(usize, f64, f64)]) {
        let in_units = |&(place, lower, upper): &(usize, f64, f64)| {
            let unit = self.columns[place];
            (place, lower / unit, upper / unit)
        };
        self.solver.set_bounds(&columns.iter().map(in_units).collect::<Vec<_>>());
    }

    fn set_limits(&mut self, rows: &[(usize, f64, f64)]) {
        let in_units = |&(place, lower, upper): &(usize, f64, f64)| {
            let unit = self.rows[place];
            (place, lower / unit, upper / unit)
        };
        self.solver.set_limits(&rows.iter().map(in_units).collect::<Vec<_>>());
    }

    fn set_coefficient(&mut self, row: usize, column: usize, value: f64) {
        self.solver.set_coefficient(row, column, value * (self.columns[column] / self.rows[row]));
    }

    fn set_integer(&mut self, columns: &[(usize, bool)]) {
        self.solver.set_integer(columns);
    }

    /// A row that is added says no unit: its largest coefficient becomes about 1.
    fn add_rows(&mut self, rows: &[(f64, &[(usize, f64)])]) {
        let mut scaled: Vec<(f64, Vec<(usize, f64)>)> = Vec::with_capacity(rows.len());
        for (upper, terms) in rows {
            let sizes = || terms.iter().map(|&(column, factor)| (column, factor * self.columns[column]));
            let unit = nearest_power_of_two(sizes().fold(0.0_f64, |most, (_, factor)| most.max(factor.abs())));
            scaled.push((upper / unit, sizes().map(|(column, factor)| (column, factor / unit)).collect()));
            self.rows.push(unit);
        }
        let scaled: Vec<(f64, &[(usize, f64)])> = scaled.iter().map(|(upper, terms)| (*upper, &terms[..])).collect();
        self.solver.add_rows(&scaled);
    }

    fn coefficients(&mut self) -> usize {
        self.solver.coefficients()
    }

    fn set_basis(&mut self, columns: &[BasisStatus], rows: &[BasisStatus]) {
        self.solver.set_basis(columns, rows);
    }

    fn basis(&mut self) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)> {
        self.solver.basis()
    }

    fn suggest(&mut self, point: &[f64]) {
        self.solver.suggest(&point.iter().zip(&self.columns).map(|(value, unit)| value / unit).collect::<Vec<_>>());
    }

    fn forget(&mut self) {
        self.solver.forget();
    }

    fn run(&mut self, options: &RunOptions, watch: Watch<'_>) -> Ending {
        let objective_limit = options.objective_limit.map(|limit| limit * self.costs);
        self.solver.run(&RunOptions { objective_limit, ..*options }, watch.with_costs_times(self.costs))
    }

    fn has_point(&mut self) -> bool {
        self.solver.has_point()
    }

    fn point(&mut self) -> Point {
        let mut point = self.solver.point();
        point.columns.iter_mut().zip(&self.columns).for_each(|(value, unit)| *value *= unit);
        point.column_duals.iter_mut().zip(&self.columns).for_each(|(dual, unit)| *dual /= unit * self.costs);
        point.row_duals.iter_mut().zip(&self.rows).for_each(|(dual, unit)| *dual /= unit * self.costs);
        point
    }

    fn dual_ray(&mut self) -> Option<Vec<f64>> {
        let ray = self.solver.dual_ray()?;
        Some(ray.iter().zip(&self.rows).map(|(dual, unit)| dual / unit).collect())
    }

    fn report(&mut self) -> Report {
        let report = self.solver.report();
        Report { objective: report.objective / self.costs, bound: report.bound / self.costs, ..report }
    }

    /// The programme in the model's own units; the interior point method has a scaling of its own.
    fn program(&mut self) -> Option<LinearProgram> {
        let mut program = self.solver.program()?;
        for column in 0..program.costs.len() {
            let unit = self.columns[column];
            program.costs[column] /= unit * self.costs;
            program.lower[column] *= unit;
            program.upper[column] *= unit;
            for entry in program.entries(column) {
                program.value[entry] *= self.rows[program.index[entry] as usize] / unit;
            }
        }
        for (row, unit) in self.rows.iter().enumerate() {
            program.row_lower[row] *= unit;
            program.row_upper[row] *= unit;
        }
        Some(program)
    }

    fn crossover(
        &mut self,
        program: &LinearProgram,
        solution: &InteriorSolution,
    ) -> Option<(Vec<BasisStatus>, Vec<BasisStatus>)> {
        self.solver.crossover(program, solution)
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::{Ending, Engine, Method, Watch};
    use crate::formulation::{Row, RowKey};

    const KEY: RowKey = RowKey::Kept { goal: 0 };

    /// Guns and tanks within money and a line, where so many lots of tanks must be whole; costs, and columns whose units are told.
    fn model(units: &[f64], whole: bool) -> (Engine, Vec<f64>) {
        let columns = [(false, f64::INFINITY), (false, 40.0), (whole, 9.0)];
        let row = |unit: f64, row: Row| Row { unit, ..row };
        let of = |unit: f64| if units[0] == 1.0 { 1.0 } else { unit };
        let rows = [
            row(of(4096.0), Row::at_most(KEY, 1000.0, vec![(0, 12.0), (1, 30.0)])),
            row(of(0.125), Row::equal(KEY, 0.0, vec![(1, 1.0), (2, -5.0)])),
            row(of(2.0), Row::at_least(KEY, 3.0, vec![(0, 1.0), (1, 0.5)])),
        ];
        let mut engine = Engine::of_counted(&columns, units, &rows).unwrap();
        let costs = vec![-3.0, -9.0, 0.5];
        engine.set_costs(&costs);
        engine.add_row(70.0, &[(0, 1.0), (1, 0.25)]);
        engine.set_bounds(0, 1.0, 60.0);
        engine.set_row_limits(2, 4.0, f64::INFINITY);
        engine.set_coefficient(0, 2, 7.0);
        (engine, costs)
    }

    const UNITS: [f64; 3] = [0.0625, 32.0, 1.0];

    #[test]
    fn it_is_the_same_programme_after_every_edit() {
        let [plain, counted] = [[1.0; 3], UNITS].map(|units| model(&units, false).0.solver.program().unwrap());
        assert_eq!(counted.value, plain.value);
        assert_eq!((counted.costs, counted.lower, counted.upper), (plain.costs, plain.lower, plain.upper));
        assert_eq!((counted.row_lower, counted.row_upper), (plain.row_lower, plain.row_upper));
        assert_eq!((counted.starts, counted.index), (plain.starts, plain.index));
    }

    #[test]
    fn points_prices_and_bounds_are_in_the_units_of_the_model() {
        for whole in [false, true] {
            let found = [[1.0; 3], UNITS].map(|units| {
                let (mut engine, costs) = model(&units, whole);
                let ending = if whole {
                    engine.suggest(&[10.0, 5.0, 1.0]);
                    engine.search(Watch::default())
                } else {
                    engine.run(Method::Simplex, true, true, Watch::default())
                };
                assert_eq!(ending, Ending::Optimal);
                let point = engine.point();
                let value: f64 = costs.iter().zip(&point.columns).map(|(cost, value)| cost * value).sum();
                let told = engine.solver.report().objective;
                assert!((told - value).abs() < 1e-9, "{told} {value}");
                (point, value, engine.search_bound())
            });
            let [(plain, value, bound), (counted, other, other_bound)] = found;
            assert!((value - other).abs() < 1e-9, "{value} {other}");
            let near = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9);
            assert!(near(&plain.columns, &counted.columns), "{plain:?} {counted:?}");
            if whole {
                assert!((bound - other_bound).abs() < 1e-3 && (bound - value).abs() < 1e-3, "{bound} {other_bound}");
            } else {
                assert!(near(&plain.row_duals, &counted.row_duals), "{plain:?} {counted:?}");
                assert!(near(&plain.column_duals, &counted.column_duals), "{plain:?} {counted:?}");
            }
        }
    }
}

//! Facts about libraries that the product leans on. Each test is an answer to the question above it: when a library
//! changes its mind, the question says what to look at again.

use std::collections::HashMap;

use entente::budget::Budget;
use entente::planning::Problem;
use entente::planning::{Approach, plan};
use entente::solve::Failure;
use good_lp::{
    DualValues, Expression, ProblemVariables, Solution, SolutionWithDual, Solver, SolverModel, Variable, variable,
};
use serde::Deserialize;
use serde_json::{Value, json};
use serde_yaml::Spanned;

use crate::setting::{assert_close, model};

/// How a row is written.
#[derive(Clone, Copy)]
enum Written {
    AtLeast,
    AtMost,
    Equal,
}

/// The dual of one row over x ≥ 0, where cost × x is minimised and the row is written as the engine writes it.
fn dual(cost: f64, coefficient: f64, written: Written, limit: f64) -> f64 {
    let mut variables = ProblemVariables::new();
    let x = variables.add(variable().min(0.0));
    let sum = coefficient * x;
    let mut problem = variables.minimise(cost * x).using(good_lp::highs);
    let row = problem.add_constraint(match written {
        Written::AtLeast => sum.geq(limit),
        Written::AtMost => sum.leq(limit),
        Written::Equal => sum.eq(limit),
    });
    let mut solution = problem.solve().unwrap();
    assert_close(solution.value(x), limit / coefficient, 1e-9);
    solution.compute_dual().dual(row)
}

/// Is the dual of a row what one more of its limit adds to the minimum, whichever way the row points?
/// Prices in reports have their sign from this; `good_lp` 1.15.3 changed it for rows of at least.
#[test]
fn a_dual_is_what_one_more_of_the_limit_adds_to_the_minimum() {
    // 2x ≥ 10 at cost 3: one more asked for costs 1.5 more.
    assert_close(dual(3.0, 2.0, Written::AtLeast, 10.0), 1.5, 1e-9);
    // 2x ≤ 10 where x earns 3: one more allowed lowers the cost by 1.5.
    assert_close(dual(-3.0, 2.0, Written::AtMost, 10.0), -1.5, 1e-9);
    // 2x = 10, both ways.
    assert_close(dual(3.0, 2.0, Written::Equal, 10.0), 1.5, 1e-9);
    assert_close(dual(-3.0, 2.0, Written::Equal, 10.0), -1.5, 1e-9);
}

/// Do columns and rows have numbers in the order in which they were made?
/// The engine sets costs and reads values and duals by these numbers.
#[test]
fn columns_and_rows_are_numbered_as_they_are_made() {
    let mut variables = ProblemVariables::new();
    let columns: Vec<Variable> =
        (0..50_u8).map(|n| variables.add(variable().min(f64::from(n)).max(f64::from(n)))).collect();
    let mut problem = good_lp::highs.create_model(variables.minimise(Expression::from(0.0)));
    // Rows made in another order than the columns that they speak of, with terms last first.
    for n in (0..49).rev() {
        let mut sum = Expression::with_capacity(2);
        sum.add_mul(10.0, columns[n + 1]);
        sum.add_mul(1.0, columns[n]);
        problem.add_constraint(sum.geq(0.0));
    }
    let mut model = problem.try_into_inner().unwrap();
    model.make_quiet();
    let solved = model.solve();
    assert_eq!(solved.status(), highs::HighsModelStatus::Optimal);
    let solution = solved.get_solution();
    assert_eq!(solution.columns(), (0..50_u8).map(f64::from).collect::<Vec<_>>());
    assert_eq!(solution.rows(), (0..49_u8).rev().map(|n| 10.0 * f64::from(n + 1) + f64::from(n)).collect::<Vec<_>>());
}

/// Are variables without an upper bound handed over as such? A large number in place of infinity would be a bound that
/// nobody wrote. No document reaches this any more: every order covers a requirement, and requirements end.
#[test]
fn what_has_no_bound_is_handed_over_without() {
    let mut variables = ProblemVariables::new();
    let endless = variables.add(variable().min(0.0).max(f64::INFINITY));
    let ended = variables.maximise(Expression::from(endless)).using(good_lp::highs).solve();
    assert!(matches!(ended, Err(good_lp::ResolutionError::Unbounded)));
}

/// min x + y, where x + y is at least 1 and at most so much.
fn at_least_one(at_most: f64) -> highs::Model {
    let mut problem = highs::RowProblem::new();
    let (x, y) = (problem.add_column(1.0, 0.0..), problem.add_column(1.0, 0.0..));
    problem.add_row(1.0..=at_most, [(x, 1.0), (y, 1.0)]);
    let mut model = problem.optimise(highs::Sense::Minimise);
    model.make_quiet();
    model
}

/// Do the calls for a basis and a solution fail where there is none, and what do they write? Since HiGHS 1.16 they fail and write nothing; before, they
/// returned a basis and a solution that were none.
#[test]
#[expect(unsafe_code, reason = "the C interface of HiGHS; vectors have the lengths of columns and rows")]
fn there_is_no_basis_and_no_solution_before_a_run() {
    for (runs, status) in [(false, highs_sys::kHighsStatusError), (true, highs_sys::kHighsStatusOk)] {
        let mut model = at_least_one(2.0);
        let highs = model.as_mut_ptr();
        let (mut columns, mut rows, mut values) = ([-7; 2], [-7; 1], [-7.0; 2]);
        // SAFETY: two columns and one row; vectors that are not wanted may be null.
        let (basis, point) = unsafe {
            if runs {
                highs_sys::Highs_run(highs);
            }
            let null = std::ptr::null_mut();
            (
                highs_sys::Highs_getBasis(highs, columns.as_mut_ptr(), rows.as_mut_ptr()),
                highs_sys::Highs_getSolution(highs, values.as_mut_ptr(), null, null, null),
            )
        };
        assert_eq!((basis, point), (status, status), "run: {runs}");
        let is_told = columns != [-7; 2] && rows != [-7; 1] && values != [-7.0; 2];
        assert_eq!(is_told, runs, "{columns:?} {rows:?} {values:?}");
    }
}

/// Is branch and bound parallel by default? Since HiGHS 1.16 it is, on as many threads as there are cores, and runs of one model then differ. So
/// `parallel` is `off` and `threads` is 1 wherever a model is made.
#[test]
#[expect(unsafe_code, reason = "the C interface of HiGHS; names are zero-terminated")]
fn branch_and_bound_is_parallel_by_default() {
    let mut model = at_least_one(2.0);
    let highs = model.as_mut_ptr();
    let (mut parallel, mut threads) = ([0_u8; 512], -1);
    // SAFETY: the place for the text has the length that the interface asks for.
    unsafe {
        highs_sys::Highs_getStringOptionValue(highs, c"parallel".as_ptr(), parallel.as_mut_ptr().cast());
        highs_sys::Highs_getIntOptionValue(highs, c"threads".as_ptr(), &raw mut threads);
    }
    assert_eq!(std::ffi::CStr::from_bytes_until_nul(&parallel).unwrap(), c"choose");
    assert_eq!(threads, 0);
    model.set_option("parallel", "off");
    model.set_option("threads", 1);
    assert_eq!(model.solve().status(), highs::HighsModelStatus::Optimal);
}

/// Is the version of microlp that results name the one that is linked?
#[test]
fn the_version_of_microlp_is_told() {
    let lock = std::fs::read_to_string(crate::setting::root().join("Cargo.lock")).unwrap();
    let version = entente::solve::SolverKind::Microlp.version();
    assert!(lock.contains(&format!("name = \"microlp\"\nversion = \"{version}\"")), "{version}");
}

/// Is it HiGHS 1.16, since which interior point iterations that stall end?
#[test]
fn the_solver_is_highs_1_16() {
    let version = entente::solve::SolverKind::Highs.version();
    assert!(version.starts_with("1.16."), "{version}");
}

pub const SMALL: &str = "\
model: One gun
horizon: 2026..2027
nations: { DEU: { budget: 10 } }
capabilities: { guns: { us_baseline: 8, targets: { DEU: 4 } } }
producers: { north: { seat: DEU } }
offers: { gun: { by: north, gives: guns, price: 1, capacity: 3 a year } }
goals: [{ minimise: gap }, { minimise: cost }]
";

/// How does HiGHS say that rows contradict each other, with presolve and where a row has no columns?
#[test]
fn contradictions_are_infeasible() {
    // Presolve sees the first; the second leaves a row without columns, for nothing can be ordered at all.
    let dear = SMALL.replace("targets: { DEU: 4 }", "targets: { DEU: 100 }, targets_are: required");
    let empty = dear.replace("gives: guns", "gives: other").replace("guns: {", "other: {}, guns: {");
    for text in [dear, empty] {
        let ended = plan(&model(&text), Approach::default());
        assert!(matches!(ended, Err(Problem::Unsolved(Failure::Infeasible))), "{ended:?}");
    }
}

/// What does HiGHS say when there is no time at all? Presolve may still solve a goal; whatever it does not is ended.
#[test]
fn a_time_limit_of_nothing_ends_the_solve() {
    let ended = plan(&model(SMALL), Approach::within(Budget::of(Some(0.0))));
    assert!(matches!(ended, Err(Problem::Unsolved(Failure::TimeLimit { seconds: 0.0, .. }))), "{ended:?}");
    assert!(plan(&model(SMALL), Approach::within(Budget::of(Some(60.0)))).is_ok());
}

/// Does HiGHS solve a model without a single row or column, and by which status?
#[test]
fn a_model_in_which_nothing_can_be_decided_is_solved() {
    let nothing = "model: Nothing\nhorizon: 2026..2026\nnations: { DEU: { budget: 1 } }\ngoals: [{ minimise: cost }]\n";
    let run = plan(&model(nothing), Approach::default()).unwrap();
    assert!(run.plan.orders.is_empty());
    assert_eq!(run.stages.len(), 1);
}

/// The options with which documents are read.
fn options() -> serde_yaml::Options {
    serde_yaml::options! { strict_booleans: true, leading_zero_numbers_as_strings: true }
}

pub fn yaml(text: &str) -> Value {
    serde_yaml::from_str_with_options(text, options()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Is a key that comes twice refused, or does the last one win in silence?
#[test]
fn a_key_that_comes_twice_is_refused() {
    for text in ["a: 1\nb: 2\na: 3\n", "{ a: 1, a: 1 }", "a: { b: 1, 'b': 2 }"] {
        let error = serde_yaml::from_str_with_options::<Value>(text, options()).unwrap_err();
        assert!(error.to_string().contains("duplicate mapping key"), "{text}: {error}");
    }
}

/// Is Norway a country? YAML 1.1 says that `NO` is false.
#[test]
fn no_and_yes_stay_texts() {
    assert_eq!(yaml("[NO, no, YES, on, Off, y, n]"), json!(["NO", "no", "YES", "on", "Off", "y", "n"]));
    assert_eq!(yaml("[true, false]"), json!([true, false]));
    assert_eq!(yaml("NO: 1\ntrue: 2\n2026: 3\n"), json!({ "NO": 1, "true": 2, "2026": 3 }));
}

/// What becomes of `012`, which is ten to some and twelve to others?
#[test]
fn a_leading_zero_makes_a_text() {
    assert_eq!(yaml("[012, 0, 0.5, 10]"), json!(["012", 0, 0.5, 10]));
    // The text is a number all the same where a document asks for one, and it is twelve.
    let twelve = SMALL.replace("budget: 10", "budget: 012");
    assert_eq!(model(&twelve).budgets[[0, 0]], 12.0);
}

/// Which ways to write a number are numbers?
#[test]
fn numbers_are_written_plainly() {
    assert_eq!(yaml("[1e3, 1.5, -2, +2, .5]"), json!([1000.0, 1.5, -2, 2, 0.5]));
    // These are texts, and a document that wants a number refuses them: nobody's thousands become ones.
    for text in ["1,000", "1 000", "1.000.000", "12:30", "5 %", "2026..2030", "700 a year"] {
        assert_eq!(yaml(&format!("- {text}\n")), json!([text]));
    }
    for text in [".inf", "-.INF", ".nan", "1e999"] {
        assert!(serde_yaml::from_str_with_options::<Value>(text, options()).is_err(), "{text} is let through");
    }
}

/// Do nested values know line and column, both from 1, the column in characters?
#[test]
fn values_know_where_they_stand() {
    #[derive(Deserialize)]
    struct Outer {
        tables: Vec<HashMap<String, Spanned<f64>>>,
    }
    let text = "# a remark\ntables:\n  - { é: 1,\n      deep: 22 }\n  -\n    \"quoted\": 3\n";
    let outer: Outer = serde_yaml::from_str_with_options(text, options()).unwrap();
    let place = |table: usize, key: &str| {
        let at = outer.tables[table][key].referenced;
        (at.line(), at.column())
    };
    assert_eq!(place(0, "é"), (3, 10));
    assert_eq!(place(0, "deep"), (4, 13));
    assert_eq!(place(1, "quoted"), (6, 15));
    assert_eq!(outer.tables[0]["deep"].referenced.span().len(), 2);
}

/// Does `<<` merge, and does what stands beside it win?
#[test]
fn merge_keys_merge_below_what_stands_beside_them() {
    assert_eq!(
        yaml("base: &base { a: 1, b: 2 }\nit: { <<: *base, b: 3 }\n"),
        json!({ "base": { "a": 1, "b": 2 }, "it": { "a": 1, "b": 3 } })
    );
}

/// Does a value by alias stand where the alias does? What is wrong with it is told there.
#[test]
fn an_alias_stands_where_it_is_written() {
    let text = "first: &it 5\nsecond: *it\n";
    let map: HashMap<String, Spanned<f64>> = serde_yaml::from_str_with_options(text, options()).unwrap();
    assert_eq!((map["second"].referenced.line(), map["second"].defined.line()), (2, 1));
    assert_eq!(map["second"].value, 5.0);
    assert!(serde_yaml::from_str_with_options::<Value>("a: *nobody\n", options()).is_err());
}

/// Is a second document in one file refused, rather than passed over?
#[test]
fn two_documents_in_a_file_are_refused() {
    assert!(serde_yaml::from_str_with_options::<Value>("a: 1\n---\nb: 2\n", options()).is_err());
}

/// The lines on which the records of a CSV text begin, as its reader has it.
fn lines_of_records(text: &str) -> Vec<u64> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().position().map_or(0, csv::Position::line)).collect()
}

/// At which line does a record of a CSV file begin, after cells of several lines?
#[test]
fn csv_records_know_the_line_on_which_they_begin() {
    assert_eq!(lines_of_records("id,note\na,\"one\ntwo\nthree\"\nb,x\n"), [2, 5]);
}

/// And where lines end in two characters, as spreadsheets write them? The place is where the reader stood: after the
/// first of the two, on the line before. Whoever tells a line to people must count from the byte, past line endings.
#[test]
fn csv_records_begin_between_the_two_characters_that_end_a_line() {
    let text = "id,note\r\na,\"one\r\ntwo\"\r\nb,x\r\nc,y\r\n";
    assert_eq!(lines_of_records(text), [1, 3, 4]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let starts: Vec<&str> = reader
        .records()
        .map(|record| record.unwrap().position().map_or(0, csv::Position::byte))
        .map(|byte| text[usize::try_from(byte).unwrap()..].trim_start_matches(['\r', '\n']))
        .collect();
    assert_eq!(starts.iter().map(|rest| &rest[..1]).collect::<String>(), "abc");
}

/// And after an empty line? The place is where the reader stood, which is the first of the empty lines.
#[test]
fn csv_records_begin_before_the_empty_lines_above_them() {
    assert_eq!(lines_of_records("id,note\na,x\n\n\nb,y\n"), [2, 3]);
}

/// Does a row of another length say its own line, and does reading go on behind it?
#[test]
fn csv_tells_the_line_of_a_row_of_another_length() {
    let mut reader = csv::Reader::from_reader(&b"a,b\n1,2\n3\n4,5\n"[..]);
    let records: Vec<_> = reader.records().collect();
    assert_eq!(records.len(), 3);
    let error = records[1].as_ref().unwrap_err();
    assert_eq!(error.position().map(csv::Position::line), Some(3));
    assert!(matches!(error.kind(), csv::ErrorKind::UnequalLengths { expected_len: 2, len: 1, .. }));
    assert!(records[2].is_ok());
}

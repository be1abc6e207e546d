//! From a plan to its certificate: the bounds of a solve, in the full formulation, and the plan as a point of it.

use std::collections::BTreeMap;

use exact_bound::{Exact, Moved, Program};

use crate::budget::Budget;
use crate::formulation::{ColumnKey, Expression, Formulation, Row, RowKey};
use crate::model::Sense;
use crate::plan::Order;
use crate::planning::{Approach, Run, plan};
use crate::questions::Unanswered;
use crate::questions::prove::certificate::{CertificateData, GoalClaim, KeptLimit, MovedLimit};
use crate::questions::prove::files::{objective, plan_text, program_text};
use crate::questions::prove::in_full::{lifted, settled};
use crate::reduction::{Lifting, Reduction};
use crate::solve::{Explorer, Failure, Stage, keeping, kept_goal, minimised, proven_program, sum_rows};

/// A certificate, with the program and the plan that it speaks of.
pub struct ProofFiles {
    /// The certificate.
    pub certificate: CertificateData,
    /// The program in MPS format.
    pub program: String,
    /// The plan as a table of columns.
    pub plan: String,
}

impl ProofFiles {
    /// States the digests of program and plan in the certificate.
    #[must_use]
    pub fn sealed(mut self, digest: impl Fn(&[u8]) -> String) -> Self {
        self.certificate.program = digest(self.program.as_bytes());
        self.certificate.plan = digest(self.plan.as_bytes());
        self
    }
}

/// Proves a plan: each goal is bounded as a solve bounds it.
///
/// # Errors
/// There is no plan, or time ran out, or what a solve proves cannot be carried over to the full formulation.
pub fn prove(run: &Run, budget: Budget<'_>) -> Result<ProofFiles, Unanswered> {
    let model = &run.model;
    let alone = run.known.alone.as_ref();
    let solved;
    // A run that was written holds no proofs.
    let proofs = if run.stages.is_empty() && !model.goals.is_empty() {
        solved = plan(model, Approach { alone, ..Approach::within(budget) })?;
        &solved
    } else {
        run
    };
    let mut full = Formulation::of(model, alone);
    // Rows that only share out what goals value alike bound nothing.
    let _ = full.take_fair_rows();
    let reduction = proofs.nations.and_then(|_| Reduction::with_apart(model, alone, &proofs.apart));
    let lifting = reduction.as_ref().map(|reduction| (Lifting::of(reduction, &full), reduction.formulation.rows.len()));
    let point = point_of(run, &full, budget)?;
    let program = program_text(model, &full);
    let plan = plan_text(model, &full, &point);
    let mut goals = Vec::new();
    for (place, stage) in proofs.stages.iter().enumerate() {
        goals.push(proven(&full, lifting.as_ref(), place, stage, &point)?);
    }
    let certificate = CertificateData {
        title: model.title.clone(),
        program: String::new(),
        plan: String::new(),
        violation: violation(&proven_program(&full, &[], &[]), &point),
        goals,
    };
    Ok(ProofFiles { certificate, program, plan })
}

/// What is claimed of a goal, with its proof in the full formulation.
fn proven(
    full: &Formulation,
    lifting: Option<&(Lifting<'_>, usize)>,
    place: usize,
    stage: &Stage,
    point: &[f64],
) -> Result<GoalClaim, Unanswered> {
    let (goal, expression) = &full.goals[place];
    let unknown = || Unanswered::Unknown(format!("the goal to {} has no bound that is proven", goal.words()));
    let proof = stage.proof.as_deref().ok_or_else(unknown)?;
    let earlier = |&(place, limit): &(usize, f64)| {
        let (goal, expression) = &full.goals[place];
        kept_goal(expression, goal.sense, limit)
    };
    let kept: Vec<Row> = proof.kept.iter().map(earlier).collect();
    let carried_over = || {
        Unanswered::Unknown(format!(
            "what is proven of the goal to {} with nations put together that are alike does not carry over to the nations themselves; `entente solve --no-reduce` plans them one by one",
            goal.words()
        ))
    };
    let only = |column: &usize| lifting.map_or(Some(*column), |(lifting, _)| lifting.only(*column));
    let sums: Option<Vec<Vec<usize>>> = proof.sums.iter().map(|sum| sum.iter().map(only).collect()).collect();
    let sums = sums.ok_or_else(carried_over)?;
    let of_sums = sum_rows(full.columns.len(), &sums);
    let mut program = proven_program(full, &of_sums, &kept);
    // The rows of a smaller model are sums, in which what was moved is lost among many: the model itself is proven as it stands.
    let moved = if lifting.is_some() { &[][..] } else { &proof.moved[..] };
    program.move_limits(moved);
    let costs = minimised(expression, goal.sense);
    let certificate = match lifting {
        None => Some(proof.certificate.clone()),
        Some((lifting, rows)) => {
            let on_top: Vec<Row> = of_sums.iter().chain(&kept).cloned().collect();
            lifted(lifting, *rows, &program, &on_top, &costs, &proof.certificate)
        }
    };
    let settled = certificate.and_then(|certificate| settled(&program, &costs, certificate));
    let (bound, certificate) = settled.ok_or_else(carried_over)?;
    let least = bound.as_ref().map(Exact::rounded_down);
    let claim = GoalClaim {
        goal: goal.words(),
        objective: objective(place),
        maximise: goal.sense == Sense::Maximise,
        reached: stage.value,
        kept_to: stage.kept_to,
        value: value_at(expression, point),
        bound: least.map(|least| if goal.sense == Sense::Maximise { -least } else { least }),
        sums,
        kept: (proof.kept.iter()).map(|&(place, limit)| KeptLimit { objective: objective(place), limit }).collect(),
        moved: moved.iter().map(|&Moved { row, is_upper, limit }| MovedLimit { row, is_upper, limit }).collect(),
        implied: Vec::new(),
        cuts: Vec::new(),
        tree: Vec::new(),
    };
    Ok(claim.with(&certificate))
}

/// The exact value of a goal at a point, rounded.
fn value_at(expression: &Expression, point: &[f64]) -> f64 {
    let at = |column: usize| point[column];
    sum(&expression.terms, at).map_or(f64::NAN, |sum| sum.rounded_down())
}

fn sum(terms: &[(usize, f64)], at: impl Fn(usize) -> f64) -> Option<Exact> {
    let mut sum = Exact::ZERO;
    for &(column, coefficient) in terms {
        sum += &(&Exact::of(coefficient)? * &Exact::of(at(column))?);
    }
    Some(sum)
}

/// By how much a point violates a row, a bound or that a column is whole at most, rounded up.
fn violation(program: &Program<'_>, point: &[f64]) -> f64 {
    let Some(exceeded) = program.exceeded(point) else { return f64::INFINITY };
    let mut most = 0.0_f64;
    for Moved { row, is_upper, limit } in exceeded {
        let row = &program.rows[row];
        let beyond = if is_upper { limit - row.upper } else { row.lower - limit };
        most = most.max(beyond.next_up());
    }
    for (column, value) in point.iter().enumerate() {
        let (lower, upper) = (program.limits.lower[column], program.limits.upper[column]);
        most = most.max((lower - value).next_up()).max((value - upper).next_up());
        if program.is_integer[column] {
            most = most.max((value - value.round()).abs());
        }
    }
    most
}

/// By how much, relative, orders may be off where they leave rows no room at all.
const NEARLY: f64 = 1e-9;

/// The plan as a point of the full formulation: orders and integer decisions stand, and what follows from them is as good as the goals ask for,
/// one after the other.
fn point_of(run: &Run, full: &Formulation, budget: Budget<'_>) -> Result<Vec<f64>, Unanswered> {
    match point_with(run, full, budget, 0.0) {
        // Quantities with many digits add up to their limits but for the last of them.
        Err(Failure::Infeasible | Failure::Numerical { .. }) => Ok(point_with(run, full, budget, NEARLY)?),
        found => Ok(found?),
    }
}

/// The same with orders that may be off by such a share.
fn point_with(run: &Run, full: &Formulation, budget: Budget<'_>, off: f64) -> Result<Vec<f64>, Failure> {
    let decided: BTreeMap<ColumnKey, f64> = run.decisions.iter().copied().collect();
    let mut explorer = Explorer::of(full.clone())?.within(budget.silent());
    explorer.decide(|_, key| Some(decided.get(&key).copied().unwrap_or(0.0)));
    let is_order = |(_, (key, _)): &(usize, (ColumnKey, f64))| matches!(key, ColumnKey::Order { .. });
    let mut ordered: BTreeMap<usize, f64> =
        full.columns.iter().enumerate().filter(is_order).map(|(place, _)| (place, 0.0)).collect();
    for order in &run.plan.orders {
        let Order { nation, group, offer, step, quantity, .. } = *order;
        if let Some(place) = full.columns.find(ColumnKey::Order { nation, group, offer, step }) {
            *ordered.entry(place).or_default() += quantity;
        }
    }
    let key = |place: usize| RowKey::Kept { goal: u32::try_from(place).unwrap_or(u32::MAX) };
    let (exact, near): (BTreeMap<_, _>, BTreeMap<_, _>) =
        ordered.into_iter().partition(|(_, quantity)| off == 0.0 || *quantity == 0.0);
    explorer.hold(exact);
    for (column, quantity) in near {
        let (lower, upper) = (quantity * (1.0 - off), quantity * (1.0 + off));
        explorer.add(Row {
            key: key(column),
            lower,
            upper,
            unit: full.columns.unit(column),
            terms: vec![(column, 1.0)],
        });
    }
    let mut point = None;
    for (place, (goal, expression)) in full.goals.iter().enumerate() {
        let found = explorer.optimise(expression, goal.sense)?;
        let row = explorer.add(Row {
            key: key(place),
            lower: f64::NEG_INFINITY,
            upper: f64::INFINITY,
            unit: 1.0,
            terms: keeping(expression, &full.columns, goal.sense),
        });
        explorer.keep(row, expression, goal.sense, Some(found.value));
        point = Some(found.columns);
    }
    Ok(point.unwrap_or_else(|| vec![0.0; full.columns.len()]))
}

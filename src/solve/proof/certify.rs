//! What is told of a goal is what is proven: its bound is replaced by the exact one, and a better plan that the proof came upon takes the
//! place of the plan.

use std::sync::Arc;

use exact_bound::{Certificate, Exact, Moved};

use crate::engine::Engine;
use crate::formulation::Row;
use crate::solve::Failure;
use crate::solve::dual_lifting::LiftedDuals;
use crate::solve::proof::cuts::RowPlaces;
use crate::solve::proof::sums::{sum_rows, sums_of};
use crate::solve::proof::{
    GoalProgram, KEPT, KeptGoals, Nearness, Proof, ProvenBound, RelaxedProof, Searched, TreeBound, TreeSearch, in_goal,
};
use crate::solve::stages::{OrderedSolve, Stage, Task};

/// How often a better plan is taken over, and proven anew.
const ROUNDS: usize = 3;

impl OrderedSolve<'_> {
    /// Proves the bound of a goal in exact arithmetic.
    pub(in crate::solve) fn certify(&mut self, task: &Task<'_>, stage: Stage) -> Result<Stage, Failure> {
        if self.engine.has_integers() {
            self.certify_by_tree(task, stage)
        } else {
            Ok(self.certify_linear(task, stage))
        }
    }

    /// The bound of a linear program, from the dual values of its best point.
    fn certify_linear(&self, task: &Task<'_>, stage: Stage) -> Stage {
        let kept = KeptGoals::of(self.formulation, &self.kept);
        let goal = GoalProgram::of(self.formulation, &[], &kept, task);
        let duals = self.point.as_ref().map_or(&[][..], |point| &point.row_duals);
        let found = self.proven.bound(self.formulation, &goal.program, &goal.costs, goal.multipliers(duals));
        let proven = found.map(|(bound, certificate)| {
            proven_bound(task, Vec::new(), kept.limits, Vec::new(), Some(&bound), certificate)
        });
        with_bound(stage, task, proven)
    }

    /// What duals of a relaxation prove of a goal, with those of its cuts that are proven themselves.
    pub(in crate::solve) fn relaxed_proof(&self, task: &Task<'_>, lifted: &LiftedDuals<'_>) -> RelaxedProof {
        let kept = KeptGoals::of(self.formulation, &self.kept);
        let goal = GoalProgram::of(self.formulation, &[], &kept, task);
        let duals: Vec<f64> = lifted.rows.iter().chain(&lifted.goals).copied().collect();
        let mut multipliers = goal.multipliers(&duals);
        let mut cuts = Vec::new();
        if !lifted.cuts.is_empty() {
            let places = RowPlaces::of(self.formulation);
            let limits = goal.program.limits.with(self.proven.implied(self.formulation));
            for (row, dual) in &lifted.cuts {
                if let Some(cut) = places.prove(self.formulation, &goal.program, &limits, row) {
                    multipliers.push((goal.program.rows.len() + cuts.len(), dual / task.scale));
                    cuts.push(cut);
                } else {
                    tracing::debug!(row = ?row.key, "a cut that is not proven");
                }
            }
        }
        RelaxedProof { multipliers, cuts }
    }

    /// The bound of a relaxation with cuts.
    fn by_relaxation(&self, task: &Task<'_>, relaxed: RelaxedProof) -> Option<ProvenBound> {
        let RelaxedProof { multipliers, cuts } = relaxed;
        let mut kept = KeptGoals::of(self.formulation, &self.kept);
        kept.rows.extend(cuts.iter().map(|cut| Row::at_most(KEPT, cut.upper, cut.terms.clone())));
        let goal = GoalProgram::of(self.formulation, &[], &kept, task);
        let (bound, certificate) = self.proven.bound(self.formulation, &goal.program, &goal.costs, multipliers)?;
        // A cut is proven within all implied limits.
        let implied =
            if cuts.is_empty() { certificate.implied } else { self.proven.implied(self.formulation).to_vec() };
        let certificate = Certificate { implied, cuts, ..certificate };
        Some(proven_bound(task, Vec::new(), kept.limits, Vec::new(), Some(&bound), certificate))
    }

    fn certify_by_tree(&mut self, task: &Task<'_>, stage: Stage) -> Result<Stage, Failure> {
        let relaxed = self.relaxed_bound.take().and_then(|relaxed| self.by_relaxation(task, relaxed));
        let gap_of = |value: f64, proven: &ProvenBound| task.gap(value, proven.bound);
        if relaxed.as_ref().is_some_and(|proven| gap_of(stage.value, proven) <= self.proof_gap) {
            return Ok(with_bound(stage, task, relaxed));
        }
        let mut stage = stage;
        let sums = sums_of(self.formulation);
        let kept = KeptGoals::of(self.formulation, &self.kept);
        for round in 1.. {
            let program = GoalProgram::of(self.formulation, &[], &kept, task).program;
            let mut moved = self.point.as_ref().and_then(|point| program.exceeded(&point.columns)).unwrap_or_default();
            // Rows that keep goals are numbered behind those of sums.
            moved.iter_mut().filter(|it| it.row >= self.formulation.rows.len()).for_each(|it| it.row += sums.len());
            let before = self.proof_work;
            let Searched { proven, found, is_cut_short, .. } =
                self.search_tree(task, Some(&stage), &kept, &sums, &moved)?;
            tracing::debug!(round, is_cut_short, better = found.is_some(), "the tree of bounds");
            let better = match found {
                Some((_, at)) if round <= ROUNDS => self.better(task, &stage, &at)?,
                _ => None,
            };
            let Some(better) = better else {
                let tree = proven.map(|TreeBound { bound, certificate }| {
                    proven_bound(task, sums, kept.limits, moved, bound.as_ref(), certificate)
                });
                let value = stage.value;
                let nearer =
                    tree.into_iter().chain(relaxed).min_by(|a, b| gap_of(value, a).total_cmp(&gap_of(value, b)));
                return Ok(with_bound(stage, task, nearer));
            };
            tracing::info!("the proof found a better plan than the search");
            // Whoever finds the plan searches for it.
            self.proof_work = before;
            stage = better;
        }
        Ok(stage)
    }

    /// The plan with the integer decisions of a point, if it is a better one; else the one at hand stays.
    fn better(&mut self, task: &Task<'_>, stage: &Stage, at: &[f64]) -> Result<Option<Stage>, Failure> {
        let (fixed, point) = (self.fixed.clone(), self.point.clone());
        self.fix(at);
        match self.prove(task, None) {
            Ok(better) if task.sign * better.value < task.sign * stage.value => return Ok(Some(better)),
            Ok(_) | Err(Failure::Infeasible | Failure::Numerical { .. }) => {}
            Err(other) => return Err(other),
        }
        if let Some(fixed) = fixed {
            self.fix(&fixed);
        }
        self.point = point;
        Ok(None)
    }

    /// Proves that there is no plan where the solver says so; a plan that the proof comes upon is the plan of the goal.
    pub(in crate::solve) fn plan_all_the_same(&mut self, task: &Task<'_>) -> Result<Stage, Failure> {
        let kept = KeptGoals::of(self.formulation, &self.kept);
        let Searched { proven, found, is_cut_short, .. } =
            self.search_tree(task, None, &kept, &sums_of(self.formulation), &[])?;
        let Some((_, at)) = found else {
            let is_proven = proven.is_some_and(|proven| proven.bound.is_none()) && !is_cut_short;
            return Err(if is_proven { Failure::Infeasible } else { Failure::PerhapsInfeasible });
        };
        tracing::warn!("there is a plan, although the solver says that there is none");
        if self.engine.has_integers() {
            self.fix(&at);
        }
        self.prove(task, None).map_err(|failure| match failure {
            Failure::Infeasible => Failure::PerhapsInfeasible,
            other => other,
        })
    }

    /// The tree of bounds of a goal, beside a plan that is known; without one, of whether there is a plan at all.
    fn search_tree(
        &mut self,
        task: &Task<'_>,
        stage: Option<&Stage>,
        kept: &KeptGoals,
        sums: &[Vec<usize>],
        moved: &[Moved],
    ) -> Result<Searched, Failure> {
        let trouble = |what| Failure::Numerical { goal: task.words.to_owned(), what };
        let columns = self.formulation.columns.len();
        let of_sums = sum_rows(columns, sums);
        let mut goal = GoalProgram::of(self.formulation, &of_sums, kept, task);
        goal.program.move_limits(moved);
        let mut engine = self.engine_of_tree(&of_sums, &goal.program.limits.upper).map_err(trouble)?;
        if stage.is_some() {
            let of_none = of_sums.iter().map(|_| 0.0);
            engine.set_costs(&task.costs.iter().copied().chain(of_none).collect::<Vec<_>>());
        } else {
            goal.costs.clear();
        }
        // Limits that were moved imply others.
        let of_moved = if moved.is_empty() { Vec::new() } else { goal.program.implied() };
        let implied = if moved.is_empty() { self.proven.implied(self.formulation) } else { &of_moved[..] };
        let search = TreeSearch {
            goal: &goal,
            limits: goal.program.limits.with(implied),
            implied,
            engine: &mut engine,
            incumbent: stage.map_or(f64::INFINITY, |stage| task.sign * stage.value),
            near: Nearness { relative: self.proof_gap, absolute: task.least_distance() },
            most: self.work_left(task.place),
            watch: self.watch(task.place, true),
        };
        let mut searched = search.run();
        self.proof_work += searched.work;
        if let Some((_, found)) = &mut searched.found {
            found.truncate(columns);
        }
        Ok(searched)
    }

    /// What the proof of a goal may cost, so that all proofs cost about as much as the searches that they verify: what is left, of which a goal
    /// leaves something to later ones.
    fn work_left(&self, place: usize) -> i64 {
        let settings = self.options.settings;
        let most = self.spent.saturating_mul(settings.proof_work_by_search).saturating_add(settings.proof_work);
        let left = most.saturating_sub(self.proof_work);
        let goals = i64::try_from(self.formulation.goals.len().saturating_sub(place)).unwrap_or(i64::MAX);
        (left / goals.saturating_add(1).max(2)).saturating_mul(2).max(1)
    }

    /// A solver for relaxations of the rows, those of sums and what earlier goals are kept to.
    fn engine_of_tree(&self, of_sums: &[Row], upper: &[f64]) -> Result<Engine, String> {
        let own = &self.formulation.columns;
        let kinds = own.iter().map(|(key, _)| key.is_integer()).chain(of_sums.iter().map(|_| true));
        let columns: Vec<(bool, f64)> = kinds.zip(upper.iter().copied()).collect();
        let units = (0..own.len()).map(|place| own.unit(place)).chain(of_sums.iter().map(|_| 1.0));
        let rows: Vec<Row> = self.formulation.rows.iter().chain(of_sums).cloned().collect();
        let mut engine = Engine::of_counted(&columns, &units.collect::<Vec<_>>(), &rows)?;
        let on_top: Vec<_> = self.kept.iter().map(|row| (row.upper, &row.terms)).collect();
        engine.add_rows(&on_top);
        engine.relax_integers();
        Ok(engine)
    }
}

/// A bound on what is minimised as one on the goal, with its proof.
fn proven_bound(
    task: &Task<'_>,
    sums: Vec<Vec<usize>>,
    kept: Vec<(usize, f64)>,
    moved: Vec<Moved>,
    bound: Option<&Exact>,
    certificate: Certificate,
) -> ProvenBound {
    ProvenBound { bound: in_goal(bound, task.sense()), proof: Arc::new(Proof { sums, kept, moved, certificate }) }
}

/// What is told of a goal whose bound is proven; nothing is where there is no proof.
fn with_bound(mut stage: Stage, task: &Task<'_>, proven: Option<ProvenBound>) -> Stage {
    let told = stage.bound;
    match proven {
        Some(ProvenBound { bound, proof }) => {
            stage.bound = bound;
            stage.proof = Some(proof);
        }
        None => stage.bound = -task.sign * f64::INFINITY,
    }
    stage.proof_gap = task.gap(stage.value, stage.bound);
    tracing::debug!(stage.value, told, proven = stage.bound, gap = stage.proof_gap, "proven exactly");
    stage.seconds = task.began.elapsed().as_secs_f64();
    stage
}

//! The LP with every integer decision fixed, solved by one method or the other until its optimality certificate holds.

use crate::engine::{Method, Point};
use crate::solve::Failure;
use crate::solve::certificate::{CheckedPoint, check};
use crate::solve::stages::{OrderedSolve, Stage, Task};

/// The method that found a point, and its iterations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    pub method: Method,
    pub iterations: i64,
}

impl OrderedSolve<'_> {
    /// Solves for a goal as a linear programme, with every integer decision as it stands, and checks the proof.
    pub(super) fn prove(&mut self, task: &Task<'_>, search_bound: Option<f64>) -> Result<Stage, Failure> {
        let Task { place, words, costs, .. } = *task;
        let large = self.formulation.is_large();
        let usual = self.options.method.unwrap_or(if large { Method::InteriorPoint } else { Method::Simplex });
        let first = if self.warm { Method::Simplex } else { usual };
        let mut failed = String::new();
        let methods: Vec<_> = [first, first.other()].into_iter().filter(|method| self.engine.has(*method)).collect();
        for (attempt, method) in methods.into_iter().enumerate() {
            let warm = self.warm && attempt == 0;
            let cold = !warm && (attempt > 0 || self.point.is_none() || method == Method::InteriorPoint);
            self.engine.limit_iterations((warm && large).then_some(self.options.settings.warm_start_iterations));
            let ran = self.run(place, words, method, cold);
            self.engine.limit_iterations(None);
            if let Err(trouble) = ran {
                // What one method cannot do the other may; what there is no plan for, neither can.
                match trouble {
                    Failure::Numerical { what, .. } if attempt == 0 => {
                        failed = what;
                        continue;
                    }
                    other => return Err(other),
                }
            }
            let point = self.engine.point();
            let checked = check(
                self.formulation,
                &self.kept,
                costs,
                &point,
                |place, key| self.fixed.as_ref().filter(|_| key.is_integer()).map(|at| at[place]),
                self.face.as_ref(),
            );
            let certificate = checked.certificate;
            tracing::debug!(?method, ?certificate, "checked");
            if certificate.holds() {
                let effort = Effort { method, iterations: self.engine.iterations() };
                let mut stage = self.proven(task, checked, &point, effort);
                self.point = Some(point);
                if let Some(bound) = search_bound {
                    Self::bounded(&mut stage, task, bound);
                }
                return Ok(stage);
            }
            failed = format!(
                "the {} method left violations of {:.1e}, prices off by {:.1e} and a gap of {:.1e}",
                method.word(),
                certificate.primal,
                certificate.dual,
                certificate.gap
            );
        }
        Err(Failure::Numerical { goal: words.to_owned(), what: failed })
    }

    /// What a goal came to at a point that a certificate holds for, and how it was found.
    pub(super) fn proven(&self, task: &Task<'_>, checked: CheckedPoint, point: &Point, effort: Effort) -> Stage {
        let Task { sign, scale, .. } = *task;
        let CheckedPoint { certificate, bound } = checked;
        let own = &point.row_duals[..self.formulation.rows.len()];
        let value = task.expression.value(&point.columns);
        Stage {
            goal: task.words.to_owned(),
            value,
            bound: sign * bound / scale,
            proof_gap: certificate.gap,
            kept_to: value,
            is_cut_short: false,
            certificate,
            method: effort.method.word(),
            iterations: effort.iterations,
            seconds: task.began.elapsed().as_secs_f64(),
            prices: own.iter().map(|price| sign * price / scale).collect(),
            proof: None,
        }
    }

    /// What is proven of a stage by the bound of a search, in the costs that were set.
    pub(super) fn bounded(stage: &mut Stage, task: &Task<'_>, bound: f64) {
        stage.bound = task.sign * bound / task.scale;
        stage.proof_gap = task.gap(stage.value, stage.bound);
        stage.seconds = task.began.elapsed().as_secs_f64();
    }
}

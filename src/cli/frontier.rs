//! `entente frontier`: the exact trade-off between two goals.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::{Subject, answer};
use crate::cli::out::{Force, Out};
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format};
use crate::formulation::Formulation;
use crate::model::{Goal, Model, Outcomes};
use crate::planning::{How, Problem, Run, run_as, standalone};
use crate::questions::frontier::{FrontierData, frontier_tables, frontier_text};
use crate::questions::frontier::{Tracing, frontier};

/// Arguments of `frontier`.
#[derive(Debug, Args)]
pub(super) struct FrontierOf {
    #[command(flatten)]
    subject: Subject,
    /// The two goals to be traded off, with a comma between, and further ones that decide between equals.
    #[arg(long, value_name = "GOALS", value_delimiter = ',', default_value = "gap,domestic_volume")]
    goals: Vec<String>,
    /// Most points.
    #[arg(long, value_name = "NUMBER", default_value_t = 25, value_parser = clap::value_parser!(u16).range(2..=10_000))]
    points: u16,
    /// Decide every yes or no anew for every point, however long it takes; without it, larger models keep what the best plan
    /// by all goals decides.
    #[arg(long)]
    proven: bool,
    /// Write the tables (CSV and Parquet) into this folder: points, and the orders of each.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl FrontierOf {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let began = Instant::now();
        let mut out = match Out::claim(self.out.as_ref(), self.force, "frontier", &self.subject.path) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        let (model, base) = match self.subject.model_and_run(&out, screen) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let goals = self.goals(&model);
        let asking = match goals.and_then(|goals| model.with_goals(goals).map_err(|refusal| refusal.to_string())) {
            Ok(asking) => asking,
            Err(what) => {
                tell(&format!("error: {what}"));
                return Exit::Usage;
            }
        };
        let alone = base.as_ref().map_or_else(|| standalone(&asking), |run| Ok(run.known.alone.clone()));
        let found = alone.and_then(|alone| {
            let decided = self.decided(&asking, base.as_ref(), alone.as_ref())?;
            let points = usize::from(self.points);
            let tracing = Tracing { points, decided: decided.as_deref(), alone: alone.as_ref() };
            frontier(&asking, tracing).map_err(Problem::Unsolved)
        });
        match found {
            Ok(found) => {
                let text = || frontier_text(&found, began.elapsed().as_secs_f64(), screen.out);
                let data = FrontierData::of(&found);
                answer(self.format, &mut out, "frontier", &data, &frontier_tables(&found), text)
            }
            Err(problem) => {
                tell(&format!("error: {problem}"));
                Exit::from(&problem)
            }
        }
    }

    fn goals(&self, model: &Model) -> Result<Vec<Goal>, String> {
        if self.goals.len() < 2 {
            return Err("name two goals, such as `--goals gap,domestic_volume`".to_owned());
        }
        let named = |word: &String| {
            Goal::named(model, word.trim()).ok_or_else(|| {
                format!(
                    "`{word}` is no goal of this model; write gap, worst_gap, national_gap, national_shortfall, \
                     gap_under_denial, worst_gap_under_denial, domestic_volume (or with a rung, domestic_volume:ownership), us_dependence or cost"
                )
            })
        };
        let goals: Vec<Goal> = self.goals.iter().map(named).collect::<Result<_, _>>()?;
        if goals[0] == goals[1] {
            return Err("the two goals are the same, so there is nothing to trade off".to_owned());
        }
        Ok(goals)
    }

    /// What the best plan by all goals decides, where a larger model has yes or no to decide and they are not to be decided
    /// anew.
    fn decided(
        &self,
        asking: &Model,
        base: Option<&Run>,
        alone: Option<&Outcomes>,
    ) -> Result<Option<Vec<f64>>, Problem> {
        let formulation = Formulation::of(asking, alone);
        if self.proven || !formulation.has_integers() || !formulation.is_large() {
            return Ok(None);
        }
        let decisions = match base {
            Some(run) => run.decisions.clone(),
            None => run_as(asking, How { time_limit: self.subject.time_limit, alone, ..How::default() })?.decisions,
        };
        let mut at = vec![0.0; formulation.columns.len()];
        for (key, value) in decisions {
            if let Some(place) = formulation.columns.find(key) {
                at[place] = value;
            }
        }
        Ok(Some(at))
    }
}

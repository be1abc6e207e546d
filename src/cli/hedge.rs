//! `entente hedge`: one plan for the weighted futures of a study.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::answer;
use crate::cli::batch;
use crate::cli::out::{Force, Out};
use crate::cli::progress::Line;
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format};
use crate::report::{HedgeData, hedge_tables, hedge_text};
use crate::scenario::Decisions;
use crate::solve::Progress;
use crate::study::batch::Models;
use crate::study::{HedgeProblem, How, futures_of, hedge, run_as};
use crate::units::Year;

/// Arguments of `hedge`.
#[derive(Debug, Args)]
pub(super) struct HedgeOf {
    /// The study's YAML file. Its section `two_stage` names the weighted scenarios and the last year of the first stage.
    study: PathBuf,
    /// Proposal to apply. Default: the first of the study.
    #[arg(long, value_name = "NAME")]
    proposal: Option<String>,
    /// Time limit for each solve, in seconds.
    #[arg(long, value_name = "SECONDS", value_parser = super::solve::seconds, allow_negative_numbers = true)]
    time_limit: Option<f64>,
    /// Write the tables (CSV and Parquet) into this folder: values, futures, and the decisions of both stages.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl HedgeOf {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let began = Instant::now();
        let mut out = match Out::claim(self.out.as_ref(), self.force, "hedge", &self.study) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        let good = match batch::read(&self.study, screen) {
            Ok(good) => good,
            Err(exit) => return exit,
        };
        if let Err(exit) = out.spare(&good.sources) {
            return exit;
        }
        let Some(asked) = &good.study.two_stage else {
            let example = "two_stage: { decide_until: 2027, futures: { base: 2, crisis: 1 } }";
            tell(&format!("error: the study weighs no futures; add `{example}` with scenarios of its own"));
            return Exit::BadModel;
        };
        let known: Vec<&str> = good.model.proposals.codes().collect();
        let proposal = match &self.proposal {
            Some(name) if known.contains(&name.as_str()) => name,
            Some(name) => {
                tell(&format!("error: the model has no proposal `{name}`; it has {}", known.join(", ")));
                return Exit::Usage;
            }
            None => match good.study.proposals.first() {
                Some(first) => first,
                None => return Exit::Usage,
            },
        };
        let reads = |settings: &[(String, String)]| good.with(settings);
        let models = Models::of(good.model.clone(), &reads);
        let line = Line::new(screen.progress, &good.model);
        let told = |progress| line.tell(progress);
        let told: Option<&(dyn Fn(Progress) + Sync)> = if line.is_watched() { Some(&told) } else { None };
        let how = How { time_limit: self.time_limit, progress: told, ..How::default() };
        let from_base = good.study.decisions == Decisions::FromBase;
        let found = futures_of(&good.study, &models, proposal).and_then(|futures| {
            let decided = match good.model.proposals.find(proposal).filter(|_| from_base) {
                Some(id) => {
                    let of_base = |problem| HedgeProblem::Alone("base".to_owned(), problem);
                    Some(run_as(&good.model.under(id), how).map_err(of_base)?.decisions)
                }
                None => None,
            };
            hedge(&futures, Year(asked.decide_until), how, decided.as_deref())
        });
        line.end();
        match found {
            Ok(hedge) => {
                let data = HedgeData::of(&good.study.name, proposal, from_base, &hedge);
                let text = || hedge_text(&data, began.elapsed().as_secs_f64(), screen.out);
                answer(self.format, &mut out, "hedge", &data, &hedge_tables(&data), text)
            }
            Err(problem) => {
                tell(&format!("error: {problem}"));
                match &problem {
                    HedgeProblem::Futures(_) => Exit::BadModel,
                    HedgeProblem::Alone(_, problem) | HedgeProblem::Together(problem) => Exit::from(problem),
                }
            }
        }
    }
}

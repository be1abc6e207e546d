//! `entente sensitivity`: what moves a plan.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::asked::{Subject, answer, goal_of, share, trimmed};
use crate::cli::out::{Force, Out};
use crate::cli::progress::Steps;
use crate::cli::screen::{Terminal, tell};
use crate::cli::{Exit, Format};
use crate::model::{Model, Parameter};
use crate::report::{sensitivity_tables, sensitivity_text};
use crate::scenario::is_like;
use crate::study::{Varying, sensitivity};

/// Arguments of `sensitivity`.
#[derive(Debug, Args)]
pub(super) struct SensitivityOf {
    #[command(flatten)]
    subject: Subject,
    /// Values to vary, separated by commas, with `*` for any letters: `budget.DEU,capacity.*,price.*`. Kinds are `budget`,
    /// `capacity`, `price`, `baseline` and `fund`, each followed by an id.
    #[arg(long, value_name = "FIGURES", value_delimiter = ',', required = true, value_parser = trimmed)]
    over: Vec<String>,
    /// Share by which values are decreased and increased.
    #[arg(long, value_name = "SHARE", default_value = "10%", value_parser = share, allow_hyphen_values = true)]
    by: f64,
    /// Goal, by its number or a word of it, such as `cost`. Default: the first.
    #[arg(long, value_name = "GOAL", default_value = "1")]
    goal: String,
    /// Compute the range in which the plan stays optimal, as for smaller models by default.
    #[arg(long)]
    ranges: bool,
    /// Write the tables (CSV and Parquet) into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl SensitivityOf {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let began = Instant::now();
        let mut out = match Out::claim(self.out.as_ref(), self.force, "sensitivity", &self.subject.path) {
            Ok(out) => out,
            Err(exit) => return exit,
        };
        let ask = |model: &mut Model| {
            let goal = goal_of(model, &self.goal)?;
            let over = self.figures(model).map_err(|what| {
                tell(&format!("error: {what}"));
                Exit::Usage
            })?;
            Ok((goal, over))
        };
        let (run, (goal, over)) = match self.subject.run(&out, screen, ask) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let steps = Steps::new(screen.progress);
        let told = |words: &str| steps.say(words);
        let told: Option<&dyn Fn(&str)> = if screen.progress { Some(&told) } else { None };
        let ranges = self.ranges.then_some(true);
        let found = sensitivity(&run, Varying { over: &over, by: self.by, goal, ranges, told });
        steps.end();
        match found {
            Ok(found) => {
                let text = || sensitivity_text(&found, began.elapsed().as_secs_f64(), screen.out);
                answer(self.format, &mut out, "sensitivity", &found, &sensitivity_tables(&found), text)
            }
            Err(what) => {
                tell(&format!("error: {what}"));
                Exit::Trouble
            }
        }
    }

    /// The figures that are named, each once, in the order of the model.
    fn figures(&self, model: &Model) -> Result<Vec<Parameter>, String> {
        let all: Vec<(Parameter, String)> =
            Parameter::of(model).into_iter().map(|parameter| (parameter, parameter.name(model))).collect();
        for pattern in &self.over {
            if !all.iter().any(|(_, name)| is_like(name, pattern)) {
                let kind = pattern.split('.').next().unwrap_or_default();
                let some: Vec<&str> =
                    all.iter().map(|(_, name)| name.as_str()).filter(|name| name.starts_with(kind)).take(5).collect();
                let some = if some.is_empty() { "budget.*, capacity.*, price.*".to_owned() } else { some.join(", ") };
                return Err(format!("`{pattern}` is no figure of the model that can be varied; it has such as {some}"));
            }
        }
        let named = |(_, name): &&(Parameter, String)| self.over.iter().any(|pattern| is_like(name, pattern));
        Ok(all.iter().filter(named).map(|(parameter, _)| *parameter).collect())
    }
}

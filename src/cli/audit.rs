//! `entente audit`: a plan from anywhere, recomputed and judged.

use std::path::PathBuf;

use crate::budget::Budget;
use crate::cli::reading::{read, solution, text_of};
use crate::cli::screen::{Terminal, json, print_or_fail, tell};
use crate::cli::{Exit, Format, ModelArgs};
use crate::disk::own_text;
use crate::formulation::Formulation;
use crate::layout::grid::wrapped;
use crate::legible::Shown;
use crate::model::{Model, Outcomes};
use crate::plan::{BESIDE_ORDERS, Plan, columns_not_read, orders_from_csv};
use crate::planning::{judge, standalone};
use crate::report::{AuditAnswer, AuditedModel, Summary, changed_since, summary_text, verdict_text};
use crate::results::ResultData;
use crate::solve::Solution;
use clap::Args;

/// Arguments of `audit`.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    model: ModelArgs,
    /// The plan: a CSV of orders with columns nation, offer, year, quantity; a folder written by `solve --out`, which
    /// also holds capacity expansions; or a solution (`.sol`) that another solver wrote for a file of `formulate`. What has changed since a
    /// folder was written, of its tables and of the model, is reported.
    plan: PathBuf,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Said of a plan that another solver found.
const FOUND_ELSEWHERE: &str = "The plan was found by another solver. That no plan is better is not proven here: the file has no dual values to check. \
`entente solve` proves it.\n";

impl Audit {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let (model, sources) = match read(&self.model, screen) {
            Ok(good) => (good.model, good.sources),
            Err(exit) => return exit,
        };
        let alone = match standalone(&model, Budget::default()) {
            Ok(alone) => alone,
            Err(problem) => {
                tell(&format!("error: what everyone comes to alone cannot be told: {problem}"));
                return Exit::from(&problem);
            }
        };
        let is_solution = self.plan.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("sol"));
        let plan = if is_solution { self.solved_elsewhere(&model, alone.as_ref()) } else { self.brought(&model) };
        let now = AuditedModel { model: &model, sources: &sources, settings: &self.model.settings };
        let changed_since =
            if self.plan.is_dir() { changed_since(&self.plan, &self.tables(), now) } else { Vec::new() };
        let plan = match plan {
            Ok(plan) => plan,
            Err(exit) => {
                // That may be why the plan does not fit.
                for what in &changed_since {
                    tell(&format!("note: {what}"));
                }
                return exit;
            }
        };
        let run = judge(&model, plan, alone.as_ref());
        let summary = Summary::of(&model, &run);
        let text = match self.format {
            Format::Text => {
                let origin = if is_solution { FOUND_ELSEWHERE } else { "" };
                let verdict = verdict_text(&run.verdict, screen.out);
                let mut since = changed_since.join("\n");
                if !since.is_empty() {
                    since = wrapped(&(since + "\n"), screen.out);
                }
                format!("{}\n{verdict}\n{origin}{since}", summary_text(&summary, None, screen.out))
            }
            Format::Json => match json(&AuditAnswer { verdict: run.verdict.clone(), changed_since, summary }.stamped())
            {
                Ok(text) => text,
                Err(exit) => return exit,
            },
        };
        print_or_fail(&text).and(if run.verdict.passed() { Exit::Done } else { Exit::FailedAudit })
    }

    /// The plan of a solution that another solver wrote for a file of `formulate`.
    fn solved_elsewhere(&self, model: &Model, alone: Option<&Outcomes>) -> Result<Plan, Exit> {
        let formulation = Formulation::of(model, alone);
        let values = solution(model, &formulation, &self.plan)?;
        Ok(Plan::of(model, &formulation, &Solution::at(values)))
    }

    /// The tables that are read of a folder of results.
    fn tables(&self) -> Vec<String> {
        let beside = BESIDE_ORDERS.iter().map(|(name, _)| format!("{name}.csv"));
        let beside = beside.filter(|name| self.plan.join(name).exists());
        std::iter::once("orders.csv".to_owned()).chain(beside).collect()
    }

    /// The plan of a table of orders, or of a folder of results.
    fn brought(&self, model: &Model) -> Result<Plan, Exit> {
        let folder = self.plan.is_dir();
        let file = if folder { self.plan.join("orders.csv") } else { self.plan.clone() };
        let text = |path: &PathBuf| match path.file_name().and_then(|name| name.to_str()) {
            Some(name) if folder => own_text(&self.plan, name),
            _ => text_of(path),
        };
        let mut plan = match text(&file) {
            Ok(text) => match orders_from_csv(model, &text) {
                Ok(plan) => {
                    let ignored = if folder { Vec::new() } else { columns_not_read(&text) };
                    if !ignored.is_empty() {
                        tell(&format!("note: {}: the columns {} are not read", file.shown(), ignored.join(", ")));
                    }
                    plan
                }
                Err(faults) => {
                    for fault in &faults {
                        tell(&format!("error: {}:{}: {}", file.shown(), fault.line, fault.what));
                    }
                    return Err(Exit::BadModel);
                }
            },
            Err(what) => {
                tell(&format!("error: {what}"));
                return Err(Exit::Trouble);
            }
        };
        if folder {
            for (name, add) in BESIDE_ORDERS {
                let path = self.plan.join(format!("{name}.csv"));
                // Results of earlier versions have fewer tables.
                if !path.exists() {
                    continue;
                }
                let added = text(&path).map_err(|what| vec![what]).and_then(|text| {
                    add(model, &text, &mut plan).map_err(|faults| {
                        faults.iter().map(|fault| format!("{}:{}: {}", path.shown(), fault.line, fault.what)).collect()
                    })
                });
                if let Err(faults) = added {
                    for fault in faults {
                        tell(&format!("error: {fault}"));
                    }
                    return Err(Exit::Trouble);
                }
            }
        }
        Ok(plan)
    }
}

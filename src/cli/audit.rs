//! `entente audit`: a plan from anywhere, recomputed and judged.

use std::path::PathBuf;

use clap::Args;

use crate::budget::Budget;
use crate::cli::reading::read;
use crate::cli::screen::{Terminal, json, print_or_fail, tell};
use crate::cli::{Exit, Format, ModelArgs};
use crate::disk::own_text;
use crate::legible::Shown;
use crate::plan::{BESIDE_ORDERS, orders_from_csv};
use crate::planning::{judge, standalone};
use crate::report::{AuditAnswer, Summary, summary_text, verdict_text};
use crate::results::ResultData;

/// Arguments of `audit`.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    model: ModelArgs,
    /// The plan: a CSV of orders with columns nation, offer, year, quantity; or a folder written by `solve --out`, which
    /// also holds capacity expansions.
    plan: PathBuf,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Audit {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        let model = match read(&self.model, screen) {
            Ok(good) => good.model,
            Err(exit) => return exit,
        };
        let folder = self.plan.is_dir();
        let file = if folder { self.plan.join("orders.csv") } else { self.plan.clone() };
        let text = |path: &PathBuf| match path.file_name().and_then(|name| name.to_str()) {
            Some(name) if folder => own_text(&self.plan, name),
            // A pipe would be waited for, and what a device gives has no end.
            _ if path.exists() && !path.is_file() => Err(format!("cannot read {}: it is no file", path.shown())),
            _ => std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.shown())),
        };
        let mut plan = match text(&file) {
            Ok(text) => match orders_from_csv(&model, &text) {
                Ok(plan) => plan,
                Err(faults) => {
                    for fault in &faults {
                        tell(&format!("error: {}:{}: {}", file.shown(), fault.line, fault.what));
                    }
                    return Exit::BadModel;
                }
            },
            Err(what) => {
                tell(&format!("error: {what}"));
                return Exit::Trouble;
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
                    add(&model, &text, &mut plan).map_err(|faults| {
                        faults.iter().map(|fault| format!("{}:{}: {}", path.shown(), fault.line, fault.what)).collect()
                    })
                });
                if let Err(faults) = added {
                    for fault in faults {
                        tell(&format!("error: {fault}"));
                    }
                    return Exit::Trouble;
                }
            }
        }
        let alone = match standalone(&model, Budget::default()) {
            Ok(alone) => alone,
            Err(problem) => {
                tell(&format!("error: what everyone comes to alone cannot be told: {problem}"));
                return Exit::from(&problem);
            }
        };
        let run = judge(&model, plan, alone.as_ref());
        let summary = Summary::of(&model, &run);
        let text = match self.format {
            Format::Text => {
                format!("{}\n{}\n", summary_text(&summary, None, screen.out), verdict_text(&run.verdict, screen.out))
            }
            Format::Json => match json(&AuditAnswer { verdict: run.verdict.clone(), summary }.stamped()) {
                Ok(text) => text,
                Err(exit) => return exit,
            },
        };
        print_or_fail(&text).and(if run.verdict.passed() { Exit::Done } else { Exit::FailedAudit })
    }
}

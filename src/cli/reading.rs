//! Reading a model for a command: findings are told, and errors end the command.

use std::path::Path;
use std::time::Instant;

use crate::cli::screen::{Terminal, tell, tell_styled};
use crate::cli::{Exit, ModelArgs};
use crate::formulation::Formulation;
use crate::input::{self, Sources};
use crate::legible::Shown;
use crate::model::Model;
use crate::plan::values_from_solution;

/// A good model, the files it came from, and how long reading took.
pub(super) struct Good {
    pub model: Model,
    pub sources: Sources,
    pub seconds: f64,
}

/// Reads a model; tells what is wrong with it.
pub(super) fn read(args: &ModelArgs, screen: &Terminal) -> Result<Good, Exit> {
    let began = Instant::now();
    let reading = input::read_fenced(&args.model, &args.settings, &screen.fence(&args.model));
    let findings = reading.render_findings(screen.err_color);
    for finding in &findings {
        tell_styled(&format!("{finding}\n"));
    }
    match reading.model {
        Some(model) => {
            let model = under(model, args.proposal.as_deref())?;
            Ok(Good { model, sources: reading.sources, seconds: began.elapsed().as_secs_f64() })
        }
        None => {
            tell(&match findings.len() {
                1 => "1 finding; nothing was solved".to_owned(),
                n => format!("{n} findings; nothing was solved"),
            });
            Err(Exit::BadModel)
        }
    }
}

/// The text of a file that is named on the command line.
pub(super) fn text_of(path: &Path) -> Result<String, String> {
    // A pipe would be waited for, and what a device gives has no end.
    if path.exists() && !path.is_file() {
        return Err(format!("cannot read {}: it is no file", path.shown()));
    }
    std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.shown()))
}

/// The value of every column in a solution that another solver wrote; tells what is wrong with it.
pub(super) fn solution(model: &Model, formulation: &Formulation, path: &Path) -> Result<Vec<f64>, Exit> {
    let text = text_of(path).map_err(|what| {
        tell(&format!("error: {what}"));
        Exit::Trouble
    })?;
    values_from_solution(model, formulation, &text).map_err(|faults| {
        for fault in &faults {
            tell(&format!("error: {}:{}: {}", path.shown(), fault.line, fault.what));
        }
        Exit::BadModel
    })
}

/// The model under a proposal that is named; tells which there are where there is none of that name.
pub(super) fn under(model: Model, name: Option<&str>) -> Result<Model, Exit> {
    let Some(name) = name else { return Ok(model) };
    match model.proposals.find(name) {
        Some(proposal) => Ok(model.under(proposal)),
        None => {
            let known: Vec<&str> = model.proposals.codes().collect();
            tell(&format!("error: the model has no proposal `{name}`; it has {}", known.join(", ")));
            Err(Exit::BadModel)
        }
    }
}

//! Reading a model for a command: findings are told, and errors end the command.

use std::time::Instant;

use crate::cli::screen::{Terminal, tell, tell_styled};
use crate::cli::{Exit, ModelArgs};
use crate::input::{self, Sources};
use crate::model::Model;

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

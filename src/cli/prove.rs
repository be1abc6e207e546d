//! `entente prove`: a certificate of what is proven of a plan.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::cli::asked::RunOrModel;
use crate::cli::out::{Force, Out};
use crate::cli::screen::{Terminal, json_line, print_or_fail};
use crate::cli::{Exit, Format};
use crate::disk::digest;
use crate::questions::prove::{ProofFiles, proof_text, prove};
use crate::results::ResultData;

/// Arguments of `prove`.
#[derive(Debug, Args)]
pub(super) struct Prove {
    #[command(flatten)]
    subject: RunOrModel,
    /// Write the certificate, the program (MPS) and the plan into this folder, for `tools/check-proof/run` or any other checker.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Prove {
    pub(super) fn run(&self, screen: &Terminal) -> Result<Exit, Exit> {
        let mut out = Out::claim(self.out.as_ref(), self.force, "prove", &self.subject.path)?;
        let proven = self.subject.answered(&out, screen, |_| Ok(()), |run, (), budget| prove(run, budget))?;
        let ProofFiles { certificate, program, plan } = &proven.sealed(digest);
        // One line: with a line for each number it would be many times as long.
        let data = json_line(&certificate.stamped())?;
        let written = out.write(|making| {
            making.file("program.mps", |file| file.write_all(program.as_bytes()))?;
            making.file("plan.sol", |file| file.write_all(plan.as_bytes()))?;
            making.file("certificate.json", |file| file.write_all(data.as_bytes()))
        });
        let text = match self.format {
            Format::Text => proof_text(certificate),
            Format::Json => data,
        };
        Ok(written.and(print_or_fail(&text)))
    }
}

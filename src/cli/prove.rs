//! `entente prove`: a certificate of what is proven of a plan.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::cli::asked::RunOrModel;
use crate::cli::out::{Force, Out};
use crate::cli::screen::{Terminal, json_line, print_or_fail};
use crate::cli::{Exit, Format};
use crate::disk::{Making, digest};
use crate::questions::prove::{ProofFiles, proof_text, prove};
use crate::report::ProofDigests;
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
        let certified = Certified::of(proven)?;
        let written = out.write(|making| certified.write(making));
        let text = match self.format {
            Format::Text => proof_text(&certified.files.certificate),
            Format::Json => certified.data,
        };
        Ok(written.and(print_or_fail(&text)))
    }
}

/// A certificate with the files that it speaks of, as they are written.
pub(super) struct Certified {
    files: ProofFiles,
    data: String,
}

impl Certified {
    /// The files of what is proven.
    pub(super) fn of(proven: ProofFiles) -> Result<Self, Exit> {
        let files = proven.sealed(digest);
        // One line: with a line for each number it would be many times as long.
        let data = json_line(&files.certificate.stamped())?;
        Ok(Self { files, data })
    }

    /// Writes program, plan and certificate into the folder at hand.
    pub(super) fn write(&self, making: &mut Making) -> io::Result<()> {
        let ProofFiles { program, plan, .. } = &self.files;
        making.file("program.mps", |file| file.write_all(program.as_bytes()))?;
        making.file("plan.sol", |file| file.write_all(plan.as_bytes()))?;
        making.file("certificate.json", |file| file.write_all(self.data.as_bytes()))
    }

    /// By what others know that they have the same.
    pub(super) fn digests(&self) -> ProofDigests {
        let certificate = &self.files.certificate;
        ProofDigests {
            certificate: digest(self.data.as_bytes()),
            program: certificate.program.clone(),
            plan: certificate.plan.clone(),
        }
    }
}

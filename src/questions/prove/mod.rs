//! `prove`: what is said to be proven, as a certificate that others can check.

mod ask;
mod certificate;
mod files;
mod in_full;
mod text;

pub use ask::{ProofFiles, prove};
pub use certificate::{CertificateData, CutProof, GoalClaim, ImpliedLimit, KeptLimit, MovedLimit, TreeNode};
pub use files::{plan_text, program_text};
pub use text::proof_text;

//! The text of `prove`.

use std::fmt::Write;

use crate::layout::number::{count, proof};
use crate::legible::legible;
use crate::questions::prove::certificate::{CertificateData, GoalClaim};

/// What is proven, goal by goal.
#[must_use]
pub fn proof_text(certificate: &CertificateData) -> String {
    let mut text = format!("{}: what is proven of the plan\n\n", legible(&certificate.title));
    for (place, claim) in (1..).zip(&certificate.goals) {
        let GoalClaim { goal, reached, kept_to, value, bound, .. } = claim;
        let _ = writeln!(text, "  {place} {goal}");
        let _ = writeln!(text, "    best value found   {reached}");
        match bound {
            Some(bound) => {
                let side = if claim.maximise { "no plan has more than" } else { "no plan has less than" };
                let _ = writeln!(text, "    {side} {bound}{}", distance(*reached, *bound));
            }
            None => {
                let _ = writeln!(text, "    no plan at all keeps what the goals before reached");
            }
        }
        if !is_near(*reached, *value) {
            let _ = writeln!(text, "    this plan has {value}; later goals may take it to {kept_to}");
        }
        let leaves = claim.leaves();
        let parts = if leaves == 1 {
            "one vector of multipliers".to_owned()
        } else {
            format!("a tree of {} leaves", count(leaves))
        };
        let cuts = match claim.cuts.len() {
            0 => String::new(),
            1 => " and 1 cut".to_owned(),
            cuts => format!(" and {} cuts", count(cuts)),
        };
        let _ = writeln!(text, "    proof: {parts}{cuts}");
    }
    let _ = writeln!(
        text,
        "\nAll sums are exact. The plan violates rows, bounds and whole numbers by {:.1e} at most, in their units.",
        certificate.violation
    );
    text
}

/// How far apart a value and a bound are.
fn distance(value: f64, bound: f64) -> String {
    if is_near(value, bound) {
        ", the same to nine digits".to_owned()
    } else {
        format!(", {} apart", proof((value - bound).abs() / value.abs().max(bound.abs())))
    }
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

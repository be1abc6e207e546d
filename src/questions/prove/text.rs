//! The text of `prove`.

use std::fmt::Write;

use crate::layout::number::{count, proof};
use crate::legible::legible;
use crate::questions::prove::certificate::{CertificateData, GoalClaim};
use crate::units::neat;

/// What is proven, goal by goal.
#[must_use]
pub fn proof_text(certificate: &CertificateData) -> String {
    let mut text = format!("{}: what is proven of the plan\n\n", legible(&certificate.title));
    for (place, claim) in (1..).zip(&certificate.goals) {
        let GoalClaim { goal, reached, kept_to, value, bound, .. } = claim;
        let _ = writeln!(text, "  {place} {goal}");
        let shown = neat(*reached, 0.0);
        let _ = writeln!(text, "    best value found   {shown}");
        match bound {
            Some(bound) => {
                let side = if claim.maximise { "no plan has more than" } else { "no plan has less than" };
                let shown = if is_near(*reached, *bound) { shown } else { weaker(*bound, claim.maximise) };
                let _ = writeln!(text, "    {side} {shown}{}", distance(*reached, *bound));
            }
            None => {
                let _ = writeln!(text, "    no plan at all keeps what the goals before reached");
            }
        }
        if !is_near(*reached, *value) {
            let _ = writeln!(
                text,
                "    this plan has {}; later goals may take it to {}",
                neat(*value, 0.0),
                neat(*kept_to, 0.0)
            );
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

/// A bound in few digits that claims no more than it does.
fn weaker(bound: f64, is_upper: bool) -> f64 {
    let short = neat(bound, 0.0);
    let claims_no_more = if is_upper { short >= bound } else { short <= bound };
    if claims_no_more { short } else { bound }
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

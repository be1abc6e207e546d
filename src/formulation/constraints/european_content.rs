//! ```text
//! european_content[r,q]: Σ_{n,g,p,t of q} reference(p) (inside(p) − share) x[n,g,p,t] + short[r,q] ≥ 0
//! european_content[r,n], offer by offer: short[r,n] − Σ_{g,p,t} reference(p) max(0, share − inside(p)) x[n,g,p,t] ≥ 0
//! ```
//!
//! q is a nation, a capability, or everything. A rule that judges offer by offer and holds hard leaves out the columns of
//! what falls short, and has no rows; short is there only where a rule may be broken.

use crate::formulation::rules::{Subject, at_least, judged_by_offer, judged_capabilities, of_kind, ordered, reference};
use crate::formulation::{Columns, Row};
use crate::model::{Demand, Each, Model};

pub(super) fn rows(model: &Model, columns: &Columns) -> Vec<Row> {
    let mut rows = judged_by_offer(model, columns, "european_content");
    for (id, rule) in of_kind(model, "european_content") {
        let Demand::EuropeanContent { at_least: share, rung } = rule.demand else { continue };
        let worth =
            |offer| reference(model, offer) * (model.share_inside(&model.offers[offer], rung, &rule.inside) - share.0);
        match rule.each {
            Each::Offer => {}
            Each::Nation => {
                for &nation in &rule.nations {
                    let terms = ordered(model, columns, rule, Some(nation), |_, offer| worth(offer));
                    rows.push(at_least(columns, id, rule, Subject::Nation(nation), 0.0, terms));
                }
            }
            Each::Capability => {
                for capability in judged_capabilities(model, rule) {
                    let of = |offer| model.offers[offer].main() == capability;
                    let terms =
                        ordered(model, columns, rule, None, |_, offer| if of(offer) { worth(offer) } else { 0.0 });
                    rows.push(at_least(columns, id, rule, Subject::Capability(capability), 0.0, terms));
                }
            }
            Each::Basket => {
                let terms = ordered(model, columns, rule, None, |_, offer| worth(offer));
                rows.push(at_least(columns, id, rule, Subject::All, 0.0, terms));
            }
        }
    }
    rows
}

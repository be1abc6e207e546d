//! The phases before and after the solver, each in a function of its own, on the European model: what `tools/instructions`
//! counts. Nothing is solved, since the solver's work is measured by `tools/bench`.

use std::error::Error;
use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

use entente::audit::{Recomputed, Verdict};
use entente::formulation::Formulation;
use entente::input::{Reading, read_file};
use entente::model::Model;
use entente::plan::{Plan, orders_from_csv};
use entente::reduction::Reduction;

fn main() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/european-pillar.yaml");
    let model = phase_read(&path).model.ok_or("the European model has findings")?;
    let model = model.under(model.proposals.find("together").ok_or("there is no proposal `together`")?);
    black_box(phase_formulate(&model));
    black_box(phase_reduce(&model));
    let plan = orders_from_csv(&model, &orders(&model)?).map_err(|faults| format!("{faults:?}"))?;
    black_box(phase_audit(&model, &plan));
    Ok(())
}

/// Reading and validating; `tools/instructions` takes `entente::input::resolve::resolve`, which validates, out of it.
#[inline(never)]
fn phase_read(path: &Path) -> Reading {
    black_box(read_file(path, &[]))
}

#[inline(never)]
fn phase_formulate(model: &Model) -> Formulation {
    black_box(Formulation::of(model, None))
}

#[inline(never)]
fn phase_reduce(model: &Model) -> Option<Reduction> {
    black_box(Reduction::of(model, None))
}

#[inline(never)]
fn phase_audit(model: &Model, plan: &Plan) -> (Recomputed, Verdict) {
    let known = entente::audit::recompute(model, plan, None);
    let verdict = entente::audit::audit(model, plan, &known, &[]);
    black_box((known, verdict))
}

/// A plan that needs no solver: every nation orders a little of everything.
fn orders(model: &Model) -> Result<String, std::fmt::Error> {
    let mut text = "nation,offer,year,quantity\n".to_owned();
    for nation in model.nations.codes() {
        for (id, offer) in model.offers.iter() {
            let year = model.horizon.year(offer.open.0);
            writeln!(text, "{nation},{},{year},0.01", model.offers.code(id))?;
        }
    }
    Ok(text)
}

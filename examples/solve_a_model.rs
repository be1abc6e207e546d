//! Solve a model from its file and say how far the gap to the US baselines closes.
//!
//! `cargo run --example solve_a_model -- models/shells-for-three.yaml`

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use std::path::Path;

use entente::input::read_file;
use entente::measures::gaps;
use entente::planning::{Approach, plan};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "models/shells-for-three.yaml".to_owned());
    let reading = read_file(Path::new(&path), &[]);
    let findings = reading.render_findings(false).join("\n");
    // A model exists only where no finding is an error, so nothing later asks whether its data are good.
    let model = reading.model.ok_or(findings)?;
    let run = plan(&model, Approach::default())?;
    let (before, after) = (gaps(&model, &run.nothing.stocks), gaps(&model, &run.known.stocks));
    println!("{}", model.title);
    for step in model.horizon.steps() {
        let (without, with) = (before.weighted[step.index()], after.weighted[step.index()]);
        println!(
            "{}: {:.1} % without orders, {:.1} % with the plan",
            model.horizon.year(step),
            100.0 * without,
            100.0 * with
        );
    }
    Ok(())
}

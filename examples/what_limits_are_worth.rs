//! Read what one more unit of each limit would change the first goal by.
//!
//! `cargo run --example what_limits_are_worth -- models/transport.yaml`

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use std::path::Path;

use entente::input::read_file;
use entente::planning::{Approach, plan};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "models/transport.yaml".to_owned());
    let reading = read_file(Path::new(&path), &[]);
    let findings = reading.render_findings(false).join("\n");
    let model = reading.model.ok_or(findings)?;
    let run = plan(&model, Approach::default())?;
    println!("{}: {} comes to {:.6}", model.title, run.stages[0].goal, run.stages[0].value);
    for price in run.prices.iter().filter(|price| price.goal == 0) {
        let better = if price.helps { "better" } else { "worse" };
        println!("one more unit of: {} → {:+.6}, which is {better}", price.limit.words(&model), price.change);
    }
    Ok(())
}

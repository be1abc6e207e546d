//! Hold orders that somebody else wrote, in a spreadsheet say, against every limit of a model.
//!
//! `cargo run --example audit_orders -- models/four-tanks.yaml`

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use std::path::Path;

use entente::input::read_file;
use entente::plan::orders_from_csv;
use entente::planning::judge;

/// One tank more than the money lasts for.
const ORDERS: &str = "nation,offer,year,quantity\nPOL,tank,2026,5\n";

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "models/four-tanks.yaml".to_owned());
    let reading = read_file(Path::new(&path), &[]);
    let findings = reading.render_findings(false).join("\n");
    let model = reading.model.ok_or(findings)?;
    let plan = orders_from_csv(&model, ORDERS).map_err(|faults| format!("{faults:?}"))?;
    let verdict = judge(&model, plan, None).verdict;
    println!("{} limits checked, {} broken", verdict.checked, verdict.breaches.len());
    for breach in &verdict.breaches {
        println!("{}: {} {} where {} is the limit", breach.limit, breach.found, breach.unit, breach.allowed);
    }
    Ok(())
}

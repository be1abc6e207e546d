//! Build one model for several budgets and compare what they reach.
//!
//! `cargo run --example compare_budgets`

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use entente::input::{Setting, read_text};
use entente::planning::{Approach, plan};

const MODEL: &str = "
model: Guns for one nation
money: MEUR 2025
horizon: 2026..2028
nations: { POL: { budget: 0 } }
capabilities: { howitzers: { us_baseline: 100, held: { POL: 40 } } }
producers: { works: { seat: POL } }
offers: { howitzer: { by: works, gives: howitzers, price: 8, capacity: 30 a year } }
goals: [minimise: gap]
";

fn main() -> Result<(), Box<dyn Error>> {
    println!("MEUR a year   mean gap");
    for budget in [0, 40, 80, 160, 320] {
        // A setting lays one value over the model, as `--set` does on the command line.
        let setting: Setting = ("nations.POL.budget".to_owned(), budget.to_string());
        let reading = read_text("guns.yaml", MODEL, &[setting]);
        let findings = reading.render_findings(false).join("\n");
        let run = plan(&reading.model.ok_or(findings)?, Approach::default())?;
        println!("{budget:>11}   {:>6.1} %", 100.0 * run.stages[0].value);
    }
    Ok(())
}

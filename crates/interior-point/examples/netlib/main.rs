//! Solves each MPS file of a folder and compares with the optima in its `optima.csv`, if there is one.
#![expect(clippy::print_stdout, reason = "a program for the command line")]

mod mps;

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use interior_point::{Options, solve};

/// The relative difference from the published optimum that counts as none.
const NEAR: f64 = 1e-6;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: netlib FOLDER")?;
    let optima = optima(Path::new(&folder));
    let mut files: Vec<_> = fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "mps"));
    files.sort();
    if files.is_empty() {
        return Err(format!("{folder} has no file that ends in .mps").into());
    }
    println!("problem,rows,columns,coefficients,result,iterations,seconds,objective,optimum,difference");
    let mut solved = 0;
    for path in &files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let read = mps::Mps::read(&fs::read_to_string(path)?).map_err(|what| format!("{name}: {what}"))?;
        let (rows, columns, coefficients) = read.size();
        let (program, offset) = read.program().map_err(|what| format!("{name}: {what}"))?;
        let optimum = optima.get(&name).copied();
        let began = Instant::now();
        let found = solve(&program, Options::default());
        let seconds = began.elapsed().as_secs_f64();
        let told = optimum.map(|optimum| optimum.to_string()).unwrap_or_default();
        print!("{name},{rows},{columns},{coefficients},");
        match found {
            Ok(found) => {
                let at = &found.iterate.columns;
                let value = offset + program.costs.iter().zip(at).map(|(cost, value)| cost * value).sum::<f64>();
                let apart = optimum.map(|optimum| (value - optimum).abs() / optimum.abs().max(1.0));
                let is_near = apart.is_none_or(|apart| apart <= NEAR);
                solved += usize::from(is_near);
                let result = if is_near { "solved" } else { "inaccurate" };
                let apart = apart.map(|apart| format!("{apart:.1e}")).unwrap_or_default();
                println!("{result},{},{seconds:.2},{value},{told},{apart}", found.iterations);
            }
            Err(failure) => println!("\"{failure}\",,{seconds:.2},,{told},"),
        }
    }
    println!("# {solved} of {} solved", files.len());
    Ok(())
}

/// Optimum of each problem: the column `optimum_simplex`, or the last one.
fn optima(folder: &Path) -> HashMap<String, f64> {
    let text = fs::read_to_string(folder.join("optima.csv")).unwrap_or_default();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let place = header.iter().position(|name| *name == "optimum_simplex").unwrap_or(header.len().saturating_sub(1));
    let entry = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        Some(((*fields.first()?).to_owned(), fields.get(place)?.parse().ok()?))
    };
    lines.filter_map(entry).collect()
}

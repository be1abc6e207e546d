//! One solve, or one comparison, with other settings of the search: what `tools/ablation/run` asks for, one process after the other.
//!
//! `ablation MODEL PROPOSAL SETTINGS [SET…]` solves the model with a proposal and prints, as JSON, the value, the dual bound and the
//! optimality gap of each goal. `compare` as the proposal stands for all proposals of the model, with their cheapest plans. SETTINGS is a JSON
//! object with the settings that differ from the default; each SET overrides a value of the model, as `--set` does.

#![expect(clippy::print_stdout, reason = "the tool reads what it prints")]

use std::error::Error;
use std::path::Path;

use entente::input::{Setting, read_file};
use entente::model::Model;
use entente::planning::{Approach, Problem, Reduce, Run, plan};
use entente::questions::compare::{Contender, compare};
use entente::solve::{SearchSettings, Stage};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo passes `--bench` when nobody asks for anything.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let [path, proposal, settings, sets @ ..] = &words[..] else { return Ok(()) };
    let mut settings: Value = serde_json::from_str(settings)?;
    // Aggregation of nations is an option of the command line already.
    let whole = settings.as_object_mut().and_then(|entries| entries.remove("whole")).is_some();
    let settings: SearchSettings = serde_json::from_value(settings)?;
    let split = |set: &String| set.split_once('=').map(|(path, value)| (path.to_owned(), value.to_owned()));
    let sets = sets.iter().map(split).collect::<Option<Vec<Setting>>>().ok_or("write PATH=VALUE")?;
    let model = read_file(Path::new(path), &sets).model.ok_or("the model has findings")?;
    let reduce = if whole { Reduce::Never } else { Reduce::default() };
    let solved = if proposal == "compare" {
        let mut ids: Vec<_> = model.proposals.ids().filter(|id| model.proposals.code(*id) != "together").collect();
        ids.sort_by_key(|id| model.proposals.code(*id) != "alone");
        let contenders: Vec<Contender> =
            ids.into_iter().map(|id| contender(model.proposals.code(id), model.under(id))).collect();
        let comparison = compare(&contenders, Approach { settings: &settings, ..Approach::default() });
        let sides = comparison.sides.iter();
        sides
            .flat_map(|side| {
                let cheapest = side.cheapest.as_ref().map(|run| (format!("{} cheapest", side.code), goals(run)));
                [Some((side.code.clone(), goals(&side.run))), cheapest].into_iter().flatten()
            })
            .collect()
    } else {
        let model = match model.proposals.find(proposal) {
            Some(id) => model.under(id),
            None => model.alone(),
        };
        let run = plan(&model, Approach { settings: &settings, reduce, ..Approach::default() });
        vec![(proposal.clone(), goals(&run))]
    };
    println!("{}", Value::Object(solved.into_iter().collect()));
    Ok(())
}

fn contender(code: &str, model: Model) -> Contender {
    Contender { code: code.to_owned(), name: code.to_owned(), model }
}

fn goals(run: &Result<Run, Problem>) -> Value {
    let goal = |stage: &Stage| json!({ "value": stage.value, "bound": stage.bound, "gap": stage.proof_gap });
    match run {
        Ok(run) => json!({ "goals": run.stages.iter().map(goal).collect::<Vec<_>>() }),
        Err(problem) => json!({ "problem": problem.to_string() }),
    }
}

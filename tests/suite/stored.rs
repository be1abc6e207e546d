//! A run that was written and read back is the run that was solved.

use std::path::Path;

use entente::disk::FolderClaim;
use entente::input::read_file;
use entente::measures::{Judgement, gaps, goal_value, volume, work_shares};
use entente::planning::{Approach, plan};
use entente::planning::{Problem, Run};
use entente::report::{CommandOptions, Provenance, Summary, read_run, write_run};
use entente::solve::Failure;

use crate::models::put_under;
use crate::setting::small_models;

/// How near measures must be: tables hold every digit.
const CLOSE: f64 = 1e-9;

/// Everything that can be said of a run in numbers, each with its name.
fn measured(run: &Run) -> Vec<(String, f64)> {
    let (model, plan, known) = (&run.model, &run.plan, &run.known);
    let mut list: Vec<(String, f64)> =
        (model.goals.iter()).map(|goal| (goal.words(), goal_value(model, plan, known.known(), goal))).collect();
    let all = gaps(model, &known.stocks);
    list.push(("gap".to_owned(), all.mean));
    list.extend(all.weighted.iter().map(|gap| ("gap of a year".to_owned(), *gap)));
    let spending = &known.spending;
    for (name, table) in [
        ("orders", &spending.orders),
        ("overhead", &spending.overhead),
        ("fixed", &spending.fixed),
        ("programmes", &spending.programmes),
        ("penalties", &spending.penalties),
        ("delivery", &spending.delivery),
        ("support", &spending.support),
        ("contributions", &spending.contributions),
        ("funded", &spending.funded),
        ("carried", &spending.carried),
        ("left", &spending.left),
    ] {
        list.extend(table.indexed_iter().map(|((n, t), money)| (format!("{name} of nation {n}, year {t}"), *money)));
    }
    let ordered = volume(model, plan, &known.terms);
    list.extend(ordered.by_offer.iter().map(|(offer, tally)| (model.offers[*offer].name.clone(), tally.value.0)));
    list.extend(
        work_shares(model, plan, &known.terms)
            .iter()
            .map(|share| (format!("work in {}", model.countries.code(share.country)), share.work.0)),
    );
    list
}

fn written_and_read(run: &Run, path: &Path, folder: &Path) -> Run {
    let sources = read_file(path, &[]).sources;
    let summary = Summary::of(&run.model, run);
    let provenance = Provenance::of(run, &sources, CommandOptions::default(), 0.0);
    let claim = FolderClaim::of(folder, "solve", path, false).unwrap();
    claim.write(|making| write_run(making, &run.model, run, &summary, &provenance, &sources)).unwrap();
    let stored = read_run(folder).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    assert_eq!(stored.proposal, run.model.proposal_code());
    stored.run
}

#[test]
fn a_run_read_back_has_the_same_orders_and_measures() {
    let folder = tempfile::tempdir().unwrap();
    let mut faults = Vec::new();
    let mut runs = 0;
    for path in small_models() {
        let model = read_file(&path, &[]).model.unwrap();
        for proposal in model.proposals.codes() {
            let name = format!("{} under {proposal}", path.file_name().unwrap().to_string_lossy());
            let solved = match plan(&put_under(&model, proposal), Approach::default()) {
                Ok(solved) => solved,
                Err(Problem::Unsolved(Failure::Infeasible)) => continue,
                Err(other) => panic!("{name}: {other}"),
            };
            let again = written_and_read(&solved, &path, &folder.path().join(&name));
            runs += 1;
            let orders = |run: &Run| {
                let mut list: Vec<String> = run.plan.orders.iter().map(|order| format!("{order:?}")).collect();
                list.sort();
                list
            };
            if orders(&solved) != orders(&again) {
                faults.push(format!("{name}: {:?}\nread back {:?}", solved.plan.orders, again.plan.orders));
            }
            if !again.verdict.passed() {
                faults.push(format!("{name}: {:?}", again.verdict.breaches));
            }
            let (before, after) = (measured(&solved), measured(&again));
            assert_eq!(before.len(), after.len(), "{name}");
            for ((what, a), (_, b)) in before.iter().zip(&after) {
                if (a - b).abs() > CLOSE * a.abs().max(1.0) {
                    faults.push(format!("{name}: {what} was {a}, read back it is {b}"));
                }
            }
            let judged = |run: &Run| run.known.judgements.iter().map(words).collect::<Vec<_>>();
            if judged(&solved) != judged(&again) {
                faults.push(format!(
                    "{name}: rules were {:?}, read back they are {:?}",
                    judged(&solved),
                    judged(&again)
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(runs > 60, "only {runs} runs were written");
}

/// A judgement to nine digits.
fn words(judgement: &Judgement) -> String {
    let Judgement { rule, subject, limit, found, missing, .. } = judgement;
    format!("{rule:?} {subject} {limit:.9} {found:.9} {missing:.9}")
}

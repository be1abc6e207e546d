//! The linear program of every model of the repository, counted and added up by kind of row and column: no limit, coefficient or bound
//! changes without a line here that somebody reads. `UPDATE_EXPECT=1 cargo test linear_programs` writes the texts anew.

mod odd_models;

use std::collections::BTreeMap;
use std::fmt::Write;

use entente::formulation::{
    Class, ColumnKey, Formulation, LimitUse, Row, TwoStage, mean_of, refusals, runs, tier_cuts,
};
use entente::model::{Model, Outcomes};
use entente::reduction::Reduction;
use expect_test::expect_file;

use crate::setting::{LARGE, files, model, model_file, root};
use odd_models::{REFUSED, SHARED, TINY};

/// Numbers of one kind: how many there are, their sum, and the sum of their squares, so that exchanged signs show.
#[derive(Default)]
pub struct Sums {
    many: usize,
    sum: f64,
    squares: f64,
}

impl Sums {
    pub fn add(&mut self, number: f64) {
        // What has no limit is counted, and adds nothing.
        if number.is_finite() {
            self.many += 1;
            self.sum += number;
            self.squares += number * number;
        }
    }

    pub fn told(&self) -> String {
        let neat = |number: f64| format!("{number:.6e}").parse::<f64>().unwrap();
        format!("{} of {} and {}", self.many, neat(self.sum), neat(self.squares))
    }
}

/// What is counted of the rows or columns of a kind.
#[derive(Default)]
struct Kind {
    many: usize,
    lower: Sums,
    upper: Sums,
    entries: Sums,
    units: Sums,
}

impl Kind {
    fn row(&mut self, row: &Row) {
        self.many += 1;
        self.lower.add(row.lower);
        self.upper.add(row.upper);
        self.units.add(row.unit);
        row.terms.iter().for_each(|(_, coefficient)| self.entries.add(*coefficient));
    }
}

/// The kind of a column: the name of its key.
fn name_of(key: ColumnKey) -> String {
    let text = format!("{key:?}");
    text.split([' ', '{', '(']).next().unwrap_or_default().to_owned()
}

/// Counts of a model under all of its proposals, by kind.
#[derive(Default)]
struct Counted(BTreeMap<String, Kind>);

impl Counted {
    fn kind(&mut self, what: &str, name: &str) -> &mut Kind {
        self.0.entry(format!("{what} {name}")).or_default()
    }

    fn count(&mut self, formulation: &Formulation) {
        for row in &formulation.rows {
            self.kind("row", row.key.family()).row(row);
        }
        for (place, (key, upper)) in formulation.columns.iter().enumerate() {
            let kind = self.kind("column", &name_of(key));
            kind.many += 1;
            kind.upper.add(upper);
            kind.units.add(formulation.columns.unit(place));
        }
        for (_, expression) in &formulation.goals {
            let kind = self.kind("goal", "all");
            kind.many += 1;
            expression.terms.iter().for_each(|(_, coefficient)| kind.entries.add(*coefficient));
        }
        let ties = self.kind("goal", "tie break");
        formulation.tie_break.terms.iter().for_each(|(_, coefficient)| ties.entries.add(*coefficient));
    }

    fn told(&self, text: &mut String) {
        for (name, Kind { many, lower, upper, entries, units }) in &self.0 {
            write!(text, "  {name}: {many}").unwrap();
            for (what, sums) in [("from", lower), ("up to", upper), ("entries", entries), ("units", units)] {
                // Nearly everything counts in ones.
                let is_of_ones = format!("{} of {} and {}", sums.many, sums.many, sums.many) == sums.told();
                if sums.many > 0 && !(what == "units" && is_of_ones) {
                    write!(text, "; {what} {}", sums.told()).unwrap();
                }
            }
            text.push('\n');
        }
    }
}

/// Models of the repository that are small, by name, under each of their proposals.
pub fn small_models() -> Vec<(String, Vec<Model>)> {
    let mut found = Vec::new();
    for folder in ["models", "tests/cases", "tests/golden"] {
        for path in files(folder, "yaml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if LARGE.contains(&name.as_str()) {
                continue;
            }
            let read = model_file(&path);
            let mut under: Vec<Model> = read.proposals.ids().map(|id| read.under(id)).collect();
            if under.is_empty() {
                under.push(read);
            }
            found.push((format!("{folder}/{name}"), under));
        }
    }
    for (name, text) in [("refused", REFUSED), ("tiny", TINY), ("shared", SHARED)] {
        let read = model(text);
        found.push((name.to_owned(), read.proposals.ids().map(|id| read.under(id)).collect()));
    }
    found
}

/// What nations come to alone, where nobody solves for it: some number for each.
pub fn some_outcomes(model: &Model) -> Outcomes {
    let many = model.nations.len();
    let number = |n: usize| f64::from(u32::try_from(n).unwrap());
    Outcomes {
        shortfall: (0..many).map(|n| if n == 0 { 0.0 } else { 0.125 * number(n) }).collect(),
        paid: (0..many).map(|n| 3.0 + 7.0 * number(n)).collect(),
    }
}

#[test]
fn every_model_has_the_linear_program_that_is_expected() {
    let mut text = String::new();
    for (name, under) in small_models() {
        let mut counted = Counted::default();
        for model in &under {
            let mut formulation = Formulation::of(model, Some(&some_outcomes(model)));
            counted.count(&formulation);
            for cut in tier_cuts(model, &formulation.columns) {
                counted.kind("cut", cut.key.family()).row(&cut);
            }
            if let Some(idle) = formulation.idle(0) {
                counted.kind("idle", "rows").many += idle.rows.len();
                counted.kind("idle", "columns").many += idle.columns.len();
            }
            let now = model.horizon.first_step();
            let TwoStage { joined, ruled_out, .. } = TwoStage::of(&[(0.25, &formulation), (0.75, &formulation)], now);
            counted.kind("two stages", "columns").many += joined.columns.len();
            counted.kind("two stages", "ruled out").many += ruled_out.len();
            joined.rows.iter().for_each(|row| counted.kind("two stages", "rows").row(row));
            let wide = Formulation::with_wide_bounds(model, Some(&some_outcomes(model)));
            wide.columns.iter().for_each(|(_, upper)| counted.kind("wide", "columns").upper.add(upper));
            wide.rows.iter().for_each(|row| counted.kind("wide", "rows").row(row));
            if let Some(mean) = mean_of(&[(0.25, &formulation), (0.75, &wide)]) {
                mean.rows.iter().for_each(|row| counted.kind("mean", "rows").row(row));
            }
            // Some decisions are a no, whichever.
            let (left, _) =
                formulation.allowed(|key| format!("{key:?}").bytes().map(usize::from).sum::<usize>() / 5 % 2 == 0);
            counted.kind("allowed", "columns").many += left.columns.len();
            left.rows.iter().for_each(|row| counted.kind("allowed", "rows").row(row));
            let _ = formulation.take_fair_rows();
            let groups: Vec<Vec<usize>> = (0..formulation.rows.len()).step_by(3).map(|row| vec![row]).collect();
            let (given, places) =
                formulation.giving_way(&groups, |row| if row.upper.is_finite() { row.upper } else { row.lower });
            let way = given.rows.iter().flat_map(|row| &row.terms).filter(|(column, _)| places.contains(column));
            let kind = counted.kind("gives way", "all");
            way.for_each(|(_, coefficient)| kind.entries.add(*coefficient));
            if let Some(reduction) = Reduction::of(model, None) {
                counted.kind("smaller", "classes").many += reduction.classes.len();
                for row in reduction.formulation.rows.iter().chain(&reduction.cuts).chain(&reduction.fair) {
                    counted.kind("smaller", "rows").row(row);
                }
            }
        }
        writeln!(text, "{name}").unwrap();
        counted.told(&mut text);
    }
    expect_file![root().join("tests/golden/linear_programs.txt")].assert_eq(&text);
}

/// A row has each column once, with a coefficient that is a number, and some limit; a column can be more than zero.
#[test]
fn no_linear_program_says_anything_twice_or_for_nothing() {
    for (name, under) in small_models() {
        for model in &under {
            let formulation = Formulation::of(model, Some(&some_outcomes(model)));
            let mut keys = std::collections::BTreeSet::new();
            for row in &formulation.rows {
                let mut columns: Vec<usize> = row.terms.iter().map(|(column, _)| *column).collect();
                columns.sort_unstable();
                assert!(columns.windows(2).all(|pair| pair[0] < pair[1]), "{name}: {row:?} has a column twice");
                assert!(row.terms.iter().all(|(_, factor)| factor.is_finite()), "{name}: {row:?}");
                assert!(row.lower.is_finite() || row.upper.is_finite(), "{name}: {row:?} has no limit");
                assert!(keys.insert(format!("{:?}", row.key)), "{name}: {:?} stands twice", row.key);
            }
            for (key, upper) in formulation.columns.iter() {
                assert!(upper >= 0.0, "{name}: {key:?} is at most {upper}");
            }
        }
    }
}

/// Nothing stands against an order exactly where there is a column for it.
#[test]
fn an_order_can_be_decided_where_nothing_stands_against_it() {
    let mut both = [0, 0];
    for (name, under) in small_models() {
        for model in &under {
            let columns = Formulation::of(model, None).columns;
            for (nation, group) in model.nations.ids().flat_map(|n| model.groups.ids().map(move |g| (n, g))) {
                for (offer, step) in model.offers.ids().flat_map(|o| model.horizon.steps().map(move |t| (o, t))) {
                    let against = refusals(model, nation, group, offer, step);
                    let is_there = columns.find(ColumnKey::Order { nation, group, offer, step }).is_some();
                    both[usize::from(is_there)] += 1;
                    let who = (model.nations.code(nation), model.groups.code(group), model.offers.code(offer));
                    assert_eq!(
                        is_there,
                        against.is_empty(),
                        "{name}: {who:?} in {}: {against:?}",
                        model.horizon.year(step)
                    );
                }
            }
        }
    }
    assert!(both.iter().all(|many| *many > 1000), "{both:?}");
}

/// What stands against orders, in words, and against how many.
#[test]
fn what_stands_against_an_order_is_told_as_expected() {
    let read = model(REFUSED);
    let mut text = String::new();
    for proposal in read.proposals.ids() {
        let model = read.under(proposal);
        writeln!(text, "# {}", model.proposal_code()).unwrap();
        for (nation, group) in model.nations.ids().flat_map(|n| model.groups.ids().map(move |g| (n, g))) {
            for (offer, step) in model.offers.ids().flat_map(|o| model.horizon.steps().map(move |t| (o, t))) {
                if model.groups[group].members.contains(&nation) {
                    let who =
                        [model.nations.code(nation), model.groups.code(group), model.offers.code(offer)].join(" ");
                    let against = refusals(&model, nation, group, offer, step).join("; ");
                    writeln!(text, "{who} {}: {against}", model.horizon.year(step)).unwrap();
                }
            }
        }
    }
    expect_file![root().join("tests/golden/refusals.txt")].assert_eq(&text);
}

/// What a class of nations does is shared out: by budgets, limits of each, what is paid beside, and funds.
#[test]
fn what_is_shared_out_is_written_as_expected() {
    let read = model(SHARED);
    let model = read.under(read.proposals.find("two").unwrap());
    let members: Vec<_> = model.nations.ids().collect();
    let funds: Vec<_> = model.funds.ids().collect();
    let run = runs(&model, model.capabilities.find("guns").unwrap()).remove(0);
    let rule = model.rules.find("own");
    let used = |rule, most: [f64; 3]| LimitUse { rule, run: run.clone(), amounts: vec![7.0, 0.5], most: most.to_vec() };
    let class = Class {
        members,
        baskets: vec![30.0, 0.0],
        due: vec![vec![20.0, 10.0], vec![0.0, 0.25]],
        pot: vec![0.0, 0.5],
        free: vec![vec![40.0, 44.0], vec![16.0, -2.0], vec![6.0, 6.0]],
        taken: vec![used(rule, [5.0, 3.0, 1.0]), used(None, [9.0, 4.0, 0.75])],
        drawn: vec![(funds[0], vec![0.25, 6.0]), (funds[1], vec![0.0, 3.0])],
        fundable: vec![
            (1, vec![vec![20.0, 10.0], vec![0.0, 0.25]]),
            (2, vec![vec![6.0, 3.0], vec![0.0, 0.0]]),
            (3, vec![vec![20.0, 10.0], vec![0.0, 0.25]]),
        ],
    };
    let nothing = Class { free: vec![vec![0.0; 2]; 3], baskets: vec![0.0; 2], drawn: Vec::new(), ..class.clone() };
    let mut text = String::new();
    for class in [class, nothing] {
        let shared = Formulation::share_out(&model, &class);
        let name = |column: usize| format!("{:?}", shared.columns.key(column));
        let told = |terms: &[(usize, f64)]| -> Vec<String> {
            terms.iter().map(|(column, coefficient)| format!("{coefficient} {}", name(*column))).collect()
        };
        for (key, upper) in shared.columns.iter() {
            writeln!(text, "{key:?} up to {upper}").unwrap();
        }
        for Row { key, lower, upper, terms, .. } in &shared.rows {
            writeln!(text, "{key:?}: {lower} to {upper}: {}", told(terms).join(" + ")).unwrap();
        }
        writeln!(text, "ties: {}\n", told(&shared.tie_break.terms).join(" + ")).unwrap();
    }
    expect_file![root().join("tests/golden/shared_out.txt")].assert_eq(&text);
}

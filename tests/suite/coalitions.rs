//! Coalitions: values against answers worked out by hand and against `compare`, limits against closer proofs, and a study that is killed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use entente::budget::Budget;
use entente::id::NationId;
use entente::model::Model;
use entente::planning::Approach;
use entente::questions::Unanswered;
use entente::questions::coalition::{
    Asked, CoalitionData, Gain, JoinData, Keeper, PlannedCoalition, ShareRule, coalition, join, players_of,
};
use entente::questions::compare::{Contender, compare};
use proptest::prelude::{Strategy, prop_assert, proptest};

use crate::models::model_path;
use crate::setting::{assert_close, entente, law, model, model_file, stderr, stdout};

const RULES: [ShareRule; 5] =
    [ShareRule::Shapley, ShareRule::Nucleolus, ShareRule::LeastCore, ShareRule::Proportional, ShareRule::EqualPrice];

/// Keeps plans in memory, and counts those that it is handed.
#[derive(Default)]
struct Memory {
    plans: BTreeMap<u64, PlannedCoalition>,
    handed: usize,
}

impl Keeper for Memory {
    fn known(&self) -> BTreeMap<u64, PlannedCoalition> {
        self.plans.clone()
    }

    fn keep(&mut self, number: u64, planned: &PlannedCoalition) -> Result<(), String> {
        self.handed += 1;
        self.plans.insert(number, planned.clone());
        Ok(())
    }
}

fn asked(model: &Model, proposal: &str, gain: Gain) -> Asked {
    let (proposal, players) = players_of(model, proposal, &[]).unwrap();
    let members = model.members_of(proposal);
    let outsiders = model.nations.ids().filter(|nation| !members.contains(nation)).collect();
    Asked { proposal, players, outsiders, gain, proven: true }
}

fn told(model: &Model, proposal: &str, gain: Gain, rule: ShareRule) -> Result<CoalitionData, Unanswered> {
    coalition(model, &asked(model, proposal, gain), Some(rule), 0.9, &mut Memory::default(), Budget::default())
}

fn gains(data: &CoalitionData, members: &[&str]) -> f64 {
    data.values.iter().find(|line| line.coalition == members).unwrap_or_else(|| panic!("{members:?}")).gains.value
}

fn joined(model: &Model, proposal: &str, nation: &str, fee: Option<f64>) -> Result<JoinData, Unanswered> {
    let asked = asked(model, proposal, Gain::Money);
    let nation: NationId = model.nations.find(nation).unwrap();
    join(model, &asked, nation, fee, &mut Memory::default(), Budget::default())
}

/// Each alone buys 15 guns for 30 and pays 10 to set up; together they pay one set-up. A pool that costs more than that stays unused.
#[test]
fn two_that_save_one_set_up_share_it() {
    let model = model_file(&model_path("proposals.yaml"));
    let data = told(&model, "together", Gain::Money, ShareRule::Shapley).unwrap();
    assert_close(data.total.value, 10.0, 1e-6);
    for line in &data.shares.as_ref().unwrap().lines {
        assert_close(line.share.value, 5.0, 1e-6);
        assert_close(line.plan_gives.unwrap() + line.receives.unwrap(), 5.0, 1e-6);
    }
    assert_eq!(data.shares.unwrap().core.standing, "inside");
    for unused in ["dear", "dear_but_free_to_leave"] {
        let data = told(&model, unused, Gain::Money, ShareRule::Nucleolus).unwrap();
        assert!(data.values.iter().all(|line| line.gains.value == 0.0 && line.unused), "{unused}: {:?}", data.total);
        // Whoever leaves the pool unused pays what it pays alone, in every table.
        assert!(
            data.outsiders.is_empty() && data.shares.unwrap().lines.iter().all(|line| line.plan_gives == Some(0.0))
        );
    }
}

/// What all save is what `compare` says that the proposal saves, where nobody is left outside.
#[test]
fn all_together_save_what_a_comparison_says() {
    for file in ["guns-for-three.yaml", "joint-discount.yaml", "proposals.yaml", "total-business.yaml"] {
        let model = model_file(&model_path(file));
        let under = |code: &str| model.under(model.proposals.find(code).unwrap());
        let side = |code: &str| Contender { code: code.to_owned(), name: code.to_owned(), model: under(code) };
        let compared = compare(&[side("alone"), side("together")], Approach::default());
        let saving = compared.sides[1].saving.unwrap().total;
        let data = told(&model, "together", Gain::Money, ShareRule::Shapley).unwrap();
        let room = 1e-4 * compared.sides[0].run.as_ref().unwrap().known.spending.paid().sum();
        assert!((data.total.value - saving.max(0.0)).abs() <= room, "{file}: {:?}, {saving}", data.total);
    }
}

/// By hand, as the model says: with the same budgets, the gap is 54.72 % alone and 49.73 % with all together.
#[test]
fn a_gap_is_closed_with_the_same_budgets() {
    let model = model_file(&model_path("guns-for-three.yaml"));
    let data = told(&model, "together", Gain::Gap, ShareRule::Shapley).unwrap();
    assert!((data.total.value - (0.5472 - 0.4973)).abs() < 2e-4, "{:?}", data.total);
    let refused = told(&model, "together", Gain::Gap, ShareRule::EqualPrice);
    assert!(matches!(refused, Err(Unanswered::Asked(_))), "{refused:?}");
}

/// Estonia is outside `two`; with it, all are the members of `three`, which asks for the same overhead.
#[test]
fn who_joins_makes_the_larger_pool() {
    let model = model_file(&model_path("guns-for-three.yaml"));
    let three = told(&model, "three", Gain::Money, ShareRule::Shapley).unwrap();
    let two = told(&model, "two", Gain::Money, ShareRule::Shapley).unwrap();
    assert_close(two.total.value, gains(&three, &["DEU", "POL"]), 1e-5);
    let newcomer = &two.joins[0];
    assert_eq!(newcomer.player, "EST");
    assert!((newcomer.adds.value - three.members[2].adds.value).abs() < 1e-4, "{newcomer:?}");
    let data = joined(&model, "two", "EST", Some(0.0)).unwrap();
    assert!((data.adds.value - newcomer.adds.value).abs() < 1e-6, "{data:?}");
    // What is between the two fees is what joining adds, and within them the gains of all are not below zero.
    let between = data.largest_fee.value - data.least_fee.value;
    assert!((between - data.adds.value).abs() < 1e-6, "{data:?}");
    for (fee, expected) in [
        (f64::midpoint(data.least_fee.value, data.largest_fee.value).max(0.0), "nobody_loses"),
        (data.largest_fee.high + 1.0, "the_nation_loses"),
    ] {
        let with = joined(&model, "two", "EST", Some(fee)).unwrap();
        assert_eq!(with.told.as_deref(), Some(expected), "{fee}: {with:?}");
        let sum: f64 = with.lines.iter().map(|line| line.with_fee.unwrap().value).sum();
        assert!((sum - data.adds.value).abs() < 1e-6, "a fee moves money and makes none: {sum}");
    }
    assert!(matches!(joined(&model, "two", "DEU", None), Err(Unanswered::Asked(_))));
}

/// Allocations leave with their members, rules of a proposal bind members, and whoever is outside buys alone.
#[test]
fn a_proposal_with_fewer_members_has_less_of_everything() {
    let text = "
model: Three with a fund
money: MEUR 2025
horizon: 2026
nations:
  DEU: { budget: 60 }
  POL: { budget: 60 }
  EST: { budget: 60 }
capabilities:
  guns: { us_baseline: 100 }
producers:
  works: { seat: DEU }
offers:
  gun: { by: works, gives: guns, price: 2, set_up: 10 }
proposals:
  pooled:
    name: pooled
    pools:
      office: { members: '{DEU, POL, EST}' }
    rules:
      two: { rule: at_least_nations, at_least: 2, units_of_each: 1 }
    funds:
      common: { kind: grant, envelope: 30, rate: 50 %, allocations: { DEU: 5, POL: 10, EST: 15 } }
goals:
  - minimise: gap
";
    let model = model(&text.replace(", units_of_each: 1", ""));
    let id = model.proposals.find("pooled").unwrap();
    let nation = |code: &str| model.nations.find(code).unwrap();
    let fewer = model.with_members(id, &[nation("DEU"), nation("EST")]);
    let (_, fund) = fewer.funds.iter().next().unwrap();
    assert_eq!(fund.allocations, [5.0, 0.0, 15.0]);
    assert_close(fund.envelope.0, 20.0, 1e-12);
    let (_, rule) = fewer.rules.iter().next().unwrap();
    assert_eq!(rule.nations, [nation("DEU"), nation("EST")]);
    let pool = fewer.groups.iter().find(|(_, group)| group.is_pool).unwrap().1;
    assert_eq!(pool.members, [nation("DEU"), nation("EST")]);
    let nobody = model.with_members(id, &[nation("DEU")]);
    assert!(nobody.groups.iter().all(|(_, group)| !group.is_pool), "one nation is no pool");
}

/// A model of some nations with budgets, one offer at a falling price with a set-up, and one that is dearer and has none.
fn some_nations(budgets: &[f64], falls: f64, set_up: f64, line: f64, proof_gap: &str) -> Model {
    let codes = ["DEU", "POL", "EST", "FRA"];
    let nations: Vec<String> =
        codes.iter().zip(budgets).map(|(code, budget)| format!("  {code}: {{ budget: {budget} }}\n")).collect();
    let nations = nations.concat();
    model(&format!(
        "model: Random\nmoney: MEUR 2025\nhorizon: 2026\nproof_gap: {proof_gap}\nnations:\n{nations}capabilities:
  guns: {{ us_baseline: 100 }}
producers:\n  works: {{ seat: DEU }}\n  others: {{ seat: USA }}
lines:\n  forge: {{ capacity: {line} a year }}
offers:
  gun: {{ by: works, lines: {{ forge: 1 }}, gives: guns, price: {{ 0: 5, 12: {}, 25: {} }}, set_up: {set_up} }}
  import: {{ by: others, gives: guns, price: 5.2 }}
goals:\n  - minimise: gap\n",
        5.0 - falls / 2.0,
        5.0 - falls,
    ))
}

proptest! {
    #![proptest_config(law(6, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/coalitions.txt")))]

    /// What follows from plans that are proven coarsely holds what follows from plans that are proven closely.
    #[test]
    fn limits_hold_what_a_closer_proof_finds(
        budgets in (2..4_usize).prop_flat_map(|n| proptest::collection::vec(20.0..120.0_f64, n)),
        falls in 0.2..2.0_f64, set_up in 0.0..15.0_f64, line in 20.0..80.0_f64,
    ) {
        let coarse = some_nations(&budgets, falls, set_up, line, "20 %");
        let fine = some_nations(&budgets, falls, set_up, line, "0 %");
        let (mut of_coarse, mut of_fine) = (Memory::default(), Memory::default());
        let mut both = |rule| {
            let ask = |model: &Model, memory: &mut Memory| {
                coalition(model, &asked(model, "together", Gain::Money), Some(rule), 0.9, memory, Budget::default())
            };
            Some((ask(&coarse, &mut of_coarse).ok()?, ask(&fine, &mut of_fine).ok()?))
        };
        for rule in RULES {
            let Some((limits, exact)) = both(rule) else { continue };
            prop_assert!(exact.values.iter().all(|line| line.gains.value >= 0.0));
            // Both begin with the level that everyone alone reaches; where a coarse plan reaches another one, they are two games.
            let same = |data: &CoalitionData| data.players.iter().map(|line| line.paid_alone).sum::<f64>();
            if (same(&limits) - same(&exact)).abs() > 1e-4 * same(&exact) {
                continue;
            }
            let room = 1e-4 * same(&exact);
            for (wide, narrow) in limits.values.iter().zip(&exact.values) {
                let (wide, value) = (wide.gains, narrow.gains.value);
                prop_assert!(wide.low - room <= value && value <= wide.high + room, "{wide:?} {value}");
            }
            let sum: f64 = exact.shares.as_ref().unwrap().lines.iter().map(|line| line.share.value).sum();
            prop_assert!((sum - exact.total.value).abs() < room.max(1e-6), "{rule:?}: {sum} {:?}", exact.total);
            // Who orders what alone may be another tie of the same sum, and rules look at that.
            let tied = |data: &CoalitionData| data.players.iter().map(|line| line.paid_alone + line.volume_alone).collect::<Vec<_>>();
            let is_same = tied(&limits).iter().zip(tied(&exact)).all(|(a, b)| (a - b).abs() < room);
            let shares = limits.shares.unwrap().lines.into_iter().zip(exact.shares.unwrap().lines);
            for (wide, narrow) in shares.filter(|_| is_same) {
                let (wide, value) = (wide.share, narrow.share.value);
                prop_assert!(wide.low - 4.0 * room <= value && value <= wide.high + 4.0 * room, "{rule:?} {wide:?} {value}");
            }
        }
    }
}

#[test]
fn what_is_known_is_not_planned_again() {
    let model = model_file(&model_path("guns-for-three.yaml"));
    let asked = asked(&model, "two", Gain::Money);
    let mut memory = Memory::default();
    let mut ask = |rule| coalition(&model, &asked, Some(rule), 0.9, &mut memory, Budget::default()).unwrap();
    ask(ShareRule::Shapley);
    ask(ShareRule::Nucleolus);
    // Everyone alone, the one pair, and with Estonia.
    assert_eq!(memory.handed, 3);
}

const STUDY: [&str; 4] = ["--proposal", "together", "--share", "shapley"];

fn coalition_command(model: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command.arg("coalition").arg(model).args(STUDY).arg("--out").arg(out).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Killed at any time, and started again until it is through, a study has the same bytes as one that nobody killed.
#[test]
fn a_study_that_is_killed_twenty_times_has_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("model.yaml");
    let nations: Vec<String> = ["DEU", "POL", "EST", "FRA", "ITA", "ESP"]
        .iter()
        .enumerate()
        .map(|(n, code)| format!("  {code}: {{ budget: {} }}\n", 30 + 17 * n))
        .collect();
    let nations = nations.concat();
    let text = format!(
        "model: Killed\nmoney: MEUR 2025\nhorizon: 2026..2029\nnations:\n{nations}capabilities:\n  guns: {{ us_baseline: 400 }}
producers:\n  works: {{ seat: DEU }}\n  others: {{ seat: USA }}
lines:\n  forge: {{ capacity: 12 a year }}
offers:
  gun: {{ by: works, lines: {{ forge: 1 }}, gives: guns, price: {{ 0: 5, 12: 4.5, 25: 4, 40: 3.6 }}, set_up: 6 }}
  import: {{ by: others, gives: guns, price: {{ 0: 5.2, 30: 4.4 }} }}
goals:\n  - minimise: gap\n"
    );
    fs::write(&model, text).unwrap();
    let whole = folder.path().join("whole");
    let began = std::time::Instant::now();
    assert!(coalition_command(&model, &whole).status().unwrap().success());
    let takes = began.elapsed();
    let killed = folder.path().join("killed");
    for attempt in 1..=20_u32 {
        let mut child = coalition_command(&model, &killed).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(
            u64::try_from(takes.as_micros()).unwrap() / 15 * u64::from(attempt % 7 + 1) / 4,
        ));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let output = coalition_command(&model, &killed).stderr(Stdio::piped()).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    for name in ["coalition-study.json", "values.jsonl", "answer/coalition.json", "answer/coalition_values.csv"] {
        assert_eq!(fs::read(whole.join(name)).unwrap(), fs::read(killed.join(name)).unwrap(), "{name}");
    }
}

#[test]
fn a_folder_holds_one_study() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("study");
    let model = model_path("guns-for-three.yaml");
    assert!(coalition_command(&model, &out).status().unwrap().success());
    let other = entente([
        "coalition".as_ref(),
        model.as_os_str(),
        "--proposal".as_ref(),
        "two".as_ref(),
        "--out".as_ref(),
        out.as_os_str(),
    ]);
    assert!(!other.status.success() && stderr(&other).contains("name a new folder"), "{}", stderr(&other));
    // A line that was changed is planned again.
    let values = out.join("values.jsonl");
    let text = fs::read_to_string(&values).unwrap();
    fs::write(&values, text.replacen("\"objective\":[1", "\"objective\":[2", 1)).unwrap();
    let again = coalition_command(&model, &out).stderr(Stdio::piped()).output().unwrap();
    assert!(stderr(&again).contains("not as they were written"), "{}", stderr(&again));
    assert_eq!(fs::read_to_string(&values).unwrap(), text);
    let strange = folder.path().join("strange");
    fs::create_dir(&strange).unwrap();
    fs::write(strange.join("mine.txt"), "mine").unwrap();
    let refused = coalition_command(&model, &strange).stderr(Stdio::piped()).output().unwrap();
    assert!(!refused.status.success() && stderr(&refused).contains("no study"), "{}", stderr(&refused));
    let _ = stdout(&refused);
}

/// Coalitions are numbered by a bit for each player and each nation that might join: of a model with more, that is said.
#[test]
fn more_nations_than_can_be_numbered_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.yaml");
    let nations: Vec<String> = (0..70).map(|n| format!("  N{n}: {{ budget: 10, name: Land {n} }}\n")).collect();
    let text = format!(
        "model: Many\nmoney: MEUR 2025\nhorizon: 2026\nnations:\n{}capabilities:\n  guns: {{ us_baseline: 100 }}
producers:\n  works: {{ seat: DEU }}\noffers:\n  gun: {{ by: works, gives: guns, price: {{ 0: 2, 10: 1 }} }}
proposals:\n  some: {{ pools: {{ all: {{ members: '{{N0, N1, N2}}' }} }} }}\ngoals:\n  - minimise: gap\n",
        nations.concat()
    );
    fs::write(&path, text).unwrap();
    let asked = |command: &str, more: &[&str]| {
        let all = [&[command, path.to_str().unwrap(), "--proposal", "some"][..], more].concat();
        stderr(&entente(all))
    };
    let few = "3 players and 67 nations that might join are too many to be numbered";
    assert!(asked("coalition", &[]).contains(few), "{}", asked("coalition", &[]));
    assert!(asked("join", &["--nation", "N69"]).contains(few));
    assert_eq!(asked("coalition", &["--members-only"]), "");
    let found = asked("coalition", &["--blocs", "NB9"]);
    assert!(found.contains("did you mean `NB8`?") && found.contains("there is no file `NB9`"), "{found}");
    assert!(asked("coalition", &["--blocs", "NATO@1999"]).contains("as `NATO@"));
}

//! Good documents spoilt at random: whatever comes of it, it is no panic.

use entente::budget::Budget;
use entente::formulation::{Formulation, lp_text};
use entente::input;
use entente::planning::Problem;
use entente::planning::{Approach, plan};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::rows::GOOD;
use super::{DENIALS, PROPOSALS};

/// A way to spoil a text.
#[derive(Debug, Clone)]
enum Spoil {
    /// A byte becomes another.
    Byte(usize, u8),
    /// A line is lost.
    LoseLine(usize),
    /// A line comes twice, the second time elsewhere.
    RepeatLine(usize, usize),
    /// A word becomes something else.
    Word(usize, &'static str),
}

impl Spoil {
    fn apply(&self, text: &str) -> String {
        let lines: Vec<&str> = text.lines().collect();
        match self {
            Self::Byte(place, byte) => {
                let mut bytes = text.as_bytes().to_vec();
                let place = place % bytes.len().max(1);
                if let Some(there) = bytes.get_mut(place) {
                    *there = *byte;
                }
                String::from_utf8_lossy(&bytes).into_owned()
            }
            Self::LoseLine(place) => {
                let lost = place % lines.len().max(1);
                lines
                    .iter()
                    .enumerate()
                    .filter(|(n, _)| *n != lost)
                    .fold(String::new(), |all, (_, line)| all + line + "\n")
            }
            Self::RepeatLine(from, to) => {
                let mut more = lines.clone();
                more.insert(to % (lines.len() + 1), lines.get(from % lines.len().max(1)).copied().unwrap_or_default());
                more.join("\n")
            }
            Self::Word(place, new) => {
                let words: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
                let old = words.get(place % words.len().max(1)).copied().unwrap_or_default();
                let word = old.trim_matches([' ', '\n', ',']);
                let place = place % words.len().max(1);
                words.iter().enumerate().fold(String::new(), |all, (n, there)| {
                    if n == place && !word.is_empty() { all + &there.replacen(word, new, 1) } else { all + there }
                })
            }
        }
    }
}

/// Words that have gone wrong in programs before this one.
const WORDS: &[&str] = &[
    "",
    "~",
    "true",
    "-1",
    "0",
    "1e300",
    "-1e-300",
    ".inf",
    ".nan",
    "2026",
    "2200",
    "{}",
    "[]",
    "[[]]",
    "{a: 1}",
    "''",
    "*a",
    "&a",
    "!!str",
    "?",
    ": ",
    "%",
    "100 %",
    "-5 %",
    "€",
    "é{",
    "{DEU} -",
    "DEU",
    "EAST - EAST",
    "gap",
    "shells",
    "x.csv",
    "1900..2200",
    "9223372036854775808",
    "-",
    "<<: *a",
];

fn spoils() -> impl Strategy<Value = Vec<Spoil>> {
    let one = prop_oneof![
        4 => (any::<usize>(), any::<u8>()).prop_map(|(place, byte)| Spoil::Byte(place, byte)),
        1 => any::<usize>().prop_map(Spoil::LoseLine),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(from, to)| Spoil::RepeatLine(from, to)),
        6 => (any::<usize>(), proptest::sample::select(WORDS)).prop_map(|(place, word)| Spoil::Word(place, word)),
    ];
    vec(one, 1..4)
}

#[test]
fn no_spoilt_document_is_a_panic() {
    // The same documents in every run, so that a failure is everyone's; PROPTEST_CASES asks for more of them.
    let config = Config { failure_persistence: None, ..Config::with_cases(Config::default().cases.max(1000)) };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let counted = std::cell::Cell::new(0);
    runner
        .run(&(prop_oneof![Just(GOOD), Just(PROPOSALS), Just(DENIALS)], spoils()), |spoils| {
            let (good, spoils) = spoils;
            let text = spoils.iter().fold(good.to_owned(), |text, spoil| spoil.apply(&text));
            let reading = input::read_text("model.yaml", &text, &[]);
            let shown = reading.render_findings(false);
            match &reading.model {
                None => assert!(!shown.is_empty(), "refused without a word:\n{text}"),
                Some(model) => {
                    counted.set(counted.get() + 1);
                    // Whatever becomes of it, no plan of ours breaks a limit.
                    let ended = plan(model, Approach::within(Budget::of(Some(20.0))));
                    assert!(!matches!(ended, Err(Problem::FailedAudit(_))), "{ended:?}:\n{text}");
                    for proposal in model.proposals.ids() {
                        let _ = Formulation::of(&model.under(proposal));
                    }
                    let formulation = Formulation::of(model);
                    for goal in 0..formulation.goals.len() {
                        assert!(lp_text(model, &formulation, goal).ends_with("End\n"));
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    let good = counted.get();
    assert!(good > 50, "too few spoilt documents are good for the formulation to be tried: {good}");
}

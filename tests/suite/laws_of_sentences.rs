//! Laws of sentences: what a report of a random model says in words follows from the plan, added up by other code than that of the
//! sentences, and no two of its sentences contradict each other.

use entente::model::Model;
use entente::planning::Run;
use entente::report::{Given, Origin, Summary, Told, report_page};
use proptest::prelude::*;

use crate::laws::{Question, question};
use crate::setting::{law, model, solved};

/// The sentences of a page, each on its own.
fn sentences(page: &str) -> Vec<String> {
    let answer = page.split_once("<ol class=\"answer\">").unwrap().1.split_once("</ol>").unwrap().0;
    let own = answer.split("<li>").skip(1).map(|item| item.trim_end_matches("</li>"));
    let pictures = page.split("<p class=\"says\">").skip(1).map(|rest| rest.split_once("</p>").unwrap().0);
    own.chain(pictures).map(|text| text.replace('\u{a0}', " ")).collect()
}

/// The number that ends what stands before some words, with its unit: millions, or a percentage.
fn number_before(text: &str, words: &str) -> Option<f64> {
    let (before, _) = text.split_once(words)?;
    let (before, size) = match before.strip_suffix(" bn").map(|rest| (rest, 1000.0)) {
        Some(found) => found,
        None => (before.strip_suffix(" m").or_else(|| before.strip_suffix(" %")).unwrap_or(before), 1.0),
    };
    // Groups of three digits belong together.
    let mut digits = String::new();
    for letter in before.chars().rev() {
        match letter {
            '0'..='9' | '.' => digits.insert(0, letter),
            ' ' if digits.split('.').next().is_some_and(|whole| whole.len() % 3 == 0 && !whole.is_empty()) => {}
            _ => break,
        }
    }
    digits.parse::<f64>().ok().map(|number| number * size)
}

/// What is said before some words in any sentence; `None` where nothing is.
fn said(sentences: &[String], words: &str) -> Option<f64> {
    sentences.iter().find_map(|text| number_before(text, words))
}

/// Owners and value added from abroad, as the question's own text has none.
fn mixed(question: &Question, foreign: f64) -> String {
    let names = question.nation_names();
    let mut text = question.text("minimise: gap\n  - maximise: domestic_volume\n    within: 2 %\n  - minimise: cost");
    for (place, name) in names.iter().enumerate() {
        let own = format!("maker{place}: {{ seat: {name} }}");
        let owned = format!("maker{place}: {{ seat: {name}, owners: {{ {name}: 60 %, USA: 40 % }} }}");
        text = text.replace(&own, &owned);
        let inside = format!("by: maker{place}, value_added: {{ {name}: {}, USA: {foreign} }}", 1.0 - foreign);
        text = text.replace(&format!("by: maker{place},"), &format!("{inside},"));
    }
    text.replace("goals:\n", "denials: { us: { by: [USA], from: 2026 } }\ngoals:\n")
}

/// Sums of a plan by its orders alone.
struct Sums {
    orders: f64,
    seat: f64,
    inside: f64,
    works: f64,
}

fn sums(model: &Model, run: &Run) -> Sums {
    let mut sums = Sums { orders: 0.0, seat: 0.0, inside: 0.0, works: 0.0 };
    for order in &run.plan.orders {
        let offer = &model.offers[order.offer];
        let value = order.quantity * offer.list_price().0;
        let shares = offer.value_added.iter().filter(|(country, _)| model.domestic.contains(*country));
        sums.orders += value;
        sums.seat += if model.domestic.contains(model.producers[offer.by].seat) { value } else { 0.0 };
        sums.inside += value * shares.map(|(_, share)| share.0).sum::<f64>();
        sums.works += value * offer.without_us.0;
    }
    sums
}

pub fn page_of(run: &Run) -> String {
    let summary = Summary::of(&run.model, run);
    let origin = Origin {
        version: String::new(),
        commit: None,
        solver: String::new(),
        solver_version: String::new(),
        options: Vec::new(),
        inputs: Vec::new(),
    };
    report_page(&Told::run(run, &summary, origin, Given::default()))
}

/// Every sentence with what it should be; what is wrong is told.
fn contradictions(run: &Run, sentences: &[String]) -> Vec<String> {
    let model = &run.model;
    let sums = sums(model, run);
    let mut wrong = Vec::new();
    let mut check = |words: &str, expected: f64, room: f64| match said(sentences, words) {
        Some(found) if (found - expected).abs() > room => wrong.push(format!("{found} and not {expected}{words}")),
        None => wrong.push(format!("nothing is said:{words}")),
        _ => {}
    };
    let share = |part: f64| if sums.orders > 0.0 { 100.0 * part / sums.orders } else { 0.0 };
    let money = |sum: f64| if sum >= 999.0 { 51.0 } else { 0.51 };
    let paid = run.known.spending.paid().sum();
    check(" of them are spent", paid, money(paid));
    if sums.orders > 0.01 {
        check(" EUR in 20", sums.orders, money(sums.orders));
        check(" of the money for orders; ", share(sums.seat), 0.51);
        check(" of all of it is value added inside", share(sums.inside), 0.51);
        check(" buys what still works without the United States; most", share(sums.works), 0.51);
        if share(sums.orders - sums.inside) > 1.0 {
            check(
                " of the work goes to countries that do not count as domestic",
                share(sums.orders - sums.inside),
                0.51,
            );
        }
    }
    // What stands of a baseline is counted from what is held and what came, year by year.
    let last = model.horizon.len() - 1;
    let (mut missing, mut weights) = (0.0, 0.0);
    for (place, (_, entry)) in model.capabilities.iter().enumerate() {
        let baseline = model.baselines[[place, last]];
        missing += entry.weight * (baseline - run.known.stocks.usable[[place, last]]).max(0.0) / baseline;
        weights += entry.weight;
    }
    let gap = 100.0 * missing / weights;
    let (first, end) = (model.horizon.first.0, model.horizon.last.0);
    check(&format!(" in {end} with the plan; were nothing ordered"), gap, 0.051);
    check(&format!(" in {end}; without new orders"), gap, 0.051);
    assert!(first < end);
    wrong
}

proptest! {
    #![proptest_config(law(24, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/laws_of_sentences.txt")))]

    #[test]
    fn what_a_report_says_follows_from_the_plan(question in question(), foreign in prop_oneof![Just(0.0), 0.05..0.6]) {
        let run = solved(&model(&mixed(&question, foreign)));
        let sentences = sentences(&page_of(&run));
        let wrong = contradictions(&run, &sentences);
        prop_assert!(wrong.is_empty(), "{wrong:#?}\n{sentences:#?}");
    }
}

#[test]
fn sentences_that_are_made_false_are_found() {
    let text = std::fs::read_to_string(crate::setting::root().join("models/shells-for-three.yaml")).unwrap();
    let run = solved(&model(&text));
    let good = sentences(&page_of(&run));
    let known: Vec<&str> = vec![
        " of them are spent",
        " of all of it is value added inside",
        " buys what still works without the United States; most",
        " of the money for orders; ",
        " in 2029; without new orders",
    ];
    for words in known {
        let number = said(&good, words).unwrap_or_else(|| panic!("nothing is said:{words}"));
        let (spoilt, count) = spoil(&good, words);
        assert_eq!(count, 1, "{words}");
        assert!((said(&spoilt, words).unwrap() - number).abs() > 0.5, "{words}");
        let before = contradictions(&run, &good).len();
        assert!(contradictions(&run, &spoilt).len() > before, "{words}: a false sentence is not found");
    }
}

/// The same sentences with another number before some words.
fn spoil(sentences: &[String], words: &str) -> (Vec<String>, usize) {
    let mut count = 0;
    let list = sentences.iter().map(|text| match text.split_once(words) {
        Some((before, after)) if count == 0 => {
            count += 1;
            let place = before.rfind(|letter: char| letter.is_ascii_digit()).unwrap();
            let other = if before.as_bytes()[place] == b'5' { "1" } else { "5" };
            let start = before[..place].rfind(|l: char| !l.is_ascii_digit() && l != '.').map_or(0, |at| at + 1);
            format!("{}9{}{other}{}{words}{after}", &before[..start], &before[start..place], &before[place + 1..])
        }
        _ => text.clone(),
    });
    (list.collect(), count)
}

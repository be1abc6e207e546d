//! Laws that hold of every proposal, tried on random models: on the first goal, within the proof gap.

use std::fmt::Write;

use entente::input::read_text;
use entente::model::{ALONE, Model, TOGETHER};
use proptest::prelude::*;

use crate::laws::{GAP, Question, VOLUME, question};
use crate::models::put_under;
use crate::setting::{assert_close, law, model, solved};

/// How near to each other two values of one goal with integer decisions are proven.
pub const PROVEN: f64 = 2e-4;

/// Rules of every kind, `{}` for a share, each beside one that asks for nothing; the last is the one that compares with
/// everyone alone. Whoever orders as alone, or nothing, keeps them.
const RULES: &[(&str, &str)] = &[
    ("european_content, at_least: {}, of: each_offer", "european_content, at_least: 0, of: each_offer"),
    ("european_content, at_least: {}, of: each_nation", "european_content, at_least: 0, of: each_nation"),
    ("european_content, at_least: {}, of: each_capability", "european_content, at_least: 0, of: each_capability"),
    ("european_content, at_least: {}, of: basket", "european_content, at_least: 0, of: basket"),
    ("design_authority", "design_authority, capabilities: [unused]"),
    ("at_least_nations, at_least: 2, each: 3", "at_least_nations, at_least: 1, each: 0.00001"),
    ("juste_retour, at_least: {}", "juste_retour, at_least: 0"),
    ("largest_share, at_most: {}", "largest_share, at_most: 100 %"),
    ("largest_share, at_most: {}, of: basket", "largest_share, at_most: 100 %, of: basket"),
    ("second_source, at_least: {}", "second_source, at_least: 0"),
    ("at_least_suppliers, at_least: 2, each: 2", "at_least_suppliers, at_least: 1, each: 0.00001"),
    ("most_programmes, at_most: 1", "most_programmes, at_most: 50"),
    ("largest_share, at_most: {}, producers: [foreign]", "largest_share, at_most: 100 %, producers: [foreign]"),
    ("most_types, at_most: 1", "most_types, at_most: 50"),
    ("most_types, at_most: 1, of: each_nation", "most_types, at_most: 50, of: each_nation"),
    ("excluded_producers, producers: [foreign]", "excluded_producers, producers: [idle]"),
    ("home_preference, at_least: {}", "home_preference, at_least: 0"),
    ("through_pool, at_least: {}", "through_pool, at_least: 0"),
    ("own_share, at_most: {}", "own_share, at_most: 100000 %, capabilities: [unused]"),
    ("nobody_worse_off", "nobody_worse_off, capabilities: [unused], or_pay: 0"),
];

/// A random proposal for a random question.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// Which nations are in the pool, besides the first two.
    members: Vec<bool>,
    exclusive: bool,
    overhead: f64,
    harmonisation: f64,
    late: bool,
    /// What a fund pays for whom, at which rate, for orders of how much content.
    allocations: Vec<f64>,
    rate: f64,
    content: f64,
    /// A rule, its share, and its price if it may be broken.
    rule: usize,
    share: f64,
    price: f64,
    /// Whether prices fall: from which quantity, to which part, and for further units alone or for all.
    falls: Option<(f64, f64, bool)>,
}

/// Any proposal.
pub fn proposed() -> impl Strategy<Value = Proposed> {
    let pool = (prop::collection::vec(any::<bool>(), 2), any::<bool>(), 0.0..0.3, 0.0..20.0, any::<bool>());
    let fund = (prop::collection::vec(1.0..150.0, 4), 0.2..1.0, 0.0..1.0);
    let rule = (0..RULES.len(), 0.1..0.9, 0.05..2.0);
    let falls = prop_oneof![Just(None), (5.0..60.0, 0.5..0.95, any::<bool>()).prop_map(Some)];
    (pool, fund, rule, falls).prop_map(|(pool, (allocations, rate, content), (rule, share, price), falls)| {
        let (members, exclusive, overhead, harmonisation, late) = pool;
        Proposed {
            members,
            exclusive,
            overhead,
            harmonisation,
            late,
            allocations,
            rate,
            content,
            rule,
            share,
            price,
            falls,
        }
    })
}

impl Proposed {
    /// The question with prices that fall, and with a set-up that is paid once.
    pub fn question(&self, question: &Question, goal: &str) -> String {
        let mut text = question.text(goal);
        let Some((from, cut, incremental)) = self.falls else { return text };
        let bands = if incremental { "incremental" } else { "all_units" };
        let (from, scale) = (from * question.scale, question.scale);
        for offer in &question.offers {
            let price = offer.price * question.money;
            let list = format!("price: {price}, quality: {}", offer.quality);
            let falling = format!(
                "price: {{ 0: {price}, {from}: {} }}, bands_are: {bands}, set_up: {}, quality: {}",
                price * cut,
                2.0 * price * scale,
                offer.quality
            );
            text = text.replacen(&list, &falling, 1);
        }
        text
    }

    /// A pool of some nations, which costs nothing or something.
    pub fn pool(&self, question: &Question, free: bool) -> String {
        let names = question.nation_names();
        let rest = names.iter().skip(2).zip(&self.members).filter(|(_, is_in)| **is_in).map(|(name, _)| name);
        let members: Vec<&str> = names.iter().take(2).chain(rest).map(String::as_str).collect();
        let members = members.join(", ");
        if free {
            return format!("    pools: {{ some: {{ members: '{{{members}}}' }} }}\n");
        }
        let opens = 2026 + i32::from(self.late);
        // Agreeing is an integer decision, and stays out where everything else is linear.
        let cost = if self.falls.is_some() { self.harmonisation * question.scale * question.money } else { 0.0 };
        format!(
            "    pools: {{ some: {{ members: '{{{members}}}', exclusive: {}, opens: {opens}, overhead: {}, harmonisation: {{ cost: {cost} }} }} }}\n",
            self.exclusive, self.overhead
        )
    }

    fn fund(&self, question: &Question) -> String {
        let mut list = String::new();
        for (name, amount) in question.nation_names().iter().zip(&self.allocations).skip(1) {
            write!(list, "{name}: {}, ", amount * question.scale * question.money).unwrap();
        }
        format!(
            "    funds: {{ loans: {{ kind: loan, rate: {}, allocations: {{ {list} }}, asks: {{ origin: {{ rule: european_content, at_least: {} }} }} }} }}\n",
            self.rate, self.content
        )
    }

    fn rule(&self, more: &str) -> String {
        let words = RULES[self.rule].0.replace("{}", &self.share.to_string());
        format!("    rules: {{ it: {{ rule: {words}{more} }} }}\n")
    }

    /// Whether all units of an offer that a group orders have one price.
    pub fn is_priced_alike(&self) -> bool {
        self.falls.is_none_or(|(.., incremental)| !incremental)
    }

    fn is_linear(&self) -> bool {
        self.falls.is_none()
    }
}

/// A document with a proposal of some parts, called `tried`.
pub fn proposing(text: &str, parts: &[&str]) -> String {
    format!("{text}proposals:\n  tried:\n{}", parts.concat())
}

fn value(model: &Model, proposal: &str) -> f64 {
    solved(&put_under(model, proposal)).stages[0].value
}

/// The value under a rule that holds hard; none where no offer at all can meet it, which is told when it is read.
fn value_if_possible(text: &str) -> Option<f64> {
    let reading = read_text("model.yaml", text, &[]);
    let findings = reading.render_findings(false).join("\n");
    match reading.model {
        Some(model) => Some(value(&model, "tried")),
        None => {
            assert!(findings.contains("no offer") && findings.contains("the rule `it`"), "{findings}");
            None
        }
    }
}

/// Not better than a bound, but for the proof gap.
fn no_better(value: f64, bound: f64) -> bool {
    value >= bound - PROVEN * bound.abs() - 1e-6
}

proptest! {
    #![proptest_config(law(12, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/laws_of_proposals.txt")))]

    /// A pool that costs nothing and binds nobody is one more way to buy, and so is one pool of all.
    #[test]
    fn a_free_pool_never_hurts(question in question(), proposed in proposed()) {
        let text = proposed.question(&question, GAP);
        let model = model(&proposing(&text, &[&proposed.pool(&question, true)]));
        let (alone, tried, together) = (value(&model, ALONE), value(&model, "tried"), value(&model, TOGETHER));
        prop_assert!(no_better(alone, tried), "alone {alone}, with the pool {tried}");
        prop_assert!(no_better(alone, together), "alone {alone}, together {together}");
        prop_assert!(no_better(tried, together), "with the pool {tried}, together {together}");
    }

    /// Common money that asks for no contribution never hurts.
    #[test]
    fn a_fund_never_hurts(question in question(), proposed in proposed()) {
        let text = proposed.question(&question, GAP);
        let pool = proposed.pool(&question, false);
        let without = value(&model(&proposing(&text, &[&pool])), "tried");
        let with = value(&model(&proposing(&text, &[&pool, &proposed.fund(&question)])), "tried");
        prop_assert!(no_better(without, with), "without {without}, with {with}");
    }

    /// A rule dropped never hurts, nor does one that may be broken at a price in place of one that must hold.
    #[test]
    fn a_rule_dropped_never_hurts(question in question(), proposed in proposed()) {
        let text = proposed.question(&question, GAP);
        let pool = proposed.pool(&question, true);
        let with = |more: &str| proposing(&text, &[&pool, &proposed.rule(more)]);
        // An own share takes the place of the need by which a nation's orders are limited else: it is compared with one that allows all.
        let is_own_share = RULES[proposed.rule].0.starts_with("own_share");
        let none = if is_own_share { "    rules: { it: { rule: own_share, at_most: 100000 % } }\n" } else { "" };
        let free = value(&model(&proposing(&text, &[&pool, none])), "tried");
        let priced = value(&model(&with(&format!(", or_pay: {}", proposed.price))), "tried");
        prop_assert!(no_better(priced, free), "{}: free {free}, priced {priced}", RULES[proposed.rule].0);
        if let Some(hard) = value_if_possible(&with("")) {
            prop_assert!(no_better(hard, priced), "{}: priced {priced}, hard {hard}", RULES[proposed.rule].0);
        }
    }

    /// Rules that ask for nothing change nothing, alone or with a pool.
    #[test]
    fn rules_that_ask_for_nothing_change_nothing(question in question(), proposed in proposed()) {
        let text = proposed.question(&question, GAP)
            .replace("producers:\n", "producers:\n  idle: { seat: USA }\n")
            .replace("capabilities:\n", "capabilities:\n  unused: {}\n");
        let pool = proposed.pool(&question, false);
        let before = model(&proposing(&text, &[&pool]));
        let mut rules = "rules:\n".to_owned();
        for (place, (_, nothing)) in RULES.iter().enumerate() {
            writeln!(rules, "  r{place}: {{ rule: {nothing} }}").unwrap();
        }
        let after = model(&proposing(&format!("{text}{rules}"), &[&pool]));
        for proposal in ["tried", ALONE] {
            let (before, after) = (value(&before, proposal), value(&after, proposal));
            assert_close(after, before, PROVEN);
        }
    }

    /// The order and the names of nations carry no meaning, whatever is proposed.
    #[test]
    fn the_order_of_nations_changes_nothing(mut question in question(), mut proposed in proposed()) {
        // That nobody is worse off hangs on the plan alone that is compared with, and several can be equally good.
        proposed.rule %= RULES.len() - 1;
        let mut text = |renamed| {
            question.renamed = renamed;
            let rule = proposed.rule(&format!(", or_pay: {}", proposed.price));
            let parts = [&proposed.pool(&question, false), &proposed.fund(&question), &rule];
            proposing(&proposed.question(&question, GAP), &parts.map(String::as_str))
        };
        let (before, after) = (value(&model(&text(false)), "tried"), value(&model(&text(true)), "tried"));
        assert_close(after, before, if proposed.is_linear() { 1e-4 } else { PROVEN });
    }

    /// Twice the money, with what funds and set-ups and the smallest parts come to, for twice the need.
    #[test]
    fn doubling_everything_doubles_everything_proposed(mut question in question(), proposed in proposed()) {
        for offer in &mut question.offers {
            offer.capacity = offer.capacity.max(2.0);
        }
        let mut of = |scale, goal: &str| {
            question.scale = scale;
            let parts = [&proposed.pool(&question, false), &proposed.fund(&question)];
            value(&model(&proposing(&proposed.question(&question, goal), &parts.map(String::as_str))), "tried")
        };
        let within = if proposed.is_linear() { 1e-6 } else { PROVEN };
        assert_close(of(2.0, GAP), of(1.0, GAP), within);
        assert_close(of(2.0, VOLUME), 2.0 * of(1.0, VOLUME), within);
    }
}

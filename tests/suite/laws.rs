//! Laws that hold of every model, tried on random ones: on the first goal, within the proof gap.

use std::fmt::Write;

use entente::planning::Approach;
use entente::planning::Run;
use proptest::prelude::*;

use crate::setting::{assert_close, law, model, solved};

/// A random question: small enough to solve in a moment, with every part of the linear core in it.
#[derive(Debug, Clone)]
pub struct Question {
    nations: Vec<Nation>,
    capabilities: Vec<Capability>,
    /// What can be ordered.
    pub offers: Vec<Offer>,
    years: usize,
    /// Everything that is counted in units or money, times this.
    pub scale: f64,
    /// Everything that is counted in money, times this as well.
    pub money: f64,
    /// Names of nations are turned around, and their order.
    pub renamed: bool,
}

#[derive(Debug, Clone)]
struct Nation {
    budget: f64,
    growth: f64,
    committed: f64,
    carry: f64,
}

#[derive(Debug, Clone)]
struct Capability {
    baseline: f64,
    held: f64,
    target: f64,
    needs_first: bool,
}

/// A random offer.
#[derive(Debug, Clone)]
pub struct Offer {
    gives: usize,
    seat: usize,
    /// MEUR a unit.
    pub price: f64,
    /// US-equivalents of a unit.
    pub quality: f64,
    /// Units a year.
    pub capacity: f64,
    lead: f64,
    instalments: usize,
    support: f64,
    life: Option<u32>,
    expansion: Option<(f64, f64)>,
    dropped: bool,
}

fn nation() -> impl Strategy<Value = Nation> {
    (20.0..400.0, 0.5..2.0, 0.0..0.6, prop_oneof![Just(0.0), 0.05..0.4])
        .prop_map(|(budget, growth, committed, carry)| Nation { budget, growth, committed, carry })
}

fn capability() -> impl Strategy<Value = Capability> {
    (10.0..200.0, 0.0..0.8, 0.01..0.5, any::<bool>()).prop_map(|(baseline, held, target, needs_first)| Capability {
        baseline,
        held,
        target,
        needs_first,
    })
}

fn offer() -> impl Strategy<Value = Offer> {
    let money = (0.5..8.0, 0.3..1.2, 2.0..60.0, 1_usize..4, prop_oneof![Just(0.0), 0.01..0.2]);
    let time = (prop_oneof![Just(0.0), Just(1.0), 0.5..2.5], prop_oneof![Just(None), (1_u32..4).prop_map(Some)]);
    let growth = prop_oneof![Just(None), ((0.2..4.0), (1.0..40.0)).prop_map(Some)];
    (0_usize..3, 0_usize..4, money, time, growth).prop_map(|(gives, seat, money, (lead, life), expansion)| {
        let (price, quality, capacity, instalments, support) = money;
        Offer { gives, seat, price, quality, capacity, lead, instalments, support, life, expansion, dropped: false }
    })
}

/// Any question.
pub fn question() -> impl Strategy<Value = Question> {
    let nations = prop::collection::vec(nation(), 2..5);
    let capabilities = prop::collection::vec(capability(), 1..4);
    (nations, capabilities, prop::collection::vec(offer(), 1..6), 2_usize..6).prop_map(
        |(nations, capabilities, offers, years)| Question {
            nations,
            capabilities,
            offers,
            years,
            scale: 1.0,
            money: 1.0,
            renamed: false,
        },
    )
}

impl Question {
    /// What the nations are called, by place.
    pub fn nation_names(&self) -> Vec<String> {
        let letter = |n: usize| char::from(b'A' + u8::try_from(n).unwrap());
        (0..self.nations.len())
            .map(|n| if self.renamed { format!("Z{}", letter(9 - n)) } else { format!("N{}", letter(n)) })
            .collect()
    }

    /// The question as a document, with one goal.
    pub fn text(&self, goal: &str) -> String {
        let last = 2025 + self.years;
        let names = self.nation_names();
        let mut text = format!("model: Random\nhorizon: 2026..{last}\nnations:\n");
        let mut order: Vec<usize> = (0..self.nations.len()).collect();
        if self.renamed {
            order.reverse();
        }
        for &n in &order {
            let Nation { budget, growth, committed, carry } = &self.nations[n];
            let scale = self.scale * self.money;
            let (first, end) = (budget * scale, budget * growth * scale);
            writeln!(
                text,
                "  {}: {{ budget: {{ 2026: {first}, {last}: {end} }}, committed: {{ 2026: {}, {last}: {} }}, carry_over: {carry} }}",
                names[n],
                first * committed,
                end * committed * 0.5
            )
            .unwrap();
        }
        text.push_str("capabilities:\n");
        for (k, capability) in self.capabilities.iter().enumerate() {
            let Capability { baseline, held, target, needs_first } = capability;
            let baseline = baseline * self.scale;
            let needs = if k > 0 && *needs_first { ", needs: { k0: 0.3 }" } else { "" };
            let provides = if k == 0 { format!(", us_provides: {}", baseline * 0.1) } else { String::new() };
            writeln!(
                text,
                "  k{k}: {{ us_baseline: {baseline}, held: {{ {}: {} }}, targets: {{ {}: {} }}{needs}{provides} }}",
                names[0],
                baseline * held,
                names[1],
                baseline * target
            )
            .unwrap();
        }
        text.push_str("producers:\n");
        for (n, name) in names.iter().enumerate() {
            writeln!(text, "  maker{n}: {{ seat: {name} }}").unwrap();
        }
        text.push_str("  foreign: { seat: USA }\noffers:\n");
        for (p, offer) in self.offers.iter().enumerate().filter(|(_, offer)| !offer.dropped) {
            let by = if offer.seat < names.len() { format!("maker{}", offer.seat) } else { "foreign".to_owned() };
            let part = 1.0 / f64::from(u32::try_from(offer.instalments).unwrap());
            let payment = vec![part.to_string(); offer.instalments].join(", ");
            let life = offer.life.map_or(String::new(), |life| format!(", service_life: {life} years"));
            let expansion = offer.expansion.map_or(String::new(), |(cost, most)| {
                let (cost, most) = (cost * self.money, most * self.scale);
                format!(", expansion: {{ cost: {cost}, at_most: {most}, lead_time: 1 year }}")
            });
            writeln!(
                text,
                "  p{p}: {{ by: {by}, gives: k{}, price: {}, quality: {}, capacity: {}, lead_time: {} years, payment: [{payment}], \
                 support: {}, without_us: 0.7{life}{expansion} }}",
                offer.gives % self.capabilities.len(),
                offer.price * self.money,
                offer.quality,
                offer.capacity * self.scale,
                offer.lead,
                offer.support * self.money
            )
            .unwrap();
        }
        writeln!(text, "goals:\n  - {goal}").unwrap();
        text
    }

    fn value(&self, goal: &str) -> f64 {
        self.run(goal).stages[0].value
    }

    fn run(&self, goal: &str) -> Run {
        solved(&model(&self.text(goal)))
    }
}

/// The goal that nearly every law is tried on.
pub const GAP: &str = "minimise: gap";
/// One that grows with money.
pub const VOLUME: &str = "maximise: domestic_volume";
const NATIONAL: &str = "minimise: national_gap";

proptest! {
    #![proptest_config(law(48, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/laws.txt")))]

    /// Another supplier is another way to do what could be done before.
    #[test]
    fn adding_a_supplier_never_hurts(mut question in question(), extra in offer()) {
        let before = question.value(GAP);
        question.offers.push(extra);
        prop_assert!(question.value(GAP) <= before + 1e-7);
    }

    /// More money, capacity or holdings never hurt.
    #[test]
    fn more_money_never_hurts(mut question in question(), which in 0_usize..2) {
        let before = (question.value(GAP), question.value(VOLUME));
        question.nations[which].budget *= 1.3;
        prop_assert!(question.value(GAP) <= before.0 + 1e-7);
        prop_assert!(question.value(VOLUME) >= before.1 - 1e-6 * before.1.abs().max(1.0));
    }

    /// A rule dropped never hurts: here the one that money must be spent in its year.
    #[test]
    fn a_carry_over_allowed_never_hurts(mut question in question()) {
        for nation in &mut question.nations {
            nation.carry = 0.0;
        }
        let before = question.value(GAP);
        for nation in &mut question.nations {
            nation.carry = 0.5;
        }
        prop_assert!(question.value(GAP) <= before + 1e-7);
    }

    /// Names and the order of nations carry no meaning.
    #[test]
    fn renaming_changes_nothing(mut question in question()) {
        let before = (question.value(GAP), question.value(NATIONAL));
        question.renamed = true;
        assert_close(question.value(GAP), before.0, 1e-7);
        assert_close(question.value(NATIONAL), before.1, 1e-7);
    }

    /// Twice the money for twice the need from lines twice as large.
    #[test]
    fn doubling_everything_doubles_everything(mut question in question()) {
        // A line that makes less than one unit a year is counted over the years, so that doubling it changes its kind.
        for offer in &mut question.offers {
            offer.capacity = offer.capacity.max(2.0);
        }
        let before = (question.value(GAP), question.value(VOLUME));
        question.scale = 2.0;
        assert_close(question.value(GAP), before.0, 1e-7);
        assert_close(question.value(VOLUME), 2.0 * before.1, 1e-6);
    }

    /// Two halves of a nation buy what the whole nation bought.
    #[test]
    fn a_nation_in_two_halves_changes_nothing(mut question in question()) {
        // National targets tell halves apart from the whole, so that they stay with nations that are not split.
        let mut nation = question.nations.pop().unwrap();
        nation.budget /= 2.0;
        let mut whole = question.clone();
        whole.nations.push(Nation { budget: nation.budget * 2.0, ..nation.clone() });
        for offer in question.offers.iter_mut().chain(&mut whole.offers) {
            // Nobody produces in the nation that is split.
            if offer.seat >= question.nations.len() {
                offer.seat = 9;
            }
        }
        question.nations.push(nation.clone());
        question.nations.push(nation);
        if question.nations.len() > 3 {
            assert_close(question.value(GAP), whole.value(GAP), 1e-7);
        }
    }

    /// What the plan comes to, worked out from the plan alone, is what the solver said.
    #[test]
    fn the_plan_is_worth_what_the_solver_said(question in question()) {
        for goal in [GAP, VOLUME, NATIONAL, "minimise: cost", "minimise: worst_gap", "minimise: { gap: 100, cost: 0.01 }"] {
            let model = model(&question.text(goal));
            let run = solved(&model);
            let value = entente::measures::goal_value(&model, &run.plan, run.known.known(), &model.goals[0]);
            assert_close(value, run.stages[0].value, 1e-6);
            assert_close(run.stages[0].bound, run.stages[0].value, 1e-6);
        }
    }

    /// Later goals keep what earlier ones reached.
    #[test]
    fn later_goals_keep_earlier_ones(question in question()) {
        let alone = question.value(GAP);
        let run = question.run("minimise: gap\n  - maximise: domestic_volume\n  - minimise: cost");
        assert_close(run.stages[0].value, alone, 1e-7);
        let model = model(&question.text(GAP));
        let kept = entente::measures::goal_value(&model, &run.plan, run.known.known(), &model.goals[0]);
        prop_assert!(kept <= alone + 1e-6);
    }

    /// A plan with bands and minimum orders is never better than the same with every price at its best and no minimum,
    /// and never worse than with every price at its list price; and it passes its audit.
    #[test]
    fn yes_or_no_lies_between_its_linear_programmes(mut question in question(), from in 5.0..60.0, cut in 0.5..0.95, incremental in any::<bool>()) {
        // A minimum order that goes beyond the need brings more in the first of two years over which its delivery is split, more than a
        // nation needs for its own target, and more units of an enabler.
        question.offers.iter_mut().for_each(|offer| offer.lead = offer.lead.floor());
        for capability in &mut question.capabilities {
            (capability.target, capability.needs_first) = (0.0, false);
        }
        let text = question.text(GAP);
        let priced = |worth: &dyn Fn(f64) -> String| {
            question.offers.iter().fold(text.clone(), |text, offer| {
                text.replacen(&format!("price: {}, quality: {}", offer.price, offer.quality), &format!("{}, quality: {}", worth(offer.price), offer.quality), 1)
            })
        };
        let bands = if incremental { "incremental" } else { "all_units" };
        let value = |text: &str| solved(&model(text)).stages[0].value;
        let best = value(&priced(&|price| format!("price: {}", price * cut)));
        let list = value(&priced(&|price| format!("price: {price}")));
        let banded = value(&priced(&|price| format!("price: {{ 0: {price}, {from}: {} }}, bands_are: {bands}", price * cut)));
        prop_assert!(best <= banded + 1e-4 * banded.abs() + 1e-6, "{best} {banded}");
        prop_assert!(banded <= list + 1e-4 * list.abs() + 1e-6, "{banded} {list}");
        let least = value(&priced(&|price| format!("price: {price}, minimum_order: {from}, set_up: {}", price * 2.0)));
        prop_assert!(list <= least + 1e-4 * least.abs() + 1e-6, "{list} {least}");
    }

    /// Both methods reach the same value.
    #[test]
    fn methods_agree(question in question()) {
        let model = model(&question.text(GAP));
        let by = |method| entente::planning::plan(&model, Approach { method: Some(method), ..Approach::default() }).unwrap().stages[0].value;
        assert_close(by(entente::solve::Method::Simplex), by(entente::solve::Method::InteriorPoint), 1e-7);
    }
}

//! What `infeasible` says would be enough is solved anew: with as much there is a plan, and with a little less there is none. The models are
//! those in which limits that nothing speaks of as long as others hold come to bind once those are let go: needs beyond the reach of money
//! and lines, budgets of which some is carried over or nothing is free, funds that cannot be drawn.

use std::fmt::Write;

use entente::budget::Budget;
use entente::layout::Screen;
use entente::model::{ALONE, Model, TOGETHER};
use entente::planning::{Approach, Problem, plan};
use entente::questions::infeasible::{ConflictParty, infeasible, infeasible_text};
use entente::solve::Failure;

use crate::fresh_solves::small::Draw;
use crate::setting::{assert_close, model};

/// A nation: what is free in each year, what signed contracts take, gross domestic product, and what may be carried over, in percent.
struct Buyer {
    free: Vec<f64>,
    committed: f64,
    gdp: f64,
    carries: f64,
}

/// A model of a generator whose budgets, lines, funds and required gap can be moved.
struct Drawn {
    buyers: Vec<Buyer>,
    /// Of each offer its price and what its line makes in a year, where it is limited.
    offers: Vec<(f64, Option<f64>)>,
    baseline: f64,
    at_most: f64,
    years: usize,
    /// Most that a fund pays, and the units that a price by quantity begins with.
    fund: Option<f64>,
    band: Option<f64>,
    /// Units of a lot of the last offer, whose line then can grow and has limits by runs of years as well, of one year among them.
    lots: Option<f64>,
}

/// By which factors limits are moved.
#[derive(Clone, Copy)]
struct Moved {
    budgets: f64,
    lines: f64,
    funds: f64,
    gap: f64,
}

const AS_IT_IS: Moved = Moved { budgets: 1.0, lines: 1.0, funds: 1.0, gap: 0.0 };

impl Drawn {
    fn of(seed: u64) -> Self {
        let mut draw = Draw(seed.wrapping_mul(6007) + 5);
        for _ in 0..4 {
            draw.below(2);
        }
        let years = 1 + usize::try_from(draw.below(3)).unwrap();
        let with_funds = draw.is(3);
        let buyers = (0..2 + draw.below(2)).map(|_| Buyer {
            free: (0..years).map(|_| if draw.is(5) { 0.0 } else { draw.whole(3, 30) }).collect(),
            committed: if draw.is(3) { draw.whole(5, 20) } else { 0.0 },
            gdp: draw.whole(50, 300),
            carries: if draw.is(3) { draw.whole(10, 90) } else { 0.0 },
        });
        let buyers = buyers.collect();
        let offers =
            (0..=draw.below(2)).map(|_| (draw.whole(1, 4), if draw.is(2) { Some(draw.whole(3, 15)) } else { None }));
        Self {
            buyers,
            offers: offers.collect(),
            baseline: draw.whole(30, 80),
            at_most: draw.whole(1, 6) / 10.0,
            years,
            fund: with_funds.then(|| draw.whole(2, 20)),
            band: draw.is(2).then(|| draw.whole(5, 30)),
            lots: draw.is(2).then(|| draw.whole(1, 3)),
        }
    }

    fn text(&self, moved: Moved) -> String {
        let last = 2025 + self.years;
        let mut text = format!("model: Remedies\nmoney: MEUR 2025\nhorizon: 2026..{last}\nnations:\n");
        let codes = ["DEU", "FRA", "POL"];
        for (code, buyer) in codes.iter().zip(&self.buyers) {
            let by_year = |value: &dyn Fn(usize) -> f64| {
                let list: Vec<String> = (0..self.years).map(|t| format!("{}: {}", 2026 + t, value(t))).collect();
                format!("{{ {} }}", list.join(", "))
            };
            let budget = by_year(&|t| buyer.committed + moved.budgets * buyer.free[t]);
            let committed = by_year(&|_| buyer.committed);
            let Buyer { gdp, carries, .. } = buyer;
            writeln!(
                text,
                "  {code}: {{ budget: {budget}, committed: {committed}, gdp: {gdp}, carry_over: {carries} % }}"
            )
            .unwrap();
        }
        let Self { baseline, at_most, .. } = self;
        write!(
            text,
            "capabilities: {{ guns: {{ us_baseline: {baseline} }} }}\nproducers: {{ works: {{ seat: DEU }} }}\n"
        )
        .unwrap();
        text.push_str("offers:\n");
        for (place, (price, capacity)) in self.offers.iter().enumerate() {
            let price = match self.band {
                Some(band) if place == 0 => format!("{{ 0: {price}, {band}: {} }}", 0.8 * price),
                _ => price.to_string(),
            };
            let capacity = capacity.map_or(String::new(), |made| format!(", capacity: {}", moved.lines * made));
            let lots = match self.lots {
                Some(units) if place + 1 == self.offers.len() && !capacity.is_empty() => {
                    format!(", lots_of: {units}, expansion: {{ cost: 50, at_most: 1 }}")
                }
                Some(units) if place + 1 == self.offers.len() => format!(", lots_of: {units}"),
                _ => String::new(),
            };
            writeln!(text, "  o{place}: {{ by: works, gives: guns, price: {price}{capacity}{lots} }}").unwrap();
        }
        if let Some(fund) = self.fund {
            let most = moved.funds * fund;
            write!(
                text,
                "proposals:\n  drawn:\n    pools: {{ pool: {{ members: \"{{DEU, FRA}}\" }} }}\n    funds:\n      grant: {{ kind: \
                 grant, rate: 50 %, envelope: {most}, allocations: {{ DEU: {most}, FRA: {most} }} }}\n"
            )
            .unwrap();
        }
        writeln!(text, "goals: [{{ require: gap, at_most: {} }}, {{ minimise: cost }}]", at_most + moved.gap).unwrap();
        text
    }

    fn model(&self, moved: Moved) -> Model {
        let model = model(&self.text(moved));
        let written = model.proposals.codes().find(|code| ![ALONE, TOGETHER].contains(code)).map(str::to_owned);
        match written {
            Some(proposal) => model.under(model.proposals.find(&proposal).unwrap()),
            None => model,
        }
    }
}

fn has_plan(model: &Model) -> bool {
    match plan(model, Approach::default()) {
        Ok(_) => true,
        Err(Problem::Unsolved(Failure::Infeasible | Failure::PerhapsInfeasible)) => false,
        Err(problem) => panic!("{problem}"),
    }
}

#[test]
fn needs_beyond_the_reach_of_todays_money_limit_what_more_money_buys() {
    // Each needs 10 of 20 guns, at 1 each, and 18 must be bought. With 4 and 8 the one buys 4 and the other 8; twice as much is 8 and
    // 10 of 16, since the other needs no more than 10.
    let text = "
model: Needs
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 4, gdp: 100 }, FRA: { budget: 8, gdp: 100 } }
capabilities: { guns: { us_baseline: 20 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: 1 } }
goals: [{ require: gap, at_most: 10 % }, { minimise: cost }]
";
    let found = infeasible(&model(text), Budget::default()).unwrap();
    let budgets = found.parties.iter().find(|party| party.demand == "budgets").unwrap();
    assert_close(budgets.enough.unwrap(), 1.0, 1e-6);
    // With the need of one nation met, the other's money decides: 8 of Germany, and France's 10 by no money of its own.
    let enough: Vec<Option<f64>> = budgets.places.iter().map(|place| place.enough_is).collect();
    assert_close(enough[0].unwrap(), 10.0, 1e-6);
    assert_eq!(enough[1], None, "{budgets:?}");
}

#[test]
fn what_larger_budgets_let_carry_over_is_counted() {
    // Guns at 1 can be ordered in 2027 alone, with 2 of its own money and half of the 10 of 2026. Of 20 guns 14 are needed: twice as much of
    // both is 4 and half of 20. Of 2026 alone it takes half of 24, of 2027 alone 9 beside the 5.
    let text = "
model: Carried
money: MEUR 2025
horizon: 2026..2027
nations: { DEU: { budget: { 2026: 10, 2027: 2 }, carry_over: 50 % } }
capabilities: { guns: { us_baseline: { 2026: 0, 2027: 20 } } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: 1, open: 2027 } }
goals: [{ require: gap, at_most: 30 % }, { minimise: cost }]
";
    let found = infeasible(&model(text), Budget::default()).unwrap();
    let budgets = found.parties.iter().find(|party| party.demand == "budgets").unwrap();
    assert_close(budgets.enough.unwrap(), 1.0, 1e-3);
    let own =
        budgets.places.iter().find(|place| place.limit.ends_with("2027")).unwrap_or_else(|| panic!("{budgets:?}"));
    assert_close(own.enough_is.unwrap(), 9.0, 1e-2);
    for place in budgets.places.iter().filter(|place| place.limit.ends_with("free budget of Germany, 2026")) {
        assert_close(place.enough_is.unwrap(), 24.0, 1e-2);
    }
}

#[test]
fn who_has_no_money_and_lines_that_make_nothing_are_causes() {
    let text = "
model: Nothing
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: BUDGET, gdp: 1 }, FRA: { budget: 3, gdp: 1 } }
capabilities: { guns: { us_baseline: 20 } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: PRICE, capacity: MADE } }
goals: [{ require: gap, at_most: 55 % }, { minimise: cost }]
";
    for price in ["1", "{ 0: 1, 15: 0.8 }", "1, minimum_order: 2"] {
        let of = |budget: &str, made: &str| {
            let text = text.replace("BUDGET", budget).replace("MADE", made).replace("PRICE", price);
            infeasible(&model(&text), Budget::default()).unwrap().parties
        };
        // Nine guns are needed, France can pay for three.
        let parties = of("0", "20");
        let budgets = parties.iter().find(|party| party.demand == "budgets").unwrap_or_else(|| panic!("{parties:?}"));
        let told = |party: &ConflictParty| -> Vec<(f64, Option<f64>)> {
            party.places.iter().map(|place| (place.stands_at, place.enough_is)).collect()
        };
        let places = told(budgets);
        assert_eq!(places.len(), 2, "{budgets:?}");
        assert_close(places[0].0, 0.0, 1e-9);
        assert_close(places[0].1.unwrap(), 6.0, 1e-3);
        assert_close(places[1].1.unwrap(), 9.0, 1e-3);
        // Three times as much of each is nothing more for Germany.
        assert_close(budgets.enough.unwrap(), 2.0, 1e-3);
        let parties = of("20", "0");
        let lines = parties.iter().find(|party| party.demand == "capacity of lines").unwrap();
        assert_close(lines.enough_is.or(lines.places[0].enough_is).unwrap(), 9.0, 1e-3);
        // Germany needs ten, and who has no money orders none of them, however much it needs.
        assert!(!parties.iter().any(|party| party.demand.starts_with("most that is needed")), "{parties:?}");
    }
}

#[test]
fn a_rule_that_compares_with_everyone_alone_has_no_plan_where_they_have_none() {
    // Alone, Germany cannot pay for its ten guns at 2; together they cost 1 each.
    let text = "
model: Alone there is none
money: MEUR 2025
horizon: 2026
nations: { DEU: { budget: 15 }, FRA: { budget: 25 } }
capabilities: { guns: { targets: { DEU: 10, FRA: 10 }, targets_are: required } }
producers: { works: { seat: DEU } }
offers: { gun: { by: works, gives: guns, price: { 0: 2, 20: 1 } } }
proposals:
  fair: { pools: { all: { members: \"{DEU, FRA}\" } }, rules: { none_worse: { rule: nobody_worse_off } } }
  free: { pools: { all: { members: \"{DEU, FRA}\" } } }
goals: [{ minimise: cost }]
";
    let model = model(text);
    let under = |code: &str| model.under(model.proposals.find(code).unwrap());
    assert!(has_plan(&under("free")) && !has_plan(&under("fair")));
    let found = infeasible(&under("fair"), Budget::default()).unwrap();
    assert!(!found.has_plan, "{found:?}");
    assert_eq!(found.alone_for.as_deref(), Some("none worse"));
    let budgets = found.parties.iter().find(|party| party.demand == "budgets").unwrap();
    assert_eq!(budgets.places.len(), 1, "{budgets:?}");
    assert_close(budgets.places[0].enough_is.unwrap(), 20.0, 1e-3);
    let said = infeasible_text(&found, Screen { width: None, color: false });
    assert!(
        said.contains("The rule none worse compares nations with standalone procurement, and that has no plan."),
        "{said}"
    );
}

/// A line of whole lots that can grow has two limits of its first year, one by the year and one by the run of years that begins there: one
/// figure, that moves once. With c a year, ⌊c⌋ are there in 2026 and ⌊2c + 1⌋ in 2027, of which 20 are wanted together: c is 6.5.
#[test]
fn a_figure_that_two_limits_are_made_of_moves_once() {
    let model = model(
        "model: Lots\nmoney: MEUR 2025\nhorizon: 2026..2027\nnations: { DEU: { budget: 1000 } }\n\
         capabilities: { guns: { us_baseline: 20 } }\nproducers: { works: { seat: DEU } }\n\
         offers: { o: { by: works, gives: guns, price: 1, capacity: 2, lots_of: 1, \
         expansion: { cost: 500, at_most: 1, lead_time: 1 year, paid_by: \"{DEU}\" } } }\n\
         goals: [{ require: gap, at_most: 0.5 }, { minimise: cost }]\n",
    );
    let found = infeasible(&model, Budget::default()).unwrap();
    let lines = found.parties.iter().find(|party| party.demand == "capacity of lines").unwrap();
    assert!((lines.enough.unwrap() - 2.25).abs() < 1e-3, "{lines:?}");
}

#[test]
fn every_share_that_is_said_to_be_enough_is_enough_and_less_is_not() {
    let (mut asked, mut kinds) = (0, [0; 4]);
    for seed in 0..100 {
        let drawn = Drawn::of(seed);
        let model = drawn.model(AS_IT_IS);
        if has_plan(&model) {
            continue;
        }
        let found = infeasible(&model, Budget::default()).unwrap();
        assert!(!found.has_plan, "{seed}\n{}", drawn.text(AS_IT_IS));
        for party in &found.parties {
            let with: Box<dyn Fn(f64) -> Moved> = match (&party.demand[..], party.enough, party.enough_is) {
                ("budgets", Some(share), _) => Box::new(move |f| Moved { budgets: 1.0 + f * share, ..AS_IT_IS }),
                ("capacity of lines", Some(share), _) => {
                    Box::new(move |f| Moved { lines: 1.0 + f * share, ..AS_IT_IS })
                }
                ("funds", Some(share), _) => Box::new(move |f| Moved { funds: 1.0 + f * share, ..AS_IT_IS }),
                (words, _, Some(is)) if words.starts_with("required: ") => {
                    let more = is - drawn.at_most;
                    Box::new(move |f| Moved { gap: f * more, ..AS_IT_IS })
                }
                _ => continue,
            };
            let kind = ["budgets", "capacity of lines", "funds", "required: minimise capability gap"];
            kinds[kind.iter().position(|kind| *kind == party.demand).unwrap()] += 1;
            let (there, before) = (with(1.0005), with(0.98));
            assert!(has_plan(&drawn.model(there)), "{seed}: not enough: {party:?}\n{}", drawn.text(AS_IT_IS));
            assert!(!has_plan(&drawn.model(before)), "{seed}: less is enough: {party:?}\n{}", drawn.text(AS_IT_IS));
            asked += 1;
        }
    }
    assert!(asked > 100, "{asked}");
    assert!(kinds.iter().all(|count| *count > 2), "{kinds:?}");
}

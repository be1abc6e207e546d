//! Who depends on whom: rungs of hard cases, who controls whom, what is left when support is denied, what is stopped, and what
//! others still provide.

mod plans;

use entente::model::{Deniable, Denial, Model, Party, Rung, Since, Step};
use entente::units::Year;

use crate::models::model_path;
use crate::setting::{assert_close, findings, model, model_file};

/// Closer than any rounding of a product of a few shares.
const EXACT: f64 = 1e-9;

fn shipped(file: &str) -> Model {
    model_file(&model_path(file))
}

/// A country or a producer by its code; every country that a test names is in its model.
fn party(model: &Model, code: &str) -> Party {
    let producer = model.producers.find(code).map(Party::Producer);
    producer.or_else(|| model.countries.find(code).map(Party::Country)).unwrap_or_else(|| panic!("no party {code}"))
}

/// A denial of some kinds, of everything where none is named.
fn denial(model: &Model, by: &[&str], from: i32, what: &[Deniable]) -> Denial {
    let by: Vec<Party> = by.iter().map(|code| party(model, code)).collect();
    model.denial("a test".to_owned(), &by, step(model, from), what, 1.0)
}

fn step(model: &Model, year: i32) -> Step {
    model.horizon.step_of(Year(year)).unwrap()
}

#[track_caller]
fn offer_left(model: &Model, offer: &str, denial: &Denial, since: Since) -> f64 {
    model.offer_left(&model.offers[model.offers.find(offer).unwrap()], denial, since)
}

#[test]
fn the_five_hard_cases_stand_on_the_rungs_that_were_worked_out() {
    let model = shipped("hard-cases.yaml");
    // Seat, owners, value added, authority, assured: each alone, then each the one before times its factor.
    let cases = [
        ("missile", [1.0, 0.0, 0.4, 0.0, 0.3], [1.0, 0.0, 0.0, 0.0, 0.0]),
        ("frigate", [1.0, 1.0, 0.8, 0.0, 0.4], [1.0, 1.0, 0.8, 0.0, 0.0]),
        ("fighter", [1.0, 1.0, 0.6, 0.0, 0.3], [1.0, 1.0, 0.6, 0.0, 0.0]),
        ("radar", [1.0, 0.25, 1.0, 1.0, 1.0], [1.0, 0.25, 0.25, 0.25, 0.25]),
        ("cloud", [1.0, 1.0, 0.7, 0.0, 0.1], [1.0, 1.0, 0.7, 0.0, 0.0]),
    ];
    assert_eq!(cases.len(), model.offers.len());
    for (code, factors, cumulated) in cases {
        let ladder = model.offer_ladder(&model.offers[model.offers.find(code).unwrap()]);
        for ((rung, factor), product) in Rung::ALL.into_iter().zip(factors).zip(cumulated) {
            assert_close(ladder.factor(rung).0, factor, EXACT);
            assert_close(ladder.cumulated(rung).0, product, EXACT);
        }
    }
    // All five are stopped: by the maker's owner, or by a licence.
    let us = &model.denials[model.denials.find("us").unwrap()];
    assert!(model.offers.iter().all(|(_, offer)| model.stops(offer, us)));
}

const OWNERS: &str = "
model: Owners
horizon: 2026..2027
nations: { DEU: { budget: 1 } }
capabilities: { guns: { us_baseline: 1 } }
producers:
  group: { seat: USA, owners: { USA: 45 % } }
  half: { seat: DEU, owners: { group: 50 %, DEU: 50 % } }
  of_the_half: { seat: FRA, owners: { half: 100 % } }
  by_sum: { seat: ITA, owners: { USA: 40 %, half: 40 % } }
  daughter: { seat: ESP, owners: { group: 60 %, ESP: 40 % } }
  granddaughter: { seat: POL, owners: { daughter: 60 %, POL: 40 % } }
  abroad: { seat: USA, owners: { DEU: 100 % } }
  unknown: { seat: NOR, owners: { NOR: 10 % } }
offers: { gun: { by: half, gives: guns, price: 1 } }
denials: { us: { by: [USA], from: 2027 } }
";

#[test]
fn control_is_a_seat_or_more_than_half_and_goes_down_the_chains() {
    let model = model(OWNERS);
    let under = |who: &str, whom: &str| model.is_under(party(&model, who), party(&model, whom));
    // Everybody is under themselves, and no country is under another, or under a producer.
    for code in ["group", "half", "USA", "DEU"] {
        assert!(under(code, code), "{code}");
    }
    assert!(!under("DEU", "USA") && !under("USA", "group"));
    // The seat decides, whoever owns it; so do owners, wherever it sits.
    assert!(under("group", "USA") && under("abroad", "USA") && under("abroad", "DEU"));
    assert!(under("unknown", "NOR"));
    // Half is not more than half.
    assert!(!under("half", "group") && !under("half", "USA") && !under("of_the_half", "USA"));
    // Of a firm all of which is another one's, half is owned from where that one sits; it goes where that one goes.
    assert!(under("of_the_half", "half") && under("of_the_half", "DEU"));
    // Part by part, 40 % + 40 % x 50 % x 45 % = 49 % are American.
    assert!(!under("by_sum", "USA"));
    // 60 % of a firm that sits there; and 60 % of that one, though 60 % x 60 % = 36 % are the group's.
    assert!(under("daughter", "group") && under("daughter", "USA"));
    assert!(under("granddaughter", "daughter") && under("granddaughter", "group") && under("granddaughter", "USA"));
    assert!(under("granddaughter", "POL") && !under("group", "granddaughter"));
}

#[test]
fn control_by_shares_of_several_chains_adds_up() {
    let model = shipped("owners-of-owners.yaml");
    let share = |producer: &str, country: &str| -> f64 {
        let Party::Country(country) = party(&model, country) else { panic!("{country} is no country") };
        let owners = &model.producers[model.producers.find(producer).unwrap()].owners;
        owners.iter().filter(|(owner, _)| *owner == country).map(|(_, share)| share.0).sum()
    };
    assert_close(share("second_venture", "USA"), 0.25, EXACT);
    assert_close(share("second_venture", "DEU"), 0.25, EXACT);
    assert_close(share("daughter", "USA"), 0.55, EXACT);
    let under = |who: &str, whom: &str| model.is_under(party(&model, who), party(&model, whom));
    assert!(!under("venture", "USA") && !under("second_venture", "USA") && !under("second_venture", "venture"));
    assert!(under("daughter", "USA") && under("daughter", "group") && !under("daughter", "venture"));
}

#[test]
fn who_is_under_who_is_under_somebody_is_under_them() {
    let model = model(OWNERS);
    let all: Vec<Party> =
        model.producers.ids().map(Party::Producer).chain(model.countries.ids().map(Party::Country)).collect();
    for &a in &all {
        for &b in all.iter().filter(|b| model.is_under(a, **b)) {
            for &c in all.iter().filter(|c| model.is_under(b, **c)) {
                let name = |party| model.party_code(party);
                assert!(model.is_under(a, c), "{} under {} under {}", name(a), name(b), name(c));
            }
        }
    }
}

#[test]
fn who_is_named_twice_or_under_another_denies_once() {
    let model = model(OWNERS);
    let by = |codes: &[&str]| -> Vec<String> {
        denial(&model, codes, 2027, &[]).by.iter().map(|party| model.party_code(*party).to_owned()).collect()
    };
    assert_eq!(by(&["daughter", "USA", "group", "USA"]), ["USA"]);
    assert_eq!(by(&["group", "half", "DEU"]), ["group", "DEU"]);
    assert_eq!(denial(&model, &["USA"], 2027, &[]).what, Deniable::ALL);
}

const BILLS: &str = "
model: Bills of dependence
horizon: 2026..2031
nations: { DEU: { budget: 1 } }
capabilities: { guns: { us_baseline: 1 } }
decay:
  maintenance: { share: 50 %, gone: { 0: 0 %, 4: 100 % } }
  updates: { share: 30 % }
  munitions: { share: 20 %, gone: { 1: 0 %, 2: 100 % } }
producers:
  works: { seat: DEU }
  american: { seat: USA }
  other: { seat: USA }
  daughter: { seat: DEU, owners: { TUR: 80 %, DEU: 20 % } }
offers:
  nothing_stated: { by: works, gives: guns, price: 1, value_added: { DEU: 55 %, USA: 25 %, TUR: 20 % } }
  one_share: { by: works, gives: guns, price: 1, without_us: 60 %, value_added: { DEU: 80 %, TUR: 20 % } }
  kinds:
    by: works
    gives: guns
    price: 1
    value_added: { DEU: 80 %, TUR: 20 % }
    sustained_by: { USA: 40 % }
    software: { american: 50 % }
    when_denied:
      munitions: { other: { 1: 100 %, 3: 80 % } }
  wins: { by: works, gives: guns, price: 1, sustained_by: { USA: 40 % }, when_denied: { maintenance: { USA: 90 % } } }
  imported: { by: american, gives: guns, price: 1, without_us: 10 %, value_added: { USA: 70 %, DEU: 30 % } }
  mostly_free: { by: american, gives: guns, price: 1, without_us: 80 %, value_added: { USA: 70 %, DEU: 30 % } }
  by_daughter: { by: daughter, gives: guns, price: 1, value_added: { DEU: 60 %, TUR: 10 %, POL: 30 % } }
holdings:
  old: { nation: DEU, gives: guns, quantity: 1, without_us: 20 % }
denials: { us: { by: [USA], from: 2027 } }
";

#[test]
fn what_is_stated_of_a_denier_says_what_is_left_kind_by_kind_and_year_by_year() {
    use Deniable::{Deliveries, Enablers, Maintenance, Munitions, Updates};
    let model = model(BILLS);
    let us = |what: &[Deniable]| denial(&model, &["USA"], 2027, what);
    let left = |what: &[Deniable], since| offer_left(&model, "kinds", &us(what), since);
    // 40 % of its spare parts, gone by quarters; half of its software, at once; munitions as stated.
    let by_year = [(0, 1.0, 1.0), (1, 0.9, 1.0), (2, 0.8, 0.9), (3, 0.7, 0.8), (4, 0.6, 0.8), (5, 0.6, 0.8)];
    for (years, maintenance, munitions) in by_year {
        let since = Since::Years(years);
        assert_close(left(&[Maintenance], since), maintenance, EXACT);
        assert_close(left(&[Updates], since), 0.5, EXACT);
        assert_close(left(&[Munitions], since), munitions, EXACT);
        assert_close(left(&[], since), maintenance * 0.5 * munitions, EXACT);
    }
    assert_close(left(&[], Since::Finally), 0.6 * 0.5 * 0.8, EXACT);
    assert_close(left(&[Enablers, Deliveries], Since::Finally), 1.0, EXACT);
    // A producer denies what it gives, and what it does not give is not denied, whatever its country gives.
    let by = |who: &str| offer_left(&model, "kinds", &denial(&model, &[who], 2027, &[]), Since::Finally);
    assert_close(by("american"), 0.5, EXACT);
    assert_close(by("other"), 0.8, EXACT);
    assert_close(by("DEU"), 1.0, EXACT);
    // Of a thing that states something of others, what is not stated is not lost: its value added in Turkey says nothing.
    assert_close(by("TUR"), 1.0, EXACT);
    // What is stated in the end wins over the share of spare parts, and both say what is left without the United States.
    assert_close(offer_left(&model, "wins", &us(&[]), Since::Years(0)), 0.9, EXACT);
    let without = |code: &str| model.offers[model.offers.find(code).unwrap()].without_us.0;
    assert_close(without("wins"), 0.9, EXACT);
    assert_close(without("kinds"), 0.24, EXACT);
}

#[test]
fn one_share_without_the_united_states_is_spread_over_kinds_and_years() {
    let model = model(BILLS);
    let left = |what: &[Deniable], since| offer_left(&model, "one_share", &denial(&model, &["USA"], 2027, what), since);
    // 40 % are lost: 20 % for want of spare parts by quarters, 12 % of updates at once, 8 % of munitions after a year.
    let by_year = [(0, 0.0, 0.0), (1, 0.05, 0.0), (2, 0.1, 0.08), (3, 0.15, 0.08), (4, 0.2, 0.08), (5, 0.2, 0.08)];
    for (years, maintenance, munitions) in by_year {
        let since = Since::Years(years);
        assert_close(left(&[Deniable::Maintenance], since), 1.0 - maintenance, EXACT);
        assert_close(left(&[Deniable::Updates], since), 0.88, EXACT);
        assert_close(left(&[], since), 1.0 - maintenance - 0.12 - munitions, EXACT);
    }
    assert_close(left(&[], Since::Finally), 0.6, EXACT);
    let holding = model.holdings.iter().next().unwrap().1;
    assert_close(model.holding_left(holding, &denial(&model, &["USA"], 2027, &[]), Since::Finally), 0.2, EXACT);
    assert_close(model.holding_left(holding, &denial(&model, &["USA"], 2027, &[]), Since::Years(0)), 0.76, EXACT);
}

#[test]
fn of_others_of_whom_nothing_is_stated_the_value_that_they_add_is_lost() {
    let model = model(BILLS);
    let finally = |offer: &str, by: &[&str]| offer_left(&model, offer, &denial(&model, by, 2027, &[]), Since::Finally);
    assert_close(finally("nothing_stated", &["TUR"]), 0.8, EXACT);
    // A share for the United States says nothing of Turkey.
    assert_close(finally("one_share", &["TUR"]), 0.8, EXACT);
    // Of the United States nothing is estimated: where nothing is stated, nothing is lost.
    assert_close(finally("nothing_stated", &["USA"]), 1.0, EXACT);
    assert_close(finally("one_share", &["USA", "TUR"]), 0.6 * 0.8, EXACT);
    // Half of it hangs on spare parts, of which half are used up after two years; the estimate is spread like a share.
    let turkey = denial(&model, &["TUR"], 2027, &[]);
    assert_close(offer_left(&model, "nothing_stated", &turkey, Since::Years(2)), 1.0 - 0.2 * (0.25 + 0.3 + 0.2), EXACT);
    // A producer takes what is added at the seat of what it makes, and a country that of its daughters as well.
    assert_close(finally("imported", &["american"]), 0.3, EXACT);
    assert_close(finally("imported", &["other"]), 1.0, EXACT);
    assert_close(finally("by_daughter", &["daughter"]), 0.4, EXACT);
    assert_close(finally("by_daughter", &["TUR"]), 0.3, EXACT);
    // Whoever is under the United States takes no more than they do.
    assert_close(finally("mostly_free", &["american"]), 0.8, EXACT);
    assert_close(finally("mostly_free", &["USA"]), 0.8, EXACT);
    let estimated = |offer: &str, by: &[&str]| {
        model.is_estimated(&model.offers[model.offers.find(offer).unwrap()].bill, &denial(&model, by, 2027, &[]))
    };
    assert!(estimated("nothing_stated", &["TUR"]) && !estimated("nothing_stated", &["USA"]));
    assert!(!estimated("kinds", &["TUR"]));
}

#[test]
fn deliveries_stop_where_the_denier_makes_it_or_must_agree() {
    let model = model(
        "
model: Stopped
horizon: 2026..2027
nations: { DEU: { budget: 1 } }
capabilities: { guns: { us_baseline: 1 } }
producers:
  works: { seat: DEU }
  american: { seat: USA }
  daughter: { seat: DEU, owners: { american: 75 %, DEU: 25 % } }
  half: { seat: DEU, owners: { american: 50 %, DEU: 50 % } }
offers:
  own: { by: works, gives: guns, price: 1, value_added: { USA: 90 %, DEU: 10 % }, software: { USA: 100 % } }
  imported: { by: american, gives: guns, price: 1 }
  free_to_export: { by: american, gives: guns, price: 1, authority: [DEU] }
  by_daughter: { by: daughter, gives: guns, price: 1 }
  by_half: { by: half, gives: guns, price: 1 }
  licensed: { by: works, gives: guns, price: 1, licensed_from: [american] }
  agreed: { by: works, gives: guns, price: 1, authority: [DEU, USA] }
denials: { us: { by: [USA], from: 2027 } }
",
    );
    let stopped = |by: &[&str], what: &[Deniable]| -> Vec<&str> {
        let denial = denial(&model, by, 2027, what);
        let stops = model.offers.iter().filter(|(_, offer)| model.stops(offer, &denial));
        stops.map(|(id, _)| model.offers.code(id)).collect()
    };
    // Parts and software alone stop nothing.
    let all = ["imported", "free_to_export", "by_daughter", "licensed", "agreed"];
    assert_eq!(stopped(&["USA"], &[]), all);
    assert_eq!(stopped(&["USA"], &[Deniable::Deliveries]), all);
    assert!(stopped(&["USA"], &[Deniable::Maintenance, Deniable::Enablers]).is_empty());
    // A firm speaks for itself and its daughters, not for its country.
    assert_eq!(stopped(&["american"], &[]), ["imported", "free_to_export", "by_daughter", "licensed"]);
    assert_eq!(stopped(&["half"], &[]), ["by_half"]);
}

#[test]
fn what_a_denier_provides_is_gone_from_the_first_year_on() {
    let model = model(
        "
model: Provided
horizon: 2026..2028
nations: { DEU: { budget: 100 } }
capabilities:
  jets: { us_baseline: 10, needs: { links: 1, tankers: 1 } }
  links: { us_provides: { 2026: 4, 2028: 6 }, provided_by: { GBR: 2, american: 1 }, switch: change_over }
  tankers: { provided_by: { GBR: 3 } }
programmes: { change_over: { cost: 1, duration: 1 year } }
producers:
  american: { seat: USA }
offers: { jet: { by: american, gives: jets, price: 1 } }
denials: { us: { by: [USA], from: 2027 } }
",
    );
    let of = |capability: &str| model.capabilities.find(capability).unwrap();
    let provided = |by: &[&str], what: &[Deniable], capability: &str| -> Vec<f64> {
        let denial = denial(&model, by, 2027, what);
        model.horizon.steps().map(|step| model.provided_under(&denial, of(capability), step)).collect()
    };
    assert_eq!(provided(&["USA"], &[], "links"), [7.0, 2.0, 2.0]);
    assert_eq!(provided(&["american"], &[], "links"), [7.0, 7.0, 8.0]);
    assert_eq!(provided(&["GBR"], &[], "links"), [7.0, 6.0, 7.0]);
    assert_eq!(provided(&["USA", "GBR"], &[Deniable::Enablers], "links"), [7.0, 0.0, 0.0]);
    assert_eq!(provided(&["USA"], &[Deniable::Maintenance], "links"), [7.0, 8.0, 9.0]);
    assert_eq!(provided(&["USA"], &[], "tankers"), [3.0, 3.0, 3.0]);
    // Nothing is nothing, not less: it is printed.
    assert!(provided(&["GBR"], &[], "tankers")[1].is_sign_positive());
    // What is hard to leave is so only where it is denied.
    let switch = |by: &str, what: &[Deniable], capability: &str| -> Option<String> {
        model.switch_under(&denial(&model, &[by], 2027, what), of(capability)).map(str::to_owned)
    };
    assert_eq!(switch("USA", &[], "links").as_deref(), Some("change_over"));
    assert_eq!(switch("american", &[Deniable::Enablers], "links").as_deref(), Some("change_over"));
    assert_eq!(switch("USA", &[Deniable::Updates], "links"), None);
    assert_eq!(switch("USA", &[], "tankers"), None);
    assert_eq!(switch("DEU", &[], "links"), None);
}

/// Owners in a circle are a finding; a denial in the same document does not follow the circle for ever.
#[test]
fn a_circle_of_owners_is_told_where_somebody_denies() {
    let text = OWNERS.replace("owners: { USA: 45 % }", "owners: { granddaughter: 60 % }");
    assert_ne!(text, OWNERS);
    assert!(findings(&text).contains("owns itself"), "{}", findings(&text));
}

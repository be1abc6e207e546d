//! Laws of what is said about plans, tried on random models: figures of comparisons, differences and tables, added up again.

use std::fmt::Write;

use entente::id::Id;
use entente::input::read_text;
use entente::layout::{Cell, Table, csv_text};
use entente::measures::stocks_under;
use entente::model::{ALONE, Model, Party, TOGETHER};
use entente::planning::{Approach, Run, judge};
use entente::questions::compare::{Comparison, Contender, compare};
use entente::questions::diff::difference;
use entente::questions::stress::stress;
use entente::report::tables;
use proptest::prelude::*;

use crate::laws::{GAP, question};
use crate::laws_of_proposals::{PROVEN, proposed, proposing};
use crate::models::put_under;
use crate::setting::{assert_close, law, model, solved};

fn compared(model: &Model, proposals: &[&str]) -> Comparison {
    let contender =
        |code: &&str| Contender { code: (*code).to_owned(), name: (*code).to_owned(), model: put_under(model, code) };
    compare(&[ALONE].iter().chain(proposals).map(contender).collect::<Vec<_>>(), Approach::default())
}

/// What a run orders of an offer: units, value, and what goes through pools of it.
fn ordered(run: &Run, offer: usize) -> (f64, f64) {
    let orders = run.plan.orders.iter().zip(&run.known.terms.values).filter(|(order, _)| order.offer.index() == offer);
    orders.fold((0.0, 0.0), |(units, value), (order, worth)| (units + order.quantity, value + worth))
}

/// A column of a table by its heading.
fn column<'t>(table: &'t Table, heading: &str) -> impl Fn(&'t [Cell]) -> &'t Cell {
    let place = table.columns.iter().position(|column| column.name == heading).unwrap();
    move |row| &row[place]
}

fn number(cell: &Cell) -> f64 {
    match cell {
        Cell::Number(number) => *number,
        other => panic!("{other:?} is no number"),
    }
}

proptest! {
    #![proptest_config(law(24, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions/laws_of_answers.txt")))]

    /// Everyone alone reaches what everyone alone reaches; what is not used loses nothing; no lower price saves anything that the
    /// proposal's plan does not pay.
    #[test]
    fn savings_come_from_what_is_ordered(
        question in question(),
        proposed in proposed(),
        minimum in prop_oneof![Just(None), (1.0..8.0).prop_map(Some)],
    ) {
        let mut text = proposed.question(&question, GAP);
        if let Some(minimum) = minimum {
            text = text.replace(", quality: ", &format!(", minimum_order: {minimum}, quality: "));
        }
        let comparison = compared(&model(&proposing(&text, &[&proposed.pool(&question, false)])), &["tried"]);
        let runs: Vec<Option<&Run>> =
            comparison.sides.iter().map(|side| side.cheapest.as_ref().and_then(|run| run.as_ref().ok())).collect();
        let own = comparison.sides[0].run.as_ref().unwrap().known.spending.paid().sum();
        let alone = runs[0].expect("everyone alone reaches what everyone alone reaches");
        let least = alone.known.spending.paid().sum();
        prop_assert!(least <= own * (1.0 + PROVEN) + 1e-6, "least cost {least}, and the plan itself costs {own}");
        let Some(other) = runs[1] else { return Ok(()) };
        let saving = comparison.sides[1].saving.unwrap();
        let sum = saving.price + saving.fixed - saving.pools + saving.reallocation;
        prop_assert!((sum - saving.total).abs() < 1e-6 * (1.0 + least), "{saving:?}");

        // What pools cost, from the orders: overhead on each, and agreeing once for each offer.
        let groups = &other.model.groups;
        let mut agreed = Vec::new();
        let mut pools = 0.0;
        for (order, value) in other.plan.orders.iter().zip(&other.known.terms.values) {
            pools += value * groups[order.group].overhead.0;
            if !agreed.contains(&(order.group, order.offer)) {
                agreed.push((order.group, order.offer));
                pools += groups[order.group].harmonisation.0;
            }
        }
        prop_assert!((saving.pools - pools).abs() < 1e-5 * (1.0 + pools), "{saving:?}, and pools cost {pools}");

        // Lower prices, from what is ordered of each offer and its mean price, where all units have one price.
        if proposed.is_priced_alike() {
            let mut price = 0.0;
            for offer in 0..other.model.offers.len() {
                let ((units, value), (again, paid)) = (ordered(alone, offer), ordered(other, offer));
                if units > 0.0 && again > 0.0 {
                    price += (value / units - paid / again) * units.min(again);
                }
            }
            prop_assert!((saving.price - price).abs() < 1e-5 * (1.0 + least), "{saving:?}, and prices save {price}");
        }
    }

    /// What is usable of a capability in a year is the same in every table, in normal times and while support is denied.
    #[test]
    fn tables_say_the_same_of_what_is_usable(question in question(), denied in any::<bool>(), held in 0.0..2.0) {
        let denial = "denials: { us: { by: [USA, NA], from: 2027, what: [enablers, deliveries] } }\n";
        let goal = if denied { "gap_under_denial" } else { "gap" };
        let text = question.text(&format!("minimise: {goal}"));
        let text = format!("{text}{denial}");
        // There may be more of the enabler than its baseline.
        let held = held * model(&text).baselines[[0, 0]];
        let settings = [("capabilities.k0.held".to_owned(), format!("{{ NA: {held} }}"))];
        let run = solved(&read_text("model.yaml", &text, &settings).model.unwrap());
        let all = tables(&run.model, &run);
        let table = |name: &str| all.iter().find(|table| table.name == name).unwrap();
        let (usable, capabilities) = (table("usable"), table("capabilities"));
        let [denial, capability, year] = ["denial", "capability", "year"].map(|heading| column(usable, heading));
        let [other, other_year] = ["capability", "year"].map(|heading| column(capabilities, heading));
        for row in &usable.rows {
            let step = run.model.horizon.steps().find(|step| {
                *year(row) == Cell::Whole(run.model.horizon.year(*step).0.into())
            }).unwrap();
            let (equivalents, units) = (number(column(usable, "equivalents")(row)), number(column(usable, "units")(row)));
            let Cell::Text(code) = capability(row) else { panic!() };
            let id = run.model.capabilities.find(code).unwrap();
            let needs_nothing = run.model.capabilities[id].needs.is_empty();
            if *denial(row) == Cell::Nothing {
                let same = capabilities.rows.iter().find(|there| other(there) == capability(row) && other_year(there) == year(row));
                let same = same.unwrap();
                assert_close(number(column(capabilities, "usable")(same)), equivalents, 1e-7);
                let there = number(column(capabilities, "units")(same));
                prop_assert!(units <= there * (1.0 + 1e-6) + 1e-6, "{units} of {there} units of {code} are in use");
                if needs_nothing {
                    assert_close(units, there, 1e-7);
                    assert_close(number(column(capabilities, "equivalents")(same)), equivalents, 1e-7);
                }
            } else {
                let under = run.model.denials.iter().next().unwrap().1;
                let left = stocks_under(&run.model, &run.plan, &run.known.arrivals, &run.known.stocks, under);
                assert_close(left.usable[[id.index(), step.index()]], equivalents, 1e-7);
            }
        }
        // Read back, it is the same plan, and passes its audit.
        let csv = csv_text(usable).unwrap();
        let mut plan = run.plan.clone();
        let (_, read) = entente::plan::BESIDE_ORDERS.iter().find(|(name, _)| *name == "usable").unwrap();
        read(&run.model, &csv, &mut plan).unwrap();
        let again = judge(&run.model, plan, None);
        prop_assert!(again.verdict.passed(), "{:?}", again.verdict.breaches);
    }

    /// The same held in two spellings loses the same, whoever denies.
    #[test]
    fn what_is_held_loses_the_same_in_every_spelling(question in question()) {
        let text = question.text(GAP);
        let short = model(&text);
        let mut holdings = "holdings:\n".to_owned();
        let mut plain = text.clone();
        for capability in short.capabilities.codes() {
            let id = short.capabilities.find(capability).unwrap();
            let held = short.held[[0, id.index(), 0]];
            writeln!(holdings, "  h_{capability}: {{ nation: NA, gives: {capability}, quantity: {held} }}").unwrap();
            let spelled = plain.find(&format!("  {capability}: {{ us_baseline")).unwrap();
            let start = plain[spelled..].find(", held: {").unwrap() + spelled;
            let end = plain[start..].find('}').unwrap() + start + 1;
            plain.replace_range(start..end, "");
        }
        let long = model(&format!("{plain}{holdings}"));
        let plan = solved(&short).plan;
        let parties: Vec<Party> = short.countries.ids().map(Party::Country).collect();
        for party in parties {
            let lost = |model: &Model| {
                let run = judge(model, plan.clone(), None);
                let first = model.horizon.first_step();
                let (model, denial) = model.with_denial("x", model.denial("x".to_owned(), &[party], first, &[], 1.0)).unwrap();
                serde_json::to_value(stress(&Run { model, ..run }, denial).years).unwrap()
            };
            prop_assert_eq!(lost(&short), lost(&long));
        }
    }

    /// A difference is the negative of its reverse; and where a price list is filled from its dear end, more units are no other price.
    #[test]
    fn a_difference_turned_around_is_its_negative(question in question(), proposed in proposed(), poorer in 0.5..1.0) {
        let text = proposed.question(&question, GAP);
        let model = model(&proposing(&text, &[&proposed.pool(&question, false)]));
        let together = put_under(&model, TOGETHER);
        let less = together.with_budgets_times(poorer);
        let mut runs = vec![solved(&put_under(&model, ALONE)), solved(&put_under(&model, "tried")), solved(&together)];
        runs.extend(less.ok().map(|model| solved(&model)));
        for (place, first) in runs.iter().enumerate() {
            for second in &runs[place..] {
                let (there, back) = (difference(first, second), difference(second, first));
                for (a, b) in [
                    (there.value, back.value),
                    (there.by_price, back.by_price),
                    (there.by_quantity, back.by_quantity),
                ] {
                    prop_assert!((a + b).abs() < 1e-6 * (1.0 + a.abs()), "{a} and back {b}");
                }
                prop_assert!((there.value - there.by_price - there.by_quantity).abs() < 1e-6 * (1.0 + there.value.abs()));
                let value = |run: &Run| run.known.terms.values.iter().sum::<f64>();
                assert_close(there.value, value(second) - value(first), 1e-6);
                prop_assert_eq!(there.orders.len(), back.orders.len());
                for nation in &there.nations {
                    let other = back.nations.iter().find(|other| other.nation == nation.nation).unwrap();
                    assert_close(nation.paid + other.paid, 0.0, 1e-6);
                    assert_close(nation.work + other.work, 0.0, 1e-6);
                }
            }
        }
        if let [.., whole, less] = &runs[..]
            && runs.len() == 4
            && !proposed.is_priced_alike()
        {
            assert_close(difference(whole, less).by_price, 0.0, 1e-6);
        }
    }
}

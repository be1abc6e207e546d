//! Where the money for orders goes, and what groups pay for a unit.

use entente::measures::{average_price, below_first_price, flows, group_prices, volume};
use entente::model::Model;
use entente::planning::Run;

use crate::setting::{assert_close, files, model, model_file, solved};

/// Every pool of a model that solves at once, and the run under it.
fn small_runs() -> Vec<(Model, Run)> {
    let wanted = ["discounts", "joint-discount", "learning-curve", "further-units", "shells-for-three", "common-money"];
    let is_wanted = |path: &std::path::PathBuf| wanted.iter().any(|name| path.file_stem().unwrap() == *name);
    let list: Vec<_> = files("models", "yaml").into_iter().filter(is_wanted).collect();
    assert_eq!(list.len(), wanted.len());
    list.iter().map(|path| (model_file(path), solved(&model_file(path)))).collect()
}

#[test]
fn what_nations_pay_in_is_what_producers_get_and_what_is_ordered() {
    for (model, run) in small_runs() {
        let all = flows(&model, &run.known.terms);
        let ordered = volume(&model, &run.plan, &run.known.terms).value.0;
        assert!(ordered > 0.0, "{}", model.title);
        assert_close(all.into_groups.iter().map(|(.., sum)| sum.0).sum(), ordered, 1e-9);
        assert_close(all.out_of_groups.iter().map(|(.., sum)| sum.0).sum(), ordered, 1e-9);
        for group in model.groups.ids() {
            let into: f64 = all.into_groups.iter().filter(|(_, to, _)| *to == group).map(|(.., sum)| sum.0).sum();
            let out: f64 = all.out_of_groups.iter().filter(|(from, ..)| *from == group).map(|(.., sum)| sum.0).sum();
            assert_close(into, out, 1e-9);
        }
    }
}

#[test]
fn what_groups_pay_for_a_unit_is_the_price_of_what_they_commit_to() {
    let mut falling = 0;
    for (model, run) in small_runs() {
        for at in group_prices(&run.plan, &run.known.terms) {
            let offer = &model.offers[at.offer];
            assert_close(at.price.0, average_price(offer, at.units).0, 1e-6);
            falling += usize::from(at.price.0 < offer.list_price().0 * 0.999);
        }
    }
    assert!(falling > 0, "no price falls in these models, so that nothing is tested");
}

#[test]
fn what_quantity_spares_is_a_share_of_what_the_first_price_would_cost() {
    // 20 guns at 3 where the first costs 5; the one with a single price does not count.
    let text = "model: m\nhorizon: 2026\nnations: { DEU: { budget: 1000 } }\n\
        capabilities: { guns: { us_baseline: 20 }, tents: { us_baseline: 10 } }\nproducers: { works: { seat: DEU } }\n\
        offers: { gun: { by: works, gives: guns, price: { 0: 5, 10: 3 } }, tent: { by: works, gives: tents, price: 7 } }\n";
    let model = model(text);
    let run = solved(&model);
    let paid = group_prices(&run.plan, &run.known.terms);
    assert_eq!(paid.len(), 2);
    assert_close(below_first_price(&model, &paid), 0.4, 1e-9);
    assert_close(below_first_price(&model, &[]), 0.0, 1e-9);
}

#[test]
fn further_units_have_prices_of_their_own_and_their_average_is_between() {
    // 10 at 5, the next 10 at 3: 20 cost 80, 4 each; where all have the price of the band reached, 20 cost 3 each.
    let text = |further: &str| {
        format!(
            "model: m\nhorizon: 2026\nnations: {{ DEU: {{ budget: 1000 }} }}\ncapabilities: {{ guns: {{ us_baseline: 20 }} }}\n\
             producers: {{ works: {{ seat: DEU }} }}\n\
             offers: {{ gun: {{ by: works, gives: guns, price: {{ 0: 5, 10: 3 }}{further} }} }}\n"
        )
    };
    let of = |further: &str| {
        let model = model(&text(further));
        let offer = &model.offers[model.offers.find("gun").unwrap()];
        average_price(offer, 20.0).0
    };
    assert_close(of(""), 3.0, 1e-12);
    assert_close(of(", bands_are: incremental"), 4.0, 1e-12);
}

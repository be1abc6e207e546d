//! Tables in the forms of public files, with made-up figures: as they come, each is refused with what to do, and after the steps of
//! docs/tables.md it is read.

use super::{meant, read};
use crate::setting::root;

/// A public form: its file as it comes and what is said of it, and the same after the steps of the page with what it means.
struct Form {
    name: &'static str,
    table: &'static str,
    said: &'static [&'static str],
    yaml: &'static str,
}

const FORMS: &[Form] = &[
    Form {
        name: "eurostat_sdmx",
        table: "nations",
        said: &["unknown heading `LAST UPDATE`", "`OBS_VALUE`", "known here: name, budget"],
        yaml: "DEU: { committed: { 2026: 13210.4, 2027: 14050 }, note: '2027: p' }, FRA: { committed: { 2026: 9870.2, 2027: 10210.6 } }, POL: { committed: { 2026: 7744.1, 2027: 8100.9 }, note: '2026: e; 2027: p' }",
    },
    Form {
        name: "eurostat_tsv",
        table: "nations",
        said: &["does not say what the numbers of that year are", "committed.2026"],
        yaml: "DEU: { committed: { 2026: 13210.4, 2027: 14050 }, note: 2027 p }, FRA: { committed: { 2026: 9870.2 } }",
    },
    Form {
        name: "nato_expenditure",
        table: "nations",
        said: &["stands above the headings, which are on line 4", "delete everything above the headings"],
        yaml: "DEU: { budget: { 2026: 93000, 2027: 95100 }, note: 2027 e }, FRA: { budget: { 2026: 61200, 2027: 63400 }, note: 2027 e }, POL: { budget: { 2026: 34100, 2027: 37200 }, note: 2027 e }",
    },
    Form {
        name: "world_bank",
        table: "nations",
        said: &["`Data Source` stands above the headings, which are on line 5"],
        yaml: "DEU: { name: Germany, gdp: 4525703.9 }, FRA: { name: France, gdp: 3052712.3 }, POL: { name: Poland, gdp: 811229.1 }",
    },
    Form {
        name: "sipri_long",
        table: "nations",
        said: &["unknown heading `Spending, constant US$ m.`"],
        yaml: "DEU: { budget: { 2026: 88459.5, 2027: 91020 } }, FRA: { budget: { 2026: 64720.1, 2027: 66300 } }",
    },
    Form {
        name: "sipri_transfers",
        table: "holdings",
        said: &["unknown heading `Supplier`"],
        yaml: "deu_old: { nation: DEU, gives: guns, quantity: 108, source: a register }, fra_old: { nation: FRA, gives: guns, quantity: 54, note: about }",
    },
    Form {
        name: "ministry_prices",
        table: "offers",
        said: &["unknown heading `Lieferant`"],
        yaml: "gun: { by: north, gives: guns, price: { 0: 4.4, 50: 4.15, 200: 3.975 }, minimum_order: 12 }, howitzer: { by: south, gives: guns, price: { 0: 6.1, 50: 5.8, 200: 5.5 } }",
    },
    Form {
        name: "ministry_budgets",
        table: "nations",
        said: &["`Einzelplan 14", "delete everything above the headings"],
        yaml: "DEU: { budget: { 2026: 82690.5, 2027: 93350 } }, FRA: { budget: { 2026: 57150, 2027: 60100.25 } }",
    },
    Form {
        name: "oecd_long",
        table: "nations",
        said: &["the cells below `REF_AREA` are countries"],
        yaml: "DEU: { gdp: 4525703.9 }, FRA: { gdp: 3052712.3 }",
    },
    Form {
        name: "inventory_wide",
        table: "held",
        said: &["`Gesamt` adds up others"],
        yaml: "DEU: { 2026: 310, 2027: 338.25, 2028: 366.5 }, FRA: { 2026: 200, 2027: 200, 2028: 190 }",
    },
    Form {
        name: "imf_weo",
        table: "nations",
        said: &["unknown heading `WEO Subject Code`", "`Subject Descriptor`", "`budget.2025`"],
        yaml: "DEU: { gdp: 4744804 }, FRA: { gdp: 3211292 }",
    },
    Form {
        name: "eda_data",
        table: "nations",
        said: &["unknown heading `Defence Investment (M€)`"],
        yaml: "DEU: { committed: 25400 }, FRA: { committed: 19300.5 }, POL: { committed: 13000 }",
    },
];

/// The bytes of a form.
fn bytes(name: &str, ending: &str) -> Vec<u8> {
    let path = root().join("tests/tables").join(format!("{name}{ending}"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn public_forms_are_refused_with_what_to_do_and_then_read() {
    let mut wrong = Vec::new();
    for form in FORMS {
        let (model, found) = read(form.table, "table.csv", &bytes(form.name, ".csv"));
        let errors = found.matches("error: ").count();
        if model.is_some() || errors == 0 || errors > 3 || !form.said.iter().all(|word| found.contains(word)) {
            wrong.push(format!("{} as it comes: {errors} errors\n{found}", form.name));
        }
        let (model, found) = read(form.table, "table.csv", &bytes(form.name, ".ready.csv"));
        match model {
            Some(model) if model == meant(form.table, form.yaml) => {}
            Some(_) => wrong.push(format!("{} after the steps is read wrongly", form.name)),
            None => wrong.push(format!("{} after the steps: {found}", form.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

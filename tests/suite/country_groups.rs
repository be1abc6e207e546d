//! Groups of countries that every model knows, and sets in braces with and without quotes.

use std::fmt::Write as _;

use entente::input;

use crate::setting::{entente, stderr, stdout};

/// What is said of a model of some nations whose keys are these.
fn read(nations: &str, keys: &str) -> (Vec<String>, String) {
    let mut table = String::new();
    for code in nations.split(' ') {
        let _ = write!(table, "{code}: {{ budget: 5 }}, ");
    }
    let text = format!(
        "model: m\nmoney: MEUR 2025\nhorizon: 2026\nnations: {{ {table} }}\n{keys}\ncapabilities: {{ guns: {{ us_baseline: 4 }} }}\nproducers: {{ north: {{ seat: DEU }} }}\noffers: {{ gun: {{ by: north, gives: guns, price: 1 }} }}\n"
    );
    let reading = input::read_text("model.yaml", &text, &[]);
    let found = reading.render_findings(false).join("\n");
    let model = reading.model;
    (model.map(|model| model.nations.codes().map(str::to_owned).collect()).unwrap_or_default(), found)
}

const SOME: &str = "DEU GBR POL NOR USA";

#[test]
fn built_in_groups_stand_in_sets() {
    for (keys, buyers) in [
        ("buyers: NATO - NATO + {DEU}", "DEU"),
        ("buyers: E5 - {FRA, ITA}", "DEU GBR POL"),
        ("buyers: EFTA - {CHE, ISL, LIE} + {DEU}", "DEU NOR"),
        // A group of the model wins.
        ("groups: { E5: [DEU, POL] }\nbuyers: E5", "DEU POL"),
        ("buyers: {DEU, POL}", "DEU POL"),
        ("buyers: \"{DEU, POL} + {GBR}\"", "DEU GBR POL"),
        ("groups: { OURS: {DEU, POL} }\nbuyers: OURS", "DEU POL"),
        ("groups: { OURS: [E5, NOR] }\nbuyers: OURS - {FRA, ITA}", "DEU GBR POL NOR"),
    ] {
        let (codes, found) = read(SOME, keys);
        assert_eq!(codes.join(" "), buyers, "{keys}: {found}");
    }
    // Pools hold the nations of a group that the model has, of the year that is named.
    for (members, count) in [("EU27@2010", 3), ("EU27@2020", 2), ("NATO", 5), ("{DEU, POL}", 2)] {
        let keys = format!("proposals: {{ p: {{ pools: {{ a: {{ members: {members} }} }} }} }}");
        let (_, found) = read(SOME, &keys);
        assert!(!found.contains("error"), "{members}: {found}");
        let text = format!(
            "model: m\nhorizon: 2026\nnations: {{ DEU: {{}}, GBR: {{}}, POL: {{}}, NOR: {{}}, USA: {{}} }}\n{keys}\ncapabilities: {{ guns: {{ us_baseline: 4 }} }}\nproducers: {{ north: {{ seat: DEU }} }}\noffers: {{ gun: {{ by: north, gives: guns, price: 1 }} }}\n"
        );
        let model = input::read_text("model.yaml", &text, &[]).model.unwrap();
        let pooled = model.under(model.proposals.find("p").unwrap());
        let group = pooled.groups.find("a").unwrap();
        assert_eq!(pooled.groups[group].members.len(), count, "{members}");
    }
}

#[test]
fn what_is_no_group_is_told_with_what_would_be_right() {
    for (keys, words) in [
        ("buyers: EU27@2015", vec!["`EU27@2015` is no group", "from 2020 on and 2007..2012"]),
        ("buyers: NAT0", vec!["unknown group or country `NAT0`", "did you mean `NATO`?"]),
        ("buyers: {DEU, POL} + {GBR}", vec!["needs quotes where a sign stands beside it", "in quotes"]),
        ("proposals: { p: { pools: { a: { members: E5 - {FRA}, exclusive: true } } } }", vec!["needs quotes"]),
        ("buyers: E5", vec!["`FRA`, `ITA` buy, and are no nations of the table"]),
    ] {
        let (_, found) = read(SOME, keys);
        assert!(words.iter().all(|word| found.contains(word)), "{keys}: {found}");
        assert_eq!(found.matches("error: ").count(), 1, "{keys}: {found}");
    }
}

#[test]
fn a_command_lists_the_groups() {
    let listed = stdout(&entente(["groups"]));
    for line in [
        "EU27, from 2020 on: ",
        "EU27, 2007..2012: ",
        "NATO, 2023: ",
        "  DEU, FRA, GBR, ITA, POL\n",
        "SAFE, from 2025 on: ",
    ] {
        assert!(listed.contains(line), "{line}: {listed}");
    }
    assert_eq!(stdout(&entente(["groups", "EFTA", "NATO@2019"])).lines().count(), 4);
    for (name, word) in [("G7", "unknown group `G7`"), ("EU27@2015", "from 2020 on and 2007..2012")] {
        let output = entente(["groups", name]);
        assert!(!output.status.success() && stderr(&output).contains(word), "{}", stderr(&output));
    }
}

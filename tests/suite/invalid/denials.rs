//! A good model in which support may be denied, and every exchange that makes it a bad one.

use super::found_in;
use super::rows::{Row, row, rows};
use crate::setting::{model, model_file};

/// A model that uses most of what can be said of dependence, and is good.
pub const GOOD: &str = "\
model: Who may deny what
money: MEUR 2025
horizon: 2026..2030
nations:
  DEU: { budget: 900 }
  POL: { budget: 500 }
capabilities:
  tankers: { us_provides: 6, provided_by: { albion: 2 }, switch: own_tankers }
  jets: { us_baseline: 200, needs: { tankers: 0.1 } }
  guns: { us_baseline: 300 }
holdings:
  old_jets: { nation: DEU, gives: jets, quantity: 60, without_us: 40 %, when_denied: { updates: { star: 40 % } } }
producers:
  works: { seat: DEU }
  star: { seat: USA }
  albion: { seat: GBR, owners: { star: 40 %, GBR: 60 % }, partners: [works] }
offers:
  jet:
    by: works
    gives: jets
    price: 90
    licensed_from: [star]
    software: { USA: 30 %, GBR: 20 % }
    sustained_by: { USA: 25 % }
    when_denied: { munitions: { USA: { 0: 100 %, 3: 60 % } } }
  tanker: { by: albion, gives: tankers, price: 200 }
  gun: { by: works, gives: guns, price: 5, without_us: 80 % }
programmes:
  own_tankers: { cost: 300, duration: 2 years }
decay:
  maintenance: { share: 60 %, gone: { 0: 20 %, 3: 100 % } }
  updates: { share: 40 %, gone: { 1: 0 %, 4: 100 % } }
denials:
  us: { by: [USA], from: 2028, what: [maintenance, enablers], weight: 2 }
  island: { by: [albion, GBR], from: 2029 }
rules:
  borne: { rule: lost_when_denied, under: us, at_most: 30 %, from: 2030, of: each_capability, or_pay: 10 }
proposals:
  pooled:
    pools: { both: { members: \"{DEU, POL}\" } }
    rules: { work: { rule: through_pool, at_least: 50 % } }
    funds: { loans: { kind: loan, envelope: 50, asks: { free: { rule: excluded_producers, producers: [star] } } } }
goals:
  - require: worst_gap_under_denial
    at_most: 100 %
  - minimise: gap
  - minimise: gap_under_denial
    under: [us]
  - minimise: cost
";

/// The rule as it is written.
const BORNE: &str = "at_most: 30 %, from: 2030, of: each_capability, or_pay: 10";

pub(super) const ROWS: &[Row] = &[
    // Who denies what, and when.
    row("an unknown denier", "us: { by: [USA]", "us: { by: [UAS]"),
    row("a producer that denies, misspelt", "[albion, GBR]", "[albino, GBR]"),
    row("a denial by nobody", "us: { by: [USA]", "us: { by: []"),
    row("a denial that does not say by whom", "us: { by: [USA], from", "us: { from"),
    row("a denial that does not say when", "from: 2028, what", "what"),
    row("a denial at home", "us: { by: [USA]", "us: { by: [POL]"),
    row(
        "a denial by a buyer from abroad",
        "denials:\n  us: { by: [USA]",
        "domestic: '{DEU}'\ndenials:\n  us: { by: [POL]",
    ),
    row("a denial before the horizon", "from: 2028, what", "from: 2025, what"),
    row("a denial after the horizon", "from: 2028, what", "from: 2031, what"),
    row("a denial in words", "from: 2028, what", "from: soon, what"),
    row("an unknown kind of denial", "[maintenance, enablers]", "[maintenence, enablers]"),
    row("a denial of what is no support", "[maintenance, enablers]", "[tankers]"),
    row("a denial that counts for nothing", "weight: 2", "weight: 0"),
    row(
        "a denial said twice",
        "  island: {",
        "  same: { name: us, by: [USA], from: 2028, what: [enablers, maintenance], weight: 2 }\n  island: {",
    ),
    row("a denial with a space", "  island:", "  the island:"),
    // What is lost by and by.
    row("decay that sums to 90 %", "updates: { share: 40 %", "updates: { share: 30 %"),
    row("decay of a kind that does not decay", "  updates: { share: 40 %", "  enablers: { share: 40 %"),
    row("decay without a share", "{ share: 60 %, gone", "{ gone"),
    row("decay of more than there is", "{ share: 60 %, gone", "{ share: 160 %, gone"),
    row("decay that falls and rises", "{ 0: 20 %, 3: 100 % }", "{ 0: 60 %, 2: 20 %, 3: 100 % }"),
    row("decay that falls", "{ 0: 20 %, 3: 100 % }", "{ 0: 100 %, 3: 20 % }"),
    row("decay above 100 %", "{ 0: 20 %, 3: 100 % }", "{ 0: 20 %, 3: 120 % }"),
    row("decay that never ends", "{ 0: 20 %, 3: 100 % }", "{ 0: 20 %, 3: 90 % }"),
    row("decay to half at once", "{ 0: 20 %, 3: 100 % }", "50 %"),
    row("decay before the denial", "{ 0: 20 %, 3: 100 % }", "{ -1: 20 %, 3: 100 % }"),
    // What things depend on.
    row("more left than there was", "3: 60 %", "3: 160 %"),
    row("years since a denial below nothing", "{ 0: 100 %, 3: 60 % }", "{ -2: 100 %, 3: 60 % }"),
    row("a year in place of years since", "{ 0: 100 %, 3: 60 % }", "{ 0: 100 %, 2029: 60 % }"),
    row("left in words", "{ 0: 100 %, 3: 60 % }", "most of it"),
    row("a kind of support misspelt", "{ munitions: { USA", "{ munition: { USA"),
    row("enablers as something that is left", "{ munitions: { USA", "{ enablers: { USA"),
    row("support from nobody", "{ star: 40 % }", "{ satr: 40 % }"),
    row("software above 100 %", "software: { USA: 30 %", "software: { USA: 90 %"),
    row("software from nobody", "software: { USA: 30 %", "software: { UAS: 30 %"),
    row("parts and repair above 100 %", "sustained_by: { USA: 25 % }", "sustained_by: { USA: 75 %, GBR: 50 % }"),
    row("without the United States two things", "without_us: 40 %", "without_us: 50 %"),
    row("a licensor that is nobody", "licensed_from: [star]", "licensed_from: [stra]"),
    row("a partner that is nobody", "partners: [works]", "partners: [wroks]"),
    // Enablers.
    row("an enabler provided by nobody", "provided_by: { albion: 2 }", "provided_by: { albino: 2 }"),
    row("an enabler provided below nothing", "provided_by: { albion: 2 }", "provided_by: { albion: -2 }"),
    row("a switch by an unknown programme", "switch: own_tankers", "switch: own_tanker"),
    row("a switch where nobody provides", "guns: { us_baseline", "guns: { switch: own_tankers, us_baseline"),
    // As nothing is left that needs it, its offer looks idle, too.
    rows(2, "an enabler that needs itself", "tankers: { us", "tankers: { needs: { tankers: 1 }, us"),
    rows(2, "an enabler that needs itself through another", "tankers: { us", "tankers: { needs: { jets: 1 }, us"),
    // Goals.
    row("a goal under an unknown denial", "under: [us]", "under: [su]"),
    row("a goal under a denial that looks at none", "  - minimise: cost\n", "  - minimise: cost\n    under: [us]\n"),
    row("a gap under denial made large", "minimise: gap_under_denial", "maximise: gap_under_denial"),
    row("a gap under denial counted below nothing", "- minimise: cost", "- minimise: { gap: 1, gap_under_denial: -1 }"),
    row("a gap under denial required to be large", "at_most: 100 %", "at_least: 10 %"),
    row("a gap under denial of what has no baseline", "under: [us]", "under: [us]\n    of: [tankers]"),
    // Rules.
    row("a rule under an unknown denial", "under: us", "under: su"),
    row("a rule that does not say under which denial", "under: us, ", ""),
    row("a loss without its limit", BORNE, "from: 2030"),
    row("a loss with the other limit", BORNE, "at_least: 30 %"),
    row("a loss with both limits", BORNE, "at_most: 30 %, at_least: 10 %"),
    row("a loss above 100 %", BORNE, "at_most: 130 %"),
    row("a loss judged before its denial", BORNE, "at_most: 30 %, from: 2027"),
    row("a loss judged after the horizon", BORNE, "at_most: 30 %, from: 2031"),
    row("a loss judged of nations", BORNE, "at_most: 30 %, of: each_nation"),
    row("a loss judged of offers", BORNE, "at_most: 30 %, of: each_offer"),
    row("a loss of some producers", BORNE, "at_most: 30 %, producers: [star]"),
    row("a loss on a rung", BORNE, "at_most: 30 %, rung: assured"),
    row("a loss inside a set", BORNE, "at_most: 30 %, inside: '{DEU}'"),
    row(
        "a loss through pools",
        "{ rule: through_pool, at_least: 50 % }",
        "{ rule: lost_when_denied, under: us, at_most: 30 %, pools: [both] }",
    ),
    row("a denial where none is looked at", "at_least: 50 % }", "at_least: 50 %, under: us }"),
    row("a first year where none is looked at", "at_least: 50 % }", "at_least: 50 %, from: 2029 }"),
    row(
        "a fund that asks about a denial",
        "rule: excluded_producers, producers: [star]",
        "rule: lost_when_denied, under: us, at_most: 30 %",
    ),
];

/// Exchanges in the good model that knows no denials.
pub(super) const WITHOUT: &[Row] = &[
    row("a gap under denial without denials", "- minimise: cost", "- minimise: gap_under_denial"),
    row("a worst gap under denial without denials", "- minimise: cost", "- minimise: worst_gap_under_denial"),
    row(
        "a rule under a denial without denials",
        "goals:\n",
        "rules: { borne: { rule: lost_when_denied, under: us, at_most: 30 % } }\ngoals:\n",
    ),
];

/// The jet of the good model as a row of a spreadsheet.
const TABLE: &str = "\
id,by,gives,price,licensed_from,software.USA,software.GBR,sustained_by.USA,when_denied.munitions.USA.0,when_denied.munitions.USA.3,without_us
jet,works,jets,90,[star],30 %,20 %,25 %,100 %,60 %,
tanker,albion,tankers,200,,,,,,,
gun,works,guns,5,,,,,,,80 %
";

#[test]
fn a_table_says_of_dependence_what_a_document_says() {
    let (start, end) = (GOOD.find("offers:\n").unwrap(), GOOD.find("programmes:\n").unwrap());
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{}offers: offers.csv\n{}", &GOOD[..start], &GOOD[end..]);
    std::fs::write(folder.path().join("model.yaml"), &text).unwrap();
    std::fs::write(folder.path().join("offers.csv"), TABLE).unwrap();
    let (written, listed) = (model(GOOD), model_file(&folder.path().join("model.yaml")));
    assert_eq!(written.offers.len(), listed.offers.len());
    for ((_, one), (_, other)) in written.offers.iter().zip(listed.offers.iter()) {
        assert_eq!((&one.bill, one.without_us, &one.authority), (&other.bill, other.without_us, &other.authority));
    }
    // What is wrong in a cell is found on its line.
    let wrong = TABLE.replace("30 %", "130 %");
    let shown = found_in(&[("model.yaml", text.as_bytes()), ("offers.csv", wrong.as_bytes())]);
    assert!(shown.contains("`offers.jet.software.USA` is 130 %") && shown.contains("offers.csv:2"), "{shown}");
}

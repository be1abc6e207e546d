//! Names that would act if they could: they are shown as text, on the page and in the workbook.

use super::super::attempt::Try;
use super::{browser, workbook};

/// What a hostile document calls things.
pub(super) const SCRIPT: &str = "<script>window.hacked=1</script><img src=x onerror=window.hacked=2>";
const FORMULA: &str = "=cmd|' /C calc'!A1";
const TEMPLATE: &str = "{b}{c}$text $c0 ${x} {{y}}";
const TURNED: &str = "abc\u{202e}fed\u{2066}ghi";

fn long() -> String {
    "unbroken".repeat(40)
}

/// A case in which everything has such a name.
pub(super) fn hostile() -> Try {
    let model = format!(
        "model: \"{SCRIPT}\"\nmoney: MEUR 2025\nhorizon: 2026..2028\n\
         nations:\n  DEU: {{ name: \"{FORMULA}\", budget: 100 }}\n  POL: {{ name: \"{SCRIPT}\", budget: 60 }}\n\
         capabilities:\n  guns: {{ name: \"{TURNED}\", us_baseline: 40 }}\n  shells: {{ name: \"</script><b>$c0\", us_baseline: 10 }}\n\
         producers:\n  north: {{ name: \"{}\", seat: DEU }}\n  east: {{ name: \"{TEMPLATE}\", seat: POL }}\n\
         offers:\n  gun: {{ name: \"+1+1\", by: north, gives: guns, price: {{ 0: 8, 10: 7 }}, capacity: 10 a year }}\n  \
         shell: {{ name: \"@SUM(A1)\", by: east, gives: shells, price: {{ value: 2, source: \"{SCRIPT}\", confidence: unverified }} }}\n\
         denials:\n  us: {{ name: \"-2+3\", by: [DEU], from: 2027 }}\n\
         proposals:\n  bad: {{ name: \"{SCRIPT}\", pools: {{ office: {{ name: \"{FORMULA}\", members: \"{{DEU, POL}}\", exclusive: true }} }} }}\n  \
         worse: {{ name: \"{FORMULA}\", pools: {{ office: {{ members: \"{{DEU, POL}}\" }} }} }}\n\
         goals:\n  - minimise: gap\n",
        long()
    );
    let it = Try::new().file("model.yaml", &model);
    it.run(&["solve", "model.yaml", "--report", "solved.html", "--report", "solved.xlsx"]).succeeds();
    it.run(&["compare", "model.yaml", "--report", "compared.html", "--report", "compared.xlsx"]).succeeds();
    it
}

#[test]
fn no_name_ends_a_script_or_begins_a_tag() {
    let it = hostile();
    for name in ["solved.html", "compared.html"] {
        let page = it.text(name);
        assert!(page.contains("&lt;script&gt;window.hacked=1&lt;/script&gt;"), "{name} does not show the name");
        assert!(!page.contains(['\u{202e}', '\u{2066}']), "{name} holds marks that turn the line around");
        // Data, data, library, page: every script is ours and ends where it should.
        let library = include_str!("../../../../src/report/page/assets/echarts.min.js");
        let own = page.replace(library, "");
        assert!(!own.contains("<script>window.hacked") && !own.contains("<img"), "{name} holds a tag of the model");
        assert_eq!(own.matches("<script").count(), 4, "{name}");
        assert_eq!(own.matches("</script>").count(), 4, "{name}");
    }
}

#[test]
fn a_browser_shows_such_names_and_does_nothing_else() {
    let it = hostile();
    for name in ["solved.html", "compared.html"] {
        let Some(seen) = browser::Seen::of(&it.path(name), 1280) else { return };
        seen.draws_everything();
        assert_eq!(seen.value("typeof window.hacked"), "undefined");
        assert_eq!(seen.value("document.querySelectorAll('main img, main b').length"), 0);
        assert!(seen.value("document.querySelector('h1').textContent").as_str().unwrap().contains("<script>"));
        // Every text of every picture, hovered: nothing in it becomes a tag.
        seen.value("document.querySelectorAll('.chart').forEach(box => echarts.getInstanceByDom(box).dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: 0 }))");
        assert_eq!(seen.value("typeof window.hacked"), "undefined");
        assert_eq!(seen.value("document.querySelectorAll('.tip *').length"), 0);
        seen.is_quiet();
    }
}

#[test]
fn a_workbook_holds_such_names_as_text() {
    let it = hostile();
    for name in ["solved.xlsx", "compared.xlsx"] {
        let Some(sheets) = workbook::Sheets::of(&it, name) else { return };
        let text = sheets.all();
        assert!(text.contains(FORMULA), "{name} does not show a name that looks like a formula");
        assert!(text.contains("<script>"), "{name}");
        assert!(text.contains("@SUM(A1)") && text.contains("+1+1"), "{name}");
        for wrong in ["#NAME?", "#REF!", "#VALUE!", "Err:"] {
            assert!(!text.contains(wrong), "{name} has a cell that is {wrong}");
        }
        assert!(!text.contains(['\u{202e}', '\u{2066}']), "{name} holds marks that turn the line around");
    }
}

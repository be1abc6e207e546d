//! Workbooks that show something else than they hold, that were never computed, or that are damaged or hostile.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use rust_xlsxwriter::{Format, Formula, Workbook};

use super::workbooks::{book, cell, each, headings, of, put, raw, refused};
use super::{host, meant};

#[test]
fn a_percent_sign_that_is_only_shown_is_refused() {
    for format in ["0.0\\%", "0.0\"%\"", "0.0\" %\"", "0.0_%\"%\""] {
        let shown = Format::new().set_num_format(format);
        let bytes = book("S", |sheet| {
            put(sheet, &[&["id", "budget", "carry_over"], &["DEU", "9", ""]]);
            sheet.write_number_with_format(1, 2, 0.5, &shown).unwrap();
        });
        let found = refused(&bytes, "budgets.xlsx");
        assert!(found.contains("cell C2: ") && found.contains("percent sign"), "{format}: {found}");
    }
    for format in ["0.0%", "0.0_)%", "0%;-0%", "\"about \"0%"] {
        let shown = Format::new().set_num_format(format);
        let bytes = book("S", |sheet| {
            put(sheet, &[&["id", "budget", "carry_over"], &["DEU", "9", ""]]);
            sheet.write_number_with_format(1, 2, 0.005, &shown).unwrap();
        });
        assert_eq!(of(&bytes, "budgets.xlsx").unwrap(), meant("nations", "DEU: { budget: 9, carry_over: 0.5 % }"));
    }
}

#[test]
fn formulas_that_nobody_computed_are_refused() {
    // Programs that write workbooks put 0 for what Excel is to compute when it opens them.
    let bytes = book("S", |sheet| {
        put(sheet, &[&["id", "budget"], &["DEU", ""], &["FRA", "7"]]);
        sheet.write_formula(1, 1, Formula::new("=450*2")).unwrap();
    });
    let found = refused(&bytes, "budgets.xlsx");
    assert!(found.contains("cell B2: ") && found.contains("let it compute, and save it"), "{found}");
}

#[test]
fn cells_that_come_twice_or_lie_beyond_all_sheets_are_refused() {
    let row = |cells: &str| format!("{}<row r=\"2\">{}{cells}</row>", headings(), cell("A2", "DEU"));
    let twice = row("<c r=\"B2\"><v>5</v></c><c r=\"B2\"><v>7</v></c>");
    assert!(refused(&raw(&twice, &[]), "budgets.xlsx").contains("not in their order"));
    for place in ["B4294967298", "AAAAAAAB2", "B18446744073709551618"] {
        for quote in ['"', '\''] {
            let far = row(&format!("<c r = {quote}{place}{quote}><v>5</v></c>"));
            let found = refused(&raw(&far, &[]), "budgets.xlsx");
            assert!(found.contains(&format!("`{place}`")), "{place}: {found}");
        }
    }
    let far = format!("{}<row r=\"4294967298\"><c><v>5</v></c></row>", row("<c r=\"B2\"><v>5</v></c>"));
    assert!(refused(&raw(&far, &[]), "budgets.xlsx").contains("`4294967298`"));
}

#[test]
fn two_files_for_one_table_of_a_folder_are_refused() {
    let bytes = book("S", |sheet| put(sheet, &[&["id", "budget"], &["DEU", "9"]]));
    let csv = b"id,budget\nDEU,7\n".to_vec();
    let yaml = b"DEU: { budget: 7 }\n".to_vec();
    for (one, other) in [
        (("nations.csv", &csv), ("nations.xlsx", &bytes)),
        (("nations.csv", &csv), ("nations.tsv", &csv)),
        (("nations.yaml", &yaml), ("nations.csv", &csv)),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        for (name, bytes) in [one, other] {
            fs::write(folder.path().join("data").join(name), bytes).unwrap();
        }
        let model = host("data", "data").replacen("nations: ", "countries: ", 1);
        fs::write(folder.path().join("model.yaml"), model).unwrap();
        let reading = entente::input::read_file(&folder.path().join("model.yaml"), &[]);
        let found = reading.render_findings(false).join("\n");
        assert!(reading.model.is_none() && found.matches("error: ").count() == 1, "{found}");
        assert!(found.contains(one.0) && found.contains(other.0), "{found}");
        // One of the two taken away, it is read.
        fs::remove_file(folder.path().join("data").join(other.0)).unwrap();
        let reading = entente::input::read_file(&folder.path().join("model.yaml"), &[]);
        assert!(!reading.render_findings(false).join("\n").contains("for one table"));
    }
}

#[test]
fn what_stands_beside_a_table_is_told_where_it_stands() {
    let bytes = book("S", |sheet| {
        put(sheet, &[&["id", "budget"], &["DEU", "9"], &["FRA", "7"]]);
        sheet.write_string(2, 6, "a remark").unwrap();
    });
    let found = refused(&bytes, "budgets.xlsx");
    assert!(found.contains("cell G3: "), "{found}");
}

#[test]
fn tables_of_any_kind_take_no_time_of_their_square() {
    let rows = |kind: &str, count: u32| {
        each(0..count, |n, all| match kind {
            "holdings" => writeln!(all, "h{n},DEU,gins,5"),
            "offers" => writeln!(all, "o{n},nrth,gins,5"),
            "producers" => writeln!(all, "p{n},DXX"),
            "countries" => writeln!(all, "c{n},nn"),
            _ => writeln!(all, "c{n},5"),
        })
    };
    for (kind, headings) in [
        ("holdings", "id,nation,gives,quantity"),
        ("offers", "id,by,gives,price"),
        ("producers", "id,seat"),
        ("countries", "id,name"),
        ("capabilities", "id,us_baseline"),
    ] {
        let (quarter, _) = timed(kind, &format!("{headings}\n{}", rows(kind, 5_000)));
        let (whole, found) = timed(kind, &format!("{headings}\n{}", rows(kind, 20_000)));
        assert!(is_in_proportion(quarter, whole), "{kind}: {quarter:?}, {whole:?}");
        assert!(found.len() < 50_000, "{kind}: {} bytes", found.len());
    }
}

/// What this thread has computed so far: what others compute on the machine does not count.
fn spent() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok()).unwrap_or_default())
}

/// Whether four times as much took about four times as long, and not sixteen times; what takes next to nothing is taken for a little.
fn is_in_proportion(quarter: Duration, whole: Duration) -> bool {
    whole < 9 * quarter.max(Duration::from_millis(50))
}

/// How long a table takes to be read, and what is found.
fn timed(table: &str, text: &str) -> (Duration, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("table.csv"), text).unwrap();
    fs::write(folder.path().join("model.yaml"), host(table, "table.csv")).unwrap();
    let began = spent();
    let reading = entente::input::read_file(&folder.path().join("model.yaml"), &[]);
    let found = reading.render_findings(false).join("\n");
    (spent().saturating_sub(began), found)
}

#[test]
fn cells_without_an_end_take_no_time_of_their_square() {
    for (part, times) in [("1.", 50_000), ("1,234", 20_000), ("1", 100_000), ("1 2", 40_000)] {
        let asked = |times| timed("nations", &format!("id;budget\nDEU;{}\n", part.repeat(times)));
        let ((quarter, _), (whole, found)) = (asked(times / 4), asked(times));
        assert!(is_in_proportion(quarter, whole), "{part}: {quarter:?}, {whole:?}");
        assert!(found.contains("error") && found.len() < 10_000, "{} bytes", found.len());
    }
    let refused_after = |times| {
        let text = "1.".repeat(times);
        let long = format!("{}<row r=\"2\">{}{}</row>", headings(), cell("A2", "DEU"), cell("B2", &text));
        let book = raw(&long, &[]);
        let began = spent();
        assert!(of(&book, "budgets.xlsx").is_err());
        spent().saturating_sub(began)
    };
    let (quarter, whole) = (refused_after(250_000), refused_after(1_000_000));
    assert!(is_in_proportion(quarter, whole), "{quarter:?}, {whole:?}");
}

#[test]
fn the_sheets_of_a_workbook_count_together() {
    let mut many = Workbook::new();
    for name in ["nations", "countries", "capabilities", "holdings"] {
        let sheet = many.add_worksheet();
        sheet.set_name(name).unwrap();
        put(sheet, &[&["id", "name"]]);
        for row in 1..40_000 {
            sheet.write_string(row, 0, format!("N{row}")).unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("model.xlsx"), many.save_to_buffer().unwrap()).unwrap();
    let reading = entente::input::read_file(&folder.path().join("model.xlsx"), &[]);
    let found = reading.render_findings(false).join("\n");
    assert!(found.contains("more than 100000 rows"), "{}", &found[..found.len().min(2000)]);
}

#[test]
fn four_times_as_many_nations_take_four_times_as_long() {
    let table = |count: u32| each(0..count, |n, all| writeln!(all, "A{n},5"));
    let (quarter, _) = timed("nations", &format!("id,budget\n{}", table(12_500)));
    let (whole, said) = timed("nations", &format!("id,budget\n{}", table(50_000)));
    assert!(is_in_proportion(quarter, whole), "{quarter:?}, {whole:?}");
    assert!(said.len() < 20_000, "{} bytes are said", said.len());
}

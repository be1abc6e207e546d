//! Separators, decimal signs and thousands.

use super::{Case, Expected, read, refused, told};

/// What three budgets mean.
const THREE: &str = "DEU: { budget: 1200.5 }, FRA: { budget: 16.07 }, POL: { budget: 900 }";
/// The same without decimals.
const WHOLE: &str = "DEU: { budget: 1200 }, FRA: { budget: 16070 }, POL: { budget: 900 }";
/// One settles what the other means.
const BOTH: &str = "DEU: { budget: 1200 }, FRA: { budget: 16.07 }";
/// The other reading.
const SMALL: &str = "DEU: { budget: 1.2 }, FRA: { budget: 16.07 }";
/// What is said of a number that may be either.
const TWO: &[&str] = &["1200 or 1.2", "write it as `1200` or as `1.2`"];
/// A share, or a point, tells what `1.200` is.
const SETTLED: &str = "is read as 1200";

pub fn cases() -> Vec<Case> {
    [signs(), open(), forms(), marks()].into_iter().flatten().collect()
}

fn signs() -> Vec<Case> {
    vec![
        read("commas and points", "nations", "id,budget\nDEU,1200.5\nFRA,16.07\nPOL,900\n", THREE),
        read("semicolons and points", "nations", "id;budget\nDEU;1200.5\nFRA;16.07\nPOL;900\n", THREE),
        read("tabs and points", "nations", "id\tbudget\nDEU\t1200.5\nFRA\t16.07\nPOL\t900\n", THREE),
        read("semicolons and commas", "nations", "id;budget\nDEU;1200,5\nFRA;16,07\nPOL;900\n", THREE),
        read("tabs and decimal commas", "nations", "id\tbudget\nDEU\t1200,5\nFRA\t16,07\nPOL\t900\n", THREE),
        read("decimal commas in quotes", "nations", "id,budget\nDEU,\"1200,5\"\nFRA,\"16,07\"\nPOL,900\n", THREE),
        read("German thousands", "nations", "id;budget\nDEU;1.200,5\nFRA;16,07\nPOL;900\n", THREE),
        read("British thousands", "nations", "id;budget\nDEU;1,200.5\nFRA;16.07\nPOL;900\n", THREE),
        read("British thousands in quotes", "nations", "id,budget\nDEU,\"1,200.5\"\nFRA,16.07\nPOL,900\n", THREE),
        read("Polish thousands", "nations", "id;budget\nDEU;1 200,5\nFRA;16,07\nPOL;900\n", THREE),
        read("blanks and points", "nations", "id,budget\nDEU,1 200.5\nFRA,16.07\nPOL,900\n", THREE),
        read("no-break blanks", "nations", "id;budget\nDEU;1\u{a0}200,5\nFRA;16,07\nPOL;900\n", THREE),
        read("narrow blanks", "nations", "id;budget\nDEU;1\u{202f}200,5\nFRA;16,07\nPOL;900\n", THREE),
        read("thin blanks", "nations", "id\tbudget\nDEU\t1\u{2009}200,5\nFRA\t16,07\nPOL\t900\n", THREE),
        read("Swiss thousands", "nations", "id;budget\nDEU;1'200.5\nFRA;16.07\nPOL;900\n", THREE),
        read("typographic apostrophes", "nations", "id;budget\nDEU;1’200.5\nFRA;16.07\nPOL;900\n", THREE),
        read("apostrophes and commas", "nations", "id;budget\nDEU;1'200,5\nFRA;16,07\nPOL;900\n", THREE),
        read(
            "everything in quotes",
            "nations",
            "\"id\";\"budget\"\n\"DEU\";\"1.200,5\"\n\"FRA\";\"16,07\"\n\"POL\";\"900\"\n",
            THREE,
        ),
        read("whole thousands by blanks", "nations", "id;budget\nDEU;1 200\nFRA;16 070\nPOL;900\n", WHOLE),
        read("whole thousands by apostrophes", "nations", "id,budget\nDEU,1'200\nFRA,16'070\nPOL,900\n", WHOLE),
    ]
}

fn open() -> Vec<Case> {
    vec![
        refused("thousands or thousandths", "nations", "id;budget\nDEU;1.200\nFRA;16.070\nPOL;900\n", TWO),
        refused(
            "the same by commas",
            "nations",
            "id;budget\nDEU;1,200\nFRA;16,070\nPOL;900\n",
            &["1200 or 1.2", "`1,2`"],
        ),
        refused("the same by tabs", "nations", "id\tbudget\nDEU\t1.200\nFRA\t16.070\n", TWO),
        refused("the same in a file of commas", "nations", "id,budget\nDEU,1.200\nFRA,16.070\n", TWO),
        refused("the same in quotes", "nations", "id,budget\nDEU,\"1,200\"\nFRA,\"16,070\"\n", &["1200 or 1.2"]),
        refused("three decimals", "nations", "id;budget\nDEU;1.125\n", &["1125 or 1.125", "`1125` or as `1.1250`"]),
        told(
            "a comma settles a point",
            "nations",
            "id;budget\nDEU;1.200\nFRA;16,07\n",
            BOTH,
            "1200: `16,07` on line 3",
        ),
        told(
            "a point settles a comma",
            "nations",
            "id;budget\nDEU;1,200\nFRA;16.07\n",
            BOTH,
            "1200: `16.07` on line 3",
        ),
        told("a point settles a point", "nations", "id;budget\nDEU;1.200\nFRA;16.07\n", SMALL, "is read as 1.2"),
        told("a comma settles a comma", "nations", "id;budget\nDEU;1,200\nFRA;16,07\n", SMALL, "is read as 1.2"),
        told(
            "another column settles it",
            "nations",
            "id;budget;gdp\nDEU;1.200;4,5\nFRA;900;3\n",
            "DEU: { budget: 1200, gdp: 4.5 }, FRA: { budget: 900, gdp: 3 }",
            SETTLED,
        ),
        told(
            "a share settles it",
            "nations",
            "id;budget;carry_over\nDEU;1.200;12,5 %\nFRA;900;0 %\n",
            "DEU: { budget: 1200, carry_over: 12.5 % }, FRA: { budget: 900, carry_over: 0 % }",
            SETTLED,
        ),
        told(
            "millions settle it",
            "nations",
            "id;budget;gdp\nDEU;1.200;4.200.000\nFRA;900;3\n",
            "DEU: { budget: 1200, gdp: 4200000 }, FRA: { budget: 900, gdp: 3 }",
            SETTLED,
        ),
        refused(
            "both signs in one table",
            "nations",
            "id;budget\nDEU;1.5\nFRA;16,07\n",
            &["`1.5` on line 2 has a decimal point", "`16,07` on line 3", "in one way"],
        ),
        refused("two marks between thousands", "nations", "id;budget\nDEU;1 200,5\nFRA;16.070\n", &["different marks"]),
        refused("groups of two", "nations", "id;budget\nDEU;1.20.00\n", &["`1.20.00` is not a budget"]),
    ]
}

fn forms() -> Vec<Case> {
    const EIGHTH: &str = "gun: { by: north, gives: guns, price: 0.125 }";
    vec![
        read("a zero before the sign", "offers", "id,by,gives,price\ngun,north,guns,0.125\n", EIGHTH),
        read("a zero before a comma", "offers", "id;by;gives;price\ngun;north;guns;0,125\n", EIGHTH),
        read("no digit before the sign", "offers", "id,by,gives,price\ngun,north,guns,.125\n", EIGHTH),
        read("four digits before the sign", "nations", "id,budget\nDEU,1234.567\n", "DEU: { budget: 1234.567 }"),
        read("four digits before a comma", "nations", "id;budget\nDEU;1234,567\n", "DEU: { budget: 1234.567 }"),
        read("millions by points", "nations", "id;budget\nDEU;1.234.567\n", "DEU: { budget: 1234567 }"),
        read("millions by commas", "nations", "id;budget\nDEU;1,234,567\n", "DEU: { budget: 1234567 }"),
        read("a minus sign as people set it", "held", "id;2026\nDEU;−0\n", "DEU: { 2026: 0 }"),
        read(
            "powers of ten",
            "nations",
            "id;budget\nDEU;1,2E+03\nFRA;9e2\n",
            "DEU: { budget: 1200 }, FRA: { budget: 900 }",
        ),
        read(
            "shares by comma",
            "nations",
            "id;budget;carry_over\nDEU;9;12,5%\nFRA;9;0,125\n",
            "DEU: { budget: 9, carry_over: 12.5 % }, FRA: { budget: 9, carry_over: 0.125 }",
        ),
        read(
            "budgets of gdp by comma",
            "nations",
            "id;budget;gdp\nDEU;2,1 % of gdp × 30,5 %;4000\nFRA;2 % of gdp;3000\n",
            "DEU: { budget: 2.1 % of gdp × 30.5 %, gdp: 4000 }, FRA: { budget: 2 % of gdp, gdp: 3000 }",
        ),
        read(
            "rates and times by comma",
            "offers",
            "id;by;gives;price;capacity;lead_time\ngun;north;guns;4,5;1.200,5 a year;2,5 years\n",
            "gun: { by: north, gives: guns, price: 4.5, capacity: 1200.5 a year, lead_time: 2.5 years }",
        ),
    ]
}

fn marks() -> Vec<Case> {
    const ONE: &str = "DEU: { budget: 16.07 }";
    const TWO_ROWS: &str = "DEU: { budget: 16.07 }, FRA: { budget: 900 }";
    vec![
        read("a first line names the separator", "nations", "sep=;\nid;budget\nDEU;16,07\n", ONE),
        read("a first line names a comma", "nations", "sep=,\r\nid,budget\r\nDEU,16.07\r\n", ONE),
        read("a first line in quotes", "nations", "\"sep=;\"\nid;budget\nDEU;16,07\n", ONE),
        read("a mark that few use, named", "nations", "sep=|\nid|budget\nDEU|16.07\n", ONE),
        refused(
            "a mark that few use",
            "nations",
            "id|budget\nDEU|16.07\n",
            &["separated by `|`", "commas, semicolons or tabs"],
        ),
        read("a byte order mark", "nations", "\u{feff}id;budget\nDEU;16,07\n", ONE),
        read("a byte order mark before a quote", "nations", "\u{feff}\"id\";\"budget\"\nDEU;16,07\n", ONE),
        read("a byte order mark and a separator", "nations", "\u{feff}sep=;\r\nid;budget\r\nDEU;16,07\r\n", ONE),
        read("lines that end with a return", "nations", "id;budget\rDEU;16,07\rFRA;900\r", TWO_ROWS),
        read("lines that end with both", "nations", "id;budget\r\nDEU;16,07\r\nFRA;900\r\n", TWO_ROWS),
        read("a last line without an end", "nations", "id;budget\nDEU;16,07", ONE),
        read(
            "commas in a text of a table of semicolons",
            "offers",
            "id;by;gives;price;note\ngun;north;guns;4;old, but good, and cheap\n",
            "gun: { by: north, gives: guns, price: 4, note: 'old, but good, and cheap' }",
        ),
        read(
            "semicolons in a text of a table of commas",
            "offers",
            "id,by,gives,price,note\ngun,north,guns,4,old; good; cheap\n",
            "gun: { by: north, gives: guns, price: 4, note: old; good; cheap }",
        ),
        refused(
            "decimal commas without quotes",
            "nations",
            "id,name,budget\nDEU,Germany,16,07\nFRA,France,9,5\n",
            &["this row has 4 cells where the heading has 3", "separate cells by semicolons"],
        ),
        Case {
            name: "Windows-1252",
            table: "nations",
            text: b"id;name;budget\nAUT;\xd6sterreich;9\n",
            expected: Expected::Refused(&["line 2 is no UTF-8 text", "Windows-1252", "CSV UTF-8"]),
        },
        Case {
            name: "UTF-16",
            table: "nations",
            text: b"\xff\xfei\0d\0\t\0b\0u\0d\0g\0e\0t\0\n\0",
            expected: Expected::Refused(&["UTF-16", "CSV UTF-8"]),
        },
    ]
}

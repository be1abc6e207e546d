//! Tables that are wide, long, or no tables.

use super::{Case, read, refused, told};

pub fn cases() -> Vec<Case> {
    [headings(), shapes(), no_tables(), rows()].into_iter().flatten().collect()
}

fn headings() -> Vec<Case> {
    vec![
        read(
            "years under a key",
            "nations",
            "id,budget.2026,budget.2028\nDEU,9,10.5\n",
            "DEU: { budget: { 2026: 9, 2028: 10.5 } }",
        ),
        read(
            "a figure and its range",
            "offers",
            "id,by,gives,price.low,price,price.source\ngun,north,guns,3.5,4,a list\n",
            "gun: { by: north, gives: guns, price: { value: 4, low: 3.5, source: a list } }",
        ),
        read(
            "prices by quantity",
            "offers",
            "id,by,gives,price.0,price.2.5,price.100\ngun,north,guns,4.5,4.25,4\n",
            "gun: { by: north, gives: guns, price: { 0: 4.5, 2.5: 4.25, 100: 4 } }",
        ),
        read(
            "ids that stand second",
            "nations",
            "name,id,budget\nGermany,DEU,9\n",
            "DEU: { name: Germany, budget: 9 }",
        ),
        read("a first heading of one's own", "nations", "country,budget\nDEU,9\n", "DEU: { budget: 9 }"),
        read("a first column without a heading", "nations", ",budget\nDEU,9\n", "DEU: { budget: 9 }"),
        refused("no ids", "nations", "name,budget\nGermany,9\n", &["headed `name`", "a column `id`"]),
        refused("a heading misspelt", "nations", "id,bugdet\nDEU,9\nFRA,7\n", &["`bugdet`", "did you mean `budget`?"]),
        refused("a heading with a blank", "nations", "id,Budget 2026\nDEU,9\n", &["did you mean `budget.2026`?"]),
        refused("a heading with a line", "nations", "id,budget_2026\nDEU,9\n", &["did you mean `budget.2026`?"]),
        refused(
            "a German heading with its year",
            "nations",
            "id;Haushalt 2026;Haushalt 2027\nDEU;9;10\n",
            &["`Haushalt 2026` does not say", "head it `budget.2026` or `committed.2026`"],
        ),
        refused(
            "headings with units",
            "holdings",
            "id;nation;gives;quantity 2026 (Stk.)\nold;DEU;guns;9\n",
            &["did you mean `quantity.2026`?"],
        ),
        refused("a heading in capitals", "nations", "id,BUDGET\nDEU,9\n", &["did you mean `budget`?"]),
        refused(
            "a heading of nothing known",
            "nations",
            "id,colour\nDEU,blue\n",
            &["`colour`", "known here: name, budget"],
        ),
        refused("a heading twice", "nations", "id,budget,budget\nDEU,9,8\n", &["two columns are headed `budget`"]),
        refused("a column without a heading", "nations", "id,budget,\nDEU,9,8\n", &["filled and has no heading"]),
        read(
            "an empty column without a heading",
            "nations",
            "id,budget,,\nDEU,9,,\nFRA,7,,\n",
            "DEU: { budget: 9 }, FRA: { budget: 7 }",
        ),
    ]
}

fn shapes() -> Vec<Case> {
    const LONG: &str = "DEU: { budget: { 2026: 9, 2027: 10 } }, FRA: { budget: { 2026: 7.5, 2027: 8 } }";
    vec![
        read("a row a year", "nations", "id,year,budget\nDEU,2026,9\nDEU,2027,10\nFRA,2026,7.5\nFRA,2027,8\n", LONG),
        read(
            "a row a year, year by year",
            "nations",
            "id;year;budget\nDEU;2026;9\nFRA;2026;7,5\nDEU;2027;10\nFRA;2027;8\n",
            LONG,
        ),
        read(
            "a row a year with flags",
            "nations",
            "id,TIME_PERIOD,budget,OBS_FLAG\nDEU,2026,9,\nDEU,2027,10,p\n",
            "DEU: { budget: { 2026: 9, 2027: 10 }, note: '2027: p' }",
        ),
        read(
            "a row a year with what does not change",
            "nations",
            "id,name,year,budget,committed\nDEU,Germany,2026,9,1\nDEU,Germany,2027,10,2\n",
            "DEU: { name: Germany, budget: { 2026: 9, 2027: 10 }, committed: { 2026: 1, 2027: 2 } }",
        ),
        read(
            "a row a year of a series",
            "held",
            "id,year,value\nDEU,2026,9\nDEU,2027,10\nFRA,2026,7\nFRA,2027,7\n",
            "DEU: { 2026: 9, 2027: 10 }, FRA: { 2026: 7, 2027: 7 }",
        ),
        refused(
            "a row a year of what has one value",
            "nations",
            "id,year,budget,gdp\nDEU,2026,9,4000\nDEU,2027,10,4100\n",
            &["`gdp` differs between the rows of an entry"],
        ),
        refused(
            "a year twice",
            "nations",
            "id,year,budget\nDEU,2026,9\nDEU,2026,10\n",
            &["DEU in 2026 stands on line 2"],
        ),
        refused("a year that is none", "nations", "id,year,budget\nDEU,2026-Q1,9\n", &["`2026-Q1` is not a year"]),
        refused("an entry twice", "nations", "id,budget\nDEU,9\nDEU,10\n", &["duplicate key: DEU"]),
        read(
            "years for headings of a series",
            "held",
            "id,2026,2027\nDEU,9,10\nFRA,7,7\n",
            "DEU: { 2026: 9, 2027: 10 }, FRA: { 2026: 7, 2027: 7 }",
        ),
        read(
            "years for headings where one thing goes by year",
            "holdings",
            "id,nation,gives,2026,2028\nold,DEU,guns,9,5\n",
            "old: { nation: DEU, gives: guns, quantity: { 2026: 9, 2028: 5 } }",
        ),
        refused(
            "years for headings where two things do",
            "nations",
            "id,2026,2027\nDEU,9,10\n",
            &["`2026` does not say", "`budget.2026` or `committed.2026`"],
        ),
        read(
            "years for headings beside the other",
            "nations",
            "id,2026,2027,committed\nDEU,9,10,1\n",
            "DEU: { budget: { 2026: 9, 2027: 10 }, committed: 1 }",
        ),
    ]
}

fn no_tables() -> Vec<Case> {
    vec![
        refused("nothing", "nations", "", &["this table is empty"]),
        refused("blank lines", "nations", "\n\n  \n", &["this table is empty"]),
        refused("headings alone", "nations", "id,budget\n", &["headings and no rows"]),
        refused("headings and empty rows", "nations", "id;budget\n;\n;\n", &["headings and no rows"]),
        refused(
            "a title",
            "nations",
            "Defence budgets of Europe\nid,name,budget\nDEU,Germany,9\n",
            &["`Defence budgets of Europe` stands above the headings, which are on line 2", "delete everything"],
        ),
        refused(
            "a title with separators",
            "nations",
            "Budgets in million euros;;\n;;\nid;name;budget\nDEU;Germany;9\n",
            &["above the headings, which are on line 3"],
        ),
        refused(
            "a row that is short",
            "nations",
            "id,name,budget\nDEU,Germany,9\nFRA,France\n",
            &["2 cells where the heading has 3"],
        ),
        refused(
            "rows that are long",
            "nations",
            "id,budget\nDEU,9,1\nFRA,7,2\nPOL,5,3\n",
            &["3 cells", "so do 2 more rows"],
        ),
        read(
            "rows with empty cells at their end",
            "nations",
            "id,budget\nDEU,9,,\nFRA,7,\n",
            "DEU: { budget: 9 }, FRA: { budget: 7 }",
        ),
        refused(
            "an open quotation mark",
            "nations",
            "id,name,budget\nDEU,\"Germany,9\nFRA,France,7\n",
            &["never closed", "table.csv:2:5"],
        ),
        refused(
            "an open quotation mark before another",
            "nations",
            "id,name,budget\nDEU,\"Germany,9\nFRA,\"France\",7\n",
            &["ends it stands before further text", "table.csv:2:5"],
        ),
        refused(
            "a blank before a quotation mark",
            "nations",
            "id,name,budget\nDEU, \"Germany, Fed.\",9\n",
            &["a blank stands before"],
        ),
        read(
            "blank lines and rows",
            "nations",
            "\nid,budget\n\nDEU,9\n,\n\nFRA,7\n,\n",
            "DEU: { budget: 9 }, FRA: { budget: 7 }",
        ),
    ]
}

fn rows() -> Vec<Case> {
    vec![
        refused(
            "a row of totals",
            "nations",
            "id,budget\nDEU,9\nFRA,7\nTOT,16\n",
            &["`TOT` adds up others", "delete the rows"],
        ),
        refused(
            "a row of a union",
            "nations",
            "id,budget\nDEU,9\nFRA,7\nEU27_2020,16\n",
            &["`EU27_2020` adds up others"],
        ),
        refused(
            "rows of the world",
            "nations",
            "id,budget\nDEU,9\nWorld,99\nNATO,50\n",
            &["`World`", "one more row is like it"],
        ),
        refused(
            "a German sum",
            "holdings",
            "id;nation;gives;quantity\nold;DEU;guns;5\nSumme;;;5\n",
            &["`Summe` adds up others"],
        ),
        refused("a sum without an id", "nations", "id,budget\nDEU,9\n,16\n", &["no id in its first column"]),
        refused(
            "a remark below",
            "nations",
            "id,budget\nDEU,9\nSource: a ministry,\n",
            &["`Source: a ministry` stands among the rows", "delete remarks"],
        ),
        refused("a row of units", "nations", "id,name,budget\n,,MEUR\nDEU,Germany,9\n", &["no id in its first column"]),
        read(
            "a nation that is a union",
            "nations",
            "id,name,budget\nEU,The union,9\n",
            "EU: { name: The union, budget: 9 }",
        ),
        read(
            "ids of one's own",
            "nations",
            "id,name,budget\ngary,Gary,9\nnorthland,The north,7\n",
            "gary: { name: Gary, budget: 9 }, northland: { name: The north, budget: 7 }",
        ),
        told(
            "names of countries for codes",
            "nations",
            "id,budget\nPoland,9\nGermany,7\n",
            "Poland: { budget: 9 }, Germany: { budget: 7 }",
            "did you mean `POL`?",
        ),
        refused(
            "an id with a blank",
            "offers",
            "id,by,gives,price\nbig gun,north,guns,4\n",
            &["`big gun` cannot be an id"],
        ),
    ]
}

//! Tables that say two things at once, or something else than they show: none is read in silence.

use super::{Case, read, refused, told};

pub fn cases() -> Vec<Case> {
    [totals(), headings(), inside(), breaks(), remarks(), needless()].into_iter().flatten().collect()
}

fn totals() -> Vec<Case> {
    const DELETE: &str = "delete the rows of totals and regions";
    vec![
        refused(
            "the world with a name",
            "nations",
            "id;name;budget\nDEU;Germany;900,5\nW00;World;5\n",
            &["the row `W00`, named `World`,", DELETE],
        ),
        refused(
            "a total under a letter",
            "nations",
            "id;name;budget\nDEU;Germany;900,5\nT;Total;5\n",
            &["`T`", DELETE],
        ),
        refused(
            "a union by its whole name",
            "nations",
            "id;name;budget\nDEU;Germany;9,5\nQ5;European Union;3\n",
            &[DELETE],
        ),
        refused("all countries", "nations", "id;name;budget\nDEU;Germany;9,5\nALL;All countries;3\n", &[DELETE]),
        refused("a region without a name", "nations", "id,budget\nDEU,9\nECS,3\n", &["`ECS`", DELETE]),
        refused(
            "a class of income",
            "nations",
            "id,name,budget\nDEU,Germany,9\nHIC,High income,3\n",
            &["`HIC`", DELETE],
        ),
        refused("a subtotal", "nations", "id,budget\nDEU,9\nSubtotal,3\n", &["`Subtotal`", DELETE]),
        refused("a German subtotal", "nations", "id,budget\nDEU,9\nZwischensumme,3\n", &[DELETE]),
        refused("an average", "nations", "id,budget\nDEU,9\nMittelwert,3\n", &[DELETE]),
        refused("the world in German", "nations", "id,budget\nDEU,9\nWelt,3\n", &[DELETE]),
        refused("the others", "nations", "id,budget\nDEU,9\nSonstige,3\n", &[DELETE]),
        refused("the world beside names of nations", "nations", "id,budget\nGermany,9\nPoland,9\nMonde,3\n", &[DELETE]),
        refused("a total of two words", "nations", "id,name,budget\nDEU,Germany,9\nX,Total général,3\n", &[DELETE]),
        told(
            "a nation of one's own among codes",
            "nations",
            "id,name,budget\nDEU,Germany,9\nNRT,Northland,3\n",
            "DEU: { name: Germany, budget: 9 }, NRT: { name: Northland, budget: 3 }",
            "`NRT` is not a country code of ISO 3166",
        ),
        read(
            "nations whose names are near those of regions",
            "nations",
            "id,name,budget\nZAF,South Africa,9\nCAF,Central African Republic,3\nUSA,United States of America,4\n",
            "ZAF: { name: South Africa, budget: 9 }, CAF: { name: Central African Republic, budget: 3 }, USA: { name: United States of America, budget: 4 }",
        ),
    ]
}

fn headings() -> Vec<Case> {
    vec![
        refused(
            "a heading twice but for a blank behind the point",
            "nations",
            "id;budget.2026;budget. 2026\nDEU;900,5;7\n",
            &["two columns are headed `budget.2026`"],
        ),
        refused(
            "a heading twice but for a blank before the point",
            "nations",
            "id,budget .2026,budget.2026\nDEU,9,7\n",
            &["two columns are headed `budget.2026`"],
        ),
        refused(
            "a part twice but for a blank",
            "offers",
            "id,by,gives,price,price.low,price. low\ngun,north,guns,4,3,2\n",
            &["two columns are headed `price.low`"],
        ),
        refused(
            "a year alone and under its key",
            "holdings",
            "id,nation,gives,2026,quantity.2026\nold,DEU,guns,5,9\n",
            &["`quantity.2026`"],
        ),
        refused(
            "a quantity twice but for a zero",
            "offers",
            "id,by,gives,price.0,price.2.5,price.2.50\ngun,north,guns,4,3,2\n",
            &["two columns are headed `price.2.5`"],
        ),
        refused(
            "a year by its row and by its heading",
            "nations",
            "id,year,budget,budget.2026\nDEU,2026,9,7\n",
            &["`budget.2026`"],
        ),
        refused(
            "a value and the same under its key",
            "offers",
            "id,by,gives,price,price.value\ngun,north,guns,4,3\n",
            &["two columns are headed `price`"],
        ),
    ]
}

fn inside() -> Vec<Case> {
    vec![
        refused(
            "thousands or thousandths in braces",
            "capabilities",
            "id,us_baseline,held\nguns,300,\"{ DEU: 1.200, FRA: 2.300 }\"\nshells,900,\n",
            &["`1.200` may be 1200 or 1.2", "`1200`"],
        ),
        refused(
            "thousands in braces beside decimal commas",
            "capabilities",
            "id;us_baseline;weight;held\nguns;300;1,5;{ DEU: 1.200, FRA: 2.300 }\nshells;900;1,5;\n",
            &["`1.200` may be 1200 or 1.2"],
        ),
        read(
            "decimals in braces of one reading",
            "capabilities",
            "id;us_baseline;weight;held\nguns;300;1,5;{ DEU: 1.25, FRA: 1.2000 }\nshells;900;1,5;\n",
            "guns: { us_baseline: 300, weight: 1.5, held: { DEU: 1.25, FRA: 1.2 } }, shells: { us_baseline: 900, weight: 1.5 }",
        ),
    ]
}

fn breaks() -> Vec<Case> {
    vec![
        refused(
            "thousands in a heading",
            "offers",
            "id;by;gives;price.0;price.1.000\ngun;north;guns;25,5;22,5\n",
            &["`1.000` may be 1000 or 1", "`price.1000` or `price.1`"],
        ),
        refused(
            "thousands or decimals in a heading",
            "offers",
            "id,by,gives,price.0,price.2.500\ngun,north,guns,25.5,22.5\n",
            &["`2.500` may be 2500 or 2.5", "`price.2500` or `price.2.5`"],
        ),
        refused(
            "thousands by comma in a heading",
            "offers",
            "id;by;gives;price.0;price.1,000\ngun;north;guns;25.5;22.5\n",
            &["`1,000` may be 1000 or 1", "`price.1000` or `price.1`"],
        ),
        refused(
            "a decimal comma in a heading",
            "offers",
            "id;by;gives;price.0;price.2,5\ngun;north;guns;25,5;22,5\n",
            &["did you mean `price.2.5`?"],
        ),
        refused(
            "thousands by blank in a heading",
            "offers",
            "id;by;gives;price.0;price.1 200\ngun;north;guns;25,5;22,5\n",
            &["did you mean `price.1200`?"],
        ),
    ]
}

fn remarks() -> Vec<Case> {
    vec![
        refused(
            "a remark of one cell below",
            "nations",
            "id;name;budget\nDEU;Germany;9\nSource: a ministry\n",
            &["`Source: a ministry` stands among the rows", "delete remarks"],
        ),
        refused(
            "a list without its heading",
            "groups",
            "id;who\nA;DEU\n",
            &["unknown heading `who`", "known here: members"],
        ),
    ]
}

fn needless() -> Vec<Case> {
    const WHOLE: &str = "DEU: { budget: 1200 }, FRA: { budget: 2.345 }";
    vec![
        told(
            "an apostrophe settles a point",
            "nations",
            "id;budget\nDEU;1'200\nFRA;2.345\n",
            WHOLE,
            "is read as 2.345",
        ),
        told("a blank settles a comma", "nations", "id;budget\nDEU;1 200\nFRA;2,345\n", WHOLE, "is read as 2.345"),
        told(
            "a no-break blank settles a point",
            "nations",
            "id;budget\nDEU;1\u{a0}200\nFRA;2.345\n",
            WHOLE,
            "is read as 2.345",
        ),
        refused(
            "a blank settles a point, and not a comma beside it",
            "nations",
            "id;budget\nDEU;1 200\nFRA;2.345\nPOL;2,345\n",
            &["may be"],
        ),
        read("blanks as wide as figures", "nations", "id;budget\nDEU;1\u{2007}200,5\n", "DEU: { budget: 1200.5 }"),
        read("powers of ten with three decimals", "nations", "id;budget\nDEU;1.234E+04\n", "DEU: { budget: 12340 }"),
        read(
            "years with thousands",
            "nations",
            "id;year;budget\nDEU;2.026;9\nDEU;2.027;8\n",
            "DEU: { budget: { 2026: 9, 2027: 8 } }",
        ),
        read(
            "a share of a gross domestic product in thousandths",
            "nations",
            "id;budget;gdp\nDEU;2.125 % of gdp × 30 %;4000\n",
            "DEU: { budget: 2.125 % of gdp × 30 %, gdp: 4000 }",
        ),
        read(
            "a share in thousandths",
            "nations",
            "id;budget;carry_over\nDEU;9;33,125 %\n",
            "DEU: { budget: 9, carry_over: 33.125 % }",
        ),
        read(
            "sets of countries",
            "groups",
            "id;members\nA;{DEU, FRA}\nB;A + {POL}\n",
            "A: '{DEU, FRA}', B: 'A + {POL}'",
        ),
        read(
            "lists of countries",
            "groups",
            "id;members\nA;DEU, FRA\nB;[DEU, POL]\nC;DEU\n",
            "A: [DEU, FRA], B: [DEU, POL], C: DEU",
        ),
        read(
            "lists of capabilities",
            "capability_groups",
            "id,members\nall,\"guns, shells\"\none,guns\n",
            "all: [guns, shells], one: [guns]",
        ),
    ]
}

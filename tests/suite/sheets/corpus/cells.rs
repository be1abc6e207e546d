//! Cells that hold more than a number, or less.

use super::{Case, read, refused};

pub fn cases() -> Vec<Case> {
    [missing(), flags(), texts()].into_iter().flatten().collect()
}

fn missing() -> Vec<Case> {
    const EMPTY: &str = "leave the cell empty";
    const KNOWN: &str = "DEU: { budget: 9, gdp: 4 }, FRA: { budget: 7 }";
    vec![
        read("an empty cell", "nations", "id,budget,gdp\nDEU,9,4\nFRA,7,\n", KNOWN),
        read("a cell of blanks", "nations", "id,budget,gdp\nDEU,9,4\nFRA,7,  \n", KNOWN),
        read("a cell of a no-break blank", "nations", "id;budget;gdp\nDEU;9;4\nFRA;7;\u{a0}\n", KNOWN),
        read("a cell of an empty text", "nations", "id,budget,gdp\nDEU,9,4\nFRA,7,\"\"\n", KNOWN),
        read("blanks around cells", "nations", "id , budget , gdp\nDEU , 9 , 4\nFRA , 7 ,\n", KNOWN),
        refused("a colon for no value", "nations", "id,budget,gdp\nDEU,9,4\nFRA,7,:\n", &["`:` is no value", EMPTY]),
        refused(
            "a colon with its flag",
            "nations",
            "id,budget,gdp\nDEU,9,4\nFRA,7,: c\n",
            &["`: c` is no value", EMPTY],
        ),
        refused("n/a", "nations", "id,budget,gdp\nDEU,9,4\nFRA,7,n/a\n", &["`n/a` is no value", EMPTY]),
        refused(
            "n/a in capitals, often",
            "nations",
            "id,gdp\nDEU,N/A\nFRA,N/A\nPOL,N/A\n",
            &["`N/A`", "so are 2 more"],
        ),
        refused(
            "a spreadsheet's n/a",
            "nations",
            "id,budget,gdp\nDEU,9,4\nFRA,7,#N/A\n",
            &["`#N/A` is no value", EMPTY],
        ),
        refused("a dash for no value", "nations", "id,budget,gdp\nDEU,9,4\nFRA,7,–\n", &["`–` is no value", EMPTY]),
        refused(
            "two points for no value",
            "nations",
            "id,budget,gdp\nDEU,9,4\nFRA,7,..\n",
            &["`..` is no value", EMPTY],
        ),
        refused("German for no value", "nations", "id;gdp\nDEU;4\nFRA;k. A.\n", &["`k. A.` is no value", EMPTY]),
        refused("n/a for a source", "nations", "id,budget,source\nDEU,9,n/a\n", &["`n/a` is no value", EMPTY]),
        refused(
            "an error of a spreadsheet",
            "nations",
            "id,budget\nDEU,#DIV/0!\n",
            &["`#DIV/0!` is an error", "mend the formula"],
        ),
        refused("a German error", "nations", "id;budget\nDEU;#WERT!\n", &["`#WERT!` is an error"]),
        refused("an error in a text", "offers", "id,by,gives,price\ngun,#REF!,guns,4\n", &["`#REF!` is an error"]),
    ]
}

fn flags() -> Vec<Case> {
    const COLUMN: &str = "a column headed `flag`";
    vec![
        refused(
            "a flag behind a number",
            "nations",
            "id,budget\nDEU,123.4 p\n",
            &["`123.4 p`", "write `123.4`", COLUMN],
        ),
        refused("an estimate", "nations", "id,budget\nDEU,2022 est.\n", &["`2022 est.`", "write `2022`", COLUMN]),
        refused("a footnote", "nations", "id;budget\nDEU;1 200 (2)\n", &["`1 200 (2)`", "write `1 200`", COLUMN]),
        refused("a star", "nations", "id;budget\nDEU;1200*\nFRA;9*\n", &["`1200*`", "so is one more", COLUMN]),
        refused("a raised digit", "nations", "id;budget\nDEU;16,07¹\n", &["`16,07¹`", "write `16,07`"]),
        refused(
            "a unit in a cell",
            "nations",
            "id,budget\nDEU,5 bn\n",
            &["`5 bn`", "write `5000` where the column counts in millions"],
        ),
        refused(
            "millions in a cell",
            "nations",
            "id;budget\nDEU;82.690,5 Mio. €\nFRA;9 Mio. €\n",
            &["write `82.690,5`"],
        ),
        refused(
            "French milliards",
            "nations",
            "id;budget\nFRA;57,2 Md€\n",
            &["`57,2 Md€`", "in the unit of the column"],
        ),
        refused("a currency in a cell", "nations", "id,budget\nDEU,900 €\n", &["`900 €`", "write `900`"]),
        read(
            "a column of flags",
            "nations",
            "id,budget,flag\nDEU,123.4,p\nFRA,9,\n",
            "DEU: { budget: 123.4, note: p }, FRA: { budget: 9 }",
        ),
        read(
            "flags beside a note",
            "offers",
            "id,by,gives,price,note,OBS_FLAG\ngun,north,guns,4,old,e\n",
            "gun: { by: north, gives: guns, price: 4, note: old; e }",
        ),
        refused("300 % of money", "offers", "id,by,gives,price\ngun,north,guns,300 %\n", &["`300 %`", "an amount"]),
        refused("a budget in percent", "nations", "id,budget\nDEU,300 %\n", &["does not say of what", "% of gdp"]),
        refused(
            "a share of money in each row",
            "nations",
            "id,budget,gdp\nDEU,9,300 %\n",
            &["`nations.DEU.gdp` has a percent sign"],
        ),
        refused(
            "a share above all",
            "nations",
            "id,budget,carry_over\nDEU,9,65\n",
            &["carry_over", "from 0 % to 100 %"],
        ),
    ]
}

fn texts() -> Vec<Case> {
    vec![
        read(
            "a name that is a number",
            "nations",
            "id,name,budget\nDEU,1.200,9.5\n",
            "DEU: { name: '1.200', budget: 9.5 }",
        ),
        read(
            "a source that has digits",
            "nations",
            "id;budget;source\nDEU;9,5;2.025\n",
            "DEU: { budget: 9.5, source: '2.025' }",
        ),
        read(
            "a mapping in a cell",
            "nations",
            "id,budget\nDEU,\"{ 2026: 5, 2028: 7.5 }\"\n",
            "DEU: { budget: { 2026: 5, 2028: 7.5 } }",
        ),
        read(
            "a mapping beside decimal commas",
            "nations",
            "id;budget;gdp\nDEU;{ 2026: 5, 2028: 7.5 };4,5\n",
            "DEU: { budget: { 2026: 5, 2028: 7.5 }, gdp: 4.5 }",
        ),
        read(
            "a list in a cell",
            "nations",
            "id;budget;excludes\nDEU;9;[south]\nFRA;7;\n",
            "DEU: { budget: 9, excludes: [south] }, FRA: { budget: 7 }",
        ),
        read(
            "a quotation mark inside a cell",
            "offers",
            "id,by,gives,price,name\ngun,north,guns,4,5\" gun\n",
            "gun: { by: north, gives: guns, price: 4, name: '5\" gun' }",
        ),
        read(
            "two quotation marks for one",
            "offers",
            "id,by,gives,price,name\ngun,north,guns,4,\"the \"\"big\"\" one\"\n",
            "gun: { by: north, gives: guns, price: 4, name: 'the \"big\" one' }",
        ),
        read(
            "a cell of two lines",
            "offers",
            "id,note,by,gives,price\ngun,\"two\nlines\",north,guns,4\n",
            "gun: { by: north, gives: guns, price: 4, note: two lines }",
        ),
        read("no limit", "nations", "id,budget\nDEU,unlimited\n", "DEU: { budget: unlimited }"),
        refused("a word for a number", "nations", "id,budget\nDEU,plenty\n", &["`plenty` is not a budget"]),
        refused("a word of no list", "nations", "id,budget,confidence\nDEU,9,cite\n", &["did you mean `cited`?"]),
        refused("a text for a list", "nations", "id,budget,excludes\nDEU,9,south\n", &["expected a list"]),
    ]
}

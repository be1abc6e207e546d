//! The good model, and every exchange that makes it a bad one.

/// A model that uses most of what a document can say, and is good.
pub(super) const GOOD: &str = "\
model: Guns and shells
money: MEUR 2025
rates: { USD 2024: 0.93 }
horizon: 2026..2030
buyers: EAST + WEST
domestic: EAST + WEST + {SVK}

groups:
  WEST: [DEU, FRA]
  EAST: \"{POL, EST}\"

nations:
  DEU: { budget: 900, committed: 100, gdp: 4000000 }
  FRA: { budget: 700, gdp: 2900000 }
  POL: { budget: { 2026: 500, 2030: 700 }, carry_over: 20 % }
  EST: { budget: 60, excludes: [south] }

capabilities:
  shells: { unit: 1000 rounds, us_baseline: 1000, held: { DEU: 120 }, gap_bands: { 10 %: 1, 100 %: 2 } }
  guns: { us_baseline: 300, needs: { shells: 0.5 } }
  scouts: { kind: flow, targets: { POL: 40 } }

holdings:
  howitzers: { nation: DEU, gives: guns, quantity: 50, by: north }

producers:
  north: { seat: DEU, owners: { DEU: 60 %, south: 40 % } }
  south: { seat: SVK, owners: { SVK: 100 % } }

lines:
  forge: { capacity: 500 a year, expansion: { cost: 2, at_most: 100, key: budget } }

offers:
  north_shell:
    by: north
    gives: shells
    price: { value: 4.4, source: contract notice, confidence: cited }
    capacity: 700 a year
    lead_time: 1 year
    payment: [30 %, 70 %]
    value_added: { DEU: 75 %, USA: 25 % }
    delivery_cost: { EST: 0.1 }
  south_gun:
    by: south
    gives: guns
    price: { value: 5, money: USD 2024 }
    lines: [forge]
    open: 2027..2030

supply:
  road: { from: [south], to: WEST, cost: 0.01 }

goals:
  - minimise: gap
    of: [shells, guns]
    within: 1 %
  - minimise: cost
";

/// One exchange and how many findings it makes.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) old: &'static str,
    pub(super) new: &'static str,
    pub(super) findings: usize,
}

/// An exchange that makes one finding: nothing else looks wrong because of it.
pub(super) const fn row(name: &'static str, old: &'static str, new: &'static str) -> Row {
    Row { name, old, new, findings: 1 }
}

/// An exchange that makes several.
pub(super) const fn rows(findings: usize, name: &'static str, old: &'static str, new: &'static str) -> Row {
    Row { name, old, new, findings }
}

pub(super) const ROWS: &[Row] = &[
    // Keys and shapes.
    row("a key of the model misspelt", "horizon: 2026", "horizn: 2026"),
    row("a key of an entry misspelt", "committed: 100", "comitted: 100"),
    row("a key that is like none", "committed: 100", "colour: blue"),
    row("a key twice", "  FRA: { budget: 700, gdp: 2900000 }", "  DEU: { budget: 700 }"),
    row("a required key misspelt", "price: { value: 5,", "prise: { value: 5,"),
    row("a required key is missing", "    price: { value: 5, money: USD 2024 }\n", ""),
    row("an expansion without its cost", "cost: 2, ", ""),
    row("a figure without its value", "{ value: 4.4, source", "{ source"),
    row("a figure with a value and years", "{ value: 4.4, source", "{ value: 4.4, 2027: 5, source"),
    row("a text for a number", "gdp: 4000000", "gdp: plenty"),
    row("a list for a number", "gdp: 4000000", "gdp: [1, 2]"),
    row("a mapping for a text", "unit: 1000 rounds", "unit: { rounds: 1000 }"),
    row("yes for a number", "gdp: 4000000", "gdp: true"),
    row("a text for a list", "payment: [30 %, 70 %]", "payment: all at once"),
    row("a list for a mapping", "owners: { SVK: 100 % }", "owners: [SVK]"),
    row("a number for a mapping", "  FRA: { budget: 700, gdp: 2900000 }", "  FRA: 700"),
    row("nothing where an entry should be", "  FRA: { budget: 700, gdp: 2900000 }", "  FRA:"),
    row("a number with a comma", "gdp: 4000000", "gdp: '4,000,000'"),
    row("a number with another unit", "budget: 60", "budget: 60 MEUR"),
    row("an unknown word", "kind: flow", "kind: flo"),
    row("an unknown word that is like none", "confidence: cited", "confidence: rumour"),
    row("a goal misspelt", "- minimise: cost", "- minimise: costs"),
    row("a goal with weights, one misspelt", "- minimise: cost", "- minimise: { cost: 1, us_dependance: 2 }"),
    row("a capacity misspelt", "700 a year", "700 per year"),
    row("a time misspelt", "lead_time: 1 year", "lead_time: a year"),
    row("a time in months", "lead_time: 1 year", "lead_time: 18 months"),
    // Names.
    row("an id with a space", "scouts: {", "light scouts: {"),
    row("an unknown nation", "held: { DEU: 120 }", "held: { DUE: 120 }"),
    row("an unknown nation of a holding", "{ nation: DEU, gives", "{ nation: GER, gives"),
    row("an unknown country as seat", "seat: SVK", "seat: SLK"),
    row("an unknown country of value added", "DEU: 75 %, USA: 25 %", "DEU: 75 %, UAS: 25 %"),
    row("an unknown capability", "gives: shells", "gives: shell"),
    row("an unknown capability needed", "needs: { shells: 0.5 }", "needs: { sheels: 0.5 }"),
    row("an unknown producer", "by: south\n", "by: sotuh\n"),
    row("an unknown producer to be excluded", "excludes: [south]", "excludes: [suoth]"),
    row("an unknown line", "lines: [forge]", "lines: [frge]"),
    row("an unknown nation of a delivery cost", "delivery_cost: { EST: 0.1 }", "delivery_cost: { QQQ: 0.1 }"),
    row("an unknown producer of a supply relation", "from: [south]", "from: [west]"),
    row("a nation among the countries, too", "groups:\n", "countries: { DEU: { name: Germany } }\ngroups:\n"),
    rows(2, "a line named as an offer with capacity is", "  forge: {", "  north_shell: {"),
    row("what a nation does not buy, misspelt", "excludes: [south]", "does_not_buy: [south_gnu]"),
    row("a capability that a nation does not buy, misspelt", "excludes: [south]", "does_not_buy: [shels]"),
    row("what a nation does not buy and wants", "carry_over: 20 %", "does_not_buy: [scouts]"),
    row("fielding of an unknown offer", "excludes: [south]", "fielding: { south_gnu: { cost: 2 } }"),
    row("a key of fielding misspelt", "excludes: [south]", "fielding: { south_gun: { at_last: 2 } }"),
    row("a line that needs an unknown programme", "forge: { capacity", "forge: { needs: opening, capacity"),
    // Numbers.
    row(
        "fielding paid outside the horizon",
        "lines: [forge]",
        "lines: [forge]\n    fielding: { cost: 2, paid: 1998..1999 }",
    ),
    row("fielding paid backwards", "lines: [forge]", "lines: [forge]\n    fielding: { cost: 2, paid: 2029..2027 }"),
    row("fielding that earns money", "lines: [forge]", "lines: [forge]\n    fielding: { cost: -2 }"),
    row("a ceiling below nothing", "us_baseline: 300,", "us_baseline: 300, ceiling: -1,"),
    row("what is used up of a flow", "targets: { POL: 40 }", "targets: { POL: 40 }, used: { POL: 3 }"),
    row("what is used up beside enablers", "held: { DEU: 120 }", "held: { DEU: 120 }, used: { DEU: 5 }"),
    row("a negative budget", "budget: 900", "budget: -900"),
    row("a negative price", "value: 4.4", "value: -4.4"),
    row(
        "prices that fall and rise",
        "{ value: 4.4, source: contract notice, confidence: cited }",
        "{ 0: 4.4, 50: 4, 90: 5 }",
    ),
    row(
        "a first unit without a price",
        "{ value: 4.4, source: contract notice, confidence: cited }",
        "{ 10: 4.4, 50: 4 }",
    ),
    row("a quantity that is none", "{ value: 4.4, source: contract notice, confidence: cited }", "{ 0: 4.4, many: 4 }"),
    row("a price of a million million million", "value: 4.4", "value: 1e300"),
    row("a number beyond all numbers", "value: 4.4", "value: 1e999"),
    row("an infinite number", "budget: 900", "budget: .inf"),
    row("not a number", "budget: 900", "budget: .nan"),
    row("not a number, as a text", "budget: 900", "budget: NaN"),
    row("an infinite weight of a goal", "- minimise: cost", "- minimise: { cost: .inf }"),
    row("an infinite cost of supply", "cost: 0.01", "cost: .inf"),
    row("nothing given of a capability", "gives: shells", "gives: { shells: 0 }"),
    row("signed contracts above the budget", "committed: 100", "committed: 1000"),
    row("a need of nothing", "shells: 0.5", "shells: 0"),
    // Shares.
    row("a share of 650 %", "carry_over: 20 %", "carry_over: 650 %"),
    row("a share of 65, the sign forgotten", "carry_over: 20 %", "carry_over: 65"),
    row("a share in words", "carry_over: 20 %", "carry_over: half"),
    row("value added that sums to 90 %", "DEU: 75 %, USA: 25 %", "DEU: 75 %, USA: 15 %"),
    row("payments that sum to 110 %", "[30 %, 70 %]", "[40 %, 70 %]"),
    row("owners above 100 %", "DEU: 60 %, south: 40 %", "DEU: 70 %, south: 40 %"),
    row("payers' shares that sum to 80 %", "key: budget", "key: { DEU: 40 %, FRA: 40 % }"),
    row("gap bands whose slope falls", "10 %: 1, 100 %: 2", "10 %: 2, 100 %: 1"),
    row("gap bands that end early", "10 %: 1, 100 %: 2", "10 %: 1, 90 %: 2"),
    row("gap bands that run backwards", "10 %: 1, 100 %: 2", "100 %: 1, 10 %: 2"),
    // Circles.
    row("circular needs", "scouts: { kind: flow,", "scouts: { kind: flow, needs: { scouts: 1 },"),
    row("circular needs of two", "shells: { unit", "shells: { needs: { guns: 1 }, unit"),
    row("a group made of itself", "WEST: [DEU, FRA]", "WEST: [DEU, EAST, WEST]"),
    row("groups made of each other", "FRA]\n  EAST: \"{POL", "FRA, EAST]\n  EAST: \"WEST + {POL"),
    row("an ownership circle", "owners: { SVK: 100 % }", "owners: { north: 100 % }"),
    // Sets.
    row("a set that lacks its brace", "domestic: EAST + WEST + {SVK}", "domestic: EAST + {SVK, CZE"),
    row("an unknown group", "buyers: EAST + WEST", "buyers: EATS + WEST"),
    row("a set that ends with a sign", "buyers: EAST + WEST", "buyers: EAST + WEST +"),
    row("a set without a sign", "buyers: EAST + WEST", "buyers: EAST WEST"),
    row("an empty set", "domestic: EAST + WEST + {SVK}", "domestic: ''"),
    rows(4, "a group as a number", "WEST: [DEU, FRA]", "WEST: 27"),
    row("a buyer that is no nation of the table", "buyers: EAST + WEST", "buyers: EAST + WEST + {ITA}"),
    row("nobody buys", "buyers: EAST + WEST", "buyers: EAST - EAST"),
    // Years and money.
    row("a horizon that runs backwards", "horizon: 2026..2030", "horizon: 2030..2026"),
    row("a horizon in words", "horizon: 2026..2030", "horizon: five years"),
    row("a horizon of the year 20260", "horizon: 2026..2030", "horizon: 2026..20300"),
    row("no horizon", "horizon: 2026..2030\n", ""),
    row("a year outside the horizon", "{ 2026: 500, 2030: 700 }", "{ 2026: 500, 2031: 700 }"),
    row("a year that is none", "{ 2026: 500, 2030: 700 }", "{ 2026: 500, next: 700 }"),
    row("an offer open outside the horizon", "open: 2027..2030", "open: 2031..2035"),
    row("an offer open backwards", "open: 2027..2030", "open: 2030..2027"),
    row("another money without a rate", "money: USD 2024 }", "money: USD 2023 }"),
    row("a rate of nothing", "USD 2024: 0.93", "USD 2024: 0"),
    row("a money that is none", "money: MEUR 2025", "money: euros"),
    // Offers and lines.
    row("a line without capacity", "{ capacity: 500 a year, expansion", "{ expansion"),
    row("a backlog without capacity", "    lines: [forge]\n", "    lines: [forge]\n    backlog: 30\n"),
    row("a ramp below nothing", "500 a year, expansion", "500 a year, ramp: -10 %, expansion"),
    row("a cost shared by gdp that one payer lacks", "key: budget", "key: gdp"),
    row("a cost that nobody is named to pay", "key: budget", "key: budget, paid_by: '{SVK}'"),
    row("an offer that comes too late", "lead_time: 1 year", "lead_time: 6 years"),
    rows(2, "an offer for what nobody asks", "guns: { us_baseline: 300,", "guns: {"),
    // Goals.
    row("a goal that says both", "- minimise: cost", "- minimise: cost\n    maximise: domestic_volume"),
    row("a goal that says neither", "- minimise: cost", "- within: 1 %"),
    row("a goal on a capability without baseline", "of: [shells, guns]", "of: [shells, scouts]"),
    row("a shortfall in money at no price", "- minimise: cost", "- minimise: national_shortfall"),
    row("a price of what nobody can miss", "needs: { shells: 0.5 }", "needs: { shells: 0.5 }, missing_unit_worth: 3"),
    row("a goal of an unknown capability", "of: [shells, guns]", "of: [shels, guns]"),
    row("a goal of cost by capability", "- minimise: cost", "- minimise: cost\n    of: [guns]"),
    row("a goal without a measure", "- minimise: cost", "- minimise: {}"),
    row(
        "goals as a mapping",
        "goals:\n  - minimise: gap\n    of: [shells, guns]\n    within: 1 %\n  - minimise: cost",
        "goals: { minimise: gap }",
    ),
    // YAML.
    row("broken YAML", "buyers: EAST + WEST", "buyers: [EAST"),
    row("a quote without its end", "buyers: EAST + WEST", "buyers: \"EAST"),
    row("a tab for indentation", "  FRA: {", "\tFRA: {"),
    row("wrong indentation", "  FRA: {", " FRA: {"),
    row("two documents", "groups:\n", "---\ngroups:\n"),
];

/// A folder of files whose `model.yaml` is read, and how many findings that makes.
pub(super) struct Folder {
    pub(super) name: &'static str,
    pub(super) files: &'static [(&'static str, &'static [u8])],
    pub(super) findings: usize,
}

/// A model that names a table.
pub(super) const NAMES_A_TABLE: &[u8] = b"model: Table\nhorizon: 2026..2027\nnations: nations.csv\n";

pub(super) const FOLDERS: &[Folder] = &[
    Folder {
        name: "a table with a row of another length",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,name,budget\nDEU,Germany,900\nFRA,France\n")],
        findings: 1,
    },
    Folder {
        name: "a table with a key twice",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,budget\nDEU,900\nFRA,700\nDEU,90\n")],
        findings: 1,
    },
    Folder {
        name: "a table with an unknown column",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,bugdet\nDEU,900\n")],
        findings: 1,
    },
    Folder {
        name: "a table with a text for a number",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,budget\nDEU,900\nFRA,n/a\n")],
        findings: 1,
    },
    Folder {
        name: "a table with a number beyond all numbers",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,budget\nDEU,inf\nFRA,1e999\n")],
        findings: 2,
    },
    Folder {
        name: "a table with a row without id",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,budget\nDEU,900\n,700\n")],
        findings: 1,
    },
    Folder {
        name: "a table after a cell of several lines: the line is still right",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,note,budget\nDEU,\"two\nlines\",900\nFRA,,-1\n")],
        findings: 1,
    },
    Folder { name: "a table that is not there", files: &[("model.yaml", NAMES_A_TABLE)], findings: 1 },
    Folder {
        name: "a data folder that is not there",
        files: &[("model.yaml", b"model: No data\nhorizon: 2026..2027\ndata: figures\nnations: { DEU: {} }\n")],
        findings: 1,
    },
    Folder {
        name: "a data file with a key misspelt: the data file is named, not the model",
        files: &[
            ("model.yaml", b"model: Data\nhorizon: 2026..2027\ndata: figures\nnations: { DEU: { budget: 9 } }\n"),
            ("figures/nations.yaml", b"DEU:\n  gdpp: 4000000\n"),
        ],
        findings: 1,
    },
    Folder { name: "an empty document", files: &[("model.yaml", b"")], findings: 1 },
    Folder { name: "a document of remarks", files: &[("model.yaml", b"# later\n")], findings: 1 },
    Folder { name: "a document that is a word", files: &[("model.yaml", b"hello\n")], findings: 1 },
    Folder { name: "a document that is a list", files: &[("model.yaml", b"- nations\n- offers\n")], findings: 1 },
    Folder {
        name: "a document that is no UTF-8",
        files: &[("model.yaml", b"model: Latin\nabout: caf\xe9\n")],
        findings: 1,
    },
    Folder { name: "no document", files: &[("else.yaml", b"")], findings: 1 },
];

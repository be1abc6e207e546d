//! Figures that are well formed and mean nothing, or hardly what was meant.

use super::rows::{Folder, NAMES_A_TABLE, Row, row};

/// The price of the good model as it is written.
const PRICE: &str = "{ value: 4.4, source: contract notice, confidence: cited }";

/// The budget of the good model that differs from year to year.
const YEARS: &str = "{ 2026: 500, 2030: 700 }";

/// The capacity of the good model that stands in an offer.
const CAPACITY: &str = "    capacity: 700 a year\n";

pub(super) const ROWS: &[Row] = &[
    // Budgets.
    row("a buyer without a budget among others", "budget: 60, excludes", "excludes"),
    row("a buyer whose budget is empty", "budget: 60, excludes", "budget: , excludes"),
    row("a budget misspelt among others", "budget: 60, excludes", "bugdet: 60, excludes"),
    row("a budget in per cent", "budget: 60", "budget: 60 %"),
    row("a budget as a share of a gdp that is not stated", "budget: 60", "budget: 2.1 % of gdp × 30 %"),
    row("a budget as a share of something else", "budget: 900", "budget: 2.1 % of gnp × 30 %"),
    row(
        "a budget as a share of gdp in another money",
        "budget: 900",
        "budget: { value: 2.1 % of gdp × 30 %, money: USD 2024 }",
    ),
    row("a budget unlimited in one year", YEARS, "{ 2026: 500, 2030: unlimited }"),
    row("a budget in euros", "budget: 900, committed", "budget: 3857000000, committed"),
    row("a gdp in euros", "gdp: 4000000", "gdp: 40000000000"),
    // Signs and moneys where they say nothing.
    row("signed contracts in per cent", "committed: 100", "committed: 10 %"),
    row("a price in per cent", "value: 4.4", "value: 440 %"),
    row("the range of a price in per cent", "value: 4.4,", "value: 4.4, high: 500 %,"),
    row("a baseline in per cent", "us_baseline: 300", "us_baseline: 30 %"),
    row("a capacity in per cent", "capacity: 700 a year", "capacity: 70 % a year"),
    row("what is held in per cent", "quantity: 50", "quantity: 50 %"),
    row("what can be added in per cent", "at_most: 100,", "at_most: 10 %,"),
    row("a baseline in another money", "us_baseline: 300", "us_baseline: { value: 300, money: USD 2024 }"),
    row("owners' shares in another money", "south: 40 %", "south: { value: 40 %, money: USD 2024 }"),
    row("a rate in another money", "USD 2024: 0.93", "USD 2024: { value: 0.93, money: GBP 2024 }"),
    // Ranges.
    row("a budget below its own low end", YEARS, "{ 2026: 500, 2030: 700, low: 550 }"),
    row("a later year above its own high end", YEARS, "{ 2026: 500, 2030: 700, high: 600 }"),
    row("a list of prices above its own high end", PRICE, "{ 0: 4.4, 50: 4, high: 4.2 }"),
    row("a low end below nothing", "value: 4.4,", "value: 4.4, low: -1,"),
    // Amounts that do not go together.
    row("a baseline below what numbers carry", "us_baseline: 300", "us_baseline: 1e-308"),
    row("a baseline far below the lines", "us_baseline: 300", "us_baseline: 3e-12"),
    row("a price far below the budgets", "value: 4.4,", "value: 4.4e-12,"),
    row("a set-up that is meant as never", CAPACITY, "    capacity: 700 a year\n    set_up: 1e9\n"),
    row("a fielding that is meant as never", CAPACITY, "    capacity: 700 a year\n    fielding: { cost: 1e9 }\n"),
    // The same thing twice.
    row("two prices of one quantity", PRICE, "{ 0: 4.4, 50: 4, 50.0: 4.2 }"),
    row("two values of one year", YEARS, "{ 2026: 500, 02026: 600, 2030: 700 }"),
    row("two bands of a gap that end alike", "10 %: 1, 100 %: 2", "10 %: 1, 0.1: 1, 100 %: 2"),
    row("something held twice", "gives: guns, quantity", "gives: shells, quantity"),
    row("a producer with a nation's id", "  south: { seat", "  FRA: { seat: FRA }\n  south: { seat"),
    row("a producer with a country's code", "  south: { seat", "  ITA: { seat: FRA }\n  south: { seat"),
    // What can never be made.
    row("a minimum order beyond a line", CAPACITY, "    capacity: 700 a year\n    minimum_order: 4000\n"),
    row(
        "a minimum order beyond an enlarged line",
        "    lines: [forge]\n",
        "    lines: [forge]\n    minimum_order: 3000\n",
    ),
    row("a lot beyond a line", CAPACITY, "    capacity: 700 a year\n    lots_of: 4000\n"),
    row("a backlog above capacity", CAPACITY, "    capacity: 700 a year\n    backlog: { 2026: 900, 2030: 100 }\n"),
    row("a ramp on an empty line", "{ capacity: 500 a year, expansion", "{ capacity: 0 a year, ramp: 25 %, expansion"),
    row("a ramp of a line that cannot grow", CAPACITY, "    capacity: 700 a year\n    ramp: 20 %\n"),
    row("a least load beyond the largest", "cost: 0.01", "cost: 0.01, at_most: 10, at_least: 60"),
    row("an enabler that nobody needs", "guns: { us_baseline: 300,", "guns: { us_provides: 5, us_baseline: 300,"),
    row(
        "a baseline beyond all targets",
        "kind: flow, targets: { POL: 40 }",
        "kind: flow, us_baseline: 100, targets: { DEU: 1, FRA: 1, POL: 40, EST: 1 }",
    ),
    row("a seat that is no country", "seat: SVK", "seat: NRO"),
    // Parts of years.
    row("a service life of no year", "    lead_time: 1 year\n", "    lead_time: 1 year\n    service_life: 0 years\n"),
    row(
        "a service life of half a year",
        "    lead_time: 1 year\n",
        "    lead_time: 1 year\n    service_life: 0.5 years\n",
    ),
    row(
        "a service life in part of a year",
        "    lead_time: 1 year\n",
        "    lead_time: 1 year\n    service_life: 2.5 years\n",
    ),
    row("lots delivered in part of a year", "    lead_time: 1 year\n", "    lead_time: 1.5 years\n    lots_of: 5\n"),
    row("an expansion in part of a year", "at_most: 100,", "at_most: 100, lead_time: 2.5 years,"),
];

/// The fund of the good proposal as it is written.
const ALLOCATIONS: &str = "allocations: { POL: 300, EST: 200 }";

/// The same of the good model of proposals.
pub(super) const OF_PROPOSALS: &[Row] = &[
    row("an agreement in part of a year", "delay: 1 year", "delay: 1.5 years"),
    row("a programme in part of a year", "duration: 1 year", "duration: 1.5 years"),
    row("allocations beyond an envelope", ALLOCATIONS, "allocations: { POL: 400, EST: 200 }"),
    row("an envelope in per cent", "envelope: 500", "envelope: 50 %"),
    row("a number of nations in per cent", "at_least: 2, each", "at_least: 200 %, each"),
    row("a price of a broken rule in per cent", "at_least: 20 %, or_pay: 0.1", "at_least: 20 %, or_pay: 10 %"),
];

/// The same of the good model of denials.
pub(super) const OF_DENIALS: &[Row] = &[
    row("what is left in another money", "USA: { 0: 100 %, 3: 60 % }", "USA: { 0: 100 %, 3: 60 %, money: USD 2024 }"),
    row("what is left twice in one year", "USA: { 0: 100 %, 3: 60 % }", "USA: { 0: 100 %, 3: 60 %, 03: 50 % }"),
];

/// The same in tables.
pub(super) const FOLDERS: &[Folder] = &[
    Folder {
        name: "a table with an empty budget",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,gdp,budget\nDEU,4000,900\nFRA,3000,\n")],
        findings: 1,
    },
    Folder {
        name: "a table of nations with letters swapped",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,name,budget\nDUE,Germany,900\nFRA,France,700\n")],
        findings: 1,
    },
    Folder {
        name: "a table of nations by two letters, in small letters, and by name",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,budget\nDE,900\nfra,700\nPoland,500\ngary,40\n")],
        findings: 4,
    },
    Folder {
        name: "a table of nations that are invented and say so",
        files: &[("model.yaml", NAMES_A_TABLE), ("nations.csv", b"id,name,budget\ngary,Gary,900\nBUY,The buyer,7\n")],
        findings: 0,
    },
    Folder {
        name: "a budget of years before the horizon",
        files: &[
            ("model.yaml", b"model: Old\nhorizon: 2026..2027\ndata: figures\nnations: { DEU: { gdp: 4000000 } }\n"),
            ("figures/nations.yaml", b"DEU: { budget: { 2020: 5, 2021: 6 } }\n"),
        ],
        findings: 1,
    },
];

//! A good model with proposals, and every exchange that makes it a bad one.

use super::rows::{Row, row, rows};

/// A model that uses most of what a proposal can say, and is good.
pub const GOOD: &str = "\
model: Pools and rules
money: MEUR 2025
horizon: 2026..2030
buyers: \"EAST + {DEU, FRA}\"
groups: { EAST: \"{POL, EST}\" }
nations:
  DEU: { budget: 900, gdp: 4000000 }
  FRA: { budget: 700 }
  POL: { budget: 500, gdp: 800000 }
  EST: { budget: 60, gdp: 40000 }
  ITA: { budget: 400 }
capabilities:
  shells: { us_baseline: 1000 }
  guns: { us_baseline: 300 }
capability_groups: { artillery: [shells, guns] }
producers:
  north: { seat: DEU }
  south: { seat: SVK }
  forge: { seat: POL }
offers:
  shell: { by: north, gives: shells, price: 4, learning: { slope: 95 %, from: 100 } }
  gun: { by: south, gives: guns, price: { 0: 5, 50: 4 }, lots_of: 10, needs: new_gun }
  old_gun: { by: north, gives: guns, price: 6 }
  other_gun: { by: forge, gives: guns, price: 5 }
programmes:
  new_gun: { cost: 50, duration: 1 year, payment: [40 %, 60 %], paid_by: EAST, key: gdp, open: 2026..2028 }
rules:
  a_second: { rule: second_source, at_least: 10 %, capabilities: [guns], or_pay: 1 }
proposals:
  two_pools:
    use: occar
    pools:
      west: { members: \"{DEU, FRA}\", buys: [artillery], opens: 2027, exclusive: true, overhead: 1 %, discounts: { forge: { 500: 3 % } } }
      east: { members: EAST, buys: [shells], exclusive: true, harmonisation: { cost: 2, delay: 1 year } }
    rules:
      work: { rule: juste_retour, at_least: 20 %, or_pay: 0.1 }
      content: { rule: european_content, at_least: 50 %, of: basket, inside: \"{DEU, FRA, SVK}\" }
      types: { rule: most_types, at_most: 1, capabilities: [guns], rank: 2 }
      company: { rule: at_least_nations, at_least: 2, each: 5, pools: [west] }
      none_of: { rule: excluded_producers, producers: [south], nations: EAST, capabilities: [shells] }
    funds:
      loans:
        kind: loan
        envelope: 500
        rate: 50 %
        allocations: { POL: 300, EST: 200 }
        open: 2026..2029
        pools: [east]
        asks: { design: { rule: design_authority, inside: \"{DEU, SVK}\" } }
goals:
  - require: cost
    at_most: 9000
  - minimise: gap
";

/// The rule about work as it is written.
const WORK: &str = "work: { rule: juste_retour, at_least: 20 %, or_pay: 0.1 }";

/// What the fund asks, as it is written.
const DESIGN: &str = "design: { rule: design_authority, inside: \"{DEU, SVK}\" }";

pub(super) const ROWS: &[Row] = &[
    // Keys and words.
    row("a key of a proposal misspelt", "    pools:\n      west", "    pool:\n      west"),
    row("a key of a pool misspelt", "exclusive: true, overhead", "exclusiv: true, overhead"),
    row("a key of a fund misspelt", "rate: 50 %", "rates: 50 %"),
    row("an unknown kind of rule", "rule: juste_retour", "rule: juste_retoure"),
    row("a kind of fund that is none", "kind: loan", "kind: lone"),
    row("a pool without members", "members: \"{DEU, FRA}\", ", ""),
    row("a rule without its kind", WORK, "work: { at_least: 20 % }"),
    row("a fund without its kind", "        kind: loan\n", ""),
    row("a programme without its cost", "cost: 50, ", ""),
    row(
        "a list of rules",
        "asks: { design: { rule: design_authority, inside: \"{DEU, SVK}\" } }",
        "asks: [design_authority]",
    ),
    row("yes for a word", "exclusive: true, overhead", "exclusive: 1, overhead"),
    // Names.
    row("a proposal named alone", "  two_pools:", "  alone:"),
    row("a proposal named together", "  two_pools:", "  together:"),
    row("a proposal with a space", "  two_pools:", "  two pools:"),
    row("a pool named like a nation", "    pools:\n", "    pools:\n      POL: { members: EAST }\n"),
    row("a pool named like a nation that does not buy", "    pools:\n", "    pools:\n      ITA: { members: EAST }\n"),
    row("a pool named like the pool of all", "    pools:\n", "    pools:\n      joint: { members: EAST }\n"),
    row("a member that is no nation", "members: \"{DEU, FRA}\"", "members: \"{DEU, FRA, CHE}\""),
    row("a member misspelt", "members: \"{DEU, FRA}\"", "members: \"{DEU, FAR}\""),
    row("a pool of an unknown group", "members: EAST", "members: EATS"),
    row("a pool of nations that do not buy", "members: EAST", "members: \"{ITA}\""),
    row("an unknown capability of a pool", "buys: [artillery]", "buys: [artilery]"),
    row("a pool that buys an empty group", "artillery: [shells, guns]", "artillery: []"),
    row("an unknown capability of a group", "artillery: [shells, guns]", "artillery: [shells, gnus]"),
    row("a group named like a capability", "{ artillery: [shells, guns] }", "{ artillery: [guns], shells: [guns] }"),
    row("an unknown capability of a rule", "at_most: 1, capabilities: [guns]", "at_most: 1, capabilities: [canons]"),
    row("an unknown producer of a rule", "producers: [south]", "producers: [suoth]"),
    row("an unknown pool of a rule", "pools: [west]", "pools: [wset]"),
    row("an unknown pool of a fund", "pools: [east]", "pools: [north]"),
    row("a nation of a rule that is none", "nations: EAST, capabilities", "nations: \"{POL, CHE}\", capabilities"),
    row("a rule for nations that do not buy", "nations: EAST, capabilities", "nations: \"{ITA}\", capabilities"),
    row("an unknown country inside", "inside: \"{DEU, FRA, SVK}\"", "inside: \"{DEU, FRA, SLK}\""),
    row("an allocation to no country", "{ POL: 300, EST: 200 }", "{ POL: 300, ETS: 200 }"),
    row("an unknown programme", "needs: new_gun", "needs: new_gnu"),
    row("an unknown preset", "use: occar", "use: ocar"),
    row("an unknown preset in a list", "use: occar", "use: [occar, readiness]"),
    row("a preset as a mapping", "use: occar", "use: { occar: yes }"),
    rows(2, "a pool of the model's rules", "capabilities: [guns], or_pay: 1", "pools: [west, east], or_pay: 1"),
    // Pools.
    row("exclusive pools that overlap", "members: EAST, buys: [shells]", "members: \"{POL, DEU}\", buys: [shells]"),
    row("a pool that opens after the horizon", "opens: 2027", "opens: 2031"),
    row("a pool that opens in words", "opens: 2027", "opens: soon"),
    row("a pool that agrees for too long", "delay: 1 year", "delay: 5 years"),
    row("a pool that agrees backwards", "delay: 1 year", "delay: -1 years"),
    row("an overhead of 120 %", "overhead: 1 %", "overhead: 120 %"),
    row("an agreement that earns money", "cost: 2, delay", "cost: -2, delay"),
    row("a discount with nobody known", "{ forge: { 500: 3 % } }", "{ froge: { 500: 3 % } }"),
    row("a discount beside prices by quantity", "{ forge: { 500: 3 % } }", "{ south: { 500: 3 % } }"),
    row("a discount from nothing on", "{ 500: 3 % }", "{ 0: 3 % }"),
    row("discounts that fall", "{ 500: 3 % }", "{ 500: 3 %, 900: 2 % }"),
    row("a discount from words on", "{ 500: 3 % }", "{ much: 3 % }"),
    row("a discount of 105 %", "{ 500: 3 % }", "{ 500: 105 % }"),
    // Rules.
    row("a rule without its limit", WORK, "work: { rule: juste_retour }"),
    row("a rule with the other limit", WORK, "work: { rule: juste_retour, at_most: 20 % }"),
    row("a rule with both limits", WORK, "work: { rule: juste_retour, at_least: 20 %, at_most: 90 % }"),
    row(
        "a rule that holds or does not, with a limit",
        WORK,
        "work: { rule: design_authority, at_least: 20 %, or_pay: 1 }",
    ),
    row("a rule above 100 %", "at_least: 20 %", "at_least: 120 %"),
    row("a rule with the sign forgotten", "at_least: 20 %", "at_least: 20"),
    row("a count without its number", "at_least: 2, each: 5", "each: 5"),
    row("a count that is not whole", "at_least: 2, each: 5", "at_least: 2.5, each: 5"),
    row("a count as a share", "at_least: 2, each: 5", "at_least: 50 %, each: 5"),
    row("types that are not whole", "at_most: 1, capabilities", "at_most: 1.5, capabilities"),
    row("no type at all", "at_most: 1, capabilities", "at_most: 0, capabilities"),
    row("a count with the other limit", "at_most: 1, capabilities", "at_least: 1, capabilities"),
    row("suppliers as a share", WORK, "work: { rule: at_least_suppliers, at_least: 50 % }"),
    row("suppliers that are not whole", WORK, "work: { rule: at_least_suppliers, at_least: 1.5 }"),
    row("suppliers of nothing each", WORK, "work: { rule: at_least_suppliers, at_least: 2, each: 0 }"),
    row("programmes with the other limit", WORK, "work: { rule: most_programmes, at_least: 1 }"),
    row(
        "an unknown programme that is counted",
        WORK,
        "work: { rule: most_programmes, at_most: 1, programmes: [old_gun] }",
    ),
    row("programmes of a capability", WORK, "work: { rule: most_programmes, at_most: 1, capabilities: [guns] }"),
    row(
        "programmes where none are counted",
        WORK,
        "work: { rule: juste_retour, at_least: 20 %, programmes: [new_gun] }",
    ),
    row("taking part with nothing", "each: 5", "each: 0"),
    row("judged of what does not fit", WORK, "work: { rule: juste_retour, at_least: 20 %, of: basket }"),
    row("judged of a word that is none", "of: basket", "of: all"),
    row("a price and a rank", "or_pay: 0.1 }", "or_pay: 0.1, rank: 1 }"),
    row("a price below nothing", "or_pay: 0.1", "or_pay: -1"),
    row("a rank that is not whole", "rank: 2", "rank: 1.5"),
    row("a rank below nothing", "rank: 2", "rank: -1"),
    row("nobody to exclude", "producers: [south], ", ""),
    row("a rung where none is looked at", WORK, "work: { rule: juste_retour, at_least: 20 %, rung: content }"),
    row("countries where none are looked at", WORK, "work: { rule: through_pool, at_least: 0 %, inside: EAST }"),
    row("units where none are looked at", WORK, "work: { rule: juste_retour, at_least: 20 %, each: 3 }"),
    row("a rule that no offer meets", "of: basket, inside: \"{DEU, FRA, SVK}\"", "of: each_offer, inside: \"{ITA}\""),
    row(
        "a rule of the model that no offer meets",
        "rules:\n  a_",
        "rules:\n  b: { rule: design_authority, inside: '{ITA}' }\n  a_",
    ),
    row("a rule that no pool meets", "at_least: 2, each: 5", "at_least: 3, each: 5"),
    row(
        "a rule about pools without pools",
        "goals:\n",
        "  bare: { rules: { three: { rule: at_least_nations, at_least: 3 } } }\ngoals:\n",
    ),
    row("a second source where there is one", WORK, "work: { rule: second_source, at_least: 20 % }"),
    row("through pools without a pool", WORK, "work: { rule: through_pool, at_least: 20 %, pools: [west] }"),
    row("nobody worse off of whom nobody knows the size", WORK, "work: { rule: nobody_worse_off }"),
    // Funds.
    row(
        "a fund without money",
        "        envelope: 500\n        rate: 50 %\n        allocations: { POL: 300, EST: 200 }\n",
        "",
    ),
    row("a fund with less than no money", "envelope: 500", "envelope: -500"),
    row("a fund for nobody here", "{ POL: 300, EST: 200 }", "{ ITA: 300 }"),
    row("a fund that pays more than all", "rate: 50 %", "rate: 150 %"),
    row("a fund before the horizon", "open: 2026..2029", "open: 2023..2025"),
    row("a fund that asks about many orders", DESIGN, "work: { rule: juste_retour, at_least: 20 % }"),
    row("a fund that asks about a basket", DESIGN, "it: { rule: european_content, at_least: 20 %, of: basket }"),
    row("a fund that asks at a price", DESIGN, "design: { rule: design_authority, or_pay: 1 }"),
    row("a fund that asks by rank", DESIGN, "design: { rule: design_authority, rank: 1 }"),
    row("a fund that asks of some nations", DESIGN, "design: { rule: design_authority, nations: EAST }"),
    row("a fund that asks for units", DESIGN, "some: { rule: at_least_nations, at_least: 2, each: 3 }"),
    row("a fund that asks for what nothing meets", DESIGN, "design: { rule: design_authority, inside: \"{ITA}\" }"),
    row("seven funds", "    funds:\n", SEVEN),
    // Programmes, prices, goals.
    row("a programme paid to 90 %", "payment: [40 %, 60 %]", "payment: [40 %, 50 %]"),
    row("a programme that nobody pays", "paid_by: EAST", "paid_by: '{ITA}'"),
    row("a programme after the horizon", "open: 2026..2028", "open: 2032..2033"),
    row("a programme without end", "duration: 1 year", "duration: forever"),
    row("learning and a map of prices", "price: 4, learning", "price: { 0: 4, 50: 3 }, learning"),
    row("a slope of 20 %", "slope: 95 %", "slope: 20 %"),
    row("a slope of 105 %", "slope: 95 %", "slope: 105 %"),
    row("a slope outside its range", "slope: 95 %", "slope: { value: 95 %, low: 96 %, high: 99 % }"),
    row("prices of no year", "price: 4, learning", "price: { value: 4, price_year: soon }, learning"),
    row("prices of a year long past", "price: 4, learning", "price: { value: 4, price_year: 25 }, learning"),
    row("a sum for no units", "price: 4, learning", "price: { value: 4, quantity: 0 }, learning"),
    row("a misspelt basis", "price: 4, learning", "price: { value: 4, bassis: package }, learning"),
    row("learning from nothing", "from: 100", "from: 0"),
    row("learning up to less than it starts from", "from: 100", "from: 100, up_to: 50"),
    row("lots below nothing", "lots_of: 10", "lots_of: -10"),
    row("prices that rise for all units", "{ 0: 5, 50: 4 }", "{ 0: 5, 50: 6 }"),
    row("goals that only require", "  - minimise: gap\n", ""),
    row("a requirement without a limit", "  - require: cost\n    at_most: 9000\n", "  - require: cost\n"),
    row("a requirement with both limits", "at_most: 9000", "at_most: 9000\n    at_least: 1000"),
    row("a requirement of several things", "require: cost", "require: { cost: 1, gap: 100 }"),
    row("a requirement that is a goal, too", "at_most: 9000", "at_most: 9000\n    minimise: cost"),
    row("a proof of 200 %", "goals:\n", "proof_gap: 200 %\ngoals:\n"),
];

/// Six funds before the one that is there.
const SEVEN: &str = "    funds:
      a: { kind: grant, envelope: 1 }
      b: { kind: grant, envelope: 1 }
      c: { kind: grant, envelope: 1 }
      d: { kind: grant, envelope: 1 }
      e: { kind: grant, envelope: 1 }
      f: { kind: grant, envelope: 1 }
";

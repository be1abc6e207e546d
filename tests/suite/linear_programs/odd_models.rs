//! Models in which limits stand that few models have.

/// Orders against which each thing stands that can.
pub const REFUSED: &str = "
model: Everything that stands against an order
horizon: 2026..2029
nations:
  DEU: { budget: 60, excludes: [west], does_not_buy: [missile] }
  EST: { budget: { 2026: 0, 2029: 0 } }
  POL: { budget: { 2026: 40, 2029: 0 }, does_not_buy: [tanks], carry_over: 10 % }
  LVA: { budget: { 2026: 0, 2027: 5, 2028: 0, 2029: 0 } }
capabilities:
  guns: { us_baseline: 40 }
  tanks: { us_baseline: { 2026: 0, 2028: 9 }, held: { DEU: 20 } }
  jets: { us_baseline: 6 }
producers: { works: { seat: DEU }, west: { seat: USA }, forge: { seat: POL } }
programmes:
  study: { cost: 4, duration: 2 years, open: 2027 }
  idle: { cost: 3, duration: 1 year }
offers:
  gun: { by: works, gives: guns, price: 5, lead_time: 1 year, payment: [50 %, 50 %] }
  far_gun: { by: west, gives: guns, price: 4 }
  missile: { by: forge, gives: guns, price: 2, open: 2027..2028, lots_of: 2 }
  tank: { by: works, gives: tanks, price: 6 }
  gift: { by: forge, gives: jets, price: 0, capacity: 1 a year }
  jet: { by: forge, gives: jets, price: 7, needs: study }
supply:
  forge_to_poland: { from: [forge], to: \"{POL}\", at_most: 0 }
proposals:
  three:
    pools:
      early: { members: \"{DEU, EST, POL}\", buys: [guns, jets], exclusive: true, opens: 2027, harmonisation: { cost: 1, delay: 1 year } }
    rules:
      home: { rule: excluded_producers, producers: [west], nations: \"{POL, LVA}\" }
goals: [minimise: gap]
";

/// Features with amounts below one, where a limit of one would be noticed.
pub const TINY: &str = "
model: Amounts below one, and what nothing needs
horizon: 2026..2029
nations:
  DEU: { budget: 0.75, carry_over: 10 %, gdp: 3 }
  EST: { budget: { 2026: 0.25, 2029: 0.5 }, gdp: 1 }
capabilities:
  guns: { us_baseline: { 2026: 0.25, 2029: 0.75 }, targets: { EST: 0.125 }, weight: 0.5, needs: { links: 0.5 }, gap_bands: { 40 %: 0.5, 100 %: 1.25 } }
  links: { us_provides: 0.125 }
  sensors: { us_baseline: { 2026: 0, 2029: 0.5 } }
producers: { works: { seat: DEU }, west: { seat: USA } }
lines:
  forge: { capacity: 0.5 a year, expansion: { cost: 0.5, at_most: 0.25, lead_time: 1 year, key: { DEU: 75 %, EST: 25 % } } }
  mill: { capacity: 0.75 a year, expansion: { cost: 0.25, at_most: 0.5, lead_time: 1 year } }
denials:
  us: { by: [USA], from: 2028 }
offers:
  gun: { by: works, gives: guns, price: { 0: 0.5, 0.5: 0.4 }, lines: { forge: 0.5 }, lead_time: 1.5 years, minimum_order: 0.25, set_up: 0.0625 }
  lot: { by: works, gives: guns, price: 0.25, lots_of: 0.125, lines: { mill: 0.25 }, quality: 0.5 }
  link: { by: west, gives: links, price: 0.125, quality: 0.75, without_us: 0 % }
  near_link: { by: works, gives: links, price: 0.25, quality: 0.5 }
  sensor: { by: west, gives: sensors, price: { 0: 0.5, 0.25: 0.25 }, bands_are: incremental, without_us: 20 %, fielding: { at_least: 0.125 } }
  eye: { by: works, gives: sensors, price: 0.5, fielding: { cost: 0.125, yearly: 0.0625 } }
supply:
  least: { from: [west], at_least: 0.125 }
  dear: { to: \"{EST}\", fixed_cost: 0.0625 }
rules:
  own: { rule: own_share, at_most: 180 % }
  hedge: { rule: lost_when_denied, under: us, at_most: 50 %, or_pay: 0.25 }
  partners: { rule: at_least_nations, at_least: 2, or_pay: 0.125 }
proposals:
  two:
    pools: { all: { members: \"{DEU, EST}\", overhead: 5 %, opens: 2027 } }
    funds: { loan: { kind: loan, allocations: { DEU: 0.25, EST: 0.125 } }, grant: { kind: grant, rate: 30 %, envelope: 0.25 } }
goals:
  - minimise: cost
  - minimise: gap
  - minimise: national_gap
  - maximise: domestic_volume
";

/// Three nations that do as one what is shared out: in two years, of two baskets, with two funds of which one pays in one year alone.
pub const SHARED: &str = "
model: Shared out
horizon: 2026..2027
nations:
  DEU: { budget: 60, carry_over: 20 % }
  EST: { budget: 30, carry_over: 20 % }
  LVA: { budget: 10, carry_over: 20 % }
capabilities: { guns: { us_baseline: 40 } }
producers: { works: { seat: DEU } }
offers:
  gun: { by: works, gives: guns, price: 5 }
rules: { own: { rule: own_share, at_most: 180 % } }
proposals:
  two:
    pools: { all: { members: \"{DEU, EST, LVA}\" } }
    funds:
      loan: { kind: loan, allocations: { DEU: 9, EST: 5, LVA: 2 } }
      grant: { kind: grant, rate: 30 %, envelope: 12 }
goals: [minimise: gap]
";

//! Random models in which support may be denied: owners by chain, bills of dependence, enablers of enablers, a switch.

use proptest::prelude::*;

mod text;

/// Who may give support, and deny it: countries and producers by place; the last is a maker at home.
const PARTIES: [&str; 7] = ["USA", "GBR", "albion", "maker0", "star", "daughter", "grand"];
/// Of these, how many have nothing to do with the United States, and how many are foreign: all but `maker0`.
const NOT_US: usize = 4;
const KINDS: [&str; 5] = ["maintenance", "updates", "munitions", "enablers", "deliveries"];

/// What a thing depends on.
#[derive(Debug, Clone)]
pub struct Bill {
    without_us: f64,
    /// Kind, party, what is left at first and in the end, and after how many years.
    left: Vec<(usize, usize, f64, f64, u32)>,
    software: Option<(usize, f64)>,
    sustained: Option<(usize, f64)>,
    licensed: Option<usize>,
}

#[derive(Debug, Clone)]
pub struct Nation {
    pub budget: f64,
    growth: f64,
}

#[derive(Debug, Clone)]
pub struct Capability {
    baseline: f64,
    weight: f64,
    held: f64,
    /// Units of the first two capabilities that one unit needs.
    pub needs: [f64; 2],
    flow: bool,
}

#[derive(Debug, Clone)]
pub struct Holding {
    nation: usize,
    gives: usize,
    quantity: f64,
    falls_to: f64,
    quality: f64,
    by: Option<usize>,
    bill: Bill,
}

#[derive(Debug, Clone)]
pub struct Offer {
    gives: usize,
    /// What one unit gives beside, of the next capability.
    pub beside: f64,
    by: usize,
    pub price: f64,
    quality: f64,
    pub capacity: f64,
    pub lead: f64,
    life: Option<u32>,
    support: f64,
    /// Share of value added at home; the rest is of the United States or the United Kingdom.
    pub home: f64,
    rest_us: bool,
    bill: Bill,
}

/// Who denies what from when on.
#[derive(Debug, Clone)]
pub struct Threat {
    by: Vec<usize>,
    what: Vec<usize>,
    from: usize,
    weight: f64,
}

/// A random model; shown as the document that it is.
#[derive(Clone)]
pub struct World {
    pub nations: Vec<Nation>,
    pub capabilities: Vec<Capability>,
    pub holdings: Vec<Holding>,
    pub offers: Vec<Offer>,
    pub denials: Vec<Threat>,
    /// Shares of what is lost by kind of support, and after how many years.
    decay: Option<(f64, f64, u32)>,
    /// What the producer abroad owns of its daughter, and the daughter of hers.
    owned: (f64, f64),
    /// What the United States and the daughter provide of the first capability, of what is needed.
    provided: (f64, f64),
    /// What leaving them costs, of all budgets, and how many years it takes.
    pub switch: Option<(f64, u32)>,
    pub years: usize,
    /// Everything that is counted in units or money, times this.
    pub scale: f64,
    /// Names are turned around, and the order of what they name.
    pub renamed: bool,
    /// From which quantity on prices fall, and to which part.
    pub falls: Option<(f64, f64)>,
    /// Who buys with whom.
    pub proposal: &'static str,
}

fn bill() -> impl Strategy<Value = Bill> {
    let left = (0_usize..3, 0..PARTIES.len(), 0.0..1.0, 0.0..1.0, 1_u32..4);
    let left = left.prop_map(|(kind, who, first, part, after)| (kind, who, first, first * part, after));
    let part = || prop_oneof![2 => Just(None), 1 => (0..PARTIES.len(), 0.0..1.0).prop_map(Some)];
    let licensed = prop_oneof![3 => Just(None), 1 => (0..PARTIES.len()).prop_map(Some)];
    (prop_oneof![Just(1.0), 0.0..1.0], prop::collection::vec(left, 0..3), part(), part(), licensed).prop_map(
        |(without_us, left, software, sustained, licensed)| Bill { without_us, left, software, sustained, licensed },
    )
}

fn capability() -> impl Strategy<Value = Capability> {
    let needs = || prop_oneof![2 => Just(0.0), 3 => 0.05..0.5];
    (10.0..150.0, 0.5..3.0, 0.0..0.4, needs(), needs(), 0..5).prop_map(|(baseline, weight, held, j, k, flow)| {
        Capability { baseline, weight, held, needs: [j, k], flow: flow == 0 }
    })
}

fn holding() -> impl Strategy<Value = Holding> {
    let by = prop_oneof![Just(None), (0_usize..8).prop_map(Some)];
    (0_usize..2, 0_usize..4, 0.05..0.6, 0.2..1.0, 0.3..1.3, by, bill()).prop_map(
        |(nation, gives, quantity, falls_to, quality, by, bill)| Holding {
            nation,
            gives,
            quantity,
            falls_to,
            quality,
            by,
            bill,
        },
    )
}

fn offer() -> impl Strategy<Value = Offer> {
    let money = (0.5..8.0, 0.3..1.3, 2.0..60.0, prop_oneof![Just(0.0), 0.01..0.2]);
    let time = (prop_oneof![Just(0.0), Just(1.0), 0.5..2.5], prop_oneof![Just(None), (1_u32..4).prop_map(Some)]);
    let gives = (0_usize..4, prop_oneof![3 => Just(0.0), 1 => 0.1..1.0]);
    (gives, 0_usize..8, money, time, (0.0..1.0, any::<bool>()), bill()).prop_map(
        |((gives, beside), by, (price, quality, capacity, support), (lead, life), (home, rest_us), bill)| Offer {
            gives,
            beside,
            by,
            price,
            quality,
            capacity,
            lead,
            life,
            support,
            home,
            rest_us,
            bill,
        },
    )
}

fn threat() -> impl Strategy<Value = Threat> {
    let foreign = prop::sample::select(vec![0_usize, 0, 1, 2, 4, 5, 6]);
    let what = prop_oneof![Just(Vec::new()), prop::collection::vec(0..KINDS.len(), 1..4)];
    (prop::collection::vec(foreign, 1..3), what, 0_usize..4, 0.3..3.0).prop_map(|(mut by, mut what, from, weight)| {
        for list in [&mut by, &mut what] {
            list.sort_unstable();
            list.dedup();
        }
        Threat { by, what, from, weight }
    })
}

/// Any model.
pub fn world() -> impl Strategy<Value = World> {
    let nation = (20.0..300.0, 0.5..2.0).prop_map(|(budget, growth)| Nation { budget, growth });
    let who = (prop::collection::vec(nation, 2..4), prop::collection::vec(capability(), 2..5));
    let what = (prop::collection::vec(holding(), 1..5), prop::collection::vec(offer(), 1..6));
    let decay = prop_oneof![Just(None), (0.0..1.0, 0.0..1.0, 1_u32..4).prop_map(Some)];
    let switch = prop_oneof![Just(None), (0.01..0.3, 0_u32..3).prop_map(Some)];
    let denied = (prop::collection::vec(threat(), 2..4), decay, (0.2..0.9, 0.2..0.9), (0.0..0.8, 0.0..0.4), switch);
    let when = (2_usize..5, prop::sample::select(vec!["together", "alone", "some"]));
    (who, what, denied, when).prop_map(
        |(
            (nations, capabilities),
            (holdings, offers),
            (denials, decay, owned, provided, switch),
            (years, proposal),
        )| World {
            nations,
            capabilities,
            holdings,
            offers,
            denials,
            decay,
            owned,
            provided,
            switch,
            years,
            scale: 1.0,
            renamed: false,
            falls: None,
            proposal,
        },
    )
}

impl Threat {
    /// Both together: whatever either denies, by either, from the earlier year on.
    pub fn and(&self, other: &Self) -> Self {
        let union = |one: &[usize], two: &[usize]| {
            let mut list = [one, two].concat();
            list.sort_unstable();
            list.dedup();
            list
        };
        // No kind means every kind.
        let all = self.what.is_empty() || other.what.is_empty();
        Self {
            by: union(&self.by, &other.by),
            what: if all { Vec::new() } else { union(&self.what, &other.what) },
            from: self.from.min(other.from),
            weight: 1.0,
        }
    }
}

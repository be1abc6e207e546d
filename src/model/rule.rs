//! What a proposal demands, each thing named, with whom and what it concerns, hard, priced or ranked.

use crate::id::{CapabilityId, DenialId, GroupId, NationId, OfferId, ProducerId};
use crate::model::{CountrySet, Goal, Measure, Model, Offer, Range, Refusal, Rung, Sense, Step};
use crate::units::{MONEY, Share};

/// What a rule judges at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// Every single offer.
    Offer,
    /// All orders of each nation.
    Nation,
    /// All orders of each capability.
    Capability,
    /// All orders.
    Basket,
}

/// What a rule demands.
#[derive(Debug, Clone, PartialEq)]
pub enum Demand {
    /// At least this share of what is ordered is inside, on a rung taken by itself.
    EuropeanContent {
        /// The least share.
        at_least: Share,
        /// The rung.
        rung: Rung,
    },
    /// What is ordered may be changed and exported without a yes from outside.
    DesignAuthority,
    /// At least so many nations take part in every order of a pool, with so many units each.
    AtLeastNations {
        /// How many.
        nations: usize,
        /// Units of each that takes part.
        units: f64,
    },
    /// Work of this share of what a nation pays for orders is placed in it.
    JusteRetour {
        /// The least share.
        at_least: Share,
    },
    /// No producer has more than this share of what is ordered.
    LargestShare {
        /// The largest share.
        at_most: Share,
    },
    /// This share of what is ordered comes from others than any one producer.
    SecondSource {
        /// The least share of the others.
        at_least: Share,
    },
    /// At least so many producers deliver what is ordered of a capability, so many units each.
    AtLeastSuppliers {
        /// How many.
        suppliers: usize,
        /// Units of each that delivers any.
        units: f64,
    },
    /// At most so many programmes are started.
    MostProgrammes {
        /// How many.
        programmes: usize,
    },
    /// At most so many offers are ordered.
    MostTypes {
        /// How many.
        types: usize,
    },
    /// Nothing is ordered from the rule's producers.
    ExcludedProducers,
    /// At least this share of what a nation buys by itself comes from producers seated in it.
    HomePreference {
        /// The least share.
        at_least: Share,
    },
    /// At least this share of a nation's orders goes through pools.
    ThroughPool {
        /// The least share.
        at_least: Share,
    },
    /// None orders more of what is needed of a capability than its share of the free budgets of all, times a factor.
    OwnShare {
        /// The factor.
        at_most: Share,
    },
    /// No nation is worse off than if everyone bought alone.
    NobodyWorseOff,
    /// A denial takes no more than this share of capability, in every year from one on.
    LostWhenDenied {
        /// The largest share.
        at_most: Share,
        /// The denial.
        denial: DenialId,
        /// The first step in which it holds.
        from: Step,
    },
}

/// How firmly a rule holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Hold {
    /// It holds.
    Hard,
    /// It may be broken at this price, MEUR for each unit that is missing.
    Priced(f64),
    /// It gives way where not all rules can hold; the highest number first.
    Ranked(u32),
}

impl Hold {
    /// It gives way after everything else.
    pub const LAST: Self = Self::Ranked(u32::MAX);
}

/// Something that is demanded.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name in reports.
    pub name: String,
    /// What it demands.
    pub demand: Demand,
    /// What it judges at a time.
    pub each: Each,
    /// Whose orders.
    pub nations: Vec<NationId>,
    /// For which capabilities; empty: all.
    pub capabilities: Vec<CapabilityId>,
    /// From which producers; empty: all. Where producers are excluded or held to a share: those.
    pub producers: Vec<ProducerId>,
    /// Which programmes are counted, by code; empty: all.
    pub programmes: Vec<String>,
    /// Through which pools, by code; empty: all orders, through pools or not.
    pub pools: Vec<String>,
    /// What counts as inside.
    pub inside: CountrySet,
    /// How firmly it holds.
    pub hold: Hold,
}

/// What a nation comes to if everyone buys alone: the constants of the rule that nobody is worse off.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Outcomes {
    /// Mean weighted shortfall of each nation to its targets, 0 to 1.
    pub shortfall: Vec<f64>,
    /// What each nation pays over the horizon, MEUR.
    pub paid: Vec<f64>,
}

impl Outcomes {
    /// Whether they are those of a model's nations.
    ///
    /// # Errors
    /// There is not one value for each nation, or one is negative or no number.
    pub fn fits(&self, model: &Model) -> Result<(), Refusal> {
        let nations = model.nations.len();
        if self.shortfall.len() != nations || self.paid.len() != nations {
            let what = format!("`alone` does not have one value for each of the {nations} nations");
            return Err(Refusal::new(what, "solve the model again with `solve --out`"));
        }
        (self.shortfall.iter().chain(&self.paid)).try_for_each(|value| Range::NotNegative.check("alone", *value))
    }
}

impl Demand {
    /// The word that documents use, which is also the name of its family.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::EuropeanContent { .. } => "european_content",
            Self::DesignAuthority => "design_authority",
            Self::AtLeastNations { .. } => "at_least_nations",
            Self::JusteRetour { .. } => "juste_retour",
            Self::LargestShare { .. } => "largest_share",
            Self::SecondSource { .. } => "second_source",
            Self::AtLeastSuppliers { .. } => "at_least_suppliers",
            Self::MostTypes { .. } => "most_types",
            Self::MostProgrammes { .. } => "most_programmes",
            Self::ExcludedProducers => "excluded_producers",
            Self::HomePreference { .. } => "home_preference",
            Self::ThroughPool { .. } => "through_pool",
            Self::OwnShare { .. } => "own_share",
            Self::NobodyWorseOff => "nobody_worse_off",
            Self::LostWhenDenied { .. } => "lost_when_denied",
        }
    }

    /// The unit of what is missing to it.
    #[must_use]
    pub const fn unit(&self) -> &'static str {
        match self {
            Self::AtLeastNations { .. } => "nations",
            Self::AtLeastSuppliers { .. } => "suppliers",
            Self::MostTypes { .. } => "types",
            Self::MostProgrammes { .. } => "programmes",
            Self::OwnShare { .. } => "US-equivalents",
            Self::NobodyWorseOff => "shortfall",
            Self::LostWhenDenied { .. } => "share of the baseline",
            _ => MONEY,
        }
    }
}

impl Rule {
    /// Where the rule has a price: whether each nation pays for what it misses itself, and not all that it concerns together.
    #[must_use]
    pub const fn pays_nation_by_nation(&self) -> bool {
        matches!(self.each, Each::Nation | Each::Offer) && !matches!(self.demand, Demand::AtLeastNations { .. })
    }

    /// The capabilities with a baseline in a step that the rule concerns.
    #[must_use]
    pub fn with_baseline(&self, model: &Model, step: Step) -> Vec<CapabilityId> {
        use crate::id::Id;
        (model.capabilities.ids())
            .filter(|k| self.capabilities.is_empty() || self.capabilities.contains(k))
            .filter(|k| model.baselines[[k.index(), step.index()]] > 0.0)
            .collect()
    }

    /// Whether an offer is inside what the rule speaks of.
    #[must_use]
    pub fn concerns(&self, offer: &Offer) -> bool {
        let held = matches!(
            self.demand,
            Demand::ExcludedProducers | Demand::LargestShare { .. } | Demand::SecondSource { .. }
        );
        (self.capabilities.is_empty() || self.capabilities.contains(&offer.main()))
            && (held || self.producers.is_empty() || self.producers.contains(&offer.by))
    }

    /// For a rule that holds producers to a share: whether a producer is one of them.
    #[must_use]
    pub fn holds(&self, producer: ProducerId) -> bool {
        self.producers.is_empty() || self.producers.contains(&producer)
    }

    /// For a rule that counts programmes: whether one of a code is counted.
    #[must_use]
    pub fn counts(&self, programme: &str) -> bool {
        self.programmes.is_empty() || self.programmes.iter().any(|code| code == programme)
    }

    /// Whether orders of a group are inside what the rule speaks of. A rule by which a share goes through pools speaks of
    /// all orders, and of those pools as the ones that count.
    #[must_use]
    pub fn reaches(&self, model: &Model, group: GroupId) -> bool {
        matches!(self.demand, Demand::ThroughPool { .. }) || self.names(model, group)
    }

    /// For a rule by which a share goes through pools: whether a group is one of them.
    #[must_use]
    pub fn counts_as_pooled(&self, model: &Model, group: GroupId) -> bool {
        model.groups[group].is_pool && self.names(model, group)
    }

    fn names(&self, model: &Model, group: GroupId) -> bool {
        self.pools.is_empty() || self.pools.iter().any(|code| code == model.groups.code(group))
    }

    /// Whether a nation's order of an offer through a group is inside what the rule speaks of.
    #[must_use]
    pub fn covers(&self, model: &Model, nation: NationId, group: GroupId, offer: OfferId) -> bool {
        self.nations.contains(&nation) && self.reaches(model, group) && self.concerns(&model.offers[offer])
    }

    /// For a rule that judges every offer by itself: the share of an offer's value that is missing to it, 0 if it is met.
    #[must_use]
    pub fn missing_share(&self, model: &Model, offer: OfferId) -> f64 {
        let entry = &model.offers[offer];
        match &self.demand {
            Demand::EuropeanContent { at_least, rung } if self.each == Each::Offer => {
                (at_least.0 - model.share_inside(entry, *rung, &self.inside)).max(0.0)
            }
            Demand::DesignAuthority => {
                let free = entry.authority.iter().all(|country| self.inside.contains(*country));
                if free { 0.0 } else { 1.0 }
            }
            Demand::ExcludedProducers if self.producers.contains(&entry.by) => 1.0,
            _ => 0.0,
        }
    }

    /// What stands against a group's order of an offer by this rule, if it judges every offer by itself.
    #[must_use]
    pub fn refusal(&self, model: &Model, group: GroupId, offer: OfferId) -> Option<String> {
        let entry = &model.offers[offer];
        if !self.reaches(model, group) || !self.concerns(entry) {
            return None;
        }
        if let Demand::AtLeastNations { nations, .. } = self.demand {
            let concerned = model.groups[group].members.iter().filter(|nation| self.nations.contains(nation));
            let members: usize = concerned.map(|nation| model.nations[*nation].stands_for).sum();
            let what = format!("{}: {members} of at least {nations} nations buy together", self.name);
            return (members < nations).then_some(what);
        }
        let missing = self.missing_share(model, offer);
        if missing <= 1e-12 {
            return None;
        }
        Some(match &self.demand {
            Demand::EuropeanContent { at_least, rung } => {
                let found = model.share_inside(entry, *rung, &self.inside);
                format!(
                    "{}: {:.1} % by {} are inside, and {:.1} % are asked for",
                    self.name,
                    100.0 * found,
                    rung.word(),
                    100.0 * at_least.0
                )
            }
            Demand::DesignAuthority => {
                let outside = entry.authority.iter().filter(|country| !self.inside.contains(**country));
                let codes: Vec<&str> = outside.map(|country| model.countries.code(*country)).collect();
                format!("{}: {} must agree to changes and exports", self.name, codes.join(", "))
            }
            _ => format!("{}: {} is excluded", self.name, model.producers[entry.by].name),
        })
    }

    /// Whether it judges every offer by itself, so that it decides what can be ordered at all.
    #[must_use]
    pub const fn judges_offers(&self) -> bool {
        match self.demand {
            Demand::EuropeanContent { .. } => matches!(self.each, Each::Offer),
            Demand::DesignAuthority | Demand::ExcludedProducers => true,
            _ => false,
        }
    }

    /// The price at which it may be broken, MEUR for one whole of its unit, if it may. What a document states is MEUR for each
    /// percentage point of shortfall, which counts from 0 to 1 here.
    #[must_use]
    pub fn price(&self) -> Option<f64> {
        match self.hold {
            Hold::Priced(price) if self.demand == Demand::NobodyWorseOff => Some(100.0 * price),
            Hold::Priced(price) => Some(price),
            _ => None,
        }
    }

    /// Whether it holds whatever it costs.
    #[must_use]
    pub const fn is_hard(&self) -> bool {
        matches!(self.hold, Hold::Hard)
    }
}

impl Model {
    /// The share of an offer that is inside a set of countries, on a rung taken by itself.
    #[must_use]
    pub fn share_inside(&self, offer: &Offer, rung: Rung, inside: &CountrySet) -> f64 {
        self.offer_ladder_inside(offer, inside).factor(rung).0
    }

    /// Ranked rules become the first goals: what is missing to those of rank 1 first.
    pub(super) fn with_ranked_rules(mut self) -> Self {
        let mut ranks: Vec<u32> = (self.rules.iter())
            .filter_map(|(_, rule)| match rule.hold {
                Hold::Ranked(rank) => Some(rank),
                _ => None,
            })
            .collect();
        ranks.sort_unstable();
        ranks.dedup();
        let goal = |rank| Goal::of(Sense::Minimise, Measure::Missing(rank));
        self.parts.goals.retain(|goal| !goal.terms.iter().any(|term| matches!(term.measure, Measure::Missing(_))));
        self.parts.goals.splice(0..0, ranks.into_iter().map(goal));
        self
    }
}

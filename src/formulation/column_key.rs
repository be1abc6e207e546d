//! What the columns are, and what they are called.

use crate::formulation::rules::Subject;
use crate::id::{
    CapabilityId, DenialId, FundId, GroupId, LineId, NationId, OfferId, ProducerId, ProgrammeId, RelationId, RuleId,
};
use crate::model::{Model, Step};

/// What a column decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the fields are the indices that the variant's sentence names")]
pub enum ColumnKey {
    /// Units that a nation orders of an offer through a group in a year: x.
    Order { nation: NationId, group: GroupId, offer: OfferId, step: Step },
    /// Units that a group orders of an offer in a year: X.
    Pooled { group: GroupId, offer: OfferId, step: Step },
    /// The part of an order that is bought at a band's price, where the total commitment sets the price.
    Banded { nation: NationId, group: GroupId, offer: OfferId, step: Step, band: u32 },
    /// The part of an order that is bought at a discount on a group's business with the producer.
    Discounted { nation: NationId, group: GroupId, offer: OfferId, step: Step, band: u32 },
    /// Whether a group's business with a producer reaches a discount, 0 or 1. Band 0: none.
    Business { group: GroupId, producer: ProducerId, band: u32 },
    /// Whether a group's commitment to an offer reaches a band, 0 or 1: z. Band 0: whether it orders at all.
    Band { group: GroupId, offer: OfferId, band: u32 },
    /// Units of a group's orders so far that fall in a band, where each further unit has its band's price.
    Fill { group: GroupId, offer: OfferId, step: Step, band: u32 },
    /// Whether such a band is full, 0 or 1.
    Full { group: GroupId, offer: OfferId, step: Step, band: u32 },
    /// What a nation pays for its group's orders of a year, MEUR, where each further unit has its band's price.
    Paid { nation: NationId, group: GroupId, offer: OfferId, step: Step },
    /// Whether a group has ordered an offer by a year, 0 or 1: u, added up.
    Started { group: GroupId, offer: OfferId, step: Step },
    /// What a nation pays towards its group's set-up for an offer in a year, MEUR.
    SetUp { nation: NationId, group: GroupId, offer: OfferId, step: Step },
    /// Whether a nation has ordered an offer by a year, 0 or 1: f, added up.
    Fielded { nation: NationId, offer: OfferId, step: Step },
    /// Whether a unit of an offer that a nation ordered serves in a year, 0 or 1.
    Serves { nation: NationId, offer: OfferId, step: Step },
    /// What of an order goes beyond the need, since it comes in whole lots or not below a minimum order, units: y.
    Beyond { nation: NationId, group: GroupId, offer: OfferId, step: Step },
    /// Whether a group's commitment to an offer is above its minimum, 0 or 1, so that it may not go beyond the need: a.
    AboveMinimum { group: GroupId, offer: OfferId },
    /// Whole lots that a nation orders.
    Lots { nation: NationId, group: GroupId, offer: OfferId, step: Step },
    /// Whether a programme starts in a year, 0 or 1: y.
    Start { programme: ProgrammeId, step: Step },
    /// What a nation pays towards a programme in a year, MEUR: c.
    ProgrammeShare { nation: NationId, programme: ProgrammeId, step: Step },
    /// What a fund pays of a nation's orders in a year, MEUR: φ.
    Funded { nation: NationId, fund: FundId, step: Step },
    /// Whether a nation takes part in a pool's order, 0 or 1: w.
    TakesPart { rule: RuleId, nation: NationId, group: GroupId, offer: OfferId },
    /// Whether a producer delivers anything of a capability, 0 or 1: w.
    Supplier { rule: RuleId, capability: CapabilityId, producer: ProducerId },
    /// Whether an offer is ordered at all, by a nation or by any, 0 or 1: v.
    InUse { rule: RuleId, offer: OfferId, nation: Option<NationId> },
    /// What a rule's nations pay for an offer through a group over the horizon, MEUR: V.
    Spent { rule: RuleId, group: GroupId, offer: OfferId },
    /// What is missing to a rule that may be broken, in the rule's unit.
    Short { rule: RuleId, subject: Subject },
    /// What a nation pays in a year because a rule is broken, MEUR.
    Penalty { rule: RuleId, nation: NationId, step: Step },
    /// What a nation orders of a capability beyond its share of all orders, US-equivalents.
    Excess { nation: NationId, capability: CapabilityId },
    /// Whether a producer supplies a nation, 0 or 1: a.
    Supplies { relation: RelationId },
    /// Extra capacity bought for a line in a year, units a year: e.
    Extra { line: LineId, step: Step },
    /// Extra capacity that stands in a year, units a year.
    Built { line: LineId, step: Step },
    /// What a nation pays towards more of a line in a year, MEUR: h.
    Contribution { nation: NationId, line: LineId, step: Step },
    /// The part of a nation in a basket of what its class orders, where nations that are alike were put together.
    Part { nation: NationId, basket: u32 },
    /// What a nation pays of what its class pays beside orders in a year, MEUR.
    Pot { nation: NationId, step: Step },
    /// By how much its part is more than it wishes.
    Uneven { nation: NationId, basket: u32 },
    /// What a nation carries into the next year, MEUR: r.
    Carried { nation: NationId, step: Step },
    /// What a nation pays for support in a year, MEUR.
    Support { nation: NationId, step: Step },
    /// Delivered US-equivalents in service in a year.
    Stock { capability: CapabilityId, step: Step },
    /// Delivered units of a class in service in a year, whose classes are those of normal times or of a denial: N.
    InService { denial: Option<DenialId>, capability: CapabilityId, class: u32, step: Step },
    /// Delivered US-equivalents in service with one nation, where no target of the year says it by what is missing: S.
    NationalStock { nation: NationId, capability: CapabilityId, step: Step },
    /// Units of a class in use, in normal times or under a denial.
    Serving { denial: Option<DenialId>, capability: CapabilityId, class: u32, step: Step },
    /// Usable US-equivalents, in normal times or under a denial: E.
    Usable { denial: Option<DenialId>, capability: CapabilityId, step: Step },
    /// What is missing to the baseline in a band, in normal times or under a denial, US-equivalents: s.
    Missing { denial: Option<DenialId>, capability: CapabilityId, step: Step, band: u32 },
    /// What a nation misses to its target in a band, US-equivalents: s.
    NationalMissing { nation: NationId, capability: CapabilityId, step: Step, band: u32 },
    /// What a nation has beyond its target, US-equivalents: u.
    NationalSurplus { nation: NationId, capability: CapabilityId, step: Step },
    /// The largest gap of a goal, 0 to 1.
    WorstGap { goal: u32 },
    /// The largest gap of a goal under any of its denials, 0 to 1.
    WorstDenial { goal: u32 },
    /// By which share of their limits some rows give way, where a model that has no plan is asked why.
    GivesWay { group: u32 },
    /// What a column of one of several futures decides, that future's own; it may be an integer decision.
    InFuture { future: u32, column: u32, integer: bool, whole: bool },
}

impl ColumnKey {
    /// Whether it is an integer decision.
    #[must_use]
    pub const fn is_integer(&self) -> bool {
        matches!(
            self,
            Self::Band { .. }
                | Self::Business { .. }
                | Self::Full { .. }
                | Self::Started { .. }
                | Self::Fielded { .. }
                | Self::Serves { .. }
                | Self::Supplies { .. }
                | Self::Lots { .. }
                | Self::AboveMinimum { .. }
                | Self::Start { .. }
                | Self::TakesPart { .. }
                | Self::Supplier { .. }
                | Self::InUse { .. }
                | Self::InFuture { integer: true, .. }
        )
    }

    /// Whether it is a whole number that may be more than 1.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        matches!(self, Self::Lots { .. } | Self::InFuture { whole: true, .. })
    }

    /// Its name in text: `order(DEU@joint,leopard_2a8,2026)`.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one arm for each kind")]
    pub fn name(&self, model: &Model) -> String {
        let year = |step: &Step| model.horizon.year(*step);
        let nation = |id: &NationId| model.nations.code(*id);
        let line = |id: &LineId| model.lines.code(*id);
        let capability = |id: &CapabilityId| model.capabilities.code(*id);
        let under =
            |denial: &Option<DenialId>| denial.map_or_else(String::new, |id| format!("{},", model.denials.code(id)));
        match self {
            Self::Order { nation: n, group, offer, step } => {
                format!(
                    "order({}@{},{},{})",
                    nation(n),
                    model.groups.code(*group),
                    model.offers.code(*offer),
                    year(step)
                )
            }
            Self::Banded { nation: n, group, offer, step, band } => {
                let (group, offer) = (model.groups.code(*group), model.offers.code(*offer));
                format!("banded({}@{group},{offer},{},{})", nation(n), year(step), band + 1)
            }
            Self::Discounted { nation: n, group, offer, step, band } => {
                let (group, offer) = (model.groups.code(*group), model.offers.code(*offer));
                format!("discounted({}@{group},{offer},{},{})", nation(n), year(step), band + 1)
            }
            Self::Business { group, producer, band } => {
                format!("business({},{},{})", model.groups.code(*group), model.producers.code(*producer), band + 1)
            }
            Self::Band { group, offer, band } => {
                format!("band({},{},{})", model.groups.code(*group), model.offers.code(*offer), band + 1)
            }
            Self::Fill { group, offer, step, band } => {
                format!("fill({},{},{},{})", model.groups.code(*group), model.offers.code(*offer), year(step), band + 1)
            }
            Self::Full { group, offer, step, band } => {
                format!("full({},{},{},{})", model.groups.code(*group), model.offers.code(*offer), year(step), band + 1)
            }
            Self::Paid { nation: n, group, offer, step } => {
                format!(
                    "paid({}@{},{},{})",
                    nation(n),
                    model.groups.code(*group),
                    model.offers.code(*offer),
                    year(step)
                )
            }
            Self::Started { group, offer, step } => {
                format!("started({},{},{})", model.groups.code(*group), model.offers.code(*offer), year(step))
            }
            Self::SetUp { nation: n, group, offer, step } => {
                format!(
                    "set_up({}@{},{},{})",
                    nation(n),
                    model.groups.code(*group),
                    model.offers.code(*offer),
                    year(step)
                )
            }
            Self::Fielded { nation: n, offer, step } => {
                format!("fielded({},{},{})", nation(n), model.offers.code(*offer), year(step))
            }
            Self::Serves { nation: n, offer, step } => {
                format!("serves({},{},{})", nation(n), model.offers.code(*offer), year(step))
            }
            Self::AboveMinimum { group, offer } => {
                format!("above_minimum({},{})", model.groups.code(*group), model.offers.code(*offer))
            }
            Self::Beyond { nation: n, group, offer, step } => {
                let (group, offer) = (model.groups.code(*group), model.offers.code(*offer));
                format!("beyond({}@{group},{offer},{})", nation(n), year(step))
            }
            Self::Lots { nation: n, group, offer, step } => {
                let (group, offer) = (model.groups.code(*group), model.offers.code(*offer));
                format!("lots({}@{group},{offer},{})", nation(n), year(step))
            }
            Self::Start { programme, step } => format!("start({},{})", model.programmes.code(*programme), year(step)),
            Self::ProgrammeShare { nation: n, programme, step } => {
                format!("programme_share({},{},{})", nation(n), model.programmes.code(*programme), year(step))
            }
            Self::Funded { nation: n, fund, step } => {
                format!("funded({},{},{})", nation(n), model.funds.code(*fund), year(step))
            }
            Self::TakesPart { rule, nation: n, group, offer } => {
                let (group, offer) = (model.groups.code(*group), model.offers.code(*offer));
                format!("takes_part({},{}@{group},{offer})", model.rules.code(*rule), nation(n))
            }
            Self::Supplier { rule, capability: k, producer } => {
                format!("supplier({},{},{})", model.rules.code(*rule), capability(k), model.producers.code(*producer))
            }
            Self::InUse { rule, offer, nation: n } => {
                let who = n.as_ref().map_or_else(|| "all", |n| nation(n));
                format!("in_use({},{who},{})", model.rules.code(*rule), model.offers.code(*offer))
            }
            Self::Spent { rule, group, offer } => {
                let (group, offer) = (model.groups.code(*group), model.offers.code(*offer));
                format!("spent({},{group},{offer})", model.rules.code(*rule))
            }
            Self::Short { rule, subject } => format!("short({},{})", model.rules.code(*rule), subject.name(model)),
            Self::Penalty { rule, nation: n, step } => {
                format!("penalty({},{},{})", model.rules.code(*rule), nation(n), year(step))
            }
            Self::Excess { nation: n, capability: k } => format!("excess({},{})", nation(n), capability(k)),
            Self::Part { nation: n, basket } => format!("part({},{})", nation(n), basket + 1),
            Self::Pot { nation: n, step } => format!("pot({},{})", nation(n), year(step)),
            Self::Uneven { nation: n, basket } => format!("uneven({},{})", nation(n), basket + 1),
            Self::Supplies { relation } => format!("supplies({})", model.relations.code(*relation)),
            Self::Pooled { group, offer, step } => {
                format!("pooled({},{},{})", model.groups.code(*group), model.offers.code(*offer), year(step))
            }
            Self::Extra { line: l, step } => format!("extra({},{})", line(l), year(step)),
            Self::Built { line: l, step } => format!("built({},{})", line(l), year(step)),
            Self::Contribution { nation: n, line: l, step } => {
                format!("contribution({},{},{})", nation(n), line(l), year(step))
            }
            Self::Carried { nation: n, step } => format!("carried({},{})", nation(n), year(step)),
            Self::Support { nation: n, step } => format!("support({},{})", nation(n), year(step)),
            Self::Stock { capability: k, step } => format!("stock({},{})", capability(k), year(step)),
            Self::InService { denial, capability: k, class, step } => {
                format!("in_service({}{},{},{})", under(denial), capability(k), class + 1, year(step))
            }
            Self::Serving { denial, capability: k, class, step } => {
                format!("serving({}{},{},{})", under(denial), capability(k), class + 1, year(step))
            }
            Self::NationalStock { nation: n, capability: k, step } => {
                format!("national_stock({},{},{})", nation(n), capability(k), year(step))
            }
            Self::Usable { denial, capability: k, step } => {
                format!("usable({}{},{})", under(denial), capability(k), year(step))
            }
            Self::Missing { denial, capability: k, step, band } => {
                format!("missing({}{},{},{})", under(denial), capability(k), year(step), band + 1)
            }
            Self::NationalMissing { nation: n, capability: k, step, band } => {
                format!("national_missing({},{},{},{})", nation(n), capability(k), year(step), band + 1)
            }
            Self::NationalSurplus { nation: n, capability: k, step } => {
                format!("national_surplus({},{},{})", nation(n), capability(k), year(step))
            }
            Self::WorstGap { goal } => format!("worst_gap({})", goal + 1),
            Self::WorstDenial { goal } => format!("worst_denial({})", goal + 1),
            Self::GivesWay { group } => format!("gives_way({})", group + 1),
            Self::InFuture { future, column, .. } => format!("in_future({},{})", future + 1, column + 1),
        }
    }
}

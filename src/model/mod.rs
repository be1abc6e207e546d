//! The domain: what a procurement question consists of, after every check has passed.
//!
//! Nothing here reads a file or knows a solver. A [`Model`] is only made by checks of the whole: from `input`, which refuses bad
//! documents, or by an operation on another model, so the rooms below need not ask again.

mod capability;
mod change;
mod check;
mod denial;
mod draft;
mod figure;
mod goal;
mod goal_scope;
mod horizon;
mod industry;
mod ladder;
mod lever;
mod membership;
mod named;
mod nation;
mod need;
mod parameter;
mod parts;
mod proposal;
mod range;
mod rule;
mod scale;
mod threshold;

pub use capability::{Capability, GapBand, Holding, Kind, Need};
pub use denial::{Bill, Deniable, Denial, Loss, Party, Path, Provision, Remainder, Since};
pub use draft::ModelDraft;
pub use figure::{FigureRecord, Stated};
pub use goal::{BY_BANDS, Goal, Measure, Required, Sense, Term};
pub use horizon::{Horizon, Step};
pub use industry::{
    Counts, Expansion, Fielding, Funding, Instalment, Line, Offer, PriceBand, Producer, RelationCount, SupplyRelation,
};
pub use ladder::{Ladder, Rung};
pub use lever::Lever;
pub use named::Named;
pub use nation::{Country, CountrySet, Nation};
pub use need::{MARGIN, NeedTable, OwnNeed};
pub use parameter::Parameter;
pub use parts::ModelParts;
pub use proposal::{ALONE, BuyingGroup, Discount, Fund, Programme, Proposal, TOGETHER};
pub use range::{LONGEST, Range, Refusal, percent};
pub use rule::{Demand, Each, Hold, Outcomes, Rule};
pub use scale::ModelScale;
pub use threshold::Threshold;

use std::borrow::Cow;

use std::ops::Deref;

use crate::id::{CapabilityId, GroupId, LineId, NationId};
use crate::units::{MONEY, money_unit};

/// A procurement question, complete and consistent.
///
/// Its parts are read like fields of its own. Nobody changes them but by the operations of this room, each of which says what
/// it refuses, and by a [`ModelDraft`], which is checked as a whole before it is a model.
#[derive(Debug, Clone)]
pub struct Model {
    parts: ModelParts,
}

impl Deref for Model {
    type Target = ModelParts;
    fn deref(&self) -> &ModelParts {
        &self.parts
    }
}

impl Model {
    /// Whether a goal, or a rule of any proposal, looks at what is left under a denial.
    #[must_use]
    pub fn looks_at_denials(&self) -> bool {
        let goals = self.goals.iter().chain(self.required.iter().map(|required| &required.goal));
        let terms = goals.flat_map(|goal| &goal.terms);
        let denied =
            |measure: &Measure| matches!(measure, Measure::GapUnderDenial(..) | Measure::WorstGapUnderDenial(..));
        let rules = self.proposals.iter().flat_map(|(_, proposal)| proposal.rules.iter().map(|(_, rule)| rule));
        terms.map(|term| &term.measure).any(denied)
            || rules.into_iter().any(|rule| matches!(rule.demand, Demand::LostWhenDenied { .. }))
    }

    /// Whether a capability is used by another one that cannot do without it, or needs one itself.
    #[must_use]
    pub fn touches_enablers(&self, capability: CapabilityId) -> bool {
        !self.capabilities[capability].needs.is_empty()
            || self.capabilities.iter().any(|(_, other)| other.needs.iter().any(|need| need.enabler == capability))
    }

    /// Whether it is said what a unit missing to a national target is worth in any year.
    #[must_use]
    pub fn has_missing_worth(&self, capability: CapabilityId) -> bool {
        use crate::id::Id;
        self.missing_worth.row(capability.index()).iter().any(|&worth| worth > 0.0)
    }

    /// Whether a rule of the model asks what nations come to if everyone buys alone.
    #[must_use]
    pub fn asks_for_outcomes(&self) -> bool {
        self.rules.iter().any(|(_, rule)| matches!(rule.demand, Demand::NobodyWorseOff))
    }

    /// The groups in which a nation buys.
    pub fn groups_of(&self, nation: NationId) -> impl Iterator<Item = GroupId> {
        self.groups.iter().filter(move |(_, group)| group.members.contains(&nation)).map(|(group, _)| group)
    }

    /// The first step, by number, in which all programmes that an offer needs can be over; nothing where it needs none.
    #[must_use]
    pub fn programmes_over(&self, offer: &Offer) -> Option<usize> {
        let needed = offer.needs.iter().filter_map(|needs| self.programmes.find(needs));
        needed.map(|id| self.programmes[id].open.0.index() + self.programmes[id].duration).max()
    }

    /// The first line whose enlargement exactly these nations pay for as suits the plan.
    #[must_use]
    pub fn first_with_payers(&self, payers: &[NationId]) -> Option<LineId> {
        let paid = |line: &Line| {
            line.expansion.as_ref().is_some_and(|expansion| match &expansion.funding {
                Funding::Free(own) => own == payers,
                Funding::Shares(_) | Funding::ByBudget(_) => false,
            })
        };
        self.lines.iter().find(|(_, line)| paid(line)).map(|(id, _)| id)
    }

    /// Its money in millions, as amounts are labelled: `MEUR`, `MSEK`.
    #[must_use]
    pub fn money_unit(&self) -> &str {
        money_unit(&self.money)
    }

    /// The unit of a measure or a rule as people read it: money is that of the model.
    #[must_use]
    pub fn in_its_money(&self, unit: &'static str) -> Cow<'static, str> {
        if unit == MONEY { self.money_unit().to_owned().into() } else { unit.into() }
    }

    /// What signed contracts leave of a nation's budgets, over the horizon, MEUR.
    #[must_use]
    pub fn free_money(&self, nation: NationId) -> f64 {
        use crate::id::Id;
        let n = nation.index();
        self.budgets.row(n).iter().zip(self.committed.row(n)).map(|(all, signed)| (all - signed).max(0.0)).sum()
    }

    /// The share of a nation in what signed contracts leave of the budgets of all, over the horizon.
    #[must_use]
    pub fn free_budget_share(&self, nation: NationId) -> f64 {
        let all: f64 = self.nations.ids().map(|nation| self.free_money(nation)).sum();
        if all > 0.0 { self.free_money(nation) / all } else { 0.0 }
    }
}

//! What was decided, in domain words, keyed by ids; and what the limits were worth.

mod brought;
mod brought_money;
mod neat;
mod prices;
mod solution_file;

pub use brought::{BESIDE_ORDERS, Fault, columns_not_read, orders_from_csv};
pub use prices::{Limit, Price, prices};
pub use solution_file::values_from_solution;

use std::collections::BTreeMap;

use ndarray::Array2;

use crate::formulation::{ColumnKey, Formulation};
use crate::id::{DenialId, FundId, GroupId, Id, LineId, NationId, OfferId, ProgrammeId, RuleId};
use crate::model::{Model, Step};
use crate::solve::Solution;

/// What is smaller than this is solver dust, in what counts as one.
const DUST: f64 = 1e-7;

/// Fewer units than this are no order: nobody buys a millionth of a thing, and no table, screen or count shows it. Where a model's quantities are
/// far from usual, of what counts as one ([`crate::model::ModelScale`]).
pub const LEAST_ORDER: f64 = 1e-6;

/// Units ordered by one nation of one offer in one year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Order {
    /// Who orders.
    pub nation: NationId,
    /// Through which group.
    pub group: GroupId,
    /// What.
    pub offer: OfferId,
    /// When.
    pub step: Step,
    /// How many units.
    pub quantity: f64,
    /// Of them, how many go beyond the need, since the offer comes in whole lots or not below a minimum order.
    pub beyond: f64,
}

/// Extra capacity bought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Enlargement {
    /// Of which line.
    pub line: LineId,
    /// When it is paid.
    pub step: Step,
    /// Units a year.
    pub amount: f64,
}

/// What one nation pays towards an enlargement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// Who pays.
    pub nation: NationId,
    /// For which line.
    pub line: LineId,
    /// When.
    pub step: Step,
    /// MEUR.
    pub amount: f64,
}

/// What one nation pays for what its group orders in one year, where each further unit has its own price; towards a
/// set-up; or for fielding a type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Payment {
    /// Who pays.
    pub nation: NationId,
    /// In which group.
    pub group: GroupId,
    /// For which offer.
    pub offer: OfferId,
    /// For orders, a set-up or fielding, of which year.
    pub step: Step,
    /// MEUR.
    pub amount: f64,
}

/// A programme that is started.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    /// Which.
    pub programme: ProgrammeId,
    /// When.
    pub step: Step,
}

/// Money of one nation in one year for one thing: a programme, a fund's part, a rule that is broken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaidShare<T> {
    /// Whose.
    pub nation: NationId,
    /// For what.
    pub of: T,
    /// When.
    pub step: Step,
    /// MEUR.
    pub amount: f64,
}

/// What of a capability is usable, by capability × year.
#[derive(Debug, Clone, PartialEq)]
pub struct Usable {
    /// US-equivalents that count towards baselines.
    pub equivalents: Array2<f64>,
    /// Units in use, which enablers serve.
    pub units: Array2<f64>,
}

impl Usable {
    /// Nothing of any capability in any year.
    fn none(model: &Model) -> Self {
        let (capabilities, years) = (model.capabilities.len(), model.horizon.len());
        Self { equivalents: Array2::zeros((capabilities, years)), units: Array2::zeros((capabilities, years)) }
    }
}

/// What was decided. Lists are in the order of years, offers or lines, and nations.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Orders.
    pub orders: Vec<Order>,
    /// Enlargements of lines.
    pub enlargements: Vec<Enlargement>,
    /// Who pays for them, where payers share freely.
    pub contributions: Vec<Contribution>,
    /// Who pays for orders whose further units have their own price; nothing where it is to be shared by units.
    pub payments: Option<Vec<Payment>>,
    /// Who pays for set-ups; nothing where it is to be shared by units.
    pub set_ups: Option<Vec<Payment>>,
    /// When nations pay for fielding a type; nothing where it is the year of the first order.
    pub fieldings: Option<Vec<Payment>>,
    /// Programmes that are started.
    pub starts: Vec<Start>,
    /// Who pays for them, where payers share freely.
    pub programme_shares: Vec<PaidShare<ProgrammeId>>,
    /// What funds pay towards orders.
    pub funded: Vec<PaidShare<FundId>>,
    /// Who pays for rules that are broken at a price; nothing where it is to be worked out.
    pub penalties: Option<Vec<PaidShare<RuleId>>>,
    /// Money carried into the next year, nation × year, MEUR; nothing where it is to be worked out.
    pub carried: Option<Array2<f64>>,
    /// What enablers are given to whom; nothing where it is to be worked out, or no capability needs another.
    pub usable: Option<Usable>,
    /// The same under denials; those that are not listed are to be worked out.
    pub usable_under: Vec<(DenialId, Usable)>,
}

/// What nations pay once for fielding what they order, each with the group of its first order.
fn fieldings(model: &Model, orders: &[Order], fielded: &BTreeMap<(NationId, OfferId), Step>) -> Vec<Payment> {
    let paid = |(&(nation, offer), &step): (&(NationId, OfferId), &Step)| {
        let own = orders.iter().filter(|order| order.nation == nation && order.offer == offer);
        let group = own.min_by_key(|order| order.step)?.group;
        Some(fielding_payments(model, Payment { nation, group, offer, step, amount: 0.0 }))
    };
    fielded.iter().filter_map(paid).flatten().collect()
}

/// What a nation pays for fielding a type: the amounts of a payment that says who, through which group, for what, and when at once.
#[must_use]
pub fn fielding_payments(model: &Model, first: Payment) -> Vec<Payment> {
    let Some(fielding) = model.offers[first.offer].fielding_of(first.nation) else { return Vec::new() };
    let list = match fielding.instalment() {
        None => vec![Payment { amount: fielding.cost.0, ..first }],
        Some(part) => {
            let years = model.horizon.steps().filter(|step| part.is_due(*step));
            years.map(|step| Payment { step, amount: part.amount.0, ..first }).collect()
        }
    };
    list.into_iter().filter(|payment| payment.amount > 0.0).collect()
}

impl Plan {
    /// The plan that a solution means.
    #[tracing::instrument(skip_all, name = "read back")]
    #[must_use]
    pub fn of(model: &Model, formulation: &Formulation, solution: &Solution) -> Self {
        let years = model.horizon.len();
        let mut plan = Self::default();
        let mut carried = Array2::zeros((model.nations.len(), years));
        let mut in_use: BTreeMap<Option<DenialId>, Usable> = BTreeMap::new();
        let (mut payments, mut set_ups, mut penalties) = (Vec::new(), Vec::new(), Vec::new());
        let mut fielded: BTreeMap<(NationId, OfferId), Step> = BTreeMap::new();
        for (place, ((key, _), &value)) in formulation.columns.iter().zip(&solution.values).enumerate() {
            let one = formulation.columns.unit(place);
            let value = if value.abs() < DUST * one { 0.0 } else { value };
            match key {
                ColumnKey::Usable { denial, capability, step } => {
                    let usable = in_use.entry(denial).or_insert_with(|| Usable::none(model));
                    usable.equivalents[[capability.index(), step.index()]] = value;
                }
                ColumnKey::Serving { denial, capability, step, .. } => {
                    let usable = in_use.entry(denial).or_insert_with(|| Usable::none(model));
                    usable.units[[capability.index(), step.index()]] += value;
                }
                _ if value <= 0.0 => {}
                ColumnKey::Order { .. } if value < LEAST_ORDER * one => {}
                ColumnKey::Order { nation, group, offer, step } => {
                    let beyond = formulation.columns.find(ColumnKey::Beyond { nation, group, offer, step });
                    let beyond = beyond.map_or(0.0, |place| solution.values[place]).clamp(0.0, value);
                    plan.orders.push(Order { nation, group, offer, step, quantity: value, beyond });
                }
                ColumnKey::Extra { line, step } => plan.enlargements.push(Enlargement { line, step, amount: value }),
                ColumnKey::Contribution { nation, line, step } => {
                    plan.contributions.push(Contribution { nation, line, step, amount: value });
                }
                ColumnKey::Paid { nation, group, offer, step } => {
                    payments.push(Payment { nation, group, offer, step, amount: value });
                }
                ColumnKey::SetUp { nation, group, offer, step } => {
                    set_ups.push(Payment { nation, group, offer, step, amount: value });
                }
                ColumnKey::Fielded { nation, offer, step } if value > 0.5 => {
                    let first = fielded.entry((nation, offer)).or_insert(step);
                    *first = step.min(*first);
                }
                ColumnKey::Start { programme, step } => plan.starts.push(Start { programme, step }),
                ColumnKey::ProgrammeShare { nation, programme, step } => {
                    plan.programme_shares.push(PaidShare { nation, of: programme, step, amount: value });
                }
                ColumnKey::Funded { nation, fund, step } => {
                    plan.funded.push(PaidShare { nation, of: fund, step, amount: value });
                }
                ColumnKey::Penalty { rule, nation, step } => {
                    penalties.push(PaidShare { nation, of: rule, step, amount: value });
                }
                ColumnKey::Carried { nation, step } => carried[[nation.index(), step.index()]] = value,
                _ => {}
            }
        }
        // A set-up that no order needs is the solver's indifference, and nobody pays for it; nor for what is no order.
        let needed = |paid: &Payment| plan.orders.iter().any(|o| o.group == paid.group && o.offer == paid.offer);
        set_ups.retain(needed);
        payments.retain(needed);
        plan.fieldings = Some(fieldings(model, &plan.orders, &fielded));
        plan.contributions = contributions(model, &plan.enlargements, plan.contributions);
        plan.penalties = Some(penalties);
        plan.payments = Some(payments);
        plan.set_ups = Some(set_ups);
        plan.carried = Some(carried);
        plan.usable = in_use.remove(&None);
        plan.usable_under = in_use.into_iter().filter_map(|(denial, usable)| Some((denial?, usable))).collect();
        plan.sort();
        plan
    }

    /// Puts the lists into their stated order.
    pub(crate) fn sort(&mut self) {
        self.orders.sort_by_key(|order| (order.step, order.offer, order.nation, order.group));
        self.enlargements.sort_by_key(|enlargement| (enlargement.step, enlargement.line));
        self.contributions.sort_by_key(|contribution| (contribution.step, contribution.line, contribution.nation));
    }
}

/// What is paid into a pot for several lines, line by line: everyone pays for each the same part of what it pays in.
fn contributions(model: &Model, enlargements: &[Enlargement], pots: Vec<Contribution>) -> Vec<Contribution> {
    let mut list = Vec::new();
    for paid in pots {
        let funding = |line: LineId| model.lines[line].expansion.as_ref().map(|expansion| &expansion.funding);
        let costs: Vec<(LineId, f64)> = (enlargements.iter())
            .filter(|bought| bought.step == paid.step && funding(bought.line) == funding(paid.line))
            .filter_map(|bought| {
                Some((bought.line, model.lines[bought.line].expansion.as_ref()?.cost.0 * bought.amount))
            })
            .collect();
        let all: f64 = costs.iter().map(|(_, cost)| cost).sum();
        let shares = costs.iter().filter(|_| all > 0.0);
        list.extend(shares.map(|(line, cost)| Contribution { line: *line, amount: paid.amount * cost / all, ..paid }));
    }
    list
}

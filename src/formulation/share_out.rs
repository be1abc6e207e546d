//! How what a class of nations does as one is shared out among them, as a small linear programme.
//!
//! ```text
//! minimise Σ value(q) uneven[n,q]
//! shared[q]: Σ_n part[n,q] = 1
//! shared_pot[t]: Σ_n pot[n,t] = pot(t)
//! shared_fund[f,t]: Σ_n φ[n,f,t] = drawn(f,t)
//! budget[n,t]: Σ_q due(q,t) part[n,q] + pot[n,t] − Σ_f φ[n,f,t] + r[n,t] − r[n,t−1] ≤ free(n,t)
//! need[n,k,t,s], own_share[n,k,t,s]: Σ_q taken(k,t,s,q) part[n,q] ≤ most(n,k,t,s)
//! carry_over[n,t]: r[n,t] − carry share × r[n,t−1] ≤ carry share × budget[n,t]
//! fund_rate[n,t,F]: Σ_{f ∈ F} φ[n,f,t] − Σ_q fundable(F,q,t) part[n,q] ≤ 0, fund_allocation[n,f]: Σ_t φ[n,f,t] ≤ allocation[n,f]
//! uneven[n,q]: part[n,q] − wish(n) − uneven[n,q] ≤ 0
//! ```
//!
//! q are baskets: what is ordered of them is shared out alike. Of each, a nation takes what it wishes, its share of the free money
//! of the class, as nearly as its own budgets allow.

use std::collections::BTreeMap;

use crate::formulation::columns::most_carried;
use crate::formulation::constraints::carry_over;
use crate::formulation::needs::{Window, windows};
use crate::formulation::schedule::order_steps;
use crate::formulation::{ColumnKey, Columns, Expression, Formulation, Row, RowKey, Subject};
use crate::id::{CapabilityId, DenialId, FundId, Id, NationId, OfferId, RuleId};
use crate::model::{Model, ModelScale, Step};

/// What a class of nations does as one. Money in MEUR, by year; what hangs on baskets has them first.
#[derive(Debug, Clone, Default)]
pub struct Class {
    /// Who they are.
    pub members: Vec<NationId>,
    /// Value of each basket of orders.
    pub baskets: Vec<f64>,
    /// What each basket costs in each year.
    pub due: Vec<Vec<f64>>,
    /// What is paid beside, by whom of the class does not matter.
    pub pot: Vec<f64>,
    /// What each member pays beside by a fixed key, and what is left for all of it: free budget less that.
    pub free: Vec<Vec<f64>>,
    /// What baskets count towards a limit that each member has.
    pub taken: Vec<LimitUse>,
    /// What funds pay.
    pub drawn: Vec<(FundId, Vec<f64>)>,
    /// For sets of these funds, by place in `drawn`: what they may pay at most of what each basket costs in each year.
    pub fundable: Vec<(u32, Vec<Vec<f64>>)>,
}

/// What counts towards a limit of each member.
#[derive(Debug, Clone)]
pub struct LimitUse {
    /// By which rule; `None`: by what each needs for itself.
    pub rule: Option<RuleId>,
    /// Of what, and in which run of years.
    pub run: OrderRun,
    /// By basket, US-equivalents.
    pub amounts: Vec<f64>,
    /// The limit of each member.
    pub most: Vec<f64>,
}

/// A run of years over which orders for a capability are limited.
#[derive(Debug, Clone)]
pub struct OrderRun {
    /// Which capability.
    pub capability: CapabilityId,
    /// Under which denial; `None`: in normal times.
    pub denial: Option<DenialId>,
    /// First year of delivery.
    pub from: Step,
    /// Last year of delivery.
    pub to: Step,
    /// What is needed, US-equivalents.
    pub room: f64,
    /// US-equivalents that count of one unit, by offer and year of the order.
    pub counts: BTreeMap<(OfferId, Step), f64>,
}

/// The runs of years over which the orders of all nations for a capability are limited.
#[must_use]
pub fn runs(model: &Model, capability: CapabilityId) -> Vec<OrderRun> {
    let orders = (model.offers.iter().filter(|(_, entry)| entry.main() == capability))
        .flat_map(|(offer, entry)| order_steps(model, entry).map(move |step| (offer, step)));
    let runs = windows(model, capability, &model.need_table(None, capability), orders).into_iter();
    runs.map(|Window { denial, from, to, room, counts, .. }| OrderRun { capability, denial, from, to, room, counts })
        .collect()
}

impl Formulation {
    /// The linear programme that shares out what a class does. It has no goal, only what decides between its points.
    #[must_use]
    pub fn share_out(model: &Model, class: &Class) -> Self {
        let columns = columns(model, class);
        let mut rows = budgets(model, class, &columns);
        rows.extend(sums(model, class, &columns));
        for taken in &class.taken {
            for (&nation, most) in class.members.iter().zip(&taken.most) {
                let mut terms = Vec::new();
                for (basket, amount) in (0..).zip(&taken.amounts) {
                    columns.push(&mut terms, ColumnKey::Part { nation, basket }, *amount);
                }
                rows.push(Row::at_most(taken.row(nation), *most, terms));
            }
        }
        rows.extend(funds(model, class, &columns));
        let mut tie_break = Expression::default();
        let least = 1e-3 * ModelScale::of(model).money;
        for (nation, wish) in class.members.iter().copied().zip(wishes(class)) {
            for (basket, value) in (0..).zip(&class.baskets) {
                let mut terms = Vec::new();
                columns.push(&mut terms, ColumnKey::Part { nation, basket }, 1.0);
                columns.push(&mut terms, ColumnKey::Uneven { nation, basket }, -1.0);
                rows.push(Row::at_most(RowKey::Uneven { nation, basket }, wish, terms));
                columns.push(&mut tie_break.terms, ColumnKey::Uneven { nation, basket }, value.max(least));
            }
        }
        rows.retain(|row| !row.says_nothing());
        let mut formulation = Self { columns, rows, goals: Vec::new(), tie_break };
        formulation.count_by(model);
        formulation
    }
}

impl LimitUse {
    fn row(&self, nation: NationId) -> RowKey {
        let OrderRun { capability, denial, from, to, .. } = self.run;
        match self.rule {
            Some(rule) => RowKey::Rule {
                family: "own_share",
                rule,
                subject: Subject::Run { nation, capability, denial, from, to },
            },
            None => RowKey::Need { nation: Some(nation), denial, capability, from, to },
        }
    }
}

fn columns(model: &Model, class: &Class) -> Columns {
    let mut columns = Columns::default();
    for &nation in &class.members {
        for (basket, _) in (0..).zip(&class.baskets) {
            columns.add(ColumnKey::Part { nation, basket }, f64::INFINITY);
            columns.add(ColumnKey::Uneven { nation, basket }, f64::INFINITY);
        }
        for step in model.horizon.steps() {
            if class.pot[step.index()] > 0.0 {
                columns.add(ColumnKey::Pot { nation, step }, f64::INFINITY);
            }
            if let Some(most) = most_carried(model, nation, step) {
                columns.add(ColumnKey::Carried { nation, step }, most);
            }
            for (fund, drawn) in &class.drawn {
                if drawn[step.index()] > 0.0 {
                    columns.add(ColumnKey::Funded { nation, fund: *fund, step }, f64::INFINITY);
                }
            }
        }
    }
    columns
}

/// What baskets cost a nation in a year, by its part in them.
fn parts(class: &Class, columns: &Columns, due: &[Vec<f64>], nation: NationId, year: usize) -> Vec<(usize, f64)> {
    let mut terms = Vec::new();
    debug_assert_eq!(due.len(), class.baskets.len());
    for (basket, due) in (0..).zip(due) {
        columns.push(&mut terms, ColumnKey::Part { nation, basket }, due[year]);
    }
    terms
}

fn budgets(model: &Model, class: &Class, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for (&nation, free) in class.members.iter().zip(&class.free) {
        for step in model.horizon.steps() {
            let mut terms = parts(class, columns, &class.due, nation, step.index());
            columns.push(&mut terms, ColumnKey::Pot { nation, step }, 1.0);
            for (fund, _) in &class.drawn {
                columns.push(&mut terms, ColumnKey::Funded { nation, fund: *fund, step }, -1.0);
            }
            columns.push(&mut terms, ColumnKey::Carried { nation, step }, 1.0);
            if let Some(before) = model.horizon.before(step, 1) {
                columns.push(&mut terms, ColumnKey::Carried { nation, step: before }, -1.0);
            }
            rows.push(Row::at_most(RowKey::Budget { nation, step }, free[step.index()], terms));
            rows.extend(carry_over(model, columns, nation, step));
        }
    }
    rows
}

/// What the members do adds up to what the class does.
fn sums(model: &Model, class: &Class, columns: &Columns) -> Vec<Row> {
    let sum = |key: &dyn Fn(NationId) -> ColumnKey| {
        let mut terms = Vec::new();
        for &nation in &class.members {
            columns.push(&mut terms, key(nation), 1.0);
        }
        terms
    };
    let mut rows = Vec::new();
    for (basket, _) in (0..).zip(&class.baskets) {
        rows.push(Row::equal(RowKey::Shared { basket }, 1.0, sum(&|nation| ColumnKey::Part { nation, basket })));
    }
    for step in model.horizon.steps() {
        let pot = class.pot[step.index()];
        if pot > 0.0 {
            rows.push(Row::equal(RowKey::SharedPot { step }, pot, sum(&|nation| ColumnKey::Pot { nation, step })));
        }
        for (fund, drawn) in &class.drawn {
            let (fund, drawn) = (*fund, drawn[step.index()]);
            if drawn > 0.0 {
                let terms = sum(&|nation| ColumnKey::Funded { nation, fund, step });
                rows.push(Row::equal(RowKey::SharedFund { fund, step }, drawn, terms));
            }
        }
    }
    rows
}

fn funds(model: &Model, class: &Class, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    for &nation in &class.members {
        for (set, fundable) in &class.fundable {
            for step in model.horizon.steps() {
                let mut terms = Vec::new();
                for (place, (fund, _)) in class.drawn.iter().enumerate() {
                    if set & (1 << place) != 0 {
                        columns.push(&mut terms, ColumnKey::Funded { nation, fund: *fund, step }, 1.0);
                    }
                }
                if !terms.is_empty() {
                    let paid = parts(class, columns, fundable, nation, step.index());
                    terms.extend(paid.into_iter().map(|(column, due)| (column, -due)));
                    rows.push(Row::at_most(RowKey::FundRate { nation, step, set: *set }, 0.0, terms));
                }
            }
        }
        for (fund, _) in &class.drawn {
            let mut terms = Vec::new();
            for step in model.horizon.steps() {
                columns.push(&mut terms, ColumnKey::Funded { nation, fund: *fund, step }, 1.0);
            }
            let allocation = model.funds[*fund].allocations[nation.index()];
            if allocation.is_finite() {
                rows.push(Row::at_most(RowKey::FundAllocation { nation, fund: *fund }, allocation, terms));
            }
        }
    }
    rows
}

/// The share of each member in the free money of all.
fn wishes(class: &Class) -> Vec<f64> {
    let own: Vec<f64> = class.free.iter().map(|free| free.iter().map(|money| money.max(0.0)).sum()).collect();
    let all: f64 = own.iter().sum();
    let wish = |own: &f64| if all > 0.0 { own / all } else { 0.0 };
    own.iter().map(wish).collect()
}

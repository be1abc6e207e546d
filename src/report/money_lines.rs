//! Money over the horizon, as lines of the summary.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Model;
use crate::planning::Run;

/// Money over the horizon, MEUR. Budgets that are no limit are not counted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct MoneyLine {
    /// Budgets.
    pub budget: f64,
    /// Of them, what signed contracts take.
    pub committed: f64,
    /// Orders, with set-ups, fielding and bringing them.
    pub orders: f64,
    /// Of them, set-ups, agreeing on one requirement, fielding, and fixed costs of supply relations.
    #[serde(default)]
    pub fixed: f64,
    /// Of them, bringing goods.
    #[serde(default)]
    pub delivery: f64,
    /// Support.
    pub support: f64,
    /// Contributions to larger lines.
    pub contributions: f64,
    /// What buying through pools costs on top.
    pub overhead: f64,
    /// Contributions to development programmes.
    pub programmes: f64,
    /// Payments for rules that are broken.
    pub penalties: f64,
    /// Of all this, what funds take over.
    pub funded: f64,
    /// What buyers pay whose budget is unlimited, less what funds take over of it.
    #[serde(default)]
    pub without_limit: f64,
    /// What lapses: neither spent nor carried into the next year.
    #[serde(default)]
    pub lapsed: f64,
    /// What is left in the last year.
    pub left: f64,
}

impl MoneyLine {
    /// All that is paid.
    #[must_use]
    pub fn paid(&self) -> f64 {
        self.orders + self.support + self.contributions + self.overhead + self.programmes + self.penalties
    }

    /// What budgets pay: all but what funds take over and what buyers without a limit pay.
    #[must_use]
    pub fn of_budgets(&self) -> f64 {
        self.paid() - self.funded - self.without_limit
    }
}

/// Buyers without a limit among others that have one.
pub(super) fn unlimited(model: &Model) -> Vec<String> {
    if model.budgets.iter().all(|budget| !budget.is_finite()) {
        return Vec::new();
    }
    (model.nations.iter().zip(model.budgets.outer_iter()))
        .filter(|(_, years)| years.iter().any(|budget| !budget.is_finite()))
        .map(|((_, nation), _)| nation.name.clone())
        .collect()
}

pub(super) fn money_line(model: &Model, run: &Run) -> MoneyLine {
    let spending = &run.known.spending;
    let limited = |table: &ndarray::Array2<f64>| -> f64 {
        table.indexed_iter().filter(|((n, t), _)| model.budgets[[*n, *t]].is_finite()).map(|(_, value)| value).sum()
    };
    let paid = spending.paid() - &spending.funded;
    let end = spending.left.column(model.horizon.len() - 1);
    let last: f64 = end.iter().filter(|left| left.is_finite()).sum();
    MoneyLine {
        budget: limited(&model.budgets),
        committed: limited(&model.committed),
        orders: spending.orders.sum() + spending.fixed.sum() + spending.delivery.sum(),
        fixed: spending.fixed.sum(),
        delivery: spending.delivery.sum(),
        support: spending.support.sum(),
        contributions: spending.contributions.sum(),
        overhead: spending.overhead.sum(),
        programmes: spending.programmes.sum(),
        penalties: spending.penalties.sum(),
        funded: spending.funded.sum(),
        without_limit: paid.sum() - limited(&paid),
        lapsed: limited(&spending.left) - last,
        left: last,
    }
}

//! Figures of a model by name: those that can be scaled in a model under a proposal, and funds of every proposal.

use indexmap::IndexMap;

use crate::id::Id;
use crate::model::{Model, Parameter};
use crate::scenario::Amount;
use crate::units::{Money, Price};

/// A figure that a scenario can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// One that stands in the model under every proposal.
    Parameter(Parameter),
    /// What the fund of this code can pay, in every proposal that has one.
    Fund(String),
}

/// Every figure of a model by its name, such as `budget.DEU`.
#[must_use]
pub fn figures(model: &Model) -> IndexMap<String, Figure> {
    let mut all: IndexMap<String, Figure> = (Parameter::of(model).into_iter())
        .filter(|parameter| !matches!(parameter, Parameter::Fund(_)))
        .map(|parameter| (parameter.name(model), Figure::Parameter(parameter)))
        .collect();
    for (_, proposal) in model.proposals.iter() {
        for (code, _) in &proposal.funds {
            all.insert(format!("fund.{code}"), Figure::Fund(code.clone()));
        }
    }
    all
}

impl Figure {
    /// Changes the figure in a model that is under no proposal yet.
    pub fn change(&self, model: &mut Model, amount: Amount) {
        match (self, amount) {
            (Self::Parameter(parameter), Amount::Times(factor)) => parameter.scale(model, factor),
            (Self::Parameter(parameter), Amount::To(value)) => put(*parameter, model, value),
            (Self::Fund(code), amount) => {
                for proposal in model.proposals.ids() {
                    for (_, fund) in model.proposals[proposal].funds.iter_mut().filter(|(there, _)| there == code) {
                        fund.envelope = match amount {
                            Amount::Times(factor) => Money(fund.envelope.0 * factor),
                            Amount::To(value) => Money(value),
                        };
                    }
                }
            }
        }
    }
}

/// Puts a figure to an amount in every year.
fn put(parameter: Parameter, model: &mut Model, value: f64) {
    match parameter {
        Parameter::Budget(id) => model.budgets.row_mut(id.index()).fill(value),
        Parameter::Capacity(id) => {
            let line = &mut model.lines[id];
            for (free, capacity) in line.free.iter_mut().zip(&mut line.capacity) {
                *free = (*free + value - *capacity).max(0.0);
                *capacity = value;
            }
        }
        Parameter::Price(id) => {
            let first = model.offers[id].list_price().0;
            for band in &mut model.offers[id].bands {
                // Discounts stay the shares that they are.
                band.price = Price(if first > 0.0 { band.price.0 * value / first } else { value });
            }
        }
        Parameter::Baseline(id) => model.baselines.row_mut(id.index()).fill(value),
        Parameter::Fund(id) => model.funds[id].envelope = Money(value),
    }
}

/// Whether a name is like a pattern in which `*` stands for any letters.
#[must_use]
pub fn is_like(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(place) => rest = &rest[place + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn stars_stand_for_any_letters() {
        assert!(is_like("budget.DEU", "budget.DEU") && is_like("budget.DEU", "budget.*") && is_like("budget.DEU", "*"));
        assert!(is_like("price.leopard_2a8", "price.*2a*") && is_like("price.a", "*.a"));
        assert!(!is_like("budget.DEU", "budget.D") && !is_like("budget.DEU", "price.*") && !is_like("ab", "ab*b"));
    }
}

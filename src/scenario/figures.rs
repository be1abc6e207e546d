//! Figures of a model by name: those that can be scaled in a model under a proposal, and funds of every proposal.

use indexmap::IndexMap;

use crate::model::{Model, ModelParts, Parameter};
use crate::scenario::Amount;

/// A figure that a scenario can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// One that stands in the model under every proposal.
    Parameter(Parameter),
    /// What the fund of this code can pay, its allocations with it, in every proposal that has one.
    Fund(String),
}

/// Every figure of a model by its name, such as `budget.DEU`.
#[must_use]
pub fn figures(model: &Model) -> IndexMap<String, Figure> {
    let mut all: IndexMap<String, Figure> = (Parameter::of(model).into_iter())
        .filter(|parameter| !matches!(parameter, Parameter::Fund(_) | Parameter::Target(..)))
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
    /// Changes the figure in the making of a model that is under no proposal yet.
    pub(super) fn change(&self, parts: &mut ModelParts, amount: Amount) {
        match (self, amount) {
            (Self::Parameter(parameter), Amount::Times(factor)) => parameter.scale(parts, factor),
            (Self::Parameter(parameter), Amount::To(value)) => parameter.put(parts, value),
            (Self::Fund(code), amount) => {
                for proposal in parts.proposals.ids() {
                    for (_, fund) in parts.proposals[proposal].funds.iter_mut().filter(|(there, _)| there == code) {
                        match amount {
                            Amount::Times(factor) => fund.scale(factor),
                            Amount::To(value) => fund.put(value),
                        }
                    }
                }
            }
        }
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

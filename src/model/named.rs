//! What a model demands and could do without: rules, fixed costs and counts of supply relations, what goals and targets
//! require. Each is named, and can be taken out.

use crate::id::{CapabilityId, Registry, RuleId};
use crate::model::{Counts, Model};
use crate::units::Money;

/// Something that a model demands and could do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A rule.
    Rule(RuleId),
    /// What it costs to use a supply relation at all.
    FixedCosts,
    /// The least load of a supply relation that is used.
    LeastLoads,
    /// How many nations a producer supplies.
    Customers,
    /// How many producers supply a nation.
    Suppliers,
    /// What a goal must reach, by its place.
    Required(usize),
    /// National targets of a capability that must be met.
    Targets(CapabilityId),
}

impl Named {
    /// Everything of the kind that a model has, in the order in which it is laid on.
    #[must_use]
    pub fn of(model: &Model) -> Vec<Self> {
        let required = model.capabilities.iter().filter(|(_, entry)| entry.targets_required);
        let mut list: Vec<Self> = required.map(|(capability, _)| Self::Targets(capability)).collect();
        list.extend((0..model.required.len()).map(Self::Required));
        let relations = || model.relations.iter().map(|(_, relation)| relation);
        if relations().any(|relation| relation.fixed_cost.0 > 0.0) {
            list.push(Self::FixedCosts);
        }
        if relations().any(|relation| relation.at_least > 0.0) {
            list.push(Self::LeastLoads);
        }
        for (counts, named) in [(Counts::Customers, Self::Customers), (Counts::Suppliers, Self::Suppliers)] {
            if model.relation_counts.iter().any(|count| count.of == counts) {
                list.push(named);
            }
        }
        list.extend(model.rules.ids().map(Self::Rule));
        list
    }

    /// What it is in words.
    #[must_use]
    pub fn words(self, model: &Model) -> String {
        match self {
            Self::Rule(rule) => format!("rule {}", model.rules[rule].name),
            Self::FixedCosts => "fixed costs of supply".to_owned(),
            Self::LeastLoads => "least loads of supply".to_owned(),
            Self::Customers => "most customers of a producer".to_owned(),
            Self::Suppliers => "most suppliers of a nation".to_owned(),
            Self::Required(place) => format!("required: {}", model.required[place].goal.words()),
            Self::Targets(capability) => format!("required targets of {}", model.capabilities[capability].name),
        }
    }
}

impl Model {
    /// The model without some of what it demands.
    #[must_use]
    pub fn without_demands(&self, dropped: &[Named]) -> Self {
        let mut model = self.clone();
        let parts = &mut model.parts;
        let gone = |named: Named| dropped.contains(&named);
        parts.rules = Registry::default();
        for (id, rule) in self.rules.iter().filter(|(id, _)| !gone(Named::Rule(*id))) {
            parts.rules.add(self.rules.code(id), rule.clone());
        }
        for relation in self.relations.ids() {
            if gone(Named::FixedCosts) {
                parts.relations[relation].fixed_cost = Money::ZERO;
            }
            if gone(Named::LeastLoads) {
                parts.relations[relation].at_least = 0.0;
            }
        }
        parts.relation_counts.retain(|count| match count.of {
            Counts::Customers => !gone(Named::Customers),
            Counts::Suppliers => !gone(Named::Suppliers),
        });
        parts.required = (self.required.iter().enumerate())
            .filter(|(place, _)| !gone(Named::Required(*place)))
            .map(|(_, required)| required.clone())
            .collect();
        for capability in self.capabilities.ids().filter(|k| gone(Named::Targets(*k))) {
            parts.capabilities[capability].targets_required = false;
        }
        model.with_ranked_rules()
    }
}

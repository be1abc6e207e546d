//! What one more of each limit would be worth, with sign, unit and meaning.

use crate::formulation::{ColumnKey, Formulation, RowKey};
use crate::id::{CapabilityId, Id};
use crate::model::{Model, Sense, Step};
use crate::solve::Solution;

/// A limit that binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Limit(pub RowKey);

/// What one more unit of a limit changes a goal by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    /// The limit.
    pub limit: Limit,
    /// Place of the goal in the ordered list, from 0.
    pub goal: usize,
    /// Change of the goal, in its unit, for one more unit of the limit: MEUR of a budget, units a year of a line, units
    /// of a target. As the goal reads: a negative price of a gap closes it.
    pub change: f64,
    /// Whether one more of it is better for the goal.
    pub helps: bool,
    /// The limit itself, in its unit.
    pub amount: f64,
}

/// Prices of every limit that some goal feels, in the order of goals and rows.
///
/// A goal's prices hold while later goals keep what it reached. They come from the linear programme of that goal. Targets that
/// may be missed have no rows; theirs come after those of the rows.
#[must_use]
pub fn prices(model: &Model, formulation: &Formulation, solution: &Solution) -> Vec<Price> {
    let mut list = Vec::new();
    for (place, stage) in solution.stages.iter().enumerate() {
        let largest = stage.prices.iter().fold(0.0_f64, |most, price| most.max(price.abs()));
        let sense = formulation.goals[place].0.sense;
        let mut push = |key: RowKey, change: f64, amount: f64| {
            if change.abs() > largest * 1e-9 && change != 0.0 {
                let helps = (change < 0.0) == (sense == Sense::Minimise);
                list.push(Price { limit: Limit(key), goal: place, change, helps, amount });
            }
        };
        for (row, &change) in formulation.rows.iter().zip(&stage.prices) {
            push(row.key, change, if row.upper.is_finite() { row.upper } else { row.lower });
        }
        for (key, change) in target_prices(formulation, &stage.prices) {
            if let RowKey::NationalTarget { nation, capability, step } = key {
                let at = [nation.index(), capability.index(), step.index()];
                push(key, change, model.targets[at] - model.held_equivalents[at]);
            }
        }
    }
    list
}

/// What one more unit of each target that may be missed changes a goal by: as much as one unit less beyond the target, which
/// stands in the rows of that year and the next.
fn target_prices(formulation: &Formulation, prices: &[f64]) -> Vec<(RowKey, f64)> {
    let mut change = vec![0.0; formulation.columns.len()];
    for (row, price) in formulation.rows.iter().zip(prices) {
        if matches!(row.key, RowKey::NationalStock { .. }) {
            for &(column, coefficient) in &row.terms {
                change[column] -= coefficient * price;
            }
        }
    }
    let targets = formulation.columns.iter().zip(change).filter_map(|((key, _), change)| match key {
        ColumnKey::NationalSurplus { nation, capability, step } => {
            Some((RowKey::NationalTarget { nation, capability, step }, change))
        }
        _ => None,
    });
    targets.collect()
}

impl Limit {
    /// The limit in words: `budget of DEU, 2029`.
    #[must_use]
    pub fn words(&self, model: &Model) -> String {
        let subject = self.subject(model);
        let years = |from, to| {
            let (from, to) = (model.horizon.year(from), model.horizon.year(to));
            if from == to { format!("in {from}") } else { format!("{from} to {to}") }
        };
        match self.0 {
            RowKey::Need { from, to, .. } => return format!("{subject}, delivered {}", years(from, to)),
            // What comes in whole lots is counted over years together.
            RowKey::LineRun { from, step, .. } | RowKey::LineBegun { from, step, .. } if from != step => {
                return format!("{subject}, {}", years(from, step));
            }
            _ => {}
        }
        self.0.step().map_or_else(|| subject.clone(), |step| format!("{subject}, {}", model.horizon.year(step)))
    }

    /// What the limit of its row leaves out of what somebody wrote: what is held of a target, what earlier orders take of a line, and lots
    /// and least orders, which hang on what is ordered. Below zero where the limit is more: a run of years of a line that makes whole lots
    /// has room for one lot more.
    #[must_use]
    pub fn left_out(&self, model: &Model, limit: f64) -> f64 {
        match self.0 {
            RowKey::NationalTarget { nation, capability, step } => {
                model.held_equivalents[[nation.index(), capability.index(), step.index()]]
            }
            RowKey::Line { line, step } => {
                let line = &model.lines[line];
                line.capacity[step.index()] - line.free[step.index()]
            }
            RowKey::LineRun { line, from, step } | RowKey::LineBegun { line, from, step } => {
                model.lines[line].capacity[from.index()..=step.index()].iter().sum::<f64>() - limit
            }
            RowKey::MinimumOrder { offer, .. } => model.offers[offer].minimum_order,
            RowKey::Lots { offer, .. } => model.offers[offer].lots_of,
            RowKey::FieldedLeast { nation, offer } => {
                model.offers[offer].fielding_of(nation).map_or(0.0, |fielding| fielding.at_least)
            }
            RowKey::LeastLoad { relation } => model.relations[relation].at_least,
            _ => 0.0,
        }
    }

    /// Whether it is a limit that somebody set or could move; the others only tie columns together.
    #[must_use]
    pub fn is_somebodys(&self) -> bool {
        // What stands ready is what was ordered before.
        let ready = matches!(
            self.0,
            RowKey::Serving { .. }
                | RowKey::Usable { .. }
                | RowKey::NotMore { .. }
                | RowKey::Beyond { .. }
                | RowKey::FieldedFirst { .. }
                | RowKey::FieldedStays { .. }
                | RowKey::FieldedServes { .. }
                | RowKey::SupplierMost { .. }
        );
        !ready
            && !matches!(
                self.0.family(),
                "pooled"
                    | "price_band"
                    | "discount"
                    | "incremental_band"
                    | "set_up"
                    | "stock"
                    | "in_service"
                    | "worst_denial"
                    | "national_stock"
                    | "support"
                    | "funding"
                    | "expansion"
                    | "worst_gap"
            )
    }

    /// Of what it is the most that is needed, and from which year of delivery on; `None` for other limits.
    #[must_use]
    pub const fn need(&self) -> Option<(CapabilityId, Step)> {
        match self.0 {
            RowKey::Need { capability, from, .. } => Some((capability, from)),
            _ => None,
        }
    }

    /// The calendar years of which it speaks.
    #[must_use]
    pub fn years(&self, model: &Model) -> Vec<i32> {
        match self.0 {
            RowKey::Need { from, to, .. } => {
                let years = model.horizon.steps().filter(|step| (from..=to).contains(step));
                years.map(|step| model.horizon.year(step).0).collect()
            }
            other => other.step().map(|step| model.horizon.year(step).0).into_iter().collect(),
        }
    }

    /// The limit in words without its year.
    #[must_use]
    pub fn subject(&self, model: &Model) -> String {
        match self.0 {
            RowKey::Budget { nation, .. } => format!("free budget of {}", model.nations[nation].name),
            RowKey::Line { line, .. } | RowKey::LineRun { line, .. } | RowKey::LineBegun { line, .. } => {
                format!("line of {}", model.lines[line].name)
            }
            RowKey::Expansion { line, .. } | RowKey::Ramp { line, .. } => {
                format!("growth of the line of {}", model.lines[line].name)
            }
            RowKey::Funding { line, .. } => format!("cost of enlarging the line of {}", model.lines[line].name),
            RowKey::Supply { relation, .. } => {
                let relation = &model.relations[relation];
                format!("supply from {} to {}", model.producers[relation.from].name, model.nations[relation.to].name)
            }
            RowKey::RelationCount { count } => model.relation_counts[count as usize].words.clone(),
            RowKey::LeastLoad { relation } => {
                let relation = &model.relations[relation];
                format!("load from {} to {}", model.producers[relation.from].name, model.nations[relation.to].name)
            }
            RowKey::MinimumOrder { offer, .. } => format!("least order of {}", model.offers[offer].name),
            RowKey::Lots { nation, offer, .. } => {
                format!("whole lots of {} for {}", model.offers[offer].name, model.nations[nation].name)
            }
            RowKey::Required { place } => format!("required: {}", model.required[place as usize].goal.words()),
            RowKey::Need { nation, denial, capability, .. } => {
                let name = &model.capabilities[capability].name;
                let whose = nation.map_or_else(String::new, |nation| format!(" by {}", model.nations[nation].name));
                let under = denial.map_or_else(String::new, |id| format!(" under {}", model.denials[id].name));
                format!("most that is needed of {name}{whose}{under}")
            }
            RowKey::Margin { capability, .. } => {
                format!("whole lots of {} beyond the need", model.capabilities[capability].name)
            }
            RowKey::FieldedLeast { nation, offer } => {
                let (who, what) = (&model.nations[nation].name, &model.offers[offer].name);
                format!("least useful quantity of {what} for {who}")
            }
            RowKey::Used { nation, capability, .. } => {
                let (who, what) = (&model.nations[nation].name, &model.capabilities[capability].name);
                format!("what {who} uses up of {what}")
            }
            RowKey::Ceiling { capability, .. } => format!("ceiling of {}", model.capabilities[capability].name),
            RowKey::CarryOver { nation, .. } => format!("carry-over of {}", model.nations[nation].name),
            RowKey::Gap { denial: Some(denial), capability, .. } => {
                let (name, denial) = (&model.capabilities[capability].name, &model.denials[denial].name);
                format!("US baseline of {name} under {denial}")
            }
            RowKey::Gap { capability, .. } => format!("US baseline of {}", model.capabilities[capability].name),
            RowKey::NationalTarget { nation, capability, .. } => {
                format!("target of {} for {}", model.nations[nation].name, model.capabilities[capability].name)
            }
            RowKey::Serving { capability, .. } | RowKey::Usable { capability, .. } => {
                format!("{} that work", model.capabilities[capability].name)
            }
            RowKey::Switched { capability, .. } => {
                format!("switch to {} of one's own", model.capabilities[capability].name)
            }
            RowKey::Enabler { capability, .. } => format!("{} as an enabler", model.capabilities[capability].name),
            other => other.name(model),
        }
    }
}

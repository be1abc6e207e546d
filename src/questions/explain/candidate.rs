//! The limits of which a plan may be short: rows that move together, and the figures of the model that move them.

use std::collections::{BTreeMap, BTreeSet};

use crate::formulation::RowKey;
use crate::model::{Lever, Model};
use crate::plan::Limit;
use crate::planning::FixedModel;
use crate::questions::explain::ranging::{Move, Moving, Shift};
use crate::questions::levers::levers;

/// A limit, in one year or in several that move together.
pub(super) struct Candidate {
    pub limit: String,
    pub family: &'static str,
    pub unit: String,
    rows: Vec<Shift>,
    pub years: Vec<i32>,
    /// What somebody wrote, by row.
    pub amounts: Vec<f64>,
    /// The figures of the model that move the rows, where each row has one.
    levers: BTreeSet<Lever>,
    has_levers: bool,
    /// What one more of each is worth by the prices at hand: at least what it really is.
    pub worth: f64,
    pub percent: f64,
    /// How large a row of limit 0 is: what its terms could come to by one unit of each.
    activity: f64,
}

impl Candidate {
    /// Whether more of it eases the plan; of what is required, less does.
    pub fn is_eased_by_more(&self) -> bool {
        self.rows.first().is_none_or(|shift| shift.way != Move::Lower)
    }

    /// The figures of the model that move it; `None` where it has none.
    pub fn levers(&self) -> Option<Vec<Lever>> {
        (self.has_levers && !self.levers.is_empty()).then(|| self.levers.iter().copied().collect())
    }

    /// Whether what else hangs on it moves what a plan may do: a target creates a need.
    pub fn creates_need(&self) -> bool {
        self.levers.iter().any(|lever| matches!(lever, Lever::Target(..)))
    }

    /// Its rows in a direction; of what is nothing there cannot be less.
    pub fn rows(&self, more: bool) -> Vec<Shift> {
        let stands = |shift: &&Shift| more || shift.way != Move::Upper || shift.limits.1 > 1e-9;
        self.rows.iter().filter(stands).copied().collect()
    }

    /// How far is looked in a direction, at most a share of the limit.
    pub fn far(&self, more: bool, reach: f64) -> f64 {
        let amount = self.amounts.iter().map(|amount| amount.abs()).fold(0.0, f64::max);
        let far = reach * if amount > 1e-9 { amount } else { self.activity };
        let upper = self.rows.iter().filter(|shift| !more && shift.way == Move::Upper && shift.limits.1 > 1e-9);
        let far = upper.map(|shift| reach * shift.limits.1).fold(far, f64::min);
        // Below what is held a target asks for nothing.
        let lower = self.rows.iter().filter(|shift| !more && shift.way == Move::Lower && shift.limits.0 > 1e-9);
        lower.map(|shift| shift.limits.0).fold(far, f64::min)
    }

    /// What moves in a direction: figures of the model, or rows as they stand.
    pub fn moving<'c>(&self, by_model: bool, levers: Option<&'c [Lever]>, rows: &'c [Shift]) -> Moving<'c> {
        match levers {
            Some(levers) if by_model || self.creates_need() => Moving::Model(levers),
            _ => Moving::Rows(rows),
        }
    }
}

/// Every limit that binds, with what easing it is worth at the prices at hand.
pub(super) fn candidates(model: &Model, settled: &FixedModel<'_>, prices: &[f64], by_year: bool) -> Vec<Candidate> {
    let rows = &settled.explorer.formulation().rows;
    let largest = prices.iter().fold(0.0_f64, |most, price| most.max(price.abs()));
    let mut by: BTreeMap<(String, Option<i32>), Candidate> = BTreeMap::new();
    for (place, (row, &price)) in rows.iter().zip(prices).enumerate() {
        let Some(unit) = unit_of(model, row.key).filter(|_| price.abs() > largest * 1e-9) else { continue };
        // Of a rule, what may be missing moves; of all else, the limit itself.
        let way = match row.key {
            RowKey::Rule { .. } if row.lower.is_finite() => Move::LowerEased,
            _ if row.upper.is_finite() => Move::Upper,
            _ => Move::Lower,
        };
        let amount = match way {
            Move::Upper => row.upper + Limit(row.key).left_out(model, row.upper),
            Move::Lower => row.lower + Limit(row.key).left_out(model, row.lower),
            Move::LowerEased => 0.0,
        };
        let subject = Limit(row.key).subject(model);
        let year = row.key.step().map(|step| model.horizon.year(step).0);
        let entry = by.entry((subject.clone(), year.filter(|_| by_year))).or_insert_with(|| Candidate {
            limit: subject,
            family: row.key.family(),
            unit,
            rows: Vec::new(),
            years: Vec::new(),
            amounts: Vec::new(),
            levers: BTreeSet::new(),
            has_levers: true,
            worth: 0.0,
            percent: 0.0,
            activity: 1.0,
        });
        entry.rows.push(Shift { row: place, way, limits: (row.lower, row.upper) });
        entry.years.extend(year);
        entry.amounts.push(amount);
        entry.worth += price.abs();
        entry.percent += price.abs() * amount.abs() / 100.0;
        let levers = levers(model, row.key);
        entry.has_levers &= !levers.is_empty();
        entry.levers.extend(levers);
        entry.activity = row.terms.iter().map(|(_, coefficient)| coefficient.abs()).fold(entry.activity, f64::max);
    }
    by.into_values().collect()
}

/// The unit of a limit that somebody set or could move; nothing for others, and for what goals themselves want.
fn unit_of(model: &Model, key: RowKey) -> Option<String> {
    let capability = |k| model.capabilities[k].unit.clone();
    Some(match key {
        RowKey::Budget { .. }
        | RowKey::CarryOver { .. }
        | RowKey::FundAllocation { .. }
        | RowKey::FundEnvelope { .. }
        | RowKey::FundRate { .. } => model.money_unit().to_owned(),
        RowKey::Line { .. } | RowKey::Ramp { .. } => "units a year".to_owned(),
        RowKey::LineRun { .. }
        | RowKey::LineBegun { .. }
        | RowKey::Supply { .. }
        | RowKey::MinimumOrder { .. }
        | RowKey::FieldedLeast { .. }
        | RowKey::LeastLoad { .. } => "units".to_owned(),
        RowKey::Enabler { capability: k, .. } => capability(k),
        RowKey::Need { .. } | RowKey::Ceiling { .. } | RowKey::Used { .. } => "US-equivalents".to_owned(),
        RowKey::RelationCount { .. } => "relations".to_owned(),
        RowKey::NationalTarget { capability: k, .. } if model.capabilities[k].targets_required => capability(k),
        RowKey::Required { place } => model.in_its_money(model.required[place as usize].goal.unit()).into_owned(),
        RowKey::Rule { rule, .. } if model.rules[rule].is_hard() => {
            model.in_its_money(model.rules[rule].demand.unit()).into_owned()
        }
        _ => return None,
    })
}

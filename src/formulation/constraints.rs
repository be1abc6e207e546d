//! The one table of constraint families. Each is a pure function from model and columns to rows, in a file of its own,
//! with its formula at its head.

mod budget;
mod enabler;
mod expansion;
mod funding;
mod gap;
mod incremental_band;
mod line;
mod minimum_order;
mod national_stock;
mod national_target;
mod overshoot;
mod pooled;
mod price_band;
mod ramp;
mod relation;
mod set_up;
mod stock;
mod supply;
mod support;
mod worst_gap;

pub(super) use budget::{bring, push_price};

use crate::formulation::{Columns, Row};
use crate::model::Model;

/// All rows of one kind.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// Its name, as in row keys and golden files.
    pub name: &'static str,
    /// What it says, in one sentence.
    pub says: &'static str,
    /// Its rows for a model.
    pub rows: fn(&Model, &Columns) -> Vec<Row>,
}

/// Every family, in the order of `docs/formulation.md`.
pub const FAMILIES: &[Family] = &[
    Family { name: "pooled", says: "What a group orders is what its members order.", rows: pooled::rows },
    Family {
        name: "price_band",
        says: "One price for everyone, set by what the group commits to.",
        rows: price_band::rows,
    },
    Family {
        name: "minimum_order",
        says: "A group commits to the minimum order, or to nothing.",
        rows: minimum_order::rows,
    },
    Family {
        name: "incremental_band",
        says: "Each further unit costs the price of its band.",
        rows: incremental_band::rows,
    },
    Family { name: "set_up", says: "The first order of a group brings the set-up, paid once.", rows: set_up::rows },
    Family {
        name: "relation",
        says: "A producer supplies a nation not at all, or at least the least load, for its fixed cost.",
        rows: relation::rows,
    },
    Family {
        name: "budget",
        says: "What a nation pays in a year fits its free budget and what it carried over.",
        rows: budget::rows,
    },
    Family { name: "support", says: "Support is paid for what was delivered and still serves.", rows: support::rows },
    Family { name: "line", says: "A line delivers no more than it can make.", rows: line::rows },
    Family { name: "expansion", says: "Extra capacity stands once its lead time is over.", rows: expansion::rows },
    Family { name: "ramp", says: "A line grows no faster than its ramp allows.", rows: ramp::rows },
    Family { name: "funding", says: "An expansion is paid in full by its payers.", rows: funding::rows },
    Family {
        name: "supply",
        says: "A producer brings a nation no more than the relation carries.",
        rows: supply::rows,
    },
    Family {
        name: "stock",
        says: "What serves is what served, plus deliveries, less what retires.",
        rows: stock::rows,
    },
    Family { name: "national_stock", says: "The same for one nation with a target.", rows: national_stock::rows },
    Family { name: "enabler", says: "A capability is usable only with its enablers.", rows: enabler::rows },
    Family {
        name: "gap",
        says: "What is missing to the baseline is at least baseline less what is usable.",
        rows: gap::rows,
    },
    Family {
        name: "national_target",
        says: "What a nation misses is at least its target less what it has.",
        rows: national_target::rows,
    },
    Family {
        name: "overshoot",
        says: "Deliveries stop where the largest requirement is covered.",
        rows: overshoot::rows,
    },
    Family { name: "worst_gap", says: "No capability's gap is larger than the worst.", rows: worst_gap::rows },
];

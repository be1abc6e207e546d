//! The one table of constraint families. Each is a pure function from model and columns to rows, in a file of its own,
//! with its formula at its head.

mod at_least_nations;
mod at_least_suppliers;
mod budget;
mod ceiling;
mod design_authority;
mod discount;
mod enabler;
mod european_content;
mod excluded_producers;
mod expansion;
mod fair_share;
mod fielding;
mod fund;
mod funding;
mod gap;
mod home_preference;
mod in_service;
mod incremental_band;
mod juste_retour;
mod largest_share;
mod line;
mod lost_when_denied;
mod lots;
mod minimum_order;
mod most_programmes;
mod most_types;
mod national_stock;
mod national_target;
mod need;
mod nobody_worse_off;
mod own_share;
mod penalty;
mod pooled;
mod price_band;
mod programme;
mod ramp;
mod relation;
mod required;
mod second_source;
mod set_up;
mod stock;
mod supply;
mod support;
mod through_pool;
mod used;
mod worst_denial;
mod worst_gap;

pub(super) use budget::{OrderKey, bring, carry_over, payments, push_paid, push_price};
pub(super) use fielding::push_fielding;

use crate::formulation::{Columns, Row};
use crate::model::{Model, Outcomes};

/// All rows of one kind.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// Its name, as in row keys and golden files.
    pub name: &'static str,
    /// What it says, in one sentence.
    pub says: &'static str,
    /// Its rows.
    rows: MadeOf,
}

/// What the rows of a family are made of, beside the columns.
#[derive(Debug, Clone, Copy)]
enum MadeOf {
    /// The model.
    Model(fn(&Model, &Columns) -> Vec<Row>),
    /// The model, and what its nations come to if everyone buys alone.
    Outcomes(fn(&Model, &Columns, &Outcomes) -> Vec<Row>),
}

impl Family {
    /// The rows of the family; none where it needs what nations come to alone, and that is not known.
    #[must_use]
    pub fn rows(&self, model: &Model, columns: &Columns, alone: Option<&Outcomes>) -> Vec<Row> {
        match self.rows {
            MadeOf::Model(rows) => rows(model, columns),
            MadeOf::Outcomes(rows) => alone.map_or_else(Vec::new, |alone| rows(model, columns, alone)),
        }
    }
}

/// Every family, in the order of `docs/formulation.md`.
pub const FAMILIES: &[Family] = &[
    Family {
        name: "pooled",
        says: "What a group orders is what its members order.",
        rows: MadeOf::Model(pooled::rows),
    },
    Family {
        name: "price_band",
        says: "One price for everyone, set by what the group commits to.",
        rows: MadeOf::Model(price_band::rows),
    },
    Family {
        name: "discount",
        says: "A group's business with a producer has one discount, set by its total.",
        rows: MadeOf::Model(discount::rows),
    },
    Family {
        name: "minimum_order",
        says: "A group commits to the minimum order, or to nothing.",
        rows: MadeOf::Model(minimum_order::rows),
    },
    Family {
        name: "incremental_band",
        says: "Each further unit costs the price of its band.",
        rows: MadeOf::Model(incremental_band::rows),
    },
    Family {
        name: "set_up",
        says: "The first order of a group brings the set-up, paid once.",
        rows: MadeOf::Model(set_up::rows),
    },
    Family {
        name: "fielding",
        says: "A nation orders what is useful to it at least, or nothing, and pays for having a type at all.",
        rows: MadeOf::Model(fielding::rows),
    },
    Family {
        name: "relation",
        says: "A producer supplies a nation not at all, or at least the least load, for its fixed cost.",
        rows: MadeOf::Model(relation::rows),
    },
    Family {
        name: "budget",
        says: "What a nation pays in a year fits its free budget and what it carried over.",
        rows: MadeOf::Model(budget::rows),
    },
    Family {
        name: "support",
        says: "Support is paid for what was delivered and still serves.",
        rows: MadeOf::Model(support::rows),
    },
    Family { name: "line", says: "A line delivers no more than it can make.", rows: MadeOf::Model(line::rows) },
    Family {
        name: "expansion",
        says: "Extra capacity stands once its lead time is over.",
        rows: MadeOf::Model(expansion::rows),
    },
    Family { name: "ramp", says: "A line grows no faster than its ramp allows.", rows: MadeOf::Model(ramp::rows) },
    Family { name: "funding", says: "An expansion is paid in full by its payers.", rows: MadeOf::Model(funding::rows) },
    Family {
        name: "supply",
        says: "A producer brings a nation no more than the relation carries.",
        rows: MadeOf::Model(supply::rows),
    },
    Family {
        name: "stock",
        says: "What serves is what served, plus deliveries, less what retires.",
        rows: MadeOf::Model(stock::rows),
    },
    Family {
        name: "national_stock",
        says: "The same for one nation with a target.",
        rows: MadeOf::Model(national_stock::rows),
    },
    Family {
        name: "in_service",
        says: "The same by units that go alike, where an enabler or a denial must tell them apart.",
        rows: MadeOf::Model(in_service::rows),
    },
    Family {
        name: "enabler",
        says: "A capability is usable only with its enablers, and with what a denial leaves of both.",
        rows: MadeOf::Model(enabler::rows),
    },
    Family {
        name: "gap",
        says: "What is missing to the baseline is at least baseline less what is usable.",
        rows: MadeOf::Model(gap::rows),
    },
    Family {
        name: "national_target",
        says: "A target that is required is met.",
        rows: MadeOf::Model(national_target::rows),
    },
    Family { name: "used", says: "What a nation uses up of a stock is there.", rows: MadeOf::Model(used::rows) },
    Family { name: "ceiling", says: "No more stands ready than may.", rows: MadeOf::Model(ceiling::rows) },
    Family {
        name: "need",
        says: "What is delivered and serves is at most what is needed while it serves.",
        rows: MadeOf::Model(need::rows),
    },
    Family {
        name: "worst_denial",
        says: "Under no denial is the gap larger than the worst.",
        rows: MadeOf::Model(worst_denial::rows),
    },
    Family {
        name: "worst_gap",
        says: "No capability's gap is larger than the worst.",
        rows: MadeOf::Model(worst_gap::rows),
    },
    Family { name: "lots", says: "Orders come in whole lots.", rows: MadeOf::Model(lots::rows) },
    Family {
        name: "programme",
        says: "A programme starts at most once, is paid by its payers, and must be over before what needs it is ordered.",
        rows: MadeOf::Model(programme::rows),
    },
    Family {
        name: "fund",
        says: "Funds pay what they may of orders, within allocations and envelopes.",
        rows: MadeOf::Model(fund::rows),
    },
    Family {
        name: "european_content",
        says: "A share of what is ordered is inside.",
        rows: MadeOf::Model(european_content::rows),
    },
    Family {
        name: "design_authority",
        says: "What is ordered may be changed and exported without a yes from outside.",
        rows: MadeOf::Model(design_authority::rows),
    },
    Family {
        name: "at_least_nations",
        says: "So many nations at least take part in every order of a pool.",
        rows: MadeOf::Model(at_least_nations::rows),
    },
    Family {
        name: "juste_retour",
        says: "Work of a share of what a nation pays for orders is placed in it.",
        rows: MadeOf::Model(juste_retour::rows),
    },
    Family {
        name: "largest_share",
        says: "No producer has more than a share of what is ordered.",
        rows: MadeOf::Model(largest_share::rows),
    },
    Family {
        name: "second_source",
        says: "A share of what is ordered comes from others than any one producer.",
        rows: MadeOf::Model(second_source::rows),
    },
    Family {
        name: "at_least_suppliers",
        says: "So many producers at least supply what is ordered of a capability.",
        rows: MadeOf::Model(at_least_suppliers::rows),
    },
    Family { name: "most_types", says: "So many types at most are ordered.", rows: MadeOf::Model(most_types::rows) },
    Family {
        name: "most_programmes",
        says: "So many programmes at most are started.",
        rows: MadeOf::Model(most_programmes::rows),
    },
    Family {
        name: "excluded_producers",
        says: "Nothing is ordered from producers that are excluded.",
        rows: MadeOf::Model(excluded_producers::rows),
    },
    Family {
        name: "home_preference",
        says: "A share of what a nation buys by itself comes from producers seated in it.",
        rows: MadeOf::Model(home_preference::rows),
    },
    Family {
        name: "through_pool",
        says: "A share of a nation's orders goes through pools.",
        rows: MadeOf::Model(through_pool::rows),
    },
    Family {
        name: "own_share",
        says: "No nation orders more than its share, by free budgets, of what is needed.",
        rows: MadeOf::Model(own_share::rows),
    },
    Family {
        name: "nobody_worse_off",
        says: "No nation has a larger shortfall than alone, and none that has none pays more.",
        rows: MadeOf::Outcomes(nobody_worse_off::rows),
    },
    Family {
        name: "lost_when_denied",
        says: "A denial takes no more than a share of what is usable.",
        rows: MadeOf::Model(lost_when_denied::rows),
    },
    Family {
        name: "penalty",
        says: "A rule that is broken at a price is paid for.",
        rows: MadeOf::Model(penalty::rows),
    },
    Family {
        name: "fair_share",
        says: "What a nation orders beyond its share is counted, to share out what goals value alike.",
        rows: MadeOf::Model(fair_share::rows),
    },
    Family { name: "required", says: "What must be reached is reached.", rows: MadeOf::Model(required::rows) },
];

//! The columns of the tables of a run, with unit and meaning.

use crate::layout::table::ColumnKind::{Number, Text, Whole};
use crate::layout::table::ColumnUnit::{
    Equivalents, InColumn, Money, OfGoal, Plain, Share, Stated, Units, UnitsAYear, Year,
};
use crate::layout::table::{Column, TableShape};

/// The tables of a run, in the order of reading.
pub const TABLES: &[&TableShape] = &[
    &ORDERS,
    &LINE_EXPANSION,
    &PAYMENTS,
    &PROGRAMMES,
    &FUNDING,
    &PENALTIES,
    &RULES,
    &USABLE,
    &CAPABILITIES,
    &NATIONAL_TARGETS,
    &SPENDING,
    &OFFERS,
    &WORK,
    &PRICES,
    &DECISIONS,
    &FIGURES,
];

/// The table `orders`.
pub(super) const ORDERS: TableShape = TableShape {
    name: "orders",
    a_row_is: "what one nation orders of one offer in one year",
    columns: &[
        Column::new("nation", Text, Plain, "code of the nation that orders"),
        Column::new("group", Text, Plain, "group through which it orders"),
        Column::new("offer", Text, Plain, "id of the offer"),
        Column::new("producer", Text, Plain, "id of the producer"),
        Column::new("capability", Text, Plain, "id of the capability that it mainly gives"),
        Column::new("year", Whole, Year, "year of the order"),
        Column::new("quantity", Number, Units, "units"),
        Column::new("value", Number, Money, "at the price paid"),
        Column::new(
            "beyond_need",
            Number,
            Units,
            "units of it that nobody needs, since the offer comes in whole lots or not below a minimum order",
        ),
    ],
};

/// The table `line_expansion`.
pub(super) const LINE_EXPANSION: TableShape = TableShape {
    name: "line_expansion",
    a_row_is: "extra capacity of one line bought in one year; or, with a nation, what it pays towards it",
    columns: &[
        Column::new("line", Text, Plain, "id of the line"),
        Column::new("year", Whole, Year, "year of paying"),
        Column::new("nation", Text, Plain, "code of the payer, where payers share freely"),
        Column::new("capacity", Number, UnitsAYear, "units a year that are added"),
        Column::new("cost", Number, Money, "what the capacity costs"),
        Column::new("contribution", Number, Money, "the part of it that the nation pays"),
    ],
};

/// The table `payments`.
pub(super) const PAYMENTS: TableShape = TableShape {
    name: "payments",
    a_row_is: "what one nation pays in its group for orders, the set-up or the fielding of one offer in one year, before instalments",
    columns: &[
        Column::new("nation", Text, Plain, "code of the nation that pays"),
        Column::new("group", Text, Plain, "group in which it pays"),
        Column::new("offer", Text, Plain, "id of the offer"),
        Column::new("year", Whole, Year, "year of the orders, of the set-up or of fielding"),
        Column::new("what", Text, Plain, "`orders`, `set_up` or `fielding`"),
        Column::new("amount", Number, Money, "what is paid"),
    ],
};

/// The table `programmes`.
pub(super) const PROGRAMMES: TableShape = TableShape {
    name: "programmes",
    a_row_is: "the start of one development programme; or, with a nation, what it pays towards it in one year",
    columns: &[
        Column::new("programme", Text, Plain, "id of the programme"),
        Column::new("year", Whole, Year, "year of the start, or of the payment"),
        Column::new("nation", Text, Plain, "code of the payer, where payers share freely"),
        Column::new("cost", Number, Money, "what the programme costs in all"),
        Column::new("contribution", Number, Money, "what the nation pays in the year"),
    ],
};

/// The table `funding`.
pub(super) const FUNDING: TableShape = TableShape {
    name: "funding",
    a_row_is: "what one fund pays of the orders of one nation in one year",
    columns: &[
        Column::new("fund", Text, Plain, "id of the fund"),
        Column::new("nation", Text, Plain, "code of the nation"),
        Column::new("year", Whole, Year, "year"),
        Column::new("amount", Number, Money, "what is paid"),
        Column::new("kind", Text, Plain, "`loan` or `grant`"),
    ],
};

/// The table `penalties`.
pub(super) const PENALTIES: TableShape = TableShape {
    name: "penalties",
    a_row_is: "what one nation pays in one year because a rule is broken",
    columns: &[
        Column::new("rule", Text, Plain, "id of the rule"),
        Column::new("nation", Text, Plain, "code of the nation that pays"),
        Column::new("year", Whole, Year, "year"),
        Column::new("amount", Number, Money, "what is paid"),
    ],
};

/// The table `rules`.
pub(super) const RULES: TableShape = TableShape {
    name: "rules",
    a_row_is: "how one rule fares with one thing that it judges",
    columns: &[
        Column::new("rule", Text, Plain, "id of the rule"),
        Column::new("demand", Text, Plain, "what it demands"),
        Column::new("holds", Text, Plain, "`hard`, `priced` or `ranked`"),
        Column::new("subject", Text, Plain, "what is judged"),
        Column::new("nation", Text, Plain, "code of the nation that it is about, if it is about one"),
        Column::new("limit", Number, Stated, "share or number that is asked for"),
        Column::new(
            "found",
            Number,
            Stated,
            "share or number that the plan has; of rules that judge offer by offer, the share of orders that meet it",
        ),
        Column::new("missing", Number, InColumn, "what is missing, in the unit of the rule"),
        Column::new("unit", Text, Plain, "unit of what is missing"),
        Column::new("penalty", Number, Money, "what is owed for what is missing, where the rule has a price"),
    ],
};

/// The table `usable`.
pub(super) const USABLE: TableShape = TableShape {
    name: "usable",
    a_row_is: "what is in use of one capability in one year, where enablers must serve it or it serves others",
    columns: &[
        Column::new("denial", Text, Plain, "id of the denial; nothing: normal times"),
        Column::new("capability", Text, Plain, "id of the capability"),
        Column::new("year", Whole, Year, "year"),
        Column::new("equivalents", Number, Equivalents, "US-equivalents that are usable"),
        Column::new("units", Number, Units, "units in use"),
    ],
};

/// The table `capabilities`.
pub(super) const CAPABILITIES: TableShape = TableShape {
    name: "capabilities",
    a_row_is: "one capability in one year against its US baseline",
    columns: &[
        Column::new("capability", Text, Plain, "id of the capability"),
        Column::new("year", Whole, Year, "year"),
        Column::new("baseline", Number, Equivalents, "US baseline, US-equivalents"),
        Column::new("units_nothing_ordered", Number, Units, "units, were nothing ordered"),
        Column::new("units", Number, Units, "units with the plan"),
        Column::new("equivalents", Number, Equivalents, "US-equivalents with the plan"),
        Column::new("usable", Number, Equivalents, "US-equivalents usable with the enablers there are"),
        Column::new("gap_nothing_ordered", Number, Share, "share of the baseline missing, were nothing ordered"),
        Column::new("gap", Number, Share, "share of the baseline missing with the plan"),
        Column::new(
            "quantity_gap",
            Number,
            Share,
            "share that would be missing if every unit were as good as the US reference",
        ),
    ],
};

/// The table `national_targets`.
pub(super) const NATIONAL_TARGETS: TableShape = TableShape {
    name: "national_targets",
    a_row_is: "one nation's target for one capability in one year",
    columns: &[
        Column::new("nation", Text, Plain, "code of the nation"),
        Column::new("capability", Text, Plain, "id of the capability"),
        Column::new("year", Whole, Year, "year"),
        Column::new("target", Number, Equivalents, "target, US-equivalents"),
        Column::new("equivalents", Number, Equivalents, "US-equivalents with the plan"),
        Column::new("missing", Number, Equivalents, "US-equivalents missing"),
    ],
};

/// The table `spending`.
pub(super) const SPENDING: TableShape = TableShape {
    name: "spending",
    a_row_is: "the money of one nation in one year",
    columns: &[
        Column::new("nation", Text, Plain, "code of the nation"),
        Column::new("year", Whole, Year, "year"),
        Column::new("budget", Number, Money, "budget; nothing where money is no limit"),
        Column::new("committed", Number, Money, "what signed contracts take of it"),
        Column::new("brought", Number, Money, "carried over from the year before"),
        Column::new("orders", Number, Money, "instalments of orders, in the year in which they are paid"),
        Column::new("overhead", Number, Money, "what buying through pools costs on top"),
        Column::new("fixed", Number, Money, "set-ups, harmonisation, fielding, and fixed costs of supply relations"),
        Column::new("delivery", Number, Money, "bringing goods"),
        Column::new("support", Number, Money, "support of what was delivered"),
        Column::new("contributions", Number, Money, "contributions to larger lines"),
        Column::new("programmes", Number, Money, "contributions to development programmes"),
        Column::new("penalties", Number, Money, "payments for rules that are broken"),
        Column::new("funded", Number, Money, "of all these payments, what funds take over"),
        Column::new("carried", Number, Money, "carried into the next year"),
        Column::new(
            "left",
            Number,
            Money,
            "neither spent nor carried: budget less committed, plus brought and funded, less all payments and carried. It lapses, or is \
             left in the last year; nothing where money is no limit",
        ),
    ],
};

/// The table `offers`.
pub(super) const OFFERS: TableShape = TableShape {
    name: "offers",
    a_row_is: "one offer: what is ordered of it, and its dependence ladder",
    columns: &[
        Column::new("offer", Text, Plain, "id of the offer"),
        Column::new("producer", Text, Plain, "id of the producer"),
        Column::new("capability", Text, Plain, "id of the capability that it mainly gives"),
        Column::new("quantity", Number, Units, "units ordered over the horizon"),
        Column::new("value", Number, Money, "at the price paid"),
        Column::new("headline", Number, Share, "1 where the producer's seat is domestic"),
        Column::new("ownership", Number, Share, "headline times the share owned inside"),
        Column::new("content", Number, Share, "ownership times the share of value added inside"),
        Column::new("authority", Number, Share, "content where it may be changed and exported without a foreign yes"),
        Column::new("assured", Number, Share, "authority times the share that works when support is denied"),
    ],
};

/// The table `work`.
pub(super) const WORK: TableShape = TableShape {
    name: "work",
    a_row_is: "one country: work placed there against what it orders",
    columns: &[
        Column::new("country", Text, Plain, "code of the country"),
        Column::new("work", Number, Money, "value added there by all orders"),
        Column::new("orders", Number, Money, "value of the orders that it places itself"),
    ],
};

/// The table `prices`.
pub(super) const PRICES: TableShape = TableShape {
    name: "prices",
    a_row_is: "the shadow price of one limit for one goal: what one more unit of the limit would change the goal by, at the margin",
    columns: &[
        Column::new("goal", Text, Plain, "the goal in words"),
        Column::new("family", Text, Plain, "family of the limit"),
        Column::new("limit", Text, Plain, "the limit in words"),
        Column::new(
            "year",
            Whole,
            Year,
            "year, or first year of a limit on a run of years; nothing where it is of no year",
        ),
        Column::new("last_year", Whole, Year, "last year of a limit on a run of years; else the same"),
        Column::new("amount", Number, Stated, "the limit as it stands"),
        Column::new(
            "change",
            Number,
            OfGoal,
            "shadow price: change of the goal, in its unit, for one more unit of the limit",
        ),
    ],
};

/// The table `decisions`.
pub(super) const DECISIONS: TableShape = TableShape {
    name: "decisions",
    a_row_is: "an integer decision that is not 0",
    columns: &[
        Column::new("decision", Text, Plain, "what, in the words of the formulation"),
        Column::new("value", Number, Stated, "1 for yes, or the number"),
    ],
};

/// The table `figures`.
pub(super) const FIGURES: TableShape = TableShape {
    name: "figures",
    a_row_is: "one figure of the documents",
    columns: &[
        Column::new("figure", Text, Plain, "what it is"),
        Column::new("value", Number, InColumn, "value in the model's unit; of a series, that of the first year"),
        Column::new("written", Text, Plain, "value as written"),
        Column::new("unit", Text, Plain, "unit"),
        Column::new("year", Whole, Year, "year that it speaks of"),
        Column::new("low", Number, InColumn, "low end of its honest range"),
        Column::new("high", Number, InColumn, "high end of its honest range"),
        Column::new("confidence", Text, Plain, "cited, derived, partly_cited, unverified or assumption"),
        Column::new("source", Text, Plain, "where it comes from"),
        Column::new("stands_in", Text, Plain, "file and line"),
        Column::new("basis", Text, Plain, "what the sum of its source holds"),
        Column::new("currency", Text, Plain, "currency of its source; the value is in the model's money"),
        Column::new("price_year", Whole, Year, "year of its source's prices"),
        Column::new("quantity", Number, Units, "units for which its source states a sum"),
        Column::new("address", Text, Plain, "where it was read"),
        Column::new("read", Text, Plain, "day on which it was read"),
    ],
};

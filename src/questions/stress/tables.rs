//! The tables of `stress`.

use crate::layout::table::ColumnKind::{Number, Text, Whole};
use crate::layout::table::ColumnUnit::{Equivalents, Plain, Share, Year};
use crate::layout::table::{Cell, Column, Table, TableShape};
use crate::questions::stress::Stress;

/// The denial, of which every row says which it is.
const DENIAL: Column = Column::new("denial", Text, Plain, "id of the denial");

/// The table `stress`.
const STRESS: TableShape = TableShape {
    name: "stress",
    a_row_is: "one year under one denial",
    columns: &[
        DENIAL,
        Column::new("year", Whole, Year, "year"),
        Column::new(
            "gap",
            Number,
            Share,
            "gap to the US baselines in normal times, weighted: 0 to 1; nothing without a baseline",
        ),
        Column::new("gap_when_denied", Number, Share, "the same while the denial lasts"),
        Column::new("lost", Number, Share, "what is lost of what is usable and needed, counted in baselines: 0 to 1"),
    ],
};

/// The table `stress_capabilities`.
const STRESS_CAPABILITIES: TableShape = TableShape {
    name: "stress_capabilities",
    a_row_is: "one capability under one denial in the last year",
    columns: &[
        DENIAL,
        Column::new("capability", Text, Plain, "id of the capability"),
        Column::new("usable", Number, Equivalents, "US-equivalents usable in normal times"),
        Column::new("left", Number, Equivalents, "US-equivalents usable while the denial lasts"),
        Column::new("lost", Number, Share, "share that is lost"),
        Column::new("lost_by_enablers", Number, Share, "of it, what is lost because enablers are missing"),
        Column::new("gap", Number, Share, "gap in normal times; nothing without a baseline"),
        Column::new("gap_when_denied", Number, Share, "gap while the denial lasts"),
    ],
};

/// The table `stress_nations`.
const STRESS_NATIONS: TableShape = TableShape {
    name: "stress_nations",
    a_row_is: "what one nation has of one capability, or of all, under one denial in the last year, enablers apart",
    columns: &[
        DENIAL,
        Column::new("nation", Text, Plain, "code of the nation"),
        Column::new("capability", Text, Plain, "id of the capability; nothing: all, counted in baselines"),
        Column::new("there", Number, Equivalents, "US-equivalents in normal times"),
        Column::new("left", Number, Equivalents, "US-equivalents that work while the denial lasts"),
        Column::new("lost", Number, Share, "share that is lost"),
    ],
};

/// The table `stress_things`.
const STRESS_THINGS: TableShape = TableShape {
    name: "stress_things",
    a_row_is: "what one type, held or ordered, loses under one denial in the last year",
    columns: &[
        DENIAL,
        Column::new("of", Text, Plain, "`held` or `ordered`"),
        Column::new("name", Text, Plain, "name of the type"),
        Column::new("capability", Text, Plain, "what it gives"),
        Column::new("lost", Number, Equivalents, "US-equivalents lost"),
        Column::new(
            "share_of_losses",
            Number,
            Share,
            "the same counted in baselines, as a share of what all types lose; nothing without a baseline",
        ),
    ],
};

/// The table `stress_denials`.
const STRESS_DENIALS: TableShape = TableShape {
    name: "stress_denials",
    a_row_is: "one denial",
    columns: &[
        DENIAL,
        Column::new("name", Text, Plain, "its name"),
        Column::new("by", Text, Plain, "who denies"),
        Column::new("from", Whole, Year, "first year without support"),
        Column::new("what", Text, Plain, "what is denied"),
        Column::new(
            "estimated",
            Number,
            Share,
            "share of what things lose, enablers apart, that is an estimate from value added",
        ),
        Column::new("open_switches", Text, Plain, "switches that the plan does not bring to an end in time"),
        Column::new(
            "of_unknown_origin",
            Number,
            Share,
            "share of what stands ready in the last year of which nothing says who made or supports it; no denial takes it",
        ),
        Column::new("uncounted", Text, Plain, "capabilities without a baseline, which shares over all leave out"),
    ],
};

/// The table `stress_kinds`.
const STRESS_KINDS: TableShape = TableShape {
    name: "stress_kinds",
    a_row_is: "one kind of support denied alone, in the last year",
    columns: &[
        DENIAL,
        Column::new("kind", Text, Plain, "the kind"),
        Column::new("lost", Number, Share, "share of what is usable and needed that is lost"),
    ],
};

/// The tables that are written.
pub const TABLES: &[&TableShape] =
    &[&STRESS, &STRESS_CAPABILITIES, &STRESS_NATIONS, &STRESS_THINGS, &STRESS_DENIALS, &STRESS_KINDS];

/// The tables of some denials.
#[must_use]
pub fn stress_tables(list: &[Stress]) -> Vec<Table> {
    let mut years = Table::of(&STRESS);
    let mut capabilities = Table::of(&STRESS_CAPABILITIES);
    let mut nations = Table::of(&STRESS_NATIONS);
    let mut things = Table::of(&STRESS_THINGS);
    for stress in list {
        let name = || Cell::from(stress.denial.as_str());
        for year in &stress.years {
            years.rows.push(vec![
                name(),
                year.year.into(),
                year.gap.into(),
                year.gap_when_denied.into(),
                year.lost.into(),
            ]);
        }
        for line in &stress.capabilities {
            capabilities.rows.push(vec![
                name(),
                line.capability.as_str().into(),
                line.usable.into(),
                line.left.into(),
                line.lost.into(),
                line.lost_by_enablers.into(),
                line.gap.into(),
                line.gap_when_denied.into(),
            ]);
        }
        for line in &stress.nations {
            let nation = || Cell::from(line.nation.as_str());
            nations.rows.push(vec![name(), nation(), Cell::Nothing, Cell::Nothing, Cell::Nothing, line.lost.into()]);
            for own in &line.capabilities {
                nations.rows.push(vec![
                    name(),
                    nation(),
                    own.capability.as_str().into(),
                    own.there.into(),
                    own.left.into(),
                    own.lost.into(),
                ]);
            }
        }
        for thing in &stress.things {
            things.rows.push(vec![
                name(),
                (&thing.of).into(),
                thing.name.as_str().into(),
                thing.capability.as_str().into(),
                thing.equivalents.into(),
                thing.share.into(),
            ]);
        }
    }
    let [denials, kinds] = denial_tables(list);
    vec![denials, years, capabilities, kinds, nations, things]
}

/// What each denial is, and what each kind of support of it would take alone.
fn denial_tables(list: &[Stress]) -> [Table; 2] {
    let mut denials = Table::of(&STRESS_DENIALS);
    let mut kinds = Table::of(&STRESS_KINDS);
    for stress in list {
        let name = || Cell::from(stress.denial.as_str());
        denials.rows.push(vec![
            name(),
            stress.name.as_str().into(),
            stress.by.join(", ").into(),
            stress.from.into(),
            stress.what.as_str().into(),
            stress.estimated.into(),
            stress.open_switches.join("; ").into(),
            stress.of_unknown_origin.into(),
            stress.uncounted.join(", ").into(),
        ]);
        for line in &stress.kinds {
            kinds.rows.push(vec![name(), (&line.kind).into(), line.lost.into()]);
        }
    }
    [denials, kinds]
}

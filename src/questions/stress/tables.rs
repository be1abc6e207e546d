//! The tables of `stress`.

use crate::layout::table::Kind::{Number, Text, Whole};
use crate::layout::table::{Cell, Kind, Table};
use crate::questions::stress::Stress;

/// What the first column of tables of denials is.
const DENIAL: (&str, Kind, &str) = ("denial", Text, "id of the denial");

/// The tables of some denials.
#[must_use]
pub fn stress_tables(list: &[Stress]) -> Vec<Table> {
    let mut years = Table::new(
        "stress",
        "one year under one denial",
        &[
            DENIAL,
            ("year", Whole, "year"),
            ("gap", Number, "gap to the US baselines in normal times, weighted: 0 to 1"),
            ("gap_when_denied", Number, "the same while the denial lasts"),
            ("lost", Number, "what is lost of what is usable, counted in baselines: 0 to 1"),
        ],
    );
    let mut capabilities = Table::new(
        "stress_capabilities",
        "one capability under one denial in the last year",
        &[
            DENIAL,
            ("capability", Text, "id of the capability"),
            ("usable", Number, "US-equivalents usable in normal times"),
            ("left", Number, "US-equivalents usable while the denial lasts"),
            ("lost", Number, "share that is lost"),
            ("lost_by_enablers", Number, "of it, what is lost because enablers are missing"),
            ("gap", Number, "gap in normal times"),
            ("gap_when_denied", Number, "gap while the denial lasts"),
        ],
    );
    let mut nations = Table::new(
        "stress_nations",
        "what one nation has of one capability, or of all, under one denial in the last year, enablers apart",
        &[
            DENIAL,
            ("nation", Text, "code of the nation"),
            ("capability", Text, "id of the capability; nothing: all, counted in baselines"),
            ("there", Number, "US-equivalents in normal times"),
            ("left", Number, "US-equivalents that work while the denial lasts"),
            ("lost", Number, "share that is lost"),
        ],
    );
    let mut things = Table::new(
        "stress_things",
        "what one type, held or ordered, loses under one denial in the last year",
        &[
            DENIAL,
            ("of", Text, "`held` or `ordered`"),
            ("name", Text, "name of the type"),
            ("capability", Text, "what it gives"),
            ("lost", Number, "US-equivalents lost"),
            ("share_of_losses", Number, "the same counted in baselines, as a share of what all types lose"),
        ],
    );
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
                thing.of.into(),
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
    let mut denials = Table::new(
        "stress_denials",
        "one denial",
        &[
            DENIAL,
            ("name", Text, "its name"),
            ("by", Text, "who denies"),
            ("from", Whole, "first year without support"),
            ("what", Text, "what is denied"),
            ("estimated", Number, "share of what things lose, enablers apart, that is an estimate from value added"),
            ("open_switches", Text, "switches that the plan does not bring to an end in time"),
        ],
    );
    let mut kinds = Table::new(
        "stress_kinds",
        "one kind of support denied alone, in the last year",
        &[DENIAL, ("kind", Text, "the kind"), ("lost", Number, "share of what is usable that is lost")],
    );
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
        ]);
        for line in &stress.kinds {
            kinds.rows.push(vec![name(), line.kind.into(), line.lost.into()]);
        }
    }
    [denials, kinds]
}

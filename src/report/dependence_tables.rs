//! The tables of the ladder, of denials, of the timeline and of what independence costs.

use crate::model::Rung;
use crate::report::table::Kind::{Number, Text, Whole};
use crate::report::table::{Cell, Kind, Table};
use crate::study::{Independence, Ladders, Stress, Timeline};

/// The tables of a ladder.
#[must_use]
pub fn ladder_tables(ladders: &Ladders) -> Vec<Table> {
    let mut rungs = Table::new(
        "ladder",
        "one rung of the dependence ladder of one thing",
        &[
            ("of", Text, "`orders`, `held today`, `held` or `stock` (the last two in the last year)"),
            ("by", Text, "`all`, `capability`, `nation`, `producer` or `offer`"),
            ("id", Text, "code of it"),
            ("name", Text, "name of it"),
            ("rung", Text, "rung of the ladder"),
            ("value", Number, "MEUR of orders; of what is held, US baselines by weight"),
            ("share", Number, "domestic share, counting only what the rung before left"),
            ("share_alone", Number, "domestic share of this rung by itself"),
        ],
    );
    for line in &ladders.lines {
        for rung in Rung::ALL {
            rungs.rows.push(vec![
                line.of.into(),
                line.by.into(),
                line.code.as_str().into(),
                line.name.as_str().into(),
                rung.word().into(),
                line.value.into(),
                line.rungs[rung as usize].into(),
                line.alone[rung as usize].into(),
            ]);
        }
    }
    let mut falls = Table::new(
        "ladder_falls",
        "the largest loss of domestic value of one offer from one rung to the next",
        &[
            ("offer", Text, "id of the offer"),
            ("name", Text, "its name"),
            ("rung", Text, "rung on which it loses"),
            ("lost", Number, "MEUR of domestic value lost on it"),
            ("orders", Number, "MEUR of orders"),
            ("because", Text, "why"),
        ],
    );
    for fall in &ladders.falls {
        falls.rows.push(vec![
            fall.offer.as_str().into(),
            fall.name.as_str().into(),
            fall.rung.into(),
            fall.lost.into(),
            fall.value.into(),
            fall.why.as_str().into(),
        ]);
    }
    vec![rungs, falls]
}

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

/// The tables of some timelines.
#[must_use]
pub fn timeline_tables(list: &[Timeline]) -> Vec<Table> {
    let mut ladder = Table::new(
        "timeline_ladder",
        "one rung of the dependence ladder of all that stands ready in one year",
        &[
            ("year", Whole, "year"),
            ("rung", Text, "rung of the ladder"),
            ("share", Number, "domestic share, counting only what the rung before left; in US baselines"),
        ],
    );
    // It is the same whoever denies.
    for at in list.first().into_iter().flat_map(|line| &line.years) {
        let row = |rung: Rung| vec![at.year.into(), rung.word().into(), at.rungs[rung as usize].into()];
        ladder.rows.extend(Rung::ALL.map(row));
    }
    let mut table = Table::new(
        "timeline",
        "what would be lost of one capability, or of all, if support were denied from one year on",
        &[
            ("by", Text, "who denies"),
            ("what", Text, "what is denied"),
            ("capability", Text, "id of the capability; nothing: all, counted in baselines"),
            ("year", Whole, "first year of the denial"),
            ("lost", Number, "share of what is usable that is lost in the end"),
            ("below", Number, "share below which a denial is borne"),
            ("independent_from", Whole, "first year from which on less is lost; nothing: none of the horizon"),
        ],
    );
    for line in list {
        let year = |from: Option<i32>| from.map_or(Cell::Nothing, Cell::from);
        let who = line.by.join(", ");
        let head = |capability: Cell| vec![who.as_str().into(), line.what.as_str().into(), capability];
        for at in &line.years {
            let mut row = head(Cell::Nothing);
            row.extend([at.year.into(), at.lost.into(), line.below.into(), year(line.independent_from)]);
            table.rows.push(row);
        }
        for capability in &line.capabilities {
            for (at, lost) in line.years.iter().zip(&capability.lost) {
                let mut row = head(capability.capability.as_str().into());
                row.extend([at.year.into(), (*lost).into(), line.below.into(), year(capability.independent_from)]);
                table.rows.push(row);
            }
        }
    }
    vec![table, ladder]
}

/// The table of what independence costs.
#[must_use]
pub fn independence_tables(told: &Independence) -> Vec<Table> {
    let mut table = Table::new(
        "independence",
        "one plan under one proposal, insured so far, with so much of all budgets",
        &[
            ("proposal", Text, "code of the proposal"),
            ("budgets", Number, "factor on all budgets"),
            ("insured", Number, "0: looks at no denial; 1: insured as well as can be"),
            ("gap", Number, "gap in normal times, mean of the years"),
            ("gap_when_denied", Number, "largest gap under any of the denials, mean of the years"),
            ("lost_in_last_year", Number, "what a denial beginning in the last year would take in the end"),
            ("independent_from", Whole, "first year from which on a denial is borne; nothing: none of the horizon"),
            ("orders", Number, "MEUR"),
            ("domestic_headline", Number, "MEUR of orders from domestic producers"),
            ("domestic_ownership", Number, "MEUR of that in domestic hands"),
            ("domestic_content", Number, "MEUR of that by value added inside"),
            ("domestic_authority", Number, "MEUR of that free to change"),
            ("domestic_assured", Number, "MEUR of that which works without the United States"),
            ("paid", Number, "MEUR that nations pay in all"),
            ("proven_within", Number, "largest distance of a goal from its bound, relative"),
            ("failed", Text, "why there is no plan"),
        ],
    );
    // With all of the budgets, it is the insured plan again.
    let others = told.by_budget.iter().filter(|point| (point.budgets - 1.0).abs() > 1e-12);
    for point in told.points.iter().chain(others) {
        let mut row: Vec<Cell> = vec![
            point.proposal.as_str().into(),
            point.budgets.into(),
            point.insured.into(),
            point.gap.into(),
            point.gap_when_denied.into(),
            point.lost_in_last_year.into(),
            point.independent_from.map_or(Cell::Nothing, Cell::from),
            point.orders.into(),
        ];
        row.extend((0..5).map(|rung| Cell::from(point.domestic.map(|domestic| domestic[rung]))));
        row.extend([
            point.cost.into(),
            point.proven_within.into(),
            point.failed.as_deref().map_or(Cell::Nothing, Cell::from),
        ]);
        table.rows.push(row);
    }
    vec![table]
}

//! Whether a plan settles who orders what: members of a pool pay one price, so that one of them may order what another does.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{GroupId, Id, NationId, OfferId};
use crate::layout::table::{Cell, Table};
use crate::model::{OwnNeed, Step};
use crate::plan::Order;
use crate::planning::Run;

/// Less than this is no order in units, and no money in MEUR.
const NOTHING: f64 = 1e-6;

/// What a plan leaves open of who orders.
pub(super) struct Division<'a> {
    run: &'a Run,
    /// Pools and years in which several members order several offers, so that two of them may exchange what they order.
    exchanges: BTreeSet<(GroupId, Step)>,
}

impl<'a> Division<'a> {
    /// That of a run.
    pub fn of(run: &'a Run) -> Self {
        let mut who: BTreeMap<(GroupId, Step), (BTreeSet<NationId>, BTreeSet<OfferId>)> = BTreeMap::new();
        for order in run.plan.orders.iter().filter(|order| order.quantity > NOTHING) {
            let (nations, offers) = who.entry((order.group, order.step)).or_default();
            nations.insert(order.nation);
            offers.insert(order.offer);
        }
        let several = |(_, (nations, offers)): &(_, (BTreeSet<NationId>, BTreeSet<OfferId>))| {
            nations.len() > 1 && offers.len() > 1
        };
        Self { run, exchanges: who.into_iter().filter(several).map(|(place, _)| place).collect() }
    }

    /// Whether an order is settled: its nation orders for itself, or has a target for what it orders; or no other member could
    /// order in its place.
    pub fn is_settled(&self, order: &Order) -> bool {
        let model = &self.run.model;
        let group = &model.groups[order.group];
        let main = model.offers[order.offer].main();
        if !group.is_pool || group.members.len() < 2 || model.has_targets(main) {
            return true;
        }
        // A share by gross domestic product is an assumption, and nobody's wish.
        if matches!(model.own_need(order.nation, main), Some(OwnNeed::Share(_))) {
            return false;
        }
        let has_money = |nation: &NationId| {
            *nation != order.nation && self.run.known.spending.left[[nation.index(), order.step.index()]] > NOTHING
        };
        !group.members.iter().any(has_money) && !self.exchanges.contains(&(order.group, order.step))
    }
}

/// The table of orders as people may read it: where a pool's members share what they order in a way that the plan does not settle,
/// one row for all of them.
pub(super) fn orders_as_settled(run: &Run, table: &Table) -> Table {
    const NATION: usize = 0;
    /// Place of the first column of sums, behind the year.
    const SUMS: usize = 6;
    let division = Division::of(run);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut together: BTreeMap<(GroupId, OfferId, Step), usize> = BTreeMap::new();
    for (order, row) in run.plan.orders.iter().zip(&table.rows) {
        if division.is_settled(order) {
            rows.push(row.clone());
            continue;
        }
        let place = *together.entry((order.group, order.offer, order.step)).or_insert_with(|| {
            let mut first = row.clone();
            first[NATION] = "members together".into();
            for cell in &mut first[SUMS..] {
                *cell = 0.0.into();
            }
            rows.push(first);
            rows.len() - 1
        });
        for (sum, part) in rows[place][SUMS..].iter_mut().zip(&row[SUMS..]) {
            if let (Cell::Number(sum), Cell::Number(part)) = (sum, part) {
                *sum += part;
            }
        }
    }
    Table { rows, ..table.clone() }
}

//! The tables of a run.

use crate::id::Id;
use crate::layout::table::{Cell, Table};
use crate::measures::{gaps, stocks_under, volume, work_shares};
use crate::model::{Model, Rung};
use crate::planning::Run;
use crate::report::shapes;

/// Every table of a run, in the order of reading.
#[must_use]
pub fn tables(model: &Model, run: &Run) -> Vec<Table> {
    vec![
        orders(model, run),
        enlargements(model, run),
        payments(model, run),
        super::proposal_tables::programmes(model, run),
        super::proposal_tables::funding(model, run),
        super::proposal_tables::penalties(model, run),
        super::proposal_tables::rules(model, run),
        usable(model, run),
        capabilities(model, run),
        national_targets(model, run),
        spending(model, run),
        offers(model, run),
        work(model, run),
        prices(model, run),
        decisions(model, run),
        super::figure_table(&model.figures),
    ]
}

/// What enablers are given to whom, where a plan says so; what needs nothing is usable where it stands ready, all of it.
fn usable(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::USABLE);
    let under = run.plan.usable_under.iter().map(|(denial, usable)| (Some(*denial), usable));
    for (denial, usable) in run.plan.usable.iter().map(|usable| (None, usable)).chain(under) {
        let under = denial.map(|denial| {
            let denial = &model.denials[denial];
            stocks_under(model, &run.plan, &run.known.arrivals, &run.known.stocks, denial)
        });
        let measured = under.as_ref().unwrap_or(&run.known.stocks);
        let there = measured.all_units();
        let first = denial.map_or(model.horizon.first_step(), |denial| model.denials[denial].from);
        for capability in model.capabilities.ids().filter(|k| model.touches_enablers(*k)) {
            for step in model.horizon.steps().filter(|step| *step >= first) {
                let place = [capability.index(), step.index()];
                let needs_nothing = model.capabilities[capability].needs.is_empty();
                table.rows.push(vec![
                    denial.map_or(Cell::Nothing, |denial| model.denials.code(denial).into()),
                    model.capabilities.code(capability).into(),
                    model.horizon.year(step).0.into(),
                    measured.usable[place].into(),
                    if needs_nothing { there[place] } else { usable.units[place] }.into(),
                ]);
            }
        }
    }
    table
}

fn orders(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::ORDERS);
    for (order, &value) in run.plan.orders.iter().zip(&run.known.terms.values) {
        let offer = &model.offers[order.offer];
        table.rows.push(vec![
            model.nations.code(order.nation).into(),
            model.groups.code(order.group).into(),
            model.offers.code(order.offer).into(),
            model.producers.code(offer.by).into(),
            model.capabilities.code(offer.main()).into(),
            model.horizon.year(order.step).0.into(),
            order.quantity.into(),
            value.into(),
            order.beyond.into(),
        ]);
    }
    table
}

fn enlargements(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::LINE_EXPANSION);
    for bought in &run.plan.enlargements {
        let cost = model.lines[bought.line].expansion.as_ref().map_or(0.0, |expansion| expansion.cost.0);
        table.rows.push(vec![
            model.lines.code(bought.line).into(),
            model.horizon.year(bought.step).0.into(),
            Cell::Nothing,
            bought.amount.into(),
            (bought.amount * cost).into(),
            Cell::Nothing,
        ]);
    }
    for paid in &run.plan.contributions {
        table.rows.push(vec![
            model.lines.code(paid.line).into(),
            model.horizon.year(paid.step).0.into(),
            model.nations.code(paid.nation).into(),
            Cell::Nothing,
            Cell::Nothing,
            paid.amount.into(),
        ]);
    }
    table
}

fn payments(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::PAYMENTS);
    let orders = run.known.terms.payments.iter().map(|payment| (payment, "orders"));
    let set_ups = run.known.terms.set_ups.iter().map(|payment| (payment, "set_up"));
    let fieldings = run.known.terms.fieldings.iter().map(|payment| (payment, "fielding"));
    for (payment, what) in orders.chain(set_ups).chain(fieldings) {
        table.rows.push(vec![
            model.nations.code(payment.nation).into(),
            model.groups.code(payment.group).into(),
            model.offers.code(payment.offer).into(),
            model.horizon.year(payment.step).0.into(),
            what.into(),
            payment.amount.into(),
        ]);
    }
    table
}

fn capabilities(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::CAPABILITIES);
    let before = gaps(model, &run.nothing.stocks).capabilities;
    let after = gaps(model, &run.known.stocks).capabilities;
    for (before, after) in before.iter().zip(&after) {
        for step in model.horizon.steps() {
            let t = step.index();
            table.rows.push(vec![
                model.capabilities.code(after.capability).into(),
                model.horizon.year(step).0.into(),
                after.baseline[t].into(),
                before.units[t].into(),
                after.units[t].into(),
                after.equivalents[t].into(),
                after.usable[t].into(),
                before.share[t].into(),
                after.share[t].into(),
                after.quantity_share[t].into(),
            ]);
        }
    }
    table
}

fn national_targets(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::NATIONAL_TARGETS);
    for ((n, k, t), &target) in model.targets.indexed_iter() {
        if target > 0.0 {
            let has = run.known.stocks.equivalents[[n, k, t]];
            table.rows.push(vec![
                model.nations.code(crate::id::NationId::from_index(n)).into(),
                model.capabilities.code(crate::id::CapabilityId::from_index(k)).into(),
                model.horizon.at(t).map_or(Cell::Nothing, |step| model.horizon.year(step).0.into()),
                target.into(),
                has.into(),
                (target - has).max(0.0).into(),
            ]);
        }
    }
    table
}

fn spending(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::SPENDING);
    let all = &run.known.spending;
    for nation in model.nations.ids() {
        for step in model.horizon.steps() {
            let place = [nation.index(), step.index()];
            table.rows.push(vec![
                model.nations.code(nation).into(),
                model.horizon.year(step).0.into(),
                model.budgets[place].into(),
                model.committed[place].into(),
                (step.index().checked_sub(1)).map_or(0.0, |before| all.carried[[place[0], before]]).into(),
                all.orders[place].into(),
                all.overhead[place].into(),
                all.fixed[place].into(),
                all.delivery[place].into(),
                all.support[place].into(),
                all.contributions[place].into(),
                all.programmes[place].into(),
                all.penalties[place].into(),
                all.funded[place].into(),
                all.carried[place].into(),
                all.left[place].into(),
            ]);
        }
    }
    table
}

fn offers(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::OFFERS);
    for (id, tally) in &volume(model, &run.plan, &run.known.terms).by_offer {
        let offer = &model.offers[*id];
        let ladder = model.offer_ladder(offer);
        let mut row = vec![
            model.offers.code(*id).into(),
            model.producers.code(offer.by).into(),
            model.capabilities.code(offer.main()).into(),
            tally.units.into(),
            tally.value.0.into(),
        ];
        row.extend(Rung::ALL.into_iter().map(|rung| Cell::from(ladder.cumulated(rung).0)));
        table.rows.push(row);
    }
    table
}

fn work(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::WORK);
    for share in work_shares(model, &run.plan, &run.known.terms) {
        table.rows.push(vec![model.countries.code(share.country).into(), share.work.0.into(), share.orders.0.into()]);
    }
    table
}

/// The integer decisions: what is asked of a run later starts from it.
fn decisions(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::DECISIONS);
    for (key, value) in &run.decisions {
        table.rows.push(vec![key.name(model).as_str().into(), (*value).into()]);
    }
    table
}

fn prices(model: &Model, run: &Run) -> Table {
    let mut table = Table::of(&shapes::PRICES);
    for price in run.prices.iter().filter(|price| price.limit.is_somebodys()) {
        let years = price.limit.years(model);
        let year = |year: Option<&i32>| year.map_or(Cell::Nothing, |year| (*year).into());
        table.rows.push(vec![
            run.stages[price.goal].goal.as_str().into(),
            price.limit.0.family().into(),
            price.limit.subject(model).into(),
            year(years.first()),
            year(years.last()),
            price.amount.into(),
            price.change.into(),
        ]);
    }
    table
}

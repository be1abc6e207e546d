//! What is decided. A column exists only where it can be other than zero; leaving out what cannot be is the first
//! speed-up.

use rustc_hash::FxHashMap;

use crate::formulation::column_key::ColumnKey;
use crate::formulation::eligible::{is_closed, is_too_little, may_order};
use crate::formulation::reach::{bands_in_reach, width};
use crate::formulation::schedule::order_steps;
use crate::id::{CapabilityId, Id, NationId};
use crate::model::{Funding, Kind, Measure, Model, Sense, Step};

/// Columns with keys and bounds.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    keys: Vec<ColumnKey>,
    upper: Vec<f64>,
    units: Vec<f64>,
    places: FxHashMap<ColumnKey, usize>,
}

impl Columns {
    pub(super) fn add(&mut self, key: ColumnKey, upper: f64) {
        self.places.insert(key, self.keys.len());
        self.keys.push(key);
        self.upper.push(upper);
        self.units.push(1.0);
    }

    /// Adds a column of which so much counts as one.
    pub(super) fn add_counted(&mut self, key: ColumnKey, upper: f64, unit: f64) {
        self.add(key, upper);
        self.set_unit(self.len() - 1, unit);
    }

    /// Says what counts as one in every column; integer decisions are counted as they are.
    pub(super) fn count_by(&mut self, unit: impl Fn(ColumnKey) -> f64) {
        for place in 0..self.len() {
            self.set_unit(place, unit(self.keys[place]));
        }
    }

    fn set_unit(&mut self, place: usize, unit: f64) {
        self.units[place] = if self.keys[place].is_integer() { 1.0 } else { unit };
    }

    /// What counts as one in a column, a power of two: rounding is measured by it. 1 for a column that is not among them.
    #[must_use]
    pub fn unit(&self, place: usize) -> f64 {
        self.units.get(place).copied().unwrap_or(1.0)
    }

    /// Gives a column one more key.
    pub(super) fn known_as(&mut self, key: ColumnKey, place: usize) {
        self.places.insert(key, place);
    }

    /// Every key, with the place of its column; some columns have more than one.
    pub(super) fn keys(&self) -> impl Iterator<Item = (ColumnKey, usize)> + '_ {
        self.places.iter().map(|(key, place)| (*key, *place))
    }

    /// The place of a column, if it exists.
    #[must_use]
    pub fn find(&self, key: ColumnKey) -> Option<usize> {
        self.places.get(&key).copied()
    }

    /// Every column in order: key and upper bound; the lower bound is 0.
    pub fn iter(&self) -> impl Iterator<Item = (ColumnKey, f64)> + '_ {
        self.keys.iter().copied().zip(self.upper.iter().copied())
    }

    /// What a column decides.
    #[must_use]
    pub fn key(&self, place: usize) -> ColumnKey {
        self.keys[place]
    }

    /// The upper bound of a column.
    #[must_use]
    pub fn upper(&self, place: usize) -> f64 {
        self.upper[place]
    }

    /// Gives a column another upper bound.
    pub fn set_upper(&mut self, place: usize, upper: f64) {
        self.upper[place] = upper;
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Appends a coefficient of a column, if the column exists.
    pub(super) fn push(&self, terms: &mut Vec<(usize, f64)>, key: ColumnKey, coefficient: f64) {
        if coefficient != 0.0
            && let Some(place) = self.find(key)
        {
            terms.push((place, coefficient));
        }
    }

    /// The columns of a model.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let mut columns = Self::default();
        columns.orders(model);
        columns.commitments(model);
        columns.discounts(model);
        columns.fielding(model);
        columns.relations(model);
        columns.expansions(model);
        columns.money(model);
        columns.capabilities(model);
        columns.denials(model);
        columns.proposals(model);
        let required = model.required.iter().map(|required| &required.goal);
        for (place, goal) in model.goals.iter().chain(required).enumerate() {
            if goal.terms.iter().any(|term| matches!(term.measure, Measure::WorstGap(_))) {
                columns.add(ColumnKey::WorstGap { goal: u32::try_from(place).unwrap_or(u32::MAX) }, f64::INFINITY);
            }
            if goal.terms.iter().any(|term| matches!(term.measure, Measure::WorstGapUnderDenial(..))) {
                columns.add(ColumnKey::WorstDenial { goal: u32::try_from(place).unwrap_or(u32::MAX) }, f64::INFINITY);
            }
        }
        columns
    }

    fn orders(&mut self, model: &Model) {
        for (group, pool) in model.groups.iter() {
            for (offer, entry) in model.offers.iter().filter(|(offer, _)| !is_closed(model, group, *offer)) {
                let members: Vec<NationId> =
                    (pool.members.iter().copied()).filter(|nation| !is_too_little(model, *nation, offer)).collect();
                for step in order_steps(model, entry) {
                    let mut any = false;
                    for &nation in &members {
                        if may_order(model, nation, group, offer, step) {
                            self.add(ColumnKey::Order { nation, group, offer, step }, f64::INFINITY);
                            any = true;
                        }
                    }
                    let pooled = ColumnKey::Pooled { group, offer, step };
                    match pool.members[..] {
                        // What a group of one orders is what that one orders: the same column under two keys.
                        [nation] if any => {
                            let own = self.places[&ColumnKey::Order { nation, group, offer, step }];
                            self.known_as(pooled, own);
                        }
                        _ if any => self.add(pooled, f64::INFINITY),
                        _ => {}
                    }
                }
            }
        }
    }

    /// What prices by quantity, minimum orders and set-ups hang on.
    fn commitments(&mut self, model: &Model) {
        for (group, pool) in model.groups.iter() {
            for (offer, entry) in model.offers.iter() {
                let steps: Vec<Step> = order_steps(model, entry)
                    .filter(|&step| self.find(ColumnKey::Pooled { group, offer, step }).is_some())
                    .collect();
                let reached: Vec<u32> = bands_in_reach(model, group, offer).collect();
                let all_units = !entry.incremental && reached.len() > 1;
                if steps.is_empty() {
                    continue;
                }
                if all_units {
                    for &band in &reached {
                        self.add(ColumnKey::Band { group, offer, band }, 1.0);
                    }
                } else if entry.minimum_order > 0.0 {
                    self.add(ColumnKey::Band { group, offer, band: 0 }, 1.0);
                }
                for &step in &steps {
                    let members: Vec<NationId> = (pool.members.iter().copied())
                        .filter(|&nation| self.find(ColumnKey::Order { nation, group, offer, step }).is_some())
                        .collect();
                    // What is paid once is paid when members agree, which is the pool's delay before the first order.
                    let once = model.once(group, offer);
                    let agreed = model.horizon.before(step, pool.delay).unwrap_or(step);
                    if once > 0.0 {
                        self.add(ColumnKey::Started { group, offer, step: agreed }, 1.0);
                    }
                    for &nation in &members {
                        if all_units {
                            for &band in &reached {
                                self.add(ColumnKey::Banded { nation, group, offer, step, band }, f64::INFINITY);
                            }
                        }
                        if entry.incremental && entry.bands.len() > 1 {
                            self.add(ColumnKey::Paid { nation, group, offer, step }, f64::INFINITY);
                        }
                        if once > 0.0 {
                            self.add(ColumnKey::SetUp { nation, group, offer, step: agreed }, once);
                        }
                    }
                    if entry.incremental && entry.bands.len() > 1 {
                        for &band in &reached {
                            self.add(ColumnKey::Fill { group, offer, step, band }, width(model, group, offer, band));
                            if Some(&band) != reached.last() {
                                self.add(ColumnKey::Full { group, offer, step, band }, 1.0);
                            }
                        }
                    }
                }
            }
        }
    }

    /// What discounts on a group's business with a producer hang on.
    fn discounts(&mut self, model: &Model) {
        for (group, pool) in model.groups.iter() {
            for (producer, discounts) in &pool.discounts {
                let mut any = false;
                for (offer, entry) in model.offers.iter().filter(|(_, entry)| entry.by == *producer) {
                    for step in order_steps(model, entry) {
                        for &nation in &pool.members {
                            if self.find(ColumnKey::Order { nation, group, offer, step }).is_some() {
                                any = true;
                                for (band, _) in (0..).zip(discounts) {
                                    self.add(ColumnKey::Discounted { nation, group, offer, step, band }, f64::INFINITY);
                                }
                            }
                        }
                    }
                }
                for (band, _) in (0..).zip(discounts).filter(|_| any) {
                    self.add(ColumnKey::Business { group, producer: *producer, band }, 1.0);
                }
            }
        }
    }

    /// What a nation's least useful quantity and the costs of having a type hang on.
    fn fielding(&mut self, model: &Model) {
        for (offer, entry) in model.offers.iter() {
            for &(nation, fielding) in &entry.fielding {
                let orders = |&step: &Step| {
                    let mut groups = model.groups_of(nation);
                    groups.any(|group| self.find(ColumnKey::Order { nation, group, offer, step }).is_some())
                };
                let steps: Vec<Step> = order_steps(model, entry).filter(orders).collect();
                let Some(&first) = steps.first() else { continue };
                let arrives = model.horizon.after(first, entry.lead_time.split().0).unwrap_or(first);
                // Only what is paid in the year of the first order must know that year. What is paid in stated years is decided before.
                let told = match fielding.paid {
                    Some(_) => &steps[..1],
                    None if fielding.depends_on_first_order() => &steps[..],
                    None => &steps[steps.len() - 1..],
                };
                let pays = fielding.instalment().is_some_and(|part| part.amount.0 > 0.0) || fielding.cost.0 > 0.0;
                if pays || fielding.at_least > 0.0 {
                    for &step in told {
                        self.add(ColumnKey::Fielded { nation, offer, step }, 1.0);
                    }
                }
                if fielding.yearly.0 > 0.0 && fielding.paid.is_none() {
                    for step in model.horizon.steps().filter(|step| *step >= arrives) {
                        self.add(ColumnKey::Serves { nation, offer, step }, 1.0);
                    }
                }
            }
        }
    }

    fn relations(&mut self, model: &Model) {
        for (relation, entry) in model.relations.iter() {
            let counted = model.relation_counts.iter().any(|count| count.relations.contains(&relation));
            if counted || entry.at_least > 0.0 || entry.fixed_cost.0 > 0.0 {
                self.add(ColumnKey::Supplies { relation }, 1.0);
            }
        }
    }

    fn expansions(&mut self, model: &Model) {
        for (line, entry) in model.lines.iter() {
            for step in model.horizon.steps() {
                let Some(expansion) = entry.expansion.as_ref().filter(|expansion| expansion.at_most > 0.0) else {
                    continue;
                };
                if model.horizon.after(step, expansion.lead).is_some() {
                    self.add(ColumnKey::Extra { line, step }, expansion.at_most);
                    if let Funding::Free(payers) = &expansion.funding {
                        // Lines with the same payers are paid from one pot, which bears the name of the first of them.
                        let line = model.first_with_payers(payers).unwrap_or(line);
                        for &nation in payers {
                            let key = ColumnKey::Contribution { nation, line, step };
                            if self.find(key).is_none() {
                                self.add(key, f64::INFINITY);
                            }
                        }
                    }
                }
                if model.horizon.before(step, expansion.lead).is_some() {
                    self.add(ColumnKey::Built { line, step }, expansion.at_most);
                }
            }
        }
    }

    fn money(&mut self, model: &Model) {
        let supported = model.offers.iter().any(|(_, offer)| offer.support.0 > 0.0);
        for nation in model.nations.ids() {
            for step in model.horizon.steps() {
                if supported {
                    self.add(ColumnKey::Support { nation, step }, f64::INFINITY);
                }
                if let Some(most) = most_carried(model, nation, step) {
                    self.add(ColumnKey::Carried { nation, step }, most);
                }
            }
        }
    }

    fn capabilities(&mut self, model: &Model) {
        let free = !more_may_be_missed(model);
        for (capability, entry) in model.capabilities.iter() {
            let k = capability.index();
            let enabling = model.touches_enablers(capability);
            // What is delivered before the first year with a baseline still serves in it.
            let adds_up = entry.kind == Kind::Stock && model.baselines.row(k).iter().any(|&baseline| baseline > 0.0);
            for step in model.horizon.steps() {
                let baseline = model.baselines[[k, step.index()]];
                if baseline > 0.0 || adds_up || enabling {
                    self.add(ColumnKey::Stock { capability, step }, f64::INFINITY);
                }
                if enabling {
                    self.add(ColumnKey::Usable { denial: None, capability, step }, f64::INFINITY);
                }
                if baseline > 0.0 {
                    for (band, width) in (0..).zip(&entry.gap_bands) {
                        let key = ColumnKey::Missing { denial: None, capability, step, band };
                        self.add(key, width.width.0 * baseline);
                    }
                }
                for nation in model.nations.ids().filter(|nation| has_target(model, *nation, capability)) {
                    let target = model.targets[[nation.index(), k, step.index()]];
                    if target > 0.0 && !entry.targets_required {
                        self.add(ColumnKey::NationalSurplus { nation, capability, step }, f64::INFINITY);
                        for (band, width) in (0..).zip(&entry.gap_bands) {
                            let key = ColumnKey::NationalMissing { nation, capability, step, band };
                            let unbounded = free && entry.gap_bands.len() == 1;
                            self.add(key, if unbounded { f64::INFINITY } else { width.width.0 * target });
                        }
                    } else if target > 0.0 || entry.kind == Kind::Stock {
                        self.add(ColumnKey::NationalStock { nation, capability, step }, f64::INFINITY);
                    }
                }
            }
        }
    }
}

/// The most that a nation can carry out of a year: the share of each year's budget and of what came into it, year after year.
/// `None` where it carries nothing.
pub(super) fn most_carried(model: &Model, nation: NationId, step: Step) -> Option<f64> {
    let share = model.nations[nation].carry_over.0;
    let budgets = model.budgets.row(nation.index());
    if step == model.horizon.last_step() || !budgets.iter().all(|budget| budget.is_finite()) {
        return None;
    }
    let most = budgets.iter().take(step.index() + 1).fold(0.0, |carried, budget| share * (budget + carried));
    (most > 0.0).then_some(most)
}

/// Whether some goal gains by more missing to national targets than is. Where none does, nothing need be said of the most that
/// can be missing: the least is, and that is never more than the target.
fn more_may_be_missed(model: &Model) -> bool {
    let goals = model.goals.iter().chain(model.required.iter().map(|required| &required.goal));
    let mut terms = goals.flat_map(|goal| goal.terms.iter().map(move |term| (goal.sense, term)));
    terms.any(|(sense, term)| {
        let missing = matches!(term.measure, Measure::NationalGap(_) | Measure::NationalShortfall(_));
        missing && (sense == Sense::Minimise) != (term.weight > 0.0)
    })
}

/// Whether a nation has a target for a capability in any year.
pub(super) fn has_target(model: &Model, nation: NationId, capability: CapabilityId) -> bool {
    model.targets.slice(ndarray::s![nation.index(), capability.index(), ..]).iter().any(|&target| target > 0.0)
}

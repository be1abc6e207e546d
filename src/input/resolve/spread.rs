//! Figures that do not go together in size: amounts so far apart that rounding of the one hides the other, and costs that nobody can ever pay.

use super::Resolver;
use crate::schema::{BudgetAmount, FigureDocument, PairAmounts, Position, PriceListDocument, Series};

/// Doubles carry sixteen digits. Of amounts further apart than this, tolerances of the larger are more than a ten-thousandth of the smaller.
const FURTHEST: f64 = 1e12;

/// An amount as it is written, with its path.
struct WrittenAmount {
    path: String,
    at: Position,
    value: f64,
}

/// What meets in the same limits.
#[derive(Default)]
struct MeetingAmounts(Vec<WrittenAmount>);

impl MeetingAmounts {
    fn add(&mut self, path: &str, at: Position, values: impl IntoIterator<Item = f64>) {
        let there = values.into_iter().filter(|value| value.is_finite() && *value > 0.0);
        self.0.extend(there.map(|value| WrittenAmount { path: path.to_owned(), at, value }));
    }

    fn figure(&mut self, path: &str, figure: Option<&FigureDocument>) {
        self.add(path, figure.map_or_else(Position::default, |figure| figure.at), figure.map(|figure| figure.value));
    }

    fn series(&mut self, path: &str, series: Option<&Series>) {
        if let Some(series) = series {
            self.add(path, series.figure.at, series.points.iter().map(|(_, value)| *value));
        }
    }

    fn prices(&mut self, path: &str, price: &PriceListDocument) {
        self.add(path, price.figure.at, price.points.iter().map(|(_, price)| *price));
    }

    /// The smallest and the largest, if they are too far apart.
    fn ends(&self) -> Option<(&WrittenAmount, &WrittenAmount)> {
        let smallest = self.0.iter().min_by(|a, b| a.value.total_cmp(&b.value))?;
        let largest = self.0.iter().max_by(|a, b| a.value.total_cmp(&b.value))?;
        (largest.value / smallest.value > FURTHEST).then_some((smallest, largest))
    }
}

impl Resolver<'_> {
    /// Warns of money, and of quantities of a capability, that are too far apart.
    pub(super) fn warn_of_spread(&mut self) {
        let money = self.money_unit();
        let mut lists = vec![(self.amounts_of_money(), money)];
        for (code, capability) in &self.document.capabilities {
            let path = format!("capabilities.{code}");
            let mut all = MeetingAmounts::default();
            all.series(&format!("{path}.us_baseline"), capability.us_baseline.as_ref());
            all.series(&format!("{path}.ceiling"), capability.ceiling.as_ref());
            for (what, table) in
                [("targets", &capability.targets), ("held", &capability.held), ("used", &capability.used)]
            {
                table.iter().for_each(|(who, series)| all.series(&format!("{path}.{what}.{who}"), Some(series)));
            }
            for (holding, document) in self.document.holdings.iter().filter(|(_, own)| own.gives.value == code.value) {
                all.series(&format!("holdings.{holding}.quantity"), Some(&document.quantity));
            }
            for (offer, document) in &self.document.offers {
                let id = self.model.offers.find(offer);
                if id.is_some_and(|id| self.model.capabilities.code(self.model.offers[id].main()) == code.value) {
                    let path = format!("offers.{offer}");
                    all.series(&format!("{path}.capacity"), document.capacity.as_ref().map(|rate| &rate.0));
                    all.figure(&format!("{path}.minimum_order"), document.minimum_order.as_ref());
                    all.figure(&format!("{path}.lots_of"), document.lots_of.as_ref());
                    let lines = self.document.lines.iter().filter(|(line, _)| {
                        let used = id.map(|id| &self.model.offers[id].lines).into_iter().flatten();
                        self.model.lines.find(line).is_some_and(|line| used.clone().any(|(own, _)| *own == line))
                    });
                    for (line, document) in lines {
                        all.series(&format!("lines.{line}.capacity"), document.capacity.as_ref().map(|rate| &rate.0));
                    }
                    let breaks = document.price.points.iter().filter_map(|(from, _)| *from);
                    all.add(&format!("{path}.price"), document.price.figure.at, breaks);
                }
            }
            lists.push((all, "units".to_owned()));
        }
        for (list, unit) in lists {
            let Some((small, large)) = list.ends().filter(|(small, _)| !self.findings.said_at(small.at)) else {
                continue;
            };
            let what = format!(
                "`{}` is {} {unit} and `{}` is {} {unit}: they meet in one limit, more than 10^12 apart, and rounding of \
                 the larger hides the smaller",
                small.path,
                plain(small.value),
                large.path,
                plain(large.value)
            );
            self.findings.warning(small.at, what, "check the unit of both");
        }
    }

    fn amounts_of_money(&self) -> MeetingAmounts {
        let mut all = MeetingAmounts::default();
        for (code, nation) in &self.document.nations {
            if let Some(budget) = &nation.budget {
                let amounts = budget.points.iter().filter_map(|(_, amount)| match amount {
                    BudgetAmount::Money(amount) => Some(*amount),
                    _ => None,
                });
                all.add(&format!("nations.{code}.budget"), budget.figure.at, amounts);
            }
            all.series(&format!("nations.{code}.committed"), nation.committed.as_ref());
        }
        for (code, offer) in &self.document.offers {
            let path = format!("offers.{code}");
            all.prices(&format!("{path}.price"), &offer.price);
            all.figure(&format!("{path}.set_up"), offer.set_up.as_ref());
            all.figure(&format!("{path}.support"), offer.support.as_ref());
            all.figure(&format!("{path}.fielding.cost"), offer.fielding.as_ref().and_then(|own| own.cost.as_ref()));
            let expansion = offer.expansion.as_ref().map(|expansion| &expansion.cost);
            all.figure(&format!("{path}.expansion.cost"), expansion);
            for (nation, figure) in &offer.delivery_cost {
                all.figure(&format!("{path}.delivery_cost.{nation}"), Some(figure));
            }
        }
        all
    }

    /// Warns of costs that are paid once and exceed all money that there is, which somebody may have meant as "never".
    pub(super) fn warn_of_what_nobody_can_pay(&mut self) {
        let free = self.model.budgets.iter().zip(&self.model.committed).map(|(all, signed)| (all - signed).max(0.0));
        let funds = self.model.proposals.iter().flat_map(|(_, proposal)| &proposal.funds);
        let given = funds.map(|(_, fund)| fund.envelope.0.min(fund.allocations.iter().sum()));
        let all: f64 = free.chain(given).sum();
        let money = self.money_unit();
        let mut never: Vec<(String, Position, f64, &str)> = Vec::new();
        let mut once = |path: String, at: Position, cost: f64, so: &'static str| {
            if cost > all && all.is_finite() {
                never.push((path, at, cost, so));
            }
        };
        let ordered = "it is never ordered";
        for (code, offer) in &self.document.offers {
            let Some(id) = self.model.offers.find(code) else { continue };
            let entry = &self.model.offers[id];
            if let Some(figure) = &offer.set_up {
                once(format!("offers.{code}.set_up"), figure.at, entry.set_up.0, ordered);
            }
            let fielding = entry.fielding.iter().map(|(_, fielding)| fielding.cost.0).fold(f64::INFINITY, f64::min);
            if let Some(figure) = offer.fielding.as_ref().and_then(|own| own.cost.as_ref())
                && fielding.is_finite()
            {
                once(format!("offers.{code}.fielding.cost"), figure.at, fielding, ordered);
            }
        }
        for (code, supply) in &self.document.supply {
            if let Some(cost) = &supply.fixed_cost
                && let PairAmounts::Same(amount) = cost.value
            {
                once(format!("supply.{code}.fixed_cost"), cost.at, amount, "nothing is supplied");
            }
        }
        for (code, programme) in &self.document.programmes {
            let figure = &programme.cost;
            once(format!("programmes.{code}.cost"), figure.at, figure.value, "it is never started");
        }
        for (path, at, cost, so) in never {
            if self.findings.said_at(at) {
                continue;
            }
            let (cost, all) = (plain(cost), plain(all));
            let what = format!("`{path}` is {cost} {money}, more than all free money together ({all}): {so}");
            self.findings.warning(at, what, "take it out if that is meant, or correct the amount");
        }
    }
}

/// A number with its power of ten where it is very large or very small.
fn plain(value: f64) -> String {
    if value == 0.0 || (1e-3..1e6).contains(&value) { value.to_string() } else { format!("{value:e}") }
}

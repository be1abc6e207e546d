//! Budgets: amounts, shares of gross domestic product, or no limit; and who must have one.

use super::Resolver;
use super::figures::{Entry, Unit, written};
use crate::model::Range;
use crate::schema::{BudgetAmount, BudgetDocument, FigureDocument, Located, NationDocument, Series};

/// Budgets from here on, in millions a year, were probably written in single units of money.
const IN_SINGLE_UNITS: f64 = 1e7;

/// The same of gross domestic products, of which the largest are larger.
const GDP_IN_SINGLE_UNITS: f64 = 1e9;

impl Resolver<'_> {
    /// The budget of a nation by year, infinite where money is no limit.
    pub(super) fn budget(&mut self, entry: Entry<'_>, budget: Option<&BudgetDocument>, gdp: Option<f64>) -> Vec<f64> {
        let years = self.model.horizon.len();
        let Some(budget) = budget else { return vec![f64::INFINITY; years] };
        let path = format!("{}.budget", entry.path);
        if budget.points.iter().all(|(_, amount)| *amount == BudgetAmount::Unlimited) {
            return vec![f64::INFINITY; years];
        }
        let Some(series) = self.in_money(entry, &path, budget, gdp) else { return vec![1.0; years] };
        let told = self.as_written(budget, &series);
        let values =
            self.by_year_as_written(entry, "budget", &series, told, Unit::Money("MEUR a year"), Range::NotNegative);
        self.warn_of_single_units(&path, &series.figure, values.iter().copied().fold(0.0, f64::max), IN_SINGLE_UNITS);
        values
    }

    /// A budget as a series of amounts; nothing where it cannot be one, which is told.
    fn in_money(&mut self, entry: Entry<'_>, path: &str, budget: &BudgetDocument, gdp: Option<f64>) -> Option<Series> {
        let at = budget.figure.at;
        let all = || budget.points.iter().map(|(_, amount)| amount).chain(&budget.low).chain(&budget.high);
        if all().any(|amount| *amount == BudgetAmount::Unlimited) {
            let what = format!("`{path}` is unlimited in part, and a budget is unlimited as a whole or not at all");
            self.findings.error(at, what, "write `budget: unlimited`, or an amount for each year");
            return None;
        }
        let of_gdp = all().any(|amount| matches!(amount, BudgetAmount::OfGdp { .. }));
        if of_gdp && gdp.is_none() {
            let what = format!("`{path}` is a share of gdp, and `{}` has no `gdp`", entry.path);
            let money = self.money_unit();
            self.findings.error(at, what, format!("add `gdp`, {money} a year, or write the budget in {money}"));
            return None;
        }
        if of_gdp && budget.figure.money.is_some() {
            let what = format!("`{path}` is a share of gdp and has `money`, and the money is that of the gdp");
            self.findings.error(at, what, "take `money` out");
            return None;
        }
        let amount = |amount: &BudgetAmount| match amount {
            BudgetAmount::Money(amount) => *amount,
            BudgetAmount::OfGdp { share, .. } => share * gdp.unwrap_or_default(),
            BudgetAmount::Unlimited => f64::INFINITY,
        };
        Some(Series {
            points: budget.points.iter().map(|(year, written)| (*year, amount(written))).collect(),
            figure: FigureDocument {
                low: budget.low.as_ref().map(amount),
                high: budget.high.as_ref().map(amount),
                ..budget.figure.clone()
            },
        })
    }

    /// A budget as it was written; of a share of gross domestic product with the sum that it comes to.
    fn as_written(&self, budget: &BudgetDocument, series: &Series) -> String {
        let money = self.money_unit();
        let points = budget.points.iter().zip(&series.points).map(|((year, amount), (_, sum))| {
            let words = match amount {
                BudgetAmount::OfGdp { written, .. } => format!("{written} = {} {money}", spaced(*sum)),
                _ => sum.to_string(),
            };
            (*year, words)
        });
        written(points.collect())
    }

    /// Amounts that somebody wrote in euros where the model counts millions.
    pub(super) fn warn_of_single_units(&mut self, path: &str, figure: &FigureDocument, amount: f64, from: f64) {
        if (from..=1e12).contains(&amount) {
            let money = self.money_unit();
            let single = money.trim_start_matches('M');
            let what = format!("`{path}` is {} {money} a year, more than any nation has", spaced(amount));
            let remedy = format!(
                "amounts are in millions: if this is in {single}, write {}",
                (amount / 1e6 * 1e3).round() / 1e3
            );
            self.findings.warning(figure.at, what, remedy);
        }
    }

    /// The gross domestic product of a nation, if it is stated.
    pub(super) fn gdp(&mut self, entry: Entry<'_>, figure: Option<&FigureDocument>) -> Option<f64> {
        let figure = figure?;
        let gdp = self.number(entry, "gdp", figure, Unit::Money("MEUR a year"), Range::Positive);
        self.warn_of_single_units(&format!("{}.gdp", entry.path), figure, gdp, GDP_IN_SINGLE_UNITS);
        Some(gdp)
    }

    /// Where some buyers have a budget, one without is a slip: it would have endless money.
    pub(super) fn refuse_missing_budgets(&mut self, buyers: &[(&Located<String>, &NationDocument)]) {
        let limited = |nation: &NationDocument| {
            nation
                .budget
                .as_ref()
                .is_some_and(|budget| budget.points.iter().any(|(_, amount)| *amount != BudgetAmount::Unlimited))
        };
        if !buyers.iter().any(|(_, nation)| limited(nation)) {
            return;
        }
        for (code, _) in buyers.iter().filter(|(_, nation)| nation.budget.is_none()) {
            if self.findings.said_at(code.at) || self.declared.misspelt_budgets.contains(&code.value) {
                continue;
            }
            let what = format!("`nations.{code}` has no budget, and other buyers have one");
            let money = self.money_unit();
            self.findings.error(code.at, what, format!("add `budget`, {money} a year, or `budget: unlimited`"));
        }
    }
}

/// A sum with its thousands apart, rounded to whole units where it is large.
fn spaced(amount: f64) -> String {
    if amount < 1e3 {
        return ((amount * 10.0).round() / 10.0).to_string();
    }
    let digits = format!("{amount:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

//! Checks of single figures: units, ranges, years given twice or outside the horizon.

use super::Resolver;
use super::figures::{Unit, interpolate};
use crate::model::{Range, Stated};
use crate::schema::{FigureDocument, Located, Position, PriceStatement, StatedDocument};

impl Resolver<'_> {
    /// A percent sign is for shares, and another money for money.
    pub(super) fn fits_unit(&mut self, path: &str, figure: &FigureDocument, unit: Unit<'_>) {
        if figure.percent && !matches!(unit, Unit::Ratio(_)) {
            let what = format!("`{path}` has a percent sign, and it is stated in {}", self.in_its_money(unit.words()));
            self.findings.error(figure.at, what, "write the amount itself");
        }
        if let Some(money) = figure.money.as_ref().filter(|_| !matches!(unit, Unit::Money(_))) {
            let what = format!("`{path}` is in {money}, and it is not an amount of money");
            self.findings.error(figure.at, what, "take `money` out");
        }
    }

    /// What one unit of a money is worth is not itself an amount of money.
    pub(super) fn refuse_money_of_rates(&mut self) {
        let document = self.document;
        for (code, figure) in &document.rates {
            self.fits_unit(&format!("rates.{code}"), figure, Unit::Ratio(""));
        }
    }

    /// Whether a value lies in the range that its figure states; tells where it does not.
    pub(super) fn holds_value(&mut self, path: &str, figure: &FigureDocument, value: f64, range: Range) -> bool {
        for (end, which) in [(figure.low, "low"), (figure.high, "high")] {
            if let Some(end) = end {
                self.in_range(&format!("{path}.{which}"), end, figure.at, range);
            }
        }
        let good = figure.holds(value);
        if !good {
            let what = format!("`{path}` is {value}, which is not between its {}", ends(figure));
            self.findings.error(figure.at, what, "let the range hold the value");
        }
        good
    }

    /// A price of a data set whose prices state something of their source, and that does not.
    pub(super) fn asks_what_prices_state(&mut self, path: &str, figure: &FigureDocument) {
        let Some(set) = self.document.data_set.as_ref().filter(|set| self.sources.share_a_folder(set.at, figure.at))
        else {
            return;
        };
        let lacks = |what: &&Located<PriceStatement>| !figure.stated.as_ref().is_some_and(|it| it.states(what.value));
        let missing: Vec<String> =
            set.value.prices_state.iter().filter(lacks).map(|what| format!("`{}`", what.value.word())).collect();
        if !missing.is_empty() {
            let what = format!("`{path}` does not state its {}, as all prices of this data set do", missing.join(", "));
            self.findings.warning(figure.at, what, "state it beside the value, or take it out of `prices_state`");
        }
    }

    /// Two values of one year.
    pub(super) fn refuse_twins(&mut self, path: &str, at: Position, points: &[(Option<i32>, f64)]) {
        if let Some(pair) = points.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let year = pair[0].0.unwrap_or_default();
            self.findings.error(at, format!("`{path}` states {year} twice"), "keep one of the two");
        }
    }

    /// A series all of whose years come before the horizon, or after it: its nearest value holds throughout.
    pub(super) fn warn_of_other_years(&mut self, path: &str, at: Position, points: &[(Option<i32>, f64)]) {
        let (Some((Some(from), _)), Some((Some(to), _))) = (points.first(), points.last()) else { return };
        let (first, last) = (self.model.horizon.first, self.model.horizon.last);
        if *to < first.0 || last.0 < *from {
            let value = interpolate(points, first.0);
            let years = if from == to { from.to_string() } else { format!("{from}..{to}") };
            let what = format!(
                "`{path}` speaks only of {years}, outside the horizon {first}..{last}; {value} is taken for every year"
            );
            self.findings.warning(at, what, "state a year of the horizon, or one value for all years");
        }
    }
}

/// What a source states, as the model keeps it.
pub(super) fn stated(document: &StatedDocument) -> Stated {
    let StatedDocument { basis, currency, price_year, quantity, address, read } = document.clone();
    Stated { basis, currency, price_year, quantity, address, read }
}

/// The two ends of a range, as far as they are given.
pub(super) fn ends(figure: &FigureDocument) -> String {
    let shown = |end: Option<f64>| end.map_or_else(|| "…".to_owned(), |end| end.to_string());
    format!("low {} and its high {}", shown(figure.low), shown(figure.high))
}

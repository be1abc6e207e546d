//! Numbers: their ranges, their money, and the ledger of what is known about each.

use super::Resolver;
use super::figure_checks::{ends, stated};
use crate::model::{FigureRecord, LONGEST, Path, Range, Stated, percent};
use crate::schema::{Confidence, Duration, FigureDocument, Located, Position, PriceListDocument, Series, ShareText};
use crate::units::{MONEY, Share, Years, money_unit};

/// What a number counts, in words for readers.
#[derive(Clone, Copy)]
pub(super) enum Unit<'a> {
    /// Money, or money for something. It may be stated in another money.
    Money(&'a str),
    /// A quantity or a capacity.
    Amount(&'a str),
    /// A share, or how many times. It may be written with a percent sign.
    Ratio(&'a str),
}

impl<'a> Unit<'a> {
    pub(super) const fn words(self) -> &'a str {
        match self {
            Self::Money(words) | Self::Amount(words) | Self::Ratio(words) => words,
        }
    }
}

/// An entry of a table, as far as its figures lean on it.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    /// Its path: `offers.leopard_2a8`.
    pub path: &'a str,
    /// Source of all its figures that name none.
    pub source: Option<&'a Located<String>>,
    /// Confidence of all its figures that name none.
    pub confidence: Option<&'a Located<Confidence>>,
}

impl Resolver<'_> {
    /// A number of an entry, checked, converted into the model's money where it is in another, and noted.
    pub(super) fn number(
        &mut self,
        entry: Entry<'_>,
        field: &str,
        figure: &FigureDocument,
        unit: Unit<'_>,
        range: Range,
    ) -> f64 {
        let path = format!("{}.{field}", entry.path);
        self.in_range(&path, figure.value, figure.at, range);
        self.fits_unit(&path, figure, unit);
        let rate = self.rate(figure);
        let value = figure.value * rate;
        if rate != 1.0 {
            self.in_range(&path, value, figure.at, range);
        }
        self.holds_value(&path, figure, figure.value, range);
        self.note(entry, path, figure, value, figure.value.to_string(), unit.words(), rate);
        value
    }

    /// A number for every year, checked and noted, with straight lines between the years given.
    pub(super) fn by_year(
        &mut self,
        entry: Entry<'_>,
        field: &str,
        series: &Series,
        unit: Unit<'_>,
        range: Range,
    ) -> Vec<f64> {
        let written = written(series.points.iter().map(|(year, value)| (*year, value.to_string())).collect());
        self.by_year_as_written(entry, field, series, written, unit, range)
    }

    /// The same, with the words in which it was written.
    pub(super) fn by_year_as_written(
        &mut self,
        entry: Entry<'_>,
        field: &str,
        series: &Series,
        written: String,
        unit: Unit<'_>,
        range: Range,
    ) -> Vec<f64> {
        let path = format!("{}.{field}", entry.path);
        let (horizon, figure) = (self.model.horizon, &series.figure);
        self.fits_unit(&path, figure, unit);
        let mut points = series.points.clone();
        points.sort_by_key(|(year, _)| *year);
        for &(year, value) in &points {
            self.in_range(&path, value, figure.at, range);
            if let Some(year) = year
                && !(horizon.first.0..=horizon.last.0).contains(&year)
                && (self.is_own(figure.at) || !(1900..=2200).contains(&year))
            {
                let (first, last) = (horizon.first, horizon.last);
                let what = format!("`{path}` speaks of {year}, a year outside the horizon {first}..{last}");
                self.findings.error(figure.at, what, "keep to the years of the horizon, or widen it");
            }
        }
        self.refuse_twins(&path, figure.at, &points);
        if !self.findings.said_at(figure.at) {
            self.warn_of_other_years(&path, figure.at, &points);
        }
        let rate = self.rate(figure);
        let first = interpolate(&points, horizon.first.0);
        let good = self.holds_value(&path, figure, first, range);
        let outside = points.iter().find(|(_, value)| !figure.holds(*value));
        if let Some((Some(year), value)) = outside.filter(|_| good) {
            let what = format!("`{path}` is {value} in {year}, which is not between its {}", ends(figure));
            self.findings.warning(figure.at, what, "let the range hold the values of all years");
        }
        let values: Vec<f64> = horizon.steps().map(|step| rate * interpolate(&points, horizon.year(step).0)).collect();
        if rate != 1.0
            && let Some(refusal) = values.iter().find_map(|value| range.check(&path, *value).err())
        {
            self.findings.error(figure.at, refusal.what, refusal.remedy);
        }
        self.note(entry, path, figure, rate * first, written, unit.words(), rate);
        values
    }

    /// Whether something was written for this model: in its file, in a study of it, or in a setting.
    const fn is_own(&self, at: Position) -> bool {
        at.file == self.own_file || at.file == u32::MAX || (at.file < self.own_file && self.own_file != u32::MAX)
    }

    /// Shares by whole years since something happened, checked before, noted.
    pub(super) fn years_since(&mut self, entry: Entry<'_>, path: String, series: &Series) -> Path {
        let mut points = series.points.clone();
        points.sort_by_key(|(years, _)| *years);
        let written =
            points.iter().map(|(years, share)| format!("{}: {share}", years.unwrap_or_default())).collect::<Vec<_>>();
        let finally = points.last().map_or(1.0, |(_, share)| *share);
        let unit = Unit::Ratio("share");
        self.fits_unit(&path, &series.figure, unit);
        self.refuse_twins(&path, series.figure.at, &points);
        self.holds_value(&path, &series.figure, finally, Range::Part);
        self.note(entry, path, &series.figure, finally, written.join(", "), unit.words(), 1.0);
        let by_year = match points.as_slice() {
            [_] => Vec::new(),
            _ => (0..).take(self.model.horizon.len()).map(|years| interpolate(&points, years)).collect(),
        };
        Path { by_year, finally }
    }

    /// Notes a list of prices; returns what turns them into the model's money.
    pub(super) fn number_list(
        &mut self,
        entry: Entry<'_>,
        field: &str,
        list: &PriceListDocument,
        points: &[(f64, f64)],
    ) -> f64 {
        let (path, unit) = (format!("{}.{field}", entry.path), Unit::Money("MEUR a unit"));
        self.fits_unit(&path, &list.figure, unit);
        let rate = self.rate(&list.figure);
        let written = match list.points.as_slice() {
            [(None, value)] => value.to_string(),
            _ => points.iter().map(|(from, price)| format!("{from}: {price}")).collect::<Vec<_>>().join(", "),
        };
        let first = points.first().map_or(0.0, |(_, price)| *price);
        // The range of a list is that of its first price; the others are discounts of it.
        self.holds_value(&path, &list.figure, first, Range::NotNegative);
        self.note(entry, path, &list.figure, first * rate, written, unit.words(), rate);
        rate
    }

    /// A share of an entry, checked.
    pub(super) fn share(&mut self, path: &str, share: &Located<ShareText>) -> Share {
        self.in_range(path, share.value.0, share.at, Range::Part);
        Share(share.value.0)
    }

    /// Shares that must sum to 1 when any is given.
    pub(super) fn must_sum_to_one(&mut self, path: &str, sum: f64, at: Position) {
        if (sum - 1.0).abs() > 1e-6 {
            let off = percent(sum);
            self.findings.error(at, format!("the shares of `{path}` sum to {off}"), "make them sum to 100 %");
        }
    }

    /// A time in whole years, of something that cannot happen in part.
    pub(super) fn whole_years(&mut self, path: &str, text: &Located<Duration>) -> usize {
        let years = self.duration(path, text);
        if years.0.fract() != 0.0 {
            let what = format!("`{path}` is {} years, and must be whole years", years.0);
            let (below, above) = (years.0.floor(), years.0.ceil());
            let remedy =
                if above > 1.0 { format!("write {below} or {above} years") } else { "write 1 year".to_owned() };
            self.findings.error(text.at, what, remedy);
        }
        years.rounded_up()
    }

    /// A time in years.
    pub(super) fn duration(&mut self, path: &str, text: &Located<Duration>) -> Years {
        let bare = text.value.0.trim_end_matches("years").trim_end_matches("year").trim();
        match bare.parse::<f64>() {
            Ok(years) if (0.0..=LONGEST).contains(&years) => Years(years),
            _ => {
                self.findings.error(
                    text.at,
                    format!("`{path}`: `{}` is not a time", text.value.0),
                    format!("write it in years, as `2 years`, from 0 to {LONGEST}"),
                );
                Years(0.0)
            }
        }
    }

    /// Checks a number against its range.
    pub(super) fn in_range(&mut self, path: &str, value: f64, at: Position, range: Range) {
        if let Err(refusal) = range.check(path, value) {
            self.findings.error(at, refusal.what, refusal.remedy);
        }
    }

    /// What one unit of a figure's money is worth in the model's.
    fn rate(&mut self, figure: &FigureDocument) -> f64 {
        let Some(money) = &figure.money else { return 1.0 };
        let bare = money.strip_prefix('M').filter(|rest| rest.find(' ') == Some(3)).unwrap_or(money);
        if bare == self.money {
            return 1.0;
        }
        let known = &self.document.rates;
        match known.get(bare).or_else(|| known.get(money.as_str())) {
            Some(rate) if rate.value > 0.0 && rate.value < 1e9 => rate.value,
            Some(rate) => {
                let at = rate.at;
                self.findings.error(
                    at,
                    format!("the rate of {bare} is {:e}", rate.value),
                    "say what one of it is worth in the model's money",
                );
                1.0
            }
            None => {
                self.findings.error(
                    figure.at,
                    format!("no rate turns {bare} into {}", self.money),
                    format!("add `rates: {{ {bare}: … }}` to the model"),
                );
                1.0
            }
        }
    }

    /// The money of the model in millions: `MEUR`, `MSEK`.
    pub(super) fn money_unit(&self) -> String {
        money_unit(&self.model.money).to_owned()
    }

    /// The words of a unit, which are written for euros, in the money of the model.
    pub(super) fn in_its_money(&self, unit: &str) -> String {
        unit.replacen(MONEY, &self.money_unit(), 1)
    }

    #[expect(clippy::too_many_arguments, reason = "one column of the ledger each")]
    fn note(
        &mut self,
        entry: Entry<'_>,
        figure_path: String,
        figure: &FigureDocument,
        value: f64,
        written: String,
        unit: &str,
        rate: f64,
    ) {
        // What an entry says of its sources holds for the figures beside it, not for those that another file lays over.
        let same_file = |at: Position| at.file == figure.at.file;
        let inherits = figure.source.is_none() && figure.confidence.is_none();
        let source = figure
            .source
            .clone()
            .or_else(|| entry.source.filter(|s| inherits && same_file(s.at)).map(|s| s.value.clone()));
        let confidence = figure
            .confidence
            .or_else(|| entry.confidence.filter(|c| inherits && same_file(c.at)).map(|c| c.value))
            .unwrap_or(if source.is_some() { Confidence::Cited } else { Confidence::Assumption });
        let unit = self.in_its_money(unit);
        self.model.parts().figures.push(FigureRecord {
            figure: figure_path,
            value,
            written,
            unit,
            year: figure.year,
            low: figure.low.map(|x| x * rate),
            high: figure.high.map(|x| x * rate),
            confidence: confidence.word(),
            source: source.unwrap_or_default(),
            stands_in: self.sources.place(figure.at),
            stated: figure.stated.as_deref().map_or_else(Stated::default, stated),
        });
    }

    /// The confidence with which a figure was noted.
    pub(super) fn noted_as_unverified(&self, path: &str) -> bool {
        self.model.figures.iter().rev().find(|record| record.figure == path).is_some_and(FigureRecord::is_unverified)
    }
}

/// A series as it was written, with its years where it has any.
pub(super) fn written(mut points: Vec<(Option<i32>, String)>) -> String {
    points.sort_by_key(|(year, _)| *year);
    let point = |(year, value): (Option<i32>, String)| year.map_or_else(|| value.clone(), |y| format!("{y}: {value}"));
    points.into_iter().map(point).collect::<Vec<_>>().join(", ")
}

/// The value of a year on straight lines between points sorted by year, level before the first and after the last.
pub(super) fn interpolate(points: &[(Option<i32>, f64)], year: i32) -> f64 {
    let after = points.iter().position(|(y, _)| y.is_some_and(|y| y >= year));
    match after {
        None => points.last().map_or(0.0, |&(_, value)| value),
        Some(0) => points[0].1,
        Some(next) => {
            let (Some(y0), v0) = points[next - 1] else { return points[next].1 };
            let (Some(y1), v1) = points[next] else { return points[next].1 };
            let part = f64::from(year - y0) / f64::from(y1 - y0);
            v0 + part * (v1 - v0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::interpolate;

    #[test]
    fn lines_are_straight_between_and_level_outside() {
        let points = [(Some(2026), 500.0), (Some(2029), 800.0)];
        let at = |year| interpolate(&points, year);
        assert_eq!(
            [at(2020), at(2026), at(2027), at(2028), at(2029), at(2040)],
            [500.0, 500.0, 600.0, 700.0, 800.0, 800.0]
        );
        assert_eq!(interpolate(&[(None, 7.0)], 2030), 7.0);
    }
}

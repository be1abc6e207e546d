//! Prices by committed quantity.

use super::Resolver;
use super::figures::{Entry, Unit};
use crate::model::{PriceBand, Range};
use crate::schema::{BandsAre, FigureDocument, LearningDocument, OfferDocument, Position};
use crate::units::Price;

impl Resolver<'_> {
    /// The price bands of an offer, from 0 up: one where one price holds for all.
    pub(super) fn price_bands(&mut self, entry: Entry<'_>, offer: &OfferDocument) -> Vec<PriceBand> {
        let list = &offer.price;
        let mut points: Vec<(f64, f64)> =
            list.points.iter().map(|(from, price)| (from.unwrap_or(0.0), *price)).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let rate = self.number_list(entry, "price", list, &points);
        self.asks_what_prices_state(&format!("{}.price", entry.path), &list.figure);
        for &(from, price) in &points {
            self.in_range(&format!("{}.price", entry.path), price, list.figure.at, Range::NotNegative);
            self.in_range(&format!("{}.price", entry.path), from, list.figure.at, Range::NotNegative);
        }
        if let Some(pair) = points.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let what = format!("`{}.price` states the price from {} on twice", entry.path, pair[0].0);
            self.findings.error(list.figure.at, what, "keep one of the two");
            points.dedup_by(|later, earlier| later.0 == earlier.0);
        }
        if points.first().is_none_or(|(from, _)| *from != 0.0) {
            self.findings.error(
                list.figure.at,
                format!("`{}.price` does not say what the first unit costs", entry.path),
                "let the first band start at 0, as `{ 0: 4.4, 200: 4.0 }`",
            );
            points.insert(0, (0.0, points.first().map_or(0.0, |(_, price)| *price)));
        }
        if let Some(learning) = &offer.learning {
            points = self.learning(entry, learning, &points, list.figure.at);
            if offer.bands_are == BandsAre::Incremental {
                // They fall, and rise to the average where the curve ends.
                points = of_further_units(&points, learning.from.value);
                return points
                    .into_iter()
                    .map(|(from, price)| PriceBand { from, price: Price(price * rate) })
                    .collect();
            }
        }
        let (mut falls, mut rises) = (false, false);
        for pair in points.windows(2) {
            falls |= pair[1].1 < pair[0].1;
            rises |= pair[1].1 > pair[0].1;
        }
        if falls && rises {
            self.findings.error(
                list.figure.at,
                format!("the prices of `{}` fall and rise", entry.path),
                "let them fall from band to band, or rise from band to band",
            );
        }
        if rises && !falls && offer.bands_are == BandsAre::AllUnits {
            self.findings.error(
                list.figure.at,
                format!("the prices of `{}` rise, and one price is to hold for all units", entry.path),
                "let them fall, or say `bands_are: incremental`, so that only further units cost more",
            );
        }
        points.into_iter().map(|(from, price)| PriceBand { from, price: Price(price * rate) }).collect()
    }

    /// What is left of a price at a doubling: a figure of its own where something is known about it, else part of the curve.
    fn slope(&mut self, entry: Entry<'_>, slope: &FigureDocument) -> f64 {
        let is_known = slope.low.is_some() || slope.high.is_some() || slope.source.is_some();
        if is_known || slope.confidence.is_some() {
            return self.number(entry, "learning.slope", slope, Unit::Ratio("share"), Range::Part);
        }
        let path = format!("{}.learning.slope", entry.path);
        self.fits_unit(&path, slope, Unit::Ratio("share"));
        self.in_range(&path, slope.value, slope.at, Range::Part);
        slope.value
    }

    /// A learning curve, cut into bands: each time that the quantity doubles, what is left of the price is the slope.
    fn learning(
        &mut self,
        entry: Entry<'_>,
        learning: &LearningDocument,
        points: &[(f64, f64)],
        at: Position,
    ) -> Vec<(f64, f64)> {
        let slope = self.slope(entry, &learning.slope);
        let from = self.number(entry, "learning.from", &learning.from, Unit::Amount("units"), Range::Positive);
        let up_to = match &learning.up_to {
            Some(figure) => self.number(entry, "learning.up_to", figure, Unit::Amount("units"), Range::Positive),
            None => 8.0 * from,
        };
        if points.len() > 1 {
            let what = format!("`{}` has a map of prices and a learning curve", entry.path);
            self.findings.error(at, what, "keep one of the two");
            return points.to_vec();
        }
        if slope > 1.0 {
            // That it is no share has been told.
            return points.to_vec();
        }
        if slope < 0.5 {
            let what = format!("`{}.learning.slope` is {}", entry.path, crate::model::percent(slope));
            let remedy = "write what is left of the price when the quantity doubles, such as `95 %`";
            self.findings.error(learning.slope.at, what, remedy);
            return points.to_vec();
        }
        if let Some(figure) = learning.up_to.as_ref().filter(|_| from > 0.0 && 0.0 < up_to && up_to < 2.0 * from) {
            let what =
                format!("`{}.learning.up_to` is {up_to}, and the price falls only from twice {from} on", entry.path);
            self.findings.error(figure.at, what, format!("write {} or more, twice the quantity of `from`", 2.0 * from));
        }
        let mut bands = points.to_vec();
        let (mut quantity, mut price) = (2.0 * from, bands[0].1 * slope);
        while from > 0.0 && quantity <= up_to * (1.0 + 1e-9) && bands.len() < MOST_BANDS {
            bands.push((quantity, price));
            quantity *= 2.0;
            price *= slope;
        }
        bands
    }
}

/// What further units cost so that all together cost the same as by a price for all: at every doubling and beyond the last, and in
/// between on a straight line.
fn of_further_units(points: &[(f64, f64)], from: f64) -> Vec<(f64, f64)> {
    let Some(&(_, first)) = points.first() else { return Vec::new() };
    let mut bands = vec![(0.0, first)];
    let mut before = (from, first);
    for &(quantity, price) in points.iter().skip(1) {
        bands.push((before.0, (quantity * price - before.0 * before.1) / (quantity - before.0)));
        before = (quantity, price);
    }
    if points.len() > 1 {
        bands.push(before);
    }
    bands
}

/// No curve is cut into more.
const MOST_BANDS: usize = 40;

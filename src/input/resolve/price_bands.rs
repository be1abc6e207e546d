//! Prices by committed quantity.

use super::Resolver;
use super::figures::{Entry, Range};
use crate::model::PriceBand;
use crate::schema::{BandsAre, OfferDocument};
use crate::units::Price;

impl Resolver<'_> {
    /// The price bands of an offer, from 0 up: one where one price holds for all.
    pub(super) fn price_bands(&mut self, entry: Entry<'_>, offer: &OfferDocument) -> Vec<PriceBand> {
        let list = &offer.price;
        let mut points: Vec<(f64, f64)> =
            list.points.iter().map(|(from, price)| (from.unwrap_or(0.0), *price)).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let rate = self.number_list(entry, "price", list, &points);
        for &(from, price) in &points {
            self.in_range(&format!("{}.price", entry.path), price, list.figure.at, Range::NotNegative);
            self.in_range(&format!("{}.price", entry.path), from, list.figure.at, Range::NotNegative);
        }
        if points.first().is_none_or(|(from, _)| *from != 0.0) {
            self.findings.error(
                list.figure.at,
                format!("`{}.price` does not say what the first unit costs", entry.path),
                "let the first band start at 0, as `{ 0: 4.4, 200: 4.0 }`",
            );
            points.insert(0, (0.0, points.first().map_or(0.0, |(_, price)| *price)));
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
}

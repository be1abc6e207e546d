//! Quantities that cannot be made: minimum orders and lots beyond the lines, backlogs above capacity, ramps on nothing.

use super::Resolver;
use super::figures::Entry;
use crate::model::{Expansion, Line, Offer};
use crate::schema::{Located, OfferDocument, Position, Series, ShareText};

/// Rounding of sums over years.
const ROUNDING: f64 = 1e-9;

impl Resolver<'_> {
    /// A backlog that a year's capacity cannot work off.
    pub(super) fn warn_of_backlog(&mut self, entry: Entry<'_>, series: &Series, backlog: &[f64], capacity: &[f64]) {
        let late = self.model.horizon.steps().find(|t| backlog[t.index()] > capacity[t.index()] + ROUNDING);
        if let Some(step) = late.filter(|_| !self.findings.said_at(series.figure.at)) {
            let (year, path) = (self.model.horizon.year(step), entry.path);
            let (taken, there) = (backlog[step.index()], capacity[step.index()]);
            let what = format!(
                "`{path}.backlog` is {taken} in {year}, above the capacity of {there}; what that year cannot make is \
                 not moved to the next"
            );
            self.findings.warning(series.figure.at, what, "lower the backlog to the capacity, and spread the rest");
        }
    }

    /// A growth in per cent where there is nothing to grow, or nothing that could make it grow.
    pub(super) fn refuse_idle_ramp(
        &mut self,
        entry: Entry<'_>,
        ramp: &Located<ShareText>,
        capacity: &[f64],
        capacity_at: Position,
        expansion: Option<&Expansion>,
    ) {
        let path = entry.path;
        if self.findings.said_at(ramp.at) || self.findings.said_at(capacity_at) {
            return;
        }
        let Some(expansion) = expansion else {
            let what = format!("`{path}.ramp` limits the growth by expansion, and the line has no `expansion`");
            self.findings.warning(ramp.at, what, "add `expansion`, or take `ramp` out");
            return;
        };
        // What the last year makes is grown from in no year.
        let grown_from = capacity.len().saturating_sub(1).max(1);
        if expansion.at_most > 0.0 && capacity[..grown_from].iter().all(|made| *made <= 0.0) {
            let what =
                format!("`{path}.ramp` is a share of what the line makes, and its capacity is 0: it can never grow");
            self.findings.error(ramp.at, what, "give the line a capacity, or take `ramp` out");
        }
    }

    /// Minimum orders and lots beyond all that the lines of an offer can make.
    pub(super) fn warn_of_too_much(&mut self, code: &Located<String>, document: &OfferDocument, offer: &Offer) {
        let made = |(line, amount): &(crate::id::LineId, f64)| most_made(&self.model.lines[*line]) / amount;
        let most = offer.lines.iter().map(made).fold(f64::INFINITY, f64::min);
        if !most.is_finite() {
            return;
        }
        let (first, last) = (self.model.horizon.first, self.model.horizon.last);
        let shown = (most * 10.0).round() / 10.0;
        let lots = offer.lots_of;
        let whole = if lots > 0.0 { ((most + ROUNDING) / lots).floor() * lots } else { most };
        let beyond = |wanted: f64, there: f64| wanted > there * (1.0 + ROUNDING) + ROUNDING;
        let (field, figure, wanted) = match (&document.lots_of, &document.minimum_order) {
            (Some(figure), _) if beyond(lots, most) => ("lots_of", figure, lots),
            (_, Some(figure)) if beyond(offer.minimum_order, whole) => ("minimum_order", figure, offer.minimum_order),
            _ => return,
        };
        let what = format!(
            "`offers.{code}.{field}` is {wanted}, and its lines make {shown} at most in {first}..{last}: it can never be \
             ordered"
        );
        self.findings.warning(figure.at, what, format!("lower `{field}`, or give the lines more capacity"));
    }
}

/// All that a line can make over the horizon, enlarged as early and as far as it can be.
fn most_made(line: &Line) -> f64 {
    let Some(expansion) = &line.expansion else { return line.free.iter().sum() };
    let mut built = 0.0_f64;
    let mut sum = 0.0;
    for (year, free) in line.free.iter().enumerate() {
        let grown = line.ramp.map_or(f64::INFINITY, |ramp| {
            ramp.0 * line.capacity[year.saturating_sub(1)] + built * if year > 0 { 1.0 + ramp.0 } else { 1.0 }
        });
        if year >= expansion.lead {
            built = expansion.at_most.min(grown).max(built);
        }
        sum += free + built;
    }
    sum
}

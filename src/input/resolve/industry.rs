//! Lines and offers.

use super::Resolver;
use super::denials::BillParts;
use super::figures::{Entry, Range, Unit};
use crate::id::{CapabilityId, CountryId, LineId, ProducerId};
use crate::model::{Line, Offer};
use crate::schema::{
    BandsAre, DocumentTable, Duration, ExpansionDocument, FigureDocument, LineUse, Located, OfferDocument,
    OneOrAmounts, Position, Rate, Series, ShareText,
};
use crate::units::{Money, Price, Share, Years};

/// What a line is made of, whether it stands under `lines` or in an offer.
struct LineParts<'a> {
    capacity: &'a Rate,
    backlog: Option<&'a Series>,
    ramp: Option<&'a Located<ShareText>>,
    expansion: Option<&'a ExpansionDocument>,
}

impl Resolver<'_> {
    /// Lines, then offers with their own lines.
    pub(super) fn industry(&mut self) {
        let document = self.document;
        for (code, line) in &document.lines {
            self.check_id("lines", code);
            let path = format!("lines.{code}");
            let entry = Entry { path: &path, source: line.source.as_ref(), confidence: line.confidence.as_ref() };
            let Some(capacity) = &line.capacity else {
                self.findings.error(
                    code.at,
                    format!("the line `{code}` has no capacity"),
                    "add `capacity: 40 a year`, or leave the line out",
                );
                continue;
            };
            let parts = LineParts {
                capacity,
                backlog: line.backlog.as_ref(),
                ramp: line.ramp.as_ref(),
                expansion: line.expansion.as_ref(),
            };
            let name = line.name.clone().unwrap_or_else(|| code.value.clone());
            self.line(&code.value, name, entry, &parts);
        }
        for (code, offer) in &document.offers {
            self.check_id("offers", code);
            self.offer(code, offer);
        }
    }

    fn line(&mut self, code: &str, name: String, entry: Entry<'_>, parts: &LineParts<'_>) -> LineId {
        let capacity =
            self.by_year(entry, "capacity", &parts.capacity.0, Unit::Amount("units a year"), Range::NotNegative);
        let backlog = parts
            .backlog
            .map(|series| self.by_year(entry, "backlog", series, Unit::Amount("units a year"), Range::NotNegative));
        let free = capacity
            .iter()
            .enumerate()
            .map(|(year, c)| (c - backlog.as_ref().map_or(0.0, |b| b[year])).max(0.0))
            .collect();
        if let (Some(series), Some(backlog)) = (parts.backlog, &backlog) {
            self.warn_of_backlog(entry, series, backlog, &capacity);
        }
        let ramp = parts.ramp.map(|share| {
            if !(0.0..=100.0).contains(&share.value.0) {
                self.findings.error(
                    share.at,
                    format!("`{}.ramp` is below 0 % or beyond all measure", entry.path),
                    "write the largest yearly growth, such as `25 %`",
                );
            }
            Share(share.value.0)
        });
        let expansion = parts.expansion.and_then(|document| self.expansion(entry, document));
        if let Some(ramp) = parts.ramp.filter(|_| parts.expansion.is_none() || expansion.is_some()) {
            self.refuse_idle_ramp(entry, ramp, &capacity, parts.capacity.0.figure.at, expansion.as_ref());
        }
        self.model.lines.add(code, Line { name, capacity, free, ramp, expansion, makes_lots: false })
    }

    fn offer(&mut self, code: &Located<String>, offer: &OfferDocument) {
        let path = format!("offers.{code}");
        let entry = Entry { path: &path, source: offer.source.as_ref(), confidence: offer.confidence.as_ref() };
        let by = self.find("producer", "producers", &offer.by, offer.by.at, |model| &model.producers);
        let gives = self.gives(&path, &offer.gives);
        let quality = offer.quality.as_ref().map_or(1.0, |figure| {
            self.number(entry, "quality", figure, Unit::Ratio("US-equivalents a unit"), Range::Positive)
        });
        let bands = self.price_bands(entry, offer);
        let price = bands[0].price.0;
        let minimum_order = self.amount(entry, "minimum_order", offer.minimum_order.as_ref(), Unit::Amount("units"));
        let set_up = self.amount(entry, "set_up", offer.set_up.as_ref(), Unit::Money("MEUR"));
        let reference = offer.reference_price.as_ref().map_or(price, |figure| {
            self.number(entry, "reference_price", figure, Unit::Money("MEUR a unit"), Range::NotNegative)
        });
        let lead_time = self.lead_time(&path, offer);
        let service_life =
            offer.service_life.as_ref().map(|text| self.service_life(&format!("{path}.service_life"), text));
        let support = offer.support.as_ref().map_or(0.0, |figure| {
            self.number(entry, "support", figure, Unit::Money("MEUR a unit and year"), Range::NotNegative)
        });
        let parts = BillParts {
            without_us: offer.without_us.as_ref(),
            licensed_from: &offer.licensed_from,
            software: &offer.software,
            sustained_by: &offer.sustained_by,
            when_denied: &offer.when_denied,
        };
        let (bill, without_us, licensors) = self.bill(entry, &parts);
        let payment = self.payment(&path, &offer.payment);
        let value_added = self.shares_by_country(&format!("{path}.value_added"), &offer.value_added);
        let authority = self.countries(&offer.authority);
        let open = self.steps_of(&path, offer.open.as_ref());
        let mut delivery_cost = Vec::new();
        for (nation, figure) in &offer.delivery_cost {
            let cost = self.number(
                entry,
                &format!("delivery_cost.{nation}"),
                figure,
                Unit::Money("MEUR a unit"),
                Range::NotNegative,
            );
            delivery_cost.extend(self.nation(nation, nation.at).map(|id| (id, Price(cost))));
        }
        let lines = self.lines_of(code, offer, entry);
        let needs = self.needs_of(offer);
        let lots_of = offer
            .lots_of
            .as_ref()
            .map_or(0.0, |figure| self.number(entry, "lots_of", figure, Unit::Amount("units"), Range::Positive));
        for (line, _) in lines.iter().filter(|_| lots_of > 0.0) {
            self.model.lines[*line].makes_lots = true;
        }
        let unverified_price = self.noted_as_unverified(&format!("{path}.price"));
        let (Some(by), Some(open), false) = (by, open, gives.is_empty()) else { return };
        let seat = self.model.producers[by].seat;
        let name = offer.name.clone().unwrap_or_else(|| code.value.clone());
        let offer_entry = Offer {
            name,
            by,
            gives,
            quality,
            bands,
            incremental: offer.bands_are == BandsAre::Incremental,
            minimum_order,
            lots_of,
            needs,
            set_up: Money(set_up),
            fielding: Vec::new(),
            reference_price: Price(reference),
            lines,
            lead_time,
            payment,
            support: Price(support),
            service_life,
            delivery_cost,
            open,
            value_added: if value_added.is_empty() { vec![(seat, Share::ALL)] } else { value_added },
            authority: with_licensors(authority, seat, &licensors),
            without_us,
            bill,
            unverified_price,
        };
        self.warn_of_idle(code, &offer_entry);
        self.warn_of_too_much(code, offer, &offer_entry);
        self.model.offers.add(code.value.clone(), offer_entry);
    }

    /// The programmes that must be over before an offer is ordered: its own, and those that open the lines that it names.
    fn needs_of(&self, offer: &OfferDocument) -> Vec<String> {
        let lines: Vec<&str> = match offer.lines.as_ref().map(|uses| &uses.value) {
            Some(LineUse::List(names)) => names.iter().map(String::as_str).collect(),
            Some(LineUse::Amounts(map)) => map.keys().map(String::as_str).collect(),
            None => Vec::new(),
        };
        let opened = lines.into_iter().filter_map(|line| self.document.lines.get(line)?.needs.as_ref());
        let mut needs: Vec<String> = offer.needs.iter().chain(opened).map(|needs| needs.value.clone()).collect();
        needs.sort();
        needs.dedup();
        needs
    }

    /// The time from order to delivery; what comes in whole lots is not split over two years.
    fn lead_time(&mut self, path: &str, offer: &OfferDocument) -> Years {
        let Some(text) = &offer.lead_time else { return Years::default() };
        let path = format!("{path}.lead_time");
        if offer.lots_of.is_none() {
            return self.duration(&path, text);
        }
        #[expect(clippy::cast_precision_loss, reason = "years are few")]
        let years = Years(self.whole_years(&path, text) as f64);
        years
    }

    /// The years that a unit serves, which are at least one.
    fn service_life(&mut self, path: &str, text: &Located<Duration>) -> usize {
        let years = self.whole_years(path, text);
        if years == 0 && !self.findings.said_at(text.at) {
            let what = format!("`{path}` is 0 years, so that nothing would ever stand ready");
            self.findings.error(
                text.at,
                what,
                "write 1 year or more, or take it out where a unit outlasts the horizon",
            );
        }
        years.max(1)
    }

    /// A figure that is 0 where it is not given.
    pub(super) fn amount(
        &mut self,
        entry: Entry<'_>,
        field: &str,
        figure: Option<&FigureDocument>,
        unit: Unit<'_>,
    ) -> f64 {
        figure.map_or(0.0, |figure| self.number(entry, field, figure, unit, Range::NotNegative))
    }

    /// An offer that can never be of use is probably a slip.
    fn warn_of_idle(&mut self, code: &Located<String>, offer: &Offer) {
        if self.never_delivered(offer) {
            let what = format!(
                "`{code}` can never be ordered: no order of the horizon {}..{} is delivered in it",
                self.model.horizon.first, self.model.horizon.last
            );
            self.findings.warning(code.at, what, "check `lead_time` and `open`, or widen the horizon");
        } else if self.model.largest_requirement(offer.main()) <= 0.0 {
            let capability = self.model.capabilities.code(offer.main()).to_owned();
            self.findings.warning(
                code.at,
                format!("`{code}` will not be ordered: nothing asks for `{capability}`"),
                "give the capability a `us_baseline` or `targets`",
            );
        }
    }

    /// Whether even the earliest order comes too late.
    fn never_delivered(&self, offer: &Offer) -> bool {
        self.model.horizon.after(offer.open.0, offer.lead_time.rounded_up()).is_none()
    }

    fn gives(&mut self, path: &str, gives: &Located<OneOrAmounts>) -> Vec<(CapabilityId, f64)> {
        let amounts: Vec<(&str, f64)> = match &gives.value {
            OneOrAmounts::One(name) => vec![(name, 1.0)],
            OneOrAmounts::Amounts(map) => map.iter().map(|(name, amount)| (name.as_str(), *amount)).collect(),
        };
        if amounts.is_empty() {
            self.findings.error(gives.at, format!("`{path}.gives` names no capability"), "name at least one");
        }
        let mut list = Vec::new();
        for (name, amount) in amounts {
            self.in_range(&format!("{path}.gives.{name}"), amount, gives.at, Range::Positive);
            list.extend(
                self.find("capability", "capabilities", name, gives.at, |model| &model.capabilities)
                    .map(|id| (id, amount)),
            );
        }
        list
    }

    pub(super) fn payment(&mut self, path: &str, shares: &[Located<ShareText>]) -> Vec<Share> {
        let Some(first) = shares.first() else { return vec![Share::ALL] };
        let list: Vec<Share> = shares.iter().map(|share| self.share(&format!("{path}.payment"), share)).collect();
        self.must_sum_to_one(&format!("{path}.payment"), list.iter().map(|share| share.0).sum(), first.at);
        list
    }

    /// Shares by country that must sum to 1.
    pub(super) fn shares_by_country(
        &mut self,
        path: &str,
        table: &DocumentTable<Located<ShareText>>,
    ) -> Vec<(CountryId, Share)> {
        let mut list = Vec::new();
        let mut sum = 0.0;
        for (code, share) in table {
            let value = self.share(&format!("{path}.{code}"), share);
            sum += value.0;
            list.extend(self.country(code, code.at).map(|country| (country, value)));
        }
        if let Some((code, _)) = table.first() {
            self.must_sum_to_one(path, sum, code.at);
        }
        list
    }

    /// Countries by code.
    pub(super) fn countries(&mut self, codes: &[Located<String>]) -> Vec<CountryId> {
        codes.iter().filter_map(|code| self.country(code, code.at)).collect()
    }

    /// The lines that an offer needs: shared ones by name, and its own where it states a capacity.
    fn lines_of(&mut self, code: &Located<String>, offer: &OfferDocument, entry: Entry<'_>) -> Vec<(LineId, f64)> {
        let mut list = Vec::new();
        if let Some(uses) = &offer.lines {
            let amounts: Vec<(&str, f64)> = match &uses.value {
                LineUse::List(names) => names.iter().map(|name| (name.as_str(), 1.0)).collect(),
                LineUse::Amounts(map) => map.iter().map(|(name, amount)| (name.as_str(), *amount)).collect(),
            };
            for (name, amount) in amounts {
                self.in_range(&format!("{}.lines.{name}", entry.path), amount, uses.at, Range::Positive);
                list.extend(self.find("line", "lines", name, uses.at, |model| &model.lines).map(|line| (line, amount)));
            }
        }
        let Some(capacity) = &offer.capacity else {
            self.refuse_line_parts_without_capacity(code, offer);
            return list;
        };
        if self.document.lines.contains_key(code) {
            self.findings.error(
                code.at,
                format!("the offer `{code}` has a capacity, and a line of the same name stands under `lines`"),
                "rename one of the two",
            );
            return list;
        }
        let parts = LineParts {
            capacity,
            backlog: offer.backlog.as_ref(),
            ramp: offer.ramp.as_ref(),
            expansion: offer.expansion.as_ref(),
        };
        let name = offer.name.clone().unwrap_or_else(|| code.value.clone());
        list.push((self.line(&code.value, name, entry, &parts), 1.0));
        list
    }

    fn refuse_line_parts_without_capacity(&mut self, code: &Located<String>, offer: &OfferDocument) {
        let parts: [(&str, Option<Position>); 3] = [
            ("backlog", offer.backlog.as_ref().map(|series| series.figure.at)),
            ("ramp", offer.ramp.as_ref().map(|share| share.at)),
            ("expansion", offer.expansion.as_ref().map(|expansion| expansion.cost.at)),
        ];
        for (name, at) in parts {
            if let Some(at) = at {
                self.findings.error(
                    at,
                    format!("`offers.{code}` has `{name}` but no `capacity`"),
                    "add `capacity: 40 a year`",
                );
            }
        }
    }

    /// The producers of a list of names; all of them where the list is empty.
    pub(super) fn producers_of(&mut self, names: &[Located<String>]) -> Vec<ProducerId> {
        if names.is_empty() {
            return self.model.producers.ids().collect();
        }
        let mut list = Vec::new();
        for name in names {
            list.extend(self.find("producer", "producers", name, name.at, |model| &model.producers));
        }
        list
    }
}

/// Who must agree to change or export a thing: its design authority, by default its home, and its licensors.
pub(super) fn with_licensors(
    mut authority: Vec<CountryId>,
    home: CountryId,
    licensors: &[CountryId],
) -> Vec<CountryId> {
    if authority.is_empty() {
        authority.push(home);
    }
    for licensor in licensors {
        if !authority.contains(licensor) {
            authority.push(*licensor);
        }
    }
    authority
}

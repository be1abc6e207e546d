//! Capabilities, baselines, targets, needs, and what is held.

use ndarray::{Array2, Array3};

use super::Resolver;
use super::denials::BillParts;
use super::figures::{Entry, Unit};
use super::industry::with_licensors;
use crate::id::{CapabilityId, Id, NationId};
use crate::model::{Capability, GapBand, Holding, Kind, Need, Range, percent};
use crate::schema::{CapabilityDocument, CapabilityKind, DocumentTable, Located, Series, TargetsAre, parse_share};
use crate::units::{Quantity, Share};

impl Resolver<'_> {
    /// Capabilities with their tables by year.
    pub(super) fn capabilities(&mut self) {
        let document = self.document;
        let years = self.model.horizon.len();
        for (code, capability) in &document.capabilities {
            self.check_id("capabilities", code);
            let entry = self.capability(code, capability);
            self.model.parts().capabilities.add(code.value.clone(), entry);
        }
        let (n, k) = (self.model.nations.len(), self.model.capabilities.len());
        self.model.parts().baselines = Array2::zeros((k, years));
        self.model.parts().provided = Array2::zeros((k, years));
        self.model.parts().targets = Array3::from_elem((n, k, years), f64::NAN);
        self.model.parts().missing_worth = Array2::zeros((k, years));
        self.model.parts().held = Array3::zeros((n, k, years));
        self.model.parts().held_equivalents = Array3::zeros((n, k, years));
        if document.capabilities.values().any(|capability| !capability.used.is_empty()) {
            self.model.parts().used = Array3::zeros((n, k, years));
        }
        self.model.parts().ceilings = Array2::from_elem((k, years), f64::INFINITY);
        for (code, capability) in &document.capabilities {
            if let Some(id) = self.model.capabilities.find(code) {
                self.amounts_by_year(id, code, capability);
                self.needs(id, code, capability);
            }
        }
        self.refuse_circular_needs();
    }

    fn capability(&mut self, code: &Located<String>, capability: &CapabilityDocument) -> Capability {
        let path = format!("capabilities.{code}");
        let entry =
            Entry { path: &path, source: capability.source.as_ref(), confidence: capability.confidence.as_ref() };
        let weight = capability
            .weight
            .as_ref()
            .map_or(1.0, |figure| self.number(entry, "weight", figure, Unit::Ratio(""), Range::NotNegative));
        let overshoot = match &capability.overshoot {
            Some(share) if !(0.0..=100.0).contains(&share.value.0) => {
                self.findings.error(
                    share.at,
                    format!("`{path}.overshoot` is {}", percent(share.value.0)),
                    "100 % is just the requirement; write 0 % or more",
                );
                Share::ALL
            }
            Some(share) => Share(share.value.0),
            None => Share::ALL,
        };
        Capability {
            name: capability.name.clone().unwrap_or_else(|| code.value.clone()),
            unit: capability.unit.clone().unwrap_or_else(|| "units".to_owned()),
            basis: capability.basis.clone(),
            kind: match capability.kind {
                CapabilityKind::Stock => Kind::Stock,
                CapabilityKind::Flow => Kind::Flow,
            },
            weight,
            targets_required: capability.targets_are == TargetsAre::Required,
            gap_bands: self.gap_bands(entry, &capability.gap_bands),
            overshoot,
            needs: Vec::new(),
            switch: None,
        }
    }

    /// The bands of a gap, widths and slopes; slopes may not fall, or the gap would not be convex.
    fn gap_bands(&mut self, entry: Entry<'_>, bands: &DocumentTable<crate::schema::FigureDocument>) -> Vec<GapBand> {
        let mut list = Vec::new();
        let (mut below, mut slope_below) = (0.0, 0.0);
        for (upto, figure) in bands {
            let slope = self.number(entry, &format!("gap_bands.{upto}"), figure, Unit::Ratio(""), Range::NotNegative);
            if !list.is_empty() && parse_share(upto).is_some_and(|end| (end - below).abs() < 1e-12) {
                let what = format!("`{}.gap_bands` states the band up to {} twice", entry.path, percent(below));
                self.findings.error(upto.at, what, "keep one of the two");
                continue;
            }
            let Some(end) = parse_share(upto).filter(|end| *end > below && *end <= 1.0) else {
                self.findings.error(
                    upto.at,
                    format!("`{}.gap_bands`: `{upto}` is no next share of the baseline", entry.path),
                    "write rising shares up to 100 %, such as `{ 10 %: 1, 100 %: 2 }`",
                );
                continue;
            };
            if slope < slope_below {
                self.findings.error(
                    upto.at,
                    format!("`{}.gap_bands`: a missing unit counts {slope} after {slope_below}", entry.path),
                    "let what a missing unit counts rise from band to band",
                );
            }
            list.push(GapBand { width: Share(end - below), slope });
            (below, slope_below) = (end, slope);
        }
        if let Some((upto, _)) = bands.last()
            && below < 1.0 - 1e-9
        {
            self.findings.error(
                upto.at,
                format!("`{}.gap_bands` end at {}", entry.path, percent(below)),
                "let the last band reach 100 %",
            );
        }
        if list.is_empty() { vec![GapBand { width: Share::ALL, slope: 1.0 }] } else { list }
    }

    fn amounts_by_year(&mut self, id: CapabilityId, code: &Located<String>, capability: &CapabilityDocument) {
        let path = format!("capabilities.{code}");
        let entry =
            Entry { path: &path, source: capability.source.as_ref(), confidence: capability.confidence.as_ref() };
        let unit = self.model.capabilities[id].unit.clone();
        if let Some(series) = &capability.us_baseline {
            let values = self.by_year(entry, "us_baseline", series, Unit::Amount(&unit), Range::NotNegative);
            self.model.parts().baselines.row_mut(id.index()).assign(&ndarray::Array1::from(values));
        }
        for (nation, values) in self.by_nation(entry, "targets", &capability.targets, &unit) {
            for (year, value) in values.into_iter().enumerate() {
                self.model.parts().targets[[nation, id.index(), year]] = value;
            }
        }
        self.warn_of_baseline_beyond_targets(id, &path, capability);
        if let Some(series) = &capability.missing_unit_worth {
            let values = self.by_year(
                entry,
                "missing_unit_worth",
                series,
                Unit::Money("MEUR a unit and year"),
                Range::NotNegative,
            );
            self.model.parts().missing_worth.row_mut(id.index()).assign(&ndarray::Array1::from(values));
            if capability.targets.is_empty() {
                self.findings.warning(
                    series.figure.at,
                    format!("`{path}.missing_unit_worth` is what a unit missing to a national target counts, and it has none"),
                    "give the capability `targets`, or take it out",
                );
            }
        }
        for (nation, values) in self.by_nation(entry, "held", &capability.held, &unit) {
            for (year, value) in values.into_iter().enumerate() {
                self.model.parts().held[[nation, id.index(), year]] += value;
                self.model.parts().held_equivalents[[nation, id.index(), year]] += value;
            }
        }
        self.use_and_ceiling(id, entry, capability, &unit);
    }

    /// A baseline above the national targets together, where every nation has a target.
    fn warn_of_baseline_beyond_targets(&mut self, id: CapabilityId, path: &str, capability: &CapabilityDocument) {
        let Some(series) = capability.us_baseline.as_ref().filter(|series| !self.findings.said_at(series.figure.at))
        else {
            return;
        };
        let targets = self.model.targets.slice(ndarray::s![.., id.index(), ..]);
        if !targets.rows().into_iter().all(|own| own.iter().any(|target| *target > 0.0)) {
            return;
        }
        for step in self.model.horizon.steps() {
            let column = targets.column(step.index());
            let stated = column.iter().copied().filter(|target| target.is_finite());
            let (count, sum) = stated.fold((0, 0.0), |(count, sum), target| (count + 1, sum + target));
            let baseline = self.model.baselines[[id.index(), step.index()]];
            if count > 0 && baseline > sum * (1.0 + 1e-9) + 1e-9 {
                let year = self.model.horizon.year(step);
                let what = format!(
                    "`{path}.us_baseline` is {baseline} in {year}, above the {sum} of all national targets: no nation \
                     orders beyond its own target, so the rest of the baseline stays a gap"
                );
                self.findings.warning(series.figure.at, what, "raise the targets, or remove them");
                return;
            }
        }
    }

    pub(super) fn by_nation(
        &mut self,
        entry: Entry<'_>,
        field: &str,
        table: &DocumentTable<Series>,
        unit: &str,
    ) -> Vec<(usize, Vec<f64>)> {
        let mut all = Vec::new();
        for (code, series) in table {
            if let Some(nation) = self.nation(code, code.at) {
                all.push((
                    nation.index(),
                    self.by_year(entry, &format!("{field}.{code}"), series, Unit::Amount(unit), Range::NotNegative),
                ));
            }
        }
        all
    }

    fn needs(&mut self, id: CapabilityId, code: &Located<String>, capability: &CapabilityDocument) {
        let path = format!("capabilities.{code}");
        let entry =
            Entry { path: &path, source: capability.source.as_ref(), confidence: capability.confidence.as_ref() };
        let mut needs = Vec::new();
        for (enabler, figure) in &capability.needs {
            if let Some(found) =
                self.find("capability", "capabilities", enabler, enabler.at, |model| &model.capabilities)
            {
                let amount = self.number(
                    entry,
                    &format!("needs.{enabler}"),
                    figure,
                    Unit::Ratio("units a unit"),
                    Range::Positive,
                );
                needs.push(Need { enabler: found, amount });
            }
        }
        self.model.parts().capabilities[id].needs = needs;
    }

    /// No capability may need itself, straight or through others.
    fn refuse_circular_needs(&mut self) {
        let model = &self.model;
        let mut circles: Vec<Vec<CapabilityId>> = Vec::new();
        let mut state = vec![0_u8; model.capabilities.len()];
        for start in model.capabilities.ids() {
            let mut trail = Vec::new();
            visit(model, start, &mut state, &mut trail, &mut circles);
        }
        if !circles.is_empty() {
            // The model will be refused; without needs, no later check walks in circles.
            for id in self.model.capabilities.ids() {
                self.model.parts().capabilities[id].needs.clear();
            }
        }
        for circle in circles {
            let codes: Vec<String> = circle.iter().map(|id| self.model.capabilities.code(*id).to_owned()).collect();
            let Some(first) = codes.first() else { continue };
            let at = self.document.capabilities.get_full(first.as_str()).map(|(_, key, _)| key.at).unwrap_or_default();
            self.findings.error(
                at,
                format!("circular needs: {} → {first}", codes.join(" → ")),
                "take one of these needs out; a capability cannot wait for itself",
            );
        }
    }

    /// What a nation holds in short and in detail is added up, which is a slip where it is the same thing.
    fn warn_of_held_twice(&mut self, code: &Located<String>, nation: NationId, gives: CapabilityId) {
        let (whose, what) = (self.model.nations.code(nation), self.model.capabilities.code(gives));
        let document = self.document;
        let in_short = document.capabilities.get(what).is_some_and(|entry| entry.held.contains_key(whose));
        let earlier = self.model.holdings.iter().any(|(_, other)| other.nation == nation && other.gives == gives);
        if in_short && !earlier {
            let what = format!(
                "{whose} holds `{what}` twice: in `capabilities.{what}.held` and as `holdings.{code}`; both are counted"
            );
            self.findings.warning(code.at, what, "take one of the two out, if they are the same units");
        }
    }

    /// What is held, entry by entry.
    pub(super) fn holdings(&mut self) {
        let document = self.document;
        for (code, holding) in &document.holdings {
            self.check_id("holdings", code);
            let path = format!("holdings.{code}");
            let entry = Entry { path: &path, source: holding.source.as_ref(), confidence: holding.confidence.as_ref() };
            let gives =
                self.find("capability", "capabilities", &holding.gives, holding.gives.at, |model| &model.capabilities);
            let nation = self.nation(&holding.nation, holding.nation.at);
            let by = holding
                .by
                .as_ref()
                .and_then(|name| self.find("producer", "producers", name, name.at, |model| &model.producers));
            let value_added = self.shares_by_country(&format!("{path}.value_added"), &holding.value_added);
            let authority = self.countries(&holding.authority);
            let unit = gives.map_or_else(String::new, |k| self.model.capabilities[k].unit.clone());
            let quantity = self.by_year(entry, "quantity", &holding.quantity, Unit::Amount(&unit), Range::NotNegative);
            let quality = holding.quality.as_ref().map_or(1.0, |figure| {
                self.number(entry, "quality", figure, Unit::Ratio("US-equivalents a unit"), Range::NotNegative)
            });
            let parts = BillParts {
                without_us: holding.without_us.as_ref(),
                licensed_from: &holding.licensed_from,
                software: &holding.software,
                sustained_by: &holding.sustained_by,
                when_denied: &holding.when_denied,
            };
            let (bill, without_us, licensors) = self.bill(entry, &parts);
            let (Some(nation), Some(gives)) = (nation, gives) else { continue };
            self.warn_of_held_twice(code, nation, gives);
            for (year, amount) in quantity.iter().enumerate() {
                self.model.parts().held[[nation.index(), gives.index(), year]] += amount;
                self.model.parts().held_equivalents[[nation.index(), gives.index(), year]] += amount * quality;
            }
            let home = by.map_or(self.model.nations[nation].country, |producer| self.model.producers[producer].seat);
            self.model.parts().holdings.add(
                code.value.clone(),
                Holding {
                    name: holding.name.clone().unwrap_or_else(|| code.value.clone()),
                    nation,
                    gives,
                    quantity: quantity.into_iter().map(Quantity).collect(),
                    quality,
                    by,
                    // Where nothing says whose work it is, it depends on nobody, as what is stated as `held` does.
                    value_added: if value_added.is_empty() && by.is_some() {
                        vec![(home, Share::ALL)]
                    } else {
                        value_added
                    },
                    authority: with_licensors(authority, home, &licensors),
                    without_us,
                    bill,
                },
            );
        }
    }
}

/// Walks needs from one capability; a trail that meets itself is a circle.
fn visit(
    model: &crate::model::Model,
    id: CapabilityId,
    state: &mut [u8],
    trail: &mut Vec<CapabilityId>,
    circles: &mut Vec<Vec<CapabilityId>>,
) {
    match state[id.index()] {
        2 => return,
        1 => {
            let start = trail.iter().position(|&seen| seen == id).unwrap_or(0);
            circles.push(trail[start..].to_vec());
            return;
        }
        _ => {}
    }
    state[id.index()] = 1;
    trail.push(id);
    for need in &model.capabilities[id].needs {
        visit(model, need.enabler, state, trail, circles);
    }
    trail.pop();
    state[id.index()] = 2;
}

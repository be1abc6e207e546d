//! What is measured of a run, as facts of one long table.

use crate::batch::{Fact, GoalReached};
use crate::id::{DenialId, Id};
use crate::measures::{Gaps, Stocks, gaps, goal_value, outcome_of, plain_measure_value, stocks_under, volume};
use crate::model::{Goal, Measure, Model, Rung};
use crate::planning::Run;
use crate::scenario::{MeasureGroup, Study};
use crate::units::MONEY;

/// What goals came to.
pub(super) fn goals(run: &Run) -> Vec<GoalReached> {
    let model = &run.model;
    (model.goals.iter().enumerate())
        .map(|(place, goal)| {
            let stage = run.stages.get(place);
            GoalReached {
                goal: goal.words(),
                unit: model.in_its_money(unit(goal.unit())).into_owned(),
                value: goal_value(model, &run.plan, run.known.known(), goal) + 0.0,
                bound: stage.map(|stage| stage.bound + 0.0).filter(|bound| bound.is_finite()),
                proven_within: stage.map(|stage| stage.proof_gap).filter(|gap| gap.is_finite()),
            }
        })
        .collect()
}

/// A unit as tables have it: shares say so.
const fn unit(unit: &'static str) -> &'static str {
    if unit.is_empty() { "share" } else { unit }
}

struct Facts<'a> {
    run: &'a Run,
    study: &'a Study,
    list: Vec<Fact>,
}

/// What a study measures of a run in whose scenario some denials happen.
pub(super) fn facts(run: &Run, denied: &[DenialId], study: &Study) -> Vec<Fact> {
    let mut facts = Facts { run, study, list: Vec::new() };
    facts.gaps(denied);
    facts.volumes();
    facts.money();
    facts.stress();
    facts.nations();
    facts.orders();
    facts.list
}

impl Facts<'_> {
    fn wants(&self, group: MeasureGroup) -> bool {
        self.study.measures.contains(&group)
    }

    fn add(&mut self, measure: &str, unit: &str, value: f64) -> Option<&mut Fact> {
        // What is no number is no fact; minus zero is zero.
        if !value.is_finite() {
            return None;
        }
        let (measure, unit) =
            (measure.to_owned(), (if unit == MONEY { self.run.model.money_unit() } else { unit }).to_owned());
        self.list.push(Fact { nation: None, capability: None, measure, unit, year: None, value: value + 0.0 });
        self.list.last_mut()
    }

    fn of_year(&mut self, measure: &str, unit: &'static str, year: usize, value: f64) {
        let year = self.run.model.horizon.first.0 + i32::try_from(year).unwrap_or(i32::MAX);
        if let Some(fact) = self.add(measure, unit, value) {
            fact.year = Some(year);
        }
    }

    fn of_nation(&mut self, measure: &str, unit: &'static str, nation: usize, value: f64) {
        let code = self.run.model.nations.code(crate::id::NationId::from_index(nation)).to_owned();
        if let Some(fact) = self.add(measure, unit, value) {
            fact.nation = Some(code);
        }
    }

    fn measured(&mut self, measure: &str, unit: &'static str, what: &Measure) {
        let value = plain_measure_value(&self.run.model, &self.run.plan, self.run.known.known(), what);
        self.add(measure, unit, value);
    }

    /// Gaps as the scenario has them: with support denied where that happens in it.
    fn gaps(&mut self, denied: &[DenialId]) {
        let model = &self.run.model;
        for (group, word) in [(MeasureGroup::Gap, "gap"), (MeasureGroup::WorstGap, "worst_gap")] {
            let Some(goal) = Goal::named(model, word).filter(|_| self.wants(group)) else { continue };
            for term in &goal.terms {
                let measure = match &term.measure {
                    Measure::Gap(list) if !denied.is_empty() => Measure::GapUnderDenial(list.clone(), denied.to_vec()),
                    Measure::WorstGap(list) if !denied.is_empty() => {
                        Measure::WorstGapUnderDenial(list.clone(), denied.to_vec())
                    }
                    other => other.clone(),
                };
                self.measured(word, "share", &measure);
            }
        }
        if let Some(goal) = Goal::named(model, "national_gap").filter(|_| self.wants(MeasureGroup::NationalGap)) {
            for term in &goal.terms {
                self.measured("national_gap", "share", &term.measure);
            }
        }
        if self.wants(MeasureGroup::Gap) {
            let all = gaps(model, &self.stocks(denied.first().copied()));
            self.yearly("gap", &all);
            for entry in &all.capabilities {
                let code = model.capabilities.code(entry.capability);
                for (year, share) in entry.share.iter().enumerate().filter(|(year, _)| entry.baseline[*year] > 0.0) {
                    self.of_year("gap", "share", year, *share);
                    if let Some(fact) = self.list.last_mut() {
                        fact.capability = Some(code.to_owned());
                    }
                }
            }
        }
    }

    fn stocks(&self, denied: Option<DenialId>) -> Stocks {
        let Run { model, plan, known, .. } = self.run;
        match denied {
            Some(id) => stocks_under(model, plan, &known.arrivals, &known.stocks, &model.denials[id]),
            None => known.stocks.clone(),
        }
    }

    fn yearly(&mut self, measure: &str, all: &Gaps) {
        // Of a year without any baseline there is no gap to one.
        let baselines = &self.run.model.baselines;
        let counted: Vec<bool> = baselines.columns().into_iter().map(|year| year.iter().any(|of| *of > 0.0)).collect();
        for (year, share) in all.weighted.iter().enumerate().filter(|(year, _)| counted[*year]) {
            self.of_year(measure, "share", year, *share);
        }
    }

    fn volumes(&mut self) {
        if self.wants(MeasureGroup::DomesticVolume) {
            for rung in Rung::ALL {
                self.measured(&format!("domestic_volume:{}", rung.word()), MONEY, &Measure::DomesticVolume(rung));
            }
        }
        if self.wants(MeasureGroup::UsDependence) {
            self.measured("us_dependence", MONEY, &Measure::UsDependence);
        }
        if self.wants(MeasureGroup::OrderValue) {
            let all = volume(&self.run.model, &self.run.plan, &self.run.known.terms);
            self.add("order_value", MONEY, all.value.0);
            for (nation, value) in &all.by_nation {
                self.of_nation("order_value", MONEY, nation.index(), value.0);
            }
        }
    }

    fn money(&mut self) {
        let paid = self.run.known.spending.paid();
        if self.wants(MeasureGroup::Cost) {
            self.add("cost", MONEY, paid.sum());
            for (nation, row) in paid.outer_iter().enumerate() {
                self.of_nation("cost", MONEY, nation, row.sum());
            }
        }
        if self.wants(MeasureGroup::Spending) {
            for (nation, row) in paid.outer_iter().enumerate() {
                let code = self.run.model.nations.code(crate::id::NationId::from_index(nation)).to_owned();
                for (year, value) in row.iter().enumerate() {
                    self.of_year("spending", MONEY, year, *value);
                    if let Some(fact) = self.list.last_mut() {
                        fact.nation = Some(code.clone());
                    }
                }
            }
        }
    }

    /// Every denial under which plans are measured.
    fn stress(&mut self) {
        if !self.wants(MeasureGroup::GapUnderDenial) {
            return;
        }
        let study = self.study;
        let model: &Model = &self.run.model;
        if !model.capabilities.ids().any(|capability| model.has_baseline(capability)) {
            return;
        }
        for code in &study.stress {
            let Some(id) = model.denials.find(code) else { continue };
            let all = gaps(model, &self.stocks(Some(id)));
            let word = format!("gap_under_denial:{code}");
            self.add(&word, "share", all.mean);
            self.yearly(&word, &all);
        }
    }

    fn nations(&mut self) {
        if self.wants(MeasureGroup::Shortfall) {
            let Run { model, known, .. } = self.run;
            for (nation, share) in outcome_of(model, &known.stocks, &known.spending).shortfall.into_iter().enumerate() {
                self.of_nation("shortfall", "share", nation, share);
            }
        }
    }

    fn orders(&mut self) {
        if !self.wants(MeasureGroup::Orders) {
            return;
        }
        let model = &self.run.model;
        for (offer, tally) in volume(model, &self.run.plan, &self.run.known.terms).by_offer {
            if tally.units <= 0.0 {
                continue;
            }
            let main = model.offers[offer].main();
            let (unit, code) = (model.capabilities[main].unit.clone(), model.capabilities.code(main).to_owned());
            if let Some(fact) = self.add(&format!("orders:{}", model.offers.code(offer)), &unit, tally.units) {
                fact.capability = Some(code);
            }
        }
    }
}

//! The futures of a two-stage plan: scenarios of the study that differ from each other in figures only.

use super::StudyResolver;
use crate::input::read_fenced;
use crate::input::words::nearest;
use crate::model::Model;
use crate::scenario::{Scenario, Study, TwoStageSettings, WeightedScenario, apply, figures, same_shape};
use crate::schema::{Located, Position, ShareText};

/// More futures than these are no handful, and one model of all would be too large.
const MOST: usize = 50;

/// Names of scenarios that are looked at for the one that was meant.
const LOOKED_AT: usize = 1_000;

impl StudyResolver<'_> {
    /// The futures, if the study weighs any against each other.
    pub(super) fn two_stage(&mut self, study: &Study) -> Option<TwoStageSettings> {
        let document = self.document.two_stage.as_ref()?;
        let (first, last) = (self.model.horizon.first.0, self.model.horizon.last.0);
        let decide_until = document.decide_until.as_ref().map_or(first, |year| year.value);
        if let Some(year) = &document.decide_until
            && !(first..=last).contains(&year.value)
        {
            let what = format!("{} is no year of the model, so nothing can be decided until then", year.value);
            self.findings.error(year.at, what, format!("name one of {first}..{last}"));
        }
        if document.futures.is_empty() && !self.findings.has_errors() {
            let at = document.decide_until.as_ref().map_or_else(Position::default, |year| year.at);
            let remedy = "add `futures: { base: 2, crisis: 1 }`, scenarios of this study with their weights";
            self.findings.error(at, "`two_stage` has no futures", remedy);
        }
        if let Some((name, _)) = document.futures.iter().nth(MOST) {
            let what = format!("these are {} futures, which would make one model too large", document.futures.len());
            self.findings.error(name.at, what, format!("weigh {MOST} at most, and ask `entente batch` for the rest"));
            return None;
        }
        let mut futures = Vec::new();
        for (name, weight) in &document.futures {
            let ShareText(counts, _) = weight.value;
            if !(counts.is_finite() && counts > 0.0) {
                let what = format!("the weight of `{name}` is {counts}, and a future that counts has one above 0");
                self.findings.error(weight.at, what, "write such as 1, or take the future out");
            }
            // A scenario of a study that is wrong elsewhere may be missing for that reason.
            let Some(scenario) = study.named(name) else {
                if !self.findings.has_errors() {
                    self.no_scenario(name, study);
                }
                continue;
            };
            if !self.findings.has_errors() {
                self.differs_in_figures(name, &scenario, study);
            }
            futures.push(WeightedScenario { scenario, weight: counts });
        }
        Some(TwoStageSettings { decide_until, futures })
    }

    fn no_scenario(&mut self, name: &Located<String>, study: &Study) {
        let all: Vec<String> =
            (0..study.scenarios().min(LOOKED_AT)).filter_map(|at| study.scenario(at)).map(|s| s.name).collect();
        let some: Vec<&str> = all.iter().map(String::as_str).take(6).collect();
        let remedy = nearest(name, all.iter().map(String::as_str)).map_or_else(
            || format!("name a scenario of this study: {}{}", some.join(", "), if all.len() > 6 { " …" } else { "" }),
            |near| format!("did you mean `{near}`?"),
        );
        self.findings.error(name.at, format!("the study has no scenario `{name}`"), remedy);
    }

    /// Tells of a future whose model has other nations, offers or rules: one plan could not be held in it and in the others.
    fn differs_in_figures(&mut self, name: &Located<String>, scenario: &Scenario, study: &Study) {
        let found = self.as_it_then_is(scenario).and_then(|then| {
            for code in &study.proposals {
                let under = |model: &Model| model.proposals.find(code).map(|id| model.under(id));
                let Some((now, then)) = under(self.model).zip(under(&then)) else {
                    return Err(format!("it has no proposal `{code}`"));
                };
                same_shape(&now, &then)?;
            }
            Ok(())
        });
        if let Err(what) = found {
            let remedy =
                "futures of one plan differ in figures only; ask `entente batch` to plan this scenario by itself";
            self.findings.error(name.at, format!("`{name}` is another model, not another future: {what}"), remedy);
        }
    }

    fn as_it_then_is(&self, scenario: &Scenario) -> Result<Model, String> {
        let laid_on = scenario.settings();
        let read = if laid_on.is_empty() {
            self.model.clone()
        } else {
            let settings: Vec<_> = self.own_settings().into_iter().chain(laid_on).collect();
            read_fenced(self.path, &settings, self.fence).model.ok_or("it cannot be read with all of its values")?
        };
        let known = figures(&read);
        apply(&read, &known, &scenario.changes).map(|applied| applied.model).map_err(|refusal| refusal.what)
    }
}

//! From a study's file to a study: its model is read with it, and everything that it names is looked up there.

mod overrides;
mod sample;
mod sections;
mod shocks;
mod two_stage;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use crate::input::fence::Fence;
use crate::input::finding::Findings;
use crate::input::read;
use crate::input::set::{Placed, Setting, cause};
use crate::input::sources::Sources;
use crate::input::words::nearest;
use crate::input::{Reading, Severity, finish, typed};
use crate::legible::Shown;
use crate::model::{ALONE, Model, TOGETHER};
use crate::scenario::{DecisionSource, Figure, MeasureGroup, Study, digest, figures};
use crate::schema::{DecisionsName, Located, MeasureName, Position, StudyDocument};

/// What came of reading a study: the study and its model if both are good, and everything that was found.
#[derive(Debug)]
pub struct StudyReading {
    /// The study, its model with the study's settings, and the digest of the files of the model; nothing where a finding is an
    /// error.
    pub study: Option<(Study, Model, String)>,
    /// Where the model is.
    pub model_path: PathBuf,
    /// What was found.
    pub findings: Findings,
    /// The files that were read, the study first.
    pub sources: Sources,
    /// What the study and its model may read.
    pub fence: Fence,
}

impl StudyReading {
    /// Every finding as people read it.
    #[must_use]
    pub fn render_findings(&self, color: bool) -> Vec<String> {
        self.findings.sorted().into_iter().map(|finding| finding.render(&self.sources, color)).collect()
    }
}

/// Reads a study from its file, with its model. Both name files below the study's own folder or the current one.
#[must_use]
pub fn read_study(path: &Path) -> StudyReading {
    read_study_fenced(path, Fence::around(path))
}

/// The same for a study that may read what is inside a fence.
#[must_use]
pub fn read_study_fenced(path: &Path, fence: Fence) -> StudyReading {
    let mut sources = Sources::fenced(fence.clone());
    let mut findings = Findings::default();
    let mut model_path = PathBuf::new();
    let study = read::tree_of_study(path, &mut sources, &mut findings).and_then(|tree| {
        let top = Position { file: 0, line: 1, column: 1, length: 1 };
        let document = typed::read_study(tree, &mut findings);
        let Some(named) = &document.model else {
            if !findings.has_errors() {
                findings.error(
                    top,
                    "the study names no model",
                    "add `model: ../models/NAME.yaml`, relative to this file",
                );
            }
            return None;
        };
        model_path = path.parent().unwrap_or_else(|| Path::new(".")).join(&named.value);
        let settings = overrides::settings(&document.set);
        if let Some((what, remedy)) = sources.refused(&model_path) {
            findings.error(named.at, what, remedy);
            return None;
        }
        if !model_path.is_file() {
            let what = format!("there is no model {}", model_path.shown());
            findings.error(named.at, what, "name a file that is there, relative to this file");
            return None;
        }
        let (model, read_from) = own_model(&model_path, &settings, &fence, &mut sources, &mut findings)?;
        let known = figures(&model);
        let told = findings.sorted().into_iter().map(|finding| finding.what.clone()).collect();
        let mut resolver = StudyResolver {
            document: &document,
            path: &model_path,
            model: &model,
            fence: &fence,
            known,
            settings,
            told,
            findings: &mut findings,
        };
        let study = resolver.study(top);
        (!findings.has_errors()).then_some((study, model, read_from))
    });
    StudyReading { study, model_path, findings, sources, fence }
}

/// The study's model, read among the study's own files, and the digest of the files of the model.
fn own_model(
    path: &Path,
    settings: &[Placed],
    fence: &Fence,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Option<(Model, String)> {
    let first = sources.iter().count();
    let tree = read::tree(path, settings, sources, findings);
    let mut reading = finish(tree, std::mem::take(sources), std::mem::take(findings));
    if !settings.is_empty() && reading.findings.sorted().iter().any(|finding| finding.at.file != 0) {
        // What is not said of the model as it stands comes from the study.
        let plain = reread(path, &[], fence).findings;
        let said: Vec<String> = plain.sorted().into_iter().map(|finding| finding.what.clone()).collect();
        reading.findings.place(|finding| {
            let known = finding.at.file == 0 || said.contains(&finding.what);
            if known { finding.at } else { cause(finding, settings) }
        });
    }
    *sources = reading.sources;
    *findings = reading.findings;
    let digests: Vec<String> = sources.iter().skip(first).map(super::SourceText::digest).collect();
    let set = settings.iter().flat_map(|setting| [setting.path.as_str(), setting.value.as_str()]);
    let read_from = digest(digests.iter().map(String::as_str).chain(set));
    reading.model.map(|model| (model, read_from))
}

/// Reads a model by itself, with settings.
fn reread(path: &Path, settings: &[Placed], fence: &Fence) -> Reading {
    let mut sources = Sources::fenced(fence.clone());
    let mut findings = Findings::default();
    let tree = read::tree(path, settings, &mut sources, &mut findings);
    finish(tree, sources, findings)
}

/// What the parts of a study share while it is made.
struct StudyResolver<'a> {
    document: &'a StudyDocument,
    path: &'a Path,
    model: &'a Model,
    fence: &'a Fence,
    known: IndexMap<String, Figure>,
    settings: Vec<Placed>,
    /// What is said of the model with the study's settings.
    told: HashSet<String>,
    findings: &'a mut Findings,
}

impl StudyResolver<'_> {
    fn study(&mut self, top: Position) -> Study {
        let document = self.document;
        let name = document.study.as_ref().map_or_else(String::new, |name| name.value.clone());
        if name.is_empty() {
            let at = document.study.as_ref().map_or(top, |name| name.at);
            self.findings.error(at, "the study has no name", "add `study: what it asks`");
        }
        let measures = if document.measures.is_empty() {
            MeasureGroup::ALL.to_vec()
        } else {
            document.measures.iter().map(|measure| group(measure.value)).collect()
        };
        let proposals = self.proposals();
        for denial in &document.stress {
            self.known_code("denial", "denials", denial, self.model.denials.codes());
        }
        let mut study = Study {
            name,
            about: document.about.clone().unwrap_or_default(),
            settings: self.own_settings(),
            proposals,
            stress: document.stress.iter().map(|code| code.value.clone()).collect(),
            measures,
            decisions: match document.decisions {
                DecisionsName::Each => DecisionSource::Each,
                DecisionsName::FromBase => DecisionSource::FromBase,
            },
            sections: self.sections(top),
            two_stage: None,
        };
        let size = study.counted();
        if size.is_none_or(|runs| runs > Study::MOST_RUNS) {
            let runs = size.map_or_else(|| "more than 10^38".to_owned(), grouped);
            let what = format!("the study has {runs} runs, and no study has more than {}", grouped(Study::MOST_RUNS));
            self.findings.error(top, what, "list fewer values, cross fewer sections, or draw a sample");
            return study;
        }
        study.two_stage = self.two_stage(&study);
        study
    }

    fn proposals(&mut self) -> Vec<String> {
        let document = self.document;
        if document.proposals.is_empty() {
            let own = self.model.proposals.codes().filter(|code| ![ALONE, TOGETHER].contains(code));
            let own: Vec<String> = own.map(str::to_owned).collect();
            return if own.is_empty() { vec![TOGETHER.to_owned()] } else { own };
        }
        let mut list: Vec<String> = Vec::new();
        for code in &document.proposals {
            self.known_code("proposal", "proposals", code, self.model.proposals.codes());
            if list.contains(&code.value) {
                self.findings.error(code.at, format!("`{code}` is named twice"), "name each proposal once");
            }
            list.push(code.value.clone());
        }
        list
    }

    /// Notes a code that the model does not have; says whether it does.
    fn known_code<'n>(
        &mut self,
        what: &str,
        table: &str,
        code: &Located<String>,
        known: impl Iterator<Item = &'n str>,
    ) -> bool {
        let known: Vec<&str> = known.collect();
        if known.contains(&code.value.as_str()) {
            return true;
        }
        let remedy = nearest(code, known.iter().copied()).map_or_else(
            || {
                let some: Vec<&str> = known.iter().copied().take(6).collect();
                if some.is_empty() {
                    format!("the model has no `{table}` at all")
                } else {
                    format!("the model has {}{}", some.join(", "), if known.len() > 6 { " …" } else { "" })
                }
            },
            |near| format!("did you mean `{near}`?"),
        );
        self.findings.error(code.at, format!("the model has no {what} `{code}`"), remedy);
        false
    }

    /// The settings of the study itself.
    fn own_settings(&self) -> Vec<Setting> {
        self.settings.iter().map(|setting| (setting.path.clone(), setting.value.clone())).collect()
    }

    /// Checks that the model can still be read with values put into it, and tells what is new about it.
    fn can_be_set(&mut self, values: &[Placed]) {
        if values.is_empty() {
            return;
        }
        let numbered =
            values.iter().zip(1..).map(|(value, number)| Placed { at: Placed::nowhere(number), ..value.clone() });
        let numbered: Vec<Placed> = numbered.collect();
        let own = Placed::of_command_line(&self.own_settings());
        let Reading { model, findings, .. } = reread(self.path, &[own, numbered.clone()].concat(), self.fence);
        let is_error = |finding: &super::Finding| finding.severity == Severity::Error;
        // Of a value that cannot stand the first error says enough: others follow from it.
        let errors = findings.sorted().into_iter().filter(|finding| is_error(finding)).take(1);
        let warnings = findings.sorted().into_iter().filter(|finding| model.is_some() && !is_error(finding));
        for finding in errors.chain(warnings).filter(|finding| !self.told.contains(&finding.what)) {
            let number = cause(finding, &numbered).line as usize;
            let at = number.checked_sub(1).and_then(|place| values.get(place)).map_or(finding.at, |value| value.at);
            if is_error(finding) {
                let what = format!("with this value the model is wrong: {}", finding.what);
                self.findings.error(at, what, &finding.remedy);
            } else {
                self.findings.warning(at, format!("with this value, {}", finding.what), &finding.remedy);
            }
        }
    }
}

/// A number with its digits in groups of three.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let cut = |(place, digit): (usize, char)| {
        let gap = place > 0 && (digits.len() - place).is_multiple_of(3);
        [gap.then_some(' '), Some(digit)].into_iter().flatten()
    };
    digits.chars().enumerate().flat_map(cut).collect()
}

const fn group(name: MeasureName) -> MeasureGroup {
    match name {
        MeasureName::Gap => MeasureGroup::Gap,
        MeasureName::WorstGap => MeasureGroup::WorstGap,
        MeasureName::NationalGap => MeasureGroup::NationalGap,
        MeasureName::DomesticVolume => MeasureGroup::DomesticVolume,
        MeasureName::OrderValue => MeasureGroup::OrderValue,
        MeasureName::Cost => MeasureGroup::Cost,
        MeasureName::Spending => MeasureGroup::Spending,
        MeasureName::UsDependence => MeasureGroup::UsDependence,
        MeasureName::GapUnderDenial => MeasureGroup::GapUnderDenial,
        MeasureName::Shortfall => MeasureGroup::Shortfall,
        MeasureName::Orders => MeasureGroup::Orders,
    }
}

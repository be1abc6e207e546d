//! The sections of a study, each some scenarios, and which of them are crossed.

use indexmap::IndexSet;

use super::StudyResolver;
use crate::scenario::{Axis, Scenario, Subsets};
use crate::schema::{Position, SectionName};

impl StudyResolver<'_> {
    /// The sections one after another, those that are crossed as one.
    pub(super) fn sections(&mut self, top: Position) -> Vec<Vec<Axis>> {
        let document = self.document;
        let crossed: Vec<SectionName> = document.cross.iter().map(|name| name.value).collect();
        let mut sections = Vec::new();
        if document.base.unwrap_or(true) {
            sections.push(Vec::new());
        }
        let mut product: Vec<Axis> = Vec::new();
        for name in ALL {
            let axes = self.axes(name);
            let is_crossed = crossed.contains(&name);
            if axes.is_empty() {
                if let Some(there) = document.cross.iter().find(|cross| cross.value == name)
                    && !self.has(name)
                {
                    let what = format!("`{}` is crossed, and the study has no such section", word(name));
                    self.findings.error(there.at, what, "add the section, or take it out of `cross`");
                }
            } else if is_crossed {
                product.extend(axes.into_iter().map(|axis| beside_nothing(name, axis)));
            } else {
                sections.push(axes);
            }
        }
        if crossed.len() == 1
            && let Some(only) = document.cross.first()
        {
            self.findings.error(only.at, "one section cannot be crossed with itself", "name two or more sections");
        }
        if !product.is_empty() {
            sections.push(product);
        }
        if sections.is_empty() && !self.findings.has_errors() {
            let remedy = "add `scenarios`, `grid`, `combinations`, `subsets`, `sample` or `shocks`";
            self.findings.error(top, "the study has no scenario", remedy);
        }
        sections
    }

    /// Whether the document has a section, good or bad.
    fn has(&self, name: SectionName) -> bool {
        let document = self.document;
        match name {
            SectionName::Scenarios => !document.scenarios.is_empty(),
            SectionName::Grid => !document.grid.is_empty(),
            SectionName::Combinations => !document.combinations.is_empty(),
            SectionName::Subsets => document.subsets.is_some(),
            SectionName::Sample => document.sample.is_some(),
            SectionName::Shocks => !document.shocks.is_empty(),
        }
    }

    fn axes(&mut self, name: SectionName) -> Vec<Axis> {
        let document = self.document;
        match name {
            SectionName::Scenarios => {
                let named = document.scenarios.iter();
                listed(
                    named
                        .map(|(name, overrides)| Scenario { name: self.name(name), changes: self.changes(overrides) })
                        .collect(),
                )
            }
            SectionName::Grid => {
                let mut axes = Vec::new();
                for (name, values) in &document.grid {
                    let steps: Vec<Scenario> = (values.iter())
                        .filter_map(|value| self.change(name, value))
                        .map(|change| Scenario {
                            name: {
                                let (what, to) = change.told();
                                format!("{what}={to}")
                            },
                            changes: vec![change],
                        })
                        .collect();
                    let different: IndexSet<&str> = steps.iter().map(|step| step.name.as_str()).collect();
                    if values.is_empty() || different.len() < steps.len() {
                        let what = format!(
                            "`{name}` takes {}",
                            if values.is_empty() { "no value" } else { "one value twice" }
                        );
                        self.findings.error(name.at, what, "list each value once, such as `[x0.8, x1, x1.2]`");
                    }
                    axes.push(Axis::Listed(steps));
                }
                axes
            }
            SectionName::Combinations => {
                let width = document.combinations.len().to_string().len();
                let written = document.combinations.iter().enumerate();
                listed(
                    written
                        .map(|(place, overrides)| Scenario {
                            name: format!("combination-{:0width$}", place + 1),
                            changes: self.changes(overrides),
                        })
                        .collect(),
                )
            }
            SectionName::Subsets => self.subsets(),
            SectionName::Sample => self.sample().map(Axis::Drawn).into_iter().collect(),
            SectionName::Shocks => {
                let named = document.shocks.iter();
                listed(
                    named
                        .map(|(name, shock)| Scenario { name: self.name(name), changes: self.shock(name, shock) })
                        .collect(),
                )
            }
        }
    }

    /// The name of a scenario, which must be no other's and legible in file names and formulas.
    fn name(&mut self, name: &crate::schema::Located<String>) -> String {
        let good =
            !name.is_empty() && name.len() <= 64 && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
        if !good {
            let what = format!("`{name}` cannot name a scenario");
            self.findings.error(name.at, what, "use letters, digits, `_`, `-` and `.`, at most 64");
        }
        // Of two of one name the second is told of.
        let twin =
            self.document.scenarios.get_key_value(name.value.as_str()).is_some_and(|(there, _)| there.at != name.at);
        if twin || name.value == "base" {
            let what = format!("`{name}` is the name of another scenario, too");
            self.findings.error(name.at, what, "give it another name");
        }
        name.value.clone()
    }

    fn subsets(&mut self) -> Vec<Axis> {
        let Some(subsets) = &self.document.subsets else { return Vec::new() };
        let members = self.codes("nation", "nations", &subsets.leave, self.model.nations.codes());
        let most = subsets.at_most.as_ref().map_or(members.len(), |most| most.value.min(members.len()));
        let at = subsets.leave.first().map_or_else(Position::default, |first| first.at);
        let Some(list) = Subsets::of(members, most) else {
            self.findings.error(
                at,
                "these are more subsets than can be counted",
                "lower `at_most`, or name fewer members",
            );
            return Vec::new();
        };
        if list.is_empty() && !self.findings.has_errors() {
            let at = subsets.at_most.as_ref().map_or_else(Position::default, |most| most.at);
            self.findings.error(
                at,
                "nobody leaves in any subset",
                "name members under `leave`, and let one leave at least",
            );
        }
        if list.is_empty() { Vec::new() } else { vec![Axis::Subsets(list)] }
    }
}

/// The sections in the order in which their scenarios stand; what runs fastest in a product comes last.
const ALL: [SectionName; 6] = [
    SectionName::Scenarios,
    SectionName::Combinations,
    SectionName::Subsets,
    SectionName::Shocks,
    SectionName::Grid,
    SectionName::Sample,
];

const fn word(name: SectionName) -> &'static str {
    match name {
        SectionName::Scenarios => "scenarios",
        SectionName::Grid => "grid",
        SectionName::Combinations => "combinations",
        SectionName::Subsets => "subsets",
        SectionName::Sample => "sample",
        SectionName::Shocks => "shocks",
    }
}

fn listed(list: Vec<Scenario>) -> Vec<Axis> {
    if list.is_empty() { Vec::new() } else { vec![Axis::Listed(list)] }
}

/// An axis that is crossed: what happens is held beside nothing happening. A grid names its own values, and what is drawn
/// is drawn every time.
fn beside_nothing(name: SectionName, axis: Axis) -> Axis {
    match axis {
        Axis::Listed(list) if name != SectionName::Grid => {
            let nothing = Scenario { name: String::new(), changes: Vec::new() };
            Axis::Listed([nothing].into_iter().chain(list).collect())
        }
        Axis::Subsets(subsets) => Axis::Subsets(subsets.beside_nobody()),
        other => other,
    }
}

//! What a scenario changes: figures by name or pattern, and values by path.

use super::StudyResolver;
use crate::input::set::Placed;
use crate::input::words::nearest;
use crate::scenario::{Amount, ModelChange, apply, is_like};
use crate::schema::{Anything, Located, Overrides, Position};

/// What names of figures begin with.
const KINDS: &[&str] = &["budget", "capacity", "price", "baseline", "fund"];

/// Values by path, with where they are written.
pub(super) fn settings(table: &Overrides) -> Vec<Placed> {
    let placed = |(path, value): (&Located<String>, &Located<Anything>)| Placed {
        path: path.value.clone(),
        value: yaml(value),
        at: value.at,
    };
    table.iter().map(placed).collect()
}

/// A value as YAML on one line; JSON is YAML.
fn yaml(value: &Anything) -> String {
    value.0.to_string()
}

impl StudyResolver<'_> {
    /// The changes of a scenario. Its values by path are checked together, as they will be read.
    pub(super) fn changes(&mut self, overrides: &Overrides) -> Vec<ModelChange> {
        let changes = overrides.iter().filter_map(|(name, value)| self.change_unchecked(name, value)).collect();
        let by_path = overrides.iter().filter(|(name, _)| !is_figure(name) && !name.contains('*'));
        self.can_be_set(&settings(&by_path.map(|(name, value)| (name.clone(), value.clone())).collect()));
        changes
    }

    /// One change; nothing where it is wrong, which is told.
    pub(super) fn change(&mut self, name: &Located<String>, value: &Located<Anything>) -> Option<ModelChange> {
        let change = self.change_unchecked(name, value)?;
        if let ModelChange::Set { path, value: text } = &change {
            self.can_be_set(&[Placed { path: path.clone(), value: text.clone(), at: value.at }]);
        }
        Some(change)
    }

    fn change_unchecked(&mut self, name: &Located<String>, value: &Located<Anything>) -> Option<ModelChange> {
        if !is_figure(name) {
            return self.by_path(name, value);
        }
        if !self.knows_figure(name) {
            return None;
        }
        let text = match &value.value.0 {
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::String(text) => text.clone(),
            _ => {
                let remedy = "write `x1.2`, `+5 %` or an amount; amounts by year go by the path of the document";
                self.findings.error(value.at, format!("`{name}` takes one change for all years"), remedy);
                return None;
            }
        };
        match Amount::parse(&text) {
            Ok(amount) => {
                let change = ModelChange::Figure { name: name.value.clone(), amount };
                self.can_happen(std::slice::from_ref(&change), value.at);
                Some(change)
            }
            Err(told) => {
                let (what, remedy) = told.split_once("; ").unwrap_or((&told, "see the file format"));
                self.findings.error(value.at, what, remedy);
                None
            }
        }
    }

    /// Checks that the model as it stands can be changed so. What only several scenarios together do is told of their runs.
    pub(super) fn can_happen(&mut self, changes: &[ModelChange], at: Position) {
        if let Err(refusal) = apply(self.model, &self.known, changes) {
            self.findings.error(at, format!("with this the model is wrong: {}", refusal.what), refusal.remedy);
        }
    }

    fn by_path(&mut self, name: &Located<String>, value: &Located<Anything>) -> Option<ModelChange> {
        if name.contains('*') {
            let what = format!("`{name}` is no figure, and only of figures `*` stands for any letters");
            self.findings.error(name.at, what, format!("write one of {}, or a whole path", some_kinds()));
            return None;
        }
        Some(ModelChange::Set { path: name.value.clone(), value: yaml(&value.value) })
    }

    /// Whether the model has such a figure; tells what it has.
    pub(super) fn knows_figure(&mut self, name: &Located<String>) -> bool {
        if self.known.keys().any(|known| is_like(known, name)) {
            return true;
        }
        let kind = name.split('.').next().unwrap_or_default();
        let near = nearest(name, self.known.keys().map(String::as_str));
        let remedy = near.map_or_else(
            || {
                let some: Vec<&str> =
                    self.known.keys().map(String::as_str).filter(|known| known.starts_with(kind)).take(5).collect();
                if some.is_empty() {
                    format!("the model has no figure of this kind; known: {}", some_kinds())
                } else {
                    format!("the model has {} …", some.join(", "))
                }
            },
            |near| format!("did you mean `{near}`?"),
        );
        self.findings.error(name.at, format!("the model has no figure `{name}`"), remedy);
        false
    }

    /// The names of the figures that are like a pattern.
    pub(super) fn figures_like(&self, pattern: &str) -> Vec<String> {
        self.known.keys().filter(|known| is_like(known, pattern)).cloned().collect()
    }

    /// Codes that the model must have.
    pub(super) fn codes<'n>(
        &mut self,
        what: &str,
        table: &str,
        codes: &[Located<String>],
        known: impl Iterator<Item = &'n str>,
    ) -> Vec<String> {
        let known: Vec<&str> = known.collect();
        codes
            .iter()
            .filter(|code| self.known_code(what, table, code, known.iter().copied()))
            .map(|code| code.value.clone())
            .collect()
    }

    /// The year that a shock begins in: one of the horizon, by default its first.
    pub(super) fn year(&mut self, from: Option<&Located<i32>>) -> i32 {
        let (first, last) = (self.model.horizon.first.0, self.model.horizon.last.0);
        let Some(year) = from else { return first };
        if !(first..=last).contains(&year.value) {
            let what = format!("{} is no year of the model", year.value);
            self.findings.error(year.at, what, format!("name one of {first}..{last}"));
        }
        year.value
    }

    /// A share that must lie in a range.
    pub(super) fn within(&mut self, share: f64, at: Position, low: f64, high: f64, example: &str) -> bool {
        let good = share > low && share <= high;
        if !good {
            self.findings.error(at, format!("{} % is out of range", share * 100.0), format!("write such as {example}"));
        }
        good
    }
}

/// Whether a name is that of a figure.
fn is_figure(name: &str) -> bool {
    name.split_once('.').is_some_and(|(kind, _)| KINDS.contains(&kind)) || name == "*"
}

fn some_kinds() -> String {
    KINDS.iter().map(|kind| format!("`{kind}.*`")).collect::<Vec<_>>().join(", ")
}

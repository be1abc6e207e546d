//! Places of a document by their keys, as the JSON Schema knows them: which keys are known there, and what may stand there.
//!
//! Tables are read before they are typed. A cell with `1.200` is a text in a column of names and a number in a column of money,
//! so their reader asks here.

use std::sync::OnceLock;

use serde_json::Value;

use super::{TABLE_FILE, json_schema, parse_share};

/// A place of a document.
#[derive(Debug, Clone)]
pub struct Place {
    /// What may stand there: the alternatives of its schema, references followed.
    forms: Vec<&'static Value>,
}

/// Keys of a place that are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKeys {
    /// Years.
    Years,
    /// Quantities.
    Quantities,
}

fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| json_schema().to_value())
}

/// The alternatives of a schema. A schema that refers to itself has none of its own to add.
fn forms(schema: &'static Value, into: &mut Vec<&'static Value>) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let definition = self::schema().pointer(name.trim_start_matches('#'));
        return definition.into_iter().for_each(|definition| forms(definition, into));
    }
    let choices = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let before = into.len();
    choices.for_each(|choice| forms(choice, into));
    if into.len() == before || schema.get("properties").is_some() {
        into.push(schema);
    }
}

impl Place {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::of(schema())
    }

    fn of(schema: &'static Value) -> Self {
        let mut found = Vec::new();
        forms(schema, &mut found);
        Self { forms: found }
    }

    /// Where a key leads; `None` where it is not known.
    #[must_use]
    pub fn step(&self, key: &str) -> Option<Self> {
        let named = self.forms.iter().find_map(|form| form.get("properties")?.get(key));
        let numbered = || {
            let pattern =
                self.forms.iter().find_map(|form| form.get("patternProperties")?.as_object()?.values().next());
            pattern.filter(|_| parse_share(key).is_some())
        };
        let tabled = || self.forms.iter().find_map(|form| form.get("additionalProperties").filter(|of| of.is_object()));
        named.or_else(numbered).or_else(tabled).map(Self::of)
    }

    /// What a key means, in the words of the document; empty where it is not known.
    #[must_use]
    pub fn key_about(&self, key: &str) -> String {
        let named = self.forms.iter().find_map(|form| form.get("properties")?.get(key)?.get("description")?.as_str());
        named.unwrap_or_default().replace('\n', " ")
    }

    /// What an item of a list there is.
    #[must_use]
    pub fn item(&self) -> Option<Self> {
        self.forms.iter().find_map(|form| form.get("items")).map(Self::of)
    }

    /// What an entry of a table there is; `None` where no table may stand.
    #[must_use]
    pub fn entry(&self) -> Option<Self> {
        self.forms.iter().find_map(|form| form.get("additionalProperties").filter(|of| of.is_object())).map(Self::of)
    }

    /// The keys that are known by name, in the order of the document.
    #[must_use]
    pub fn keys(&self) -> Vec<&'static str> {
        let named = self.forms.iter().filter_map(|form| form.get("properties")?.as_object());
        named.flat_map(|map| map.keys().map(String::as_str)).collect()
    }

    /// The words that may stand there, in the order of the document.
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        let listed = self.forms.iter().filter_map(|form| form.get("enum")?.as_array()).flatten();
        let single = self.forms.iter().filter_map(|form| form.get("const"));
        listed.chain(single).filter_map(Value::as_str).collect()
    }

    /// Whether keys may be numbers there, and which.
    #[must_use]
    pub fn number_keys(&self) -> Option<NumberKeys> {
        let patterns = self.forms.iter().filter_map(|form| form.get("patternProperties")?.as_object());
        let first = patterns.flat_map(serde_json::Map::keys).next()?;
        Some(if first.contains('.') { NumberKeys::Quantities } else { NumberKeys::Years })
    }

    /// Whether a number may stand there.
    #[must_use]
    pub fn takes_number(&self) -> bool {
        self.takes("number") || self.takes("integer")
    }

    /// Whether a share with a percent sign may stand there.
    #[must_use]
    pub fn takes_percent(&self) -> bool {
        let mut patterns = self.forms.iter().filter_map(|form| form.get("pattern")?.as_str());
        patterns.any(|pattern| pattern.contains('%')) || !self.forms.iter().any(|form| form.get("pattern").is_some())
    }

    /// Whether a text may stand there, the name of a table aside.
    #[must_use]
    pub fn takes_text(&self) -> bool {
        self.forms
            .iter()
            .any(|form| is_of(form, "string") && form.get("pattern").and_then(Value::as_str) != Some(TABLE_FILE))
    }

    /// Whether `true` or `false` may stand there.
    #[must_use]
    pub fn takes_boolean(&self) -> bool {
        self.takes("boolean")
    }

    /// Whether a list or a mapping may stand there.
    #[must_use]
    pub fn takes_parts(&self) -> bool {
        self.takes("array") || self.takes("object")
    }

    /// Whether a mapping may stand there.
    #[must_use]
    pub fn takes_mapping(&self) -> bool {
        self.takes("object")
    }

    fn takes(&self, kind: &str) -> bool {
        self.forms.iter().any(|form| is_of(form, kind))
    }
}

/// Whether a schema is of a type, among others perhaps.
fn is_of(form: &Value, kind: &str) -> bool {
    match form.get("type") {
        Some(Value::String(name)) => name == kind,
        Some(Value::Array(names)) => names.iter().any(|name| name == kind),
        _ => kind == "string" && form.get("enum").is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::{NumberKeys, Place};

    fn at(path: &[&str]) -> Place {
        let mut place = Place::root();
        for step in path {
            place = place.step(step).unwrap_or_else(|| panic!("{path:?} leads nowhere"));
        }
        place
    }

    #[test]
    fn places_say_what_may_stand_there() {
        let entry = at(&["nations"]).entry().unwrap();
        assert!(entry.keys().contains(&"carry_over") && entry.step("bugdet").is_none());
        let budget = entry.step("budget").unwrap();
        assert!(budget.takes_number() && budget.takes_text());
        assert_eq!(budget.number_keys(), Some(NumberKeys::Years));
        assert!(budget.step("2026").is_some_and(|year| year.takes_number()));
        assert!(!entry.step("name").unwrap().takes_number());
        let price = at(&["offers", "gun", "price"]);
        assert_eq!(price.number_keys(), Some(NumberKeys::Quantities));
        assert!(!price.takes_percent() && at(&["nations", "DEU", "committed"]).takes_percent());
        assert!(at(&["capabilities", "guns", "held", "DEU"]).takes_number());
        assert!(at(&["nations", "DEU", "confidence"]).words().contains(&"cited"));
    }
}

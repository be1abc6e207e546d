//! What can be moved at a desk: each lever with its value in the model, its range, its source, and what it sets.

use serde_json::{Value, json};

use crate::layout::number::{plain, short};

/// What a lever looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeverKind {
    /// A number.
    Number,
    /// A change in percent of what the model says.
    Percent,
    /// On or off.
    Switch,
    /// On or off, with a number.
    SwitchNumber,
    /// One of several.
    Choice,
    /// A text.
    Text,
    /// An ordered list.
    Order,
}

impl LeverKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Percent => "percent",
            Self::Switch => "switch",
            Self::SwitchNumber => "switch_number",
            Self::Choice => "choice",
            Self::Text => "text",
            Self::Order => "order",
        }
    }
}

/// What a lever sets.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum LeverEffect {
    /// Which proposal applies.
    Proposal,
    /// The members of a pool, by the path of the pool; nothing for a pool of its own in place of all together.
    Members(Option<String>),
    /// Budgets of all nations.
    AllBudgets,
    /// Budgets of the members of the proposal's pools.
    PoolBudgets,
    /// The budget of a nation.
    Budget(String),
    /// Whether a rule at a path is demanded, with the key of its threshold.
    Rule(String, Option<&'static str>),
    /// What a fund can pay, by its path and code.
    Fund(String, String),
    /// Whether a capability counts.
    Counts(String),
    /// The baseline of a capability.
    Baseline(String),
    /// A number at a path.
    Year(String),
    /// The last year of the horizon.
    LastYear,
    /// The goals in their order.
    Goals,
}

/// A lever of a model under a proposal.
#[derive(Debug, Clone)]
pub(super) struct DeskLever {
    pub id: String,
    pub section: &'static str,
    pub label: String,
    pub kind: LeverKind,
    pub effect: LeverEffect,
    /// Its value in the model.
    pub was: Value,
    pub unit: String,
    /// Ends of its slider, and its step.
    pub range: Option<[f64; 3]>,
    /// The least and largest number that may be typed.
    pub typed: Option<[f64; 2]>,
    pub options: Vec<(String, String)>,
    /// What the model says, for levers that change it in percent: amount and unit.
    pub amount: Option<(f64, String)>,
    pub source: String,
    pub confidence: String,
    pub range_text: String,
    pub note: String,
    /// Whether it is shown only when all are asked for.
    pub more: bool,
}

impl DeskLever {
    /// A lever of which nothing more is known yet.
    pub fn new(id: impl Into<String>, section: &'static str, label: impl Into<String>, effect: LeverEffect) -> Self {
        Self {
            id: id.into(),
            section,
            label: label.into(),
            kind: LeverKind::Text,
            effect,
            was: Value::Null,
            unit: String::new(),
            range: None,
            typed: None,
            options: Vec::new(),
            amount: None,
            source: String::new(),
            confidence: String::new(),
            range_text: String::new(),
            note: String::new(),
            more: false,
        }
    }

    /// A change in percent of an amount.
    pub fn percent_of(mut self, amount: f64, unit: &str, ends: [f64; 2]) -> Self {
        self.kind = LeverKind::Percent;
        self.was = json!(0.0);
        "%".clone_into(&mut self.unit);
        self.range = Some([ends[0], ends[1], 1.0]);
        self.typed = Some([-100.0, 1000.0]);
        self.amount = Some((amount, unit.to_owned()));
        self
    }

    /// The lever as the page shows it, at a value.
    pub fn shown(&self, value: &Value) -> Value {
        let [least, most, step] =
            self.range.map_or([Value::Null, Value::Null, Value::Null], |range| range.map(|x| json!(x)));
        let options: Vec<Value> =
            self.options.iter().map(|(value, label)| json!({ "value": value, "label": label })).collect();
        json!({
            "id": self.id, "label": self.label, "kind": self.kind.word(), "value": value, "was": self.was,
            "text": self.words(value), "was_text": self.words(&self.was), "unit": self.unit, "min": least, "max": most, "step": step,
            "options": options, "source": self.source, "confidence": self.confidence, "range_text": self.range_text, "note": self.note,
            "more": self.more, "changed": *value != self.was,
        })
    }

    /// A value in words.
    pub fn words(&self, value: &Value) -> String {
        let number = |value: &Value| match value.as_f64() {
            Some(x) if self.unit == "year" => format!("{x:.0}"),
            Some(x) if self.unit == "%" => format!("{} %", short(x).replace('-', "−")),
            Some(x) => format!("{} {}", short(x), self.unit).trim_end().to_owned(),
            None => String::new(),
        };
        match self.kind {
            LeverKind::Percent => {
                let by = value.as_f64().unwrap_or_default();
                let sign = if by > 0.0 { "+" } else { "" };
                let change = format!("{sign}{} %", short(by).replace('-', "−"));
                match &self.amount {
                    Some((amount, unit)) if by == 0.0 => format!("{} {unit}", plain(*amount)),
                    Some((amount, unit)) => format!("{} {unit} ({change})", plain(amount * (1.0 + by / 100.0))),
                    None => change,
                }
            }
            LeverKind::Switch => (if value.as_bool() == Some(true) { "on" } else { "off" }).to_owned(),
            LeverKind::SwitchNumber => match value.get("on").and_then(Value::as_bool) {
                Some(true) => value.get("number").map_or_else(|| "on".to_owned(), number),
                _ => "off".to_owned(),
            },
            LeverKind::Number => number(value),
            LeverKind::Choice => self.option(value.as_str().unwrap_or_default()),
            LeverKind::Text => value.as_str().unwrap_or_default().to_owned(),
            LeverKind::Order => {
                let list = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                list.map(|id| self.option(id)).collect::<Vec<_>>().join(", then ")
            }
        }
    }

    fn option(&self, id: &str) -> String {
        self.options.iter().find(|(value, _)| value == id).map_or_else(|| id.to_owned(), |(_, label)| label.clone())
    }

    /// The value as it is kept, or what is wrong with it and what would be right.
    pub fn checked(&self, value: &Value) -> Result<Value, String> {
        let label = &self.label;
        let number = |value: &Value| -> Result<f64, String> {
            let x = value.as_f64().ok_or_else(|| format!("{label} is not a number; write a number"))?;
            match self.typed {
                Some([least, most]) if !(least..=most).contains(&x) => {
                    Err(format!("{label} must be between {} and {} {}", short(least), short(most), self.unit))
                }
                _ => Ok(x),
            }
        };
        let one_of = |id: &str| {
            if self.options.iter().any(|(value, _)| value == id) {
                Ok(())
            } else {
                let known: Vec<&str> = self.options.iter().map(|(value, _)| value.as_str()).collect();
                Err(format!("{label} cannot be `{id}`; choose one of {}", known.join(", ")))
            }
        };
        match self.kind {
            LeverKind::Number | LeverKind::Percent => number(value).map(|x| json!(x)),
            LeverKind::Switch => {
                value.as_bool().map(Value::Bool).ok_or_else(|| format!("{label} is on or off; send true or false"))
            }
            LeverKind::SwitchNumber => {
                let on = match value {
                    Value::Bool(on) => *on,
                    Value::Number(_) => true,
                    other => other.get("on").and_then(Value::as_bool).unwrap_or(true),
                };
                let was = self.was.get("number").cloned().unwrap_or(Value::Null);
                let of = if value.is_number() { value } else { value.get("number").unwrap_or(&was) };
                Ok(json!({ "on": on, "number": number(of)? }))
            }
            LeverKind::Choice => {
                let id = value.as_str().ok_or_else(|| format!("{label} is one of a list; choose one"))?;
                one_of(id).map(|()| json!(id))
            }
            LeverKind::Text => match value.as_str().map(str::trim) {
                Some(text) if !text.is_empty() && text.chars().count() <= 2000 => Ok(json!(text)),
                Some("") => Err(format!("{label} is empty; write a set such as `EU27 - {{HUN, POL}}`")),
                _ => Err(format!("{label} is a text of at most 2 000 characters")),
            },
            LeverKind::Order => {
                let list = value.as_array().ok_or_else(|| format!("{label} is a list; send one"))?;
                let mut ids: Vec<&str> = Vec::new();
                for item in list {
                    let id = item.as_str().ok_or_else(|| format!("{label} is a list of names"))?;
                    one_of(id)?;
                    if ids.contains(&id) {
                        return Err(format!("{label} names `{id}` twice; name it once"));
                    }
                    ids.push(id);
                }
                if ids.is_empty() { Err(format!("{label} is empty; keep one at least")) } else { Ok(json!(ids)) }
            }
        }
    }
}

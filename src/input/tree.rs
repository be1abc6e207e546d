//! A document as a tree of values, each with its place. Layers are laid over each other here, before types come in, so
//! that one rule serves data, models, scenarios and flags alike: what comes later wins, field by field.

use indexmap::IndexMap;

use crate::schema::{Located, Position, parse_share};

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands.
    pub at: Position,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order written.
    Map(Mapping),
}

/// A mapping whose keys know their place.
pub type Mapping = IndexMap<Located<String>, Node>;

impl Node {
    /// An empty mapping.
    #[must_use]
    pub fn empty(at: Position) -> Self {
        Self { value: Value::Map(Mapping::new()), at }
    }

    /// The mapping that it is, if it is one.
    #[must_use]
    pub const fn as_map(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The text that it is, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Lays another tree over this one: mappings are joined key by key, everything else is replaced.
    ///
    /// A mapping that gives a `value` is one figure with its source, and is replaced whole: a new number under an old
    /// source would be a lie. So is a map of years, of quantities or of bands: of two such maps joined, nobody would know
    /// which points stand beside each other.
    pub fn lay_over(&mut self, upper: Self) {
        match (&mut self.value, upper.value) {
            (Value::Map(lower), Value::Map(upper_map)) if !is_figure(lower) && !is_figure(&upper_map) => {
                for (key, node) in upper_map {
                    match lower.get_mut(&key) {
                        Some(below) => below.lay_over_at(&key, node),
                        None => {
                            lower.insert(key, node);
                        }
                    }
                }
            }
            (place, value) => {
                *place = value;
                self.at = upper.at;
            }
        }
    }

    /// Lays another tree over this one, which stands under a key.
    pub fn lay_over_at(&mut self, key: &str, upper: Self) {
        if OF_SCALARS.contains(&key) { self.join(upper) } else { self.lay_over(upper) }
    }

    /// Lays a table of single values over another: its ids may be numbers, and are no years.
    fn join(&mut self, upper: Self) {
        match (&mut self.value, upper.value) {
            (Value::Map(lower), Value::Map(upper)) if !lower.contains_key("value") && !upper.contains_key("value") => {
                for (key, node) in upper {
                    match lower.get_mut(&key) {
                        Some(below) => below.lay_over(node),
                        None => {
                            lower.insert(key, node);
                        }
                    }
                }
            }
            (place, value) => {
                *place = value;
                self.at = upper.at;
            }
        }
    }

    /// The node at a path of keys and list places.
    pub fn find_mut(&mut self, path: &[String]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        match &mut self.value {
            Value::Map(map) => map.get_mut(first.as_str())?.find_mut(rest),
            Value::List(list) => list.get_mut(first.parse::<usize>().ok()?)?.find_mut(rest),
            _ => None,
        }
    }

    /// Where the key at the end of a path stands.
    pub fn key_at(&self, path: &[String]) -> Option<Position> {
        let (last, parents) = path.split_last()?;
        let mut node = self;
        for step in parents {
            node = match &node.value {
                Value::Map(map) => map.get(step.as_str())?,
                Value::List(list) => list.get(step.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        node.as_map()?.get_key_value(last.as_str()).map(|(key, _)| key.at)
    }

    /// Puts a node at a path whose parent is there.
    pub fn put(&mut self, path: &[String], node: Self) {
        let Some((last, parents)) = path.split_last() else { return };
        match self.find_mut(parents).map(|parent| &mut parent.value) {
            Some(Value::Map(map)) => {
                let at = node.at;
                map.insert(Located::new(last.clone(), at), node);
            }
            Some(Value::List(list)) => {
                if let Some(there) = last.parse::<usize>().ok().and_then(|place| list.get_mut(place)) {
                    *there = node;
                }
            }
            _ => {}
        }
    }

    /// Takes the node at a path out. The tree keeps its order.
    pub fn prune(&mut self, path: &[String]) {
        let Some((last, parents)) = path.split_last() else { return };
        match self.find_mut(parents).map(|parent| &mut parent.value) {
            Some(Value::Map(map)) => {
                map.shift_remove(last.as_str());
            }
            Some(Value::List(list)) => {
                if let Some(place) = last.parse::<usize>().ok().filter(|&place| place < list.len()) {
                    list.remove(place);
                }
            }
            _ => {}
        }
    }
}

/// Tables whose entries may be single values, by ids that may look like numbers.
const OF_SCALARS: &[&str] = &[
    "targets",
    "held",
    "provided_by",
    "needs",
    "gives",
    "lines",
    "owners",
    "value_added",
    "delivery_cost",
    "allocations",
    "weight",
    "software",
    "sustained_by",
    "key",
];

/// Whether a mapping is a figure: a number with what is known about it, or numbers by year, quantity or band.
fn is_figure(map: &Mapping) -> bool {
    let single = |node: &Node| match &node.value {
        Value::Null | Value::Number(_) | Value::Text(_) => true,
        Value::Map(map) => map.contains_key("value"),
        _ => false,
    };
    map.contains_key("value")
        || (map.keys().any(|key| is_point(key))
            && map.iter().all(|(key, node)| is_meta(key) || (is_point(key) && single(node))))
}

/// Whether a key is a point of a series or list: a year, a quantity, or a share.
pub fn is_point(key: &str) -> bool {
    parse_share(key).is_some()
}

/// Whether a key says something about a figure, besides its numbers.
pub fn is_meta(key: &str) -> bool {
    matches!(key, "low" | "high" | "money" | "year" | "source" | "confidence")
}
/// The values below a path that differ between two trees: as they are, where they are there, and as they would be.
pub fn changed(path: &str, old: Option<&Node>, new: &Node, into: &mut Vec<(String, Option<String>, String)>) {
    match &new.value {
        Value::Map(map) if !map.is_empty() => {
            for (key, node) in map {
                let there = old.and_then(Node::as_map).and_then(|map| map.get(key.value.as_str()));
                changed(&format!("{path}.{key}"), there, node, into);
            }
        }
        value if old.is_some_and(|old| old.value == *value) => {}
        _ => into.push((path.to_owned(), old.map(shown), shown(new))),
    }
}

/// A value on one line, for people.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::List(list) => format!("[{}]", list.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Value::Map(map) => {
            let parts: Vec<String> = map.iter().map(|(key, node)| format!("{key}: {}", shown(node))).collect();
            format!("{{ {} }}", parts.join(", "))
        }
    }
}

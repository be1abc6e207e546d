//! A serde deserializer over the tree. Its errors say at which path and place they arose, so that the reader can note
//! one, take the value out, and read on.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, SeqDeserializer, StrDeserializer, U32Deserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use crate::input::tree::{Node, Value};
use crate::schema::{LOCATED_FIELDS, LOCATED_NAME, Located, Position};

/// What kind of error it is.
#[derive(Debug, Clone, PartialEq)]
pub enum TroubleKind {
    /// A key that the document does not have; with those that it has.
    UnknownField(String, &'static [&'static str]),
    /// A key that must be there.
    MissingField(&'static str),
    /// A word that is none of the known ones; with those.
    UnknownWord(String, &'static [&'static str]),
    /// Anything else, in words.
    Wrong(String),
}

/// An error with its path from the root and its place.
#[derive(Debug)]
pub struct Trouble {
    /// Keys and list places from the root to the value; built from the inside out, so reversed.
    reversed_path: Vec<String>,
    /// What is wrong.
    pub kind: TroubleKind,
    /// Where.
    pub at: Option<Position>,
}

impl Trouble {
    fn new(kind: TroubleKind) -> Self {
        Self { reversed_path: Vec::new(), kind, at: None }
    }

    fn inside(mut self, step: impl Into<String>, at: Position) -> Self {
        self.reversed_path.push(step.into());
        self.at.get_or_insert(at);
        self
    }

    /// Keys and list places from the root to the value.
    #[must_use]
    pub fn path(&self) -> Vec<String> {
        self.reversed_path.iter().rev().cloned().collect()
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}
impl std::error::Error for Trouble {}

/// What was found, as an analyst would say it.
fn found(unexpected: &Unexpected<'_>) -> String {
    match unexpected {
        Unexpected::Bool(b) => format!("`{b}`"),
        Unexpected::Unsigned(x) => format!("the number {x}"),
        Unexpected::Signed(x) => format!("the number {x}"),
        Unexpected::Float(x) => format!("the number {x}"),
        Unexpected::Str(text) => format!("the text `{text}`"),
        Unexpected::Unit => "nothing".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a mapping".to_owned(),
        other => other.to_string(),
    }
}

impl de::Error for Trouble {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = message.to_string();
        Self::new(TroubleKind::Wrong(if text.starts_with("data did not match any variant") {
            "this has the wrong shape".to_owned()
        } else {
            text
        }))
    }
    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = match expected.to_string().as_str() {
            "a string" => "a text".to_owned(),
            "a sequence" => "a list".to_owned(),
            "a map" => "a mapping".to_owned(),
            "a boolean" => "`true` or `false`".to_owned(),
            "usize" | "u32" => "a whole number from 0 on".to_owned(),
            "i32" => "a whole number".to_owned(),
            other if other.starts_with("struct ") => "a mapping".to_owned(),
            other => other.to_owned(),
        };
        Self::new(TroubleKind::Wrong(format!("expected {expected}, found {}", found(&unexpected))))
    }
    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }
    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(TroubleKind::UnknownField(field.to_owned(), expected))
    }
    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(TroubleKind::UnknownWord(variant.to_owned(), expected))
    }
    fn missing_field(field: &'static str) -> Self {
        Self::new(TroubleKind::MissingField(field))
    }
}

/// Reads one node.
#[derive(Clone, Copy)]
pub struct Reader<'a>(pub &'a Node);

impl Reader<'_> {
    fn scalar<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        match &self.0.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(b) => visitor.visit_bool(*b),
            Value::Number(x) => number(*x, visitor),
            Value::Text(text) => visitor.visit_str(text),
            Value::List(list) => visitor.visit_seq(Items { list, place: 0 }),
            Value::Map(map) => visitor.visit_map(Entries { entries: map.iter(), current: None }),
        }
    }
}

/// A whole number is offered as one, so that years and counts can be read.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "the round trip is compared")]
fn number<'de, V: Visitor<'de>>(x: f64, visitor: V) -> Result<V::Value, Trouble> {
    let whole = x as i64;
    if whole as f64 == x && whole.abs() < 1 << 52 { visitor.visit_i64(whole) } else { visitor.visit_f64(x) }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Trouble;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.scalar(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        if self.0.value == Value::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        match &self.0.value {
            Value::Number(x) => visitor.visit_f64(*x),
            _ => self.scalar(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        match &self.0.value {
            Value::Number(x) => visitor.visit_string(x.to_string()),
            Value::Bool(b) => visitor.visit_string(b.to_string()),
            _ => self.scalar(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        self.deserialize_str(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        if name == LOCATED_NAME {
            return visitor.visit_map(LocatedParts { node: self.0, next: 0 });
        }
        if matches!(self.0.value, Value::List(_)) {
            // A list by position would be an entry that nobody can read.
            return Err(de::Error::invalid_type(self.unexpected(), &"a mapping"));
        }
        self.scalar(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        match &self.0.value {
            Value::Text(text) => visitor.visit_enum(Word(text)),
            _ => Err(de::Error::invalid_type(self.unexpected(), &"a word")),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Trouble> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit unit_struct seq tuple tuple_struct
        map identifier ignored_any
    }
}

impl Reader<'_> {
    fn unexpected(&self) -> Unexpected<'_> {
        match &self.0.value {
            Value::Null => Unexpected::Unit,
            Value::Bool(b) => Unexpected::Bool(*b),
            Value::Number(x) => Unexpected::Float(*x),
            Value::Text(text) => Unexpected::Str(text),
            Value::List(_) => Unexpected::Seq,
            Value::Map(_) => Unexpected::Map,
        }
    }
}

impl IntoDeserializer<'_, Trouble> for Reader<'_> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

struct Items<'a> {
    list: &'a [Node],
    place: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Trouble;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Trouble> {
        let Some(node) = self.list.get(self.place) else { return Ok(None) };
        let place = self.place;
        self.place += 1;
        seed.deserialize(Reader(node)).map(Some).map_err(|trouble| trouble.inside(place.to_string(), node.at))
    }
}

struct Entries<'a> {
    entries: indexmap::map::Iter<'a, Located<String>, Node>,
    current: Option<(&'a Located<String>, &'a Node)>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Trouble;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Trouble> {
        self.current = self.entries.next();
        let Some((key, _)) = self.current else { return Ok(None) };
        seed.deserialize(Key(key)).map(Some).map_err(|trouble| trouble.inside(key.value.clone(), key.at))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Trouble> {
        let (key, node) = self.current.take().ok_or_else(|| de::Error::custom("a value without its key"))?;
        seed.deserialize(Reader(node)).map_err(|trouble| trouble.inside(key.value.clone(), node.at))
    }
}

/// A key, which is a text with a place, whatever it looks like.
struct Key<'a>(&'a Located<String>);

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Trouble;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        visitor.visit_str(&self.0.value)
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        if name == LOCATED_NAME {
            return visitor.visit_map(LocatedKey { key: self.0, next: 0 });
        }
        self.deserialize_any(visitor)
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Trouble> {
        visitor.visit_enum(Word(&self.0.value))
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// A word of an enumeration.
struct Word<'a>(&'a str);

impl<'de> EnumAccess<'de> for Word<'_> {
    type Error = Trouble;
    type Variant = Self;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Trouble> {
        seed.deserialize(StrDeserializer::<Trouble>::new(self.0)).map(|value| (value, self))
    }
}

impl<'de> VariantAccess<'de> for Word<'_> {
    type Error = Trouble;
    fn unit_variant(self) -> Result<(), Trouble> {
        Ok(())
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Trouble> {
        Err(de::Error::custom("expected a single word"))
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Trouble> {
        Err(de::Error::custom("expected a single word"))
    }
    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Trouble> {
        Err(de::Error::custom("expected a single word"))
    }
}

/// Value and place of a node, as `Located` asks for them.
struct LocatedParts<'a> {
    node: &'a Node,
    next: usize,
}

impl<'de> MapAccess<'de> for LocatedParts<'_> {
    type Error = Trouble;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Trouble> {
        field(self.next, seed)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Trouble> {
        self.next += 1;
        if self.next == 1 {
            seed.deserialize(Reader(self.node)).map_err(|mut trouble| {
                trouble.at.get_or_insert(self.node.at);
                trouble
            })
        } else {
            place(self.node.at, seed)
        }
    }
}

struct LocatedKey<'a> {
    key: &'a Located<String>,
    next: usize,
}

impl<'de> MapAccess<'de> for LocatedKey<'_> {
    type Error = Trouble;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Trouble> {
        field(self.next, seed)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Trouble> {
        self.next += 1;
        if self.next == 1 { seed.deserialize(Key(self.key)) } else { place(self.key.at, seed) }
    }
}

fn field<'de, K: DeserializeSeed<'de>>(next: usize, seed: K) -> Result<Option<K::Value>, Trouble> {
    LOCATED_FIELDS.get(next).map(|name| seed.deserialize(BorrowedStrDeserializer::<Trouble>::new(name))).transpose()
}

fn place<'de, V: DeserializeSeed<'de>>(at: Position, seed: V) -> Result<V::Value, Trouble> {
    let parts = [at.file, at.line, at.column, at.length].into_iter().map(U32Deserializer::<Trouble>::new);
    seed.deserialize(SeqDeserializer::new(parts))
}

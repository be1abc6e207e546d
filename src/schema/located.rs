//! A value that remembers where it was written.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// Where a value stands: the file by its number in the list of sources, line and column from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Index into the sources that were read.
    pub file: u32,
    /// Line, from 1; 0 where a value was not written in any file (a flag).
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Length in characters of what to underline.
    pub length: u32,
}

/// The name under which [`Located`] asks a deserializer for its position. Only the reader in `input` knows it.
pub const LOCATED_NAME: &str = "$entente::Located";
/// The fields of that request.
pub const LOCATED_FIELDS: &[&str] = &["value", "at"];

/// A value with the place where it was written.
#[derive(Debug, Clone, Default)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub at: Position,
}

impl<T> Located<T> {
    /// A value and its place.
    pub const fn new(value: T, at: Position) -> Self {
        Self { value, at }
    }
}

impl<T> Deref for Located<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}
impl<T: Eq> Eq for Located<T> {}
impl<T: Hash> Hash for Located<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}
impl Borrow<str> for Located<String> {
    fn borrow(&self) -> &str {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
            type Value = Located<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its position")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Located<T>, A::Error> {
                let mut at = Position::default();
                let mut value = None;
                while let Some(key) = map.next_key::<&str>()? {
                    if key == LOCATED_FIELDS[0] {
                        value = Some(map.next_value()?);
                    } else {
                        let (file, line, column, length) = map.next_value()?;
                        at = Position { file, line, column, length };
                    }
                }
                let value = value.ok_or_else(|| serde::de::Error::missing_field("value"))?;
                Ok(Located { value, at })
            }
        }
        deserializer.deserialize_struct(LOCATED_NAME, LOCATED_FIELDS, Parts(std::marker::PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Located<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

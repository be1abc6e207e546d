//! A JSON document of results: one type that writes and reads it, with its name and version.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::legible::legible;

/// The key under which a document states its format.
pub(super) const FORMAT: &str = "format";

/// A JSON document of results.
pub trait ResultDocument: Serialize + DeserializeOwned + JsonSchema {
    /// Its name, which it states under the key `format`.
    const NAME: &'static str;

    /// Its version. A new key that readers may ignore leaves it as it is; a key that goes, or means something else, makes it
    /// grow.
    const VERSION: u32 = 1;

    /// Brings what an earlier version wrote into today's form; version 0 is what was written before documents stated one.
    fn renew(_value: &mut Value, _from: u32) {}
}

/// Which document it is, and in which version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatStamp {
    /// Name of the document.
    pub name: String,
    /// Its version.
    pub version: u32,
}

/// A document with its format before it, as it is written.
#[derive(Debug, Serialize)]
pub struct Stamped<'a, T> {
    format: FormatStamp,
    #[serde(flatten)]
    document: &'a T,
}

/// What is written as JSON: a document, or a list of them, each with its format.
pub trait ResultData {
    /// The same with formats.
    fn stamped(&self) -> impl Serialize;
}

impl<T: ResultDocument> ResultData for T {
    fn stamped(&self) -> impl Serialize {
        Stamped { format: FormatStamp { name: T::NAME.to_owned(), version: T::VERSION }, document: self }
    }
}

impl<T: ResultDocument> ResultData for Vec<T> {
    fn stamped(&self) -> impl Serialize {
        self.iter().map(ResultData::stamped).collect::<Vec<_>>()
    }
}

/// Why a document cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// A later program wrote it.
    #[error(
        "it is version {found} of the format `{name}`, and this program knows versions up to {known}; \
         read it with the version of Entente that wrote it or a later one, or write the result again"
    )]
    Newer {
        /// Name of the document.
        name: String,
        /// Its version.
        found: u32,
        /// The latest version that is known here.
        known: u32,
    },
    /// It is another document.
    #[error(
        "it is of the format `{found}`, where `{wanted}` is expected; name the folder or file of the result that you mean"
    )]
    Other {
        /// What it is.
        found: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// It is not as it was written.
    #[error("{0}")]
    Spoilt(#[from] serde_json::Error),
}

impl Unreadable {
    /// The line at which it cannot be read, if that is known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Spoilt(error) => Some(error.line()),
            Self::Newer { .. } | Self::Other { .. } => None,
        }
    }
}

/// Reads a document. Its texts are made safe to show: whoever wrote it may be a stranger.
///
/// # Errors
/// It is of another format, of a later version, or not as it was written.
pub fn read_document<T: ResultDocument>(text: &str) -> Result<T, Unreadable> {
    read_with(text, made_legible)
}

/// Reads a document whose texts are compared with others, and so stay as they are.
///
/// # Errors
/// As for [`read_document`].
pub fn read_exactly<T: ResultDocument>(text: &str) -> Result<T, Unreadable> {
    read_with(text, |_| ())
}

fn read_with<T: ResultDocument>(text: &str, change: impl FnOnce(&mut Value)) -> Result<T, Unreadable> {
    let mut value: Value = serde_json::from_str(text)?;
    let stamp = value.as_object_mut().and_then(|map| map.shift_remove(FORMAT));
    let from = match stamp.map(serde_json::from_value::<FormatStamp>).transpose()? {
        None => 0,
        Some(stamp) if stamp.name != T::NAME => {
            return Err(Unreadable::Other { found: legible(&stamp.name), wanted: T::NAME });
        }
        Some(FormatStamp { name, version }) if version > T::VERSION => {
            return Err(Unreadable::Newer { name, found: version, known: T::VERSION });
        }
        Some(stamp) => stamp.version,
    };
    if from < T::VERSION {
        T::renew(&mut value, from);
    } else {
        // An error of the text itself says its line, and a key that stands twice is one.
        serde_json::from_str::<T>(text)?;
    }
    change(&mut value);
    serde_json::from_value(value).map_err(|error| serde_json::from_str::<T>(text).err().unwrap_or(error).into())
}

fn made_legible(value: &mut Value) {
    match value {
        Value::String(text) => *text = legible(text),
        Value::Array(list) => list.iter_mut().for_each(made_legible),
        Value::Object(map) => map.values_mut().for_each(made_legible),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

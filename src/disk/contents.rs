//! The list of what a folder of results holds, with checksums: what is in it and is not on the list, somebody else wrote.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::disk::file::{digest, digest_of_file};
use crate::disk::own::own_path;
use crate::legible::Shown;
use crate::results::{ResultDocument, read_exactly};

/// The name of the list.
pub const CONTENTS: &str = "contents.json";

/// What a folder of results holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contents {
    /// Version of the program that wrote it.
    pub version: String,
    /// The kind of result: the command that wrote it.
    pub holds: String,
    /// The model, study or run that it was made from, as a path from this folder.
    pub made_from: String,
    /// SHA-256 in hexadecimal of every other file, by its path from this folder.
    pub files: BTreeMap<String, String>,
}

impl ResultDocument for Contents {
    const NAME: &'static str = "contents";
}

impl Contents {
    /// Reads the list of a folder.
    ///
    /// # Errors
    /// There is none, or it cannot be read; in words.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join(CONTENTS);
        if path.exists() {
            own_path(folder, CONTENTS)?;
        }
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => format!(
                "{} is missing, so that nobody can say whether the result is whole; write the result again",
                path.shown()
            ),
            _ => format!("cannot read {}: {error}", path.shown()),
        })?;
        read_exactly(&text).map_err(|error| {
            let line = error.line().map_or_else(String::new, |line| format!(":{line}"));
            format!("{}{line}: the list of files cannot be read: {error}; write the result again", path.shown())
        })
    }

    /// Reads a text file that the list names, if it is as it was written.
    ///
    /// # Errors
    /// The list does not name it, it is gone, or it was changed; in words.
    pub fn text(&self, folder: &Path, name: &str) -> Result<String, String> {
        let path = folder.join(name);
        let shown = path.shown();
        let Some(sum) = self.files.get(name) else {
            return Err(format!("{shown} is not on the list of {CONTENTS}; write the result again"));
        };
        let bytes = fs::read(own_path(folder, name)?).map_err(|error| format!("cannot read {shown}: {error}"))?;
        if digest(&bytes) != *sum {
            return Err(format!(
                "{shown}{} has been changed since it was written, so that the result no longer fits together; \
                 write it again, or hold an edited plan against its model with `entente audit`",
                broken_at(name, &bytes)
            ));
        }
        String::from_utf8(bytes).map_err(|_| format!("{shown} is not text in UTF-8"))
    }

    /// Returns true if a file of a folder is on this list and is as it was written.
    #[must_use]
    pub fn is_as_written(&self, folder: &Path, name: &str) -> bool {
        let there = || digest_of_file(&own_path(folder, name).ok()?).ok();
        self.files.get(name).is_some_and(|sum| there().as_ref() == Some(sum))
    }

    /// Returns true if a folder holds a file, or its list says that it should, or the list cannot be read.
    #[must_use]
    pub fn holds(folder: &Path, name: &str) -> bool {
        folder.join(name).exists()
            || Self::read(folder).map_or_else(|_| folder.join(CONTENTS).exists(), |list| list.names(name))
    }

    /// Returns true if the list names a file.
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Lists what a folder holds beyond this list: files that are not on it, and those that were changed, each in words.
    pub(super) fn beyond(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        for name in files_of(folder)? {
            if name == CONTENTS {
                continue;
            }
            match self.files.get(&name) {
                None => found.push(format!("{name}, which is not part of it")),
                Some(sum) if digest_of_file(&folder.join(&name))? != *sum => {
                    found.push(format!("{name}, which has been changed since"));
                }
                Some(_) => {}
            }
        }
        Ok(found)
    }
}

/// Where JSON or a table of ours cannot be read any more, as `:line`.
fn broken_at(name: &str, bytes: &[u8]) -> String {
    let line = if Path::new(name).extension().is_some_and(|ending| ending == "json") {
        serde_json::from_slice::<serde::de::IgnoredAny>(bytes).err().map(|error| error.line())
    } else {
        std::str::from_utf8(bytes).err().map(|error| bytes[..error.valid_up_to()].split(|b| *b == b'\n').count())
    };
    line.map_or_else(String::new, |line| format!(":{line}"))
}

/// Every file, link and empty folder below a folder, by its path from there, in order. That of a folder ends with a slash.
///
/// # Errors
/// It cannot be read.
pub fn files_of(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((next, before)) = open.pop() {
        let mut is_empty = true;
        for entry in fs::read_dir(&next)? {
            let entry = entry?;
            is_empty = false;
            let name = format!("{before}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                open.push((entry.path(), format!("{name}/")));
            } else {
                found.push(name);
            }
        }
        if is_empty && !before.is_empty() {
            found.push(before);
        }
    }
    found.sort_unstable();
    Ok(found)
}

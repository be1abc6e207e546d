//! Lines of JSON, each with its checksum: added one by one, and read back as far as they are whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::disk::file::{digest, write_file};

/// A file of lines that is added to.
pub struct Lines {
    file: File,
}

/// What was read of a file of lines.
#[derive(Debug)]
pub struct Kept<T> {
    /// The lines that are as they were written.
    pub lines: Vec<T>,
    /// The numbers, from 1, of those that are not.
    pub spoilt: Vec<usize>,
    /// Whether the last line was not written to its end, as when the writer was killed.
    pub torn: bool,
}

impl<T> Kept<T> {
    /// Returns true where the file holds whole lines only.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.spoilt.is_empty() && !self.torn
    }
}

const HEAD: &str = "{\"sha256\":\"";
const MIDDLE: &str = "\",\"line\":";

fn sealed(value: &impl Serialize) -> io::Result<String> {
    let line = serde_json::to_string(value)?;
    Ok(format!("{HEAD}{}{MIDDLE}{line}}}\n", digest(line.as_bytes())))
}

fn opened<T: DeserializeOwned>(line: &[u8]) -> Option<T> {
    let line = std::str::from_utf8(line).ok()?.strip_prefix(HEAD)?.strip_suffix('}')?;
    let (sum, line) = line.split_once(MIDDLE)?;
    if digest(line.as_bytes()) != sum {
        return None;
    }
    serde_json::from_str(line).ok()
}

impl Lines {
    /// Opens a file for more lines. It must hold whole lines only.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: OpenOptions::new().create(true).append(true).open(path)? })
    }

    /// Adds a line and brings it to the disk.
    ///
    /// # Errors
    /// The line cannot be written. What was written of it is then taken back.
    pub fn add(&mut self, value: &impl Serialize) -> io::Result<()> {
        let line = sealed(value)?;
        let before = self.file.metadata()?.len();
        let done = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        if done.is_err() {
            // The checksum tells half a line where even this fails.
            let _ = self.file.set_len(before);
        }
        done
    }
}

/// Reads the lines of a file; none where there is no file.
///
/// # Errors
/// The file cannot be read.
pub fn read_lines<T: DeserializeOwned>(path: &Path) -> io::Result<Kept<T>> {
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        other => other?,
    };
    let mut kept = Kept { lines: Vec::new(), spoilt: Vec::new(), torn: false };
    let mut rest = bytes.as_slice();
    for number in 1.. {
        if rest.is_empty() {
            break;
        }
        let end = rest.iter().position(|byte| *byte == b'\n');
        match opened(&rest[..end.unwrap_or(rest.len())]) {
            Some(line) if end.is_some() => kept.lines.push(line),
            _ if end.is_none() => kept.torn = true,
            _ => kept.spoilt.push(number),
        }
        rest = end.map_or(&[], |end| &rest[end + 1..]);
    }
    Ok(kept)
}

/// Writes a file of lines anew, whole or not at all.
///
/// # Errors
/// The file cannot be written.
pub fn write_lines<T: Serialize>(path: &Path, lines: &[T]) -> io::Result<()> {
    write_file(path, |file| lines.iter().try_for_each(|line| file.write_all(sealed(line)?.as_bytes()))).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::{Lines, read_lines, write_lines};

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn whatever_happens_to_a_line_the_others_are_read() {
        let folder = folder();
        let path = folder.path().join("lines");
        let written = || std::fs::read(&path).unwrap_or_default();
        for number in [10, 20, 30] {
            assert!(Lines::open(&path).and_then(|mut lines| lines.add(&number)).is_ok());
        }
        let whole = written();
        let length = whole.len() / 3;
        for place in 0..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[place] ^= 1 << bit;
                assert!(std::fs::write(&path, bytes).is_ok());
                let kept = read_lines::<u32>(&path).unwrap_or_else(|error| panic!("{error}"));
                let hit = place / length;
                assert!(!kept.is_whole(), "byte {place}, bit {bit}");
                // A line end that is lost spoils the line after it, too.
                let expected = [10, 20, 30].iter().enumerate().filter(|(line, _)| *line != hit).map(|(_, x)| *x);
                let expected: Vec<u32> = expected.collect();
                assert!(kept.lines.iter().all(|line| expected.contains(line)), "byte {place}, bit {bit}: {kept:?}");
                assert!(kept.lines.len() + 1 >= expected.len(), "byte {place}, bit {bit}: {kept:?}");
            }
        }
    }

    #[test]
    fn a_torn_line_does_not_count() {
        let folder = folder();
        let path = folder.path().join("lines");
        assert!(write_lines(&path, &[1, 2]).is_ok());
        let bytes = std::fs::read(&path).unwrap_or_default();
        assert!(std::fs::write(&path, &bytes[..bytes.len() - 1]).is_ok());
        let kept = read_lines::<u32>(&path).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((kept.lines, kept.spoilt.len(), kept.torn), (vec![1], 0, true));
    }
}

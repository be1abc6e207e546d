//! Files that are there whole or not at all, whatever happens to the machine; and lines that are added one by one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What the name of a file ends with while it is written.
const MAKING: &str = ".part";

/// Writes a file beside its place, brings it to the disk, and moves it into its place.
pub(super) fn write(path: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let making = path.with_file_name(format!(".{name}.{}{MAKING}", std::process::id()));
    let mut file = BufWriter::new(File::create(&making)?);
    fill(&mut file)?;
    file.flush()?;
    file.get_ref().sync_all()?;
    drop(file);
    fs::rename(&making, path)?;
    sync_folder(path)
}

/// Removes what was being written into a folder when its writer was killed. Nobody else may be writing there.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') && name.ends_with(MAKING) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Brings what a folder lists to the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    // Not every system lets a folder be opened; there, renaming is all that can be done.
    match path.parent().map(File::open) {
        Some(Ok(folder)) => folder.sync_all(),
        _ => Ok(()),
    }
}

/// Lines of JSON, of which only whole ones count.
pub(super) struct Lines {
    file: File,
}

impl Lines {
    /// Opens a file for more lines; what a broken end left of a line is cut off.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let whole = whole_lines(&fs::read(path)?);
        file.set_len(whole as u64)?;
        Ok(Self { file })
    }

    /// Adds a line and brings it to the disk.
    pub fn add(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.file.sync_data()
    }
}

/// The whole lines of a file; none where there is no file. A line that cannot be read ends them: it was not written whole.
pub(super) fn read_lines<T: DeserializeOwned>(path: &Path) -> io::Result<Vec<T>> {
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let whole = &bytes[..whole_lines(&bytes)];
    Ok(whole.split(|byte| *byte == b'\n').map_while(|line| serde_json::from_slice(line).ok()).collect())
}

/// How many bytes the whole lines have.
fn whole_lines(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::{Lines, read_lines};
    use std::io::Write;

    #[test]
    fn a_torn_line_does_not_count_and_is_written_over() {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let path = folder.path().join("lines");
        let add = |text: &[u8]| {
            let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&path)?;
            file.write_all(text)
        };
        assert!(add(b"1\n2\n34").is_ok());
        assert_eq!(read_lines::<u32>(&path).ok(), Some(vec![1, 2]));
        assert!(Lines::open(&path).and_then(|mut lines| lines.add(&5)).is_ok());
        assert_eq!(read_lines::<u32>(&path).ok(), Some(vec![1, 2, 5]));
    }
}

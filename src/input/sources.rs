//! The files that a model was read from: name, text, digest. Reading and parsing are two functions, so that tests pass
//! a literal.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::input::fence::{Fence, FenceSide};
use crate::input::workbook::{self, SheetBudget, SheetFault};
use crate::legible::{Shown, legible};

/// Largest file that is read. A model of every army of the world is far smaller.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What the names of presets begin with.
const PRESET: &str = "preset ";

/// One file that was read.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// Its name, as messages show it.
    pub name: String,
    /// Where it is; nothing for a text that is in no file.
    pub path: Option<PathBuf>,
    /// What it says.
    pub text: String,
}

impl SourceText {
    /// The file on the disk that it was read from, as it was named: of a sheet, the workbook.
    #[must_use]
    pub fn file(&self) -> &Path {
        Path::new(workbook::named(&self.name).map_or(self.name.as_str(), |(file, _)| file))
    }

    /// SHA-256 of the text, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        use std::fmt::Write;
        Sha256::digest(self.text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// Every file that was read, in the order of reading.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    list: Vec<SourceText>,
    fence: Fence,
    /// Numbers of those that lie outside the fence; none of their lines is shown.
    outside: BTreeSet<u32>,
    /// Where the lines of each begin, once a message has asked.
    starts: Vec<OnceLock<Vec<u32>>>,
    /// What is wrong with cells of sheets, until it is told.
    faults: Vec<(u32, SheetFault)>,
    /// What may still be read of each workbook.
    left: BTreeMap<PathBuf, SheetBudget>,
    /// Texts that stand in for the files of the disk, by path; nothing where files are read.
    stored: Option<BTreeMap<PathBuf, String>>,
}

impl Sources {
    /// Sources that are read from these texts alone.
    #[must_use]
    pub fn stored(texts: BTreeMap<PathBuf, String>) -> Self {
        Self { stored: Some(texts), ..Self::default() }
    }

    /// The sheets of a workbook that is in no file, each named as a sheet of this one.
    pub(super) fn of_workbook(bytes: &[u8], file: &str) -> Result<Self, workbook::WorkbookRefusal> {
        let mut texts = BTreeMap::new();
        let mut left = SheetBudget::default();
        for name in workbook::sheets(bytes)? {
            let text = workbook::text(bytes, Some(&name), left)?;
            left = text.left;
            texts.insert(PathBuf::from(format!("{file}#{name}")), text.text);
        }
        Ok(Self::stored(texts))
    }

    /// Sources that are read inside a fence.
    #[must_use]
    pub fn fenced(fence: Fence) -> Self {
        Self { fence, ..Self::default() }
    }

    /// Why a path may not be read, and what would be right; nothing where it may.
    #[must_use]
    pub fn refused(&self, path: &Path) -> Option<(String, &'static str)> {
        (self.stored.is_none() && self.fence.side(path) == FenceSide::Refused).then(|| {
            let what =
                format!("cannot read {}: it lies outside the folder of the model and the current folder", path.shown());
            (what, "move it into one of the two, or add --allow-outside if you trust the model")
        })
    }

    /// Whether a path is a folder.
    #[must_use]
    pub fn is_folder(&self, path: &Path) -> bool {
        match &self.stored {
            Some(texts) => texts.keys().any(|file| file.parent() == Some(path)),
            None => path.is_dir(),
        }
    }

    /// The files of a folder, by name.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn files_of(&self, path: &Path) -> std::io::Result<Vec<PathBuf>> {
        let mut names: Vec<PathBuf> = match &self.stored {
            Some(texts) => texts.keys().filter(|file| file.parent() == Some(path)).cloned().collect(),
            None => std::fs::read_dir(path)?
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                // What is neither a file nor a folder is told of when it is read.
                .filter(|path| !path.is_dir() && !is_lock(path))
                .collect(),
        };
        names.sort();
        Ok(names)
    }

    /// Adds a text under a name; returns its number.
    pub fn add(&mut self, name: impl Into<String>, path: Option<PathBuf>, text: String) -> u32 {
        self.starts.push(OnceLock::new());
        self.list.push(SourceText { name: legible(&name.into()), path, text });
        u32::try_from(self.list.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds a preset, once; returns its number.
    pub fn add_preset(&mut self, preset: &str, text: &str) -> u32 {
        let name = format!("{PRESET}{preset}");
        match self.list.iter().position(|source| source.path.is_none() && source.name == name) {
            Some(place) => u32::try_from(place).unwrap_or(u32::MAX),
            None => self.add(name, None, text.to_owned()),
        }
    }

    /// The preset that a position stands in, if it stands in one.
    #[must_use]
    pub fn preset(&self, at: crate::schema::Position) -> Option<&str> {
        let source = self.list.get(at.file as usize).filter(|source| source.path.is_none())?;
        source.name.strip_prefix(PRESET)
    }

    /// Reads a file whole; returns its number, or why it cannot be read and what would be right.
    ///
    /// # Errors
    /// The file is missing, no plain file, too large, or no UTF-8 text.
    pub fn read(&mut self, path: &Path) -> Result<u32, (String, &'static str)> {
        let shown = path.shown();
        if let Some(texts) = &self.stored {
            let what = format!("cannot read {shown}: the run has no copy of it");
            let text = texts.get(path).cloned().ok_or((what, "solve again"))?;
            return Ok(self.add(shown, Some(path.to_owned()), text));
        }
        // Of `budgets.xlsx#Sheet` the file is what stands before the mark; the whole is its name from then on.
        let named = path
            .to_str()
            .and_then(workbook::named)
            .map(|(file, sheet)| (PathBuf::from(file), sheet.map(str::to_owned)));
        let (path, sheet) = match &named {
            Some((file, sheet)) => (file.as_path(), Some((path, sheet.as_deref()))),
            None => (path, None),
        };
        if let Some(refused) = self.refused(path) {
            return Err(refused);
        }
        let there = "name a file that is there and can be read";
        let failed = |error: std::io::Error| (format!("cannot read {shown}: {}", plain(&error)), there);
        let about = std::fs::metadata(path).map_err(failed)?;
        if about.is_dir() {
            return Err((format!("cannot read {shown}: it is a folder"), "name the model's file in it"));
        }
        if !about.is_file() {
            return Err((format!("cannot read {shown}: it is no file"), there));
        }
        if about.len() > LARGEST {
            let size = about.len() / 1_000_000;
            let what = format!("cannot read {shown}: it has {size} MB, and a document may have 64 MB at most");
            return Err((what, "leave out what the model does not use"));
        }
        let bytes = std::fs::read(path).map_err(failed)?;
        if let Some((name, sheet)) = sheet {
            return self.sheet(path, &bytes, name, sheet);
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|&&b| b == b'\n').count();
            (format!("cannot read {shown}: line {line} is no UTF-8 text"), not_utf8(error.as_bytes()))
        })?;
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let number = self.add(shown, Some(path.to_owned()), text);
        if self.fence.side(path) == FenceSide::Outside {
            self.outside.insert(number);
        }
        Ok(number)
    }

    /// The sheets of a workbook, by name.
    ///
    /// # Errors
    /// It cannot be read; in words, with what would be right.
    pub fn sheets(&self, file: &Path) -> Result<Vec<String>, (String, &'static str)> {
        if let Some(texts) = &self.stored {
            let names =
                texts.keys().filter_map(|path| workbook::named(path.to_str()?)).filter(|(of, _)| Path::new(of) == file);
            return Ok(names.filter_map(|(_, sheet)| sheet.map(str::to_owned)).collect());
        }
        if let Some(refused) = self.refused(file) {
            return Err(refused);
        }
        let shown = file.shown();
        let there = "name a file that is there and can be read";
        let about =
            std::fs::metadata(file).map_err(|error| (format!("cannot read {shown}: {}", plain(&error)), there))?;
        if !about.is_file() || about.len() > LARGEST {
            return Err((format!("cannot read {shown}: it is no file of 64 MB at most"), there));
        }
        let bytes = std::fs::read(file).map_err(|error| (format!("cannot read {shown}: {}", plain(&error)), there))?;
        workbook::sheets(&bytes).map_err(|(what, remedy)| (format!("cannot read {shown}: {what}"), remedy))
    }

    /// A sheet of a workbook as text.
    fn sheet(
        &mut self,
        file: &Path,
        bytes: &[u8],
        name: &Path,
        sheet: Option<&str>,
    ) -> Result<u32, (String, &'static str)> {
        let shown = name.shown();
        let left = self.left.get(file).copied().unwrap_or_default();
        let read = workbook::text(bytes, sheet, left)
            .map_err(|(what, remedy)| (format!("cannot read {shown}: {what}"), remedy))?;
        self.left.insert(file.to_owned(), read.left);
        let number = self.add(shown, Some(name.to_owned()), read.text);
        self.faults.extend(read.faults.into_iter().map(|fault| (number, fault)));
        if self.fence.side(file) == FenceSide::Outside {
            self.outside.insert(number);
        }
        Ok(number)
    }

    /// What is wrong with cells of sheets that were read, each with the number of its source; told once.
    pub(super) fn take_faults(&mut self) -> Vec<(u32, SheetFault)> {
        std::mem::take(&mut self.faults)
    }

    /// Whether a source is a sheet of a workbook.
    #[must_use]
    pub fn is_sheet(&self, file: u32) -> bool {
        self.list.get(file as usize).is_some_and(|source| workbook::named(&source.name).is_some())
    }

    /// The name of the cell in which a place of a sheet stands.
    #[must_use]
    pub fn cell(&self, at: crate::schema::Position) -> Option<String> {
        let column = self.is_sheet(at.file).then(|| workbook::column_at(self.line(at.file, at.line), at.column))?;
        Some(workbook::cell_name(at.line.saturating_sub(1), column))
    }

    /// The line of a source that a message may show, from 1; empty for one outside the fence.
    #[must_use]
    pub fn line(&self, file: u32, line: u32) -> &str {
        let shown = self.list.get(file as usize).filter(|_| !self.outside.contains(&file));
        let Some((source, starts)) = shown.zip(self.starts.get(file as usize)) else { return "" };
        // A return that no line feed follows ends a line, too.
        let bytes = source.text.as_bytes();
        let ends = |place: usize| match bytes[place] {
            b'\n' => true,
            b'\r' => bytes.get(place + 1) != Some(&b'\n'),
            _ => false,
        };
        let breaks = || (0..bytes.len()).zip(1..).filter(|(place, _)| ends(*place)).map(|(_, next)| next);
        let starts = starts.get_or_init(|| std::iter::once(0).chain(breaks()).collect());
        let start = starts.get((line as usize).saturating_sub(1)).map(|start| *start as usize);
        start.and_then(|start| source.text.get(start..)?.split(['\r', '\n']).next()).unwrap_or("")
    }

    /// Whether a source is a table.
    #[must_use]
    pub fn is_table(&self, file: u32) -> bool {
        self.list.get(file as usize).is_some_and(|source| crate::input::table::is_name(&source.name))
            || self.is_sheet(file)
    }

    /// Name and text of a source.
    #[must_use]
    pub fn get(&self, file: u32) -> Option<(&str, &str)> {
        self.list.get(file as usize).map(|source| (source.name.as_str(), source.text.as_str()))
    }

    /// Whether two positions stand in files of one folder.
    #[must_use]
    pub fn share_a_folder(&self, one: crate::schema::Position, other: crate::schema::Position) -> bool {
        let folder = |at: crate::schema::Position| self.list.get(at.file as usize)?.path.as_deref()?.parent();
        one.file == other.file || folder(one).is_some_and(|here| folder(other) == Some(here))
    }

    /// `file:line` of a position, for tables.
    #[must_use]
    pub fn place(&self, at: crate::schema::Position) -> String {
        match self.get(at.file) {
            Some((name, _)) => match self.cell(at) {
                Some(cell) => format!("{name}!{cell}"),
                None => format!("{name}:{}", at.line),
            },
            None => "command line".to_owned(),
        }
    }

    /// Every source, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = &SourceText> {
        self.list.iter()
    }
}

/// Whether a file says who has another one open: `~$nations.xlsx` of Excel, `.~lock.nations.xlsx#` of `LibreOffice`.
fn is_lock(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with("~$") || name.starts_with(".~")
}

/// What to do about a text that is no UTF-8.
fn not_utf8(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it is UTF-16, as some spreadsheets save text: save it as `CSV UTF-8`",
        [b'P', b'K', 3, 4, ..] => "it is a workbook or another packed file: name a sheet, as `budgets.xlsx#Sheet`",
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "it is an old workbook: save it as .xlsx, or its sheet as `CSV UTF-8`",
        _ => "it may be Windows-1252 or Windows-1250: save it as UTF-8, which Excel calls `CSV UTF-8`",
    }
}

/// An error of the operating system without its number.
fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

//! A report as a file. It is written beside its place and moved there whole.

use std::fs;
use std::io;
use std::path::Path;

use crate::report::page::{Told, report_page};

/// What a report can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportForm {
    /// A page for a browser.
    Page,
    /// A workbook for a spreadsheet.
    Workbook,
}

impl ReportForm {
    /// What a file of this name is to be, by its ending.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        match ending.as_str() {
            "html" | "htm" => Some(Self::Page),
            "xlsx" => Some(Self::Workbook),
            _ => None,
        }
    }
}

/// Writes a report.
///
/// # Errors
/// The file cannot be written.
pub fn write_report(path: &Path, form: ReportForm, told: &Told<'_>) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder; name a file"));
    }
    let bytes = match form {
        ReportForm::Page => report_page(told).into_bytes(),
        ReportForm::Workbook => super::workbook::workbook(told).map_err(io::Error::other)?,
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent)?;
    let name = path.file_name().map_or_else(|| "report".to_owned(), |name| name.to_string_lossy().into_owned());
    let making = parent.join(format!(".{name}.{}.part", std::process::id()));
    let result = fs::write(&making, bytes).and_then(|()| fs::rename(&making, path));
    if result.is_err() {
        // What cannot be removed either is left; the error that follows names what went wrong first.
        let _ = fs::remove_file(&making);
    }
    result
}

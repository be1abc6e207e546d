//! A report as a file, by the ending of its name.

use std::io::{self, Write};
use std::path::Path;

use crate::disk::write_file;
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

/// Writes a report, whole or not at all.
///
/// # Errors
/// The file cannot be written.
pub fn write_report(path: &Path, form: ReportForm, told: &Told<'_>) -> io::Result<()> {
    let bytes = match form {
        ReportForm::Page => report_page(told).into_bytes(),
        ReportForm::Workbook => super::workbook::workbook(told).map_err(io::Error::other)?,
    };
    write_file(path, |file| file.write_all(&bytes)).map(|_| ())
}

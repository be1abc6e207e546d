//! What the terminal can do, and how text gets there.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use serde::Serialize;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::cli::{Exit, When};
use crate::input::Fence;
use crate::layout::Screen;
use crate::legible::{legible_json, legible_lines, legible_styled};

/// The terminal, as far as it matters here.
pub(super) struct Terminal {
    /// Where results go.
    pub out: Screen,
    /// Whether messages may use colour.
    pub err_color: bool,
    /// Whether progress may be drawn.
    pub progress: bool,
    /// Whether models may read files outside their folders.
    pub allow_outside: bool,
}

impl Terminal {
    pub(super) fn new(color: When, allow_outside: bool) -> Self {
        let wanted = |terminal: bool| match color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        let columns = || terminal_size::terminal_size().map(|(width, _)| width.0.max(60));
        let width = if io::stdout().is_terminal() { columns() } else { None };
        Self {
            out: Screen { width, color: wanted(io::stdout().is_terminal()) },
            err_color: wanted(io::stderr().is_terminal()),
            progress: io::stderr().is_terminal(),
            allow_outside,
        }
    }
}

impl Terminal {
    /// What the model or study of a file may read.
    pub(super) fn fence(&self, file: &Path) -> Fence {
        Fence::around(file).opened(self.allow_outside)
    }
}

/// Prints a result, in which no text of a document does more than stand there. Whoever reads it may stop reading, which is no
/// fault.
pub(super) fn print(text: &str) -> io::Result<()> {
    match io::stdout().lock().write_all(legible_styled(text).as_bytes()).and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints a result; a result that cannot be written ends the program as trouble.
pub(super) fn print_or_fail(text: &str) -> Exit {
    match print(text) {
        Ok(()) => Exit::Done,
        Err(error) => {
            tell(&format!("error: cannot print the result: {error}"));
            Exit::Trouble
        }
    }
}

/// A value as JSON for programs; what cannot be written so is told.
pub(super) fn json(value: &impl Serialize) -> Result<String, Exit> {
    written(serde_json::to_string_pretty(value))
}

/// The same on one line.
pub(super) fn json_line(value: &impl Serialize) -> Result<String, Exit> {
    written(serde_json::to_string(value))
}

fn written(json: serde_json::Result<String>) -> Result<String, Exit> {
    json.map(|text| legible_json(&text) + "\n").map_err(|error| {
        tell(&format!("error: {error}"));
        Exit::Trouble
    })
}

/// Prints a message; nothing in it does more than stand there.
pub(super) fn tell(text: &str) {
    // When even messages cannot be written, nobody is there to be told.
    let _ = writeln!(io::stderr().lock(), "{}", legible_lines(text));
}

/// Tells what went wrong with a file or a result, which ends the command.
pub(super) fn trouble(what: impl Display) -> Exit {
    tell(&format!("error: {what}"));
    Exit::Trouble
}

/// Prints a message that may have colour: a finding, or a verdict.
pub(super) fn tell_styled(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", legible_styled(text));
}

/// Traces stages with their times on standard error.
pub(super) fn trace(verbose: u8, color: bool) {
    let level = match verbose {
        0 => return,
        1 => "entente=info",
        2 => "entente=debug",
        _ => "entente=trace",
    };
    let filter = EnvFilter::try_from_env("ENTENTE_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    // A second subscriber in one process, as in tests, is refused; the first one stays.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_target(false)
        .with_ansi(color)
        .with_span_events(FmtSpan::CLOSE)
        .try_init();
}

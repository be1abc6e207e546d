//! Where text is to appear.

/// Where text is to appear.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// Columns of the terminal; nothing where there is none, and lines may be as long as they need.
    pub width: Option<u16>,
    /// Whether colour and weight may be used.
    pub color: bool,
}

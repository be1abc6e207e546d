//! What JSON cannot say, and how it is read back.

use serde::{Deserialize, Deserializer};

/// JSON knows no infinity: what was none when it was written is nothing there.
pub(crate) fn or_infinite<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::<f64>::deserialize(from)?.unwrap_or(f64::INFINITY))
}

/// The same for what has no lower end.
pub(crate) fn or_minus_infinite<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::<f64>::deserialize(from)?.unwrap_or(f64::NEG_INFINITY))
}

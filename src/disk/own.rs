//! Files of a results folder, which lead nowhere else. A folder may come from strangers.

use std::path::{Component, Path, PathBuf};

use crate::legible::Shown;

/// The path of a file of a results folder, which leads nowhere else: no step up, no link out of the folder, no device.
///
/// # Errors
/// It is missing, no plain file, or outside the folder; in words.
pub fn own_path(folder: &Path, name: &str) -> Result<PathBuf, String> {
    let path = folder.join(name);
    let shown = path.shown();
    let outside =
        || format!("cannot read {shown}: it leads out of {}, and results hold all that they need", folder.shown());
    if !Path::new(name).components().all(|step| matches!(step, Component::Normal(_))) {
        return Err(outside());
    }
    let failed = |error: std::io::Error| format!("cannot read {shown}: {error}");
    let place = path.canonicalize().map_err(failed)?;
    if !place.starts_with(folder.canonicalize().map_err(failed)?) {
        return Err(outside());
    }
    if !place.is_file() {
        return Err(format!("cannot read {shown}: it is no file"));
    }
    Ok(path)
}

/// The text of a file of a results folder.
///
/// # Errors
/// As for [`own_path`], or it is no UTF-8 text.
pub fn own_text(folder: &Path, name: &str) -> Result<String, String> {
    let path = own_path(folder, name)?;
    std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.shown()))
}

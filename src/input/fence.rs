//! What a model may read: what lies below its own folder or below the folder from which the command runs. A model may come
//! from strangers, and what it names is copied into results that are passed on.

use std::path::{Path, PathBuf};

/// The folders inside which a model's files lie.
#[derive(Debug, Clone, Default)]
pub struct Fence {
    /// Folders with every link followed.
    folders: Vec<PathBuf>,
    /// Whether files outside are read, too.
    open: bool,
}

/// Where a file lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FenceSide {
    /// Inside the fence, or nowhere.
    Inside,
    /// Outside, and may be read.
    Outside,
    /// Outside, and may not be read.
    Refused,
}

impl Fence {
    /// The fence of a model's or study's file: its folder, and the current one.
    #[must_use]
    pub fn around(file: &Path) -> Self {
        let own = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let folders = [own, Path::new(".")].into_iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        Self { folders, open: false }
    }

    /// The same with its gate open: files outside are read, and no line of them is shown.
    #[must_use]
    pub fn opened(self, open: bool) -> Self {
        Self { open, ..self }
    }

    /// Where a file lies, with every link followed.
    pub(super) fn side(&self, path: &Path) -> FenceSide {
        match path.canonicalize() {
            Ok(place) if self.folders.iter().any(|folder| place.starts_with(folder)) => FenceSide::Inside,
            Ok(_) if self.open => FenceSide::Outside,
            Ok(_) => FenceSide::Refused,
            // What is not there is told by whoever reads it.
            Err(_) => FenceSide::Inside,
        }
    }
}

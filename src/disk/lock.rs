//! A lock on a folder for as long as a process writes there. It ends with the process.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::legible::Shown;

/// A lock that is held.
pub struct Lock {
    path: PathBuf,
    file: File,
    /// The folder itself, where the system locks folders. Nobody can remove that lock.
    folder: Option<File>,
}

impl Lock {
    /// Locks a folder, by itself and by a file in it that people can see.
    ///
    /// # Errors
    /// Somebody else holds the lock, or the file cannot be written.
    pub fn take(folder: &Path, name: &str) -> io::Result<Self> {
        let path = folder.join(name);
        let taken = || io::Error::other("another entente writes there; wait until it has ended");
        let whole = folder_lock(folder)?;
        let file = File::create(&path)?;
        if matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock)) {
            return Err(taken());
        }
        Ok(Self { path, file, folder: whole })
    }

    /// Checks that nobody else can have taken the lock since. A file that vanished is made again where the folder is locked.
    ///
    /// # Errors
    /// The file was removed or replaced, and another process may be writing.
    pub fn check(&mut self) -> io::Result<()> {
        let above = self.path.parent().unwrap_or_else(|| Path::new("."));
        let folder = self.folder.as_ref().map(|folder| is_same(above, folder));
        if folder == Some(false) {
            return Err(io::Error::other("the folder was removed or replaced while it was written into"));
        }
        if is_same(&self.path, &self.file) {
            return Ok(());
        }
        if folder == Some(true) {
            self.file = File::create(&self.path)?;
            let _ = self.file.try_lock();
            return Ok(());
        }
        let what = format!("{} was removed while it was held; another process may be writing", self.path.shown());
        Err(io::Error::other(what))
    }
}

/// Locks a folder by itself. Returns nothing where the system does not lock folders.
pub(super) fn folder_lock(folder: &Path) -> io::Result<Option<File>> {
    let Ok(opened) = File::open(folder) else { return Ok(None) };
    match opened.try_lock() {
        Ok(()) => Ok(Some(opened)),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(io::Error::new(io::ErrorKind::ResourceBusy, "another entente writes there; wait until it has ended"))
        }
        Err(std::fs::TryLockError::Error(_)) => Ok(None),
    }
}

#[cfg(unix)]
fn is_same(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |about: std::fs::Metadata| (about.dev(), about.ino());
    let there = std::fs::metadata(path).map(place);
    there.is_ok() && there.ok() == file.metadata().map(place).ok()
}

#[cfg(not(unix))]
fn is_same(path: &Path, _: &File) -> bool {
    // A file that is open cannot be removed there.
    path.exists()
}

//! A folder that is made beside its place and then takes it in one step.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::disk::file::{parent, sync_folder};
use crate::disk::lock::folder_lock;

/// A folder while it is made. What is not put into its place is removed.
pub(super) struct Staging {
    path: PathBuf,
    placed: bool,
    /// Tells a folder that is being made from one that a killed process left.
    _lock: Option<File>,
}

/// How many names are tried for a folder in the making.
const NAMES: usize = 16;

/// A name beside a folder that only this program uses.
fn beside(target: &Path, number: usize, end: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(if number == 0 { format!(".entente-{end}") } else { format!(".entente-{end}-{number}") });
    target.with_file_name(name)
}

impl Staging {
    /// Makes an empty folder beside a target, whose parent exists. What killed processes left there is put in order first.
    ///
    /// # Errors
    /// Somebody else writes to the same target, or the folder cannot be made.
    pub fn beside(target: &Path) -> io::Result<Self> {
        put_back(target)?;
        let mut last = None;
        for number in 0..NAMES {
            let path = beside(target, number, "part");
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self { _lock: folder_lock(&path)?, path, placed: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    let lock = folder_lock(&path)?;
                    // What cannot be removed stays where it is; another name will do.
                    match fs::remove_dir_all(&path).and_then(|()| fs::create_dir(&path)) {
                        Ok(()) => {
                            drop(lock);
                            return Ok(Self { _lock: folder_lock(&path)?, path, placed: false });
                        }
                        Err(error) => last = Some(error),
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Err(last.unwrap_or_else(|| io::Error::other("too many leftovers beside it")))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the folder into its place. The earlier one is there until this one is, and then removed. Returns where it is left if it
    /// cannot be removed whole.
    ///
    /// # Errors
    /// The folder cannot take its place. The earlier one is then unchanged.
    pub fn place(mut self, target: &Path) -> io::Result<Option<PathBuf>> {
        if !target.exists() {
            fs::rename(&self.path, target)?;
            self.placed = true;
            sync_folder(parent(target))?;
            return Ok(None);
        }
        let aside =
            if exchanged(&self.path, target)? { self.path.clone() } else { exchanged_in_steps(&self.path, target)? };
        self.placed = true;
        sync_folder(parent(target))?;
        Ok(fs::remove_dir_all(&aside).err().map(|_| aside))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.placed {
            // The next writer to this target removes what is left now.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Sets the earlier folder aside, and puts the new one into its place. Returns where the earlier one is.
fn exchanged_in_steps(new: &Path, target: &Path) -> io::Result<PathBuf> {
    // The name says to the next process that this is the earlier result, should this one end before the next line.
    let aside = beside(target, 0, "earlier");
    fs::rename(target, &aside)?;
    if let Err(error) = fs::rename(new, target) {
        fs::rename(&aside, target)?;
        return Err(error);
    }
    Ok(aside)
}

/// Puts back an earlier result that was set aside when a process was killed, or removes it where a newer one stands.
fn put_back(target: &Path) -> io::Result<()> {
    let aside = beside(target, 0, "earlier");
    if !aside.is_dir() {
        return Ok(());
    }
    if target.exists() { fs::remove_dir_all(&aside) } else { fs::rename(&aside, target) }
}

/// Exchanges two folders in one step. Returns false where the system cannot.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchanged(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchanged(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::{Staging, beside, exchanged_in_steps};
    use std::fs;

    #[test]
    fn where_folders_cannot_be_exchanged_the_earlier_one_is_set_aside() {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let (new, target) = (folder.path().join("new"), folder.path().join("run"));
        for path in [&new, &target] {
            assert!(
                fs::create_dir(path)
                    .and_then(|()| fs::write(path.join("is"), path.as_os_str().as_encoded_bytes()))
                    .is_ok()
            );
        }
        let aside = exchanged_in_steps(&new, &target).unwrap_or_else(|error| panic!("{error}"));
        assert!(fs::read_to_string(target.join("is")).is_ok_and(|text| text.ends_with("new")));
        assert!(fs::read_to_string(aside.join("is")).is_ok_and(|text| text.ends_with("run")));
        // What cannot take the place leaves it as it is.
        assert!(exchanged_in_steps(&folder.path().join("none"), &target).is_err());
        assert!(target.join("is").exists());
    }

    /// Killed between its two steps, the way without an exchange leaves no result in its place: the next writer puts it back.
    #[test]
    fn an_earlier_result_that_was_set_aside_is_put_back() {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let target = folder.path().join("run");
        let aside = beside(&target, 0, "earlier");
        assert!(fs::create_dir(&aside).and_then(|()| fs::write(aside.join("orders.csv"), "old")).is_ok());
        assert!(Staging::beside(&target).map(drop).is_ok());
        assert_eq!(fs::read_to_string(target.join("orders.csv")).ok().as_deref(), Some("old"));
        assert!(!aside.exists());
    }

    #[test]
    fn what_a_killed_process_was_making_is_removed_and_what_a_living_one_makes_is_not() {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let target = folder.path().join("run");
        let left = beside(&target, 0, "part");
        assert!(fs::create_dir(&left).and_then(|()| fs::write(left.join("orders.csv"), "half")).is_ok());
        let staging = Staging::beside(&target).unwrap_or_else(|error| panic!("{error}"));
        assert!(!left.join("orders.csv").exists());
        if cfg!(unix) {
            assert!(Staging::beside(&target).is_err());
        }
        drop(staging);
        assert_eq!(fs::read_dir(folder.path()).map(Iterator::count).ok(), Some(0));
    }
}

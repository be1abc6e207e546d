//! The right to write a result into a folder: checked before anything is solved, and again before anything is replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use crate::disk::contents::{CONTENTS, Contents, files_of};
use crate::disk::file::{Hashed, existing, in_file, parent, sync_folder, written};
use crate::disk::place::Staging;
use crate::legible::Shown;
use crate::results::ResultData;

/// What was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Where.
    pub folder: PathBuf,
    /// How many files.
    pub files: usize,
    /// Where the earlier result was put, if it could not be removed whole.
    pub left: Option<PathBuf>,
}

/// A folder that may be written into.
#[derive(Debug, Clone)]
pub struct FolderClaim {
    /// As it was named.
    shown: PathBuf,
    /// Where it is, links followed.
    target: PathBuf,
    holds: String,
    made_from: PathBuf,
    force: bool,
    removes: Vec<String>,
    replaces: bool,
}

impl FolderClaim {
    /// Claims a folder for a kind of result that is made from a model, study or run: a folder that does not exist, an empty one,
    /// or one with an earlier result of the same kind from the same source. With `force`, it may hold anything else.
    ///
    /// # Errors
    /// It holds something else, or nothing can be written there; in words, with a remedy.
    pub fn of(folder: &Path, holds: &str, made_from: &Path, force: bool) -> Result<Self, String> {
        let shown = folder.shown();
        let target = resolved(folder).map_err(|what| format!("cannot write results into {shown}: {what}"))?;
        let source = fs::canonicalize(made_from).unwrap_or_else(|_| made_from.to_owned());
        if source.starts_with(&target) {
            return Err(format!("{shown} holds {}, which is read; name another folder", made_from.shown()));
        }
        part_of_another(&target).map_or(Ok(()), |whole| {
            Err(format!("{shown} is part of the result in {}; name another folder", whole.shown()))
        })?;
        let (against, removes) =
            against(&target, holds, &source).map_err(|error| format!("cannot look into {shown}: {error}"))?;
        if let Some(what) = against.as_ref().filter(|_| !force) {
            return Err(format!(
                "cannot write results into {shown}: {what}; name a new folder, or add --force, which removes {}",
                few(&removes)
            ));
        }
        if target.is_dir() && fs::canonicalize(".").is_ok_and(|here| here.starts_with(&target)) {
            return Err(format!("cannot write results into {shown}: you are in this folder; name one inside it"));
        }
        if is_mount(&target) {
            return Err(format!("cannot write results into {shown}: a disk is mounted there; name a folder inside it"));
        }
        let replaces = target.is_dir() && against.is_none() && target.join(CONTENTS).exists();
        let removes = if against.is_some() { removes } else { Vec::new() };
        let claim = Self {
            shown: folder.to_owned(),
            target,
            holds: holds.to_owned(),
            made_from: source,
            force,
            removes,
            replaces,
        };
        claim.probe().map_err(|error| format!("cannot write results into {shown}: {error}"))?;
        Ok(claim)
    }

    /// What `force` removes that is no earlier result of the same kind and source, in words; nothing where it removes no such thing.
    #[must_use]
    pub fn removes(&self) -> Option<String> {
        if self.removes.is_empty() { None } else { Some(few(&self.removes)) }
    }

    /// Returns true if an earlier result is to be replaced.
    #[must_use]
    pub const fn replaces(&self) -> bool {
        self.replaces
    }

    /// The folder as it was named.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.shown
    }

    /// Checks that no file that is read lies in the folder. `force` does not change that.
    ///
    /// # Errors
    /// One does; in words, with a remedy.
    pub fn spare<'a>(&self, read: impl IntoIterator<Item = &'a Path>) -> Result<(), String> {
        let inside = |file: &&Path| fs::canonicalize(file).is_ok_and(|file| file.starts_with(&self.target));
        match read.into_iter().find(inside) {
            None => Ok(()),
            Some(file) => {
                let (shown, file) = (self.shown.shown(), file.shown());
                Err(format!("{shown} holds {file}, which is read; name another folder"))
            }
        }
    }

    /// Makes the result and puts it into its place, whole. The earlier one stays until then.
    ///
    /// # Errors
    /// It cannot be written, or the folder has changed since it was claimed. What was there is then unchanged.
    pub fn write(&self, make: impl FnOnce(&mut Making) -> io::Result<()>) -> io::Result<Written> {
        fs::create_dir_all(parent(&self.target))?;
        let staging = Staging::beside(&self.target)?;
        let mut making = Making {
            root: staging.path().to_owned(),
            target: self.target.clone(),
            made_from: self.made_from.clone(),
            inside: String::new(),
            files: BTreeMap::new(),
        };
        make(&mut making)?;
        making.list(&self.holds)?;
        making.sync()?;
        let (against, removes) = against(&self.target, &self.holds, &self.made_from)?;
        let same = if self.force { against.is_none() || removes == self.removes } else { against.is_none() };
        if !same {
            let what = against.unwrap_or_default();
            return Err(io::Error::other(format!("it has changed since this command began: {what}")));
        }
        let left = staging.place(&self.target)?;
        Ok(Written { folder: self.shown.clone(), files: making.files.len(), left })
    }

    /// Tries whether the folder can be made, with a file in it, and leaves nothing.
    fn probe(&self) -> io::Result<()> {
        let above = parent(&self.target);
        let there = existing(above).to_owned();
        let done = fs::create_dir_all(above).and_then(|()| {
            if !self.target.exists() {
                fs::create_dir(&self.target)?;
                let inside = fs::create_dir(self.target.join("inputs")).and_then(|()| {
                    // No table and no copy of an input has a longer name.
                    fs::write(self.target.join("inputs").join("n".repeat(LONGEST_NAME)), "")
                });
                fs::remove_dir_all(&self.target)?;
                inside?;
            }
            Staging::beside(&self.target).map(drop)
        });
        // Folders that were made on the way go again, as long as they are empty.
        for made in above.ancestors().take_while(|made| **made != *there) {
            if fs::remove_dir(made).is_err() {
                break;
            }
        }
        done
    }
}

/// The longest name of a file in a result.
const LONGEST_NAME: usize = 100;

/// Where a folder is or will be, links followed.
fn resolved(folder: &Path) -> Result<PathBuf, String> {
    match fs::symlink_metadata(folder) {
        Ok(about) => {
            let target = fs::canonicalize(folder).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound if about.is_symlink() => "it is a link that leads nowhere".to_owned(),
                _ => error.to_string(),
            })?;
            if !target.is_dir() {
                return Err("it is a file; name a folder".to_owned());
            }
            if target.parent().is_none() {
                return Err("it is the root of all folders; name one inside it".to_owned());
            }
            Ok(target)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let there = existing(folder);
            let rest = folder.strip_prefix(there).unwrap_or(folder);
            if !there.is_dir() {
                return Err(format!("{} is a file; name a folder", there.shown()));
            }
            if rest.components().any(|step| !matches!(step, Component::Normal(_) | Component::CurDir)) {
                return Err("it leads through a folder that does not exist".to_owned());
            }
            fs::canonicalize(there).map(|there| there.join(rest)).map_err(|error| error.to_string())
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err("part of its path is a file; name a folder".to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// What speaks against replacing a folder, in words, and every file in it.
fn against(target: &Path, holds: &str, source: &Path) -> io::Result<(Option<String>, Vec<String>)> {
    if !target.exists() {
        return Ok((None, Vec::new()));
    }
    let files = files_of(target)?;
    if files.is_empty() {
        return Ok((None, files));
    }
    if !target.join(CONTENTS).exists() {
        return Ok((Some(format!("it holds something that is no result of entente ({})", few(&files))), files));
    }
    let what = match Contents::read(target) {
        Err(_) => Some(format!("its {CONTENTS} cannot be read, so that nobody can say whose the files are")),
        Ok(list) => {
            let beyond = list.beyond(target)?;
            if let Some(first) = beyond.first() {
                Some(format!("it holds something that is no result of entente: {first}"))
            } else if list.holds != holds {
                Some(format!("it holds what `{}` wrote, and this is `{holds}`", list.holds))
            } else if list.made_from != relative(target, source) {
                Some(format!("it holds a result that was made from {}", list.made_from))
            } else {
                None
            }
        }
    };
    Ok((what, files))
}

/// The folder of the result that a folder is part of.
fn part_of_another(target: &Path) -> Option<PathBuf> {
    target.ancestors().skip(1).find_map(|above| {
        let list = if above.join(CONTENTS).exists() { Contents::read(above).ok()? } else { return None };
        let inside = format!("{}/", slashed(target.strip_prefix(above).ok()?));
        list.files.keys().any(|name| name.starts_with(&inside)).then(|| above.to_owned())
    })
}

fn slashed(path: &Path) -> String {
    path.components().map(|step| step.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The way from a folder to a file, both from the root.
fn relative(folder: &Path, file: &Path) -> String {
    let common = folder.components().zip(file.components()).take_while(|(one, other)| one == other).count();
    if common == 0 {
        return slashed(file);
    }
    let up = folder.components().skip(common).map(|_| "..".to_owned());
    let down = file.components().skip(common).map(|step| step.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Names of files, with how many more there are.
fn few(names: &[String]) -> String {
    let shown = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    match names.len() {
        0..=3 => shown,
        all => format!("{shown} and {} more files", all - 3),
    }
}

#[cfg(unix)]
fn is_mount(target: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| fs::metadata(path).map(|about| about.dev()).ok();
    disk(target).zip(disk(parent(target))).is_some_and(|(one, other)| one != other)
}

#[cfg(not(unix))]
fn is_mount(_: &Path) -> bool {
    false
}

/// A result while it is made.
pub struct Making {
    root: PathBuf,
    target: PathBuf,
    made_from: PathBuf,
    /// The folder at hand, from the root, with a slash at its end.
    inside: String,
    files: BTreeMap<String, String>,
}

impl Making {
    /// Writes a file, by its path with slashes from the folder at hand.
    ///
    /// # Errors
    /// It cannot be written; the error names it.
    pub fn file(&mut self, name: &str, fill: impl FnOnce(&mut Hashed) -> io::Result<()>) -> io::Result<()> {
        let full = format!("{}{name}", self.inside);
        let path = self.root.join(&full);
        let done = fs::create_dir_all(parent(&path)).and_then(|()| written(&path, false, fill));
        let sum = done.map_err(|error| in_file(&full, &error))?;
        self.files.insert(full, sum);
        Ok(())
    }

    /// Makes a result inside this one, in a folder of its own.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn result(
        &mut self,
        folder: &str,
        holds: &str,
        make: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let before = self.inside.clone();
        self.inside = format!("{before}{folder}/");
        let done = make(self).and_then(|()| self.list(holds));
        self.inside = before;
        done
    }

    /// Brings everything to the disk. All at the end is much quicker than one file at a time.
    fn sync(&self) -> io::Result<()> {
        let mut folders = BTreeSet::from([self.root.clone()]);
        for name in self.files.keys() {
            let path = self.root.join(name);
            File::open(&path).and_then(|file| file.sync_all()).map_err(|error| in_file(name, &error))?;
            folders.insert(parent(&path).to_owned());
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))
    }

    /// Writes the list of what the folder at hand holds.
    fn list(&mut self, holds: &str) -> io::Result<()> {
        let own = |(name, sum): (&String, &String)| Some((name.strip_prefix(&self.inside)?.to_owned(), sum.clone()));
        let contents = Contents {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            holds: holds.to_owned(),
            made_from: relative(&self.target.join(&self.inside), &self.made_from),
            files: self.files.iter().filter_map(own).collect(),
        };
        self.file(CONTENTS, |file| {
            serde_json::to_writer_pretty(&mut *file, &contents.stamped())?;
            file.write_all(b"\n")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::FolderClaim;
    use std::fs;
    use std::io::Write;
    use std::path::Path;

    fn claimed(folder: &Path, force: bool) -> FolderClaim {
        FolderClaim::of(&folder.join("run"), "solve", &folder.join("model.yaml"), force)
            .unwrap_or_else(|what| panic!("{what}"))
    }

    fn write(claim: &FolderClaim) -> std::io::Result<()> {
        claim.write(|making| making.file("orders.csv", |file| file.write_all(b"new"))).map(|_| ())
    }

    /// A solve takes hours, and meanwhile somebody puts a file there, or another solve ends.
    #[test]
    fn what_was_put_there_since_the_claim_is_kept() {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let run = folder.path().join("run");
        for force in [false, true] {
            let claim = claimed(folder.path(), force);
            assert!(write(&claim).is_ok());
            let claim = claimed(folder.path(), force);
            assert!(fs::write(run.join("notes.txt"), "mine").is_ok());
            assert!(write(&claim).is_err_and(|error| error.to_string().contains("notes.txt")), "force: {force}");
            assert_eq!(fs::read_to_string(run.join("notes.txt")).ok().as_deref(), Some("mine"));
            assert!(fs::remove_dir_all(&run).is_ok());
        }
        let (one, other) = (claimed(folder.path(), false), claimed(folder.path(), false));
        assert!(write(&one).is_ok() && write(&other).is_ok());
        assert_eq!(fs::read_dir(folder.path()).map(Iterator::count).ok(), Some(1));
    }

    #[test]
    fn a_result_that_fails_half_way_leaves_the_earlier_one_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        assert!(write(&claimed(folder.path(), false)).is_ok());
        let failed = claimed(folder.path(), false).write(|making| {
            making.file("orders.csv", |file| file.write_all(b"half"))?;
            making.file("prices.csv", |_| Err(std::io::Error::other("full")))
        });
        assert!(failed.is_err_and(|error| error.to_string() == "prices.csv: full"));
        assert_eq!(fs::read_to_string(folder.path().join("run/orders.csv")).ok().as_deref(), Some("new"));
        assert_eq!(fs::read_dir(folder.path()).map(Iterator::count).ok(), Some(1));
    }
}

//! Single files: written beside their place, brought to the disk, and moved into their place.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::legible::Shown;

use sha2::{Digest, Sha256};

/// The end of a file's name while it is written.
const MAKING: &str = ".part";

/// A writer that works out the SHA-256 of all that passes through it.
pub struct Hashed {
    to: BufWriter<File>,
    sum: Sha256,
}

impl Hashed {
    fn over(file: File) -> Self {
        Self { to: BufWriter::new(file), sum: Sha256::new() }
    }

    /// Brings everything to the disk. Returns the SHA-256 in hexadecimal.
    fn finish(mut self, sync: bool) -> io::Result<String> {
        self.to.flush()?;
        if sync {
            self.to.get_ref().sync_all()?;
        }
        Ok(hexadecimal(&self.sum.finalize()))
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Returns the SHA-256 of bytes in hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Returns the SHA-256 of a file in hexadecimal.
///
/// # Errors
/// The file cannot be read.
pub fn digest_of_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut sum = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        match file.read(&mut block)? {
            0 => return Ok(hexadecimal(&sum.finalize())),
            read => sum.update(&block[..read]),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Adds the name of a file to an error about it.
#[must_use]
pub fn in_file(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{name}: {error}"))
}

/// Writes a file whole or not at all. A link is followed; a device or a pipe is written straight into. Returns the SHA-256.
///
/// # Errors
/// The path is a folder, or the file cannot be written. An earlier file is then unchanged.
pub fn write_file(path: &Path, fill: impl FnOnce(&mut Hashed) -> io::Result<()>) -> io::Result<String> {
    let path = real(path)?;
    if path.exists() && !path.is_file() {
        let mut straight = Hashed::over(File::options().write(true).open(&path)?);
        fill(&mut straight)?;
        return straight.finish(false);
    }
    fs::create_dir_all(parent(&path))?;
    sweep_beside(&path)?;
    let making = making(&path);
    let written = written(&making, true, fill).and_then(|sum| fs::rename(&making, &path).map(|()| sum));
    if written.is_err() {
        // An error to remove it would hide the first one; the next writer removes it.
        let _ = fs::remove_file(&making);
    }
    let sum = written?;
    sync_folder(parent(&path))?;
    Ok(sum)
}

/// Writes a file that must not exist, whole or not at all.
///
/// # Errors
/// Something has this name, or the file cannot be written.
pub fn write_new_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let making = making(path);
    // A link to a file fails where its name is taken; renaming would replace what is there.
    let done = written(&making, true, |file| file.write_all(bytes)).and_then(|_| fs::hard_link(&making, path));
    let _ = fs::remove_file(&making);
    done
}

/// Writes a file that nobody else sees yet, and brings it to the disk if asked to. Returns its SHA-256.
pub(super) fn written(path: &Path, sync: bool, fill: impl FnOnce(&mut Hashed) -> io::Result<()>) -> io::Result<String> {
    let file = File::create(path)?;
    // The lock tells a file that is being written from one that was left over. Some file systems have none.
    let _ = file.try_lock();
    let mut file = Hashed::over(file);
    fill(&mut file)?;
    file.finish(sync)
}

/// Checks that a file can be written later, and is none of the files that are read.
///
/// # Errors
/// It cannot, or it is one of them; in words.
pub fn check_file<'a>(path: &Path, read: impl IntoIterator<Item = &'a Path>) -> Result<(), String> {
    let shown = path.shown();
    let place = real(path).map_err(|error| format!("cannot write into {shown}: {error}"))?;
    if let Ok(there) = fs::canonicalize(&place)
        && read.into_iter().any(|file| fs::canonicalize(file).is_ok_and(|file| file == there))
    {
        return Err(format!("{shown} is a file that is read; name another one"));
    }
    if place.exists() && !place.is_file() {
        return Ok(());
    }
    let there = existing(parent(&place));
    let probe = || -> io::Result<()> {
        if !there.is_dir() {
            return Err(io::Error::new(
                io::ErrorKind::NotADirectory,
                format!("{} is a file, not a folder", there.shown()),
            ));
        }
        // The name itself is tried only by looking: it may be somebody's.
        match fs::symlink_metadata(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let probe = making(&there.join("probe"));
        File::create(&probe)?;
        fs::remove_file(probe)
    };
    probe().map_err(|error| format!("cannot write into {shown}: {error}"))
}

/// Removes files that were being written into a folder when their writer was killed. Nobody else may be writing there.
///
/// # Errors
/// The folder cannot be read, or a file not removed.
pub fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') && name.ends_with(MAKING) && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Removes what a killed writer left of this file.
fn sweep_beside(path: &Path) -> io::Result<()> {
    let start = format!(".{}.", short(path));
    for entry in fs::read_dir(parent(path))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix(&start).and_then(|rest| rest.strip_suffix(MAKING));
        let is_ours = number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        if is_ours && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Follows links. A link that leads nowhere is an error, and so is a folder.
fn real(path: &Path) -> io::Result<PathBuf> {
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder; name a file"));
    }
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => fs::canonicalize(path)
            .map_err(|_| io::Error::new(io::ErrorKind::NotFound, "it is a link that leads nowhere")),
        _ => Ok(path.to_owned()),
    }
}

/// Returns the name while the file is written. The process keeps two writers apart.
fn making(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.{}{MAKING}", short(path), std::process::id()))
}

/// The name, cut so that what is added to it fits.
fn short(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().chars().take(60).collect())
}

/// Returns the folder that a path lies in.
pub(super) fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Returns the path itself or the nearest folder above that exists.
pub(super) fn existing(path: &Path) -> &Path {
    path.ancestors()
        .find(|above| above.as_os_str().is_empty() || fs::symlink_metadata(above).is_ok())
        .filter(|above| !above.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

/// Brings to the disk which files a folder holds.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Not every system lets a folder be opened. There, renaming is all that can be done.
    File::open(folder).map_or(Ok(()), |folder| folder.sync_all())
}

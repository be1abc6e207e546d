//! Everything that is written: files and folders that are there whole or not at all, lists of what a folder holds, lines with
//! checksums, and locks. Nothing that somebody else wrote is replaced.

mod claim;
mod contents;
mod file;
mod lines;
mod lock;
mod numbered;
mod own;
mod place;

pub use claim::{FolderClaim, Making, Written};
pub use contents::{CONTENTS, Contents, files_of};
pub use file::{Hashed, check_file, digest, digest_of_file, in_file, sweep, write_file, write_new_file};
pub use lines::{Kept, Lines, read_lines, write_lines};
pub use lock::Lock;
pub use numbered::NumberedResults;
pub use own::{own_path, own_text};

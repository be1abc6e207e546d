//! Parquet of strangers: the library that reads it panics on some broken files, and nobody is to see that.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread is caught and told as an error.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Silences panics of threads that catch them; those of others are told as before.
static SILENCED: Once = Once::new();

/// What a reader finds; nothing where it panics.
pub(super) fn contained<T>(read: impl FnOnce() -> T) -> Option<T> {
    SILENCED.call_once(|| {
        let others = take_hook();
        set_hook(Box::new(move |panic| {
            if !CAUGHT.get() {
                others(panic);
            }
        }));
    });
    CAUGHT.set(true);
    let found = catch_unwind(AssertUnwindSafe(read)).ok();
    CAUGHT.set(false);
    found
}

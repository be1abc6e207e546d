//! Capabilities that a sum over all capabilities leaves out, because they have no US baseline in which they could be counted.

use crate::id::Id;
use crate::layout::grid::clean;
use crate::model::{Model, Step};
use crate::planning::Run;

/// How many names a sentence holds.
const NAMED: usize = 6;

/// Names of the capabilities of which something stands ready in a year and that have no baseline then.
pub(in crate::questions) fn uncounted(run: &Run, step: Step) -> Vec<String> {
    let model: &Model = &run.model;
    let ready = run.known.stocks.all_equivalents();
    (model.capabilities.iter())
        .filter(|(capability, _)| {
            let place = [capability.index(), step.index()];
            model.baselines[place] <= 0.0 && ready[place] > 1e-6
        })
        .map(|(_, entry)| entry.name.clone())
        .collect()
}

/// The sentence that says what leaves them out; nothing where all are counted.
pub(crate) fn uncounted_words(names: &[String], year: i32, of: &str) -> Option<String> {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| clean(name)).collect();
    let more = if names.len() > NAMED { format!(" and {} more", names.len() - NAMED) } else { String::new() };
    let (have, are) = if names.len() == 1 { ("has", "is") } else { ("have", "are") };
    let shown = shown.join(", ");
    (!names.is_empty()).then(|| format!("{shown}{more} {have} no US baseline in {year} and {are} left out of {of}."))
}

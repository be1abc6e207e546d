//! Which proposals are compared, by their names.

use crate::model::{ALONE, Model, TOGETHER};
use crate::questions::Unanswered;
use crate::questions::compare::Contender;

/// Everyone alone, and the proposals that are named; all of the model's own where none is, or all together where it has
/// none. Of a further model, all that are named or its own.
///
/// # Errors
/// The model has no proposal of a name.
pub fn contenders(model: &Model, named: &[String], of: Option<&str>) -> Result<Vec<Contender>, Unanswered> {
    let own = || model.proposals.codes().filter(|code| ![ALONE, TOGETHER].contains(code)).map(str::to_owned);
    let mut codes: Vec<String> = if named.is_empty() { own().collect() } else { named.to_vec() };
    if codes.is_empty() {
        codes.push(TOGETHER.to_owned());
    }
    let mut seen = Vec::new();
    codes.retain(|code| {
        let new = code != ALONE && !seen.contains(code);
        seen.push(code.clone());
        new
    });
    if of.is_none() || named.iter().any(|code| code == ALONE) {
        codes.insert(0, ALONE.to_owned());
    }
    codes
        .into_iter()
        .map(|code| {
            let Some(id) = model.proposals.find(&code) else {
                let known: Vec<&str> = model.proposals.codes().collect();
                let known = known.join(", ");
                return Err(Unanswered::NoProposal(format!("the model has no proposal `{code}`; it has {known}")));
            };
            let name = &model.proposals[id].name;
            Ok(Contender {
                code: of.map_or_else(|| code.clone(), |of| format!("{of}.{code}")),
                name: of.map_or_else(|| name.clone(), |of| format!("{name} ({of})")),
                model: model.under(id),
            })
        })
        .collect()
}

//! Which nations are shown by themselves.

use crate::model::Model;
use crate::questions::Unanswered;

/// Checks that codes are of buying nations.
///
/// # Errors
/// One is not.
pub fn nations_named(model: &Model, codes: &[String]) -> Result<(), Unanswered> {
    match codes.iter().find(|code| model.nations.find(code).is_none()) {
        None => Ok(()),
        Some(code) => {
            let known: Vec<&str> = model.nations.codes().collect();
            Err(Unanswered::Asked(format!("the model has no buying nation `{code}`; it has {}", known.join(", "))))
        }
    }
}

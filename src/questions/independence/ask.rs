//! Which proposals are insured, by their names.

use crate::model::{ALONE, Model, TOGETHER};
use crate::questions::Unanswered;
use crate::questions::compare::{Contender, contenders};

/// The proposals that are named; all buyers in one pool where none is. Everyone alone only where that is named.
///
/// # Errors
/// The model has no proposal of a name.
pub fn proposals_named(model: &Model, names: &[String]) -> Result<Vec<Contender>, Unanswered> {
    let named = if names.is_empty() { vec![TOGETHER.to_owned()] } else { names.to_vec() };
    let mut list = contenders(model, &named, None)?;
    list.retain(|contender| named.contains(&contender.code) || contender.code != ALONE);
    Ok(list)
}

//! Which goals are traded off, by what people call them.

use crate::model::{Goal, Model};
use crate::questions::Unanswered;

/// The two goals to be traded off, and further ones that decide between equals, by their names.
///
/// # Errors
/// They are fewer than two, the first two are the same, or one is no goal of the model.
pub fn goals_named(model: &Model, names: &[String]) -> Result<Vec<Goal>, Unanswered> {
    if names.len() < 2 {
        return Err(Unanswered::Asked("name two goals, such as `--goals gap,domestic_volume`".to_owned()));
    }
    let named = |word: &String| {
        Goal::named(model, word.trim()).ok_or_else(|| {
            Unanswered::Asked(format!(
                "`{word}` is no goal of this model; write gap, worst_gap, national_gap, national_shortfall, \
                 gap_under_denial, worst_gap_under_denial, domestic_volume (or with a rung, domestic_volume:ownership), us_dependence or cost"
            ))
        })
    };
    let goals: Vec<Goal> = names.iter().map(named).collect::<Result<_, _>>()?;
    if goals[0] == goals[1] {
        return Err(Unanswered::Asked("the two goals are the same, so there is nothing to trade off".to_owned()));
    }
    Ok(goals)
}

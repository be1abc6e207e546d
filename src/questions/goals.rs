//! Goals of a model by what people call them.

use crate::model::{BY_BANDS, Goal, Model, Sense};
use crate::questions::Unanswered;

/// The place of a goal of a model by its number or a word of it.
///
/// # Errors
/// The model has no such goal.
pub fn goal_named(model: &Model, word: &str) -> Result<usize, Unanswered> {
    goal_place(model, word).ok_or_else(|| {
        let goals: Vec<String> =
            (1..).zip(&model.goals).map(|(number, goal)| format!("{number} {}", goal.words())).collect();
        Unanswered::Asked(format!("`{word}` is no goal of this model; it has {}", goals.join(", ")))
    })
}

/// The place of a goal by a word of it: its number from 1, or part of what it says.
#[must_use]
pub fn goal_place(model: &Model, word: &str) -> Option<usize> {
    if let Ok(number) = word.parse::<usize>() {
        return (1..=model.goals.len()).contains(&number).then(|| number - 1);
    }
    let wanted = word.replace('_', " ").to_lowercase();
    let sense = |goal: &Goal| if goal.sense == Sense::Minimise { "minimise " } else { "maximise " };
    // A goal may be called by what it measures alone, without what it looks at.
    let says = |goal: &Goal| goal.words().trim_start_matches(sense(goal)).to_lowercase();
    let in_short = |goal: &Goal| {
        let words = goal.words();
        let measured = words.strip_suffix(&goal.scope).unwrap_or(&words).trim_end_matches(BY_BANDS);
        measured.trim_start_matches(sense(goal)).to_lowercase()
    };
    let exact = model.goals.iter().position(|goal| says(goal) == wanted);
    let measured = || model.goals.iter().position(|goal| in_short(goal) == wanted);
    // Documents have words of their own, such as `worst_gap`.
    let written = || {
        let named = Goal::named(model, word)?;
        model.goals.iter().position(|goal| goal.sense == named.sense && in_short(goal) == in_short(&named))
    };
    let in_part = || model.goals.iter().position(|goal| goal.words().to_lowercase().contains(&wanted));
    exact.or_else(measured).or_else(written).or_else(in_part)
}

//! Which goals are traded off, by what people call them.

use crate::model::{Goal, Measure, Model, Rung, Term};
use crate::questions::Unanswered;

/// Every goal that there is, as documents write it; a rung may follow that of domestic volume.
const NAMES: [&str; 9] = [
    "gap",
    "worst_gap",
    "national_gap",
    "national_shortfall",
    "gap_under_denial",
    "worst_gap_under_denial",
    "domestic_volume",
    "us_dependence",
    "cost",
];

/// The goal that a word names: the model's own, which may look at some capabilities or denials only, or count domestic volume by
/// another rung than a word without a rung means, where it has exactly one of that measure; else that of all of them.
fn named_as_in(model: &Model, word: &str) -> Option<Goal> {
    let named = Goal::named(model, word)?;
    let is_alike = |goal: &&Goal| {
        let [one] = &goal.terms[..] else { return false };
        let is_volume = |measure: &Measure| matches!(measure, Measure::DomesticVolume(_));
        let measure = &named.terms[0].measure;
        let alike = one.measure.words() == measure.words()
            || !word.contains(':') && is_volume(&one.measure) && is_volume(measure);
        goal.sense == named.sense && alike
    };
    let mut own = model.goals.iter().filter(is_alike);
    match (own.next(), own.next()) {
        (Some(own), None) => {
            let terms = named.terms.iter().zip(&own.terms);
            let terms = terms.map(|(term, of)| Term { measure: of.measure.clone(), weight: term.weight }).collect();
            Some(model.described(Goal { terms, ..named }))
        }
        _ => Some(named),
    }
}

/// The two or three goals to be traded off, and further ones that decide between equals, by their names.
///
/// # Errors
/// They are fewer than two, two of those traded off are the same, or one is no goal of the model.
pub fn goals_named(model: &Model, names: &[String]) -> Result<Vec<Goal>, Unanswered> {
    if names.len() < 2 {
        return Err(Unanswered::Asked("name two goals, such as `--goals gap,domestic_volume`".to_owned()));
    }
    let named = |word: &String| {
        named_as_in(model, word.trim()).ok_or_else(|| {
            let has: Vec<&str> = NAMES.iter().copied().filter(|name| Goal::named(model, name).is_some()).collect();
            Unanswered::Asked(format!("`{}` is no goal of this model; it has {} (and domestic_volume with a rung, such as domestic_volume:{})", word.trim(), has.join(", "), Rung::Ownership.word()))
        })
    };
    let goals: Vec<Goal> = names.iter().map(named).collect::<Result<_, _>>()?;
    if (1..goals.len().min(3)).any(|place| goals[..place].contains(&goals[place])) {
        return Err(Unanswered::Asked("two of the goals are the same, so there is nothing to trade off".to_owned()));
    }
    Ok(goals)
}

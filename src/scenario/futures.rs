//! Some scenarios as weighted futures of one plan: what is decided by a year is decided before anybody knows which of them comes.

use crate::model::{Model, Sense};
use crate::scenario::Scenario;

/// What a two-stage plan is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoStageSettings {
    /// The last year whose decisions are taken now.
    pub decide_until: i32,
    /// The futures, in the order of the document.
    pub futures: Vec<WeightedScenario>,
}

/// A future: a scenario and its weight.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedScenario {
    /// What the future changes.
    pub scenario: Scenario,
    /// How much it counts, above 0; weights need not sum to 1.
    pub weight: f64,
}

/// Whether two futures of a model have the same years, nations, offers, lines, rules and goals, so that they differ in figures
/// only and one plan can be held in both.
///
/// # Errors
/// What they differ in, in words.
pub fn same_shape(one: &Model, other: &Model) -> Result<(), String> {
    if one.horizon != other.horizon {
        let (one, other) = (one.horizon, other.horizon);
        return Err(format!("it plans {}..{} instead of {}..{}", other.first, other.last, one.first, one.last));
    }
    differ("nation", one.nations.codes(), other.nations.codes())?;
    differ("pool", one.groups.codes(), other.groups.codes())?;
    differ("capability", one.capabilities.codes(), other.capabilities.codes())?;
    differ("producer", one.producers.codes(), other.producers.codes())?;
    differ("line", one.lines.codes(), other.lines.codes())?;
    differ("offer", one.offers.codes(), other.offers.codes())?;
    differ("supply relation", one.relations.codes(), other.relations.codes())?;
    differ("rule", one.rules.codes(), other.rules.codes())?;
    differ("fund", one.funds.codes(), other.funds.codes())?;
    differ("programme", one.programmes.codes(), other.programmes.codes())?;
    let senses = |model: &Model| model.goals.iter().map(|goal| goal.sense).collect::<Vec<Sense>>();
    if senses(one) != senses(other) {
        return Err("it has other goals".to_owned());
    }
    Ok(())
}

/// The first code that one has and the other has not, or has elsewhere.
fn differ<'a>(
    what: &str,
    one: impl Iterator<Item = &'a str>,
    other: impl Iterator<Item = &'a str>,
) -> Result<(), String> {
    let (one, other): (Vec<&str>, Vec<&str>) = (one.collect(), other.collect());
    if one == other {
        return Ok(());
    }
    if let Some(more) = other.iter().find(|code| !one.contains(code)) {
        return Err(format!("it has a further {what}, `{more}`"));
    }
    if let Some(gone) = one.iter().find(|code| !other.contains(code)) {
        return Err(format!("it has no {what} `{gone}`"));
    }
    Err(format!("it lists each {what} in another order"))
}

//! Which figures are varied, by patterns of their names.

use crate::model::{Model, Parameter};
use crate::questions::Unanswered;
use crate::scenario::is_like;

/// The kinds of figures that a model has: `budget.*, price.*`.
fn kinds(all: &[(Parameter, String)]) -> String {
    let mut kinds: Vec<String> = Vec::new();
    for (_, name) in all {
        let kind = format!("{}.*", name.split('.').next().unwrap_or_default());
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.join(", ")
}

/// The figures that patterns name, each once, in the order of the model.
///
/// # Errors
/// A pattern names none.
pub fn figures_named(model: &Model, patterns: &[String]) -> Result<Vec<Parameter>, Unanswered> {
    let all: Vec<(Parameter, String)> =
        Parameter::of(model).into_iter().map(|parameter| (parameter, parameter.name(model))).collect();
    for pattern in patterns {
        if !all.iter().any(|(_, name)| is_like(name, pattern)) {
            let kind = pattern.split('.').next().unwrap_or_default();
            let some: Vec<&str> =
                all.iter().map(|(_, name)| name.as_str()).filter(|name| name.starts_with(kind)).take(5).collect();
            let some = if some.is_empty() { kinds(&all) } else { some.join(", ") };
            return Err(Unanswered::Asked(format!(
                "`{pattern}` is no figure of the model that can be varied; it has such as {some}"
            )));
        }
    }
    let named = |(_, name): &&(Parameter, String)| patterns.iter().any(|pattern| is_like(name, pattern));
    Ok(all.iter().filter(named).map(|(parameter, _)| *parameter).collect())
}

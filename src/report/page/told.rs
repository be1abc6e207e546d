//! What a report is made of: one run, or the runs of a comparison with what they come to.

use std::collections::HashMap;

use crate::legible::legible;
use crate::model::Model;
use crate::planning::Run;
use crate::questions::compare::ComparisonSummary;
use crate::report::Summary;
use crate::report::given::Given;
use crate::report::kept::Origin;
use crate::units::money_unit;

/// One run with its summary.
#[derive(Debug, Clone)]
pub struct ReportSide<'a> {
    /// Code of the proposal, which tells runs of a comparison apart.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The run.
    pub run: &'a Run,
    /// What it comes to.
    pub summary: &'a Summary,
    /// How it came about.
    pub origin: Origin,
}

impl<'a> ReportSide<'a> {
    /// A run of a comparison, which names it.
    #[must_use]
    pub const fn of(code: String, run: &'a Run, summary: &'a Summary, origin: Origin) -> Self {
        Self { code, name: String::new(), run, summary, origin }
    }
}

/// What a report is made of.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// The runs; of a comparison, standalone procurement first. At least one.
    sides: Vec<ReportSide<'a>>,
    /// What the comparison came to, where it is one.
    pub comparison: Option<&'a ComparisonSummary>,
    /// Further answers.
    pub given: Given,
}

impl<'a> Told<'a> {
    /// Of one run.
    #[must_use]
    pub fn run(run: &'a Run, summary: &'a Summary, origin: Origin, given: Given) -> Self {
        let side =
            ReportSide { code: summary.proposal.clone(), name: summary.proposal_name.clone(), run, summary, origin };
        Self { sides: vec![side], comparison: None, given }
    }

    /// Of a comparison with its runs; nothing where it has none.
    #[must_use]
    pub fn comparison(summary: &'a ComparisonSummary, runs: &[ReportSide<'a>], given: Given) -> Option<Self> {
        let mut sides = Vec::new();
        for line in &summary.proposals {
            if let Some(side) = runs.iter().find(|side| side.code == line.proposal) {
                sides.push(ReportSide { name: line.name.clone(), ..side.clone() });
            }
        }
        // Names that readers cannot tell apart are told apart by their codes.
        let names = apart(sides.iter().map(|side| (side.code.as_str(), side.name.as_str())));
        for (side, name) in sides.iter_mut().zip(names) {
            side.name = name;
        }
        (!sides.is_empty()).then_some(Self { sides, comparison: Some(summary), given })
    }

    /// The runs.
    #[must_use]
    pub fn sides(&self) -> &[ReportSide<'a>] {
        &self.sides
    }

    /// The run of which sentences speak where they speak of one: the best of a comparison, which follows standalone procurement.
    #[must_use]
    pub fn lead(&self) -> &ReportSide<'a> {
        self.sides.get(1).filter(|_| self.comparison.is_some()).unwrap_or(&self.sides[0])
    }

    /// Its model.
    #[must_use]
    pub fn model(&self) -> &'a Model {
        &self.lead().run.model
    }

    /// Whether runs are held against each other.
    #[must_use]
    pub fn compares(&self) -> bool {
        self.sides.len() > 1
    }

    /// The model's title.
    #[must_use]
    pub fn title(&self) -> String {
        name(self.comparison.map_or(&self.sides[0].summary.title, |comparison| &comparison.title))
    }

    /// First and last year.
    #[must_use]
    pub fn years(&self) -> (i32, i32) {
        (self.lead().summary.first_year, self.lead().summary.last_year)
    }

    /// The unit of money in tables, such as `MEUR`.
    #[must_use]
    pub fn millions(&self) -> String {
        name(money_unit(&self.lead().summary.money))
    }

    /// The money by its name, such as `EUR`.
    #[must_use]
    pub fn coin(&self) -> String {
        self.millions().trim_start_matches('M').to_owned()
    }

    /// Years as a heading says them.
    #[must_use]
    pub fn span(&self) -> String {
        match self.years() {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}–{last}"),
        }
    }
}

/// The two ends of a list as they are shown: what is shown alike is the same, so that each end names all that have it.
pub(super) struct Ends {
    /// The smallest, as shown, and what has it.
    pub least: (String, String),
    /// The largest.
    pub most: (String, String),
    /// Whether both are shown alike.
    pub are_one: bool,
}

/// The ends of named values; nothing of an empty list.
pub(super) fn ends(list: &[(String, f64)], shown: impl Fn(f64) -> String) -> Option<Ends> {
    let least = list.iter().map(|(_, value)| *value).min_by(f64::total_cmp)?;
    let most = list.iter().map(|(_, value)| *value).max_by(f64::total_cmp)?;
    let having = |end: f64| {
        let words = shown(end);
        let names: Vec<&str> =
            list.iter().filter(|(_, value)| shown(*value) == words).map(|(name, _)| name.as_str()).collect();
        (words, quoted(&names))
    };
    let (least, most) = (having(least), having(most));
    let are_one = least.0 == most.0;
    Some(Ends { least, most, are_one })
}

/// Those that have most of something, by name, with what is shown of it: `a`, or `a and b` where both are shown alike.
pub(super) struct Most {
    /// Their names.
    pub names: String,
    /// What each has, as shown: `5.00 m`, or `5.00 m each` of several.
    pub amount: String,
    /// How many they are.
    pub count: usize,
}

impl Most {
    /// Whether they are several.
    pub const fn are_several(&self) -> bool {
        self.count > 1
    }
}

/// Those that have most; nothing of an empty list. Of very many, some are named and the others are counted.
pub(super) fn most<'a>(list: impl Iterator<Item = (&'a str, f64)>, shown: impl Fn(f64) -> String) -> Option<Most> {
    const NAMED: usize = 4;
    let list: Vec<(&str, f64)> = list.collect();
    let words = shown(list.iter().map(|(_, value)| *value).max_by(f64::total_cmp)?);
    let mut names: Vec<String> =
        list.iter().filter(|(_, value)| shown(*value) == words).map(|(text, _)| in_sentence(text)).collect();
    let count = names.len();
    // Equals have no order of their own.
    names.sort();
    if names.len() > NAMED {
        let others = format!("{} others", names.len() + 1 - NAMED);
        names.truncate(NAMED - 1);
        names.push(others);
    }
    let names = match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    };
    let amount = if count > 1 { format!("{words} each") } else { words };
    Some(Most { names, amount, count })
}

/// Names in quotation marks: “a”, “b” and “c”.
pub(super) fn quoted(names: &[&str]) -> String {
    let list: Vec<String> = names.iter().map(|of| format!("“{}”", name(of))).collect();
    match list.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

/// A name that is safe to show and no longer than a sentence bears.
pub(super) fn name(text: &str) -> String {
    shortened(text, 90)
}

/// Names that are safe to show; those that several things have, with the code of each before.
pub(super) fn apart<'a>(list: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let list: Vec<(&str, String)> = list.map(|(code, text)| (code, name(text))).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, text) in &list {
        *counts.entry(text).or_default() += 1;
    }
    (list.iter())
        .map(|(code, text)| if counts[text.as_str()] > 1 { name(&format!("{code}: {text}")) } else { text.clone() })
        .collect()
}

/// A text with a capital letter at its beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The name of a country as a sentence says it: the United States, the Netherlands, Germany.
pub(super) fn in_sentence(text: &str) -> String {
    const WITH_ARTICLE: [&str; 7] = [
        "United States",
        "United Kingdom",
        "United Arab Emirates",
        "Netherlands",
        "Philippines",
        "Bahamas",
        "Maldives",
    ];
    let of = name(text);
    if WITH_ARTICLE.contains(&of.as_str()) { format!("the {of}") } else { of }
}

/// The same for a label in a picture.
pub(super) fn label(text: &str) -> String {
    shortened(text, 40)
}

/// The same, no longer than so many characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let text = legible(text);
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    format!("{}…", text.chars().take(most - 1).collect::<String>().trim_end())
}

#[cfg(test)]
mod tests {
    use super::{apart, in_sentence};

    #[test]
    fn countries_have_their_article() {
        let list = ["United States", "United Kingdom", "Netherlands", "Germany", "DEU"].map(in_sentence);
        assert_eq!(list, ["the United States", "the United Kingdom", "the Netherlands", "Germany", "DEU"]);
    }

    #[test]
    fn things_of_one_name_are_told_apart() {
        let list = [("a", "same"), ("b", "other"), ("c", "same")];
        assert_eq!(apart(list.into_iter()), ["a: same", "other", "c: same"]);
    }
}

//! A heading to the place in an entry that it names, or to the heading that works in its place.

use super::columns::is_list;
use super::number::{CellAmount, DecimalSign};
use crate::input::words::nearest;
use crate::schema::{NumberKeys, Place, parse_share};

/// What a column of values is about.
#[derive(Debug, Clone)]
pub(super) struct HeadingTarget {
    /// Keys from the entry to the value.
    pub steps: Vec<String>,
    /// What may stand there; `None` where nothing is known of the table.
    pub place: Option<Place>,
}

/// A heading that leads nowhere.
#[derive(Debug)]
pub(super) struct Lost {
    /// The heading that was probably meant.
    pub near: Option<String>,
    /// What is known instead.
    pub known: Vec<String>,
    /// A number in it that has two readings, and the heading for each of them.
    pub two: Option<TwoReadings>,
    /// Whether it speaks of billions or thousands.
    pub scaled: bool,
    /// Whether the table is one of lists, which have a single column.
    pub of_lists: bool,
}

/// A number of a heading, what it may be, and the heading for each.
#[derive(Debug)]
pub(super) struct TwoReadings {
    /// What is told of it.
    pub what: String,
    /// The headings that have one reading.
    pub headings: [String; 2],
}

impl HeadingTarget {
    /// The place that a heading names in entries of a kind.
    pub fn of(entry: Option<&Place>, heading: &str) -> Result<Self, Box<Lost>> {
        let Some(entry) = entry else {
            return Ok(Self { steps: heading.split('.').map(str::to_owned).collect(), place: None });
        };
        let (mut place, mut steps, mut rest) = (entry.clone(), Vec::new(), heading);
        while !rest.is_empty() {
            // Of `price.2.5` the last key is 2.5, and of `gap_bands.12.5 %` it is 12.5 %.
            let whole = (place.number_keys().is_some() || place.entry().is_some()) && parse_share(rest).is_some();
            let (key, after) = if whole { (rest, "") } else { rest.split_once('.').unwrap_or((rest, "")) };
            let is_number = place.number_keys() == Some(NumberKeys::Quantities) || whole;
            if is_number && let Some(two) = two_readings(&steps, rest) {
                let known = Vec::new();
                return Err(Box::new(Lost { near: None, known, two: Some(two), scaled: false, of_lists: false }));
            }
            let next = Some(key.trim()).filter(|key| !key.is_empty()).and_then(|key| place.step(key));
            let Some(next) = next else { return Err(Box::new(lost(entry, &place, &steps, key, after))) };
            steps.push(key.trim().to_owned());
            (place, rest) = (next, after);
        }
        if steps.is_empty() || heading.ends_with('.') {
            return Err(Box::new(lost(entry, &place, &steps, "", "")));
        }
        Ok(Self { steps, place: Some(place) })
    }

    /// Its keys as they are compared: `price.2.50` is `price.2.5`, and a value is the figure itself.
    pub fn same_as(&self) -> String {
        let plain = |step: &String| step.parse::<f64>().map_or_else(|_| step.clone(), |number| number.to_string());
        let mut steps: Vec<String> = self.steps.iter().map(plain).collect();
        if steps.len() > 1 && steps.last().is_some_and(|step| step == "value") {
            steps.pop();
        }
        steps.join(".")
    }

    /// Whether a year may stand behind its keys.
    pub fn takes_year(&self) -> bool {
        self.place.as_ref().is_some_and(|place| place.number_keys() == Some(NumberKeys::Years))
    }

    /// The same for a year.
    pub fn in_year(&self, year: &str) -> Option<Self> {
        let place = self.place.as_ref()?.step(year)?;
        Some(Self { steps: [self.steps.as_slice(), &[year.to_owned()]].concat(), place: Some(place) })
    }
}

/// The year that a text such as `2026` is.
pub(super) fn year_of(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let is_year = bytes.len() == 4 && bytes.iter().all(u8::is_ascii_digit) && matches!(&text[..2], "19" | "20" | "21");
    is_year.then_some(text)
}

/// The one year that stands in a heading such as `2026`, `2026 est.` or `Haushalt 2026`.
pub(super) fn only_year(heading: &str) -> Option<&str> {
    let mut years = heading.split(|c: char| !c.is_ascii_digit()).filter_map(year_of);
    years.next().filter(|_| years.next().is_none())
}

/// The keys of an entry that may have a value for each year.
pub(super) fn series_of(entry: &Place) -> Vec<&'static str> {
    let takes_years = |key: &&str| {
        entry.step(key).is_some_and(|place| place.number_keys() == Some(NumberKeys::Years) && place.takes_number())
    };
    entry.keys().into_iter().filter(takes_years).collect()
}

/// The two readings of a key that is a number with three digits behind its one sign.
fn two_readings(steps: &[String], key: &str) -> Option<TwoReadings> {
    let amount = CellAmount::of(key)?;
    let (point, comma) = amount.differing()?;
    let (large, small) = (point.max(comma), point.min(comma));
    let of = |number: f64| join(steps, &format!("{number}{}", amount.tail));
    Some(TwoReadings { what: format!("`{}` may be {large} or {small}", key.trim()), headings: [of(large), of(small)] })
}

/// What headings say of units beside a name, in the words of several languages: what counts in millions, and what does not.
const MILLIONS: [&str; 12] =
    ["meur", "mio", "mln", "mill", "million", "millions", "millionen", "m", "eur", "euro", "euros", "musd"];
const SCALED: [&str; 18] = [
    "bn",
    "billion",
    "billions",
    "mrd",
    "mld",
    "milliarden",
    "milliards",
    "miliardy",
    "beur",
    "bneur",
    "teur",
    "keur",
    "k",
    "tsd",
    "thousand",
    "thousands",
    "tausend",
    "tys",
];

/// A heading without what it says of units: `Budget 2026 [Mrd €]` is `Budget 2026`; and whether that is other than millions.
fn without_units(key: &str) -> (String, bool) {
    let mut scaled = false;
    let mut kept: Vec<&str> = Vec::new();
    for word in key.split(|c: char| !(c.is_alphanumeric() || c == '.')) {
        let lower = word.trim_matches('.').to_lowercase();
        let is_scaled = SCALED.contains(&lower.as_str());
        scaled |= is_scaled;
        if !is_scaled && !MILLIONS.contains(&lower.as_str()) && lower != "in" && !word.is_empty() {
            kept.push(word);
        }
    }
    (kept.join("_"), scaled)
}

/// What may have been meant by a heading whose key is not known at a place.
fn lost(entry: &Place, place: &Place, steps: &[String], key: &str, after: &str) -> Lost {
    let known: Vec<String> = place.keys().into_iter().map(|key| join(steps, key)).collect();
    let plain = key.trim().to_lowercase().replace([' ', '-'], "_");
    let (bare, scaled) = without_units(key);
    let bare = bare.to_lowercase();
    let by_name = nearest(&plain, place.keys()).or_else(|| nearest(&bare, place.keys()));
    let near = by_name.map(|near| match after {
        "" => join(steps, near),
        after => format!("{}.{after}", join(steps, near)),
    });
    // `Budget 2026`, `budget_2026`, `FY2026 budget`: a year and the name of what has one.
    let with_year = || {
        let year = only_year(key)?;
        let words: String = bare.replace(year, " ");
        let words: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).collect();
        let series = series_of(entry);
        let meant = words.iter().find_map(|word| nearest(word, series.iter().copied()))?;
        Some(format!("{meant}.{year}"))
    };
    // `price.2,5` and `price.1 200`: a number that is not written as documents write it.
    let as_number = || {
        place.number_keys()?;
        let whole = if after.is_empty() { key.to_owned() } else { format!("{key}.{after}") };
        let amount = CellAmount::of(&whole)?;
        let value = amount.by(DecimalSign::Comma).or(amount.point)?.value;
        Some(join(steps, &format!("{value}{}", amount.tail)))
    };
    let near = if steps.is_empty() { with_year().or(near) } else { as_number().or(near) };
    Lost {
        near: near.filter(|near| HeadingTarget::of(Some(entry), near).is_ok()),
        known,
        two: None,
        scaled,
        of_lists: is_list(entry),
    }
}

fn join(steps: &[String], key: &str) -> String {
    steps.iter().map(String::as_str).chain(std::iter::once(key)).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::{HeadingTarget, series_of};
    use crate::schema::Place;

    #[test]
    fn headings_lead_to_places_or_to_the_heading_that_works() {
        let entry = |table: &str| Place::root().step(table).and_then(|table| table.entry()).unwrap();
        for (table, heading, steps) in [
            ("nations", "budget.2026", vec!["budget", "2026"]),
            ("offers", "price.2.5", vec!["price", "2.5"]),
            ("offers", "price.low", vec!["price", "low"]),
            ("offers", "delivery_cost.FRA.value", vec!["delivery_cost", "FRA", "value"]),
            ("capabilities", "gap_bands.12.5 %", vec!["gap_bands", "12.5 %"]),
            ("offers", "expansion.cost", vec!["expansion", "cost"]),
        ] {
            assert_eq!(HeadingTarget::of(Some(&entry(table)), heading).unwrap().steps, steps, "{heading}");
        }
        for (table, heading, near) in [
            ("nations", "bugdet.2026", Some("budget.2026")),
            ("nations", "Budget 2026", Some("budget.2026")),
            ("nations", "budget_2026", Some("budget.2026")),
            ("nations", "Carry over", Some("carry_over")),
            ("offers", "prise", Some("price")),
            ("offers", "expansion.coast", Some("expansion.cost")),
            ("offers", "price.2,5", Some("price.2.5")),
            ("offers", "price.1 200", Some("price.1200")),
            ("nations", "Budget 2026 [Mrd €]", Some("budget.2026")),
            ("nations", "budget (MEUR)", Some("budget")),
            ("nations", "budget in MEUR", Some("budget")),
            ("nations", "budget_bn", Some("budget")),
            ("nations", "colour", None),
            ("nations", "budget.", None),
        ] {
            let lost = HeadingTarget::of(Some(&entry(table)), heading).unwrap_err();
            assert_eq!(lost.near.as_deref(), near, "{heading}");
        }
        assert_eq!(series_of(&entry("nations")), ["budget", "committed"]);
        assert_eq!(series_of(&entry("holdings")), ["quantity"]);
    }
}

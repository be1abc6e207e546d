//! A heading to the place in an entry that it names, or to the heading that works in its place.

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
}

impl HeadingTarget {
    /// The place that a heading names in entries of a kind.
    pub fn of(entry: Option<&Place>, heading: &str) -> Result<Self, Lost> {
        let Some(entry) = entry else {
            return Ok(Self { steps: heading.split('.').map(str::to_owned).collect(), place: None });
        };
        let (mut place, mut steps, mut rest) = (entry.clone(), Vec::new(), heading);
        while !rest.is_empty() {
            // Of `price.2.5` the last key is 2.5, and of `gap_bands.12.5 %` it is 12.5 %.
            let whole = (place.number_keys().is_some() || place.entry().is_some()) && parse_share(rest).is_some();
            let (key, after) = if whole { (rest, "") } else { rest.split_once('.').unwrap_or((rest, "")) };
            let next = Some(key.trim()).filter(|key| !key.is_empty()).and_then(|key| place.step(key));
            let Some(next) = next else { return Err(lost(entry, &place, &steps, key, after)) };
            steps.push(key.trim().to_owned());
            (place, rest) = (next, after);
        }
        if steps.is_empty() || heading.ends_with('.') {
            return Err(lost(entry, &place, &steps, "", ""));
        }
        Ok(Self { steps, place: Some(place) })
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

/// What may have been meant by a heading whose key is not known at a place.
fn lost(entry: &Place, place: &Place, steps: &[String], key: &str, after: &str) -> Lost {
    let known: Vec<String> = place.keys().into_iter().map(|key| join(steps, key)).collect();
    let plain = key.trim().to_lowercase().replace([' ', '-'], "_");
    let near = nearest(&plain, place.keys()).map(|near| match after {
        "" => join(steps, near),
        after => format!("{}.{after}", join(steps, near)),
    });
    // `Budget 2026`, `budget_2026`, `FY2026 budget`: a year and the name of what has one.
    let with_year = || {
        let year = only_year(key)?;
        let words: String = key.replace(year, " ").to_lowercase();
        let words: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).collect();
        let series = series_of(entry);
        let meant = words.iter().find_map(|word| nearest(word, series.iter().copied()))?;
        Some(format!("{meant}.{year}"))
    };
    let near = if steps.is_empty() { with_year().or(near) } else { near };
    Lost { near: near.filter(|near| HeadingTarget::of(Some(entry), near).is_ok()), known }
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

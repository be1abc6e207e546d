//! Codes of countries: which are of ISO 3166, and which country a code that is not was meant for.

use super::Resolver;
use crate::input::words::nearest;
use crate::schema::{Located, NationDocument};

/// Whether a code is one of ISO 3166 alpha-3.
pub(super) fn is_iso(code: &str) -> bool {
    rust_iso3166::from_alpha3(code).is_some()
}

/// The code of the country that a word names in another way: in lower case, by two letters, by its name.
fn same_country(word: &str) -> Option<&'static str> {
    let upper = word.to_uppercase();
    let country = rust_iso3166::from_alpha3(&upper)
        .or_else(|| rust_iso3166::from_alpha2(&upper))
        .or_else(|| rust_iso3166::ALL.iter().copied().find(|country| country.name.eq_ignore_ascii_case(word)))?;
    Some(country.alpha3)
}

/// The code that a word was probably meant to be: the same country written in another way, else, of a word of three
/// letters, a code of the same letters, one that the model uses, or any that differs in one letter.
pub(super) fn meant<'a>(word: &str, used: &[&'a str]) -> Option<&'a str> {
    if let Some(code) = same_country(word) {
        return Some(code);
    }
    if word.chars().count() != 3 {
        return None;
    }
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.to_uppercase().chars().collect();
        letters.sort_unstable();
        letters
    };
    // Of codes of the same letters the one that most models name comes first.
    let all = std::iter::once("USA").chain(rust_iso3166::ALL_ALPHA3.iter().copied());
    let swapped = all.filter(|code| sorted(code) == sorted(word));
    (nearest(word, swapped))
        .or_else(|| nearest(word, used.iter().copied().filter(|code| is_iso(code))))
        .or_else(|| nearest(word, rust_iso3166::ALL_ALPHA3.iter().copied()))
}

impl Resolver<'_> {
    /// Buyers whose code is that of no country. A model may invent nations, and says so by naming them.
    pub(super) fn warn_of_invented(&mut self, buyers: &[(&Located<String>, &NationDocument)]) {
        let document = self.document;
        let seats = document.producers.values().map(|producer| producer.seat.value.as_str());
        let used: Vec<&str> = seats.collect();
        for (code, nation) in buyers.iter().filter(|(code, _)| !is_iso(code)) {
            let of_name = nation.name.as_deref().and_then(same_country);
            if (nation.name.is_some() && of_name.is_none()) || self.findings.said_at(code.at) {
                continue;
            }
            let what = format!("`{code}` buys in this model, and it is not a country code of ISO 3166");
            let invented = "If the nation is invented, give it a `name`";
            let near = of_name.or_else(|| meant(code, &used));
            let remedy =
                near.map_or_else(|| invented.to_lowercase(), |near| format!("did you mean `{near}`? {invented}"));
            self.findings.warning(code.at, what, remedy);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn the_country_that_was_meant_is_found_however_it_is_written() {
        for (word, code) in [("deu", "DEU"), ("DE", "DEU"), ("Germany", "DEU"), ("DUE", "DEU"), ("POK", "POL")] {
            assert_eq!(meant(word, &["POL"]), Some(code), "{word}");
        }
        assert_eq!(meant("gary", &["USA"]), None);
    }
}

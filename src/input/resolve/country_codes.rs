//! Codes of countries: which are of ISO 3166, and which country a code that is not was meant for.

use super::Resolver;
use crate::input::countries::{is_iso, named};
use crate::input::words::nearest;
use crate::schema::{Located, NationDocument};

/// The code that a word was probably meant to be: the same country written in another way, else, of a word of three
/// letters, a code of the same letters, one that the model uses, or any that differs in one letter.
pub(super) fn meant<'a>(word: &str, used: &[&'a str]) -> Option<&'a str> {
    if let Some(code) = named(word) {
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
        let mut countries: Vec<(&Located<String>, &'static str)> = Vec::new();
        for (code, nation) in buyers.iter().filter(|(code, _)| !is_iso(code)) {
            let of_name = nation.name.as_deref().and_then(named);
            if (nation.name.is_some() && of_name.is_none()) || self.findings.said_at(code.at) {
                continue;
            }
            if let Some(country) = of_name.or_else(|| named(code)) {
                countries.push((code, country));
                continue;
            }
            let what = format!("`{code}` buys in this model, and it is not a country code of ISO 3166");
            let invented = "If the nation is invented, give it a `name`";
            // Nobody waits for the hundredth guess, and each takes a look at every code.
            let near = if self.findings.are_many() { None } else { meant(code, &used) };
            let remedy =
                near.map_or_else(|| invented.to_lowercase(), |near| format!("did you mean `{near}`? {invented}"));
            self.findings.warning(code.at, what, remedy);
        }
        self.warn_of_names(&countries);
    }

    /// Buyers that are known countries under other names; of many, all are told together, each with its code.
    fn warn_of_names(&mut self, countries: &[(&Located<String>, &'static str)]) {
        const ONE_BY_ONE: usize = 5;
        let Some((first, _)) = countries.first().filter(|_| countries.len() > ONE_BY_ONE) else {
            for (code, country) in countries {
                let what = format!("`{code}` buys in this model, and it is not a country code of ISO 3166");
                self.findings.warning(code.at, what, format!("did you mean `{country}`? Write the code as the id"));
            }
            return;
        };
        let codes: Vec<String> = countries.iter().map(|(code, country)| format!("`{country}` for {code}")).collect();
        let what = format!("`{first}` and {} more ids of nations are not country codes of ISO 3166", codes.len() - 1);
        self.findings.warning(first.at, what, format!("write {}", codes.join(", ")));
    }
}

#[cfg(test)]
mod tests {
    use super::meant;
    use crate::input::countries::{COMMON, common_name};

    /// Names as people say them, all that have more than twenty letters.
    const LONG: [&str; 9] = [
        "Caribbean Netherlands",
        "Bosnia and Herzegovina",
        "Central African Republic",
        "French Southern Territories",
        "Northern Mariana Islands",
        "Saint Kitts and Nevis",
        "Sao Tome and Principe",
        "Turks and Caicos Islands",
        "British Virgin Islands",
    ];

    #[test]
    fn countries_are_called_what_people_call_them() {
        let names: Vec<&str> = rust_iso3166::ALL.iter().map(|country| common_name(country.alpha3).unwrap()).collect();
        let long: Vec<&str> = names.iter().copied().filter(|name| name.chars().count() > 20).collect();
        assert_eq!(long, LONG);
        for (place, name) in names.iter().enumerate() {
            assert!(!name.contains(['(', ',']), "{name} is a name for documents");
            assert!(!names[..place].contains(name), "two countries are called {name}");
        }
        for (code, name) in COMMON {
            let official = rust_iso3166::from_alpha3(code).map(|country| country.name);
            assert!(official.is_some_and(|official| official != name), "{code}: nothing is mended");
        }
        for (code, name) in [
            ("GBR", "United Kingdom"),
            ("KOR", "South Korea"),
            ("TUR", "Türkiye"),
            ("USA", "United States"),
            ("CZE", "Czechia"),
        ] {
            assert_eq!(common_name(code), Some(name));
        }
    }

    #[test]
    fn the_country_that_was_meant_is_found_however_it_is_written() {
        for (word, code) in
            [("deu", "DEU"), ("DE", "DEU"), ("Germany", "DEU"), ("south korea", "KOR"), ("DUE", "DEU"), ("POK", "POL")]
        {
            assert_eq!(meant(word, &["POL"]), Some(code), "{word}");
        }
        assert_eq!(meant("gary", &["USA"]), None);
    }
}

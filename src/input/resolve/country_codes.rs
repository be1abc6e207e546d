//! Codes of countries: which are of ISO 3166, and which country a code that is not was meant for.

use super::Resolver;
use crate::input::words::nearest;
use crate::schema::{Located, NationDocument};

/// What people call the countries whose names in ISO 3166 are those of documents.
const COMMON: [(&str, &str); 35] = [
    ("BES", "Caribbean Netherlands"),
    ("BOL", "Bolivia"),
    ("BRN", "Brunei"),
    ("CCK", "Cocos Islands"),
    ("COD", "DR Congo"),
    ("CPV", "Cape Verde"),
    ("FLK", "Falkland Islands"),
    ("FSM", "Micronesia"),
    ("GBR", "United Kingdom"),
    ("HMD", "Heard and McDonald"),
    ("IOT", "Chagos Islands"),
    ("IRN", "Iran"),
    ("KOR", "South Korea"),
    ("LAO", "Laos"),
    ("MAF", "Saint Martin"),
    ("MDA", "Moldova"),
    ("NLD", "Netherlands"),
    ("PRK", "North Korea"),
    ("PSE", "Palestine"),
    ("RUS", "Russia"),
    ("SGS", "South Georgia"),
    ("SHN", "Saint Helena"),
    ("SJM", "Svalbard"),
    ("SPM", "Saint Pierre"),
    ("SXM", "Sint Maarten"),
    ("SYR", "Syria"),
    ("TWN", "Taiwan"),
    ("TZA", "Tanzania"),
    ("UMI", "US Outlying Islands"),
    ("USA", "United States"),
    ("VCT", "Saint Vincent"),
    ("VEN", "Venezuela"),
    ("VGB", "British Virgin Islands"),
    ("VIR", "US Virgin Islands"),
    ("VNM", "Vietnam"),
];

/// What people call the country of a code of ISO 3166 alpha-3.
pub(super) fn common_name(code: &str) -> Option<&'static str> {
    let common = COMMON.iter().find(|(of, _)| *of == code).map(|(_, name)| *name);
    common.or_else(|| rust_iso3166::from_alpha3(code).map(|country| country.name))
}

/// Whether a code is one of ISO 3166 alpha-3.
pub(super) fn is_iso(code: &str) -> bool {
    rust_iso3166::from_alpha3(code).is_some()
}

/// The code of the country that a word names in another way: in lower case, by two letters, by its name.
fn same_country(word: &str) -> Option<&'static str> {
    let upper = word.to_uppercase();
    let country = rust_iso3166::from_alpha3(&upper).or_else(|| rust_iso3166::from_alpha2(&upper)).or_else(|| {
        let called = |name: &str| name.eq_ignore_ascii_case(word);
        let by_name = |country: &rust_iso3166::CountryCode| {
            called(country.name) || common_name(country.alpha3).is_some_and(called)
        };
        rust_iso3166::ALL.iter().copied().find(by_name)
    })?;
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
    use super::{COMMON, common_name, meant};

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

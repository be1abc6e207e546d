//! Countries by their codes and by the names that people write: in English, in the languages of their neighbours, in statistics.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What people call the countries whose names in ISO 3166 are those of documents.
pub const COMMON: [(&str, &str); 35] = [
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
pub fn common_name(code: &str) -> Option<&'static str> {
    let common = COMMON.iter().find(|(of, _)| *of == code).map(|(_, name)| *name);
    common.or_else(|| rust_iso3166::from_alpha3(code).map(|country| country.name))
}

/// Whether a code is one of ISO 3166 alpha-3.
pub fn is_iso(code: &str) -> bool {
    rust_iso3166::from_alpha3(code).is_some()
}

/// Other names and codes: of statistics, of sports and armed forces, of former years, and in languages of Europe.
const OTHERS: &[(&str, &str)] = &[
    ("ALB", "Albanien, Albanie, Shqiperia"),
    ("AUT", "Österreich, Oesterreich, Autriche, Austria"),
    ("BEL", "Belgien, Belgique, België, Belgio"),
    ("BGR", "Bulgarien, Bulgarie, BUL"),
    ("BIH", "Bosnia, Bosnien und Herzegowina, Bosnien-Herzegowina, Bosnie-Herzégovine"),
    ("CAN", "Kanada"),
    ("CHE", "Schweiz, Suisse, Svizzera, SUI"),
    ("CHN", "PRC, Volksrepublik China"),
    ("CYP", "Zypern, Chypre, Republic of Cyprus"),
    ("CZE", "Czech Republic, Tschechien, Tschechische Republik, Tchéquie, République tchèque, Česko, Czech Rep."),
    (
        "DEU",
        "Deutschland, Allemagne, Alemania, Germania, Niemcy, Duitsland, Federal Republic of Germany, FRG, GER, BRD",
    ),
    ("DNK", "Dänemark, Daenemark, Danemark, Danmark, DEN"),
    ("ESP", "Spanien, Espagne, España, Spagna, Hiszpania, SPA"),
    ("EST", "Estland, Estonie, Eesti"),
    ("FIN", "Finnland, Finlande, Suomi"),
    ("FRA", "Frankreich, Francia, Francja, Frankrijk"),
    (
        "GBR",
        "UK, Great Britain, Britain, Großbritannien, Vereinigtes Königreich, Royaume-Uni, Reino Unido, Regno Unito",
    ),
    ("GEO", "Georgien, Géorgie"),
    ("GRC", "EL, Griechenland, Grèce, Hellas, Hellenic Republic, Grecia, GRE"),
    ("HRV", "Kroatien, Croatie, Hrvatska, CRO"),
    ("HUN", "Ungarn, Hongrie, Magyarország, Węgry"),
    ("IRL", "Irland, Irlande, Éire, Republic of Ireland"),
    ("ISL", "Island, Islande"),
    ("ISR", "Israël"),
    ("ITA", "Italien, Italie, Italia, Włochy"),
    ("JPN", "Japon"),
    ("KOR", "Korea, Südkorea, Corée du Sud, Republic of Korea, Korea Rep."),
    ("LTU", "Litauen, Lituanie, Lietuva, Litwa"),
    ("LUX", "Luxemburg"),
    ("LVA", "Lettland, Lettonie, Latvija, Łotwa, LAT"),
    ("MDA", "Moldau, Moldavie, Republic of Moldova"),
    ("MKD", "North Macedonia, Nordmazedonien, Macédoine du Nord, Macedonia, FYROM"),
    ("MLT", "Malte"),
    ("MNE", "Monténégro"),
    ("NLD", "Niederlande, Pays-Bas, Nederland, Holland, The Netherlands, NED"),
    ("NOR", "Norwegen, Norvège, Norge"),
    ("POL", "Polen, Pologne, Polska"),
    ("PRT", "POR"),
    ("ROU", "Rumänien, Rumaenien, Roumanie, România, ROM"),
    ("RUS", "Russian Federation, Russland, Russie"),
    ("SRB", "Serbien, Serbie, Srbija"),
    ("SVK", "Slovak Republic, Slowakei, Slovaquie, Slovensko"),
    ("SVN", "Slowenien, Slovénie, Slovenija, SLO"),
    ("SWE", "Schweden, Suède, Sverige, Szwecja"),
    ("TUR", "Turkey, Türkei, Tuerkei, Turquie, Turkiye"),
    ("UKR", "Ukrajina, Ucraina"),
    ("USA", "United States of America, Vereinigte Staaten, États-Unis, Etats-Unis, Estados Unidos, US"),
];

/// A word in small Latin letters and digits alone: blanks, signs and accents are no part of how a name is known again.
pub fn folded(word: &str) -> String {
    let mut plain = String::new();
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => plain.push('a'),
            'ç' | 'č' | 'ć' => plain.push('c'),
            'ď' | 'đ' => plain.push('d'),
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => plain.push('e'),
            'ì' | 'í' | 'î' | 'ï' | 'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => plain.push('o'),
            'ř' => plain.push('r'),
            'š' | 'ś' | 'ș' => plain.push('s'),
            'ß' => plain.push_str("ss"),
            'ť' | 'ț' => plain.push('t'),
            'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => plain.push('u'),
            'ý' => plain.push('y'),
            'ž' | 'ź' | 'ż' => plain.push('z'),
            c if c.is_alphanumeric() => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// Every name and code of a country, folded, with its code of ISO 3166 alpha-3.
fn all() -> &'static HashMap<String, &'static str> {
    static ALL: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = HashMap::new();
        // What stands first wins: a code of ISO is never another country's name.
        for country in rust_iso3166::ALL {
            all.entry(folded(country.alpha3)).or_insert(country.alpha3);
        }
        for country in rust_iso3166::ALL {
            let own = common_name(country.alpha3).unwrap_or(country.name);
            for name in [country.alpha2, country.name, own] {
                all.entry(folded(name)).or_insert(country.alpha3);
            }
        }
        for (code, names) in OTHERS {
            for name in names.split(", ") {
                all.entry(folded(name)).or_insert(code);
            }
        }
        all
    })
}

/// The code of the country that a word names in any way: by a code in small letters or of two letters, or by its name.
pub fn named(word: &str) -> Option<&'static str> {
    if word.len() > 100 {
        return None;
    }
    let word = folded(word);
    let bare = ["the", "republicof", "kingdomof"].into_iter().find_map(|start| word.strip_prefix(start));
    all().get(&word).or_else(|| all().get(bare?)).copied()
}

#[cfg(test)]
mod tests {
    use super::{OTHERS, folded, named};

    #[test]
    fn countries_are_known_by_what_people_write() {
        for (word, code) in [
            ("UK", "GBR"),
            ("EL", "GRC"),
            ("Deutschland", "DEU"),
            ("Pologne", "POL"),
            ("Turkiye", "TUR"),
            ("Türkiye", "TUR"),
            ("United Kingdom", "GBR"),
            ("United_Kingdom", "GBR"),
            ("Czech Republic", "CZE"),
            ("North Macedonia", "MKD"),
            ("the Netherlands", "NLD"),
            ("côte d’ivoire", "CIV"),
        ] {
            assert_eq!(named(word), Some(code), "{word}");
        }
        for word in ["Northland", "gary", "World", "EU", ""] {
            assert_eq!(named(word), None, "{word}");
        }
        for (code, names) in OTHERS {
            for name in names.split(", ") {
                assert_eq!(named(name), Some(*code), "{name} is also another country, as {}", folded(name));
            }
        }
    }
}

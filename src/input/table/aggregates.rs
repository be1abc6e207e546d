//! Rows that speak of many: totals, averages, regions and classes of countries. Read as entries they would count twice.

use super::folded;
use crate::input::countries;

/// Words for a total, as ids of rows in any table or in names.
const TOTALS: &[&str] = &[
    "tot",
    "total",
    "totals",
    "sum",
    "summe",
    "gesamt",
    "insgesamt",
    "totale",
    "totaal",
    "suma",
    "razem",
    "ogolem",
    "celkem",
    "subtotal",
    "zwischensumme",
    "gesamtsumme",
];

/// Further ids of such rows, which may be part of other names.
const IDS_OF_TOTALS: &[&str] = &["ensemble", "grandtotal", "allcountries", "soustotal"];

/// Further words that only the names of such rows hold.
const WORDS: &[&str] = &[
    "somme",
    "totales",
    "totaux",
    "average",
    "averages",
    "mean",
    "median",
    "mittelwert",
    "durchschnitt",
    "moyenne",
    "promedio",
    "aggregate",
    "aggregates",
    "world",
    "welt",
    "monde",
    "mondo",
    "mundo",
    "swiat",
    "worldwide",
    "oecd",
    "ocde",
    "nato",
    "otan",
    "efta",
    "income",
    "countries",
    "lander",
    "paises",
];

/// Words that such names begin with, or are.
const FIRST: &[&str] = &[
    "all", "alle", "tous", "other", "others", "sonstige", "ubrige", "andere", "autres", "otros", "rest", "reste",
    "restof",
];

/// Names of regions and unions, without blanks.
const REGIONS: &[&str] = &[
    "eu",
    "ue",
    "europe",
    "europa",
    "europeanunion",
    "europaischeunion",
    "unioneuropeenne",
    "unioneuropea",
    "euroarea",
    "eurozone",
    "eurozona",
    "zoneeuro",
    "euroraum",
    "eea",
    "ewr",
    "africa",
    "afrika",
    "afrique",
    "asia",
    "asien",
    "asie",
    "america",
    "amerika",
    "amerique",
    "americas",
    "northamerica",
    "southamerica",
    "latinamerica",
    "oceania",
    "ozeanien",
    "middleeast",
    "arabworld",
    "eastasiapacific",
    "europecentralasia",
    "southasia",
    "subsaharanafrica",
    "thebaltics",
    "baltics",
    "centraleurope",
    "easterneurope",
    "westerneurope",
    "northerneurope",
    "southerneurope",
    "nordics",
];

/// What names of groups of countries begin with, and need not end with.
const UNIONS: &[&str] = &[
    "eu15",
    "eu25",
    "eu27",
    "eu28",
    "ea19",
    "ea20",
    "ea21",
    "e27",
    "e28",
    "euroarea",
    "europeanunion",
    "natoeurope",
    "natototal",
    "centraleurope",
    "eastasia",
    "europe&",
    "latinamerica",
    "middleeast",
    "subsaharan",
    "heavilyindebted",
    "fragileand",
    "euandea",
    "northamerica",
    "westernandcentral",
    "easternandsouthern",
];

/// Codes of groups of countries: of the World Bank, of Eurostat and the European Central Bank, and of the OECD. None is a country's.
const CODES: &[&str] = &[
    "AFE", "AFW", "ARB", "CEB", "CSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU", "EUU", "FCS", "HIC", "HPC", "IBD",
    "IBT", "IDA", "IDB", "IDX", "INX", "LAC", "LCN", "LDC", "LIC", "LMC", "LMY", "LTE", "MEA", "MIC", "MNA", "NAC",
    "OED", "OSS", "PRE", "PSS", "PST", "SAS", "SSA", "SSF", "SST", "TEA", "TEC", "TLA", "TMN", "TSA", "TSS", "UMC",
    "WLD", "EU", "NATO", "OECD", "EFTA", "EEA", "W0", "W1", "W2", "W00", "W01", "B0", "B4", "B5", "B6", "D0", "D6",
    "I7", "I8", "I9", "U2", "U4", "U5", "U6", "V1", "OECDE", "G7", "G20", "G-7", "G-20", "OAVG", "ALL",
];

/// Whether the id of a row says that it adds up others, whatever the table is about.
pub(super) fn is_total(id: &str) -> bool {
    let id = folded(id);
    TOTALS.iter().chain(IDS_OF_TOTALS).any(|total| *total == id)
}

/// Whether a row of a table of nations speaks of many of them, by its id or by its name.
pub(super) fn is_of_many(id: &str, name: Option<&str>) -> bool {
    // The code of a country is none of a region, whatever it is called.
    if rust_iso3166::from_alpha3(id).is_some() {
        return false;
    }
    CODES.contains(&id.to_uppercase().as_str()) || [Some(id), name].into_iter().flatten().any(says_many)
}

/// Whether a name is that of a total or a region.
fn says_many(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<String> =
        lower.split(|c: char| !c.is_alphanumeric()).map(folded).filter(|word| !word.is_empty()).collect();
    let whole = words.concat();
    let is_first = words.first().is_some_and(|word| FIRST.contains(&word.as_str()));
    // `United States` are one country, and so is whatever has a code.
    countries::named(name).is_none()
        && (is_first
            || words.iter().any(|word| TOTALS.iter().chain(WORDS).any(|known| known == word))
            || REGIONS.contains(&whole.as_str())
            || UNIONS.iter().any(|union| whole.starts_with(union)))
}

#[cfg(test)]
mod tests {
    use super::{CODES, is_of_many, is_total};
    use crate::input::countries;

    #[test]
    fn no_country_is_taken_for_a_region() {
        for country in rust_iso3166::ALL {
            let own = countries::common_name(country.alpha3).unwrap_or(country.name);
            for id in [country.alpha3, country.alpha2, own, country.name] {
                assert!(!is_of_many(id, Some(own)), "{id}, {own}");
                assert!(!is_total(id), "{id}");
            }
        }
        for code in CODES {
            assert!(rust_iso3166::from_alpha3(code).is_none() && rust_iso3166::from_alpha2(code).is_none(), "{code}");
        }
        for (id, name) in
            [("gary", Some("Gary")), ("northland", Some("The north")), ("NRT", None), ("XKX", Some("Kosovo"))]
        {
            assert!(!is_of_many(id, name), "{id}");
        }
    }
}

//! Data sets that are built from tables which name their sources: what is built is what the tables say, a wrong table is refused
//! with file and line, and prices state what the set says they state.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use entente::input;
use serde_json::Value;

use crate::setting::{root, skipped, stderr, stdout};

/// The data sets that have tables to be built from.
fn built() -> Vec<PathBuf> {
    let folders = fs::read_dir(root().join("data")).unwrap().map(|entry| entry.unwrap().path());
    folders.filter(|folder| folder.join("tables").is_dir()).collect()
}

/// The build, asked to compare only; nothing where there is no Python.
fn check(folder: &Path) -> Option<Output> {
    let mut command = Command::new("python3");
    match command.arg(root().join("tools/data/build")).arg(folder).arg("--check").output() {
        Ok(output) => Some(output),
        Err(error) => {
            skipped(&format!("python3 cannot be run ({error}), so that no data set is compared with its tables"));
            None
        }
    }
}

/// A copy of a data set in a folder of its own.
fn copy(set: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["", "tables"] {
        fs::create_dir_all(folder.path().join(part)).unwrap();
        for entry in fs::read_dir(set.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, folder.path().join(part).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    folder
}

#[test]
fn data_sets_are_what_their_tables_say() {
    assert!(!built().is_empty());
    for folder in built() {
        let Some(output) = check(&folder) else { return };
        assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    }
}

#[test]
fn a_data_package_describes_every_file_and_column() {
    for folder in built() {
        let text = fs::read_to_string(folder.join("datapackage.json")).unwrap();
        let package: Value = serde_json::from_str(&text).unwrap();
        for key in ["name", "title", "version", "licenses", "sources", "resources"] {
            assert!(package.get(key).is_some_and(|value| !value.is_null()), "{key}");
        }
        let sources = package["sources"].as_array().unwrap();
        assert!(
            sources.len() > 40 && sources.iter().all(|source| source["path"].as_str().unwrap().starts_with("http"))
        );
        let mut described = Vec::new();
        for resource in package["resources"].as_array().unwrap() {
            let path = resource["path"].as_str().unwrap();
            described.push(path.to_owned());
            if let Some(fields) = resource["schema"]["fields"].as_array() {
                let mut reader = csv::Reader::from_path(folder.join(path)).unwrap();
                let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
                let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
                assert_eq!(names, headings, "{path}");
            }
        }
        let mut there = Vec::new();
        for part in ["", "tables/"] {
            for entry in fs::read_dir(folder.join(part)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if [".csv", ".yaml"].iter().any(|ending| name.ends_with(ending)) {
                    there.push(format!("{part}{name}"));
                }
            }
        }
        described.sort();
        there.sort();
        assert_eq!(described, there);
    }
}

/// A cell of the contracts exchanged: the text of a row, what stands there instead, the exit code, and what is told.
const SLIPS: &[(&str, &str, i32, &str)] = &[
    ("RUS 2099", "", 0, ""),
    (",20,3750,EUR,2025,", ",20,3760,EUR,2025,", 1, "offers.yaml is not what the tables say: line "),
    (",20,3750,EUR,2025,", ",0,3750,EUR,2025,", 2, "`quantity` must be more than nothing"),
    (",20,3750,EUR,2025,", ",twenty,3750,EUR,2025,", 2, "`quantity` is `twenty`, and should be a number"),
    (",20,3750,EUR,2025,", ",20,3750,XYZ,2025,", 2, "`currency` is XYZ, which is neither the money of DEU"),
    (",180,6500,USD,2025,", ",180,6500,XYZ,2025,", 2, "rates.csv has no rate of XYZ in 2025"),
    (",20,3750,EUR,2025,", ",20,3750,EUR,1925,", 2, "`price_year` is not the year of signature"),
    (",20,3750,EUR,2025,", ",20,3750,EUR,soon,", 2, "`price_year` is `soon`, and should be a year"),
    (",20,3750,EUR,2025,", ",20,,EUR,2025,", 2, "`sum` is empty, and must be stated"),
    (
        "eurofighter_t5,DEU,DEU Tranche 5,2025,",
        "eurofigther_t5,DEU,DEU Tranche 5,2025,",
        2,
        "offers.csv has no offer `eurofigther_t5`",
    ),
    (
        ",20,3750,EUR,2025,not said,,package,",
        ",20,3750,EUR,2025,not said,,parcel,",
        2,
        "`basis` is `parcel`, and should be one of package",
    ),
    (",20,3750,EUR,2025,", ",20,3750,EUR,2025,,", 2, "cells, and should have"),
];

#[test]
fn a_slip_in_a_table_is_named() {
    let folder = copy(&root().join("data/europe-2026"));
    let path = folder.path().join("tables/contracts.csv");
    let good = fs::read_to_string(&path).unwrap();
    for (old, new, code, told) in SLIPS {
        assert_eq!(good.matches(old).count(), usize::from(*code > 0), "{old}");
        fs::write(&path, good.replace(old, new)).unwrap();
        let Some(output) = check(folder.path()) else { return };
        let said = stdout(&output) + &stderr(&output);
        assert_eq!(output.status.code(), Some(*code), "{new}: {said}");
        assert!(said.contains(told), "{new}: {said}");
        if *code == 2 {
            assert!(said.starts_with("tables/contracts.csv:"), "{new}: {said}");
            assert_eq!(said.lines().count(), 1, "{new}: {said}");
        }
    }
    fs::write(&path, good.replacen("cited", "guessed", 1)).unwrap();
    let Some(output) = check(folder.path()) else { return };
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    fs::write(&path, &good).unwrap();
    fs::remove_file(folder.path().join("offers.yaml")).unwrap();
    let Some(output) = check(folder.path()) else { return };
    assert!(stdout(&output).contains("the file is missing"), "{}", stdout(&output));
    assert!(!folder.path().join("offers.yaml").exists(), "a comparison writes nothing");
}

#[test]
fn every_price_of_the_set_of_2026_states_its_source_and_its_range() {
    let folder = tempfile::tempdir_in(root()).unwrap();
    let path = folder.path().join("model.yaml");
    let text =
        "model: Prices\ndata: ../data/europe-2026\nmoney: MEUR 2025\nhorizon: 2026..2035\nbuyers: EU27 + {GBR, NOR}\n";
    fs::write(&path, text).unwrap();
    let reading = input::read_file(&path, &[]);
    let model = reading.model.as_ref().unwrap_or_else(|| panic!("{}", reading.render_findings(false).join("\n")));
    let prices: Vec<_> =
        model.figures.iter().filter(|figure| figure.figure.rsplit('.').next() == Some("price")).collect();
    assert!(prices.len() > 100);
    for figure in model.figures.iter().filter(|figure| figure.figure.starts_with("offers.")) {
        let (low, high) = (figure.low.unwrap_or(figure.value), figure.high.unwrap_or(figure.value));
        assert!(low <= figure.value && figure.value <= high && high <= 1000.0 * figure.value.max(1.0), "{figure:?}");
    }
    for price in prices {
        let stated = &price.stated;
        let whole = stated.basis.is_some() && stated.currency.is_some() && stated.price_year.is_some();
        assert!(whole && !price.source.is_empty(), "{price:?}");
        assert!(price.low.is_some_and(|low| low < price.value) && price.high.is_some_and(|high| price.value < high));
        assert!(price.high < Some(10.0 * price.value), "{price:?}");
        if price.confidence == "cited" {
            assert!(stated.address.is_some() && stated.read.is_some() && stated.quantity.is_some(), "{price:?}");
        }
    }
}

/// Small tables whose prices are known by hand, with offers and their classes.
const BY_HAND: &[(&str, &str)] = &[
    ("rates.csv", "currency,year,per_eur,low,high,source,confidence\nUSD,2024,1.25,1.0,1.6,s,derived\n"),
    ("deflators.csv", "year,to_2025,source,confidence\n2023,1.1,s,cited\n2024,1.05,s,cited\n2025,1,s,cited\n"),
    ("outlets.csv", "host,kind,note\nd.org,digest,\n"),
    (
        "vat.csv",
        "nation,from,rate,currency,source\nA,2000,25 %,EUR,s\nB,2000,25 %,EUR,s\nC,2000,25 %,EUR,s\nD,2000,25 %,EUR,s\n\
         H,2000,25 %,EUR,s\nT,2000,19 %,EUR,s\nT,2024,7 %,EUR,s\nU,2000,0 %,USD,s\n",
    ),
    (
        "packages.csv",
        "class,part,of,low,central,high,source\ngun,package,x,10 %,20 %,40 %,s\ngun,missiles,x,10 %,25 %,50 %,s\n",
    ),
    (
        "contracts.csv",
        "offer,buyer,purchase,signed,quantity,sum,currency,price_year,vat,vat_source,basis,holds,kind,signature,use,source,address,read,\
         press_copy,confidence,note\n\
         two,A,,2020,5,1000,EUR,2025,no,s,package,spares,contract,s,,s,a,d,yes,cited,prices of 2025\n\
         two,B,,2024,10,100,EUR,2025,no,s,package,spares,contract,s,,s,a,d,yes,cited,prices of 2025\n\
         two,C,,2025,30,600,EUR,2025,no,s,package,spares,contract,s,,s,a,d,yes,cited,\n\
         two,D,,2026,1,9,EUR,2025,no,s,package,spares,plan,,,s,a,d,yes,cited,prices of 2025\n\
         taxed,T,,2023,10,238,EUR,2023,yes,s,package,spares,contract,s,,s,a,d,yes,cited,\n\
         dollars,U,,2024,10,100,USD,2024,not said,,package,spares,contract,s,,s,a,d,yes,cited,\n\
         bare,A,,2025,10,100,EUR,2025,no,s,fly-away,,contract,s,,s,a,d,yes,cited,\n\
         armed,A,,2025,10,100,EUR,2025,no,s,package with missiles,\"missiles, spares\",contract,s,,s,a,d,yes,cited,\n\
         planned,A,,2025,10,100,EUR,2025,no,s,package,spares,plan,,,s,a,d,yes,cited,\n\
         told,A,,2025,10,100,EUR,2025,no,s,package,spares,contract,review,,s,,,as recorded in the review,partly_cited,\n\
         unsaid,A,,2025,10,100,EUR,2025,not said,,package,spares,contract,s,,s,a,d,yes,cited,\n\
         vague,A,,2025,10,100,EUR,2025,no,s,package,guns,contract,s,,s,a,d,yes,cited,\n\
         same,A,p,2024,10,100,EUR,2025,no,s,package,spares,contract,s,,s,a,d,yes,cited,prices of 2025\n\
         same,A,p,2025,10,90,EUR,2025,no,s,package,spares,plan,,,s,a,d,yes,cited,\n\
         years,A,,2025,10,100,EUR,2025,no,s,package,spares,contract,s,,s,a,d,yes,cited,\n\
         years,B,,2025,10,120,EUR,2025,no,s,package,spares,contract,s,,s,a,d,yes,cited,\n\
         years,C,,2025,10,140,EUR,2025,no,s,package,spares,contract,s,,s,a,d,yes,cited,\n\
         years,D,,2024,10,900,EUR,2025,no,s,package,spares,contract,s,range,s,a,d,yes,cited,prices of 2025\n\
         habit,H,p,2025,10,125,EUR,2025,yes,s,package,spares,contract,s,,s,a,d,yes,cited,\n\
         habit,H,q,2025,10,125,EUR,2025,yes,s,package,spares,contract,s,,s,a,d,yes,cited,\n\
         habit,H,r,2025,10,125,EUR,2025,yes,s,package,spares,contract,s,,s,a,d,yes,cited,\n\
         spanned,H,,2025,10,125,EUR,2025,not said,,package,spares,contract,s,,s,a,d,yes,cited,\n\
         guessed,A,,2025,10,30,EUR,2025,no,s,package,spares,quote,,,s,,,as recorded in the review,partly_cited,\n",
    ),
    (
        "estimates.csv",
        "offer,value,low,high,currency,price_year,basis,source,confidence\nguessed,5,4,8,EUR,2025,package,s,unverified\n",
    ),
];

/// Offer, price, low, high, confidence. Two contracts: (100 + 600) / 40, the plan only widens. Tax: 238 / 10 / 1.19 × 1.1. Dollars: 10 / 1.25
/// × 1.05, and at the ends of the rate. Fly-away: 10 × 1.2. With missiles: 10 × 0.75. Tax not said: 10, and 10 / 1.25 at the low end; where three
/// purchases say that sums hold it, 12.5 / 1.25, and 12.5 at the high end. Vague contents: 10 × 1.4 at the high end. Of one purchase the contract
/// counts; of three contracts of one year all, and none of the year before, whose row widens the range.
const KNOWN: &str = "\
two 17.5 9 200 cited
taxed 22 20.9 23.1 cited
dollars 8.4 6.5625 10.5 cited
bare 12 11 14 partly_cited
armed 7.5 5 9 partly_cited
planned 10 9.5 10.5 partly_cited
told 10 9.5 10.5 partly_cited
unsaid 10 8 10.5 partly_cited
vague 10 9.5 14 partly_cited
same 10 9 10.5 cited
years 12 10 90 cited
habit 10 9.5 10.5 cited
spanned 10 9.5 12.5 partly_cited
guessed 5 3 8 unverified
";

#[test]
fn prices_are_those_made_by_hand_in_any_order_of_rows() {
    let offers: Vec<&str> = KNOWN.lines().map(|line| line.split(' ').next().unwrap()).collect();
    let script = "import sys, pathlib\nsys.dont_write_bytecode = True\nsys.path.insert(0, sys.argv[1])\nimport prices\n\
                  for offer, price in prices.prices(pathlib.Path(sys.argv[2]), {one: 'gun' for one in sys.argv[3:]}).items():\n  \
                  print(offer, *(f'{end:.9g}' for end in (price.value, price.low, price.high)), price.confidence)";
    for backwards in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("tables")).unwrap();
        for (name, text) in BY_HAND {
            let (head, body) = text.split_once('\n').unwrap();
            let mut rows: Vec<&str> = body.lines().collect();
            if backwards && *name == "contracts.csv" {
                rows.reverse();
            }
            fs::write(folder.path().join("tables").join(name), format!("{head}\n{}\n", rows.join("\n"))).unwrap();
        }
        let mut command = Command::new("python3");
        command.args(["-c", script]).arg(root().join("tools/data")).arg(folder.path()).args(&offers);
        match command.output() {
            Ok(output) => assert_eq!(stdout(&output), KNOWN, "{}", stderr(&output)),
            Err(error) => {
                return skipped(&format!("python3 cannot be run ({error}), so that no price is made from tables"));
            }
        }
    }
}

/// What is found in a model on a small data folder, whose offers are given.
fn found(data_set: &str, offers: &str, own: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    if !data_set.is_empty() {
        fs::write(data.join("data_set.yaml"), data_set).unwrap();
    }
    fs::write(data.join("nations.yaml"), "DEU: { budget: 100 }\n").unwrap();
    fs::write(data.join("capabilities.yaml"), "guns: { us_baseline: 100 }\n").unwrap();
    fs::write(data.join("producers.yaml"), "north: { seat: DEU }\n").unwrap();
    fs::write(data.join("offers.yaml"), offers).unwrap();
    let path = folder.path().join("model.yaml");
    let text = format!("model: Guns\ndata: data\nmoney: MEUR 2025\nhorizon: 2026..2030\n{own}");
    fs::write(&path, text).unwrap();
    input::read_file(&path, &[]).render_findings(false)
}

#[test]
fn only_a_set_that_says_so_is_asked_what_its_prices_state() {
    let states = "{ name: Guns, version: 1.0.0, prices_state: [basis, currency, price_year] }\n";
    let bare = "gun: { by: north, gives: guns, price: { value: 4, basis: package } }\n";
    let whole =
        "gun: { by: north, gives: guns, price: { value: 4, basis: package, currency: USD, price_year: 2024 } }\n";
    let own = "offers:\n  other: { by: north, gives: guns, price: 5 }\n";
    assert_eq!(found("", bare, own), [""; 0]);
    assert_eq!(found("{ name: Guns }\n", bare, own), [""; 0]);
    assert_eq!(found(states, whole, own), [""; 0]);
    let told = found(states, bare, own);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("`offers.gun.price` does not state its `currency`, `price_year`"), "{told:?}");
    let slip = found("{ prices_state: [bassis] }\n", whole, "");
    assert!(slip.len() == 1 && slip[0].contains("bassis"), "{slip:?}");
}

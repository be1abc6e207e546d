//! The JSON Schema says what the reader does.

use std::collections::BTreeSet;
use std::fs;

use entente::schema::{self, json_schema};
use serde_json::{Value, json};

use crate::invalid::PROPOSALS;
use crate::libraries::{SMALL, yaml};
use crate::setting::{files, findings, model_file};

/// Every object of the schema that lists its keys.
fn objects<'a>(schema: &'a Value, path: &str, found: &mut Vec<(String, &'a Value)>) {
    match schema {
        Value::Object(map) => {
            if map.get("properties").is_some_and(Value::is_object) && map.get("type").is_some() {
                found.push((path.to_owned(), schema));
            }
            for (key, inner) in map {
                objects(inner, &format!("{path}/{key}"), found);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| objects(inner, path, found)),
        _ => {}
    }
}

/// Does `deny_unknown_fields` reach the schema, so that editors refuse what the program refuses?
#[test]
fn the_schema_refuses_unknown_keys() {
    let schema = json_schema().to_value();
    let mut found = Vec::new();
    objects(&schema, "", &mut found);
    assert!(found.len() > 12, "only {} objects: the search is wrong", found.len());
    for (path, object) in found {
        assert_eq!(object["additionalProperties"], false, "{path} lets unknown keys through");
    }
}

/// The words of an enumeration in the schema, however it is written there.
fn words(schema: &Value) -> BTreeSet<String> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    let described = schema["oneOf"].as_array().into_iter().flatten().map(|one| &one["const"]);
    let nested = schema["oneOf"].as_array().into_iter().flatten().filter_map(|one| one["enum"].as_array()).flatten();
    listed.chain(described).chain(nested).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The words that an enumeration's reader knows, by its own message.
fn known<T: serde::de::DeserializeOwned + std::fmt::Debug>() -> BTreeSet<String> {
    let message = serde_json::from_value::<T>(json!("no such word")).unwrap_err().to_string();
    let listed = message.split_once("expected ").map_or("", |(_, rest)| rest);
    listed.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Do schema and reader know the same words, after `rename_all`?
#[test]
fn the_schema_knows_the_words_that_are_read() {
    let schema = json_schema().to_value();
    let definitions = &schema["$defs"];
    for (name, read) in [
        ("CapabilityKind", known::<schema::CapabilityKind>()),
        ("TargetsAre", known::<schema::TargetsAre>()),
        ("Confidence", known::<schema::Confidence>()),
        ("GoalName", known::<schema::GoalName>()),
        ("RungName", known::<schema::RungName>()),
        ("Contributions", known::<schema::Contributions>()),
        ("BandsAre", known::<schema::BandsAre>()),
        ("RuleName", known::<schema::RuleName>()),
        ("Of", known::<schema::Of>()),
        ("FundKind", known::<schema::FundKind>()),
    ] {
        assert!(read.len() >= 2, "{name}: {read:?}");
        assert_eq!(words(&definitions[name]), read, "{name}");
        for word in read {
            assert_eq!(word, word.to_lowercase(), "{name}");
        }
    }
}

/// What of a value the schema refuses, first of all; shapes, keys and words are looked at, patterns of texts are not.
pub fn refused(root: &Value, schema: &Value, value: &Value, path: &str) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} leads nowhere"));
        return refused(root, target, value, path);
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(ways) = schema[choice].as_array() {
            let all: Vec<String> = ways.iter().filter_map(|way| refused(root, way, value, path)).collect();
            if all.len() == ways.len() {
                return Some(format!("{path}: fits none of {}: {}", ways.len(), all.join("; ")));
            }
        }
    }
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        _ => value.is_number(),
    };
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|name| is(name)) {
        return Some(format!("{path}: {value} is no {}", types.join(" or ")));
    }
    if schema.get("const").is_some_and(|only| only != value) {
        return Some(format!("{path}: {value} is another word"));
    }
    if schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
        return Some(format!("{path}: {value} is no known word"));
    }
    if let (Some(list), Some(item)) = (value.as_array(), schema.get("items")) {
        return list.iter().enumerate().find_map(|(n, one)| refused(root, item, one, &format!("{path}/{n}")));
    }
    let map = value.as_object()?;
    let is_year = |key: &str| key.len() == 4 && key.bytes().all(|byte| byte.is_ascii_digit());
    let is_short = |key: &str| (1..=3).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_digit());
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !map.contains_key(name) {
            return Some(format!("{path}: has no {name}"));
        }
    }
    map.iter().find_map(|(key, inner)| {
        let path = format!("{path}/{key}");
        if let Some(known) = schema["properties"].get(key) {
            refused(root, known, inner, &path)
        } else if let Some(price) = schema["patternProperties"].get("^[0-9.]+$").filter(|_| key.parse::<f64>().is_ok())
        {
            refused(root, price, inner, &path)
        } else if let Some(year) = schema["patternProperties"].get("^[0-9]{4}$").filter(|_| is_year(key)) {
            refused(root, year, inner, &path)
        } else if let Some(since) = schema["patternProperties"].get("^[0-9]{1,3}$").filter(|_| is_short(key)) {
            refused(root, since, inner, &path)
        } else {
            match schema.get("additionalProperties") {
                Some(Value::Bool(false)) => Some(format!("{path}: unknown key")),
                Some(every) => refused(root, every, inner, &path),
                None => None,
            }
        }
    })
}

/// Does the schema that editors are given accept what the program accepts?
#[test]
fn the_schema_accepts_every_model() {
    let schema = json_schema().to_value();
    for path in files("models", "yaml") {
        let document = yaml(&fs::read_to_string(&path).unwrap());
        let off = refused(&schema, &schema, &document, "");
        assert_eq!(off, None, "{}", path.display());
    }
}

/// Does the schema accept what a proposal can say, and what presets say of it?
#[test]
fn the_schema_accepts_proposals_and_presets() {
    let schema = json_schema().to_value();
    assert_eq!(refused(&schema, &schema, &yaml(PROPOSALS), ""), None);
    let proposal = &schema["$defs"]["ProposalDocument"];
    for path in files("src/input/presets", "yaml") {
        let preset = yaml(&fs::read_to_string(&path).unwrap());
        assert_eq!(refused(&schema, proposal, &preset, ""), None, "{}", path.display());
    }
}

/// A model whose proposal keeps its tables in files of their own, and these files.
const IN_TABLES: &[(&str, &str)] = &[
    (
        "model.yaml",
        "\
model: Tables in a proposal
horizon: 2026..2027
nations: { DEU: {}, FRA: {}, POL: {} }
capabilities: { guns: { us_baseline: 10 } }
producers: { forge: { seat: DEU } }
offers: { gun: { by: forge, gives: guns, price: 1, needs: new_gun } }
programmes: programmes.csv
rules: rules.csv
proposals:
  p:
    pools: pools.csv
    rules: rules.csv
    programmes: programmes.csv
    funds: { common: { kind: grant, allocations: allocations.csv, asks: asks.csv } }
  q: { funds: funds.csv }
",
    ),
    ("programmes.csv", "id,cost,duration,payment\nnew_gun,5,1 year,\"[50 %, 50 %]\"\n"),
    (
        "rules.csv",
        "id,rule,at_least,nations,or_pay.value,or_pay.source\nwork,juste_retour,20 %,\"{DEU, FRA}\",0.1,guess\n",
    ),
    ("pools.csv", "id,members,buys,exclusive,harmonisation.cost\nwest,\"{DEU, FRA}\",[guns],true,2\n"),
    ("allocations.csv", "id,value,source\nDEU,50,guess\nFRA,40,guess\n"),
    ("asks.csv", "id,rule,at_least\nmany,at_least_nations,2\n"),
    ("funds.csv", "id,kind,envelope,allocations.DEU\nloans,loan,50,20\n"),
];

/// May the name of a CSV file stand wherever a table of a proposal may, for the program and for its schema?
#[test]
fn tables_of_proposals_may_be_files() {
    let schema = json_schema().to_value();
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in IN_TABLES {
        fs::write(folder.path().join(name), text).unwrap();
    }
    assert_eq!(refused(&schema, &schema, &yaml(IN_TABLES[0].1), ""), None);
    let model = model_file(&folder.path().join("model.yaml"));
    let under = model.under(model.proposals.find("p").unwrap());
    let west = &under.groups[under.groups.find("west").unwrap()];
    assert_eq!((west.members.len(), west.exclusive, west.harmonisation.0), (2, true, 2.0));
    let fund = &under.funds[under.funds.find("common").unwrap()];
    assert_eq!((fund.envelope.0, fund.asks.len()), (90.0, 1));
    assert_eq!((under.rules.len(), under.programmes.len()), (1, 1));
    let under = model.under(model.proposals.find("q").unwrap());
    assert_eq!(under.funds[under.funds.find("loans").unwrap()].allocations, [20.0, 0.0, 0.0]);
}

/// Can the validator above refuse anything at all?
#[test]
fn the_schema_refuses_what_the_program_refuses() {
    let schema = json_schema().to_value();
    for (old, new) in [
        ("horizon", "horizn"),
        ("budget", "bugdet"),
        ("price: 1, ", ""),
        ("minimise: cost", "minimise: costs"),
        ("nations: { DEU: { budget: 10 } }", "nations: [DEU]"),
        ("budget: 10", "budget: [10]"),
        ("budget: 10", "budget: { 26: 10 }"),
    ] {
        let text = SMALL.replace(old, new);
        assert_ne!(findings(&text), "", "the program lets `{new}` through");
        assert!(refused(&schema, &schema, &yaml(&text), "").is_some(), "the schema lets `{new}` through");
    }
    assert_eq!(refused(&schema, &schema, &yaml(SMALL), ""), None);
    for (old, new) in
        [("kind: loan", "kind: lone"), ("exclusive: true, ov", "exclusiv: true, ov"), ("of: basket", "of: all")]
    {
        let text = PROPOSALS.replace(old, new);
        assert_ne!(findings(&text), "", "the program lets `{new}` through");
        assert!(refused(&schema, &schema, &yaml(&text), "").is_some(), "the schema lets `{new}` through");
    }
}

//! Pins, comparison, addresses and files.

use std::path::PathBuf;

use entente::app::AppLimits;
use serde_json::json;

use super::client::{MODEL, Served, Tab};

#[test]
fn four_states_stand_beside_each_other() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    let first = tab.settled();
    tab.post("/pin", &json!({ "name": "as it is" }));
    for (name, lever, value) in [
        ("without Poland", "members", json!("{DEU}")),
        ("more money", "budget:all", json!(20.0)),
        ("all three", "proposal", json!("three")),
    ] {
        tab.edit(lever, &value);
        tab.settled();
        let pin = tab.post("/pin", &json!({ "name": name }));
        assert!(pin["pin"].is_number(), "{pin}");
    }
    let compared = tab.get("/compare");
    assert_eq!(compared["columns"].as_array().unwrap().len(), 5);
    assert_eq!(compared["columns"][4]["pin"], serde_json::Value::Null);
    let labels: Vec<&str> =
        compared["inputs"].as_array().unwrap().iter().map(|row| row["lever"].as_str().unwrap()).collect();
    assert!(labels.contains(&"proposal") && labels.contains(&"budget:all"), "{labels:?}");
    for row in compared["results"].as_array().unwrap() {
        assert_eq!(row["cells"].as_array().unwrap().len(), 5, "{row}");
    }
    assert!(!compared["reasons"].as_array().unwrap().is_empty());
    // Back to a pin: what was proven stands at once, and the way back can be undone.
    let revision = tab.post("/show", &json!({ "pin": 1 }))["revision"].clone();
    let shown =
        tab.wait(|event, value| event == "answer" && value["revision"] == revision && value["status"] == "proven");
    assert_eq!(Tab::goals(&shown), Tab::goals(&first));
    tab.post("/undo", &json!({}));
    assert_eq!(tab.state()["proposal"], "three");
    tab.post("/rename", &json!({ "pin": 1, "name": "model" }));
    tab.post("/unpin", &json!({ "pin": 2 }));
    let pins = tab.state()["pins"].clone();
    assert_eq!((pins.as_array().unwrap().len(), &pins[0]["name"]), (3, &json!("model")));
}

#[test]
fn an_address_holds_the_state_and_tells_of_strange_data() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    tab.edit("budget:POL", &json!(12.5));
    tab.edit("members", &json!("{DEU, POL, FRA} - {POL}"));
    tab.post("/pin", &json!({ "name": "a pin" }));
    let state = tab.state();
    let address = state["address"].as_str().unwrap().to_owned();
    assert!(address.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{address}");
    let made = served.post("/api/desk", &json!({ "address": address })).json();
    assert_eq!(made["warnings"], json!([]), "{made}");
    let other = Tab { served: &served, id: made["desk"].as_str().unwrap().to_owned() };
    let there = other.state();
    for key in ["sections", "address", "command", "members", "changed"] {
        assert_eq!(there[key], state[key], "{key}");
    }
    assert_eq!(there["pins"][0]["name"], "a pin");
    // The same name, and other data.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("guns.yaml"), MODEL.replace("budget: 100", "budget: 101")).unwrap();
    let strange = Served::in_folder(folder, &[PathBuf::from("guns.yaml")], AppLimits::default());
    let made = strange.post("/api/desk", &json!({ "address": address })).json();
    let warning = made["warnings"][0].as_str().unwrap();
    assert!(warning.contains("other data") && warning.contains("digest"), "{made}");
    for nonsense in ["", "###", "bm9uc2Vuc2U", &"A".repeat(100_000)] {
        let said = served.post("/api/desk", &json!({ "address": nonsense })).json();
        assert!(said["findings"][0]["text"].as_str().unwrap().contains("address"), "{said}");
    }
}

#[test]
fn a_saved_state_holds_what_differs_and_replaces_nothing() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    tab.edit("rule:spread", &json!({ "on": false, "number": 90.0 }));
    let saved = tab.post("/save", &json!({ "file": "mine.yaml" }));
    assert!(saved["file"].as_str().unwrap().ends_with("mine.yaml"), "{saved}");
    let text = std::fs::read_to_string(served.folder.path().join("mine.yaml")).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert!(lines.len() <= 5 && lines.iter().any(|line| line.contains("applies")), "{text}");
    for taken in ["mine.yaml", "guns.yaml"] {
        let said = tab.post("/save", &json!({ "file": taken }));
        assert!(said["findings"][0]["text"].as_str().unwrap().contains("already"), "{said}");
    }
    assert_eq!(std::fs::read_to_string(served.model()).unwrap(), MODEL);
}

#[test]
fn a_model_that_is_brought_is_opened_and_reads_no_files() {
    use base64::Engine as _;
    let served = Served::new();
    let encoded = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let made = served.post("/api/desk", &json!({ "name": "own.yaml", "content_base64": encoded(MODEL) })).json();
    let tab = Tab { served: &served, id: made["desk"].as_str().unwrap().to_owned() };
    assert_eq!(tab.settled()["status"], "proven");
    let path = served.model();
    let reaching = format!("{MODEL}data: {}\n", path.to_str().unwrap());
    let said =
        served.post("/api/desk", &json!({ "name": "reaching.yaml", "content_base64": encoded(&reaching) })).json();
    assert!(said["findings"][0]["text"].as_str().unwrap().contains("cannot read"), "{said}");
    let said =
        served.post("/api/desk", &json!({ "name": "broken.yaml", "content_base64": encoded("model: [") })).json();
    assert!(said["findings"][0]["text"].is_string(), "{said}");
}

//! What a desk answers: moves, undo, stops, and the same values as the command line.

use serde_json::{Value, json};

use super::client::{Served, Tab, solved_by_command};

#[test]
fn a_desk_answers_with_what_is_proven_and_compared() {
    let served = Served::new();
    let start = served.get("/api/start").json();
    assert_eq!(start["models"][0]["file"], "guns.yaml");
    let tab = served.desk("guns.yaml");
    let answer = tab.settled();
    for (key, least) in [("sentences", 4), ("headline", 4), ("goals", 2), ("pictures", 5), ("tables", 6)] {
        assert!(answer[key].as_array().unwrap().len() >= least, "{key}: {}", answer[key]);
    }
    assert_eq!(answer["goals"][0]["proven"], true);
    // Every picture has its table, and every table its file.
    for picture in answer["pictures"].as_array().unwrap() {
        let name = picture["table"].as_str().unwrap();
        let table = answer["tables"].as_array().unwrap().iter().find(|table| table["name"] == name);
        assert!(table.is_some_and(|table| !table["rows"].as_array().unwrap().is_empty()), "{name}");
        let file = served.get(&tab.path(&format!("/table/{name}.csv")));
        assert!(file.status == 200 && file.body.lines().count() > 1, "{name}: {}", file.body);
    }
    let who = &answer["who_loses"];
    assert_eq!(who["rows"].as_array().unwrap().len(), 3, "{who}");
    let why = tab.get(&format!("/why?of={}", who["rows"][0][0]["why"].as_str().unwrap()));
    assert!(!why["sentences"].as_array().unwrap().is_empty(), "{why}");
    let more = tab.get("/more");
    assert!(!more["rows"].as_array().unwrap().is_empty(), "{more}");
}

#[test]
fn text_of_a_model_is_text() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    let answer = tab.settled();
    // The page draws texts as text; what the server sends is never taken for markup, since it is JSON and no page.
    assert!(tab.state()["model"]["title"].as_str().unwrap().contains("<script>"));
    for path in ["", "/compare"] {
        let reply = served.get(&tab.path(path));
        assert!(reply.head.contains("content-type: application/json"), "{}", reply.head);
    }
    assert!(answer["sentences"].is_array());
    for shell in ["/", "/desk/x"] {
        assert!(!served.get(shell).body.contains("alert(1)"));
    }
    let report = served.get(&tab.path("/report.html")).body;
    assert!(report.contains("alert(1)") && !report.contains("<script>alert(1)"), "the report takes a title for markup");
}

#[test]
fn a_refused_move_leaves_the_desk_as_it_is_and_names_its_lever() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    let before = tab.settled();
    let revision = tab.state()["revision"].clone();
    for (lever, value, says) in [
        ("members", json!("{DEU, PLO}"), "POL"),
        ("members", json!("EU72"), "EU27"),
        ("budget:POL", json!(5000), "between"),
        ("rule:spread", json!({ "on": true, "number": -4 }), "between"),
        ("denial:far", json!(1999), "between"),
        ("goals", json!(["goal_1", "nothing"]), "nothing"),
    ] {
        let said = tab.edit(lever, &value);
        let finding = &said["findings"][0];
        assert!(finding["text"].as_str().unwrap_or_default().contains(says), "{lever}: {said}");
        assert_eq!(finding["lever"], lever, "{said}");
    }
    assert_eq!(tab.state()["revision"], revision);
    assert_eq!(tab.get("")["answer"], before);
}

#[test]
fn a_pool_with_other_members_is_not_called_what_it_was() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    let opening = |answer: &Value| answer["sentences"][0]["text"].as_str().unwrap_or_default().to_owned();
    let before = opening(&tab.settled());
    assert!(before.contains("“Two buy together”"), "{before}");
    tab.edit("members", &json!("{DEU, FRA}"));
    let after = opening(&tab.settled());
    assert!(after.contains("“Two buy together, members changed to {DEU, FRA}”"), "{after}");
    // And neither is it in the file that is exported.
    let yaml = served.get(&tab.path("/export.yaml")).body;
    assert!(yaml.contains("members changed to {DEU, FRA}"), "{yaml}");
}

#[test]
fn every_move_can_be_undone_and_redone() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    let moves = [
        ("budget:POL", json!(10.0)),
        ("rule:spread", json!({ "on": false, "number": 90.0 })),
        ("members", json!("{DEU, POL, FRA}")),
        ("budget:all", json!(-5.0)),
        ("proposal", json!("three")),
        ("counts:tanks", json!(false)),
        ("horizon", json!(2027)),
    ];
    let bare = |state: &Value| {
        let mut state = state.clone();
        for key in ["revision", "undo", "redo"] {
            state[key] = Value::Null;
        }
        state
    };
    let mut states = vec![bare(&tab.state())];
    for (lever, value) in &moves {
        let made = tab.edit(lever, value);
        assert!(made["revision"].is_number(), "{lever}: {made}");
        states.push(bare(&tab.state()));
    }
    assert_eq!(tab.state()["undo"], moves.len());
    for expected in states.iter().rev().skip(1) {
        tab.post("/undo", &json!({}));
        assert_eq!(bare(&tab.state()), *expected);
    }
    for expected in &states[1..] {
        tab.post("/redo", &json!({}));
        assert_eq!(bare(&tab.state()), *expected);
    }
    // A move after an undo ends what could be redone, and a joined one is part of the one before.
    tab.post("/undo", &json!({}));
    tab.edit("budget:DEU", &json!(1.0));
    assert_eq!(tab.state()["redo"], 0);
    let steps = tab.state()["undo"].clone();
    tab.post("/edit", &json!({ "lever": "budget:DEU", "value": 2.0, "joins": true }));
    assert_eq!(tab.state()["undo"], steps);
    tab.post("/undo", &json!({}));
    assert_eq!(bare(&tab.state()), states[states.len() - 2]);
}

/// A small generator of its own, so that the moves are the same each time.
struct Moves(u64);

impl Moves {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.next(list.len() as u64)).unwrap()]
    }

    fn percent(&mut self) -> f64 {
        f64::from(u32::try_from(self.next(12)).unwrap()) * 5.0 - 25.0
    }

    fn any(&mut self) -> Value {
        let (lever, value) = match self.next(9) {
            0 => ("budget:all", json!(self.percent())),
            1 => ("budget:POL", json!(self.percent())),
            2 => ("budget:pool", json!(self.percent())),
            3 => ("members", json!(self.of(&["{DEU, FRA}", "{DEU, POL, FRA} - {POL}", "{POL, FRA}"]))),
            4 => ("rule:spread", json!({ "on": self.next(2) == 0, "number": 70 + self.next(30) })),
            5 => ("proposal", json!(self.of(&["pair", "three", "together"]))),
            6 => ("baseline:guns", json!(self.percent())),
            7 => ("goals", json!(self.of(&[["goal_2", "goal_1"], ["goal_1", "goal_2"]]))),
            _ => ("horizon", json!(2027 + self.next(2))),
        };
        json!({ "lever": lever, "value": value })
    }
}

#[test]
fn moves_lead_to_the_values_of_the_command_line() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    let mut moves = Moves(35);
    let mut tried = 0;
    for number in 0..24 {
        let made = tab.post("/edit", &moves.any());
        // Some levers are those of another proposal.
        if made["revision"].is_null() {
            continue;
        }
        if number % 3 != 0 {
            continue;
        }
        let answer = tab.settled();
        assert_ne!(answer["status"], "refused", "{answer}");
        let file = served.folder.path().join(format!("state-{number}.yaml"));
        let text = served.get(&tab.path("/export.yaml")).body;
        std::fs::write(&file, &text).unwrap();
        let cold = solved_by_command(&file);
        let own = Tab::goals(&answer);
        assert_eq!(own.len(), cold.len(), "{text}");
        for (place, (value, bound)) in cold.iter().enumerate() {
            let own_bound = answer["goals"][place]["bound"].as_f64().unwrap();
            // Each is within its own proof of the same best value; a later goal also depends on what the earlier ones reached.
            let room = (value - bound).abs().max((own[place] - own_bound).abs()) + 1e-6 * value.abs().max(1.0);
            assert!((own[place] - value).abs() <= room, "goal {place}: {} and {value} ± {room}\n{text}", own[place]);
        }
        tried += 1;
    }
    assert!(tried >= 5, "{tried} states were compared");
}

#[test]
fn the_newest_move_wins_and_a_stop_is_obeyed() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    for number in 0..40 {
        tab.edit("budget:all", &json!(f64::from(number) - 20.0));
    }
    let answer = tab.settled();
    assert_eq!(answer["revision"], tab.state()["revision"]);
    assert_eq!(tab.state()["changed"][0]["lever"], "budget:all");
    tab.edit("budget:all", &json!(3.0));
    let stopped = tab.post("/stop", &json!({}));
    assert!(stopped["revision"].is_number());
    let revision = tab.state()["revision"].clone();
    let last =
        tab.wait(|event, value| event == "answer" && value["revision"] == revision && value["status"] != "shown");
    let known = ["stopped", "proven", "decided", "kept"];
    assert!(known.contains(&last["status"].as_str().unwrap()), "{}", last["status"]);
    // A desk that was stopped goes on with the next move.
    tab.edit("budget:all", &json!(4.0));
    assert_eq!(tab.settled()["status"], "proven");
}

#[test]
fn a_state_without_a_plan_says_why_and_offers_a_way_out() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    // All content domestic, and a largest share that leaves no room for one producer alone.
    tab.edit("proposal", &json!("three"));
    tab.post(
        "/edit",
        &json!([
            { "lever": "goals", "value": ["goal_2"] },
            { "lever": "rule:spread", "value": { "on": true, "number": 90.0 } }
        ]),
    );
    let cheap = tab.settled();
    assert_eq!(cheap["status"], "proven", "a plan that orders nothing costs nothing: {cheap}");
}

#[test]
fn questions_are_answered_as_events() {
    let served = Served::new();
    let tab = served.desk("guns.yaml");
    tab.settled();
    for question in ["ladder", "stress", "timeline", "sensitivity", "frontier", "independence", "explain"] {
        let taken = tab.post("/ask", &json!({ "question": question }));
        let id = taken["id"].clone();
        assert!(id.is_number(), "{question}: {taken}");
        let answer = tab.wait(|event, value| event == "asked" && value["id"] == id);
        let told = |key: &str| answer[key].as_array().is_some_and(|list| !list.is_empty());
        assert!(told("sentences") && (question == "explain" || told("tables")), "{question}: {answer}");
    }
    let said = tab.post("/ask", &json!({ "question": "weather" }));
    assert!(said["findings"][0]["text"].as_str().unwrap().contains("frontier"), "{said}");
}

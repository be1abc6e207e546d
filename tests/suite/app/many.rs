//! Many at once: slow readers, dropped connections, bodies that never end, and then many moves in a row.

use std::io::Write;

use entente::app::AppLimits;
use serde_json::json;

use super::client::Served;

#[test]
fn many_clients_leave_nothing_stuck() {
    let served = Served::with(AppLimits { desks: 8, ..AppLimits::default() });
    let first = served.desk("guns.yaml");
    first.settled();
    std::thread::scope(|scope| {
        for number in 0..50 {
            let served = &served;
            scope.spawn(move || match number % 5 {
                // A listener that reads nothing and goes.
                0 => {
                    let tab = served.desk("guns.yaml");
                    let mut stream = served.connected();
                    let head = format!("GET {} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n", tab.path("/events"), served.host(), served.cookie);
                    let _ = stream.write_all(head.as_bytes());
                    for step in 0..5 {
                        tab.served.post(&tab.path("/edit"), &json!({ "lever": "budget:all", "value": step }));
                    }
                }
                // A body that is announced and never comes.
                1 => {
                    let mut stream = served.connected();
                    let head = format!(
                        "POST /api/desk HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\ncookie: {1}\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{{",
                        served.host(),
                        served.cookie
                    );
                    let _ = stream.write_all(head.as_bytes());
                }
                // A body that is too large.
                2 => {
                    served.post("/api/desk", &json!({ "name": "x.yaml", "content_base64": "A".repeat(17 * 1024 * 1024) }));
                }
                // A request that is cut off.
                3 => {
                    let _ = served.connected().write_all(b"GET /api/st");
                }
                _ => {
                    let tab = served.post("/api/desk", &json!({ "model": "guns.yaml" })).json();
                    let path = format!("/api/desk/{}/edit", tab["desk"].as_str().unwrap_or("x"));
                    for step in 0..10 {
                        served.post(&path, &json!({ "lever": "budget:POL", "value": step }));
                    }
                }
            });
        }
    });
    // Whoever comes now is served as if nothing had been; desks that nobody used longest are gone.
    let tab = served.desk("guns.yaml");
    for step in 0..200 {
        let made = tab.edit("budget:all", &json!(f64::from(step % 40) - 20.0));
        assert!(made["revision"].is_number(), "{made}");
    }
    let answer = tab.settled();
    assert_eq!(answer["status"], "proven");
    assert_eq!(first.get("")["gone"], true);
}

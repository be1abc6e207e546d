//! The closed door: every route of the table, tried in every way that must not lead in.

use std::io::{Read, Write};
use std::time::Duration;

use entente::app::ROUTES;
use serde_json::json;

use super::client::Served;

/// A path of a route in which what varies is something.
fn path(route: &str) -> String {
    let parts: Vec<&str> = route.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect();
    parts.join("/")
}

#[test]
fn no_route_lets_a_stranger_in() {
    let served = Served::new();
    let (own, port) = (format!("http://{}", served.host()), served.address.port());
    let cookie = served.cookie.clone();
    let json = "application/json";
    let rebound = format!("attacker.example:{port}");
    let no_port = "127.0.0.1".to_owned();
    for route in ROUTES {
        let path = path(route.path);
        let post = route.method == "POST";
        let refused = |what: &str, headers: &[(&str, &str)]| {
            let body = if post { "{}" } else { "" };
            let reply = served.raw(route.method, &path, headers, body);
            assert!((400..500).contains(&reply.status), "{} {path} with {what}: {}", route.method, reply.status);
            assert_ne!(reply.status, 404, "{} {path} with {what} was looked up before it was refused", route.method);
            for header in [
                "content-security-policy: default-src 'none'",
                "x-content-type-options: nosniff",
                "referrer-policy: no-referrer",
            ] {
                assert!(reply.head.contains(header), "{path} with {what} lacks {header}\n{}", reply.head);
            }
        };
        // What is right but for one thing.
        let with = |wrong: &[(&'static str, &str)]| -> Vec<(String, String)> {
            let mut all = vec![("host", served.host()), ("cookie", cookie.clone())];
            if post {
                all.extend([("origin", own.clone()), ("content-type", json.to_owned())]);
            }
            let mut list: Vec<(String, String)> =
                all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            for (name, value) in wrong {
                list.retain(|(known, _)| known != name);
                if !value.is_empty() {
                    list.push(((*name).to_owned(), (*value).to_owned()));
                }
            }
            list
        };
        let try_with = |what: &str, wrong: &[(&'static str, &str)]| {
            let list = with(wrong);
            let borrowed: Vec<(&str, &str)> =
                list.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            refused(what, &borrowed);
        };
        try_with("the host of a rebound name", &[("host", &rebound)]);
        try_with("a host without the port", &[("host", &no_port)]);
        try_with("a cross-site fetch", &[("sec-fetch-site", "cross-site")]);
        try_with("a fetch of another port", &[("sec-fetch-site", "same-site")]);
        try_with("a foreign origin", &[("origin", "http://attacker.example")]);
        try_with("an origin of no site", &[("origin", "null")]);
        if route.path != "/enter" {
            try_with("no cookie", &[("cookie", "")]);
            try_with("a wrong token", &[("cookie", &format!("entente_{port}=wrong"))]);
        }
        if post {
            try_with("no origin", &[("origin", "")]);
            try_with("plain text", &[("content-type", "text/plain")]);
            try_with("a form", &[("content-type", "application/x-www-form-urlencoded")]);
            try_with("no type", &[("content-type", "")]);
        }
    }
    // Neither is an address that is no route.
    assert_eq!(served.raw("GET", "/elsewhere", &[], "").status, 401);
    assert_eq!(served.raw("DELETE", "/api/start", &[("cookie", &cookie)], "").status, 405);
    assert_eq!(served.raw("GET", "/enter?token=wrong", &[], "").status, 403);
    assert_eq!(served.get("/elsewhere").status, 404);
}

/// A body that never comes must not be waited for where the head alone is refused.
#[test]
fn a_stranger_is_refused_before_the_body_is_read() {
    let served = Served::new();
    for route in ROUTES.iter().filter(|route| route.method == "POST") {
        let mut stream = served.connected();
        let head = format!(
            "POST {} HTTP/1.1\r\nhost: {}\r\norigin: http://attacker.example\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n",
            path(route.path),
            served.host()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut first = [0; 12];
        stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
        stream.read_exact(&mut first).unwrap_or_else(|error| panic!("{}: {error}", route.path));
        assert_eq!(&first, b"HTTP/1.1 403", "{}", route.path);
    }
}

#[test]
fn the_token_leaves_the_address_and_the_cookie_is_closed() {
    let served = Served::new();
    let reply = served.raw("GET", &format!("/enter?token={}", served.token()), &[], "");
    assert_eq!(reply.status, 303);
    assert!(reply.head.contains("location: /\n") && !reply.head.contains("location: /enter"), "{}", reply.head);
    assert!(reply.head.contains("HttpOnly") && reply.head.contains("SameSite=Strict"), "{}", reply.head);
    let shell = served.get("/");
    assert_eq!(shell.status, 200);
    assert!(!shell.body.contains(served.token()) && !shell.body.contains("{digest}"), "{}", shell.body);
    let policy = shell.head.lines().find(|line| line.starts_with("content-security-policy")).unwrap();
    assert!(policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    // Nothing stands in the page itself that the policy would have to let through.
    assert!(!shell.body.contains("<style") && !shell.body.contains("<script>"), "{}", shell.body);
}

#[test]
fn bodies_are_bounded_and_nonsense_is_refused() {
    let served = Served::new();
    let large = "x".repeat(400_000);
    let tab = served.desk("guns.yaml");
    let too_large = served.post(&tab.path("/edit"), &json!({ "lever": large, "value": 1 }));
    assert!(too_large.status == 413 || too_large.status == 0, "{}", too_large.status);
    let origin = format!("http://{}", served.host());
    let headers = [("cookie", &*served.cookie), ("origin", &*origin), ("content-type", "application/json")];
    assert_eq!(served.raw("POST", &tab.path("/edit"), &headers, "{").status, 400);
    assert_eq!(served.raw("POST", &tab.path("/edit"), &headers, "[[]]").status, 400);
    for path in ["../guns.yaml", "/etc/passwd", "..\\x.yaml", ".hidden.yaml", "a/b.yaml"] {
        let said = tab.post("/save", &json!({ "file": path }));
        assert!(said["findings"][0]["text"].is_string(), "{path}: {said}");
    }
    let said = served.post("/api/desk", &json!({ "model": "../../etc/passwd" })).json();
    assert!(said["findings"][0]["text"].as_str().unwrap().contains("no model"), "{said}");
}

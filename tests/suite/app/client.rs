//! A server of its own for a test, and a browser's half of the conversation, without a browser.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use entente::app::{AppLimits, AppOptions, AppServer, StopSignal};
use serde_json::{Value, json};

/// Longest time that a test waits for anything; only a fault lasts as long.
const PATIENCE: Duration = Duration::from_mins(2);

/// A model in which members, budgets, rules and goals can be moved, solved in a moment, with integer decisions.
pub const MODEL: &str = "\
model: Guns for <script>alert(1)</script> two
about: A test
money: MEUR 2025
horizon: 2026..2028
nations:
  DEU: { budget: 100, gdp: 4000 }
  POL: { budget: { value: 60, low: 50, high: 70, source: a budget, confidence: cited }, gdp: 800 }
  FRA: { budget: 80, gdp: 3000 }
capabilities:
  guns: { us_baseline: 60 }
  tanks: { us_baseline: 12, weight: 2 }
producers:
  north: { seat: DEU }
  east: { seat: USA }
offers:
  north_gun: { by: north, gives: guns, price: { 0: 8, 20: 6 }, capacity: 12 a year, set_up: 10 }
  east_gun: { by: east, gives: guns, price: 7, capacity: 9 a year }
  tank: { by: north, gives: tanks, price: { 0: 20, 6: 17 }, capacity: 4 a year }
rules:
  spread: { rule: largest_share, at_most: 90 %, capabilities: [guns] }
denials:
  far: { name: the United States deny all support, by: [USA], from: 2027 }
proposals:
  pair:
    name: Two buy together
    pools: { two: { members: \"{DEU, POL}\", exclusive: true } }
  three:
    name: All three
    pools: { all: { members: \"{DEU, POL, FRA}\", exclusive: true, overhead: 1 % } }
    rules: { home: { rule: european_content, of: basket, at_least: 40 % } }
goals:
  - minimise: gap
    within: 1 %
  - minimise: cost
";

/// A server in a folder with the model in it.
pub struct Served {
    pub folder: tempfile::TempDir,
    pub address: SocketAddr,
    pub cookie: String,
    token: String,
    stop: StopSignal,
    running: Option<JoinHandle<std::io::Result<()>>>,
}

/// An answer as it came.
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.body))
    }
}

impl Served {
    pub fn new() -> Self {
        Self::with(AppLimits::default())
    }

    pub fn with(limits: AppLimits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("guns.yaml"), MODEL).unwrap();
        Self::in_folder(folder, &[PathBuf::from("guns.yaml")], limits)
    }

    /// Serves files of a folder.
    pub fn in_folder(folder: tempfile::TempDir, files: &[PathBuf], limits: AppLimits) -> Self {
        let options = AppOptions {
            models: files.iter().map(|file| folder.path().join(file)).collect(),
            folder: folder.path().to_owned(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            allow_outside: false,
            limits,
        };
        let server = AppServer::bind(&options).unwrap();
        let url = server.url();
        let (place, token) = url.trim_start_matches("http://").split_once("/enter?token=").unwrap();
        let (address, token) = (place.parse().unwrap(), token.to_owned());
        let stop = StopSignal::default();
        let handle = stop.clone();
        let running = Some(std::thread::spawn(move || server.run(&handle)));
        let mut served = Self { folder, address, cookie: String::new(), token, stop, running };
        let entered = served.raw("GET", &format!("/enter?token={}", served.token), &[], "");
        assert_eq!(entered.status, 303, "{}", entered.head);
        let cookie = entered.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        cookie.split(';').next().unwrap().clone_into(&mut served.cookie);
        served
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    pub fn host(&self) -> String {
        self.address.to_string()
    }

    pub fn model(&self) -> PathBuf {
        self.folder.path().join("guns.yaml")
    }

    pub fn connected(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends a request as it is given; `host` is added where no header names one.
    pub fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut text = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "host") {
            write!(text, "host: {}\r\n", self.host()).unwrap();
        }
        for (name, value) in headers {
            write!(text, "{name}: {value}\r\n").unwrap();
        }
        write!(text, "content-length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut stream = self.connected();
        // A refusal may close the connection while a body is still sent.
        let _ = stream.write_all(text.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        reply(&String::from_utf8_lossy(&bytes))
    }

    pub fn get(&self, path: &str) -> Reply {
        self.raw("GET", path, &[("cookie", &self.cookie)], "")
    }

    pub fn post(&self, path: &str, body: &Value) -> Reply {
        let origin = format!("http://{}", self.host());
        let headers = [("cookie", &*self.cookie), ("origin", &*origin), ("content-type", "application/json")];
        self.raw("POST", path, &headers, &body.to_string())
    }

    /// A new desk of a model of the list.
    pub fn desk(&self, model: &str) -> Tab<'_> {
        let made = self.post("/api/desk", &json!({ "model": model })).json();
        let id = made["desk"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        Tab { served: self, id }
    }
}

fn reply(text: &str) -> Reply {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let lowered = head.lines().map(|line| match line.split_once(": ") {
        Some((name, value)) => format!("{}: {value}", name.to_lowercase()),
        None => line.to_owned(),
    });
    let head = lowered.collect::<Vec<_>>().join("\n");
    let body = if head.contains("transfer-encoding: chunked") { unchunked(body) } else { body.to_owned() };
    Reply { status, head, body }
}

fn unchunked(mut body: &str) -> String {
    let mut text = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        if size == 0 || rest.len() < size {
            break;
        }
        text += &rest[..size];
        body = rest[size..].trim_start_matches("\r\n");
    }
    text
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(running) = self.running.take() {
            let ended = running.join();
            if !std::thread::panicking() {
                ended.unwrap().unwrap();
            }
        }
    }
}

/// One desk of a server.
pub struct Tab<'a> {
    pub served: &'a Served,
    pub id: String,
}

impl Tab<'_> {
    pub fn path(&self, what: &str) -> String {
        format!("/api/desk/{}{what}", self.id)
    }

    pub fn post(&self, what: &str, body: &Value) -> Value {
        self.served.post(&self.path(what), body).json()
    }

    pub fn get(&self, what: &str) -> Value {
        self.served.get(&self.path(what)).json()
    }

    pub fn edit(&self, lever: &str, value: &Value) -> Value {
        self.post("/edit", &json!({ "lever": lever, "value": value }))
    }

    pub fn state(&self) -> Value {
        self.get("")["state"].clone()
    }

    /// Reads events until one is what is waited for.
    pub fn wait(&self, is_it: impl Fn(&str, &Value) -> bool) -> Value {
        let mut stream = self.served.connected();
        let head = format!(
            "GET {} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\naccept: text/event-stream\r\n\r\n",
            self.path("/events"),
            self.served.host(),
            self.served.cookie
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut event = String::new();
        for line in BufReader::new(stream).lines() {
            let line = line.unwrap_or_else(|error| panic!("no such event came: {error}"));
            if let Some(name) = line.strip_prefix("event: ") {
                name.clone_into(&mut event);
            } else if let Some(data) = line.strip_prefix("data: ") {
                let value: Value = serde_json::from_str(data).unwrap();
                if is_it(&event, &value) {
                    return value;
                }
            }
        }
        panic!("the events ended");
    }

    /// The answer of the state that is shown, once nothing more will be found out.
    pub fn settled(&self) -> Value {
        let revision = self.state()["revision"].clone();
        self.wait(|event, value| {
            event == "answer"
                && value["revision"] == revision
                && (value["status"] == "no_plan" && value["sentences"].as_array().is_some_and(|list| list.len() != 2)
                    || value["status"] == "refused"
                    || value["status"] == "proven" && value["compared_proven"] == true)
        })
    }

    /// Values of the goals of an answer.
    pub fn goals(answer: &Value) -> Vec<f64> {
        answer["goals"].as_array().unwrap().iter().map(|goal| goal["value"].as_f64().unwrap()).collect()
    }
}

/// The value of each goal, and how far it is proven, of a file that the command line solves.
pub fn solved_by_command(file: &Path) -> Vec<(f64, f64)> {
    let output = crate::setting::entente(["solve", file.to_str().unwrap(), "--format", "json"]);
    let text = crate::setting::stdout(&output);
    assert!(output.status.success(), "{}", crate::setting::stderr(&output));
    let summary: Value = serde_json::from_str(&text).unwrap();
    let goals = summary["goals"].as_array().unwrap_or_else(|| panic!("{text}")).clone();
    goals.iter().map(|goal| (goal["value"].as_f64().unwrap(), goal["bound"].as_f64().unwrap())).collect()
}

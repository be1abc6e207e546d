//! A browser without a window, driven through the protocol of its developer tools.

use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::{Message, WebSocket, client, stream::MaybeTlsStream};

/// Names under which browsers of this family are installed.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// A running browser with one open page.
pub(super) struct Browser {
    child: Child,
    socket: RefCell<WebSocket<MaybeTlsStream<TcpStream>>>,
    session: String,
    asked: Cell<u64>,
    /// What happened meanwhile: method and what came with it.
    pub(super) events: RefCell<Vec<(String, Value)>>,
    // Goes away with the browser.
    _profile: TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where a browser is, if there is one.
fn program() -> Option<PathBuf> {
    let named = std::env::var_os("CHROME").map(PathBuf::from);
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    let found =
        NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.exists());
    named.or(found)
}

impl Browser {
    /// Starts a browser; nothing where there is none and none must be.
    pub(super) fn start() -> Option<Self> {
        let Some(program) = program() else {
            super::is_missing("Chromium", "no page is looked at");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut child = Command::new(&program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0"])
            .args(["--no-first-run", "--disable-dev-shm-usage", "--disable-background-networking"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("DevTools listening on ").map(str::to_owned))
            .expect("the browser says where it listens");
        // Whoever writes into a pipe that nobody reads stops in the end.
        std::thread::spawn(move || lines.for_each(drop));
        let host = address.trim_start_matches("ws://").split('/').next().unwrap();
        let stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(3))).unwrap();
        let (socket, _) = client(address.as_str(), MaybeTlsStream::Plain(stream)).unwrap();
        let mut browser = Self {
            child,
            socket: RefCell::new(socket),
            session: String::new(),
            asked: Cell::new(0),
            events: RefCell::default(),
            _profile: profile,
        };
        let target = browser.call("Target.createTarget", &json!({ "url": "about:blank" }))["targetId"].clone();
        let session = browser.call("Target.attachToTarget", &json!({ "targetId": target, "flatten": true }));
        session["sessionId"].as_str().unwrap().clone_into(&mut browser.session);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        Some(browser)
    }

    /// Asks for something and waits for the answer.
    #[track_caller]
    pub(super) fn call(&self, method: &str, params: &Value) -> Value {
        let id = self.asked.get() + 1;
        self.asked.set(id);
        let mut ask = json!({ "id": id, "method": method, "params": params });
        if !self.session.is_empty() {
            ask["sessionId"] = json!(self.session);
        }
        let mut socket = self.socket.borrow_mut();
        socket.send(Message::text(ask.to_string())).unwrap();
        loop {
            let message = socket.read().unwrap_or_else(|error| panic!("{method}: {error}"));
            let Message::Text(text) = message else { continue };
            let answer: Value = serde_json::from_str(&text).unwrap();
            if answer["id"] == id {
                assert!(answer.get("error").is_none(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
            if let Some(event) = answer["method"].as_str() {
                self.events.borrow_mut().push((event.to_owned(), answer["params"].clone()));
            }
        }
    }
}

//! The page in a real browser: drawn, hovered, clicked, printed, judged.

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::devtools::Browser;
use super::with_results;

/// A page that a browser shows.
pub(super) struct Seen {
    browser: Browser,
    path: PathBuf,
    /// How long it took until all of it was there.
    opened: Duration,
}

impl Seen {
    /// Opens a page in a window of a width; nothing where there is no browser and none must be.
    pub(super) fn of(path: &Path, width: u32) -> Option<Self> {
        let browser = Browser::start()?;
        let size = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        browser.call("Emulation.setDeviceMetricsOverride", &size);
        let began = Instant::now();
        browser.call("Page.navigate", &json!({ "url": format!("file://{}", path.display()) }));
        let mut seen = Self { browser, path: path.to_owned(), opened: Duration::ZERO };
        seen.wait("document.readyState === 'complete' && document.documentElement.dataset.theme !== undefined");
        seen.opened = began.elapsed();
        Some(seen)
    }

    /// What an expression comes to in the page.
    #[track_caller]
    pub(super) fn value(&self, expression: &str) -> Value {
        let answer = self.browser.call(
            "Runtime.evaluate",
            &json!({ "expression": expression, "returnByValue": true, "awaitPromise": true }),
        );
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Waits until something holds.
    #[track_caller]
    fn wait(&self, condition: &str) {
        let end = Instant::now() + Duration::from_secs(30);
        while self.value(condition) != true {
            assert!(Instant::now() < end, "{} never came to: {condition}", self.path.display());
            sleep(Duration::from_millis(20));
        }
    }

    /// Goes through the page until every picture is drawn.
    #[track_caller]
    pub(super) fn draws_everything(&self) {
        let height = self.value("document.documentElement.scrollHeight").as_f64().unwrap();
        let mut at = 0.0;
        while at < height {
            self.value(&format!("scrollTo({{ top: {at}, behavior: 'instant' }})"));
            sleep(Duration::from_millis(40));
            at += 700.0;
        }
        self.wait("document.querySelectorAll('.chart').length === document.querySelectorAll('.chart svg').length");
        assert_eq!(self.value("[...document.querySelectorAll('.chart svg')].filter(svg => svg.querySelectorAll('path, text').length < 4).length"), 0);
        self.value("scrollTo({ top: 0, behavior: 'instant' })");
    }

    /// Nothing was said to the console, and nothing was asked of any network.
    #[track_caller]
    pub(super) fn is_quiet(&self) {
        for (event, what) in self.browser.events.borrow().iter() {
            let loud =
                ["Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"].contains(&event.as_str());
            assert!(!loud, "{}: {event}: {what}", self.path.display());
            if event == "Network.requestWillBeSent" {
                let url = what["request"]["url"].as_str().unwrap();
                assert_eq!(url, format!("file://{}", self.path.display()), "the page asks for something");
            }
        }
    }

    /// The centre of what a selector finds, moved into sight.
    #[track_caller]
    fn place(&self, selector: &str) -> (f64, f64) {
        let place = self.value(&format!(
            "(() => {{ const it = document.querySelector({selector:?}); it.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
             const box = it.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ));
        (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
    }

    fn mouse(&self, kind: &str, (x, y): (f64, f64)) {
        let pressed = if kind == "mouseMoved" { "none" } else { "left" };
        self.browser.call(
            "Input.dispatchMouseEvent",
            &json!({ "type": kind, "x": x, "y": y, "button": pressed, "clickCount": 1 }),
        );
    }

    #[track_caller]
    fn click(&self, selector: &str) {
        let place = self.place(selector);
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            self.mouse(kind, place);
        }
    }

    fn press(&self, key: &str, text: &str) {
        let code = if key == "Tab" { 9 } else { 13 };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            self.browser.call(
                "Input.dispatchKeyEvent",
                &json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text }),
            );
        }
    }

    /// What axe-core finds that is serious or worse.
    #[track_caller]
    fn is_accessible(&self) {
        self.value(include_str!("axe.min.js"));
        let found = self.value(
            "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations\
             .filter(each => ['serious', 'critical'].includes(each.impact))\
             .map(each => each.id + ': ' + each.help + ' ' + each.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' ')))",
        );
        assert_eq!(found, json!([]), "{}", self.path.display());
    }

    /// As paper: the bytes of a PDF.
    fn printed(&self) -> String {
        let answer =
            self.browser.call("Page.printToPDF", &json!({ "preferCSSPageSize": true, "printBackground": false }));
        answer["data"].as_str().unwrap().to_owned()
    }
}

/// Everything that is asked of a page.
#[track_caller]
fn holds(path: &Path, within: Duration) {
    let Some(seen) = Seen::of(path, 1280) else { return };
    assert!(seen.opened < within, "{} took {:?} to open", path.display(), seen.opened);
    super::say(&format!("{} opened in {:?}", path.display(), seen.opened));
    seen.draws_everything();
    assert_eq!(seen.value("document.documentElement.scrollWidth"), 1280);

    // Hovering says a value.
    let place = seen.place("#ladder .chart");
    seen.mouse("mouseMoved", place);
    let (x, y) = place;
    let words = "[...document.querySelectorAll('.tip')].map(tip => tip.textContent).join('')";
    for step in 0..120 {
        seen.mouse("mouseMoved", (x - 300.0 + 5.0 * f64::from(step), y + 40.0));
        if seen.value(words) != "" {
            break;
        }
    }
    assert!(seen.value(words).as_str().unwrap().contains('%'), "hovering says nothing: {}", seen.value(words));

    // A click opens the table, and so does a key.
    assert_eq!(seen.value("document.querySelector('#ladder details').open"), false);
    seen.click("#ladder details summary");
    assert_eq!(seen.value("document.querySelector('#ladder details').open"), true);
    seen.value("document.querySelector('#volume details summary').focus()");
    seen.press("Enter", "\r");
    assert_eq!(seen.value("document.querySelector('#volume details').open"), true);

    // The first key of all leads past everything to the answer.
    seen.value("document.activeElement.blur(); scrollTo({ top: 0, behavior: 'instant' })");
    let first = seen.value("document.querySelector('a, button').getAttribute('href')");
    assert_eq!(first, "#answer");

    // Another theme paints the pictures anew.
    let ink = "document.querySelector('#ladder .chart svg text').getAttribute('fill')";
    let (theme, before) = (seen.value("document.documentElement.dataset.theme"), seen.value(ink));
    assert_eq!(theme, "light");
    seen.is_accessible();
    seen.click("#theme");
    assert_eq!(seen.value("document.documentElement.dataset.theme"), "dark");
    assert_ne!(seen.value(ink), before);
    seen.is_accessible();
    seen.click("#patterns");
    assert!(seen.value("document.querySelectorAll('#volume .chart svg pattern').length").as_f64().unwrap() > 0.0);

    // Paper is light whatever the screen is, and the screen is as it was.
    let pdf = seen.printed();
    assert!(pdf.starts_with("JVBERi") && pdf.len() > 30_000, "no PDF: {} letters", pdf.len());
    assert_eq!(seen.value("document.documentElement.dataset.theme"), "dark");
    assert_eq!(seen.value("document.documentElement.classList.contains('printing')"), false);
    seen.is_quiet();

    // A telephone shows all of it without moving sideways.
    let narrow = Seen::of(path, 390).unwrap();
    narrow.draws_everything();
    assert_eq!(narrow.value("document.documentElement.scrollWidth"), 390);
    narrow.is_quiet();
}

#[test]
fn the_page_of_a_run_holds_in_a_browser() {
    let it = with_results("shells-for-three.yaml");
    holds(&it.path("solved.html"), Duration::from_secs(10));
}

#[test]
fn the_page_of_a_comparison_holds_in_a_browser() {
    let it = with_results("proposals.yaml");
    holds(&it.path("compared.html"), Duration::from_secs(10));
}

/// Looks at a page that was made before: `ENTENTE_PAGE=report.html cargo test a_page_that_is_named -- --ignored`.
#[test]
#[ignore = "looks at the page that ENTENTE_PAGE names"]
fn a_page_that_is_named_holds_in_a_browser() {
    let Some(path) = std::env::var_os("ENTENTE_PAGE").map(PathBuf::from) else { return };
    let size = std::fs::metadata(&path).unwrap().len();
    assert!(size < 5_000_000, "{} has {size} bytes", path.display());
    holds(&std::fs::canonicalize(path).unwrap(), Duration::from_secs(1));
}

/// Without JavaScript there are no pictures, but every number.
#[test]
fn tables_are_there_without_scripts() {
    let it = with_results("shells-for-three.yaml");
    let Some(browser) = Browser::start() else { return };
    browser.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    browser.call("Page.navigate", &json!({ "url": format!("file://{}", it.path("solved.html").display()) }));
    sleep(Duration::from_millis(500));
    let text =
        browser.call("Runtime.evaluate", &json!({ "expression": "document.body.innerText", "returnByValue": true }));
    let text = text["result"]["value"].as_str().unwrap();
    assert!(text.contains("Pictures need JavaScript"), "{text}");
    let tables = browser
        .call("Runtime.evaluate", &json!({ "expression": "document.querySelectorAll('table tbody tr').length" }));
    assert!(tables["result"]["value"].as_f64().unwrap() > 20.0);
}

/// Draws pictures of a page: `tools/pictures` does it for the README.
#[test]
#[ignore = "draws pictures of the page that ENTENTE_PAGE names"]
fn pictures_of_a_page_that_is_named() {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let (Some(page), Some(folder)) = (named("ENTENTE_PAGE"), named("ENTENTE_PICTURES")) else { return };
    let Some(seen) = Seen::of(&std::fs::canonicalize(page).unwrap(), 1000) else { return };
    seen.draws_everything();
    std::fs::create_dir_all(&folder).unwrap();
    for id in ["gap-by-capability", "map"] {
        let clip = seen.value(&format!(
            "(() => {{ const top = document.querySelector('#{id} h2').getBoundingClientRect(), \
             end = document.querySelector('#{id} .panels').getBoundingClientRect(); \
             return {{ x: 0, y: top.top + scrollY - 16, width: 1000, height: end.bottom - top.top + 22, scale: 1.5 }}; }})()"
        ));
        let shot = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = seen.browser.call("Page.captureScreenshot", &shot);
        let bytes = decoded(answer["data"].as_str().unwrap());
        std::fs::write(folder.join(format!("{id}.png")), bytes).unwrap();
    }
}

/// The bytes that base64 stands for.
fn decoded(text: &str) -> Vec<u8> {
    let letter = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let all = four.iter().fold(0u32, |all, c| (all << 6) | u32::from(letter(*c))) << (6 * (4 - four.len()));
        bytes.extend(&all.to_be_bytes()[1..four.len()]);
    }
    bytes
}

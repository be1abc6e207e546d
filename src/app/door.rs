//! The closed door: one layer around the whole router, which refuses a request before its body is read.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::refusal::AppRefusal;
use crate::app::server::AppShared;

/// The one address that is answered without the cookie: it gives the cookie to who has the token.
pub(super) const ENTER: &str = "/enter";
/// The address to which models are brought.
const BRINGS: &str = "/api/desk";

/// What the page may do: run and load what this server sends, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Who may come in.
#[derive(Debug, Clone)]
pub(super) struct Door {
    /// Names by which this server may be called, with the port.
    hosts: Vec<String>,
    /// Proof that somebody saw what the program printed.
    pub token: String,
    /// Name of the cookie that holds the token: cookies of one machine are shared by all ports.
    pub cookie: String,
}

impl Door {
    /// The door of a server at an address.
    pub fn new(address: SocketAddr, token: String) -> Self {
        let port = address.port();
        let mut hosts = Vec::new();
        let own = address.ip();
        if own.is_loopback() || own.is_unspecified() {
            hosts.extend([format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")]);
        }
        match own {
            IpAddr::V4(own) => hosts.push(format!("{own}:{port}")),
            IpAddr::V6(own) => hosts.push(format!("[{own}]:{port}")),
        }
        Self { hosts, token, cookie: format!("entente_{port}") }
    }

    /// Why a request is refused by its head alone.
    fn refused(&self, method: &Method, path: &str, authority: Option<&str>, headers: &HeaderMap) -> Option<StatusCode> {
        if method != Method::GET && method != Method::POST {
            return Some(StatusCode::METHOD_NOT_ALLOWED);
        }
        // Another name that leads here is how a stranger's page would reach this server.
        let Ok(Some(host)) = only(headers, &header::HOST) else { return Some(StatusCode::MISDIRECTED_REQUEST) };
        let is_own = |name: &str| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(name));
        if !is_own(host) || authority.is_some_and(|name| !is_own(name)) {
            return Some(StatusCode::MISDIRECTED_REQUEST);
        }
        match only(headers, &HeaderName::from_static("sec-fetch-site")) {
            Ok(None | Some("same-origin" | "none")) => {}
            _ => return Some(StatusCode::FORBIDDEN),
        }
        let own_origin =
            |origin: &str| origin.strip_prefix("http://").is_some_and(|name| name.eq_ignore_ascii_case(host));
        match only(headers, &header::ORIGIN) {
            Ok(Some(origin)) if own_origin(origin) => {}
            Ok(None) if method == Method::GET => {}
            _ => return Some(StatusCode::FORBIDDEN),
        }
        if path != ENTER && !self.has_cookie(headers) {
            return Some(StatusCode::UNAUTHORIZED);
        }
        if method == Method::POST {
            let is_json =
                |kind: &str| kind.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case("application/json");
            if !matches!(only(headers, &header::CONTENT_TYPE), Ok(Some(kind)) if is_json(kind)) {
                return Some(StatusCode::UNSUPPORTED_MEDIA_TYPE);
            }
        }
        None
    }

    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let lists = headers.get_all(header::COOKIE).iter().filter_map(|list| list.to_str().ok());
        let mut pairs = lists.flat_map(|list| list.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(name, value)| name == self.cookie && same(value, &self.token))
    }
}

/// The one value of a header; nothing where it is not there.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h str>, ()> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| ()),
        _ => Err(()),
    }
}

/// Whether two texts are the same, in a time that does not say where they first differ.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// Lets in who may come in, reads what they bring within limits, and closes every answer against others.
pub(super) async fn guarded(State(app): State<Arc<AppShared>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let authority = parts.uri.authority().map(axum::http::uri::Authority::as_str);
    let mut response = match app.door.refused(&parts.method, parts.uri.path(), authority, &parts.headers) {
        Some(status) => refusal(status),
        None if parts.method == Method::POST => match brought(&app, parts.uri.path(), &parts.headers, body).await {
            Ok(body) => next.run(Request::from_parts(parts, body)).await,
            Err(status) => refusal(status),
        },
        None => next.run(Request::from_parts(parts, Body::empty())).await,
    };
    close(response.headers_mut());
    response
}

/// The body of a request, whole, in time and no larger than may be.
async fn brought(app: &AppShared, path: &str, headers: &HeaderMap, body: Body) -> Result<Body, StatusCode> {
    let limits = &app.limits;
    let brings = path == BRINGS;
    let most = if brings { limits.model } else { limits.body };
    let stated = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if stated.is_some_and(|length| length > most as u64) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    // What is larger than any other request waits for its turn, so that many of them take no more memory than few.
    let is_large = brings && stated.is_none_or(|length| length > limits.body as u64);
    let _turn = if is_large {
        match tokio::time::timeout(limits.arrival, app.bringing.acquire()).await {
            Ok(turn) => turn.ok(),
            Err(_) => return Err(StatusCode::TOO_MANY_REQUESTS),
        }
    } else {
        None
    };
    match tokio::time::timeout(limits.arrival, to_bytes(body, most)).await {
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Ok(bytes)) => Ok(Body::from(bytes)),
    }
}

fn refusal(status: StatusCode) -> Response {
    let what = match status {
        StatusCode::UNAUTHORIZED => "open the address that `entente app` printed",
        StatusCode::MISDIRECTED_REQUEST => "this server is not called by this name",
        StatusCode::FORBIDDEN => "this request does not come from a page of this server",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "send application/json",
        StatusCode::PAYLOAD_TOO_LARGE => "this is too large",
        StatusCode::TOO_MANY_REQUESTS => "too many at a time; try again in a moment",
        StatusCode::REQUEST_TIMEOUT => "this took too long to arrive",
        _ => "this is not allowed",
    };
    let mut response = AppRefusal::Request(status, what.to_owned()).into_response();
    // What was sent is not read, so nothing else can follow it.
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Closes an answer against others: no scripts but ours, no frames, no guessing of types, no traces elsewhere.
fn close(headers: &mut HeaderMap) {
    let fixed = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

//! What the browser loads: the page in pieces, the drawing library and the map that reports have, packed once.

use std::io::Write as _;

use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, header};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::disk::digest;
use crate::report::{CHARTS, EUROPE};

/// The pieces of the page, by name.
const PIECES: &[(&str, &str)] = &[
    ("answer.js", include_str!("page/answer.js")),
    ("app.css", include_str!("page/app.css")),
    ("app.js", include_str!("page/app.js")),
    ("bar.js", include_str!("page/bar.js")),
    ("compare.js", include_str!("page/compare.js")),
    ("desk.js", include_str!("page/desk.js")),
    ("dom.js", include_str!("page/dom.js")),
    ("drawing.js", include_str!("page/drawing.js")),
    ("finder.js", include_str!("page/finder.js")),
    ("further.js", include_str!("page/further.js")),
    ("gallery.js", include_str!("page/gallery.js")),
    ("icon.svg", include_str!("page/icon.svg")),
    ("keys.js", include_str!("page/keys.js")),
    ("lever.js", include_str!("page/lever.js")),
    ("levers.js", include_str!("page/levers.js")),
    ("members.js", include_str!("page/members.js")),
    ("panel.js", include_str!("page/panel.js")),
    ("parts.css", include_str!("page/parts.css")),
    ("pictures.js", include_str!("page/pictures.js")),
    ("start.js", include_str!("page/start.js")),
    ("table.js", include_str!("page/table.js")),
    ("take.js", include_str!("page/take.js")),
    ("theme.js", include_str!("page/theme.js")),
    ("tour.js", include_str!("page/tour.js")),
    ("wire.js", include_str!("page/wire.js")),
    ("words.js", include_str!("page/words.js")),
    ("charts.js", CHARTS),
    ("europe.json", EUROPE),
];

const SHELL: &str = include_str!("page/app.html");

/// One piece, as it is sent.
struct PagePiece {
    name: &'static str,
    plain: &'static str,
    packed: Vec<u8>,
}

/// Everything that the browser loads.
pub(super) struct Pages {
    digest: String,
    shell: String,
    pieces: Vec<PagePiece>,
}

impl Pages {
    /// Packs all pieces.
    pub fn packed() -> Self {
        let mut all = Vec::new();
        for (name, text) in PIECES.iter().chain(&[("app.html", SHELL)]) {
            all.extend_from_slice(name.as_bytes());
            all.extend_from_slice(text.as_bytes());
        }
        let digest = digest(&all)[..16].to_owned();
        let pieces =
            PIECES.iter().map(|(name, plain)| PagePiece { name, plain, packed: packed(plain) }).collect::<Vec<_>>();
        Self { shell: SHELL.replace("{digest}", &digest), digest, pieces }
    }

    /// The page around everything.
    pub fn shell(&self) -> Response<Body> {
        reply(StatusCode::OK, "text/html; charset=utf-8", "no-store", Body::from(self.shell.clone()))
    }

    /// A piece under the digest of all.
    pub fn piece(&self, digest: &str, name: &str, asked: &HeaderMap) -> Response<Body> {
        let piece = self.pieces.iter().find(|piece| piece.name == name && digest == self.digest);
        let Some(piece) = piece else {
            return reply(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "no-store", Body::from("not found"));
        };
        let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("svg") => "image/svg+xml",
            _ => "application/json",
        };
        let takes = |header: &header::HeaderValue| header.to_str().is_ok_and(|list| list.contains("gzip"));
        let gzip = asked.get(header::ACCEPT_ENCODING).is_some_and(takes);
        let body = if gzip { Body::from(piece.packed.clone()) } else { Body::from(piece.plain) };
        let mut response = reply(StatusCode::OK, kind, "private, max-age=31536000, immutable", body);
        let headers = response.headers_mut();
        headers.insert(header::VARY, header::HeaderValue::from_static("accept-encoding"));
        if gzip {
            headers.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("gzip"));
        }
        if let Ok(tag) = header::HeaderValue::from_str(&format!("\"{digest}\"")) {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // A vector takes everything.
    let _ = encoder.write_all(text.as_bytes());
    encoder.finish().unwrap_or_default()
}

/// A response of a kind.
pub(super) fn reply(status: StatusCode, kind: &'static str, keep: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static(keep));
    response
}

#[cfg(test)]
mod tests {
    use super::{PIECES, Pages};

    #[test]
    fn every_piece_of_the_page_is_served_and_the_page_is_small_as_sent() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app/page");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(name == "app.html" || PIECES.iter().any(|(piece, _)| *piece == name), "{name} is not served");
        }
        let sent: usize = Pages::packed().pieces.iter().map(|piece| piece.packed.len()).sum();
        assert!(sent < 1_000_000, "{sent} bytes");
    }
}

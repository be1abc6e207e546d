//! Why a request is refused, as the page shows it.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal. What a user can cause in the ordinary flow comes as findings under status 200, since browsers report every other status as
/// an error of the page.
#[derive(Debug)]
pub(super) enum AppRefusal {
    /// What is wrong with what the user set or brought; each with its lever, where there is one.
    Findings(Vec<(Option<String>, String)>),
    /// The desk is not there.
    Gone,
    /// The request itself is wrong.
    Request(StatusCode, String),
}

impl AppRefusal {
    /// One finding that is about no lever.
    pub fn text(what: impl Into<String>) -> Self {
        Self::Findings(vec![(None, what.into())])
    }

    /// One finding about a lever.
    pub fn of_lever(lever: &str, what: impl Into<String>) -> Self {
        Self::Findings(vec![(Some(lever.to_owned()), what.into())])
    }

    /// A request that no page of ours makes.
    pub fn request(what: impl Into<String>) -> Self {
        Self::Request(StatusCode::BAD_REQUEST, what.into())
    }

    /// The findings as JSON.
    pub fn findings(list: &[(Option<String>, String)]) -> Value {
        list.iter().map(|(lever, text)| json!({ "lever": lever, "text": text })).collect()
    }
}

impl IntoResponse for AppRefusal {
    fn into_response(self) -> Response {
        match self {
            Self::Findings(list) => Json(json!({ "findings": Self::findings(&list) })).into_response(),
            Self::Gone => Json(json!({ "gone": true })).into_response(),
            Self::Request(status, error) => (status, Json(json!({ "error": error }))).into_response(),
        }
    }
}

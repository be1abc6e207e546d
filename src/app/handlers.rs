//! What each route answers. Whatever takes longer than a moment is done off the threads that serve.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path as RoutePath, Query, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;

use crate::app::comparing::comparison_of;
use crate::app::desk::Desk;
use crate::app::door::same;
use crate::app::lever_settings::LeverValues;
use crate::app::refusal::AppRefusal;
use crate::app::server::AppShared;
use crate::app::state::state_of;
use crate::app::{ask as asking, edit as moving, take as taking};

type Answered = Result<Json<Value>, AppRefusal>;

/// What a request with a body does at a desk.
type DeskMove = fn(&Arc<AppShared>, &Arc<Desk>, &Value) -> Result<Value, AppRefusal>;

/// What a body says.
fn said(body: &Bytes) -> Result<Value, AppRefusal> {
    if body.is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_slice(body).map_err(|error| AppRefusal::request(format!("this is not JSON: {error}")))
}

/// Does work that takes longer than a moment.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppRefusal> + Send + 'static,
) -> Result<T, AppRefusal> {
    let failed =
        |_| AppRefusal::Request(StatusCode::INTERNAL_SERVER_ERROR, "this failed; the desk is as it was".to_owned());
    tokio::task::spawn_blocking(work).await.map_err(failed)?
}

/// Does something with a desk off the threads that serve.
async fn at_desk(
    app: Arc<AppShared>,
    id: &str,
    work: impl FnOnce(&Arc<AppShared>, &Arc<Desk>) -> Result<Value, AppRefusal> + Send + 'static,
) -> Answered {
    let desk = app.desk(id)?;
    aside(move || work(&app, &desk)).await.map(Json)
}

/// The same with what a body says.
async fn told_at_desk(app: Arc<AppShared>, id: &str, body: &Bytes, work: DeskMove) -> Answered {
    let asked = said(body)?;
    at_desk(app, id, move |app, desk| work(app, desk, &asked)).await
}

/// The revision after a move.
fn at(revision: u64) -> Value {
    json!({ "revision": revision })
}

#[derive(Deserialize)]
pub(super) struct TokenQuery {
    #[serde(default)]
    token: String,
}

/// Gives the cookie to who has the token; the token leaves the address with it.
pub(super) async fn enter(State(app): State<Arc<AppShared>>, Query(query): Query<TokenQuery>) -> Response<Body> {
    let door = &app.door;
    if !same(&query.token, &door.token) {
        let what = "this token is not the one of this server; open the address that `entente app` printed";
        return AppRefusal::Request(StatusCode::FORBIDDEN, what.to_owned()).into_response();
    }
    let mut response = Redirect::to("/").into_response();
    let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", door.cookie, door.token);
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

pub(super) async fn shell(State(app): State<Arc<AppShared>>) -> Response<Body> {
    app.pages.shell()
}

pub(super) async fn icon() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The address of a piece of the page.
#[derive(Deserialize)]
pub(super) struct PieceAddress {
    digest: String,
    name: String,
}

pub(super) async fn piece(
    State(app): State<Arc<AppShared>>,
    RoutePath(of): RoutePath<PieceAddress>,
    asked: HeaderMap,
) -> Response<Body> {
    app.pages.piece(&of.digest, &of.name, &asked)
}

pub(super) async fn start(State(app): State<Arc<AppShared>>) -> Answered {
    aside(move || Ok(taking::start_of(&app))).await.map(Json)
}

pub(super) async fn new_desk(State(app): State<Arc<AppShared>>, body: Bytes) -> Answered {
    let asked = said(&body)?;
    drop(body);
    aside(move || taking::new_desk(&app, &asked)).await.map(Json)
}

pub(super) async fn desk(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>) -> Answered {
    at_desk(app, &id, |_, desk| {
        let answer = desk.state().answer.clone();
        Ok(json!({ "state": state_of(desk), "answer": answer.as_deref() }))
    })
    .await
}

/// The events of a desk, the last of each kind first. Whoever reads slowly gets the last of what was told meanwhile.
pub(super) async fn events(
    State(app): State<Arc<AppShared>>,
    RoutePath(id): RoutePath<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, AppRefusal> {
    let busy = |_| AppRefusal::Request(StatusCode::TOO_MANY_REQUESTS, "too many pages listen; close some".to_owned());
    let place = app.listening.clone().try_acquire_owned().map_err(busy)?;
    let desk = app.desk(&id)?;
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    tokio::spawn(listened(app, desk, sender, place));
    Ok(Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

async fn listened(
    app: Arc<AppShared>,
    desk: Arc<Desk>,
    sender: tokio::sync::mpsc::Sender<Result<Event, Infallible>>,
    _place: OwnedSemaphorePermit,
) {
    let mut news = desk.news.listener();
    let mut closing = app.closing.subscribe();
    let mut seen = 0;
    loop {
        news.borrow_and_update();
        let since = desk.news.since(seen);
        seen = since.until;
        for item in since.items {
            // What waits for a slow reader may have been overtaken: the next round has what holds then.
            let event = Event::default().event(item.event).data(&*item.text);
            tokio::select! {
                sent = sender.send(Ok(event)) => if sent.is_err() { return },
                _ = closing.wait_for(|closing| *closing) => return,
            }
        }
        tokio::select! {
            changed = news.changed() => if changed.is_err() { return },
            () = sender.closed() => return,
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

pub(super) async fn edit(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>, body: Bytes) -> Answered {
    told_at_desk(app, &id, &body, |app, desk, asked| moving::make(app, desk, asked).map(at)).await
}

pub(super) async fn undo(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>) -> Answered {
    at_desk(app, &id, |app, desk| moving::step(app, desk, true).map(at)).await
}

pub(super) async fn redo(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>) -> Answered {
    at_desk(app, &id, |app, desk| moving::step(app, desk, false).map(at)).await
}

pub(super) async fn stop(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>, body: Bytes) -> Answered {
    let question = said(&body)?.get("id").and_then(Value::as_u64);
    Ok(Json(moving::stop(&*app.desk(&id)?, question)))
}

pub(super) async fn reset(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>) -> Answered {
    let clear = |app: &Arc<AppShared>, desk: &Arc<Desk>| moving::jump(app, desk, &LeverValues::new()).map(at);
    at_desk(app, &id, clear).await
}

pub(super) async fn pin(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>, body: Bytes) -> Answered {
    told_at_desk(app, &id, &body, taking::pin).await
}

pub(super) async fn unpin(
    State(app): State<Arc<AppShared>>,
    RoutePath(id): RoutePath<String>,
    body: Bytes,
) -> Answered {
    told_at_desk(app, &id, &body, |_, desk, asked| taking::unpin(desk, asked)).await
}

pub(super) async fn rename(
    State(app): State<Arc<AppShared>>,
    RoutePath(id): RoutePath<String>,
    body: Bytes,
) -> Answered {
    told_at_desk(app, &id, &body, |_, desk, asked| taking::rename(desk, asked)).await
}

pub(super) async fn show(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>, body: Bytes) -> Answered {
    told_at_desk(app, &id, &body, |app, desk, asked| moving::jump(app, desk, &taking::pinned(desk, asked)?).map(at))
        .await
}

pub(super) async fn compare(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>) -> Answered {
    at_desk(app, &id, |app, desk| Ok(comparison_of(app, desk))).await
}

#[derive(Deserialize)]
pub(super) struct WhyQuery {
    #[serde(default)]
    of: String,
}

pub(super) async fn why(
    State(app): State<Arc<AppShared>>,
    RoutePath(id): RoutePath<String>,
    Query(query): Query<WhyQuery>,
) -> Answered {
    let of = query.of;
    at_desk(app, &id, move |_, desk| crate::app::reasons::why_of(desk, &of)).await
}

pub(super) async fn more(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>) -> Answered {
    at_desk(app, &id, |_, desk| crate::app::reasons::more_of(desk)).await
}

pub(super) async fn ask(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>, body: Bytes) -> Answered {
    told_at_desk(app, &id, &body, asking::take).await
}

pub(super) async fn export_yaml(
    State(app): State<Arc<AppShared>>,
    RoutePath(id): RoutePath<String>,
) -> Result<Response<Body>, AppRefusal> {
    let desk = app.desk(&id)?;
    let text = taking::yaml_of(&desk);
    Ok(download("application/yaml; charset=utf-8", &taking::file_name(&desk, "yaml"), text))
}

pub(super) async fn export_report(
    State(app): State<Arc<AppShared>>,
    RoutePath(id): RoutePath<String>,
) -> Result<Response<Body>, AppRefusal> {
    let desk = app.desk(&id)?;
    let name = taking::file_name(&desk, "html");
    let page = aside(move || taking::report_of(&desk)).await?;
    Ok(download("text/html; charset=utf-8", &name, page))
}

pub(super) async fn save(State(app): State<Arc<AppShared>>, RoutePath(id): RoutePath<String>, body: Bytes) -> Answered {
    told_at_desk(app, &id, &body, |_, desk, asked| taking::save(desk, asked)).await
}

/// The address of a table behind a picture.
#[derive(Deserialize)]
pub(super) struct TableAddress {
    id: String,
    name: String,
}

pub(super) async fn table_file(
    State(app): State<Arc<AppShared>>,
    RoutePath(of): RoutePath<TableAddress>,
) -> Result<Response<Body>, AppRefusal> {
    let desk = app.desk(&of.id)?;
    let wanted = of.name.strip_suffix(".csv").unwrap_or(&of.name).to_owned();
    let answer = desk.state().answer.clone();
    let tables = answer.as_ref().and_then(|answer| answer["tables"].as_array());
    let table = tables.into_iter().flatten().find(|table| table["name"] == wanted.as_str());
    let missing = || AppRefusal::Request(StatusCode::NOT_FOUND, "the answer has no such table".to_owned());
    let text = crate::app::tables::csv_of(table.ok_or_else(missing)?)
        .map_err(|error| AppRefusal::text(format!("The table cannot be written: {error}.")))?;
    Ok(download("text/csv; charset=utf-8", &format!("{wanted}.csv"), text))
}

/// A file to be kept.
fn download(kind: &'static str, name: &str, text: String) -> Response<Body> {
    let mut response = crate::app::pages::reply(StatusCode::OK, kind, "no-store", Body::from(text));
    if let Ok(place) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, place);
    }
    response
}

//! Every route of the application, in one table from which the router is made.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};

use crate::app::door::{ENTER, guarded};
use crate::app::handlers as to;
use crate::app::server::AppShared;

/// A route of the application.
#[derive(Debug, Clone, Copy)]
pub struct RouteEntry {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Its path, with what varies in braces.
    pub path: &'static str,
    target: RouteTarget,
}

#[derive(Debug, Clone, Copy)]
enum RouteTarget {
    Enter,
    Shell,
    Icon,
    Piece,
    Start,
    NewDesk,
    Desk,
    Events,
    Edit,
    Undo,
    Redo,
    Stop,
    Reset,
    Pin,
    Unpin,
    Rename,
    Show,
    Compare,
    Why,
    More,
    Ask,
    ExportYaml,
    ExportReport,
    Save,
    TableFile,
}

const fn route(method: &'static str, path: &'static str, target: RouteTarget) -> RouteEntry {
    RouteEntry { method, path, target }
}

/// Every route.
pub const ROUTES: &[RouteEntry] = &[
    route("GET", ENTER, RouteTarget::Enter),
    route("GET", "/", RouteTarget::Shell),
    route("GET", "/desk/{id}", RouteTarget::Shell),
    route("GET", "/favicon.ico", RouteTarget::Icon),
    route("GET", "/page/{digest}/{name}", RouteTarget::Piece),
    route("GET", "/api/start", RouteTarget::Start),
    route("POST", "/api/desk", RouteTarget::NewDesk),
    route("GET", "/api/desk/{id}", RouteTarget::Desk),
    route("GET", "/api/desk/{id}/events", RouteTarget::Events),
    route("POST", "/api/desk/{id}/edit", RouteTarget::Edit),
    route("POST", "/api/desk/{id}/undo", RouteTarget::Undo),
    route("POST", "/api/desk/{id}/redo", RouteTarget::Redo),
    route("POST", "/api/desk/{id}/stop", RouteTarget::Stop),
    route("POST", "/api/desk/{id}/reset", RouteTarget::Reset),
    route("POST", "/api/desk/{id}/pin", RouteTarget::Pin),
    route("POST", "/api/desk/{id}/unpin", RouteTarget::Unpin),
    route("POST", "/api/desk/{id}/rename", RouteTarget::Rename),
    route("POST", "/api/desk/{id}/show", RouteTarget::Show),
    route("GET", "/api/desk/{id}/compare", RouteTarget::Compare),
    route("GET", "/api/desk/{id}/why", RouteTarget::Why),
    route("GET", "/api/desk/{id}/more", RouteTarget::More),
    route("POST", "/api/desk/{id}/ask", RouteTarget::Ask),
    route("GET", "/api/desk/{id}/export.yaml", RouteTarget::ExportYaml),
    route("GET", "/api/desk/{id}/report.html", RouteTarget::ExportReport),
    route("POST", "/api/desk/{id}/save", RouteTarget::Save),
    route("GET", "/api/desk/{id}/table/{name}", RouteTarget::TableFile),
];

/// The router of all routes behind the door.
pub(super) fn router(app: Arc<AppShared>) -> Router {
    let mut router = Router::new();
    for entry in ROUTES {
        router = router.route(entry.path, answered(entry.target));
    }
    // Around everything, so that no route and no address without one is exempt.
    router.layer(from_fn_with_state(app.clone(), guarded)).with_state(app)
}

fn answered(target: RouteTarget) -> MethodRouter<Arc<AppShared>> {
    match target {
        RouteTarget::Enter => get(to::enter),
        RouteTarget::Shell => get(to::shell),
        RouteTarget::Icon => get(to::icon),
        RouteTarget::Piece => get(to::piece),
        RouteTarget::Start => get(to::start),
        RouteTarget::NewDesk => post(to::new_desk),
        RouteTarget::Desk => get(to::desk),
        RouteTarget::Events => get(to::events),
        RouteTarget::Edit => post(to::edit),
        RouteTarget::Undo => post(to::undo),
        RouteTarget::Redo => post(to::redo),
        RouteTarget::Stop => post(to::stop),
        RouteTarget::Reset => post(to::reset),
        RouteTarget::Pin => post(to::pin),
        RouteTarget::Unpin => post(to::unpin),
        RouteTarget::Rename => post(to::rename),
        RouteTarget::Show => post(to::show),
        RouteTarget::Compare => get(to::compare),
        RouteTarget::Why => get(to::why),
        RouteTarget::More => get(to::more),
        RouteTarget::Ask => post(to::ask),
        RouteTarget::ExportYaml => get(to::export_yaml),
        RouteTarget::ExportReport => get(to::export_report),
        RouteTarget::Save => post(to::save),
        RouteTarget::TableFile => get(to::table_file),
    }
}

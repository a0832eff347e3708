//! About the API itself: its description, its problems, the node's health.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};
use shop::desk::Needs;
use shop::kernel::Problem;
use shop::kernel::problem as kinds;

use crate::App;
use crate::edge::problem;
use crate::op::{Ops, RouteKind};
use crate::pages::assets;

pub(super) fn ops() -> Ops {
    let file = |ops: Ops, path, name, handler| {
        ops.route(RouteKind::File, Method::GET, path, name, Needs::Nothing, handler)
    };
    let ops = file(Ops::default(), "/v1/openapi.json", "meta.openapi", get(openapi));
    let ops = file(ops, "/v1/problems", "meta.problems", get(problems));
    let ops = file(ops, "/v1/problems/{slug}", "meta.problem", get(one_problem));
    let ops = file(ops, "/livez", "meta.live", get(|| async { "ok" }));
    let ops = file(ops, "/readyz", "meta.ready", get(ready));
    let ops = file(ops, "/assets/{*name}", "assets.file", get(assets::serve));
    file(ops, "/media/{name}", "assets.picture", get(assets::serve_picture))
}

async fn openapi() -> Json<Value> {
    Json(crate::openapi::document(&crate::registry()))
}

async fn problems() -> Json<Value> {
    let list: Vec<Value> = kinds::ALL.iter().map(|kind| described(kind)).collect();
    Json(json!({ "items": list }))
}

async fn one_problem(State(app): State<App>, Path(slug): Path<String>) -> Response {
    match kinds::ALL.iter().find(|kind| kind.slug == slug) {
        Some(kind) => Json(described(kind)).into_response(),
        None => problem::response(&Problem::not_found("problem"), app.desk.mint().id()),
    }
}

fn described(kind: &kinds::Kind) -> Value {
    json!({ "type": format!("{}{}", problem::TYPES, kind.slug), "title": kind.title, "status": kind.status })
}

async fn ready(State(app): State<App>) -> Response {
    match app.gate.run(|| app.desk.refresh_memory()).await {
        Ok(()) => (StatusCode::OK, "ok").into_response(),
        Err(refused) => problem::response(&refused, app.desk.mint().id()),
    }
}

//! How a problem leaves: one RFC 9457 document. Dialects and pages have their own shapes.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use shop::kernel::Problem;
use shop::kernel::id::RequestId;

/// Where the documentation of problems lies, under the shop's own address.
pub const TYPES: &str = "/v1/problems/";

/// Seconds after which it is worth asking again where the store was busy or away.
pub const BUSY_FOR: u64 = 2;

/// The document.
pub fn document(problem: &Problem, request: RequestId) -> Value {
    let mut members = Map::new();
    members.insert("type".into(), format!("{TYPES}{}", problem.kind.slug).into());
    members.insert("title".into(), problem.kind.title.into());
    members.insert("status".into(), problem.kind.status.into());
    members.insert("detail".into(), problem.detail.clone().into());
    members.insert("instance".into(), request.to_string().into());
    if !problem.errors.is_empty() {
        members.insert("errors".into(), json!(problem.errors));
    }
    for (name, value) in &problem.extra {
        members.entry(name.clone()).or_insert_with(|| value.clone());
    }
    Value::Object(members)
}

/// The status that goes with it.
pub fn status(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The response of the API.
pub fn response(problem: &Problem, request: RequestId) -> Response {
    let mut response = (status(problem), Json(document(problem, request))).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    add_headers(problem, headers);
    response
}

/// Headers that belong to a problem in whatever shape it leaves.
pub fn add_headers(problem: &Problem, headers: &mut axum::http::HeaderMap) {
    let wait = problem.extra.get("retry_after").and_then(Value::as_u64);
    let wait = wait.or_else(|| (problem.kind.status == 503).then_some(BUSY_FOR));
    if let Some(seconds) = wait {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.kind.status == 401 {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"understudy\""));
    }
}

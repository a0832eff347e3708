//! Bodies arrive whole, within a limited size and time, before anything is done with them.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use shop::kernel::Problem;
use shop::kernel::problem as kinds;

use super::headers::Nonce;
use super::{Arrival, problem};
use crate::App;
use crate::storefront::error;

/// The largest body.
pub const MOST: usize = 1024 * 1024;
/// How long a client may take to send one.
const WITHIN: Duration = Duration::from_secs(20);

/// Reads the body, and refuses one that is too large or takes too long.
pub async fn whole(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let refused = match tokio::time::timeout(WITHIN, to_bytes(body, MOST)).await {
        Ok(Ok(bytes)) => return next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Ok(Err(_)) => {
            Problem::new(&kinds::TOO_LARGE, "At most 1 MiB can be sent at once. Nothing was changed.")
        }
        Err(_) => Problem::new(&kinds::TOO_SLOW, "The request did not arrive in time. Nothing was changed."),
    };
    let mut response = match Arrival::read(&parts, &app).await {
        Ok(arrival) if !parts.uri.path().starts_with("/v1/") => {
            let nonce = parts.extensions.get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default();
            error::bare(&app, &arrival, &nonce, &refused)
        }
        Ok(arrival) => problem::response(&refused, arrival.request),
        Err(_) => problem::response(&refused, app.desk.mint().id()),
    };
    // The rest of the body is still on its way.
    response.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
    response
}

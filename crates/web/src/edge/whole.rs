//! Requests are whole before anything is done with them: the path is text, the body has arrived, within a limited
//! size and time.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use shop::kernel::Problem;
use shop::kernel::problem as kinds;

use super::headers::Nonce;
use super::{Arrival, problem};
use crate::App;
use crate::dialects;
use crate::storefront::error;

/// The largest body.
pub const MOST: usize = 1024 * 1024;
/// How long a client may take to send one.
const WITHIN: Duration = Duration::from_secs(20);

/// Reads the body, and refuses one that is too large or takes too long, or a path that is not text.
pub async fn whole(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if !is_text(parts.uri.path()) {
        let refused = Problem::new(&kinds::MALFORMED, "The address is not UTF-8. Nothing was changed.");
        return answer(&app, &parts, &refused).await;
    }
    let refused = match tokio::time::timeout(WITHIN, to_bytes(body, MOST)).await {
        Ok(Ok(bytes)) => return next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Ok(Err(_)) => {
            Problem::new(&kinds::TOO_LARGE, "At most 1 MiB can be sent at once. Nothing was changed.")
        }
        Err(_) => Problem::new(&kinds::TOO_SLOW, "The request did not arrive in time. Nothing was changed."),
    };
    let mut response = answer(&app, &parts, &refused).await;
    // The rest of the body is still on its way.
    response.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
    response
}

/// A problem document to clients of the API, their own shape to those of a dialect, a page to everybody else.
async fn answer(app: &App, parts: &Parts, refused: &Problem) -> Response {
    if let Some(dialect) = dialects::of(parts, app) {
        return dialects::refused(dialect, refused);
    }
    match Arrival::read(parts, app).await {
        Ok(arrival) if !parts.uri.path().starts_with("/v1/") => {
            let nonce = parts.extensions.get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default();
            error::bare(app, &arrival, &nonce, refused)
        }
        Ok(arrival) => problem::response(refused, arrival.request),
        Err(_) => problem::response(refused, app.desk.mint().id()),
    }
}

/// Whether a path is UTF-8 once it is decoded, as its parameters must be.
fn is_text(path: &str) -> bool {
    let mut bytes = path.bytes();
    let mut decoded = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let mut digit = || char::from(ahead.next()?).to_digit(16);
        match (byte, digit(), digit()) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(u8::try_from(high * 16 + low).unwrap_or_default());
                bytes = ahead;
            }
            _ => decoded.push(byte),
        }
    }
    String::from_utf8(decoded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_text;

    #[test]
    fn paths_are_text_or_refused() {
        for path in ["/", "/v1/orders/NL%31", "/caf%C3%A9", "/100%", "/%zz", "/%C3%A9%"] {
            assert!(is_text(path), "{path}");
        }
        for path in ["/%ff", "/%C3", "/a%ED%A0%80"] {
            assert!(!is_text(path), "{path}");
        }
    }
}

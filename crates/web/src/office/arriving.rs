//! Requests and forms of the back office, as they arrive.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;

use super::frame::{Office, Posted};
use crate::App;
use crate::edge::headers::Nonce;
use crate::edge::{Arrival, Form};
use crate::pages::respond;
use crate::storefront::error;
use crate::storefront::kept::Kept;

impl FromRequestParts<App> for Office {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let arrival = Arrival::from_request_parts(parts, app).await?;
        let nonce = nonce(parts);
        let here = parts.uri.path_and_query().map_or("/office", |all| all.as_str()).to_owned();
        Ok(Self { app: app.clone(), arrival, here, nonce, piece: is_piece(&parts.headers), typed: None })
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let mut office = Office::from_request_parts(&mut parts, app).await?;
        office.here = page_of(&parts.headers);
        let path = parts.uri.path().to_owned();
        match Form::check(Request::from_parts(parts, body), office.arrival.clone(), app).await {
            Ok(form) => {
                office.typed = Some(Kept::going(path, &form));
                Ok(Self { office, form })
            }
            Err(wrong) => Err(error::bare(app, &office.arrival, &office.nonce, &wrong)),
        }
    }
}

fn nonce(parts: &Parts) -> String {
    parts.extensions.get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default()
}

/// Whether htmx asks, and not for a whole page of its history.
fn is_piece(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request") && !headers.contains_key("hx-history-restore-request")
}

/// The page a form stood on: where to go on after signing in again.
fn page_of(headers: &HeaderMap) -> String {
    let page = headers.get("referer").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = page.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    path.filter(|path| path.starts_with("/office")).and_then(respond::local).unwrap_or("/office").to_owned()
}

//! The OAuth token endpoint (RFC 6749): a form in, plain JSON out; not JSON:API.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::super::Answer;
use super::super::call::Call;
use super::super::token::{Named, Pair};
use crate::edge::input;

/// `grant_type` password or refresh_token.
pub(super) async fn token(call: Call) -> Answer {
    call.identity().await?;
    let mut form = input::pairs(&call.body);
    let mut take = |name: &str| input::take(&mut form, name).filter(|text| !text.is_empty());
    let (username, password, refresh) = (take("username"), take("password"), take("refresh_token"));
    let answered = match take("grant_type").as_deref() {
        Some("password") => match (username, password) {
            (Some(username), Some(password)) => super::enter(&call, &username, password).await,
            _ => return Ok(refused("invalid_request", "Say username and password.")),
        },
        Some("refresh_token") => match refresh {
            Some(refresh) => super::refresh::renewed(&call, &refresh).await,
            None => return Ok(refused("invalid_request", "Say the refresh_token.")),
        },
        Some(_) => return Ok(refused("unsupported_grant_type", "grant_type is password or refresh_token.")),
        None => return Ok(refused("invalid_request", "Say the grant_type.")),
    };
    match answered {
        Ok((pair, named)) => Ok(given(&call, &pair, &named)),
        Err(wrong) if matches!(wrong.status(), 400..=403) => {
            Ok(refused("invalid_grant", "The credentials or the refresh token are not good."))
        }
        Err(wrong) => Err(wrong),
    }
}

fn given(call: &Call, pair: &Pair, named: &Named) -> Response {
    let attributes = pair.attributes(call, named);
    let of = |name: &str| attributes[name].clone();
    plain(
        StatusCode::OK,
        json!({
            "access_token": of("accessToken"),
            "token_type": of("tokenType"),
            "expires_in": of("expiresIn"),
            "refresh_token": of("refreshToken"),
        }),
    )
}

fn refused(error: &str, description: &str) -> Response {
    plain(StatusCode::BAD_REQUEST, json!({ "error": error, "error_description": description }))
}

/// RFC 6749, 5.1: nothing on the way may keep it.
fn plain(status: StatusCode, body: Value) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

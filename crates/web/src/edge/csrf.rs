//! Proof that a form was ours: a token bound to a cookie, and the browser's own word for where the request
//! comes from.

use axum::http::{HeaderMap, Method, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shop::desk::Desk;
use shop::kernel::problem::{self, Problem};
use subtle::ConstantTimeEq;

/// The form token that belongs to this cookie.
pub fn token(desk: &Desk, cookie: &str) -> String {
    URL_SAFE_NO_PAD.encode(desk.keyed_hash("form", cookie))
}

/// Checks a form's token against the cookie.
pub fn check(desk: &Desk, cookie: Option<&str>, given: Option<&str>) -> Result<(), Problem> {
    let expected = cookie.map(|cookie| token(desk, cookie));
    match (expected, given) {
        (Some(expected), Some(given)) if bool::from(expected.as_bytes().ct_eq(given.as_bytes())) => Ok(()),
        _ => Err(Problem::new(
            &problem::CROSS_SITE,
            "This form has expired or did not come from this shop. Nothing was changed. Load the page again.",
        )),
    }
}

/// Refuses a changing request that a browser sent from another site.
pub fn check_origin(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let same = match (text("sec-fetch-site".parse().unwrap_or(header::ORIGIN)), text(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = text(header::HOST).unwrap_or_default();
            origin.split_once("://").is_some_and(|(_, of)| of == host)
        }
        (None, None) => true,
    };
    if same {
        return Ok(());
    }
    Err(Problem::new(&problem::CROSS_SITE, "The request did not come from this site. Nothing was changed."))
}

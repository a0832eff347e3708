//! What every response carries.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// The nonce of this response's scripts.
#[derive(Clone, Debug)]
pub struct Nonce(pub String);

/// Which other origin a form of this response may be sent to (the card page's).
#[derive(Clone, Debug, Default)]
pub struct FormTarget(pub String);

const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

fn policy(nonce: &str, form_target: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'{form_target}; \
         frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; \
         trusted-types htmx assist lit-html"
    )
}

/// Adds the security headers, and `no-store` where nothing else is said.
pub async fn secure(app: axum::extract::State<crate::App>, mut request: Request, next: Next) -> Response {
    let nonce = app.nonce();
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let mut response = next.run(request).await;
    let target =
        response.extensions().get::<FormTarget>().map(|target| format!(" {}", target.0)).unwrap_or_default();
    let https = app.settings.secure();
    add(response.headers_mut(), &policy(&nonce, &target), https);
    response
}

fn add(headers: &mut HeaderMap, policy: &str, https: bool) {
    let mut set = |name: HeaderName, value: &str| {
        if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    set(header::CACHE_CONTROL, "no-store");
    set(header::VARY, "Cookie, Authorization, Accept-Language");
    if https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
}

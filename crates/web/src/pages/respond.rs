//! From a page's context to its response: cookies that go with it, messages for the next page, redirects.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use shop::kernel::{Locale, Problem};

use super::Frame;
use crate::App;
use crate::edge::{Arrival, Jar, csrf};
use crate::office::texts::Texts;

/// A one-line message for the next page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Flash {
    /// `good` or `bad`.
    pub kind: String,
    /// The message.
    pub text: String,
    /// A link that goes with it, to be copied; may be empty.
    #[serde(default)]
    pub link: String,
}

impl Flash {
    /// Something went well.
    pub fn good(text: impl Into<String>) -> Self {
        Self { kind: "good".into(), text: text.into(), link: String::new() }
    }

    /// The same, with a link to be passed on.
    #[must_use]
    pub fn with_link(self, link: impl Into<String>) -> Self {
        Self { link: link.into(), ..self }
    }

    /// Something did not.
    pub fn bad(text: impl Into<String>) -> Self {
        Self { kind: "bad".into(), text: text.into(), link: String::new() }
    }

    fn to_cookie(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// The message in this cookie.
    pub fn from_cookie(text: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}

/// What a problem means for a form: messages by field, and what concerns the whole.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FormState {
    /// Messages by field name.
    pub errors: BTreeMap<String, String>,
    /// What concerns the whole form: title and detail.
    pub problem: Option<BTreeMap<&'static str, String>>,
    /// What was typed.
    pub form: BTreeMap<String, String>,
}

impl FormState {
    /// The state after this problem, with what was typed.
    pub fn after(problem: &Problem, form: BTreeMap<String, String>) -> Self {
        let errors: BTreeMap<String, String> = problem
            .errors
            .iter()
            .filter(|error| error.pointer.len() > 1)
            .map(|error| {
                (error.pointer[1..].split('/').next().unwrap_or_default().to_owned(), error.detail.clone())
            })
            .collect();
        let whole = errors.is_empty().then(|| {
            BTreeMap::from([("title", problem.kind.title.to_owned()), ("detail", problem.detail.clone())])
        });
        Self { errors, problem: whole, form }
    }
}

/// Everything a page needs besides its context.
pub struct Sheet<'a> {
    /// The surfaces.
    pub app: &'a App,
    /// The request.
    pub arrival: &'a Arrival,
    /// What every template may call.
    pub frame: Frame,
    form_cookie: Option<String>,
}

impl<'a> Sheet<'a> {
    /// A sheet for this request. `storefront` is `/eu/en/EUR` in the shop and empty elsewhere.
    pub fn new(
        app: &'a App,
        arrival: &'a Arrival,
        storefront: String,
        locale: Locale,
        zone: &str,
        nonce: &str,
    ) -> Self {
        let fresh = arrival.form.is_none().then(|| app.token("uf_"));
        let cookie = arrival.form.clone().or_else(|| fresh.clone()).unwrap_or_default();
        let mint = app.desk.mint().clone();
        let frame = Frame {
            base: arrival.base.prefix.clone(),
            storefront,
            locale,
            time_zone: zone.to_owned(),
            nonce: nonce.to_owned(),
            form_token: csrf::token(&app.desk, &cookie),
            key: std::sync::Arc::new(move || URL_SAFE_NO_PAD.encode(mint.bytes::<24>())),
        };
        Self { app, arrival, frame, form_cookie: fresh }
    }

    /// A text in the page's language.
    pub fn text(&self, id: &str) -> String {
        self.app.pages.text(self.frame.locale, id, &[])
    }

    /// The texts of the page's language.
    pub fn texts(&self) -> Texts<'_> {
        Texts::new(&self.app.pages, self.frame.locale)
    }

    /// A text with arguments, in the page's language.
    pub fn text_with(&self, id: &str, arguments: &[(&str, minijinja::Value)]) -> String {
        self.app.pages.text(self.frame.locale, id, arguments)
    }

    /// The message left for this page.
    pub fn flash(&self) -> Option<Flash> {
        self.arrival.flash.as_deref().and_then(Flash::from_cookie)
    }

    /// Renders.
    pub fn show(&self, status: StatusCode, template: &str, page: &(impl Serialize + ?Sized)) -> Response {
        let mut response = self.app.pages.respond(status, template, &self.frame, page);
        let secure = self.app.settings.secure();
        if let Some(cookie) = &self.form_cookie {
            response.headers_mut().append(header::SET_COOKIE, Jar::Form.set(cookie, secure, None));
        }
        if self.arrival.flash.is_some() {
            response.headers_mut().append(header::SET_COOKIE, Jar::Flash.clear(secure));
        }
        response
    }
}

/// 303 to `path` (with its prefix), with a message for the page there.
pub fn redirect(app: &App, path: &str, flash: Option<&Flash>) -> Response {
    let place = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response();
    if let Some(flash) = flash {
        let cookie = Jar::Flash.set(&flash.to_cookie(), app.settings.secure(), None);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// A place within this shop that a form may name as where to go next: a path of ours, nothing else.
pub fn local(path: &str) -> Option<&str> {
    let fine = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    fine.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_own_paths_are_gone_to() {
        assert_eq!(local("/eu/en/EUR/cart?x=1"), Some("/eu/en/EUR/cart?x=1"));
        for bad in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nb",
            "/\t/evil",
            "javascript:1",
            "",
            "evil",
        ] {
            assert_eq!(local(bad), None, "{bad:?}");
        }
    }
}

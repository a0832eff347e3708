//! The door of the back office: signing in and out.

use axum::extract::Query;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use shop::desk::{Act, Needs};
use shop::kernel::Problem;
use shop::people::sign_in::{SignIn, SignedIn};
use shop::people::sign_out::SignOut;

use super::entering::{self, Entered};
use super::frame::{Office, Posted};
use crate::edge::{Form, problem};
use crate::op::{Ops, RouteKind};
use crate::pages::{Flash, FormState, respond};
use crate::storefront::kept::{Again, Hidden, Kept};

pub(super) fn ops() -> Ops {
    let (sign_in, sign_out) = (SignIn::NAME, SignOut::NAME);
    let path = "/office/sign-in";
    Ops::default()
        .route(RouteKind::Page, Method::GET, "/office", "office.home", Needs::StaffSelf, get(home))
        .route(RouteKind::Page, Method::GET, path, sign_in, Needs::Nothing, get(ask))
        .route(RouteKind::Form, Method::POST, path, sign_in, SignIn::NEEDS, post(enter))
        .route(RouteKind::Form, Method::POST, "/office/sign-out", sign_out, SignOut::NEEDS, post(leave))
}

/// The first page this user may see.
async fn home(office: Office) -> Response {
    office.go_home().await
}

#[derive(Deserialize)]
struct To {
    #[serde(default)]
    to: String,
}

/// The context of the sign-in page.
#[derive(Serialize)]
struct Door {
    form: Fields,
    kept: Vec<Hidden>,
    #[serde(flatten)]
    state: Wrong,
}

#[derive(Default, Serialize)]
struct Fields {
    email: String,
    to: String,
}

/// What was wrong with the last try, and when the next one counts; or what the page before left to be said.
#[derive(Serialize)]
pub(super) struct Wrong {
    flash: Option<Flash>,
    errors: std::collections::BTreeMap<String, String>,
    problem: Option<std::collections::BTreeMap<&'static str, String>>,
    retry_at: Option<i64>,
}

impl Wrong {
    pub(super) fn none(office: &Office) -> Self {
        Self { flash: office.sheet().flash(), ..Self::said(FormState::default()) }
    }

    /// What is wrong as it is said, and nothing to wait for.
    pub(super) fn said(state: FormState) -> Self {
        Self { flash: None, errors: state.errors, problem: state.problem, retry_at: None }
    }

    pub(super) fn of(office: &Office, wrong: &Problem) -> Self {
        let state = office.state_after(wrong);
        let wait = wrong.extra.get("retry_after").and_then(serde_json::Value::as_u64);
        let retry_at =
            wait.map(|seconds| office.app.desk.now().plus(std::time::Duration::from_secs(seconds)).0);
        Self { retry_at, ..Self::said(state) }
    }
}

async fn ask(office: Office, Query(To { to }): Query<To>) -> Response {
    let form = Fields { to, ..Fields::default() };
    let page = Door { form, kept: Vec::new(), state: Wrong::none(&office) };
    office.sheet().show(StatusCode::OK, "office/sign-in.html", &page)
}

async fn enter(headers: HeaderMap, Posted { office, form }: Posted) -> Response {
    match entering::enter(&office.app, office.caller(), &form, &headers).await {
        Ok(entered) => welcome(&office, &form, &entered),
        Err(wrong) => {
            let email = entering::email(&form).to_owned();
            let fields = Fields { email, to: form.field("to").to_owned() };
            let kept = Kept::along(&form).map(|kept| kept.hidden()).unwrap_or_default();
            let page = Door { form: fields, kept, state: Wrong::of(&office, &wrong) };
            let mut response = office.sheet().show(problem::status(&wrong), "office/sign-in.html", &page);
            problem::add_headers(&wrong, response.headers_mut());
            response
        }
    }
}

/// The sign-in, where it ended in the middle of a form. What was typed is kept.
pub(super) fn sign_in_first(office: &Office, expired: &Problem, kept: &Kept) -> Response {
    let form = Fields { to: office.here.clone(), ..Fields::default() };
    let page = Door { form, kept: kept.hidden(), state: Wrong::of(office, expired) };
    office.sheet().show(problem::status(expired), "office/sign-in.html", &page)
}

fn welcome(office: &Office, form: &Form, entered: &Entered) -> Response {
    let mut response = next(office, form, &entered.signed_in);
    response.headers_mut().append(header::SET_COOKIE, entered.set_cookie(&office.app));
    response
}

/// Where to go once signed in: on with the form that was kept, or to where somebody came from.
fn next(office: &Office, form: &Form, signed_in: &SignedIn) -> Response {
    // What one typed goes on with no other.
    let own = Kept::along(form).filter(|kept| kept.by == signed_in.staff_id.to_string());
    if let Some(kept) = own.filter(|_| !signed_in.must_change_password) {
        return go_on(office, &kept);
    }
    let (path, flash) = if signed_in.must_change_password {
        ("/office/me", Some(Flash::good(office.texts().say("me-set-password"))))
    } else {
        (respond::local(form.field("to")).unwrap_or("/office"), None)
    };
    respond::redirect(&office.app, path, flash.as_ref())
}

/// What was kept, with a button that sends it.
pub(super) fn go_on(office: &Office, kept: &Kept) -> Response {
    let again = Again::of(&office.app, office.locale(), "", kept);
    office.sheet().show(StatusCode::OK, "office/again.html", &again)
}

/// What the list of one's own sign-ins calls this browser: "Firefox on Linux".
pub(super) fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    // Every browser claims to be its elders, so the youngest names are looked for first.
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => String::new(),
    }
}

async fn leave(Posted { office, form }: Posted) -> Response {
    if let Err(wrong) = entering::leave(&office.app, &office.caller(), &form).await {
        return office.turn_away(&wrong);
    }
    let flash = Flash::good(office.texts().say("signed-out"));
    let response = respond::redirect(&office.app, "/office/sign-in", Some(&flash));
    entering::left(&office.app, response)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn browsers_are_called_by_their_names() {
        let named = |agent: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, HeaderValue::from_str(agent).unwrap());
            device(&headers)
        };
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(named(edge), "Edge on Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1";
        assert_eq!(named(phone), "Safari on iPhone");
        assert_eq!(named("curl/8.0"), "");
    }
}

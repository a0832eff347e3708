//! Staff sign in: the same at the back office's door and at the agent's in the shop.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use shop::desk::{Caller, Credential};
use shop::kernel::Problem;
use shop::kernel::secret::TokenHash;
use shop::people::sign_in::{SignIn, SignedIn};
use shop::people::sign_out::SignOut;

use super::door::device;
use crate::App;
use crate::edge::arrival::token;
use crate::edge::{Form, Jar};

/// A staff member who has just signed in.
pub(crate) struct Entered {
    /// The token of the sign-in.
    pub(crate) cookie: String,
    /// Who it is.
    pub(crate) signed_in: SignedIn,
}

impl Entered {
    /// The header that has the browser remember it.
    pub(crate) fn set_cookie(&self, app: &App) -> HeaderValue {
        Jar::Staff.set(&self.cookie, app.settings.secure(), None)
    }
}

/// Signs in whoever the form names; `caller` says where. Whoever was signed in before must not matter, nor be held
/// against the new sign-in.
pub(crate) async fn enter(
    app: &App,
    caller: Caller,
    form: &Form,
    headers: &HeaderMap,
) -> Result<Entered, Problem> {
    let cookie = app.token(token::STAFF);
    let mut more = vec![("token", TokenHash::of(&cookie).to_string()), ("device", device(headers))];
    for (ours, theirs) in [("email", EMAIL), ("password", PASSWORD)] {
        if form.field(ours).is_empty() && !form.field(theirs).is_empty() {
            more.push((ours, form.field(theirs).to_owned()));
        }
    }
    let act: SignIn = form.read(&["email", "password"], &more)?;
    let caller = Caller { credential: Credential::None, ..caller };
    // Without the form's key: a repeat opens another sign-in, and the first one's token is lost with its answer.
    let signed_in = app.gate.act(&app.desk, &caller, act, None).await?;
    Ok(Entered { cookie, signed_in })
}

/// Signs the caller out; whoever is out already, is.
pub(crate) async fn leave(app: &App, caller: &Caller, form: &Form) -> Result<(), Problem> {
    match app.gate.act(&app.desk, caller, SignOut::default(), form.once.clone()).await {
        Err(wrong) if wrong.kind.status != 401 => Err(wrong),
        _ => Ok(()),
    }
}

/// The answer to whoever has signed out: nothing is left in the browser but what is no secret.
pub(crate) fn left(app: &App, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, Jar::Staff.clear(app.settings.secure()));
    // Pages of customers must not come back with the browser's Back button.
    headers.insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    response
}

/// What other shops' sign-in forms call these fields.
const EMAIL: &str = "loginForm[email]";
const PASSWORD: &str = "loginForm[password]";

/// The e-mail address that was typed.
pub(crate) fn email(form: &Form) -> &str {
    Some(form.field("email")).filter(|email| !email.is_empty()).unwrap_or_else(|| form.field(EMAIL))
}

/// What was typed, by our names.
pub(crate) fn typed(form: &Form) -> BTreeMap<String, String> {
    let mut typed = form.typed();
    typed.insert("email".to_owned(), email(form).to_owned());
    typed
}

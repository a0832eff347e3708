//! Signing in, signing up, signing out.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::customers::{Register, SignIn, SignOut};
use shop::desk::{Act, Credential};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use shop::kernel::secret::TokenHash;

use super::kept::{Hidden, Kept};
use super::posted::Posted;
use super::screen::Screen;
use super::{Place, kept, merge};
use crate::App;
use crate::edge::Jar;
use crate::edge::arrival::token;
use crate::edge::cookies::CUSTOMER_DAYS;
use crate::op::{Ops, RouteKind};
use crate::pages::Flash;
use crate::pages::respond::{local, redirect};

pub(super) fn ops() -> Ops {
    use RouteKind::{Form, Page};
    const SIGN_IN: &str = "/{site}/{language}/{currency}/sign-in";
    const SIGN_UP: &str = "/{site}/{language}/{currency}/sign-up";
    const SIGN_OUT: &str = "/{site}/{language}/{currency}/sign-out";
    Ops::default()
        .route(Page, Method::GET, SIGN_IN, SignIn::NAME, SignIn::NEEDS, get(show_sign_in))
        .route(Form, Method::POST, SIGN_IN, SignIn::NAME, SignIn::NEEDS, post(sign_in))
        .route(Page, Method::GET, SIGN_UP, Register::NAME, Register::NEEDS, get(show_sign_up))
        .route(Form, Method::POST, SIGN_UP, Register::NAME, Register::NEEDS, post(sign_up))
        // Whoever has no sign-in any more is signed out as well as can be.
        .route(Form, Method::POST, SIGN_OUT, SignOut::NAME, shop::desk::Needs::Nothing, post(sign_out))
}

/// The context of `account/sign-in.html`.
#[derive(Clone, Serialize)]
pub(super) struct SignInPage {
    form: Fields,
    kept: Vec<Hidden>,
}

#[derive(Clone, Serialize)]
struct Fields {
    email: String,
    to: String,
}

/// The context of `account/sign-up.html`.
#[derive(Serialize)]
struct SignUpPage {
    form: Person,
}

#[derive(Serialize)]
struct Person {
    first_name: String,
    last_name: String,
    email: String,
}

/// The page that asks for a sign-in, with a form that is kept meanwhile.
pub(super) fn page(kept: Option<&Kept>, email: &str, to: &str) -> SignInPage {
    SignInPage {
        form: Fields { email: email.to_owned(), to: to.to_owned() },
        kept: kept.map(Kept::hidden).unwrap_or_default(),
    }
}

async fn show_sign_in(State(app): State<App>, place: Place) -> Response {
    let to = place.asked("to").unwrap_or_default();
    Screen::of(&app, &place).show("account/sign-in.html", |_| Ok(page(None, "", &to))).await
}

async fn show_sign_up(State(app): State<App>, place: Place) -> Response {
    let form = || Person { first_name: String::new(), last_name: String::new(), email: String::new() };
    Screen::of(&app, &place).show("account/sign-up.html", |_| Ok(SignUpPage { form: form() })).await
}

async fn sign_in(State(app): State<App>, posted: Posted) -> Response {
    let token = app.token(token::CUSTOMER);
    let hash = ("token", TokenHash::of(&token).to_string());
    let refused = match enter::<SignIn>(&app, &posted, &["email", "password"], &[hash]).await {
        Ok(()) => return signed_in(&app, posted, token).await,
        Err(refused) => refused,
    };
    let kept = Kept::along(&posted.form);
    let email = posted.form.field("email");
    posted
        .refused(&app, &refused, "/sign-in", "account/sign-in.html", |_| {
            Ok(page(kept.as_ref(), email, posted.form.field("to")))
        })
        .await
}

async fn sign_up(State(app): State<App>, posted: Posted) -> Response {
    let token = app.token(token::CUSTOMER);
    let more =
        [("token", TokenHash::of(&token).to_string()), ("locale", posted.place.locale.tag().to_owned())];
    let names = ["first_name", "last_name", "email", "password"];
    let refused = match enter::<Register>(&app, &posted, &names, &more).await {
        Ok(()) => return signed_in(&app, posted, token).await,
        Err(refused) => refused,
    };
    let field = |name: &str| posted.form.field(name).to_owned();
    let refused = taken(&app, &posted, refused);
    posted
        .refused(&app, &refused, "/sign-up", "account/sign-up.html", |_| {
            let form = Person {
                first_name: field("first_name"),
                last_name: field("last_name"),
                email: field("email"),
            };
            Ok(SignUpPage { form })
        })
        .await
}

/// That the address has an account is said beside it.
fn taken(app: &App, posted: &Posted, mut refused: Problem) -> Problem {
    if refused.kind == &kinds::TAKEN && refused.errors.is_empty() {
        let detail = app.pages.text(posted.place.locale, "field-email-taken", &[]);
        refused.errors.push(shop::kernel::FieldError { pointer: "/email".to_owned(), detail });
    }
    refused
}

/// Does an act that opens a sign-in, as nobody: whatever was there before must not matter.
async fn enter<A: Act>(
    app: &App,
    posted: &Posted,
    names: &[&str],
    more: &[(&str, String)],
) -> Result<(), Problem> {
    if posted.place.arrival.base.tab.is_some() {
        let said = "You are acting for a customer in this tab. Sign in in another one. Nothing was changed.";
        return Err(Problem::new(&kinds::NESTED_ASSISTANCE, said));
    }
    let act: A = posted.read(names, more)?;
    let mut caller = posted.place.caller();
    caller.credential = Credential::None;
    // Without the form's key: a repeat opens another sign-in, and the first one's token is lost with its answer.
    app.gate.act(&app.desk, &caller, act, None).await.map(|_| ())
}

/// Where to go once signed in: on with the form that was kept, to the choice about a guest's cart, or to where
/// somebody came from.
async fn signed_in(app: &App, mut posted: Posted, token: String) -> Response {
    let cookie = Jar::Customer.set(&token, app.settings.secure(), Some(CUSTOMER_DAYS));
    posted.place.arrival.customer = Some(token);
    let to = target(&posted);
    let mut response = match Kept::along(&posted.form) {
        Some(kept) => kept::send_again(app, &posted.place, &kept).await,
        None if merge::is_due(app, &posted.place).await => {
            let path = format!("/cart/merge?to={}", super::error::encoded(&to));
            posted.go(app, &path, None)
        }
        None => redirect(app, &to, None),
    };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

fn target(posted: &Posted) -> String {
    match posted.form.field("to") {
        "checkout" => posted.place.path("/checkout"),
        to => local(to).map_or_else(|| posted.place.path("/"), str::to_owned),
    }
}

async fn sign_out(State(app): State<App>, posted: Posted) -> Response {
    if posted.place.arrival.base.tab.is_some() {
        return posted.go(&app, "/", None);
    }
    // Where the sign-in has ended already, there is nothing left to end but the cookie.
    if let Err(refused) = posted.act(&app, SignOut {}).await
        && refused.kind.status >= 500
    {
        return posted.failed(&app, &refused).await;
    }
    let said = app.pages.text(posted.place.locale, "flash-signed-out", &[]);
    let mut response = posted.go(&app, "/", Some(&Flash::good(said)));
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, Jar::Customer.clear(app.settings.secure()));
    // So that the back button shows nothing of the account. Not cookies or storage: an agent's tabs live on.
    headers.insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    response
}

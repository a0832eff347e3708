//! The link by which a customer whom staff created sets a first password. Opening it changes nothing: mail
//! scanners open links too.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::customers::{PasswordLink, SetFirstPassword};
use shop::desk::{Act, Ask, View};
use shop::kernel::secret::TokenHash;
use shop::kernel::{Problem, Timestamp};

use super::place::{Named, Place};
use super::posted::Posted;
use super::screen::Screen;
use crate::App;
use crate::op::{Ops, RouteKind};

const PATH: &str = "/{site}/{language}/{currency}/first-password/{token}";

/// Prefix of such a link's token.
pub(crate) const PREFIX: &str = "ul_";

pub(super) fn ops() -> Ops {
    Ops::default()
        .route(RouteKind::Page, Method::GET, PATH, PasswordLink::NAME, PasswordLink::NEEDS, get(show))
        .route(
            RouteKind::Form,
            Method::POST,
            PATH,
            SetFirstPassword::NAME,
            SetFirstPassword::NEEDS,
            post(set),
        )
}

/// The context of `account/first-password.html`.
#[derive(Serialize)]
struct FirstPassword {
    token: String,
    email: String,
    expires_at: Timestamp,
}

fn page(view: &mut View<'_, '_>, token: &str) -> Result<FirstPassword, Problem> {
    let link = view.ask(&PasswordLink { token: TokenHash::of(token) })?;
    Ok(FirstPassword { token: token.to_owned(), email: link.email, expires_at: link.expires_at })
}

async fn show(State(app): State<App>, place: Place, Named(token): Named) -> Response {
    Screen::of(&app, &place).show("account/first-password.html", |view| page(view, &token)).await
}

async fn set(State(app): State<App>, posted: Posted) -> Response {
    let token = posted.form.in_path("token").to_owned();
    let said =
        [("token", TokenHash::of(&token).to_string()), ("new", posted.form.field("new_password").to_owned())];
    let done = match posted.read::<SetFirstPassword>(&[], &said) {
        Ok(act) => posted.act_as_whoever(&app, &act).await,
        Err(refused) => Err(refused),
    };
    match done {
        Ok(()) => posted.done(&app, "/sign-in", "flash-first-password"),
        Err(mut refused) => {
            for error in refused.errors.iter_mut().filter(|error| error.pointer == "/new") {
                "/new_password".clone_into(&mut error.pointer);
            }
            let path = format!("/first-password/{token}");
            posted
                .refused(&app, &refused, &path, "account/first-password.html", |view| page(view, &token))
                .await
        }
    }
}

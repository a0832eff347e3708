//! The customer's password. Only the customer's own business.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::post;
use shop::customers::{ChangePassword, Profile};
use shop::desk::Act;
use shop::kernel::Problem;

use super::profile::ProfilePage;
use crate::App;
use crate::op::{Ops, RouteKind};
use crate::storefront::posted::Posted;

pub(super) fn ops() -> Ops {
    let path = "/{site}/{language}/{currency}/account/password";
    Ops::default().route(
        RouteKind::Form,
        Method::POST,
        path,
        ChangePassword::NAME,
        ChangePassword::NEEDS,
        post(change),
    )
}

/// Fields of the act as the form calls them.
const NAMES: [(&str, &str); 2] = [("/current", "current_password"), ("/new", "new_password")];

async fn change(State(app): State<App>, posted: Posted) -> Response {
    let said = NAMES.map(|(pointer, field)| (&pointer[1..], posted.form.field(field).to_owned()));
    let done = match posted.read::<ChangePassword>(&[], &said) {
        Ok(act) => posted.act(&app, act).await.map(|_| ()),
        Err(refused) => Err(refused),
    };
    match done {
        Ok(()) => posted.done(&app, "/account/profile", "flash-password-changed"),
        Err(refused) => {
            let refused = beside_its_field(refused);
            posted
                .refused(&app, &refused, "/account/profile", "account/profile.html", |view| {
                    Ok(ProfilePage::of(&posted.place, view.ask(&Profile::default())?))
                })
                .await
        }
    }
}

fn beside_its_field(mut refused: Problem) -> Problem {
    for error in &mut refused.errors {
        if let Some((_, field)) = NAMES.iter().find(|(pointer, _)| *pointer == error.pointer) {
            error.pointer = format!("/{field}");
        }
    }
    refused
}

//! Access tokens of customers, the OAuth token endpoint, refresh tokens.

mod oauth;
mod refresh;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{delete, post};
use shop::customers::SignIn;
use shop::kernel::Secret;
use shop::people::password::GivenPassword;
use shop::people::sign_in::ByDialect;

use super::Answer;
use super::call::Call;
use super::check::Check;
use super::envelope::{Resource, one};
use super::refused::{Area, Refused};
use super::token::{Kind, Named, Pair};
use crate::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/access-tokens", post(sign_in))
        .route("/token", post(oauth::token))
        .route("/refresh-tokens", post(refresh::renew))
        .route("/refresh-tokens/{token}", delete(refresh::revoke))
}

/// A customer signs in.
async fn sign_in(call: Call) -> Answer {
    let attributes = call.attributes("access-tokens")?;
    call.identity().await?;
    let mut check = Check::of(&attributes);
    let (username, password) = (check.text("username"), check.text("password"));
    check.done()?;
    let (pair, named) = enter(&call, &username, password).await?;
    let token = Resource::of_call("access-tokens", pair.attributes(&call, &named), &call);
    Ok(one(StatusCode::CREATED, &token))
}

/// Signs a customer in, as nobody: whatever token came along must not matter.
async fn enter(call: &Call, username: &str, password: String) -> Result<(Pair, Named), Refused> {
    let failed = || Refused::new(401, "003", "Failed to authenticate user.");
    let email = username.parse().map_err(|_| failed())?;
    let pair = Pair::new(&call.app.desk, Kind::Customer);
    let dialect = ByDialect { refresh: pair.refresh_hash(), throttle: call.settings().throttle() };
    let act = SignIn {
        email,
        password: GivenPassword::new(Secret::new(password)),
        token: pair.hash(),
        dialect: Some(dialect),
    };
    let signed_in = call.act(&call.nobody(), Area::SignIn, act).await?;
    let reference = signed_in.reference.unwrap_or(signed_in.number);
    let named = Named { agent: None, customer: Some((reference, signed_in.customer.to_string())) };
    Ok((pair, named))
}

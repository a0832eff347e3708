//! A customer's own account: made, signed in to and out of, its e-mail and password.

use axum::body::Bytes;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use shop::customers::OpenAccount;
use shop::customers::credentials::{ChangeEmail, ChangePassword};
use shop::customers::sign_in::{Register, SignIn, SignOut, SignOutEverywhere};
use shop::desk::Act;

use super::staff::leave;
use crate::App;
use crate::edge::arrival::token;
use crate::edge::cookies::CUSTOMER_DAYS;
use crate::edge::{Arrival, Jar};
use crate::op::{Given, Issue, Ops};

pub(super) fn ops() -> Ops {
    Ops::default()
        .act_with::<Register>(Method::POST, "/v1/account", post(enter::<Register>))
        .act::<OpenAccount>(Method::POST, "/v1/accounts")
        .act_with::<SignIn>(Method::POST, "/v1/account/sign-in", post(enter::<SignIn>))
        .act_with::<SignOut>(Method::POST, "/v1/account/sign-out", post(sign_out))
        .act::<SignOutEverywhere>(Method::POST, "/v1/account/sign-out-everywhere")
        .act::<ChangePassword>(Method::PUT, "/v1/account/password")
        .act::<ChangeEmail>(Method::PUT, "/v1/account/email")
}

/// Opens a sign-in; the answer carries its token.
async fn enter<A: Act>(issue: Issue) -> Response {
    let given = Given::kept(token::CUSTOMER, Jar::Customer, Some(CUSTOMER_DAYS));
    issue.unsigned().give(given, Issue::read::<A>, |out| out).await
}

async fn sign_out(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    leave::<SignOut>(&app, &arrival, &params, &headers, &body, &[Jar::Customer]).await
}

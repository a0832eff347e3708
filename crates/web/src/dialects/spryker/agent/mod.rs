//! Agents: signing in, finding customers, acting for them.

mod map;
mod search;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde_json::Value;
use shop::assist::StartSession;
use shop::customers::page::CustomerByReference;
use shop::kernel::Secret;
use shop::people::password::GivenPassword;
use shop::people::sign_in::{ByDialect, SignIn};

use super::Answer;
use super::call::Call;
use super::check::Attributes;
use super::envelope::{Resource, one};
use super::refused::{Area, Refused};
use super::token::{Kind, Named, Pair};
use crate::App;

const TOKENS: &str = "agent-access-tokens";
const IMPERSONATION: &str = "agent-customer-impersonation-access-tokens";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/agent-access-tokens", post(sign_in))
        .route("/agent-customer-search", get(search::search))
        .route("/agent-customer-impersonation-access-tokens", post(impersonate))
}

/// A text among the attributes, as it is; empty where there is none.
fn text<'a>(attributes: &'a Attributes, name: &str) -> &'a str {
    attributes.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// An agent signs in. What is blank or missing is wrong like a wrong password is.
async fn sign_in(call: Call) -> Answer {
    let attributes = call.attributes(TOKENS)?;
    call.identity().await?;
    let failed = || Refused::new(401, "4101", "Failed to authenticate an agent.");
    let email = text(&attributes, "username").parse().map_err(|_| failed())?;
    let password = text(&attributes, "password");
    if password.trim().is_empty() {
        return Err(failed());
    }
    let pair = Pair::new(&call.app.desk, Kind::Agent);
    let dialect = ByDialect { refresh: pair.refresh_hash(), throttle: call.settings().throttle() };
    let act = SignIn {
        email,
        password: GivenPassword::new(Secret::new(password.to_owned())),
        token: pair.hash(),
        device: "Spryker client".parse().unwrap_or_default(),
        dialect: Some(dialect),
    };
    let signed_in = call.act(&call.nobody(), Area::AgentSignIn, act).await?;
    let named = Named { agent: Some(signed_in.staff_id.to_string()), customer: None };
    let token = Resource::of_call(TOKENS, pair.attributes(&call, &named), &call);
    Ok(one(StatusCode::CREATED, &token))
}

/// An agent begins to act for a customer. Behind the token stands an assist session like any other.
async fn impersonate(call: Call) -> Answer {
    let attributes = call.attributes(IMPERSONATION)?;
    let agent = call.agent().await?;
    let reference = text(&attributes, "customerReference").to_owned();
    let asked = CustomerByReference { reference };
    let customer = call.ask(&agent.caller, Area::Impersonation, &asked).await?;
    let pair = Pair::new(&call.app.desk, Kind::OnBehalf);
    let start = StartSession {
        customer: customer.id,
        site: agent.caller.site,
        reason: Default::default(),
        ticket: Default::default(),
        read_only: false,
        cart: None,
        token: pair.hash(),
        refresh: Some(pair.refresh_hash()),
    };
    call.act(&agent.caller, Area::Impersonation, start).await?;
    let named = Named {
        agent: agent.who.staff().ok().map(|staff| staff.to_string()),
        customer: Some((customer.reference, customer.id.to_string())),
    };
    let token = Resource::of_call(IMPERSONATION, pair.attributes(&call, &named), &call);
    Ok(one(StatusCode::CREATED, &token))
}

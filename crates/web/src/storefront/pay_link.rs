//! The link by which a customer pays on the own screen what an agent ordered. Opening it changes nothing: mail
//! scanners open links too.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::checkout::{PayLink, PayLinkState, RedeemPayLink};
use shop::desk::{Act, Ask};
use shop::kernel::Timestamp;
use shop::kernel::secret::TokenHash;

use super::card;
use super::place::{Named, Place};
use super::posted::Posted;
use super::screen::{self, Screen};
use super::shown::OrderContext;
use crate::App;
use crate::op::{Ops, RouteKind};

const PATH: &str = "/{site}/{language}/{currency}/pay/{token}";

pub(super) fn ops() -> Ops {
    Ops::default().route(RouteKind::Page, Method::GET, PATH, PayLink::NAME, PayLink::NEEDS, get(show)).route(
        RouteKind::Form,
        Method::POST,
        PATH,
        RedeemPayLink::NAME,
        RedeemPayLink::NEEDS,
        post(pay),
    )
}

/// The context of `shop/pay-link.html`.
#[derive(Serialize)]
struct PayPage {
    order: OrderContext,
    state: &'static str,
    token: String,
    expires_at: Timestamp,
}

async fn show(State(app): State<App>, place: Place, Named(token): Named) -> Response {
    let ask = PayLink { token: TokenHash::of(&token) };
    Screen::of(&app, &place)
        .leads_to(&app.cards.origin())
        .show("shop/pay-link.html", |view| {
            let link = view.ask(&ask)?;
            Ok(PayPage {
                order: OrderContext::of(&screen::sheet(&app, &place), &link.order, None),
                state: match link.state {
                    PayLinkState::Open => "open",
                    PayLinkState::Paid => "paid",
                    PayLinkState::Used | PayLinkState::Expired => "expired",
                },
                token: token.clone(),
                expires_at: link.expires_at,
            })
        })
        .await
}

async fn pay(State(app): State<App>, posted: Posted) -> Response {
    let token = posted.form.in_path("token").to_owned();
    match posted.act_as_whoever(&app, &RedeemPayLink { token: TokenHash::of(&token) }).await {
        Ok(due) => card::pay(&app, &posted.place, &due, &format!("/pay/{token}")),
        Err(refused) => posted.failed(&app, &refused).await,
    }
}

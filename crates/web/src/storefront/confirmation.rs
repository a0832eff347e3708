//! What was ordered, right after it was placed.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::desk::Ask;
use shop::orders::GetOrder;

use super::account::order_key;
use super::place::{Named, Place};
use super::screen::{self, Screen};
use super::shown::OrderContext;
use crate::App;
use crate::op::{Ops, RouteKind};

pub(super) fn ops() -> Ops {
    let path = "/{site}/{language}/{currency}/checkout/done/{order}";
    Ops::default().route(RouteKind::Page, Method::GET, path, GetOrder::NAME, GetOrder::NEEDS, get(show))
}

/// The context of `shop/confirmation.html`.
#[derive(Serialize)]
struct Confirmation {
    order: OrderContext,
}

async fn show(State(app): State<App>, place: Place, Named(order): Named) -> Response {
    Screen::of(&app, &place)
        .show("shop/confirmation.html", |view| {
            let found = view.ask(&GetOrder { order: order_key(&order)? })?;
            Ok(Confirmation { order: OrderContext::of(&screen::sheet(&app, &place), &found, None) })
        })
        .await
}

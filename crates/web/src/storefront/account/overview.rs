//! The first page of the account.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::assist::CustomerAssistance;
use shop::customers::{Addresses, Profile};
use shop::desk::Ask;
use shop::orders::Orders;

use crate::App;
use crate::op::{Ops, RouteKind};
use crate::storefront::Place;
use crate::storefront::frame::CustomerContext;
use crate::storefront::screen::Screen;
use crate::storefront::shown::{AddressContext, OrderRow};

pub(super) fn ops() -> Ops {
    let path = "/{site}/{language}/{currency}/account";
    Ops::default().route(RouteKind::Page, Method::GET, path, Profile::NAME, Profile::NEEDS, get(show))
}

/// Orders shown here.
const RECENT: usize = 3;

/// The context of `account/overview.html`.
#[derive(Serialize)]
struct Overview {
    section: &'static str,
    customer: CustomerContext,
    orders: Vec<OrderRow>,
    default_address: Option<AddressContext>,
    assist_count: usize,
}

async fn show(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place)
        .show("account/overview.html", |view| {
            view.who().customer()?;
            let addresses = view.ask(&Addresses::default())?;
            let address = addresses.iter().find(|address| address.default_shipping).or(addresses.first());
            let orders = view.ask(&Orders::default())?.items.into_iter().take(RECENT);
            let helped = view.ask(&CustomerAssistance::default())?;
            Ok(Overview {
                section: "overview",
                customer: CustomerContext::of(view.ask(&Profile::default())?),
                orders: orders.map(OrderRow::of).collect(),
                default_address: address.map(|address| AddressContext::own(address, place.locale)),
                assist_count: helped.current.len() + helped.past.items.len(),
            })
        })
        .await
}

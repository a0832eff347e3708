//! Carts that were handed over and wait for somebody who may place them.

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::assist::{StartSession, Started};
use shop::cart::{HandedOver, HandedOverCart, TakeHandedOver};
use shop::desk::{Act, Ask, Permission};
use shop::kernel::id::CartId;
use shop::kernel::problem as kinds;
use shop::kernel::text::Said;
use shop::kernel::{Money, Problem};

use super::assist::{fresh_token, into_shop};
use super::frame::{Office, Posted, Screen};
use super::sites;
use crate::op::{Ops, RouteKind};

const SCREEN: Screen = Screen::whole("office/handed-over.html", "handed", Permission::CartTake);

pub(super) fn ops() -> Ops {
    Ops::default()
        .route(
            RouteKind::Page,
            Method::GET,
            "/office/handed-over",
            HandedOver::NAME,
            HandedOver::NEEDS,
            get(list),
        )
        .route(
            RouteKind::Form,
            Method::POST,
            "/office/handed-over/{cart}/open",
            TakeHandedOver::NAME,
            TakeHandedOver::NEEDS,
            post(open),
        )
}

/// The page's context.
#[derive(Serialize)]
struct List {
    carts: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    customer: String,
    customer_id: String,
    agent: String,
    site: String,
    handed_at: i64,
    item_count: u32,
    total: Money,
    note: String,
}

async fn list(office: Office) -> Response {
    office
        .show(SCREEN, |view| {
            let carts = view.ask(&HandedOver::default())?.items.into_iter();
            let row = |cart: HandedOverCart| Row {
                id: cart.cart.to_string(),
                customer: cart.name,
                customer_id: cart.customer.to_string(),
                agent: cart.agent,
                site: sites::name(&office, cart.site),
                handed_at: cart.handed_at.0,
                item_count: cart.item_count,
                total: cart.total,
                note: cart.note,
            };
            Ok(List { carts: carts.map(row).collect() })
        })
        .await
}

async fn open(Path(cart): Path<String>, Posted { office, form }: Posted) -> Response {
    match take(&office, &form, &cart).await {
        Ok(started) => into_shop(&office, &started, "/checkout"),
        Err(wrong) => office.refusal(SCREEN, &wrong).await,
    }
}

/// Starts a session with the cart's customer that takes the cart along: both or neither.
async fn take(office: &Office, form: &crate::edge::Form, cart: &str) -> Result<Started, Problem> {
    let cart: CartId = cart.parse().map_err(|_| Problem::not_found("cart"))?;
    let caller = office.caller();
    let waiting = office.app.gate.run(|| office.app.desk.ask(&caller, &HandedOver::default())).await?;
    let gone = || {
        let said =
            "This cart waits no more: somebody took it, or the customer placed it. Nothing was changed.";
        Problem::new(&kinds::CONFLICT, said)
    };
    let found = waiting.items.into_iter().find(|waiting| waiting.cart == cart).ok_or_else(gone)?;
    let start = StartSession {
        customer: found.customer,
        site: Some(found.site),
        reason: office.texts().say("handed-reason").parse().unwrap_or_default(),
        ticket: Said::default(),
        read_only: false,
        cart: Some(cart),
        token: fresh_token(office),
        refresh: None,
    };
    office.act(start, form.once.clone()).await
}

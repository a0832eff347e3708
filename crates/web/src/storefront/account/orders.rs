//! The orders of a customer.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::checkout::BeginCardPayment;
use shop::desk::{Act, Acting, Ask, Permission};
use shop::kernel::{Cursor, Problem};
use shop::orders::{CancelOrder, GetOrder, OrderKey, OrderView, Orders};

use crate::App;
use crate::op::{Ops, RouteKind};
use crate::storefront::card;
use crate::storefront::error::encoded;
use crate::storefront::listing::cursor;
use crate::storefront::place::{Named, Place};
use crate::storefront::posted::Posted;
use crate::storefront::screen::{self, Screen};
use crate::storefront::shown::{OrderContext, OrderRow};

pub(super) fn ops() -> Ops {
    use RouteKind::{Form, Page};
    const LIST: &str = "/{site}/{language}/{currency}/account/orders";
    const ONE: &str = "/{site}/{language}/{currency}/account/orders/{order}";
    const CANCEL: &str = "/{site}/{language}/{currency}/account/orders/{order}/cancel";
    const PAY: &str = "/{site}/{language}/{currency}/account/orders/{order}/pay";
    Ops::default()
        .route(Page, Method::GET, LIST, Orders::NAME, Orders::NEEDS, get(show))
        .route(Page, Method::GET, ONE, GetOrder::NAME, GetOrder::NEEDS, get(show_one))
        .route(Form, Method::POST, CANCEL, CancelOrder::NAME, CancelOrder::NEEDS, post(cancel))
        .route(Form, Method::POST, PAY, BeginCardPayment::NAME, BeginCardPayment::NEEDS, post(pay))
}

/// The context of `account/orders.html`.
#[derive(Serialize)]
struct OrdersPage {
    section: &'static str,
    orders: Vec<OrderRow>,
    next_url: Option<String>,
}

/// The context of `account/order.html`.
#[derive(Serialize)]
struct OrderPage {
    section: &'static str,
    order: OrderContext,
    order_links: Links,
}

/// Where else an order leads.
#[derive(Serialize)]
pub(in crate::storefront) struct Links {
    /// The assist session it was placed in.
    pub(in crate::storefront) session_url: Option<String>,
    /// Where it is called off, while that can be done.
    pub(in crate::storefront) cancel_url: Option<String>,
}

async fn show(State(app): State<App>, place: Place) -> Response {
    let after: Option<Cursor> = place.asked("after").and_then(|text| cursor(&text));
    Screen::of(&app, &place)
        .show("account/orders.html", |view| {
            view.who().customer()?;
            let page = view.ask(&Orders { after: after.clone() })?;
            let next = page.next.as_ref().map(|next| encoded(next.as_str()));
            Ok(OrdersPage {
                section: "orders",
                orders: page.items.into_iter().map(OrderRow::of).collect(),
                next_url: next.map(|next| format!("{}?after={next}", place.path("/account/orders"))),
            })
        })
        .await
}

/// An order by what an address calls it; what cannot be a name names nothing.
pub(in crate::storefront) fn key(text: &str) -> Result<OrderKey, Problem> {
    text.parse().map_err(|_| Problem::not_found("order"))
}

async fn show_one(State(app): State<App>, place: Place, Named(order): Named) -> Response {
    Screen::of(&app, &place)
        .leads_to(&app.cards.origin())
        .show("account/order.html", |view| {
            view.who().customer()?;
            let found = view.ask(&GetOrder { order: key(&order)? })?;
            let in_person = view.who().on_behalf().is_none();
            let pay = in_person.then(|| place.path(&format!("/account/orders/{}/pay", found.number)));
            let session = found.session.map(|id| place.path(&format!("/account/assistance#s-{id}")));
            let cancel = may_cancel(&found, view.who())
                .then(|| place.path(&format!("/account/orders/{}/cancel", found.number)));
            Ok(OrderPage {
                section: "orders",
                order: OrderContext::of(&screen::sheet(&app, &place), &found, pay),
                order_links: Links { session_url: session, cancel_url: cancel },
            })
        })
        .await
}

/// Whether this reader can call the order off; what was paid by card the shop gives back first.
fn may_cancel(order: &OrderView, who: &Acting) -> bool {
    order.status.can_be_cancelled() && !order.took_money() && who.may(Permission::OrderCancel)
}

async fn cancel(State(app): State<App>, posted: Posted) -> Response {
    let act = key(posted.form.in_path("order")).map(|order| CancelOrder { order, reason: None });
    let cancelled = match act {
        Ok(act) => posted.act(&app, act).await,
        Err(refused) => Err(refused),
    };
    match cancelled {
        Ok(progress) => posted.done(&app, &format!("/account/orders/{}", progress.number), "order-cancelled"),
        Err(refused) => posted.failed(&app, &refused).await,
    }
}

async fn pay(State(app): State<App>, posted: Posted) -> Response {
    let begin = key(posted.form.in_path("order")).map(|order| BeginCardPayment { order });
    let due = match begin {
        Ok(begin) => posted.act(&app, begin).await,
        Err(refused) => Err(refused),
    };
    match due {
        Ok(due) => {
            let back = format!("/account/orders/{}", due.number);
            card::pay(&app, &posted.place, &due, &back)
        }
        Err(refused) => posted.failed(&app, &refused).await,
    }
}

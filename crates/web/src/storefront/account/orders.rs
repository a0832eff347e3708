//! The orders of a customer.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::cart::MiniCart;
use shop::checkout::BeginCardPayment;
use shop::desk::{Act, Acting, Ask, Permission};
use shop::kernel::{Cursor, Problem};
use shop::orders::{
    CancelOrder, GetOrder, LeftOut, OrderKey, OrderView, Orders, PutInto, Reorder, Reordered,
};

use crate::App;
use crate::op::{Ops, RouteKind};
use crate::pages::Flash;
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
    const REORDER: &str = "/{site}/{language}/{currency}/account/orders/{order}/reorder";
    const PAY: &str = "/{site}/{language}/{currency}/account/orders/{order}/pay";
    Ops::default()
        .route(Page, Method::GET, LIST, Orders::NAME, Orders::NEEDS, get(show))
        .route(Page, Method::GET, ONE, GetOrder::NAME, GetOrder::NEEDS, get(show_one))
        .route(Form, Method::POST, CANCEL, CancelOrder::NAME, CancelOrder::NEEDS, post(cancel))
        .route(Form, Method::POST, REORDER, Reorder::NAME, Reorder::NEEDS, post(buy_again))
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
#[expect(clippy::struct_field_names, reason = "templates call so what leads elsewhere")]
pub(in crate::storefront) struct Links {
    /// The assist session it was placed in.
    pub(in crate::storefront) session_url: Option<String>,
    /// Where it is called off, while that can be done.
    pub(in crate::storefront) cancel_url: Option<String>,
    /// Where it is bought again.
    pub(in crate::storefront) reorder_url: Option<String>,
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
            let reorder = view.who().may(Permission::CartEdit);
            let reorder = reorder.then(|| place.path(&format!("/account/orders/{}/reorder", found.number)));
            Ok(OrderPage {
                section: "orders",
                order: OrderContext::of(&screen::sheet(&app, &place), &found, pay),
                order_links: Links { session_url: session, cancel_url: cancel, reorder_url: reorder },
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

/// Into the current cart where nothing is in it, else into a new one: what is in a cart is never taken out.
async fn buy_again(State(app): State<App>, posted: Posted) -> Response {
    let place = &posted.place;
    let begun = async {
        let order = key(posted.form.in_path("order"))?;
        let current = MiniCart { currency: Some(place.currency) };
        let current = app.gate.ask(&app.desk, &place.caller(), &current).await?;
        let occupied = current.as_ref().is_some_and(|cart| cart.item_count > 0);
        let (into, version) = match &current {
            Some(cart) if !occupied => (PutInto::Replace, Some(cart.version)),
            Some(_) => (PutInto::New, None),
            None => (PutInto::Replace, None),
        };
        let called = app.pages.text(place.locale, "reorder-cart", &[("number", order.as_str().into())]);
        let name = (into == PutInto::New).then(|| called.parse().ok()).flatten();
        let reordered = posted.act(&app, Reorder { order, into, name, version }).await?;
        Ok::<_, Problem>((reordered, occupied))
    };
    match begun.await {
        Ok((reordered, saved)) => {
            posted.go(&app, "/cart", Some(&bought_again(&app, place, &reordered, saved)))
        }
        Err(refused) if refused.extra.contains_key("left_out") => {
            let said = app.pages.text(place.locale, "flash-reorder-nothing", &[]);
            posted.go(
                &app,
                &format!("/account/orders/{}", posted.form.in_path("order")),
                Some(&Flash::bad(said)),
            )
        }
        Err(refused) => posted.failed(&app, &refused).await,
    }
}

/// What was put into the cart, what was not, and what became of the cart that was there.
fn bought_again(app: &App, place: &Place, reordered: &Reordered, saved: bool) -> Flash {
    let say = |id: &str, arguments: &[(&str, minijinja::Value)]| app.pages.text(place.locale, id, arguments);
    let mut said = vec![say("flash-reordered", &[])];
    if !reordered.left_out.is_empty() {
        let one = |left: &LeftOut| {
            let of = [
                ("name", left.name.as_str().into()),
                ("added", left.added.into()),
                ("wanted", left.wanted.into()),
            ];
            say("reorder-left-out", &of)
        };
        let list: Vec<String> = reordered.left_out.iter().map(one).collect();
        said.push(say("flash-reorder-left-out", &[("list", list.join(", ").into())]));
    }
    if saved {
        said.push(say("flash-cart-saved", &[]));
    }
    let said = said.join(" ");
    if reordered.left_out.is_empty() { Flash::good(said) } else { Flash::bad(said) }
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

//! One order: looked at, sent, completed, called off.

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::checkout::{Payment, PaymentState, PaymentView};
use shop::desk::{Act, Ask, Permission, View};
use shop::kernel::{Money, Problem};
use shop::orders::{
    CancelOrderInOffice, CompleteOrder, OfficeOrder, OrderKey, OrderView, Progress, ShipOrder, Status,
};

use super::frame::{Office, Posted, Screen};
use super::parts::{AddressView, LineRow, agent_of, picture};
use crate::op::{Ops, RouteKind};
use crate::storefront::shown::before_discounts;

const ONE: Screen = Screen::whole("office/order.html", "orders", Permission::OrdersSee);

pub(super) fn ops() -> Ops {
    let form = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Form, Method::POST, path, name, needs, handler)
    };
    let path = "/office/orders/{order}";
    let (name, needs) = (OfficeOrder::NAME, OfficeOrder::NEEDS);
    let ops = Ops::default().route(RouteKind::Page, Method::GET, path, name, needs, get(one));
    let ops = form(ops, "/office/orders/{order}/ship", ShipOrder::NAME, ShipOrder::NEEDS, post(ship));
    let (name, needs) = (CompleteOrder::NAME, CompleteOrder::NEEDS);
    let ops = form(ops, "/office/orders/{order}/complete", name, needs, post(complete));
    let (name, needs) = (CancelOrderInOffice::NAME, CancelOrderInOffice::NEEDS);
    form(ops, "/office/orders/{order}/cancel", name, needs, post(cancel))
}
/// The context of one order's page.
#[derive(Serialize)]
struct One {
    order: Shown,
    steps: Steps,
    order_links: Links,
}

#[derive(Serialize)]
struct Links {
    session_url: Option<String>,
    cancel_url: Option<String>,
}

/// What can be done with an order now.
#[derive(Serialize)]
struct Steps {
    ship: bool,
    complete: bool,
    cancel: bool,
    /// Calling it off means that money was given back.
    paid_by_card: bool,
}

impl Steps {
    fn of(order: &OrderView) -> Self {
        Self {
            ship: order.status == Status::Processing,
            complete: order.status == Status::Shipped,
            cancel: order.status.can_be_cancelled(),
            paid_by_card: order.took_money(),
        }
    }
}

#[derive(Serialize)]
struct Shown {
    number: String,
    placed_at: i64,
    status: &'static str,
    lines: Vec<LineRow>,
    subtotal: Money,
    discount: Money,
    shipping: Money,
    tax: Money,
    tax_included: bool,
    total: Money,
    placed_by_support: bool,
    placed_by: String,
    history: Vec<Step>,
    shipping_address: Option<AddressView>,
    payment: Option<Paid>,
    customer: String,
    customer_id: Option<String>,
}

#[derive(Serialize)]
struct Step {
    status: String,
    at: i64,
}

#[derive(Serialize)]
struct Paid {
    method: &'static str,
    status: &'static str,
    card: Option<Card>,
    pay_url: Option<String>,
}

#[derive(Serialize)]
struct Card {
    brand: String,
    last4: String,
}

async fn one(office: Office, Path(key): Path<String>) -> Response {
    office.show(ONE, |view| read(&office, view, &key)).await
}

fn named(key: &str) -> Result<OrderKey, Problem> {
    key.parse().map_err(|_| Problem::not_found("order"))
}

fn read(office: &Office, view: &mut View<'_, '_>, key: &str) -> Result<One, Problem> {
    let order = view.ask(&OfficeOrder { order: named(key)? })?;
    let sees = view.who().may(Permission::SessionsSee);
    let session_url = order.session.filter(|_| sees).map(|id| format!("/office/audit/sessions/{id}"));
    let order_links = Links { session_url, cancel_url: None };
    Ok(One { steps: Steps::of(&order), order: shown(office, order)?, order_links })
}

async fn ship(Path(key): Path<String>, Posted { office, form }: Posted) -> Response {
    let shipped = async { office.act(ShipOrder { order: named(&key)? }, form.once.clone()).await };
    went(&office, &key, shipped.await).await
}

async fn complete(Path(key): Path<String>, Posted { office, form }: Posted) -> Response {
    let arrived = async { office.act(CompleteOrder { order: named(&key)? }, form.once.clone()).await };
    went(&office, &key, arrived.await).await
}

async fn cancel(Path(key): Path<String>, Posted { office, form }: Posted) -> Response {
    let cancelled = async {
        let refunded = (form.field("refunded") == "true").to_string();
        let act: CancelOrderInOffice =
            form.read(&["reason"], &[("order", key.clone()), ("refunded", refunded)])?;
        office.act(act, form.once.clone()).await
    };
    went(&office, &key, cancelled.await).await
}

async fn went(office: &Office, key: &str, outcome: Result<Progress, Problem>) -> Response {
    match outcome {
        Ok(Progress { number, status }) => {
            let said = office.texts().say_of("order-went-on", "status", status.name());
            office.done(&format!("/office/orders/{number}"), said)
        }
        Err(wrong) => office.again(ONE, &wrong, |view| read(office, view, key)).await,
    }
}

fn shown(office: &Office, order: OrderView) -> Result<Shown, Problem> {
    let agent = agent_of(&order.placed_by);
    let overflow = |_| Problem::new(&shop::kernel::problem::INTERNAL, "An amount is too large.");
    let lines = order.lines.into_iter().map(|line| LineRow {
        picture: picture(&line.picture),
        name: line.name,
        variant: line.options,
        quantity: line.quantity,
        unit: line.unit,
        total: line.price,
        before: before_discounts(line.unit, line.quantity, line.price),
        added_by: agent_of(&line.added_by),
    });
    let history = order.history.into_iter().map(|step| Step { status: step.status, at: step.at.0 });
    Ok(Shown {
        number: order.number,
        placed_at: order.placed_at.0,
        status: order.status.name(),
        lines: lines.collect(),
        subtotal: order.subtotal,
        discount: order.discount.negated().map_err(overflow)?,
        shipping: order.shipping,
        tax: order.tax,
        tax_included: order.tax_included,
        total: order.total,
        placed_by_support: agent.is_some(),
        placed_by: agent.unwrap_or_default(),
        history: history.collect(),
        shipping_address: order.delivery.map(|address| AddressView::on_order(address, office.locale())),
        payment: order.payment.map(paid),
        customer: order.name,
        customer_id: order.customer.map(|id| id.to_string()),
    })
}

fn paid(payment: PaymentView) -> Paid {
    let status = match (payment.state, payment.method) {
        (PaymentState::Settled, _) => "paid",
        (PaymentState::Failed | PaymentState::Cancelled, _) => "failed",
        (PaymentState::Waiting, Payment::Invoice) => "open",
        (PaymentState::Waiting, _) => "awaiting",
    };
    let card = payment.card.map(|card| Card { brand: card.brand, last4: card.last4 });
    // The way to pay is the customer's alone; the back office only sees how far it is.
    Paid { method: payment.method.name(), status, card, pay_url: None }
}

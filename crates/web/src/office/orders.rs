//! Orders: found, and looked at.

use axum::extract::{Path, Query};
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use shop::checkout::{Payment, PaymentState, PaymentView};
use shop::customers::SearchCustomers;
use shop::desk::{Act, Ask, Permission, View};
use shop::kernel::id::CustomerId;
use shop::kernel::{Cursor, Money, Page, Problem};
use shop::orders::{
    CancelOrderInOffice, CompleteOrder, CustomerOrders, OfficeOrder, OrderKey, OrderSummary, OrderView,
    OrdersList, Progress, ShipOrder, Status,
};

use super::frame::{Office, Posted, Screen};
use super::parts::{AddressView, LineRow, agent_of, picture};
use super::sites;
use crate::op::{Ops, RouteKind};
use crate::storefront::shown::before_discounts;

const LIST: Screen = Screen::whole("office/orders.html", "orders", Permission::OrdersSee);
const ONE: Screen = Screen::whole("office/order.html", "orders", Permission::OrdersSee);
/// Customers whose orders a search shows at most.
const CUSTOMERS: usize = 5;

pub(super) fn ops() -> Ops {
    let page = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Page, Method::GET, path, name, needs, handler)
    };
    let ops = page(Ops::default(), "/office/orders", OrdersList::NAME, OrdersList::NEEDS, get(list));
    let ops = page(ops, "/office/orders/{order}", OfficeOrder::NAME, OfficeOrder::NEEDS, get(one));
    let form = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Form, Method::POST, path, name, needs, handler)
    };
    let ops = form(ops, "/office/orders/{order}/ship", ShipOrder::NAME, ShipOrder::NEEDS, post(ship));
    let (name, needs) = (CompleteOrder::NAME, CompleteOrder::NEEDS);
    let ops = form(ops, "/office/orders/{order}/complete", name, needs, post(complete));
    let (name, needs) = (CancelOrderInOffice::NAME, CancelOrderInOffice::NEEDS);
    form(ops, "/office/orders/{order}/cancel", name, needs, post(cancel))
}

#[derive(Clone, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    by_support: bool,
    customer: Option<CustomerId>,
    after: Option<Cursor>,
}

impl Asked {
    fn status(&self) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.name() == self.status)
    }

    /// Whether the filter beside the search lets this order through.
    fn lets_through(&self, order: &OrderSummary) -> bool {
        self.status().is_none_or(|status| order.status == status)
            && (!self.by_support || agent_of(&order.placed_by).is_some())
    }

    fn next_url(&self, next: &Cursor) -> String {
        let mut pairs = vec![("q", self.q.clone()), ("status", self.status.clone())];
        if self.by_support {
            pairs.push(("by_support", "true".to_owned()));
        }
        if let Some(customer) = self.customer {
            pairs.push(("customer", customer.to_string()));
        }
        pairs.retain(|(_, value)| !value.is_empty());
        pairs.push(("after", next.as_str().to_owned()));
        format!("/office/orders?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    }
}

/// The list's context.
#[derive(Serialize)]
struct List {
    query: String,
    status: String,
    by_support: bool,
    statuses: Vec<&'static str>,
    orders: Vec<Row>,
    next_url: Option<String>,
}

#[derive(Serialize)]
struct Row {
    number: String,
    customer: String,
    placed_at: i64,
    site: String,
    placed_by_support: bool,
    placed_by: String,
    status: &'static str,
    item_count: u32,
    total: Money,
}

async fn list(office: Office, Query(asked): Query<Asked>) -> Response {
    office
        .show(LIST, |view| {
            let found = find(view, &asked)?;
            let row = |order: OrderSummary| {
                let agent = agent_of(&order.placed_by);
                Row {
                    customer: order.name,
                    placed_at: order.placed_at.0,
                    site: sites::name(&office, order.site),
                    placed_by_support: agent.is_some(),
                    placed_by: agent.unwrap_or_default(),
                    status: order.status.name(),
                    item_count: order.item_count,
                    total: order.total,
                    number: order.number,
                }
            };
            Ok(List {
                query: asked.q.clone(),
                status: asked.status.clone(),
                by_support: asked.by_support,
                statuses: Status::ALL.into_iter().map(Status::name).collect(),
                next_url: found.next.as_ref().map(|next| asked.next_url(next)),
                orders: found.items.into_iter().map(row).collect(),
            })
        })
        .await
}

/// The orders that are meant: one by its number, those of customers who are called so, one customer's, or all.
fn find(view: &mut View<'_, '_>, asked: &Asked) -> Result<Page<OrderSummary>, Problem> {
    let after = asked.after.clone();
    if let Some(customer) = asked.customer {
        let mut page = view.ask(&CustomerOrders { customer, after })?;
        page.items.retain(|order| asked.lets_through(order));
        return Ok(page);
    }
    let typed = asked.q.trim();
    if typed.is_empty() {
        return view.ask(&OrdersList { status: asked.status(), by_support: asked.by_support, after });
    }
    let mut items = search(view, typed)?;
    items.retain(|order| asked.lets_through(order));
    items.sort_by_key(|order| std::cmp::Reverse(order.placed_at));
    Ok(Page { items, next: None })
}

/// Order number, customer or e-mail: all of them lead to customers, since a customer is found by each.
fn search(view: &mut View<'_, '_>, typed: &str) -> Result<Vec<OrderSummary>, Problem> {
    if !view.who().may(Permission::CustomerSearch) || !view.who().may(Permission::CustomerOpen) {
        return by_number(view, typed);
    }
    let q = typed.parse().map_err(|_| Problem::invalid("/q", "This is too long to search for."))?;
    let found = view.ask(&SearchCustomers { q, limit: None })?.customers;
    let is_number = found.iter().any(|customer| {
        customer.last_order.as_ref().is_some_and(|order| order.number.eq_ignore_ascii_case(typed))
    });
    if found.is_empty() || is_number {
        let one = by_number(view, typed)?;
        if !one.is_empty() {
            return Ok(one);
        }
    }
    let mut orders = Vec::new();
    for customer in found.into_iter().take(CUSTOMERS) {
        orders.extend(view.ask(&CustomerOrders { customer: customer.id, after: None })?.items);
    }
    // Somebody else's orders are noise where the number of one was typed.
    if orders.iter().any(|order| order.number.eq_ignore_ascii_case(typed)) {
        orders.retain(|order| order.number.eq_ignore_ascii_case(typed));
    }
    Ok(orders)
}

fn by_number(view: &mut View<'_, '_>, typed: &str) -> Result<Vec<OrderSummary>, Problem> {
    let Ok(order) = typed.to_uppercase().parse() else { return Ok(Vec::new()) };
    match view.ask(&OfficeOrder { order }) {
        Ok(order) => Ok(vec![summary(order)]),
        Err(problem) if problem.kind.status == 404 => Ok(Vec::new()),
        Err(problem) => Err(problem),
    }
}

fn summary(order: OrderView) -> OrderSummary {
    OrderSummary {
        id: order.id,
        number: order.number,
        customer: order.customer,
        name: order.name,
        site: order.site,
        placed_at: order.placed_at,
        status: order.status,
        item_count: order.item_count,
        total: order.total,
        placed_by: order.placed_by,
        pictures: Vec::new(),
    }
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

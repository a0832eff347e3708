//! Orders: found, and looked at.

use axum::extract::Query;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use shop::customers::SearchCustomers;
use shop::desk::{Ask, Permission, View};
use shop::kernel::id::CustomerId;
use shop::kernel::{Cursor, Money, Page, Problem};
use shop::orders::{CustomerOrders, OfficeOrder, OrderSummary, OrderView, OrdersList, Status};

use super::frame::{Office, Screen};
use super::parts::agent_of;
use super::sites;
use crate::op::{Ops, RouteKind};

const LIST: Screen = Screen::whole("office/orders.html", "orders", Permission::OrdersSee);
/// Customers whose orders a search shows at most.
const CUSTOMERS: usize = 5;

pub(super) fn ops() -> Ops {
    let (name, needs) = (OrdersList::NAME, OrdersList::NEEDS);
    Ops::default().route(RouteKind::Page, Method::GET, "/office/orders", name, needs, get(list))
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

//! Orders: seen, and bought again.

mod map;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use shop::orders::{GetOrder, OrderKey, OrderView, OrdersByOffset, PutInto, Reorder};

use super::Answer;
use super::call::Call;
use super::carts;
use super::check::Check;
use super::envelope::{Resource, many, one};
use super::identity::Party;
use super::paging::Paging;
use super::refused::{Area, Refused};
use crate::App;

const ORDERS: &str = "orders";

/// Orders on a page unless it is said otherwise, and at most.
const LIMIT: (u32, u32) = (10, 100);

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/orders", get(list))
        .route("/orders/{order}", get(show))
        .route("/customers/{customer}/orders", get(of_customer))
        .route("/cart-reorder", post(reorder))
}

/// An order as a resource.
pub(super) fn resource(call: &Call, order: &OrderView) -> Resource {
    let link = call.link(&format!("/orders/{}", order.number));
    Resource::new(ORDERS, order.number.as_str(), map::attributes(order, call.settings()), link)
}

async fn list(call: Call) -> Answer {
    let customer = call.customer().await?;
    page(&call, &customer, "/orders").await
}

/// The same for the customer who is named, who must be the one who asks.
async fn of_customer(call: Call) -> Answer {
    let customer = call.customer().await?;
    if !call.is_own(&customer, Area::Order).await? {
        return Err(Refused::new(403, "802", "Unauthorized request."));
    }
    page(&call, &customer, &format!("/customers/{}/orders", call.part("customer"))).await
}

/// A page of somebody's orders, the newest first.
async fn page(call: &Call, customer: &Party, path: &str) -> Answer {
    let limit = match call.number("page[limit]", LIMIT.0) {
        0 => LIMIT.0,
        asked => asked.min(LIMIT.1),
    };
    let asked = OrdersByOffset { offset: call.number("page[offset]", 0), limit };
    let found = call.ask(&customer.caller, Area::Order, &asked).await?;
    let paging = Paging { base: call.link(path), q: None, limit };
    let links = if call.asked("page[limit]").is_some() || found.total > limit {
        paging.links(found.total, asked.offset)
    } else {
        Vec::new()
    };
    let orders: Vec<Resource> = found.items.iter().map(|order| resource(call, order)).collect();
    Ok(many(call, &orders, links))
}

async fn show(call: Call) -> Answer {
    let customer = call.customer().await?;
    let order =
        call.ask(&customer.caller, Area::Order, &GetOrder { order: key(call.part("order"))? }).await?;
    Ok(one(StatusCode::OK, &resource(&call, &order)))
}

/// An order by what a client calls it; what cannot be a number is nobody's.
fn key(reference: &str) -> Result<OrderKey, Refused> {
    reference.parse().map_err(|_| Refused::new(404, "801", "Order was not found."))
}

/// Puts an order into the cart again: into a new one, or in place of what is in the default one. What can no longer
/// be had is left out.
async fn reorder(call: Call) -> Answer {
    let attributes = call.attributes("cart-reorder")?;
    let customer = call.customer().await?;
    let mut check = Check::of(&attributes);
    let (order, strategy) = (check.text("orderReference"), check.text("reorderStrategy"));
    let into = match strategy.as_str() {
        "replace" => PutInto::Replace,
        // What is missing has been noted.
        "new" | "" => PutInto::New,
        _ => {
            check.wrong("reorderStrategy", "The value you selected is not a valid choice.");
            PutInto::New
        }
    };
    check.done()?;
    let order = key(&order)?;
    let name = (into == PutInto::New).then(|| format!("Reorder from order {}", order.as_str()).parse().ok());
    let act = Reorder { order, into, name: name.flatten(), version: None };
    let reordered = call.app.gate.act(&call.app.desk, &customer.caller, act, None).await;
    let reordered = reordered.map_err(|problem| match problem.kind.status {
        404 => Refused::of(Area::Order, &problem),
        _ => Refused::of(Area::Cart, &problem),
    })?;
    carts::answer_own(&call, customer, &reordered.cart, StatusCode::CREATED).await
}

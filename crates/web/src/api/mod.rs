//! Our own API under `/v1`, one file a domain.

mod accounts;
pub(crate) mod assist;
pub(crate) mod audit;
mod carts;
mod catalog;
mod customers;
pub(crate) mod events;
mod meta;
pub(crate) mod orders;
mod staff;

use axum::extract::State;
use axum::response::Response;
use shop::kernel::Problem;
use shop::kernel::problem as kinds;

use crate::App;
use crate::edge::problem;
use crate::op::Ops;

/// Every operation of the API.
pub fn ops() -> Ops {
    [
        catalog::ops(),
        accounts::ops(),
        customers::ops(),
        carts::ops(),
        orders::ops(),
        assist::ops(),
        events::ops(),
        staff::ops(),
        audit::ops(),
    ]
    .into_iter()
    .fold(meta::ops(), Ops::and)
}

/// The answer to a method an address does not take.
pub async fn no_such_method(State(app): State<App>) -> Response {
    let refused = Problem::new(&kinds::METHOD_NOT_ALLOWED, "See /v1/openapi.json for what is taken here.");
    problem::response(&refused, app.desk.mint().id())
}

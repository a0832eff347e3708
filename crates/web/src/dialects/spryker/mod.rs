//! Spryker's Glue API: JSON:API documents, as clients of its Agent Assist and of its shop send and expect them.
//!
//! | module | what it settles |
//! | --- | --- |
//! | [`settings`] | what an operator settles |
//! | `call` | a request as it arrives, and the order in which it is checked |
//! | `identity` | who sends it: the two token headers, and a guest's own id |
//! | `token` | tokens that look as theirs do, and are ours underneath |
//! | `envelope` | resources, links, includes |
//! | `refused` | their errors, and the one function that makes them of our problems |
//! | `check` | what is wrong with attributes, one error a violation |
//! | `tokens` | access tokens, the OAuth token endpoint, refresh tokens |
//! | `cors` | browser clients of other origins |
//! | `agent` | agents: signing in, finding customers, acting for them |
//! | `customers` | customers and their addresses |
//! | `carts` | carts of customers and guests, items, vouchers |
//! | `catalog` | search, products, availabilities, prices, stores |
//!
//! What holds for every route: an answer has a JSON body of the type `application/vnd.api+json` (but 204), a token
//! that is not good is refused on public routes too, and nothing is decided here. See `docs/dialects.md` for what a
//! client can rely on, and `docs/dialects/spryker.csv` for each row of it with the test that holds it.

mod agent;
mod call;
mod carts;
mod catalog;
mod check;
mod checkout;
mod cors;
mod customers;
mod envelope;
mod identity;
mod orders;
mod paging;
mod refused;
pub mod settings;
mod token;
mod tokens;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use shop::kernel::Problem;

pub use settings::Settings;

use crate::App;
use call::Call;
use refused::{Area, Refused};

/// The name in addresses, settings and the record.
pub const NAME: &str = "spryker";

/// What a handler answers.
type Answer = Result<Response, Refused>;

pub(super) fn router(settings: &Settings) -> Router<App> {
    let origins: Arc<[String]> = settings.origins.clone().into();
    Router::new()
        .merge(agent::routes())
        .merge(tokens::routes())
        .merge(carts::routes())
        .merge(customers::routes())
        .merge(catalog::routes())
        .merge(checkout::routes())
        .merge(orders::routes())
        .fallback(no_such_route)
        .method_not_allowed_fallback(no_such_method)
        .layer(from_fn(move |request, next| cors::cors(Arc::clone(&origins), request, next)))
}

/// A problem that was met before the request was routed.
pub(super) fn refused(problem: &Problem) -> Response {
    Refused::of(Area::Any, problem).into_response()
}

/// PATCH and DELETE of a collection lack the id, something of a cart lacks the cart; anything else is nowhere.
async fn no_such_route(call: Call) -> Answer {
    call.wants_id()?;
    if call.lacks_cart() {
        return Err(Refused::new(400, "104", "Cart uuid is missing."));
    }
    Err(Refused::new(404, "007", "Not found"))
}

async fn no_such_method(call: Call) -> Answer {
    call.wants_id()?;
    Err(Refused::new(404, "008", "Method does not exist"))
}

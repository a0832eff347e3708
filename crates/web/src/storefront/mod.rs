//! Pages of the shop, for customers, guests and agents acting for somebody.
//!
//! | file | what it shows or settles |
//! | --- | --- |
//! | [`place`] | which site, language and currency an address names |
//! | [`frame`] | what stands around every page |
//! | [`screen`] | from a page's asks to its response |
//! | [`posted`] | a form as it arrives, and what becomes of it when it is refused |
//! | [`kept`] | what was typed, kept over a sign-in |
//! | [`error`], [`said`] | refusals as pages, problems in the reader's words |
//! | [`shown`] | lines, carts, addresses, orders, products as templates show them |
//! | `home`, `category`, `listing`, `product` | the catalogue |
//! | `cart`, `merge`, `checkout`, `confirmation`, `card`, `pay_link`, `look_up` | from the cart to the order |
//! | `sign_in`, `account` | the customer |
//! | `live` | what an open page hears |
//! | `agent` | the agent's way in, to a customer and out again |

pub(crate) mod account;
pub(crate) mod agent;
pub(crate) mod card;
mod cart;
mod category;
mod checkout;
mod confirmation;
pub mod error;
pub(crate) mod first_password;
pub mod frame;
mod home;
pub mod kept;
mod listing;
mod live;
mod look_up;
mod merge;
mod pay_link;
pub mod place;
pub mod posted;
mod product;
pub mod said;
pub mod screen;
pub mod shown;
mod sign_in;

pub use place::Place;

use axum::extract::{Request, State};
use axum::response::Response;
use shop::kernel::Problem;

use crate::App;
use crate::edge::{Arrival, problem};
use crate::op::Ops;

/// Every page and form of the shop.
pub fn ops() -> Ops {
    [
        home::ops(),
        category::ops(),
        product::ops(),
        cart::ops(),
        merge::ops(),
        checkout::ops(),
        confirmation::ops(),
        pay_link::ops(),
        look_up::ops(),
        sign_in::ops(),
        first_password::ops(),
        account::ops(),
        live::ops(),
        agent::ops(),
    ]
    .into_iter()
    .fold(Ops::default(), Ops::and)
}

/// The answer to an address that leads nowhere: a page of the shop it seems to be in, a bare page elsewhere; to
/// clients of the API a problem document.
pub async fn no_such_page(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let refused = Problem::not_found("page");
    let arrival = match Arrival::read(&parts, &app).await {
        Ok(arrival) => arrival,
        Err(refused) => return problem::response(&refused, app.desk.mint().id()),
    };
    if parts.uri.path().starts_with("/v1/") {
        return problem::response(&refused, arrival.request);
    }
    match Place::read(&parts, arrival) {
        Ok(place) => error::answer(&app, &place, &refused).await,
        Err(refused) => error::bare(&app, &refused.0, &place::nonce(&parts), &refused.1),
    }
}

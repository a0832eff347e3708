//! Customers and their addresses: accounts opened, seen, changed and erased.
//!
//! | module | what it settles |
//! | --- | --- |
//! | `wire` | their JSON |
//! | `map` | our records as theirs |
//! | `given` | what their attributes say, checked |
//! | `account` | the account itself, and its password |
//! | `addresses` | its addresses |

mod account;
mod addresses;
mod given;
mod map;
mod wire;

use axum::Router;
use axum::routing::{get, patch};
use shop::customers::Profile;
use shop::customers::profile::ProfileView;

pub(super) use map::reference;

use super::call::Call;
use super::identity::Party;
use super::refused::{Area, Refused};
use crate::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/customers", get(account::own).post(account::open))
        .route("/customers/{customer}", get(account::show).patch(account::edit).delete(account::erase))
        .route("/customer-password/{customer}", patch(account::password))
        .route("/customers/{customer}/addresses", get(addresses::all).post(addresses::add))
        .route(
            "/customers/{customer}/addresses/{address}",
            get(addresses::show).patch(addresses::edit).delete(addresses::remove),
        )
}

/// What stands for one's own reference.
const MINE: &str = "mine";

/// The customer who sends this, or for whom an agent does.
async fn profile(call: &Call, party: &Party) -> Result<ProfileView, Refused> {
    call.ask(&party.caller, Area::Customer, &Profile::default()).await
}

/// Whether the path names this customer.
fn is_named(call: &Call, own: &ProfileView) -> bool {
    let named = call.part("customer");
    named == MINE || named.eq_ignore_ascii_case(map::reference(own))
}

/// The customer who sends this, if it is the one named in the path.
///
/// # Errors
/// 403/411 where somebody else is named, be there such a customer or not.
async fn named(call: &Call, party: &Party) -> Result<ProfileView, Refused> {
    let own = profile(call, party).await?;
    if is_named(call, &own) { Ok(own) } else { Err(Refused::new(403, "411", "Unauthorized request.")) }
}

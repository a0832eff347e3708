//! Carts of customers and of guests, their items, their vouchers. A guest's are the same under other names, found by
//! the id that the guest's client made up.

mod items;
pub(super) mod map;
mod routes;
mod vouchers;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{delete, get, patch, post};
use shop::cart::{CartView, GetCart, State};
use shop::customers::BeginGuest;
use shop::desk::Caller;
use shop::kernel::id::CartId;

use super::call::Call;
use super::catalog::Shelf;
use super::envelope::{Resource, one, tagged};
use super::identity::{Party, guest_hash};
use super::refused::{Area, Refused};
use crate::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/carts", get(routes::list).post(routes::create))
        .route("/carts/{cart}", get(routes::show).patch(routes::edit).delete(routes::remove))
        .route("/customers/{customer}/carts", get(routes::of_customer))
        .route("/carts/{cart}/items", post(items::add))
        .route("/carts/{cart}/items/{item}", patch(items::change).delete(items::remove))
        .route("/carts/{cart}/vouchers", post(vouchers::add))
        .route("/carts/{cart}/vouchers/{code}", delete(vouchers::remove))
        .route("/carts/{cart}/cart-codes", post(vouchers::add))
        .route("/carts/{cart}/cart-codes/{code}", delete(vouchers::remove))
        .route("/guest-carts", get(routes::list))
        .route("/guest-carts/{cart}", get(routes::show).patch(routes::edit))
        .route("/guest-cart-items", post(items::add_to_current))
        .route("/guest-carts/{cart}/guest-cart-items", post(items::add))
        .route("/guest-carts/{cart}/guest-cart-items/{item}", patch(items::change).delete(items::remove))
        .route("/guest-carts/{cart}/vouchers", post(vouchers::add))
        .route("/guest-carts/{cart}/vouchers/{code}", delete(vouchers::remove))
        .route("/guest-carts/{cart}/cart-codes", post(vouchers::add))
        .route("/guest-carts/{cart}/cart-codes/{code}", delete(vouchers::remove))
}

/// What a cart and its items are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// `carts` or `guest-carts`.
    pub(super) cart: &'static str,
    /// `items` or `guest-cart-items`.
    pub(super) item: &'static str,
}

/// A customer's.
pub(super) const OWN: Names = Names { cart: "carts", item: "items" };
/// A guest's.
pub(super) const GUEST: Names = Names { cart: "guest-carts", item: "guest-cart-items" };

/// Whoever shops, and what their carts are called.
pub(super) struct Shopper {
    pub(super) caller: Caller,
    pub(super) names: Names,
}

impl Call {
    /// What carts and items are called under this path.
    fn names(&self) -> Names {
        if self.own_path().starts_with("/guest-cart") { GUEST } else { OWN }
    }

    /// Whoever shops under this path: the customer, or the one acted for; or the guest, whether known or not.
    async fn shopper(&self) -> Result<Shopper, Refused> {
        let names = self.names();
        if names == OWN {
            return Ok(Shopper { caller: self.customer().await?.caller, names });
        }
        let id = self.identity().await?.guest()?;
        Ok(Shopper { caller: self.guest_caller(&id), names })
    }

    /// The guest, remembered from now on.
    async fn remembered_guest(&self) -> Result<Shopper, Refused> {
        let id = self.identity().await?.guest()?;
        let shopper = Shopper { caller: self.guest_caller(&id), names: GUEST };
        self.act(&shopper.caller, Area::Cart, BeginGuest { token: guest_hash(&id) }).await?;
        Ok(shopper)
    }
}

impl Shopper {
    /// Whether there is somebody: a guest who never put anything into a cart is nobody.
    async fn is_known(&self, call: &Call) -> Result<bool, Refused> {
        if self.names == OWN {
            return Ok(true);
        }
        let found = call.app.gate.who(&call.app.desk, &self.caller).await;
        let who = found.map_err(|problem| Refused::of(Area::Cart, &problem))?;
        Ok(who.subject().is_some())
    }

    /// The cart in the path, if it is theirs and can still be changed.
    async fn cart(&self, call: &Call) -> Result<CartView, Refused> {
        let text = call.part("cart");
        if text.trim().is_empty() {
            return Err(Refused::new(400, "104", "Cart uuid is missing."));
        }
        let cart: CartId = text.parse().map_err(|_| no_cart())?;
        if !self.is_known(call).await? {
            return Err(no_cart());
        }
        let cart = call.ask(&self.caller, Area::Cart, &GetCart { cart }).await?;
        if matches!(cart.state, State::Placed | State::Moved) { Err(no_cart()) } else { Ok(cart) }
    }
}

fn no_cart() -> Refused {
    Refused::new(404, "101", "Cart with given uuid not found.")
}

/// A cart with what was asked to be included.
async fn resource(
    call: &Call,
    shopper: &Shopper,
    cart: &CartView,
    shelf: &mut Shelf,
) -> Result<Resource, Refused> {
    let names = shopper.names;
    let store = call.site_of(cart.site).map(|site| site.code.clone()).unwrap_or_default();
    let link = |rest: &str| call.link(&format!("/{}/{}{rest}", names.cart, cart.id));
    let mut items = Vec::new();
    if call.includes(names.item) {
        for line in &cart.lines {
            let path = format!("/{}/{}", names.item, line.sku);
            let item = Resource::new(names.item, line.sku.as_str(), map::item(cart, line), link(&path));
            items.push(item.with(shelf.included(call, &shopper.caller, &line.sku, cart.currency).await?));
        }
    }
    let mut related = items;
    for discount in &cart.discounts {
        let source = &discount.source;
        let (kind, id, path) = match &source.coupon {
            Some(code) => ("vouchers", code.to_string(), link(&format!("/vouchers/{code}"))),
            None => (
                "cart-rules",
                source.promotion.to_string(),
                link(&format!("/cart-rules/{}", source.promotion)),
            ),
        };
        if call.includes(kind) {
            related.push(Resource::new(kind, id, map::discount(discount), path));
        }
    }
    let attributes = map::cart(cart, &store, names);
    Ok(Resource::new(names.cart, cart.id.to_string(), attributes, link("")).with(related))
}

/// A cart as the answer to what was done with it, with the version it has now.
async fn answered(
    call: &Call,
    shopper: &Shopper,
    cart: &CartView,
    status: StatusCode,
) -> Result<Response, Refused> {
    Ok(tagged(one(status, &resource(call, shopper, cart, &mut Shelf::default()).await?), cart.version))
}

/// A customer's own cart as the answer to something else that was done.
pub(super) async fn answer_own(
    call: &Call,
    customer: Party,
    cart: &CartView,
    status: StatusCode,
) -> Result<Response, Refused> {
    answered(call, &Shopper { caller: customer.caller, names: OWN }, cart, status).await
}

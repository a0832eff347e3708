//! Stories about checkout, placing and paying.

mod at_once;
mod importing;
mod paying;
mod placing;
mod sums;

use crate::cart::tests::scene::{Customer, Scene};
use crate::cart::{ByKind, CartView};
use crate::checkout::{AcceptTerms, Payment, PlaceOrder, Placed, SetDelivery, SetPayment, SetShipping};
use crate::desk::Caller;
use crate::kernel::Problem;
use crate::kernel::id::CartId;

/// An address in Berlin.
fn delivery(cart: CartId, version: Option<i64>) -> SetDelivery {
    SetDelivery {
        cart,
        version,
        email: None,
        address: None,
        salutation: None,
        first_name: None,
        last_name: Some("Tanaka".parse().expect("a name")),
        company: None,
        line1: Some("Kastanienallee 12".parse().expect("a street")),
        line2: None,
        line3: None,
        postcode: Some("10435".parse().expect("a postcode")),
        city: Some("Berlin".parse().expect("a town")),
        region: None,
        country: Some("DE".parse().expect("a country")),
        phone: None,
    }
}

/// Everything chosen that placing needs.
pub(crate) fn fill(scene: &Scene<'_>, caller: &Caller, cart: &CartView, method: Payment) -> CartView {
    let id = cart.id;
    let cart = scene.act(caller, delivery(id, Some(cart.version))).expect("delivery");
    let shipping =
        SetShipping { cart: id, method: "standard".parse().expect("a code"), version: Some(cart.version) };
    let cart = scene.act(caller, shipping).expect("shipping");
    let cart =
        scene.act(caller, SetPayment { cart: id, method, version: Some(cart.version) }).expect("payment");
    let how = Some("by phone, read out".parse().expect("a text"));
    let cart = scene.act(caller, AcceptTerms { cart: id, how, version: Some(cart.version) }).expect("terms");
    assert_eq!(cart.missing, []);
    cart
}

/// Places the cart as it was last seen.
pub(crate) fn place(scene: &Scene<'_>, caller: &Caller, cart: &CartView) -> Result<Placed, Problem> {
    scene
        .act(caller, PlaceOrder { cart: cart.id, version: Some(cart.version), shown_total: cart.total.minor })
}

/// A customer with a kettle in the cart and everything chosen.
fn ready(scene: &Scene<'_>, first: &str) -> (Customer, CartView) {
    let customer = scene.customer(first, "Tanaka");
    let cart = scene.open(&customer.caller);
    let cart = scene.add(&customer.caller, cart.id, scene.kettle, 1).expect("a kettle");
    let cart = fill(scene, &customer.caller, &cart, Payment::Invoice);
    assert_eq!(cart.changed_by.kind, ByKind::Customer);
    (customer, cart)
}

//! Checkout: what can be chosen, and placing an order in one call.

mod map;
mod wire;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use serde_json::{Value, json};
use shop::cart::{CartView, GetCart};
use shop::checkout::{BeginCardPayment, CheckoutOptions, CheckoutOptionsView, Payment, PlaceAtOnce, Placed};
use shop::customers::Addresses;
use shop::desk::Caller;
use shop::kernel::Problem;
use shop::kernel::id::{AddressId, CartId};
use shop::kernel::problem as kinds;
use shop::orders::GetOrder;

use super::Answer;
use super::call::Call;
use super::envelope::{Resource, one};
use super::orders;
use super::refused::{Area, Refused};
use crate::App;
use crate::storefront::{card, place};
use map::Selected;
use wire::{To, Wanted};

const DATA: &str = "checkout-data";
const CHECKOUT: &str = "checkout";

pub(super) fn routes() -> Router<App> {
    Router::new().route("/checkout-data", post(data)).route("/checkout", post(check_out))
}

/// Whoever checks out.
struct Shopper {
    caller: Caller,
    guest: bool,
    on_behalf: bool,
}

async fn shopper(call: &Call) -> Result<Shopper, Refused> {
    let identity = call.identity().await?;
    match identity.shopper() {
        Ok(Ok(party)) => Ok(Shopper { guest: false, on_behalf: party.on_behalf(), caller: party.caller }),
        Ok(Err(id)) => Ok(Shopper { guest: true, on_behalf: false, caller: call.guest_caller(&id) }),
        Err(_) => {
            let said = "One of Authorization or X-Anonymous-Customer-Unique-Id headers is required.";
            Err(Refused::new(400, "1105", said))
        }
    }
}

/// The cart and what can be chosen for it.
async fn cart(
    call: &Call,
    shopper: &Shopper,
    wanted: &Wanted,
) -> Result<(CartView, CheckoutOptionsView), Refused> {
    let not_found = || Refused::new(422, "1103", "Cart not found.");
    let id: CartId = wanted.cart.parse().map_err(|_| not_found())?;
    let asked =
        |refused: Refused| if shopper.guest && refused.status() == 401 { not_found() } else { refused };
    let cart = call.ask(&shopper.caller, Area::Checkout, &GetCart { cart: id }).await.map_err(asked)?;
    if cart.order.is_some() || cart.moved_to.is_some() {
        return Err(not_found());
    }
    let options = call.ask(&shopper.caller, Area::Checkout, &CheckoutOptions { cart: id }).await?;
    Ok((cart, options))
}

/// What can be chosen. Nothing is changed by asking.
async fn data(call: Call) -> Answer {
    let attributes = call.attributes(DATA)?;
    let shopper = shopper(&call).await?;
    let wanted = wire::read(&attributes, shopper.guest, false)?;
    let (cart, options) = cart(&call, &shopper, &wanted).await?;
    let addresses = if shopper.guest {
        Vec::new()
    } else {
        call.ask(&shopper.caller, Area::Checkout, &Addresses::default()).await?
    };
    let asked = wanted.shipment.as_deref().map(|id| map::code_of(&options.shipping, id));
    let named = wanted.payment.as_ref().map(|(provider, method)| call.settings().payment(provider, method));
    let selected = Selected {
        shipping: asked.unwrap_or(cart.checkout.shipping.as_deref()),
        payment: named.unwrap_or(cart.checkout.payment),
    };
    let tax_rate = call.site_of(cart.site).map_or(0, |site| site.tax_rate);
    let data = map::data(&options, &addresses, &selected, tax_rate, call.settings());
    Ok(one(StatusCode::OK, &Resource::of_call(DATA, data, &call)))
}

/// Places an order: everything is chosen and placed, or nothing is.
async fn check_out(call: Call) -> Answer {
    let attributes = call.attributes(CHECKOUT)?;
    let shopper = shopper(&call).await?;
    let wanted = wire::read(&attributes, shopper.guest, true)?;
    let (cart, options) = cart(&call, &shopper, &wanted).await?;
    if cart.lines.is_empty() {
        return Err(Refused::new(422, "1104", "Cart is empty."));
    }
    let act = at_once(&call, &shopper, wanted, &cart, &options)?;
    let placed = call.app.gate.act(&call.app.desk, &shopper.caller, act, None).await;
    let placed = placed.map_err(|problem| refused(&problem))?;
    let redirect = redirect(&call, &shopper, &cart, &placed).await;
    let attributes = json!({
        "orderReference": placed.number,
        "redirectUrl": redirect,
        "isExternalRedirect": redirect.as_ref().map(|_| true),
    });
    let mut answer = Resource::of_call(CHECKOUT, attributes, &call);
    if call.includes("orders") {
        let order = GetOrder { order: placed.order.into() };
        let order = call.ask(&shopper.caller, Area::Order, &order).await?;
        answer = answer.with(vec![orders::resource(&call, &order)]);
    }
    Ok(one(StatusCode::CREATED, &answer))
}

/// What the shop is asked to place.
fn at_once(
    call: &Call,
    shopper: &Shopper,
    wanted: Wanted,
    cart: &CartView,
    options: &CheckoutOptionsView,
) -> Result<PlaceAtOnce, Refused> {
    let payment = match &wanted.payment {
        Some((provider, method)) => {
            let unknown = || Refused::new(422, "1108", "Invalid payment method.");
            Some(call.settings().payment(provider, method).ok_or_else(unknown)?)
        }
        None => None,
    };
    let shipping = match &wanted.shipment {
        Some(id) => {
            let unknown = || Refused::new(422, "1102", "There is no such shipment method.");
            let code = map::code_of(&options.shipping, id).ok_or_else(unknown)?;
            Some(code.parse().map_err(|_| unknown())?)
        }
        None => None,
    };
    let (delivery, delivery_address) = place_of(wanted.delivery);
    let (billing, billing_address) = place_of(wanted.billing);
    Ok(PlaceAtOnce {
        cart: cart.id,
        // The customer may be changing the same cart.
        version: call.version_or(shopper.on_behalf.then_some(cart.version))?,
        email: wanted.email,
        delivery,
        delivery_address,
        billing,
        billing_address,
        shipping,
        payment,
        terms_how: None,
        shown_total: None,
    })
}

fn place_of(to: Option<To>) -> (Option<shop::checkout::GivenAddress>, Option<AddressId>) {
    match to {
        Some(To::Own(id)) => (None, Some(id)),
        Some(To::Full(address)) => (Some(*address), None),
        None => (None, None),
    }
}

/// Where the customer pays by card, in person: the payment page of the shop. An order that waits for its payment is
/// placed all the same where there is none.
async fn redirect(call: &Call, shopper: &Shopper, cart: &CartView, placed: &Placed) -> Option<String> {
    if placed.payment != Payment::Card {
        return None;
    }
    let begin = BeginCardPayment { order: placed.order.into() };
    let due = call.act(&shopper.caller, Area::Order, begin).await.ok()?;
    let back = if shopper.guest { "/checkout/done/" } else { "/account/orders/" };
    let locale = shopper.caller.locale;
    let site = call.site_of(cart.site)?;
    let start = place::start(site, Some(locale), Some(cart.currency.code()));
    let path = format!("{start}{back}{}", placed.number);
    Some(card::address(&call.app, &call.arrival, site, locale, &due, &path))
}

/// Why nothing was placed, as their clients are told.
fn refused(problem: &Problem) -> Refused {
    let pointer = problem.errors.first().map_or("", |error| error.pointer.as_str());
    let said = problem.errors.first().map_or(&problem.detail, |error| &error.detail);
    let coded = |code: &'static str| Refused::new(422, code, said.clone());
    if problem.kind == &kinds::NEVER_ON_BEHALF || pointer.starts_with("/payment") {
        return coded("1108");
    }
    if problem.kind == &kinds::NOT_READY {
        let missing = problem.extra.get("missing").and_then(Value::as_array);
        let missing: Vec<&str> = missing.into_iter().flatten().filter_map(Value::as_str).collect();
        if missing.contains(&"lines") {
            return Refused::new(422, "1104", "Cart is empty.");
        }
        return Refused::new(
            422,
            "1102",
            format!("Order cannot be placed. Missing: {}.", missing.join(", ")),
        );
    }
    if pointer.starts_with("/delivery") || pointer.starts_with("/billing") {
        return coded("4302");
    }
    if matches!(problem.kind.status, 412 | 428) {
        return coded("1102");
    }
    Refused::of(Area::Checkout, problem)
}

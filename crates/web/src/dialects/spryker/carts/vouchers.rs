//! Vouchers and cart codes: both enter a coupon.

use axum::http::StatusCode;
use shop::cart::{ApplyCoupon, CartView, RemoveCoupon};
use shop::kernel::text::Text;

use super::super::Answer;
use super::super::call::Call;
use super::super::check::{Attributes, Check};
use super::super::envelope::nothing;
use super::super::refused::{Area, Refused};
use super::{Shopper, answered};

pub(super) async fn add(call: Call) -> Answer {
    let attributes = call.attributes("vouchers")?;
    let shopper = call.shopper().await?;
    added(&call, &shopper, &attributes).await
}

pub(super) async fn add_code(call: Call) -> Answer {
    let attributes = call.attributes("cart-codes")?;
    let shopper = call.shopper().await?;
    added(&call, &shopper, &attributes).await
}

pub(super) async fn add_by_guest(call: Call) -> Answer {
    let attributes = call.attributes("vouchers")?;
    let shopper = call.guest().await?;
    added(&call, &shopper, &attributes).await
}

pub(super) async fn add_code_by_guest(call: Call) -> Answer {
    let attributes = call.attributes("cart-codes")?;
    let shopper = call.guest().await?;
    added(&call, &shopper, &attributes).await
}

async fn added(call: &Call, shopper: &Shopper, attributes: &Attributes) -> Answer {
    let mut check = Check::of(attributes);
    let code = check.text("code");
    check.done()?;
    let cannot = |_| Refused::new(422, "3302", "Cart code cannot be added.");
    let code: Text<1, 60> = code.parse().map_err(cannot)?;
    let cart = shopper.cart(call).await?;
    let act = ApplyCoupon { cart: cart.id, code, version: Some(cart.version) };
    let cart = call.act(&shopper.caller, Area::Voucher, act).await?;
    answered(call, shopper, &cart, StatusCode::CREATED).await
}

pub(super) async fn remove(call: Call) -> Answer {
    let shopper = call.shopper().await?;
    removed(&call, &shopper).await
}

pub(super) async fn remove_by_guest(call: Call) -> Answer {
    let shopper = call.guest().await?;
    removed(&call, &shopper).await
}

async fn removed(call: &Call, shopper: &Shopper) -> Answer {
    let cart = shopper.cart(call).await?;
    let code = entered(&cart, call.part("code"))
        .ok_or_else(|| Refused::new(422, "3301", "Cart code not found in cart."))?;
    let act = RemoveCoupon { cart: cart.id, code, version: Some(cart.version) };
    call.act(&shopper.caller, Area::Voucher, act).await?;
    Ok(nothing())
}

/// The code as the cart has it.
fn entered(cart: &CartView, code: &str) -> Option<Text<1, 60>> {
    let found = cart.coupons.iter().find(|coupon| coupon.code.eq_ignore_ascii_case(code))?;
    found.code.parse().ok()
}

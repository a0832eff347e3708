//! Vouchers and cart codes: both enter a coupon.

use axum::http::StatusCode;
use shop::cart::{ApplyCoupon, CartView, RemoveCoupon};
use shop::kernel::text::Text;

use super::super::Answer;
use super::super::call::Call;
use super::super::check::Check;
use super::super::envelope::nothing;
use super::super::refused::{Area, Refused};
use super::answered;

pub(super) async fn add(call: Call) -> Answer {
    let attributes = call.attributes(kind(&call))?;
    let shopper = call.shopper().await?;
    let mut check = Check::of(&attributes);
    let code = check.text("code");
    check.done()?;
    let cannot = |_| Refused::new(422, "3302", "Cart code cannot be added.");
    let code: Text<1, 60> = code.parse().map_err(cannot)?;
    let cart = shopper.cart(&call).await?;
    let act = ApplyCoupon { cart: cart.id, code, version: Some(cart.version) };
    let cart = call.act(&shopper.caller, Area::Voucher, act).await?;
    answered(&call, &shopper, &cart, StatusCode::CREATED).await
}

/// What they are called under this path.
fn kind(call: &Call) -> &'static str {
    if call.own_path().ends_with("/cart-codes") { "cart-codes" } else { "vouchers" }
}

pub(super) async fn remove(call: Call) -> Answer {
    let shopper = call.shopper().await?;
    let cart = shopper.cart(&call).await?;
    let missing = || Refused::new(422, "3301", "Cart code not found in cart.");
    let code = entered(&cart, call.part("code")).ok_or_else(missing)?;
    let act = RemoveCoupon { cart: cart.id, code, version: Some(cart.version) };
    call.act(&shopper.caller, Area::Voucher, act).await?;
    Ok(nothing())
}

/// The code as the cart has it.
fn entered(cart: &CartView, code: &str) -> Option<Text<1, 60>> {
    let found = cart.coupons.iter().find(|coupon| coupon.code.eq_ignore_ascii_case(code))?;
    found.code.parse().ok()
}

//! The price of a basket and the reasons for it. Pure: everything it needs comes in a [`Basket`].
//!
//! In this order: each line gets its unit price; promotions and coupons are granted one after the other
//! in order of (priority, id), each on what the earlier ones left, each cut over its lines by largest
//! remainder; then tax is computed per line. Totals are sums of lines, so for every basket
//! Σ gross − Σ discounts + added tax + shipping = total, and Σ net + Σ tax = total.

mod basket;
mod engine;
mod grant;
mod priced;
mod promotion;
#[cfg(test)]
mod tests;
mod unit;

pub use basket::{Basket, LineIn, PriceRow, ShippingIn};
pub use engine::{PriceError, price};
pub use priced::{Discount, LineOut, Part, Priced, RefusedCoupon, ShippingOut, Source, TaxOut, Why, WhyNot};
pub use promotion::{AppliedCoupon, Audience, Off, Promotion, Scope, Validity};
pub(crate) use unit::lowest;

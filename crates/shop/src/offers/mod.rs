//! What things cost and what makes them cheaper: prices, promotions, coupons.
//!
//! | module | what it settles |
//! | --- | --- |
//! | [`price`] | the price of a basket and the reasons for it, as a pure function |
//! | [`basket`] | the same from variants, with what nodes hold in memory |
//! | [`held`] | promotions and coupons in memory |
//! | [`coupon`] | using a coupon within its limits |
//! | [`acts`] | changing promotions and coupons |

pub mod acts;
mod amount;
mod basket;
pub mod coupon;
mod held;
pub mod price;
pub(crate) mod sql;
#[cfg(all(test, feature = "testing"))]
mod tests;

pub use amount::CurrencyAmount;
pub use basket::{BasketRequest, PricedBasket, price_basket};
pub use held::Offers;

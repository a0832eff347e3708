//! Carts: stored, versioned, one current cart per owner, site and currency.
//!
//! | file | what it settles |
//! | --- | --- |
//! | `row` | a cart and its lines as they are stored |
//! | `by` | who did something to a cart or an order, as rows name them |
//! | `change` | one change of a cart: take it, change it, price it, store it, tell about it |
//! | `goods` | what the lines are, cost and have in stock |
//! | `view` | a cart as people and clients see it, and what is still missing for placing it |
//! | `open` | opening the current cart |
//! | `current` | which of an owner's carts is the current one |
//! | `several` | making, changing and deleting carts |
//! | `lines` | adding, changing and removing lines |
//! | `coupons` | coupons |
//! | `fill` | filling a cart with several things at once |
//! | `merge` | what becomes of a guest's cart when the guest signs in; never by itself |
//! | `hand_over` | handing a cart to somebody who may place it, and taking it |
//! | `asks` | what can be asked about carts |
//!
//! What always holds:
//! - An owner has at most one cart in state `open` or `handed_over` per site and currency: the current one, which
//!   the shop shows. Others are `saved`: what is done to a cart by its id is done to them just so.
//! - No cart is thrown away but by its owner's word: the one that is no longer current is saved, an empty one too.
//! - An owner makes at most 50 carts on a site. A current one is opened beyond that all the same, for shopping.
//! - Every change raises the version by one, in the statement that takes the cart, so that of two changes
//!   at once the second one sees the first. Who names a version changes that version or nothing.
//! - A variant stands on at most one line, with a quantity of 1 to 999; a cart has at most 500 lines.
//! - An owner never changes: a guest's cart is copied into the customer's, and `moved_to` says where it went.
//! - A handed-over cart is an open cart with a request on it: its customer can go on with it, and change or
//!   place it; taking or placing it settles the request.

mod asks;
mod by;
mod change;
mod coupons;
mod current;
mod fill;
mod goods;
mod hand_over;
mod lines;
mod merge;
mod open;
mod row;
mod several;
pub(crate) mod sql;
#[cfg(test)]
pub(crate) mod tests;
mod view;

pub use asks::{Carts, CurrentCart, CustomerCart, GetCart, MiniCart, MiniCartLine, MiniCartView};
pub use by::{By, ByKind};
pub use coupons::{ApplyCoupon, RemoveCoupon};
pub use hand_over::{HandOver, HandedOver, HandedOverCart, HandedOverCount, TakeHandedOver};
pub use lines::{AddLine, MAX_QUANTITY, RemoveLine, SetQuantity};
pub use merge::{MergeGuestCart, MergeRule};
pub use open::OpenCart;
pub use row::{Handed, State};
pub use several::{CreateCart, DeleteCart, EditCart, MAX_CARTS};
pub use view::{CartView, CheckoutView, CouponView, Difference, LineView, Missing};

pub(crate) use change::{Change, Expected};
pub(crate) use coupons::used_up as coupon_used_up;
pub(crate) use fill::fill;
pub(crate) use goods::{Goods, price, rate};
pub(crate) use hand_over::take as take_handed_over;
pub(crate) use open::{current_or_new, shopper, whoever_shops};
pub(crate) use row::{Cart, owner};
pub(crate) use several::another;
pub(crate) use view::{differences, missing, view};

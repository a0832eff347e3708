//! Things of the shop as templates show them. Their shapes are those of `templates/samples`.

mod address;
mod cart;
mod line;
mod order;
mod product;
mod why;

pub use address::{AddressContext, Choice, countries, country_name};
pub use cart::{CartContext, CouponContext, MiniCartContext, Totals};
pub use line::{LineContext, before_discounts};
pub use order::{OrderContext, OrderRow};
pub use product::{ProductTile, availability};
pub use why::{WhyContext, price_steps, refused_coupon, steps};

//! A cart, whole and small.

use serde::Serialize;
use shop::cart::{ByKind, CartView, MiniCartView};
use shop::kernel::{Currency, Money, Timestamp};

use super::line::{LineContext, agent};
use super::why::refused_coupon;
use crate::pages::Sheet;

/// What a cart or an order comes to.
#[derive(Clone, Debug, Serialize)]
pub struct Totals {
    subtotal: Money,
    discount: Money,
    shipping: Option<Money>,
    tax: Money,
    tax_included: bool,
    total: Money,
    item_count: u32,
}

impl Totals {
    /// The sums of something whose discount is told as an amount not below zero.
    pub fn new(sums: [Money; 4], shipping: Option<Money>, tax_included: bool, item_count: u32) -> Self {
        let [subtotal, discount, tax, total] = sums;
        let discount = Money::new(-discount.minor, discount.currency);
        Self { subtotal, discount, shipping, tax, tax_included, total, item_count }
    }
}

/// A cart.
#[derive(Clone, Debug, Serialize)]
pub struct CartContext {
    id: String,
    version: i64,
    lines: Vec<LineContext>,
    #[serde(flatten)]
    totals: Totals,
    coupons: Vec<CouponContext>,
    changed: Option<Changed>,
    notes: Vec<String>,
}

/// A coupon in a cart.
#[derive(Clone, Debug, Serialize)]
pub struct CouponContext {
    code: String,
    label: String,
}

#[derive(Clone, Debug, Serialize)]
struct Changed {
    by: String,
    at: Timestamp,
}

impl CartContext {
    /// A cart as it is.
    pub fn of(sheet: &Sheet<'_>, cart: &CartView) -> Self {
        let coupons = cart.coupons.iter().map(|coupon| CouponContext {
            code: coupon.code.clone(),
            label: coupon
                .refused
                .as_ref()
                .map_or_else(|| coupon.name.clone(), |why| refused_coupon(sheet.texts(), why)),
        });
        let handed = cart.handed_over.as_ref().map(|_| sheet.text("cart-handed-over"));
        Self {
            id: cart.id.to_string(),
            version: cart.version,
            lines: cart.lines.iter().map(|line| LineContext::of(sheet, line)).collect(),
            totals: Totals::new(
                [cart.subtotal, cart.discount, cart.tax, cart.total],
                cart.shipping,
                cart.tax_included,
                cart.item_count,
            ),
            coupons: coupons.collect(),
            changed: None,
            notes: handed.into_iter().collect(),
        }
    }

    /// A cart with nothing in it.
    pub fn empty(currency: Currency, tax_included: bool) -> Self {
        Self {
            id: String::new(),
            version: 0,
            lines: Vec::new(),
            totals: Totals::new([Money::zero(currency); 4], None, tax_included, 0),
            coupons: Vec::new(),
            changed: None,
            notes: Vec::new(),
        }
    }

    /// Says that somebody else changed it, so that the reader's own change was not made.
    #[must_use]
    pub fn changed_by_somebody(mut self, sheet: &Sheet<'_>, cart: &CartView) -> Self {
        let by = agent(&cart.changed_by).unwrap_or_else(|| match cart.changed_by.kind {
            ByKind::Customer => sheet.text("somebody-customer"),
            _ => sheet.text("somebody-else"),
        });
        self.changed = Some(Changed { by, at: cart.changed_at });
        self
    }
}

/// The small cart in the header.
#[derive(Clone, Debug, Serialize)]
pub struct MiniCartContext {
    id: String,
    version: i64,
    item_count: u32,
    subtotal: Money,
    lines: Vec<LineContext>,
}

impl MiniCartContext {
    /// The current cart, or an empty one.
    pub fn of(cart: Option<MiniCartView>, currency: Currency) -> Self {
        let Some(cart) = cart else {
            return Self {
                id: String::new(),
                version: 0,
                item_count: 0,
                subtotal: Money::zero(currency),
                lines: Vec::new(),
            };
        };
        Self {
            id: cart.id.to_string(),
            version: cart.version,
            item_count: cart.item_count,
            subtotal: cart.subtotal,
            lines: cart.lines.into_iter().map(LineContext::small).collect(),
        }
    }
}

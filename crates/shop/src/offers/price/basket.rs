//! What goes in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AppliedCoupon, Promotion, Validity};
use crate::kernel::{
    clock::Timestamp,
    id::{CategoryId, LineId, ProductId, VariantId},
    money::{Currency, Rate, TaxMode},
};

/// All that the price of a basket depends on. Every amount is in minor units of `currency`.
#[derive(Debug, Clone)]
pub struct Basket<'a> {
    /// The currency of every bare amount in the basket.
    pub currency: Currency,
    /// Whether prices contain tax.
    pub tax: TaxMode,
    /// What is bought.
    pub lines: Vec<LineIn<'a>>,
    /// The segments the customer belongs to.
    pub segments: &'a [String],
    /// The promotions of the site, in any order; those that do not apply are passed over.
    pub promotions: &'a [Promotion],
    /// The coupons the customer entered, in order of entry.
    pub coupons: &'a [AppliedCoupon],
    /// The shipping method chosen, if one is.
    pub shipping: Option<ShippingIn>,
    /// The moment that decides what is valid.
    pub now: Timestamp,
    /// Whether an agent acts for the customer, which brings the promotions kept for that.
    pub acting: bool,
}

/// One line to price.
#[derive(Debug, Clone)]
pub struct LineIn<'a> {
    /// The line.
    pub id: LineId,
    /// The product, for the scope of promotions.
    pub product: ProductId,
    /// The variant that is bought.
    pub variant: VariantId,
    /// All categories of the product, those above included.
    pub categories: &'a [CategoryId],
    /// How many.
    pub quantity: u32,
    /// The list price of one; not below zero.
    pub list: i64,
    /// Other prices of the variant; those that do not apply are passed over.
    pub prices: &'a [PriceRow],
    /// The tax rate of the product where it is sold.
    pub tax_rate: Rate,
}

/// A price beside the list price. The lowest that applies is taken, the list price included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRow {
    /// Only for customers of this segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// Only from this quantity of the line.
    #[serde(default = "one")]
    pub min_quantity: u32,
    /// The price of one in minor units; not below zero.
    pub minor: i64,
    /// When it applies.
    #[serde(default)]
    pub validity: Validity,
}

fn one() -> u32 {
    1
}

/// The shipping chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShippingIn {
    /// Its price in minor units, in the basket's tax mode; not below zero.
    pub minor: i64,
    /// Its tax rate.
    pub tax_rate: Rate,
}

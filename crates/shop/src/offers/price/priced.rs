//! What comes out. Every amount is in minor units of the basket's currency.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{
    clock::Timestamp,
    id::{LineId, PromotionId},
    money::{Currency, Money, Rate, TaxMode},
};

/// A basket with its prices. Amounts are minor units of `currency`; `subtotal`, `gross` and discounts are
/// in the site's tax mode (with tax where prices include it).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Priced {
    /// The currency of every amount here.
    pub currency: Currency,
    /// Whether prices contain tax.
    pub tax_mode: TaxMode,
    /// The lines, in the order they came.
    pub lines: Vec<LineOut>,
    /// What was taken off, by promotion or coupon, in the order granted.
    pub discounts: Vec<Discount>,
    /// Coupons that did nothing, each with the reason.
    pub refused_coupons: Vec<RefusedCoupon>,
    /// Shipping, when chosen.
    pub shipping: Option<ShippingOut>,
    /// All lines before discounts.
    pub subtotal: i64,
    /// All discounts together; not below zero.
    pub discount: i64,
    /// Tax of lines and shipping, by rate, lowest first.
    pub taxes: Vec<TaxOut>,
    /// All tax together.
    pub tax: i64,
    /// What the customer pays, tax and shipping included.
    pub total: i64,
}

/// One line with its price. `total = net + tax`, and the amounts of `why` add up to `total`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineOut {
    /// The line.
    pub id: LineId,
    /// How many.
    pub quantity: u32,
    /// The price of one before discounts.
    pub unit: i64,
    /// `unit` times `quantity`.
    pub gross: i64,
    /// The line's parts of the discounts.
    pub discounts: Vec<Part>,
    /// After discounts, without tax.
    pub net: i64,
    /// The rate `tax` was computed with, in basis points.
    pub tax_rate: Rate,
    /// The tax on `net`, or within what is left of `gross`.
    pub tax: i64,
    /// What the customer pays for the line.
    pub total: i64,
    /// Why: step by step from the list price to `total`.
    pub why: Vec<Why>,
}

/// A line's part of one discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// What granted it.
    pub source: Source,
    /// Taken off the line; above zero.
    pub amount: i64,
}

/// What granted a discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The promotion.
    pub promotion: PromotionId,
    /// Its name.
    pub name: Arc<str>,
    /// The coupon that opened it, if it took one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<Arc<str>>,
    /// Whether it is granted beside no other one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclusive: bool,
    /// The first moment after it, or after its coupon, whichever is earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A discount over the whole basket; exactly the sum of its parts on the lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Discount {
    /// What granted it.
    pub source: Source,
    /// Taken off; above zero.
    pub amount: i64,
}

/// Shipping with its tax. `total = net + tax`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShippingOut {
    /// Its price in the site's tax mode.
    pub gross: i64,
    /// Without tax.
    pub net: i64,
    /// The rate, in basis points.
    pub tax_rate: Rate,
    /// The tax.
    pub tax: i64,
    /// What the customer pays for it.
    pub total: i64,
}

/// The tax of one rate: the sum of the taxes of its lines and of shipping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxOut {
    /// The rate, in basis points.
    pub rate: Rate,
    /// What was taxed, without the tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
}

/// One step from the list price to what the line costs. `amount` is what the step adds to the whole line,
/// so it is below zero where something became cheaper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Why {
    /// The list price of all pieces.
    ListPrice {
        /// List price times quantity.
        amount: i64,
        /// List price of one.
        unit: i64,
    },
    /// The customer's segment has its own price.
    SegmentPrice {
        /// The difference for all pieces.
        amount: i64,
        /// The segment's price of one.
        unit: i64,
        /// The segment.
        segment: String,
        /// The quantity it starts from, where that is more than one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from_quantity: Option<u32>,
    },
    /// The quantity has its own price.
    QuantityPrice {
        /// The difference for all pieces.
        amount: i64,
        /// The price of one.
        unit: i64,
        /// The quantity it starts from.
        from_quantity: u32,
    },
    /// A price for a time.
    SpecialPrice {
        /// The difference for all pieces.
        amount: i64,
        /// The price of one.
        unit: i64,
    },
    /// A promotion took something off.
    Promotion {
        /// The line's part, below zero.
        amount: i64,
        /// The promotion.
        promotion: PromotionId,
        /// Its name.
        name: Arc<str>,
    },
    /// A coupon took something off.
    Coupon {
        /// The line's part, below zero.
        amount: i64,
        /// Its code.
        code: Arc<str>,
        /// The name of its promotion.
        name: Arc<str>,
    },
    /// Tax was added (only where prices are without tax).
    TaxAdded {
        /// The tax.
        amount: i64,
        /// The rate, in basis points.
        rate: Rate,
    },
}

/// A coupon that did nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefusedCoupon {
    /// Its code.
    pub code: Arc<str>,
    /// Why.
    pub why: WhyNot,
}

/// Why a coupon did nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum WhyNot {
    /// The promotion behind it is no longer among those of the site.
    Withdrawn,
    /// It can be used later.
    NotYet {
        /// The first moment.
        from: Timestamp,
    },
    /// It could be used earlier.
    Expired {
        /// The first moment after.
        until: Timestamp,
    },
    /// The subtotal is too small.
    MinimumNotReached {
        /// The subtotal needed.
        minimum: Money,
        /// What is missing to it.
        missing: Money,
    },
    /// It is for customers of another segment.
    OtherSegment,
    /// It is granted only while an agent acts for the customer.
    OnlyAssisted,
    /// It is worth an amount, or needs a minimum, in another currency.
    OtherCurrency,
    /// Nothing in the basket is in its scope, or nothing is left to take off.
    NothingToDiscount,
    /// It cannot be combined with a promotion granted before it, or with others at all.
    NotCombinable {
        /// The name of the promotion in its way.
        with: Arc<str>,
    },
    /// It, or another coupon for the same promotion, is applied already.
    AlreadyApplied,
}

impl Why {
    /// What the step adds to the line, in minor units.
    pub fn amount(&self) -> i64 {
        match *self {
            Self::ListPrice { amount, .. }
            | Self::SegmentPrice { amount, .. }
            | Self::QuantityPrice { amount, .. }
            | Self::SpecialPrice { amount, .. }
            | Self::Promotion { amount, .. }
            | Self::Coupon { amount, .. }
            | Self::TaxAdded { amount, .. } => amount,
        }
    }
}

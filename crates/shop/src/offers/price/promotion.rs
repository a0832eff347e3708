//! What makes a basket cheaper, and when.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{
    clock::Timestamp,
    id::{CategoryId, ProductId, PromotionId},
    money::{Money, Rate},
};

/// A reduction that a site grants to everybody it fits, or to who brings a coupon for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Promotion {
    /// The promotion.
    pub id: PromotionId,
    /// What the customer reads: `Autumn 10%`.
    pub name: Arc<str>,
    /// How much it takes off.
    pub off: Off,
    /// What it takes it off from.
    pub scope: Scope,
    /// The least subtotal (of all lines, before discounts, in the site's tax mode) that earns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Money>,
    /// Only for customers of this segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// When it runs.
    #[serde(default)]
    pub validity: Validity,
    /// Who may see it used.
    #[serde(default)]
    pub audience: Audience,
    /// Only with a coupon.
    #[serde(default)]
    pub by_coupon: bool,
    /// Lower numbers are granted first; equal numbers in order of id.
    #[serde(default)]
    pub priority: i32,
    /// Granted alone: when its turn comes and another was granted it is passed over, and once it is
    /// granted nothing follows.
    #[serde(default)]
    pub exclusive: bool,
}

/// How much is taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Off {
    /// A share, in basis points, of what earlier promotions left.
    Percent(Rate),
    /// A fixed amount once per basket, at most what is left; only in baskets of its currency.
    Amount(Money),
}

/// Which lines a promotion takes its discount from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All of them.
    Cart,
    /// Lines with a product in one of these categories.
    Categories(Vec<CategoryId>),
    /// Lines with one of these products.
    Products(Vec<ProductId>),
}

/// Who a promotion is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Every customer.
    #[default]
    Everyone,
    /// Customers while an agent acts for them.
    Assisted,
}

/// A span of time, from its start to just before its end; open where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// The first moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// The first moment after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Validity {
    /// Whether the moment lies within.
    pub fn covers(self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// A coupon the customer entered. Its limits of use (in all, per customer) are the caller's to check,
/// since they need the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppliedCoupon {
    /// The code as the shop writes it: `WELCOME5`.
    pub code: Arc<str>,
    /// The promotion it opens.
    pub promotion: PromotionId,
    /// When it can be used, beside the validity of the promotion.
    #[serde(default)]
    pub validity: Validity,
}

//! An order and its lines as they are stored.

use std::str::FromStr;

use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};

use super::sql;
use crate::cart::By;
use crate::checkout::{Address, Payment, Terms};
use crate::desk::{Look, Owner, Refusal, Subject};
use crate::kernel::id::{AssistSessionId, CartId, OrderId, SiteId, VariantId};
use crate::kernel::text::{ONE_LINE, string_type};
use crate::kernel::{Currency, Timestamp};
use crate::offers::price::{Discount, TaxOut, Why};

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It was taken over from another system and is being worked on there.
    Placed,
    /// It waits until it is paid.
    AwaitingPayment,
    /// It is being prepared.
    Processing,
    /// It is on its way.
    Shipped,
    /// The customer has it.
    Completed,
    /// It was called off.
    Cancelled,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Placed,
        Self::AwaitingPayment,
        Self::Processing,
        Self::Shipped,
        Self::Completed,
        Self::Cancelled,
    ];

    /// Whether an order that is so far can be called off: until it ships.
    pub fn can_be_cancelled(self) -> bool {
        matches!(self, Self::AwaitingPayment | Self::Processing)
    }

    /// Whether nothing of it has to happen any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }

    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Processing => "processing",
            Self::Shipped => "shipped",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl store::ToParam for Status {
    fn to_param(&self) -> store::Param<'_> {
        store::Param::Text(self.name().into())
    }
}

impl store::FromColumn for Status {
    const WANTED: &'static str = "the status of an order";
    fn from_column(value: &store::Value) -> Option<Self> {
        let store::Value::Text(text) = value else { return None };
        Self::ALL.into_iter().find(|status| status.name() == text)
    }
}

/// An order by its id or by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderKey(String);

/// Why a text names no order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an order is named by its id or its number, of 1 to 60 characters")]
pub struct NotAnOrderKey;

impl FromStr for OrderKey {
    type Err = NotAnOrderKey;
    fn from_str(text: &str) -> Result<Self, NotAnOrderKey> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > 60 || text.chars().any(char::is_control) {
            return Err(NotAnOrderKey);
        }
        Ok(Self(text.to_owned()))
    }
}

string_type!(
    OrderKey,
    "OrderKey",
    json_schema!({
        "type": "string", "minLength": 1, "maxLength": 60, "pattern": ONE_LINE,
    })
);

impl From<OrderId> for OrderKey {
    fn from(id: OrderId) -> Self {
        Self(id.to_string())
    }
}

/// What the totals of an order are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Breakdown {
    /// Discounts by promotion or coupon.
    pub(crate) discounts: Vec<Discount>,
    /// Tax by rate.
    pub(crate) taxes: Vec<TaxOut>,
}

/// An order's row. Amounts are minor units of its currency.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) owner: Subject,
    pub(crate) id: OrderId,
    pub(crate) number: String,
    pub(crate) reference: Option<String>,
    /// Digest of what an import said of it.
    pub(crate) digest: Option<Vec<u8>>,
    pub(crate) cart: Option<CartId>,
    pub(crate) site: SiteId,
    pub(crate) currency: Currency,
    pub(crate) placed_at: Timestamp,
    pub(crate) status: Status,
    pub(crate) version: i64,
    pub(crate) item_count: u32,
    pub(crate) subtotal: i64,
    pub(crate) discount: i64,
    pub(crate) shipping: i64,
    pub(crate) tax: i64,
    pub(crate) total: i64,
    pub(crate) tax_included: bool,
    pub(crate) breakdown: Breakdown,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) delivery: Option<Address>,
    pub(crate) billing: Option<Address>,
    pub(crate) shipping_code: String,
    pub(crate) shipping_name: String,
    pub(crate) payment: Option<Payment>,
    pub(crate) placed_by: By,
    pub(crate) session: Option<AssistSessionId>,
    pub(crate) channel: String,
    pub(crate) terms: Option<Terms>,
}

/// A line's row.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) variant: VariantId,
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) options: String,
    pub(crate) slug: String,
    pub(crate) picture: String,
    pub(crate) quantity: u32,
    pub(crate) unit: i64,
    pub(crate) discount: i64,
    /// Basis points.
    pub(crate) tax_rate: u32,
    pub(crate) tax: i64,
    pub(crate) total: i64,
    /// Absent in imported orders.
    pub(crate) why: Option<Vec<Why>>,
    pub(crate) added_by: By,
}

impl Order {
    /// Reads a row of `order_columns!`.
    pub(super) fn from_row(row: &store::Row) -> Result<Self, store::Error> {
        let currency: String = row.get(7)?;
        Ok(Self {
            owner: row.get(0)?,
            id: row.get(1)?,
            number: row.get(2)?,
            reference: row.get(3)?,
            digest: row.get(4)?,
            cart: row.get(5)?,
            site: row.get(6)?,
            currency: currency.parse().unwrap_or(Currency::EUR),
            placed_at: row.get(8)?,
            status: row.get(9)?,
            version: row.get(10)?,
            item_count: row.get(11)?,
            subtotal: row.get(12)?,
            discount: row.get(13)?,
            shipping: row.get(14)?,
            tax: row.get(15)?,
            total: row.get(16)?,
            tax_included: row.get(17)?,
            breakdown: json(row, 18)?.unwrap_or_default(),
            name: row.get(19)?,
            email: row.get(20)?,
            delivery: json(row, 21)?,
            billing: json(row, 22)?,
            shipping_code: row.get(23)?,
            shipping_name: row.get(24)?,
            payment: row.get::<String>(25)?.parse().ok(),
            placed_by: By { kind: row.get(26)?, staff: row.get(27)?, name: row.get(28)? },
            session: row.get(29)?,
            channel: row.get(30)?,
            terms: json(row, 31)?,
        })
    }

    /// Its lines, in their order.
    pub(crate) fn lines(&self, look: &mut Look<'_, '_>) -> Result<Vec<Line>, store::Error> {
        let tenant = look.tenant();
        let rows = look.sql().all(&sql::LINES, store::params![tenant, self.owner, self.id])?;
        rows.iter().map(Line::from_row).collect()
    }
}

impl Line {
    pub(super) fn from_row(row: &store::Row) -> Result<Self, store::Error> {
        Ok(Self {
            variant: row.get(0)?,
            sku: row.get(1)?,
            name: row.get(2)?,
            options: row.get(3)?,
            slug: row.get(4)?,
            picture: row.get(5)?,
            quantity: row.get(6)?,
            unit: row.get(7)?,
            discount: row.get(8)?,
            tax_rate: row.get(9)?,
            tax: row.get(10)?,
            total: row.get(11)?,
            why: json(row, 12)?,
            added_by: By { kind: row.get(13)?, staff: None, name: row.get(14)? },
        })
    }
}

fn json<T: serde::de::DeserializeOwned>(row: &store::Row, column: usize) -> Result<Option<T>, store::Error> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// The order that is meant.
pub(crate) fn find(look: &mut Look<'_, '_>, key: &OrderKey) -> Result<Option<Order>, store::Error> {
    let tenant = look.tenant();
    let row = match key.as_str().parse::<OrderId>() {
        Ok(id) => look.sql().one(&sql::ORDER, store::params![tenant, id])?,
        Err(_) => look.sql().one(&sql::ORDER_BY_NUMBER, store::params![tenant, key.as_str()])?,
    };
    row.map(|row| Order::from_row(&row)).transpose()
}

/// Whose order it is.
pub(crate) fn owner(look: &mut Look<'_, '_>, key: &OrderKey) -> Result<Owner, Refusal> {
    Ok(match find(look, key)?.map(|order| order.owner) {
        Some(Subject::Customer(id)) => Owner::Customer(id),
        Some(Subject::Guest(id)) => Owner::Guest(id),
        None => Owner::Missing("order"),
    })
}

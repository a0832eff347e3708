//! A cart and its lines as they are stored.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::by::By;
use super::sql;
use crate::checkout::{Address, Payment, Terms};
use crate::desk::{Look, Owner, Refusal, Subject};
use crate::kernel::id::{CartId, LineId, SiteId, VariantId};
use crate::kernel::{Currency, Timestamp};

/// What has become of a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It can be filled and placed.
    Open,
    /// The same, and somebody who may place orders is asked to place it.
    HandedOver,
    /// It is put aside: it can be filled and placed by its id, it is just not the one the shop shows.
    Saved,
    /// It became an order.
    Placed,
    /// It was merged into another cart.
    Moved,
}

impl State {
    const ALL: [Self; 5] = [Self::Open, Self::HandedOver, Self::Saved, Self::Placed, Self::Moved];

    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::HandedOver => "handed_over",
            Self::Saved => "saved",
            Self::Placed => "placed",
            Self::Moved => "moved",
        }
    }

    /// Whether it is the cart that the shop shows its owner.
    pub fn is_current(self) -> bool {
        matches!(self, Self::Open | Self::HandedOver)
    }
}

impl store::ToParam for State {
    fn to_param(&self) -> store::Param<'_> {
        store::Param::Text(self.name().into())
    }
}

impl store::FromColumn for State {
    const WANTED: &'static str = "the state of a cart";
    fn from_column(value: &store::Value) -> Option<Self> {
        let store::Value::Text(text) = value else { return None };
        Self::ALL.into_iter().find(|state| state.name() == text)
    }
}

impl store::ToParam for Subject {
    fn to_param(&self) -> store::Param<'_> {
        let text = match self {
            Self::Customer(id) => id.to_string(),
            Self::Guest(id) => id.to_string(),
        };
        store::Param::Text(text.into())
    }
}

impl store::FromColumn for Subject {
    const WANTED: &'static str = "a customer or a guest";
    fn from_column(value: &store::Value) -> Option<Self> {
        let store::Value::Text(text) = value else { return None };
        let customer = text.parse().map(Self::Customer);
        customer.or_else(|_| text.parse().map(Self::Guest)).ok()
    }
}

/// A cart that waits for somebody who may place it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Handed {
    /// Name of the agent who handed it over.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What they wrote to whoever takes it.
    pub note: String,
}

/// A cart's row. Amounts are minor units of its currency.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cart {
    pub(crate) owner: Subject,
    pub(crate) id: CartId,
    pub(crate) site: SiteId,
    pub(crate) currency: Currency,
    pub(crate) state: State,
    pub(crate) version: i64,
    pub(crate) moved_to: Option<CartId>,
    pub(crate) order_number: Option<String>,
    pub(crate) coupons: Vec<String>,
    /// As of the last change.
    pub(crate) item_count: u32,
    pub(crate) total: i64,
    pub(crate) email: String,
    pub(crate) delivery: Option<Address>,
    pub(crate) billing: Option<Address>,
    pub(crate) shipping: String,
    pub(crate) payment: Option<Payment>,
    pub(crate) terms: Option<Terms>,
    pub(crate) handed: Option<Handed>,
    pub(crate) changed_at: Timestamp,
    pub(crate) changed_by: By,
    /// What its owner calls it; may be empty.
    pub(crate) name: String,
    /// The segment of the customer who owns it.
    pub(crate) segment: Option<String>,
}

/// A line's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) id: LineId,
    pub(crate) variant: VariantId,
    pub(crate) quantity: u32,
    /// Price of one as whoever last changed the cart was told.
    pub(crate) shown: i64,
    pub(crate) added_by: By,
    /// How many there are; none where it is not counted.
    pub(crate) left: Option<u32>,
}

impl Cart {
    /// Reads a row of `cart_columns!`.
    pub(super) fn from_row(row: &store::Row) -> Result<Self, store::Error> {
        let currency: String = row.get(3)?;
        let handed = match (row.get::<Option<String>>(18)?, row.get::<Option<Timestamp>>(19)?) {
            (Some(by), Some(at)) => {
                Some(Handed { by, at, note: row.get::<Option<String>>(20)?.unwrap_or_default() })
            }
            _ => None,
        };
        Ok(Self {
            owner: row.get(0)?,
            id: row.get(1)?,
            site: row.get(2)?,
            currency: currency.parse().unwrap_or(Currency::EUR),
            state: row.get(4)?,
            version: row.get(5)?,
            moved_to: row.get(6)?,
            order_number: row.get(7)?,
            coupons: row.get::<String>(8)?.lines().map(str::to_owned).collect(),
            item_count: row.get(9)?,
            total: row.get(10)?,
            email: row.get(11)?,
            delivery: json(row, 12)?,
            billing: json(row, 13)?,
            shipping: row.get(14)?,
            payment: row.get::<String>(15)?.parse().ok(),
            terms: json(row, 16)?,
            handed,
            changed_at: row.get(21)?,
            changed_by: By { kind: row.get(22)?, staff: None, name: row.get(23)? },
            name: row.get(24)?,
            segment: row.get(25)?,
        })
    }

    /// The cart with this id.
    pub(crate) fn find(look: &mut Look<'_, '_>, id: CartId) -> Result<Option<Self>, store::Error> {
        let tenant = look.tenant();
        look.sql().one(&sql::CART, store::params![tenant, id])?.map(|row| Self::from_row(&row)).transpose()
    }

    /// The owner's current cart on this site in this currency.
    pub(crate) fn current(
        look: &mut Look<'_, '_>,
        owner: Subject,
        site: SiteId,
        currency: Currency,
    ) -> Result<Option<Self>, store::Error> {
        let tenant = look.tenant();
        let row = look.sql().one(&sql::CURRENT, store::params![tenant, owner, site, currency.code()])?;
        row.map(|row| Self::from_row(&row)).transpose()
    }

    /// Its lines, in the order they were added.
    pub(crate) fn lines(&self, look: &mut Look<'_, '_>) -> Result<Vec<Line>, store::Error> {
        let tenant = look.tenant();
        let rows = look.sql().all(&sql::LINES, store::params![tenant, self.owner, self.id])?;
        rows.iter().map(Line::from_row).collect()
    }
}

impl Line {
    /// Whether the other one is the same line, with nothing changed that is stored.
    pub(super) fn stands_like(&self, other: &Self) -> bool {
        (self.id, self.quantity, self.shown) == (other.id, other.quantity, other.shown)
    }

    fn from_row(row: &store::Row) -> Result<Self, store::Error> {
        Ok(Self {
            id: row.get(0)?,
            variant: row.get(1)?,
            quantity: row.get(2)?,
            shown: row.get(3)?,
            added_by: By { kind: row.get(4)?, staff: row.get(5)?, name: row.get(6)? },
            left: row.get::<Option<i64>>(7)?.map(|left| u32::try_from(left).unwrap_or(0)),
        })
    }
}

fn json<T: serde::de::DeserializeOwned>(row: &store::Row, column: usize) -> Result<Option<T>, store::Error> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Whose cart it is.
pub(crate) fn owner(look: &mut Look<'_, '_>, cart: CartId) -> Result<Owner, Refusal> {
    let tenant = look.tenant();
    let row = look.sql().one(&sql::OWNER, store::params![tenant, cart])?;
    Ok(match row.map(|row| row.get(0)).transpose()? {
        Some(Subject::Customer(id)) => Owner::Customer(id),
        Some(Subject::Guest(id)) => Owner::Guest(id),
        None => Owner::Missing("cart"),
    })
}

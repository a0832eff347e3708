//! One line of an imported order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::customers::Reference;
use crate::kernel::text::Text;
use crate::kernel::{Currency, Timestamp};
use crate::orders::Status;

/// One line of an order to be stored. What is said of the order is the same in all its lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderLineRow {
    /// What the other system calls the order.
    pub order: Reference,
    /// What it calls the customer.
    pub customer: Reference,
    /// Code of the site.
    pub site: Text<1, 40>,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// One of the site's currencies.
    pub currency: Currency,
    /// How far it is: `placed`, `completed` or `cancelled`.
    #[serde(default = "completed")]
    pub status: Status,
    /// What shipping cost, in minor units.
    #[serde(default)]
    pub shipping: u64,
    /// Reference of a product without variants, or of a variant.
    pub product: Reference,
    /// How many, 1 to 9999.
    pub quantity: u32,
    /// The price of one before discount, in minor units.
    pub unit_price: u64,
    /// Taken off the whole line, in minor units.
    #[serde(default)]
    pub discount: u64,
    /// Tax of the whole line, in minor units; by the site's rate when absent.
    #[serde(default)]
    pub tax: Option<u64>,
}

fn completed() -> Status {
    Status::Completed
}

/// Where two lines of one order say different things of it.
pub(super) fn agrees(head: &OrderLineRow, row: &OrderLineRow) -> Result<(), &'static str> {
    let same = [
        (head.customer == row.customer, "/customer"),
        (head.site == row.site, "/site"),
        (head.placed_at == row.placed_at, "/placed_at"),
        (head.currency == row.currency, "/currency"),
        (head.status == row.status, "/status"),
        (head.shipping == row.shipping, "/shipping"),
    ];
    same.iter().find(|(same, _)| !same).map_or(Ok(()), |(_, pointer)| Err(pointer))
}

//! A customer's orders by offset and limit, as the dialects page them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::order::Order;
use super::sql;
use super::view::{OrderView, whole};
use crate::cart::{shopper, whoever_shops};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::Problem;

/// How far orders are counted, and paged.
const MOST: u32 = 10_000;

/// The orders of whoever shops, whole, the newest first, from a place on. For clients that page by numbers;
/// [`super::Orders`] does not slow down with the place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrdersByOffset {
    /// How many to leave out first.
    pub offset: u32,
    /// How many to answer at most, 1 to 100.
    pub limit: u32,
}

/// A page of whole orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrdersFrom {
    /// The orders.
    pub items: Vec<OrderView>,
    /// How many there are in all, counted up to 10,000.
    pub total: u32,
}

impl Ask for OrdersByOffset {
    const NAME: &'static str = "order.list.by_offset";
    const NEEDS: Needs = Needs::Own(Permission::OrderRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = OrdersFrom;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(whoever_shops(who))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<OrdersFrom, Refusal> {
        if !(1..=100).contains(&self.limit) {
            return Err(Problem::invalid("/limit", "Ask for 1 to 100 orders at a time.").into());
        }
        let owner = shopper(who)?;
        let tenant = look.tenant();
        let counted = look.sql().one(&sql::COUNT_OF_OWNER, store::params![tenant, owner, MOST])?;
        let total = counted.map(|row| row.get(0)).transpose()?.unwrap_or(0);
        if self.offset >= MOST {
            return Ok(OrdersFrom { items: Vec::new(), total });
        }
        let place = store::params![tenant, owner, self.limit, self.offset];
        let rows = look.sql().all(&sql::OF_OWNER_BY_OFFSET, place)?;
        let items = rows.iter().map(|row| whole(look, Order::from_row(row)?)).collect::<Result<_, _>>()?;
        Ok(OrdersFrom { items, total })
    }
}

//! Orders in the back office.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::asks::{before, of_owner, wanted};
use super::order::{Order, OrderKey, Status, find};
use super::sql;
use super::view::{OrderSummary, OrderView, summary, whole};
use crate::customers;
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal, Subject};
use crate::kernel::id::CustomerId;
use crate::kernel::{Cursor, Page, Problem};

/// Orders on a page.
const PAGE: usize = 50;

/// All orders of the sites one works for, the newest first. A page may hold fewer than it could where others'
/// orders were left out; it is the last one when it names no next.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OrdersList {
    /// Only those that are this far.
    pub status: Option<Status>,
    /// Only those that an agent placed.
    pub by_support: bool,
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

impl Ask for OrdersList {
    const NAME: &'static str = "order.all";
    const NEEDS: Needs = Needs::Staff(Permission::OrdersSee);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Page<OrderSummary>;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        let (tenant, (at, id)) = (look.tenant(), before(self.after.as_ref())?);
        let limit = wanted(PAGE);
        let page = store::params![tenant, at, id, limit];
        let rows = match (self.status, self.by_support) {
            (None, false) => look.sql().all(&sql::ALL_ORDERS, page)?,
            (None, true) => look.sql().all(&sql::HELPED, page)?,
            (Some(status), helped) => {
                let statement = if helped { &sql::HELPED_WITH_STATUS } else { &sql::WITH_STATUS };
                look.sql().all(statement, store::params![tenant, at, id, limit, status])?
            }
        };
        let orders = rows.iter().map(Order::from_row).collect::<Result<Vec<_>, _>>()?;
        let mut page = Page::cut(orders, PAGE, |order| (order.placed_at.0, order.id.to_string()));
        page.items.retain(|order| who.works_for(order.site));
        Ok(page.map(|order| summary(order, Vec::new())))
    }
}

/// One order, in the back office.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficeOrder {
    /// Its id or its number.
    pub order: OrderKey,
}

impl Ask for OfficeOrder {
    const NAME: &'static str = "order.open";
    const NEEDS: Needs = Needs::Staff(Permission::OrdersSee);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = OrderView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        super::order::owner(look, &self.order)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<OrderView, Refusal> {
        let order = find(look, &self.order)?.filter(|order| who.works_for(order.site));
        let order = order.ok_or_else(|| Problem::not_found("order"))?;
        look.object(order.id, Some(order.version));
        Ok(whole(look, order)?)
    }
}

/// A customer's orders, in the back office, the newest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerOrders {
    /// The customer.
    pub customer: CustomerId,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<Cursor>,
}

impl Ask for CustomerOrders {
    const NAME: &'static str = "order.of_customer";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerOpen);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Page<OrderSummary>;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        customers::office::owner(who.tenant(), look, self.customer)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        let mut page = of_owner(look, Subject::Customer(self.customer), self.after.as_ref())?;
        page.items.retain(|order| who.works_for(order.site));
        Ok(page)
    }
}

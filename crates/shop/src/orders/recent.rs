//! A customer's last orders, each with what was bought.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::asks::{TEN, before, of_ten, wanted};
use super::order::{Line, Order};
use super::sql;
use super::view::{OrderLineView, OrderSummary, line_view, summary};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal, Subject};
use crate::kernel::Page;
use crate::kernel::id::{CustomerId, OrderId};

/// A customer's last ten orders with their lines, in the back office, the newest first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecentOrders {
    /// The customer.
    pub customer: CustomerId,
}

/// An order in few words, with what was bought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecentOrder {
    /// The order.
    #[serde(flatten)]
    pub order: OrderSummary,
    /// Its lines, in their order.
    pub lines: Vec<OrderLineView>,
}

impl Ask for RecentOrders {
    const NAME: &'static str = "order.recent";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerOpen);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Page<RecentOrder>;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Customer(self.customer))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        let (tenant, owner, (at, id)) = (look.tenant(), Subject::Customer(self.customer), before(None)?);
        let rows = look.sql().all(&sql::OF_OWNER, store::params![tenant, at, id, wanted(TEN), owner])?;
        let orders = rows.iter().map(Order::from_row).collect::<Result<Vec<_>, _>>()?;
        let mut page = Page::cut(orders, TEN, |order| (order.placed_at.0, order.id.to_string()));
        page.items.retain(|order| who.works_for(order.site));
        let mut lines = BTreeMap::<OrderId, Vec<Line>>::new();
        if !page.items.is_empty() {
            for row in look.sql().all(&sql::LINES_OF_TEN, &of_ten(tenant, owner, &page.items))? {
                lines.entry(row.get(15)?).or_default().push(Line::from_row(&row)?);
            }
        }
        Ok(page.map(|order| {
            let lines = lines.remove(&order.id).unwrap_or_default();
            let view = |line| line_view(line, order.currency, order.tax_included);
            RecentOrder { lines: lines.into_iter().map(view).collect(), order: summary(order, Vec::new()) }
        }))
    }
}

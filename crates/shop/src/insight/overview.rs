//! Everything about a customer in one answer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cart::{CartView, CustomerCart};
use crate::customers::{CustomerDetails, DetailsView};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::Page;
use crate::kernel::id::CustomerId;
use crate::orders::{RecentOrder, RecentOrders};

/// A customer's profile and addresses, who helped lately, the last ten orders with their lines, and the
/// current carts. Recorded once, as opening the customer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerOverview {
    /// Which customer.
    pub customer: CustomerId,
}

/// A customer as a whole.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OverviewView {
    /// Profile, addresses, standing, who helped.
    pub customer: DetailsView,
    /// The last ten orders, the newest first.
    pub orders: Page<RecentOrder>,
    /// Current carts, the one changed last first.
    pub carts: Vec<CartView>,
}

impl Ask for CustomerOverview {
    const NAME: &'static str = "customer.overview";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerOpen);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = OverviewView;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Customer(self.customer))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<OverviewView, Refusal> {
        let customer = self.customer;
        let (orders, carts) = (RecentOrders { customer }, CustomerCart { customer });
        let details = CustomerDetails { customer }.run(who, look)?;
        let answer =
            OverviewView { orders: orders.run(who, look)?, carts: carts.run(who, look)?, customer: details };
        look.object(customer, Some(answer.customer.profile.version));
        Ok(answer)
    }
}

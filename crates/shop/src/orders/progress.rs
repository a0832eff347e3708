//! How an order goes on after it was placed: it ships, it arrives, or it is called off.
//!
//! ```text
//! awaiting_payment ──▶ processing ──▶ shipped ──▶ completed
//!        └────────────────┴──▶ cancelled
//! ```
//!
//! What is counted stays reserved until it ships; calling off gives it back, with each coupon's use. Imported
//! orders are moved by the system they came from.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::order::{Order, OrderKey, Status, find, owner};
use super::status::advance;
use crate::cart::ByKind;
use crate::catalog::stock;
use crate::checkout;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::VariantId;
use crate::kernel::text::Text;
use crate::kernel::{Problem, problem};
use crate::offers::{Offers, coupon};

/// How far an order is after an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Progress {
    /// The order's number.
    pub number: String,
    /// How far it is now.
    pub status: Status,
}

/// Says that an order left the house. What was reserved for it leaves the shelf.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipOrder {
    /// The order, by id or number.
    pub order: OrderKey,
}

impl Act for ShipOrder {
    const NAME: &'static str = "order.ship";
    const NEEDS: Needs = Needs::Staff(Permission::OrdersEdit);
    type Out = Progress;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, &self.order)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Progress, Refusal> {
        let order = mine(who, work, &self.order)?;
        let progress =
            go(work, &order, |status| status == Status::Processing, Status::Shipped, ByKind::Shop)?;
        let lines = reserved(work, &order)?;
        stock::ship(work, &lines)?;
        Ok(progress)
    }
}

/// Says that an order arrived.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteOrder {
    /// The order, by id or number.
    pub order: OrderKey,
}

impl Act for CompleteOrder {
    const NAME: &'static str = "order.complete";
    const NEEDS: Needs = Needs::Staff(Permission::OrdersEdit);
    type Out = Progress;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, &self.order)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Progress, Refusal> {
        let order = mine(who, work, &self.order)?;
        go(work, &order, |status| status == Status::Shipped, Status::Completed, ByKind::Shop)
    }
}

/// Calls off one's own order, or as an agent the customer's, before it ships. An order paid by card is called
/// off by the shop, which gives the money back: 409 here.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelOrder {
    /// The order, by id or number.
    pub order: OrderKey,
    /// Why, if somebody says it.
    #[serde(default)]
    pub reason: Option<Text<0, 200>>,
}

impl Act for CancelOrder {
    const NAME: &'static str = "order.cancel";
    const NEEDS: Needs = Needs::Own(Permission::OrderCancel);
    type Out = Progress;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, &self.order)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Progress, Refusal> {
        let order = find(&mut work.look(), &self.order)?.ok_or_else(|| Problem::not_found("order"))?;
        let by = if who.on_behalf().is_some() { ByKind::Agent } else { ByKind::Customer };
        cancel(work, &order, by, false, self.reason.as_ref())
    }
}

/// Calls off an order in the back office, before it ships. Where it was paid by card, somebody must have given
/// the money back and say so.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelOrderInOffice {
    /// The order, by id or number.
    pub order: OrderKey,
    /// Whether the money that was taken by card was given back.
    #[serde(default)]
    pub refunded: bool,
    /// Why, if somebody says it.
    #[serde(default)]
    pub reason: Option<Text<0, 200>>,
}

impl Act for CancelOrderInOffice {
    const NAME: &'static str = "order.call_off";
    const NEEDS: Needs = Needs::Staff(Permission::OrdersEdit);
    type Out = Progress;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, &self.order)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Progress, Refusal> {
        let order = mine(who, work, &self.order)?;
        cancel(work, &order, ByKind::Shop, self.refunded, self.reason.as_ref())
    }
}

/// The order, where it is one of a site that this staff member works for.
fn mine(who: &Acting, work: &mut Work<'_, '_>, key: &OrderKey) -> Result<Order, Refusal> {
    let order = find(&mut work.look(), key)?.filter(|order| who.works_for(order.site));
    order.ok_or_else(|| Problem::not_found("order").into())
}

/// Moves the order to `to` from where `from` allows it; 409 when it is elsewhere.
fn go(
    work: &mut Work<'_, '_>,
    order: &Order,
    from: fn(Status) -> bool,
    to: Status,
    by: ByKind,
) -> Result<Progress, Refusal> {
    // Compared and moved in one statement: of two who press at once, one moves it.
    if from(order.status) && advance(work, order.id, order.status, to, by)? {
        return Ok(Progress { number: order.number.clone(), status: to });
    }
    let said = "The order is not at a point where this can be done. Nothing was changed.";
    Err(Problem::new(&problem::CONFLICT, said).with("status", order.status).into())
}

fn cancel(
    work: &mut Work<'_, '_>,
    order: &Order,
    by: ByKind,
    refunded: bool,
    reason: Option<&Text<0, 200>>,
) -> Result<Progress, Refusal> {
    let paid = checkout::payment_of(&mut work.look(), order)?.is_some_and(|payment| payment.took_money());
    if paid && !refunded {
        let said = "This order was paid by card. The shop gives the money back first and then calls it off. \
                    Nothing was changed.";
        return Err(Problem::new(&problem::CONFLICT, said).with("paid", true).into());
    }
    let progress = go(work, order, Status::can_be_cancelled, Status::Cancelled, by)?;
    if let Some(reason) = reason.filter(|reason| !reason.as_str().is_empty()) {
        work.changed(order.id, None, &(), &json!({ "reason": reason }));
    }
    checkout::call_off(work, order)?;
    let lines = reserved(work, order)?;
    stock::give_back(work, &lines)?;
    let offers: Arc<Offers> = work.memo()?;
    let user = coupon::user(order.owner);
    for code in order.breakdown.discounts.iter().filter_map(|discount| discount.source.coupon.as_deref()) {
        if let Some(used) = offers.coupon(code) {
            coupon::give_back(work, used.id, &user, order.id)?;
        }
    }
    Ok(progress)
}

/// What the order holds of each variant.
fn reserved(work: &mut Work<'_, '_>, order: &Order) -> Result<Vec<(VariantId, u32)>, store::Error> {
    let lines = order.lines(&mut work.look())?;
    Ok(lines.into_iter().map(|line| (line.variant, line.quantity)).collect())
}

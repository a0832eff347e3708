//! The link by which a customer pays on their own screen what an agent ordered for them.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::payment::{PaymentDue, due};
use super::sql;
use crate::customers::mail;
use crate::desk::{Act, Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal, Subject, Work};
use crate::events::Topic;
use crate::kernel::id::OrderId;
use crate::kernel::problem;
use crate::kernel::secret::TokenHash;
use crate::kernel::{Problem, Timestamp};
use crate::orders::{self, Order, OrderKey, OrderView, Status};

/// How long a pay link can be used.
pub const PAY_LINK_LIVES: Duration = Duration::from_secs(48 * 3600);

/// Makes a link by which the customer pays an order on their own screen: once, within 48 hours, and only this
/// order. Links made for it before stop working.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendPayLink {
    /// The order, by id or number.
    pub order: OrderKey,
    /// Hash of the link's token; the edge makes the token and is the only one to know it.
    #[schemars(skip)]
    pub token: TokenHash,
}

/// A pay link that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PayLinkSent {
    /// Until when it works.
    pub expires_at: Timestamp,
}

impl Act for SendPayLink {
    const NAME: &'static str = "pay_link.send";
    const NEEDS: Needs = Needs::Behalf(Permission::CheckoutEdit);
    type Out = PayLinkSent;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        orders::owner(look, &self.order)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<PayLinkSent, Refusal> {
        let order =
            orders::find(&mut work.look(), &self.order)?.ok_or_else(|| Problem::not_found("order"))?;
        if order.status != Status::AwaitingPayment {
            let said = "This order does not wait for a payment. Nothing was changed.";
            return Err(Problem::new(&problem::CONFLICT, said).with("status", order.status).into());
        }
        let (tenant, at, staff) = (who.tenant(), who.at(), who.staff()?);
        let until = at.plus(PAY_LINK_LIVES);
        work.sql().exec(&sql::END_PAY_LINKS, store::params![tenant, order.id, at])?;
        work.sql().exec(
            &sql::NEW_PAY_LINK,
            store::params![tenant, self.token, order.owner, order.id, staff, at, until],
        )?;
        let said = json!({ "order": order.id, "number": order.number, "until": until });
        work.changed(order.id, Some(order.version), &(), &said);
        if let Subject::Customer(customer) = order.owner {
            work.emit(Topic::Customer(customer), "pay_link.sent", &said);
            mail::queue(work, mail::PAY_LINK, customer)?;
        }
        Ok(PayLinkSent { expires_at: until })
    }
}

/// What a pay link is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayLinkState {
    /// The order can be paid by it.
    Open,
    /// The order is paid, or needs no payment any more.
    Paid,
    /// It was used already; what became of it is not decided yet.
    Used,
    /// Its time is over, or a newer one was sent.
    Expired,
}

/// What a pay link leads to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PayLinkView {
    /// What it is good for.
    pub state: PayLinkState,
    /// Until when.
    pub expires_at: Timestamp,
    /// What is to be paid: the order without addresses, since whoever holds the link sees it.
    pub order: OrderView,
}

/// What there is to be paid by this link.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayLink {
    /// Hash of the link's token.
    pub token: TokenHash,
}

impl Ask for PayLink {
    const NAME: &'static str = "pay_link.get";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = PayLinkView;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<PayLinkView, Refusal> {
        let tenant = look.tenant();
        let row = look.sql().one(&sql::PAY_LINK, store::params![tenant, self.token])?;
        let Some(row) = row else { return Err(no_link().into()) };
        let (id, expires_at, used_at): (OrderId, Timestamp, Option<Timestamp>) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let order = orders::find(look, &id.into())?.ok_or_else(no_link)?;
        let state = match (order.status, used_at) {
            (Status::AwaitingPayment, None) if expires_at > who.at() => PayLinkState::Open,
            (Status::AwaitingPayment, None) => PayLinkState::Expired,
            (Status::AwaitingPayment, Some(_)) => PayLinkState::Used,
            _ => PayLinkState::Paid,
        };
        let order = orders::whole(look, without_addresses(order))?;
        Ok(PayLinkView { state, expires_at, order })
    }
}

fn without_addresses(order: Order) -> Order {
    Order { delivery: None, billing: None, email: String::new(), terms: None, session: None, ..order }
}

/// Uses a pay link: begins the payment it is for. It works once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedeemPayLink {
    /// Hash of the link's token.
    pub token: TokenHash,
}

impl Act for RedeemPayLink {
    const NAME: &'static str = "pay_link.redeem";
    const NEEDS: Needs = Needs::Nothing;
    type Out = PaymentDue;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<PaymentDue, Refusal> {
        if who.is_staff() {
            let said = "Only the customer can use a pay link, on their own screen. Nothing was changed.";
            return Err(Problem::new(&problem::NEVER_ON_BEHALF, said).into());
        }
        let row =
            work.sql().returning(&sql::USE_PAY_LINK, store::params![who.tenant(), self.token, who.at()])?;
        let Some(row) = row else { return Err(no_link().into()) };
        let id: OrderId = row.get(0)?;
        let order = orders::find(&mut work.look(), &id.into())?.ok_or_else(no_link)?;
        if let Subject::Customer(customer) = order.owner {
            work.about(customer);
        }
        due(work, &order)
    }
}

fn no_link() -> Problem {
    Problem::new(&problem::GONE, "This pay link is not valid any more. Ask for a new one. Nothing was paid.")
}

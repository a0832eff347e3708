//! Payments and what becomes of them. Who takes the money is outside; it says so by an act.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::choices::Payment;
use super::sql;
use crate::cart::ByKind;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Subject, Work};
use crate::events::{Topic, jobs};
use crate::kernel::id::{JobId, OrderId, PaymentId};
use crate::kernel::problem;
use crate::kernel::text::{Text, string_type};
use crate::kernel::{Currency, Money, Problem};
use crate::orders::{self, Order, OrderKey, Status};

/// The job that has an invoice settled: `{"payment": …, "order": …}`.
pub(super) const SETTLE: &str = "payment.settle";

/// How far a payment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// Nothing was paid yet.
    Waiting,
    /// It was paid.
    Settled,
    /// It was refused.
    Failed,
    /// It was called off.
    Cancelled,
}

impl PaymentState {
    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Settled => "settled",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl store::FromColumn for PaymentState {
    const WANTED: &'static str = "the state of a payment";
    fn from_column(value: &store::Value) -> Option<Self> {
        let store::Value::Text(text) = value else { return None };
        [Self::Waiting, Self::Settled, Self::Failed, Self::Cancelled]
            .into_iter()
            .find(|state| state.name() == text)
    }
}

/// The last four digits of a card number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastFour(String);

impl std::str::FromStr for LastFour {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, &'static str> {
        let four = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        if four { Ok(Self(text.to_owned())) } else { Err("the last four digits of a card are four digits") }
    }
}

string_type!(LastFour, "LastFour", schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{4}$" }));

/// Month and year in which a card expires: `08/29`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiry(String);

impl std::str::FromStr for Expiry {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, &'static str> {
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let month = |part: &str| part.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month));
        match text.split_once('/') {
            Some((m, y)) if digits(m) && digits(y) && month(m) => Ok(Self(text.to_owned())),
            _ => Err("the expiry of a card is written 08/29"),
        }
    }
}

string_type!(
    Expiry,
    "Expiry",
    schemars::json_schema!({ "type": "string", "pattern": "^(0[1-9]|1[0-2])/[0-9]{2}$" })
);

/// All that is known of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CardView {
    /// Its brand: `Visa`.
    pub brand: String,
    /// The last four digits of its number.
    pub last4: String,
    /// When it expires: `08/29`.
    pub expiry: String,
}

/// How an order is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentView {
    /// The way of paying.
    pub method: Payment,
    /// How far it is.
    pub state: PaymentState,
    /// The card, where one was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardView>,
}

impl PaymentView {
    /// Whether money was taken: a card was charged. An invoice is only a promise.
    pub fn took_money(&self) -> bool {
        self.method != Payment::Invoice && self.state == PaymentState::Settled
    }
}

/// How the order is paid, by its newest payment.
pub(crate) fn payment_of(
    look: &mut Look<'_, '_>,
    order: &Order,
) -> Result<Option<PaymentView>, store::Error> {
    let Some(method) = order.payment else { return Ok(None) };
    let tenant = look.tenant();
    let rows = look.sql().all(&sql::PAYMENTS, store::params![tenant, order.owner, order.id])?;
    let Some(row) = rows.last() else {
        return Ok(Some(PaymentView { method, state: PaymentState::Waiting, card: None }));
    };
    let (brand, last4, expiry): (Option<String>, Option<String>, Option<String>) =
        (row.get(1)?, row.get(2)?, row.get(3)?);
    let card = brand.zip(last4).zip(expiry).map(|((brand, last4), expiry)| CardView { brand, last4, expiry });
    Ok(Some(PaymentView { method, state: row.get(0)?, card }))
}

/// Ends what was to be paid for an order that is called off: its invoice, a payment that waits, its pay links.
/// Money that was taken by card is not touched; whoever calls the order off sees to that.
pub(crate) fn call_off(work: &mut Work<'_, '_>, order: &Order) -> Result<(), store::Error> {
    let (tenant, at) = (work.tenant(), work.at());
    work.sql().exec(&sql::CALL_OFF_PAYMENTS, store::params![tenant, order.owner, order.id, at])?;
    work.sql().exec(&sql::END_PAY_LINKS, store::params![tenant, order.id, at])?;
    Ok(())
}

/// A payment that somebody can make now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentDue {
    /// The payment.
    pub payment: PaymentId,
    /// The order.
    pub order: OrderId,
    /// The order's number.
    pub number: String,
    /// What is to be paid.
    pub amount: Money,
}

/// Opens a payment for the order; the one that is open already, where there is one.
pub(super) fn open(
    work: &mut Work<'_, '_>,
    order: &Order,
    method: Payment,
) -> Result<PaymentId, store::Error> {
    let (tenant, at, id) = (work.tenant(), work.at(), work.id::<PaymentId>());
    let opened = work.sql().exec(
        &sql::OPEN_PAYMENT,
        store::params![
            tenant,
            order.owner,
            order.id,
            id,
            order.total,
            order.currency.code(),
            method.name(),
            at
        ],
    )?;
    if opened == 1 {
        return Ok(id);
    }
    let row = work.sql().one(&sql::LIVE_PAYMENT, store::params![tenant, order.id])?;
    row.map_or(Ok(id), |row| row.get(0))
}

/// The payment that is due for an order which waits for one; 409 when it does not.
pub(super) fn due(work: &mut Work<'_, '_>, order: &Order) -> Result<PaymentDue, Refusal> {
    if order.status != Status::AwaitingPayment {
        let said = "This order does not wait for a payment. Nothing was changed.";
        return Err(Problem::new(&problem::CONFLICT, said).with("status", order.status).into());
    }
    let payment = open(work, order, Payment::Card)?;
    work.changed(payment, None, &(), &json!({ "order": order.number, "amount": order.total }));
    Ok(PaymentDue {
        payment,
        order: order.id,
        number: order.number.clone(),
        amount: Money::new(order.total, order.currency),
    })
}

/// Begins to pay an order by card, on the page of the payment service. In person only.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginCardPayment {
    /// The order, by id or number.
    pub order: OrderKey,
}

impl Act for BeginCardPayment {
    const NAME: &'static str = "payment.begin";
    // Guests pay too, so this is not `SelfOnly`; who acts on behalf is refused below.
    const NEEDS: Needs = Needs::Own(Permission::OrderRead);
    type Out = PaymentDue;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        orders::owner(look, &self.order)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<PaymentDue, Refusal> {
        if who.on_behalf().is_some() {
            let said = "Cards are for the customer alone. Send a pay link. Nothing was changed.";
            return Err(Problem::new(&problem::NEVER_ON_BEHALF, said).into());
        }
        let order =
            orders::find(&mut work.look(), &self.order)?.ok_or_else(|| Problem::not_found("order"))?;
        due(work, &order)
    }
}

/// A payment's row, as an outcome finds it.
struct Settling {
    owner: Subject,
    order: OrderId,
    amount: Money,
    method: Payment,
}

impl Settling {
    /// Moves the payment from waiting to `state`; none when it does not wait.
    fn move_to(
        work: &mut Work<'_, '_>,
        payment: PaymentId,
        state: PaymentState,
        card: Option<&CardView>,
    ) -> Result<Option<Self>, store::Error> {
        let (tenant, at) = (work.tenant(), work.at());
        let part = |part: fn(&CardView) -> &String| card.map(part);
        let row = work.sql().returning(
            &sql::MOVE_PAYMENT,
            store::params![
                tenant,
                payment,
                state.name(),
                part(|card| &card.brand),
                part(|card| &card.last4),
                part(|card| &card.expiry),
                at
            ],
        )?;
        let Some(row) = row else { return Ok(None) };
        let (currency, method): (String, String) = (row.get(3)?, row.get(4)?);
        Ok(Some(Self {
            owner: row.get(0)?,
            order: row.get(1)?,
            amount: Money::new(row.get(2)?, currency.parse().unwrap_or(Currency::EUR)),
            method: method.parse().unwrap_or(Payment::Invoice),
        }))
    }

    fn tell(&self, work: &mut Work<'_, '_>, payment: PaymentId, state: PaymentState) {
        let body = json!({ "order": self.order, "state": state, "amount": self.amount });
        work.changed(payment, None, &json!({ "state": PaymentState::Waiting }), &body);
        if let Subject::Customer(customer) = self.owner {
            work.about(customer);
            work.emit(Topic::Customer(customer), "payment.changed", &body);
        }
    }
}

/// A payment was made. A repeat changes nothing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettlePayment {
    /// The payment.
    pub payment: PaymentId,
    /// Brand of the card, where one was used.
    #[serde(default)]
    pub brand: Option<Text<1, 20>>,
    /// The last four digits of its number.
    #[serde(default)]
    pub last4: Option<LastFour>,
    /// When it expires.
    #[serde(default)]
    pub expiry: Option<Expiry>,
    /// The job that this settles, and which try of it, where a job does.
    #[serde(default)]
    pub job: Option<(JobId, i64)>,
}

impl Act for SettlePayment {
    const NAME: &'static str = "payment.settled";
    const NEEDS: Needs = Needs::Job;
    type Out = PaymentState;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        payment_owner(look, self.payment)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<PaymentState, Refusal> {
        if let Some((job, attempt)) = self.job {
            jobs::close(work, who, job, attempt, "settled")?;
        }
        let card = self.brand.as_ref().zip(self.last4.as_ref()).zip(self.expiry.as_ref()).map(
            |((brand, last4), expiry)| CardView {
                brand: brand.to_string(),
                last4: last4.to_string(),
                expiry: expiry.to_string(),
            },
        );
        let settled = PaymentState::Settled;
        let Some(payment) = Settling::move_to(work, self.payment, settled, card.as_ref())? else {
            return state_of(work, self.payment);
        };
        payment.tell(work, self.payment, settled);
        if payment.method != Payment::Invoice {
            orders::advance(work, payment.order, Status::AwaitingPayment, Status::Processing, ByKind::Shop)?;
        }
        Ok(settled)
    }
}

/// A payment was refused or given up. The order goes on waiting, and can be paid anew.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FailPayment {
    /// The payment.
    pub payment: PaymentId,
    /// Whether the customer called it off, rather than the card being refused.
    #[serde(default)]
    pub cancelled: bool,
}

impl Act for FailPayment {
    const NAME: &'static str = "payment.failed";
    const NEEDS: Needs = Needs::Job;
    type Out = PaymentState;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        payment_owner(look, self.payment)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<PaymentState, Refusal> {
        let state = if self.cancelled { PaymentState::Cancelled } else { PaymentState::Failed };
        let Some(payment) = Settling::move_to(work, self.payment, state, None)? else {
            return state_of(work, self.payment);
        };
        payment.tell(work, self.payment, state);
        Ok(state)
    }
}

fn payment_owner(look: &mut Look<'_, '_>, payment: PaymentId) -> Result<Owner, Refusal> {
    let tenant = look.tenant();
    let row = look.sql().one(&sql::PAYMENT_OWNER, store::params![tenant, payment])?;
    Ok(match row.map(|row| row.get(0)).transpose()? {
        Some(Subject::Customer(id)) => Owner::Customer(id),
        Some(Subject::Guest(id)) => Owner::Guest(id),
        None => Owner::Missing("payment"),
    })
}

fn state_of(work: &mut Work<'_, '_>, payment: PaymentId) -> Result<PaymentState, Refusal> {
    let tenant = work.tenant();
    let row = work.sql().one(&sql::PAYMENT_OWNER, store::params![tenant, payment])?;
    row.map(|row| row.get(1)).transpose()?.ok_or_else(|| Problem::not_found("payment").into())
}

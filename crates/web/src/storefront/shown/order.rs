//! An order, whole and as a row.

use serde::Serialize;
use shop::cart::ByKind;
use shop::checkout::{CardView, Payment, PaymentState};
use shop::kernel::{Money, Timestamp};
use shop::orders::{OrderSummary, OrderView, Status};

use super::cart::Totals;
use super::line::agent;
use super::{AddressContext, LineContext};
use crate::pages::{Sheet, assets};

/// An order.
#[derive(Clone, Debug, Serialize)]
pub struct OrderContext {
    number: String,
    placed_at: Timestamp,
    status: &'static str,
    lines: Vec<LineContext>,
    #[serde(flatten)]
    totals: Totals,
    placed_by_support: bool,
    placed_by: String,
    history: Vec<Step>,
    shipping_address: AddressContext,
    contact: Contact,
    payment: PaymentContext,
    pictures: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Step {
    status: String,
    at: Option<Timestamp>,
}

#[derive(Clone, Debug, Serialize)]
struct Contact {
    first_name: String,
    email: String,
}

#[derive(Clone, Debug, Serialize)]
struct PaymentContext {
    method: &'static str,
    status: &'static str,
    card: Option<CardView>,
    pay_url: Option<String>,
}

impl OrderContext {
    /// This one. With `pay_url` the reader can pay it there, if it waits for that.
    pub fn of(sheet: &Sheet<'_>, order: &OrderView, pay_url: Option<String>) -> Self {
        let lines: Vec<LineContext> =
            order.lines.iter().map(|line| LineContext::ordered(sheet, line)).collect();
        let address =
            order.delivery.as_ref().map(|address| AddressContext::kept(address, sheet.frame.locale));
        let history =
            order.history.iter().map(|step| Step { status: step.status.clone(), at: Some(step.at) });
        Self {
            number: order.number.clone(),
            placed_at: order.placed_at,
            status: order.status.name(),
            lines,
            totals: Totals::new(
                [order.subtotal, order.discount, order.tax, order.total],
                Some(order.shipping),
                order.tax_included,
                order.item_count,
            ),
            placed_by_support: order.placed_by.kind == ByKind::Agent,
            placed_by: agent(&order.placed_by).unwrap_or_default(),
            history: history.chain(to_come(order.status)).collect(),
            shipping_address: address.unwrap_or_default(),
            contact: Contact {
                first_name: order.name.split_whitespace().next().unwrap_or(&order.name).to_owned(),
                email: order.email.clone(),
            },
            payment: payment(order, pay_url),
            pictures: order.lines.iter().map(|line| assets::picture(&line.picture)).collect(),
        }
    }
}

/// What is still to come of an order that goes its way.
fn to_come(status: Status) -> impl Iterator<Item = Step> {
    let open: &[Status] = match status {
        Status::AwaitingPayment => &[Status::Processing, Status::Shipped, Status::Completed],
        Status::Processing => &[Status::Shipped, Status::Completed],
        Status::Placed | Status::Shipped => &[Status::Completed],
        Status::Completed | Status::Cancelled => &[],
    };
    open.iter().map(|status| Step { status: status.name().to_owned(), at: None })
}

fn payment(order: &OrderView, pay_url: Option<String>) -> PaymentContext {
    let Some(payment) = &order.payment else {
        return PaymentContext { method: "other", status: "paid", card: None, pay_url: None };
    };
    let waits = order.status == Status::AwaitingPayment;
    let status = match (payment.state, payment.method) {
        (PaymentState::Settled, _) => "paid",
        (PaymentState::Waiting, Payment::Invoice) => "open",
        (PaymentState::Failed, _) => "failed",
        _ => "awaiting",
    };
    PaymentContext {
        method: payment.method.name(),
        status: if waits && status != "paid" { "awaiting" } else { status },
        card: payment.card.clone(),
        pay_url: pay_url.filter(|_| waits),
    }
}

/// An order in a list.
#[derive(Clone, Debug, Serialize)]
pub struct OrderRow {
    number: String,
    placed_at: Timestamp,
    status: &'static str,
    item_count: u32,
    total: Money,
    placed_by_support: bool,
    pictures: Vec<String>,
}

impl OrderRow {
    /// This one.
    pub fn of(order: OrderSummary) -> Self {
        Self {
            number: order.number,
            placed_at: order.placed_at,
            status: order.status.name(),
            item_count: order.item_count,
            total: order.total,
            placed_by_support: order.placed_by.kind == ByKind::Agent,
            pictures: order.pictures.iter().map(|name| assets::picture(name)).collect(),
        }
    }
}

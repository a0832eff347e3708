//! An order as people and clients see it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::order::{Line, Order, Status};
use super::sql;
use crate::cart::{By, ByKind};
use crate::checkout::{Address, PaymentView, Terms, payment_of};
use crate::desk::{Look, Subject};
use crate::kernel::id::{AssistSessionId, CustomerId, OrderId, SiteId, VariantId};
use crate::kernel::{Currency, Money, Timestamp};
use crate::offers::price::{Discount, TaxOut, Why};

/// An order in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderView {
    /// The order.
    pub id: OrderId,
    /// The number people call it by.
    pub number: String,
    /// What another system calls it, where it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The customer; absent for a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Who ordered.
    pub name: String,
    /// Where its messages go.
    pub email: String,
    /// The site.
    pub site: SiteId,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// How far it is.
    pub status: Status,
    /// Raised by each change.
    pub version: i64,
    /// What was bought.
    pub lines: Vec<OrderLineView>,
    /// Pieces on all lines together.
    pub item_count: u32,
    /// All lines before discounts, in the site's tax mode.
    pub subtotal: Money,
    /// All discounts together; not below zero.
    pub discount: Money,
    /// Discounts by promotion or coupon, in minor units.
    pub discounts: Vec<Discount>,
    /// Shipping in the site's tax mode.
    pub shipping: Money,
    /// All tax.
    pub tax: Money,
    /// Whether the amounts above contain the tax.
    pub tax_included: bool,
    /// Tax by rate.
    pub taxes: Vec<TaxOut>,
    /// What the customer pays.
    pub total: Money,
    /// Where it is delivered.
    pub delivery: Option<Address>,
    /// Where the bill goes.
    pub billing: Option<Address>,
    /// Code of the way of shipping.
    pub shipping_code: String,
    /// Its name, as the order was placed.
    pub shipping_name: String,
    /// How it is paid, and how far that is; absent in imported orders.
    pub payment: Option<PaymentView>,
    /// Who placed it: the customer, or an agent for them.
    pub placed_by: By,
    /// The assist session it was placed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<AssistSessionId>,
    /// The surface it was placed through.
    pub channel: String,
    /// Who accepted the terms, how and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// What became of it, oldest first.
    pub history: Vec<HistoryEntry>,
}

impl OrderView {
    /// Whether a card was charged for it.
    pub fn took_money(&self) -> bool {
        self.payment.as_ref().is_some_and(PaymentView::took_money)
    }
}

/// A line of an order, as it was when it was placed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderLineView {
    /// What was bought.
    pub variant: VariantId,
    /// Its stock keeping unit.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What told it from other variants.
    pub options: String,
    /// Last part of its product's address.
    pub slug: String,
    /// Name of its picture; empty when it had none.
    pub picture: String,
    /// How many.
    pub quantity: u32,
    /// The price of one before discounts.
    pub unit: Money,
    /// Taken off the whole line; not below zero.
    pub discount: Money,
    /// The whole line after discounts, in the site's tax mode.
    pub price: Money,
    /// The tax of the line.
    pub tax: Money,
    /// The rate of the tax, in basis points.
    #[serde(default)]
    pub tax_rate: u32,
    /// What the customer pays for the line, tax included.
    pub total: Money,
    /// Why it cost that, step by step; empty in imported orders.
    pub why: Vec<Why>,
    /// Who put it into the cart.
    pub added_by: By,
}

/// One step of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryEntry {
    /// `placed`, `awaiting_payment`, `processing`, `shipped`, `completed` or `cancelled`.
    pub status: String,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: ByKind,
}

/// An order in few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderSummary {
    /// The order.
    pub id: OrderId,
    /// The number people call it by.
    pub number: String,
    /// The customer; absent for a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Who ordered.
    pub name: String,
    /// The site.
    pub site: SiteId,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// How far it is.
    pub status: Status,
    /// Pieces on all lines together.
    pub item_count: u32,
    /// What the customer pays.
    pub total: Money,
    /// Who placed it.
    pub placed_by: By,
    /// Pictures of up to four of its lines; empty in lists of the back office.
    pub pictures: Vec<String>,
}

/// The order in full.
pub(crate) fn whole(look: &mut Look<'_, '_>, order: Order) -> Result<OrderView, store::Error> {
    let lines = order.lines(look)?;
    let tenant = look.tenant();
    let events = look.sql().all(&sql::EVENTS, store::params![tenant, order.owner, order.id])?;
    let mut history =
        vec![HistoryEntry { status: "placed".to_owned(), at: order.placed_at, by: order.placed_by.kind }];
    for row in events {
        history.push(HistoryEntry { at: row.get(0)?, status: row.get(1)?, by: row.get(2)? });
    }
    let payment = payment_of(look, &order)?;
    let money = |minor| Money::new(minor, order.currency);
    Ok(OrderView {
        customer: customer(order.owner),
        lines: lines.into_iter().map(|line| line_view(line, order.currency, order.tax_included)).collect(),
        subtotal: money(order.subtotal),
        discount: money(order.discount),
        shipping: money(order.shipping),
        tax: money(order.tax),
        total: money(order.total),
        payment,
        history,
        id: order.id,
        number: order.number,
        reference: order.reference,
        name: order.name,
        email: order.email,
        site: order.site,
        currency: order.currency,
        placed_at: order.placed_at,
        status: order.status,
        version: order.version,
        item_count: order.item_count,
        discounts: order.breakdown.discounts,
        tax_included: order.tax_included,
        taxes: order.breakdown.taxes,
        delivery: order.delivery,
        billing: order.billing,
        shipping_code: order.shipping_code,
        shipping_name: order.shipping_name,
        placed_by: order.placed_by,
        session: order.session,
        channel: order.channel,
        terms: order.terms,
    })
}

pub(super) fn line_view(line: Line, currency: Currency, tax_included: bool) -> OrderLineView {
    let money = |minor| Money::new(minor, currency);
    OrderLineView {
        unit: money(line.unit),
        discount: money(line.discount),
        price: money(if tax_included { line.total } else { line.total - line.tax }),
        tax: money(line.tax),
        tax_rate: line.tax_rate,
        total: money(line.total),
        variant: line.variant,
        sku: line.sku,
        name: line.name,
        options: line.options,
        slug: line.slug,
        picture: line.picture,
        quantity: line.quantity,
        why: line.why.unwrap_or_default(),
        added_by: line.added_by,
    }
}

/// The order in few words.
pub(super) fn summary(order: Order, pictures: Vec<String>) -> OrderSummary {
    OrderSummary {
        id: order.id,
        number: order.number,
        customer: customer(order.owner),
        name: order.name,
        site: order.site,
        placed_at: order.placed_at,
        status: order.status,
        item_count: order.item_count,
        total: Money::new(order.total, order.currency),
        placed_by: order.placed_by,
        pictures,
    }
}

fn customer(owner: Subject) -> Option<CustomerId> {
    match owner {
        Subject::Customer(id) => Some(id),
        Subject::Guest(_) => None,
    }
}

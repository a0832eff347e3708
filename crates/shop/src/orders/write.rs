//! Storing a new order.

use serde::Serialize;

use super::order::{Line, Order};
use super::sql;
use crate::checkout::Payment;
use crate::customers::add_order_number;
use crate::desk::{Acting, Refusal, Subject, Work};

/// Stores an order with its lines, and has its customer found by its number.
pub(crate) fn write(
    who: &Acting,
    work: &mut Work<'_, '_>,
    order: &Order,
    lines: &[Line],
) -> Result<(), Refusal> {
    let tenant = work.tenant();
    let by = &order.placed_by;
    work.sql().exec(
        &sql::NEW_ORDER,
        store::params![
            tenant,
            order.owner,
            order.id,
            order.number,
            order.reference,
            order.digest,
            order.cart,
            order.site,
            order.currency.code(),
            order.placed_at,
            order.status,
            order.version,
            order.item_count,
            order.subtotal,
            order.discount,
            order.shipping,
            order.tax,
            order.total,
            order.tax_included,
            json(&order.breakdown),
            order.name,
            order.email,
            order.delivery.as_ref().map(json),
            order.billing.as_ref().map(json),
            order.shipping_code,
            order.shipping_name,
            order.payment.map_or("", Payment::name),
            by.kind,
            by.staff,
            by.name,
            order.session,
            order.channel,
            order.terms.as_ref().map(json)
        ],
    )?;
    // What all lines share is written out once: an import stores a million of them.
    let (tenant_text, owner, id) =
        (tenant.to_string(), store::ToParam::to_param(&order.owner), order.id.to_string());
    for (position, line) in (1_i64..).zip(lines) {
        let by = &line.added_by;
        work.sql().exec(
            &sql::NEW_LINE,
            store::params![
                tenant_text,
                owner,
                id,
                position,
                line.variant,
                line.sku,
                line.name,
                line.options,
                line.slug,
                line.picture,
                line.quantity,
                line.unit,
                line.discount,
                line.tax_rate,
                line.tax,
                line.total,
                line.why.as_ref().map(json),
                by.kind,
                by.name
            ],
        )?;
    }
    let Subject::Customer(customer) = order.owner else { return Ok(()) };
    add_order_number(work, who, customer, &order.number)?;
    work.sql().exec(&sql::LAST_ORDER, store::params![tenant, customer, order.placed_at, order.number])?;
    Ok(())
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

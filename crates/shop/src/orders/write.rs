//! Storing a new order.

use serde::Serialize;
use store::ToParam;

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
    write_lines(work, order, lines)?;
    let Subject::Customer(customer) = order.owner else { return Ok(()) };
    add_order_number(work, who, customer, &order.number)?;
    work.sql().exec(&sql::LAST_ORDER, store::params![tenant, customer, order.placed_at, order.number])?;
    Ok(())
}

/// Lines that one statement writes, where there are so many: an import stores a million of them.
const TOGETHER: usize = 8;

fn write_lines(work: &mut Work<'_, '_>, order: &Order, lines: &[Line]) -> Result<(), store::Error> {
    let tenant = work.tenant();
    let shared = store::params![tenant, order.owner, order.id].to_vec();
    let whys: Vec<Option<String>> = lines.iter().map(|line| line.why.as_ref().map(json)).collect();
    let mut rows = (1_i64..).zip(lines).zip(&whys);
    let (eights, rest) = (lines.len() / TOGETHER, lines.len() % TOGETHER);
    for (statement, count, size) in [(&sql::NEW_8_LINES, eights, TOGETHER), (&sql::NEW_LINE, rest, 1)] {
        for _ in 0..count {
            let mut params = shared.clone();
            for ((position, one), why) in rows.by_ref().take(size) {
                params.extend(line(position, one, why.as_ref()));
            }
            work.sql().exec(statement, &params)?;
        }
    }
    Ok(())
}

/// A line's columns, in the order of `line_columns!`.
fn line<'a>(position: i64, line: &'a Line, why: Option<&'a String>) -> [store::Param<'a>; 16] {
    let by = &line.added_by;
    [
        store::Param::Int(position),
        line.variant.to_param(),
        line.sku.to_param(),
        line.name.to_param(),
        line.options.to_param(),
        line.slug.to_param(),
        line.picture.to_param(),
        line.quantity.to_param(),
        line.unit.to_param(),
        line.discount.to_param(),
        line.tax_rate.to_param(),
        line.tax.to_param(),
        line.total.to_param(),
        why.map_or(store::Param::Null, ToParam::to_param),
        by.kind.to_param(),
        by.name.to_param(),
    ]
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

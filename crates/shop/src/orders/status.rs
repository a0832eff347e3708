//! How an order goes on.

use serde_json::json;

use super::order::Status;
use super::sql;
use crate::cart::ByKind;
use crate::desk::numbers::Series;
use crate::desk::{Subject, Work};
use crate::events::Topic;
use crate::kernel::id::OrderId;

/// Order numbers: `NL100001`, `NL100002`, ..
pub(crate) const ORDER_NUMBERS: Series = Series { name: "orders", first: 100_001 };

/// An order number as people read it.
pub(crate) fn number_text(number: i64) -> String {
    format!("NL{number}")
}

/// Moves an order from one status to another; false when it is not where it was thought to be.
pub(crate) fn advance(
    work: &mut Work<'_, '_>,
    order: OrderId,
    from: Status,
    to: Status,
    by: ByKind,
) -> Result<bool, store::Error> {
    let (tenant, at) = (work.tenant(), work.at());
    let Some(row) = work.sql().returning(&sql::ADVANCE, store::params![tenant, order, from, to])? else {
        return Ok(false);
    };
    let (owner, version): (Subject, i64) = (row.get(0)?, row.get(1)?);
    work.sql().exec(&sql::NEW_EVENT, store::params![tenant, owner, order, version, at, to, by])?;
    work.changed(order, Some(version), &json!({ "status": from }), &json!({ "status": to }));
    if let Subject::Customer(customer) = owner {
        work.about(customer);
        work.emit(Topic::Customer(customer), "order.changed", &json!({ "order": order, "status": to }));
    }
    Ok(true)
}

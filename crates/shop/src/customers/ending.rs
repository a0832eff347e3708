//! Ending a customer's sign-ins.

use serde_json::json;

use super::sql;
use crate::desk::{Acting, Work};
use crate::events::Topic;
use crate::kernel::id::{CustomerId, CustomerSessionId};

/// Ends every sign-in of a customer but the one to be kept. Says how many there were.
pub(super) fn end_sign_ins(
    work: &mut Work<'_, '_>,
    who: &Acting,
    customer: CustomerId,
    kept: Option<CustomerSessionId>,
) -> Result<u64, store::Error> {
    let (tenant, now) = (who.tenant(), who.at());
    let kept = kept.map(|id| id.to_string()).unwrap_or_default();
    let ended = work.sql().exec(&sql::END_SIGN_INS, store::params![tenant, customer, now, kept])?;
    work.emit(Topic::Customer(customer), "customer.signed-out", &json!({ "kept": kept }));
    Ok(ended)
}

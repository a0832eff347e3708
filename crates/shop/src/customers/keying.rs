//! Writing search keys, several at a time.

use super::keys::{Searchable, keys, number_keys};
use super::sql;
use crate::desk::{Acting, Refusal, Work};
use crate::kernel::id::{CustomerId, TenantId};

/// Keys that one statement writes.
const BATCH: usize = 16;

/// Writes the keys of a new customer.
pub(super) fn write(
    tx: &mut store::WriteTx<'_>,
    tenant: TenantId,
    id: CustomerId,
    customer: &Searchable<'_>,
) -> Result<(), store::Error> {
    run::<BATCH>(tx, &sql::ADD_KEYS, tenant, id, &keys(customer))
}

/// Takes the keys away that a customer no longer has, and writes the new ones.
pub(super) fn rewrite(
    tx: &mut store::WriteTx<'_>,
    tenant: TenantId,
    id: CustomerId,
    before: &Searchable<'_>,
    after: &Searchable<'_>,
) -> Result<(), store::Error> {
    let (before, after) = (keys(before), keys(after));
    let gone = only_in_first(&before, &after);
    let new = only_in_first(&after, &before);
    run::<BATCH>(tx, &sql::DROP_KEYS, tenant, id, &gone)?;
    run::<BATCH>(tx, &sql::ADD_KEYS, tenant, id, &new)
}

/// Takes all keys of a customer's record away.
pub(super) fn drop_all(
    tx: &mut store::WriteTx<'_>,
    tenant: TenantId,
    id: CustomerId,
    customer: &Searchable<'_>,
) -> Result<(), store::Error> {
    run::<BATCH>(tx, &sql::DROP_KEYS, tenant, id, &keys(customer))
}

/// Lets a customer no longer be found by the number of an order.
pub(super) fn drop_order_number(
    tx: &mut store::WriteTx<'_>,
    tenant: TenantId,
    id: CustomerId,
    number: &str,
) -> Result<(), store::Error> {
    run::<BATCH>(tx, &sql::DROP_KEYS, tenant, id, &number_keys(number))
}

/// Lets a customer be found by the number of an order. Called by whoever places one.
pub fn add_order_number(
    work: &mut Work<'_, '_>,
    who: &Acting,
    customer: CustomerId,
    number: &str,
) -> Result<(), Refusal> {
    // A number has at most two keys, the whole and its digits.
    Ok(run::<2>(work.sql(), &sql::ADD_2_KEYS, who.tenant(), customer, &number_keys(number))?)
}

/// Both lists are sorted.
fn only_in_first(first: &[String], second: &[String]) -> Vec<String> {
    first.iter().filter(|key| second.binary_search(key).is_err()).cloned().collect()
}

/// Runs a statement that takes `SIZE` keys, for any number of them; the last ones come again to fill it.
fn run<const SIZE: usize>(
    tx: &mut store::WriteTx<'_>,
    statement: &store::Statement,
    tenant: TenantId,
    id: CustomerId,
    keys: &[String],
) -> Result<(), store::Error> {
    for batch in keys.chunks(SIZE) {
        let mut params = store::params![tenant, id].to_vec();
        let padded = batch.iter().chain(batch.iter().cycle().skip(batch.len() - 1).take(SIZE - batch.len()));
        params.extend(padded.map(store::ToParam::to_param));
        tx.exec(statement, &params)?;
    }
    Ok(())
}

//! Numbers for people (of customers, of orders). A node takes them in blocks, so that acts which give
//! numbers do not wait for each other at one row. Each number is given once; a gap stays where an act was
//! undone or a node stopped.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::chore::Chore;
use super::{Desk, sql};
use crate::kernel::Problem;
use crate::kernel::id::TenantId;

/// Numbers a node takes at once.
const BLOCK: i64 = 100;

/// A sequence of numbers: its name in the store and the first number of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) first: i64,
}

/// The blocks this node holds.
#[derive(Default)]
pub(crate) struct Numbers(Mutex<BTreeMap<(TenantId, &'static str), Range<i64>>>);

impl Numbers {
    /// The next number of the block at hand; none when there is no block, or nothing left of it.
    pub(super) fn next(&self, tenant: TenantId, series: Series) -> Option<i64> {
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.get_mut(&(tenant, series.name))?.next()
    }

    fn hold(&self, tenant: TenantId, series: Series, block: Range<i64>) {
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = blocks.entry((tenant, series.name)).or_insert_with(|| block.clone());
        if held.is_empty() {
            *held = block;
        }
    }
}

/// Takes `count` numbers in this transaction; the first of them.
pub(super) fn take(
    tx: &mut store::WriteTx<'_>,
    tenant: TenantId,
    series: Series,
    count: i64,
) -> Result<i64, store::Error> {
    let row = tx.returning(&sql::TAKE_NUMBERS, store::params![tenant, series.name, series.first, count])?;
    let next: i64 = row.map(|row| row.get(0)).transpose()?.unwrap_or(series.first + count);
    Ok(next - count)
}

impl Desk {
    /// Takes a block for the acts to come.
    pub(super) async fn take_block(&self, tenant: TenantId, series: Series) -> Result<(), Problem> {
        let first = self.chore_soon(Chore::Numbers, move |tx| take(tx, tenant, series, BLOCK)).await?;
        self.0.numbers.hold(tenant, series, first..first + BLOCK);
        Ok(())
    }
}

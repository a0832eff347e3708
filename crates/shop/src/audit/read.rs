//! Reads leaves back, opening their sealed details while the subject's key exists.

use serde_json::Value;

use super::leaf::{Outcome, Stream};
use super::sql;
use super::trail::opening::Opener;
use crate::desk::Keys;
use crate::kernel::Timestamp;
use crate::kernel::id::TenantId;

/// A leaf as it stands in the store, with its details.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    /// When.
    pub(crate) at: Timestamp,
    /// Who, as the log names them.
    pub(crate) actor: String,
    /// What was done or asked.
    pub(crate) action: String,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// What was said; none when there are no details, or when the subject was erased.
    pub(crate) details: Option<Value>,
}

impl Read {
    /// Whether it was an act, not an ask.
    pub(crate) fn is_act(&self) -> bool {
        self.details.as_ref().is_some_and(|details| details.get("act").is_some())
    }
}

/// Up to `limit` leaves of a stream behind `after` (-1: from the first), in order.
pub(crate) fn stream(
    tx: &mut store::ReadTx<'_>,
    keys: &Keys,
    tenant: TenantId,
    stream: &Stream,
    after: i64,
    limit: i64,
) -> Result<Vec<Read>, store::Error> {
    let rows = tx.all(&sql::STREAM, store::params![tenant, stream.as_str(), after, limit])?;
    let mut opener = Opener::new(keys, tenant);
    rows.iter()
        .map(|row| {
            let (reference, sealed): (Option<String>, Option<Vec<u8>>) = (row.get(2)?, row.get(5)?);
            let details = match sealed {
                Some(sealed) => opener.open(tx, reference.as_deref(), &sealed)?,
                None => None,
            };
            Ok(Read {
                at: row.get(0)?,
                actor: row.get(1)?,
                action: row.get(3)?,
                outcome: Outcome::from_byte(row.get::<i64>(4)?.try_into().unwrap_or(u8::MAX))
                    .unwrap_or(Outcome::Failed),
                details,
            })
        })
        .collect()
}

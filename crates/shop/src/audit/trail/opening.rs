//! Who a reference in the log stands for, and the details that belong to it. Both are gone once the subject
//! was erased.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::audit::seal::{self, Key, Sealed};
use crate::audit::sql;
use crate::desk::Keys;
use crate::kernel::id::TenantId;

/// A subject the log still knows.
#[derive(Clone)]
pub(in crate::audit) struct Referred {
    /// Its id, `cus_…` or `gst_…`; `tenant` for the tenant's own.
    pub(in crate::audit) subject: String,
    /// The key of its details.
    pub(in crate::audit) key: Key,
}

/// Looks subjects up within a transaction, each once.
pub(in crate::audit) struct Opener<'k> {
    keys: &'k Keys,
    tenant: TenantId,
    known: BTreeMap<Option<String>, Option<Referred>>,
}

impl<'k> Opener<'k> {
    pub(in crate::audit) fn new(keys: &'k Keys, tenant: TenantId) -> Self {
        Self { keys, tenant, known: BTreeMap::new() }
    }

    /// The subject with this reference, or without one the tenant itself; none once it was erased.
    pub(in crate::audit) fn referred(
        &mut self,
        tx: &mut store::ReadTx<'_>,
        reference: Option<&str>,
    ) -> Result<Option<Referred>, store::Error> {
        let slot = reference.map(str::to_owned);
        if let Some(known) = self.known.get(&slot) {
            return Ok(known.clone());
        }
        let found = match reference {
            Some(reference) => tx.one(&sql::REFERRED, store::params![self.tenant, reference])?,
            None => tx.one(&sql::SUBJECT, store::params![self.tenant, "tenant"])?,
        };
        let referred = match found {
            None => None,
            Some(row) => {
                let (reference, wrapped): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
                let subject = if slot.is_some() { row.get(2)? } else { "tenant".to_owned() };
                let key = Sealed::from_bytes(&wrapped)
                    .and_then(|wrapped| seal::unwrap(self.keys.master(), &reference, &wrapped));
                key.ok().map(|key| Referred { subject, key })
            }
        };
        self.known.insert(slot, referred.clone());
        Ok(referred)
    }

    /// What sealed details of the subject with this reference say; none when they do not open any more.
    pub(in crate::audit) fn open(
        &mut self,
        tx: &mut store::ReadTx<'_>,
        reference: Option<&str>,
        sealed: &[u8],
    ) -> Result<Option<Value>, store::Error> {
        let Some(referred) = self.referred(tx, reference)? else { return Ok(None) };
        let plain = Sealed::from_bytes(sealed).and_then(|sealed| sealed.open(&referred.key));
        Ok(plain.ok().and_then(|plain| serde_json::from_slice(&plain).ok()))
    }
}

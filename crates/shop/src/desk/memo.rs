//! What nodes may hold in memory: things that change seldom, each with a version in the store.
//! Never sessions, permissions or carts.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::sql;
use crate::kernel::id::TenantId;

/// Something a node may hold in memory until its version in the store changes.
pub(crate) trait Memo: Any + Send + Sync {
    /// Name of its version. Two memos may share one.
    const NAME: &'static str;
    /// Reads it.
    fn load(tx: &mut store::ReadTx<'_>, tenant: TenantId) -> Result<Self, store::Error>
    where
        Self: Sized;
}

type Key = (TenantId, std::any::TypeId);
type Held = (i64, Arc<dyn Any + Send + Sync>);

/// What this node holds. A held thing is used while its version is the newest this node has heard of:
/// at once for changes made here, within a poll (100 ms) for changes made elsewhere.
#[derive(Default)]
pub(crate) struct Memory {
    versions: RwLock<BTreeMap<(TenantId, String), i64>>,
    held: RwLock<BTreeMap<Key, Held>>,
}

impl Memory {
    /// The thing, from memory or from the store.
    pub(super) fn get<M: Memo>(
        &self,
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
    ) -> Result<Arc<M>, store::Error> {
        if let Some(thing) = self.newest(tenant) {
            return Ok(thing);
        }
        let version = match tx.one(&sql::MEMO_VERSION, store::params![tenant, M::NAME])? {
            Some(row) => row.get(0)?,
            None => 0,
        };
        let thing = Arc::new(M::load(tx, tenant)?);
        self.learn(tenant, M::NAME, version);
        let key = (tenant, std::any::TypeId::of::<M>());
        self.held.write().unwrap_or_else(PoisonError::into_inner).insert(key, (version, thing.clone()));
        Ok(thing)
    }

    /// The thing, where it is held as new as this node has heard of.
    pub(super) fn newest<M: Memo>(&self, tenant: TenantId) -> Option<Arc<M>> {
        let key = (tenant, std::any::TypeId::of::<M>());
        let known = self.version(tenant, M::NAME)?;
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let (_, thing) = held.filter(|(version, _)| *version >= known)?;
        thing.downcast::<M>().ok()
    }

    /// The newest version of `name` this node has heard of.
    fn version(&self, tenant: TenantId, name: &str) -> Option<i64> {
        self.versions.read().unwrap_or_else(PoisonError::into_inner).get(&(tenant, name.to_owned())).copied()
    }

    /// Takes note of a version.
    pub(super) fn learn(&self, tenant: TenantId, name: &str, version: i64) {
        let mut versions = self.versions.write().unwrap_or_else(PoisonError::into_inner);
        let newest = versions.entry((tenant, name.to_owned())).or_insert(version);
        *newest = version.max(*newest);
    }
}

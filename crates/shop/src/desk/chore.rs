//! Bookkeeping writes that are no act of anybody and so leave no leaf. The list is closed: a chore that
//! is not named here cannot be written.

use super::{Desk, sql};
use crate::kernel::Problem;
use crate::kernel::id::TenantId;

/// All chores there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chore {
    /// Placing leaves into the tree and signing checkpoints.
    Sequencer,
    /// Forgetting events and keys that have had their time.
    Sweep,
    /// Taking, renewing and giving back leases.
    Lease,
    /// Claiming jobs and noting their tries.
    Jobs,
    /// Numbers for people, taken in blocks.
    Numbers,
    /// Counting wrong look-ups of whoever has no account.
    Guesses,
    /// Setting up an empty store: tenant, roles, groups.
    Founding,
}

impl Chore {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Sequencer, Self::Sweep, Self::Lease, Self::Jobs, Self::Numbers, Self::Guesses, Self::Founding];
}

impl Desk {
    /// A bookkeeping write.
    pub(crate) fn chore<T: Send + 'static>(
        &self,
        chore: Chore,
        write: impl FnMut(&mut store::WriteTx<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, Problem> {
        store::wait(self.chore_soon(chore, write))
    }

    /// The same without holding the thread, where the store allows that.
    pub(crate) async fn chore_soon<T: Send + 'static>(
        &self,
        chore: Chore,
        write: impl FnMut(&mut store::WriteTx<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, Problem> {
        self.0.db.write_soon(write).await.map_err(|error| {
            tracing::debug!(?chore, %error, "chore failed");
            super::flow::fault(&error)
        })
    }

    /// Looks at the store for the product itself: what is due, what has run out. Nothing of it reaches anybody.
    pub(crate) fn survey<T>(
        &self,
        look: impl FnMut(&mut store::ReadTx<'_>) -> Result<T, store::Error>,
    ) -> Result<T, Problem> {
        self.0.db.read(look).map_err(|error: store::Error| super::flow::fault(&error))
    }

    /// Forgets stored answers that have had their time.
    pub fn forget_keys(&self) -> Result<u64, Problem> {
        let now = self.now();
        self.chore(Chore::Sweep, move |tx| tx.exec(&sql::FORGET_KEYS, store::params![now]))
    }

    /// Hears of changes other nodes made to what this one holds in memory. Call it every 100 ms.
    pub fn refresh_memory(&self) -> Result<(), Problem> {
        let versions: Vec<(TenantId, String, i64)> = self
            .0
            .db
            .read(|tx| {
                tx.all(&sql::MEMO_VERSIONS, &[])?
                    .iter()
                    .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                    .collect::<Result<_, store::Error>>()
            })
            .map_err(|error: store::Error| super::flow::fault(&error))?;
        for (tenant, name, version) in versions {
            self.0.learn(tenant, &name, version);
        }
        Ok(())
    }
}

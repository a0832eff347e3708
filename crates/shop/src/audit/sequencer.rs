//! The sequencer gives committed leaves their places in the tenant's tree and signs what the tree is then.
//! One node does it at a time, under a lease; any node can.
//!
//! It takes leaves that are visible and have no place, by their time. It never goes by ids or times it has
//! seen before: a leaf that was committed late and carries an early time is simply placed late. Within a
//! stream time follows position (see `TAKE_HEAD`), and a leaf is visible only after the one before it, so the
//! leaves of a stream stand in the tree in the stream's order.

use std::sync::Arc;
use std::time::Duration;

use super::checkpoint::{Checkpoint, origin};
use super::note::{SigningKey, VerifierKey};
use super::sql;
use super::stored::Edge;
use super::tile::TileError;
use super::tree::EMPTY_ROOT;
use crate::desk::chore::Chore;
use crate::desk::lease::Lease;
use crate::desk::{Desk, Keys};
use crate::kernel::Timestamp;
use crate::kernel::id::TenantId;
use crate::kernel::problem::{self, Problem};

/// Leaves placed in one transaction at most. On SQLite acts wait for it, so it is kept to a few milliseconds.
const BATCH: u64 = 512;
/// How long a node may sleep before another one takes over.
const LEASE: Duration = Duration::from_secs(1);

/// How often another node is looked at that places leaves, and at which distance: six tenths of a second in all.
const LOOKS: usize = 30;
const LOOK: Duration = Duration::from_millis(20);

/// What a call of the sequencer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequenced {
    /// Nothing waited.
    Idle,
    /// Another node is doing it.
    Elsewhere,
    /// Everything that waited was placed, and the tree signed.
    Placed {
        /// How many leaves.
        leaves: u64,
        /// How many leaves the tree has now.
        size: u64,
    },
}

/// What became of one batch.
enum Batch {
    Lost,
    Changed { size: u64 },
    Placed { leaves: u64, size: u64 },
}

impl Desk {
    /// Places the tenant's waiting leaves and signs a checkpoint. Nodes call it every 250 ms or so and after
    /// acts; when nothing waits it costs one statement that reads one row of an index.
    ///
    /// # Errors
    /// 503 when the store does not answer. 500 when the stored tree is no longer what was signed last: then
    /// nothing is placed any more, since a signature over a changed tree would vouch for the change.
    pub fn sequence(&self, tenant: TenantId) -> Result<Sequenced, Problem> {
        let (mut placed, mut tree) = (0, None);
        while self.leaves_wait(tenant)? {
            let Some(lease) = self.lease(&format!("sequencer:{tenant}"), LEASE)? else {
                return Ok(Sequenced::Elsewhere);
            };
            match self.place(tenant, &lease)? {
                Batch::Lost => return Ok(Sequenced::Elsewhere),
                Batch::Changed { size } => return Err(changed(tenant, size)),
                Batch::Placed { leaves, size } => {
                    placed += leaves;
                    tree = Some(size);
                    if leaves < BATCH {
                        break;
                    }
                }
            }
        }
        Ok(match tree {
            Some(size) if placed > 0 => Sequenced::Placed { leaves: placed, size },
            _ => Sequenced::Idle,
        })
    }

    /// Places what waits now, itself or through the node that does it at present: that one gets twice
    /// as long as its beat. Under load there are always newer leaves, which nobody waits for.
    ///
    /// # Errors
    /// As [`Desk::sequence`].
    pub(crate) fn place_waiting(&self, tenant: TenantId) -> Result<(), Problem> {
        for _ in 0..LOOKS {
            if self.sequence(tenant)? != Sequenced::Elsewhere {
                break;
            }
            std::thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Does [`Desk::sequence`] for every tenant of this node. One tenant's damaged tree does not stop the others.
    ///
    /// # Errors
    /// As [`Desk::sequence`]; the last one met.
    pub fn sequence_all(&self) -> Result<(), Problem> {
        let mut outcome = Ok(Sequenced::Idle);
        for tenant in self.directory()?.tenants() {
            outcome = self.sequence(tenant.id).and(outcome);
        }
        outcome.map(drop)
    }

    /// The key with which this shop signs the tenant's log.
    pub fn verifier_key(&self, tenant: TenantId) -> VerifierKey {
        signing_key(&self.0.keys, tenant).verifier_key()
    }

    fn leaves_wait(&self, tenant: TenantId) -> Result<bool, Problem> {
        self.peek(|tx| Ok(tx.one(&sql::WAITING, store::params![tenant])?.is_some()))
    }

    fn place(&self, tenant: TenantId, lease: &Lease) -> Result<Batch, Problem> {
        let (house, now, held) = (Arc::clone(&self.0), self.now(), lease.clone());
        let batch = self.chore(Chore::Sequencer, move |tx| {
            if !held.renew(tx, now.plus(LEASE))? {
                return Ok(Batch::Lost);
            }
            place(tx, &house.keys, tenant, now)
        })?;
        if matches!(batch, Batch::Lost) {
            self.lost(lease);
        }
        Ok(batch)
    }
}

/// The key that signs the tenant's checkpoints, under the name of the tenant's log.
fn signing_key(keys: &Keys, tenant: TenantId) -> SigningKey {
    let origin = origin(&tenant.to_string());
    SigningKey::new(&origin, keys.signing().as_bytes()).expect("an id holds no spaces and no +")
}

fn place(
    tx: &mut store::WriteTx<'_>,
    keys: &Keys,
    tenant: TenantId,
    now: Timestamp,
) -> Result<Batch, store::Error> {
    let (old, root) = match tx.one(&sql::NEWEST_CHECKPOINT, store::params![tenant])? {
        Some(row) => (row.get(0)?, row.get(1)?),
        None => (0, EMPTY_ROOT),
    };
    let mut edge = match Edge::load(tx, tenant, old) {
        Ok(edge) if edge.root() == root => edge,
        Err(TileError::Read(error)) => return Err(error),
        Ok(_) | Err(_) => return Ok(Batch::Changed { size: old }),
    };
    let rows =
        tx.returning_all(&sql::PLACE, store::params![tenant, old.cast_signed(), BATCH.cast_signed()])?;
    let mut leaves = rows
        .iter()
        .map(|row| Ok((row.get::<u64>(0)?, row.get(1)?)))
        .collect::<Result<Vec<_>, store::Error>>()?;
    leaves.sort_unstable_by_key(|(index, _)| *index);
    for (_, hash) in &leaves {
        edge.append(*hash);
    }
    let placed = edge.size() - old;
    if placed == 0 {
        return Ok(Batch::Placed { leaves: 0, size: old });
    }
    edge.write(tx, tenant, old)?;
    let key = signing_key(keys, tenant);
    let checkpoint = Checkpoint::new(key.name(), edge.size(), edge.root());
    let note = checkpoint.sign(&key).expect("the key bears the log's own name");
    tx.exec(
        &sql::WRITE_CHECKPOINT,
        store::params![tenant, checkpoint.size.cast_signed(), checkpoint.root, note, now],
    )?;
    Ok(Batch::Placed { leaves: placed, size: checkpoint.size })
}

fn changed(tenant: TenantId, size: u64) -> Problem {
    tracing::error!(%tenant, size, "the stored audit tree is not the one that was signed; nothing is placed");
    Problem::new(
        &problem::INTERNAL,
        format!(
            "The stored audit tree of {size} leaves is not the one that was signed. Export and verify it."
        ),
    )
}

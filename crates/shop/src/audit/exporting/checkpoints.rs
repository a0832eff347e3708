//! The checkpoints that go into an export.

use std::collections::BTreeMap;

use super::Job;
use crate::audit::Hash;
use crate::audit::export::SignedCheckpoint;
use crate::audit::proof::consistency;
use crate::audit::sql;
use crate::audit::stored::StoredTiles;
use crate::audit::tile::TileError;
use crate::kernel::problem::{self, Problem};

/// Checkpoints in a whole export at most, besides those that are held outside: enough to say about where a log
/// went wrong, few enough for one line.
const IN_WHOLE: u64 = 64;
/// And in a partial one, where each brings a proof.
const IN_PARTIAL: u64 = 8;

impl Job<'_> {
    /// The notes for a whole export, oldest first; the last one is of the export's size.
    pub(super) fn notes(&self) -> Result<Vec<String>, Problem> {
        let found = self.desk.peek(|tx| self.spread(tx, IN_WHOLE))?;
        Ok(found.into_values().collect())
    }

    /// The same for a partial one, each with the proof that leads from it to the newest.
    pub(super) fn linked(&self, tx: &mut store::ReadTx<'_>) -> Result<Vec<SignedCheckpoint>, Damaged> {
        let found = self.spread(tx, IN_PARTIAL)?;
        let mut nodes = StoredTiles::new(tx, self.tenant).at(self.size);
        found
            .into_iter()
            .map(|(size, note)| {
                let proof = |nodes| consistency(size, self.size, nodes);
                let linked: Option<Vec<Hash>> =
                    if size == self.size { None } else { Some(proof(&mut nodes)?) };
                Ok(SignedCheckpoint { note, consistency: linked })
            })
            .collect()
    }

    /// At most `count` checkpoints spread evenly over the tree, and those held outside, by size.
    fn spread(&self, tx: &mut store::ReadTx<'_>, count: u64) -> Result<BTreeMap<u64, String>, store::Error> {
        let wide = u128::from(self.size);
        let even = (1..=count).map(|part| wide * u128::from(part) / u128::from(count));
        let even = even.filter_map(|size| u64::try_from(size).ok());
        let held = self.held.iter().copied().filter(|held| *held <= self.size);
        let mut found = BTreeMap::new();
        for wanted in even.chain(held) {
            if let Some(row) =
                tx.one(&sql::CHECKPOINT_AT, store::params![self.tenant, wanted.cast_signed()])?
            {
                found.insert(row.get(0)?, row.get(2)?);
            }
        }
        Ok(found)
    }
}

/// A proof cannot be made from the tiles as they are stored.
pub(super) type Damaged = TileError<store::Error>;

/// What somebody who asked for a proof is told.
pub(super) fn damaged(error: &Damaged) -> Problem {
    let detail = format!(
        "No proof can be made, the stored tree is damaged: {error}. Export and verify the whole log."
    );
    Problem::new(&problem::INTERNAL, detail)
}

//! The whole log: every leaf, beside it the hash that the tree's tiles hold.

use std::collections::VecDeque;
use std::io::Write;

use super::{Job, Written};
use crate::audit::Hash;
use crate::audit::export::{Entry, Header, WriteError, write};
use crate::audit::sql;
use crate::audit::stored::StoredTiles;
use crate::audit::tile::{TILE_WIDTH, TileId, Tiles};
use crate::audit::trail::opening::Opener;
use crate::audit::trail::view::LeafRow;
use crate::kernel::Problem;

impl Job<'_> {
    pub(super) fn whole(&self, out: &mut dyn Write) -> Written {
        let key = self.desk.verifier_key(self.tenant);
        let notes = self.notes().map_err(WriteError::Source)?;
        let header = Header::whole(&self.tenant.to_string(), &key, self.size, notes);
        let (mut tiles, mut ready) = (0..self.size.div_ceil(u64::from(TILE_WIDTH)), VecDeque::new());
        let entries = std::iter::from_fn(|| {
            while ready.is_empty() {
                match self.tile(tiles.next()?) {
                    Ok(entries) => ready.extend(entries),
                    Err(problem) => return Some(Err(problem)),
                }
            }
            ready.pop_front().map(Ok)
        });
        write(out, &header, entries).map(|()| header.leaves)
    }

    /// The leaves under one tile of the lowest level.
    fn tile(&self, index: u64) -> Result<Vec<Entry>, Problem> {
        let first = index * u64::from(TILE_WIDTH);
        let end = self.size.min(first + u64::from(TILE_WIDTH)).cast_signed();
        self.desk.peek(|tx| {
            let hashes = match TileId::in_tree(0, index, self.size) {
                Some(tile) => StoredTiles::new(tx, self.tenant).tile(tile)?,
                None => Vec::new(),
            };
            let (hashes, _) = hashes.as_chunks::<32>();
            let rows = tx.all(&sql::LEAVES_AT, store::params![self.tenant, first.cast_signed(), end])?;
            let mut opener = Opener::new(&self.desk.0.keys, self.tenant);
            rows.iter()
                .map(|row| {
                    let row = LeafRow::of(row)?;
                    let place = row.placed.unwrap_or_default();
                    // A hash that the tiles have lost is shown as zeros, and found to be wrong.
                    let at = usize::try_from(place - first).unwrap_or(usize::MAX);
                    let hash: Hash = hashes.get(at).copied().unwrap_or_default();
                    let details = self.details(tx, &mut opener, &row.bytes, row.sealed.as_deref())?;
                    Ok(Entry::whole(place, row.bytes, hash, details))
                })
                .collect()
        })
    }
}

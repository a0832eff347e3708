//! The tree as the store keeps it: tiles, each a row that grows until it is full.

use std::collections::BTreeMap;

use super::tile::{TILE_WIDTH, TileError, TileId, TileNodes, Tiles};
use super::tree::Frontier;
use super::{Hash, sql};
use crate::kernel::id::TenantId;

/// A tenant's tiles, read within a transaction. A stored tile may be wider than the wanted one: it has grown
/// since the tree was of that size.
pub(super) struct StoredTiles<'a, 't> {
    tx: &'a mut store::ReadTx<'t>,
    tenant: TenantId,
}

impl<'a, 't> StoredTiles<'a, 't> {
    pub(super) fn new(tx: &'a mut store::ReadTx<'t>, tenant: TenantId) -> Self {
        Self { tx, tenant }
    }

    /// The nodes of the tenant's tree as it was at `size`.
    pub(super) fn at(self, size: u64) -> TileNodes<Self> {
        TileNodes::new(size, self)
    }
}

impl Tiles for StoredTiles<'_, '_> {
    type Error = store::Error;

    fn tile(&mut self, tile: TileId) -> Result<Vec<u8>, store::Error> {
        let row =
            self.tx.one(&sql::TILE, store::params![self.tenant, tile.level, tile.index.cast_signed()])?;
        let mut hashes: Vec<u8> = row.map(|row| row.get(0)).transpose()?.unwrap_or_default();
        hashes.truncate(32 * usize::from(tile.width));
        Ok(hashes)
    }
}

/// The right edge of a stored tree, ready to grow: its frontier and the tiles that are not full yet.
pub(super) struct Edge {
    frontier: Frontier,
    /// By level and index.
    tiles: BTreeMap<(u8, u64), Vec<u8>>,
}

impl Edge {
    /// Reads the edge of the tree of `size` leaves.
    pub(super) fn load(
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        size: u64,
    ) -> Result<Self, TileError<store::Error>> {
        let mut kept = Kept { stored: StoredTiles::new(tx, tenant), tiles: BTreeMap::new() };
        let frontier = Frontier::load(size, &mut TileNodes::new(size, &mut kept))?;
        // Every tile that is not full holds a peak of the frontier, so these are all that can grow.
        Ok(Self { frontier, tiles: kept.tiles })
    }

    /// Adds a leaf.
    pub(super) fn append(&mut self, leaf: Hash) {
        let tiles = &mut self.tiles;
        self.frontier.append(leaf, |level, index, hash| {
            if level % 8 == 0 {
                let tile = (level / 8, index / u64::from(TILE_WIDTH));
                tiles.entry(tile).or_default().extend_from_slice(&hash);
            }
        });
    }

    /// The number of leaves.
    pub(super) fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root.
    pub(super) fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// Writes the tiles that have grown since the tree had `old` leaves.
    pub(super) fn write(
        &self,
        tx: &mut store::WriteTx<'_>,
        tenant: TenantId,
        old: u64,
    ) -> Result<(), store::Error> {
        for tile in TileId::added(old, self.size()) {
            if let Some(hashes) = self.tiles.get(&(tile.level, tile.index)) {
                tx.exec(
                    &sql::WRITE_TILE,
                    store::params![tenant, tile.level, tile.index.cast_signed(), hashes],
                )?;
            }
        }
        Ok(())
    }
}

/// Remembers the tiles it reads.
struct Kept<'a, 't> {
    stored: StoredTiles<'a, 't>,
    tiles: BTreeMap<(u8, u64), Vec<u8>>,
}

impl Tiles for &mut Kept<'_, '_> {
    type Error = store::Error;

    fn tile(&mut self, tile: TileId) -> Result<Vec<u8>, store::Error> {
        let hashes = self.stored.tile(tile)?;
        self.tiles.insert((tile.level, tile.index), hashes.clone());
        Ok(hashes)
    }
}

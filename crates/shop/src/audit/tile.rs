//! Tiles: how the tree is stored and published, after C2SP tlog-tiles (<https://c2sp.org/tlog-tiles>).
//!
//! Tile `n` of tile level `l` holds the nodes `256 n ..` of tree level `8 l`, 32 bytes each, 256 in a full
//! tile. Levels in between are computed. A full tile never changes; a partial one (`.p/W`) may be dropped
//! once a wider one is there.

use std::collections::BTreeMap;
use std::fmt;

use super::Hash;
use super::tree::{Nodes, node_hash};

/// Hashes in a full tile.
pub const TILE_WIDTH: u16 = 256;
const TILE_HEIGHT: u8 = 8;
/// Tile levels a tree of 64-bit size can have.
const TILE_LEVELS: u8 = 8;

/// The name of a tile. Its text is the published path, such as `tile/0/x001/234.p/5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TileId {
    /// The tile level: tree level 8 x this.
    pub level: u8,
    /// The number of the tile in its level.
    pub index: u64,
    /// How many hashes it holds, 1 to [`TILE_WIDTH`].
    pub width: u16,
}

/// The text is not a tile's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct PathError;

impl TileId {
    /// The tiles that are new or wider in a tree of `new` leaves than in one of `old`, lowest level first.
    pub fn added(old: u64, new: u64) -> Vec<Self> {
        let mut tiles = Vec::new();
        for level in 0..TILE_LEVELS {
            let (had, has) = (old >> (level * TILE_HEIGHT), new >> (level * TILE_HEIGHT));
            if has == had {
                break;
            }
            let width = u64::from(TILE_WIDTH);
            tiles.extend((had / width..has.div_ceil(width)).map(|index| Self::within(level, index, has)));
        }
        tiles
    }

    /// The tile as a tree of `size` leaves has it, or none if it would be empty.
    pub fn in_tree(level: u8, index: u64, size: u64) -> Option<Self> {
        let nodes = if level < TILE_LEVELS { size >> (level * TILE_HEIGHT) } else { 0 };
        (index < nodes.div_ceil(u64::from(TILE_WIDTH))).then(|| Self::within(level, index, nodes))
    }

    fn within(level: u8, index: u64, nodes: u64) -> Self {
        let left = (nodes - index * u64::from(TILE_WIDTH)).min(u64::from(TILE_WIDTH));
        Self { level, index, width: u16::try_from(left).expect("at most 256") }
    }

    /// The path of the entry bundle beside this tile, where the leaves themselves are published.
    pub fn entries_path(&self) -> String {
        format!("tile/entries/{}", self.suffix())
    }

    /// Reads a path as [`fmt::Display`] writes it, and nothing else.
    pub fn parse(path: &str) -> Result<Self, PathError> {
        let rest = path.strip_prefix("tile/").ok_or(PathError)?;
        let (level, rest) = rest.split_once('/').ok_or(PathError)?;
        let (digits, width) = match rest.split_once(".p/") {
            Some((digits, width)) => (digits, width.parse().map_err(|_| PathError)?),
            None => (rest, TILE_WIDTH),
        };
        let index: String = digits.chars().filter(char::is_ascii_digit).collect();
        let tile = Self {
            level: level.parse().map_err(|_| PathError)?,
            index: index.parse().map_err(|_| PathError)?,
            width,
        };
        let known = tile.level < 64 && (1..=TILE_WIDTH).contains(&width) && tile.to_string() == path;
        if known { Ok(tile) } else { Err(PathError) }
    }

    fn suffix(&self) -> String {
        let mut rest = self.index / 1000;
        let mut text = format!("{:03}", self.index % 1000);
        while rest > 0 {
            text = format!("x{:03}/{text}", rest % 1000);
            rest /= 1000;
        }
        if self.width < TILE_WIDTH {
            text = format!("{text}.p/{}", self.width);
        }
        text
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/{}", self.level, self.suffix())
    }
}

/// Where tiles are read from.
pub trait Tiles {
    /// Why a tile could not be read.
    type Error;

    /// The bytes of a tile: 32 x its width.
    fn tile(&mut self, tile: TileId) -> Result<Vec<u8>, Self::Error>;
}

/// Why a node could not be read from tiles.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError<E> {
    /// The tile could not be read.
    #[error(transparent)]
    Read(#[from] E),
    /// The tree does not have that node.
    #[error("level {level} of the tree has no complete node {index}")]
    Outside {
        /// The tree level.
        level: u8,
        /// The node's index.
        index: u64,
    },
    /// The tile does not have 32 bytes for each hash.
    #[error("{0} has the wrong length")]
    Length(TileId),
}

/// The nodes of a tree of a given size, read from tiles; each tile is read once.
#[derive(Debug)]
pub struct TileNodes<T> {
    tiles: T,
    size: u64,
    read: BTreeMap<TileId, Vec<Hash>>,
}

impl<T: Tiles> TileNodes<T> {
    /// Reads the tree of `size` leaves from `tiles`.
    pub fn new(size: u64, tiles: T) -> Self {
        Self { tiles, size, read: BTreeMap::new() }
    }

    fn hashes(&mut self, tile: TileId) -> Result<&[Hash], TileError<T::Error>> {
        if !self.read.contains_key(&tile) {
            let bytes = self.tiles.tile(tile)?;
            let (hashes, rest) = bytes.as_chunks::<32>();
            if !rest.is_empty() || hashes.len() != usize::from(tile.width) {
                return Err(TileError::Length(tile));
            }
            self.read.insert(tile, hashes.to_vec());
        }
        Ok(&self.read[&tile])
    }
}

impl<T: Tiles> Nodes for TileNodes<T> {
    type Error = TileError<T::Error>;

    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Self::Error> {
        let outside = TileError::Outside { level, index };
        if level >= 64 || index >= self.size >> level {
            return Err(outside);
        }
        let span = 1_u64 << (level % TILE_HEIGHT);
        let first = index * span;
        let Some(tile) = TileId::in_tree(level / TILE_HEIGHT, first / u64::from(TILE_WIDTH), self.size)
        else {
            return Err(outside);
        };
        let start = usize::try_from(first % u64::from(TILE_WIDTH)).expect("below 256");
        let end = start + usize::try_from(span).expect("at most 128");
        let hashes = self.hashes(tile)?;
        hashes.get(start..end).map(complete_root).ok_or(outside)
    }
}

/// The hash over a power of two of neighbouring hashes.
fn complete_root(hashes: &[Hash]) -> Hash {
    match hashes {
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len() / 2);
            node_hash(&complete_root(left), &complete_root(right))
        }
    }
}

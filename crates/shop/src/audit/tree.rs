//! The Merkle tree of RFC 6962 and RFC 9162 section 2.1: hashes, roots, appending.
//!
//! A *node* is named by its level and index: level 0 are the leaf hashes, and node `i` of level `l` covers
//! the `2^l` leaves from `i * 2^l`. Only complete nodes are ever stored; they never change.

use sha2::{Digest, Sha256};

use super::Hash;

/// The root of the tree without leaves: SHA-256 of nothing.
pub const EMPTY_ROOT: Hash = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27,
    0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

/// The hash of an inner node, SHA-256(0x01 || left || right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([0x01]).chain_update(left).chain_update(right).finalize().into()
}

/// Where complete nodes are read from: tiles, a table, a list in memory.
pub trait Nodes {
    /// Why a node could not be read.
    type Error;

    /// The hash of complete node `index` of `level`.
    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Self::Error>;
}

/// The right edge of a tree: its size and the complete nodes that cover it, largest first. All that
/// appending needs, at most 64 hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The frontier of an empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// The frontier of the tree of `size` leaves whose nodes are in `nodes`.
    pub fn load<N: Nodes>(size: u64, nodes: &mut N) -> Result<Self, N::Error> {
        let peaks =
            cover(0, size).map(|(level, index)| nodes.node(level, index)).collect::<Result<_, _>>()?;
        Ok(Self { size, peaks })
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds one leaf hash and tells `complete` each node that became complete, the leaf itself first.
    pub fn append(&mut self, leaf: Hash, mut complete: impl FnMut(u8, u64, Hash)) {
        let (mut hash, mut index, mut level) = (leaf, self.size, 0);
        complete(level, index, hash);
        while index % 2 == 1
            && let Some(left) = self.peaks.pop()
        {
            hash = node_hash(&left, &hash);
            index /= 2;
            level += 1;
            complete(level, index, hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root of the tree as it stands.
    pub fn root(&self) -> Hash {
        fold(&self.peaks).unwrap_or(EMPTY_ROOT)
    }
}

/// The root of the tree of `size` leaves whose nodes are in `nodes`; reads at most 64 of them.
pub fn root<N: Nodes>(size: u64, nodes: &mut N) -> Result<Hash, N::Error> {
    Ok(Frontier::load(size, nodes)?.root())
}

/// The hash over the leaves `from..to`, where `from..to` is a subtree of a tree (so the largest power of two
/// below `to - from` divides `from`) and not empty.
pub(super) fn subtree<N: Nodes>(from: u64, to: u64, nodes: &mut N) -> Result<Hash, N::Error> {
    let peaks: Vec<Hash> =
        cover(from, to).map(|(level, index)| nodes.node(level, index)).collect::<Result<_, _>>()?;
    Ok(fold(&peaks).unwrap_or(EMPTY_ROOT))
}

/// The largest power of two smaller than `n`, for `n` from 2: where the RFC splits a tree.
pub(super) fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// The complete nodes that cover `from..to`, left to right.
fn cover(from: u64, to: u64) -> impl Iterator<Item = (u8, u64)> {
    let mut start = from;
    std::iter::from_fn(move || {
        let level = (to - start).checked_ilog2()?;
        let index = start >> level;
        start += 1 << level;
        Some((u8::try_from(level).expect("a logarithm of 64 bits is below 64"), index))
    })
}

fn fold(peaks: &[Hash]) -> Option<Hash> {
    peaks.iter().rev().copied().reduce(|right, left| node_hash(&left, &right))
}

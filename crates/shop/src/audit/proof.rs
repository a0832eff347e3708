//! Proofs that a leaf is in a tree, and that one tree is the beginning of another.
//!
//! Made after RFC 6962 sections 2.1.1 and 2.1.2, checked after RFC 9162 sections 2.1.3.2 and 2.1.4.2. The
//! checks recompute everything from what they are given and trust nothing else in a proof.
//!
//! A root does not say how large its tree is: take size and root together from a signed checkpoint.

use super::Hash;
use super::tree::{EMPTY_ROOT, Nodes, node_hash, split, subtree};

/// Why a proof was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf's index or the older size lies outside the tree.
    #[error("the proof is about something outside the tree")]
    Outside,
    /// The proof has too few or too many hashes.
    #[error("the proof has the wrong number of hashes")]
    Length,
    /// The proof leads to another root.
    #[error("the proof leads to another root")]
    Root,
}

/// The audit path of leaf `index` in the tree of `size` leaves: the sibling hashes from the leaf upwards.
///
/// # Panics
/// If `index` is not below `size`.
pub fn inclusion<N: Nodes>(index: u64, size: u64, nodes: &mut N) -> Result<Vec<Hash>, N::Error> {
    assert!(index < size, "leaf {index} is not in a tree of {size}");
    let mut path = Vec::new();
    let (mut from, mut to) = (0, size);
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            path.push(subtree(middle, to, nodes)?);
            to = middle;
        } else {
            path.push(subtree(from, middle, nodes)?);
            from = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree of `old` leaves is the beginning of the tree of `new` leaves. Empty when `old`
/// is 0 or equal to `new`.
///
/// # Panics
/// If `old` is larger than `new`.
pub fn consistency<N: Nodes>(old: u64, new: u64, nodes: &mut N) -> Result<Vec<Hash>, N::Error> {
    assert!(old <= new, "a tree of {new} does not begin with {old} leaves");
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let mut path = Vec::new();
    let (mut from, mut to) = (0, new);
    while to != old {
        let middle = from + split(to - from);
        if old <= middle {
            path.push(subtree(middle, to, nodes)?);
            to = middle;
        } else {
            path.push(subtree(from, middle, nodes)?);
            from = middle;
        }
    }
    if from != 0 {
        path.push(subtree(from, to, nodes)?);
    }
    path.reverse();
    Ok(path)
}

/// Checks that the leaf with hash `leaf` stands at `index` in the tree of `size` leaves with this `root`.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Outside);
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if at % 2 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            let up = at.trailing_zeros();
            at >>= up;
            last >>= up;
        } else {
            hash = node_hash(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    finish(last, &[(hash, *root)])
}

/// Checks that the tree of `old` leaves with root `old_root` is the beginning of the tree of `new` leaves
/// with root `new_root`.
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Outside);
    }
    if old == 0 || old == new {
        let expected = if old == 0 { &EMPTY_ROOT } else { new_root };
        let unused = u64::from(!proof.is_empty());
        let empty = if new == 0 { (*new_root, EMPTY_ROOT) } else { (*expected, *expected) };
        return finish(unused, &[(*old_root, *expected), empty]);
    }
    let (first, rest) = if old.is_power_of_two() {
        (*old_root, proof)
    } else {
        let (first, rest) = proof.split_first().ok_or(ProofError::Length)?;
        (*first, rest)
    };
    let down = (old - 1).trailing_ones();
    let (mut at, mut last) = ((old - 1) >> down, (new - 1) >> down);
    let (mut older, mut newer) = (first, first);
    for sibling in rest {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if at % 2 == 1 || at == last {
            older = node_hash(sibling, &older);
            newer = node_hash(sibling, &newer);
            let up = at.trailing_zeros();
            at >>= up;
            last >>= up;
        } else {
            newer = node_hash(&newer, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    finish(last, &[(older, *old_root), (newer, *new_root)])
}

/// `unfinished` counts what the proof left over, `roots` pairs each computed root with the expected one.
fn finish(unfinished: u64, roots: &[(Hash, Hash)]) -> Result<(), ProofError> {
    if unfinished != 0 {
        return Err(ProofError::Length);
    }
    if roots.iter().all(|(computed, expected)| computed == expected) { Ok(()) } else { Err(ProofError::Root) }
}

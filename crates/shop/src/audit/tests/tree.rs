//! The tree and its proofs against a naive reference and against the crate `tlog_tiles`.

use proptest::prelude::*;
use tlog_tiles::tlog;

use super::{Memory, Numbers};
use crate::audit::Hash;
use crate::audit::leaf::leaf_hash;
use crate::audit::proof::{ProofError, consistency, inclusion, verify_consistency, verify_inclusion};
use crate::audit::tree::{EMPTY_ROOT, Frontier, node_hash, root};

pub(super) fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|index| leaf_hash(&index.to_be_bytes())).collect()
}

/// MTH of RFC 6962 section 2.1, word for word.
fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => EMPTY_ROOT,
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

/// PATH of RFC 6962 section 2.1.1.
fn naive_path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let middle = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(middle);
    let (mut path, sibling) = if index < middle {
        (naive_path(index, left), naive_root(right))
    } else {
        (naive_path(index - middle, right), naive_root(left))
    };
    path.push(sibling);
    path
}

/// SUBPROOF of RFC 6962 section 2.1.2.
fn naive_subproof(old: usize, leaves: &[Hash], known: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if known { Vec::new() } else { vec![naive_root(leaves)] };
    }
    let middle = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(middle);
    let (mut proof, sibling) = if old <= middle {
        (naive_subproof(old, left, known), naive_root(right))
    } else {
        (naive_subproof(old - middle, right, false), naive_root(left))
    };
    proof.push(sibling);
    proof
}

struct Oracle(Vec<tlog::Hash>);

impl Oracle {
    fn of(leaves: &[Hash]) -> Self {
        let mut oracle = Self(Vec::new());
        for (index, leaf) in (0..).zip(leaves) {
            let stored = tlog::stored_hashes_for_record_hash(index, tlog::Hash(*leaf), &oracle).unwrap();
            oracle.0.extend(stored);
        }
        oracle
    }
}

impl tlog::HashReader for Oracle {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        Ok(indexes.iter().map(|index| self.0[usize::try_from(*index).unwrap()]).collect())
    }
}

fn theirs(hashes: &[Hash]) -> Vec<tlog::Hash> {
    hashes.iter().copied().map(tlog::Hash).collect()
}

#[test]
fn the_empty_root_is_sha_256_of_nothing() {
    use sha2::{Digest, Sha256};
    assert_eq!(EMPTY_ROOT, <Hash>::from(Sha256::digest([])));
    assert_eq!(Frontier::new().root(), EMPTY_ROOT);
}

#[test]
fn every_tree_up_to_70_agrees_with_the_rfc_and_the_oracle() {
    for size in 1..=70_u64 {
        let leaves = leaves(size);
        let mut nodes = Memory::of(leaves.iter().copied());
        let oracle = Oracle::of(&leaves);
        let top = nodes.frontier.root();
        assert_eq!(top, naive_root(&leaves));
        assert_eq!(top, tlog::tree_hash(size, &oracle).unwrap().0);
        assert_eq!(Frontier::load(size, &mut nodes), Ok(nodes.frontier.clone()));
        for (index, leaf) in (0..).zip(&leaves) {
            let proof = inclusion(index, size, &mut nodes).unwrap();
            assert_eq!(proof, naive_path(usize::try_from(index).unwrap(), &leaves));
            assert_eq!(theirs(&proof), tlog::prove_record(size, index, &oracle).unwrap());
            assert_eq!(verify_inclusion(leaf, index, size, &top, &proof), Ok(()));
        }
        for old in 1..=size {
            let before = root(old, &mut nodes).unwrap();
            let proof = consistency(old, size, &mut nodes).unwrap();
            assert_eq!(proof, naive_subproof(usize::try_from(old).unwrap(), &leaves, true));
            assert_eq!(theirs(&proof), tlog::prove_tree(size, old, &oracle).unwrap());
            assert_eq!(verify_consistency(old, &before, size, &top, &proof), Ok(()));
        }
    }
}

#[test]
fn a_tree_begins_with_nothing_and_with_itself() {
    let top = naive_root(&leaves(5));
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 5, &top, &[]), Ok(()));
    assert_eq!(verify_consistency(5, &top, 5, &top, &[]), Ok(()));
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 0, &EMPTY_ROOT, &[]), Ok(()));
    assert_eq!(verify_consistency(0, &top, 5, &top, &[]), Err(ProofError::Root));
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 0, &top, &[]), Err(ProofError::Root));
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 5, &top, &[top]), Err(ProofError::Length));
    assert_eq!(verify_consistency(5, &EMPTY_ROOT, 5, &top, &[]), Err(ProofError::Root));
    assert_eq!(verify_consistency(6, &top, 5, &top, &[]), Err(ProofError::Outside));
}

/// Each hash with one bit flipped, left out, given twice, two neighbours swapped, and one more at each end.
fn mutations(proof: &[Hash], numbers: &mut Numbers) -> Vec<Vec<Hash>> {
    let mut all = vec![[&[[0; 32]], proof].concat(), [proof, &[[0; 32]]].concat()];
    for at in 0..proof.len() {
        let mut flipped = proof.to_vec();
        flipped[at][numbers.below(32)] ^= 1 << numbers.below(8);
        let mut shorter = proof.to_vec();
        shorter.remove(at);
        let mut longer = proof.to_vec();
        longer.insert(at, proof[at]);
        all.extend([flipped, shorter, longer]);
        if at + 1 < proof.len() {
            let mut swapped = proof.to_vec();
            swapped.swap(at, at + 1);
            all.push(swapped);
        }
    }
    all
}

fn flipped(hash: &Hash, numbers: &mut Numbers) -> Hash {
    let mut other = *hash;
    other[numbers.below(32)] ^= 1 << numbers.below(8);
    other
}

#[test]
fn every_changed_inclusion_proof_is_refused() {
    let mut numbers = Numbers(1);
    for size in 1..=40_u64 {
        let leaves = leaves(size);
        let mut nodes = Memory::of(leaves.iter().copied());
        let top = nodes.frontier.root();
        for (index, leaf) in (0..).zip(&leaves) {
            let proof = inclusion(index, size, &mut nodes).unwrap();
            for changed in mutations(&proof, &mut numbers) {
                assert!(verify_inclusion(leaf, index, size, &top, &changed).is_err(), "{index} of {size}");
            }
            for other in (0..size + 3).filter(|other| *other != index) {
                assert!(verify_inclusion(leaf, other, size, &top, &proof).is_err(), "{index} as {other}");
            }
            assert!(verify_inclusion(&flipped(leaf, &mut numbers), index, size, &top, &proof).is_err());
            assert!(verify_inclusion(leaf, index, size, &flipped(&top, &mut numbers), &proof).is_err());
            for other in 0..size + 20 {
                let ours = verify_inclusion(leaf, index, other, &top, &proof).is_ok();
                let oracle = index < other
                    && tlog::check_record(&theirs(&proof), other, tlog::Hash(top), index, tlog::Hash(*leaf))
                        .is_ok();
                assert_eq!(ours, oracle, "leaf {index} of {size} in a tree said to be of {other}");
            }
        }
    }
}

#[test]
fn every_changed_consistency_proof_is_refused() {
    let mut numbers = Numbers(2);
    for size in 2..=40_u64 {
        let mut nodes = Memory::of(leaves(size));
        let top = nodes.frontier.root();
        for old in 1..size {
            let before = root(old, &mut nodes).unwrap();
            let proof = consistency(old, size, &mut nodes).unwrap();
            for changed in mutations(&proof, &mut numbers) {
                assert!(verify_consistency(old, &before, size, &top, &changed).is_err(), "{old} of {size}");
            }
            let (worse, wrong) = (flipped(&before, &mut numbers), flipped(&top, &mut numbers));
            assert!(verify_consistency(old, &worse, size, &top, &proof).is_err());
            assert!(verify_consistency(old, &before, size, &wrong, &proof).is_err());
            for (first, second) in (0..size + 9).flat_map(|a| [(a, size), (old, a)]) {
                let ours = verify_consistency(first, &before, second, &top, &proof).is_ok();
                let oracle = (1..=second).contains(&first)
                    && tlog::check_tree(&theirs(&proof), second, tlog::Hash(top), first, tlog::Hash(before))
                        .is_ok();
                assert_eq!(ours, oracle, "{old} of {size} said to be {first} of {second}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn large_trees_prove_any_leaf_and_any_beginning(size in 1..5000_u64, a in any::<u64>(), b in any::<u64>()) {
        let leaves = leaves(size);
        let mut nodes = Memory::of(leaves.iter().copied());
        let top = nodes.frontier.root();
        let (index, old) = (a % size, 1 + b % size);
        let proof = inclusion(index, size, &mut nodes).unwrap();
        let leaf = &leaves[usize::try_from(index).unwrap()];
        prop_assert_eq!(verify_inclusion(leaf, index, size, &top, &proof), Ok(()));
        let before = root(old, &mut nodes).unwrap();
        prop_assert_eq!(before, naive_root(&leaves[..usize::try_from(old).unwrap()]));
        let proof = consistency(old, size, &mut nodes).unwrap();
        prop_assert_eq!(verify_consistency(old, &before, size, &top, &proof), Ok(()));
    }

    #[test]
    fn proofs_of_any_shape_never_panic(
        sizes in any::<(u64, u64)>(),
        proof in prop::collection::vec(any::<Hash>(), 0..70),
        hashes in any::<(Hash, Hash)>(),
    ) {
        prop_assert!(verify_inclusion(&hashes.0, sizes.0, sizes.1, &hashes.1, &proof).is_err());
        prop_assert!(verify_consistency(sizes.0, &hashes.0, sizes.1, &hashes.1, &proof).is_err());
    }
}

//! Walking the chains of streams: positions dense from 0, each leaf naming the hash of the one before.

use std::collections::BTreeMap;

use super::Hash;
use super::finding::What;
use super::leaf::Leaf;

struct Head {
    leaves: u64,
    next: u64,
    hash: Hash,
    index: u64,
}

/// The heads of all streams met so far.
#[derive(Default)]
pub(super) struct Chains(BTreeMap<String, Head>);

impl Chains {
    /// Takes the next leaf of a stream in tree order and says what is wrong with its place. Goes on from
    /// this leaf either way, so that one fault is found once.
    pub(super) fn follow(&mut self, leaf: &Leaf, index: u64, hash: Hash) -> Option<What> {
        let Some(head) = self.0.get_mut(leaf.stream.as_str()) else {
            let next = leaf.position.saturating_add(1);
            self.0.insert(leaf.stream.to_string(), Head { leaves: 1, next, hash, index });
            return match leaf.position {
                0 if leaf.previous == [0; 32] => None,
                0 => Some(What::NotFirst),
                position => Some(What::Gap(0, position - 1)),
            };
        };
        let fault = if leaf.position < head.next {
            Some(What::Taken)
        } else if leaf.position > head.next {
            Some(What::Gap(head.next, leaf.position - 1))
        } else if leaf.previous != head.hash {
            Some(What::Previous(head.index))
        } else {
            None
        };
        let next = head.next.max(leaf.position.saturating_add(1));
        *head = Head { leaves: head.leaves + 1, next, hash, index };
        fault
    }

    /// How many streams there are.
    pub(super) fn streams(&self) -> usize {
        self.0.len()
    }

    /// How many leaves of a stream came.
    pub(super) fn leaves(&self, stream: &str) -> u64 {
        self.0.get(stream).map_or(0, |head| head.leaves)
    }
}

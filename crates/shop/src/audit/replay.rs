//! Building the whole tree again and holding it against checkpoints.
//!
//! Each leaf comes with two hashes: the one of its bytes and the one its line states. Both trees are built,
//! as one as long as they agree; at the next checkpoint the one with the right root tells which was changed.

use std::collections::VecDeque;

use super::Hash;
use super::finding::{Findings, Place, Signed, What};
use super::tree::Frontier;

struct Target {
    signed: Signed,
    root: Hash,
}

pub(super) struct Replay {
    targets: VecDeque<Target>,
    by_bytes: Frontier,
    /// The tree of the stated hashes, while it differs.
    by_stated: Option<Frontier>,
    /// Leaves whose two hashes differ, since the last checkpoint.
    doubtful: Vec<Place>,
    /// The size up to which everything is as signed.
    confirmed: u64,
    /// Set when the tree cannot be built on, because a leaf is missing or unreadable.
    lost: bool,
}

impl Replay {
    /// Will hold the tree against these checkpoints (size, root, held outside), in any order.
    pub(super) fn new(mut checkpoints: Vec<(u64, Hash, bool)>, findings: &mut Findings) -> Self {
        checkpoints.sort_by_key(|(size, _, outside)| (*size, *outside));
        let targets = checkpoints
            .into_iter()
            .map(|(size, root, outside)| Target { signed: Signed { size, outside }, root })
            .collect();
        let mut replay = Self {
            targets,
            by_bytes: Frontier::new(),
            by_stated: None,
            doubtful: Vec::new(),
            confirmed: 0,
            lost: false,
        };
        replay.compare(findings);
        replay
    }

    /// Adds the next leaf.
    pub(super) fn push(
        &mut self,
        bytes: Hash,
        stated: Hash,
        place: impl FnOnce() -> Place,
        findings: &mut Findings,
    ) {
        if self.lost {
            if bytes != stated {
                findings.add(place(), What::BytesOrHash);
            }
            return;
        }
        if bytes != stated {
            self.by_stated.get_or_insert_with(|| self.by_bytes.clone());
            if self.doubtful.len() < Findings::MOST {
                self.doubtful.push(place());
            }
        }
        self.by_bytes.append(bytes, |_, _, _| {});
        if let Some(tree) = &mut self.by_stated {
            tree.append(stated, |_, _, _| {});
        }
        self.compare(findings);
    }

    /// Says that the tree cannot be built from here on.
    pub(super) fn lose(&mut self, findings: &mut Findings) {
        self.lost = true;
        self.doubt(&What::BytesOrHash, findings);
    }

    /// At the end of the file, which has `size` leaves.
    pub(super) fn finish(mut self, size: u64, findings: &mut Findings) {
        self.doubt(&What::BytesOrHash, findings);
        let mut beyond = self.targets.iter().filter(|target| target.signed.size > size).peekable();
        if let Some(first) = beyond.peek()
            && !self.lost
            && self.confirmed < size
        {
            findings.add(Place::Leaves(self.confirmed, size - 1), What::Unreached(first.signed));
        }
        for target in beyond {
            findings.add(Place::Leaves(size, target.signed.size - 1), What::Shorter(target.signed));
        }
    }

    fn compare(&mut self, findings: &mut Findings) {
        let size = self.by_bytes.size();
        while !self.lost && self.targets.front().is_some_and(|target| target.signed.size == size) {
            if let Some(target) = self.targets.pop_front() {
                self.hold_against(&target, findings);
            }
        }
    }

    fn hold_against(&mut self, target: &Target, findings: &mut Findings) {
        let Signed { size, outside } = target.signed;
        if self.by_bytes.root() == target.root {
            self.doubt(&What::HashBeside(target.signed), findings);
            self.confirmed = size;
            self.by_stated = None;
        } else if self.by_stated.as_ref().is_some_and(|tree| tree.root() == target.root) {
            self.doubt(&What::Bytes(target.signed), findings);
            self.confirmed = size;
            self.by_bytes = self.by_stated.take().unwrap_or_default();
        } else if outside && self.confirmed == size {
            findings.add(Place::Outside, What::Fork);
        } else if outside {
            // The export's own checkpoints say nothing here: whoever rewrote the log signed them too.
            findings.add(Place::Leaves(0, size - 1), What::Leaves(target.signed));
        } else {
            let last = size.saturating_sub(1);
            findings.add(Place::Leaves(self.confirmed.min(last), last), What::Leaves(target.signed));
            self.lose(findings);
        }
    }

    fn doubt(&mut self, what: &What, findings: &mut Findings) {
        for place in self.doubtful.drain(..) {
            findings.add(place, what.clone());
        }
    }
}

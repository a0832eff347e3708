//! Checking an export offline, with nothing but the log's public key.
//!
//! What it promises: every change at or below the newest checkpoint that the caller brought, or else that
//! the export itself holds, is found and named. An export of streams or single leaves proves what it holds;
//! that a stream did not go on after its last leaf here only a whole export can show.

use std::fmt;
use std::io::BufRead;

use super::Hash;
use super::chains::Chains;
use super::checkpoint::{Checkpoint, origin};
use super::export::{Details, Entry, Header, ReadError, Reader, Scope};
use super::finding::{Finding, Findings, Place, Signed, What};
use super::leaf::Leaf;
use super::note::VerifierKey;
use super::proof::{verify_consistency, verify_inclusion};
use super::replay::Replay;
use super::seal::Sealed;

/// What a clean export holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How much of the log it is.
    pub scope: Scope,
    /// Leaves checked.
    pub leaves: u64,
    /// Streams they belong to.
    pub streams: usize,
    /// Checkpoints checked, the one from outside included.
    pub checkpoints: usize,
    /// The size of the tree that the newest checkpoint signed.
    pub size: u64,
    /// Its root.
    pub root: Hash,
    /// Details that match their commitments.
    pub details: u64,
    /// Those of them that can be read here.
    pub opened: u64,
    /// Leaves whose details are erased or withheld.
    pub absent: u64,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { leaves, streams, checkpoints, size, details, opened, absent, .. } = self;
        write!(
            f,
            "all as signed: {leaves} leaves in {streams} streams under {checkpoints} checkpoints up to "
        )?;
        write!(f, "{size}; {details} details match, {opened} of them readable, {absent} not here")
    }
}

/// Checks an export against the log's key and, if the caller has one, the signed note of the newest
/// checkpoint that is held outside the machine. Reads line by line; memory grows with the number of
/// streams only.
///
/// # Errors
/// Everything that is wrong, in the order of the file; at most 1,000 findings are listed.
pub fn verify(input: impl BufRead, key: &VerifierKey, outside: Option<&str>) -> Result<Report, Vec<Finding>> {
    let mut findings = Findings::default();
    let mut reader = match Reader::open(input) {
        Ok(reader) => reader,
        Err(error) => {
            let what = if let ReadError::Format = error { What::NoHeader } else { unreadable(&error) };
            findings.add(Place::Line(1), what);
            return Err(findings.into_result(()).err().unwrap_or_default());
        }
    };
    let mut check = Check::begin(reader.header(), key, outside, findings);
    loop {
        match reader.next_entry() {
            Ok(Some(entry)) => check.entry(&entry, reader.line()),
            Ok(None) => break,
            Err(error) => {
                check.unreadable(reader.line(), &error);
                if !matches!(error, ReadError::Format) {
                    break;
                }
            }
        }
    }
    check.finish(reader.header())
}

fn unreadable(error: &ReadError) -> What {
    What::Unreadable(error.to_string())
}

struct Check {
    findings: Findings,
    tenant: String,
    /// The streams of a partial export, sorted.
    named: Vec<String>,
    newest: Option<Checkpoint>,
    replay: Option<Replay>,
    chains: Chains,
    /// The index the next line should hold; in a partial export the least it may hold.
    next: u64,
    report: Report,
}

impl Check {
    fn begin(header: &Header, key: &VerifierKey, outside: Option<&str>, mut findings: Findings) -> Self {
        check_names(header, key, &mut findings);
        let own = open_checkpoints(header, key, &mut findings);
        let newest = own.last().cloned();
        let outside = outside.and_then(|note| {
            Checkpoint::open(note, key).map_err(|e| findings.add(Place::Outside, What::Checkpoint(e))).ok()
        });
        let checkpoints = own.len() + usize::from(outside.is_some());
        let mut replay = None;
        if header.scope == Scope::Whole {
            let all = own.iter().map(|own| (own.size, own.root, false));
            let all = all.chain(outside.iter().map(|outside| (outside.size, outside.root, true)));
            replay = Some(Replay::new(all.collect(), &mut findings));
        } else if let (Some(outside), Some(newest)) = (&outside, &newest) {
            link_outside(outside, &own, newest, &mut findings);
        }
        let report = Report {
            scope: header.scope,
            leaves: 0,
            streams: 0,
            checkpoints,
            size: newest.as_ref().map_or(0, |newest| newest.size),
            root: newest.as_ref().map_or([0; 32], |newest| newest.root),
            details: 0,
            opened: 0,
            absent: 0,
        };
        Self {
            findings,
            tenant: header.tenant.clone(),
            named: header.streams.iter().map(|count| count.stream.clone()).collect(),
            newest,
            replay,
            chains: Chains::default(),
            next: 0,
            report,
        }
    }

    fn unreadable(&mut self, line: u64, error: &ReadError) {
        self.findings.add(Place::Line(line), unreadable(error));
        if let Some(replay) = &mut self.replay {
            replay.lose(&mut self.findings);
            self.next += 1;
        }
        self.report.leaves += 1;
    }

    fn entry(&mut self, entry: &Entry, line: u64) {
        self.report.leaves += 1;
        if !self.in_order(entry.index, line) {
            return;
        }
        let hash = entry.leaf_hash();
        let leaf = Leaf::decode(&entry.leaf);
        let name = leaf.as_ref().ok().map(|leaf| (leaf.stream.as_str(), leaf.position));
        let place = || Place::Leaf(entry.index, name.map(|(stream, at)| (stream.to_owned(), at)));
        self.in_tree(entry, hash, place);
        match &leaf {
            Ok(leaf) => self.leaf(leaf, entry, hash, place),
            Err(error) => self.findings.add(place(), What::NotALeaf(*error)),
        }
    }

    fn in_order(&mut self, index: u64, line: u64) -> bool {
        if index < self.next {
            self.findings.add(Place::Leaf(index, None), What::OutOfOrder(line));
            return false;
        }
        if let Some(replay) = &mut self.replay
            && index > self.next
        {
            self.findings.add(Place::Leaves(self.next, index - 1), What::Missing(line));
            replay.lose(&mut self.findings);
        }
        self.next = index.saturating_add(1);
        true
    }

    fn in_tree(&mut self, entry: &Entry, hash: Hash, place: impl Fn() -> Place) {
        if let (Some(replay), Some(stated)) = (&mut self.replay, entry.hash) {
            replay.push(hash, stated, &place, &mut self.findings);
        }
        let Some(newest) = &self.newest else { return };
        if entry.index >= newest.size {
            self.findings.add(place(), What::Above(newest.size));
        } else if let Some(proof) = &entry.proof
            && verify_inclusion(&hash, entry.index, newest.size, &newest.root, proof).is_err()
        {
            self.findings.add(place(), What::BytesOrProof(newest.size));
        }
    }

    fn leaf(&mut self, leaf: &Leaf, entry: &Entry, hash: Hash, place: impl Fn() -> Place) {
        if leaf.tenant != self.tenant {
            self.findings.add(place(), What::OtherTenant(leaf.tenant.clone()));
        }
        let fault = self.chains.follow(leaf, entry.index, hash);
        if let Some(fault) = fault.filter(|_| self.report.scope != Scope::Leaves) {
            self.findings.add(place(), fault);
        }
        if self.report.scope == Scope::Streams
            && self.named.binary_search_by(|named| named.as_str().cmp(leaf.stream.as_str())).is_err()
        {
            self.findings.add(place(), What::OtherStream);
        }
        self.details(leaf, entry.details.as_ref(), place);
    }

    fn details(&mut self, leaf: &Leaf, details: Option<&Details>, place: impl Fn() -> Place) {
        let (commitment, details) = match (leaf.details, details) {
            (Some(commitment), Some(details)) => (commitment, details),
            (Some(_), None) => return self.report.absent += 1,
            (None, Some(_)) => return self.findings.add(place(), What::NoDetails),
            (None, None) => return,
        };
        let sealed = match Sealed::from_bytes(&details.sealed) {
            Ok(sealed) if sealed.commitment() == commitment => sealed,
            _ => return self.findings.add(place(), What::Commitment),
        };
        self.report.details += 1;
        let Some(opened) = &details.opened else { return };
        match sealed.open_message(&opened.key) {
            Ok(plain) if plain == opened.text.as_bytes() => self.report.opened += 1,
            Ok(_) => self.findings.add(place(), What::Text),
            Err(_) => self.findings.add(place(), What::Opens),
        }
    }

    fn finish(mut self, header: &Header) -> Result<Report, Vec<Finding>> {
        if let Some(replay) = self.replay {
            replay.finish(self.next, &mut self.findings);
        }
        for named in &header.streams {
            let here = self.chains.leaves(&named.stream);
            if here != named.leaves {
                self.findings.add(Place::Stream(named.stream.clone()), What::Count(here, named.leaves));
            }
        }
        if self.report.leaves != header.leaves {
            self.findings.add(Place::Export, What::Count(self.report.leaves, header.leaves));
        }
        self.report.streams = self.chains.streams();
        self.findings.into_result(self.report)
    }
}

fn check_names(header: &Header, key: &VerifierKey, findings: &mut Findings) {
    if header.key != key.to_string() {
        findings.add(Place::Export, What::OtherKey(header.key.clone()));
    }
    if header.origin != key.name() || header.origin != origin(&header.tenant) {
        findings.add(Place::Export, What::OtherOrigin);
    }
}

/// The header's checkpoints that hold, by ascending size.
fn open_checkpoints(header: &Header, key: &VerifierKey, findings: &mut Findings) -> Vec<Checkpoint> {
    let mut opened: Vec<(Checkpoint, Option<&[Hash]>)> = Vec::new();
    for (number, signed) in (1..).zip(&header.checkpoints) {
        match Checkpoint::open(&signed.note, key) {
            Err(error) => findings.add(Place::Note(number), What::Checkpoint(error)),
            Ok(this) if opened.last().is_some_and(|(before, _)| before.size >= this.size) => {
                findings.add(Place::Note(number), What::CheckpointOrder);
            }
            Ok(this) => opened.push((this, signed.consistency.as_deref())),
        }
    }
    let Some(((newest, _), older)) = opened.split_last() else {
        findings.add(Place::Export, What::NoCheckpoint);
        return Vec::new();
    };
    if header.scope != Scope::Whole {
        for (old, proof) in older {
            let proof = proof.unwrap_or_default();
            if verify_consistency(old.size, &old.root, newest.size, &newest.root, proof).is_err() {
                findings.add(Place::Checkpoint(old.size), What::Inconsistent(newest.size));
            }
        }
    }
    opened.into_iter().map(|(checkpoint, _)| checkpoint).collect()
}

/// In a partial export the outside checkpoint must be one of the export's own, which are linked by proofs.
fn link_outside(outside: &Checkpoint, own: &[Checkpoint], newest: &Checkpoint, findings: &mut Findings) {
    let signed = Signed { size: outside.size, outside: true };
    if outside.size > newest.size {
        return findings.add(Place::Leaves(newest.size, outside.size - 1), What::Shorter(signed));
    }
    match own.iter().find(|own| own.size == outside.size) {
        Some(same) if same.root == outside.root => {}
        Some(_) => findings.add(Place::Outside, What::Fork),
        None => findings.add(Place::Outside, What::Unlinked(outside.size, newest.size)),
    }
}

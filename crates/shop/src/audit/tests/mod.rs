//! Tests of the audit log, around one sample log that every test builds the same way.

mod export;
mod leaf;
mod note;
mod samples;
mod seal;
mod sequencer;
mod story;
mod taken_home;
mod tamper;
mod tile;
mod trail;
mod tree;

use std::convert::Infallible;
use std::fmt::Write;

use super::Hash;
use super::checkpoint::{Checkpoint, origin};
use super::export::{Details, Entry, Header, SignedCheckpoint, write};
use super::finding::Finding;
use super::leaf::{Leaf, Outcome, Stream, Version};
use super::note::SigningKey;
use super::proof::{consistency, inclusion};
use super::seal::{Key, Sealed, seal};
use super::tree::{Frontier, Nodes};
use super::verify::{Report, verify};

const TENANT: &str = "northlight";
const SUBJECT_KEY: Key = [7; 32];

/// SplitMix64: numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap();
        usize::try_from(self.next() % bound).unwrap()
    }

    fn coin(&mut self) -> bool {
        self.next().is_multiple_of(2)
    }
}

/// Every complete node of a tree, in memory.
#[derive(Clone, Default)]
struct Memory {
    levels: Vec<Vec<Hash>>,
    frontier: Frontier,
}

impl Memory {
    fn of(leaves: impl IntoIterator<Item = Hash>) -> Self {
        let mut memory = Self::default();
        for leaf in leaves {
            memory.append(leaf);
        }
        memory
    }

    fn append(&mut self, leaf: Hash) {
        self.frontier.append(leaf, |level, index, hash| {
            let level = usize::from(level);
            self.levels.resize(self.levels.len().max(level + 1), Vec::new());
            assert_eq!(self.levels[level].len() as u64, index, "nodes of a level complete in order");
            self.levels[level].push(hash);
        });
    }
}

impl Nodes for Memory {
    type Error = Infallible;

    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Infallible> {
        Ok(self.levels[usize::from(level)][usize::try_from(index).unwrap()])
    }
}

/// A log as a node would have written it.
#[derive(Clone)]
struct Log {
    key: SigningKey,
    leaves: Vec<Leaf>,
    sealed: Vec<Option<Sealed>>,
    nodes: Memory,
    /// Sizes at which a checkpoint was signed.
    sizes: Vec<u64>,
}

impl Log {
    /// `count` leaves in a few streams with four checkpoints, the last one over all of them.
    fn of(count: u64) -> Self {
        let mut log = Self {
            key: SigningKey::new(&origin(TENANT), &[42; 32]).unwrap(),
            leaves: Vec::new(),
            sealed: Vec::new(),
            nodes: Memory::default(),
            sizes: (1..=4).map(|quarter| count * quarter / 4).collect(),
        };
        let mut numbers = Numbers(count);
        for index in 0..count {
            log.record(index, &mut numbers);
        }
        log
    }

    fn record(&mut self, index: u64, numbers: &mut Numbers) {
        let streams = [
            Stream::session("ase_1"),
            Stream::customer("ref_7f3a"),
            Stream::session("ase_2"),
            Stream::job("relay"),
            Stream::node("n1"),
        ];
        let stream = streams[numbers.below(streams.len())].clone();
        let sealed = numbers.coin().then(|| {
            let mut nonce = [0; 24];
            nonce[..8].copy_from_slice(&index.to_be_bytes());
            seal(&SUBJECT_KEY, nonce, format!("{{\"name\":\"Haru 田中\",\"n\":{index}}}").as_bytes())
        });
        let at = 1_790_000_000_000_000 + i64::try_from(index).unwrap() * 1_000_003;
        self.push(sample_leaf(stream, index, at, sealed.as_ref()), sealed);
    }

    /// Adds a leaf, giving it its place in its stream.
    fn push(&mut self, mut leaf: Leaf, sealed: Option<Sealed>) {
        let before = self.leaves.iter().rev().find(|before| before.stream == leaf.stream);
        leaf.position = before.map_or(0, |before| before.position + 1);
        leaf.previous = before.map_or([0; 32], Leaf::hash);
        self.nodes.append(leaf.hash());
        self.leaves.push(leaf);
        self.sealed.push(sealed);
    }

    fn checkpoint(&self, size: u64) -> String {
        let root = super::tree::root(size, &mut self.nodes.clone()).unwrap();
        Checkpoint::new(&origin(TENANT), size, root).sign(&self.key).unwrap()
    }

    fn size(&self) -> u64 {
        self.nodes.frontier.size()
    }

    fn details(&self, index: usize) -> Option<Details> {
        let sealed = self.sealed[index].as_ref()?;
        match index % 3 {
            0 => None,
            1 => Some(Details::closed(sealed)),
            _ => Details::opened(sealed, &SUBJECT_KEY),
        }
    }

    fn whole(&self) -> File {
        let notes = self.sizes.iter().map(|size| self.checkpoint(*size)).collect();
        let header = Header::whole(TENANT, &self.key.verifier_key(), self.size(), notes);
        let entries = (0..).zip(&self.leaves).map(|(index, leaf)| {
            let at = usize::try_from(index).unwrap();
            Entry::whole(index, leaf.encode(), self.nodes.levels[0][at], self.details(at))
        });
        File { header, entries: entries.collect() }
    }

    fn linked_checkpoints(&self) -> Vec<SignedCheckpoint> {
        let newest = self.size();
        let proof = |size| consistency(size, newest, &mut self.nodes.clone()).unwrap();
        self.sizes
            .iter()
            .map(|&size| SignedCheckpoint {
                note: self.checkpoint(size),
                consistency: (size != newest).then(|| proof(size)),
            })
            .collect()
    }

    fn proven(&self, wanted: impl Fn(&Leaf) -> bool) -> Vec<Entry> {
        let entries = (0..).zip(&self.leaves).filter(|(_, leaf)| wanted(leaf)).map(|(index, leaf)| {
            let proof = inclusion(index, self.size(), &mut self.nodes.clone()).unwrap();
            Entry::proven(index, leaf.encode(), proof, self.details(usize::try_from(index).unwrap()))
        });
        entries.collect()
    }

    fn streams(&self, streams: &[Stream]) -> File {
        let entries = self.proven(|leaf| streams.contains(&leaf.stream));
        let count = |stream: &Stream| self.leaves.iter().filter(|leaf| leaf.stream == *stream).count() as u64;
        let counts: Vec<(Stream, u64)> =
            streams.iter().map(|stream| (stream.clone(), count(stream))).collect();
        let key = self.key.verifier_key();
        File { header: Header::streams(TENANT, &key, &counts, self.linked_checkpoints()), entries }
    }

    fn one_leaf(&self, position: u64) -> File {
        let entries =
            self.proven(|leaf| leaf.stream.as_str() == "session:ase_1" && leaf.position == position);
        let key = self.key.verifier_key();
        File { header: Header::leaves(TENANT, &key, 1, self.linked_checkpoints()), entries }
    }

    fn check(&self, file: &File, outside: Option<&str>) -> Result<Report, Vec<Finding>> {
        self.check_bytes(&file.bytes(), outside)
    }

    fn check_bytes(&self, bytes: &[u8], outside: Option<&str>) -> Result<Report, Vec<Finding>> {
        verify(bytes, &self.key.verifier_key(), outside)
    }
}

/// An export taken apart, to be tampered with.
#[derive(Clone)]
struct File {
    header: Header,
    entries: Vec<Entry>,
}

impl File {
    fn bytes(&self) -> Vec<u8> {
        let mut header = self.header.clone();
        header.leaves = self.entries.len() as u64;
        let mut bytes = Vec::new();
        let entries = self.entries.iter().cloned().map(Ok::<_, Infallible>);
        write(&mut bytes, &header, entries).unwrap();
        bytes
    }

    fn renumber(&mut self) {
        for (index, entry) in (0..).zip(&mut self.entries) {
            entry.index = index;
        }
    }
}

fn sample_leaf(stream: Stream, index: u64, at: i64, sealed: Option<&Sealed>) -> Leaf {
    let assisting = stream.as_str().starts_with("session:");
    Leaf {
        version: Version::V1,
        tenant: TENANT.to_owned(),
        site: assisting.then(|| "eu".to_owned()),
        position: 0,
        previous: [0; 32],
        at,
        actor: if assisting { "staff:stf_sarah" } else { "job:relay" }.to_owned(),
        subject: assisting.then(|| "ref_7f3a".to_owned()),
        session: stream.as_str().strip_prefix("session:").map(str::to_owned),
        stream,
        action: "cart.line.add".to_owned(),
        object: (!index.is_multiple_of(4)).then(|| format!("cart_{index}")),
        object_version: (!index.is_multiple_of(4)).then(|| i64::try_from(index).unwrap() - 2),
        outcome: [Outcome::Done, Outcome::Refused, Outcome::Failed][usize::try_from(index % 3).unwrap()],
        reason: (!index.is_multiple_of(3)).then(|| "stock.gone".to_owned()),
        request: format!("req_{index}"),
        channel: "storefront".to_owned(),
        details: sealed.map(Sealed::commitment),
    }
}

/// The findings as a verifier prints them, one a line.
fn words(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n") + "\n"
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

//! What a check can find, in plain words. The second verifier says the same in the same words.

use std::fmt;

use super::checkpoint::CheckpointError;
use super::leaf::LeafError;

/// Where something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The export as a whole.
    Export,
    /// A line of the file, from 1.
    Line(u64),
    /// A leaf by its index, with stream and position where its bytes could be read.
    Leaf(u64, Option<(String, u64)>),
    /// The leaves from the first to the last index, both included.
    Leaves(u64, u64),
    /// A stream.
    Stream(String),
    /// The checkpoint note at this place in the header, from 1.
    Note(usize),
    /// The export's checkpoint of this size.
    Checkpoint(u64),
    /// The checkpoint that the caller brought.
    Outside,
}

/// A checkpoint that contradicts something: its size, and whether the caller brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The size it signed.
    pub size: u64,
    /// Whether it is the caller's and not the export's own.
    pub outside: bool,
}

/// What is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The line could not be read; the text says how.
    Unreadable(String),
    /// The first line is not a header.
    NoHeader,
    /// The header names another key.
    OtherKey(String),
    /// The header's origin is not that of its tenant and key.
    OtherOrigin,
    /// The header has no checkpoint.
    NoCheckpoint,
    /// A checkpoint was not accepted.
    Checkpoint(CheckpointError),
    /// A checkpoint is not larger than the one before it.
    CheckpointOrder,
    /// A checkpoint's consistency proof does not hold, or there is none.
    Inconsistent(u64),
    /// The leaf or leaves are not there; the file goes on in this line.
    Missing(u64),
    /// The leaf stands again, or too late, in this line.
    OutOfOrder(u64),
    /// The tree ends before the checkpoint that covers these leaves, so nothing confirms them.
    Unreached(Signed),
    /// The file ends too early.
    Shorter(Signed),
    /// No checkpoint covers the leaf.
    Above(u64),
    /// The bytes are not a leaf.
    NotALeaf(LeafError),
    /// The leaf names another tenant.
    OtherTenant(String),
    /// The bytes are not those that were signed.
    Bytes(Signed),
    /// The hash beside the bytes is not the one that was signed.
    HashBeside(Signed),
    /// Bytes and hash do not belong together, and no checkpoint tells which is right.
    BytesOrHash,
    /// One or more of the leaves are not those that were signed.
    Leaves(Signed),
    /// The bytes or the inclusion proof are not right.
    BytesOrProof(u64),
    /// The first leaf of a stream names a leaf before it.
    NotFirst,
    /// The leaf names another hash for the leaf before it, which has this index.
    Previous(u64),
    /// Positions of the stream, first to last, are missing before this leaf.
    Gap(u64, u64),
    /// The stream has this position already.
    Taken,
    /// The leaf's stream is not among those the header names.
    OtherStream,
    /// Leaves here, and how many the header says.
    Count(u64, u64),
    /// The details are not those the leaf commits to.
    Commitment,
    /// There are details but the leaf has none.
    NoDetails,
    /// The key beside the details does not open them.
    Opens,
    /// The text beside the details is not what they say.
    Text,
    /// The export's checkpoint of the same size has another root.
    Fork,
    /// Nothing in the export leads from the outside checkpoint to this newest one.
    Unlinked(u64, u64),
    /// So many findings were not listed.
    More(u64),
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What.
    pub what: What,
}

impl Finding {
    /// Whether the finding names this leaf, alone or within a range.
    pub fn names_leaf(&self, index: u64) -> bool {
        match self.place {
            Place::Leaf(at, _) => at == index,
            Place::Leaves(first, last) => (first..=last).contains(&index),
            _ => false,
        }
    }
}

/// Collects findings and stops storing them at a bound, so that a hopeless file fits in memory.
#[derive(Debug, Default)]
pub(super) struct Findings {
    listed: Vec<Finding>,
    more: u64,
}

impl Findings {
    /// How many are stored.
    pub(super) const MOST: usize = 1000;

    pub(super) fn add(&mut self, place: Place, what: What) {
        if self.listed.len() < Self::MOST {
            self.listed.push(Finding { place, what });
        } else {
            self.more += 1;
        }
    }

    pub(super) fn into_result<T>(mut self, report: T) -> Result<T, Vec<Finding>> {
        if self.listed.is_empty() {
            return Ok(report);
        }
        if self.more > 0 {
            self.listed.push(Finding { place: Place::Export, what: What::More(self.more) });
        }
        Err(self.listed)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Export => write!(f, "export"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Leaf(index, None) => write!(f, "leaf {index}"),
            Self::Leaf(index, Some((stream, position))) => {
                write!(f, "leaf {index} ({stream}, position {position})")
            }
            Self::Leaves(first, last) if first == last => write!(f, "leaf {first}"),
            Self::Leaves(first, last) => write!(f, "leaves {first} to {last}"),
            Self::Stream(stream) => write!(f, "stream {stream}"),
            Self::Note(number) => write!(f, "note {number}"),
            Self::Checkpoint(size) => write!(f, "checkpoint {size}"),
            Self::Outside => write!(f, "checkpoint held outside"),
        }
    }
}

impl fmt::Display for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "checkpoint {}", self.size)?;
        if self.outside { write!(f, " held outside") } else { Ok(()) }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(how) => f.write_str(how),
            Self::NoHeader => write!(f, "not the header of an audit export"),
            Self::OtherKey(key) => write!(f, "was made for the key {key}, not for the one given"),
            Self::OtherOrigin => write!(f, "tenant, origin and key do not belong together"),
            Self::NoCheckpoint => write!(f, "holds no checkpoint signed by the key given"),
            Self::Checkpoint(error) => write!(f, "{error}"),
            Self::CheckpointOrder => write!(f, "is not larger than the checkpoint before it"),
            Self::Inconsistent(newest) => write!(f, "no proof leads from it to checkpoint {newest}"),
            Self::Missing(line) => write!(f, "missing before line {line}"),
            Self::OutOfOrder(line) => write!(f, "stands again or out of order in line {line}"),
            Self::Unreached(signed) => write!(f, "not confirmed, the tree ends before {signed}"),
            Self::Shorter(signed) => write!(f, "missing; the tree is shorter than {signed}"),
            Self::Above(newest) => write!(f, "lies above checkpoint {newest}, the newest one"),
            Self::NotALeaf(error) => write!(f, "not a leaf: {error}"),
            Self::OtherTenant(tenant) => write!(f, "belongs to the tenant {tenant}"),
            Self::Bytes(signed) => write!(f, "bytes differ from what {signed} signed"),
            Self::HashBeside(signed) => write!(f, "the hash beside it differs from what {signed} signed"),
            Self::BytesOrHash => write!(f, "its bytes and the hash beside them do not belong together"),
            Self::Leaves(signed) => write!(f, "not what {signed} signed"),
            Self::BytesOrProof(newest) => {
                write!(f, "bytes or proof differ from what checkpoint {newest} signed")
            }
            Self::NotFirst => write!(f, "is the first of its stream but names a leaf before it"),
            Self::Previous(before) => write!(f, "does not follow leaf {before}, which has another hash"),
            Self::Gap(first, last) if first == last => write!(f, "position {first} of the stream is missing"),
            Self::Gap(first, last) => write!(f, "positions {first} to {last} of the stream are missing"),
            Self::Taken => write!(f, "its position in the stream is taken already"),
            Self::OtherStream => write!(f, "its stream is not one that the header names"),
            Self::Count(here, header) => write!(f, "holds {here} leaves, the header says {header}"),
            Self::Commitment => write!(f, "details do not match their commitment"),
            Self::NoDetails => write!(f, "has details beside it, but none were recorded"),
            Self::Opens => write!(f, "the key beside the details does not open them"),
            Self::Text => write!(f, "the text beside the details is not what they say"),
            Self::Fork => {
                write!(f, "the export's checkpoint of that size has another root: the log was forked")
            }
            Self::Unlinked(size, newest) => {
                write!(
                    f,
                    "the export holds no proof that leads from checkpoint {size} to checkpoint {newest}"
                )
            }
            Self::More(count) => write!(f, "has {count} findings more"),
        }
    }
}

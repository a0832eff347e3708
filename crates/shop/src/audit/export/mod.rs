//! The export: a file of JSON lines that an auditor takes home, checked by [`crate::audit::verify`].
//!
//! Line 1 is the [`Header`], every further line one [`Entry`], in the order of the tree. Each line has one
//! canonical form (these fields in this order, no white space, nothing absent written as null) and ends in a
//! newline. The specification, precise enough to write another verifier, is `verifier/README.md`.

mod read;
mod write;

use serde::{Deserialize, Serialize};

pub use self::read::{LONGEST_LINE, ReadError, Reader};
pub use self::write::{WriteError, write};

use super::leaf::{Stream, leaf_hash};
use super::note::VerifierKey;
use super::seal::{Key, Sealed};
use super::{Hash, encoded};

/// What `format` in the header says.
pub const FORMAT: &str = "understudy-audit-export";
/// What `version` in the header says.
pub const VERSION: u32 = 1;

/// How much of the log an export holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Every leaf up to the newest checkpoint; the tree is built again.
    Whole,
    /// Whole streams, each leaf with its inclusion proof; the chains are walked.
    Streams,
    /// Single leaves, each with its inclusion proof.
    Leaves,
}

/// A stream that the export holds from its first leaf on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamCount {
    /// The stream's text.
    pub stream: String,
    /// How many of its leaves are here.
    pub leaves: u64,
}

/// A checkpoint in the header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedCheckpoint {
    /// The signed note.
    pub note: String,
    /// The proof that the newest checkpoint's tree begins with this one's. In a partial export every
    /// checkpoint but the newest has one; a whole one needs none.
    #[serde(with = "encoded::maybe_list", default, skip_serializing_if = "Option::is_none")]
    pub consistency: Option<Vec<Hash>>,
}

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    format: String,
    version: u32,
    /// The tenant whose log this is.
    pub tenant: String,
    /// The log's origin, `understudy/` and the tenant.
    pub origin: String,
    /// The text of the key that signs. For people: a verifier brings its own.
    pub key: String,
    /// How much the export holds.
    pub scope: Scope,
    /// The streams of a [`Scope::Streams`] export, sorted; otherwise empty.
    pub streams: Vec<StreamCount>,
    /// How many leaves follow.
    pub leaves: u64,
    /// Signed checkpoints by ascending size. The last one covers every leaf.
    pub checkpoints: Vec<SignedCheckpoint>,
}

impl Header {
    /// The header of an export of the whole log: all `leaves` that the last of `notes` covers.
    pub fn whole(tenant: &str, key: &VerifierKey, leaves: u64, notes: Vec<String>) -> Self {
        let checkpoints =
            notes.into_iter().map(|note| SignedCheckpoint { note, consistency: None }).collect();
        Self::of(Scope::Whole, tenant, key, Vec::new(), leaves, checkpoints)
    }

    /// The header of an export of whole streams, given with the number of their leaves. Empty streams are
    /// left out: that a stream has no leaf cannot be proven.
    pub fn streams(
        tenant: &str,
        key: &VerifierKey,
        streams: &[(Stream, u64)],
        checkpoints: Vec<SignedCheckpoint>,
    ) -> Self {
        let mut counts: Vec<StreamCount> = streams
            .iter()
            .filter(|(_, leaves)| *leaves > 0)
            .map(|(stream, leaves)| StreamCount { stream: stream.to_string(), leaves: *leaves })
            .collect();
        counts.sort_by(|a, b| a.stream.cmp(&b.stream));
        let leaves = counts.iter().map(|count| count.leaves).sum();
        Self::of(Scope::Streams, tenant, key, counts, leaves, checkpoints)
    }

    /// The header of an export of single leaves.
    pub fn leaves(tenant: &str, key: &VerifierKey, leaves: u64, checkpoints: Vec<SignedCheckpoint>) -> Self {
        Self::of(Scope::Leaves, tenant, key, Vec::new(), leaves, checkpoints)
    }

    fn of(
        scope: Scope,
        tenant: &str,
        key: &VerifierKey,
        streams: Vec<StreamCount>,
        leaves: u64,
        checkpoints: Vec<SignedCheckpoint>,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            tenant: tenant.to_owned(),
            origin: key.name().to_owned(),
            key: key.to_string(),
            scope,
            streams,
            leaves,
            checkpoints,
        }
    }

    fn is_known(&self) -> bool {
        let sorted = self.streams.is_sorted_by(|a, b| a.stream < b.stream);
        let filled = self.streams.iter().all(|count| count.leaves > 0);
        self.format == FORMAT
            && self.version == VERSION
            && sorted
            && filled
            && (self.scope == Scope::Streams || self.streams.is_empty())
            && self.proofs_are_where_they_belong()
    }

    fn proofs_are_where_they_belong(&self) -> bool {
        let Some((newest, older)) = self.checkpoints.split_last() else { return true };
        let partial = self.scope != Scope::Whole;
        newest.consistency.is_none() && older.iter().all(|older| older.consistency.is_some() == partial)
    }
}

/// The key and the text of one leaf's details, for the auditor to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// [`Sealed::message_key`]: opens these details and no others.
    #[serde(with = "encoded::one")]
    pub key: Key,
    /// What the details say.
    pub text: String,
}

/// A leaf's details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// [`Sealed::to_bytes`].
    #[serde(with = "encoded::one")]
    pub sealed: Vec<u8>,
    /// Present when the exporter chose to show them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Opened>,
}

impl Details {
    /// Details that stay closed.
    pub fn closed(sealed: &Sealed) -> Self {
        Self { sealed: sealed.to_bytes(), opened: None }
    }

    /// Details with what an auditor needs to read them; none if `key` does not open them to UTF-8.
    pub fn opened(sealed: &Sealed, key: &Key) -> Option<Self> {
        let text = String::from_utf8(sealed.open(key).ok()?).ok()?;
        let opened = Opened { key: sealed.message_key(key), text };
        Some(Self { sealed: sealed.to_bytes(), opened: Some(opened) })
    }
}

/// One leaf in an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its index in the tree.
    pub index: u64,
    /// Its canonical bytes.
    #[serde(with = "encoded::one")]
    pub leaf: Vec<u8>,
    /// In a whole export its leaf hash as the tree's tiles hold it, so that a changed leaf can be named.
    #[serde(with = "encoded::maybe", default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<Hash>,
    /// In a partial export its inclusion proof in the newest checkpoint's tree.
    #[serde(with = "encoded::maybe_list", default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Vec<Hash>>,
    /// Its details, unless erased, withheld or never there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
}

impl Entry {
    /// A leaf of a whole export; `hash` as the tree's tiles hold it.
    pub fn whole(index: u64, leaf: Vec<u8>, hash: Hash, details: Option<Details>) -> Self {
        Self { index, leaf, hash: Some(hash), proof: None, details }
    }

    /// A leaf of a partial export, with its inclusion proof.
    pub fn proven(index: u64, leaf: Vec<u8>, proof: Vec<Hash>, details: Option<Details>) -> Self {
        Self { index, leaf, hash: None, proof: Some(proof), details }
    }

    /// The leaf hash of the bytes given here.
    pub fn leaf_hash(&self) -> Hash {
        leaf_hash(&self.leaf)
    }

    fn fits(&self, scope: Scope) -> bool {
        let whole = scope == Scope::Whole;
        self.hash.is_some() == whole && self.proof.is_none() == whole
    }
}

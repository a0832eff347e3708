//! One leaf of the log: who did what, for whom, when, and with which outcome.
//!
//! A leaf never holds a name, an e-mail address or free text: those go into sealed details
//! (see [`crate::audit::seal`]), of which the leaf keeps a commitment only.
//!
//! # Bytes
//! A leaf is one version byte followed by its fields in the order of [`Leaf`]. Text is a 4-byte length and
//! that many bytes of UTF-8; an optional field is one byte 0, or one byte 1 and the value; numbers are
//! 8 bytes; lengths and numbers are big-endian, times and object versions two's complement; a hash is its
//! 32 bytes; the outcome is one byte. There is exactly one encoding of a leaf and nothing follows it.

use std::fmt;

use sha2::{Digest, Sha256};

use super::Hash;

/// The encoding a leaf was written with; kept so that an old leaf encodes to its old bytes for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Version {
    /// The first and current encoding, byte 1.
    #[default]
    V1,
}

impl Version {
    /// The byte that opens the encoding.
    pub fn byte(self) -> u8 {
        match self {
            Self::V1 => 1,
        }
    }
}

/// How the act or ask ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It took effect. Byte 0.
    Done,
    /// It was refused by a rule. Byte 1.
    Refused,
    /// It was tried and failed. Byte 2.
    Failed,
}

impl Outcome {
    /// The byte in the encoding.
    pub fn byte(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Failed => 2,
        }
    }

    /// The outcome with this byte.
    pub fn from_byte(byte: u8) -> Option<Self> {
        [Self::Done, Self::Refused, Self::Failed].into_iter().find(|outcome| outcome.byte() == byte)
    }

    /// The word for people and for JSON: `done`, `refused` or `failed`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// The chain a leaf belongs to, as `kind:name`, for example `session:ase_0192..`.
///
/// Leaves of one stream are numbered from 0 without gaps and each names the hash of the one before, so a
/// session's log can be checked for completeness without the rest of the tree. Sorts by its text: take
/// several stream heads in that order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stream(String);

impl Stream {
    /// Everything done within one assist session.
    pub fn session(id: &str) -> Self {
        Self(format!("session:{id}"))
    }

    /// What a customer does alone; `reference` is the customer's random audit reference, never the id.
    pub fn customer(reference: &str) -> Self {
        Self(format!("customer:{reference}"))
    }

    /// What a guest does.
    pub fn guest(id: &str) -> Self {
        Self(format!("guest:{id}"))
    }

    /// What a staff member does outside assist sessions, by sign-in.
    pub fn staff_session(id: &str) -> Self {
        Self(format!("staff-session:{id}"))
    }

    /// What a job does; `name` is the subject's reference, or the job's name and node without one.
    pub fn job(name: &str) -> Self {
        Self(format!("job:{name}"))
    }

    /// What a machine client does without a subject, on one node.
    pub fn client(client: &str, node: &str) -> Self {
        Self(format!("client:{client}/{node}"))
    }

    /// What belongs to nobody known, such as a failed sign-in of an unknown account.
    pub fn node(node: &str) -> Self {
        Self(format!("node:{node}"))
    }

    /// Takes the text of a stream as stored: a kind and a name, neither empty, with a colon between.
    pub fn parse(text: &str) -> Result<Self, LeafError> {
        match text.split_once(':') {
            Some((kind, name)) if !kind.is_empty() && !name.is_empty() => Ok(Self(text.to_owned())),
            _ => Err(LeafError::Stream),
        }
    }

    /// The text, `kind:name`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One recorded act or ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The encoding.
    pub version: Version,
    /// The tenant whose log this is.
    pub tenant: String,
    /// The site, where there is one.
    pub site: Option<String>,
    /// The chain this leaf belongs to.
    pub stream: Stream,
    /// Its place in that chain, from 0.
    pub position: u64,
    /// [`Leaf::hash`] of the leaf before it in the chain; 32 zero bytes at position 0.
    pub previous: Hash,
    /// When, in microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Who, as `kind:id`: `staff:stf_..`, `customer:` and the reference, `guest:..`, `job:relay`, `client:..`.
    pub actor: String,
    /// For whom: the customer's random reference, never an id or a name.
    pub subject: Option<String>,
    /// The assist session it happened in.
    pub session: Option<String>,
    /// The act's or ask's name, such as `cart.line.add`.
    pub action: String,
    /// The thing it touched, such as `cart_0192..`.
    pub object: Option<String>,
    /// That thing's version after the act.
    pub object_version: Option<i64>,
    /// How it ended.
    pub outcome: Outcome,
    /// The stable code of the refusal or failure.
    pub reason: Option<String>,
    /// The request it came with.
    pub request: String,
    /// The surface it came through, such as `storefront`, `office` or `api`.
    pub channel: String,
    /// Commitment to the sealed details, SHA-256(nonce || ciphertext).
    pub details: Option<Hash>,
}

/// Why bytes are not a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// The bytes end inside a field.
    #[error("the bytes end inside a field")]
    Short,
    /// Bytes follow the last field.
    #[error("bytes follow the last field")]
    Trailing,
    /// The first byte names an encoding this program does not know.
    #[error("unknown leaf version {0}")]
    Version(u8),
    /// A text field is not UTF-8.
    #[error("a text field is not UTF-8")]
    Text,
    /// An optional field begins with something other than 0 or 1.
    #[error("an optional field begins with {0} instead of 0 or 1")]
    Presence(u8),
    /// The outcome is not one of the three.
    #[error("unknown outcome {0}")]
    Outcome(u8),
    /// The stream is not of the form kind:name.
    #[error("the stream is not of the form kind:name")]
    Stream,
}

/// The leaf hash of RFC 9162 section 2.1.1 (and RFC 6962), SHA-256(0x00 || bytes).
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0x00]).chain_update(bytes).finalize().into()
}

impl Leaf {
    /// The one canonical encoding, as the module describes it.
    ///
    /// # Panics
    /// If a field is longer than 4 GiB.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer(Vec::with_capacity(320));
        out.0.push(self.version.byte());
        out.text(&self.tenant);
        out.optional(self.site.as_deref(), Writer::text);
        out.text(self.stream.as_str());
        out.raw(&self.position.to_be_bytes());
        out.raw(&self.previous);
        out.raw(&self.at.to_be_bytes());
        out.text(&self.actor);
        out.optional(self.subject.as_deref(), Writer::text);
        out.optional(self.session.as_deref(), Writer::text);
        out.text(&self.action);
        out.optional(self.object.as_deref(), Writer::text);
        out.optional(self.object_version, |out, v| out.raw(&v.to_be_bytes()));
        out.raw(&[self.outcome.byte()]);
        out.optional(self.reason.as_deref(), Writer::text);
        out.text(&self.request);
        out.text(&self.channel);
        out.optional(self.details, |out, hash| out.raw(&hash));
        out.0
    }

    /// Reads the canonical encoding and nothing else: `decode(b)?.encode() == b` for every accepted `b`.
    pub fn decode(bytes: &[u8]) -> Result<Self, LeafError> {
        let mut input = Reader(bytes);
        let version = match input.byte()? {
            1 => Version::V1,
            other => return Err(LeafError::Version(other)),
        };
        let leaf = Self {
            version,
            tenant: input.text()?,
            site: input.optional(Reader::text)?,
            stream: Stream::parse(&input.text()?)?,
            position: input.array().map(u64::from_be_bytes)?,
            previous: input.array()?,
            at: input.array().map(i64::from_be_bytes)?,
            actor: input.text()?,
            subject: input.optional(Reader::text)?,
            session: input.optional(Reader::text)?,
            action: input.text()?,
            object: input.optional(Reader::text)?,
            object_version: input.optional(|i| i.array().map(i64::from_be_bytes))?,
            outcome: input.outcome()?,
            reason: input.optional(Reader::text)?,
            request: input.text()?,
            channel: input.text()?,
            details: input.optional(Reader::array)?,
        };
        if input.0.is_empty() { Ok(leaf) } else { Err(LeafError::Trailing) }
    }

    /// The hash under which the leaf stands in the tree and in its stream's chain.
    ///
    /// # Panics
    /// As [`Leaf::encode`].
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.encode())
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn text(&mut self, text: &str) {
        let length = u32::try_from(text.len()).expect("a field of a leaf is shorter than 4 GiB");
        self.raw(&length.to_be_bytes());
        self.raw(text.as_bytes());
    }

    fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.raw(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            write(self, value);
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], LeafError> {
        let (head, rest) = self.0.split_first_chunk().ok_or(LeafError::Short)?;
        self.0 = rest;
        Ok(*head)
    }

    fn byte(&mut self) -> Result<u8, LeafError> {
        self.array().map(|[byte]| byte)
    }

    fn text(&mut self) -> Result<String, LeafError> {
        let length = self.array().map(u32::from_be_bytes)?;
        let length = usize::try_from(length).map_err(|_| LeafError::Short)?;
        let (text, rest) = self.0.split_at_checked(length).ok_or(LeafError::Short)?;
        self.0 = rest;
        std::str::from_utf8(text).map(str::to_owned).map_err(|_| LeafError::Text)
    }

    fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, LeafError>,
    ) -> Result<Option<T>, LeafError> {
        match self.byte()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            other => Err(LeafError::Presence(other)),
        }
    }

    fn outcome(&mut self) -> Result<Outcome, LeafError> {
        let byte = self.byte()?;
        Outcome::from_byte(byte).ok_or(LeafError::Outcome(byte))
    }
}

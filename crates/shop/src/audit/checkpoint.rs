//! Checkpoints: what a signed note says about the tree, after C2SP tlog-checkpoint
//! (<https://c2sp.org/tlog-checkpoint>).
//!
//! The note's text is the origin, the size in decimal, the root in base64, and any extension lines. The
//! origin is also the name of the key that signs.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::Hash;
use super::note::{NoteError, SigningKey, VerifierKey};

/// The origin of a tenant's log: `understudy/` and the tenant.
pub fn origin(tenant: &str) -> String {
    format!("understudy/{tenant}")
}

/// A tree's size and root under the name of its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log; see [`origin`].
    pub origin: String,
    /// The number of leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// Further lines, none empty.
    pub extensions: Vec<String>,
}

/// Why a checkpoint was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The note is malformed or not signed by the key.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The signed text is not a checkpoint.
    #[error("the signed text is not a checkpoint")]
    Malformed,
    /// It is a checkpoint of another log than the key's.
    #[error("it is a checkpoint of another log")]
    Origin,
}

impl Checkpoint {
    /// A checkpoint without extension lines.
    pub fn new(origin: &str, size: u64, root: Hash) -> Self {
        Self { origin: origin.to_owned(), size, root, extensions: Vec::new() }
    }

    /// The text to sign.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, BASE64_STANDARD.encode(self.root));
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Reads a checkpoint's text in its one canonical form.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let lines: Vec<&str> =
            text.strip_suffix('\n').ok_or(CheckpointError::Malformed)?.split('\n').collect();
        let [origin, size, root, extensions @ ..] = lines.as_slice() else {
            return Err(CheckpointError::Malformed);
        };
        let number: u64 = size.parse().map_err(|_| CheckpointError::Malformed)?;
        let root = BASE64_STANDARD.decode(root).ok().and_then(|bytes| bytes.try_into().ok());
        let root = root.ok_or(CheckpointError::Malformed)?;
        if origin.is_empty() || number.to_string() != *size || extensions.iter().any(|line| line.is_empty()) {
            return Err(CheckpointError::Malformed);
        }
        let extensions = extensions.iter().map(|&line| line.to_owned()).collect();
        Ok(Self { origin: (*origin).to_owned(), size: number, root, extensions })
    }

    /// The signed note. The key's name must be this checkpoint's origin.
    pub fn sign(&self, key: &SigningKey) -> Result<String, CheckpointError> {
        if key.name() != self.origin {
            return Err(CheckpointError::Origin);
        }
        let text = self.text();
        if Self::parse(&text).as_ref() != Ok(self) {
            return Err(CheckpointError::Malformed);
        }
        Ok(key.sign(&text)?)
    }

    /// The checkpoint in a note that `key` signed for its own log.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let checkpoint = Self::parse(key.open(note)?)?;
        if checkpoint.origin == key.name() { Ok(checkpoint) } else { Err(CheckpointError::Origin) }
    }
}

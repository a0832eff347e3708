//! The keys that never stand in the database: they are files, and nodes share them.

use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};

/// Master key (wraps the subjects' keys), signing key (checkpoints) and the key of keyed hashes.
pub struct Keys {
    master: [u8; 32],
    signing: SigningKey,
}

impl Keys {
    /// Keys from 32 secret bytes each.
    pub fn new(master: [u8; 32], signing: [u8; 32]) -> Self {
        Self { master, signing: SigningKey::from_bytes(&signing) }
    }

    /// Wraps and unwraps the subjects' keys.
    pub(crate) fn master(&self) -> &[u8; 32] {
        &self.master
    }

    /// Signs checkpoints.
    pub(crate) fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// A hash that nobody without the master key can guess its way back from (HMAC-SHA-256, RFC 2104).
    pub fn keyed_hash(&self, what: &str, text: &str) -> [u8; 32] {
        let mut inner_pad = [0x36; 64];
        let mut outer_pad = [0x5c; 64];
        for (i, byte) in self.master.iter().enumerate() {
            inner_pad[i] ^= byte;
            outer_pad[i] ^= byte;
        }
        let inner = Sha256::new()
            .chain_update(inner_pad)
            .chain_update(what.as_bytes())
            .chain_update([0])
            .chain_update(text.as_bytes())
            .finalize();
        Sha256::new().chain_update(outer_pad).chain_update(inner).finalize().into()
    }
}

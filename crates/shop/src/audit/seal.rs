//! Details of a leaf, sealed so that they can be erased: names, before and after, free text.
//!
//! Details are encrypted with XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) under a key that belongs to
//! the subject. Deleting that key erases every detail about the subject, while the commitments in the
//! leaves, and with them all proofs, stay as they were.
//!
//! XChaCha20 first derives a *message key* from key and nonce (HChaCha20). One message key opens one
//! message, so an export can let an auditor read a single leaf's details without giving away the subject's
//! key, and anything that knows plain ChaCha20-Poly1305 can open it.
//!
//! Poly1305 alone does not tie a ciphertext to one key. Therefore the plaintext begins with a key check of
//! 32 bytes: `ustydtl1` and the first 24 bytes of SHA-256("understudy details key" || message key).

use chacha20::{R20, hchacha};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, XChaCha20Poly1305};
use sha2::{Digest, Sha256};

use super::Hash;

/// A symmetric key: a subject's, a tenant's or the master key.
pub type Key = [u8; 32];

/// A nonce; random ones never meet in 2^80 messages under one key.
pub type Nonce = [u8; 24];

const CHECK_LABEL: &[u8; 8] = b"ustydtl1";
const CHECK_CONTEXT: &[u8] = b"understudy details key";
const CHECK_LENGTH: usize = 32;
const TAG_LENGTH: usize = 16;

/// Why a sealed message does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Too short to hold a nonce, a key check and a tag.
    #[error("too short for a sealed message")]
    Short,
    /// The key is another one, or nonce, ciphertext or owner were changed.
    #[error("the key does not open this message")]
    Key,
    /// It opens, but was not sealed for this key.
    #[error("the key check inside the message is wrong")]
    Check,
}

/// A sealed message. `to_bytes` is nonce || ciphertext, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The nonce it was sealed with.
    pub nonce: Nonce,
    /// Key check and plaintext, encrypted, and the 16-byte tag.
    pub ciphertext: Vec<u8>,
}

/// Seals details under `key`. The caller gives a fresh random `nonce`, never used before with this key.
///
/// # Panics
/// If `plaintext` is longer than 256 GiB.
pub fn seal(key: &Key, nonce: Nonce, plaintext: &[u8]) -> Sealed {
    seal_for(key, nonce, plaintext, &[])
}

/// Wraps a subject's key under the master key. `owner` (the subject's reference) is bound in: a wrapped key
/// moved to another owner's row does not unwrap.
///
/// # Panics
/// Never; a key is short.
pub fn wrap(master: &Key, nonce: Nonce, owner: &str, key: &Key) -> Sealed {
    seal_for(master, nonce, key, owner.as_bytes())
}

/// Takes a subject's key out of its wrapping.
pub fn unwrap(master: &Key, owner: &str, wrapped: &Sealed) -> Result<Key, SealError> {
    let plain = wrapped.open_for(&wrapped.message_key(master), owner.as_bytes())?;
    plain.try_into().map_err(|_| SealError::Check)
}

impl Sealed {
    /// SHA-256(nonce || ciphertext): what the leaf keeps.
    pub fn commitment(&self) -> Hash {
        Sha256::new().chain_update(self.nonce).chain_update(&self.ciphertext).finalize().into()
    }

    /// The plaintext, with the subject's key.
    pub fn open(&self, key: &Key) -> Result<Vec<u8>, SealError> {
        self.open_message(&self.message_key(key))
    }

    /// The key of this message alone: HChaCha20 of `key` and the first 16 bytes of the nonce.
    pub fn message_key(&self, key: &Key) -> Key {
        message_key(key, &self.nonce)
    }

    /// The plaintext, with this message's own key: ChaCha20-Poly1305 (RFC 8439) with the nonce
    /// `00000000 || nonce[16..24]`.
    pub fn open_message(&self, message_key: &Key) -> Result<Vec<u8>, SealError> {
        self.open_for(message_key, &[])
    }

    /// nonce || ciphertext.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.nonce.as_slice(), &self.ciphertext].concat()
    }

    /// Reads nonce || ciphertext; refuses what is too short to have been sealed here.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let (nonce, ciphertext) = bytes.split_first_chunk().ok_or(SealError::Short)?;
        if ciphertext.len() < CHECK_LENGTH + TAG_LENGTH {
            return Err(SealError::Short);
        }
        Ok(Self { nonce: *nonce, ciphertext: ciphertext.to_vec() })
    }

    fn open_for(&self, message_key: &Key, owner: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; 12];
        nonce[4..].copy_from_slice(&self.nonce[16..]);
        let payload = Payload { msg: &self.ciphertext, aad: owner };
        let opened = ChaCha20Poly1305::new(message_key.into())
            .decrypt((&nonce).into(), payload)
            .map_err(|_| SealError::Key)?;
        match opened.split_first_chunk() {
            Some((check, plain)) if *check == key_check(message_key) => Ok(plain.to_vec()),
            _ => Err(SealError::Check),
        }
    }
}

fn seal_for(key: &Key, nonce: Nonce, plaintext: &[u8], owner: &[u8]) -> Sealed {
    let checked = [&key_check(&message_key(key, &nonce)), plaintext].concat();
    let ciphertext = XChaCha20Poly1305::new(key.into())
        .encrypt((&nonce).into(), Payload { msg: &checked, aad: owner })
        .expect("details are shorter than 256 GiB");
    Sealed { nonce, ciphertext }
}

fn message_key(key: &Key, nonce: &Nonce) -> Key {
    let mut head = [0; 16];
    head.copy_from_slice(&nonce[..16]);
    hchacha::<R20>(key.into(), (&head).into()).into()
}

fn key_check(message_key: &Key) -> [u8; CHECK_LENGTH] {
    let digest = Sha256::new().chain_update(CHECK_CONTEXT).chain_update(message_key).finalize();
    let mut check = [0; CHECK_LENGTH];
    check[..8].copy_from_slice(CHECK_LABEL);
    check[8..].copy_from_slice(&digest[..24]);
    check
}

//! Signed notes with Ed25519 keys, after C2SP signed-note (<https://c2sp.org/signed-note>).
//!
//! A note is text that ends in a newline, an empty line, and one line `— name base64(id || signature)` for
//! each signature. The key's id is the first 4 bytes of SHA-256(name || 0x0A || 0x01 || public key).

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signature as Ed25519Signature, Signer};
use sha2::{Digest, Sha256};

const ED25519: u8 = 0x01;
const PRIVATE: &str = "PRIVATE+KEY+";

/// Why a key or a note was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// A key's name is empty, or holds white space, control characters or `+`.
    #[error("a key name must not be empty nor hold spaces or +")]
    Name,
    /// The text is not a key of this format.
    #[error("not a key of the form name+id+base64 with an Ed25519 key")]
    Key,
    /// The id in the key's text does not belong to its name and key.
    #[error("the key's id does not belong to its name and bytes")]
    KeyId,
    /// The text to sign does not end in a newline or holds control characters.
    #[error("the text of a note must end in a newline and hold no control characters")]
    Text,
    /// The bytes are not a signed note.
    #[error("not a signed note")]
    Malformed,
    /// The key signed nothing on this note.
    #[error("the note is not signed by this key")]
    Unsigned,
    /// A signature in the key's name is wrong.
    #[error("the signature does not belong to this text and key")]
    Signature,
}

/// The public half: what an auditor holds. Its text is `name+id+base64(0x01 || key)`, the id in 8 hex digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    /// Reads a key's text; white space around it is ignored.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let (name, id, bytes) = parse_key(text.trim())?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).map_err(|_| NoteError::Key)?;
        let parsed = Self { name: name.to_owned(), key };
        if parsed.id() == id { Ok(parsed) } else { Err(NoteError::KeyId) }
    }

    /// The name the key signs under; for a log its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key id.
    pub fn id(&self) -> [u8; 4] {
        let public = self.key.as_bytes();
        let digest =
            Sha256::new().chain_update(&self.name).chain_update([b'\n', ED25519]).chain_update(public);
        let [a, b, c, d, ..] = digest.finalize().0;
        [a, b, c, d]
    }

    /// The text of a note that this key signed. Signatures of other keys are passed over, as the format
    /// asks; every signature under this key's name and id must be right.
    pub fn open<'n>(&self, note: &'n str) -> Result<&'n str, NoteError> {
        let (text, signatures) = split_note(note)?;
        let mut signed = false;
        for line in signatures.split_terminator('\n') {
            let (name, id, signature) = parse_signature(line)?;
            if name != self.name || id != self.id() {
                continue;
            }
            let signature = Ed25519Signature::from_slice(&signature).map_err(|_| NoteError::Signature)?;
            self.key.verify_strict(text.as_bytes(), &signature).map_err(|_| NoteError::Signature)?;
            signed = true;
        }
        if signed { Ok(text) } else { Err(NoteError::Unsigned) }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&key_text(&self.name, self.id(), self.key.as_bytes()))
    }
}

/// The private half. It has no `Debug` and no `Display`, so that it reaches no log by accident.
#[derive(Clone)]
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// A key of this name from 32 random bytes.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        if !is_name(name) {
            return Err(NoteError::Name);
        }
        Ok(Self { name: name.to_owned(), key: ed25519_dalek::SigningKey::from_bytes(seed) })
    }

    /// Reads the text of a key file; white space around it is ignored.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let rest = text.trim().strip_prefix(PRIVATE).ok_or(NoteError::Key)?;
        let (name, id, seed) = parse_key(rest)?;
        let parsed = Self::new(name, &seed)?;
        if parsed.verifier_key().id() == id { Ok(parsed) } else { Err(NoteError::KeyId) }
    }

    /// The text for a key file: `PRIVATE+KEY+name+id+base64(0x01 || seed)` and a newline. A secret.
    pub fn to_secret_text(&self) -> String {
        let (id, seed) = (self.verifier_key().id(), self.key.to_bytes());
        format!("{PRIVATE}{}\n", key_text(&self.name, id, &seed))
    }

    /// The public half.
    pub fn verifier_key(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The name the key signs under.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Signs `text`, which ends in a newline, into a note.
    pub fn sign(&self, text: &str) -> Result<String, NoteError> {
        if !text.ends_with('\n') || !is_text(text) {
            return Err(NoteError::Text);
        }
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let line = [self.verifier_key().id().as_slice(), &signature].concat();
        Ok(format!("{text}\n— {} {}\n", self.name, BASE64_STANDARD.encode(line)))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

fn is_text(text: &str) -> bool {
    !text.chars().any(|c| c < ' ' && c != '\n')
}

fn parse_key(text: &str) -> Result<(&str, [u8; 4], [u8; 32]), NoteError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(NoteError::Key);
    };
    if !is_name(name) {
        return Err(NoteError::Name);
    }
    let is_hex = id.len() == 8 && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let id = u32::from_str_radix(id, 16).ok().filter(|_| is_hex).ok_or(NoteError::Key)?;
    let key = BASE64_STANDARD.decode(key).map_err(|_| NoteError::Key)?;
    match key.split_first() {
        Some((&ED25519, bytes)) => {
            Ok((name, id.to_be_bytes(), bytes.try_into().map_err(|_| NoteError::Key)?))
        }
        _ => Err(NoteError::Key),
    }
}

fn key_text(name: &str, id: [u8; 4], key: &[u8; 32]) -> String {
    let bytes = [&[ED25519], key.as_slice()].concat();
    format!("{name}+{:08x}+{}", u32::from_be_bytes(id), BASE64_STANDARD.encode(bytes))
}

/// The text with its last newline, and the signature lines.
fn split_note(note: &str) -> Result<(&str, &str), NoteError> {
    let end = note.rfind("\n\n").ok_or(NoteError::Malformed)?;
    let (text, signatures) = (&note[..=end], &note[end + 2..]);
    if !is_text(note) || !signatures.ends_with('\n') {
        return Err(NoteError::Malformed);
    }
    Ok((text, signatures))
}

fn parse_signature(line: &str) -> Result<(&str, [u8; 4], Vec<u8>), NoteError> {
    let rest = line.strip_prefix("— ").ok_or(NoteError::Malformed)?;
    let (name, encoded) = rest.split_once(' ').ok_or(NoteError::Malformed)?;
    let bytes = BASE64_STANDARD.decode(encoded).map_err(|_| NoteError::Malformed)?;
    match bytes.split_first_chunk() {
        Some((id, signature)) if is_name(name) && !signature.is_empty() => {
            Ok((name, *id, signature.to_vec()))
        }
        _ => Err(NoteError::Malformed),
    }
}

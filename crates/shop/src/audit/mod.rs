//! The audit log: tamper evidence of the Certificate Transparency kind.
//!
//! The upper half is pure: bytes, hashes, proofs, signatures and files. It knows no database and no clock, so
//! that the same code serves the node that writes the log and the auditor who checks it at home. The lower
//! half keeps the log in the store.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`leaf`] | one recorded act or ask, and its canonical bytes |
//! | [`seal`] | encrypted, erasable details and the keys that open them |
//! | [`tree`] | the Merkle tree: hashes, roots, appending |
//! | [`tile`] | how the tree is stored and published |
//! | [`proof`] | inclusion and consistency proofs, made and checked |
//! | [`note`] | signed notes and their keys |
//! | [`checkpoint`] | what a signed note says about the tree |
//! | [`export`] | the file an auditor takes home |
//! | [`verify`] | checking that file offline |
//! | [`finding`] | what a check can find, in plain words |
//! | | |
//! | `read` | reads leaves back and opens their details |
//! | `record` | writes leaves, each in the transaction it belongs to |
//! | `sequencer` | gives leaves their places in the tree and signs checkpoints |
//! | `stored` | the tree as the store keeps it |
//! | [`trail`] | reading the log: searching it, one session, one leaf |
//! | [`published`] | the checkpoints that outsiders may hold |
//! | [`exporting`] | taking the log, a session or single leaves home |
//!
//! To show names, [`trail`] reads rows of staff, customers and assist sessions by its own statements.

mod chains;
pub mod checkpoint;
mod encoded;
pub mod export;
pub mod exporting;
pub mod finding;
pub mod leaf;
pub mod note;
pub mod proof;
pub mod published;
pub(crate) mod read;
pub(crate) mod record;
mod replay;
pub mod seal;
mod sequencer;
pub(crate) mod sql;
mod stored;
#[cfg(test)]
mod tests;
pub mod tile;
pub mod trail;
pub mod tree;
pub mod verify;

pub use sequencer::Sequenced;

use crate::desk::{Refusal, Work};
use crate::kernel::id::CustomerId;

/// Erases a customer from the log, in the transaction of the act that erases them and behind its own leaf: the
/// key of every sealed detail about them, and the reference by which leaves name them. The leaves and all
/// proofs stay as they were; what they say of the customer can never be read again.
///
/// # Errors
/// What the store says.
pub fn erase_subject(work: &mut Work<'_, '_>, customer: CustomerId) -> Result<(), Refusal> {
    Ok(work.erase_from_log(customer)?)
}

/// A SHA-256 digest, as every hash in the log is.
pub type Hash = [u8; 32];

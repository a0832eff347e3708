//! The product: an agent finds a customer, acts for them with limited rights, and everybody
//! concerned can see what was done and by whom. Synchronous, and free of HTTP.
//!
//! Everything that changes a customer's world is an [`desk::Act`], everything that reveals it an
//! [`desk::Ask`]; both go through one door, the [`desk::Desk`]. No public item of this crate
//! returns or re-exports a type of the SQL engine, so nobody outside can go round that door.

pub mod assist;
pub mod audit;
pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod customers;
pub mod desk;
pub mod events;
pub mod insight;
pub mod kernel;
pub mod offers;
mod open;
pub mod orders;
pub mod people;
pub mod sites;
#[cfg(test)]
mod statements;

#[cfg(feature = "testing")]
pub mod testing;

pub use open::{CannotOpen, Opening, open};

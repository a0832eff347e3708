//! One synchronous SQL interface over embedded SQLite and PostgreSQL.
//!
//! The crate knows SQL and knows no customer. Callers write each statement once, as a named constant made by
//! [`statements!`], and run it inside a closure given to [`Db::read`] or [`Db::write`]. What differs between
//! the two engines lies in `sqlite.rs` and `postgres.rs`, and nowhere else.
//!
//! Promises on both engines:
//! - `$N` is bound by number, so `$2, $1, $1` takes two parameters.
//! - A read sees one snapshot; a write is all or nothing and durable when [`Db::write`] returns.
//! - A transaction is poisoned by its first engine error: whatever the closure makes of that error, nothing of
//!   the transaction is kept.
//! - A closure may run more than once, so it must have no effect outside the transaction.

mod db;
mod error;
mod group_commit;
mod job;
#[cfg(feature = "testing")]
pub mod lint;
mod migrate;
mod numbering;
mod param;
mod pool;
mod postgres;
mod postgres_url;
mod retry;
mod row;
mod settings;
mod sqlite;
mod statement;
mod statistics;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod wait;

pub use db::Db;
pub use error::Error;
pub use migrate::Migration;
pub use param::{Param, ToParam};
pub use row::{FromColumn, Row, Value};
pub use settings::{Engine, Settings};
pub use statement::Statement;
pub use tx::{ReadTx, WriteTx};
pub use wait::wait;

//! Which engine, and how it is used.

use std::time::Duration;

/// The database behind a [`crate::Db`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one file, one machine.
    Sqlite,
    /// PostgreSQL, or what speaks its protocol.
    Postgres,
}

/// How a database is used. The defaults suit one server process on one machine.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// SQLite: connections for reads. Each read holds one while its closure runs.
    pub readers: usize,
    /// SQLite: the most writes that share one COMMIT.
    pub group: usize,
    /// SQLite: how long to wait for another process that is writing, before a conflict.
    pub busy_wait: Duration,
    /// PostgreSQL: the most connections open at once. Each transaction holds one.
    pub connections: usize,
    /// PostgreSQL: keep prepared statements on each connection. Turn it off behind a pooler in transaction mode.
    pub statement_cache: bool,
    /// How long to wait for a free connection, and for a new one to be made, before [`crate::Error::Down`].
    pub connect_wait: Duration,
    /// PostgreSQL: run writes at SERIALIZABLE in place of READ COMMITTED.
    pub serializable: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            readers: 16,
            group: 64,
            busy_wait: Duration::from_secs(1),
            connections: 16,
            statement_cache: true,
            connect_wait: Duration::from_secs(5),
            serializable: false,
        }
    }
}

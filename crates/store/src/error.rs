//! What can go wrong between a caller and a database.

/// Why a statement, a transaction or a database was refused.
///
/// It is `Clone` because a transaction remembers its first engine error and repeats it to every later statement.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Two transactions got in each other's way; running the closure again may well succeed. `read` and `write`
    /// have already done so as often as is sensible when a caller sees it.
    #[error("{statement}: another transaction got in the way")]
    Conflict {
        /// The statement that lost, or `COMMIT`, or `BEGIN`.
        statement: &'static str,
    },
    /// A row with this key is there already.
    #[error("{statement}: not unique: {constraint}")]
    Unique {
        /// The statement refused.
        statement: &'static str,
        /// PostgreSQL: the constraint's name. SQLite: its columns.
        constraint: String,
    },
    /// A CHECK or NOT NULL constraint refused a value.
    #[error("{statement}: value refused by {constraint}")]
    Check {
        /// The statement refused.
        statement: &'static str,
        /// PostgreSQL: the constraint's or column's name. SQLite: its name, text or column.
        constraint: String,
    },
    /// A row points at one that is not there, or one still pointed at was to be deleted.
    #[error("{statement}: broken reference {constraint}")]
    ForeignKey {
        /// The statement refused.
        statement: &'static str,
        /// PostgreSQL: the constraint's name. SQLite does not say; empty.
        constraint: String,
    },
    /// The database cannot be reached, has no room, or had no free connection in time. Nothing was kept.
    #[error("the database is not available: {reason}")]
    Down {
        /// For the log: what the engine said.
        reason: String,
    },
    /// The connection was lost during COMMIT: the write was kept whole or not at all, and nobody here can say
    /// which. Ask again by the idempotency key; do not run it blindly again.
    #[error("the connection was lost during COMMIT: {reason}")]
    InDoubt {
        /// For the log: what the engine said.
        reason: String,
    },
    /// A column does not hold what the caller wants.
    #[error("{statement}: column {column} ({name}) holds {found}, wanted {wanted}")]
    Decode {
        /// The statement whose answer it is.
        statement: &'static str,
        /// Its place, from 0.
        column: usize,
        /// Its name in the answer; empty when there is no such column.
        name: String,
        /// What was asked for.
        wanted: &'static str,
        /// What is there.
        found: String,
    },
    /// The engine refused the statement for another reason: it is wrong, or its parameters are.
    #[error("{statement}: {message}")]
    Engine {
        /// The statement refused.
        statement: &'static str,
        /// What the engine said.
        message: String,
    },
    /// A migration cannot be applied, or what was applied is not what this program knows.
    #[error("migration {name}: {reason}")]
    Migration {
        /// The migration's name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The database address or a setting is wrong.
    #[error("{reason}")]
    Settings {
        /// What is wrong, naming the setting.
        reason: String,
    },
    /// The closure panicked. Nothing of its transaction was kept, and no other transaction was touched.
    #[error("the transaction's closure panicked: {message}")]
    Panicked {
        /// The panic's message.
        message: String,
    },
    /// A transaction was asked for inside another one on the same thread, where it could wait for itself.
    #[error("a transaction was opened inside another one: pass the outer one on")]
    Nested,
}

impl Error {
    /// Whether the database is out of reach, so that the same request may succeed later.
    pub fn is_down(&self) -> bool {
        matches!(self, Error::Down { .. } | Error::InDoubt { .. })
    }

    /// Whether another transaction got in the way, so that the same closure may succeed when run again.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Error::Conflict { .. })
    }

    /// Whether a row with that key is there already.
    pub fn is_unique(&self) -> bool {
        matches!(self, Error::Unique { .. })
    }

    pub(crate) fn down(reason: impl Into<String>) -> Error {
        Error::Down { reason: reason.into() }
    }

    pub(crate) fn engine(statement: &'static str, message: impl Into<String>) -> Error {
        Error::Engine { statement, message: message.into() }
    }

    pub(crate) fn panicked(payload: &(dyn std::any::Any + Send)) -> Error {
        let text = payload.downcast_ref::<&str>().map(ToString::to_string);
        let message = text.or_else(|| payload.downcast_ref::<String>().cloned());
        Error::Panicked { message: message.unwrap_or_else(|| "without a message".to_owned()) }
    }
}

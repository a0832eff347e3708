//! Transactions, as closures see them.

use std::ops::{Deref, DerefMut};

use crate::{Engine, Error, Param, Row, Statement, postgres, sqlite};

/// The connection a transaction runs on.
pub(crate) enum Session<'a> {
    Sqlite(&'a sqlite::Connection),
    Postgres(&'a mut postgres::Session),
}

/// A transaction that reads: every statement in it sees the same snapshot.
///
/// After the first engine error each later statement refuses with that same error, on both engines.
pub struct ReadTx<'a> {
    session: Session<'a>,
    ran: usize,
    failed: Option<Error>,
}

impl<'a> ReadTx<'a> {
    pub(crate) fn new(session: Session<'a>) -> ReadTx<'a> {
        ReadTx { session, ran: 0, failed: None }
    }

    /// The only row of the answer, if there is one.
    ///
    /// # Errors
    /// [`Error::Engine`] when there is more than one; otherwise what the engine says.
    pub fn one(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<Option<Row>, Error> {
        self.run(|session| {
            let mut rows = session.rows(statement, params)?;
            if rows.len() > 1 {
                return Err(Error::engine(statement.name, format!("one row wanted, {} found", rows.len())));
            }
            Ok(rows.pop())
        })
    }

    /// Every row of the answer, in its order.
    ///
    /// # Errors
    /// What the engine says.
    pub fn all(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Error> {
        self.run(|session| session.rows(statement, params))
    }

    /// How many statements this transaction has run so far, for tests that hold a budget.
    pub fn statements(&self) -> usize {
        self.ran
    }

    pub(crate) fn into_failure(self) -> Option<Error> {
        self.failed
    }

    fn run<T>(&mut self, work: impl FnOnce(&mut Session<'_>) -> Result<T, Error>) -> Result<T, Error> {
        if let Some(first) = &self.failed {
            return Err(first.clone());
        }
        self.ran += 1;
        work(&mut self.session).inspect_err(|error| self.failed = Some(error.clone()))
    }
}

/// A transaction that writes. Everything a [`ReadTx`] does, and changes.
pub struct WriteTx<'a>(ReadTx<'a>);

impl<'a> WriteTx<'a> {
    pub(crate) fn new(session: Session<'a>) -> WriteTx<'a> {
        WriteTx(ReadTx::new(session))
    }

    /// Runs a statement without an answer; says how many rows it changed.
    ///
    /// # Errors
    /// What the engine says. A refused row (unique, check, reference) poisons the transaction: where one is
    /// expected, use `ON CONFLICT` and look at the number of rows.
    pub fn exec(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<u64, Error> {
        self.0.run(|session| session.exec(statement, params))
    }

    /// [`WriteTx::exec`] where two transactions may race for one unique place: whoever comes second runs its whole
    /// closure again, which then sees what the first one wrote. For updates, which know no `ON CONFLICT`.
    ///
    /// # Errors
    /// As [`WriteTx::exec`]; [`Error::Conflict`] where the place is still taken after all tries.
    pub fn exec_racing(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<u64, Error> {
        self.0.run(|session| session.exec(statement, params).map_err(lost_race))
    }

    /// [`WriteTx::returning`], racing as [`WriteTx::exec_racing`] does.
    ///
    /// # Errors
    /// As [`WriteTx::returning`] and [`WriteTx::exec_racing`].
    pub fn returning_racing(
        &mut self,
        statement: &Statement,
        params: &[Param<'_>],
    ) -> Result<Option<Row>, Error> {
        self.0.run(|session| session.rows(statement, params).map(|mut rows| rows.pop()).map_err(lost_race))
    }

    /// Runs a changing statement with `RETURNING`; its only row, if it changed one.
    ///
    /// # Errors
    /// As [`WriteTx::exec`]; [`Error::Engine`] when it changed more than one.
    pub fn returning(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<Option<Row>, Error> {
        self.0.one(statement, params)
    }

    /// Runs a changing statement with `RETURNING`; a row for each it changed, in no promised order.
    ///
    /// # Errors
    /// As [`WriteTx::exec`].
    pub fn returning_all(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Error> {
        self.0.all(statement, params)
    }

    pub(crate) fn into_failure(self) -> Option<Error> {
        self.0.into_failure()
    }
}

fn lost_race(error: Error) -> Error {
    match error {
        Error::Unique { statement, .. } => Error::Conflict { statement },
        error => error,
    }
}

impl<'a> Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;

    fn deref(&self) -> &ReadTx<'a> {
        &self.0
    }
}

impl<'a> DerefMut for WriteTx<'a> {
    fn deref_mut(&mut self) -> &mut ReadTx<'a> {
        &mut self.0
    }
}

impl Session<'_> {
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Session::Sqlite(_) => Engine::Sqlite,
            Session::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) fn reborrow(&mut self) -> Session<'_> {
        match self {
            Session::Sqlite(connection) => Session::Sqlite(connection),
            Session::Postgres(session) => Session::Postgres(session),
        }
    }

    /// Runs text of several statements.
    pub(crate) fn batch(&mut self, name: &'static str, sql: &str) -> Result<(), Error> {
        match self {
            Session::Sqlite(connection) => connection.batch(name, sql),
            Session::Postgres(session) => session.batch(name, sql),
        }
    }

    fn rows(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Error> {
        match self {
            Session::Sqlite(connection) => connection.rows(statement, params),
            Session::Postgres(session) => session.rows(statement, params),
        }
    }

    fn exec(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<u64, Error> {
        match self {
            Session::Sqlite(connection) => connection.exec(statement, params),
            Session::Postgres(session) => session.exec(statement, params),
        }
    }
}

//! The engine on the network: a pool of synchronous clients, used by the calling thread.
//!
//! A client runs its own small async runtime, so it must not be used or dropped on an async worker outside
//! `tokio::task::block_in_place` or `spawn_blocking`; the caller sees to that. Dropping the whole pool is safe
//! anywhere: it closes its clients on a thread of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::BytesMut;
use postgres::error::SqlState;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Column};

use crate::job::{Look, SharedJob, lock};
use crate::pool::{Lease, Pool};
use crate::postgres_url::{Address, chain};
use crate::retry::{Settled, settle, until_settled};
use crate::row::Heading;
use crate::{Error, Param, ReadTx, Row, Settings, Statement, Value, WriteTx, numbering, tx};

const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE";
const BEGIN_SERIALIZABLE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE";

/// An open PostgreSQL database.
pub(crate) struct Postgres {
    pool: Pool<Session>,
    begin_write: &'static str,
}

impl Postgres {
    pub(crate) fn open(url: &str, settings: &Settings) -> Result<Postgres, Error> {
        let mut address = Address::parse(url)?;
        if address.config.get_connect_timeout().is_none() {
            address.config.connect_timeout(settings.connect_wait);
        }
        let keep = settings.statement_cache;
        let make = Box::new(move || Session::connect(&address, keep));
        let begin_write = if settings.serializable { BEGIN_SERIALIZABLE } else { BEGIN_WRITE };
        Ok(Postgres { pool: Pool::new(settings.connections, settings.connect_wait, make), begin_write })
    }

    pub(crate) fn read(&self, look: &mut Look<'_>) -> Result<(), Error> {
        until_settled(|| {
            let mut session = self.begin(BEGIN_READ)?;
            let tx = ReadTx::new(tx::Session::Postgres(&mut session));
            let settled = settle(tx, &mut *look, ReadTx::into_failure);
            finish(session, settled).map(drop)
        })
    }

    pub(crate) fn write(&self, job: &SharedJob) -> Result<(), Error> {
        until_settled(|| {
            let mut session = self.begin(self.begin_write)?;
            let tx = WriteTx::new(tx::Session::Postgres(&mut session));
            let settled = settle(tx, &mut *lock(job), WriteTx::into_failure);
            finish(session, settled).map(drop)
        })
    }

    pub(crate) fn prepare(&self, statement: &Statement) -> Result<(), Error> {
        numbering::check(statement)?;
        let mut session = self.begin(BEGIN_READ)?;
        let prepared = session.client.prepare(statement.sql);
        let outcome = prepared.map(drop).map_err(|error| fault(statement.name, &error));
        session.end("ROLLBACK")?;
        session.give_back();
        outcome
    }

    /// Runs `work` in a READ COMMITTED transaction of its own, and again when it met another one.
    pub(crate) fn migrate<T>(
        &self,
        mut work: impl FnMut(&mut Session) -> Result<T, Error>,
    ) -> Result<T, Error> {
        until_settled(|| {
            let mut session = self.begin(BEGIN_WRITE)?;
            let settled = match work(&mut session) {
                Ok(value) => Settled::Commit(value),
                Err(error) => Settled::<_, Error>::Failed(error),
            };
            finish(session, settled).and_then(|kept| kept)
        })
    }

    /// A connection with an open transaction. One that broke while it lay idle is replaced.
    fn begin(&self, begin: &'static str) -> Result<Lease<'_, Session>, Error> {
        loop {
            let mut session = self.pool.take()?;
            match session.client.batch_execute(begin) {
                Ok(()) => return Ok(session),
                Err(error) if session.is_new() => return Err(fault("BEGIN", &error)),
                Err(error) => tracing::info!(%error, "an idle connection was lost; trying the next"),
            }
        }
    }
}

/// Ends the transaction as settled and keeps the connection if it is still good.
fn finish<T, E>(mut session: Lease<'_, Session>, settled: Settled<T, E>) -> Result<Result<T, E>, Error> {
    let (end, outcome) = match settled {
        Settled::Commit(value) => ("COMMIT", Ok(Ok(value))),
        Settled::Undo(own) => ("ROLLBACK", Ok(Err(own))),
        Settled::Failed(error) => ("ROLLBACK", Err(error)),
    };
    match session.end(end) {
        Ok(()) => {
            session.give_back();
            outcome
        }
        // The refused COMMIT ended the transaction, so the lease's drop need not, but a fresh start is cheap.
        Err(error) if end == "COMMIT" => Err(error),
        // Whatever was to be undone went with the connection.
        Err(_) => outcome,
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let idle = self.pool.drain();
        if idle.is_empty() {
            return;
        }
        // A client's drop waits on its own runtime, which panics on an async worker.
        let closing = std::thread::Builder::new().name("close-postgres".to_owned()).spawn(move || drop(idle));
        if let Ok(closing) = closing {
            closing.join().unwrap_or_else(|_| tracing::warn!("closing the connections panicked"));
        }
    }
}

/// One connection with its prepared statements.
pub(crate) struct Session {
    client: Client,
    /// By the address of the statement's text, which is `'static`. `None` when the cache is off.
    prepared: Option<BTreeMap<(usize, usize), Prepared>>,
}

#[derive(Clone)]
struct Prepared {
    statement: postgres::Statement,
    heading: Arc<Heading>,
}

impl Session {
    fn connect(address: &Address, keep: bool) -> Result<Session, Error> {
        let connect = |address: &Address| address.config.connect(address.tls.clone());
        let client = connect(address).or_else(|error| match address.without_tls() {
            Some(plain) if error.as_db_error().is_none() => {
                connect(&plain).inspect(|_| tracing::warn!(error = %chain(&error), "connected without TLS"))
            }
            _ => Err(error),
        });
        match client {
            Ok(client) => Ok(Session { client, prepared: keep.then(BTreeMap::new) }),
            Err(error) => Err(Error::down(chain(&error))),
        }
    }

    /// Every row of the statement's answer.
    pub(crate) fn rows(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Error> {
        let fail = |error: &postgres::Error| fault(statement.name, error);
        if self.prepared.is_none() {
            numbering::check(statement)?;
            let found =
                self.client.query_typed(statement.sql, &typed(params)).map_err(|error| fail(&error))?;
            let Some(first) = found.first() else { return Ok(Vec::new()) };
            let heading = heading(statement, first.columns());
            return found.iter().map(|row| owned(&heading, row)).collect();
        }
        let Prepared { statement: prepared, heading } = self.prepared(statement, params.len())?;
        let found =
            self.client.query(&prepared, &untyped(params)).map_err(|error| self.forget(fail(&error)))?;
        found.iter().map(|row| owned(&heading, row)).collect()
    }

    /// Runs the statement; how many rows it changed.
    pub(crate) fn exec(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<u64, Error> {
        let fail = |error: &postgres::Error| fault(statement.name, error);
        if self.prepared.is_none() {
            numbering::check(statement)?;
            return self.client.execute_typed(statement.sql, &typed(params)).map_err(|error| fail(&error));
        }
        let Prepared { statement: prepared, .. } = self.prepared(statement, params.len())?;
        self.client.execute(&prepared, &untyped(params)).map_err(|error| self.forget(fail(&error)))
    }

    /// Runs text of several statements, as migrations are.
    pub(crate) fn batch(&mut self, name: &'static str, sql: &str) -> Result<(), Error> {
        self.client.batch_execute(sql).map_err(|error| fault(name, &error))
    }

    fn end(&mut self, end: &'static str) -> Result<(), Error> {
        let ended = self.client.batch_execute(end).map_err(|error| fault(end, &error));
        ended.map_err(|error| match error {
            Error::Down { reason } if end == "COMMIT" => Error::InDoubt { reason },
            error => error,
        })
    }

    fn prepared(&mut self, statement: &Statement, given: usize) -> Result<Prepared, Error> {
        let place = (statement.sql.as_ptr().addr(), statement.sql.len());
        if let Some(known) = self.prepared.as_ref().and_then(|cache| cache.get(&place)) {
            known.check_count(given)?;
            return Ok(known.clone());
        }
        numbering::check(statement)?;
        let prepared = self.client.prepare(statement.sql).map_err(|error| fault(statement.name, &error))?;
        let heading = heading(statement, prepared.columns());
        let prepared = Prepared { statement: prepared, heading };
        if let Some(cache) = &mut self.prepared {
            cache.insert(place, prepared.clone());
        }
        prepared.check_count(given)?;
        Ok(prepared)
    }

    /// After a conflict the statements are prepared anew: it may have been a migration that changed a table.
    fn forget(&mut self, error: Error) -> Error {
        if let (Error::Conflict { .. }, Some(cache)) = (&error, &mut self.prepared) {
            cache.clear();
        }
        error
    }
}

impl Prepared {
    fn check_count(&self, given: usize) -> Result<(), Error> {
        let wanted = self.statement.params().len();
        let name = self.heading.statement;
        if wanted == given { Ok(()) } else { Err(numbering::wrong_count(name, wanted, given)) }
    }
}

fn heading(statement: &Statement, columns: &[Column]) -> Arc<Heading> {
    let columns = columns.iter().map(|column| column.name().to_owned()).collect();
    Arc::new(Heading { statement: statement.name, columns })
}

fn untyped<'a>(params: &'a [Param<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn ToSql + Sync)).collect()
}

fn typed<'a>(params: &'a [Param<'_>]) -> Vec<(&'a (dyn ToSql + Sync), Type)> {
    let kind = |param: &Param<'_>| match param {
        // The server infers the type of an unknown parameter from its place.
        Param::Null => Type::UNKNOWN,
        Param::Int(_) => Type::INT8,
        Param::Text(_) => Type::TEXT,
        Param::Blob(_) => Type::BYTEA,
        Param::Bool(_) => Type::BOOL,
    };
    params.iter().map(|param| (param as &(dyn ToSql + Sync), kind(param))).collect()
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(number) if *ty == Type::INT8 => number.to_sql(ty, out),
            Param::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Param::Text(text) if <&str as ToSql>::accepts(ty) => text.as_ref().to_sql(ty, out),
            Param::Blob(bytes) if *ty == Type::BYTEA => bytes.as_ref().to_sql(ty, out),
            Param::Bool(truth) if *ty == Type::BOOL => truth.to_sql(ty, out),
            other => Err(format!("{ty} wanted, {other:?} given").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn owned(heading: &Arc<Heading>, row: &postgres::Row) -> Result<Row, Error> {
    let values = (0..row.len()).map(|column| value(heading, row, column));
    Ok(Row::new(Arc::clone(heading), values.collect::<Result<_, Error>>()?))
}

fn value(heading: &Heading, row: &postgres::Row, column: usize) -> Result<Value, Error> {
    let ty = row.columns()[column].type_();
    let found = match *ty {
        Type::INT8 => row.try_get::<_, Option<i64>>(column).map(|found| found.map(Value::Int)),
        Type::INT4 => row.try_get::<_, Option<i32>>(column).map(|found| found.map(|n| Value::Int(n.into()))),
        Type::BOOL => row.try_get::<_, Option<bool>>(column).map(|found| found.map(Value::Bool)),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column).map(|found| found.map(Value::Blob)),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
            row.try_get::<_, Option<String>>(column).map(|found| found.map(Value::Text))
        }
        _ => return Err(heading.decode_error(column, "TEXT, BIGINT, BYTEA or BOOLEAN", ty.name())),
    };
    let found = found.map_err(|error| heading.decode_error(column, "a readable value", chain(&error)))?;
    Ok(found.unwrap_or(Value::Null))
}

/// What an engine error means to the caller.
fn fault(statement: &'static str, error: &postgres::Error) -> Error {
    let Some(said) = error.as_db_error() else {
        let is_ours = error.to_string().starts_with("error serializing parameter");
        return if is_ours { Error::engine(statement, chain(error)) } else { Error::down(chain(error)) };
    };
    let constraint = || said.constraint().or(said.column()).unwrap_or_default().to_owned();
    let code = said.code();
    if *code == SqlState::T_R_SERIALIZATION_FAILURE
        || *code == SqlState::T_R_DEADLOCK_DETECTED
        || *code == SqlState::LOCK_NOT_AVAILABLE
        || said.message() == "cached plan must not change result type"
    {
        return Error::Conflict { statement };
    }
    if *code == SqlState::UNIQUE_VIOLATION {
        return Error::Unique { statement, constraint: constraint() };
    }
    if *code == SqlState::CHECK_VIOLATION || *code == SqlState::NOT_NULL_VIOLATION {
        return Error::Check { statement, constraint: constraint() };
    }
    if *code == SqlState::FOREIGN_KEY_VIOLATION {
        return Error::ForeignKey { statement, constraint: constraint() };
    }
    // Classes of SQLSTATE: connection lost, out of resources, shut down by the operator, system error
    // (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
    let is_gone = ["08", "53", "57P", "58"].iter().any(|class| code.code().starts_with(class));
    if is_gone {
        Error::down(format!("{statement}: {said}"))
    } else {
        Error::engine(statement, said.to_string())
    }
}

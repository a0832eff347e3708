//! The embedded engine: one writer, many readers, one file.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, OpenFlags, ToSql, ffi};

use crate::group_commit::GroupCommit;
use crate::job::{Look, Undone};
use crate::pool::Pool;
use crate::retry::{Settled, settle, until_settled};
use crate::row::Heading;
use crate::tx::Session;
use crate::{Error, Param, ReadTx, Row, Settings, Statement, Value, numbering};

/// Before this version a WAL reset could corrupt the file (<https://sqlite.org/wal.html>, "the WAL-reset bug").
const OLDEST_SAFE: i32 = 3_051_003;
/// More statements than the product has, so that none is ever prepared twice.
const STATEMENT_CACHE: usize = 512;

/// An open SQLite database.
pub(crate) struct Sqlite {
    // Declared before the writer, so that the writer is closed last and folds the WAL into the file.
    readers: Pool<Connection>,
    pub(crate) writer: GroupCommit,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, settings: &Settings) -> Result<Sqlite, Error> {
        if rusqlite::version_number() < OLDEST_SAFE {
            let version = rusqlite::version();
            return Err(Error::Settings { reason: format!("SQLite {version} is too old: 3.51.3 is needed") });
        }
        create_private(path)?;
        let writer = Connection::open_writer(path, settings)?;
        let (path, reading) = (PathBuf::from(path), *settings);
        let make = Box::new(move || Connection::open_reader(&path, &reading));
        Ok(Sqlite {
            readers: Pool::new(settings.readers, settings.connect_wait, make),
            writer: GroupCommit::new(writer, settings.group)?,
        })
    }

    pub(crate) fn read(&self, look: &mut Look<'_>) -> Result<(), Error> {
        until_settled(|| {
            let reader = self.readers.take()?;
            reader.control("BEGIN")?;
            let settled = settle(ReadTx::new(Session::Sqlite(&reader)), &mut *look, ReadTx::into_failure);
            reader.end_of_read()?;
            reader.give_back();
            match settled {
                Settled::Commit(()) | Settled::Undo(Undone) => Ok(()),
                Settled::Failed(error) => Err(error),
            }
        })
    }

    pub(crate) fn prepare(&self, statement: &Statement) -> Result<(), Error> {
        self.writer.connection(|connection| connection.prepare(statement))
    }
}

/// Creates the file readable by its owner alone; SQLite gives its `-wal` and `-shm` the same mode.
fn create_private(path: &Path) -> Result<(), Error> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(path);
    opened.map(drop).map_err(|error| Error::down(format!("{}: {error}", path.display())))
}

/// One connection with its prepared statements.
pub(crate) struct Connection {
    raw: rusqlite::Connection,
    /// By the address of the statement's text, which is `'static`: comparing two words beats hashing the text.
    texts: RefCell<BTreeMap<(usize, usize), Arc<Text>>>,
}

struct Text {
    name: &'static str,
    sql: String,
    heading: OnceLock<Arc<Heading>>,
}

impl Connection {
    fn open_writer(path: &Path, settings: &Settings) -> Result<Connection, Error> {
        let connection = Connection::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, settings)?;
        // What a savepoint may have to bring back lies in memory up to 64 KiB and then in a file: kept in memory
        // for good, it is walked through from its beginning after each statement.
        // A large WAL between checkpoints: a page that many acts change is copied into the file once for all.
        // A small cache: a commit that has split a page looks at every page in it, and the system holds the file.
        connection.set_up(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 12000;
             PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -8192; PRAGMA temp_store = FILE;",
        )?;
        Ok(connection)
    }

    fn open_reader(path: &Path, settings: &Settings) -> Result<Connection, Error> {
        let connection = Connection::open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, settings)?;
        // No memory map: each reader's would count as memory of this process, once for each reader.
        connection.set_up("PRAGMA query_only = ON; PRAGMA cache_size = -12288;")?;
        Ok(connection)
    }

    fn open(path: &Path, access: OpenFlags, settings: &Settings) -> Result<Connection, Error> {
        let raw = rusqlite::Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|error| Error::down(format!("{}: {error}", path.display())))?;
        raw.busy_timeout(settings.busy_wait).map_err(|error| fault("OPEN", &error))?;
        raw.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
        let connection = Connection { raw, texts: RefCell::default() };
        // LIKE as PostgreSQL understands it: a capital is not its small letter.
        connection.set_up(
            "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;
             PRAGMA case_sensitive_like = ON;",
        )?;
        // Plans are made once. Without this a statement is made ready anew for each other value of a parameter
        // that an index could be chosen by, which costs more than running it.
        let stable = rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
        connection.raw.set_db_config(stable, true).map_err(|error| fault("OPEN", &error))?;
        for misreading in [
            rusqlite::config::DbConfig::SQLITE_DBCONFIG_DQS_DML,
            rusqlite::config::DbConfig::SQLITE_DBCONFIG_DQS_DDL,
        ] {
            connection.raw.set_db_config(misreading, false).map_err(|error| fault("OPEN", &error))?;
        }
        Ok(connection)
    }

    fn set_up(&self, pragmas: &str) -> Result<(), Error> {
        self.raw.execute_batch(pragmas).map_err(|error| fault("OPEN", &error))
    }

    /// Every row of the statement's answer.
    pub(crate) fn rows(&self, statement: &Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Error> {
        let text = self.text(statement)?;
        let mut prepared = self.bound(&text, params)?;
        let heading = text.heading.get_or_init(|| heading(&text, &prepared));
        let width = prepared.column_count();
        let mut cursor = prepared.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = cursor.next().map_err(|error| fault(text.name, &error))? {
            let mut values = Vec::with_capacity(width);
            for column in 0..width {
                let value = row.get_ref(column).map_err(|error| fault(text.name, &error))?;
                values.push(owned(heading, column, value)?);
            }
            rows.push(Row::new(Arc::clone(heading), values));
        }
        Ok(rows)
    }

    /// Runs the statement; how many rows it changed.
    pub(crate) fn exec(&self, statement: &Statement, params: &[Param<'_>]) -> Result<u64, Error> {
        let text = self.text(statement)?;
        let changed = self.bound(&text, params)?.raw_execute().map_err(|error| fault(text.name, &error))?;
        Ok(changed as u64)
    }

    /// Runs `BEGIN`, `SAVEPOINT` and their like.
    pub(crate) fn control(&self, sql: &'static str) -> Result<(), Error> {
        let ran = self.raw.prepare_cached(sql).and_then(|mut prepared| prepared.raw_execute());
        ran.map(drop).map_err(|error| fault(sql, &error))
    }

    /// Runs text of several statements, as migrations are.
    pub(crate) fn batch(&self, name: &'static str, sql: &str) -> Result<(), Error> {
        self.raw.execute_batch(sql).map_err(|error| fault(name, &error))
    }

    /// Whether there is no open transaction: before BEGIN, and after the engine itself rolled one back.
    pub(crate) fn is_autocommit(&self) -> bool {
        self.raw.is_autocommit()
    }

    /// How many rows this connection has changed so far.
    pub(crate) fn changes(&self) -> u64 {
        self.raw.total_changes()
    }

    fn end_of_read(&self) -> Result<(), Error> {
        if self.is_autocommit() { Ok(()) } else { self.control("COMMIT") }
    }

    fn prepare(&self, statement: &Statement) -> Result<(), Error> {
        let text = self.text(statement)?;
        self.prepared(&text).map(drop)
    }

    fn text(&self, statement: &Statement) -> Result<Arc<Text>, Error> {
        let place = (statement.sql.as_ptr().addr(), statement.sql.len());
        if let Some(known) = self.texts.borrow().get(&place) {
            return Ok(Arc::clone(known));
        }
        numbering::check(statement)?;
        let sql = numbering::question_marks(statement.sql);
        let text = Arc::new(Text { name: statement.name, sql, heading: OnceLock::new() });
        self.texts.borrow_mut().insert(place, Arc::clone(&text));
        Ok(text)
    }

    fn prepared(&self, text: &Text) -> Result<CachedStatement<'_>, Error> {
        self.raw.prepare_cached(&text.sql).map_err(|error| fault(text.name, &error))
    }

    fn bound(&self, text: &Text, params: &[Param<'_>]) -> Result<CachedStatement<'_>, Error> {
        let mut prepared = self.prepared(text)?;
        let wanted = prepared.parameter_count();
        if wanted != params.len() {
            return Err(numbering::wrong_count(text.name, wanted, params.len()));
        }
        for (at, param) in params.iter().enumerate() {
            prepared.raw_bind_parameter(at + 1, param).map_err(|error| fault(text.name, &error))?;
        }
        Ok(prepared)
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null => ValueRef::Null,
            Param::Int(number) => ValueRef::Integer(*number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
            Param::Blob(bytes) => ValueRef::Blob(bytes),
            Param::Bool(truth) => ValueRef::Integer(i64::from(*truth)),
        }))
    }
}

fn heading(text: &Text, prepared: &CachedStatement<'_>) -> Arc<Heading> {
    let columns = prepared.column_names().map(str::to_owned).collect();
    Arc::new(Heading { statement: text.name, columns })
}

fn owned(heading: &Heading, column: usize, value: ValueRef<'_>) -> Result<Value, Error> {
    let wanted = "TEXT, BIGINT, BLOB or BOOLEAN";
    match value {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Blob(bytes) => Ok(Value::Blob(bytes.to_vec())),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Value::Text(text.to_owned())),
            Err(_) => Err(heading.decode_error(column, wanted, "text that is not UTF-8")),
        },
        ValueRef::Real(_) => Err(heading.decode_error(column, wanted, "a REAL")),
    }
}

/// What an engine error means to the caller.
fn fault(statement: &'static str, error: &rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(code, message) = error else {
        return Error::engine(statement, error.to_string());
    };
    let said = message.clone().unwrap_or_else(|| error.to_string());
    let constraint = said.split_once("failed: ").map_or_else(String::new, |(_, named)| named.to_owned());
    match code.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            return Error::Unique { statement, constraint };
        }
        ffi::SQLITE_CONSTRAINT_CHECK | ffi::SQLITE_CONSTRAINT_NOTNULL => {
            return Error::Check { statement, constraint };
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => return Error::ForeignKey { statement, constraint },
        _ => {}
    }
    match code.code {
        ffi::ErrorCode::DatabaseBusy | ffi::ErrorCode::DatabaseLocked => Error::Conflict { statement },
        ffi::ErrorCode::SystemIoFailure
        | ffi::ErrorCode::DiskFull
        | ffi::ErrorCode::CannotOpen
        | ffi::ErrorCode::DatabaseCorrupt
        | ffi::ErrorCode::NotADatabase
        | ffi::ErrorCode::FileLockingProtocolFailed
        | ffi::ErrorCode::OutOfMemory => Error::down(format!("{statement}: {said}")),
        _ => Error::engine(statement, said),
    }
}

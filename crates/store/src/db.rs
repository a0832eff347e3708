//! An open database.

use std::path::Path;
use std::sync::Arc;

use crate::job::{self, SharedJob};
use crate::postgres::Postgres;
use crate::retry::{TRIES, refuse_nested};
use crate::sqlite::Sqlite;
use crate::{Engine, Error, Migration, ReadTx, Settings, Statement, WriteTx, migrate, wait};

/// An open database: cheap to clone, shared by all threads.
///
/// On PostgreSQL its calls block on the network and must not be made on an async worker, except inside
/// `tokio::task::block_in_place` or `spawn_blocking`.
#[derive(Clone)]
pub struct Db(Arc<Opened>);

pub(crate) enum Opened {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

const PING: Statement = Statement { name: "PING", sql: "SELECT CAST(1 AS BIGINT)" };

impl Db {
    /// Opens `sqlite:PATH`, creating the file if its folder exists, or `postgres://..`.
    ///
    /// # Errors
    /// [`Error::Settings`] for an address of neither kind, [`Error::Down`] when the file cannot be opened or no
    /// server answers.
    pub fn open(url: &str, settings: Settings) -> Result<Db, Error> {
        let opened = match url.split_once(':') {
            Some(("sqlite", path)) => Opened::Sqlite(Sqlite::open(sqlite_path(path)?, &settings)?),
            Some(("postgres" | "postgresql", _)) => Opened::Postgres(Postgres::open(url, &settings)?),
            _ => {
                let reason = "the database address begins with neither sqlite: nor postgres://".to_owned();
                return Err(Error::Settings { reason });
            }
        };
        let db = Db(Arc::new(opened));
        db.ping()?;
        Ok(db)
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        match &*self.0 {
            Opened::Sqlite(_) => Engine::Sqlite,
            Opened::Postgres(_) => Engine::Postgres,
        }
    }

    /// Brings the schema up to date, in one transaction; the names of the migrations applied now. Safe to call
    /// from several processes at once.
    ///
    /// # Errors
    /// [`Error::Migration`], naming it, when one fails, was changed after it was applied, or does not follow the
    /// ones applied before; nothing is changed then.
    pub fn migrate(&self, migrations: &[Migration]) -> Result<Vec<&'static str>, Error> {
        migrate::run(&self.0, migrations)
    }

    /// Runs `f` in a transaction that sees one snapshot. It runs again after a conflict.
    ///
    /// # Errors
    /// What `f` says, or the engine: see [`Error`].
    pub fn read<T, E: From<Error>>(
        &self,
        mut f: impl FnMut(&mut ReadTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut answer = None;
        let mut look = |tx: &mut ReadTx<'_>| job::keep(&mut answer, f(tx));
        match &*self.0 {
            Opened::Sqlite(sqlite) => sqlite.read(&mut look)?,
            Opened::Postgres(postgres) => postgres.read(&mut look)?,
        }
        answer.unwrap_or_else(|| Err(never_run("READ").into()))
    }

    /// Runs `f` in a transaction and makes what it wrote durable, if it answers `Ok` and no statement failed.
    ///
    /// `f` may run several times, and on SQLite on the thread of another caller, so its only effects are those in
    /// the transaction.
    ///
    /// # Errors
    /// What `f` says, or the engine: see [`Error`]. Nothing was kept then, except perhaps after
    /// [`Error::InDoubt`]. A statement's error that `f` swallowed is given back all the same.
    pub fn write<T, E>(
        &self,
        f: impl FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        wait(self.write_soon(f))
    }

    /// As [`Db::write`], without holding the thread on SQLite: it is free until the COMMIT. Once asked for, the
    /// write is done even if nobody waits for the answer. On PostgreSQL it blocks as [`Db::write`] does.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_soon<T, E>(
        &self,
        f: impl FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, answer) = job::shared(f);
        self.0.write(&job).await?;
        let answer = job::lock(&answer).take();
        answer.unwrap_or_else(|| Err(never_run("WRITE").into()))
    }

    /// Has the engine check the statement's text against the schema, without running it.
    ///
    /// # Errors
    /// [`Error::Engine`], naming the statement, when the engine does not take it.
    pub fn prepare(&self, statement: &Statement) -> Result<(), Error> {
        match &*self.0 {
            Opened::Sqlite(sqlite) => sqlite.prepare(statement),
            Opened::Postgres(postgres) => postgres.prepare(statement),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Down`] when it does not.
    pub fn ping(&self) -> Result<(), Error> {
        self.read(|tx| tx.one(&PING, &[]).map(drop))
    }

    /// SQLite: how many writes wait for the next group. PostgreSQL: none ever do.
    #[cfg(feature = "testing")]
    pub fn waiting(&self) -> usize {
        match &*self.0 {
            Opened::Sqlite(sqlite) => sqlite.writer.waiting(),
            Opened::Postgres(_) => 0,
        }
    }
}

impl Opened {
    async fn write(&self, job: &SharedJob) -> Result<(), Error> {
        let sqlite = match self {
            Opened::Postgres(postgres) => return postgres.write(job),
            Opened::Sqlite(sqlite) => sqlite,
        };
        refuse_nested()?;
        // A conflict is with another process, and the writer has waited for that one already.
        for _ in 1..TRIES {
            match sqlite.writer.write(job).await {
                Err(error) if error.is_conflict() => {}
                settled => return settled,
            }
        }
        sqlite.writer.write(job).await
    }
}

fn never_run(statement: &'static str) -> Error {
    Error::engine(statement, "the closure was never run")
}

fn sqlite_path(given: &str) -> Result<&Path, Error> {
    let path = Path::new(given.strip_prefix("//").unwrap_or(given));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if path.file_name().is_none() || folder.is_some_and(|folder| !folder.is_dir()) {
        let reason = format!("sqlite:{given}: a file in a folder that exists is wanted");
        return Err(Error::Settings { reason });
    }
    Ok(path)
}

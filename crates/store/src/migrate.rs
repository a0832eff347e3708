//! Numbered migrations, written once for both engines.

use sha2::{Digest, Sha256};

use crate::db::Opened;
use crate::retry::until_settled;
use crate::sqlite::Connection;
use crate::statistics;
use crate::tx::Session;
use crate::{Engine, Error, Statement, WriteTx, params};

/// One step of the schema, applied once and never changed afterwards.
///
/// Its text uses the tokens `{{TEXT}}`, `{{BIGINT}}`, `{{BLOB}}`, `{{BOOLEAN}}` for column types, and
/// `{{STRICT}}` or `{{KEYED}}` (no row id: stored in key order) after a table's closing bracket.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its name, which begins with its number: `0001_desk`.
    pub name: &'static str,
    /// Its text.
    pub sql: &'static str,
}

const TOKENS: [(&str, &str, &str); 6] = [
    ("TEXT", "TEXT", "TEXT COLLATE \"C\""),
    ("BIGINT", "INTEGER", "BIGINT"),
    ("BLOB", "BLOB", "BYTEA"),
    // A STRICT table knows no BOOLEAN (<https://sqlite.org/stricttables.html>).
    ("BOOLEAN", "INTEGER", "BOOLEAN"),
    ("STRICT", "STRICT", ""),
    ("KEYED", "STRICT, WITHOUT ROWID", ""),
];

const LEDGER: Migration = Migration {
    name: "ledger",
    sql: "CREATE TABLE IF NOT EXISTS store_migration (
              position {{BIGINT}} NOT NULL PRIMARY KEY,
              name {{TEXT}} NOT NULL UNIQUE,
              sha256 {{BLOB}} NOT NULL
          ) {{STRICT}}",
};

/// The first row is nobody's migration: whoever migrates updates it first, so that others wait.
const ENSURE_GATE: Statement = Statement {
    name: "ENSURE_GATE",
    sql: "INSERT INTO store_migration (position, name, sha256) VALUES (0, '', $1) ON CONFLICT DO NOTHING",
};
const PASS_GATE: Statement =
    Statement { name: "PASS_GATE", sql: "UPDATE store_migration SET sha256 = $1 WHERE position = 0" };
const APPLIED: Statement = Statement {
    name: "APPLIED",
    sql: "SELECT name, sha256 FROM store_migration WHERE position > 0 ORDER BY position",
};
const RECORD: Statement = Statement {
    name: "RECORD",
    sql: "INSERT INTO store_migration (position, name, sha256) VALUES ($1, $2, $3)",
};

/// Applies what is not applied yet.
pub(crate) fn run(db: &Opened, migrations: &[Migration]) -> Result<Vec<&'static str>, Error> {
    check_names(migrations)?;
    match db {
        Opened::Sqlite(sqlite) => {
            until_settled(|| sqlite.writer.connection(|writer| apply_embedded(writer, migrations)))
        }
        Opened::Postgres(postgres) => {
            postgres.migrate(create_ledger)?;
            postgres.migrate(|session| apply(&mut Session::Postgres(session), migrations))
        }
    }
}

fn apply_embedded(writer: &Connection, migrations: &[Migration]) -> Result<Vec<&'static str>, Error> {
    writer.control("BEGIN IMMEDIATE")?;
    let applied = apply(&mut Session::Sqlite(writer), migrations).and_then(|names| {
        if !names.is_empty() {
            statistics::tell(writer)?;
        }
        Ok(names)
    });
    // A statement may have made the engine roll back by itself.
    if !writer.is_autocommit() {
        writer.control(if applied.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    }
    applied
}

fn create_ledger(session: &mut crate::postgres::Session) -> Result<(), Error> {
    session.batch(LEDGER.name, &LEDGER.text_for(Engine::Postgres)?).map_err(|error| match error {
        // Two processes that create one table at once: PostgreSQL finds out in its own catalogue.
        Error::Unique { statement, .. } => Error::Conflict { statement },
        error => error,
    })
}

fn apply(session: &mut Session<'_>, migrations: &[Migration]) -> Result<Vec<&'static str>, Error> {
    let engine = session.engine();
    session.batch(LEDGER.name, &LEDGER.text_for(engine)?)?;
    let mut tx = WriteTx::new(session.reborrow());
    let none: &[u8] = &[];
    tx.exec(&ENSURE_GATE, params![none])?;
    tx.exec(&PASS_GATE, params![none])?;
    let known = tx.all(&APPLIED, &[])?;
    for (place, row) in known.iter().enumerate() {
        check_applied(migrations.get(place), &row.get::<String>(0)?, &row.get::<Vec<u8>>(1)?)?;
    }
    let mut position = known.len();
    let mut names = Vec::new();
    for migration in &migrations[known.len()..] {
        let text = migration.text_for(engine)?;
        session.batch(migration.name, &text).map_err(|error| match error {
            error if error.is_conflict() || error.is_down() => error,
            error => migration.refuse(error.to_string()),
        })?;
        position += 1;
        let (place, sha256) = (i64::try_from(position).unwrap_or(i64::MAX), migration.sha256());
        let mut tx = WriteTx::new(session.reborrow());
        tx.exec(&RECORD, params![place, migration.name, sha256])?;
        names.push(migration.name);
    }
    Ok(names)
}

fn check_names(migrations: &[Migration]) -> Result<(), Error> {
    for migration in migrations {
        let (number, rest) = migration.name.split_at(migration.name.len().min(4));
        if !number.bytes().all(|digit| digit.is_ascii_digit()) || !rest.starts_with('_') {
            return Err(migration.refuse("its name does not begin with four digits and _"));
        }
    }
    match migrations.windows(2).find(|pair| pair[0].name >= pair[1].name) {
        Some(pair) => Err(pair[1].refuse(format!("out of order after {}", pair[0].name))),
        None => Ok(()),
    }
}

fn check_applied(known: Option<&Migration>, name: &str, sha256: &[u8]) -> Result<(), Error> {
    let refuse = |reason: String| Error::Migration { name: name.to_owned(), reason };
    let Some(known) = known else {
        return Err(refuse(
            "it is applied, but this program does not know it; the program is older".to_owned(),
        ));
    };
    if known.name != name {
        return Err(refuse(format!("it is applied where this program has {}", known.name)));
    }
    if known.sha256() != *sha256 {
        return Err(refuse("its text was changed after it was applied".to_owned()));
    }
    Ok(())
}

impl Migration {
    fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.sql).into()
    }

    /// Its text with every token replaced for one engine.
    fn text_for(&self, engine: Engine) -> Result<String, Error> {
        let mut out = String::new();
        let mut rest = self.sql;
        while let Some((before, after)) = rest.split_once("{{") {
            let (token, next) = after.split_once("}}").ok_or_else(|| self.refuse("a {{ without }}"))?;
            let found = TOKENS.iter().find(|(name, ..)| *name == token);
            let (_, sqlite, postgres) = found.ok_or_else(|| self.refuse(format!("no token {token}")))?;
            out.push_str(before);
            out.push_str(if engine == Engine::Sqlite { sqlite } else { postgres });
            rest = next;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn refuse(&self, reason: impl Into<String>) -> Error {
        Error::Migration { name: self.name.to_owned(), reason: reason.into() }
    }
}

//! What only a server can do: lose its connections, meet its callers half-way, be called from async code.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use store::testing::{OwnServer, fresh, fresh_with, test_settings};
use store::{Db, Engine, Error, Migration, Settings, params};

const MIGRATIONS: &[Migration] = &[Migration {
    name: "0001_stock",
    sql: "CREATE TABLE stock (sku {{TEXT}} NOT NULL PRIMARY KEY, n {{BIGINT}} NOT NULL, note {{TEXT}}) {{STRICT}};
          INSERT INTO stock (sku, n) VALUES ('mug', 10), ('mat', 10);",
}];

mod sql {
    store::statements! {
        /// How many are there.
        pub(crate) STOCK = "SELECT n FROM stock WHERE sku = $1";
        /// Sets how many are there.
        pub(crate) SET = "UPDATE stock SET n = $2, note = $3 WHERE sku = $1";
    }
}

fn stock(db: &Db, sku: &str) -> Result<i64, Error> {
    db.read(|tx| tx.one(&sql::STOCK, params![sku])?.expect("it is in stock").get(0))
}

#[test]
fn a_serialisation_failure_runs_the_whole_closure_again() -> Result<(), Error> {
    let db = fresh_with(Engine::Postgres, MIGRATIONS, Settings { serializable: true, ..test_settings() });
    let (runs, both_have_read) = (Arc::new(AtomicU32::new(0)), Arc::new(Barrier::new(2)));
    thread::scope(|scope| {
        for _ in 0..2 {
            let (runs, both_have_read, db) = (Arc::clone(&runs), Arc::clone(&both_have_read), db.clone());
            scope.spawn(move || {
                db.write(move |tx| {
                    let n: i64 = tx.one(&sql::STOCK, params!["mug"])?.expect("the mug").get(0)?;
                    if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                        both_have_read.wait();
                    }
                    tx.exec(&sql::SET, params!["mug", n - 1, "sold"])
                })
                .expect("one of the two runs again");
            });
        }
    });
    assert_eq!(stock(&db, "mug")?, 8, "no sale was lost");
    assert!(runs.load(Ordering::SeqCst) >= 3);
    Ok(())
}

#[test]
fn without_a_statement_cache_everything_works_the_same() -> Result<(), Error> {
    let db = fresh_with(Engine::Postgres, MIGRATIONS, Settings { statement_cache: false, ..test_settings() });
    assert_eq!(db.write(|tx| tx.exec(&sql::SET, params!["mug", 3, None::<String>]))?, 1);
    assert_eq!(stock(&db, "mug")?, 3);
    let missing = db.read(|tx| tx.one(&sql::STOCK, params!["vase"]))?;
    assert!(missing.is_none());
    Ok(())
}

#[test]
fn a_migration_by_another_program_does_not_break_prepared_statements() -> Result<(), Error> {
    const EVERYTHING: store::Statement = store::Statement { name: "EVERYTHING", sql: "SELECT * FROM stock" };
    let changes = Migration { name: "0002_shelf", sql: "ALTER TABLE stock ADD COLUMN shelf {{TEXT}}" };
    let db = fresh(Engine::Postgres, MIGRATIONS);
    assert_eq!(db.read(|tx| tx.all(&EVERYTHING, &[]))?[0].width(), 3);
    let other = Db::open(db.url(), test_settings())?;
    other.migrate(&[MIGRATIONS[0], changes])?;
    assert_eq!(db.read(|tx| tx.all(&EVERYTHING, &[]))?[0].width(), 4);
    Ok(())
}

#[test]
fn it_is_called_from_async_code_and_dropped_there() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime");
    let db = fresh(Engine::Postgres, MIGRATIONS);
    runtime.block_on(async move {
        let worker = tokio::spawn(async move {
            let in_place = tokio::task::block_in_place(|| {
                db.write(|tx| tx.exec(&sql::SET, params!["mug", 1, "in place"]))?;
                stock(&db, "mug")
            });
            let again = db.clone();
            let elsewhere = tokio::task::spawn_blocking(move || stock(&again, "mat")).await.expect("it ends");
            // Here the last handle is dropped on an async worker, idle connections and all.
            (in_place, elsewhere)
        });
        let (in_place, elsewhere) = worker.await.expect("no panic on the worker");
        assert_eq!((in_place.expect("stock"), elsewhere.expect("stock")), (1, 10));
    });
}

#[test]
fn a_stopped_server_is_down_and_a_started_one_is_back_by_itself() -> Result<(), Error> {
    let server = OwnServer::start();
    let wait = Duration::from_secs(2);
    let db = Db::open(&server.url(), Settings { connect_wait: wait, ..test_settings() })?;
    db.migrate(MIGRATIONS)?;
    assert_eq!(stock(&db, "mug")?, 10);

    server.stop();
    let outcome = stock(&db, "mug");
    assert!(outcome.as_ref().is_err_and(Error::is_down), "{outcome:?}");
    let outcome = db.write(|tx| tx.exec(&sql::SET, params!["mug", 1, "while away"]));
    assert!(outcome.as_ref().is_err_and(Error::is_down), "{outcome:?}");

    server.restart();
    assert_eq!(stock(&db, "mug")?, 10);
    assert_eq!(db.write(|tx| tx.exec(&sql::SET, params!["mug", 9, "back"]))?, 1);
    Ok(())
}

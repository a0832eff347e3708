//! How many durable writes of three rows a second the embedded engine takes, with 1, 8 and 32 callers, and beside
//! it the same three rows a COMMIT through the bare driver: the time of a sync differs from hour to hour.
//!
//! `cargo run --release -p store --example throughput --features testing`

use std::thread;
use std::time::{Duration, Instant};

use store::testing::fresh;
use store::{Engine, Error, Migration, params};

const MIGRATIONS: &[Migration] = &[Migration {
    name: "0001_acts",
    sql: "CREATE TABLE line (id {{TEXT}} NOT NULL PRIMARY KEY, n {{BIGINT}} NOT NULL) {{KEYED}};
          CREATE TABLE leaf (id {{TEXT}} NOT NULL PRIMARY KEY, hash {{BLOB}} NOT NULL) {{KEYED}};
          CREATE TABLE event (id {{TEXT}} NOT NULL PRIMARY KEY, body {{TEXT}} NOT NULL) {{KEYED}};",
}];

mod sql {
    store::statements! {
        /// A cart line.
        pub(crate) LINE = "INSERT INTO line (id, n) VALUES ($1, $2)";
        /// Its leaf.
        pub(crate) LEAF = "INSERT INTO leaf (id, hash) VALUES ($1, $2)";
        /// Its event.
        pub(crate) EVENT = "INSERT INTO event (id, body) VALUES ($1, $2)";
    }
}

fn main() -> Result<(), Error> {
    println!("bare driver: {:>8.0} acts/s", bare().expect("the driver writes"));
    for callers in [1, 8, 32] {
        let db = fresh(Engine::Sqlite, MIGRATIONS);
        let (acts, took) = measure(&db, callers)?;
        println!("{callers:>2} callers: {:>8.0} acts/s", f64::from(acts) / took.as_secs_f64());
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]
fn bare() -> rusqlite::Result<f64> {
    let acts = 2_000;
    let db = fresh(Engine::Sqlite, MIGRATIONS);
    let path = db.url().trim_start_matches("sqlite:");
    let mut connection = rusqlite::Connection::open(path)?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000")?;
    let begin = Instant::now();
    for n in 0..acts {
        let id = format!("{n:08}");
        let tx = connection.transaction()?;
        tx.prepare_cached(sql::LINE.sql)?.execute(rusqlite::params![id, n])?;
        tx.prepare_cached(sql::LEAF.sql)?.execute(rusqlite::params![id, [0_u8; 32]])?;
        tx.prepare_cached(sql::EVENT.sql)?.execute(rusqlite::params![id, "{\"quantity\":1}"])?;
        tx.commit()?;
    }
    Ok(f64::from(acts) / begin.elapsed().as_secs_f64())
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]
fn measure(db: &store::Db, callers: u32) -> Result<(u32, Duration), Error> {
    let each = 24_000 / callers;
    let begin = Instant::now();
    thread::scope(|scope| {
        let running: Vec<_> = (0..callers)
            .map(|caller| {
                scope.spawn(move || {
                    (0..each).try_for_each(|n| {
                        let id = format!("{n:08}-{caller}");
                        db.write(move |tx| {
                            tx.exec(&sql::LINE, params![id, n])?;
                            tx.exec(&sql::LEAF, params![id, [0_u8; 32]])?;
                            tx.exec(&sql::EVENT, params![id, "{\"quantity\":1}"]).map(drop)
                        })
                    })
                })
            })
            .collect();
        running.into_iter().try_for_each(|run| run.join().expect("a caller ends"))
    })?;
    Ok((each * callers, begin.elapsed()))
}

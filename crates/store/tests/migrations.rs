//! Migrations are applied once, in order, and never change.

use std::thread;

use store::testing::{engines, fresh, test_settings};
use store::{Db, Error, Migration, params};

const ONE: Migration =
    Migration { name: "0001_one", sql: "CREATE TABLE one (id {{TEXT}} NOT NULL PRIMARY KEY) {{STRICT}}" };
const TWO: Migration =
    Migration { name: "0002_two", sql: "CREATE TABLE two (at {{BIGINT}} NOT NULL PRIMARY KEY) {{KEYED}}" };

mod sql {
    store::statements! {
        /// Writes into the second table.
        pub(crate) INSERT_TWO = "INSERT INTO two (at) VALUES ($1)";
    }
}

fn refusal(db: &Db, migrations: &[Migration]) -> String {
    let outcome = db.migrate(migrations);
    let Err(error @ Error::Migration { .. }) = outcome else { panic!("{:?}: {outcome:?}", db.engine()) };
    error.to_string()
}

#[test]
fn each_is_applied_once_and_in_order() -> Result<(), Error> {
    for engine in engines() {
        let db = fresh(engine, &[]);
        assert_eq!(db.migrate(&[ONE])?, ["0001_one"]);
        assert_eq!(db.migrate(&[ONE, TWO])?, ["0002_two"]);
        assert!(db.migrate(&[ONE, TWO])?.is_empty(), "{engine:?}");
        assert_eq!(db.write(|tx| tx.exec(&sql::INSERT_TWO, params![1]))?, 1, "{engine:?}");
    }
    Ok(())
}

#[test]
fn what_does_not_fit_what_was_applied_is_refused_by_name() -> Result<(), Error> {
    for engine in engines() {
        let db = fresh(engine, &[]);
        db.migrate(&[ONE, TWO])?;
        let changed = Migration { sql: "CREATE TABLE one (id {{BLOB}})", ..ONE };
        assert!(refusal(&db, &[changed, TWO]).starts_with("migration 0001_one: its text was changed"));
        assert!(refusal(&db, &[ONE]).starts_with("migration 0002_two: it is applied, but this program"));
        let between = Migration { name: "0001_other", ..TWO };
        assert!(refusal(&db, &[ONE, between, TWO]).starts_with("migration 0002_two: it is applied where"));
        assert!(refusal(&db, &[TWO, ONE]).starts_with("migration 0001_one: out of order"), "{engine:?}");
        let unnumbered = Migration { name: "three", ..TWO };
        assert!(refusal(&db, &[ONE, TWO, unnumbered]).contains("four digits"), "{engine:?}");
    }
    Ok(())
}

#[test]
fn a_failing_one_leaves_nothing_behind() -> Result<(), Error> {
    for engine in engines() {
        let db = fresh(engine, &[]);
        let broken =
            Migration { name: "0002_two", sql: "CREATE TABLE two (at {{BIGINT}}); INSERT INTO three" };
        assert!(refusal(&db, &[ONE, broken]).starts_with("migration 0002_two: "));
        let unknown = Migration { name: "0002_two", sql: "CREATE TABLE two (at {{SERIAL}})" };
        assert!(refusal(&db, &[ONE, unknown]).ends_with("no token SERIAL"), "{engine:?}");
        assert_eq!(db.migrate(&[ONE, TWO])?, ["0001_one", "0002_two"], "{engine:?}");
    }
    Ok(())
}

#[test]
fn several_programs_starting_at_once_apply_each_once() {
    for engine in engines() {
        let db = fresh(engine, &[]);
        let applied: Vec<&str> = thread::scope(|scope| {
            let start = || {
                let other = Db::open(db.url(), test_settings()).expect("the same database opens");
                other.migrate(&[ONE, TWO]).expect("it is migrated")
            };
            let starting: Vec<_> = (0..4).map(|_| scope.spawn(start)).collect();
            starting.into_iter().flat_map(|one| one.join().expect("a start ends")).collect()
        });
        assert_eq!(applied, ["0001_one", "0002_two"], "{engine:?}");
    }
}

#[test]
fn a_wrong_address_is_told() {
    for (url, reason) in [
        ("mysql://localhost/shop", "neither sqlite: nor postgres://"),
        ("sqlite:/no/such/folder/shop.db", "a file in a folder that exists"),
        ("sqlite:", "a file in a folder that exists"),
        ("postgres://localhost/shop?colour=red", "unknown option `colour`"),
        (
            "postgres://localhost/shop?sslmode=verify-full&sslrootcert=/no/such/file",
            "sslrootcert=/no/such/file",
        ),
    ] {
        let Err(Error::Settings { reason: told }) = Db::open(url, test_settings()) else {
            panic!("{url} opens")
        };
        assert!(told.contains(reason), "{url}: {told}");
    }
}

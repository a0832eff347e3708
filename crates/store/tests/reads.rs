//! What a read promises.

use std::thread;
use std::time::Duration;

use store::testing::{engines, fresh, fresh_with, test_settings};
use store::{Error, Migration, ReadTx, Settings, params};

const MIGRATIONS: &[Migration] = &[Migration {
    name: "0001_prices",
    sql: "CREATE TABLE price (sku {{TEXT}} NOT NULL PRIMARY KEY, minor {{BIGINT}} NOT NULL) {{KEYED}};
          INSERT INTO price (sku, minor) VALUES ('Mug', 900), ('mat', 1200), ('Zip', 300);",
}];

mod sql {
    store::statements! {
        /// A price.
        pub(crate) PRICE = "SELECT minor FROM price WHERE sku = $1";
        /// Sets a price.
        pub(crate) SET = "UPDATE price SET minor = $2 WHERE sku = $1";
        /// Everything in order.
        pub(crate) ALL_SKUS = "SELECT sku FROM price ORDER BY sku";
        /// What begins with.
        pub(crate) LIKE = "SELECT sku FROM price WHERE sku LIKE $1 ORDER BY sku";
    }
}

fn price(tx: &mut ReadTx<'_>) -> Result<i64, Error> {
    tx.one(&sql::PRICE, params!["Mug"])?.expect("the mug has a price").get(0)
}

#[test]
fn all_statements_of_a_read_see_one_snapshot() -> Result<(), Error> {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let (before, after) = db.read(|tx| {
            let before = price(tx)?;
            let writing = db.clone();
            let written = thread::spawn(move || writing.write(|tx| tx.exec(&sql::SET, params!["Mug", 950])));
            assert_eq!(written.join().expect("the writer ends")?, 1);
            Ok::<_, Error>((before, price(tx)?))
        })?;
        assert_eq!((before, after), (900, 900), "{engine:?}");
        assert_eq!(db.read(price)?, 950, "{engine:?}");
    }
    Ok(())
}

#[test]
fn a_read_cannot_write() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let outcome = db.read(|tx| tx.all(&sql::SET, params!["Mug", 1]));
        assert!(matches!(outcome, Err(Error::Engine { .. })), "{engine:?}: {outcome:?}");
        assert_eq!(db.read(price).expect("readable"), 900, "{engine:?}");
    }
}

#[test]
fn order_and_like_mean_the_same_on_both_engines() -> Result<(), Error> {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let skus =
            |rows: Vec<store::Row>| rows.iter().map(|row| row.get(0)).collect::<Result<Vec<String>, _>>();
        assert_eq!(skus(db.read(|tx| tx.all(&sql::ALL_SKUS, &[]))?)?, ["Mug", "Zip", "mat"], "{engine:?}");
        assert_eq!(skus(db.read(|tx| tx.all(&sql::LIKE, params!["m%"]))?)?, ["mat"], "{engine:?}");
    }
    Ok(())
}

#[test]
fn one_row_wanted_and_more_found_is_an_error() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let told = db.read(|tx| tx.one(&sql::ALL_SKUS, &[])).expect_err("there are three").to_string();
        assert_eq!(told, "ALL_SKUS: one row wanted, 3 found", "{engine:?}");
    }
}

#[test]
fn no_free_connection_in_time_is_down_and_passes() {
    for engine in engines() {
        let wait = Duration::from_millis(50);
        let settings = Settings { readers: 1, connections: 1, connect_wait: wait, ..test_settings() };
        let db = fresh_with(engine, MIGRATIONS, settings);
        let outcome = db.read(|_| {
            let other = db.clone();
            Ok::<_, Error>(thread::spawn(move || other.ping()).join().expect("the thread ends"))
        });
        let refused = outcome.expect("the outer read ends well");
        assert!(refused.as_ref().is_err_and(Error::is_down), "{engine:?}: {refused:?}");
        db.ping().expect("the connection is free again");
    }
}

#[test]
fn a_panic_in_a_read_leaves_the_connection_usable() {
    for engine in engines() {
        let settings = Settings { readers: 1, connections: 1, ..test_settings() };
        let db = fresh_with(engine, MIGRATIONS, settings);
        let outcome: Result<(), Error> = db.read(|_| panic!("a bug in an ask"));
        assert!(matches!(outcome, Err(Error::Panicked { .. })), "{engine:?}: {outcome:?}");
        assert_eq!(db.read(price).expect("readable"), 900, "{engine:?}");
    }
}

//! Values in and out, the same on both engines.

use store::testing::{engines, fresh};
use store::{Error, Migration, params};

const MIGRATIONS: &[Migration] = &[Migration {
    name: "0001_things",
    sql: "CREATE TABLE thing (
              id {{TEXT}} NOT NULL PRIMARY KEY,
              number {{BIGINT}},
              bytes {{BLOB}},
              truth {{BOOLEAN}}
          ) {{STRICT}}",
}];

mod sql {
    store::statements! {
        /// Stores a thing.
        pub(crate) INSERT = "INSERT INTO thing (id, number, bytes, truth) VALUES ($1, $2, $3, $4)";
        /// A thing.
        pub(crate) FIND = "SELECT id, number, bytes, truth FROM thing WHERE id = $1";
        /// Its parameters out of order, one twice.
        pub(crate) OUT_OF_ORDER = "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($1 AS TEXT) /* $3 */ ";
    }
}

#[test]
fn parameters_are_bound_by_number() -> Result<(), Error> {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let row = db.read(|tx| tx.one(&sql::OUT_OF_ORDER, params!["first", "second"]))?.expect("one row");
        let seen: Vec<String> = (0..3).map(|column| row.get(column)).collect::<Result<_, Error>>()?;
        assert_eq!(seen, ["second", "first", "first"], "{engine:?}");
    }
    Ok(())
}

#[test]
fn every_type_comes_back_as_it_went_in() -> Result<(), Error> {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let digest = [7_u8; 32];
        db.write(move |tx| tx.exec(&sql::INSERT, params!["カート", i64::MIN, digest, true]))?;
        let row = db.read(|tx| tx.one(&sql::FIND, params!["カート"]))?.expect("the row just stored");
        assert_eq!(row.get::<String>(0)?, "カート");
        assert_eq!(row.get::<i64>(1)?, i64::MIN);
        assert_eq!(row.get::<[u8; 32]>(2)?, digest);
        assert_eq!(row.get::<Vec<u8>>(2)?, digest);
        assert!(row.get::<bool>(3)?, "{engine:?}");
    }
    Ok(())
}

#[test]
fn null_goes_both_ways() -> Result<(), Error> {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let (number, bytes, truth) = (None::<i64>, None::<Vec<u8>>, None::<bool>);
        db.write(move |tx| tx.exec(&sql::INSERT, params!["a", number, bytes, truth]))?;
        let row = db.read(|tx| tx.one(&sql::FIND, params!["a"]))?.expect("the row just stored");
        assert_eq!(row.get::<Option<i64>>(1)?, None);
        assert_eq!(row.get::<Option<Vec<u8>>>(2)?, None);
        assert_eq!(row.get::<Option<bool>>(3)?, None, "{engine:?}");
    }
    Ok(())
}

#[test]
fn a_wrong_type_is_an_error_that_names_statement_and_column() -> Result<(), Error> {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        db.write(|tx| tx.exec(&sql::INSERT, params!["a", -1_i64, None::<&[u8]>, false]))?;
        let row = db.read(|tx| tx.one(&sql::FIND, params!["a"]))?.expect("the row just stored");
        let told = row.get::<u32>(1).expect_err("-1 is no u32").to_string();
        assert_eq!(told, "FIND: column 1 (number) holds the number -1, wanted a number from 0 to 4294967295");
        let told = row.get::<Vec<u8>>(2).expect_err("NULL is no bytes").to_string();
        assert_eq!(told, "FIND: column 2 (bytes) holds NULL, wanted bytes", "{engine:?}");
        assert!(row.get::<i64>(4).expect_err("no such column").to_string().contains("the row has 4 columns"));
    }
    Ok(())
}

#[test]
fn too_few_parameters_are_refused_before_the_engine_guesses() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let told = db.read(|tx| tx.one(&sql::FIND, &[])).expect_err("FIND takes one").to_string();
        assert_eq!(told, "FIND: takes 1 parameters, 0 given", "{engine:?}");
    }
}

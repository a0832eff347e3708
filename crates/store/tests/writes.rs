//! What a write promises, alone and among others.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Waker};
use std::thread;

use store::testing::{engines, fresh};
use store::{Db, Engine, Error, Migration, WriteTx, params};

const MIGRATIONS: &[Migration] = &[Migration {
    name: "0001_orders",
    sql: "CREATE TABLE placed (id {{TEXT}} NOT NULL PRIMARY KEY) {{STRICT}};
          CREATE TABLE line (
              placed {{TEXT}} NOT NULL REFERENCES placed (id) DEFERRABLE INITIALLY DEFERRED,
              quantity {{BIGINT}} NOT NULL CHECK (quantity > 0)
          ) {{STRICT}};
          CREATE TABLE counter (id {{TEXT}} NOT NULL PRIMARY KEY, n {{BIGINT}} NOT NULL) {{STRICT}};
          INSERT INTO counter (id, n) VALUES ('orders', 0);",
}];

mod sql {
    store::statements! {
        /// Places an order.
        pub(crate) PLACE = "INSERT INTO placed (id) VALUES ($1)";
        /// Places an order, and lets SQLite roll back everything if it is there already.
        pub(crate) PLACE_OR_ROLLBACK = "INSERT OR ROLLBACK INTO placed (id) VALUES ($1)";
        /// Adds a line, whose order is only looked for at COMMIT.
        pub(crate) ADD_LINE = "INSERT INTO line (placed, quantity) VALUES ($1, $2)";
        /// Every order.
        pub(crate) ORDERS = "SELECT id FROM placed ORDER BY id";
        /// Counts one more.
        pub(crate) COUNT_ONE = "UPDATE counter SET n = n + 1 WHERE id = 'orders' RETURNING n";
        /// How many were counted.
        pub(crate) COUNTED = "SELECT n FROM counter WHERE id = 'orders'";
    }
}

type Act = Box<dyn FnMut(&mut WriteTx<'_>) -> Result<(), Error> + Send>;

fn place(id: &'static str) -> Act {
    Box::new(move |tx| tx.exec(&sql::PLACE, params![id]).map(drop))
}

fn orders(db: &Db) -> Vec<String> {
    let rows = db.read(|tx| tx.all(&sql::ORDERS, &[])).expect("the orders are readable");
    rows.iter().map(|row| row.get(0).expect("an id")).collect()
}

/// Runs the acts at once; on SQLite in one group and in their order, because they queue up one after another
/// behind a write that waits for them.
fn together(db: &Db, acts: Vec<Act>) -> Vec<Result<(), Error>> {
    let (begun, queued) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let expected = if db.engine() == Engine::Sqlite { acts.len() } else { 0 };
    thread::scope(|scope| {
        let (here, go) = (Arc::clone(&begun), Arc::clone(&queued));
        let gate = scope.spawn(move || {
            db.write(move |_| {
                here.store(true, Ordering::SeqCst);
                while !go.load(Ordering::SeqCst) {
                    thread::yield_now();
                }
                Ok::<(), Error>(())
            })
        });
        while !begun.load(Ordering::SeqCst) {
            thread::yield_now();
        }
        let mut running = Vec::new();
        for act in acts {
            running.push(scope.spawn(|| db.write(act)));
            while db.waiting() < running.len().min(expected) {
                thread::yield_now();
            }
        }
        queued.store(true, Ordering::SeqCst);
        let outcomes = running.into_iter().map(|run| run.join().expect("an act's thread ends")).collect();
        gate.join().expect("the gate's thread ends").expect("the gate writes nothing");
        outcomes
    })
}

#[test]
fn one_failing_act_of_a_group_fails_alone() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let refusing: Act = Box::new(|tx| {
            tx.exec(&sql::PLACE, params!["refused"])?;
            Err(Error::Settings { reason: "not today".to_owned() })
        });
        let broken: Act = Box::new(|tx| tx.exec(&sql::ADD_LINE, params!["a", 0]).map(drop));
        let outcomes = together(&db, vec![place("a"), refusing, place("b"), broken, place("c")]);
        assert!(matches!(outcomes[1], Err(Error::Settings { .. })), "{engine:?}: {outcomes:?}");
        assert!(matches!(outcomes[3], Err(Error::Check { .. })), "{engine:?}: {outcomes:?}");
        assert!([0, 2, 4].iter().all(|place| outcomes[*place].is_ok()), "{engine:?}: {outcomes:?}");
        assert_eq!(orders(&db), ["a", "b", "c"], "{engine:?}");
    }
}

#[test]
fn a_group_runs_again_only_where_something_has_to_be_undone() {
    for (changes_first, runs_wanted) in [(false, 1), (true, 2)] {
        let db = fresh(Engine::Sqlite, MIGRATIONS);
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        let before: Act = Box::new(move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            tx.exec(&sql::PLACE, params!["a"]).map(drop)
        });
        let refusing: Act = Box::new(move |tx| {
            if changes_first {
                tx.exec(&sql::PLACE, params!["refused"])?;
            }
            Err(Error::Settings { reason: "not today".to_owned() })
        });
        let outcomes = together(&db, vec![before, refusing, place("b")]);
        assert!(matches!(outcomes[1], Err(Error::Settings { .. })), "{outcomes:?}");
        assert_eq!(orders(&db), ["a", "b"]);
        assert_eq!(runs.load(Ordering::SeqCst), runs_wanted, "changes first: {changes_first}");
    }
}

#[test]
fn who_loses_a_race_for_a_unique_place_runs_again() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        db.write(place("a")).expect("the place is taken");
        let mut runs = 0;
        let raced = db.write(move |tx| {
            runs += 1;
            tx.exec_racing(&sql::PLACE, params![if runs == 1 { "a" } else { "b" }])?;
            Ok::<u32, Error>(runs)
        });
        assert_eq!(raced.expect("the second run finds a free place"), 2, "{engine:?}");
        let lost: Act = Box::new(|tx| tx.exec_racing(&sql::PLACE, params!["a"]).map(drop));
        assert!(db.write(lost).expect_err("it stays taken").is_conflict(), "{engine:?}");
        let lost: Act = Box::new(|tx| tx.returning_racing(&sql::PLACE, params!["a"]).map(drop));
        assert!(db.write(lost).expect_err("it stays taken").is_conflict(), "{engine:?}");
        assert_eq!(orders(&db), ["a", "b"], "{engine:?}");
    }
}

#[test]
fn a_write_that_nobody_waits_for_is_done_all_the_same() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        {
            let mut asked = Box::pin(db.write_soon(place("left alone")));
            let mut context = Context::from_waker(Waker::noop());
            // After this the writer of SQLite has it; on PostgreSQL it is done.
            let first = asked.as_mut().poll(&mut context);
            assert!(engine == Engine::Sqlite || first.is_ready());
        }
        db.write(place("next")).expect("the one behind it");
        assert_eq!(orders(&db), ["left alone", "next"], "{engine:?}");
    }
}

#[test]
fn a_failing_commit_fails_its_whole_group() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        // The product has no deferred constraints; here one makes the engine itself refuse the COMMIT.
        let dangling: Act = Box::new(|tx| tx.exec(&sql::ADD_LINE, params!["nobody's", 1]).map(drop));
        let refusing: Act =
            Box::new(|_| Err(Error::Settings { reason: "told by what was undone".to_owned() }));
        let outcomes = together(&db, vec![place("a"), dangling, place("b"), refusing]);
        let lost: Vec<bool> =
            outcomes.iter().map(|outcome| matches!(outcome, Err(Error::ForeignKey { .. }))).collect();
        match engine {
            Engine::Sqlite => {
                assert_eq!(lost, [true, true, true, true], "{outcomes:?}");
                assert!(orders(&db).is_empty());
            }
            Engine::Postgres => {
                assert_eq!(lost, [false, true, false, false], "{outcomes:?}");
                assert_eq!(orders(&db), ["a", "b"]);
            }
        }
        db.write(place("later")).expect("the next group is not held up");
    }
}

#[test]
fn a_write_that_takes_its_group_with_it_does_not_take_the_others() {
    let db = fresh(Engine::Sqlite, MIGRATIONS);
    db.write(place("taken")).expect("an order");
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let before: Act = Box::new(move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        tx.exec(&sql::PLACE, params!["a"]).map(drop)
    });
    let vanishing: Act = Box::new(|tx| tx.exec(&sql::PLACE_OR_ROLLBACK, params!["taken"]).map(drop));
    let outcomes = together(&db, vec![before, vanishing, place("b")]);
    assert!(outcomes[0].is_ok() && outcomes[2].is_ok(), "{outcomes:?}");
    assert!(matches!(outcomes[1], Err(Error::Unique { .. })), "{outcomes:?}");
    assert_eq!(runs.load(Ordering::SeqCst), 2, "undone with its group, then run again");
    assert_eq!(orders(&db), ["a", "b", "taken"]);
}

#[test]
fn a_panic_is_its_own_callers_error() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let panicking: Act = Box::new(|tx| {
            tx.exec(&sql::PLACE, params!["panicked"])?;
            panic!("a bug in an act");
        });
        let outcomes = together(&db, vec![place("a"), panicking, place("b")]);
        assert!(outcomes[0].is_ok() && outcomes[2].is_ok(), "{engine:?}: {outcomes:?}");
        let Err(Error::Panicked { message }) = &outcomes[1] else { panic!("{engine:?}: {outcomes:?}") };
        assert_eq!(message, "a bug in an act");
        assert_eq!(orders(&db), ["a", "b"], "{engine:?}");
    }
}

#[test]
fn the_first_engine_error_poisons_the_transaction() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        db.write(place("a")).expect("an order");
        let swallowing: Act = Box::new(|tx| {
            tx.exec(&sql::PLACE, params!["b"])?;
            let first = tx.exec(&sql::PLACE, params!["a"]).expect_err("it is there already");
            let second = tx.exec(&sql::PLACE, params!["c"]).expect_err("the transaction is poisoned");
            let third = tx.one(&sql::COUNTED, &[]).expect_err("for reading, too");
            assert_eq!((second.to_string(), third.to_string()), (first.to_string(), first.to_string()));
            assert_eq!(tx.statements(), 2);
            Ok(())
        });
        let outcome = db.write(swallowing);
        assert!(outcome.as_ref().is_err_and(Error::is_unique), "{engine:?}: {outcome:?}");
        assert_eq!(orders(&db), ["a"], "{engine:?}");
    }
}

#[test]
fn counting_from_many_threads_loses_nothing() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        db.write(|tx| tx.returning(&sql::COUNT_ONE, &[]).map(drop)).expect("counted");
                    }
                });
            }
        });
        let row = db.read(|tx| tx.one(&sql::COUNTED, &[])).expect("readable").expect("the counter");
        assert_eq!(row.get::<i64>(0).expect("a number"), 200, "{engine:?}");
    }
}

#[test]
fn what_was_written_is_there_after_opening_again() {
    for engine in engines() {
        let mut db = fresh(engine, MIGRATIONS);
        db.write(place("kept")).expect("an order");
        db.reopen();
        assert_eq!(orders(&db), ["kept"], "{engine:?}");
    }
}

#[test]
fn a_transaction_inside_another_is_refused_before_it_waits_for_itself() {
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let inner = db.clone();
        let outcome = db.write(move |_| inner.write(place("inner")));
        assert!(matches!(outcome, Err(Error::Nested)), "{engine:?}: {outcome:?}");
        let outcome = db.read(|_| db.ping());
        assert!(matches!(outcome, Err(Error::Nested)), "{engine:?}: {outcome:?}");
        db.write(place("after")).expect("the thread may write again");
    }
}

#[test]
fn a_statement_that_ends_the_transaction_is_refused() {
    const COMMIT: store::Statement = store::Statement { name: "COMMIT_NOW", sql: "COMMIT" };
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        let outcome = db.write(|tx| {
            tx.exec(&sql::PLACE, params!["half"])?;
            tx.exec(&COMMIT, &[])
        });
        assert!(matches!(outcome, Err(Error::Engine { .. })), "{engine:?}: {outcome:?}");
        assert!(orders(&db).is_empty(), "{engine:?}");
    }
}

#[test]
fn every_statement_is_prepared_against_the_schema() {
    const MISSPELT: store::Statement = store::Statement { name: "MISSPELT", sql: "SELECT idd FROM placed" };
    const QUOTED: store::Statement = store::Statement { name: "QUOTED", sql: "SELECT \"text\" FROM placed" };
    for engine in engines() {
        let db = fresh(engine, MIGRATIONS);
        for statement in sql::ALL.iter().filter(|statement| **statement != &sql::PLACE_OR_ROLLBACK) {
            db.prepare(statement).expect("a good statement");
        }
        for wrong in [MISSPELT, QUOTED] {
            let told = db.prepare(&wrong).expect_err("a wrong statement").to_string();
            assert!(told.starts_with(wrong.name), "{engine:?}: {told}");
        }
    }
}

//! Running a whole transaction again, and what its closure's outcome means.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use crate::Error;

/// How often a closure is run before its conflict is the caller's.
pub(crate) const TRIES: u32 = 8;

/// What is to become of a transaction whose closure has ended.
pub(crate) enum Settled<T, E> {
    /// Keep it and answer with this.
    Commit(T),
    /// Undo it; the closure's own answer.
    Undo(E),
    /// Undo it; the engine's error, or the panic, whatever the closure made of it.
    Failed(Error),
}

/// Runs a closure for one transaction and settles what it left behind. `finish` takes the transaction apart and
/// hands out its remembered engine error.
pub(crate) fn settle<X, T, E>(
    mut tx: X,
    run: impl FnOnce(&mut X) -> Result<T, E>,
    finish: impl FnOnce(X) -> Option<Error>,
) -> Settled<T, E> {
    let Some(_inside) = Inside::enter() else { return Settled::Failed(Error::Nested) };
    // A closure that panicked is never run again, so nobody sees what it left half done.
    let outcome = catch_unwind(AssertUnwindSafe(|| run(&mut tx)));
    match (outcome, finish(tx)) {
        (Err(payload), _) => Settled::Failed(Error::panicked(&*payload)),
        (Ok(Err(_)), Some(first)) if first.is_conflict() => Settled::Failed(first),
        (Ok(Ok(_)), Some(first)) => Settled::Failed(first),
        (Ok(Err(own)), _) => Settled::Undo(own),
        (Ok(Ok(value)), None) => Settled::Commit(value),
    }
}

/// Tries a whole transaction until it ends otherwise than by a conflict, at most [`TRIES`] times.
pub(crate) fn until_settled<T>(mut attempt: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
    refuse_nested()?;
    let mut tried = 1;
    loop {
        match attempt() {
            Ok(answer) => return Ok(answer),
            Err(error) if error.is_conflict() && tried < TRIES => {
                tracing::debug!(tried, %error, "transaction runs again");
                std::thread::sleep(pause(tried));
                tried += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

/// A transaction opens no other one.
pub(crate) fn refuse_nested() -> Result<(), Error> {
    if Inside::is_inside() { Err(Error::Nested) } else { Ok(()) }
}

/// A random wait below 2, 4, 8, .. ms, so that transactions that met once do not meet again in step.
fn pause(tried: u32) -> Duration {
    let most = 1_000_u64 << tried.min(TRIES);
    Duration::from_micros(getrandom::u64().map_or(most, |chance| chance % most))
}

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Marks the thread as running a transaction's closure.
struct Inside;

impl Inside {
    fn enter() -> Option<Inside> {
        (!INSIDE.replace(true)).then_some(Inside)
    }

    fn is_inside() -> bool {
        INSIDE.get()
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        INSIDE.set(false);
    }
}

//! Closures of all kinds as one kind, so that what runs them is compiled once and not for each act.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{ReadTx, WriteTx};

/// Marks a closure that refused: its own answer lies in its slot.
pub(crate) struct Undone;

/// What is run in a transaction that reads.
pub(crate) type Look<'a> = dyn FnMut(&mut ReadTx<'_>) -> Result<(), Undone> + 'a;

/// What is run in a transaction that writes.
pub(crate) type Job = dyn FnMut(&mut WriteTx<'_>) -> Result<(), Undone> + Send;

/// A job that may run on another thread than the one that waits for it.
pub(crate) type SharedJob = Arc<Mutex<Job>>;

/// Where a write's own answer will lie.
pub(crate) type Slot<T, E> = Arc<Mutex<Option<Result<T, E>>>>;

/// Keeps the closure's own answer, whichever it is.
pub(crate) fn keep<T, E>(slot: &mut Option<Result<T, E>>, outcome: Result<T, E>) -> Result<(), Undone> {
    let kept = outcome.is_ok();
    *slot = Some(outcome);
    if kept { Ok(()) } else { Err(Undone) }
}

/// A write's job, and where its answer will lie.
pub(crate) fn shared<T, E>(
    mut f: impl FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
) -> (SharedJob, Slot<T, E>)
where
    T: Send + 'static,
    E: Send + 'static,
{
    let slot = Arc::new(Mutex::new(None));
    let answer = Arc::clone(&slot);
    let job: SharedJob = Arc::new(Mutex::new(move |tx: &mut WriteTx<'_>| {
        let outcome = f(tx);
        keep(&mut lock(&slot), outcome)
    }));
    (job, answer)
}

pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

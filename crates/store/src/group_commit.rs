//! One fair writer for the embedded engine: writes that queue up while a COMMIT runs share the next one.
//!
//! There is no writer thread and no timer. The first caller to find nobody writing leads: it takes what is
//! queued, its own write first, runs each in a savepoint, commits once, answers everyone, and hands the lead to
//! the first caller still waiting. So a write alone pays no thread hop, and many pay one `fsync` together.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::retry::{Settled, settle};
use crate::sqlite::Connection;
use crate::tx::Session;
use crate::{Error, WriteTx};

type Job = Box<dyn FnMut(&mut WriteTx<'_>) -> Result<(), Undone> + Send>;

/// Marks a closure that refused: its own answer is kept by whoever made the job.
pub(crate) struct Undone;

/// The queue of writes and the only connection that writes.
pub(crate) struct GroupCommit {
    writer: Mutex<Connection>,
    most: usize,
    line: Mutex<Line>,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<Member>,
    led: bool,
}

impl GroupCommit {
    pub(crate) fn new(writer: Connection, most: usize) -> GroupCommit {
        GroupCommit { writer: Mutex::new(writer), most: most.max(1), line: Mutex::default() }
    }

    /// Runs one closure in a group's transaction, on this thread or another caller's. Returns after the COMMIT
    /// that holds it, or with the reason why nothing of it was kept.
    pub(crate) fn write<T, E>(&self, f: &Closure<T, E>) -> Result<Result<T, E>, Error>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let answer = Arc::new(Mutex::new(None));
        let (closure, slot) = (Arc::clone(f), Arc::clone(&answer));
        let job: Job = Box::new(move |tx| {
            let outcome = lock(&closure)(tx);
            let kept = outcome.is_ok();
            *lock(&slot) = Some(outcome);
            if kept { Ok(()) } else { Err(Undone) }
        });
        self.submit(job)?;
        let outcome = lock(&answer).take();
        outcome.ok_or_else(|| Error::engine("WRITE", "the closure was never run"))
    }

    /// Uses the writing connection between two groups.
    pub(crate) fn connection<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&lock(&self.writer))
    }

    /// How many writes wait for the group after this one.
    #[cfg(feature = "testing")]
    pub(crate) fn waiting(&self) -> usize {
        lock(&self.line).waiting.len()
    }

    fn submit(&self, job: Job) -> Result<(), Error> {
        let seat = Arc::new(Seat::default());
        let leads = {
            let mut line = lock(&self.line);
            line.waiting.push_back(Member { job, seat: Arc::clone(&seat), verdict: None });
            !std::mem::replace(&mut line.led, true)
        };
        if leads || seat.is_told_to_lead() {
            self.lead();
        }
        seat.answer()
    }

    /// Runs one group. The caller's own write is the first in line, so it is in this group.
    fn lead(&self) {
        let _hand_over = HandOver(self);
        let mut group: Vec<Member> = {
            let mut line = lock(&self.line);
            let size = line.waiting.len().min(self.most);
            line.waiting.drain(..size).collect()
        };
        run(&lock(&self.writer), &mut group);
    }
}

/// Whatever happens to the leader, the next in line takes over.
struct HandOver<'a>(&'a GroupCommit);

impl Drop for HandOver<'_> {
    fn drop(&mut self) {
        let mut line = lock(&self.0.line);
        match line.waiting.front() {
            Some(next) => next.seat.tell(Turn::Lead),
            None => line.led = false,
        }
    }
}

/// A caller's closure, shared with the thread that leads while the caller waits.
pub(crate) type Closure<T, E> = Arc<Mutex<dyn FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send>>;

/// One write in a group. Dropped, it answers its caller.
struct Member {
    job: Job,
    seat: Arc<Seat>,
    /// Set when it must not run again in this group.
    verdict: Option<Result<(), Error>>,
}

impl Drop for Member {
    fn drop(&mut self) {
        let unanswered = || Err(Error::Panicked { message: "the leader of the group panicked".to_owned() });
        self.seat.tell(Turn::Done(self.verdict.take().unwrap_or_else(unanswered)));
    }
}

/// Runs the group until one COMMIT holds every member that did not fail by itself.
fn run(writer: &Connection, group: &mut [Member]) {
    loop {
        match attempt(writer, group) {
            Ok(outcomes) => {
                let left = group.iter_mut().filter(|member| member.verdict.is_none());
                left.zip(outcomes).for_each(|(member, outcome)| member.verdict = Some(outcome));
                return;
            }
            Err(Broken::Transaction(error)) => {
                if !writer.is_autocommit() {
                    let undone = writer.control("ROLLBACK");
                    tracing::error!(%error, ?undone, "a group of writes was not kept");
                }
                let left = group.iter_mut().filter(|member| member.verdict.is_none());
                left.for_each(|member| member.verdict = Some(Err(error.clone())));
                return;
            }
            Err(Broken::By(member, verdict)) => {
                tracing::warn!(
                    ?verdict,
                    "one write took its group's transaction with it; the others run again"
                );
                group[member].verdict = Some(verdict);
            }
        }
    }
}

/// Why a group's transaction is gone.
enum Broken {
    /// BEGIN, COMMIT or a savepoint failed: nobody's doing, everybody's error.
    Transaction(Error),
    /// The member at this place made the engine roll everything back.
    By(usize, Result<(), Error>),
}

impl From<Error> for Broken {
    fn from(error: Error) -> Broken {
        Broken::Transaction(error)
    }
}

/// One transaction with every member that has no verdict yet; their outcomes in order.
fn attempt(writer: &Connection, group: &mut [Member]) -> Result<Vec<Result<(), Error>>, Broken> {
    if !writer.is_autocommit() {
        writer.control("ROLLBACK")?;
    }
    writer.control("BEGIN IMMEDIATE")?;
    // Alone, an act needs no savepoint: its transaction is its own.
    let alone = group.iter().filter(|member| member.verdict.is_none()).count() == 1;
    let mut outcomes = Vec::with_capacity(group.len());
    for (place, member) in group.iter_mut().enumerate().filter(|(_, member)| member.verdict.is_none()) {
        if !alone {
            writer.control("SAVEPOINT act")?;
        }
        let tx = WriteTx::new(Session::Sqlite(writer));
        let settled = settle(tx, |tx| (member.job)(tx), WriteTx::into_failure);
        let kept = matches!(settled, Settled::Commit(()));
        let outcome = match settled {
            Settled::Failed(error) => Err(error),
            Settled::Commit(()) | Settled::Undo(Undone) => Ok(()),
        };
        if writer.is_autocommit() {
            let gone = || Err(Error::engine("WRITE", "the engine rolled the transaction back"));
            return Err(Broken::By(place, if kept { gone() } else { outcome }));
        }
        match (kept, alone) {
            (true, true) => {}
            (false, true) => writer.control("ROLLBACK")?,
            (true, false) => writer.control("RELEASE act")?,
            (false, false) => {
                writer.control("ROLLBACK TO act")?;
                writer.control("RELEASE act")?;
            }
        }
        match outcome {
            panicked @ Err(Error::Panicked { .. }) => member.verdict = Some(panicked),
            outcome => outcomes.push(outcome),
        }
    }
    if !writer.is_autocommit() {
        writer.control("COMMIT")?;
    }
    Ok(outcomes)
}

/// Where a caller waits for its answer, or for its turn to lead.
#[derive(Default)]
struct Seat {
    turn: Mutex<Turn>,
    told: Condvar,
}

#[derive(Default)]
enum Turn {
    #[default]
    Wait,
    Lead,
    Done(Result<(), Error>),
}

impl Seat {
    fn tell(&self, turn: Turn) {
        *lock(&self.turn) = turn;
        self.told.notify_one();
    }

    /// Waits for an answer or for the lead; whether it is the lead.
    fn is_told_to_lead(&self) -> bool {
        let waits = |turn: &mut Turn| matches!(turn, Turn::Wait);
        let turn = self.told.wait_while(lock(&self.turn), waits).unwrap_or_else(PoisonError::into_inner);
        matches!(*turn, Turn::Lead)
    }

    fn answer(&self) -> Result<(), Error> {
        match std::mem::take(&mut *lock(&self.turn)) {
            Turn::Done(verdict) => verdict,
            Turn::Wait | Turn::Lead => Err(Error::engine("WRITE", "the group ended without an answer")),
        }
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

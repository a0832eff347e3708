//! One fair writer for the embedded engine: writes that queue up while a COMMIT runs share the next one.
//!
//! One thread holds the only connection that writes. It takes what is queued, runs it in the order in which it
//! came, commits once, and answers everyone; there is no timer. Callers wait for their answer without a thread of
//! their own, so many writes pay one `fsync` and no thread each.
//!
//! A group first runs without savepoints. An act that refuses before it has changed anything leaves nothing
//! behind, which is how most refusals go; where one refuses later, or the engine refuses it, the whole group is
//! rolled back and runs again with a savepoint for each act.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread::JoinHandle;

use crate::job::{SharedJob, Undone, lock};
use crate::retry::{Settled, settle};
use crate::sqlite::Connection;
use crate::tx::Session;
use crate::{Error, WriteTx};

/// The queue of writes and the thread that works it off. Dropped, it does what is queued and ends.
pub(crate) struct GroupCommit {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    writer: Mutex<Connection>,
    most: usize,
    line: Mutex<Line>,
    queued: Condvar,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<Member>,
    closed: bool,
}

impl GroupCommit {
    /// Starts the thread.
    ///
    /// # Errors
    /// [`Error::Down`] when the system gives no thread.
    pub(crate) fn new(writer: Connection, most: usize) -> Result<GroupCommit, Error> {
        let shared = Arc::new(Shared {
            writer: Mutex::new(writer),
            most: most.max(1),
            line: Mutex::default(),
            queued: Condvar::new(),
        });
        let work = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || work.work_off())
            .map_err(|error| Error::down(format!("no thread for writing: {error}")))?;
        Ok(GroupCommit { shared, thread: Some(thread) })
    }

    /// Queues one job for a group's transaction, on the writer's thread. The answer comes after the COMMIT that
    /// holds it or after it was undone, or with the reason why nothing of it was kept.
    pub(crate) fn write(&self, job: &SharedJob) -> Writing {
        let seat = Arc::new(Seat::default());
        let member = Member { job: Arc::clone(job), seat: Arc::clone(&seat), verdict: None };
        lock(&self.shared.line).waiting.push_back(member);
        self.shared.queued.notify_one();
        Writing(seat)
    }

    /// Uses the writing connection between two groups.
    pub(crate) fn connection<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&lock(&self.shared.writer))
    }

    /// How many writes wait for the group after this one.
    #[cfg(feature = "testing")]
    pub(crate) fn waiting(&self) -> usize {
        lock(&self.shared.line).waiting.len()
    }
}

impl Drop for GroupCommit {
    fn drop(&mut self) {
        lock(&self.shared.line).closed = true;
        self.shared.queued.notify_one();
        // A closure may have held the last handle of the database: then this is the writer's own thread.
        let others = |thread: &JoinHandle<()>| thread.thread().id() != std::thread::current().id();
        if let Some(thread) = self.thread.take().filter(others) {
            // A panic of the writer was told to whoever it concerned.
            thread.join().ok();
        }
    }
}

impl Shared {
    fn work_off(&self) {
        while let Some(mut group) = self.next_group() {
            // Dropping the group answers everyone in it, after a panic too.
            catch_unwind(AssertUnwindSafe(|| run(&lock(&self.writer), &mut group))).ok();
        }
    }

    /// What is queued, as soon as something is; none once nothing more can come.
    fn next_group(&self) -> Option<Vec<Member>> {
        let idle = |line: &mut Line| line.waiting.is_empty() && !line.closed;
        let mut line = self.queued.wait_while(lock(&self.line), idle).unwrap_or_else(PoisonError::into_inner);
        let size = line.waiting.len().min(self.most);
        let group: Vec<Member> = line.waiting.drain(..size).collect();
        (!group.is_empty()).then_some(group)
    }
}

/// A write on its way to its COMMIT. Dropping it stops nothing: the write is done all the same.
pub(crate) struct Writing(Arc<Seat>);

impl Future for Writing {
    type Output = Result<(), Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll(context)
    }
}

/// One write in a group. Dropped, it answers its caller.
struct Member {
    job: SharedJob,
    seat: Arc<Seat>,
    /// Set when it must not run again in this group.
    verdict: Option<Result<(), Error>>,
}

impl Drop for Member {
    fn drop(&mut self) {
        let unanswered = || Err(Error::Panicked { message: "the group's writer panicked".to_owned() });
        self.seat.tell(self.verdict.take().unwrap_or_else(unanswered));
    }
}

/// Runs the group until one COMMIT holds every member that did not fail by itself.
fn run(writer: &Connection, group: &mut [Member]) {
    let mut apart = false;
    loop {
        match attempt(writer, group, apart) {
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
            Err(Broken::Apart) => apart = true,
        }
    }
}

/// Why a group's transaction is gone.
enum Broken {
    /// BEGIN, COMMIT or a savepoint failed: nobody's doing, everybody's error.
    Transaction(Error),
    /// The member at this place made the engine roll everything back.
    By(usize, Result<(), Error>),
    /// A member has to be undone alone, so each needs a savepoint of its own.
    Apart,
}

impl From<Error> for Broken {
    fn from(error: Error) -> Broken {
        Broken::Transaction(error)
    }
}

/// One transaction with every member that has no verdict yet, `apart` in savepoints; their outcomes in order.
fn attempt(writer: &Connection, group: &mut [Member], apart: bool) -> Result<Vec<Result<(), Error>>, Broken> {
    if !writer.is_autocommit() {
        writer.control("ROLLBACK")?;
    }
    writer.control("BEGIN IMMEDIATE")?;
    let mut outcomes = Vec::with_capacity(group.len());
    for (place, member) in group.iter_mut().enumerate().filter(|(_, member)| member.verdict.is_none()) {
        if apart {
            writer.control("SAVEPOINT act")?;
        }
        let changes = writer.changes();
        let tx = WriteTx::new(Session::Sqlite(writer));
        let settled = settle(tx, &mut *lock(&member.job), WriteTx::into_failure);
        let kept = matches!(settled, Settled::Commit(()));
        let outcome = match settled {
            Settled::Failed(error) => Err(error),
            Settled::Commit(()) | Settled::Undo(Undone) => Ok(()),
        };
        if writer.is_autocommit() {
            let gone = || Err(Error::engine("WRITE", "the engine rolled the transaction back"));
            return Err(Broken::By(place, if kept { gone() } else { outcome }));
        }
        let panicked = matches!(outcome, Err(Error::Panicked { .. }));
        match (kept, apart) {
            (true, true) => writer.control("RELEASE act")?,
            (false, true) => {
                writer.control("ROLLBACK TO act")?;
                writer.control("RELEASE act")?;
            }
            (true, false) => {}
            (false, false) if writer.changes() == changes => {}
            // Never run again, so that nobody sees what it left half done.
            (false, false) if panicked => return Err(Broken::By(place, outcome)),
            (false, false) => return Err(Broken::Apart),
        }
        if panicked {
            member.verdict = Some(outcome);
        } else {
            outcomes.push(outcome);
        }
    }
    writer.control("COMMIT")?;
    Ok(outcomes)
}

/// Where a caller waits for its answer.
#[derive(Default)]
struct Seat(Mutex<Turn>);

#[derive(Default)]
struct Turn {
    verdict: Option<Result<(), Error>>,
    waker: Option<Waker>,
}

impl Seat {
    fn tell(&self, verdict: Result<(), Error>) {
        let waker = {
            let mut turn = lock(&self.0);
            turn.verdict = Some(verdict);
            turn.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn poll(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let mut turn = lock(&self.0);
        match turn.verdict.take() {
            Some(verdict) => Poll::Ready(verdict),
            None => {
                turn.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

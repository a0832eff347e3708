//! Where requests come in: tabs, cookies and tokens become a caller; bodies become acts and asks; problems
//! become answers. Nothing is decided here.

pub mod arrival;
pub mod base;
pub mod cookies;
pub mod csrf;
pub mod form;
pub mod headers;
pub mod input;
pub mod problem;
pub mod stream;
pub mod whole;

use std::sync::Arc;

use shop::desk::{Ask, Caller, Desk, Recorded};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use tokio::sync::Semaphore;

pub use arrival::Arrival;
pub use cookies::Jar;
pub use form::Form;

/// How many requests may be in the store at once, and how many may wait for it.
#[derive(Clone)]
pub struct Gate {
    places: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl Gate {
    /// A gate with this many places and a queue eight times as long.
    pub fn new(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), queue: Arc::new(Semaphore::new(places * 8)) }
    }

    /// Answers an ask of the shop. One that only reads a store within this process is as quick as the rest of
    /// the request, and stays on its thread; all others go as [`Gate::run`] has them go.
    pub async fn ask<A: Ask>(&self, desk: &Desk, caller: &Caller, ask: &A) -> Result<A::Out, Problem> {
        if A::RECORDED != Recorded::ByStaff && desk.reads_at_once() {
            return desk.ask(caller, ask);
        }
        self.run(|| desk.ask(caller, ask)).await
    }

    /// Runs synchronous work of the shop. The place is taken before the thread is blocked, so a busy store
    /// makes requests wait, not threads; when the queue is full, the answer is 503.
    pub async fn run<T>(&self, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
        let full = || Problem::new(&kinds::UNAVAILABLE, "The shop is busy. Nothing was changed. Try again.");
        let _place = match self.places.try_acquire() {
            Ok(place) => place,
            Err(_) => {
                let _waiting = self.queue.try_acquire().map_err(|_| full())?;
                self.places.acquire().await.map_err(|_| full())?
            }
        };
        tokio::task::block_in_place(work)
    }
}

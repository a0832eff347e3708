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

use axum::Router;

use shop::desk::{Act, Acting, Answer, Ask, Caller, Desk, Once};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::App;

pub use arrival::Arrival;
pub use cookies::Jar;
pub use form::Form;

/// Routes with what every request goes through before them: whole bodies, headers of every answer.
pub(crate) fn layered(routes: Router<App>, app: App) -> Router {
    routes
        .layer(axum::extract::DefaultBodyLimit::max(whole::MOST))
        .layer(axum::middleware::from_fn_with_state(app.clone(), whole::whole))
        .layer(axum::middleware::from_fn_with_state(app.clone(), headers::secure))
        .with_state(app)
}

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

    /// Does an act; see [`Gate::answer`].
    pub async fn act<A: Act>(
        &self,
        desk: &Desk,
        caller: &Caller,
        act: A,
        once: Option<Once>,
    ) -> Result<A::Out, Problem> {
        self.answer(desk, caller, act, once).await?.out()
    }

    /// Does an act, and says whether it was done now. Where the store is a part of this process nothing waits for
    /// it but this request; it is done to its end even when whoever asked for it has gone away.
    pub async fn answer<A: Act>(
        &self,
        desk: &Desk,
        caller: &Caller,
        act: A,
        once: Option<Once>,
    ) -> Result<Answer<A::Out>, Problem> {
        if A::PREPARES || !desk.reads_at_once() {
            return self.run(|| desk.act(caller, act, once)).await;
        }
        let place = self.place().await?;
        let (desk, caller) = (desk.clone(), caller.clone());
        let acting = tokio::spawn(async move {
            let _place = place;
            desk.act_soon(caller, act, once).await
        });
        let broken = |_| Problem::new(&kinds::INTERNAL, "That did not work. Nothing was changed. Try again.");
        acting.await.map_err(broken)?
    }

    /// Answers an ask of the shop. Where the store is a part of this process, reading it is as quick as the rest
    /// of the request and stays on its thread.
    pub async fn ask<A: Ask>(&self, desk: &Desk, caller: &Caller, ask: &A) -> Result<A::Out, Problem> {
        if desk.reads_at_once() {
            return desk.ask_soon(caller, ask).await;
        }
        self.run(|| desk.ask(caller, ask)).await
    }

    /// Who is calling; read like an ask.
    pub async fn who(&self, desk: &Desk, caller: &Caller) -> Result<Acting, Problem> {
        if desk.reads_at_once() {
            return desk.who_soon(caller).await;
        }
        self.run(|| desk.who(caller)).await
    }

    /// Runs synchronous work of the shop. The place is taken before the thread is blocked, so a busy store
    /// makes requests wait, not threads; when the queue is full, the answer is 503.
    pub async fn run<T>(&self, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
        let _place = self.place().await?;
        tokio::task::block_in_place(work)
    }

    async fn place(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let full = || Problem::new(&kinds::UNAVAILABLE, "The shop is busy. Nothing was changed. Try again.");
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(place);
        }
        let _waiting = self.queue.try_acquire().map_err(|_| full())?;
        Arc::clone(&self.places).acquire_owned().await.map_err(|_| full())
    }
}

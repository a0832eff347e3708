//! How an act goes through the door, step by step. Asks: [`super::view`].

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::act::{Act, Fault, Look, Refusal};
use super::acting::{Acting, Caller};
use super::before::Before;
use super::enter::{Entered, NoEntry, enter, expired};
use super::numbers::Series;
use super::once::{self, Claim, Once};
use super::permission::{Needs, permits};
use super::work::{Noted, Work};
use super::{Desk, House};
use crate::audit::leaf::Outcome;
use crate::audit::record::{Entry, erase};
use crate::events::{self, Sent};
use crate::kernel::Timestamp;
use crate::kernel::id::{CustomerId, TenantId};
use crate::kernel::problem::{self, Problem};

/// What an act answered.
#[derive(Debug)]
pub struct Answer<T> {
    body: Body<T>,
    /// Statements it took, without begin, savepoint and commit.
    pub statements: usize,
}

#[derive(Debug)]
enum Body<T> {
    Fresh(T),
    Replayed(Vec<u8>),
}

impl<T: DeserializeOwned> Answer<T> {
    /// Whether this answers a repeat from memory, so that nothing was done now.
    pub fn is_replay(&self) -> bool {
        matches!(self.body, Body::Replayed(_))
    }

    /// The answer itself.
    pub fn out(self) -> Result<T, Problem> {
        match self.body {
            Body::Fresh(out) => Ok(out),
            Body::Replayed(bytes) => serde_json::from_slice(&bytes)
                .map_err(|_| Problem::new(&problem::INTERNAL, "A stored answer cannot be read.")),
        }
    }
}

/// What became of one attempt that is to be committed.
pub(super) enum Attempt<T> {
    Done { out: T, sent: Vec<Sent>, bumped: Vec<(TenantId, &'static str, i64)>, jobs: bool, dry: Vec<Series> },
    Replay(Vec<u8>),
    Kept(Problem),
}

/// What became of one attempt that is to be rolled back.
pub(super) enum Abort {
    Refused { problem: Problem, who: Option<Box<Acting>>, about: Option<CustomerId> },
    Store(store::Error),
}

impl From<store::Error> for Abort {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<NoEntry> for Abort {
    fn from(no: NoEntry) -> Self {
        match no {
            NoEntry::Problem(problem) => Self::Refused { problem, who: None, about: None },
            NoEntry::Store(error) => Self::Store(error),
        }
    }
}

/// A fault of the store as callers see it: 503 where trying again helps, 500 where it does not.
pub(crate) fn fault(error: &store::Error) -> Problem {
    if matches!(error, store::Error::InDoubt { .. }) {
        tracing::warn!(%error, "store lost while it was told to keep a change");
        Problem::new(
            &problem::IN_DOUBT,
            "The shop lost touch with its data just as this was stored. It may be done: look before you do it again. \
             The same request with the same Idempotency-Key is safe.",
        )
    } else if error.is_down() || error.is_conflict() {
        tracing::warn!(%error, "store unavailable");
        Problem::new(
            &problem::UNAVAILABLE,
            "The shop cannot reach its data right now. Nothing was changed. Try again.",
        )
    } else {
        tracing::error!(%error, "store fault");
        Problem::new(&problem::INTERNAL, "That did not work. Nothing was changed. Try again.")
    }
}

impl Desk {
    /// Does `act` for `caller`; with `once`, a repeat of the same request is answered from memory.
    pub fn act<A: Act>(
        &self,
        caller: &Caller,
        mut act: A,
        once: Option<Once>,
    ) -> Result<Answer<A::Out>, Problem> {
        act.prepare(&Before { desk: self, caller })?;
        store::wait(self.act_soon(caller.clone(), act, once))
    }

    /// The same without holding the thread while the store writes, where the store allows that; for acts that
    /// prepare nothing. Drop the future only with the process: what is told to others after the commit would
    /// be lost.
    pub async fn act_soon<A: Act>(
        &self,
        caller: Caller,
        act: A,
        once: Option<Once>,
    ) -> Result<Answer<A::Out>, Problem> {
        let asked = Arc::new(Asked { caller, act, once });
        let outcome = self.0.db.write_soon(self.doing(&asked)).await;
        self.done(&asked, outcome).await
    }

    /// What the store runs for an act.
    fn doing<A: Act>(
        &self,
        asked: &Arc<Asked<A>>,
    ) -> impl FnMut(&mut store::WriteTx<'_>) -> Result<(Attempt<A::Out>, usize), Abort> + Send + use<A> {
        let (house, asked) = (Arc::clone(&self.0), Arc::clone(asked));
        move |tx| {
            let attempt = attempt(&house, &asked.caller, &asked.act, asked.once.as_ref(), tx)?;
            Ok((attempt, tx.statements()))
        }
    }

    /// What follows an act's commit or its undoing.
    async fn done<A: Act>(
        &self,
        asked: &Asked<A>,
        outcome: Result<(Attempt<A::Out>, usize), Abort>,
    ) -> Result<Answer<A::Out>, Problem> {
        let Asked { caller, act, once } = asked;
        match outcome {
            Ok((Attempt::Done { out, sent, bumped, jobs, dry }, statements)) => {
                for (tenant, name, version) in bumped {
                    self.0.learn(tenant, name, version);
                }
                if !sent.is_empty() {
                    self.0.fanout.publish(&sent);
                }
                if jobs {
                    self.0.fanout.jobs_waiting();
                }
                for series in dry {
                    if let Err(problem) = self.take_block(caller.tenant, series).await {
                        // The act stands; the next one takes its number by itself.
                        tracing::warn!(%problem, series = series.name, "no block of numbers taken");
                    }
                }
                Ok(Answer { body: Body::Fresh(out), statements })
            }
            Ok((Attempt::Replay(bytes), statements)) => {
                Ok(Answer { body: Body::Replayed(bytes), statements })
            }
            Ok((Attempt::Kept(problem), _)) => Err(problem),
            Err(Abort::Refused { problem, who, about }) => {
                if let Some(who) = who {
                    let details = is_recorded_refusal(&who, A::NEEDS).then(|| json!({ "act": act }));
                    let left = Undone { action: A::NAME, who: *who, about, details, once: once.clone() };
                    self.after_refusal(left, &problem).await?;
                }
                Err(problem)
            }
            Err(Abort::Store(error)) => Err(fault(&error)),
        }
    }

    /// Writes what remains of an act that was undone: its leaf where somebody's rights are concerned, and
    /// its answer for repeats.
    async fn after_refusal(&self, undone: Undone, problem: &Problem) -> Result<(), Problem> {
        let settles = problem.is_settled() && undone.once.is_some();
        if undone.details.is_none() && !settles {
            return Ok(());
        }
        let (house, problem) = (Arc::clone(&self.0), problem.clone());
        let written = self.0.db.write_soon(move |tx| {
            let Undone { action, who, about, details, once } = &undone;
            if let (true, Some(once)) = (settles, once)
                && let Ok(Claim::Mine) = once::claim(tx, who, action, once)?
            {
                once::settle(tx, who, action, once, Err(&problem))?;
            }
            if details.is_some() {
                let entry = Entry {
                    action,
                    outcome: Outcome::Refused,
                    reason: Some(problem.kind.slug),
                    about: *about,
                    session: None,
                    object: None,
                    details: details.clone(),
                };
                house.recorder.write(tx, &house.keys, &house.mint, who, entry)?;
            }
            Ok(())
        });
        written.await.map_err(|error: store::Error| fault(&error))
    }
}

/// An act on its way, as the store's closure and its caller share it.
struct Asked<A> {
    caller: Caller,
    act: A,
    once: Option<Once>,
}

/// An act that was refused and undone, with what is to be recorded of it, if anything is.
struct Undone {
    action: &'static str,
    who: Acting,
    about: Option<CustomerId>,
    details: Option<Value>,
    once: Option<Once>,
}

/// Refusals are recorded where staff or somebody acting on behalf is concerned; others are only counted.
pub(super) fn is_recorded_refusal(who: &Acting, needs: Needs) -> bool {
    who.is_staff() && needs != Needs::Nothing
}

pub(super) fn attempt<A: Act>(
    house: &Arc<House>,
    caller: &Caller,
    act: &A,
    once: Option<&Once>,
    tx: &mut store::WriteTx<'_>,
) -> Result<Attempt<A::Out>, Abort> {
    let at = house.mint.now();
    if caller.credential.only_renews() && !A::RENEWS {
        return Err(NoEntry::from(expired()).into());
    }
    let Entered { who, due } = match come_in(house, caller, A::NAME, once, at, tx)? {
        Ok(entered) => entered,
        Err(bytes) => return Ok(Attempt::Replay(bytes)),
    };
    let tenant = who.tenant();
    let mut look = Look { tx, memory: &house.memory, keys: &house.keys, tenant, about: None, object: None };
    let owner = match act.owner(&who, &mut look) {
        Ok(owner) => owner,
        Err(refusal) => return Err(undone(refusal, &who, None)),
    };
    let about = match owner {
        super::Owner::Customer(id) => Some(id),
        _ => None,
    };
    if let Err(problem) = permits(&who.standing, A::NEEDS, owner) {
        return Err(undone(Refusal::Undo(problem), &who, about));
    }
    for due in &due {
        due.write(tx, &who)?;
    }
    let mut work = Work { tx, house, tenant, at, noted: Noted::default() };
    let result = act.run(&who, &mut work);
    let noted = work.noted;
    let about = noted.about.or(about);
    let (out, problem) = match result {
        Ok(out) => (Some(out), None),
        Err(Refusal::Keep(problem)) => (None, Some(problem)),
        Err(refusal) => return Err(undone(refusal, &who, about)),
    };
    let answer = match (&out, &problem) {
        (_, Some(problem)) => Err(problem),
        (Some(out), None) if once.is_some() => Ok(serde_json::to_vec(out).unwrap_or_default()),
        _ => Ok(Vec::new()),
    };
    let ending = Ending { action: A::NAME, about, once, answer, act: json!(act) };
    let (sent, Noted { bumped, jobs, dry, .. }) = go_out(house, tx, who, at, noted, ending)?;
    match (out, problem) {
        (Some(out), _) => Ok(Attempt::Done { out, sent, bumped, jobs, dry }),
        (None, problem) => {
            Ok(Attempt::Kept(problem.unwrap_or_else(|| {
                Problem::new(&problem::INTERNAL, "That did not work. Nothing was changed.")
            })))
        }
    }
}

/// An act's refusal as what becomes of its attempt.
fn undone(refusal: Refusal, who: &Acting, about: Option<CustomerId>) -> Abort {
    match refusal {
        Refusal::Keep(problem) | Refusal::Undo(problem) => {
            Abort::Refused { problem, who: Some(Box::new(who.clone())), about }
        }
        Refusal::Fault(Fault(error)) => Abort::Store(error),
    }
}

/// Who is calling, once the key of the request is theirs; or the answer that was given to it before.
fn come_in(
    house: &House,
    caller: &Caller,
    action: &'static str,
    once: Option<&Once>,
    at: Timestamp,
    tx: &mut store::WriteTx<'_>,
) -> Result<Result<Entered, Vec<u8>>, Abort> {
    let entered = enter(tx, &house.memory, caller, at)?;
    if let Some(once) = once {
        match once::claim(tx, &entered.who, action, once)? {
            Ok(Claim::Mine) => {}
            Ok(Claim::Done(bytes)) => return Ok(Err(bytes)),
            Ok(Claim::Refused(problem)) | Err(problem) => {
                return Err(Abort::Refused { problem, who: None, about: None });
            }
        }
    }
    Ok(Ok(entered))
}

/// How an act ended, in the words of the record.
struct Ending<'a> {
    action: &'static str,
    about: Option<CustomerId>,
    once: Option<&'a Once>,
    /// What a repeat is answered, or the refusal that is kept.
    answer: Result<Vec<u8>, &'a Problem>,
    act: Value,
}

/// Writes what every act leaves behind: its answer for repeats, its events, its leaf.
fn go_out(
    house: &House,
    tx: &mut store::WriteTx<'_>,
    who: Acting,
    at: Timestamp,
    mut noted: Noted,
    ending: Ending<'_>,
) -> Result<(Vec<Sent>, Noted), store::Error> {
    let Ending { action, about, once, answer, act } = ending;
    if let Some(once) = once {
        once::settle(tx, &who, action, once, answer.as_deref().map_err(|problem| *problem))?;
    }
    let changes = std::mem::take(&mut noted.changes);
    let entry = Entry {
        action,
        outcome: if answer.is_ok() { Outcome::Done } else { Outcome::Refused },
        reason: answer.err().map(|problem| problem.kind.slug),
        about,
        session: noted.session,
        object: noted.object.take(),
        details: Some(json!({ "act": act, "changes": changes })),
    };
    let sent = events::write(tx, who.tenant(), at, std::mem::take(&mut noted.events))?;
    let who = match noted.signed_in.take() {
        Some((by, staff_session)) => Acting { by, staff_session, ..who },
        None => who,
    };
    let tenant = who.tenant();
    house.recorder.write(tx, &house.keys, &house.mint, &who, entry)?;
    for customer in std::mem::take(&mut noted.erased) {
        erase(tx, tenant, customer)?;
    }
    Ok((sent, noted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_claims_no_more_than_is_known() {
        let reason = || "the line is dead".to_owned();
        let down = fault(&store::Error::Down { reason: reason() });
        assert_eq!(down.kind.slug, "unavailable");
        assert!(down.detail.contains("Nothing was changed"), "{}", down.detail);
        let doubt = fault(&store::Error::InDoubt { reason: reason() });
        assert_eq!((doubt.kind.slug, doubt.kind.status), ("in-doubt", 503));
        assert!(!doubt.detail.contains("Nothing was changed"), "{}", doubt.detail);
    }
}

//! How an ask goes through the door, and several asks against one state of the store.

use std::sync::Arc;

use serde_json::{Value, json};

use super::act::{Ask, Fault, Look, Recorded, Refusal};
use super::acting::{Acting, Caller};
use super::enter::{Due, Entered, enter, expired};
use super::flow::{Abort, fault, is_recorded_refusal};
use super::permission::permits;
use super::tally::Counted;
use super::{Desk, House};
use crate::audit::leaf::Outcome;
use crate::audit::record::Entry;
use crate::kernel::id::CustomerId;
use crate::kernel::problem::Problem;

impl Desk {
    /// Answers `ask` for `caller`.
    pub fn ask<A: Ask>(&self, caller: &Caller, ask: &A) -> Result<A::Out, Problem> {
        self.view(caller, |view| view.ask(ask))
    }

    /// The same without holding the thread while the ask's leaf is written, where the store allows that.
    pub async fn ask_soon<A: Ask>(&self, caller: &Caller, ask: &A) -> Result<A::Out, Problem> {
        let (answer, traces) = self.look(caller, |view| view.ask(ask))?;
        self.leave(traces).await?;
        answer
    }

    /// Several asks against one state of the store, as a page needs them. `look` may run more than once.
    pub fn view<T>(
        &self,
        caller: &Caller,
        look: impl FnMut(&mut View<'_, '_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let (answer, traces) = self.look(caller, look)?;
        store::wait(self.leave(traces))?;
        answer
    }

    async fn leave(&self, traces: Option<Traces>) -> Result<(), Problem> {
        let Some(traces) = traces else { return Ok(()) };
        let house = Arc::clone(&self.0);
        let written = self.0.db.write_soon(move |tx| traces.write(&house, tx)).await;
        written.map_err(|error: store::Error| fault(&error))
    }

    /// Reads; the answer may leave once the traces are written.
    fn look<T>(
        &self,
        caller: &Caller,
        mut look: impl FnMut(&mut View<'_, '_>) -> Result<T, Problem>,
    ) -> Result<(Result<T, Problem>, Option<Traces>), Problem> {
        let at = self.now();
        if caller.credential.only_renews() {
            return Err(expired());
        }
        let outcome = self.0.db.read(|tx| {
            let Entered { who, due } = enter(tx, &self.0.memory, caller, at)?;
            let mut view = View {
                tx,
                house: &self.0,
                who,
                leaves: Vec::new(),
                counted: Vec::new(),
                refused: None,
                fault: None,
            };
            let answer = look(&mut view);
            let View { who, mut leaves, counted, refused, fault, .. } = view;
            if let Some(fault) = fault {
                return Err(Abort::Store(fault));
            }
            leaves.extend(refused);
            Ok::<_, Abort>((answer, counted, Traces { who, leaves, due }))
        });
        match outcome {
            Ok((answer, counted, traces)) => {
                counted.iter().for_each(|counted| self.0.tallies.note(&traces.who, counted));
                let traces = (!traces.leaves.is_empty() || !traces.due.is_empty()).then_some(traces);
                Ok((answer, traces))
            }
            Err(Abort::Refused { problem, .. }) => Err(problem),
            Err(Abort::Store(error)) => Err(fault(&error)),
        }
    }

    /// [`Desk::who`] without holding the thread while a sign of life is written, where the store allows that.
    pub async fn who_soon(&self, caller: &Caller) -> Result<Acting, Problem> {
        let (answer, traces) = self.look(caller, |view| Ok(view.who().clone()))?;
        self.leave(traces).await?;
        answer
    }

    /// Who is calling, and nothing else.
    pub fn who(&self, caller: &Caller) -> Result<Acting, Problem> {
        self.view(caller, |view| Ok(view.who().clone()))
    }
}

/// What asks leave behind before their answers leave: leaves of those that are recorded, and the signs of life
/// that are due.
struct Traces {
    who: Acting,
    leaves: Vec<Leaf>,
    due: Vec<Due>,
}

impl Traces {
    fn write(&self, house: &House, tx: &mut store::WriteTx<'_>) -> Result<(), store::Error> {
        for due in &self.due {
            due.write(tx, &self.who)?;
        }
        for leaf in &self.leaves {
            house.recorder.write(tx, &house.keys, &house.mint, &self.who, leaf.entry())?;
        }
        Ok(())
    }
}

/// A leaf to be written for an ask.
#[derive(Clone)]
struct Leaf {
    action: &'static str,
    refused: Option<&'static str>,
    about: Option<CustomerId>,
    object: Option<(String, Option<i64>)>,
    details: Value,
}

impl Leaf {
    fn entry(&self) -> Entry<'_> {
        Entry {
            action: self.action,
            outcome: if self.refused.is_some() { Outcome::Refused } else { Outcome::Done },
            reason: self.refused,
            about: self.about,
            session: None,
            object: self.object.clone(),
            details: Some(self.details.clone()),
        }
    }
}

/// Asks against one state of the store.
pub struct View<'a, 't> {
    tx: &'a mut store::ReadTx<'t>,
    house: &'a Arc<House>,
    who: Acting,
    leaves: Vec<Leaf>,
    counted: Vec<Counted>,
    refused: Option<Leaf>,
    fault: Option<store::Error>,
}

impl View<'_, '_> {
    /// Who is calling.
    pub fn who(&self) -> &Acting {
        &self.who
    }

    /// Statements this view has taken so far.
    pub fn statements(&self) -> usize {
        self.tx.statements()
    }

    /// One ask. A fault of the store ends the whole view, whatever the caller makes of this answer.
    pub fn ask<A: Ask>(&mut self, ask: &A) -> Result<A::Out, Problem> {
        match self.answer(ask) {
            Ok(out) => Ok(out),
            Err(Refusal::Keep(problem) | Refusal::Undo(problem)) => Err(problem),
            Err(Refusal::Fault(Fault(error))) => {
                let problem = fault(&error);
                self.fault = Some(error);
                Err(problem)
            }
        }
    }

    fn answer<A: Ask>(&mut self, ask: &A) -> Result<A::Out, Refusal> {
        let tenant = self.who.tenant();
        let house = self.house;
        let mut look =
            Look { tx: self.tx, memory: &house.memory, keys: &house.keys, tenant, about: None, object: None };
        let owner = ask.owner(&self.who, &mut look)?;
        let about = match owner {
            super::Owner::Customer(id) => Some(id),
            _ => None,
        };
        if let Err(problem) = permits(&self.who.standing, A::NEEDS, owner) {
            if is_recorded_refusal(&self.who, A::NEEDS) {
                let details = json!({ "ask": ask });
                let refused = Some(problem.kind.slug);
                self.refused = Some(Leaf { action: A::NAME, refused, about, object: None, details });
            }
            return Err(problem.into());
        }
        let out = ask.run(&self.who, &mut look)?;
        if A::RECORDED == Recorded::Counted && self.who.is_staff() {
            let hash = self.house.keys.keyed_hash(A::NAME, &ask.gist());
            self.counted.push(Counted { action: A::NAME, hash });
        }
        if A::RECORDED == Recorded::ByStaff && self.who.is_staff() {
            let Look { about: named, object, .. } = look;
            let details = json!({ "ask": ask });
            self.leaves.push(Leaf {
                action: A::NAME,
                refused: None,
                about: named.or(about),
                object,
                details,
            });
        }
        Ok(out)
    }
}

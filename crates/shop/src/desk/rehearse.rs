//! Doing an act and undoing it at once, to see what would become of it.

use std::sync::Arc;

use super::Desk;
use super::act::Act;
use super::acting::Caller;
use super::before::Before;
use super::flow::{Abort, Attempt, attempt, fault};
use crate::kernel::problem::{self, Problem};

/// How a rehearsal leaves its transaction: never by a commit.
enum Undone<T> {
    Out(T),
    Problem(Problem),
    Abort(Abort),
}

impl<T> From<store::Error> for Undone<T> {
    fn from(error: store::Error) -> Self {
        Self::Abort(error.into())
    }
}

impl Desk {
    /// What `act` would answer. It is done with all its rules and rolled back: nothing is stored, recorded or told.
    /// Only the command line uses it, for dry runs.
    pub fn rehearse<A: Act>(&self, caller: &Caller, mut act: A) -> Result<A::Out, Problem> {
        act.prepare(&Before { desk: self, caller })?;
        let house = Arc::clone(&self.0);
        let caller = caller.clone();
        let undone = self.0.db.write(move |tx| match attempt(&house, &caller, &act, None, tx) {
            Ok(Attempt::Done { out, .. }) => Err::<(), _>(Undone::Out(out)),
            Ok(Attempt::Kept(problem)) => Err(Undone::Problem(problem)),
            Ok(Attempt::Replay(_)) => Err(Undone::Problem(nothing())),
            Err(abort) => Err(Undone::Abort(abort)),
        });
        match undone {
            Err(Undone::Out(out)) => Ok(out),
            Err(Undone::Problem(problem) | Undone::Abort(Abort::Refused { problem, .. })) => Err(problem),
            Err(Undone::Abort(Abort::Store(error))) => Err(fault(&error)),
            Ok(()) => Err(nothing()),
        }
    }
}

fn nothing() -> Problem {
    Problem::new(&problem::INTERNAL, "That did not work. Nothing was changed.")
}

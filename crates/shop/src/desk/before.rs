//! What an act works out before its transaction is open. Hashing a password takes tens of milliseconds, and
//! SQLite has one writer: whoever hashed inside the transaction would hold up everybody else's acts.

use super::acting::{Acting, Caller};
use super::enter::{NoEntry, enter};
use super::flow::fault;
use super::permission::{Needs, Owner, permits};
use super::{Desk, Look};
use crate::kernel::{Mint, Problem, Timestamp};

/// What an act may use in [`Act::prepare`](super::Act::prepare). What it reads here may have changed by the
/// time the act runs, so `run` checks it again.
pub struct Before<'a> {
    pub(super) desk: &'a Desk,
    pub(super) caller: &'a Caller,
}

impl Before<'_> {
    /// The request.
    pub fn caller(&self) -> &Caller {
        self.caller
    }

    /// The source of salts.
    pub fn mint(&self) -> &Mint {
        self.desk.mint()
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.desk.now()
    }

    /// Keyed hash of a text that may be guessed.
    pub fn keyed_hash(&self, what: &str, text: &str) -> [u8; 32] {
        self.desk.keyed_hash(what, text)
    }

    /// Who is calling, where that person may want an act that needs this; `None` where the act will be
    /// refused in any case, so that nothing slow is done for it.
    pub fn allowed(&self, needs: Needs) -> Result<Option<Acting>, Problem> {
        let house = &self.desk.0;
        let at = self.now();
        match house.db.read(|tx| enter(tx, &house.memory, self.caller, at)) {
            Ok(entered) => {
                let may = permits(&entered.who.standing, needs, Owner::Shop).is_ok();
                Ok(may.then_some(entered.who))
            }
            Err(NoEntry::Problem(_)) => Ok(None),
            Err(NoEntry::Store(error)) => Err(fault(&error)),
        }
    }

    /// Reads, in a transaction of its own.
    pub(crate) fn read<T>(
        &self,
        mut read: impl FnMut(&mut Look<'_, '_>) -> Result<T, store::Error>,
    ) -> Result<T, Problem> {
        let house = &self.desk.0;
        let tenant = self.caller.tenant;
        let outcome = house.db.read(|tx| {
            read(&mut Look {
                tx,
                memory: &house.memory,
                keys: &house.keys,
                tenant,
                about: None,
                object: None,
            })
        });
        outcome.map_err(|error: store::Error| fault(&error))
    }
}

//! Leases: work that one node does at a time. A lease is a row with a holder, an end and a fence that only
//! grows. Whoever works under a lease renews it in each transaction that writes; a node that was passed
//! over meanwhile (it slept, its clock is wrong) learns so there and writes nothing.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::chore::Chore;
use super::{Desk, sql};
use crate::kernel::{Problem, Timestamp};

/// A lease this node took. It may have been lost since: [`Lease::renew`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lease {
    name: String,
    holder: String,
    fence: i64,
}

impl Lease {
    /// Renews the lease until `until` in the transaction that works under it; false when somebody else took
    /// it, and then nothing may be written. Nobody can take it before this transaction has ended.
    pub(crate) fn renew(&self, tx: &mut store::WriteTx<'_>, until: Timestamp) -> Result<bool, store::Error> {
        let renewed =
            tx.exec(&sql::RENEW_LEASE, store::params![self.name, self.holder, self.fence, until])?;
        Ok(renewed == 1)
    }
}

/// The leases this node took and has not found lost.
#[derive(Default)]
pub(super) struct Leases {
    /// One process: two of them may by mistake have one node's name.
    holder: OnceLock<String>,
    held: Mutex<BTreeMap<String, Lease>>,
}

impl Desk {
    /// The lease `name`, as this node holds it or takes it now for `lasting`; none while another node has it.
    pub(crate) fn lease(&self, name: &str, lasting: Duration) -> Result<Option<Lease>, Problem> {
        if let Some(lease) = self.leases().get(name) {
            return Ok(Some(lease.clone()));
        }
        let holder = self.0.leases.holder.get_or_init(|| format!("{}/{}", self.node(), self.mint().code(10)));
        let (taken, by, now) = (name.to_owned(), holder.clone(), self.now());
        let row = self.chore(Chore::Lease, move |tx| {
            tx.returning(&sql::TAKE_LEASE, store::params![taken, by, now, now.plus(lasting)])?
                .map(|row| row.get(0))
                .transpose()
        })?;
        let lease = row.map(|fence| Lease { name: name.to_owned(), holder: holder.clone(), fence });
        if let Some(lease) = &lease {
            self.leases().insert(name.to_owned(), lease.clone());
        }
        Ok(lease)
    }

    /// Forgets a lease that [`Lease::renew`] found lost.
    pub(crate) fn lost(&self, lease: &Lease) {
        let mut held = self.leases();
        if held.get(&lease.name) == Some(lease) {
            held.remove(&lease.name);
        }
    }

    /// Gives back every lease, so that other nodes need not wait for their ends. Call it when stopping.
    pub fn give_back_leases(&self) -> Result<(), Problem> {
        let held = std::mem::take(&mut *self.leases());
        self.chore(Chore::Lease, move |tx| {
            held.values().try_for_each(|lease| {
                tx.exec(&sql::END_LEASE, store::params![lease.name, lease.holder, lease.fence]).map(drop)
            })
        })
    }

    fn leases(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Lease>> {
        self.0.leases.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Lease;
    use crate::desk::Desk;
    use crate::desk::chore::Chore;

    const LASTING: Duration = Duration::from_secs(1);

    fn renews(desk: &Desk, lease: &Lease) -> bool {
        let (lease, until) = (lease.clone(), desk.now().plus(LASTING));
        desk.chore(Chore::Lease, move |tx| lease.renew(tx, until)).unwrap()
    }

    crate::on_both_engines! {
        one_node_holds_a_lease_at_a_time, |shop| {
            let other = shop.second_node();
            let mine = shop.desk.lease("work", LASTING).unwrap().unwrap();
            assert_eq!(other.lease("work", LASTING).unwrap(), None);
            assert!(renews(&shop.desk, &mine));

            shop.wait(LASTING);
            let theirs = other.lease("work", LASTING).unwrap().unwrap();
            assert!(theirs.fence > mine.fence);
            assert!(!renews(&shop.desk, &mine), "whoever was passed over writes nothing");
            assert!(renews(&other, &theirs));
        }
        a_lease_past_its_end_that_nobody_took_goes_on, |shop| {
            let mine = shop.desk.lease("work", LASTING).unwrap().unwrap();
            shop.wait(10 * LASTING);
            assert!(renews(&shop.desk, &mine));
            assert_eq!(shop.second_node().lease("work", LASTING).unwrap(), None);
        }
        a_node_that_stops_gives_its_leases_back, |shop| {
            let mine = shop.desk.lease("work", LASTING).unwrap().unwrap();
            shop.desk.give_back_leases().unwrap();
            let theirs = shop.second_node().lease("work", LASTING).unwrap().unwrap();
            assert!(theirs.fence > mine.fence);
        }
    }
}

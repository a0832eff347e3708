//! The one door. Whoever wants something done or known says so with an [`Act`] or an [`Ask`]; the desk
//! reads who they are, decides, does it, records it and tells those concerned, in one transaction.
//!
//! | module | what it settles |
//! | --- | --- |
//! | [`act`] | what an act and an ask are, and how they refuse |
//! | [`acting`] | who acts, for whom, where, when |
//! | `batch` | many rows in one act |
//! | `before` | what an act works out before its transaction |
//! | [`permission`] | what may be done, and the function that decides |
//! | [`policy`] | what a site settles about assistance |
//! | [`work`] | what an act works with |
//! | `rehearse` | what an act would answer, without doing it |
//! | [`once`] | doing a repeated request once |
//! | [`tally`] | asks that are counted instead of recorded one by one |
//! | [`chore`] | the closed list of writes that are no act |
//! | `flow` | how an act is done, step by step |
//! | `view` | how asks are answered |
//! | `lease` | work that one node does at a time |
//! | `numbers` | numbers for people, in blocks |
//!
//! The desk reads rows of people, customers, sites and assist by its own statements, and writes into
//! audit and events; no other room stands below it.

pub mod act;
pub mod acting;
pub(crate) mod batch;
mod before;
pub mod chore;
mod enter;
mod flow;
mod keys;
pub(crate) mod lease;
pub(crate) mod memo;
pub(crate) mod numbers;
pub mod once;
pub mod permission;
pub mod policy;
mod rehearse;
pub(crate) mod sql;
pub mod tally;
mod view;
pub mod work;

use std::sync::Arc;
use std::time::Duration;

pub use act::{Act, Ask, Look, Recorded, Refusal};
pub use acting::{Acting, Actor, Caller, Channel, Credential, OnBehalf, Renewing, Subject};
pub use before::Before;
pub use flow::Answer;
pub(crate) use flow::fault;
pub use keys::Keys;
pub use once::Once;
pub use permission::{Needs, Owner, Permission, Permissions};
pub use policy::{DialectPolicy, Policy, SitePolicy};
pub use view::View;
pub use work::Work;

use crate::audit::record::Recorder;
use crate::events::Fanout;
use crate::kernel::id::TenantId;
use crate::kernel::{Mint, Problem, Timestamp};
use memo::Memory;

/// An agent's sign-in ends after this long without a sign of life.
pub const STAFF_IDLE: Duration = Duration::from_secs(15 * 60);
/// And after this long in any case.
pub const STAFF_ABSOLUTE: Duration = Duration::from_secs(8 * 3600);
/// A customer's sign-in ends after this long without a sign of life.
pub const CUSTOMER_IDLE: Duration = enter::CUSTOMER_IDLE;

/// What everything behind the door shares.
pub(crate) struct House {
    pub(crate) db: store::Db,
    pub(crate) mint: Mint,
    pub(crate) keys: Keys,
    pub(crate) recorder: Recorder,
    pub(crate) memory: Memory,
    pub(crate) numbers: numbers::Numbers,
    leases: lease::Leases,
    tallies: tally::Tallies,
    pub(crate) fanout: Arc<dyn Fanout>,
    pub(crate) node: String,
}

impl House {
    /// Takes note of a version of what nodes hold in memory.
    fn learn(&self, tenant: TenantId, name: &str, version: i64) {
        self.memory.learn(tenant, name, version);
        self.recorder.learn(tenant, name, version);
    }
}

/// The one door. Cheap to clone.
#[derive(Clone)]
pub struct Desk(pub(crate) Arc<House>);

impl Desk {
    pub(crate) fn over(db: store::Db, mint: Mint, keys: Keys, fanout: Arc<dyn Fanout>, node: String) -> Self {
        let recorder = Recorder::new(node.clone());
        Self(Arc::new(House {
            db,
            mint,
            keys,
            recorder,
            memory: Memory::default(),
            numbers: numbers::Numbers::default(),
            leases: lease::Leases::default(),
            tallies: tally::Tallies::default(),
            fanout,
            node,
        }))
    }

    /// Whoever runs the binary, as the caller of imports, exports and the demo data. The record names it as the
    /// job `operator`. Only the command line uses it; no surface may.
    pub fn operator(&self, tenant: TenantId) -> Caller {
        Caller { channel: Channel::Cli, ..Caller::job("operator", tenant, self.mint().id()) }
    }

    /// The present moment by the shop's clock.
    pub fn now(&self) -> Timestamp {
        self.0.mint.now()
    }

    /// The source of ids, codes and tokens.
    pub fn mint(&self) -> &Mint {
        &self.0.mint
    }

    /// Whether reading waits for nobody: the store is a part of this process.
    pub fn reads_at_once(&self) -> bool {
        self.0.db.engine() == store::Engine::Sqlite
    }

    /// The name of this node.
    pub fn node(&self) -> &str {
        &self.0.node
    }

    /// Keyed hash of a text that may be guessed.
    pub fn keyed_hash(&self, what: &str, text: &str) -> [u8; 32] {
        self.0.keys.keyed_hash(what, text)
    }

    /// Reads without a caller, for bookkeeping.
    pub(crate) fn peek<T>(
        &self,
        look: impl FnMut(&mut store::ReadTx<'_>) -> Result<T, store::Error>,
    ) -> Result<T, Problem> {
        self.0.db.read(look).map_err(|error| flow::fault(&error))
    }

    /// Something held in memory, without going to the store.
    pub(crate) fn newest<M: memo::Memo>(&self, tenant: TenantId) -> Option<Arc<M>> {
        self.0.memory.newest(tenant)
    }

    /// Something held in memory by version, for the edge and for rooms that need no caller. Goes to the store only
    /// for what is not held.
    pub(crate) fn held<M: memo::Memo>(&self, tenant: TenantId) -> Result<Arc<M>, Problem> {
        if let Some(thing) = self.newest(tenant) {
            return Ok(thing);
        }
        self.0.db.read(|tx| self.0.memory.get(tx, tenant)).map_err(|error: store::Error| flow::fault(&error))
    }
}

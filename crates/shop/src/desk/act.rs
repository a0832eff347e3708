//! The two things that go through the desk: acts, which change a customer's world, and asks, which
//! reveal it. Both are plain structs, so that an API body, a form and a test say the same thing.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::acting::Acting;
use super::before::Before;
use super::keys::Keys;
use super::memo::{Memo, Memory};
use super::permission::{Needs, Owner};
use super::work::Work;
use crate::kernel::Problem;
use crate::kernel::id::{CustomerId, TenantId};

/// Something that changes the world of a customer, or of the shop.
pub trait Act: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// Its name: the action in the audit log, the operation id, the metric. `cart.line.add`.
    const NAME: &'static str;
    /// What it needs.
    const NEEDS: Needs;
    /// What it answers.
    type Out: Serialize + DeserializeOwned + JsonSchema + Send + 'static;

    /// Whose thing this is.
    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal>;

    /// Whether [`Act::prepare`] does anything: then the act holds its thread.
    const PREPARES: bool = false;

    /// Whether it renews the token of a sign-in or session: only such an act is done for what renews one.
    const RENEWS: bool = false;

    /// Works out what takes long (hashing a password), once and before the transaction is open. An error here
    /// ends the act without a trace, so refusals of rights are left to the door: see [`Before::allowed`].
    fn prepare(&mut self, _before: &Before<'_>) -> Result<(), Problem> {
        Ok(())
    }

    /// Does it. May run more than once, so it has no effect but through `work`.
    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Self::Out, Refusal>;
}

/// When an ask leaves a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Never: it reveals nothing of anybody, or only to the person themselves.
    Never,
    /// When staff asks, acting for somebody or not.
    ByStaff,
    /// Not at once: with all others of the same sign-in and the same ten seconds, see [`super::tally`].
    Counted,
}

/// Something that reveals the world of a customer, or of the shop.
pub trait Ask: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// Its name, like an act's.
    const NAME: &'static str;
    /// What it needs.
    const NEEDS: Needs;
    /// Whether the answer leaves only behind a leaf.
    const RECORDED: Recorded;
    /// What it answers.
    type Out: Serialize + DeserializeOwned + JsonSchema + Send + 'static;

    /// Whose thing this is.
    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal>;

    /// What two counted asks are told apart by; its keyed hash goes into their leaf.
    fn gist(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Looks it up.
    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal>;
}

/// Why an act did not happen.
#[derive(Debug)]
pub enum Refusal {
    /// Keep what was written (a failed sign-in is counted), and answer this.
    Keep(Problem),
    /// Undo what was written, and answer this.
    Undo(Problem),
    /// The store failed: undo, and try again where that may help.
    Fault(Fault),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Undo(problem)
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        Self::Fault(Fault(error))
    }
}

/// A fault of the store, which rooms pass on and only the desk looks into.
#[derive(Debug)]
pub struct Fault(pub(crate) store::Error);

/// Reading, within a transaction: what `owner` and asks get.
pub struct Look<'a, 't> {
    pub(super) tx: &'a mut store::ReadTx<'t>,
    pub(super) memory: &'a Memory,
    pub(super) keys: &'a Keys,
    pub(super) tenant: TenantId,
    pub(super) about: Option<CustomerId>,
    pub(super) object: Option<(String, Option<i64>)>,
}

impl<'a, 't> Look<'a, 't> {
    /// The transaction.
    pub(crate) fn sql(&mut self) -> &mut store::ReadTx<'t> {
        self.tx
    }

    /// The transaction and the keys, for reading the record.
    pub(crate) fn record(&mut self) -> (&mut store::ReadTx<'t>, &'a Keys) {
        (self.tx, self.keys)
    }

    /// The tenant.
    pub(crate) fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Something held in memory by version.
    pub(crate) fn memo<M: Memo>(&mut self) -> Result<Arc<M>, store::Error> {
        self.memory.get(self.tx, self.tenant)
    }

    /// Names the customer whose data this reveals, for the leaf, where the owner does not say it.
    pub(crate) fn about(&mut self, customer: CustomerId) {
        self.about = Some(customer);
    }

    /// Names the thing this reveals, for the leaf.
    pub(crate) fn object(&mut self, id: impl ToString, version: Option<i64>) {
        self.object = Some((id.to_string(), version));
    }
}

//! What an act works with: the transaction, and the things that happen with it or not at all.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use super::House;
use super::act::Look;
use super::acting::Actor;
use super::memo::Memo;
use super::numbers::{self, Series};
use super::sql;
use crate::audit::record::Subjects;
use crate::events::{Event, Topic};
use crate::kernel::id::{AssistSessionId, CustomerId, Id, JobId, StaffSessionId, TenantId};
use crate::kernel::{Mint, Timestamp};

/// The transaction of one act, and what goes with it.
pub struct Work<'a, 't> {
    pub(super) tx: &'a mut store::WriteTx<'t>,
    pub(super) house: &'a Arc<House>,
    pub(super) tenant: TenantId,
    pub(super) at: Timestamp,
    pub(super) noted: Noted,
}

/// What an act leaves behind for the desk to write.
#[derive(Default)]
pub(super) struct Noted {
    pub(super) events: Vec<Event>,
    pub(super) changes: Vec<Value>,
    pub(super) object: Option<(String, Option<i64>)>,
    pub(super) about: Option<CustomerId>,
    pub(super) session: Option<AssistSessionId>,
    pub(super) bumped: Vec<(TenantId, &'static str, i64)>,
    pub(super) jobs: bool,
    pub(super) dry: Vec<Series>,
    pub(super) signed_in: Option<(Actor, Option<StaffSessionId>)>,
    pub(super) erased: Vec<CustomerId>,
}

impl<'t> Work<'_, 't> {
    /// The transaction.
    pub(crate) fn sql(&mut self) -> &mut store::WriteTx<'t> {
        self.tx
    }

    /// The tenant.
    pub(crate) fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The moment this happens; the same for everything in one attempt.
    pub(crate) fn at(&self) -> Timestamp {
        self.at
    }

    /// For reading as an ask would.
    pub(crate) fn look(&mut self) -> Look<'_, 't> {
        let House { memory, keys, .. } = &**self.house;
        Look { tx: self.tx, memory, keys, tenant: self.tenant, about: None, object: None }
    }

    /// Something held in memory by version.
    pub(crate) fn memo<M: Memo>(&mut self) -> Result<Arc<M>, store::Error> {
        if self.noted.bumped.iter().any(|(_, name, _)| *name == M::NAME) {
            // Changed in this very transaction: what nodes hold is not it.
            return M::load(self.tx, self.tenant).map(Arc::new);
        }
        self.house.memory.get(self.tx, self.tenant)
    }

    /// The same, read from the store in this transaction, for decisions that must not be 100 ms old.
    pub(crate) fn memo_now<M: Memo>(&mut self) -> Result<Arc<M>, store::Error> {
        if let Some(row) = self.tx.one(&sql::MEMO_VERSION, store::params![self.tenant, M::NAME])? {
            self.house.memory.learn(self.tenant, M::NAME, row.get(0)?);
        }
        self.memo()
    }

    /// Says that what nodes hold of this tenant's `M` has changed.
    pub(crate) fn bump<M: Memo>(&mut self) -> Result<(), store::Error> {
        self.bump_of::<M>(self.tenant)
    }

    /// The same for what nodes hold of all tenants together (see `sites::everyone`).
    pub(crate) fn bump_of<M: Memo>(&mut self, tenant: TenantId) -> Result<(), store::Error> {
        let row = self.tx.returning(&sql::BUMP_MEMO, store::params![tenant, M::NAME])?;
        let version = row.map(|row| row.get(0)).transpose()?.unwrap_or(1);
        self.noted.bumped.push((tenant, M::NAME, version));
        Ok(())
    }

    /// A new id.
    pub fn id<I: Id>(&self) -> I {
        self.house.mint.id()
    }

    /// The next number of a series; never given twice.
    pub(crate) fn number(&mut self, series: Series) -> Result<i64, store::Error> {
        if let Some(number) = self.house.numbers.next(self.tenant, series) {
            return Ok(number);
        }
        self.noted.dry.push(series);
        numbers::take(self.tx, self.tenant, series, 1)
    }

    /// `count` numbers of a series in a row; the first of them.
    pub(crate) fn numbers(&mut self, series: Series, count: u32) -> Result<i64, store::Error> {
        numbers::take(self.tx, self.tenant, series, i64::from(count))
    }

    /// The source of ids, codes and tokens.
    pub fn mint(&self) -> &Mint {
        &self.house.mint
    }

    /// Keyed hash of a text that may be guessed (a query, an address): the same on every node.
    pub fn keyed_hash(&self, what: &str, text: &str) -> [u8; 32] {
        self.house.keys.keyed_hash(what, text)
    }

    /// Tells whoever watches `topic`. Written with the act, sent after the commit.
    pub fn emit(&mut self, topic: Topic, kind: &'static str, body: &impl Serialize) {
        let body = serde_json::to_value(body).unwrap_or(Value::Null);
        self.noted.events.push(Event { topic, kind, body });
    }

    /// Names the thing that changed, with what it was and what it is now. Goes into the leaf's sealed
    /// details, so names and addresses may stand in it; secrets may not, and `Secret` sees to that.
    pub fn changed(
        &mut self,
        id: impl ToString,
        version: Option<i64>,
        before: &impl Serialize,
        after: &impl Serialize,
    ) {
        let id = id.to_string();
        self.noted.changes.push(json!({ "object": id, "before": before, "after": after }));
        self.noted.object.get_or_insert((id, version));
    }

    /// Names the thing the whole act is about, where its changes are of several things.
    pub(crate) fn object(&mut self, id: impl ToString, version: Option<i64>) {
        self.noted.object = Some((id.to_string(), version));
    }

    /// Says who it turned out to be: the leaf of a sign-in names the person, not a stranger.
    pub(crate) fn signed_in(&mut self, by: Actor, staff_session: Option<StaffSessionId>) {
        self.noted.signed_in = Some((by, staff_session));
    }

    /// Names the customer this is about, where the owner does not say it.
    pub fn about(&mut self, customer: CustomerId) {
        self.noted.about = Some(customer);
    }

    /// Records this in the assist session it starts, ends or settles, though it is not done within it.
    pub(crate) fn within(&mut self, session: AssistSessionId) {
        self.noted.session = Some(session);
    }

    /// Erases the customer's details from the log, behind the leaf of this act. See `audit::erase_subject`.
    pub(crate) fn erase_from_log(&mut self, customer: CustomerId) -> Result<(), store::Error> {
        self.noted.erased.push(customer);
        self.bump::<Subjects>()
    }

    /// Leaves something to be done outside, not before `after` has passed. Claimed once; see `events::jobs`.
    pub(crate) fn queue(
        &mut self,
        kind: &str,
        body: &impl Serialize,
        after: Duration,
    ) -> Result<JobId, store::Error> {
        let id: JobId = self.id();
        let body = serde_json::to_string(body).unwrap_or_default();
        let due = self.at.plus(after);
        self.tx.exec(&sql::QUEUE_JOB, store::params![self.tenant, id, kind, body, due])?;
        self.noted.jobs = true;
        Ok(id)
    }
}

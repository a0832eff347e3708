//! Writes leaves: one for each act, recorded ask and refusal, in the transaction it belongs to.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use serde_json::Value;

use super::leaf::{Leaf, Outcome, Stream, Version};
use super::seal::{self, Sealed};
use super::{Hash, sql};
use crate::desk::memo::Memo;
use crate::desk::{Acting, Actor, Keys, OnBehalf, Subject};
use crate::kernel::Mint;
use crate::kernel::id::{AssistSessionId, CustomerId, TenantId};

/// A subject as the log knows it: a random reference and the key of its details.
#[derive(Clone)]
struct Known {
    reference: String,
    key: [u8; 32],
}

/// Writes the log of this node.
pub(crate) struct Recorder {
    node: String,
    known: RwLock<Subjects>,
}

/// The subjects a node holds in memory. Their version, under [`Subjects::NAME`], grows with each erasure, and
/// then every node forgets the tenant's: an erased key must not live on in memory.
#[derive(Default)]
pub(crate) struct Subjects {
    known: BTreeMap<(TenantId, String), Known>,
    versions: BTreeMap<TenantId, i64>,
}

impl Memo for Subjects {
    const NAME: &'static str = "subjects";
    /// They are read one by one, as they are written about.
    fn load(_: &mut store::ReadTx<'_>, _: TenantId) -> Result<Self, store::Error> {
        Ok(Self::default())
    }
}

/// What a leaf says besides who, when and where.
pub(crate) struct Entry<'a> {
    pub(crate) action: &'a str,
    pub(crate) outcome: Outcome,
    pub(crate) reason: Option<&'a str>,
    pub(crate) about: Option<CustomerId>,
    /// The assist session it belongs to, where it is not done within it: its start and its end.
    pub(crate) session: Option<AssistSessionId>,
    pub(crate) object: Option<(String, Option<i64>)>,
    pub(crate) details: Option<Value>,
}

/// Subjects held in memory at most; past that the node starts anew.
const KNOWN_AT_MOST: usize = 50_000;

impl Recorder {
    /// The recorder of the node with this name.
    pub(crate) fn new(node: String) -> Self {
        Self { node, known: RwLock::default() }
    }

    /// Writes one leaf. Takes the stream's head, so call it last in a transaction.
    #[expect(clippy::needless_pass_by_value, reason = "an entry is written once")]
    pub(crate) fn write(
        &self,
        tx: &mut store::WriteTx<'_>,
        keys: &Keys,
        mint: &Mint,
        who: &Acting,
        entry: Entry<'_>,
    ) -> Result<(), store::Error> {
        let tenant = who.tenant();
        let subject = self.subject(tx, keys, mint, who, entry.about)?;
        let sealed = match &entry.details {
            None => None,
            Some(details) => {
                let key = match &subject {
                    Some(known) => known.key,
                    None => self.resolve(tx, keys, mint, tenant, "tenant")?.key,
                };
                Some(seal::seal(&key, mint.bytes(), details.to_string().as_bytes()))
            }
        };
        let session = who.on_behalf().map(OnBehalf::session).or(entry.session);
        let leaf = Leaf {
            version: Version::V1,
            tenant: tenant.to_string(),
            site: who.site_if_any().map(|site| site.to_string()),
            stream: self.stream(who, subject.as_ref(), session),
            position: 0,
            previous: Hash::default(),
            at: who.at().0,
            actor: actor(who, subject.as_ref()),
            subject: subject.map(|known| known.reference),
            session: session.map(|session| session.to_string()),
            action: entry.action.to_owned(),
            object: entry.object.as_ref().map(|(id, _)| id.clone()),
            object_version: entry.object.as_ref().and_then(|(_, version)| *version),
            outcome: entry.outcome,
            reason: entry.reason.map(str::to_owned),
            request: who.request().to_string(),
            channel: who.channel().name().to_owned(),
            details: sealed.as_ref().map(Sealed::commitment),
        };
        append(tx, tenant, leaf, sealed.as_ref())
    }

    /// Hears of a version of what nodes hold in memory.
    pub(crate) fn learn(&self, tenant: TenantId, name: &str, version: i64) {
        if name != Subjects::NAME {
            return;
        }
        let mut all = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if all.versions.insert(tenant, version) != Some(version) {
            all.known.retain(|(of, _), _| *of != tenant);
        }
    }

    fn subject(
        &self,
        tx: &mut store::WriteTx<'_>,
        keys: &Keys,
        mint: &Mint,
        who: &Acting,
        about: Option<CustomerId>,
    ) -> Result<Option<Known>, store::Error> {
        let subject = match (who.subject(), about) {
            (Some(Subject::Customer(id)), _) | (_, Some(id)) => id.to_string(),
            (Some(Subject::Guest(id)), None) => id.to_string(),
            (None, None) => return Ok(None),
        };
        self.resolve(tx, keys, mint, who.tenant(), &subject).map(Some)
    }

    /// The subject's reference and key, made when it is first written about.
    fn resolve(
        &self,
        tx: &mut store::WriteTx<'_>,
        keys: &Keys,
        mint: &Mint,
        tenant: TenantId,
        subject: &str,
    ) -> Result<Known, store::Error> {
        let slot = (tenant, subject.to_owned());
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).known.get(&slot) {
            return Ok(known.clone());
        }
        let found = tx.one(&sql::SUBJECT, store::params![tenant, subject])?;
        let (known, stored) = if let Some(known) = found.as_ref().and_then(|row| unwrapped(row, keys)) {
            (known, true)
        } else {
            let known =
                Known { reference: format!("sub_{}", mint.code(20).to_lowercase()), key: mint.bytes() };
            let wrapped = seal::wrap(keys.master(), mint.bytes(), &known.reference, &known.key).to_bytes();
            tx.exec(&sql::NEW_SUBJECT, store::params![tenant, subject, known.reference, wrapped])?;
            // Another transaction may have been first: its row is the one that counts.
            let row = tx.one(&sql::SUBJECT, store::params![tenant, subject])?;
            (row.as_ref().and_then(|row| unwrapped(row, keys)).unwrap_or(known), false)
        };
        if stored {
            // A row made in this transaction may yet be rolled back, so only a committed one is kept in mind.
            let all = &mut self.known.write().unwrap_or_else(PoisonError::into_inner).known;
            if all.len() >= KNOWN_AT_MOST {
                all.clear();
            }
            all.insert(slot, known.clone());
        }
        Ok(known)
    }

    fn stream(&self, who: &Acting, subject: Option<&Known>, session: Option<AssistSessionId>) -> Stream {
        if let Some(session) = session {
            return Stream::session(&session.to_string());
        }
        match (who.by(), subject, who.staff_session()) {
            (Actor::Customer(_), Some(known), _) => Stream::customer(&known.reference),
            (Actor::Guest(id), ..) => Stream::guest(&id.to_string()),
            (Actor::Staff(_), _, Some(session)) => Stream::staff_session(&session.to_string()),
            (Actor::Job(_), Some(known), _) => Stream::job(&known.reference),
            (Actor::Job(name), None, _) => Stream::job(&format!("{name}@{}", self.node)),
            (Actor::Client(id), ..) => Stream::client(&id.to_string(), &self.node),
            _ => Stream::node(&self.node),
        }
    }
}

/// Deletes the customer's key and reference. Details written about the customer stay sealed for ever.
pub(crate) fn erase(
    tx: &mut store::WriteTx<'_>,
    tenant: TenantId,
    customer: CustomerId,
) -> Result<(), store::Error> {
    tx.exec(&sql::ERASE_SUBJECT, store::params![tenant, customer])?;
    Ok(())
}

fn unwrapped(row: &store::Row, keys: &Keys) -> Option<Known> {
    let reference: String = row.get(0).ok()?;
    let wrapped: Vec<u8> = row.get(1).ok()?;
    let key = seal::unwrap(keys.master(), &reference, &Sealed::from_bytes(&wrapped).ok()?).ok()?;
    Some(Known { reference, key })
}

/// The actor as the log names it. A customer is named by reference, so that it can be forgotten.
fn actor(who: &Acting, subject: Option<&Known>) -> String {
    match (who.by(), subject) {
        (Actor::Customer(_), Some(known)) => format!("customer:{}", known.reference),
        (by, _) => by.to_string(),
    }
}

fn append(
    tx: &mut store::WriteTx<'_>,
    tenant: TenantId,
    mut leaf: Leaf,
    sealed: Option<&Sealed>,
) -> Result<(), store::Error> {
    let stream = leaf.stream.as_str().to_owned();
    let head = tx.returning(&sql::TAKE_HEAD, store::params![tenant, stream, leaf.at, leaf.previous])?;
    if let Some(row) = head {
        let position: i64 = row.get(0)?;
        leaf.position = position.unsigned_abs();
        leaf.at = row.get(1)?;
        leaf.previous = row.get(2)?;
    }
    let bytes = leaf.encode();
    let hash = leaf.hash();
    let position = i64::try_from(leaf.position).unwrap_or(i64::MAX);
    tx.exec(
        &sql::WRITE_LEAF,
        store::params![
            tenant,
            stream,
            position,
            leaf.at,
            leaf.actor,
            leaf.subject,
            leaf.session,
            leaf.action,
            i64::from(leaf.outcome.byte()),
            bytes,
            hash,
            sealed.map(Sealed::to_bytes)
        ],
    )?;
    tx.exec(&sql::SET_HEAD, store::params![tenant, stream, hash])?;
    Ok(())
}

//! A leaf as people read it: names instead of references, changes instead of ciphertext.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::changes::{LeafChange, changes};
use super::opening::Opener;
use crate::audit::leaf::Leaf;
use crate::audit::sql;
use crate::desk::Keys;
use crate::kernel::Timestamp;
use crate::kernel::id::{AssistSessionId, CustomerId, SiteId, TenantId};

/// One leaf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeafView {
    /// The chain it belongs to, `session:ase_…` for example.
    pub stream: String,
    /// Its place in that chain, from 0.
    pub position: u64,
    /// Its place in the tree, from 0; nothing for the first second or so.
    pub place: Option<u64>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: ActorView,
    /// For whom, or about whom.
    pub subject: Option<SubjectView>,
    /// The assist session it happened in.
    pub session: Option<AssistSessionId>,
    /// The site.
    pub site: Option<SiteId>,
    /// The act's or ask's name, `cart.line.add`.
    pub action: String,
    /// `done`, `refused` or `failed`.
    pub outcome: String,
    /// The problem's name where it was refused.
    pub reason: Option<String>,
    /// The thing it touched.
    pub object: Option<String>,
    /// That thing's version after it.
    pub object_version: Option<i64>,
    /// The surface: `shop`, `office`, `api`, `bar`, `cli`, `job`, or the name of a dialect.
    pub channel: String,
    /// The request it came with.
    pub request: String,
    /// Whether its details can be read.
    pub details: DetailsState,
    /// What it changed.
    pub changes: Vec<LeafChange>,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActorView {
    /// `staff`, `customer`, `guest`, `client`, `job` or `nobody`.
    pub kind: String,
    /// The id; a job's name; nothing for an erased customer.
    pub id: Option<String>,
    /// The name of a person the shop still knows.
    pub name: Option<String>,
}

/// For whom, or about whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubjectView {
    /// The reference the log knows the subject by.
    pub reference: String,
    /// The customer, unless it is a guest or was erased.
    pub customer: Option<CustomerId>,
    /// The customer's name.
    pub name: Option<String>,
    /// Whether the log's link to the subject was erased.
    pub erased: bool,
}

/// What there is of a leaf's details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DetailsState {
    /// It has none.
    None,
    /// They can be read.
    Open,
    /// They were erased with their subject, or do not open.
    Erased,
}

/// A row of the log, as the store has it. Columns as in `LEAVES_BY_TIME`.
pub(in crate::audit) struct LeafRow {
    pub(in crate::audit) stream: String,
    pub(in crate::audit) position: u64,
    pub(in crate::audit) at: i64,
    pub(in crate::audit) placed: Option<u64>,
    pub(in crate::audit) actor: String,
    pub(in crate::audit) subject: Option<String>,
    pub(in crate::audit) bytes: Vec<u8>,
    pub(in crate::audit) sealed: Option<Vec<u8>>,
}

impl LeafRow {
    pub(in crate::audit) fn of(row: &store::Row) -> Result<Self, store::Error> {
        Ok(Self {
            stream: row.get(0)?,
            position: row.get(1)?,
            at: row.get(2)?,
            placed: row.get(3)?,
            actor: row.get(4)?,
            subject: row.get(5)?,
            bytes: row.get(6)?,
            sealed: row.get(7)?,
        })
    }
}

/// Makes views within one transaction; looks each person up once.
pub(super) struct Viewer<'a, 't, 'k> {
    tx: &'a mut store::ReadTx<'t>,
    tenant: TenantId,
    opener: Opener<'k>,
    names: BTreeMap<String, Option<String>>,
}

impl<'a, 't, 'k> Viewer<'a, 't, 'k> {
    pub(super) fn new(tx: &'a mut store::ReadTx<'t>, keys: &'k Keys, tenant: TenantId) -> Self {
        Self { tx, tenant, opener: Opener::new(keys, tenant), names: BTreeMap::new() }
    }

    /// The rows' view and their details; a row whose bytes are no leaf any more is shown as far as its columns go.
    pub(super) fn view(&mut self, row: &LeafRow) -> Result<(LeafView, Option<Value>), store::Error> {
        let details = match &row.sealed {
            Some(sealed) => self.opener.open(self.tx, row.subject.as_deref(), sealed)?,
            None => None,
        };
        let state = match (&row.sealed, &details) {
            (None, _) => DetailsState::None,
            (Some(_), Some(_)) => DetailsState::Open,
            (Some(_), None) => DetailsState::Erased,
        };
        let leaf = Leaf::decode(&row.bytes).ok();
        let told = leaf.as_ref();
        let view = LeafView {
            stream: row.stream.clone(),
            position: row.position,
            place: row.placed,
            at: Timestamp(told.map_or(row.at, |leaf| leaf.at)),
            actor: self.actor(&row.actor)?,
            subject: self.subject(row.subject.as_deref())?,
            session: told.and_then(|leaf| leaf.session.as_deref()?.parse().ok()),
            site: told.and_then(|leaf| leaf.site.as_deref()?.parse().ok()),
            action: told.map_or_else(|| "unreadable".to_owned(), |leaf| leaf.action.clone()),
            outcome: told.map_or("failed", |leaf| leaf.outcome.word()).to_owned(),
            reason: told.and_then(|leaf| leaf.reason.clone()),
            object: told.and_then(|leaf| leaf.object.clone()),
            object_version: told.and_then(|leaf| leaf.object_version),
            channel: told.map(|leaf| leaf.channel.clone()).unwrap_or_default(),
            request: told.map(|leaf| leaf.request.clone()).unwrap_or_default(),
            details: state,
            changes: details.as_ref().map(changes).unwrap_or_default(),
        };
        Ok((view, details))
    }

    fn actor(&mut self, actor: &str) -> Result<ActorView, store::Error> {
        let (kind, id) = actor.split_once(':').map_or((actor, None), |(kind, id)| (kind, Some(id)));
        let (id, name) = match (kind, id) {
            ("staff", Some(id)) => (Some(id.to_owned()), self.name(id)?),
            ("customer", Some(reference)) => {
                let customer =
                    self.opener.referred(self.tx, Some(reference))?.map(|referred| referred.subject);
                let name = customer.as_deref().map(|id| self.name(id)).transpose()?.flatten();
                (customer, name)
            }
            (_, id) => (id.map(str::to_owned), None),
        };
        Ok(ActorView { kind: kind.to_owned(), id, name })
    }

    fn subject(&mut self, reference: Option<&str>) -> Result<Option<SubjectView>, store::Error> {
        let Some(reference) = reference else { return Ok(None) };
        let known = self.opener.referred(self.tx, Some(reference))?.map(|referred| referred.subject);
        let name = known.as_deref().map(|id| self.name(id)).transpose()?.flatten();
        Ok(Some(SubjectView {
            reference: reference.to_owned(),
            customer: known.as_deref().and_then(|id| id.parse().ok()),
            name,
            erased: known.is_none(),
        }))
    }

    /// The name of a staff member or a customer.
    fn name(&mut self, id: &str) -> Result<Option<String>, store::Error> {
        if let Some(name) = self.names.get(id) {
            return Ok(name.clone());
        }
        let params = store::params![self.tenant, id];
        let name = if id.starts_with("stf_") {
            self.tx.one(&sql::STAFF_NAME, params)?.map(|row| row.get(0)).transpose()?
        } else if id.starts_with("cus_") {
            let row = self.tx.one(&sql::CUSTOMER_NAME, params)?;
            row.map(|row| Ok::<_, store::Error>(full_name(row.get(0)?, row.get(1)?))).transpose()?
        } else {
            None
        };
        let name = name.filter(|name: &String| !name.is_empty());
        self.names.insert(id.to_owned(), name.clone());
        Ok(name)
    }
}

pub(super) fn full_name(first: Option<String>, last: Option<String>) -> String {
    let both: Vec<String> = [first, last].into_iter().flatten().filter(|part| !part.is_empty()).collect();
    both.join(" ")
}

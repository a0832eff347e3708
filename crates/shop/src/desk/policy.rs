//! What a site settles about assistance, held in memory by version.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::acting::Channel;
use super::memo::Memo;
use super::{STAFF_IDLE, sql};
use crate::kernel::id::{SiteId, TenantId};

/// A site's policies. Defaults keep the agent's way from search to first item at four gestures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Whether a start needs a reason.
    pub reason_required: bool,
    /// Whether a start needs a ticket number.
    pub ticket_required: bool,
    /// Whether a start needs the agent's password, given within the last `step_up_minutes`.
    pub step_up: bool,
    /// How long a given password counts for a start.
    pub step_up_minutes: u32,
    /// Whether sessions start read-only until the agent raises them.
    pub read_only_start: bool,
    /// Whether search results show names and e-mails only in part until a record is opened.
    pub masked_results: bool,
    /// Roles whose holders may place orders for customers, as far as the role itself allows it.
    pub place_roles: Vec<String>,
    /// Minutes without an act after which a session ends, 2 to 15.
    pub idle_minutes: u32,
    /// Minutes after which a session ends in any case unless it is extended, 5 to 480.
    pub absolute_minutes: u32,
    /// Sessions one agent may have open at once, 1 to 10.
    pub sessions_per_agent: u32,
    /// Whether a customer may be helped by one agent only at a time.
    pub one_agent_per_customer: bool,
    /// What is different for clients of a dialect, by its name: `spryker`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub dialects: BTreeMap<String, DialectPolicy>,
}

/// The dialects there are.
pub const DIALECTS: &[&str] = &["spryker"];

/// What is different for clients of a dialect. Their protocols have no call that says "still there", so a site may
/// let their sessions live longer; what is absent is as for everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DialectPolicy {
    /// Minutes without an act after which an agent's sign-in and session of this dialect end, 2 to 480.
    pub idle_minutes: Option<u32>,
    /// Minutes after which a session of this dialect ends in any case, 5 to 480.
    pub absolute_minutes: Option<u32>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            reason_required: false,
            ticket_required: false,
            step_up: false,
            step_up_minutes: 15,
            read_only_start: false,
            masked_results: false,
            place_roles: vec!["agent".into(), "sales-manager".into()],
            idle_minutes: 10,
            absolute_minutes: 60,
            sessions_per_agent: 3,
            one_agent_per_customer: false,
            dialects: BTreeMap::new(),
        }
    }
}

impl Policy {
    /// How long a session on this surface lives without an act.
    pub fn idle(&self, on: Channel) -> Duration {
        minutes(self.dialect(on).idle_minutes.unwrap_or(self.idle_minutes))
    }

    /// How long a session on this surface lives at most.
    pub fn absolute(&self, on: Channel) -> Duration {
        minutes(self.dialect(on).absolute_minutes.unwrap_or(self.absolute_minutes))
    }

    /// How long an agent's sign-in on this surface lives without a sign of life: as always, or as long as its
    /// sessions where those may be idle for longer.
    pub fn staff_idle(&self, on: Channel) -> Duration {
        self.dialect(on).idle_minutes.map_or(STAFF_IDLE, |longer| minutes(longer).max(STAFF_IDLE))
    }

    fn dialect(&self, on: Channel) -> DialectPolicy {
        match on {
            Channel::Dialect(name) => self.dialects.get(name).copied().unwrap_or_default(),
            _ => DialectPolicy::default(),
        }
    }
}

fn minutes(count: u32) -> Duration {
    Duration::from_secs(60 * u64::from(count))
}

/// A site's policies and whether assisting is on there.
#[derive(Clone, Debug)]
pub struct SitePolicy {
    /// Whether the site has a storefront address.
    pub assisting: bool,
    /// The policies.
    pub policy: Policy,
}

impl std::ops::Deref for SitePolicy {
    type Target = Policy;
    fn deref(&self) -> &Policy {
        &self.policy
    }
}

/// The policies of all sites of a tenant.
pub struct Policies(BTreeMap<SiteId, Arc<SitePolicy>>);

impl Policies {
    /// The policies of one site.
    pub fn of(&self, site: SiteId) -> Option<Arc<SitePolicy>> {
        self.0.get(&site).cloned()
    }

    /// The policies of these sites; of all, where none is named.
    pub fn of_all<'a>(&'a self, sites: &'a [SiteId]) -> impl Iterator<Item = &'a SitePolicy> {
        self.0.iter().filter(|(id, _)| sites.is_empty() || sites.contains(id)).map(|(_, policy)| &**policy)
    }
}

impl Memo for Policies {
    const NAME: &'static str = "sites";
    fn load(tx: &mut store::ReadTx<'_>, tenant: TenantId) -> Result<Self, store::Error> {
        let rows = tx.all(&sql::SITE_POLICIES, store::params![tenant])?;
        let mut sites = BTreeMap::new();
        for row in rows {
            let policy: String = row.get(2)?;
            let address: String = row.get(1)?;
            // A policy that does not read falls back to the defaults, which are the careful ones.
            let policy = serde_json::from_str(&policy).unwrap_or_default();
            sites.insert(row.get(0)?, Arc::new(SitePolicy { assisting: !address.is_empty(), policy }));
        }
        Ok(Self(sites))
    }
}

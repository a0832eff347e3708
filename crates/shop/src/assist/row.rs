//! A session as it is stored, and the parts of it that people see.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sql;
use crate::desk::{Acting, Permission, Permissions, Refusal, Work};
use crate::events::Topic;
use crate::kernel::Timestamp;
use crate::kernel::id::{AssistSessionId, CustomerId, JobId, SiteId, StaffId, StaffSessionId, TenantId};
use crate::kernel::problem::{self, Problem};
use crate::people::role::AGENT_ROLES;

/// Who ended a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// Its agent.
    Agent,
    /// The customer.
    Customer,
    /// A supervisor.
    Supervisor,
    /// Its time was over.
    Timeout,
    /// A right it hung on was withdrawn.
    Revoked,
}

impl EndedBy {
    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Customer => "customer",
            Self::Supervisor => "supervisor",
            Self::Timeout => "timeout",
            Self::Revoked => "revoked",
        }
    }
}

impl store::FromColumn for EndedBy {
    const WANTED: &'static str = "agent, customer, supervisor, timeout or revoked";
    fn from_column(value: &store::Value) -> Option<Self> {
        let store::Value::Text(text) = value else { return None };
        [Self::Agent, Self::Customer, Self::Supervisor, Self::Timeout, Self::Revoked]
            .into_iter()
            .find(|by| by.name() == text)
    }
}

/// The customer of a session, as the agent sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CustomerView {
    /// Id.
    pub id: CustomerId,
    /// Full name.
    pub name: String,
    /// Customer number.
    pub number: String,
    /// E-mail address.
    pub email: String,
}

/// A running session, in lists of the agent's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TabView {
    /// Id.
    pub id: AssistSessionId,
    /// Number of the tab: `/as/{tab}/`.
    pub tab: u32,
    /// The customer.
    pub customer: CustomerView,
    /// The site.
    pub site: SiteId,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it ends without a sign of life.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub until: Timestamp,
}

/// The staff sign-in a session hangs on.
pub(crate) struct SignIn {
    pub(crate) id: StaffSessionId,
    /// When it ends in any case.
    pub(crate) until: Timestamp,
}

impl SignIn {
    /// The sign-in within which somebody acts; 401 when there is none.
    pub(crate) fn of(who: &Acting, tx: &mut store::ReadTx<'_>) -> Result<Self, Refusal> {
        let missing =
            || Problem::new(&problem::SIGN_IN_REQUIRED, "Sign in as staff first. Nothing was changed.");
        let id = who.staff_session().ok_or_else(missing)?;
        let row = tx.one(&sql::SIGN_IN, store::params![who.tenant(), id])?.ok_or_else(missing)?;
        Ok(Self { id, until: row.get(0)? })
    }
}

/// A session with the names that go with it.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: AssistSessionId,
    pub(crate) staff: StaffId,
    pub(crate) tab: u32,
    pub(crate) customer: CustomerView,
    pub(crate) site: SiteId,
    pub(crate) may: Permissions,
    pub(crate) channel: String,
    pub(crate) reason: String,
    pub(crate) ticket: String,
    pub(crate) started_at: Timestamp,
    pub(crate) seen_at: Timestamp,
    pub(crate) idle_until: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) ended_by: Option<EndedBy>,
    pub(crate) end_reason: Option<String>,
    /// The supervisor who ended it.
    pub(crate) supervisor: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) disposition: Option<String>,
    pub(crate) disputed_at: Option<Timestamp>,
    pub(crate) notice_job: Option<JobId>,
    pub(crate) agent: String,
    pub(crate) roles: Vec<String>,
    /// Acts and recorded asks in it, its start not counted.
    pub(crate) acts: i64,
}

impl Session {
    pub(crate) fn from_row(row: &store::Row) -> Result<Self, store::Error> {
        let customer = CustomerView {
            id: row.get(3)?,
            name: full_name(&row.get::<String>(22)?, &row.get::<String>(23)?),
            number: row.get(24)?,
            email: row.get(25)?,
        };
        Ok(Self {
            id: row.get(0)?,
            staff: row.get(1)?,
            tab: row.get(2)?,
            customer,
            site: row.get(4)?,
            may: row.get(5)?,
            channel: row.get(6)?,
            reason: row.get(7)?,
            ticket: row.get(8)?,
            started_at: row.get(9)?,
            seen_at: row.get(10)?,
            idle_until: row.get(11)?,
            until: row.get(12)?,
            ended_at: row.get(13)?,
            ended_by: row.get(14)?,
            end_reason: row.get(15)?,
            supervisor: row.get(27)?,
            summary: row.get(16)?,
            disposition: row.get(17)?,
            disputed_at: row.get(18)?,
            notice_job: row.get(19)?,
            agent: row.get(20)?,
            roles: row.get::<String>(21)?.lines().map(str::to_owned).collect(),
            acts: row.get::<Option<i64>>(26)?.unwrap_or(0),
        })
    }

    pub(crate) fn all(rows: &[store::Row]) -> Result<Vec<Self>, store::Error> {
        rows.iter().map(Self::from_row).collect()
    }

    /// The session with this id.
    pub(crate) fn find(
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        id: AssistSessionId,
    ) -> Result<Option<Self>, store::Error> {
        tx.one(&sql::SESSION, store::params![tenant, id])?.as_ref().map(Self::from_row).transpose()
    }

    /// The session with this id; 404 when there is none.
    pub(crate) fn get(
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        id: AssistSessionId,
    ) -> Result<Self, Refusal> {
        Ok(Self::find(tx, tenant, id)?.ok_or_else(|| Problem::not_found("session"))?)
    }

    /// When it ended, or its time was over; none while it runs.
    pub(crate) fn over_at(&self, now: Timestamp) -> Option<Timestamp> {
        let due = self.idle_until.min(self.until);
        self.ended_at.or((due <= now).then_some(due))
    }

    /// Who ended it; none while it runs.
    pub(crate) fn over_by(&self, now: Timestamp) -> Option<EndedBy> {
        self.ended_by.or(self.over_at(now).map(|_| EndedBy::Timeout))
    }

    /// The name of whoever ended it, where that was neither its agent nor the clock.
    pub(crate) fn ender(&self) -> Option<&str> {
        match self.ended_by? {
            EndedBy::Customer => Some(&self.customer.name),
            EndedBy::Supervisor => self.supervisor.as_deref(),
            EndedBy::Agent | EndedBy::Timeout | EndedBy::Revoked => None,
        }
    }

    /// Whether it may change things.
    pub(crate) fn may_edit(&self) -> bool {
        self.may.has(Permission::CartEdit)
    }

    /// The role in which its agent helps.
    pub(crate) fn role(&self) -> &str {
        self.roles.iter().find(|role| AGENT_ROLES.contains(&role.as_str())).map_or("agent", String::as_str)
    }

    /// The agent's name as customers see it: the given name only.
    pub(crate) fn shown_agent(&self) -> &str {
        self.agent.split_whitespace().next().unwrap_or(&self.agent)
    }

    pub(crate) fn tab_view(&self) -> TabView {
        TabView {
            id: self.id,
            tab: self.tab,
            customer: self.customer.clone(),
            site: self.site,
            started_at: self.started_at,
            idle_until: self.idle_until,
            until: self.until,
        }
    }
}

pub(crate) fn full_name(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}

/// The customer's running sessions.
pub(crate) fn running(
    tx: &mut store::ReadTx<'_>,
    tenant: TenantId,
    customer: CustomerId,
    at: Timestamp,
) -> Result<Vec<Session>, store::Error> {
    Session::all(&tx.all(&sql::RUNNING_OF_CUSTOMER, store::params![tenant, customer, at])?)
}

/// Names of the agents in these sessions, other than `me`, each once.
pub(crate) fn helpers(sessions: &[Session], me: StaffId) -> Vec<String> {
    let mut seen = Vec::new();
    for other in sessions.iter().filter(|session| session.staff != me) {
        if !seen.contains(&other.staff) {
            seen.push(other.staff);
        }
    }
    let named =
        |staff: StaffId| sessions.iter().find(|session| session.staff == staff).map(|one| one.agent.clone());
    seen.into_iter().filter_map(named).collect()
}

/// Tells everybody who helps this customer now who else does.
pub(crate) fn tell_presence(
    work: &mut Work<'_, '_>,
    who: &Acting,
    customer: CustomerId,
) -> Result<(), store::Error> {
    let sessions = running(work.sql(), who.tenant(), customer, who.at())?;
    for session in &sessions {
        let body = serde_json::json!({ "helpers": helpers(&sessions, session.staff) });
        work.emit(Topic::Session(session.id), "session.presence", &body);
    }
    Ok(())
}

//! One assist session from its first leaf to its last.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::page_size;
use super::view::{LeafRow, LeafView, Viewer, full_name};
use crate::audit::leaf::Stream;
use crate::audit::sql;
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::id::{AssistSessionId, CustomerId, SiteId, StaffId, TenantId};
use crate::kernel::{Cursor, Page, Problem, Timestamp};

/// Opens the log of one assist session, oldest leaf first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditSession {
    /// The session.
    pub session: AssistSessionId,
    /// The cursor of the page before.
    #[serde(default)]
    pub after: Option<Cursor>,
    /// Leaves a page, 1 to 200; 50 when nothing is said.
    #[serde(default)]
    pub size: Option<u32>,
}

/// An assist session and what the log holds of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SessionTrail {
    /// The session.
    pub id: AssistSessionId,
    /// The agent.
    pub staff: StaffId,
    /// The agent's name.
    pub agent: String,
    /// The customer.
    pub customer: CustomerId,
    /// The customer's name; empty once erased.
    pub customer_name: String,
    /// The site.
    pub site: SiteId,
    /// The site's name.
    pub site_name: String,
    /// Why it was started.
    pub reason: String,
    /// The ticket it was started for; may be empty.
    pub ticket: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it ends, or would have ended, in any case.
    pub until: Timestamp,
    /// When it ended; nothing while it runs.
    pub ended_at: Option<Timestamp>,
    /// Who ended it: `agent`, `customer`, `supervisor`, `timeout` or `revoked`.
    pub ended_by: Option<String>,
    /// The supervisor who ended it.
    pub ended_by_name: Option<String>,
    /// Why it was ended.
    pub end_reason: Option<String>,
    /// The agent's own summary.
    pub summary: Option<String>,
    /// When the customer said that it was not them.
    pub disputed_at: Option<Timestamp>,
    /// What was done, oldest first.
    pub acts: Page<LeafView>,
}

impl Ask for AuditSession {
    const NAME: &'static str = "audit.session";
    const NEEDS: Needs = Needs::Staff(Permission::AuditRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = SessionTrail;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<SessionTrail, Refusal> {
        let found = look.sql().one(&sql::SESSION, store::params![who.tenant(), self.session])?;
        let row = found.ok_or_else(|| Problem::not_found("assist session"))?;
        look.about(row.get(2)?);
        look.object(self.session, None);
        let acts = self.acts(who.tenant(), look)?;
        Ok(SessionTrail {
            id: self.session,
            staff: row.get(0)?,
            agent: row.get::<Option<String>>(1)?.unwrap_or_default(),
            customer: row.get(2)?,
            customer_name: full_name(row.get(3)?, row.get(4)?),
            site: row.get(5)?,
            site_name: row.get::<Option<String>>(6)?.unwrap_or_default(),
            reason: row.get(7)?,
            ticket: row.get(8)?,
            started_at: row.get(9)?,
            until: row.get(10)?,
            ended_at: row.get(11)?,
            ended_by: row.get(12)?,
            ended_by_name: row.get(16)?,
            end_reason: row.get(13)?,
            summary: row.get(14)?,
            disputed_at: row.get(15)?,
            acts,
        })
    }
}

impl AuditSession {
    fn acts(&self, tenant: TenantId, look: &mut Look<'_, '_>) -> Result<Page<LeafView>, Refusal> {
        let size = page_size(self.size)?;
        let after: i64 = self.after.as_ref().map_or(Ok(-1), Cursor::key)?;
        let stream = Stream::session(&self.session.to_string());
        let limit = i64::try_from(size + 1).unwrap_or(i64::MAX);
        let (tx, keys) = look.record();
        let rows = tx.all(&sql::STREAM_FROM, store::params![tenant, stream.as_str(), after, limit])?;
        let rows = rows.iter().map(LeafRow::of).collect::<Result<Vec<_>, _>>()?;
        let page = Page::cut(rows, size, |row| row.position);
        let mut viewer = Viewer::new(tx, keys, tenant);
        let items =
            page.items.iter().map(|row| Ok(viewer.view(row)?.0)).collect::<Result<_, store::Error>>()?;
        Ok(Page { items, next: page.next })
    }
}

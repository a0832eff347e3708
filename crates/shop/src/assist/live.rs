//! What a supervisor sees of everybody's sessions.

use std::collections::BTreeSet;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::row::{CustomerView, EndedBy, Session};
use super::sql;
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::id::{AssistSessionId, SiteId, StaffId};
use crate::kernel::{Cursor, Page, Timestamp};

/// Running sessions, newest first, and those that customers disputed within the last week.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiveSessions {
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<Cursor>,
}

/// What goes on now.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Live {
    /// Running sessions, 50 a page; fewer where some are on sites the asker does not work for.
    pub sessions: Page<LiveView>,
    /// Sessions disputed within the last seven days, newest first, at most 50.
    pub disputed: Vec<LiveView>,
    /// Agents with a running session on this page.
    pub agents: usize,
}

/// A session, as a supervisor sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LiveView {
    /// Its id.
    pub id: AssistSessionId,
    /// The agent.
    pub agent: String,
    /// The agent's id.
    pub staff: StaffId,
    /// The customer.
    pub customer: CustomerView,
    /// The site.
    pub site: SiteId,
    /// When it was started.
    pub started_at: Timestamp,
    /// When the agent last did something.
    pub seen_at: Timestamp,
    /// When it ends without a sign of life.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub until: Timestamp,
    /// Acts and recorded looks since the start.
    pub acts: i64,
    /// The surface it was started from.
    pub channel: String,
    /// Why it was started.
    pub reason: String,
    /// The ticket it is about.
    pub ticket: String,
    /// Whether it only looks.
    pub read_only: bool,
    /// When the customer said "this was not me".
    pub disputed_at: Option<Timestamp>,
    /// When it ended; nothing while it runs.
    pub ended_at: Option<Timestamp>,
    /// Who ended it.
    pub ended_by: Option<EndedBy>,
}

impl LiveView {
    pub(super) fn of(session: &Session, now: Timestamp) -> Self {
        Self {
            id: session.id,
            agent: session.agent.clone(),
            staff: session.staff,
            customer: session.customer.clone(),
            site: session.site,
            started_at: session.started_at,
            seen_at: session.seen_at,
            idle_until: session.idle_until,
            until: session.until,
            acts: session.acts,
            channel: session.channel.clone(),
            reason: session.reason.clone(),
            ticket: session.ticket.clone(),
            read_only: !session.may_edit(),
            disputed_at: session.disputed_at,
            ended_at: session.over_at(now),
            ended_by: session.over_by(now),
        }
    }
}

/// Sessions a page.
const SIZE: usize = 50;
/// How long a dispute stays on the page.
const DISPUTES_SHOWN: Duration = Duration::from_secs(7 * 24 * 3600);

impl Ask for LiveSessions {
    const NAME: &'static str = "assist.live";
    const NEEDS: Needs = Needs::Staff(Permission::SessionsSee);
    const RECORDED: Recorded = Recorded::Never;
    type Out = Live;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Live, Refusal> {
        let (started, id) = place(self.after.as_ref())?;
        let limit = i64::try_from(SIZE + 1).unwrap_or(i64::MAX);
        let rows =
            look.sql().all(&sql::RUNNING, store::params![who.tenant(), who.at(), started, id, limit])?;
        let page = Page::cut(Session::all(&rows)?, SIZE, |session| (session.started_at, session.id));
        let mut page = page.map(|session| LiveView::of(&session, who.at()));
        page.items.retain(|session| who.works_for(session.site));
        let since = who.at().minus(DISPUTES_SHOWN);
        let rows = look.sql().all(&sql::DISPUTED, store::params![who.tenant(), since, 50i64])?;
        let disputed = Session::all(&rows)?;
        let disputed = disputed.iter().filter(|session| who.works_for(session.site));
        let agents: BTreeSet<_> = page.items.iter().map(|session| session.staff).collect();
        Ok(Live {
            agents: agents.len(),
            disputed: disputed.map(|session| LiveView::of(session, who.at())).collect(),
            sessions: page,
        })
    }
}

/// The place in a list of sessions, newest first, behind which to go on.
pub(super) fn place(after: Option<&Cursor>) -> Result<(Timestamp, String), Refusal> {
    Ok(match after {
        Some(cursor) => cursor.key::<(Timestamp, AssistSessionId)>().map(|(at, id)| (at, id.to_string()))?,
        None => (Timestamp(i64::MAX), String::new()),
    })
}

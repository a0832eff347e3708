//! What an agent sees of the own sessions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::row::{CustomerView, Session, TabView, helpers, running};
use super::{UNDO, sql};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::Timestamp;
use crate::kernel::id::{AssistSessionId, SiteId};
use crate::kernel::problem::Problem;

/// The session this request is made in: what the agent's bar shows of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CurrentSession {}

/// The session acted in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// Its id.
    pub id: AssistSessionId,
    /// Number of its tab: `/as/{tab}/`.
    pub tab: u32,
    /// The customer.
    pub customer: CustomerView,
    /// The agent.
    pub agent: AgentView,
    /// The site.
    pub site: SiteId,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it ends without a sign of life.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub until: Timestamp,
    /// The shop's clock.
    pub now: Timestamp,
    /// What can be done here and now.
    pub may: May,
    /// Other agents who help this customer now.
    pub helpers: Vec<String>,
    /// Until when the start can be taken back; nothing afterwards.
    pub undo_until: Option<Timestamp>,
    /// Acts and recorded looks since the start.
    pub acts: i64,
    /// Why it was started.
    pub reason: String,
    /// The ticket it is about.
    pub ticket: String,
}

/// The agent of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgentView {
    /// Full name.
    pub name: String,
    /// Names of the roles.
    pub roles: Vec<String>,
}

/// What can be done in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct May {
    /// Whether the order may be placed.
    pub place_order: bool,
    /// Whether anything may be changed.
    pub edit: bool,
}

impl Ask for CurrentSession {
    const NAME: &'static str = "assist.current";
    const NEEDS: Needs = Needs::Agent;
    const RECORDED: Recorded = Recorded::Never;
    type Out = Standing;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        super::stay::acting(who)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Standing, Refusal> {
        let current = who.on_behalf().ok_or_else(|| Problem::not_found("session"))?;
        let sessions = running(look.sql(), who.tenant(), current.customer(), who.at())?;
        let session = sessions.iter().find(|session| session.id == current.session());
        let session = session.ok_or_else(|| Problem::not_found("session"))?;
        let undo_until = session.started_at.plus(UNDO);
        Ok(Standing {
            id: session.id,
            tab: session.tab,
            customer: session.customer.clone(),
            agent: AgentView { name: session.agent.clone(), roles: session.roles.clone() },
            site: session.site,
            started_at: session.started_at,
            idle_until: session.idle_until,
            until: session.until,
            now: who.at(),
            may: May { place_order: who.may(Permission::OrderPlace), edit: who.may(Permission::CartEdit) },
            helpers: helpers(&sessions, session.staff),
            undo_until: (undo_until > who.at()).then_some(undo_until),
            acts: session.acts,
            reason: session.reason.clone(),
            ticket: session.ticket.clone(),
        })
    }
}

/// The sessions the agent has running, one a tab.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MySessions {}

impl Ask for MySessions {
    const NAME: &'static str = "assist.mine";
    const NEEDS: Needs = Needs::StaffSelf;
    const RECORDED: Recorded = Recorded::Never;
    type Out = Vec<TabView>;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(who.staff().map_or(Owner::Shop, Owner::Staff))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Vec<TabView>, Refusal> {
        let rows =
            look.sql().all(&sql::RUNNING_OF_STAFF, store::params![who.tenant(), who.staff()?, who.at()])?;
        Ok(Session::all(&rows)?.iter().map(Session::tab_view).collect())
    }
}

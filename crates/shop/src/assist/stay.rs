//! Renewing a session, extending it, and letting a read-only one change things.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::row::{Session, SignIn};
use super::{EXTENSION, LONGEST, sql};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permissions, Refusal, Work};
use crate::events::Topic;
use crate::kernel::Timestamp;
use crate::kernel::problem::{self, Problem};
use crate::kernel::text::Said;

/// When a session ends now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Renewed {
    /// When it ends without a sign of life.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub until: Timestamp,
    /// The shop's clock.
    pub now: Timestamp,
}

/// Says that the agent is still there.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stay {}

impl Act for Stay {
    const NAME: &'static str = "assist.stay";
    const NEEDS: Needs = Needs::Agent;
    type Out = Renewed;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        acting(who)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Renewed, Refusal> {
        let session = current(who, work)?;
        renew(who, work, &session, session.until)
    }
}

/// Adds 30 minutes to the session's time, up to eight hours in all.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    /// Why it takes longer.
    pub reason: Said<1, 200>,
}

impl Act for Extend {
    const NAME: &'static str = "assist.extend";
    const NEEDS: Needs = Needs::Agent;
    type Out = Renewed;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        acting(who)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Renewed, Refusal> {
        let session = current(who, work)?;
        let last = SignIn::of(who, work.sql())?.until;
        let until = session.until.plus(EXTENSION).min(session.started_at.plus(LONGEST)).min(last);
        if until <= session.until {
            let said = "This session cannot last any longer. End it and start a new one.";
            return Err(Problem::new(&problem::CONFLICT, said).into());
        }
        let renewed = renew(who, work, &session, until)?;
        work.emit(Topic::Session(session.id), "session.extended", &renewed);
        work.emit(Topic::Customer(session.customer.id), "session.extended", &renewed);
        let (before, after) = (json!({ "until": session.until }), json!({ "until": until }));
        work.changed(session.id, None, &before, &after);
        Ok(renewed)
    }
}

/// Lets a session that only looks change things, too.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseSession {
    /// Why it must.
    pub reason: Said<1, 200>,
}

impl Act for RaiseSession {
    const NAME: &'static str = "assist.raise";
    const NEEDS: Needs = Needs::Agent;
    type Out = Renewed;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        acting(who)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Renewed, Refusal> {
        let session = current(who, work)?;
        work.sql().exec(&sql::RAISE, store::params![who.tenant(), session.id, Permissions::OWN])?;
        work.emit(Topic::Session(session.id), "session.raised", &json!({ "edit": true }));
        let (before, after) = (json!({ "edit": session.may_edit() }), json!({ "edit": true }));
        work.changed(session.id, None, &before, &after);
        renew(who, work, &session, session.until)
    }
}

/// These are said within the session they are about.
pub(super) fn acting(who: &Acting) -> Result<Owner, Refusal> {
    Ok(match who.on_behalf() {
        Some(_) => Owner::Staff(who.staff()?),
        None => Owner::Missing("session"),
    })
}

/// The session acted in.
pub(super) fn current(who: &Acting, work: &mut Work<'_, '_>) -> Result<Session, Refusal> {
    let session = who.on_behalf().ok_or_else(|| Problem::not_found("session"))?.session();
    Session::get(work.sql(), who.tenant(), session)
}

fn renew(
    who: &Acting,
    work: &mut Work<'_, '_>,
    session: &Session,
    until: Timestamp,
) -> Result<Renewed, Refusal> {
    let idle = who.policy().ok_or_else(|| Problem::not_found("site"))?.idle(who.channel());
    let idle_until = who.at().plus(idle).min(until);
    work.sql().exec(&sql::RENEW, store::params![who.tenant(), session.id, who.at(), idle_until, until])?;
    Ok(Renewed { idle_until, until, now: who.at() })
}

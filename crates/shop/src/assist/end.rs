//! Ending an assist session.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::row::{CustomerView, EndedBy, Session, tell_presence};
use super::sql;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::events::Topic;
use crate::kernel::Problem;
use crate::kernel::Timestamp;
use crate::kernel::id::AssistSessionId;
use crate::kernel::text::Said;

/// Ends one of the agent's own sessions. Sent from beside the session (`tab` or `session`) it can be
/// repeated: a session that is over already is answered as it ended, and keeps the first summary.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSession {
    /// The session; left out, the one in `tab`, or the one this request is made in.
    #[serde(default)]
    pub session: Option<AssistSessionId>,
    /// Number of the agent's tab.
    #[serde(default)]
    pub tab: Option<u32>,
    /// What was done, in a sentence.
    #[serde(default)]
    pub summary: Said<0, 1000>,
    /// What came of it, in a word: "ordered", "answered".
    #[serde(default)]
    pub disposition: Said<0, 60>,
}

/// A session that is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ended {
    /// Its id.
    pub id: AssistSessionId,
    /// Number of its tab.
    pub tab: u32,
    /// Its customer.
    pub customer: CustomerView,
    /// When it ended.
    pub ended_at: Timestamp,
    /// Who ended it.
    pub by: EndedBy,
    /// The name of the customer or the supervisor who did; only staff read it.
    pub by_name: Option<String>,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

impl Act for EndSession {
    const NAME: &'static str = "assist.end";
    const NEEDS: Needs = Needs::Agent;
    type Out = Ended;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(who, look, self.session, self.tab)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Ended, Refusal> {
        let session =
            pick(who, work.sql(), self.session, self.tab)?.ok_or_else(|| Problem::not_found("session"))?;
        let said = Closing { summary: self.summary.as_str(), disposition: self.disposition.as_str() };
        match session.over_by(who.at()) {
            None => end(work, who, &session, EndedBy::Agent, None, Some(said)),
            Some(by) if session.ended_at.is_none() => end(work, who, &session, by, None, Some(said)),
            Some(_) => {
                if !said.summary.is_empty() {
                    work.sql().exec(
                        &sql::SUM_UP,
                        store::params![
                            who.tenant(),
                            session.id,
                            session.staff,
                            said.summary,
                            said.disposition
                        ],
                    )?;
                }
                work.within(session.id);
                work.about(session.customer.id);
                Ok(ended(&session, who))
            }
        }
    }
}

/// Ends a session in which somebody acts for the customer, as the customer wants it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndByCustomer {
    /// The session.
    pub session: AssistSessionId,
}

impl Act for EndByCustomer {
    const NAME: &'static str = "assist.end_by_customer";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = Ended;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owned_by_customer(who, look, self.session)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Ended, Refusal> {
        let session = Session::get(work.sql(), who.tenant(), self.session)?;
        stop(work, who, &session, EndedBy::Customer, None)
    }
}

/// Ends somebody's session.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndBySupervisor {
    /// The session.
    pub session: AssistSessionId,
    /// Why; the agent reads it.
    #[serde(default)]
    pub reason: Said<0, 200>,
}

impl Act for EndBySupervisor {
    const NAME: &'static str = "assist.end_by_supervisor";
    const NEEDS: Needs = Needs::Staff(Permission::SessionsEnd);
    type Out = Ended;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        let session = Session::find(look.sql(), who.tenant(), self.session)?;
        let seen = session.filter(|session| who.works_for(session.site));
        Ok(seen.map_or(Owner::Missing("session"), |session| Owner::Customer(session.customer.id)))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Ended, Refusal> {
        let session = Session::get(work.sql(), who.tenant(), self.session)?;
        let reason = Some(self.reason.as_str()).filter(|reason| !reason.is_empty());
        stop(work, who, &session, EndedBy::Supervisor, reason)
    }
}

/// What an agent says at the end.
#[derive(Clone, Copy)]
pub(super) struct Closing<'a> {
    summary: &'a str,
    disposition: &'a str,
}

/// The session meant: by id, by the number of one of the agent's own tabs, or the one acted in.
pub(super) fn pick(
    who: &Acting,
    tx: &mut store::ReadTx<'_>,
    session: Option<AssistSessionId>,
    tab: Option<u32>,
) -> Result<Option<Session>, Refusal> {
    let acted_in = who.on_behalf().map(crate::desk::OnBehalf::session);
    if let Some(id) = session.or(if tab.is_none() { acted_in } else { None }) {
        return Ok(Session::find(tx, who.tenant(), id)?);
    }
    let Some(tab) = tab else {
        return Err(Problem::invalid("/session", "Say which session.").into());
    };
    let row = tx.one(&sql::SESSION_IN_TAB, store::params![who.tenant(), who.staff()?, tab])?;
    Ok(row.as_ref().map(Session::from_row).transpose()?)
}

/// The agent of the session meant.
pub(super) fn owner(
    who: &Acting,
    look: &mut Look<'_, '_>,
    session: Option<AssistSessionId>,
    tab: Option<u32>,
) -> Result<Owner, Refusal> {
    let found = if who.is_staff() { pick(who, look.sql(), session, tab)? } else { None };
    Ok(found.map_or(Owner::Missing("session"), |session| Owner::Staff(session.staff)))
}

pub(super) fn owned_by_customer(
    who: &Acting,
    look: &mut Look<'_, '_>,
    id: AssistSessionId,
) -> Result<Owner, Refusal> {
    let session = Session::find(look.sql(), who.tenant(), id)?;
    Ok(session.map_or(Owner::Missing("session"), |session| Owner::Customer(session.customer.id)))
}

/// Ends the session if it runs; one that is over stays as it ended.
pub(super) fn stop(
    work: &mut Work<'_, '_>,
    who: &Acting,
    session: &Session,
    by: EndedBy,
    reason: Option<&str>,
) -> Result<Ended, Refusal> {
    match session.over_by(who.at()) {
        None => end(work, who, session, by, reason, None),
        Some(EndedBy::Timeout) if session.ended_at.is_none() => {
            end(work, who, session, EndedBy::Timeout, None, None)
        }
        Some(_) => {
            work.within(session.id);
            Ok(ended(session, who))
        }
    }
}

/// Writes the end of a session and tells everybody concerned.
pub(super) fn end(
    work: &mut Work<'_, '_>,
    who: &Acting,
    session: &Session,
    by: EndedBy,
    reason: Option<&str>,
    said: Option<Closing<'_>>,
) -> Result<Ended, Refusal> {
    let at = session.over_at(who.at()).unwrap_or(who.at());
    let said_or_none = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    let summary = said_or_none(said.map(|said| said.summary));
    let disposition = said_or_none(said.map(|said| said.disposition));
    let supervisor = who.staff_name().filter(|_| by == EndedBy::Supervisor);
    let written = work.sql().exec(
        &sql::END,
        store::params![who.tenant(), session.id, at, by.name(), reason, summary, disposition, supervisor],
    )?;
    if written == 0 {
        // Somebody else was faster, between our reading the row and our writing it.
        let session = Session::get(work.sql(), who.tenant(), session.id)?;
        work.within(session.id);
        return Ok(ended(&session, who));
    }
    let session = Session {
        ended_at: Some(at),
        ended_by: Some(by),
        end_reason: reason.map(str::to_owned),
        supervisor: supervisor.map(str::to_owned),
        ..session.clone()
    };
    tell_end(work, &session);
    tell_presence(work, who, session.customer.id)?;
    work.within(session.id);
    work.about(session.customer.id);
    work.changed(
        session.id,
        None,
        &json!({ "running": true }),
        &json!({ "running": false, "by": by, "reason": reason, "summary": summary, "disposition": disposition }),
    );
    Ok(ended(&session, who))
}

/// Tells the agent's bar, the customer's pages and the agent's other tabs that a session is over. Customers do not
/// read the names of supervisors.
pub(super) fn tell_end(work: &mut Work<'_, '_>, session: &Session) {
    let mut body = json!({
        "session": session.id, "tab": session.tab, "customer": session.customer.id,
        "by": session.ended_by, "reason": session.end_reason,
    });
    work.emit(Topic::Customer(session.customer.id), "session.ended", &body);
    body["by_name"] = json!(session.ender());
    for topic in [Topic::Staff(session.staff), Topic::Session(session.id)] {
        work.emit(topic, "session.ended", &body);
    }
}

pub(super) fn ended(session: &Session, who: &Acting) -> Ended {
    let now = who.at();
    Ended {
        id: session.id,
        tab: session.tab,
        customer: session.customer.clone(),
        ended_at: session.over_at(now).unwrap_or(now),
        by: session.over_by(now).unwrap_or(EndedBy::Agent),
        by_name: session.ender().filter(|_| who.is_staff()).map(str::to_owned),
        reason: session.end_reason.clone(),
    }
}

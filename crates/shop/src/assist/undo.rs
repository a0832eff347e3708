//! Taking back a start.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::end::{Ended, end, ended, owner, pick};
use super::row::{EndedBy, Session};
use super::{NOTICE_AFTER, sql};
use crate::audit::leaf::{Outcome, Stream};
use crate::audit::read;
use crate::desk::{Act, Acting, Look, Needs, Owner, Refusal, Work};
use crate::kernel::id::AssistSessionId;
use crate::kernel::problem::{self, Problem};

/// Takes back a start just made: the session ends and the customer gets no mail. Possible for five seconds,
/// and only while nothing was changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoStart {
    /// The session; left out, the one in `tab`, or the one this request is made in.
    #[serde(default)]
    pub session: Option<AssistSessionId>,
    /// Number of the agent's tab.
    #[serde(default)]
    pub tab: Option<u32>,
}

impl Act for UndoStart {
    const NAME: &'static str = "assist.undo";
    const NEEDS: Needs = Needs::Agent;
    type Out = Ended;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(who, look, self.session, self.tab)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Ended, Refusal> {
        let session =
            pick(who, work.sql(), self.session, self.tab)?.ok_or_else(|| Problem::not_found("session"))?;
        if session.over_at(who.at()).is_some() {
            work.within(session.id);
            work.about(session.customer.id);
            return Ok(ended(&session, who));
        }
        let late = || {
            Problem::new(
                &problem::CONFLICT,
                "It is too late to take this start back. End the session instead.",
            )
        };
        if who.at().since(session.started_at) >= NOTICE_AFTER {
            return Err(late().into());
        }
        let changed = Problem::new(
            &problem::CONFLICT,
            "Something was changed in this session already. End it instead.",
        );
        if something_changed(who, work, &session)? {
            return Err(changed.into());
        }
        if work.sql().exec(&sql::DROP_JOB, store::params![who.tenant(), session.notice_job])? == 0 {
            return Err(late().into());
        }
        end(work, who, &session, EndedBy::Agent, Some("undo"), None)
    }
}

/// Whether an act in this session has changed anything yet.
fn something_changed(who: &Acting, work: &mut Work<'_, '_>, session: &Session) -> Result<bool, store::Error> {
    let stream = Stream::session(&session.id.to_string());
    let mut look = work.look();
    let (tx, keys) = look.record();
    let leaves = read::stream(tx, keys, who.tenant(), &stream, 0, 200)?;
    Ok(leaves.iter().any(|leaf| leaf.is_act() && leaf.outcome == Outcome::Done))
}

//! "This was not me."

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::end::{Ended, owned_by_customer, stop};
use super::row::{EndedBy, Session};
use super::sql;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Permissions, Refusal, Work};
use crate::events::Topic;
use crate::kernel::id::{AssistSessionId, StaffId};

/// Says that a session of acting for the customer was not wanted by the customer: ends it if it runs, marks
/// it, and tells supervisors.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotMe {
    /// The session.
    pub session: AssistSessionId,
}

impl Act for NotMe {
    const NAME: &'static str = "assist.dispute";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = Ended;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owned_by_customer(who, look, self.session)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Ended, Refusal> {
        let session = Session::get(work.sql(), who.tenant(), self.session)?;
        let first = work.sql().exec(&sql::DISPUTE, store::params![who.tenant(), session.id, who.at()])? == 1;
        let answer = stop(work, who, &session, EndedBy::Customer, Some("This was not me"))?;
        if first {
            let body =
                json!({ "session": session.id, "agent": session.agent, "customer": session.customer.id });
            for watcher in watchers(who, work)? {
                work.emit(Topic::Staff(watcher), "session.disputed", &body);
            }
            work.emit(Topic::Customer(session.customer.id), "session.disputed", &body);
        }
        Ok(answer)
    }
}

/// Staff who see sessions and so are told of disputes.
fn watchers(who: &Acting, work: &mut Work<'_, '_>) -> Result<Vec<StaffId>, store::Error> {
    let seeing = Permissions::of(&[Permission::SessionsSee]);
    work.sql()
        .all(&sql::WATCHERS, store::params![who.tenant(), seeing])?
        .iter()
        .map(|row| row.get(0))
        .collect()
}

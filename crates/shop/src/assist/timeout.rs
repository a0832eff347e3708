//! Closing sessions whose time is over. The desk refuses them from that very moment; this settles their
//! rows, records the end and tells everybody concerned.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::end::{Ended, stop};
use super::row::{EndedBy, Session};
use super::sql;
use crate::desk::{Act, Acting, Caller, Desk, Look, Needs, Owner, Refusal, Work};
use crate::kernel::id::{AssistSessionId, TenantId};
use crate::kernel::problem::{self, Problem};

/// Closes a session whose time is over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeOut {
    /// The session.
    pub session: AssistSessionId,
}

impl Act for TimeOut {
    const NAME: &'static str = "assist.time_out";
    const NEEDS: Needs = Needs::Job;
    type Out = Ended;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        let session = Session::find(look.sql(), who.tenant(), self.session)?;
        Ok(session.map_or(Owner::Missing("session"), |session| Owner::Customer(session.customer.id)))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Ended, Refusal> {
        let session = Session::get(work.sql(), who.tenant(), self.session)?;
        if session.ended_at.is_some() || session.over_at(who.at()).is_none() {
            return Err(
                Problem::new(&problem::CONFLICT, "This session is over already, or was renewed.").into()
            );
        }
        stop(work, who, &session, EndedBy::Timeout, None)
    }
}

impl Desk {
    /// Closes sessions whose time is over, of all tenants, and says how many. Call it every second.
    pub fn close_timed_out(&self) -> Result<usize, Problem> {
        let mut closed = 0;
        for (tenant, session) in self.timed_out()? {
            let caller = Caller::job("assist", tenant, self.mint().id());
            match self.act(&caller, TimeOut { session }, None) {
                Ok(_) => closed += 1,
                // Another node closed it, or the agent came back.
                Err(problem) if problem.kind == &problem::CONFLICT => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(closed)
    }

    fn timed_out(&self) -> Result<Vec<(TenantId, AssistSessionId)>, Problem> {
        let now = self.now();
        self.survey(|tx| {
            tx.all(&sql::TIMED_OUT, store::params![now])?
                .iter()
                .map(|row| Ok((row.get(0)?, row.get(1)?)))
                .collect()
        })
    }
}

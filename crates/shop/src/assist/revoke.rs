//! Ending everything that hangs on a right that was withdrawn, or on a sign-in that ended.

use super::end::tell_end;
use super::row::{EndedBy, Session};
use super::sql;
use crate::desk::Work;
use crate::kernel::id::{AssistSessionId, CustomerId, SiteId, StaffId, StaffSessionId};

/// Which assist sessions are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// This one.
    One(AssistSessionId),
    /// Those started from one sign-in of a staff member.
    SignIn(StaffSessionId),
    /// All of an agent's.
    Staff(StaffId),
    /// An agent's on one site.
    StaffOn(StaffId, SiteId),
    /// Everybody's on one site.
    Site(SiteId),
    /// Everybody's with one customer.
    Customer(CustomerId),
}

/// Ends all running sessions that are meant, in the transaction of the act that is the reason, tells everybody
/// concerned, and says how many. The desk refuses them at once in any case; this closes their rows.
pub(crate) fn end_all(
    work: &mut Work<'_, '_>,
    which: Which,
    by: EndedBy,
    reason: &str,
) -> Result<usize, store::Error> {
    let (tenant, at) = (work.tenant(), work.at());
    let rows = match which {
        Which::One(id) => work.sql().all(&sql::OPEN_ONE, store::params![tenant, id])?,
        Which::SignIn(id) => work.sql().all(&sql::OPEN_OF_SIGN_IN, store::params![tenant, id])?,
        Which::Staff(id) => work.sql().all(&sql::OPEN_OF_STAFF, store::params![tenant, id])?,
        Which::StaffOn(id, site) => {
            work.sql().all(&sql::OPEN_OF_STAFF_ON, store::params![tenant, id, site])?
        }
        Which::Site(id) => work.sql().all(&sql::OPEN_ON_SITE, store::params![tenant, id])?,
        Which::Customer(id) => work.sql().all(&sql::OPEN_OF_CUSTOMER, store::params![tenant, id])?,
    };
    let mut ended = 0;
    for row in rows {
        let id: AssistSessionId = row.get(0)?;
        let Some(session) = Session::find(work.sql(), tenant, id)? else { continue };
        // What had run out before is not what this act ended.
        let over = session.over_at(at);
        let by = if over.is_some() { EndedBy::Timeout } else { by };
        let reason = Some(reason).filter(|reason| over.is_none() && !reason.is_empty());
        let ended_at = over.unwrap_or(at);
        let none: Option<&str> = None;
        if work
            .sql()
            .exec(&sql::END, store::params![tenant, id, ended_at, by.name(), reason, none, none, none])?
            == 1
        {
            let end_reason = reason.map(str::to_owned);
            tell_end(work, &Session { ended_at: Some(ended_at), ended_by: Some(by), end_reason, ..session });
            ended += usize::from(over.is_none());
        }
    }
    Ok(ended)
}

//! What must hold of the agent before a session begins.

use std::time::Duration;

use super::revoke::{Which, end_all};
use super::row::{EndedBy, Session};
use super::sql;
use crate::desk::{Acting, Channel, Permissions, Refusal, SitePolicy, Work};
use crate::kernel::id::StaffId;
use crate::kernel::problem::{self, Problem};

/// The number of the new tab, unless the agent has as many as may be.
pub(super) fn take_tab(
    who: &Acting,
    work: &mut Work<'_, '_>,
    agent: StaffId,
    policy: &SitePolicy,
) -> Result<u32, Refusal> {
    let row = work.sql().returning(&sql::TAKE_TAB, store::params![who.tenant(), agent])?;
    let tab = row.ok_or_else(|| Problem::not_found("user"))?.get(0)?;
    let (tenant, at, most) = (who.tenant(), who.at(), i64::from(policy.sessions_per_agent));
    loop {
        let count = work.sql().one(&sql::COUNT_RUNNING, store::params![tenant, agent, at, most])?;
        if count.map_or(Ok(0), |row| row.get::<i64>(0))? < most {
            return Ok(tab);
        }
        if !make_room(who, work, agent)? {
            break;
        }
    }
    let open = work.sql().all(&sql::RUNNING_OF_STAFF, store::params![tenant, agent, at])?;
    let open = Session::all(&open)?;
    let names: Vec<&str> = open.iter().map(|session| session.customer.name.as_str()).collect();
    let said = format!("You are acting for {} already. End one of these first.", names.join(", "));
    let sessions: Vec<_> = open.iter().map(Session::tab_view).collect();
    Err(Problem::new(&problem::TOO_MANY_SESSIONS, said).with("sessions", sessions).into())
}

/// Ends the oldest session of a client whose dialect has no call for ending one; says whether there was one.
fn make_room(who: &Acting, work: &mut Work<'_, '_>, agent: StaffId) -> Result<bool, Refusal> {
    let Channel::Dialect(name) = who.channel() else { return Ok(false) };
    let row = work.sql().one(&sql::OLDEST_ON, store::params![who.tenant(), agent, who.at(), name])?;
    let Some(row) = row else { return Ok(false) };
    Ok(end_all(work, Which::One(row.get(0)?), EndedBy::Agent, "Another one was started.")? > 0)
}

/// Nobody acts for themselves, nor for a colleague who may do more than they do.
pub(super) fn not_among_staff(
    who: &Acting,
    work: &mut Work<'_, '_>,
    agent: StaffId,
    email_key: &str,
) -> Result<(), Refusal> {
    let Some(row) = work.sql().one(&sql::STAFF_WITH_EMAIL, store::params![who.tenant(), email_key])? else {
        return Ok(());
    };
    let (staff, may): (StaffId, Permissions) = (row.get(0)?, row.get(1)?);
    let said = if staff == agent {
        "This is your own account. Another agent can help you."
    } else if may.minus(who.permissions()) != Permissions::NONE {
        "This is the account of somebody who may do more than you. Ask a supervisor."
    } else {
        return Ok(());
    };
    Err(Problem::new(&problem::FORBIDDEN, said).into())
}

pub(super) fn step_up(who: &Acting, policy: &SitePolicy) -> Result<(), Problem> {
    let fresh = Duration::from_secs(60 * u64::from(policy.step_up_minutes));
    let proven = who.signed_in_at().is_some_and(|proven| who.at().since(proven) <= fresh);
    if !policy.step_up || proven {
        return Ok(());
    }
    let said = "Give your password again, then start. Nothing was changed.";
    // Whose it must be, so that what they typed goes on with nobody else.
    Err(Problem::new(&problem::STEP_UP_REQUIRED, said).with("staff", who.staff()?))
}

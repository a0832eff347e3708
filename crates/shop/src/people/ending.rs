//! Ending sign-ins of staff, and with them the assist sessions that hang on them. The rows are ended and those
//! who watch are told; what is refused from then on does not depend on it, since the desk reads sign-in, user
//! and session at every request.

use super::sql;
use crate::assist::EndedBy;
use crate::assist::{Which, end_all};
use crate::desk::Work;
use crate::events::Topic;
use crate::kernel::id::{StaffId, StaffSessionId};

/// Ends one sign-in and the assist sessions that hang on it. Says whether it was still open.
pub(crate) fn end_sign_in(
    work: &mut Work<'_, '_>,
    staff: StaffId,
    sign_in: StaffSessionId,
) -> Result<bool, store::Error> {
    let (tenant, at) = (work.tenant(), work.at());
    let ended = work.sql().exec(&sql::END_SIGN_IN, store::params![tenant, staff, sign_in, at])? > 0;
    end_all(work, Which::SignIn(sign_in), EndedBy::Agent, "")?;
    work.sql().exec(&sql::SEEN_NOW, store::params![tenant, staff, at])?;
    Ok(ended)
}

/// Ends all sign-ins of a user but the one to be kept, and the assist sessions that hang on them. Says how
/// many sign-ins that were.
pub(crate) fn end_sign_ins(
    work: &mut Work<'_, '_>,
    staff: StaffId,
    kept: Option<StaffSessionId>,
    by: EndedBy,
    reason: &str,
) -> Result<usize, store::Error> {
    let (tenant, at) = (work.tenant(), work.at());
    let keep = kept.map(|id| id.to_string()).unwrap_or_default();
    let ended = work.sql().returning_all(&sql::END_SIGN_INS, store::params![tenant, staff, keep, at])?;
    for row in &ended {
        end_all(work, Which::SignIn(row.get(0)?), by, reason)?;
    }
    if !ended.is_empty() {
        work.sql().exec(&sql::SEEN_NOW, store::params![tenant, staff, at])?;
        work.emit(
            Topic::Staff(staff),
            "staff.signed-out",
            &serde_json::json!({ "reason": reason, "kept": kept }),
        );
    }
    Ok(ended.len())
}

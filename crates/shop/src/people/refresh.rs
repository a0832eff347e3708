//! New tokens for a sign-in that goes on, for clients whose protocol renews them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sql;
use crate::desk::{Act, Acting, Look, Needs, Owner, Refusal, STAFF_IDLE, Work};
use crate::kernel::Timestamp;
use crate::kernel::id::StaffId;
use crate::kernel::problem::{self, Problem};
use crate::kernel::secret::TokenHash;

/// Gives the sign-in a new token and a new way to renew it; the old ones are no longer good. Done with
/// [`Credential::Refresh`](crate::desk::Credential::Refresh), so it works only while the sign-in lives.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshSignIn {
    /// SHA-256 of what was shown to renew it. Made by the edge, never sent by a client.
    #[serde(skip_serializing)]
    pub shown: TokenHash,
    /// SHA-256 of the new token.
    #[serde(skip_serializing)]
    pub token: TokenHash,
    /// SHA-256 of what renews it.
    #[serde(skip_serializing)]
    pub refresh: TokenHash,
}

/// A sign-in with new tokens.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Refreshed {
    /// Whose.
    pub staff: StaffId,
    /// When it ends in any case.
    pub until: Timestamp,
}

impl Act for RefreshSignIn {
    const NAME: &'static str = "staff.sign-in.refresh";
    const NEEDS: Needs = Needs::StaffSelf;
    type Out = Refreshed;

    const RENEWS: bool = true;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Refreshed, Refusal> {
        let (staff, tenant, at) = (who.staff()?, who.tenant(), who.at());
        let gone = || Problem::new(&problem::SIGN_IN_EXPIRED, "The sign-in has ended. Sign in again.");
        let session = who.staff_session().ok_or_else(gone)?;
        let own = who.policy().filter(|_| who.site_if_any().is_some_and(|site| who.works_for(site)));
        let idle = own.map_or(STAFF_IDLE, |policy| policy.staff_idle(who.channel()));
        let idle_until = at.plus(idle);
        let params =
            store::params![tenant, staff, session, self.token, self.refresh, at, idle_until, self.shown];
        let row = work.sql().returning(&sql::REFRESH_SIGN_IN, params)?.ok_or_else(gone)?;
        Ok(Refreshed { staff, until: row.get(0)? })
    }
}

/// Takes away what renews one's own sign-ins. They go on until their tokens end.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopRefreshing {
    /// SHA-256 of what is not to renew any more; all there is when absent.
    #[serde(skip_serializing, default)]
    pub refresh: Option<TokenHash>,
}

/// What was taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stopped {
    /// Sign-ins that cannot be renewed any more.
    pub sign_ins: u64,
}

impl Act for StopRefreshing {
    const NAME: &'static str = "staff.sign-in.stop_refreshing";
    const NEEDS: Needs = Needs::StaffSelf;
    type Out = Stopped;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Stopped, Refusal> {
        let (tenant, own, all) = (who.tenant(), who.staff()?, self.refresh.is_none());
        let sign_ins = work.sql().exec(&sql::DROP_REFRESH, store::params![tenant, own, self.refresh, all])?;
        Ok(Stopped { sign_ins })
    }
}

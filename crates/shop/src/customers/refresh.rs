//! New tokens for a customer's sign-in that goes on, for clients whose protocol renews them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sign_in::Account;
use super::sql;
use crate::desk::{Act, Acting, CUSTOMER_IDLE, Look, Needs, Owner, Refusal, Work};
use crate::kernel::id::CustomerId;
use crate::kernel::problem::{self, Problem};
use crate::kernel::secret::TokenHash;
use crate::people::refresh::Stopped;

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
    pub customer: CustomerId,
    /// The number to tell people.
    pub number: String,
    /// What another system calls the customer, where an import said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Act for RefreshSignIn {
    const NAME: &'static str = "customer.sign-in.refresh";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = Refreshed;

    const RENEWS: bool = true;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(super::account(who, None))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Refreshed, Refusal> {
        let (customer, tenant, at) = (who.customer()?, who.tenant(), who.at());
        let gone = || Problem::new(&problem::SIGN_IN_EXPIRED, "The sign-in has ended. Sign in again.");
        let session = who.customer_session().ok_or_else(gone)?;
        let account = Account::find(&mut work.look(), customer)?.ok_or_else(gone)?;
        let idle_until = at.plus(CUSTOMER_IDLE);
        let params =
            store::params![tenant, customer, session, self.token, self.refresh, at, idle_until, self.shown];
        if work.sql().exec(&sql::REFRESH_SIGN_IN, params)? == 0 {
            return Err(gone().into());
        }
        Ok(Refreshed { customer, number: account.number, reference: account.reference })
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

impl Act for StopRefreshing {
    const NAME: &'static str = "customer.sign-in.stop_refreshing";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = Stopped;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(super::account(who, None))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Stopped, Refusal> {
        let (tenant, own, all) = (who.tenant(), who.customer()?, self.refresh.is_none());
        let sign_ins = work.sql().exec(&sql::DROP_REFRESH, store::params![tenant, own, self.refresh, all])?;
        Ok(Stopped { sign_ins })
    }
}

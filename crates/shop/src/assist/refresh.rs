//! New tokens for a session that goes on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::row::Session;
use super::sql;
use super::stay::{acting, current};
use crate::customers::record::Customer;
use crate::desk::{Act, Acting, Look, Needs, Owner, Refusal, Work};
use crate::kernel::Timestamp;
use crate::kernel::id::{CustomerId, StaffId};
use crate::kernel::problem::{self, Problem};
use crate::kernel::secret::TokenHash;

/// Gives the session a new token and a new way to renew it; the old ones are no longer good. Done with
/// [`Credential::Refresh`](crate::desk::Credential::Refresh), so it works only while the session lives.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshSession {
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

/// A session with new tokens.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Refreshed {
    /// The agent.
    pub staff: StaffId,
    /// The customer.
    pub customer: CustomerId,
    /// What another system calls the customer; the shop's own number where no import said so.
    pub reference: String,
    /// When it ends in any case.
    pub until: Timestamp,
}

impl Act for RefreshSession {
    const NAME: &'static str = "assist.refresh";
    const NEEDS: Needs = Needs::Agent;
    type Out = Refreshed;

    const RENEWS: bool = true;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        acting(who)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Refreshed, Refusal> {
        let Session { id, staff, customer, until, .. } = current(who, work)?;
        let record = Customer::find(work.sql(), who.tenant(), customer.id)?;
        let reference = record.and_then(|record| record.reference).unwrap_or(customer.number);
        let idle = who.policy().ok_or_else(|| Problem::not_found("site"))?.idle(who.channel());
        let idle_until = who.at().plus(idle).min(until);
        let (tenant, at) = (who.tenant(), who.at());
        let params = store::params![tenant, id, self.token, self.refresh, at, idle_until, self.shown];
        if work.sql().exec(&sql::REFRESH, params)? == 0 {
            let said = "This has been renewed already. Start again.";
            return Err(Problem::new(&problem::SESSION_ENDED, said).into());
        }
        Ok(Refreshed { staff, customer: customer.id, reference, until })
    }
}

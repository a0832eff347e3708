//! "Allow support to act in my account": only the customer says so, on their own screen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::record::Customer;
use super::{account, seen_version, sql, version_changed};
use crate::assist::{EndedBy, Which, end_all};
use crate::desk::{Act, Acting, Look, Needs, Owner, Refusal, Work};
use crate::events::Topic;
use crate::kernel::{Problem, Timestamp};

/// Allows or forbids that support acts in one's account. Forbidding ends the sessions that run.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetConsent {
    /// Whether support may act in the account.
    pub allowed: bool,
    /// The version the change is made to.
    #[serde(default)]
    pub version: Option<i64>,
}

/// What the customer has said about assistance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConsentView {
    /// Whether support may act in the account.
    pub allowed: bool,
    /// When the customer said so.
    pub changed_at: Option<Timestamp>,
    /// Sessions that ended because of it.
    pub sessions_ended: usize,
    /// Version of the customer's record.
    pub version: i64,
}

impl Act for SetConsent {
    const NAME: &'static str = "customer.consent.set";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = ConsentView;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(account(who, None))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<ConsentView, Refusal> {
        let (id, tenant) = (who.customer()?, who.tenant());
        let before = Customer::find(work.sql(), tenant, id)?.ok_or_else(|| Problem::not_found("customer"))?;
        seen_version(who, self.version, before.version)?;
        let now = who.at();
        let params = store::params![tenant, id, before.version, self.allowed, now];
        if work.sql().exec(&sql::SET_CONSENT, params)? == 0 {
            return Err(version_changed(before.version + 1).into());
        }
        let version = before.version + 1;
        let sessions_ended = if self.allowed {
            0
        } else {
            end_all(work, Which::Customer(id), EndedBy::Customer, "Assistance is no longer allowed.")?
        };
        work.changed(
            id,
            Some(version),
            &json!({ "consent": before.consent }),
            &json!({ "consent": self.allowed }),
        );
        work.emit(
            Topic::Customer(id),
            "customer.changed",
            &json!({ "version": version, "consent": self.allowed }),
        );
        Ok(ConsentView { allowed: self.allowed, changed_at: Some(who.at()), sessions_ended, version })
    }
}

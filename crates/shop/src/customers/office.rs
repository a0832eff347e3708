//! The back office's view of a customer, and what only staff changes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::address::Address;
use super::ending::end_sign_ins;
use super::profile::ProfileView;
use super::record::{Customer, SegmentName, Status};
use super::search::LIVE;
use super::{seen_version, sql, version_changed};
use crate::assist::{EndedBy, Which, end_all};
use crate::desk::{Act, Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal, Work};
use crate::events::Topic;
use crate::kernel::id::{AssistSessionId, CustomerId, SiteId, TenantId};
use crate::kernel::{Problem, Timestamp};

/// Opens a customer's record: profile, addresses, standing, and who helped lately. Orders and carts are
/// asked for beside it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerDetails {
    /// Which customer.
    pub customer: CustomerId,
}

/// A customer, as the back office sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DetailsView {
    /// What the customer sees too.
    pub profile: ProfileView,
    /// What another system calls the customer.
    pub reference: Option<String>,
    /// Price group.
    pub segment: String,
    /// Whether the customer is to be treated with special care.
    pub vip: bool,
    /// Whether the customer can sign in with a password.
    pub has_password: bool,
    /// Whether the customer is in the shop right now.
    pub live: bool,
    /// Addresses, oldest first.
    pub addresses: Vec<Address>,
    /// The newest assist sessions, newest first.
    pub helps: Vec<Help>,
}

/// One time somebody helped the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Help {
    /// The assist session.
    pub session: AssistSessionId,
    /// Who helped.
    pub agent: String,
    /// On which site.
    pub site: SiteId,
    /// Since when.
    pub started_at: Timestamp,
    /// Until when; absent while it runs.
    pub ended_at: Option<Timestamp>,
    /// agent, customer, supervisor, timeout or revoked.
    pub ended_by: Option<String>,
    /// The reason given at the start; may be empty.
    pub reason: String,
    /// The ticket given at the start; may be empty.
    pub ticket: String,
    /// Whether the customer said "This was not me".
    pub disputed: bool,
}

/// Assist sessions shown with a record.
const HELPS: i64 = 10;

impl Ask for CustomerDetails {
    const NAME: &'static str = "customer.open";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerOpen);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = DetailsView;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        // Whoever does not exist is not found when the record is read.
        Ok(Owner::Customer(self.customer))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<DetailsView, Refusal> {
        let (tenant, id) = (who.tenant(), self.customer);
        let found = Customer::with_presence(look.sql(), tenant, id)?;
        let (customer, has_password, seen_at) = found.ok_or_else(|| Problem::not_found("customer"))?;
        look.object(id, Some(customer.version));
        let helps = look.sql().all(&sql::HELPS, store::params![tenant, id, HELPS])?;
        Ok(DetailsView {
            reference: customer.reference.clone(),
            segment: customer.segment.clone(),
            vip: customer.vip,
            profile: customer.into(),
            has_password,
            live: seen_at.is_some_and(|seen| who.at().since(seen) < LIVE),
            addresses: Address::all(look.sql(), tenant, id)?,
            helps: helps.iter().map(help).collect::<Result<_, _>>()?,
        })
    }
}

fn help(row: &store::Row) -> Result<Help, store::Error> {
    Ok(Help {
        session: row.get(0)?,
        agent: row.get(1)?,
        site: row.get(2)?,
        started_at: row.get(3)?,
        ended_at: row.get(4)?,
        ended_by: row.get(5)?,
        reason: row.get(6)?,
        ticket: row.get(7)?,
        disputed: row.get::<Option<Timestamp>>(8)?.is_some(),
    })
}

/// The customer, or that there is none of this id.
pub(crate) fn owner(tenant: TenantId, look: &mut Look<'_, '_>, id: CustomerId) -> Result<Owner, Refusal> {
    let found = Customer::find(look.sql(), tenant, id)?.is_some();
    Ok(if found { Owner::Customer(id) } else { Owner::Missing("customer") })
}

/// Puts an account into use, locks or disables it. Locking and disabling end running assist sessions;
/// disabling signs the customer out everywhere.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCustomerStatus {
    /// Which customer.
    pub customer: CustomerId,
    /// The new state.
    pub status: Status,
    /// The version of the record the change is made to.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for SetCustomerStatus {
    const NAME: &'static str = "customer.status.set";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerEdit);
    type Out = ProfileView;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(who.tenant(), look, self.customer)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<ProfileView, Refusal> {
        let (tenant, id, at) = (who.tenant(), self.customer, who.at());
        let before = seen(work, who, id, self.version)?;
        let params = store::params![tenant, id, before.version, self.status, at];
        if work.sql().exec(&sql::SET_STATUS, params)? == 0 {
            return Err(version_changed(before.version + 1).into());
        }
        match self.status {
            Status::Active => {}
            Status::Locked => {
                end_all(work, Which::Customer(id), EndedBy::Revoked, "The account was locked.")?;
            }
            Status::Disabled => {
                end_all(work, Which::Customer(id), EndedBy::Revoked, "The account was disabled.")?;
                end_sign_ins(work, who, id, None)?;
            }
        }
        let after = Customer {
            status: self.status,
            version: before.version + 1,
            changed_at: Some(at),
            ..before.clone()
        };
        work.changed(
            id,
            Some(after.version),
            &json!({ "status": before.status }),
            &json!({ "status": after.status }),
        );
        work.emit(
            Topic::Customer(id),
            "customer.changed",
            &json!({ "version": after.version, "status": after.status }),
        );
        Ok(after.into())
    }
}

/// Sets a customer's price group and whether they are to be treated with special care. What is absent stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCustomerStanding {
    /// Which customer.
    pub customer: CustomerId,
    /// Price group.
    #[serde(default)]
    pub segment: Option<SegmentName>,
    /// Special care.
    #[serde(default)]
    pub vip: Option<bool>,
    /// The version of the record the change is made to.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for SetCustomerStanding {
    const NAME: &'static str = "customer.standing.set";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerEdit);
    type Out = ProfileView;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(who.tenant(), look, self.customer)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<ProfileView, Refusal> {
        let (tenant, id, at) = (who.tenant(), self.customer, who.at());
        let before = seen(work, who, id, self.version)?;
        let segment = self.segment.as_ref().map_or(before.segment.as_str(), SegmentName::as_str).to_owned();
        let vip = self.vip.unwrap_or(before.vip);
        let params = store::params![tenant, id, before.version, segment, vip, at];
        if work.sql().exec(&sql::SET_STANDING, params)? == 0 {
            return Err(version_changed(before.version + 1).into());
        }
        let after =
            Customer { segment, vip, version: before.version + 1, changed_at: Some(at), ..before.clone() };
        work.changed(
            id,
            Some(after.version),
            &json!({ "segment": before.segment, "vip": before.vip }),
            &json!({ "segment": after.segment, "vip": after.vip }),
        );
        work.emit(Topic::Customer(id), "customer.changed", &json!({ "version": after.version }));
        Ok(after.into())
    }
}

/// The record as it is, if that is what the caller saw.
fn seen(
    work: &mut Work<'_, '_>,
    who: &Acting,
    id: CustomerId,
    version: Option<i64>,
) -> Result<Customer, Refusal> {
    let customer =
        Customer::find(work.sql(), who.tenant(), id)?.ok_or_else(|| Problem::not_found("customer"))?;
    seen_version(who, version, customer.version)?;
    Ok(customer)
}

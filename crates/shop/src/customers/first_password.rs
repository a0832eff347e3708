//! The link by which a customer whom staff created sets a first password, on their own screen.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::record::{Customer, Status};
use super::{office, sql};
use crate::desk::{Act, Acting, Ask, Before, Look, Needs, Owner, Permission, Recorded, Refusal, Work};
use crate::kernel::Timestamp;
use crate::kernel::id::CustomerId;
use crate::kernel::problem::{self, Problem};
use crate::kernel::secret::TokenHash;
use crate::people::password::{CUSTOMER_MIN, NewPassword};

/// How long such a link can be used.
pub const PASSWORD_LINK_LIVES: Duration = Duration::from_secs(72 * 3600);

/// Makes a link by which a customer without a password sets one: once, within three days. Links made before stop
/// working. The link is answered this once and kept nowhere; a mail that tells the customer of it is queued.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendPasswordLink {
    /// The customer.
    pub customer: CustomerId,
    /// Hash of the link's token; the edge makes the token and is the only one to know it.
    #[schemars(skip)]
    #[serde(skip_serializing)]
    pub token: TokenHash,
}

impl Act for SendPasswordLink {
    const NAME: &'static str = "customer.password_link.send";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerCreate);
    type Out = Timestamp;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        office::owner(who.tenant(), look, self.customer)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Timestamp, Refusal> {
        let (tenant, at) = (who.tenant(), who.at());
        let customer = Customer::find(work.sql(), tenant, self.customer)?
            .ok_or_else(|| Problem::not_found("customer"))?;
        let row = work.sql().one(&sql::HAS_PASSWORD, store::params![tenant, customer.id])?;
        if row.is_some_and(|row| row.get(0).unwrap_or(true)) {
            let said = "This customer has a password already. Nothing was changed.";
            return Err(Problem::new(&problem::CONFLICT, said).into());
        }
        let until = at.plus(PASSWORD_LINK_LIVES);
        work.sql().exec(&sql::END_LINKS, store::params![tenant, customer.id, at])?;
        work.sql().exec(&sql::NEW_LINK, store::params![tenant, self.token, customer.id, at, until])?;
        super::mail::queue(work, super::mail::PASSWORD_LINK, customer.id)?;
        work.changed(customer.id, Some(customer.version), &(), &json!({ "password_link_until": until }));
        Ok(until)
    }
}

/// Whether a link can still be used, and by whom. Whoever holds it may know.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordLink {
    /// Hash of the link's token.
    pub token: TokenHash,
}

/// What such a link is good for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PasswordLinkView {
    /// The e-mail address to sign in with afterwards.
    pub email: String,
    /// Until when it can be used.
    pub expires_at: Timestamp,
}

impl Ask for PasswordLink {
    const NAME: &'static str = "customer.password_link.get";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = PasswordLinkView;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<PasswordLinkView, Refusal> {
        let row = look.sql().one(&sql::LINK, store::params![who.tenant(), self.token, who.at()])?;
        let row = row.ok_or_else(no_link)?;
        Ok(PasswordLinkView { email: row.get(0)?, expires_at: row.get(1)? })
    }
}

/// Sets a first password by a link. It works once; afterwards one signs in with it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetFirstPassword {
    /// Hash of the link's token.
    pub token: TokenHash,
    /// The password, 8 to 256 characters.
    pub new: NewPassword<CUSTOMER_MIN>,
}

impl Act for SetFirstPassword {
    const NAME: &'static str = "customer.password.first";
    const NEEDS: Needs = Needs::Nothing;
    type Out = ();

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        let (token, now) = (self.token, before.now());
        let known = before.read(|look| {
            let tenant = look.tenant();
            Ok(look.sql().one(&sql::LINK, store::params![tenant, token, now])?.is_some())
        })?;
        // Nothing slow is done for a link that is not valid.
        if known { self.new.prepare(before.mint()) } else { Err(no_link()) }
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        if who.is_staff() {
            let said = "Only the customer can use this link, on their own screen. Nothing was changed.";
            return Err(Problem::new(&problem::NEVER_ON_BEHALF, said).into());
        }
        let tenant = who.tenant();
        let used = work.sql().returning(&sql::USE_LINK, store::params![tenant, self.token, who.at()])?;
        let id: CustomerId = used.ok_or_else(no_link)?.get(0)?;
        work.about(id);
        let customer = Customer::find(work.sql(), tenant, id)?.ok_or_else(no_link)?;
        let first =
            work.sql().exec(&sql::SET_FIRST_PASSWORD, store::params![tenant, id, self.new.hashed()?])?;
        if first == 0 || customer.status == Status::Disabled {
            return Err(no_link().into());
        }
        work.changed(id, Some(customer.version), &(), &json!({ "password": "set" }));
        Ok(())
    }
}

fn no_link() -> Problem {
    Problem::new(&problem::GONE, "This link is not valid any more. Ask for a new one. Nothing was changed.")
}

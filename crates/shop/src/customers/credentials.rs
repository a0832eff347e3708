//! Changing password and e-mail address: only the customer, who proves it with the password.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::create::taken;
use super::ending::end_sign_ins;
use super::profile::ProfileView;
use super::record::Customer;
use super::sign_in::{Account, Proof, SignedOut, prove};
use super::{keying, sql, version_changed};
use crate::desk::{Act, Acting, Before, Look, Needs, Owner, Refusal, Work};
use crate::events::Topic;
use crate::kernel::{Email, Problem};
use crate::people::password::{CUSTOMER_MIN, GivenPassword, NewPassword};
use crate::people::throttle::{Guess, Realm};

/// Changes one's password and signs out everywhere else.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password until now.
    pub current: GivenPassword,
    /// The password from now on, 8 to 256 characters.
    pub new: NewPassword<CUSTOMER_MIN>,
}

impl Act for ChangePassword {
    const NAME: &'static str = "customer.password.change";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = SignedOut;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(super::account(who, None))
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        if check_own(&mut self.current, before)? {
            self.new.prepare(before.mint())?;
        }
        Ok(())
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<SignedOut, Refusal> {
        let customer = prove_own(work, who, &self.current)?;
        let (tenant, password) = (who.tenant(), self.new.hashed()?);
        work.sql().exec(&sql::SET_PASSWORD, store::params![tenant, customer.id, password])?;
        let sign_ins = end_sign_ins(work, who, customer.id, who.customer_session())?;
        work.changed(customer.id, None, &(), &json!({ "password": "changed", "sign_ins_ended": sign_ins }));
        Ok(SignedOut { sign_ins })
    }
}

/// Changes one's e-mail address, with which one signs in.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmail {
    /// The new address; nobody else of this tenant may have it.
    pub email: Email,
    /// One's password.
    pub password: GivenPassword,
}

impl Act for ChangeEmail {
    const NAME: &'static str = "customer.email.change";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = ProfileView;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(super::account(who, None))
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        check_own(&mut self.password, before).map(|_| ())
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<ProfileView, Refusal> {
        let (tenant, id, at) = (who.tenant(), prove_own(work, who, &self.password)?.id, who.at());
        let before = Customer::find(work.sql(), tenant, id)?.ok_or_else(|| Problem::not_found("customer"))?;
        let key = self.email.key();
        let other = Customer::by_email(work.sql(), tenant, &key)?;
        if other.is_some_and(|other| other.id != id) {
            return Err(taken().into());
        }
        let after = Customer {
            email: self.email.to_string(),
            version: before.version + 1,
            changed_at: Some(at),
            ..before.clone()
        };
        let params = store::params![tenant, id, before.version, after.email, key, at];
        if work.sql().exec(&sql::SET_EMAIL, params)? == 0 {
            return Err(version_changed(after.version).into());
        }
        keying::rewrite(work.sql(), tenant, id, &before.searchable(), &after.searchable())?;
        work.changed(
            id,
            Some(after.version),
            &json!({ "email": before.email }),
            &json!({ "email": after.email }),
        );
        work.emit(Topic::Customer(id), "customer.changed", &json!({ "version": after.version }));
        Ok(after.into())
    }
}

/// Checks the password of the customer who is signed in, before the transaction. False where nobody is, whom
/// the door turns away.
pub(super) fn check_own(password: &mut GivenPassword, before: &Before<'_>) -> Result<bool, Problem> {
    let Some(who) = before.allowed(Needs::SelfOnly)? else { return Ok(false) };
    let (customer, now) = (who.customer()?, before.now());
    let (blocked, account) = before.read(|look| {
        let account = Account::find(look, customer)?;
        let key = account.as_ref().map_or("", |account| account.email_key.as_str());
        let guess =
            Guess::at(Realm::Customer, key, who.address(), |what, text| before.keyed_hash(what, text));
        Ok((guess.blocked(look, now)?, account))
    })?;
    if let Some(problem) = blocked {
        return Err(problem);
    }
    password.check(account.and_then(|account| account.password).as_deref());
    Ok(true)
}

/// The account of the customer who is signed in, if the password was right.
pub(super) fn prove_own(
    work: &mut Work<'_, '_>,
    who: &Acting,
    password: &GivenPassword,
) -> Result<Account, Refusal> {
    let account = Account::find(&mut work.look(), who.customer()?)?;
    let account = account.ok_or_else(|| Problem::not_found("customer"))?;
    let proof = Proof { email_key: &account.email_key, password, slowed: None };
    prove(work, who, proof, Some(&account))?;
    Ok(account)
}

//! Registering, signing in and signing out. The edge makes the token and builds the acts that open a sign-in by
//! hand: only the token's hash comes here, and never from a client.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::account::NewAccount;
use super::ending::end_sign_ins;
use super::record::{PersonName, Status};
use super::sql;
use crate::desk::{Act, Acting, Actor, Before, CUSTOMER_IDLE, Look, Needs, Owner, Refusal, Work};
use crate::kernel::id::{CustomerId, CustomerSessionId};
use crate::kernel::problem::{self, Problem};
use crate::kernel::secret::TokenHash;
use crate::kernel::{Email, Locale, PhoneIfAny, Timestamp};
use crate::people::password::{CUSTOMER_MIN, GivenPassword, NewPassword};
use crate::people::sign_in::ByDialect;
use crate::people::throttle::{self, Guess, Realm, Throttle};

/// A customer's sign-in ends after this long in any case.
pub const CUSTOMER_ABSOLUTE: std::time::Duration = std::time::Duration::from_secs(180 * 24 * 3600);

/// A customer's sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignedIn {
    /// Who signed in.
    pub customer: CustomerId,
    /// The number to tell people.
    pub number: String,
    /// What another system calls the customer, where an import said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Given names.
    pub first_name: String,
    /// The sign-in.
    pub session: CustomerSessionId,
    /// When it ends without a sign of life.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub until: Timestamp,
}

/// Opens an account and signs its owner in. What a guest had in the cart is moved by an act of its own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Given names.
    pub first_name: PersonName,
    /// Family names.
    pub last_name: PersonName,
    /// E-mail address; nobody else of this tenant may have it.
    pub email: Email,
    /// Password, 8 to 256 characters.
    pub password: NewPassword<CUSTOMER_MIN>,
    /// Telephone number; may be empty.
    #[serde(default)]
    pub phone: PhoneIfAny,
    /// Language of pages and mails; that of the request when absent.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// SHA-256 of the new sign-in's token.
    pub token: TokenHash,
}

impl Act for Register {
    const NAME: &'static str = "customer.register";
    const NEEDS: Needs = Needs::Nothing;
    type Out = SignedIn;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        self.password.prepare(before.mint())
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<SignedIn, Refusal> {
        let person = NewAccount {
            first_name: &self.first_name,
            last_name: &self.last_name,
            email: &self.email,
            phone: &self.phone,
            locale: self.locale,
        };
        let created = person.open(who, work, self.password.hashed()?, |customer| customer)?;
        let account = Account::find(&mut work.look(), created.id)?;
        open(work, who, account.ok_or_else(|| Problem::not_found("customer"))?, self.token, None)
    }
}

/// Signs a customer in.
///
/// Failures are counted by account and address: `sign-in-failed`, then `too-many-requests`, then
/// `account-locked`, the latter two with `retry_after` in seconds. An unknown address is answered like a wrong
/// password.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// E-mail address.
    pub email: Email,
    /// Password.
    pub password: GivenPassword,
    /// SHA-256 of the new sign-in's token.
    pub token: TokenHash,
    /// What a client of a dialect wants besides. Never sent by a client.
    #[serde(skip)]
    pub dialect: Option<ByDialect>,
}

impl Act for SignIn {
    const NAME: &'static str = "customer.sign-in";
    const NEEDS: Needs = Needs::Nothing;
    type Out = SignedIn;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        let key = self.email.key();
        let guess = Guess::at(Realm::Customer, &key, &before.caller().address, |what, text| {
            before.keyed_hash(what, text)
        });
        let guess = guess.by(self.throttle());
        let now = before.now();
        let (blocked, account) =
            before.read(|look| Ok((guess.blocked(look, now)?, Account::by_email(look, &key)?)))?;
        if let Some(problem) = blocked {
            return Err(problem);
        }
        self.password.check(account.as_ref().and_then(|account| account.password.as_deref()));
        Ok(())
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<SignedIn, Refusal> {
        let key = self.email.key();
        let account = Account::by_email(&mut work.look(), &key)?;
        let slowed = self.throttle();
        prove(work, who, Proof { email_key: &key, password: &self.password, slowed }, account.as_ref())?;
        let Some(account) = account else { return Err(Problem::not_found("customer").into()) };
        if account.status == Status::Disabled {
            let detail = "This account is out of use. Write to the shop to have it opened again.";
            return Err(Refusal::Keep(Problem::new(&problem::CUSTOMER_DISABLED, detail)));
        }
        open(work, who, account, self.token, self.dialect.map(|by| by.refresh))
    }
}

impl SignIn {
    fn throttle(&self) -> Option<Throttle> {
        self.dialect.map(|by| by.throttle)
    }
}

/// What a sign-in reads of the account.
pub(super) struct Account {
    pub(super) id: CustomerId,
    pub(super) email_key: String,
    pub(super) password: Option<String>,
    pub(super) number: String,
    pub(super) reference: Option<String>,
    first_name: String,
    status: Status,
}

impl Account {
    fn by_email(look: &mut Look<'_, '_>, key: &str) -> Result<Option<Self>, store::Error> {
        let tenant = look.tenant();
        let row = look.sql().one(&sql::ACCOUNT_BY_EMAIL, store::params![tenant, key])?;
        row.as_ref().map(Self::from_row).transpose()
    }

    pub(super) fn find(look: &mut Look<'_, '_>, id: CustomerId) -> Result<Option<Self>, store::Error> {
        let tenant = look.tenant();
        let row = look.sql().one(&sql::ACCOUNT, store::params![tenant, id])?;
        row.as_ref().map(Self::from_row).transpose()
    }

    fn from_row(row: &store::Row) -> Result<Self, store::Error> {
        Ok(Self {
            id: row.get(0)?,
            email_key: row.get(1)?,
            password: row.get(2)?,
            number: row.get(3)?,
            first_name: row.get(4)?,
            status: row.get(5)?,
            reference: row.get(6)?,
        })
    }
}

/// What is to prove whose account it is.
pub(super) struct Proof<'a> {
    pub(super) email_key: &'a str,
    pub(super) password: &'a GivenPassword,
    /// How failures are answered; as always when absent.
    pub(super) slowed: Option<Throttle>,
}

/// Refuses, and counts, where the password was not that of the account.
pub(super) fn prove(
    work: &mut Work<'_, '_>,
    who: &Acting,
    proof: Proof<'_>,
    account: Option<&Account>,
) -> Result<(), Refusal> {
    let Proof { email_key, password, slowed } = proof;
    if let Some(account) = account {
        work.about(account.id);
    }
    let guess =
        Guess::at(Realm::Customer, email_key, who.address(), |what, text| work.keyed_hash(what, text));
    let guess = guess.by(slowed);
    let counted = guess.count(work)?;
    if password.proves(account.and_then(|account| account.password.as_deref())) {
        return Ok(guess.right(work)?);
    }
    let locked = guess.wrong(work, &counted)?;
    Err(Refusal::Keep(throttle::refused(locked, work.at())))
}

fn open(
    work: &mut Work<'_, '_>,
    who: &Acting,
    account: Account,
    token: TokenHash,
    refresh: Option<TokenHash>,
) -> Result<SignedIn, Refusal> {
    let Account { id: customer, number, reference, first_name, .. } = account;
    let (tenant, at, session) = (who.tenant(), who.at(), work.id::<CustomerSessionId>());
    let (idle_until, until) = (at.plus(CUSTOMER_IDLE), at.plus(CUSTOMER_ABSOLUTE));
    let params = store::params![tenant, token, session, customer, at, idle_until, until, refresh];
    work.sql().exec(&sql::NEW_SIGN_IN, params)?;
    work.about(customer);
    work.signed_in(Actor::Customer(customer), None);
    Ok(SignedIn { customer, number, reference, first_name, session, idle_until, until })
}

/// What signing out ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignedOut {
    /// Sign-ins that were ended.
    pub sign_ins: u64,
}

/// Signs the customer out here.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOut {}

impl Act for SignOut {
    const NAME: &'static str = "customer.sign-out";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = SignedOut;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(super::account(who, None))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<SignedOut, Refusal> {
        let (tenant, at, customer) = (who.tenant(), who.at(), who.customer()?);
        let Some(session) = who.customer_session() else { return Ok(SignedOut { sign_ins: 0 }) };
        let sign_ins = work.sql().exec(&sql::END_SIGN_IN, store::params![tenant, customer, session, at])?;
        Ok(SignedOut { sign_ins })
    }
}

/// Signs the customer out everywhere, here too.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOutEverywhere {}

impl Act for SignOutEverywhere {
    const NAME: &'static str = "customer.sign-out-everywhere";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = SignedOut;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(super::account(who, None))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<SignedOut, Refusal> {
        let customer = who.customer()?;
        Ok(SignedOut { sign_ins: end_sign_ins(work, who, customer, None)? })
    }
}

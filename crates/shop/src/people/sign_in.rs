//! Signing in to the back office, and giving the password again where something asks for it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::password::GivenPassword;
use super::sql;
use super::throttle::{self, Counted, Guess, Realm, Throttle};
use crate::desk::{
    Act, Acting, Actor, Before, Look, Needs, Owner, Refusal, STAFF_ABSOLUTE, STAFF_IDLE, Work,
};
use crate::kernel::id::{SiteId, StaffId, StaffSessionId};
use crate::kernel::problem::{self, Problem};
use crate::kernel::secret::TokenHash;
use crate::kernel::text::Text;
use crate::kernel::{Email, Timestamp};

/// Signs a staff member in. The edge makes the token and builds this by hand; it sends no credential along, since
/// whatever was there before must not matter.
///
/// Failures are counted by account and address: `sign-in-failed`, then `too-many-requests`, then
/// `account-locked`, the latter two with `retry_after` in seconds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// E-mail address.
    pub email: Email,
    /// Password.
    pub password: GivenPassword,
    /// SHA-256 of the new sign-in's token. Made by the edge, never sent by a client.
    #[schemars(skip)]
    pub token: TokenHash,
    /// The browser, for the user's own list of sign-ins.
    #[serde(default)]
    pub device: Text<0, 200>,
    /// What a client of a dialect wants besides. Never sent by a client.
    #[serde(skip)]
    pub dialect: Option<ByDialect>,
}

/// What a client of a dialect wants of a sign-in.
#[derive(Clone, Copy, Debug)]
pub struct ByDialect {
    /// SHA-256 of what renews the token.
    pub refresh: TokenHash,
    /// How failures are answered.
    pub throttle: Throttle,
}

/// A sign-in to the back office.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SignedIn {
    /// Who signed in.
    pub staff_id: StaffId,
    /// The sign-in.
    pub session_id: StaffSessionId,
    /// Their name.
    pub name: String,
    /// Whether they are an agent.
    pub agent: bool,
    /// Whether the password was good for this one sign-in, so that the next thing is to set an own one.
    pub must_change_password: bool,
    /// When it ends without a sign of life.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub until: Timestamp,
}

/// What a sign-in reads of the user.
struct Account {
    id: StaffId,
    password: Option<String>,
    once: i64,
    status: String,
    name: String,
    agent: bool,
    sites: Vec<SiteId>,
}

impl Account {
    fn find(look: &mut Look<'_, '_>, email: &Email) -> Result<Option<Self>, store::Error> {
        let tenant = look.tenant();
        let row = look.sql().one(&sql::SIGN_IN, store::params![tenant, email.key()])?;
        row.map(|row| {
            Ok(Self {
                id: row.get(0)?,
                password: row.get(1)?,
                once: row.get(2)?,
                status: row.get(3)?,
                name: row.get(4)?,
                agent: row.get(5)?,
                sites: row.get::<String>(6)?.lines().filter_map(|line| line.parse().ok()).collect(),
            })
        })
        .transpose()
    }

    /// The hash that a sign-in has to match; none where no password lets this user in.
    fn way_in(&self) -> Option<&str> {
        self.password.as_deref().filter(|_| self.status == "active" && self.once != 2)
    }
}

impl Act for SignIn {
    const NAME: &'static str = "staff.sign-in";
    const NEEDS: Needs = Needs::Nothing;
    type Out = SignedIn;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        let guess = Guess::at(Realm::Staff, &self.email.key(), &before.caller().address, |what, text| {
            before.keyed_hash(what, text)
        });
        let guess = guess.by(self.throttle());
        let now = before.now();
        let (blocked, account) =
            before.read(|look| Ok((guess.blocked(look, now)?, Account::find(look, &self.email)?)))?;
        if let Some(problem) = blocked {
            return Err(problem);
        }
        self.password.check(account.as_ref().and_then(|account| self.way_in(account)));
        Ok(())
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<SignedIn, Refusal> {
        let guess = Guess::at(Realm::Staff, &self.email.key(), who.address(), |what, text| {
            work.keyed_hash(what, text)
        });
        let guess = guess.by(self.throttle());
        let counted = guess.count(work)?;
        let account = Account::find(&mut work.look(), &self.email)?;
        let proved = self.password.proves(account.as_ref().and_then(|account| self.way_in(account)));
        let Some(account) = account.filter(|_| proved) else {
            return Err(failed(work, &guess, &counted, &self.email)?);
        };
        guess.right(work)?;
        let (tenant, at, session) = (work.tenant(), work.at(), work.id::<StaffSessionId>());
        let works = |site: &SiteId| account.sites.is_empty() || account.sites.contains(site);
        let own = who.policy().filter(|_| who.site_if_any().as_ref().is_some_and(works));
        let idle = own.map_or(STAFF_IDLE, |policy| policy.staff_idle(who.channel()));
        let (idle_until, until) = (at.plus(idle), at.plus(STAFF_ABSOLUTE));
        let refresh = self.dialect.map(|by| by.refresh);
        let (address, device) = (who.address(), self.device.as_str());
        work.sql().exec(
            &sql::NEW_SIGN_IN,
            store::params![
                tenant, self.token, session, account.id, at, address, device, idle_until, until, refresh
            ],
        )?;
        work.sql().exec(&sql::SIGNED_IN, store::params![tenant, account.id, at])?;
        work.signed_in(Actor::Staff(account.id), Some(session));
        Ok(SignedIn {
            staff_id: account.id,
            session_id: session,
            name: account.name,
            agent: account.agent,
            must_change_password: account.once == 1,
            idle_until,
            until,
        })
    }
}

impl SignIn {
    fn throttle(&self) -> Option<Throttle> {
        self.dialect.map(|by| by.throttle)
    }

    /// The hash that has to be matched. By a dialect only agents sign in, and a password that is good for one
    /// sign-in stays for the back office, where an own one can be set.
    fn way_in<'a>(&self, account: &'a Account) -> Option<&'a str> {
        account.way_in().filter(|_| self.dialect.is_none() || account.agent && account.once == 0)
    }
}

/// Counts the failure, shows a lock on the user's page, and answers what to keep and say.
fn failed(
    work: &mut Work<'_, '_>,
    guess: &Guess,
    counted: &Counted,
    email: &Email,
) -> Result<Refusal, store::Error> {
    let locked = guess.wrong(work, counted)?;
    if let Some(until) = locked
        && let Some(account) = Account::find(&mut work.look(), email)?
    {
        let tenant = work.tenant();
        work.sql().exec(&sql::SET_LOCKED, store::params![tenant, account.id, until])?;
        work.changed(account.id, None, &(), &serde_json::json!({ "locked_until": until }));
    }
    Ok(Refusal::Keep(throttle::refused(locked, work.at())))
}

/// Proves once more that it is the user who is signed in, for sites that ask for a recent password before an
/// agent may start. The sign-in gets a new token, which the edge makes; the old one is no longer good.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmPassword {
    /// The user's password.
    pub password: GivenPassword,
    /// SHA-256 of the sign-in's new token.
    pub token: TokenHash,
}

/// A password was given again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Confirmed {
    /// When.
    pub proved_at: Timestamp,
}

impl Act for ConfirmPassword {
    const NAME: &'static str = "staff.password.confirm";
    const NEEDS: Needs = Needs::StaffSelf;
    type Out = Confirmed;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        check_own(&mut self.password, before, Self::NEEDS)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Confirmed, Refusal> {
        let staff = who.staff()?;
        prove_own(&self.password, who, work)?;
        let Some(session) = who.staff_session() else { return Err(gone().into()) };
        let (tenant, at) = (work.tenant(), work.at());
        let renewed =
            work.sql().exec(&sql::PROVE_SIGN_IN, store::params![tenant, staff, session, self.token, at])?;
        if renewed == 0 {
            return Err(gone().into());
        }
        Ok(Confirmed { proved_at: at })
    }
}

fn gone() -> Problem {
    Problem::new(&problem::SIGN_IN_EXPIRED, "The sign-in has ended. Sign in again.")
}

/// The e-mail key and stored hash of a user.
fn own_password(look: &mut Look<'_, '_>, staff: StaffId) -> Result<(String, Option<String>), store::Error> {
    let tenant = look.tenant();
    match look.sql().one(&sql::OWN_PASSWORD, store::params![tenant, staff])? {
        Some(row) => Ok((row.get(0)?, row.get(1)?)),
        None => Ok((String::new(), None)),
    }
}

/// Checks the password of whoever is signed in, before the transaction.
pub(super) fn check_own(
    password: &mut GivenPassword,
    before: &Before<'_>,
    needs: Needs,
) -> Result<(), Problem> {
    let Some(who) = before.allowed(needs)? else { return Ok(()) };
    let staff = who.staff()?;
    let now = before.now();
    let (blocked, stored) = before.read(|look| {
        let (email, stored) = own_password(look, staff)?;
        let guess =
            Guess::at(Realm::Staff, &email, who.address(), |what, text| before.keyed_hash(what, text));
        Ok((guess.blocked(look, now)?, stored))
    })?;
    if let Some(problem) = blocked {
        return Err(problem);
    }
    password.check(stored.as_deref());
    Ok(())
}

/// Refuses, and counts, where the password was not that of whoever is signed in.
pub(super) fn prove_own(
    password: &GivenPassword,
    who: &Acting,
    work: &mut Work<'_, '_>,
) -> Result<(), Refusal> {
    let staff = who.staff()?;
    let (email, stored) = own_password(&mut work.look(), staff)?;
    let guess = Guess::at(Realm::Staff, &email, who.address(), |what, text| work.keyed_hash(what, text));
    let counted = guess.count(work)?;
    if password.proves(stored.as_deref()) {
        guess.right(work)?;
        return Ok(());
    }
    let locked = guess.wrong(work, &counted)?;
    Err(Refusal::Keep(throttle::refused(locked, work.at())))
}

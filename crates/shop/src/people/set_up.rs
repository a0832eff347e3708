//! The first administrator of an empty shop. Nobody has a default password: the first start prints a secret,
//! and whoever can read the program's output uses it up, once.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::{Password, create};
use super::password::{NewPassword, STAFF_MIN};
use super::throttle::{self, Guess, Realm};
use super::user::{User, UserName, Wanted};
use super::{sql, user};
use crate::desk::chore::Chore;
use crate::desk::{Act, Acting, Actor, Before, Desk, Look, Needs, Owner, Refusal, Work};
use crate::kernel::id::TenantId;
use crate::kernel::problem::{self, Problem};
use crate::kernel::secret::TokenHash;
use crate::kernel::{Email, Locale, Secret};

/// The role of the first user.
const ADMINISTRATOR: &str = "administrator";

impl Desk {
    /// Puts a set-up secret in place of an earlier one, unless there is a user already. Says whether it did, so
    /// that the caller prints only a secret that is good for something.
    pub fn issue_setup_secret(&self, tenant: TenantId, secret: TokenHash) -> Result<bool, Problem> {
        let now = self.now();
        self.chore(Chore::Founding, move |tx| {
            tx.exec(&sql::TAKE_TURN, store::params![tenant])?;
            if tx.one(&sql::ANY_USER, store::params![tenant])?.is_some() {
                return Ok(false);
            }
            tx.exec(&sql::ISSUE_SECRET, store::params![tenant, secret, now])?;
            Ok(true)
        })
    }
}

/// Creates the first administrator with the secret that the first start printed. It is used up by that. The edge
/// takes this from loopback only.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimSetUp {
    /// The secret.
    pub secret: TypedSecret,
    /// The administrator's full name.
    pub name: UserName,
    /// The e-mail address to sign in with.
    pub email: Email,
    /// The password to sign in with, at least 12 characters.
    pub password: NewPassword<STAFF_MIN>,
    /// Language of the administrator's pages.
    #[serde(default)]
    pub locale: Locale,
}

/// The set-up secret as somebody typed it, spaces and capitals aside.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TypedSecret(Secret<String>);

impl TypedSecret {
    /// The secret as typed.
    pub fn new(text: &str) -> Self {
        Self(Secret::new(text.to_owned()))
    }

    /// What the store keeps of it: the hash of its letters and digits, in capitals. What is printed is hashed in
    /// the same way.
    pub fn hash(&self) -> TokenHash {
        let kept = self.0.reveal().chars().filter(char::is_ascii_alphanumeric);
        TokenHash::of(&kept.collect::<String>().to_ascii_uppercase())
    }
}

impl std::fmt::Debug for TypedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Act for ClaimSetUp {
    const NAME: &'static str = "set-up.claim";
    const NEEDS: Needs = Needs::Nothing;
    type Out = User;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        let (tenant, secret) = (before.caller().tenant, self.secret.hash());
        let good = before.read(|look| look.sql().one(&sql::SECRET, store::params![tenant, secret]))?;
        match good {
            Some(_) => self.password.prepare(before.mint()),
            None => Ok(()),
        }
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<User, Refusal> {
        let guess = Guess::at(Realm::SetUp, "", who.address(), |what, text| work.keyed_hash(what, text));
        let counted = guess.count(work)?;
        user::take_turn(work)?;
        let (tenant, secret) = (work.tenant(), self.secret.hash());
        let used = work.sql().exec(&sql::USE_SECRET, store::params![tenant, secret])?;
        if used == 0 {
            let locked = guess.wrong(work, &counted)?;
            return Err(Refusal::Keep(match locked {
                Some(_) => throttle::refused(locked, work.at()),
                None => not_the_secret(),
            }));
        }
        if work.sql().one(&sql::ANY_USER, store::params![tenant])?.is_some() {
            return Err(not_the_secret().into());
        }
        guess.right(work)?;
        let wanted = Wanted {
            name: self.name.clone(),
            email: self.email.clone(),
            locale: self.locale,
            agent: false,
            roles: BTreeSet::from([ADMINISTRATOR.to_owned()]),
            groups: BTreeSet::new(),
            sites: BTreeSet::new(),
        };
        let created = create(work, wanted, None, &Password::Own(self.password.hashed()?))?;
        work.signed_in(Actor::Staff(created.id), None);
        Ok(created)
    }
}

fn not_the_secret() -> Problem {
    let detail =
        "This is not the set-up secret, or it was used already. The program prints it when it starts.";
    Problem::field(&problem::GONE, "/secret", detail)
}

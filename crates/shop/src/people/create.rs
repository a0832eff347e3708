//! Creating a user.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::password::{NewPassword, STAFF_MIN};
use super::sql;
use super::user::{self, RoleName, User, UserName, Wanted, lines};
use crate::desk::{Act, Acting, Actor, Before, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::{GroupId, SiteId, StaffId};
use crate::kernel::problem::{self, Problem};
use crate::kernel::{Email, Locale};

/// Creates a user of the back office. The password counts for one sign-in, in which the user sets their own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// Full name.
    pub name: UserName,
    /// E-mail address, which the user signs in with.
    pub email: Email,
    /// A password for the first sign-in, at least 12 characters; without one the user cannot sign in yet.
    #[serde(default)]
    pub password: Option<NewPassword<STAFF_MIN>>,
    /// Language of the user's pages.
    #[serde(default)]
    pub locale: Locale,
    /// "This user is an agent": joins the group Support.
    #[serde(default)]
    pub agent: bool,
    /// Names of roles.
    #[serde(default)]
    pub roles: Vec<RoleName>,
    /// Groups to join.
    #[serde(default)]
    pub groups: Vec<GroupId>,
    /// Sites the user is limited to; none: all sites.
    #[serde(default)]
    pub sites: Vec<SiteId>,
}

impl Act for CreateUser {
    const NAME: &'static str = "user.create";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = User;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        match &mut self.password {
            Some(password) if before.allowed(Self::NEEDS)?.is_some() => password.prepare(before.mint()),
            _ => Ok(()),
        }
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<User, Refusal> {
        let wanted = Wanted {
            name: self.name.clone(),
            email: self.email.clone(),
            locale: self.locale,
            agent: self.agent,
            roles: self.roles.iter().map(ToString::to_string).collect(),
            groups: self.groups.iter().copied().collect(),
            sites: self.sites.iter().copied().collect(),
        };
        let password = match &self.password {
            // What the operator sets up (the demo, an import) is the person's own; what an administrator types is not.
            Some(password) if matches!(who.by(), Actor::Job(_)) => Password::Own(password.hashed()?),
            Some(password) => Password::Once(password.hashed()?),
            None => Password::None,
        };
        create(work, wanted, None, &password)
    }
}

/// What a new user signs in with.
pub(crate) enum Password<'a> {
    /// Nothing yet.
    None,
    /// A hash that somebody else chose the password of.
    Once(&'a str),
    /// A hash of the user's own choice.
    Own(&'a str),
}

/// Creates a user.
pub(crate) fn create(
    work: &mut Work<'_, '_>,
    mut wanted: Wanted,
    reference: Option<&str>,
    password: &Password<'_>,
) -> Result<User, Refusal> {
    user::take_turn(work)?;
    let settled = wanted.settle(false, work)?;
    let (tenant, at, id) = (work.tenant(), work.at(), work.id::<StaffId>());
    let (hash, once) = match password {
        Password::None => (None, 0i64),
        Password::Once(hash) => (Some(*hash), 1),
        Password::Own(hash) => (Some(*hash), 0),
    };
    let created = work.sql().exec(
        &sql::NEW_USER,
        store::params![
            tenant,
            id,
            reference,
            wanted.name.as_str(),
            wanted.email.as_str(),
            wanted.email.key(),
            user::find_key(wanted.name.as_str(), wanted.email.as_str()),
            hash,
            once,
            settled.agent,
            lines(&settled.acting_roles),
            settled.may,
            lines(&wanted.roles),
            lines(&wanted.sites),
            wanted.locale,
            at
        ],
    )?;
    if created == 0 {
        return Err(taken().into());
    }
    user::set_groups(work, id, &std::collections::BTreeSet::new(), &wanted.groups)?;
    let created = user::get(work, id)?.user;
    work.changed(id, Some(created.version), &(), &created);
    Ok(created)
}

/// Another user has this e-mail address.
pub(crate) fn taken() -> Problem {
    Problem::field(&problem::TAKEN, "/email", "Another user has this e-mail address.")
}

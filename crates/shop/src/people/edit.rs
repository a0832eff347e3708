//! Changing a user.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ending::end_sign_ins;
use super::user::{self, RoleName, Stored, User, UserName, Wanted, lines};
use super::{sql, throttle};
use crate::assist::EndedBy;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Permissions, Refusal, Work};
use crate::kernel::id::{GroupId, SiteId, StaffId};
use crate::kernel::problem::{self, Problem};
use crate::kernel::{Email, Locale};

/// Changes a user; what is left out stays as it is.
///
/// The box "This user is an agent" and membership of a group that carries the grant are one thing: where the box
/// changes, it decides (ticking joins Support, clearing leaves every such group); where it stays, the groups do.
/// Whoever loses the grant or any right loses their running assist sessions at once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditUser {
    /// The user.
    pub staff_id: StaffId,
    /// The version that was looked at (If-Match).
    #[serde(default)]
    pub version: Option<i64>,
    /// Full name.
    #[serde(default)]
    pub name: Option<UserName>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<Email>,
    /// Language of the user's pages.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// "This user is an agent".
    #[serde(default)]
    pub agent: Option<bool>,
    /// Names of all roles to hold.
    #[serde(default)]
    pub roles: Option<Vec<RoleName>>,
    /// All groups to belong to.
    #[serde(default)]
    pub groups: Option<Vec<GroupId>>,
    /// All sites to be limited to; none: all sites.
    #[serde(default)]
    pub sites: Option<Vec<SiteId>>,
}

impl Act for EditUser {
    const NAME: &'static str = "user.edit";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = User;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Staff(self.staff_id))
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<User, Refusal> {
        user::take_turn(work)?;
        let stored = user::get(work, self.staff_id)?;
        check_version(self.version, stored.user.version)?;
        let mut wanted = as_it_is(&stored.user, work)?;
        if let Some(name) = &self.name {
            wanted.name = name.clone();
        }
        if let Some(email) = &self.email {
            wanted.email = email.clone();
        }
        if let Some(roles) = &self.roles {
            wanted.roles = roles.iter().map(ToString::to_string).collect();
        }
        if let Some(groups) = &self.groups {
            wanted.groups = groups.iter().copied().collect();
        }
        if let Some(sites) = &self.sites {
            wanted.sites = sites.iter().copied().collect();
        }
        wanted.locale = self.locale.unwrap_or(wanted.locale);
        wanted.agent = self.agent.unwrap_or(wanted.agent);
        change(work, &stored, wanted)
    }
}

/// Refuses a change that was made to another version than the one there is.
pub(crate) fn check_version(seen: Option<i64>, now: i64) -> Result<(), Problem> {
    match seen {
        None => {
            Err(Problem::new(&problem::VERSION_REQUIRED, "Say which version you are changing (If-Match)."))
        }
        Some(seen) if seen != now => {
            let detail = "Somebody else changed this meanwhile. Look at it again. Nothing was changed.";
            Err(Problem::new(&problem::VERSION_CHANGED, detail).with("version", now))
        }
        Some(_) => Ok(()),
    }
}

/// What is true of a user now, as something that may be wanted.
pub(super) fn as_it_is(user: &User, work: &mut Work<'_, '_>) -> Result<Wanted, Refusal> {
    Ok(Wanted {
        name: user.name.parse().map_err(|_| Problem::invalid("/name", "Give a name."))?,
        email: user.email.parse().map_err(|_| Problem::invalid("/email", "Give an e-mail address."))?,
        locale: user.locale,
        agent: user.agent,
        roles: user.roles.iter().cloned().collect(),
        groups: user::groups_of(&mut work.look(), user.id)?,
        sites: user.sites.iter().copied().collect(),
    })
}

/// Makes true what is wanted, and ends what the user may no longer do. Call it with the turn taken.
pub(super) fn change(work: &mut Work<'_, '_>, stored: &Stored, mut wanted: Wanted) -> Result<User, Refusal> {
    let (tenant, before) = (work.tenant(), &stored.user);
    let settled = wanted.settle(before.agent, work)?;
    if before.status != user::UserStatus::Disabled {
        user::keep_an_administrator(work, before.id, stored.may, settled.may)?;
    }
    let email_key = wanted.email.key();
    user::email_is_free(work, before.id, &email_key)?;
    work.sql().exec(
        &sql::EDIT_USER,
        store::params![
            tenant,
            before.id,
            before.version,
            wanted.name.as_str(),
            wanted.email.as_str(),
            email_key,
            user::find_key(wanted.name.as_str(), wanted.email.as_str()),
            settled.agent,
            lines(&settled.acting_roles),
            settled.may,
            lines(&wanted.roles),
            lines(&wanted.sites),
            wanted.locale
        ],
    )?;
    let were = user::groups_of(&mut work.look(), before.id)?;
    user::set_groups(work, before.id, &were, &wanted.groups)?;
    let lost = stored.may.minus(settled.may);
    user::end_what_was_lost(work, before.id, lost, settled.agent, &wanted.sites)?;
    let after = user::get(work, before.id)?.user;
    work.changed(after.id, Some(after.version), &(before, &were), &(&after, &wanted.groups));
    Ok(after)
}

/// Disables a user: every sign-in and every assist session of theirs ends at once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisableUser {
    /// The user.
    pub staff_id: StaffId,
}

impl Act for DisableUser {
    const NAME: &'static str = "user.disable";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = User;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Staff(self.staff_id))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<User, Refusal> {
        user::take_turn(work)?;
        let stored = user::get(work, self.staff_id)?;
        may_disable(who, work, &stored)?;
        disable(work, self.staff_id)
    }
}

/// Lets a disabled user sign in again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnableUser {
    /// The user.
    pub staff_id: StaffId,
}

impl Act for EnableUser {
    const NAME: &'static str = "user.enable";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = User;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Staff(self.staff_id))
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<User, Refusal> {
        user::take_turn(work)?;
        enable(work, self.staff_id)
    }
}

/// Refuses to disable oneself, and the last user who can change users. Call it with the turn taken.
pub(super) fn may_disable(who: &Acting, work: &mut Work<'_, '_>, stored: &Stored) -> Result<(), Refusal> {
    if who.staff().ok() == Some(stored.user.id) {
        let detail = "You cannot disable yourself. Ask another administrator. Nothing was changed.";
        return Err(Problem::new(&problem::CONFLICT, detail).into());
    }
    if stored.user.status != user::UserStatus::Disabled {
        user::keep_an_administrator(work, stored.user.id, stored.may, Permissions::NONE)?;
    }
    Ok(())
}

/// Disables a user who may be, and ends all they have open.
pub(super) fn disable(work: &mut Work<'_, '_>, id: StaffId) -> Result<User, Refusal> {
    let stored = user::get(work, id)?;
    let after = set_status(work, &stored, "disabled")?;
    end_sign_ins(work, id, None, EndedBy::Revoked, "")?;
    user::end_what_was_lost(work, id, stored.may, false, &BTreeSet::new())?;
    Ok(after)
}

/// Lets a user sign in again.
pub(super) fn enable(work: &mut Work<'_, '_>, id: StaffId) -> Result<User, Refusal> {
    let stored = user::get(work, id)?;
    set_status(work, &stored, "active")
}

fn set_status(work: &mut Work<'_, '_>, stored: &Stored, status: &str) -> Result<User, Refusal> {
    let (tenant, id) = (work.tenant(), stored.user.id);
    work.sql().exec(&sql::SET_STATUS, store::params![tenant, id, status])?;
    let after = user::get(work, id)?.user;
    work.changed(id, Some(after.version), &stored.user, &after);
    Ok(after)
}

/// Lifts the locks that failed sign-ins have put on a user's account, at every address.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlockUser {
    /// The user.
    pub staff_id: StaffId,
}

impl Act for UnlockUser {
    const NAME: &'static str = "user.unlock";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = User;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Staff(self.staff_id))
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<User, Refusal> {
        let stored = user::get(work, self.staff_id)?;
        throttle::unlock(work, throttle::Realm::Staff, &stored.email_key)?;
        let tenant = work.tenant();
        work.sql().exec(&sql::SET_LOCKED, store::params![tenant, self.staff_id, None::<i64>])?;
        let after = user::get(work, self.staff_id)?.user;
        work.changed(after.id, Some(after.version), &stored.user, &after);
        Ok(after)
    }
}

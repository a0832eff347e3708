//! A user of the back office, as rows and answers have it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::grant::{self, Granting};
use super::sql;
use crate::assist::{EndedBy, Which, end_all};
use crate::desk::{Look, Permission, Permissions, Refusal, Work};
use crate::kernel::id::{GroupId, SiteId, StaffId};
use crate::kernel::problem::{self, Problem};
use crate::kernel::text::{Text, fold};
use crate::kernel::{Email, Locale, Timestamp};

/// A user's full name.
pub type UserName = Text<1, 120>;
/// A role's name.
pub type RoleName = Text<1, 60>;

/// Whether a user can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// Yes.
    Active,
    /// Not from the address that failed too often, for up to half an hour.
    Locked,
    /// No.
    Disabled,
}

/// A user of the back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct User {
    /// Their id.
    pub id: StaffId,
    /// What an import calls them.
    pub reference: Option<String>,
    /// Full name.
    pub name: String,
    /// E-mail address, which they sign in with.
    pub email: String,
    /// Language of their pages.
    pub locale: Locale,
    /// Whether they can sign in.
    pub status: UserStatus,
    /// Until when sign-ins from some address are locked.
    pub locked_until: Option<Timestamp>,
    /// Whether they are an agent: the box, and membership of a group that carries the grant.
    pub agent: bool,
    /// Roles they were given.
    pub roles: Vec<String>,
    /// Sites they are limited to; none: all sites.
    pub sites: Vec<SiteId>,
    /// When they were last here.
    pub last_seen_at: Option<Timestamp>,
    /// Since when they have been a user.
    pub created_at: Timestamp,
    /// Version, raised by each change.
    pub version: i64,
}

impl User {
    pub(crate) fn from_row(row: &store::Row, at: Timestamp) -> Result<Self, store::Error> {
        let lines = |column| {
            row.get::<String>(column).map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        };
        let locked_until = row.get::<Option<Timestamp>>(11)?.filter(|until| *until > at);
        let status = match (row.get::<String>(5)?.as_str(), locked_until) {
            ("active", None) => UserStatus::Active,
            ("active", Some(_)) => UserStatus::Locked,
            _ => UserStatus::Disabled,
        };
        Ok(Self {
            id: row.get(0)?,
            reference: row.get(1)?,
            name: row.get(2)?,
            email: row.get(3)?,
            locale: row.get(4)?,
            status,
            locked_until,
            agent: row.get(6)?,
            roles: lines(7)?,
            sites: lines(8)?.iter().filter_map(|id| id.parse().ok()).collect(),
            version: row.get(9)?,
            created_at: row.get(10)?,
            last_seen_at: row.get(12)?,
        })
    }
}

/// A user with what only this room needs to know.
pub(crate) struct Stored {
    pub(crate) user: User,
    pub(crate) email_key: String,
    pub(crate) may: Permissions,
    /// Whether somebody else chose the password.
    pub(crate) password_once: bool,
}

/// The user with this id.
pub(crate) fn find(
    look: &mut Look<'_, '_>,
    id: StaffId,
    at: Timestamp,
) -> Result<Option<Stored>, store::Error> {
    let tenant = look.tenant();
    let Some(row) = look.sql().one(&sql::USER, store::params![tenant, id])? else { return Ok(None) };
    let password_once = row.get::<i64>(15)? != 0;
    Ok(Some(Stored {
        user: User::from_row(&row, at)?,
        email_key: row.get(13)?,
        may: row.get(14)?,
        password_once,
    }))
}

/// The same; 404 when there is none.
pub(crate) fn get(work: &mut Work<'_, '_>, id: StaffId) -> Result<Stored, Refusal> {
    let at = work.at();
    find(&mut work.look(), id, at)?.ok_or_else(|| Problem::not_found("user").into())
}

/// What lists of users are sorted and searched by.
pub(crate) fn find_key(name: &str, email: &str) -> String {
    format!(" {} {}", fold(name), fold(email))
}

/// Waits for other changes of users and groups, so that what is true of all users together stays true.
pub(crate) fn take_turn(work: &mut Work<'_, '_>) -> Result<(), store::Error> {
    let tenant = work.tenant();
    work.sql().exec(&sql::TAKE_TURN, store::params![tenant])?;
    Ok(())
}

/// What is to be true of a user: what create, edit and changes of membership share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) name: UserName,
    pub(crate) email: Email,
    pub(crate) locale: Locale,
    pub(crate) agent: bool,
    pub(crate) roles: BTreeSet<String>,
    pub(crate) groups: BTreeSet<GroupId>,
    pub(crate) sites: BTreeSet<SiteId>,
}

/// The rights that follow from what is wanted.
pub(crate) struct Settled {
    pub(crate) agent: bool,
    pub(crate) acting_roles: BTreeSet<String>,
    pub(crate) may: Permissions,
}

impl Wanted {
    /// Brings box and groups together, checks that groups, roles and sites exist, and works out the rights.
    pub(crate) fn settle(&mut self, was_agent: bool, work: &mut Work<'_, '_>) -> Result<Settled, Refusal> {
        let (known, granting) = groups(work)?;
        if !self.groups.is_subset(&known.into_values().collect()) {
            return Err(Problem::invalid("/groups", "There is no such group.").into());
        }
        let policies = work.memo::<crate::desk::policy::Policies>()?;
        if self.sites.iter().any(|site| policies.of(*site).is_none()) {
            return Err(Problem::invalid("/sites", "There is no such site.").into());
        }
        let agent = grant::settle(was_agent, self.agent, &mut self.groups, &granting);
        let acting_roles = grant::acting_roles(&self.roles, agent);
        let may = grant::may(&acting_roles, &roles(&mut work.look())?)?;
        Ok(Settled { agent, acting_roles, may })
    }
}

/// All groups by name, and which of them carry the agent grant.
pub(crate) fn groups(work: &mut Work<'_, '_>) -> Result<(BTreeMap<String, GroupId>, Granting), store::Error> {
    let tenant = work.tenant();
    let mut granting = Granting { all: BTreeSet::new(), support: None };
    let mut known = BTreeMap::new();
    for row in work.sql().all(&sql::GROUPS, store::params![tenant])? {
        let (id, name): (GroupId, String) = (row.get(0)?, row.get(1)?);
        if row.get(2)? {
            granting.all.insert(id);
            if name == super::role::SUPPORT {
                granting.support = Some(id);
            }
        }
        known.insert(name, id);
    }
    Ok((known, granting))
}

/// Refuses an e-mail address that another user has.
pub(crate) fn email_is_free(work: &mut Work<'_, '_>, id: StaffId, email_key: &str) -> Result<(), Refusal> {
    let tenant = work.tenant();
    match work.sql().one(&sql::EMAIL_TAKEN, store::params![tenant, email_key, id])? {
        Some(_) => Err(super::create::taken().into()),
        None => Ok(()),
    }
}

/// All roles and what they allow.
pub(crate) fn roles(look: &mut Look<'_, '_>) -> Result<BTreeMap<String, Permissions>, store::Error> {
    let tenant = look.tenant();
    let rows = look.sql().all(&sql::ROLES, store::params![tenant])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// The groups a user belongs to.
pub(crate) fn groups_of(look: &mut Look<'_, '_>, id: StaffId) -> Result<BTreeSet<GroupId>, store::Error> {
    let tenant = look.tenant();
    let rows = look.sql().all(&sql::GROUPS_OF, store::params![tenant, id])?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Makes memberships what they are to be.
pub(crate) fn set_groups(
    work: &mut Work<'_, '_>,
    id: StaffId,
    were: &BTreeSet<GroupId>,
    are: &BTreeSet<GroupId>,
) -> Result<(), store::Error> {
    let tenant = work.tenant();
    for group in are.difference(were) {
        work.sql().exec(&sql::JOIN, store::params![tenant, group, id])?;
    }
    for group in were.difference(are) {
        work.sql().exec(&sql::LEAVE, store::params![tenant, group, id])?;
    }
    Ok(())
}

/// Refuses to leave the tenant without a user who can change users.
pub(crate) fn keep_an_administrator(
    work: &mut Work<'_, '_>,
    leaving: StaffId,
    before: Permissions,
    after: Permissions,
) -> Result<(), Refusal> {
    if !before.has(Permission::UsersEdit) || after.has(Permission::UsersEdit) {
        return Ok(());
    }
    let tenant = work.tenant();
    for row in work.sql().all(&sql::RIGHTS_OF_OTHERS, store::params![tenant, leaving])? {
        if row.get::<Permissions>(0)?.has(Permission::UsersEdit) {
            return Ok(());
        }
    }
    let detail = "This is the last user who can change users. Give somebody else that right first. Nothing was changed.";
    Err(Problem::new(&problem::CONFLICT, detail).into())
}

/// Ends the assist sessions that a user may no longer have.
pub(crate) fn end_what_was_lost(
    work: &mut Work<'_, '_>,
    id: StaffId,
    lost: Permissions,
    agent: bool,
    sites: &BTreeSet<SiteId>,
) -> Result<(), store::Error> {
    if !agent || lost != Permissions::NONE {
        end_all(work, Which::Staff(id), EndedBy::Revoked, "")?;
        return Ok(());
    }
    if sites.is_empty() {
        return Ok(());
    }
    let tenant = work.tenant();
    for row in work.sql().all(&sql::ASSIST_SITES, store::params![tenant, id])? {
        let site: SiteId = row.get(0)?;
        if !sites.contains(&site) {
            end_all(work, Which::StaffOn(id, site), EndedBy::Revoked, "")?;
        }
    }
    Ok(())
}

/// One a line, as columns hold lists.
pub(crate) fn lines<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join("\n")
}

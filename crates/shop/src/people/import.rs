//! Many users at once.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::{Password, create};
use super::edit::{as_it_is, change, disable, enable, may_disable};
use super::user::{self, RoleName, Stored, UserName, UserStatus, Wanted};
use super::{grant, sql};
use crate::desk::batch::{Fate, each_row};
use crate::desk::{Act, Acting, Actor, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::{GroupId, SiteId};
use crate::kernel::import::Imported;
use crate::kernel::text::{Reference, Text};
use crate::kernel::{Email, Locale, Problem};
use crate::sites::Sites;

/// Stores a batch of users of the back office, found by their reference: new ones are created, others brought up to
/// date, with all that follows where somebody loses a right. The same batch again changes nothing. A row that does
/// not fit is left out; the others go in.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportStaff {
    /// SHA-256 of the file the rows come from, in hexadecimal digits.
    pub digest: Text<1, 64>,
    /// Line of the file, or number of the row, at which the batch begins.
    pub first_row: u32,
    /// Up to 500 rows; they stay out of the record, which holds the file's digest and each user's change.
    #[serde(skip_serializing)]
    pub rows: Vec<StaffRow>,
}

/// A user to be stored. What is absent stays as it is, or gets its default in a new user.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffRow {
    /// What the other system calls the user.
    pub reference: Reference,
    /// Full name.
    pub name: UserName,
    /// E-mail address, kept exactly.
    pub email: Email,
    /// Names of roles.
    #[serde(default)]
    pub roles: Option<Vec<RoleName>>,
    /// Names of groups.
    #[serde(default)]
    pub groups: Option<Vec<Text<1, 60>>>,
    /// "This user is an agent". Where it is given it decides, whatever the groups say.
    #[serde(default)]
    pub agent: Option<bool>,
    /// Codes of the sites the user is limited to; an empty list: all sites.
    #[serde(default)]
    pub sites: Option<Vec<Text<1, 40>>>,
    /// Language of the user's pages.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// Whether the user can sign in.
    #[serde(default)]
    pub status: Option<StaffStatus>,
    /// Password of a new user, hashed (a PHC string); never changes an existing one, and never comes from outside.
    #[serde(skip)]
    #[schemars(skip)]
    pub password: Option<String>,
}

/// Whether a user can sign in, as an import says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StaffStatus {
    /// Yes.
    Active,
    /// No.
    Disabled,
}

/// What a batch looks things up in.
struct Names {
    groups: BTreeMap<String, GroupId>,
    granting: grant::Granting,
    sites: BTreeMap<String, SiteId>,
}

impl Act for ImportStaff {
    const NAME: &'static str = "user.import";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = Imported;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Imported, Refusal> {
        user::take_turn(work)?;
        let (groups, granting) = user::groups(work)?;
        let sites = work.memo::<Sites>()?;
        let sites = sites.all().iter().map(|site| (site.code.clone(), site.id)).collect();
        let names = Names { groups, granting, sites };
        each_row(work, self.digest.as_str(), &self.rows, |work, _, row| {
            let tenant = work.tenant();
            let known =
                work.sql().one(&sql::USER_BY_REFERENCE, store::params![tenant, row.reference.as_str()])?;
            match known {
                Some(known) => {
                    let stored = user::get(work, known.get(0)?)?;
                    row.update(who, work, &names, &stored)
                }
                None => row.create(who, work, &names),
            }
        })
    }
}

impl StaffRow {
    fn create(&self, who: &Acting, work: &mut Work<'_, '_>, names: &Names) -> Result<Fate, Refusal> {
        let wanted = self.applied_to(
            Wanted {
                name: self.name.clone(),
                email: self.email.clone(),
                locale: Locale::default(),
                agent: false,
                roles: BTreeSet::new(),
                groups: BTreeSet::new(),
                sites: BTreeSet::new(),
            },
            names,
        )?;
        let password = match &self.password {
            // What the operator brings is the person's own; what an administrator sends is not.
            Some(hash) if matches!(who.by(), Actor::Job(_)) => Password::Own(hash),
            Some(hash) => Password::Once(hash),
            None => Password::None,
        };
        let created = create(work, wanted, Some(self.reference.as_str()), &password)?;
        if self.status == Some(StaffStatus::Disabled) {
            disable(work, created.id)?;
        }
        Ok(Fate::Created)
    }

    fn update(
        &self,
        who: &Acting,
        work: &mut Work<'_, '_>,
        names: &Names,
        stored: &Stored,
    ) -> Result<Fate, Refusal> {
        let before = as_it_is(&stored.user, work)?;
        let wanted = self.applied_to(before.clone(), names)?;
        let enabled = stored.user.status != UserStatus::Disabled;
        let wanted_enabled = self.status.map_or(enabled, |status| status == StaffStatus::Active);
        // What is refused is refused before anything of the row is written.
        if enabled && !wanted_enabled {
            may_disable(who, work, stored)?;
        }
        let differs = wanted != before;
        if differs {
            change(work, stored, wanted)?;
        }
        match (enabled, wanted_enabled) {
            (true, false) => disable(work, stored.user.id).map(|_| ())?,
            (false, true) => enable(work, stored.user.id).map(|_| ())?,
            _ => {}
        }
        Ok(Fate::of(differs || enabled != wanted_enabled))
    }

    /// What is to be true of the user. The box and the groups are one grant: where the row says both, the box decides.
    fn applied_to(&self, mut wanted: Wanted, names: &Names) -> Result<Wanted, Problem> {
        wanted.name = self.name.clone();
        wanted.email = self.email.clone();
        wanted.locale = self.locale.unwrap_or(wanted.locale);
        if let Some(roles) = &self.roles {
            wanted.roles = roles.iter().map(ToString::to_string).collect();
        }
        if let Some(groups) = &self.groups {
            wanted.groups = all(groups, &names.groups, "/groups", "group")?;
        }
        if let Some(sites) = &self.sites {
            wanted.sites = all(sites, &names.sites, "/sites", "site")?;
        }
        if let Some(agent) = self.agent {
            wanted.agent = grant::settle(!agent, agent, &mut wanted.groups, &names.granting);
        }
        Ok(wanted)
    }
}

/// The things that these names stand for.
fn all<Id: Copy + Ord, const MAX: usize>(
    given: &[Text<1, MAX>],
    known: &BTreeMap<String, Id>,
    pointer: &str,
    what: &str,
) -> Result<BTreeSet<Id>, Problem> {
    given
        .iter()
        .map(|name| {
            let unknown = || Problem::invalid(pointer, format!("There is no {what} {name}."));
            known.get(name.as_str()).copied().ok_or_else(unknown)
        })
        .collect()
}

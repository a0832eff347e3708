//! Groups of staff. A group may carry the agent grant: whoever joins it is an agent, whoever leaves the last one
//! of that kind is none any more.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::user::{self, User};
use super::{edit, sql};
use crate::desk::permission::RoleView;
use crate::desk::{Act, Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal, Work};
use crate::kernel::id::{GroupId, StaffId};
use crate::kernel::problem::{self, Problem};
use crate::kernel::text::Text;

/// A group's name.
pub type GroupName = Text<1, 60>;

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Whether its members are agents.
    pub grants_agent: bool,
    /// How many members it has.
    pub member_count: usize,
}

impl Group {
    fn from_row(row: &store::Row, member_count: usize) -> Result<Self, store::Error> {
        Ok(Self { id: row.get(0)?, name: row.get(1)?, grants_agent: row.get(2)?, member_count })
    }
}

/// All groups, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListGroups {}

/// Groups.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GroupList {
    /// All of them.
    pub items: Vec<Group>,
}

impl Ask for ListGroups {
    const NAME: &'static str = "group.list";
    const NEEDS: Needs = Needs::Staff(Permission::UsersSee);
    const RECORDED: Recorded = Recorded::Never;
    type Out = GroupList;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<GroupList, Refusal> {
        let tenant = look.tenant();
        let mut counts = BTreeMap::<GroupId, usize>::new();
        for row in look.sql().all(&sql::MEMBERSHIPS, store::params![tenant])? {
            *counts.entry(row.get(0)?).or_default() += 1;
        }
        let rows = look.sql().all(&sql::GROUPS, store::params![tenant])?;
        let groups =
            rows.iter().map(|row| Group::from_row(row, counts.get(&row.get(0)?).copied().unwrap_or(0)));
        Ok(GroupList { items: groups.collect::<Result<_, _>>()? })
    }
}

/// One group and its members.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupDetails {
    /// The group.
    pub group_id: GroupId,
}

/// A group with its members.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GroupRecord {
    /// The group.
    #[serde(flatten)]
    pub group: Group,
    /// Its members, by name.
    pub members: Vec<Member>,
}

/// A member of a group.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// The user.
    pub id: StaffId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

impl Ask for GroupDetails {
    const NAME: &'static str = "group.details";
    const NEEDS: Needs = Needs::Staff(Permission::UsersSee);
    const RECORDED: Recorded = Recorded::Never;
    type Out = GroupRecord;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<GroupRecord, Refusal> {
        let tenant = look.tenant();
        let mut group = find(look, self.group_id)?;
        let rows = look.sql().all(&sql::MEMBERS, store::params![tenant, self.group_id])?;
        let members =
            rows.iter().map(|row| Ok(Member { id: row.get(0)?, name: row.get(1)?, email: row.get(2)? }));
        let members: Vec<Member> = members.collect::<Result<_, store::Error>>()?;
        group.member_count = members.len();
        Ok(GroupRecord { group, members })
    }
}

/// The group, its members not counted; 404 when there is none.
fn find(look: &mut Look<'_, '_>, id: GroupId) -> Result<Group, Refusal> {
    let tenant = look.tenant();
    let row = look.sql().one(&sql::GROUP, store::params![tenant, id])?;
    Ok(Group::from_row(&row.ok_or_else(|| Problem::not_found("group"))?, 0)?)
}

/// Creates a group.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateGroup {
    /// Its name, which no other group has.
    pub name: GroupName,
    /// Whether its members are agents.
    #[serde(default)]
    pub grants_agent: bool,
}

impl Act for CreateGroup {
    const NAME: &'static str = "group.create";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = Group;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Group, Refusal> {
        user::take_turn(work)?;
        let (tenant, id, name) = (work.tenant(), work.id::<GroupId>(), self.name.as_str());
        let row = store::params![tenant, id, name, self.grants_agent];
        if work.sql().exec(&sql::CREATE_GROUP, row)? == 0 {
            return Err(taken().into());
        }
        let group = find(&mut work.look(), id)?;
        work.changed(id, None, &(), &group);
        Ok(group)
    }
}

fn taken() -> Problem {
    Problem::field(&problem::TAKEN, "/name", "Another group has this name.")
}

/// Gives a group another name. Support keeps its own: it is how the box finds it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameGroup {
    /// The group.
    pub group_id: GroupId,
    /// Its new name.
    pub name: GroupName,
}

impl Act for RenameGroup {
    const NAME: &'static str = "group.rename";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = Group;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Group, Refusal> {
        user::take_turn(work)?;
        let before = find(&mut work.look(), self.group_id)?;
        keep_support(&before)?;
        let (tenant, name) = (work.tenant(), self.name.as_str());
        if work.sql().one(&sql::GROUP_NAME_TAKEN, store::params![tenant, name, self.group_id])?.is_some() {
            return Err(taken().into());
        }
        work.sql().exec(&sql::RENAME_GROUP, store::params![tenant, self.group_id, name])?;
        let after = find(&mut work.look(), self.group_id)?;
        work.changed(self.group_id, None, &before, &after);
        Ok(after)
    }
}

fn keep_support(group: &Group) -> Result<(), Problem> {
    if group.name != super::role::SUPPORT {
        return Ok(());
    }
    let detail = "The group Support stays as it is: the box \"This user is an agent\" stands for it. Nothing was changed.";
    Err(Problem::new(&problem::CONFLICT, detail))
}

/// Removes a group. Members who were agents by this group alone are none any more.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteGroup {
    /// The group.
    pub group_id: GroupId,
}

impl Act for DeleteGroup {
    const NAME: &'static str = "group.delete";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = ();

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        user::take_turn(work)?;
        let (tenant, group) = (work.tenant(), find(&mut work.look(), self.group_id)?);
        keep_support(&group)?;
        work.changed(self.group_id, None, &group, &());
        for row in work.sql().all(&sql::MEMBERS, store::params![tenant, self.group_id])? {
            change_membership(work, self.group_id, row.get(0)?, false)?;
        }
        work.sql().exec(&sql::DELETE_GROUP, store::params![tenant, self.group_id])?;
        Ok(())
    }
}

/// Puts a user into a group.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddMember {
    /// The group.
    pub group_id: GroupId,
    /// The user.
    pub staff_id: StaffId,
}

impl Act for AddMember {
    const NAME: &'static str = "group.member.add";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = User;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Staff(self.staff_id))
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<User, Refusal> {
        user::take_turn(work)?;
        find(&mut work.look(), self.group_id)?;
        change_membership(work, self.group_id, self.staff_id, true)
    }
}

/// Takes a user out of a group. Whoever is no agent any more loses their running assist sessions at once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveMember {
    /// The group.
    pub group_id: GroupId,
    /// The user.
    pub staff_id: StaffId,
}

impl Act for RemoveMember {
    const NAME: &'static str = "group.member.remove";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = User;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Staff(self.staff_id))
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<User, Refusal> {
        user::take_turn(work)?;
        find(&mut work.look(), self.group_id)?;
        change_membership(work, self.group_id, self.staff_id, false)
    }
}

fn change_membership(
    work: &mut Work<'_, '_>,
    group: GroupId,
    member: StaffId,
    joins: bool,
) -> Result<User, Refusal> {
    let stored = user::get(work, member)?;
    let mut wanted = edit::as_it_is(&stored.user, work)?;
    let changes = if joins { wanted.groups.insert(group) } else { wanted.groups.remove(&group) };
    if !changes {
        return Ok(stored.user);
    }
    edit::change(work, &stored, wanted)
}

/// All roles and what they allow.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListRoles {}

/// Roles.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RoleList {
    /// All of them, by name.
    pub items: Vec<RoleView>,
}

impl Ask for ListRoles {
    const NAME: &'static str = "role.list";
    const NEEDS: Needs = Needs::Staff(Permission::UsersSee);
    const RECORDED: Recorded = Recorded::Never;
    type Out = RoleList;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<RoleList, Refusal> {
        let roles = user::roles(look)?
            .into_iter()
            .map(|(name, may)| RoleView { name, may: may.labels().into_iter().map(str::to_owned).collect() });
        Ok(RoleList { items: roles.collect() })
    }
}

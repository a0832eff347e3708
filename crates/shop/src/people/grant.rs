//! What a user may do, worked out of roles, groups and the box "This user is an agent".
//!
//! The box and membership of a group that carries the agent grant are one thing seen from two sides. Ticking
//! the box joins Support; clearing it leaves every group that carries the grant; joining or leaving such a
//! group ticks or clears the box.

use std::collections::{BTreeMap, BTreeSet};

use super::role::{AGENT_ROLES, DEFAULT_AGENT_ROLE};
use crate::desk::Permissions;
use crate::kernel::Problem;
use crate::kernel::id::GroupId;

/// The groups of a tenant that carry the agent grant.
pub(crate) struct Granting {
    /// All of them.
    pub(crate) all: BTreeSet<GroupId>,
    /// The one that the box stands for.
    pub(crate) support: Option<GroupId>,
}

/// Brings box and groups together and says whether the user is an agent. Where the box was changed, the box
/// decides; where it was left alone, the groups do.
pub(crate) fn settle(was: bool, ticked: bool, groups: &mut BTreeSet<GroupId>, granting: &Granting) -> bool {
    if ticked && !was {
        groups.extend(granting.support);
    }
    if was && !ticked {
        groups.retain(|group| !granting.all.contains(group));
    }
    groups.iter().any(|group| granting.all.contains(group))
}

/// The roles a user acts in: those given, and the agents' default one where an agent has none of the agents'.
pub(crate) fn acting_roles(given: &BTreeSet<String>, agent: bool) -> BTreeSet<String> {
    let mut roles = given.clone();
    if agent && !AGENT_ROLES.iter().any(|role| roles.contains(*role)) {
        roles.insert(DEFAULT_AGENT_ROLE.to_owned());
    }
    roles
}

/// What these roles allow together; `/roles` is refused where one does not exist.
pub(crate) fn may(
    roles: &BTreeSet<String>,
    known: &BTreeMap<String, Permissions>,
) -> Result<Permissions, Problem> {
    roles.iter().try_fold(Permissions::NONE, |may, role| match known.get(role) {
        Some(more) => Ok(may.or(*more)),
        None => Err(Problem::invalid("/roles", format!("There is no role {role:?}."))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::Id;

    fn group(number: u128) -> GroupId {
        GroupId::from_bits(number)
    }

    /// Support (1) and Night shift (2) carry the grant, Warehouse (3) does not.
    fn settled(was: bool, ticked: bool, groups: &[u128]) -> (bool, Vec<u128>) {
        let granting = Granting { all: [group(1), group(2)].into(), support: Some(group(1)) };
        let mut groups = groups.iter().map(|number| group(*number)).collect();
        let agent = settle(was, ticked, &mut groups, &granting);
        (agent, groups.iter().map(|group| group.bits()).collect())
    }

    #[test]
    fn a_changed_box_decides() {
        assert_eq!(settled(false, true, &[3]), (true, vec![1, 3]));
        assert_eq!(settled(true, false, &[1, 2, 3]), (false, vec![3]));
    }

    #[test]
    fn groups_decide_where_the_box_was_left_alone() {
        assert_eq!(settled(false, false, &[2, 3]), (true, vec![2, 3]));
        assert_eq!(settled(true, true, &[3]), (false, vec![3]));
        assert_eq!(settled(true, true, &[1]), (true, vec![1]));
        assert_eq!(settled(false, false, &[]), (false, vec![]));
    }

    #[test]
    fn an_agent_without_an_agents_role_acts_in_the_default_one() {
        let roles = |given: &[&str], agent| {
            acting_roles(&given.iter().map(|role| (*role).to_owned()).collect(), agent)
                .into_iter()
                .collect::<Vec<_>>()
        };
        assert_eq!(roles(&["auditor"], true), ["agent", "auditor"]);
        assert_eq!(roles(&["sales-agent"], true), ["sales-agent"]);
        assert_eq!(roles(&["auditor"], false), ["auditor"]);
    }
}

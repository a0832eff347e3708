//! Groups, and the grant that some carry.

use super::sessions::{ended_by, start};
use super::users::{administrator, details, support};
use super::{done, refusal};
use crate::on_both_engines;
use crate::people::groups::{
    AddMember, CreateGroup, DeleteGroup, GroupDetails, ListGroups, RemoveMember, RenameGroup,
};

on_both_engines! {
    joining_support_makes_an_agent_and_leaving_it_ends_that, |shop| {
        let (_, ada) = administrator(shop, "Ada");
        let (tom, sign_in) = shop.user("Tom", &[], false);
        let group_id = support(shop, &ada);
        assert!(done(shop, &ada, AddMember { group_id, staff_id: tom }).unwrap().agent);
        assert!(details(shop, &ada, tom).may.contains(&"assist.start".to_owned()));
        let (session, _) = start(shop, tom, &sign_in);
        assert!(!done(shop, &ada, RemoveMember { group_id, staff_id: tom }).unwrap().agent);
        assert_eq!(ended_by(shop, &session).as_deref(), Some("revoked"));
        assert!(details(shop, &ada, tom).may.is_empty());
    }

    who_is_in_two_granting_groups_stays_an_agent_in_one, |shop| {
        let (_, ada) = administrator(shop, "Ada");
        let (tom, sign_in) = shop.user("Tom", &[], true);
        let night = CreateGroup { name: "Night shift".parse().unwrap(), grants_agent: true };
        let night = done(shop, &ada, night).unwrap().id;
        done(shop, &ada, AddMember { group_id: night, staff_id: tom }).unwrap();
        let (session, _) = start(shop, tom, &sign_in);
        let support = support(shop, &ada);
        assert!(done(shop, &ada, RemoveMember { group_id: support, staff_id: tom }).unwrap().agent);
        assert_eq!(ended_by(shop, &session), None);
        done(shop, &ada, DeleteGroup { group_id: night }).unwrap();
        assert!(!details(shop, &ada, tom).user.agent);
        assert_eq!(ended_by(shop, &session).as_deref(), Some("revoked"));
    }

    groups_are_listed_with_their_members, |shop| {
        let (_, ada) = administrator(shop, "Ada");
        let (tom, _) = shop.user("Tom", &[], false);
        let warehouse = CreateGroup { name: "Warehouse".parse().unwrap(), grants_agent: false };
        let group_id = done(shop, &ada, warehouse.clone()).unwrap().id;
        assert_eq!(refusal(done(shop, &ada, warehouse)).kind.slug, "taken");
        assert!(!done(shop, &ada, AddMember { group_id, staff_id: tom }).unwrap().agent);
        let renamed = RenameGroup { group_id, name: "Depot".parse().unwrap() };
        assert_eq!(done(shop, &ada, renamed).unwrap().name, "Depot");
        let groups = shop.desk.ask(&ada, &ListGroups::default()).unwrap().items;
        let lines: Vec<_> = groups.iter().map(|group| (group.name.as_str(), group.member_count)).collect();
        assert_eq!(lines, [("Depot", 1), ("Support", 0)]);
        let record = shop.desk.ask(&ada, &GroupDetails { group_id }).unwrap();
        assert_eq!((record.group.member_count, record.members[0].id), (1, tom));
    }

    support_stays_and_others_may_not_touch_groups, |shop| {
        let (_, ada) = administrator(shop, "Ada");
        let (tom, credential) = shop.user("Tom", &["supervisor"], false);
        let (tom_caller, group_id) = (shop.caller(credential), support(shop, &ada));
        assert_eq!(refusal(done(shop, &ada, DeleteGroup { group_id })).kind.slug, "conflict");
        let rename = RenameGroup { group_id, name: "Helpers".parse().unwrap() };
        assert_eq!(refusal(done(shop, &ada, rename)).kind.slug, "conflict");
        let join = AddMember { group_id, staff_id: tom };
        assert_eq!(refusal(done(shop, &tom_caller, join)).kind.slug, "forbidden");
        assert_eq!(refusal(shop.desk.ask(&tom_caller, &ListGroups::default())).kind.slug, "forbidden");
        let nowhere = AddMember { group_id: shop.desk.mint().id(), staff_id: tom };
        assert_eq!(refusal(done(shop, &ada, nowhere)).kind.slug, "not-found");
    }
}

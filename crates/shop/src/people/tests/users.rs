//! Users: creating, changing, finding, disabling.

use serde_json::Value;

use super::sessions::{ended_by, site, start, start_on};
use super::{PASSWORD, done, leaves, new_user, refusal, sign_in, with_user};
use crate::desk::Caller;
use crate::kernel::id::{GroupId, StaffId};
use crate::on_both_engines;
use crate::people::asks::{ListUsers, Me, UserDetails};
use crate::people::create::CreateUser;
use crate::people::edit::{DisableUser, EditUser, EnableUser, UnlockUser};
use crate::people::groups::ListGroups;
use crate::people::sign_out::SignOutUser;
use crate::people::user::{User, UserStatus};
use crate::testing::TestShop;

/// A change of nothing.
pub(super) fn edit(user: &User) -> EditUser {
    EditUser {
        staff_id: user.id,
        version: Some(user.version),
        name: None,
        email: None,
        locale: None,
        agent: None,
        roles: None,
        groups: None,
        sites: None,
    }
}

pub(super) fn administrator(shop: &TestShop, name: &str) -> (StaffId, Caller) {
    let (id, credential) = shop.user(name, &["administrator"], false);
    (id, shop.caller(credential))
}

pub(super) fn details(shop: &TestShop, ada: &Caller, id: StaffId) -> crate::people::asks::UserRecord {
    shop.desk.ask(ada, &UserDetails { staff_id: id }).unwrap()
}

pub(super) fn support(shop: &TestShop, ada: &Caller) -> GroupId {
    let groups = shop.desk.ask(ada, &ListGroups::default()).unwrap().items;
    groups.into_iter().find(|group| group.name == "Support").unwrap().id
}

fn found(shop: &TestShop, ada: &Caller, q: &str, agents: Option<bool>) -> Vec<String> {
    let page = shop.desk.ask(ada, &ListUsers { q: q.parse().unwrap(), agents, after: None }).unwrap();
    page.items.into_iter().map(|user| user.name).collect()
}

on_both_engines! {
    the_box_and_the_group_are_one_grant, |shop| {
        let (ada, sarah) = with_user(shop, CreateUser { agent: true, ..new_user("Sarah", &[]) });
        let support = support(shop, &ada);
        let record = details(shop, &ada, sarah.id);
        assert!(record.user.agent && record.groups == [support]);
        assert!(record.user.roles.is_empty() && record.may.contains(&"assist.start".to_owned()));
        let sarah = done(shop, &ada, EditUser { agent: Some(false), ..edit(&sarah) }).unwrap();
        let record = details(shop, &ada, sarah.id);
        assert!(!record.user.agent && record.groups.is_empty() && record.may.is_empty());
        let sarah = done(shop, &ada, EditUser { groups: Some(vec![support]), ..edit(&sarah) }).unwrap();
        assert!(sarah.agent);
    }

    losing_the_box_ends_a_running_session_at_once, |shop| {
        let (ada, (sarah, sign_in)) = (administrator(shop, "Ada").1, shop.user("Sarah", &["agent"], true));
        let (session, token) = start(shop, sarah, &sign_in);
        let acting = shop.caller(crate::desk::Credential::OnBehalf(token));
        assert!(shop.desk.who(&acting).unwrap().on_behalf().is_some());
        let user = details(shop, &ada, sarah).user;
        done(shop, &ada, EditUser { agent: Some(false), ..edit(&user) }).unwrap();
        let problem = refusal(shop.desk.who(&acting));
        assert_eq!((problem.kind.slug, problem.extra.get("by")), ("session-ended", Some(&Value::from("revoked"))));
        assert_eq!(ended_by(shop, &session).as_deref(), Some("revoked"));
        assert!(shop.heard.lines().contains(&format!("session:{session} session.ended")));
        assert!(shop.heard.lines().contains(&format!("staff:{sarah} session.ended")));
        // The sign-in stays: Sarah is a user still, only no agent.
        assert!(!shop.desk.who(&shop.caller(sign_in)).unwrap().is_agent());
    }

    losing_a_site_ends_the_sessions_there_and_no_others, |shop| {
        let (ada, (sarah, sign_in)) = (administrator(shop, "Ada").1, shop.user("Sarah", &["agent"], true));
        let (eu, us) = (site(shop, "eu"), site(shop, "us"));
        let (here, _) = start_on(shop, sarah, &sign_in, eu);
        let (there, _) = start_on(shop, sarah, &sign_in, us);
        let user = details(shop, &ada, sarah).user;
        done(shop, &ada, EditUser { sites: Some(vec![eu]), ..edit(&user) }).unwrap();
        assert_eq!((ended_by(shop, &here), ended_by(shop, &there).as_deref()), (None, Some("revoked")));
    }

    losing_a_role_ends_running_sessions, |shop| {
        let (ada, (sarah, sign_in)) = (administrator(shop, "Ada").1, shop.user("Sarah", &["agent"], true));
        let (session, _) = start(shop, sarah, &sign_in);
        let user = details(shop, &ada, sarah).user;
        let roles = Some(vec!["sales-agent".parse().unwrap()]);
        done(shop, &ada, EditUser { roles, ..edit(&user) }).unwrap();
        assert_eq!(ended_by(shop, &session).as_deref(), Some("revoked"));
    }

    a_disabled_user_is_out_at_once_and_cannot_come_back, |shop| {
        let (ada, user) = with_user(shop, CreateUser { agent: true, ..new_user("Sarah", &[]) });
        let (_, credential) = sign_in(shop, "sarah@northlight.example", PASSWORD).unwrap();
        let (session, _) = start(shop, user.id, &credential);
        done(shop, &ada, DisableUser { staff_id: user.id }).unwrap();
        assert_eq!(refusal(shop.desk.who(&shop.caller(credential))).kind.slug, "sign-in-expired");
        assert_eq!(ended_by(shop, &session).as_deref(), Some("revoked"));
        assert_eq!(refusal(sign_in(shop, "sarah@northlight.example", PASSWORD)).kind.slug, "sign-in-failed");
        let enabled = done(shop, &ada, EnableUser { staff_id: user.id }).unwrap();
        assert_eq!(enabled.status, UserStatus::Active);
        // Enabling gives back no sign-in that was ended.
        assert!(shop.desk.who(&shop.caller(credential)).is_err());
    }

    an_administrator_signs_somebody_out_everywhere, |shop| {
        let (ada, (sarah, sign_in)) = (administrator(shop, "Ada").1, shop.user("Sarah", &["agent"], true));
        let (session, _) = start(shop, sarah, &sign_in);
        let other = shop.signed_in(sarah);
        assert_eq!(done(shop, &ada, SignOutUser { staff_id: sarah }).unwrap().sign_ins, 2);
        assert!(shop.desk.who(&shop.caller(sign_in)).is_err() && shop.desk.who(&shop.caller(other)).is_err());
        assert_eq!(ended_by(shop, &session).as_deref(), Some("revoked"));
    }

    the_last_administrator_stays_one, |shop| {
        let (id, ada) = administrator(shop, "Ada");
        let user = details(shop, &ada, id).user;
        let demote = || EditUser { roles: Some(Vec::new()), ..edit(&user) };
        assert_eq!(refusal(done(shop, &ada, demote())).kind.slug, "conflict");
        assert_eq!(refusal(done(shop, &ada, DisableUser { staff_id: id })).kind.slug, "conflict");
        let (_, grace) = administrator(shop, "Grace");
        assert_eq!(refusal(done(shop, &ada, DisableUser { staff_id: id })).kind.slug, "conflict");
        assert!(done(shop, &grace, DisableUser { staff_id: id }).is_ok());
        let grace_id = shop.desk.who(&grace).unwrap().staff().unwrap();
        let grace_user = details(shop, &grace, grace_id).user;
        let demoted = done(shop, &grace, EditUser { roles: Some(Vec::new()), ..edit(&grace_user) });
        assert_eq!(refusal(demoted).kind.slug, "conflict");
    }

    two_administrators_demoting_each_other_leave_one, |shop| {
        let (ada_id, ada) = administrator(shop, "Ada");
        let (grace_id, grace) = administrator(shop, "Grace");
        let demote = |id| EditUser { roles: Some(Vec::new()), ..edit(&details(shop, &ada, id).user) };
        let (of_grace, of_ada) = (demote(grace_id), demote(ada_id));
        let outcomes = std::thread::scope(|scope| {
            let one = scope.spawn(|| done(shop, &ada, of_grace).is_ok());
            let other = scope.spawn(|| done(shop, &grace, of_ada).is_ok());
            [one.join().unwrap(), other.join().unwrap()]
        });
        assert_eq!(outcomes.iter().filter(|done| **done).count(), 1);
    }

    changes_are_refused_where_they_cannot_be, |shop| {
        let (ada, sarah) = with_user(shop, new_user("Sarah", &["agent"]));
        let pointer = |problem: crate::kernel::Problem| (problem.kind.slug, problem.errors[0].pointer.clone());
        let taken = EditUser { email: Some("ADA@northlight.example".parse().unwrap()), ..edit(&sarah) };
        assert_eq!(pointer(refusal(done(shop, &ada, taken))), ("taken", "/email".into()));
        assert_eq!(pointer(refusal(done(shop, &ada, new_user("Sarah", &[])))), ("taken", "/email".into()));
        let unknown = EditUser { roles: Some(vec!["king".parse().unwrap()]), ..edit(&sarah) };
        assert_eq!(pointer(refusal(done(shop, &ada, unknown))), ("invalid", "/roles".into()));
        let nowhere = EditUser { sites: Some(vec![shop.desk.mint().id()]), ..edit(&sarah) };
        assert_eq!(pointer(refusal(done(shop, &ada, nowhere))), ("invalid", "/sites".into()));
        let nobody = EditUser { groups: Some(vec![shop.desk.mint().id()]), ..edit(&sarah) };
        assert_eq!(pointer(refusal(done(shop, &ada, nobody))), ("invalid", "/groups".into()));
        let stale = EditUser { version: Some(sarah.version + 1), ..edit(&sarah) };
        assert_eq!(refusal(done(shop, &ada, stale)).kind.slug, "version-changed");
        let blind = EditUser { version: None, ..edit(&sarah) };
        assert_eq!(refusal(done(shop, &ada, blind)).kind.slug, "version-required");
        let missing = DisableUser { staff_id: shop.desk.mint().id() };
        assert_eq!(refusal(done(shop, &ada, missing)).kind.slug, "not-found");
    }

    who_may_not_change_users_changes_none_and_it_is_recorded, |shop| {
        let (ada, sarah) = with_user(shop, new_user("Sarah", &["agent"]));
        let (tom, credential) = shop.user("Tom", &["agent", "supervisor", "auditor", "shop-owner"], true);
        let tom_caller = shop.caller(credential);
        let promote = EditUser {
            roles: Some(vec!["administrator".parse().unwrap()]),
            ..edit(&details(shop, &ada, tom).user)
        };
        assert_eq!(refusal(done(shop, &tom_caller, promote)).kind.slug, "forbidden");
        assert_eq!(refusal(done(shop, &tom_caller, DisableUser { staff_id: sarah.id })).kind.slug, "forbidden");
        assert_eq!(refusal(done(shop, &shop.nobody(), new_user("Eve", &[]))).kind.slug, "sign-in-required");
        assert_eq!(leaves(shop, "user.edit"), [(format!("staff:{tom}"), "refused")]);
        assert_eq!(leaves(shop, "user.disable"), [(format!("staff:{tom}"), "refused")]);
    }

    users_are_found_by_the_beginning_of_any_name_and_of_the_address, |shop| {
        let (_, ada) = administrator(shop, "Ada Byron");
        shop.user("José Müller", &[], true);
        shop.user("Sarah Klein", &["agent"], true);
        assert_eq!(found(shop, &ada, "", None), ["Ada Byron", "José Müller", "Sarah Klein"]);
        assert_eq!(found(shop, &ada, "mull", None), ["José Müller"]);
        assert_eq!(found(shop, &ada, "SARAH.K", None), ["Sarah Klein"]);
        assert_eq!(found(shop, &ada, "arah", None), Vec::<String>::new());
        assert_eq!(found(shop, &ada, "%", None), Vec::<String>::new());
        assert_eq!(found(shop, &ada, "", Some(true)), ["José Müller", "Sarah Klein"]);
        assert_eq!(found(shop, &ada, "", Some(false)), ["Ada Byron"]);
    }

    a_long_list_comes_page_by_page, |shop| {
        let (_, ada) = administrator(shop, "Ada");
        for number in 0..60 {
            shop.user(&format!("User {number:02}"), &[], false);
        }
        let first = shop.desk.ask(&ada, &ListUsers::default()).unwrap();
        assert_eq!((first.items.len(), first.items[49].name.as_str()), (50, "User 48"));
        let rest = shop.desk.ask(&ada, &ListUsers { after: first.next, ..ListUsers::default() }).unwrap();
        assert_eq!((rest.items.len(), rest.items[0].name.as_str(), rest.next), (11, "User 49", None));
    }

    a_locked_user_is_shown_and_can_be_unlocked, |shop| {
        let (ada, sarah) = with_user(shop, new_user("Sarah", &["agent"]));
        for _ in 0..10 {
            refusal(sign_in(shop, "sarah@northlight.example", "not her password"));
            shop.wait(std::time::Duration::from_secs(64));
        }
        assert_eq!(details(shop, &ada, sarah.id).user.status, UserStatus::Locked);
        assert_eq!(done(shop, &ada, UnlockUser { staff_id: sarah.id }).unwrap().status, UserStatus::Active);
        assert!(sign_in(shop, "sarah@northlight.example", PASSWORD).is_ok());
    }

    everybody_sees_themselves, |shop| {
        let (sarah, credential) = shop.user("Sarah", &["sales-agent"], true);
        let me = shop.desk.ask(&shop.caller(credential), &Me::default()).unwrap();
        assert_eq!((me.user.id, me.user.name.as_str(), me.sign_ins.len()), (sarah, "Sarah", 1));
        assert!(me.sign_ins[0].current && !me.may.contains(&"order.place".to_owned()));
        assert_eq!(refusal(shop.desk.ask(&shop.nobody(), &Me::default())).kind.slug, "sign-in-required");
    }
}

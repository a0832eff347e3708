//! What holds of every decision, and all decisions there are.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::desk::acting::site_mask;
use crate::desk::policy::{Policy, SitePolicy};
use crate::kernel::id::Id;
use crate::people::role::SHIPPED;

const HARU: u128 = 1;
const AIKO: u128 = 2;
const SARAH: u128 = 3;
const TOM: u128 = 4;

fn customer(bits: u128) -> CustomerId {
    CustomerId::from_bits(bits)
}

fn staff(bits: u128) -> StaffId {
    StaffId::from_bits(bits)
}

fn any_set() -> impl Strategy<Value = Permissions> {
    any::<u64>().prop_map(|bits| Permissions(bits >> 1))
}

fn any_permission() -> impl Strategy<Value = Permission> {
    prop::sample::select(Permission::ALL)
}

prop_compose! {
    fn any_behalf()(role in any_set(), site in any_set(), session in any_set(), subject in any_set()) -> Standing {
        Standing::Behalf { staff: staff(SARAH), customer: customer(HARU), role, site, session, subject }
    }
}

fn any_owner() -> impl Strategy<Value = Owner> {
    prop_oneof![
        Just(Owner::Customer(customer(HARU))),
        Just(Owner::Customer(customer(AIKO))),
        Just(Owner::Guest(GuestId::from_bits(HARU))),
        Just(Owner::Staff(staff(SARAH))),
        Just(Owner::Staff(staff(TOM))),
        Just(Owner::Shop),
        Just(Owner::Missing("cart")),
    ]
}

fn any_needs() -> impl Strategy<Value = Needs> {
    prop_oneof![
        Just(Needs::Nothing),
        Just(Needs::SelfOnly),
        Just(Needs::StaffSelf),
        Just(Needs::Agent),
        Just(Needs::Job),
        any_permission().prop_map(Needs::Own),
        any_permission().prop_map(Needs::Staff),
        any_permission().prop_map(Needs::Behalf),
    ]
}

proptest! {
    #[test]
    fn what_is_granted_lies_in_every_set_and_never_in_the_never_list(standing in any_behalf()) {
        let Standing::Behalf { role, site, session, subject, .. } = standing else { unreachable!() };
        let effective = standing.effective();
        for one in Permission::ALL.iter().filter(|one| effective.has(**one)) {
            prop_assert!([role, site, session, subject].iter().all(|set| set.has(*one)), "{one:?}");
            prop_assert!(!NEVER_ON_BEHALF.has(*one), "{one:?}");
        }
    }

    #[test]
    fn what_every_set_holds_is_granted(standing in any_behalf(), one in any_permission()) {
        let Standing::Behalf { role, site, session, subject, .. } = standing else { unreachable!() };
        let everywhere = [role, site, session, subject].iter().all(|set| set.has(one));
        let wanted = everywhere && !NEVER_ON_BEHALF.has(one);
        let granted = permits(&standing, Needs::Own(one), Owner::Customer(customer(HARU))).is_ok();
        prop_assert_eq!(granted, wanted);
    }

    #[test]
    fn taking_anything_away_grants_nothing_more(
        standing in any_behalf(), gone in any_set(), from in 0usize..4, needs in any_needs(), owner in any_owner(),
    ) {
        let Standing::Behalf { staff, customer, mut role, mut site, mut session, mut subject } = standing else {
            unreachable!()
        };
        let less = [&mut role, &mut site, &mut session, &mut subject];
        let set = less.into_iter().nth(from).expect("one of four");
        *set = set.minus(gone);
        let less = Standing::Behalf { staff, customer, role, site, session, subject };
        if permits(&less, needs, owner).is_ok() {
            prop_assert!(permits(&standing, needs, owner).is_ok());
        }
    }

    #[test]
    fn whoever_acts_for_haru_reaches_nobody_elses_things(standing in any_behalf(), one in any_permission()) {
        let others = [
            Owner::Customer(customer(AIKO)),
            Owner::Guest(GuestId::from_bits(HARU)),
            Owner::Staff(staff(SARAH)),
            Owner::Missing("cart"),
        ];
        for owner in others {
            for needs in [Needs::Own(one), Needs::Behalf(one)] {
                let problem = permits(&standing, needs, owner).expect_err("not Haru's");
                prop_assert_eq!(problem.kind, &problem::NOT_FOUND);
            }
        }
    }

    #[test]
    fn acting_opens_neither_credentials_nor_the_back_office(standing in any_behalf(), one in any_permission(), owner in any_owner()) {
        for needs in [Needs::SelfOnly, Needs::Staff(one), Needs::StaffSelf, Needs::Job] {
            prop_assert!(permits(&standing, needs, owner).is_err(), "{needs:?}");
        }
    }

    #[test]
    fn a_customer_who_may_nothing_is_helped_with_nothing(role in any_set(), site in any_set(), session in any_set(), one in any_permission()) {
        let subject = Permissions::NONE;
        let standing = Standing::Behalf { staff: staff(SARAH), customer: customer(HARU), role, site, session, subject };
        prop_assert!(permits(&standing, Needs::Own(one), Owner::Customer(customer(HARU))).is_err());
    }
}

/// Everybody who can stand at the door, each with all that they could have.
fn everybody() -> Vec<(&'static str, Standing)> {
    let all = Permissions::ALL;
    let behalf = |session| Standing::Behalf {
        staff: staff(SARAH),
        customer: customer(HARU),
        role: all,
        site: all,
        session,
        subject: Permissions::OWN,
    };
    vec![
        ("nobody", Standing::Nobody),
        ("guest", Standing::Guest(GuestId::from_bits(HARU))),
        ("customer", Standing::Customer(customer(HARU), Permissions::OWN)),
        ("locked customer", Standing::Customer(customer(HARU), Permissions::LOOKING)),
        ("staff without rights", Standing::Staff(staff(SARAH), Permissions::NONE)),
        ("staff with all rights", Standing::Staff(staff(SARAH), all)),
        ("acting", behalf(Permissions::OWN)),
        ("acting, read-only", behalf(Permissions::LOOKING)),
        ("job", Standing::Job),
    ]
}

#[test]
fn every_need_of_every_thing_for_everybody() {
    let needs = [
        ("nothing", Needs::Nothing),
        ("own cart.read", Needs::Own(Permission::CartRead)),
        ("own cart.edit", Needs::Own(Permission::CartEdit)),
        ("own order.place", Needs::Own(Permission::OrderPlace)),
        ("behalf cart.edit", Needs::Behalf(Permission::CartEdit)),
        ("self only", Needs::SelfOnly),
        ("staff assist.start", Needs::Staff(Permission::AssistStart)),
        ("staff self", Needs::StaffSelf),
        ("agent", Needs::Agent),
        ("job", Needs::Job),
    ];
    let owners = [
        ("Haru's", Owner::Customer(customer(HARU))),
        ("Aiko's", Owner::Customer(customer(AIKO))),
        ("Sarah's", Owner::Staff(staff(SARAH))),
        ("Tom's", Owner::Staff(staff(TOM))),
        ("the shop's", Owner::Shop),
        ("missing", Owner::Missing("thing")),
    ];
    let mut table = String::new();
    for (need, needs) in needs {
        for (name, standing) in everybody() {
            let answers = owners.map(|(owner, thing)| match permits(&standing, needs, thing) {
                Ok(()) => format!("{owner}: yes"),
                Err(problem) => format!("{owner}: {}", problem.kind.slug),
            });
            writeln!(table, "{need} | {name} | {}", answers.join(" | ")).expect("text takes text");
        }
    }
    insta::assert_snapshot!("every_need", table);
}

#[test]
fn what_each_role_may_alone_and_acting_for_a_customer() {
    let site = SitePolicy { assisting: true, policy: Policy::default() };
    let mut table = String::new();
    for shipped in SHIPPED {
        let alone = Standing::Staff(staff(SARAH), shipped.may);
        let acting = Standing::Behalf {
            staff: staff(SARAH),
            customer: customer(HARU),
            role: shipped.may,
            site: site_mask(&site, &[shipped.name]),
            session: Permissions::OWN,
            subject: Permissions::OWN,
        };
        let (alone, acting) = (alone.effective().labels().join(" "), acting.effective().labels().join(" "));
        writeln!(table, "{}\n  alone:  {alone}\n  acting: {acting}", shipped.name).expect("text takes text");
    }
    insta::assert_snapshot!("every_role", table);
}

//! Creating customers and changing what is theirs.

use super::people::{acting, customer, ended_by, new_customer, olga, sarah, signed_in, site};
use crate::customers::{
    AddAddress, Addresses, CustomerDetails, EditAddress, EditProfile, Profile, RemoveAddress, SetConsent,
    SetCustomerStatus, SetDefaultAddress, Status,
};
use crate::desk::Policy;
use crate::kernel::problem;
use crate::on_both_engines;

fn address(city: &str) -> AddAddress {
    serde_json::from_value(serde_json::json!({
        "first_name": "Haru", "last_name": "Tanaka", "line1": "Kastanienallee 12", "postcode": "10435",
        "city": city, "country": "DE", "phone": "",
    }))
    .expect("an address")
}

on_both_engines! {
    a_customer_is_created_with_a_number_and_found_at_once, |shop| {
        let sarah = sarah(shop);
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "Haru.Tanaka@Example.com");
        let aiko = customer(shop, &sarah, "Aiko", "Tanaka", "aiko@example.com");
        assert_eq!((haru.number.as_str(), aiko.number.as_str()), ("C1001", "C1002"));
        let details = shop.desk.ask(&sarah.caller, &CustomerDetails { customer: haru.id }).unwrap();
        assert_eq!(details.profile.email, "Haru.Tanaka@Example.com");
        assert!(!details.has_password && details.profile.consent && details.helps.is_empty());
    }

    an_e_mail_belongs_to_one_customer_whatever_its_case, |shop| {
        let sarah = sarah(shop);
        customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let again = shop.desk.act(&sarah.caller, new_customer("Hal", "Tan", "HARU@example.com"), None).unwrap_err();
        assert_eq!((again.kind, again.errors[0].pointer.as_str()), (&problem::TAKEN, "/email"));
    }

    two_nodes_never_give_the_same_number, |shop| {
        let (sarah, second) = (sarah(shop), shop.second_node());
        let first = customer(shop, &sarah, "Ann", "One", "one@example.com");
        let other = second.act(&sarah.caller, new_customer("Ben", "Two", "two@example.com"), None).unwrap().out().unwrap();
        assert_eq!((first.number.as_str(), other.number.as_str()), ("C1001", "C1102"));
    }

    sarah_corrects_a_name_for_haru_and_must_say_what_she_saw, |shop| {
        let (sarah, eu) = (sarah(shop), site(shop, &Policy::default()));
        let haru = customer(shop, &sarah, "Hanu", "Tanaka", "haru@example.com");
        let (behalf, _) = acting(shop, &sarah, eu, haru.id);
        let mut edit = EditProfile { first_name: Some("Haru".parse().unwrap()), ..EditProfile::default() };
        let blind = shop.desk.act(&behalf, edit.clone(), None).unwrap_err();
        assert_eq!(blind.kind, &problem::VERSION_REQUIRED);
        edit.version = Some(7);
        let stale = shop.desk.act(&behalf, edit.clone(), None).unwrap_err();
        assert_eq!((stale.kind, &stale.extra["version"]), (&problem::VERSION_CHANGED, &serde_json::json!(1)));
        assert_eq!(stale.extra["current"]["first_name"], "Hanu");
        edit.version = Some(1);
        let answer = shop.desk.act(&behalf, edit, None).unwrap();
        assert!(answer.statements <= 14, "{} statements", answer.statements);
        let after = answer.out().unwrap();
        assert_eq!((after.first_name.as_str(), after.version), ("Haru", 2));
        assert!(shop.heard.lines().contains(&format!("customer:{} customer.changed", haru.id)));
        let own = shop.desk.ask(&signed_in(shop, haru.id), &Profile::default()).unwrap();
        assert_eq!(own.first_name, "Haru", "he sees it himself");
    }

    a_customer_may_change_the_profile_without_a_version_and_empty_the_telephone, |shop| {
        let sarah = sarah(shop);
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let me = signed_in(shop, haru.id);
        let edit: EditProfile = serde_json::from_value(serde_json::json!({ "phone": "" })).unwrap();
        let after = shop.desk.act(&me, edit.clone(), None).unwrap().out().unwrap();
        assert_eq!((after.phone.as_str(), after.last_name.as_str(), after.version), ("", "Tanaka", 2));
        let same = shop.desk.act(&me, edit, None).unwrap().out().unwrap();
        assert_eq!(same.version, 2, "what changes nothing raises no version");
    }

    addresses_have_one_default_each, |shop| {
        let sarah = sarah(shop);
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let me = signed_in(shop, haru.id);
        let berlin = shop.desk.act(&me, address("Berlin"), None).unwrap().out().unwrap();
        assert!(berlin.default_shipping && berlin.default_billing, "the first one is the default");
        let hamburg = shop.desk.act(&me, address("Hamburg"), None).unwrap().out().unwrap();
        assert!(!hamburg.default_shipping && !hamburg.default_billing);
        let choose = SetDefaultAddress { address: hamburg.id, customer: None, shipping: true, billing: false };
        shop.desk.act(&me, choose, None).unwrap();
        let all = shop.desk.ask(&me, &Addresses::default()).unwrap();
        let defaults: Vec<_> = all.iter().map(|a| (a.city.as_str(), a.default_shipping, a.default_billing)).collect();
        assert_eq!(defaults, [("Berlin", false, true), ("Hamburg", true, false)]);
    }

    a_changed_address_is_not_overwritten_by_who_saw_the_old_one, |shop| {
        let sarah = sarah(shop);
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let me = signed_in(shop, haru.id);
        let berlin = shop.desk.act(&me, address("Berlin"), None).unwrap().out().unwrap();
        let edit = |city: &str| -> EditAddress {
            let mut fields = serde_json::to_value(address(city)).unwrap();
            fields["address"] = serde_json::json!(berlin.id);
            fields["version"] = serde_json::json!(berlin.version);
            serde_json::from_value(fields).unwrap()
        };
        let after = shop.desk.act(&me, edit("Potsdam"), None).unwrap().out().unwrap();
        assert_eq!(after.city, "Potsdam");
        assert!(after.version > berlin.version);
        let late = shop.desk.act(&me, edit("Leipzig"), None).unwrap_err();
        assert_eq!(late.kind, &problem::VERSION_CHANGED);
        assert_eq!(late.extra["current"]["city"], "Potsdam");
        let gone = RemoveAddress { address: berlin.id, customer: None, version: Some(after.version) };
        shop.desk.act(&me, gone.clone(), None).unwrap();
        assert_eq!(shop.desk.ask(&me, &Addresses::default()).unwrap(), []);
        assert_eq!(shop.desk.act(&me, gone, None).unwrap_err().kind, &problem::NOT_FOUND);
    }

    withdrawn_consent_ends_the_session_that_runs, |shop| {
        let (sarah, eu) = (sarah(shop), site(shop, &Policy::default()));
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let (behalf, session) = acting(shop, &sarah, eu, haru.id);
        shop.desk.ask(&behalf, &Profile::default()).unwrap();
        let me = signed_in(shop, haru.id);
        let said = shop.desk.act(&me, SetConsent { allowed: false, version: None }, None).unwrap().out().unwrap();
        assert_eq!((said.allowed, said.sessions_ended), (false, 1));
        assert_eq!(ended_by(shop, session).as_deref(), Some("customer"));
        assert!(shop.heard.lines().contains(&format!("session:{session} session.ended")));
        let after = shop.desk.ask(&behalf, &Profile::default()).unwrap_err();
        assert_eq!((after.kind, &after.extra["by"]), (&problem::SESSION_ENDED, &serde_json::json!("customer")));
    }

    a_disabled_account_is_signed_out_and_helped_no_more, |shop| {
        let (sarah, olga, eu) = (sarah(shop), olga(shop), site(shop, &Policy::default()));
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let (me, (behalf, _)) = (signed_in(shop, haru.id), acting(shop, &sarah, eu, haru.id));
        let disable = SetCustomerStatus { customer: haru.id, status: Status::Disabled, version: Some(1) };
        shop.desk.act(&olga.caller, disable, None).unwrap();
        assert_eq!(shop.desk.ask(&me, &Profile::default()).unwrap_err().kind, &problem::SIGN_IN_EXPIRED);
        assert_eq!(shop.desk.ask(&behalf, &Profile::default()).unwrap_err().kind, &problem::SESSION_ENDED);
    }
}

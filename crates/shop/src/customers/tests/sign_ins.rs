//! Registering, signing in and out.

use serde_json::json;

use super::people::{acting, customer, leaves, olga, sarah, site};
use crate::customers::{
    ChangeEmail, ChangePassword, Profile, Register, SearchCustomers, SetCustomerStatus, SignIn, SignOut,
    SignOutEverywhere, Status,
};
use crate::desk::{Caller, Credential, Policy};
use crate::kernel::Problem;
use crate::kernel::problem;
use crate::on_both_engines;
use crate::testing::TestShop;

pub(super) const PASSWORD: &str = "blue kettle 42";

pub(super) fn register(shop: &TestShop, email: &str) -> Result<Caller, Problem> {
    let (_, token) = shop.token("uct");
    let act: Register = serde_json::from_value(json!({
        "first_name": "Haru", "last_name": "Tanaka", "email": email, "password": PASSWORD, "token": token,
    }))
    .expect("an act");
    shop.desk.act(&shop.nobody(), act, None)?;
    Ok(shop.caller(Credential::Customer(token)))
}

pub(super) fn sign_in(shop: &TestShop, email: &str, password: &str) -> Result<Caller, Problem> {
    let (_, token) = shop.token("uct");
    let act: SignIn = serde_json::from_value(json!({ "email": email, "password": password, "token": token }))
        .expect("an act");
    shop.desk.act(&shop.nobody(), act, None)?;
    Ok(shop.caller(Credential::Customer(token)))
}

fn refused(answer: Result<Caller, Problem>) -> Problem {
    answer.err().expect("a refusal")
}

fn sees_own_profile(shop: &TestShop, me: &Caller) -> bool {
    shop.desk.ask(me, &Profile::default()).is_ok()
}

on_both_engines! {
    who_registers_is_signed_in_and_can_be_found, |shop| {
        let me = register(shop, "Haru@example.com").unwrap();
        let profile = shop.desk.ask(&me, &Profile::default()).unwrap();
        assert_eq!((profile.number.as_str(), profile.email.as_str()), ("C1001", "Haru@example.com"));
        let found = SearchCustomers { q: "ha ta".parse().unwrap(), limit: None };
        assert_eq!(shop.desk.ask(&sarah(shop).caller, &found).unwrap().customers[0].id, profile.id);
        assert_eq!(refused(register(shop, "haru@EXAMPLE.com")).kind, &problem::TAKEN);
        assert_eq!(leaves(shop, "customer.register"), ["customer.register"], "a stranger's refusal leaves none");
    }

    the_right_password_opens_and_a_wrong_one_says_no_more_than_that, |shop| {
        register(shop, "haru@example.com").unwrap();
        assert!(sees_own_profile(shop, &sign_in(shop, "HARU@example.com", PASSWORD).unwrap()));
        let wrong = refused(sign_in(shop, "haru@example.com", "red kettle 42"));
        let unknown = refused(sign_in(shop, "nobody@example.com", PASSWORD));
        assert_eq!(wrong.kind, &problem::SIGN_IN_FAILED);
        assert_eq!((wrong.kind, wrong.detail), (unknown.kind, unknown.detail));
        assert_eq!(leaves(shop, "customer.sign-in").len(), 3, "each try is written down");
    }

    guessing_is_slowed_down, |shop| {
        register(shop, "haru@example.com").unwrap();
        let mut kinds = Vec::new();
        for _ in 0..8 {
            kinds.push(refused(sign_in(shop, "haru@example.com", "a wrong guess")).kind);
        }
        assert!(kinds.contains(&&problem::TOO_MANY_REQUESTS));
        assert_eq!(refused(sign_in(shop, "haru@example.com", PASSWORD)).kind, &problem::TOO_MANY_REQUESTS);
    }

    a_customer_made_by_staff_has_no_password_to_guess, |shop| {
        let sarah = sarah(shop);
        customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        assert_eq!(refused(sign_in(shop, "haru@example.com", "")).kind, &problem::SIGN_IN_FAILED);
    }

    a_disabled_account_says_what_to_do, |shop| {
        let me = register(shop, "haru@example.com").unwrap();
        let id = shop.desk.ask(&me, &Profile::default()).unwrap().id;
        let disable = SetCustomerStatus { customer: id, status: Status::Disabled, version: Some(1) };
        shop.desk.act(&olga(shop).caller, disable, None).unwrap();
        assert_eq!(refused(sign_in(shop, "haru@example.com", PASSWORD)).kind, &problem::CUSTOMER_DISABLED);
    }

    signing_out_here_and_everywhere, |shop| {
        let first = register(shop, "haru@example.com").unwrap();
        let second = sign_in(shop, "haru@example.com", PASSWORD).unwrap();
        let third = sign_in(shop, "haru@example.com", PASSWORD).unwrap();
        shop.desk.act(&first, SignOut {}, None).unwrap();
        assert!(!sees_own_profile(shop, &first) && sees_own_profile(shop, &second));
        let ended = shop.desk.act(&second, SignOutEverywhere {}, None).unwrap().out().unwrap();
        assert_eq!(ended.sign_ins, 2);
        assert!(!sees_own_profile(shop, &second) && !sees_own_profile(shop, &third));
    }

    a_new_password_ends_the_other_sign_ins, |shop| {
        let (here, there) = (register(shop, "haru@example.com").unwrap(), sign_in(shop, "haru@example.com", PASSWORD).unwrap());
        let change = |current: &str| -> ChangePassword {
            serde_json::from_value(json!({ "current": current, "new": "green kettle 43" })).unwrap()
        };
        let wrong = shop.desk.act(&here, change("not this one"), None).unwrap_err();
        assert_eq!(wrong.kind, &problem::SIGN_IN_FAILED);
        shop.desk.act(&here, change(PASSWORD), None).unwrap();
        assert!(sees_own_profile(shop, &here) && !sees_own_profile(shop, &there));
        assert_eq!(refused(sign_in(shop, "haru@example.com", PASSWORD)).kind, &problem::SIGN_IN_FAILED);
        assert!(sees_own_profile(shop, &sign_in(shop, "haru@example.com", "green kettle 43").unwrap()));
    }

    a_new_address_is_the_one_to_sign_in_with, |shop| {
        let me = register(shop, "haru@example.com").unwrap();
        register(shop, "taken@example.com").unwrap();
        let change = |email: &str| -> ChangeEmail {
            serde_json::from_value(json!({ "email": email, "password": PASSWORD })).unwrap()
        };
        assert_eq!(shop.desk.act(&me, change("Taken@example.com"), None).unwrap_err().kind, &problem::TAKEN);
        shop.desk.act(&me, change("tanaka@example.org"), None).unwrap();
        assert!(sign_in(shop, "tanaka@example.org", PASSWORD).is_ok());
        let find = |q: &str| SearchCustomers { q: q.parse().unwrap(), limit: None };
        let sarah = sarah(shop);
        assert_eq!(shop.desk.ask(&sarah.caller, &find("tanaka@example.org")).unwrap().customers.len(), 1);
        assert_eq!(shop.desk.ask(&sarah.caller, &find("haru@example.com")).unwrap().customers.len(), 0);
    }

    credentials_are_never_changed_for_somebody, |shop| {
        let (sarah, eu) = (sarah(shop), site(shop, &Policy::default()));
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let (behalf, _) = acting(shop, &sarah, eu, haru.id);
        let password: ChangePassword =
            serde_json::from_value(json!({ "current": "x", "new": "green kettle 43" })).unwrap();
        let email: ChangeEmail = serde_json::from_value(json!({ "email": "a@b.example", "password": "x" })).unwrap();
        assert_eq!(shop.desk.act(&behalf, password, None).unwrap_err().kind, &problem::NEVER_ON_BEHALF);
        assert_eq!(shop.desk.act(&behalf, email, None).unwrap_err().kind, &problem::NEVER_ON_BEHALF);
        assert_eq!(shop.desk.act(&behalf, SignOutEverywhere {}, None).unwrap_err().kind, &problem::NEVER_ON_BEHALF);
    }
}

//! Opening an account by oneself without being signed in, and erasing it soon after signing in.

use std::time::Duration;

use serde_json::{Value, json};

use super::people::{acting, leaves, sarah, site};
use super::sign_ins::{PASSWORD, register, sign_in};
use crate::customers::profile::ProfileView;
use crate::customers::{EraseSignedIn, OpenAccount, Profile, SearchCustomers};
use crate::desk::{Answer, Caller, Policy};
use crate::kernel::problem::{self, Problem};
use crate::on_both_engines;
use crate::testing::TestShop;

fn open(shop: &TestShop, by: &Caller, more: &Value) -> Result<ProfileView, Problem> {
    let mut fields = json!({ "first_name": "Haru", "last_name": "Tanaka", "email": "haru@example.com", "password": PASSWORD });
    fields.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
    let act: OpenAccount = serde_json::from_value(fields).expect("an act");
    shop.desk.act(by, act, None).and_then(Answer::out)
}

fn erase(shop: &TestShop, by: &Caller, version: Option<i64>) -> Result<(), Problem> {
    shop.desk.act(by, EraseSignedIn { version }, None).and_then(Answer::out).map(|_| ())
}

on_both_engines! {
    an_account_is_opened_and_nobody_signed_in, |shop| {
        let more = json!({ "salutation": "Mr", "gender": "Male", "birth_date": "1990-04-23" });
        let opened = open(shop, &shop.nobody(), &more).unwrap();
        assert_eq!((opened.number.as_str(), opened.version), ("C1001", 1));
        assert_eq!(shop.desk.ask(&shop.nobody(), &Profile::default()).unwrap_err().kind, &problem::SIGN_IN_REQUIRED);
        let me = sign_in(shop, "HARU@example.com", PASSWORD).unwrap();
        let profile = shop.desk.ask(&me, &Profile::default()).unwrap();
        assert_eq!(profile, opened);
        assert_eq!((profile.salutation.as_str(), profile.gender.as_str(), profile.birth_date.as_str()), ("Mr", "Male", "1990-04-23"));
        let sarah = sarah(shop);
        let ask = SearchCustomers { q: "tanaka".parse().unwrap(), limit: None };
        assert_eq!(shop.desk.ask(&sarah.caller, &ask).unwrap().customers.len(), 1, "an agent finds it at once");
    }

    an_address_that_has_an_account_opens_no_other_and_nobody_is_born_tomorrow, |shop| {
        open(shop, &shop.nobody(), &json!({})).unwrap();
        let again = open(shop, &shop.nobody(), &json!({ "email": "Haru@Example.com" })).unwrap_err();
        assert_eq!((again.kind, again.errors[0].pointer.as_str()), (&problem::TAKEN, "/email"));
        let future = json!({ "email": "aiko@example.com", "birth_date": "2999-01-01" });
        assert_eq!(open(shop, &shop.nobody(), &future).unwrap_err().errors[0].pointer, "/birth_date");
        assert!(sign_in(shop, "aiko@example.com", PASSWORD).is_err());
    }

    whoever_just_signed_in_may_erase_the_own_account, |shop| {
        let me = register(shop, "haru@example.com").unwrap();
        assert_eq!(erase(shop, &me, Some(7)).unwrap_err().kind, &problem::VERSION_CHANGED);
        shop.wait(Duration::from_secs(15 * 60));
        erase(shop, &me, None).unwrap();
        assert!(shop.desk.ask(&me, &Profile::default()).is_err());
        assert_eq!(sign_in(shop, "haru@example.com", PASSWORD).err().unwrap().kind, &problem::SIGN_IN_FAILED);
        register(shop, "haru@example.com").unwrap();
    }

    whoever_signed_in_earlier_signs_in_again_first, |shop| {
        let old = register(shop, "haru@example.com").unwrap();
        shop.wait(Duration::from_secs(15 * 60 + 1));
        assert_eq!(erase(shop, &old, None).unwrap_err().kind, &problem::STEP_UP_REQUIRED);
        let anew = sign_in(shop, "haru@example.com", PASSWORD).unwrap();
        assert_eq!(erase(shop, &old, None).unwrap_err().kind, &problem::STEP_UP_REQUIRED, "the other sign-in is not this one");
        erase(shop, &anew, None).unwrap();
        assert!(shop.desk.ask(&old, &Profile::default()).is_err());
    }

    nobody_erases_it_for_them, |shop| {
        let (sarah, eu) = (sarah(shop), site(shop, &Policy::default()));
        let me = register(shop, "haru@example.com").unwrap();
        let id = shop.desk.ask(&me, &Profile::default()).unwrap().id;
        let (behalf, _) = acting(shop, &sarah, eu, id);
        assert_eq!(erase(shop, &behalf, None).unwrap_err().kind, &problem::NEVER_ON_BEHALF);
        assert_eq!(erase(shop, &sarah.caller, None).unwrap_err().kind, &problem::FORBIDDEN);
        assert_eq!(erase(shop, &shop.nobody(), None).unwrap_err().kind, &problem::SIGN_IN_REQUIRED);
        assert!(shop.desk.ask(&me, &Profile::default()).is_ok());
        assert_eq!(leaves(shop, "customer.erase.signed_in").len(), 2, "the refusals to staff are in the record");
    }
}

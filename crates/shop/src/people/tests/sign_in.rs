//! Signing in and out.

use std::time::Duration;

use super::{PASSWORD, done, leaves, new_user, refusal, sign_in, sign_in_from, with_user};
use crate::on_both_engines;
use crate::people::sign_out::{SignOut, SignOutOthers, SignedOut};

const SARAH: &str = "sarah@northlight.example";

on_both_engines! {
    a_user_signs_in_once_with_the_password_somebody_else_chose, |shop| {
        let (_, user) = with_user(shop, new_user("Sarah", &["agent"]));
        let (signed_in, credential) = sign_in(shop, SARAH, PASSWORD).unwrap();
        assert_eq!((signed_in.staff_id, signed_in.must_change_password), (user.id, true));
        let who = shop.desk.who(&shop.caller(credential)).unwrap();
        assert_eq!(who.staff_name(), Some("Sarah"));
        assert_eq!(leaves(shop, "staff.sign-in"), [(format!("staff:{}", user.id), "done")]);
        assert_eq!(refusal(sign_in(shop, SARAH, PASSWORD)).kind.slug, "sign-in-failed");
    }

    a_sign_in_ends_when_nothing_happens_and_in_any_case_after_a_working_day, |shop| {
        with_user(shop, new_user("Sarah", &["agent"]));
        let (_, credential) = sign_in(shop, SARAH, PASSWORD).unwrap();
        let sarah = shop.caller(credential);
        for _ in 0..34 {
            shop.wait(Duration::from_secs(14 * 60));
            shop.desk.who(&sarah).unwrap();
        }
        shop.wait(Duration::from_secs(5 * 60));
        assert_eq!(shop.desk.who(&sarah).unwrap_err().kind.slug, "sign-in-expired");
    }

    signing_out_ends_this_sign_in_and_no_other, |shop| {
        let (_, here) = shop.user("Sarah", &["agent"], true);
        let here = shop.caller(here);
        let id = shop.desk.who(&here).unwrap().staff().unwrap();
        let there = shop.caller(shop.signed_in(id));
        assert_eq!(done(shop, &here, SignOut {}).unwrap(), SignedOut { sign_ins: 1 });
        assert_eq!(shop.desk.who(&here).unwrap_err().kind.slug, "sign-in-expired");
        let third = shop.caller(shop.signed_in(id));
        assert_eq!(done(shop, &there, SignOutOthers {}).unwrap(), SignedOut { sign_ins: 1 });
        assert!(shop.desk.who(&third).is_err() && shop.desk.who(&there).is_ok());
    }

    wrong_names_and_wrong_passwords_are_told_alike, |shop| {
        with_user(shop, new_user("Sarah", &["agent"]));
        let wrong = refusal(sign_in(shop, SARAH, "not her password"));
        let unknown = refusal(sign_in(shop, "nobody@northlight.example", PASSWORD));
        assert_eq!(wrong, unknown);
        assert_eq!(leaves(shop, "staff.sign-in"), vec![("nobody".to_owned(), "refused"); 2]);
    }

    guessing_slows_down_and_then_locks_this_address_only, |shop| {
        with_user(shop, new_user("Sarah", &["agent"]));
        let guess = || refusal(sign_in_from(shop, "198.51.100.9", SARAH, "not her password"));
        let mut timeline = Vec::new();
        let mut waited = 0;
        for _ in 0..40 {
            let problem = guess();
            timeline.push(format!("{waited:4} s {}", problem.kind.slug));
            let Some(seconds) = problem.extra.get("retry_after").and_then(serde_json::Value::as_u64) else { continue };
            if problem.kind.slug == "account-locked" {
                timeline.push(format!("locked for {seconds} s"));
                break;
            }
            waited += seconds;
            shop.wait(Duration::from_secs(seconds));
        }
        insta::allow_duplicates! { insta::assert_snapshot!("throttle", timeline.join("\n")); }
        // The right password does not help at this address, and it is not even looked at; elsewhere it does.
        assert_eq!(refusal(sign_in_from(shop, "198.51.100.9", SARAH, PASSWORD)).kind.slug, "account-locked");
        shop.wait(Duration::from_secs(8));
        assert!(sign_in_from(shop, "192.0.2.7", SARAH, PASSWORD).is_ok());
        let counted = leaves(shop, "staff.sign-in").iter().filter(|(_, outcome)| *outcome == "refused").count();
        assert_eq!(counted, 10);
    }

    one_password_tried_on_many_accounts_slows_the_address_down, |shop| {
        with_user(shop, new_user("Sarah", &["agent"]));
        let spray = |n: u32| refusal(sign_in_from(shop, "198.51.100.9", &format!("user{n}@northlight.example"), "Summer2026!!"));
        let wait = |problem: &crate::kernel::Problem| problem.extra.get("retry_after").and_then(serde_json::Value::as_u64);
        for n in 0..25 {
            assert_eq!(spray(n).kind.slug, "sign-in-failed");
        }
        // An account of one's own, in between, wipes nothing out.
        assert!(sign_in_from(shop, "198.51.100.9", SARAH, PASSWORD).is_ok());
        for n in 25..51 {
            assert_eq!(spray(n).kind.slug, "sign-in-failed", "{n}");
        }
        let slowed = spray(51);
        assert_eq!((slowed.kind.slug, wait(&slowed)), ("too-many-requests", Some(1)));
        shop.wait(Duration::from_secs(1));
        assert_eq!(spray(51).kind.slug, "sign-in-failed");
        assert_eq!(wait(&spray(52)), Some(2));
        // Never locked, whoever else shares it; other addresses do not wait.
        shop.wait(Duration::from_secs(2));
        assert_eq!(spray(53).kind.slug, "sign-in-failed");
        assert!(refusal(sign_in_from(shop, "192.0.2.7", "user99@northlight.example", "Summer2026!!")).kind.slug == "sign-in-failed");
    }

    a_lock_ends_by_itself, |shop| {
        with_user(shop, new_user("Sarah", &["agent"]));
        for _ in 0..10 {
            refusal(sign_in(shop, SARAH, "not her password"));
            shop.wait(Duration::from_secs(64));
        }
        assert_eq!(refusal(sign_in(shop, SARAH, PASSWORD)).kind.slug, "account-locked");
        shop.wait(Duration::from_secs(30 * 60));
        assert!(sign_in(shop, SARAH, PASSWORD).is_ok());
    }
}

//! Passwords of staff, and giving them again.

use super::sessions::{ended_by, start};
use super::{PASSWORD, chosen, done, given, leaves, new_user, refusal, sign_in, with_user};
use crate::desk::Credential;
use crate::on_both_engines;
use crate::people::set_password::{ChangePassword, SetPassword};
use crate::people::sign_in::ConfirmPassword;

const SARAH: &str = "sarah@northlight.example";
const OWN: &str = "my very own words";

fn to_own() -> ChangePassword {
    ChangePassword { current_password: given(PASSWORD), new_password: chosen(OWN) }
}

on_both_engines! {
    after_the_first_sign_in_a_user_sets_their_own_password, |shop| {
        with_user(shop, new_user("Sarah", &["agent"]));
        let (_, credential) = sign_in(shop, SARAH, PASSWORD).unwrap();
        let sarah = shop.caller(credential);
        done(shop, &sarah, to_own()).unwrap();
        assert!(shop.desk.who(&sarah).is_ok(), "the sign-in that changed it stays");
        assert!(!sign_in(shop, SARAH, OWN).unwrap().0.must_change_password);
        assert!(!sign_in(shop, SARAH, OWN).unwrap().0.must_change_password);
        assert_eq!(refusal(sign_in(shop, SARAH, PASSWORD)).kind.slug, "sign-in-failed");
    }

    changing_the_password_needs_the_old_one_and_ends_the_other_sign_ins, |shop| {
        let (_, user) = with_user(shop, new_user("Sarah", &["agent"]));
        let (_, credential) = sign_in(shop, SARAH, PASSWORD).unwrap();
        let (sarah, elsewhere) = (shop.caller(credential), shop.caller(shop.signed_in(user.id)));
        let wrong = ChangePassword { current_password: given("guessed it?"), new_password: chosen(OWN) };
        assert_eq!(refusal(done(shop, &sarah, wrong)).kind.slug, "sign-in-failed");
        assert_eq!(leaves(shop, "staff.password.change"), [(format!("staff:{}", user.id), "refused")]);
        assert_eq!(done(shop, &sarah, to_own()).unwrap().sign_ins, 1);
        assert_eq!(refusal(shop.desk.who(&elsewhere)).kind.slug, "sign-in-expired");
    }

    guessing_at_a_screen_left_open_is_slowed_down_too, |shop| {
        with_user(shop, new_user("Sarah", &["agent"]));
        let (_, credential) = sign_in(shop, SARAH, PASSWORD).unwrap();
        let sarah = shop.caller(credential);
        let slugs: Vec<&str> = (0..5)
            .map(|_| {
                let (_, token) = shop.token("us");
                refusal(done(shop, &sarah, ConfirmPassword { password: given("guessed it?"), token })).kind.slug
            })
            .collect();
        assert_eq!(slugs[..4], ["sign-in-failed"; 4]);
        assert_eq!(slugs[4], "too-many-requests");
    }

    giving_the_password_again_is_noted_and_changes_the_token, |shop| {
        with_user(shop, new_user("Sarah", &["agent"]));
        let (_, old) = sign_in(shop, SARAH, PASSWORD).unwrap();
        let signed_in_at = shop.desk.now();
        shop.wait(std::time::Duration::from_secs(600));
        assert_eq!(shop.desk.who(&shop.caller(old)).unwrap().signed_in_at(), Some(signed_in_at));
        let (_, token) = shop.token("us");
        let proved = done(shop, &shop.caller(old), ConfirmPassword { password: given(PASSWORD), token }).unwrap();
        assert_eq!(proved.proved_at, shop.desk.now());
        assert_eq!(refusal(shop.desk.who(&shop.caller(old))).kind.slug, "sign-in-expired");
        let who = shop.desk.who(&shop.caller(Credential::Staff(token))).unwrap();
        assert_eq!(who.signed_in_at(), Some(proved.proved_at));
    }

    an_administrator_sets_a_password_for_one_sign_in, |shop| {
        let (ada, user) = with_user(shop, new_user("Sarah", &["agent"]));
        let (_, credential) = sign_in(shop, SARAH, PASSWORD).unwrap();
        let (session, _) = start(shop, user.id, &credential);
        done(shop, &ada, SetPassword { staff_id: user.id, password: chosen("one time only!") }).unwrap();
        assert!(shop.desk.who(&shop.caller(credential)).is_err());
        assert_eq!(ended_by(shop, &session).as_deref(), Some("revoked"));
        assert!(sign_in(shop, SARAH, "one time only!").unwrap().0.must_change_password);
        assert_eq!(refusal(sign_in(shop, SARAH, "one time only!")).kind.slug, "sign-in-failed");
    }

    nobody_else_sets_a_password, |shop| {
        let (_, user) = with_user(shop, new_user("Sarah", &["agent"]));
        let (_, tom) = shop.user("Tom", &["agent", "supervisor"], true);
        let set = SetPassword { staff_id: user.id, password: chosen("one time only!") };
        assert_eq!(refusal(done(shop, &shop.caller(tom), set)).kind.slug, "forbidden");
        assert_eq!(refusal(done(shop, &shop.nobody(), to_own())).kind.slug, "sign-in-required");
        assert!(sign_in(shop, SARAH, PASSWORD).is_ok());
    }
}

//! The first administrator.

use super::{PASSWORD, chosen, done, refusal, sign_in};
use crate::on_both_engines;
use crate::people::set_up::{ClaimSetUp, TypedSecret};

fn claim(secret: &str, name: &str) -> ClaimSetUp {
    ClaimSetUp {
        secret: TypedSecret::new(secret),
        name: name.parse().unwrap(),
        email: format!("{}@northlight.example", name.to_lowercase()).parse().unwrap(),
        password: chosen(PASSWORD),
        locale: crate::kernel::Locale::En,
    }
}

on_both_engines! {
    the_first_administrator_uses_the_secret_up, |shop| {
        let issued = shop.desk.issue_setup_secret(shop.tenant, TypedSecret::new("ABCD-EFGH-JKMN").hash());
        assert_eq!(issued, Ok(true));
        let ada = done(shop, &shop.nobody(), claim("abcd efgh jkmn", "Ada")).unwrap();
        assert_eq!(ada.roles, ["administrator"]);
        assert!(!sign_in(shop, "ada@northlight.example", PASSWORD).unwrap().0.must_change_password);
        assert_eq!(refusal(done(shop, &shop.nobody(), claim("abcd efgh jkmn", "Eve"))).kind.slug, "gone");
        let again = shop.desk.issue_setup_secret(shop.tenant, TypedSecret::new("ANOTHER").hash());
        assert_eq!(again, Ok(false), "there is a user now");
    }

    a_restart_prints_another_secret_and_the_old_one_is_void, |shop| {
        for secret in ["FIRST-SECRET", "SECOND-SECRET"] {
            shop.desk.issue_setup_secret(shop.tenant, TypedSecret::new(secret).hash()).unwrap();
        }
        assert_eq!(refusal(done(shop, &shop.nobody(), claim("FIRST-SECRET", "Eve"))).kind.slug, "gone");
        assert!(done(shop, &shop.nobody(), claim("SECOND-SECRET", "Ada")).is_ok());
    }

    guessing_the_secret_is_slowed_down, |shop| {
        shop.desk.issue_setup_secret(shop.tenant, TypedSecret::new("ABCD-EFGH-JKMN").hash()).unwrap();
        let slugs: Vec<&str> =
            (0..5).map(|_| refusal(done(shop, &shop.nobody(), claim("guess", "Eve"))).kind.slug).collect();
        assert_eq!(slugs, ["gone", "gone", "gone", "gone", "too-many-requests"]);
    }

    of_two_claims_at_once_one_wins, |shop| {
        shop.desk.issue_setup_secret(shop.tenant, TypedSecret::new("ABCD-EFGH-JKMN").hash()).unwrap();
        let won = std::thread::scope(|scope| {
            let claims = ["Ada", "Eve"].map(|name| {
                scope.spawn(move || done(shop, &shop.nobody(), claim("ABCD-EFGH-JKMN", name)).is_ok())
            });
            claims.map(|claim| claim.join().unwrap()).into_iter().filter(|won| *won).count()
        });
        assert_eq!(won, 1);
    }

    without_a_secret_nobody_claims_anything, |shop| {
        assert_eq!(refusal(done(shop, &shop.nobody(), claim("", "Eve"))).kind.slug, "gone");
    }
}

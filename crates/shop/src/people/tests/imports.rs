//! Many users at once.

use serde_json::json;

use super::sessions::{ended_by, start};
use super::users::{administrator, details};
use super::{PASSWORD, done, leaves, sign_in};
use crate::desk::Caller;
use crate::kernel::id::StaffId;
use crate::kernel::import::Imported;
use crate::on_both_engines;
use crate::people::asks::ListUsers;
use crate::people::import::{ImportStaff, StaffRow};
use crate::people::user::UserStatus;
use crate::testing::TestShop;

fn row(fields: serde_json::Value) -> StaffRow {
    serde_json::from_value(fields).expect("a row")
}

fn sarah() -> StaffRow {
    row(json!({
        "reference": "HR--7", "name": "Sarah Whitfield", "email": "Sarah+Phone@Northlight.example",
        "agent": true, "groups": [], "roles": ["sales-agent"], "sites": ["eu"], "locale": "de",
    }))
}

fn batch(rows: Vec<StaffRow>) -> ImportStaff {
    ImportStaff { digest: "e3b0c442".parse().unwrap(), first_row: 2, rows }
}

fn counts(imported: &Imported) -> (u32, u32, u32) {
    assert_eq!(imported.refused, []);
    (imported.created, imported.updated, imported.unchanged)
}

fn id_of(shop: &TestShop, ada: &Caller, email: &str) -> StaffId {
    let ask = ListUsers { q: email.parse().unwrap(), agents: None, after: None };
    shop.desk.ask(ada, &ask).unwrap().items[0].id
}

fn operator(shop: &TestShop) -> Caller {
    shop.desk.operator(shop.tenant)
}

on_both_engines! {
    the_same_users_again_change_nothing, |shop| {
        let site = shop.site("eu");
        let ada = administrator(shop, "Ada").1;
        let rows = || vec![sarah(), row(json!({ "reference": "HR--8", "name": "Tom", "email": "tom@northlight.example" }))];
        assert_eq!(counts(&done(shop, &operator(shop), batch(rows())).unwrap()), (2, 0, 0));
        assert_eq!(counts(&done(shop, &operator(shop), batch(rows())).unwrap()), (0, 0, 2));
        let record = details(shop, &ada, id_of(shop, &ada, "sarah+phone"));
        assert_eq!(record.user.reference.as_deref(), Some("HR--7"));
        assert_eq!(record.user.email, "Sarah+Phone@Northlight.example", "an address is kept as it was given");
        assert!(record.user.agent && record.groups.len() == 1 && record.user.sites == [site]);
        // What the row leaves out stays; what it names changes.
        let moved = row(json!({ "reference": "HR--7", "name": "Sarah Moreau", "email": "sarah@northlight.example", "agent": false }));
        assert_eq!(counts(&done(shop, &operator(shop), batch(vec![moved])).unwrap()), (0, 1, 0));
        let after = details(shop, &ada, record.user.id);
        assert_eq!((after.user.name.as_str(), after.user.agent, after.user.roles), ("Sarah Moreau", false, record.user.roles));
        assert_eq!(leaves(shop, "user.import"), vec![("job:operator".to_owned(), "done"); 3]);
    }

    an_imported_password_is_the_users_own_and_counts_once, |shop| {
        let with = |password: &str| {
            let salt = shop.desk.mint().bytes();
            let hash = crate::people::password::hash(&crate::kernel::Secret::new(password.to_owned()), salt).unwrap();
            StaffRow { password: Some(hash), sites: None, ..sarah() }
        };
        done(shop, &operator(shop), batch(vec![with(PASSWORD)])).unwrap();
        let (signed_in, _) = sign_in(shop, "sarah+phone@northlight.example", PASSWORD).unwrap();
        assert!(!signed_in.must_change_password, "nobody else chose it");
        assert_eq!(counts(&done(shop, &operator(shop), batch(vec![with("another one entirely")])).unwrap()), (0, 0, 1));
        assert!(sign_in(shop, "sarah+phone@northlight.example", "another one entirely").is_err());
        let from_outside = json!({ "reference": "R", "name": "N", "email": "n@northlight.example", "password": "$argon2id$" });
        assert!(serde_json::from_value::<StaffRow>(from_outside).is_err(), "no request brings a hash");
    }

    disabling_by_import_ends_all_at_once, |shop| {
        shop.site("eu");
        let ada = administrator(shop, "Ada").1;
        done(shop, &operator(shop), batch(vec![sarah()])).unwrap();
        let id = id_of(shop, &ada, "sarah+phone");
        let sign_in = shop.signed_in(id);
        let (session, _) = start(shop, id, &sign_in);
        let gone = StaffRow { status: Some(crate::people::import::StaffStatus::Disabled), ..sarah() };
        assert_eq!(counts(&done(shop, &operator(shop), batch(vec![gone.clone()])).unwrap()), (0, 1, 0));
        assert_eq!(ended_by(shop, &session).as_deref(), Some("revoked"));
        assert_eq!(shop.desk.who(&shop.caller(sign_in)).unwrap_err().kind.slug, "sign-in-expired");
        assert_eq!(counts(&done(shop, &operator(shop), batch(vec![gone])).unwrap()), (0, 0, 1));
        let back = StaffRow { status: Some(crate::people::import::StaffStatus::Active), ..sarah() };
        assert_eq!(counts(&done(shop, &operator(shop), batch(vec![back])).unwrap()), (0, 1, 0));
        assert_eq!(details(shop, &ada, id).user.status, UserStatus::Active);
    }

    a_user_that_does_not_fit_is_left_out_whole, |shop| {
        let (ada, caller) = administrator(shop, "Ada");
        let fields = |reference: &str, more: serde_json::Value| {
            let mut fields = json!({ "reference": reference, "name": "Nora", "email": format!("{reference}@northlight.example") });
            fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            row(fields)
        };
        let rows = vec![
            fields("a", json!({ "roles": ["king"] })),
            fields("b", json!({ "groups": ["Nobody"] })),
            fields("c", json!({ "sites": ["mars"] })),
            fields("d", json!({ "email": "ADA@northlight.example" })),
            fields("e", json!({})),
        ];
        let imported = done(shop, &operator(shop), batch(rows)).unwrap();
        let refused: Vec<_> = imported.refused.iter().map(|row| (row.row, row.pointer.as_str())).collect();
        assert_eq!(refused, [(0, "/roles"), (1, "/groups"), (2, "/sites"), (3, "/email")]);
        assert_eq!((imported.created, imported.updated), (1, 0));
        // The only administrator stays one, whatever a file says, and nothing else of that row is stored.
        let (hr, admin) = ("admin", details(shop, &caller, ada).user);
        let mut only = fields(hr, json!({ "roles": ["administrator"], "email": "boss@northlight.example" }));
        done(shop, &operator(shop), batch(vec![only.clone()])).unwrap();
        done(shop, &caller, crate::people::edit::DisableUser { staff_id: id_of(shop, &caller, "boss") }).unwrap();
        assert_eq!(admin.status, UserStatus::Active);
        only.status = Some(crate::people::import::StaffStatus::Active);
        done(shop, &operator(shop), batch(vec![only.clone()])).unwrap();
        done(shop, &operator(shop), crate::people::edit::DisableUser { staff_id: ada }).unwrap();
        only.status = Some(crate::people::import::StaffStatus::Disabled);
        only.name = "Changed".parse().unwrap();
        let imported = done(shop, &operator(shop), batch(vec![only])).unwrap();
        assert_eq!((imported.updated, imported.refused.len()), (0, 1));
    }

    only_who_may_change_users_imports_them, |shop| {
        let olga = shop.caller(shop.user("Olga", &["shop-owner"], false).1);
        assert_eq!(done(shop, &olga, batch(vec![sarah()])).unwrap_err().kind.slug, "forbidden");
        assert_eq!(done(shop, &shop.nobody(), batch(vec![sarah()])).unwrap_err().kind.slug, "sign-in-required");
        assert!(leaves(shop, "user.import").iter().all(|(_, outcome)| *outcome == "refused"));
    }
}

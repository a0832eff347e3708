//! What clients of other shops send of a person and of an address: kept, shown, changed, taken along and erased.

use serde_json::json;

use super::imports::{import, row};
use super::people::{acting, olga, sarah, site};
use super::sign_ins::{PASSWORD, register};
use crate::checkout::SetDelivery;
use crate::customers::{
    AddAddress, Address, Addresses, EditAddress, EditProfile, EraseAccount, ExportAccount, Profile,
};
use crate::desk::{Act, Answer, Caller, Policy};
use crate::kernel::problem::{self, Problem};
use crate::on_both_engines;
use crate::testing::TestShop;

fn done<A: Act>(shop: &TestShop, caller: &Caller, fields: serde_json::Value) -> Result<A::Out, Problem> {
    let act: A = serde_json::from_value(fields).expect("an act");
    shop.desk.act(caller, act, None).and_then(Answer::out)
}

fn address(more: &serde_json::Value) -> serde_json::Value {
    let mut fields = json!({
        "first_name": "Haru", "last_name": "Tanaka", "line1": "Kastanienallee 12", "city": "Berlin",
        "country": "DE",
    });
    let more = more.as_object().expect("fields").clone();
    fields.as_object_mut().expect("fields").extend(more);
    fields
}

fn said(address: &Address) -> (&str, &str) {
    (&address.salutation, &address.line3)
}

on_both_engines! {
    what_is_said_of_a_person_stays_until_it_is_said_anew, |shop| {
        let me = register(shop, "haru@example.com").unwrap();
        let all = json!({ "salutation": "Ms", "gender": "Female", "birth_date": "1990-04-23" });
        let after = done::<EditProfile>(shop, &me, all).unwrap();
        assert_eq!((after.salutation.as_str(), after.gender.as_str(), after.birth_date.as_str()), ("Ms", "Female", "1990-04-23"));
        let after = done::<EditProfile>(shop, &me, json!({ "phone": "+49 30 5550 143", "gender": "" })).unwrap();
        assert_eq!((after.salutation.as_str(), after.gender.as_str(), after.birth_date.as_str()), ("Ms", "", "1990-04-23"));
        assert_eq!(shop.desk.ask(&me, &Profile::default()).unwrap(), after);
        let made = after.created_at;
        assert!(after.changed_at == made, "the clock stood");
        shop.wait(std::time::Duration::from_secs(60));
        let later = done::<EditProfile>(shop, &me, json!({ "salutation": "Dr" })).unwrap();
        assert_eq!((later.created_at, later.changed_at), (made, made.plus(std::time::Duration::from_secs(60))));
        assert_eq!(shop.desk.ask(&me, &Profile::default()).unwrap().changed_at, later.changed_at);
    }

    nobody_is_born_tomorrow, |shop| {
        let me = register(shop, "haru@example.com").unwrap();
        let refused = done::<EditProfile>(shop, &me, json!({ "birth_date": "2999-01-01" })).unwrap_err();
        assert_eq!((refused.kind, refused.errors[0].pointer.as_str()), (&problem::INVALID, "/birth_date"));
        assert_eq!(shop.desk.ask(&me, &Profile::default()).unwrap().birth_date, "");
        let no_date = serde_json::from_value::<EditProfile>(json!({ "birth_date": "23.04.1990" }));
        assert!(no_date.unwrap_err().to_string().contains("1990-04-23"), "the way to write one is said");
        let rows = vec![
            row(json!({ "reference": "DE--1", "first_name": "A", "last_name": "B", "email": "a@example.com", "birth_date": "2999-01-01" })),
            row(json!({ "reference": "DE--2", "first_name": "C", "last_name": "D", "email": "c@example.com", "birth_date": "1999-01-01" })),
        ];
        let imported = import(shop, &olga(shop), rows);
        assert_eq!((imported.created, imported.refused.len()), (1, 1));
        assert_eq!(imported.refused[0].pointer, "/birth_date");
    }

    an_edit_that_does_not_speak_of_them_leaves_them, |shop| {
        let me = register(shop, "haru@example.com").unwrap();
        let first = done::<AddAddress>(shop, &me, address(&json!({ "salutation": "Mr", "line3": "c/o Sato" }))).unwrap();
        assert_eq!(said(&first), ("Mr", "c/o Sato"));
        let moved = address(&json!({ "address": first.id, "city": "Potsdam" }));
        let moved = done::<EditAddress>(shop, &me, moved).unwrap();
        assert_eq!((moved.city.as_str(), said(&moved)), ("Potsdam", ("Mr", "c/o Sato")));
        let emptied = address(&json!({ "address": first.id, "line3": "" }));
        let emptied = done::<EditAddress>(shop, &me, emptied).unwrap();
        assert_eq!(said(&emptied), ("Mr", ""));
        assert_eq!(shop.desk.ask(&me, &Addresses::default()).unwrap(), [emptied]);
    }

    a_saved_address_is_delivered_to_as_it_stands, |shop| {
        let scene = crate::cart::tests::scene::Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let saved = done::<AddAddress>(shop, &haru.caller, address(&json!({ "salutation": "Mr", "line3": "c/o Sato" }))).unwrap();
        let cart = scene.open(&haru.caller);
        let cart = done::<SetDelivery>(shop, &haru.caller, json!({ "cart": cart.id, "address": saved.id })).unwrap();
        let delivery = cart.checkout.delivery.expect("an address");
        assert_eq!((delivery.salutation.as_str(), delivery.line3.as_str()), ("Mr", "c/o Sato"));
        let plain = json!({ "cart": cart.id, "last_name": "Tanaka", "line1": "Gasse 1", "city": "Wien", "country": "DE" });
        let delivery = done::<SetDelivery>(shop, &haru.caller, plain).unwrap().checkout.delivery.expect("an address");
        let stored = serde_json::to_value(&delivery).unwrap();
        assert!(stored.get("salutation").is_none() && stored.get("line3").is_none(), "{stored}");
    }

    an_import_brings_them_and_a_column_left_out_keeps_them, |shop| {
        let olga = olga(shop);
        let haru = |more: &serde_json::Value, of_address: &serde_json::Value| {
            let mut fields = json!({ "reference": "DE--21", "first_name": "Haru", "last_name": "Tanaka",
                "email": "haru@example.com", "address": address(of_address) });
            fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            row(fields)
        };
        let nothing = json!({});
        let (person, place) = (
            json!({ "salutation": "Mr", "gender": "Male", "birth_date": "1990-04-23" }),
            json!({ "salutation": "Mr", "line3": "c/o Sato" }),
        );
        assert_eq!(import(shop, &olga, vec![haru(&person, &place)]).created, 1);
        for _ in 0..2 {
            assert_eq!(import(shop, &olga, vec![haru(&person, &place)]).unchanged, 1);
            assert_eq!(import(shop, &olga, vec![haru(&nothing, &nothing)]).unchanged, 1);
        }
        assert_eq!(import(shop, &olga, vec![haru(&nothing, &json!({ "line3": "" }))]).updated, 1);
        assert_eq!(import(shop, &olga, vec![haru(&json!({ "gender": "" }), &nothing)]).updated, 1);
        let id = shop.desk.ask(&olga.caller, &crate::customers::SearchCustomers { q: "DE--21".parse().unwrap(), limit: None })
            .unwrap().customers[0].id;
        let details = shop.desk.ask(&olga.caller, &crate::customers::CustomerDetails { customer: id }).unwrap();
        assert_eq!(said(&details.addresses[0]), ("Mr", ""));
        let profile = details.profile;
        assert_eq!((profile.salutation.as_str(), profile.gender.as_str(), profile.birth_date.as_str()), ("Mr", "", "1990-04-23"));
    }

    they_are_taken_along_and_erased, |shop| {
        let me = register(shop, "haru@example.com").unwrap();
        done::<EditProfile>(shop, &me, json!({ "salutation": "Ms", "gender": "Female", "birth_date": "1990-04-23" })).unwrap();
        done::<AddAddress>(shop, &me, address(&json!({ "salutation": "Ms", "line3": "c/o Sato" }))).unwrap();
        let kept = shop.desk.ask(&me, &ExportAccount {}).unwrap().kept;
        let of = |what: &str, name: &str| kept[what][0][name].as_str().unwrap().to_owned();
        assert_eq!([of("record", "salutation"), of("record", "gender"), of("record", "birth_date")], ["Ms", "Female", "1990-04-23"]);
        assert_eq!([of("addresses", "salutation"), of("addresses", "line3")], ["Ms", "c/o Sato"]);
        done::<EraseAccount>(shop, &me, json!({ "password": PASSWORD, "confirmed": true })).unwrap();
        let left = store::Statement {
            name: "story",
            sql: "SELECT COUNT(*) FROM customer WHERE tenant = $1 AND (salutation <> '' OR gender <> '' OR birth_date <> '')",
        };
        let tenant = shop.tenant;
        let count: i64 = shop.store().read(|tx| tx.one(&left, store::params![tenant])?.expect("a row").get(0)).unwrap();
        assert_eq!(count, 0);
    }

    whoever_may_not_change_a_profile_does_not_change_these, |shop| {
        let (sarah, eu) = (sarah(shop), site(shop, &Policy::default()));
        let me = register(shop, "haru@example.com").unwrap();
        let id = shop.desk.ask(&me, &Profile::default()).unwrap().id;
        let named = json!({ "customer": id, "salutation": "Dr", "version": 1 });
        let aiko = register(shop, "aiko@example.com").unwrap();
        assert_eq!(done::<EditProfile>(shop, &aiko, named.clone()).unwrap_err().kind, &problem::NOT_FOUND);
        assert_eq!(done::<EditProfile>(shop, &sarah.caller, named.clone()).unwrap_err().kind, &problem::FORBIDDEN);
        assert_eq!(done::<EditProfile>(shop, &shop.nobody(), named.clone()).unwrap_err().kind, &problem::SIGN_IN_REQUIRED);
        let (behalf, _) = acting(shop, &sarah, eu, id);
        assert_eq!(done::<EditProfile>(shop, &behalf, named).unwrap().salutation, "Dr", "an agent who acts for her may");
    }
}

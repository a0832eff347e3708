//! Who may not.

use super::people::{acting, customer, new_customer, olga, sarah, signed_in, site};
use crate::customers::{
    AddAddress, Addresses, BeginGuest, CustomerDetails, EditProfile, ImportCustomers, Profile, RemoveAddress,
    SearchCustomers, SetConsent, SetCustomerStanding,
};
use crate::desk::{Credential, Policy};
use crate::kernel::problem;
use crate::on_both_engines;

fn berlin() -> AddAddress {
    serde_json::from_value(serde_json::json!({
        "first_name": "Haru", "last_name": "Tanaka", "line1": "Kastanienallee 12", "city": "Berlin", "country": "DE",
    }))
    .expect("an address")
}

on_both_engines! {
    another_customers_things_are_not_there, |shop| {
        let sarah = sarah(shop);
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let aiko = customer(shop, &sarah, "Aiko", "Tanaka", "aiko@example.com");
        let (his, hers) = (signed_in(shop, haru.id), signed_in(shop, aiko.id));
        let address = shop.desk.act(&his, berlin(), None).unwrap().out().unwrap();
        let look = shop.desk.ask(&hers, &Addresses { customer: Some(haru.id) }).unwrap_err();
        let read = shop.desk.ask(&hers, &Profile { customer: Some(haru.id) }).unwrap_err();
        let edit = EditProfile { customer: Some(haru.id), ..EditProfile::default() };
        let write = shop.desk.act(&hers, edit, None).unwrap_err();
        let mine = RemoveAddress { address: address.id, customer: None, version: None };
        let his_by_name = RemoveAddress { customer: Some(haru.id), ..mine.clone() };
        let remove = shop.desk.act(&hers, mine, None).unwrap_err();
        let remove_named = shop.desk.act(&hers, his_by_name, None).unwrap_err();
        for refused in [look, read, write, remove, remove_named] {
            assert_eq!(refused.kind, &problem::NOT_FOUND);
        }
        assert_eq!(shop.desk.ask(&his, &Addresses::default()).unwrap().len(), 1);
    }

    an_agent_without_a_session_may_not_touch_what_is_the_customers, |shop| {
        let sarah = sarah(shop);
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        for named in [None, Some(haru.id)] {
            let read = shop.desk.ask(&sarah.caller, &Addresses { customer: named }).unwrap_err();
            let edit = EditProfile { customer: named, version: Some(1), ..EditProfile::default() };
            let write = shop.desk.act(&sarah.caller, edit, None).unwrap_err();
            assert_eq!((read.kind, write.kind), (&problem::FORBIDDEN, &problem::FORBIDDEN));
        }
    }

    acting_reaches_one_customer_and_never_consent, |shop| {
        let (sarah, eu) = (sarah(shop), site(shop, &Policy::default()));
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let aiko = customer(shop, &sarah, "Aiko", "Tanaka", "aiko@example.com");
        let (behalf, _) = acting(shop, &sarah, eu, haru.id);
        shop.desk.act(&behalf, berlin(), None).unwrap();
        let other = shop.desk.ask(&behalf, &Addresses { customer: Some(aiko.id) }).unwrap_err();
        assert_eq!(other.kind, &problem::NOT_FOUND);
        let consent = shop.desk.act(&behalf, SetConsent { allowed: true, version: Some(1) }, None).unwrap_err();
        assert_eq!(consent.kind, &problem::NEVER_ON_BEHALF);
        let search = shop.desk.ask(&behalf, &search("tanaka")).unwrap_err();
        let details = shop.desk.ask(&behalf, &CustomerDetails { customer: haru.id }).unwrap_err();
        assert_eq!((search.kind, details.kind), (&problem::NESTED_ASSISTANCE, &problem::NESTED_ASSISTANCE));
    }

    roles_part_who_finds_from_who_edits_and_who_imports, |shop| {
        let (sarah, olga) = (sarah(shop), olga(shop));
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let vip = SetCustomerStanding { customer: haru.id, segment: None, vip: Some(true), version: Some(1) };
        let import = ImportCustomers { digest: "0".parse().unwrap(), first_row: 1, rows: Vec::new() };
        assert_eq!(shop.desk.act(&sarah.caller, vip.clone(), None).unwrap_err().kind, &problem::FORBIDDEN);
        assert_eq!(shop.desk.act(&sarah.caller, import, None).unwrap_err().kind, &problem::FORBIDDEN);
        let create = new_customer("New", "One", "new@example.com");
        assert_eq!(shop.desk.act(&olga.caller, create, None).unwrap_err().kind, &problem::FORBIDDEN);
        shop.desk.act(&olga.caller, vip, None).unwrap();
        assert!(shop.desk.ask(&sarah.caller, &CustomerDetails { customer: haru.id }).unwrap().vip);
    }

    visitors_sign_in_first, |shop| {
        let nobody = shop.nobody();
        let (_, token) = shop.token("ugt");
        let guest = shop.desk.act(&nobody, BeginGuest { token }, None).unwrap().out().unwrap();
        let again = shop.desk.act(&nobody, BeginGuest { token }, None).unwrap().out().unwrap();
        assert_eq!(guest, again, "one token is one guest");
        let visitor = shop.caller(Credential::Guest(token));
        for caller in [&nobody, &visitor] {
            assert_eq!(shop.desk.ask(caller, &Profile::default()).unwrap_err().kind, &problem::SIGN_IN_REQUIRED);
        }
        assert_eq!(shop.desk.ask(&visitor, &search("haru")).unwrap_err().kind, &problem::FORBIDDEN);
        assert_eq!(shop.desk.ask(&nobody, &search("haru")).unwrap_err().kind, &problem::SIGN_IN_REQUIRED);
    }

    a_customer_finds_nobody_and_opens_nobody, |shop| {
        let sarah = sarah(shop);
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let me = signed_in(shop, haru.id);
        assert_eq!(shop.desk.ask(&me, &search("haru")).unwrap_err().kind, &problem::FORBIDDEN);
        let open = CustomerDetails { customer: haru.id };
        assert_eq!(shop.desk.ask(&me, &open).unwrap_err().kind, &problem::FORBIDDEN);
    }
}

fn search(q: &str) -> SearchCustomers {
    SearchCustomers { q: q.parse().expect("a query"), limit: None }
}

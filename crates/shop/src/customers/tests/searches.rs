//! Finding customers.

use super::people::{Agent, acting, agent_of, customer, new_customer, olga, sarah, signed_in, site};
use crate::customers::search::{Badge, Hint, SearchView};
use crate::customers::{AddAddress, EditProfile, SearchCustomers, SetCustomerStanding};
use crate::desk::{Caller, Credential, Policy};
use crate::kernel::problem;
use crate::on_both_engines;
use crate::testing::TestShop;

fn find(shop: &TestShop, who: &Caller, q: &str) -> SearchView {
    let ask = SearchCustomers { q: q.parse().expect("a query"), limit: None };
    shop.desk.ask(who, &ask).expect("an answer")
}

fn names(shop: &TestShop, who: &Caller, q: &str) -> Vec<String> {
    find(shop, who, q).customers.into_iter().map(|found| found.name).collect()
}

/// Haru, Aiko, José, and one who writes his name in Japanese.
fn crowd(shop: &TestShop) -> Agent {
    let sarah = sarah(shop);
    for (first, last, email, phone) in [
        ("Haru", "Tanaka", "haru.tanaka+shop@example.com", "+49 151 2345678"),
        ("Aiko", "Suzuki", "aiko@tokyo.example", "0471 998877"),
        ("José", "Álvarez", "pepe@correo.example", "+34 600 111 222"),
        ("太郎", "田中", "taro@example.jp", ""),
    ] {
        let mut act = new_customer(first, last, email);
        act.phone = phone.parse().expect("a number");
        shop.desk.act(&sarah.caller, act, None).expect("a customer");
    }
    sarah
}

on_both_engines! {
    every_way_to_say_who_it_is, |shop| {
        let sarah = crowd(shop);
        for (query, found) in [
            ("tan", &["Haru Tanaka"][..]),
            ("haru tanaka", &["Haru Tanaka"]),
            ("tanaka haru", &["Haru Tanaka"]),
            ("ta ha", &["Haru Tanaka"]),
            ("HARU.TANAKA", &["Haru Tanaka"]),
            ("tanaka+shop", &["Haru Tanaka"]),
            ("ka+sh", &["Haru Tanaka"]),
            ("haru.tanaka+shop@example.com", &["Haru Tanaka"]),
            ("+49 151", &["Haru Tanaka"]),
            ("0151-234", &["Haru Tanaka"]),
            ("0049 151 2345678", &["Haru Tanaka"]),
            ("5678", &["Haru Tanaka"]),
            ("0471/99", &["Aiko Suzuki"]),
            ("jose alvarez", &["José Álvarez"]),
            ("ALVÁREZ", &["José Álvarez"]),
            ("varez", &["José Álvarez"]),
            ("田", &["太郎 田中"]),
            ("田中太", &["太郎 田中"]),
            ("太郎", &["太郎 田中"]),
            ("c1002", &["Aiko Suzuki"]),
            ("1002", &["Aiko Suzuki"]),
            ("zzz", &[]),
        ] {
            assert_eq!(names(shop, &sarah.caller, query), found, "{query}");
        }
    }

    one_letter_is_too_short_and_says_so, |shop| {
        let sarah = crowd(shop);
        let short = find(shop, &sarah.caller, "t");
        assert_eq!((short.hint, short.customers.len()), (Some(Hint::Short), 0));
        assert_eq!(find(shop, &sarah.caller, "").hint, Some(Hint::Short));
    }

    a_slip_is_forgiven_only_when_nobody_matches, |shop| {
        let sarah = crowd(shop);
        let near = find(shop, &sarah.caller, "Tamaka");
        assert_eq!((near.hint, near.customers[0].name.as_str()), (Some(Hint::Near), "Haru Tanaka"));
        assert_eq!(find(shop, &sarah.caller, "Tanaka").hint, None);
    }

    a_changed_name_is_found_by_the_new_one_alone, |shop| {
        let sarah = crowd(shop);
        let haru = find(shop, &sarah.caller, "haru").customers.remove(0);
        let edit = EditProfile { last_name: Some("Yamamoto".parse().unwrap()), ..EditProfile::default() };
        shop.desk.act(&signed_in(shop, haru.id), edit, None).unwrap();
        assert_eq!(names(shop, &sarah.caller, "yamam"), ["Haru Yamamoto"]);
        assert_eq!(names(shop, &sarah.caller, "ha yam"), ["Haru Yamamoto"]);
        assert_eq!(names(shop, &sarah.caller, "tanaka h"), Vec::<String>::new());
        assert_eq!(names(shop, &sarah.caller, "haru.tanaka"), ["Haru Yamamoto"], "the address is the old one");
    }

    rows_tell_people_of_one_name_apart, |shop| {
        let (sarah, olga, eu) = (sarah(shop), olga(shop), site(shop, &Policy::default()));
        let berlin = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let wien = customer(shop, &sarah, "Haru", "Tanaka", "h.tanaka@example.com");
        let me = signed_in(shop, berlin.id);
        let address: AddAddress = serde_json::from_value(serde_json::json!({
            "first_name": "Haru", "last_name": "Tanaka", "line1": "Allee 1", "city": "Berlin", "country": "DE",
        })).unwrap();
        shop.desk.act(&me, address, None).unwrap();
        let vip = SetCustomerStanding { customer: wien.id, segment: None, vip: Some(true), version: Some(1) };
        shop.desk.act(&olga.caller, vip, None).unwrap();
        acting(shop, &sarah, eu, wien.id);
        let found = find(shop, &olga.caller, "haru t").customers;
        let of = |id| found.iter().find(|found| found.id == id).expect("found");
        assert_eq!((of(berlin.id).city.as_str(), of(berlin.id).phone_tail.as_str()), ("Berlin", "5678"));
        assert_eq!(of(berlin.id).badges, [Badge::Live]);
        assert_eq!((&of(wien.id).badges[..], &of(wien.id).assisted_by[..]), (&[Badge::Vip][..], &["Sarah".to_owned()][..]));
    }

    a_site_may_mask_results, |shop| {
        let sarah = crowd(shop);
        site(shop, &Policy { masked_results: true, ..Policy::default() });
        let found = find(shop, &sarah.caller, "tanaka");
        let (name, email) = (&found.customers[0].name, &found.customers[0].email);
        assert_eq!((name.as_str(), email.as_str()), ("Haru T…", "h…@e….com"));
    }

    another_tenants_customers_are_never_found, |shop| {
        let sarah = crowd(shop);
        let elsewhere = shop.desk.found_tenant("Southlight", &["south.example"]).unwrap();
        let mut stranger = sarah.caller.clone();
        stranger.tenant = elsewhere;
        let ask = SearchCustomers { q: "tanaka".parse().unwrap(), limit: None };
        assert_eq!(shop.desk.ask(&stranger, &ask).unwrap_err().kind, &problem::SIGN_IN_EXPIRED);
        let tom = agent_of(shop, elsewhere, "Tom");
        assert_eq!(names(shop, &tom.caller, "tanaka"), Vec::<String>::new());
        let theirs = customer(shop, &tom, "Harald", "Tanaka", "haru.tanaka+shop@example.com");
        assert_eq!(theirs.number, "C1001", "each tenant counts and owns addresses for itself");
        assert_eq!(names(shop, &tom.caller, "haru.tanaka"), ["Harald Tanaka"]);
        assert_eq!(names(shop, &sarah.caller, "haru.tanaka"), ["Haru Tanaka"]);
    }

    common_beginnings_are_cut_and_say_there_is_more, |shop| {
        let sarah = sarah(shop);
        for n in 0..25 {
            customer(shop, &sarah, &format!("Anna{n}"), "Schmidt", &format!("schmidt{n}@example.com"));
        }
        let found = find(shop, &sarah.caller, "schmidt");
        assert_eq!((found.customers.len(), found.more), (20, true));
        let few = SearchCustomers { q: "schmidt".parse().unwrap(), limit: Some(5) };
        let few = shop.desk.ask(&sarah.caller, &few).unwrap();
        assert_eq!((few.customers.len(), few.more), (5, true));
        assert!(!find(shop, &sarah.caller, "anna3 schm").more);
        let none = SearchCustomers { q: "schmidt".parse().unwrap(), limit: Some(0) };
        assert_eq!(shop.desk.ask(&sarah.caller, &none).unwrap_err().errors[0].pointer, "/limit");
    }

    a_search_takes_three_statements, |shop| {
        let sarah = crowd(shop);
        let ask = SearchCustomers { q: "tan".parse().unwrap(), limit: None };
        let taken = |caller: &Caller| shop.desk.view(caller, |view| {
            view.ask(&ask)?;
            view.ask(&ask)?;
            Ok(view.statements())
        });
        taken(&sarah.caller).unwrap();
        // The sign-in, and twice keys and rows; policies come from memory.
        assert_eq!(taken(&sarah.caller).unwrap(), 1 + 2 * 2);
        assert_eq!(taken(&shop.caller(Credential::None)).unwrap_err().kind, &problem::SIGN_IN_REQUIRED);
    }
}

#[test]
fn rows_are_never_found_by_reading_a_whole_tenant() {
    let shop = TestShop::new(crate::testing::Engine::Sqlite);
    let sql = format!("EXPLAIN QUERY PLAN {}", crate::customers::search::sql::ROWS.sql);
    let plan = store::Statement { name: "PLAN", sql: Box::leak(sql.into_boxed_str()) };
    let steps = shop.desk.0.db.read(|tx| {
        let params: Vec<store::Param<'_>> = (1..=23).map(|_| store::Param::Int(0)).collect();
        let rows = tx.all(&plan, &params)?;
        rows.iter().map(|row| row.get(3)).collect::<Result<Vec<String>, store::Error>>()
    });
    let steps = steps.unwrap_or_else(|error| panic!("{error}"));
    let wide: Vec<_> = steps.iter().filter(|step| step.ends_with("(tenant=?)")).collect();
    assert!(wide.is_empty(), "{steps:#?}");
}

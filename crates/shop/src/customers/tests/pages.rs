//! Customers by the beginning of a name, a page by offset; by reference and by address.

use super::people::{new_customer, sarah, site};
use crate::customers::page::{CustomerByEmail, CustomerByReference, CustomerPage, PageView};
use crate::desk::{Caller, Credential, Policy};
use crate::kernel::problem;
use crate::kernel::secret::TokenHash;
use crate::on_both_engines;
use crate::testing::TestShop;

fn page(shop: &TestShop, who: &Caller, q: &str, offset: u32, limit: u32) -> PageView {
    let ask = CustomerPage { q: q.parse().expect("a query"), offset, limit };
    shop.desk.ask(who, &ask).expect("a page")
}

fn first_names(page: &PageView) -> Vec<&str> {
    page.customers.iter().map(|customer| customer.first_name.as_str()).collect()
}

/// Five customers, in the order they were made.
fn crowd(shop: &TestShop) -> Caller {
    let sarah = sarah(shop).caller;
    for (first, last, email) in [
        ("Haru", "Tanaka", "haru@example.com"),
        ("Vera", "van der Berg", "vera@example.com"),
        ("José", "Álvarez", "pepe@correo.example"),
        ("Anna Maria", "Haag", "anna@example.com"),
        ("Tom", "Berger", "tom@haru.example"),
    ] {
        shop.desk.act(&sarah, new_customer(first, last, email), None).expect("a customer");
    }
    sarah
}

on_both_engines! {
    a_name_or_an_address_begins_with_what_was_typed, |shop| {
        let sarah = crowd(shop);
        for (q, found) in [
            ("ha", &["Haru", "Anna Maria"][..]),
            ("HARU@", &["Haru"]),
            ("berg", &["Tom"]),
            ("van der", &["Vera"]),
            ("der berg", &[]),
            ("alv", &["José"]),
            ("maria", &[]),
            ("anna m", &["Anna Maria"]),
            ("c1001", &["Haru"]),
            ("1001", &[]),
            ("%", &[]),
        ] {
            assert_eq!(first_names(&page(shop, &sarah, q, 0, 10)), found, "{q}");
        }
    }

    a_page_past_the_end_is_the_last_one, |shop| {
        let sarah = crowd(shop);
        let all = page(shop, &sarah, "", 0, 2);
        assert_eq!((all.total, all.offset, first_names(&all)), (5, 0, vec!["Haru", "Vera"]));
        for past in [4, 5, 40, u32::MAX] {
            let last = page(shop, &sarah, "", past, 2);
            assert_eq!((last.offset, first_names(&last)), (4, vec!["Tom"]), "{past}");
        }
        let within = page(shop, &sarah, "h", 1, 1);
        assert_eq!((within.total, within.offset, first_names(&within)), (2, 1, vec!["Anna Maria"]));
        let none = page(shop, &sarah, "zzz", 10, 10);
        assert_eq!((none.total, none.offset, none.customers.len()), (0, 0, 0));
        for wrong in [0, 1001] {
            let ask = CustomerPage { limit: wrong, ..CustomerPage::default() };
            assert_eq!(shop.desk.ask(&sarah, &ask).unwrap_err().kind, &problem::INVALID);
        }
    }

    only_who_may_search_finds_anybody, |shop| {
        let haru = page(shop, &crowd(shop), "c1001", 0, 1).customers[0].id;
        let none = shop.caller(Credential::None);
        let own = shop.caller(Credential::Customer(TokenHash::of(&shop.customer_signed_in(haru))));
        for who in [&none, &own] {
            let by = CustomerByReference { reference: "C1001".to_owned() };
            assert!(shop.desk.ask(who, &by).unwrap_err().is_refusal_of_rights());
            let ask = CustomerPage { limit: 10, ..CustomerPage::default() };
            assert!(shop.desk.ask(who, &ask).unwrap_err().is_refusal_of_rights());
            let by = CustomerByEmail { email: "haru@example.com".parse().unwrap() };
            assert!(shop.desk.ask(who, &by).unwrap_err().is_refusal_of_rights());
        }
    }

    a_mask_covers_pages_too, |shop| {
        let sarah = crowd(shop);
        site(shop, &Policy { masked_results: true, ..Policy::default() });
        let found = page(shop, &sarah, "haru@", 0, 10);
        assert_eq!((found.customers[0].last_name.as_str(), found.customers[0].email.as_str()), ("T…", "h…@e….com"));
        let by = CustomerByEmail { email: "HARU@example.com".parse().unwrap() };
        assert_eq!(shop.desk.ask(&sarah, &by).unwrap(), Some(found.customers[0].id));
    }

    a_page_takes_few_statements, |shop| {
        let sarah = crowd(shop);
        for (q, most) in [("", 2), ("ha", 1)] {
            let ask = CustomerPage { q: q.parse().unwrap(), offset: 0, limit: 10 };
            let took = shop.desk.view(&sarah, |view| {
                // The first one brings policies into memory.
                view.ask(&ask)?;
                let before = view.statements();
                view.ask(&ask)?;
                Ok(view.statements() - before)
            });
            assert_eq!(took.unwrap(), most, "{q:?}");
        }
    }
}

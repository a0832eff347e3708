//! Taking along what is kept of one, having it erased, and the first password of somebody whom staff created.

use std::time::Duration;

use serde_json::json;

use super::people::{acting, customer, leaves, sarah, site};
use super::sign_ins::{PASSWORD, register, sign_in};
use crate::cart::CreateCart;
use crate::cart::tests::scene::Scene;
use crate::customers::rights::CustomerExport;
use crate::customers::{
    CreateCustomer, CustomerDetails, EraseAccount, EraseCustomer, ExportAccount, ExportCustomer,
    PasswordLink, Profile, SearchCustomers, SendPasswordLink, SetFirstPassword,
};
use crate::desk::{Act, Answer, Caller, Policy};
use crate::kernel::id::CustomerId;
use crate::kernel::problem::{self, Problem};
use crate::on_both_engines;
use crate::orders::{ImportOrders, OfficeOrder};
use crate::testing::TestShop;

fn done<A: Act>(shop: &TestShop, caller: &Caller, act: A) -> Result<A::Out, Problem> {
    shop.desk.act(caller, act, None).and_then(Answer::out)
}

fn administrator(shop: &TestShop) -> Caller {
    shop.caller(shop.user("Ada", &["administrator"], false).1)
}

/// An order of Haru's from another system, with an address in the rows that hold one.
fn order(scene: &Scene<'_>) {
    let row = json!({
        "order": "CJ-1", "customer": "haru@example.com", "site": "eu", "placed_at": 1_700_000_000_000_000_i64,
        "currency": "EUR", "product": "kettle", "quantity": 2, "unit_price": 8900,
    });
    let rows = vec![serde_json::from_value(row).expect("a row")];
    let act = ImportOrders { digest: "00".parse().expect("a digest"), first_row: 2, rows };
    assert_eq!(scene.act(&scene.job(), act).expect("imported").created, 1);
    let address = r#"{"first_name":"Haru","last_name":"Tanaka","company":"","line1":"Kastanienallee 12","line2":"","postcode":"10435","city":"Berlin","region":"","country":"DE","phone":""}"#;
    let tenant = scene.shop.tenant;
    let set =
        store::Statement { name: "story", sql: "UPDATE shop_order SET delivery = $2 WHERE tenant = $1" };
    let made = scene.shop.store().write(move |tx| tx.exec(&set, store::params![tenant, address]));
    assert_eq!(made.map_err(|error: store::Error| error).expect("an address"), 1);
}

fn rows(export: &CustomerExport, what: &str) -> usize {
    export.kept[what].len()
}

fn found(shop: &TestShop, by: &Caller, q: &str) -> usize {
    shop.desk.ask(by, &SearchCustomers { q: q.parse().unwrap(), limit: None }).unwrap().customers.len()
}

fn erase(customer: CustomerId, number: &str, version: i64) -> EraseCustomer {
    EraseCustomer { customer, number: number.to_owned(), version: Some(version) }
}

on_both_engines! {
    what_is_kept_of_a_customer_can_be_taken_and_is_erased, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        order(&scene);
        let cart = scene.open(&haru.caller);
        scene.add(&haru.caller, cart.id, scene.kettle, 1).expect("a kettle");
        // The cart with the kettle is a saved one now.
        let gifts = CreateCart { name: Some("Gifts".parse().unwrap()), currency: None };
        scene.act(&haru.caller, gifts).expect("another cart");
        let (agent, ada) = (scene.agent("Tom", "agent"), administrator(shop));
        scene.acting(&agent, &haru);
        let profile = shop.desk.ask(&haru.caller, &Profile::default()).unwrap();

        let own = shop.desk.ask(&haru.caller, &ExportAccount {}).unwrap();
        assert_eq!((rows(&own, "orders"), rows(&own, "order_lines"), rows(&own, "carts")), (1, 1, 2));
        assert_eq!((&own.kept["carts"][0]["state"], &own.kept["carts"][1]["name"]), (&json!("saved"), &json!("Gifts")));
        assert_eq!((rows(&own, "cart_lines"), rows(&own, "assistance")), (1, 1));
        assert_eq!(own.kept["record"][0]["first_name"], "Haru");
        assert_eq!(own.kept["orders"][0]["placed_at"], "2023-11-14T22:13:20Z");
        assert_eq!(own.kept["orders"][0]["delivery"]["city"], "Berlin");
        assert_eq!(own.kept["record"][0]["consent"], true);
        assert_eq!(shop.desk.ask(&ada, &ExportCustomer { customer: haru.id }).unwrap().kept, own.kept);
        assert_eq!(leaves(shop, "customer.export%"), ["customer.export"], "only what staff takes is recorded");

        // Whoever may not, does not; and the number has to be the right one.
        let wanted = || erase(haru.id, &profile.number, profile.version);
        assert_eq!(done(shop, &agent.caller, wanted()).unwrap_err().kind, &problem::FORBIDDEN);
        assert_eq!(done(shop, &haru.caller, wanted()).unwrap_err().kind, &problem::FORBIDDEN);
        assert_eq!(shop.desk.ask(&agent.caller, &ExportCustomer { customer: haru.id }).unwrap_err().kind, &problem::FORBIDDEN);
        let mistyped = done(shop, &ada, erase(haru.id, "C9", profile.version)).unwrap_err();
        assert_eq!(mistyped.errors[0].pointer, "/number");
        let stale = done(shop, &ada, erase(haru.id, &profile.number, profile.version + 1)).unwrap_err();
        assert_eq!(stale.kind, &problem::VERSION_CHANGED);
        assert_eq!(found(shop, &agent.caller, "tanaka"), 1);

        let erased = done(shop, &ada, wanted()).unwrap();
        assert_eq!((erased.number, erased.orders), (profile.number.clone(), 1));
        assert!(shop.desk.ask(&haru.caller, &Profile::default()).is_err(), "the sign-in has ended");
        assert_eq!(shop.desk.ask(&ada, &CustomerDetails { customer: haru.id }).unwrap_err().kind, &problem::NOT_FOUND);
        assert_eq!(shop.desk.ask(&ada, &ExportCustomer { customer: haru.id }).unwrap_err().kind, &problem::NOT_FOUND);
        for q in ["tanaka", "haru@example.com", profile.number.as_str()] {
            assert_eq!(found(shop, &agent.caller, q), 0, "{q}");
        }
        let count = |sql: &'static str| scene.number(sql, store::params![shop.tenant]);
        assert_eq!(count("SELECT COUNT(*) FROM customer_key WHERE tenant = $1"), 0);
        assert_eq!(count("SELECT COUNT(*) FROM address WHERE tenant = $1"), 0);
        assert_eq!(count("SELECT COUNT(*) FROM cart WHERE tenant = $1"), 0);
        assert_eq!(count("SELECT COUNT(*) FROM subject_key WHERE tenant = $1 AND subject LIKE 'customer:%'"), 0);
        assert_eq!(count("SELECT COUNT(*) FROM assist_session WHERE tenant = $1 AND ended_at IS NULL"), 0);
        // The order is there, without the person; its country stays, for the tax.
        let key = own.kept["orders"][0]["number"].as_str().unwrap().parse().unwrap();
        let order = scene.ask(&scene.agent("Mara", "sales-manager").caller, OfficeOrder { order: key }).expect("the order");
        assert_eq!((order.total.minor, order.lines.len()), (17_800, 1));
        let text = serde_json::to_string(&order).unwrap();
        assert!(!text.contains("Tanaka") && !text.contains("Kastanienallee") && !text.contains("haru@"), "{text}");
        assert!(text.contains("\"DE\""), "{text}");
        // The address can be somebody's again, and the record keeps no name.
        let again = CreateCustomer { email: "haru@example.com".parse().unwrap(), ..super::people::new_customer("New", "Person", "x@example.com") };
        done(shop, &agent.caller, again).unwrap();
        assert_eq!(leaves(shop, "customer.erase"), ["customer.erase"; 4], "three refusals to staff, and the act");
    }

    one_erases_the_own_account_with_the_password, |shop| {
        let me = register(shop, "haru@example.com").unwrap();
        let id = shop.desk.ask(&me, &Profile::default()).unwrap().id;
        let act = |password: &str, confirmed: bool| -> EraseAccount {
            serde_json::from_value(json!({ "password": password, "confirmed": confirmed })).unwrap()
        };
        let (sarah, eu) = (sarah(shop), site(shop, &Policy::default()));
        let (behalf, _) = acting(shop, &sarah, eu, id);
        assert_eq!(done(shop, &behalf, act(PASSWORD, true)).unwrap_err().kind, &problem::NEVER_ON_BEHALF);
        assert_eq!(shop.desk.ask(&behalf, &ExportAccount {}).unwrap_err().kind, &problem::NEVER_ON_BEHALF);
        assert_eq!(done(shop, &shop.nobody(), act(PASSWORD, true)).unwrap_err().kind, &problem::SIGN_IN_REQUIRED);
        assert_eq!(done(shop, &me, act("red kettle 42", true)).unwrap_err().kind, &problem::SIGN_IN_FAILED);
        assert_eq!(done(shop, &me, act(PASSWORD, false)).unwrap_err().errors[0].pointer, "/confirmed");
        assert!(shop.desk.ask(&me, &Profile::default()).is_ok());
        assert_eq!(done(shop, &me, act(PASSWORD, true)).unwrap().orders, 0);
        assert!(shop.desk.ask(&me, &Profile::default()).is_err());
        assert_eq!(sign_in(shop, "haru@example.com", PASSWORD).err().unwrap().kind, &problem::SIGN_IN_FAILED);
        register(shop, "haru@example.com").unwrap();
    }

    a_customer_whom_staff_created_sets_a_first_password_once, |shop| {
        let sarah = sarah(shop);
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        let send = || {
            let (_, token) = shop.token("ul");
            done(shop, &sarah.caller, SendPasswordLink { customer: haru.id, token }).map(|_| token)
        };
        let set = |by: &Caller, token, password: &str| {
            let act: SetFirstPassword = serde_json::from_value(json!({ "token": token, "new": password })).unwrap();
            done(shop, by, act)
        };
        let (first, second) = (send().unwrap(), send().unwrap());
        assert_eq!(set(&shop.nobody(), first, PASSWORD).unwrap_err().kind, &problem::GONE, "a newer link was made");
        let seen = shop.desk.ask(&shop.nobody(), &PasswordLink { token: second }).unwrap();
        assert_eq!(seen.email, "haru@example.com");
        assert_eq!(set(&sarah.caller, second, PASSWORD).unwrap_err().kind, &problem::NEVER_ON_BEHALF);
        set(&shop.nobody(), second, PASSWORD).unwrap();
        sign_in(shop, "haru@example.com", PASSWORD).unwrap();
        assert_eq!(set(&shop.nobody(), second, "another kettle 42").unwrap_err().kind, &problem::GONE, "it works once");
        assert_eq!(send().unwrap_err().kind, &problem::CONFLICT, "there is a password now");
        let mails = shop.desk.claim_jobs(&[crate::customers::mail::PASSWORD_LINK], 10, Duration::from_secs(60)).unwrap();
        assert_eq!(mails.len(), 2, "the customer is told of each");
        assert_eq!(mails[0].body, json!({ "customer": haru.id }), "and no link lies in the queue");

        let aiko = customer(shop, &sarah, "Aiko", "Mori", "aiko@example.com");
        let (_, token) = shop.token("ul");
        done(shop, &sarah.caller, SendPasswordLink { customer: aiko.id, token }).unwrap();
        shop.wait(Duration::from_secs(72 * 3600));
        assert_eq!(set(&shop.nobody(), token, PASSWORD).unwrap_err().kind, &problem::GONE);
        let me = sign_in(shop, "haru@example.com", PASSWORD).unwrap();
        let by_customer = SendPasswordLink { customer: aiko.id, token };
        assert_eq!(done(shop, &me, by_customer).unwrap_err().kind, &problem::FORBIDDEN);
    }
}

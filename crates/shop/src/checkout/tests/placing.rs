use super::{fill, place, ready};
use crate::cart::tests::scene::Scene;
use crate::cart::{
    ApplyCoupon, ByKind, CustomerCart, GetCart, HandOver, HandedOver, SetQuantity, State, TakeHandedOver,
};
use crate::checkout::{Payment, PlaceOrder, SetPayment};
use crate::desk::Once;
use crate::kernel::id::VariantId;
use crate::on_both_engines;
use crate::orders::{GetOrder, LookUpOrder, OfficeOrder, Orders, OrdersList, Status};

on_both_engines! {
    sarah_places_for_haru_and_the_order_says_so, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
        let cart = scene.open(&sarah.caller);
        let cart = scene.add(&sarah.caller, cart.id, scene.kettle, 1).expect("a kettle");
        let cart = fill(&scene, &sarah.caller, &cart, Payment::Invoice);
        let placed = place(&scene, &sarah.caller, &cart).expect("placed");
        assert_eq!((placed.status, placed.total.minor), (Status::Processing, 9390));
        assert!(placed.number.starts_with("NL100"));

        let order = scene.ask(&haru.caller, GetOrder { order: placed.number.parse().unwrap() }).expect("his order");
        assert_eq!((order.placed_by.kind, order.placed_by.name.as_deref()), (ByKind::Agent, Some("Sarah Lindqvist")));
        assert!(order.session.is_some());
        assert_eq!((order.channel.as_str(), order.lines[0].name.as_str()), ("api", "kettle"));
        let terms = order.terms.expect("terms");
        assert_eq!((terms.by.kind, terms.how.as_str()), (ByKind::Agent, "by phone, read out"));
        assert_eq!(order.delivery.expect("an address").city, "Berlin");

        let list = scene.ask(&haru.caller, Orders::default()).expect("his orders");
        assert_eq!((list.items.len(), list.items[0].pictures.as_slice()), (1, &["kettle".to_owned()][..]));
        assert!(scene.current(&haru.caller).is_none(), "the cart became the order");
        let keys = "SELECT CAST(SUM(1) AS BIGINT) FROM customer_key WHERE tenant = $1 AND key = $2";
        let key = format!("#{}", placed.number.to_lowercase());
        assert_eq!(scene.number(keys, store::params![shop.tenant, key]), 1);
        let manager = scene.agent("Tom", "sales-manager");
        let found = scene.ask(&manager.caller, OrdersList { by_support: true, ..OrdersList::default() }).expect("orders");
        assert_eq!(found.items[0].number, placed.number);
        scene.ask(&manager.caller, OfficeOrder { order: placed.order.into() }).expect("the order");
    }

    placing_twice_makes_one_order, |shop| {
        let scene = Scene::new(shop);
        let (haru, cart) = ready(&scene, "Haru");
        let act = PlaceOrder { cart: cart.id, version: None, shown_total: cart.total.minor };
        let answers: Vec<_> = std::thread::scope(|threads| {
            let place = |key: &'static str| {
                let (desk, caller, act) = (shop.desk.clone(), haru.caller.clone(), act.clone());
                threads.spawn(move || {
                    let once = Once::new(key, b"place").expect("a key");
                    desk.act(&caller, act, Some(once)).and_then(crate::desk::Answer::out)
                })
            };
            let keys = ["same-key-1", "same-key-1", "same-key-1", "another-key", "a-third-key"];
            let running: Vec<_> = keys.into_iter().map(place).collect();
            running.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        let numbers: Vec<_> = answers
            .iter()
            .map(|answer| match answer {
                Ok(placed) => placed.number.clone(),
                Err(problem) => {
                    assert_eq!(problem.kind.status, 409, "{problem}");
                    problem.extra["order"].as_str().expect("the number").to_owned()
                }
            })
            .collect();
        assert!(numbers.iter().all(|number| *number == numbers[0]), "{numbers:?}");
        let orders = "SELECT CAST(SUM(1) AS BIGINT) FROM shop_order WHERE tenant = $1";
        assert_eq!(scene.number(orders, store::params![shop.tenant]), 1);
    }

    a_price_that_changed_is_told_and_placed_when_asked_again, |shop| {
        let scene = Scene::new(shop);
        let (haru, cart) = ready(&scene, "Haru");
        scene.price(scene.kettle, 9400);
        let changed = place(&scene, &haru.caller, &cart).expect_err("the price changed");
        assert_eq!((changed.kind.status, changed.kind.slug), (409, "offer-changed"));
        let difference = &changed.extra["differences"][0];
        assert_eq!((difference["was"]["amount"].as_i64(), difference["now"]["amount"].as_i64()), (Some(8900), Some(9400)));
        assert_eq!(changed.extra["now"]["amount"], 9890);
        let now = scene.ask(&haru.caller, GetCart { cart: cart.id }).expect("the cart");
        assert_eq!((now.total.minor, now.differences.as_slice()), (9890, &[][..]));
        assert_eq!(place(&scene, &haru.caller, &now).expect("placed").total.minor, 9890);
    }

    prices_that_moved_against_each_other_are_told_too, |shop| {
        let scene = Scene::new(shop);
        let (haru, cart) = ready(&scene, "Haru");
        let cart = scene.add(&haru.caller, cart.id, scene.scarf, 1).expect("a scarf");
        scene.price(scene.kettle, 9000);
        scene.price(scene.scarf, 6350);
        let changed = place(&scene, &haru.caller, &cart).expect_err("both changed");
        assert_eq!(changed.extra["differences"].as_array().map(Vec::len), Some(2));
        let now = scene.current(&haru.caller).expect("the cart");
        place(&scene, &haru.caller, &now).expect("placed");
    }

    stock_that_is_gone_places_nothing_and_keeps_nothing, |shop| {
        let scene = Scene::new(shop);
        let (haru, cart) = ready(&scene, "Haru");
        scene.stock(scene.scarf, 5);
        let cart = scene.add(&haru.caller, cart.id, scene.scarf, 2).expect("scarves");
        let cart = scene.add(&haru.caller, cart.id, scene.lamp, 3).expect("lamps");
        scene.stock(scene.lamp, 1);
        let gone = place(&scene, &haru.caller, &cart).expect_err("one lamp left");
        assert_eq!(gone.kind.slug, "offer-changed");
        assert_eq!((gone.extra["differences"][0]["quantity"].as_i64(), gone.extra["differences"][0]["left"].as_i64()), (Some(3), Some(1)));
        assert_eq!((scene.reserved(scene.lamp), scene.reserved(scene.scarf)), (0, 0));
        let line = cart.lines.iter().find(|line| line.variant == scene.lamp).expect("the lamps").id;
        let fewer = scene.act(&haru.caller, SetQuantity { cart: cart.id, line, quantity: 1, version: None }).expect("one");
        place(&scene, &haru.caller, &fewer).expect("placed");
        assert_eq!((scene.reserved(scene.lamp), scene.reserved(scene.scarf)), (1, 2));
    }

    of_many_who_want_the_last_lamps_each_gets_whole_ones, |shop| {
        let scene = Scene::new(shop);
        let wanted: Vec<_> = ["Ada", "Ben", "Cem", "Dora", "Eli", "Fay"].into_iter().map(|name| {
            let (customer, cart) = ready(&scene, name);
            let cart = scene.add(&customer.caller, cart.id, scene.lamp, 1).expect("a lamp");
            (customer, cart)
        }).collect();
        let placed: Vec<_> = std::thread::scope(|threads| {
            let place = |(customer, cart): &(crate::cart::tests::scene::Customer, crate::cart::CartView)| {
                let (desk, caller) = (shop.desk.clone(), customer.caller.clone());
                let act = PlaceOrder { cart: cart.id, version: None, shown_total: cart.total.minor };
                threads.spawn(move || desk.act(&caller, act, None).map(|_| ()))
            };
            let running: Vec<_> = wanted.iter().map(place).collect();
            running.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        assert_eq!(placed.iter().filter(|placed| placed.is_ok()).count(), 3, "{placed:?}");
        assert!(placed.iter().filter_map(|placed| placed.as_ref().err()).all(|problem| problem.kind.slug == "offer-changed"));
        assert_eq!(scene.reserved(scene.lamp), 3);
    }

    a_coupon_is_used_as_often_as_it_may_be, |shop| {
        let scene = Scene::new(shop);
        scene.coupon("WELCOME5", 5, Some(1), None);
        let apply = |cart| ApplyCoupon { cart, code: "welcome5".parse().unwrap(), version: None };
        let (haru, cart) = ready(&scene, "Haru");
        let (ingrid, other) = ready(&scene, "Ingrid");
        let with = scene.act(&haru.caller, apply(cart.id)).expect("applied");
        assert_eq!((with.discount.minor, with.coupons[0].code.as_str()), (445, "WELCOME5"));
        assert_eq!(scene.act(&haru.caller, apply(cart.id)).expect_err("twice").kind.status, 409);
        let unknown = ApplyCoupon { cart: cart.id, code: "NOPE".parse().unwrap(), version: None };
        assert_eq!(scene.act(&haru.caller, unknown).expect_err("unknown").kind.status, 422);

        let hers = scene.act(&ingrid.caller, apply(other.id)).expect("nobody has used it yet");
        place(&scene, &haru.caller, &with).expect("placed");
        let refused = place(&scene, &ingrid.caller, &hers).expect_err("used up");
        assert_eq!((refused.kind.status, refused.extra["reason"].as_str()), (409, Some("used_up")));
        let uses = "SELECT uses FROM coupon WHERE tenant = $1";
        assert_eq!(scene.number(uses, store::params![shop.tenant]), 1);
        assert_eq!(scene.ask(&ingrid.caller, GetCart { cart: other.id }).expect("hers").state, State::Open);
    }

    a_sales_agent_hands_over_and_a_manager_places, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let lena = scene.acting(&scene.agent("Lena Fischer", "sales-agent"), &haru);
        let cart = scene.open(&lena.caller);
        let cart = scene.add(&lena.caller, cart.id, scene.kettle, 2).expect("kettles");
        let cart = fill(&scene, &lena.caller, &cart, Payment::Invoice);
        assert_eq!(place(&scene, &lena.caller, &cart).expect_err("may not").kind.slug, "may-not-place");
        let note = "Invoice to the Oslo office, please.".parse().unwrap();
        let handed = HandOver { cart: cart.id, note, version: Some(cart.version) };
        assert_eq!(scene.act(&lena.caller, handed).expect("handed over").state, State::HandedOver);

        let manager = scene.agent("Tom", "sales-manager");
        let waiting = scene.ask(&manager.caller, HandedOver::default()).expect("the list");
        let one = &waiting.items[0];
        assert_eq!((one.name.as_str(), one.agent.as_str(), one.item_count), ("Haru Tanaka", "Lena Fischer", 2));
        assert_eq!(one.note, "Invoice to the Oslo office, please.");
        assert_eq!(scene.ask(&lena.caller, HandedOver::default()).expect_err("not hers").kind.status, 409);
        scene.act(&manager.caller, TakeHandedOver { cart: cart.id }).expect("taken");
        let again = scene.act(&manager.caller, TakeHandedOver { cart: cart.id }).expect_err("taken already");
        assert_eq!(again.kind.status, 409);

        let tom = scene.acting(&manager, &haru);
        let seen = scene.current(&tom.caller).expect("his cart");
        let placed = place(&scene, &tom.caller, &seen).expect("placed");
        let order = scene.ask(&haru.caller, GetOrder { order: placed.order.into() }).expect("his order");
        assert_eq!(order.placed_by.name.as_deref(), Some("Tom"));
        assert_eq!(order.lines[0].added_by.name.as_deref(), Some("Lena Fischer"));
        assert_eq!(scene.ask(&manager.caller, CustomerCart { customer: haru.id }).expect("none").len(), 0);
    }

    what_is_missing_is_named, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let cart = scene.open(&haru.caller);
        let cart = scene.add(&haru.caller, cart.id, scene.kettle, 1).expect("a kettle");
        let refused = place(&scene, &haru.caller, &cart).expect_err("nothing chosen");
        assert_eq!(refused.kind.slug, "not-ready");
        assert_eq!(refused.extra["missing"], serde_json::json!(["delivery", "shipping", "payment", "terms"]));
    }

    an_agent_never_chooses_a_card, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
        let cart = scene.open(&haru.caller);
        let by_card = SetPayment { cart: cart.id, method: Payment::Card, version: Some(cart.version) };
        assert_eq!(scene.act(&sarah.caller, by_card.clone()).expect_err("never").kind.slug, "never-on-behalf");
        scene.act(&haru.caller, by_card).expect("his own card");
    }

    looking_up_tells_a_wrong_number_and_a_wrong_address_alike, |shop| {
        let scene = Scene::new(shop);
        let (haru, cart) = ready(&scene, "Haru");
        let placed = place(&scene, &haru.caller, &cart).expect("placed");
        let ask = |number: &str, email: &str| LookUpOrder { number: number.parse().unwrap(), email: email.parse().unwrap() };
        let nobody = shop.nobody();
        let found = scene.ask(&nobody, ask(&placed.number.to_lowercase(), "HARU@example.com")).expect("found");
        assert_eq!(found.number, placed.number);
        let number = scene.ask(&nobody, ask("NL999999", "haru@example.com")).expect_err("no such number");
        let email = scene.ask(&nobody, ask(&placed.number, "ingrid@example.com")).expect_err("not the address");
        assert_eq!(number, email);
    }

    what_is_no_longer_sold_is_told, |shop| {
        let scene = Scene::new(shop);
        let (haru, cart) = ready(&scene, "Haru");
        let cart = scene.add(&haru.caller, cart.id, scene.scarf, 1).expect("a scarf");
        scene.withdraw(scene.scarf);
        let seen = scene.current(&haru.caller).expect("the cart");
        assert_eq!((seen.lines[1].left, seen.lines[1].total.minor, seen.total.minor), (Some(0), 0, 9390));
        assert_eq!(place(&scene, &haru.caller, &seen).expect_err("gone").kind.slug, "offer-changed");
        let unknown: VariantId = shop.desk.mint().id();
        assert_eq!(scene.add(&haru.caller, cart.id, unknown, 1).expect_err("unknown").kind.status, 422);
        assert_eq!(scene.add(&haru.caller, cart.id, scene.scarf, 1).expect_err("not sold").kind.status, 409);
    }
}

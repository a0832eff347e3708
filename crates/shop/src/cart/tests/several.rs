use super::scene::{Scene, write};
use crate::cart::{
    AddLine, CartView, Carts, CreateCart, DeleteCart, EditCart, GetCart, HandOver, HandedOver, MAX_CARTS,
    State, TakeHandedOver,
};
use crate::checkout::tests::fill;
use crate::checkout::{Payment, PlaceOrder};
use crate::desk::Caller;
use crate::kernel::id::CartId;
use crate::kernel::{Currency, Problem};
use crate::on_both_engines;

fn create(scene: &Scene<'_>, caller: &Caller, name: &str) -> Result<CartView, Problem> {
    scene.act(caller, CreateCart { name: Some(name.parse().expect("a name")), currency: None })
}

fn edit(cart: &CartView) -> EditCart {
    EditCart { cart: cart.id, name: None, currency: None, current: None, version: Some(cart.version) }
}

fn listed(scene: &Scene<'_>, caller: &Caller) -> Vec<(CartId, State)> {
    let carts = scene.ask(caller, Carts {}).expect("the carts");
    carts.iter().map(|cart| (cart.id, cart.state)).collect()
}

fn francs() -> Currency {
    "CHF".parse().expect("a currency")
}

/// Has the site sell the kettle, and nothing else, in francs too.
fn sell_in_francs(scene: &Scene<'_>) {
    let (shop, tenant) = (scene.shop, scene.shop.tenant);
    write(
        shop,
        "UPDATE site SET currencies = $3 WHERE tenant = $1 AND id = $2",
        store::params![tenant, scene.site, "EUR\nCHF"],
    );
    write(
        shop,
        "INSERT INTO price (tenant, product_id, variant_id, currency, segment, min_quantity, valid_from, valid_until,
            minor)
        SELECT tenant, product_id, '', 'CHF', '', 1, 0, NULL, 9900 FROM variant WHERE tenant = $1 AND id = $2",
        store::params![tenant, scene.kettle],
    );
    scene.changed("sites");
    scene.changed("catalog");
}

on_both_engines! {
    a_new_cart_is_the_current_one_and_the_other_is_saved, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let empty = scene.open(&haru.caller);
        let gifts = create(&scene, &haru.caller, "Gifts").expect("a cart");
        assert_eq!((gifts.name.as_str(), gifts.current, gifts.state), ("Gifts", true, State::Open));
        assert_eq!(scene.current(&haru.caller).expect("one").id, gifts.id);
        let saved = scene.ask(&haru.caller, GetCart { cart: empty.id }).expect("even the empty one is kept");
        assert_eq!((saved.state, saved.current, saved.version), (State::Saved, false, empty.version + 1));
        assert_eq!(scene.open(&haru.caller).id, gifts.id, "there is a current one to open");

        // The saved one is changed by its id like any other, and stays saved.
        let filled = scene.add(&haru.caller, empty.id, scene.scarf, 2).expect("a scarf");
        assert_eq!((filled.state, filled.total.minor), (State::Saved, 12_900));
        shop.clock.advance(std::time::Duration::from_secs(1));
        let third = create(&scene, &haru.caller, "Third").expect("a cart");
        let order = [(third.id, State::Open), (gifts.id, State::Saved), (empty.id, State::Saved)];
        assert_eq!(listed(&scene, &haru.caller), order);
        assert!(shop.heard.lines().contains(&format!("cart:{} cart.changed", gifts.id)));
        assert!(shop.heard.lines().contains(&format!("customer:{} cart.opened", haru.id)));
    }

    a_saved_cart_becomes_current_and_is_renamed, |shop| {
        let scene = Scene::new(shop);
        let (_, guest) = scene.guest();
        let first = scene.open(&guest.caller);
        let second = create(&scene, &guest.caller, "Second").expect("a cart");
        let first = scene.ask(&guest.caller, GetCart { cart: first.id }).expect("saved");
        let renamed = EditCart { name: Some("First".parse().expect("a name")), ..edit(&first) };
        let renamed = scene.act(&guest.caller, renamed).expect("renamed");
        assert_eq!((renamed.name.as_str(), renamed.current), ("First", false));

        let again = scene.act(&guest.caller, EditCart { current: Some(true), ..edit(&renamed) }).expect("current");
        assert!(again.current);
        assert_eq!(listed(&scene, &guest.caller), [(first.id, State::Open), (second.id, State::Saved)]);
        let stale = EditCart { current: Some(true), ..edit(&renamed) };
        assert_eq!(scene.act(&guest.caller, stale).expect_err("an older version").kind.status, 412);
        let aside = EditCart { current: Some(false), ..edit(&again) };
        assert_eq!(scene.act(&guest.caller, aside).expect_err("no such thing").errors[0].pointer, "/current");
        let unnamed = scene.act(&guest.caller, EditCart { name: Some("".parse().expect("none")), ..edit(&again) });
        assert_eq!(unnamed.expect("unnamed").name, "");
    }

    a_cart_is_priced_in_another_currency_of_its_site, |shop| {
        let scene = Scene::new(shop);
        sell_in_francs(&scene);
        let haru = scene.customer("Haru", "Tanaka");
        let in_francs = |cart: &CartView| EditCart { currency: Some(francs()), ..edit(cart) };
        let cart = scene.open(&haru.caller);
        let cart = scene.add(&haru.caller, cart.id, scene.kettle, 2).expect("kettles");
        let another = CreateCart { name: None, currency: Some(francs()) };
        let other = scene.act(&haru.caller, another).expect("a cart in francs");
        assert_eq!(listed(&scene, &haru.caller).len(), 2);
        assert!(scene.current(&haru.caller).expect("still current in euro").id == cart.id && other.current);

        let priced = scene.act(&haru.caller, in_francs(&cart)).expect("in francs");
        assert_eq!((priced.currency, priced.total.minor, priced.differences.len()), (francs(), 19_800, 0));
        assert!(priced.current, "it is the current one of its new currency");
        let former = scene.ask(&haru.caller, GetCart { cart: other.id }).expect("kept");
        assert_eq!(former.state, State::Saved);
        assert!(scene.current(&haru.caller).is_none(), "none in euro any more");

        let cart = scene.open(&haru.caller);
        let cart = scene.add(&haru.caller, cart.id, scene.scarf, 1).expect("a scarf");
        let refused = scene.act(&haru.caller, in_francs(&cart)).expect_err("no scarf for francs");
        assert_eq!((refused.kind.status, refused.extra["not_sold"][0].as_str()), (409, Some("scarf")));
        let dollars = EditCart { currency: Some(Currency::USD), ..edit(&cart) };
        assert_eq!(scene.act(&haru.caller, dollars).expect_err("not here").errors[0].pointer, "/currency");
    }

    a_deleted_cart_is_gone_and_the_one_changed_last_steps_forward, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let oldest = scene.open(&haru.caller);
        let mut made = Vec::new();
        for name in ["b", "c"] {
            shop.clock.advance(std::time::Duration::from_secs(1));
            made.push(create(&scene, &haru.caller, name).expect("a cart"));
        }
        shop.clock.advance(std::time::Duration::from_secs(1));
        scene.add(&haru.caller, oldest.id, scene.scarf, 1).expect("changed last");
        let current = scene.add(&haru.caller, made[1].id, scene.kettle, 1).expect("a kettle");
        let delete = |cart, version| DeleteCart { cart, version };
        let stale = delete(current.id, Some(current.version - 1));
        assert_eq!(scene.act(&haru.caller, stale).expect_err("an older version").kind.status, 412);
        scene.act(&haru.caller, delete(current.id, Some(current.version))).expect("deleted");
        assert_eq!(scene.ask(&haru.caller, GetCart { cart: current.id }).expect_err("gone").kind.status, 404);
        let lines = "SELECT COUNT(*) FROM cart_line WHERE tenant = $1 AND cart_id = $2";
        assert_eq!(scene.number(lines, store::params![shop.tenant, current.id]), 0);
        assert_eq!(listed(&scene, &haru.caller), [(oldest.id, State::Open), (made[0].id, State::Saved)]);
        assert!(shop.heard.lines().iter().any(|line| *line == format!("cart:{} cart.changed", current.id)));

        // A saved one goes without anything else moving; the last one leaves none.
        scene.act(&haru.caller, delete(made[0].id, None)).expect("deleted");
        scene.act(&haru.caller, delete(oldest.id, None)).expect("deleted");
        assert_eq!(listed(&scene, &haru.caller), []);
        assert_eq!(scene.act(&haru.caller, delete(oldest.id, None)).expect_err("once").kind.status, 404);
    }

    what_is_done_to_a_cart_is_done_to_a_saved_one, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let first = scene.open(&haru.caller);
        scene.coupon("TEN", 10, None, None);
        let second = create(&scene, &haru.caller, "Second").expect("a cart");
        let cart = scene.add(&haru.caller, first.id, scene.kettle, 1).expect("a kettle");
        let coupon = crate::cart::ApplyCoupon { cart: cart.id, code: "TEN".parse().expect("a code"), version: None };
        let cart = scene.act(&haru.caller, coupon).expect("a coupon");
        let cart = fill(&scene, &haru.caller, &cart, Payment::Invoice);
        assert_eq!(cart.state, State::Saved);
        let place = PlaceOrder { cart: cart.id, version: None, shown_total: cart.total.minor };
        scene.act(&haru.caller, place).expect("placed");
        assert_eq!(listed(&scene, &haru.caller), [(second.id, State::Open)]);
    }

    a_saved_cart_that_is_handed_over_becomes_current, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let tom = scene.acting(&scene.agent("Tom Reyes", "sales-agent"), &haru);
        let mara = scene.agent("Mara Okafor", "sales-manager");
        let first = scene.open(&tom.caller);
        let second = create(&scene, &tom.caller, "Second").expect("a cart");
        let cart = scene.add(&tom.caller, first.id, scene.kettle, 1).expect("a kettle");
        let note = || "please".parse().expect("a note");
        let hand = HandOver { cart: cart.id, note: note(), version: Some(cart.version) };
        let handed = scene.act(&tom.caller, hand).expect("handed over");
        assert_eq!((handed.state, handed.current), (State::HandedOver, true));
        assert_eq!(listed(&scene, &tom.caller), [(first.id, State::HandedOver), (second.id, State::Saved)]);

        // A new cart calls it back: nobody waits for it, and nobody can take it.
        create(&scene, &tom.caller, "Third").expect("a cart");
        let waiting = scene.ask(&mara.caller, HandedOver::default()).expect("an answer");
        assert_eq!(waiting.items.len(), 0);
        let taken = scene.act(&mara.caller, TakeHandedOver { cart: cart.id });
        assert_eq!(taken.expect_err("called back").kind.status, 409);

        let back = scene.ask(&tom.caller, GetCart { cart: cart.id }).expect("saved");
        assert_eq!((back.state, back.handed_over), (State::Saved, None));
        let hand = HandOver { cart: cart.id, note: note(), version: Some(back.version) };
        let handed = scene.act(&tom.caller, hand).expect("handed over again");
        // Deleting it takes it from the queue.
        let delete = DeleteCart { cart: cart.id, version: Some(handed.version) };
        scene.act(&haru.caller, delete).expect("his to delete");
        assert_eq!(scene.ask(&mara.caller, HandedOver::default()).expect("an answer").items.len(), 0);
    }

    a_fifty_first_cart_is_refused, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        for number in 1..=MAX_CARTS {
            create(&scene, &haru.caller, &format!("Cart {number}")).expect("a cart");
        }
        let refused = create(&scene, &haru.caller, "One more").expect_err("too many");
        assert_eq!((refused.kind.slug, refused.kind.status), ("conflict", 409));
        let listed = listed(&scene, &haru.caller);
        assert_eq!((listed.len(), listed[0].1), (MAX_CARTS, State::Open));
        let ingrid = scene.customer("Ingrid", "Solberg");
        create(&scene, &ingrid.caller, "Hers").expect("each has their own");
    }

    several_carts_are_their_owners_alone, |shop| {
        let scene = Scene::new(shop);
        let (haru, ingrid) = (scene.customer("Haru", "Tanaka"), scene.customer("Ingrid", "Solberg"));
        let cart = scene.open(&haru.caller);
        let (_, guest) = scene.guest();
        let agent = scene.agent("Sarah Lindqvist", "agent");
        let acting = scene.acting(&agent, &ingrid);
        for caller in [&ingrid.caller, &guest.caller, &acting.caller] {
            let edited = scene.act(caller, EditCart { current: Some(true), ..edit(&cart) });
            assert_eq!(edited.expect_err("not theirs").kind.status, 404);
            let deleted = scene.act(caller, DeleteCart { cart: cart.id, version: Some(cart.version) });
            assert_eq!(deleted.expect_err("not theirs").kind.status, 404);
            assert_eq!(listed(&scene, caller), []);
        }
        for caller in [&shop.nobody(), &agent.caller] {
            let refused = [
                create(&scene, caller, "Mine").map(drop),
                scene.ask(caller, Carts {}).map(drop),
                scene.act(caller, edit(&cart)).map(drop),
                scene.act(caller, DeleteCart { cart: cart.id, version: None }),
            ];
            let refused = refused.map(|answer| answer.expect_err("refused").kind.status);
            assert!(refused.iter().all(|status| [401, 403, 404].contains(status)), "{refused:?}");
        }
        let for_haru = scene.acting(&agent, &haru);
        let unsaid = scene.act(&for_haru.caller, DeleteCart { cart: cart.id, version: None });
        assert_eq!(unsaid.expect_err("which version?").kind.status, 428);
        create(&scene, &for_haru.caller, "From Sarah").expect("made for him");
        let his = scene.ask(&haru.caller, Carts {}).expect("his carts");
        assert_eq!(his[0].changed_by.name.as_deref(), Some("Sarah Lindqvist"));
        assert_eq!((his[0].name.as_str(), his.len()), ("From Sarah", 2));
    }

    of_carts_that_race_one_is_current, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let made: Vec<CartView> =
            (0..4).map(|number| create(&scene, &haru.caller, &format!("{number}")).expect("a cart")).collect();
        let last = scene.ask(&haru.caller, GetCart { cart: made[3].id }).expect("there");
        scene.act(&haru.caller, DeleteCart { cart: last.id, version: None }).expect("deleted");
        std::thread::scope(|threads| {
            for cart in &made[..3] {
                let (caller, cart) = (&haru.caller, cart.id);
                threads.spawn(move || {
                    let current = EditCart { cart, name: None, currency: None, current: Some(true), version: None };
                    shop.desk.act(caller, current, None).expect("current");
                });
                threads.spawn(move || {
                    let line = AddLine { cart, variant: None, sku: Some("kettle".parse().expect("a sku")), quantity: 1,
                        version: None };
                    shop.desk.act(caller, line, None).expect("added");
                });
                threads.spawn(move || {
                    shop.desk.act(caller, CreateCart::default(), None).expect("one more");
                });
            }
        });
        let listed = listed(&scene, &haru.caller);
        assert_eq!(listed.len(), 6);
        assert_eq!(listed.iter().filter(|(_, state)| *state == State::Open).count(), 1, "{listed:?}");
    }
}

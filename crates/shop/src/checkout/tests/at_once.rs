use serde_json::json;

use super::fill;
use crate::cart::tests::scene::{Customer, Scene, write};
use crate::cart::{ApplyCoupon, CartView, GetCart, State};
use crate::checkout::{Payment, PlaceAtOnce, Placed};
use crate::customers::AddAddress;
use crate::desk::{Caller, Permission, Permissions};
use crate::kernel::Problem;
use crate::on_both_engines;
use crate::orders::{GetOrder, Orders, Status};

fn kettle(scene: &Scene<'_>, customer: &Customer) -> CartView {
    let cart = scene.open(&customer.caller);
    scene.add(&customer.caller, cart.id, scene.kettle, 1).expect("a kettle")
}

/// Everything chosen, but for what `more` says otherwise.
fn all(cart: &CartView, more: serde_json::Value) -> PlaceAtOnce {
    let mut fields = json!({
        "cart": cart.id,
        "version": cart.version,
        "delivery": { "first_name": "Haru", "last_name": "Tanaka", "line1": "Kastanienallee 12",
            "postcode": "10435", "city": "Berlin", "country": "DE" },
        "shipping": "standard",
        "payment": "invoice",
        "terms_how": "by phone, read out",
    });
    for (name, value) in more.as_object().expect("fields") {
        fields[name] = value.clone();
    }
    serde_json::from_value(fields).expect("a request")
}

fn at_once(
    scene: &Scene<'_>,
    caller: &Caller,
    cart: &CartView,
    more: serde_json::Value,
) -> Result<Placed, Problem> {
    scene.act(caller, all(cart, more))
}

/// The cart is as it was: nothing of a refused request is kept.
fn untouched(scene: &Scene<'_>, customer: &Customer, cart: &CartView) {
    assert_eq!(scene.ask(&customer.caller, GetCart { cart: cart.id }).expect("there"), *cart);
    assert_eq!(scene.ask(&customer.caller, Orders::default()).expect("none").items.len(), 0);
}

on_both_engines! {
    everything_is_chosen_and_placed_at_once, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let cart = kettle(&scene, &haru);
        let own = json!({ "first_name": "Haru", "last_name": "Tanaka", "line1": "Torstrasse 1", "postcode": "10119", "city": "Berlin",
            "country": "DE" });
        let add: AddAddress = serde_json::from_value(own).expect("an address");
        let own = scene.act(&haru.caller, add).expect("kept").id;
        let more = json!({ "billing_address": own, "email": "orders@example.com", "shown_total": 9390 });
        let placed = at_once(&scene, &haru.caller, &cart, more).expect("placed");
        assert_eq!((placed.status, placed.total.minor, placed.payment), (Status::Processing, 9390, Payment::Invoice));

        let order = scene.ask(&haru.caller, GetOrder { order: placed.order.into() }).expect("his order");
        assert_eq!(order.delivery.expect("there").line1, "Kastanienallee 12");
        assert_eq!(order.billing.expect("there").line1, "Torstrasse 1");
        assert_eq!((order.email.as_str(), order.shipping_code.as_str()), ("orders@example.com", "standard"));
        assert_eq!(order.terms.expect("accepted").how, "by phone, read out");
        let closed = scene.ask(&haru.caller, GetCart { cart: cart.id }).expect("there");
        assert_eq!(closed.state, State::Placed);
        let again = at_once(&scene, &haru.caller, &cart, json!({})).expect_err("once");
        assert_eq!((again.kind.status, again.extra["order"].as_str()), (409, Some(placed.number.as_str())));
    }

    what_is_left_out_is_as_the_cart_has_it, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
        let cart = kettle(&scene, &haru);
        let cart = fill(&scene, &sarah.caller, &cart, Payment::Invoice);
        let bare = json!({ "delivery": null, "shipping": null, "payment": "pay_link", "terms_how": null });
        let placed = at_once(&scene, &sarah.caller, &cart, bare).expect("placed");
        assert_eq!((placed.status, placed.payment), (Status::AwaitingPayment, Payment::PayLink));
        let order = scene.ask(&haru.caller, GetOrder { order: placed.order.into() }).expect("his order");
        assert_eq!((order.shipping_code.as_str(), order.placed_by.name.as_deref()), ("standard", Some("Sarah Lindqvist")));
        assert_eq!(order.terms.expect("accepted anew").how, "in the customer's name");
    }

    what_is_refused_leaves_the_cart_as_it_was, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let cart = kettle(&scene, &haru);
        let pointer = |more| at_once(&scene, &haru.caller, &cart, more).expect_err("refused").errors[0].pointer.clone();
        let oslo = json!({ "last_name": "Berg", "line1": "Gate 1", "city": "Oslo", "country": "NO" });
        assert_eq!(pointer(json!({ "delivery": oslo })), "/delivery/country");
        assert_eq!(pointer(json!({ "billing": { "last_name": "Berg" } })), "/billing/line1");
        assert_eq!(pointer(json!({ "shipping": "balloon" })), "/shipping");
        assert_eq!(pointer(json!({ "payment": "pay_link" })), "/payment");
        let unknown = shop.desk.mint().id::<crate::kernel::id::AddressId>();
        assert_eq!(pointer(json!({ "billing_address": unknown })), "/billing_address");
        assert_eq!(pointer(json!({ "delivery": null, "delivery_address": unknown })), "/delivery_address");
        assert_eq!(pointer(json!({ "delivery_address": unknown })), "/delivery_address", "not both");
        let missing = at_once(&scene, &haru.caller, &cart, json!({ "delivery": null, "payment": null }));
        assert_eq!(missing.expect_err("not ready").extra["missing"], json!(["delivery", "payment"]));
        let stale = at_once(&scene, &haru.caller, &cart, json!({ "version": 1 }));
        assert_eq!(stale.expect_err("an older version").kind.status, 412);
        untouched(&scene, &haru, &cart);
    }

    another_offer_is_told_and_placed_when_asked_again, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let cart = kettle(&scene, &haru);
        scene.price(scene.kettle, 9400);
        let changed = at_once(&scene, &haru.caller, &cart, json!({})).expect_err("the price changed");
        assert_eq!(changed.kind.slug, "offer-changed");
        let difference = &changed.extra["differences"][0];
        assert_eq!((difference["was"]["amount"].as_i64(), difference["now"]["amount"].as_i64()), (Some(8900), Some(9400)));
        assert_eq!(changed.extra["now"]["amount"], 9890, "with the shipping that was asked for");
        let now = scene.ask(&haru.caller, GetCart { cart: cart.id }).expect("the cart");
        assert_eq!((now.total.minor, now.differences.len(), now.version), (9400, 0, cart.version + 1));
        assert_eq!((now.checkout.delivery, now.checkout.shipping, now.checkout.terms), (None, None, None));
        let other = json!({ "version": null, "shown_total": 9391 });
        assert_eq!(at_once(&scene, &haru.caller, &cart, other).expect_err("not that total").kind.slug, "offer-changed");
        let placed = at_once(&scene, &haru.caller, &cart, json!({ "version": null })).expect("accepted");
        assert_eq!(placed.total.minor, 9890);
    }

    a_discount_that_ended_is_told_too, |shop| {
        let scene = Scene::new(shop);
        scene.coupon("TEN", 10, None, None);
        let haru = scene.customer("Haru", "Tanaka");
        let cart = kettle(&scene, &haru);
        let apply = ApplyCoupon { cart: cart.id, code: "TEN".parse().expect("a code"), version: None };
        let cart = scene.act(&haru.caller, apply).expect("applied");
        write(shop, "UPDATE coupon SET active = $2 WHERE tenant = $1", store::params![shop.tenant, false]);
        scene.changed("offers");
        let changed = at_once(&scene, &haru.caller, &cart, json!({})).expect_err("no discount any more");
        assert_eq!((changed.kind.slug, changed.extra["was"]["amount"].as_i64()), ("offer-changed", Some(8010)));
        let placed = at_once(&scene, &haru.caller, &cart, json!({ "version": null })).expect("accepted");
        assert_eq!(placed.total.minor, 9390);
    }

    stock_that_is_gone_places_nothing_at_once, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let cart = scene.open(&haru.caller);
        let cart = scene.add(&haru.caller, cart.id, scene.lamp, 3).expect("lamps");
        scene.stock(scene.lamp, 1);
        let gone = at_once(&scene, &haru.caller, &cart, json!({})).expect_err("one left");
        assert_eq!((gone.kind.slug, gone.extra["differences"][0]["left"].as_i64()), ("offer-changed", Some(1)));
        assert_eq!(scene.reserved(scene.lamp), 0);
    }

    guests_place_at_once_with_an_address_for_messages, |shop| {
        let scene = Scene::new(shop);
        let (_, guest) = scene.guest();
        let cart = scene.open(&guest.caller);
        let cart = scene.add(&guest.caller, cart.id, scene.kettle, 1).expect("a kettle");
        let missing = at_once(&scene, &guest.caller, &cart, json!({})).expect_err("where to write to?");
        assert_eq!(missing.extra["missing"], json!(["email"]));
        let card = json!({ "email": "guest@example.com", "payment": "card" });
        let placed = at_once(&scene, &guest.caller, &cart, card).expect("placed");
        assert_eq!((placed.status, placed.payment), (Status::AwaitingPayment, Payment::Card));
    }

    who_may_not_place_or_choose_does_not_place_at_once, |shop| {
        let scene = Scene::new(shop);
        let (haru, ingrid) = (scene.customer("Haru", "Tanaka"), scene.customer("Ingrid", "Solberg"));
        let cart = kettle(&scene, &haru);
        let agent = scene.agent("Sarah Lindqvist", "agent");
        let slug = |caller: &Caller, more| at_once(&scene, caller, &cart, more).expect_err("refused").kind.slug;
        let lena = scene.acting(&scene.agent("Lena Fischer", "sales-agent"), &haru);
        assert_eq!(slug(&lena.caller, json!({})), "may-not-place");
        let sarah = scene.acting(&agent, &haru);
        assert_eq!(slug(&sarah.caller, json!({ "payment": "card" })), "never-on-behalf");
        assert_eq!(slug(&sarah.caller, json!({ "version": null })), "version-required");
        assert_eq!(slug(&scene.acting(&agent, &ingrid).caller, json!({})), "not-found");
        assert_eq!(slug(&ingrid.caller, json!({})), "not-found");
        assert_eq!(slug(&shop.nobody(), json!({})), "sign-in-required");
        assert_eq!(slug(&agent.caller, json!({})), "forbidden");
        for one in [Permission::CheckoutEdit, Permission::TermsAccept] {
            let may = Permissions::OWN.minus(Permissions::of(&[one]));
            write(shop, "UPDATE assist_session SET may = $2 WHERE tenant = $1", store::params![shop.tenant, may]);
            assert_eq!(slug(&sarah.caller, json!({})), "forbidden", "{one:?}");
        }
        untouched(&scene, &haru, &cart);
    }
}

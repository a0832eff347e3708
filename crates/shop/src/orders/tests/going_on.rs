//! Stories about orders that ship, arrive or are called off.

use crate::cart::tests::scene::Scene;
use crate::cart::{ApplyCoupon, ByKind};
use crate::checkout::tests::{fill, place};
use crate::checkout::{Payment, PaymentState, Placed, SettlePayment};
use crate::desk::Caller;
use crate::on_both_engines;
use crate::orders::{CancelOrder, CancelOrderInOffice, CompleteOrder, OfficeOrder, ShipOrder, Status};

/// Two lamps, ordered and to be paid so.
fn lamps(scene: &Scene<'_>, caller: &Caller, method: Payment, coupon: Option<&str>) -> Placed {
    let cart = scene.open(caller);
    let mut cart = scene.add(caller, cart.id, scene.lamp, 2).expect("two lamps");
    if let Some(code) = coupon {
        let apply = ApplyCoupon { cart: cart.id, code: code.parse().expect("a code"), version: None };
        cart = scene.act(caller, apply).expect("the coupon");
    }
    let cart = fill(scene, caller, &cart, method);
    place(scene, caller, &cart).expect("placed")
}

fn cancel(order: &Placed) -> CancelOrder {
    CancelOrder { order: order.order.into(), reason: Some("ordered twice".parse().expect("a reason")) }
}

fn call_off(order: &Placed, refunded: bool) -> CancelOrderInOffice {
    CancelOrderInOffice { order: order.order.into(), refunded, reason: None }
}

on_both_engines! {
    an_order_ships_and_arrives_and_nothing_is_left_reserved, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let olga = scene.agent("Olga", "shop-owner").caller;
        let order = lamps(&scene, &haru.caller, Payment::Invoice, None);
        assert_eq!(scene.reserved(scene.lamp), 2);
        let ship = ShipOrder { order: order.order.into() };
        let complete = CompleteOrder { order: order.order.into() };
        assert_eq!(scene.act(&olga, complete.clone()).unwrap_err().kind.status, 409, "it has not shipped");
        assert_eq!(scene.act(&olga, ship.clone()).expect("shipped").status, Status::Shipped);
        assert_eq!(scene.reserved(scene.lamp), 0);
        let on_hand = "SELECT on_hand FROM stock WHERE tenant = $1 AND variant_id = $2";
        assert_eq!(scene.number(on_hand, store::params![shop.tenant, scene.lamp]), 1);
        assert_eq!(scene.act(&olga, ship).unwrap_err().kind.status, 409, "it ships once");
        assert_eq!(scene.act(&haru.caller, cancel(&order)).unwrap_err().kind.status, 409, "too late");
        assert_eq!(scene.act(&olga, complete).expect("arrived").status, Status::Completed);
        let seen = scene.ask(&olga, OfficeOrder { order: order.order.into() }).expect("the order");
        let steps: Vec<_> = seen.history.iter().map(|step| step.status.as_str()).collect();
        assert_eq!(steps, ["placed", "processing", "shipped", "completed"]);
    }

    calling_off_gives_back_stock_and_coupon, |shop| {
        let scene = Scene::new(shop);
        scene.coupon("ONCE", 10, Some(1), Some(1));
        let haru = scene.customer("Haru", "Tanaka");
        let order = lamps(&scene, &haru.caller, Payment::Invoice, Some("ONCE"));
        let uses = || scene.number("SELECT CAST(SUM(uses) AS BIGINT) FROM coupon WHERE tenant = $1", store::params![shop.tenant]);
        assert_eq!((scene.reserved(scene.lamp), uses()), (2, 1));
        let aiko = scene.customer("Aiko", "Mori");
        assert_eq!(scene.act(&aiko.caller, cancel(&order)).unwrap_err().kind.status, 404, "not hers");
        let off = scene.act(&haru.caller, cancel(&order)).expect("called off");
        assert_eq!((off.status, scene.reserved(scene.lamp), uses()), (Status::Cancelled, 0, 0));
        assert_eq!(scene.act(&haru.caller, cancel(&order)).unwrap_err().kind.status, 409);
        lamps(&scene, &haru.caller, Payment::Invoice, Some("ONCE"));
    }

    an_agent_calls_off_for_the_customer_and_the_order_says_so, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let agent = scene.agent("Sarah", "agent");
        let sarah = scene.acting(&agent, &haru);
        let order = lamps(&scene, &sarah.caller, Payment::Invoice, None);
        scene.act(&sarah.caller, cancel(&order)).expect("called off");
        let seen = scene.ask(&agent.caller, OfficeOrder { order: order.order.into() }).expect("the order");
        let last = seen.history.last().expect("a step");
        assert_eq!((last.status.as_str(), last.by), ("cancelled", ByKind::Agent));
        assert_eq!(seen.payment.expect("a payment").state, PaymentState::Cancelled);
        let refused = scene.act(&agent.caller, call_off(&order, false)).unwrap_err();
        assert_eq!(refused.kind.status, 403, "an agent's role does not run orders");
    }

    what_was_paid_by_card_is_given_back_first, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let olga = scene.agent("Olga", "shop-owner").caller;
        let waiting = lamps(&scene, &haru.caller, Payment::Card, None);
        scene.act(&haru.caller, crate::checkout::BeginCardPayment { order: waiting.order.into() }).expect("due");
        let payment = scene.payment_of(waiting.order);
        let settle = || serde_json::from_value::<SettlePayment>(serde_json::json!({
            "payment": payment, "brand": "Visa", "last4": "4242", "expiry": "04/32",
        })).expect("news");
        scene.act(&scene.job(), settle()).expect("paid");
        assert_eq!(scene.act(&haru.caller, cancel(&waiting)).unwrap_err().extra["paid"], true);
        assert_eq!(scene.act(&olga, call_off(&waiting, false)).unwrap_err().kind.status, 409);
        assert_eq!(scene.reserved(scene.lamp), 2, "nothing was changed");
        scene.act(&olga, call_off(&waiting, true)).expect("called off");
        assert_eq!(scene.reserved(scene.lamp), 0);
    }

    a_payment_that_comes_too_late_is_not_taken, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let order = lamps(&scene, &haru.caller, Payment::Card, None);
        scene.act(&haru.caller, crate::checkout::BeginCardPayment { order: order.order.into() }).expect("due");
        let payment = scene.payment_of(order.order);
        scene.act(&haru.caller, cancel(&order)).expect("called off");
        let settle = SettlePayment { payment, brand: None, last4: None, expiry: None, job: None };
        assert_eq!(scene.act(&scene.job(), settle).expect("an answer"), PaymentState::Cancelled);
    }
}

use std::time::Duration;

use super::{delivery, fill, place, ready};
use crate::cart::tests::scene::Scene;
use crate::checkout::{
    BeginCardPayment, FailPayment, PayLink, PayLinkState, Payment, PaymentState, RedeemPayLink, SendPayLink,
    SettlePayment,
};
use crate::desk::Caller;
use crate::kernel::id::PaymentId;
use crate::on_both_engines;
use crate::orders::{GetOrder, Status};
use crate::testing::TestShop;

fn outside(shop: &TestShop) -> Caller {
    Caller::job("payments", shop.tenant, shop.desk.mint().id())
}

fn paid(payment: PaymentId) -> SettlePayment {
    SettlePayment {
        payment,
        brand: Some("Visa".parse().unwrap()),
        last4: Some("4242".parse().unwrap()),
        expiry: Some("08/29".parse().unwrap()),
        job: None,
    }
}

on_both_engines! {
    an_invoice_is_settled_by_the_job_that_was_left, |shop| {
        let scene = Scene::new(shop);
        let (haru, cart) = ready(&scene, "Haru");
        let placed = place(&scene, &haru.caller, &cart).expect("placed");
        let jobs = "SELECT CAST(SUM(1) AS BIGINT) FROM job WHERE tenant = $1 AND kind = 'payment.settle'";
        assert_eq!(scene.number(jobs, store::params![shop.tenant]), 1);
        let payment = scene.payment_of(placed.order);
        let settle = SettlePayment { payment, brand: None, last4: None, expiry: None, job: None };
        assert_eq!(scene.act(&haru.caller, settle.clone()).expect_err("not a job").kind.status, 403);
        for _ in 0..2 {
            assert_eq!(scene.act(&outside(shop), settle.clone()).expect("settled"), PaymentState::Settled);
        }
        let order = scene.ask(&haru.caller, GetOrder { order: placed.order.into() }).expect("his order");
        assert_eq!((order.status, order.payment.expect("a payment").state), (Status::Processing, PaymentState::Settled));
    }

    a_pay_link_works_once_for_its_order_and_not_for_the_agent, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
        let cart = scene.open(&sarah.caller);
        let cart = scene.add(&sarah.caller, cart.id, scene.kettle, 1).expect("a kettle");
        let cart = fill(&scene, &sarah.caller, &cart, Payment::PayLink);
        let placed = place(&scene, &sarah.caller, &cart).expect("placed");
        assert_eq!(placed.status, Status::AwaitingPayment);

        let (_, first) = shop.token("pl");
        let (_, token) = shop.token("pl");
        for token in [first, token] {
            scene.act(&sarah.caller, SendPayLink { order: placed.order.into(), token }).expect("sent");
        }
        let begin = BeginCardPayment { order: placed.order.into() };
        assert_eq!(scene.act(&sarah.caller, begin).expect_err("never").kind.slug, "never-on-behalf");
        assert_eq!(scene.act(&sarah.caller, RedeemPayLink { token }).expect_err("never").kind.slug, "never-on-behalf");

        let nobody = shop.nobody();
        let shown = scene.ask(&nobody, PayLink { token }).expect("what is to be paid");
        assert_eq!((shown.state, shown.order.total.minor, shown.order.delivery), (PayLinkState::Open, 9390, None));
        assert_eq!(scene.ask(&nobody, PayLink { token: first }).expect("the older one").state, PayLinkState::Expired);
        assert_eq!(scene.act(&nobody, RedeemPayLink { token: first }).expect_err("replaced").kind.status, 410);
        let due = scene.act(&nobody, RedeemPayLink { token }).expect("a payment");
        assert_eq!(due.amount.minor, 9390);
        assert_eq!(scene.act(&nobody, RedeemPayLink { token }).expect_err("used").kind.status, 410);

        scene.act(&outside(shop), paid(due.payment)).expect("paid");
        let order = scene.ask(&haru.caller, GetOrder { order: placed.order.into() }).expect("his order");
        assert_eq!(order.status, Status::Processing);
        assert_eq!(order.payment.expect("a payment").card.expect("a card").last4, "4242");
        assert_eq!(scene.ask(&nobody, PayLink { token }).expect("the link").state, PayLinkState::Paid);
        let steps: Vec<_> = order.history.iter().map(|step| step.status.as_str()).collect();
        assert_eq!(steps, ["placed", "awaiting_payment", "processing"]);
    }

    a_pay_link_dies_after_two_days, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
        let cart = scene.open(&sarah.caller);
        let cart = scene.add(&sarah.caller, cart.id, scene.kettle, 1).expect("a kettle");
        let cart = fill(&scene, &sarah.caller, &cart, Payment::PayLink);
        let placed = place(&scene, &sarah.caller, &cart).expect("placed");
        let (_, token) = shop.token("pl");
        scene.act(&sarah.caller, SendPayLink { order: placed.order.into(), token }).expect("sent");
        shop.wait(Duration::from_secs(48 * 3600));
        assert_eq!(scene.ask(&shop.nobody(), PayLink { token }).expect("the link").state, PayLinkState::Expired);
        assert_eq!(scene.act(&shop.nobody(), RedeemPayLink { token }).expect_err("expired").kind.status, 410);
    }

    a_refused_card_can_be_tried_again, |shop| {
        let scene = Scene::new(shop);
        let (_, guest) = scene.guest();
        let cart = scene.open(&guest.caller);
        let cart = scene.add(&guest.caller, cart.id, scene.kettle, 1).expect("a kettle");
        let mut where_to = delivery(cart.id, None);
        where_to.email = Some("visitor@example.com".parse().unwrap());
        let cart = scene.act(&guest.caller, where_to).expect("delivery");
        let cart = fill(&scene, &guest.caller, &cart, Payment::Card);
        let placed = place(&scene, &guest.caller, &cart).expect("placed");
        assert_eq!(placed.status, Status::AwaitingPayment);
        let begin = || BeginCardPayment { order: placed.order.into() };
        let first = scene.act(&guest.caller, begin()).expect("a payment");
        assert_eq!(scene.act(&guest.caller, begin()).expect("the same one").payment, first.payment);
        let refused = FailPayment { payment: first.payment, cancelled: false };
        assert_eq!(scene.act(&outside(shop), refused).expect("noted"), PaymentState::Failed);
        let second = scene.act(&guest.caller, begin()).expect("another one");
        assert_ne!(second.payment, first.payment);
        assert_eq!(scene.act(&outside(shop), paid(first.payment)).expect("too late"), PaymentState::Failed);
        scene.act(&outside(shop), paid(second.payment)).expect("paid");
        assert_eq!(scene.act(&guest.caller, begin()).expect_err("paid already").kind.status, 409);
    }
}

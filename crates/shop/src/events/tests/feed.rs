use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::desk::{Act, Acting, Caller, Credential, Look, Needs, Owner, Refusal, Work};
use crate::events::feed::{EventsSince, KEPT};
use crate::events::hub::{Hear, Hub};
use crate::events::{Fanout, Heard, Sent, Topic};
use crate::kernel::id::{CartId, CustomerId, GuestId, Id};
use crate::kernel::secret::TokenHash;
use crate::on_both_engines;
use crate::testing::TestShop;

store::statements! {
    GUEST = "INSERT INTO guest (tenant, token_hash, id, created_at, seen_at) VALUES ($1, $2, $3, 0, 0)";
    CART = "INSERT INTO cart (tenant, owner, id, site_id, currency, state, version, fence, coupons, item_count, total,
            email, shipping, payment, created_at, changed_at, changed_by)
        VALUES ($1, $2, $3, 'site', 'EUR', 'open', 1, 1, '', 0, 0, '', '', '', 0, 0, 'guest')";
}

/// Something happens in a cart.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Happens {
    cart: CartId,
}

impl Act for Happens {
    const NAME: &'static str = "test.happens";
    const NEEDS: Needs = Needs::Job;
    type Out = ();
    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }
    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        work.emit(Topic::Cart(self.cart), "cart.changed", &json!({ "items": 1 }));
        Ok(())
    }
}

fn happens(desk: &crate::desk::Desk, shop: &TestShop, cart: CartId) {
    let caller = Caller::job("test", shop.tenant, desk.mint().id());
    desk.act(&caller, Happens { cart }, None).unwrap();
}

/// A guest with a cart.
fn guest(shop: &TestShop) -> (Caller, CartId) {
    let (token, id, cart): (TokenHash, GuestId, CartId) =
        (shop.token("gst").1, shop.desk.mint().id(), shop.desk.mint().id());
    let tenant = shop.tenant;
    let write = move |tx: &mut store::WriteTx<'_>| {
        tx.exec(&GUEST, store::params![tenant, token, id])?;
        tx.exec(&CART, store::params![tenant, id, cart])
    };
    shop.desk.chore(crate::desk::chore::Chore::Founding, write).unwrap();
    (shop.caller(Credential::Guest(token)), cart)
}

fn since(topic: Topic, after: &str) -> EventsSince {
    EventsSince { topics: vec![topic.to_string()], after: after.to_owned() }
}

on_both_engines! {
    what_was_missed_is_told_to_whom_it_belongs, |shop| {
        let (me, cart) = guest(shop);
        let topic = Topic::Cart(cart);
        let now = shop.desk.ask(&me, &since(topic, "")).unwrap();
        assert_eq!((now.events.len(), now.heard.as_str()), (0, format!("{topic}:0").as_str()), "it begins now");
        for _ in 0..3 {
            happens(&shop.desk, shop, cart);
        }
        let missed = shop.desk.ask(&me, &since(topic, &format!("{topic}:1"))).unwrap();
        assert_eq!(missed.events.iter().map(|event| event.sequence).collect::<Vec<_>>(), [2, 3]);
        assert_eq!((missed.events[0].kind.as_str(), &missed.events[0].body), ("cart.changed", &json!({ "items": 1 })));
        assert_eq!(missed.heard, format!("{topic}:3"));

        let (somebody, _) = guest(shop);
        for caller in [somebody, shop.nobody()] {
            assert_eq!(shop.desk.ask(&caller, &since(topic, "")).expect_err("not theirs").kind.slug, "not-found");
        }
        let customer = Topic::Customer(CustomerId::from_bits(1));
        assert_eq!(shop.desk.ask(&me, &since(customer, "")).expect_err("not theirs").kind.slug, "not-found");
        assert_eq!(shop.desk.ask(&me, &since(topic, "nonsense")).expect_err("no place").kind.slug, "invalid");
    }

    what_is_no_longer_kept_is_said_to_be_lost, |shop| {
        let (me, cart) = guest(shop);
        let topic = Topic::Cart(cart);
        happens(&shop.desk, shop, cart);
        shop.wait(KEPT);
        assert_eq!(shop.desk.forget_events().unwrap(), 0, "kept to the last moment");
        shop.wait(std::time::Duration::from_secs(1));
        happens(&shop.desk, shop, cart);
        assert_eq!(shop.desk.forget_events().unwrap(), 1);
        let missed = shop.desk.ask(&me, &since(topic, &format!("{topic}:0"))).unwrap();
        assert_eq!((missed.events[0].kind.as_str(), missed.heard.as_str()), ("events.lost", format!("{topic}:2").as_str()));
        let missed = shop.desk.ask(&me, &since(topic, &format!("{topic}:1"))).unwrap();
        assert_eq!(missed.events[0].kind, "cart.changed");
    }

    following_tells_everything_once_from_every_node, |shop| {
        let (me, cart) = guest(shop);
        let topic = Topic::Cart(cart);
        let hub = Arc::new(Hub::default());
        happens(&shop.desk, shop, cart);
        happens(&shop.desk, shop, cart);

        let notes: Arc<Mutex<Vec<i64>>> = Arc::default();
        let kept = Arc::clone(&notes);
        let hear: Hear = Arc::new(move |sent: &Sent| kept.lock().unwrap().push(sent.sequence));
        let after: Heard = format!("{topic}:1").parse().unwrap();
        let (places, begun) = shop.desk.follow(&hub, &me, &[topic], &after, hear).unwrap();
        assert_eq!((begun.of(topic), notes.lock().unwrap().as_slice()), (Some(2), [2].as_slice()));

        let other_node = shop.second_node();
        happens(&other_node, shop, cart);
        happens(&other_node, shop, cart);
        let late = shop.desk.poll_topics(&[(shop.tenant, topic, 3)]).unwrap();
        hub.publish(&late);
        assert_eq!(*notes.lock().unwrap(), [2], "the third is missing still");
        hub.tell_read(&shop.desk.poll_topics(&hub.watched()).unwrap());
        assert_eq!(*notes.lock().unwrap(), [2, 3, 4]);
        assert_eq!(shop.desk.poll_topics(&hub.watched()).unwrap().len(), 0);

        drop(places);
        assert_eq!(hub.watched(), []);
    }

    many_topics_are_polled_at_once, |shop| {
        let carts: Vec<CartId> = (0..40).map(|_| shop.desk.mint().id()).collect();
        happens(&shop.desk, shop, carts[3]);
        happens(&shop.desk, shop, carts[38]);
        let watched: Vec<_> = carts.iter().map(|cart| (shop.tenant, Topic::Cart(*cart), 0)).collect();
        let sent = shop.desk.poll_topics(&watched).unwrap();
        let topics: Vec<_> = sent.iter().map(|sent| sent.topic).collect();
        assert_eq!(topics, [Topic::Cart(carts[3]), Topic::Cart(carts[38])]);
    }
}

proptest! {
    #[test]
    fn a_place_in_several_streams_reads_back(bits in prop::collection::btree_map(any::<u128>(), 0..i64::MAX, 0..16)) {
        let mut heard = Heard::default();
        for (bits, sequence) in &bits {
            heard.note(Topic::Cart(CartId::from_bits(*bits)), *sequence);
        }
        prop_assert_eq!(heard.to_string().parse::<Heard>(), Ok(heard));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = text.parse::<Heard>().map(|heard| assert_eq!(heard.to_string().parse(), Ok(heard)));
    }
}

#[test]
fn near_misses_of_a_place_are_refused() {
    let cart = Topic::Cart(CartId::from_bits(1));
    let many: Vec<String> = (0..17).map(|n| format!("{}:1", Topic::Cart(CartId::from_bits(n)))).collect();
    for text in
        [&format!("{cart}"), &format!("{cart}:-1"), &format!("{cart}:1,{cart}:2"), &many.join(","), "x:1"]
    {
        assert!(text.parse::<Heard>().is_err(), "{text}");
    }
    assert_eq!("".parse(), Ok(Heard::default()));
}

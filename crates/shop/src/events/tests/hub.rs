use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use serde_json::json;

use crate::events::hub::{Hear, Hub, Subscription};
use crate::events::{Fanout, Sent, Topic};
use crate::kernel::id::{CartId, Id, TenantId};

type Notes = Arc<Mutex<Vec<i64>>>;

fn cart(bits: u128) -> Topic {
    Topic::Cart(CartId::from_bits(bits))
}

fn event(topic: Topic, sequence: i64) -> Sent {
    Sent { tenant: TenantId::from_bits(1), topic, sequence, kind: "cart.changed".into(), body: json!(null) }
}

fn listening(hub: &Arc<Hub>, topic: Topic, told: i64) -> (Notes, Subscription) {
    let notes = Notes::default();
    let kept = Arc::clone(&notes);
    let hear: Hear = Arc::new(move |sent| kept.lock().unwrap().push(sent.sequence));
    (notes, hub.listen(TenantId::from_bits(1), topic, told, hear))
}

fn heard(notes: &Notes) -> Vec<i64> {
    notes.lock().unwrap().clone()
}

#[test]
fn each_listener_hears_its_topic_and_its_tenant() {
    let hub = Arc::new(Hub::default());
    let (first, _first) = listening(&hub, cart(1), 0);
    let (second, _second) = listening(&hub, cart(2), 4);
    let stranger = Sent { tenant: TenantId::from_bits(2), ..event(cart(1), 1) };
    hub.publish(&[stranger, event(cart(1), 1), event(cart(2), 5), event(cart(3), 1)]);
    assert_eq!((heard(&first), heard(&second)), (vec![1], vec![5]));
    let told: Vec<_> = hub.watched().into_iter().map(|(_, _, told)| told).collect();
    assert_eq!(told, [1, 5]);
}

#[test]
fn what_comes_early_waits_for_what_is_missing() {
    let hub = Arc::new(Hub::default());
    let (notes, _place) = listening(&hub, cart(1), 0);
    hub.publish(&[event(cart(1), 2)]);
    assert_eq!(heard(&notes), [0i64; 0]);
    hub.publish(&[event(cart(1), 1)]);
    hub.tell_read(&[event(cart(1), 2), event(cart(1), 3)]);
    assert_eq!(heard(&notes), [1, 2, 3]);
}

#[test]
fn what_was_swept_away_is_not_waited_for() {
    let hub = Arc::new(Hub::default());
    let (notes, _place) = listening(&hub, cart(1), 3);
    hub.tell_read(&[event(cart(1), 8), event(cart(1), 9)]);
    assert_eq!(heard(&notes), [8, 9]);
}

#[test]
fn who_goes_hears_no_more_and_the_last_one_closes_the_room() {
    let hub = Arc::new(Hub::default());
    let (gone, place) = listening(&hub, cart(1), 0);
    let (stays, other) = listening(&hub, cart(1), 0);
    drop(place);
    hub.publish(&[event(cart(1), 1)]);
    assert_eq!((heard(&gone), heard(&stays)), (vec![], vec![1]));
    drop(other);
    assert_eq!(hub.watched(), []);
}

#[test]
fn a_listener_may_go_while_it_is_told() {
    let hub = Arc::new(Hub::default());
    let place: Arc<Mutex<Option<Subscription>>> = Arc::default();
    let own = Arc::clone(&place);
    let hear: Hear = Arc::new(move |_| drop(own.lock().unwrap().take()));
    *place.lock().unwrap() = Some(hub.listen(TenantId::from_bits(1), cart(1), 0, hear));
    hub.publish(&[event(cart(1), 1)]);
    assert_eq!(hub.watched(), []);
}

#[test]
fn everything_and_jobs_are_nudges() {
    let hub = Arc::new(Hub::default());
    let (notes, nudges) = (Notes::default(), Notes::default());
    let (all, jobs) = (Arc::clone(&notes), Arc::clone(&nudges));
    let _place = hub
        .listen_to_all(TenantId::from_bits(1), Arc::new(move |sent| all.lock().unwrap().push(sent.sequence)));
    hub.on_jobs(Arc::new(move || jobs.lock().unwrap().push(1)));
    hub.publish(&[event(cart(1), 7), event(cart(2), 3)]);
    hub.jobs_waiting();
    assert_eq!((heard(&notes), heard(&nudges)), (vec![7, 3], vec![1]));
}

#[test]
fn threads_that_publish_at_once_keep_each_topics_order() {
    let hub = Arc::new(Hub::default());
    let (notes, _place) = listening(&hub, cart(1), 0);
    let next = Mutex::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..250 {
                    let sequence = {
                        let mut next = next.lock().unwrap();
                        *next += 1;
                        *next
                    };
                    hub.publish(&[event(cart(1), sequence)]);
                }
            });
        }
    });
    assert_eq!(heard(&notes), (1..=1000).collect::<Vec<_>>());
}

proptest! {
    #[test]
    fn any_order_and_any_repetition_is_heard_once_in_order(
        order in Just((1..=12i64).collect::<Vec<_>>()).prop_shuffle(),
        repeats in prop::collection::vec((0usize..12, any::<bool>()), 0..12),
    ) {
        let hub = Arc::new(Hub::default());
        let (notes, _place) = listening(&hub, cart(1), 0);
        for (place, sequence) in order.iter().enumerate() {
            hub.publish(&[event(cart(1), *sequence)]);
            for (_, _) in repeats.iter().filter(|(at, _)| *at == place) {
                hub.publish(&[event(cart(1), *sequence)]);
            }
        }
        prop_assert_eq!(heard(&notes), (1..=12).collect::<Vec<_>>());
    }
}

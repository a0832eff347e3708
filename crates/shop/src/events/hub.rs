//! Takes events to those who listen on this node: each topic in its order, each event once, whether it was
//! written here or on another node.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::{Fanout, Sent, Topic};
use crate::kernel::id::TenantId;

/// Hears events. Called on whatever thread committed or polled, so it must not block.
pub type Hear = Arc<dyn Fn(&Sent) + Send + Sync>;
/// Hears that something happened, without being told what.
pub type Nudge = Arc<dyn Fn() + Send + Sync>;

type Watched = (TenantId, Topic);

/// The listeners of this node.
#[derive(Default)]
pub struct Hub {
    rooms: Mutex<Rooms>,
    jobs: Mutex<Vec<Nudge>>,
    closing: AtomicBool,
}

#[derive(Default)]
struct Rooms {
    next: u64,
    topics: BTreeMap<Watched, Room>,
    everything: BTreeMap<u64, (TenantId, Hear)>,
}

/// The listeners of one topic, and how far it has been told.
struct Room {
    /// Tells it from a later room of the same topic.
    number: u64,
    told: i64,
    /// Events that came before one that is still missing.
    early: BTreeMap<i64, Sent>,
    /// Events whose turn it is.
    due: VecDeque<Sent>,
    /// Whether a thread is telling them already; others leave theirs to it.
    telling: bool,
    listeners: BTreeMap<u64, Hear>,
}

impl Room {
    fn new(number: u64, told: i64) -> Self {
        Self {
            number,
            told,
            early: BTreeMap::new(),
            due: VecDeque::new(),
            telling: false,
            listeners: BTreeMap::new(),
        }
    }

    fn take(&mut self, event: &Sent) {
        if event.sequence > self.told {
            self.early.insert(event.sequence, event.clone());
        }
        while let Some(next) = self.early.remove(&(self.told + 1)) {
            self.told += 1;
            self.due.push_back(next);
        }
    }

    /// The next event and who hears it, for the one thread that tells; none when all is told.
    fn next(&mut self) -> Option<(Sent, Vec<Hear>)> {
        let next = self.due.pop_front();
        self.telling = next.is_some();
        Some((next?, self.listeners.values().cloned().collect()))
    }
}

/// A listener's place; dropping it ends the listening.
#[must_use]
pub struct Subscription {
    hub: Weak<Hub>,
    watched: Option<Watched>,
    number: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let Some(hub) = self.hub.upgrade() else { return };
        let mut rooms = hub.rooms();
        let Some(watched) = self.watched else {
            rooms.everything.remove(&self.number);
            return;
        };
        let Some(room) = rooms.topics.get_mut(&watched) else { return };
        room.listeners.remove(&self.number);
        if room.listeners.is_empty() {
            rooms.topics.remove(&watched);
        }
    }
}

impl Hub {
    /// Listens to one topic, from the event after `told` on; how far a topic is, `Desk::follow` finds out.
    /// While others listen already, what they were told before is not told again.
    pub fn listen(self: &Arc<Self>, tenant: TenantId, topic: Topic, told: i64, hear: Hear) -> Subscription {
        let mut rooms = self.rooms();
        let number = rooms.number();
        let room = rooms.topics.entry((tenant, topic)).or_insert_with(|| Room::new(number, told));
        room.listeners.insert(number, hear);
        Subscription { hub: Arc::downgrade(self), watched: Some((tenant, topic)), number }
    }

    /// Listens to all that is written on this node for a tenant, in no promised order: for lists that are
    /// read again anyway, such as the live sessions.
    pub fn listen_to_all(self: &Arc<Self>, tenant: TenantId, hear: Hear) -> Subscription {
        let mut rooms = self.rooms();
        let number = rooms.number();
        rooms.everything.insert(number, (tenant, hear));
        Subscription { hub: Arc::downgrade(self), watched: None, number }
    }

    /// The node is about to stop: whoever tells others of events should finish.
    pub fn close(&self) {
        self.closing.store(true, Ordering::Release);
    }

    /// Whether the node is about to stop.
    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    /// Has `nudge` called whenever an act on this node has left a job.
    pub fn on_jobs(&self, nudge: Nudge) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).push(nudge);
    }

    /// What is listened to here, and how far it has been told: what to poll for.
    pub fn watched(&self) -> Vec<(TenantId, Topic, i64)> {
        self.rooms().topics.iter().map(|((tenant, topic), room)| (*tenant, *topic, room.told)).collect()
    }

    /// Tells what was read from the outbox, topic by topic in order. What is missing before the first event
    /// of a topic was swept away, and is not waited for.
    pub fn tell_read(&self, read: &[Sent]) {
        for event in read {
            self.tell(event, |room| room.told = room.told.max(event.sequence - 1));
        }
    }

    fn tell(&self, event: &Sent, first: impl FnOnce(&mut Room)) {
        let watched = (event.tenant, event.topic);
        let number = {
            let mut rooms = self.rooms();
            let Some(room) = rooms.topics.get_mut(&watched) else { return };
            first(room);
            room.take(event);
            if std::mem::replace(&mut room.telling, true) {
                return;
            }
            room.number
        };
        // Listeners are called without the lock: they may well begin to listen to something, or go.
        while let Some((event, listeners)) = self.next(watched, number) {
            for hear in listeners {
                hear(&event);
            }
        }
    }

    fn next(&self, watched: Watched, number: u64) -> Option<(Sent, Vec<Hear>)> {
        self.rooms().topics.get_mut(&watched).filter(|room| room.number == number)?.next()
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rooms {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

impl Fanout for Hub {
    fn publish(&self, sent: &[Sent]) {
        for event in sent {
            self.tell(event, |_| {});
        }
        let everything: Vec<(TenantId, Hear)> = self.rooms().everything.values().cloned().collect();
        for (tenant, hear) in everything {
            sent.iter().filter(|event| event.tenant == tenant).for_each(|event| hear(event));
        }
    }

    fn jobs_waiting(&self) {
        let nudges = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for nudge in nudges {
            nudge();
        }
    }
}

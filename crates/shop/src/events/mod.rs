//! What others are told: events are written with the act into the outbox, which is the truth, and sent
//! after the commit.
//!
//! | file | what it settles |
//! | --- | --- |
//! | [`hub`] | taking events to listeners on this node, in order and once |
//! | [`feed`] | what was missed: since the place a client names, and what other nodes wrote |
//! | [`heard`] | how far somebody has heard: `Last-Event-ID` |
//! | [`follow`] | what was missed, then what happens |
//! | [`jobs`] | things to be done outside |

pub mod feed;
pub mod follow;
pub mod heard;
pub mod hub;
pub mod jobs;
mod sql;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use crate::kernel::Timestamp;
use crate::kernel::id::{AssistSessionId, CartId, CustomerId, StaffId, TenantId};

pub use heard::Heard;
pub use hub::{Hub, Subscription};
pub use sql::ALL as STATEMENTS;

/// What an event is about. Each topic counts its own events from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// One cart.
    Cart(CartId),
    /// One customer.
    Customer(CustomerId),
    /// One assist session.
    Session(AssistSessionId),
    /// One staff member.
    Staff(StaffId),
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cart(id) => write!(f, "cart:{id}"),
            Self::Customer(id) => write!(f, "customer:{id}"),
            Self::Session(id) => write!(f, "session:{id}"),
            Self::Staff(id) => write!(f, "staff:{id}"),
        }
    }
}

impl FromStr for Topic {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("no topic {text:?}");
        let (kind, id) = text.split_once(':').ok_or_else(unknown)?;
        match kind {
            "cart" => id.parse().map(Self::Cart).map_err(|_| unknown()),
            "customer" => id.parse().map(Self::Customer).map_err(|_| unknown()),
            "session" => id.parse().map(Self::Session).map_err(|_| unknown()),
            "staff" => id.parse().map(Self::Staff).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

/// An event on its way into the outbox.
#[derive(Clone, Debug)]
pub struct Event {
    /// What it is about.
    pub topic: Topic,
    /// What happened: `cart.changed`.
    pub kind: &'static str,
    /// What receivers need to know of it.
    pub body: Value,
}

/// An event that stands in the outbox.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The tenant.
    pub tenant: TenantId,
    /// What it is about.
    pub topic: Topic,
    /// Its place in the topic, from 1.
    pub sequence: i64,
    /// What happened.
    pub kind: String,
    /// What receivers need to know of it.
    pub body: Value,
}

/// Takes events that were committed on this node to whoever listens on this node.
pub trait Fanout: Send + Sync + 'static {
    /// Called after the commit, never with a transaction open. Must not block.
    fn publish(&self, sent: &[Sent]);

    /// Called after a commit that left jobs to be done.
    fn jobs_waiting(&self) {}
}

/// Writes events into the outbox, topic by topic in sorted order, under the topics' heads.
pub(crate) fn write(
    tx: &mut store::WriteTx<'_>,
    tenant: TenantId,
    at: Timestamp,
    mut events: Vec<Event>,
) -> Result<Vec<Sent>, store::Error> {
    events.sort_by_key(|event| event.topic);
    let mut sent = Vec::with_capacity(events.len());
    for event in events {
        let topic = event.topic.to_string();
        let head = tx.returning(&sql::NEXT, store::params![tenant, topic])?;
        let sequence: i64 = head.map(|row| row.get(0)).transpose()?.unwrap_or(1);
        let body = event.body.to_string();
        tx.exec(&sql::WRITE, store::params![tenant, topic, sequence, event.kind, body, at])?;
        sent.push(Sent {
            tenant,
            topic: event.topic,
            sequence,
            kind: event.kind.to_owned(),
            body: event.body,
        });
    }
    Ok(sent)
}

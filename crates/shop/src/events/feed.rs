//! What was missed: since the place a client names, and what other nodes wrote.

use std::collections::BTreeMap;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::heard::{Heard, TOPICS};
use super::{Sent, Topic, sql};
use crate::desk::chore::Chore;
use crate::desk::{Acting, Ask, Desk, Look, Needs, Owner, Permission, Recorded, Refusal, Subject};
use crate::kernel::Problem;
use crate::kernel::id::{CustomerId, StaffId, TenantId};

/// How long events are kept for those who missed them.
pub const KEPT: Duration = Duration::from_secs(24 * 3600);
/// Missed events of one topic that are told; past that a client begins anew.
const MISSED: i64 = 200;

/// Events of the caller's own topics: the customer's, their cart's, the session's acted in, a staff member's.
/// A topic missing in `after` begins now.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventsSince {
    /// The topics, `cart:cart_01…`, at most 16.
    pub topics: Vec<String>,
    /// How far they were heard: `cart:cart_01…:12,session:ase_01…:7`, as in `Last-Event-ID`.
    #[serde(default)]
    pub after: String,
}

/// Events that were missed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Missed {
    /// The events, topic by topic in their order.
    pub events: Vec<EventView>,
    /// How far everything is heard with them.
    pub heard: String,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventView {
    /// What it is about.
    pub topic: String,
    /// Its place in the topic, from 1.
    pub sequence: i64,
    /// What happened: `cart.changed`; `events.lost` when what was missed is no longer kept, so that the
    /// receiver must read anew.
    pub kind: String,
    /// What receivers need to know of it.
    pub body: Value,
}

impl Ask for EventsSince {
    const NAME: &'static str = "events.since";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::Never;
    type Out = Missed;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Missed, Refusal> {
        let after: Heard = self.after.parse().map_err(|said: String| Problem::invalid("/after", said))?;
        if self.topics.len() > TOPICS {
            return Err(Problem::invalid("/topics", format!("At most {TOPICS} topics.")).into());
        }
        let (mut heard, mut events) = (Heard::default(), Vec::new());
        for topic in &self.topics {
            let topic: Topic = topic.parse().map_err(|said: String| Problem::invalid("/topics", said))?;
            if !is_own(who, look, topic)? {
                return Err(Problem::not_found("topic").into());
            }
            let missed = missed(look.sql(), who.tenant(), topic, after.of(topic))?;
            heard.note(topic, missed.1);
            events.extend(missed.0);
        }
        Ok(Missed { events, heard: heard.to_string() })
    }
}

/// Whether this topic is the caller's own to follow.
fn is_own(who: &Acting, look: &mut Look<'_, '_>, topic: Topic) -> Result<bool, store::Error> {
    match topic {
        Topic::Customer(customer) => Ok(who.subject() == Some(Subject::Customer(customer))),
        Topic::Staff(staff) => Ok(who.on_behalf().is_none() && who.staff().is_ok_and(|me| me == staff)),
        Topic::Cart(cart) => {
            let me = match who.subject() {
                Some(Subject::Customer(id)) => id.to_string(),
                Some(Subject::Guest(id)) => id.to_string(),
                None => return Ok(false),
            };
            let row = look.sql().one(&sql::OWNER_OF_CART, store::params![who.tenant(), cart])?;
            let owner: Option<String> = row.map(|row| row.get(0)).transpose()?;
            Ok(owner.is_some_and(|owner| owner == me))
        }
        Topic::Session(session) => {
            if let Some(acting) = who.on_behalf() {
                return Ok(acting.session() == session);
            }
            let Some(row) = look.sql().one(&sql::SESSION_OF, store::params![who.tenant(), session])? else {
                return Ok(false);
            };
            let (customer, staff): (CustomerId, StaffId) = (row.get(0)?, row.get(1)?);
            let supervises = who.is_staff() && who.may(Permission::SessionsSee);
            let own =
                who.staff().is_ok_and(|me| me == staff) || who.customer().is_ok_and(|me| me == customer);
            Ok(own || supervises)
        }
    }
}

/// What was missed of one topic, and how far it is heard then.
fn missed(
    tx: &mut store::ReadTx<'_>,
    tenant: TenantId,
    topic: Topic,
    after: Option<i64>,
) -> Result<(Vec<EventView>, i64), store::Error> {
    let head = tx.one(&sql::HEAD, store::params![tenant, topic.to_string()])?;
    let head: i64 = head.map(|row| row.get(0)).transpose()?.unwrap_or(0);
    let after = after.unwrap_or(head);
    if after >= head {
        return Ok((Vec::new(), head));
    }
    let sent = since(tx, tenant, topic, after)?;
    let whole = sent.first().is_some_and(|first| first.sequence == after + 1)
        && sent.last().is_some_and(|last| last.sequence == head);
    if !whole {
        let lost = EventView {
            topic: topic.to_string(),
            sequence: head,
            kind: "events.lost".into(),
            body: Value::Null,
        };
        return Ok((vec![lost], head));
    }
    let view = |sent: Sent| EventView {
        topic: topic.to_string(),
        sequence: sent.sequence,
        kind: sent.kind,
        body: sent.body,
    };
    Ok((sent.into_iter().map(view).collect(), head))
}

fn since(
    tx: &mut store::ReadTx<'_>,
    tenant: TenantId,
    topic: Topic,
    after: i64,
) -> Result<Vec<Sent>, store::Error> {
    tx.all(&sql::SINCE, store::params![tenant, topic.to_string(), after, MISSED])?
        .iter()
        .map(|row| {
            let body: String = row.get(2)?;
            let body = serde_json::from_str(&body).unwrap_or_default();
            Ok(Sent { tenant, topic, sequence: row.get(0)?, kind: row.get(1)?, body })
        })
        .collect()
}

impl Desk {
    /// What was written about these topics after the given sequence, by whichever node. Call it every 100 ms
    /// with `Hub::watched` and give the answer to `Hub::tell_read`.
    pub fn poll_topics(&self, watched: &[(TenantId, Topic, i64)]) -> Result<Vec<Sent>, Problem> {
        if watched.is_empty() {
            return Ok(Vec::new());
        }
        self.survey(|tx| {
            let mut sent = Vec::new();
            for group in watched.chunk_by(|one, other| one.0 == other.0) {
                for sixteen in group.chunks(TOPICS) {
                    for (topic, told) in behind(tx, sixteen)? {
                        sent.extend(since(tx, sixteen[0].0, topic, told)?);
                    }
                }
            }
            Ok(sent)
        })
    }

    /// Forgets events that were kept long enough for those who missed them.
    pub fn forget_events(&self) -> Result<u64, Problem> {
        let before = self.now().minus(KEPT);
        self.chore(Chore::Sweep, move |tx| tx.exec(&sql::FORGET_EVENTS, store::params![before]))
    }
}

/// Those of up to sixteen topics of one tenant that have gone on.
fn behind(
    tx: &mut store::ReadTx<'_>,
    watched: &[(TenantId, Topic, i64)],
) -> Result<Vec<(Topic, i64)>, store::Error> {
    let Some((tenant, ..)) = watched.first() else { return Ok(Vec::new()) };
    let mut names: Vec<String> = watched.iter().map(|(_, topic, _)| topic.to_string()).collect();
    names.resize(TOPICS, String::new());
    let n = |i: usize| names[i].as_str();
    let rows = tx.all(
        &sql::HEADS,
        store::params![
            tenant,
            n(0),
            n(1),
            n(2),
            n(3),
            n(4),
            n(5),
            n(6),
            n(7),
            n(8),
            n(9),
            n(10),
            n(11),
            n(12),
            n(13),
            n(14),
            n(15)
        ],
    )?;
    let mut newest = BTreeMap::new();
    for row in rows {
        newest.insert(row.get::<String>(0)?, row.get::<i64>(1)?);
    }
    let ahead = |(_, topic, told): &(TenantId, Topic, i64)| {
        newest.get(&topic.to_string()).is_some_and(|head| head > told).then_some((*topic, *told))
    };
    Ok(watched.iter().filter_map(ahead).collect())
}

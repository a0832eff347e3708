//! Following topics: what was missed, then what happens, without a gap and without a repetition.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::feed::{EventView, EventsSince};
use super::heard::Heard;
use super::hub::{Hear, Hub, Subscription};
use super::{Sent, Topic};
use crate::desk::{Caller, Desk};
use crate::kernel::problem::{self, Problem};

/// Hears each event of what it follows once, in its topic's order.
struct Gate {
    hear: Hear,
    state: Mutex<GateState>,
}

#[derive(Default)]
struct GateState {
    /// What came while the missed events were still being read; none once they were told.
    held: Option<VecDeque<Sent>>,
    told: BTreeMap<Topic, i64>,
}

impl Gate {
    fn new(hear: Hear) -> Self {
        Self { hear, state: Mutex::new(GateState { held: Some(VecDeque::new()), ..GateState::default() }) }
    }

    fn take(&self, event: &Sent) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut state.held {
            Some(held) => held.push_back(event.clone()),
            None => self.tell(&mut state, event),
        }
    }

    /// Tells what was missed, then what came meanwhile.
    fn open(&self, missed: &[Sent], heard: &Heard) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for event in missed {
            (self.hear)(event);
        }
        state.told.extend(heard.all());
        for event in state.held.take().unwrap_or_default() {
            self.tell(&mut state, &event);
        }
    }

    fn tell(&self, state: &mut GateState, event: &Sent) {
        let told = state.told.entry(event.topic).or_default();
        if event.sequence > *told {
            *told = event.sequence;
            (self.hear)(event);
        }
    }
}

impl Desk {
    /// Follows topics of the caller's own: tells what was missed since `after`, then what happens, each
    /// event once and each topic in order. Answers the places of the listeners, which end it when dropped,
    /// and how far everything was heard at the beginning.
    pub fn follow(
        &self,
        hub: &Arc<Hub>,
        caller: &Caller,
        topics: &[Topic],
        after: &Heard,
        hear: Hear,
    ) -> Result<(Vec<Subscription>, Heard), Problem> {
        let names: Vec<String> = topics.iter().map(Topic::to_string).collect();
        let begin = self.ask(caller, &EventsSince { topics: names.clone(), after: after.to_string() })?;
        let begun = heard(&begin.heard)?;
        let gate = Arc::new(Gate::new(hear));
        let listen = |topic: &Topic| {
            let gate = Arc::clone(&gate);
            hub.listen(
                caller.tenant,
                *topic,
                begun.of(*topic).unwrap_or(0),
                Arc::new(move |event| gate.take(event)),
            )
        };
        let places = topics.iter().map(listen).collect();
        // Between the first look and the listening something may have happened: look again.
        let between = self.ask(caller, &EventsSince { topics: names, after: begin.heard.clone() })?;
        let stored = |event: EventView| {
            let topic = event.topic.parse().map_err(|_| Problem::not_found("topic"))?;
            Ok(Sent {
                tenant: caller.tenant,
                topic,
                sequence: event.sequence,
                kind: event.kind,
                body: event.body,
            })
        };
        let missed: Vec<Sent> =
            begin.events.into_iter().chain(between.events).map(stored).collect::<Result<_, Problem>>()?;
        gate.open(&missed, &heard(&between.heard)?);
        Ok((places, begun))
    }
}

fn heard(text: &str) -> Result<Heard, Problem> {
    text.parse().map_err(|_| Problem::new(&problem::INTERNAL, "A place in a stream cannot be read."))
}

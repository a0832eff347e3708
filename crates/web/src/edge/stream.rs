//! Event streams (server-sent events): what happened since `Last-Event-ID`, then what happens. The sign-in is
//! read again before each event and twice a second; when it or the assist session is over, the stream says so and
//! ends. It ends as well when the node stops; the browser then comes back to another one.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use shop::desk::Caller;
use shop::events::hub::Hear;
use shop::events::{Heard, Sent, Subscription, Topic};
use shop::kernel::Problem;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::App;

/// How often the sign-in behind a stream is read again: so that a stream whose right was withdrawn on another node
/// is over within a second.
const CHECKED_EVERY: Duration = Duration::from_millis(500);

/// What receivers of a stream call an event of a kind.
type Name = fn(&str) -> &str;

/// What one connection is told.
struct Listener {
    app: App,
    caller: Caller,
    events: UnboundedReceiver<Sent>,
    hear: Hear,
    heard: Heard,
    topics: Vec<Topic>,
    places: Vec<Subscription>,
    name: Name,
    over: bool,
}

/// A stream of the caller's own topics, and of each cart the caller opens meanwhile. A browser that comes back
/// says how far it had heard.
pub async fn stream(
    app: App,
    caller: Caller,
    topics: Vec<Topic>,
    headers: &HeaderMap,
    name: Name,
) -> Result<Response, Problem> {
    let caller = Caller { renews: false, ..caller };
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).unwrap_or_default();
    // A vector that does not read is one of an older version: begin now.
    let after: Heard = last.parse().unwrap_or_default();
    let (tell, events) = unbounded_channel();
    let within_session = topics.iter().any(|topic| matches!(topic, Topic::Session(_)));
    let hear: Hear = Arc::new(move |sent: &Sent| {
        // Who acts in one session is not told of the customer's other ones as if they were this one.
        let of_customer = matches!(sent.topic, Topic::Customer(_));
        if within_session && of_customer && sent.kind.starts_with("session.") {
            return;
        }
        // The receiver goes first when a browser leaves; then there is nobody to tell.
        let _ = tell.send(sent.clone());
    });
    let follow = || app.desk.follow(&app.hub, &caller, &topics, &after, Arc::clone(&hear));
    let (places, heard) = app.gate.run(follow).await?;
    let listener = Listener { app, caller, events, hear, heard, topics, places, name, over: false };
    let events = stream::unfold(listener, Listener::next);
    let mut response =
        Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

impl Listener {
    /// A cart that was opened after the stream is followed from its beginning.
    async fn follow_opened(&mut self, sent: &Sent) {
        let cart = sent.body.get("cart").filter(|_| sent.kind == "cart.opened").and_then(|id| id.as_str());
        let Some(topic) = cart.and_then(|id| id.parse().ok()).map(Topic::Cart) else { return };
        if self.topics.contains(&topic) {
            return;
        }
        let (app, caller, hear) = (&self.app, &self.caller, &self.hear);
        let mut after = Heard::default();
        after.note(topic, 0);
        let follow = || app.desk.follow(&app.hub, caller, &[topic], &after, Arc::clone(hear));
        // Whoever may no longer hear it is told so by the next look at the sign-in.
        if let Ok((places, _)) = app.gate.run(follow).await {
            self.topics.push(topic);
            self.places.extend(places);
        }
    }

    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        if self.over {
            return None;
        }
        loop {
            if self.app.hub.is_closing() {
                return None;
            }
            let sent = tokio::time::timeout(CHECKED_EVERY, self.events.recv()).await;
            if let Some(last) = self.farewell().await {
                self.over = true;
                return Some((Ok(last), self));
            }
            match sent {
                Ok(Some(sent)) => {
                    self.heard.note(sent.topic, sent.sequence);
                    self.follow_opened(&sent).await;
                    let event = Event::default()
                        .event((self.name)(&sent.kind))
                        .data(sent.body.to_string())
                        .id(self.heard.to_string());
                    return Some((Ok(event), self));
                }
                Ok(None) => return None,
                Err(_) => {}
            }
        }
    }

    /// The last event, where the sign-in or the session behind the stream is over.
    async fn farewell(&self) -> Option<Event> {
        let (app, caller) = (&self.app, &self.caller);
        let problem = app.gate.run(|| app.desk.who(caller)).await.err()?;
        if !matches!(problem.kind.status, 401 | 403 | 409 | 410) {
            return None;
        }
        let by = problem.extra.get("by").cloned().unwrap_or("timeout".into());
        let said = |name: &str| problem.extra.get(name);
        let data = serde_json::json!({ "by": by, "by_name": said("by_name"), "reason": said("reason") });
        Some(Event::default().event((self.name)("session.ended")).data(data.to_string()))
    }
}

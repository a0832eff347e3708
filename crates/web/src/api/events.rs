//! What happens, as it happens.

use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use shop::assist::CurrentSession;
use shop::cart::CurrentCart;
use shop::desk::{Needs, Subject, View};
use shop::events::Topic;
use shop::events::feed::EventsSince;
use shop::kernel::{Currency, Problem};

use crate::App;
use crate::edge::{Arrival, problem, stream};
use crate::op::{Ops, RouteKind};

pub(super) fn ops() -> Ops {
    Ops::default().ask::<EventsSince>("/v1/events/since").route(
        RouteKind::Stream,
        Method::GET,
        "/v1/events",
        "events.stream",
        Needs::Nothing,
        get(events),
    )
}

/// The caller's own topics: the session and cart acted in, the customer, the staff member. The cart is that of
/// this currency, else of the site's first.
pub(crate) fn own_topics(view: &mut View<'_, '_>, currency: Option<Currency>) -> Result<Vec<Topic>, Problem> {
    let who = view.who().clone();
    let mut topics = Vec::new();
    if let Some(session) = who.on_behalf() {
        topics.push(Topic::Session(session.session()));
        view.ask(&CurrentSession {})?;
    }
    if let Some(subject) = who.subject() {
        if let Subject::Customer(customer) = subject {
            topics.push(Topic::Customer(customer));
        }
        if who.site_if_any().is_some()
            && let Some(cart) = view.ask(&CurrentCart { currency })?
        {
            topics.push(Topic::Cart(cart.id));
        }
    } else if let Ok(staff) = who.staff() {
        topics.push(Topic::Staff(staff));
    }
    Ok(topics)
}

async fn events(State(app): State<App>, arrival: Arrival, headers: HeaderMap) -> Response {
    let request = arrival.request;
    let opened = async {
        let caller = arrival.in_api(Needs::Nothing)?;
        let topics = app.gate.run(|| app.desk.view(&caller, |view| own_topics(view, None))).await?;
        stream::stream(app.clone(), caller, topics, &headers, |kind| kind).await
    };
    opened.await.unwrap_or_else(|refused| problem::response(&refused, request))
}

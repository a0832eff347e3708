//! What a page of the shop hears while it is open, and the pieces it fetches then.
//!
//! Pages hear few names: `cart`, `assist`, `order`, `customer`; `lost` where something was missed. Each says that
//! a piece of the page is no longer true; what is true now, the piece itself is asked.

use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::assist::HelpedNow;
use shop::desk::{Ask, Needs};
use shop::events::feed::EventsSince;

use super::Place;
use super::screen::Screen;
use crate::App;
use crate::api::events::own_topics;
use crate::edge::{problem, stream};
use crate::op::{Ops, RouteKind};

pub(super) fn ops() -> Ops {
    use RouteKind::{Page, Stream};
    const LIVE: &str = "/{site}/{language}/{currency}/live";
    const HELPED: &str = "/{site}/{language}/{currency}/live/helped";
    Ops::default().route(Stream, Method::GET, LIVE, EventsSince::NAME, Needs::Nothing, get(listen)).route(
        Page,
        Method::GET,
        HELPED,
        HelpedNow::NAME,
        Needs::Nothing,
        get(helped),
    )
}

/// What a page calls an event of this kind.
fn name(kind: &str) -> &str {
    match kind.split('.').next() {
        Some("session") => "assist",
        Some("payment" | "pay_link") => "order",
        Some("events") => "lost",
        Some(first) => first,
        None => kind,
    }
}

async fn listen(State(app): State<App>, place: Place, headers: HeaderMap) -> Response {
    let opened = async {
        let caller = place.caller();
        let look = |view: &mut shop::desk::View<'_, '_>| own_topics(view, Some(place.currency));
        let topics = app.gate.run(|| app.desk.view(&caller, look)).await?;
        stream::stream(app.clone(), caller, topics, &headers, name).await
    };
    opened.await.unwrap_or_else(|refused| problem::response(&refused, place.arrival.request))
}

#[derive(Serialize)]
struct Nothing {}

async fn helped(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place).show("partials/shop-helped.html", |_| Ok(Nothing {})).await
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn pages_hear_few_names() {
        let kinds = ["cart.changed", "session.ended", "pay_link.sent", "order.placed", "events.lost"];
        assert_eq!(kinds.map(name), ["cart", "assist", "order", "order", "lost"]);
    }
}

//! Assist sessions: starting, going on, ending; who is helped by whom.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use shop::assist::{
    AddNote, CurrentSession, CustomerAssistance, CustomerSessions, EndByCustomer, EndBySupervisor,
    EndSession, Ended, Extend, HelpedNow, LiveSessions, MySessions, NotMe, RaiseSession, SessionDetails,
    Standing, StartSession, Started, Stay, UndoStart,
};
use shop::cart::MiniCart;
use shop::desk::{Ask, View};
use shop::kernel::id::SiteId;
use shop::kernel::{Currency, Money, Problem};

use crate::App;
use crate::bar::state::Cart;
use crate::edge::arrival::token;
use crate::edge::{Arrival, input, problem};
use crate::op::{Given, Issue, Ops};
use crate::storefront::place;

pub(super) fn ops() -> Ops {
    Ops::default()
        .act_with::<StartSession>(Method::POST, "/v1/assist-sessions", post(start))
        .answering::<Leading<Started>>()
        .ask::<LiveSessions>("/v1/assist-sessions")
        .ask::<MySessions>("/v1/assist-sessions/mine")
        .ask::<SessionDetails>("/v1/assist-sessions/{session}")
        .act::<EndBySupervisor>(Method::POST, "/v1/assist-sessions/{session}/end")
        .ask::<CustomerSessions>("/v1/customers/{customer}/assist-sessions")
        .ask_with::<CurrentSession>("/v1/assist-session", get(current))
        .answering::<WithCart>()
        .act::<Stay>(Method::POST, "/v1/assist-session/stay")
        .act::<Extend>(Method::POST, "/v1/assist-session/extend")
        .act::<RaiseSession>(Method::POST, "/v1/assist-session/raise")
        .act::<AddNote>(Method::POST, "/v1/assist-session/notes")
        .act_with::<EndSession>(Method::POST, "/v1/assist-session/end", post(end))
        .answering::<Leading<Ended>>()
        .act_with::<UndoStart>(Method::POST, "/v1/assist-session/undo", post(undo))
        .answering::<Leading<Ended>>()
        .ask::<CustomerAssistance>("/v1/account/assistance")
        .ask::<HelpedNow>("/v1/account/assistance/now")
        .act::<EndByCustomer>(Method::POST, "/v1/account/assistance/{session}/end")
        .act::<NotMe>(Method::POST, "/v1/account/assistance/{session}/not-me")
}

/// What was done, and where to go now.
#[derive(Serialize, JsonSchema)]
struct Leading<T> {
    #[serde(flatten)]
    done: T,
    /// The path to go to.
    url: String,
}

/// The session acted in, with what lies in the customer's cart.
#[derive(Serialize, JsonSchema)]
struct WithCart {
    #[serde(flatten)]
    session: Standing,
    cart: Cart,
}

/// Where a site's shop begins.
fn home(arrival: &Arrival, site: SiteId) -> String {
    let site = arrival.directory.site(arrival.tenant, site);
    site.map(|site| place::start(site, None, None)).unwrap_or_default()
}

async fn start(issue: Issue) -> Response {
    let (arrival, site) = (issue.arrival.clone(), issue.arrival.site_or_first());
    let make = |issue: &Issue, hash| {
        let given = input::from_json::<serde_json::Map<String, Value>>(&issue.body, &Vec::new(), &[])?;
        let site = site.filter(|_| !given.contains_key("site")).map(|site| ("site", json!(site)));
        issue.read_with::<StartSession>(hash, site.as_slice())
    };
    let shape = |started: Started| {
        let url = format!("/as/{}{}/", started.tab, home(&arrival, started.site));
        Leading { done: started, url }
    };
    issue.give(Given::token(token::ON_BEHALF), make, shape).await
}

/// The session acted in, with the cart's total: all the bar shows.
async fn current(State(app): State<App>, arrival: Arrival) -> Response {
    let answered = async {
        let caller = arrival.in_api(CurrentSession::NEEDS)?;
        app.gate.run(|| app.desk.view(&caller, |view| with_cart(&arrival, view))).await
    };
    match answered.await {
        Ok(session) => Json(session).into_response(),
        Err(refused) => problem::response(&refused, arrival.request),
    }
}

fn with_cart(arrival: &Arrival, view: &mut View<'_, '_>) -> Result<WithCart, Problem> {
    let session = view.ask(&CurrentSession {})?;
    let cart = match view.ask(&MiniCart { currency: None })? {
        Some(cart) => Cart { total: cart.subtotal, items: cart.item_count },
        None => Cart { total: Money::zero(first_currency(arrival, session.site)?), items: 0 },
    };
    Ok(WithCart { session, cart })
}

/// The currency a site's shop begins with.
fn first_currency(arrival: &Arrival, site: SiteId) -> Result<Currency, Problem> {
    let site = arrival.directory.site(arrival.tenant, site);
    site.and_then(|site| site.currencies.first()?.parse().ok()).ok_or_else(|| Problem::not_found("site"))
}

async fn end(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let caller = arrival.ending_tab();
    over::<EndSession>(&app, &caller, &params, &headers, &body).await
}

async fn undo(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let caller = arrival.ending_tab();
    over::<UndoStart>(&app, &caller, &params, &headers, &body).await
}

/// Ends the tab's session as its agent, plainly signed in, so that it can be ended also after it has timed
/// out; the answer says where the search is, and the browser drops what it kept of the customer's pages.
async fn over<A: shop::desk::Act>(
    app: &App,
    (arrival, tab): &(Arrival, Option<u32>),
    params: &RawPathParams,
    headers: &HeaderMap,
    body: &Bytes,
) -> Response {
    let extra: Vec<(&str, Value)> = tab.iter().map(|tab| ("tab", json!(tab))).collect();
    match crate::op::act::<A>(app, arrival, params, &Method::POST, headers, body, &extra).await {
        Ok((out, replayed)) => {
            let site = arrival.site_or_first().map(|site| home(arrival, site)).unwrap_or_default();
            let url = format!("{site}/?asm=true");
            let mut response = Json(Leading { done: out, url }).into_response();
            let headers = response.headers_mut();
            headers.insert("clear-site-data", axum::http::HeaderValue::from_static("\"cache\""));
            crate::op::mark_replay(headers, replayed);
            response
        }
        Err(refused) => problem::response(&refused, arrival.request),
    }
}

//! Assist sessions: starting, going on, ending; who is helped by whom.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use shop::assist::{
    AddNote, CurrentSession, CustomerAssistance, CustomerSessions, EndByCustomer, EndBySupervisor,
    EndSession, Extend, HelpedNow, LiveSessions, MySessions, NotMe, RaiseSession, SessionDetails,
    StartSession, Started, Stay, UndoStart,
};
use shop::cart::MiniCart;
use shop::desk::Ask;
use shop::kernel::Problem;
use shop::kernel::id::SiteId;
use shop::kernel::secret::TokenHash;

use crate::App;
use crate::edge::arrival::token;
use crate::edge::{Arrival, input, problem};
use crate::op::{Issued, Ops, RouteKind, issue};
use crate::storefront::place;

pub(super) fn ops() -> Ops {
    Ops::default()
        .act_with::<StartSession>(Method::POST, "/v1/assist-sessions", post(start))
        .ask::<LiveSessions>("/v1/assist-sessions")
        .ask::<MySessions>("/v1/assist-sessions/mine")
        .ask::<SessionDetails>("/v1/assist-sessions/{session}")
        .act::<EndBySupervisor>(Method::POST, "/v1/assist-sessions/{session}/end")
        .ask::<CustomerSessions>("/v1/customers/{customer}/assist-sessions")
        .route(
            RouteKind::Ask,
            Method::GET,
            "/v1/assist-session",
            CurrentSession::NAME,
            CurrentSession::NEEDS,
            get(current),
        )
        .act::<Stay>(Method::POST, "/v1/assist-session/stay")
        .act::<Extend>(Method::POST, "/v1/assist-session/extend")
        .act::<RaiseSession>(Method::POST, "/v1/assist-session/raise")
        .act::<AddNote>(Method::POST, "/v1/assist-session/notes")
        .act_with::<EndSession>(Method::POST, "/v1/assist-session/end", post(end))
        .act_with::<UndoStart>(Method::POST, "/v1/assist-session/undo", post(undo))
        .ask::<CustomerAssistance>("/v1/account/assistance")
        .ask::<HelpedNow>("/v1/account/assistance/now")
        .act::<EndByCustomer>(Method::POST, "/v1/account/assistance/{session}/end")
        .act::<NotMe>(Method::POST, "/v1/account/assistance/{session}/not-me")
}

/// Where a site's shop begins.
fn home(arrival: &Arrival, site: SiteId) -> String {
    let site = arrival.directory.site(arrival.tenant, site);
    site.map(|site| place::start(site, None, None)).unwrap_or_default()
}

async fn start(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let site = arrival.site_or_first();
    let request =
        Issued { app: &app, arrival: &arrival, params: &params, headers: &headers, kind: token::ON_BEHALF };
    let make = |hash: TokenHash, body: &Bytes| -> Result<StartSession, Problem> {
        let given = input::from_json::<serde_json::Map<String, Value>>(body, &Vec::new(), &[])?;
        let mut extra = vec![("token", json!(hash))];
        if let (false, Some(site)) = (given.contains_key("site"), site) {
            extra.push(("site", json!(site)));
        }
        input::from_json(body, &Vec::new(), &extra)
    };
    let shape = |started: &Started| {
        let mut answer = json!(started);
        answer["url"] = format!("/as/{}{}/", started.tab, home(&arrival, started.site)).into();
        answer
    };
    issue(request, &body, make, shape, |_, _| {}).await
}

/// The session acted in, with the cart's total: all the bar shows.
async fn current(State(app): State<App>, arrival: Arrival) -> Response {
    let answered = async {
        let caller = arrival.in_api(CurrentSession::NEEDS)?;
        app.gate.run(|| app.desk.view(&caller, session_of)).await
    };
    match answered.await {
        Ok(session) => Json(session).into_response(),
        Err(refused) => problem::response(&refused, arrival.request),
    }
}

/// The session acted in as the bar is told of it.
pub(crate) fn session_of(view: &mut shop::desk::View<'_, '_>) -> Result<Value, Problem> {
    let session = view.ask(&CurrentSession {})?;
    let mut answer = json!(session);
    answer["cart"] = match view.ask(&MiniCart { currency: None })? {
        Some(cart) => json!({ "total": cart.subtotal, "items": cart.item_count }),
        None => json!({ "total": { "amount": 0, "currency": "EUR" }, "items": 0 }),
    };
    Ok(answer)
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
            let mut answer = json!(out);
            let site = arrival.site_or_first().map(|site| home(arrival, site)).unwrap_or_default();
            answer["url"] = format!("{site}/?asm=true").into();
            let mut response = Json(answer).into_response();
            let headers = response.headers_mut();
            headers.insert("clear-site-data", axum::http::HeaderValue::from_static("\"cache\""));
            crate::op::mark_replay(headers, replayed);
            response
        }
        Err(refused) => problem::response(&refused, arrival.request),
    }
}

//! `/agent/login`, `/agent/start`, `/agent/end`: the agent's way into the shop and out of it, without scripts.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use shop::assist::{EndSession, StartSession};
use shop::customers::SearchCustomers;
use shop::desk::{Act, Ask, Caller, Credential, Once};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use shop::kernel::secret::TokenHash;
use shop::people::sign_in::SignIn;

use super::door::{Door, found, sign_in_page};
use crate::App;
use crate::edge::arrival::token;
use crate::edge::base::Base;
use crate::edge::input;
use crate::edge::{Form, Jar, problem};
use crate::office::step_up;
use crate::op::{Ops, RouteKind};
use crate::pages::FormState;
use crate::pages::respond::{local, redirect};
use crate::storefront::kept::{self, Kept};
use crate::storefront::{Place, error, said};

/// Every page and form of the agent's door.
pub fn ops() -> Ops {
    let (search, sign_in) = (SearchCustomers::NAME, SignIn::NAME);
    let nothing = shop::desk::Needs::Nothing;
    Ops::default()
        .route(RouteKind::Page, Method::GET, "/agent/login", search, nothing, get(find))
        .route(RouteKind::Form, Method::POST, "/agent/login", sign_in, SignIn::NEEDS, post(enter))
        .route(
            RouteKind::Form,
            Method::POST,
            "/agent/start",
            StartSession::NAME,
            StartSession::NEEDS,
            post(start),
        )
        .route(RouteKind::Form, Method::POST, "/agent/end", EndSession::NAME, EndSession::NEEDS, post(end))
}

async fn find(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let to = input::take(&mut input::pairs(query), "to").unwrap_or_default();
    match Door::read(&parts, &app, &to).await {
        Ok(door) => {
            found(&door, &door.asked("q"), &to, FormState::default(), StatusCode::OK, Vec::new()).await
        }
        Err(response) => *response,
    }
}

/// The sign-in, where it ended in the middle of a form of an agent's tab. What was typed is kept.
pub(crate) fn sign_in_first(app: &App, place: &Place, expired: &Problem, kept: &Kept) -> Response {
    let mut place = place.clone();
    place.arrival.base = Base::default();
    let door = Door { app: app.clone(), place, query: String::new() };
    let state = said::state(app, door.place.locale, expired, std::collections::BTreeMap::new());
    let page = sign_in_page("", &door.place.path("/"), kept.hidden());
    door.show(problem::status(expired), "agent/sign-in.html", state, &page)
}

/// Goes on with what an agent had typed before they had to sign in again, in a new session of the same customer.
async fn go_on(door: Door, cookie: &str, kept: Kept) -> Response {
    let mut door = door;
    door.place.arrival.staff = Some(cookie.to_owned());
    let act = door.stepping_in(&kept.customer, |pairs| input::from_pairs(pairs, &Vec::new()));
    let begin = Begin { kept: Some(kept), ..Begin::default() };
    step_in(&door, act, begin).await
}

/// What comes along with a start.
#[derive(Default)]
struct Begin {
    once: Option<Once>,
    /// What had been typed in a tab before, and goes on in the new one.
    kept: Option<Kept>,
    /// The form itself, if the password is asked for first.
    form: Option<Kept>,
    typed: std::collections::BTreeMap<String, String>,
    to: String,
}

/// Steps into the customer's shop: goes on with what was kept, or begins; else the password is asked for, or the
/// search says why not.
async fn step_in(door: &Door, act: Result<StartSession, Problem>, begin: Begin) -> Response {
    let (app, caller) = (&door.app, door.as_staff());
    let Begin { once, kept, form, typed, to } = begin;
    let done = match act {
        Ok(act) => app.gate.act(&app.desk, &caller, act, once).await,
        Err(refused) => Err(refused),
    };
    match (done, kept) {
        (Ok(started), Some(kept)) => kept::send_again(app, &door.place.in_tab(started.tab), &kept).await,
        (Ok(started), None) => redirect(app, &door.place.in_tab(started.tab).path("/"), None),
        (Err(refused), kept) => {
            let state = said::state(app, door.place.locale, &refused, typed);
            let form = form.filter(|_| refused.kind == &kinds::STEP_UP_REQUIRED);
            if let Some(form) = form.and_then(|form| form.of_staff(&refused)) {
                return step_up::ask(&door.sheet(), &refused, state, &form);
            }
            let hidden = kept.map(|kept| kept.hidden()).unwrap_or_default();
            found(door, "", &to, state, problem::status(&refused), hidden).await
        }
    }
}

/// Reads a form at the agent's door.
async fn read(app: &App, request: Request) -> Result<(Door, Form), Box<Response>> {
    let (parts, body) = request.into_parts();
    let door = Door::read(&parts, app, "").await?;
    match Form::check(Request::from_parts(parts, body), door.place.arrival.clone(), app).await {
        Ok(form) => {
            let nonce = door.place.nonce.clone();
            let to = form.field("to").to_owned();
            let place = Place::for_agents(door.place.arrival.clone(), &to, &nonce);
            Ok((Door { place: place.unwrap_or(door.place), ..door }, form))
        }
        Err(refused) => Err(Box::new(error::bare(app, &door.place.arrival, &door.place.nonce, &refused))),
    }
}

async fn enter(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match read(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    let cookie = app.token(token::STAFF);
    let more = [("token", TokenHash::of(&cookie).to_string())];
    let done = match form.read::<SignIn>(&["email", "password"], &more) {
        Ok(act) => {
            // Whoever was signed in here before must not matter, nor be held against the new sign-in.
            let caller = Caller { credential: Credential::None, ..door.as_staff() };
            app.gate.act(&app.desk, &caller, act, None).await
        }
        Err(refused) => Err(refused),
    };
    let to = form.field("to");
    let kept = Kept::along(&form);
    let signed_in = match done {
        Ok(signed_in) => signed_in,
        Err(refused) => {
            let state = said::state(&app, door.place.locale, &refused, form.typed());
            let kept = kept.map(|kept| kept.hidden()).unwrap_or_default();
            let page = sign_in_page(form.field("email"), to, kept);
            let mut response = door.show(problem::status(&refused), "agent/sign-in.html", state, &page);
            problem::add_headers(&refused, response.headers_mut());
            return response;
        }
    };
    // What one agent typed goes on with no other.
    let own = kept.filter(|kept| kept.by == signed_in.staff_id.to_string());
    let mut response = match (own, signed_in.must_change_password, local(to)) {
        (_, true, _) => redirect(&app, "/office/me", None),
        (Some(kept), ..) if !kept.customer.is_empty() => go_on(door, &cookie, kept).await,
        (_, _, to) => redirect(&app, to.unwrap_or("/agent/login"), None),
    };
    response.headers_mut().append(header::SET_COOKIE, Jar::Staff.set(&cookie, app.settings.secure(), None));
    response
}

async fn start(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match read(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    let act = door.stepping_in(form.field("customer_id"), |pairs| {
        let pairs: Vec<(&str, String)> =
            pairs.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        form.read(&["reason", "ticket"], &pairs)
    });
    let begin = Begin {
        once: form.once.clone(),
        kept: Kept::along(&form),
        form: Some(Kept::going("/agent/start".to_owned(), &form)),
        typed: form.typed(),
        to: form.field("to").to_owned(),
    };
    step_in(&door, act, begin).await
}

async fn end(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match read(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    let caller = door.place.caller();
    let done = app.gate.act(&app.desk, &caller, EndSession::default(), form.once.clone()).await;
    match done {
        Err(refused) if refused.kind != &kinds::SESSION_ENDED => {
            error::bare(&app, &door.place.arrival, &door.place.nonce, &refused)
        }
        _ => {
            let mut response = redirect(&app, "/agent/login", None);
            let name = HeaderName::from_static("clear-site-data");
            response.headers_mut().insert(name, HeaderValue::from_static("\"cache\""));
            response
        }
    }
}
